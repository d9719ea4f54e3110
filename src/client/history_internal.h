/* SPDX-License-Identifier: ISC */
/* history_internal: what the files of the history view share. Never included
 * elsewhere. */

#ifndef CLIENT_HISTORY_INTERNAL_H
#define CLIENT_HISTORY_INTERNAL_H

#include "base/monotime.h"
#include "client/histcopy.h"
#include "client/histmove.h"
#include "client/history.h"
#include "term/key.h"

#define QUEUE_MAX  64
#define PROMPT_MAX 256
#define NOTE_MAX   200
#define COUNT_MAX  99999	/* of vi's counts */
#define AGAIN_MAX  100		/* the same, of searches */

/* What an input may change at once, or not at all while lines are missing. */
struct histstate {
	struct histmove	 m;
	enum histselect	 how;
	struct find_at	 anchor;
	bool		 dragging;
	bool		 exit_at_end;	/* at the end it is left */
};

enum input_kind {
	INPUT_KEY,
	INPUT_ACTION,
	INPUT_MOUSE,
	INPUT_GOTO,
};

struct input {
	enum input_kind	 kind;
	struct key	 key;
	enum action	 action;
	struct mouse	 mouse;
	unsigned	 clicks;
	struct find_at	 at;
	unsigned	 more;		/* how often again (a count of vi's) */
	unsigned	 again;		/* matches to be passed over */
};

/* A part of what is searched: by the host, or here in the pinned lines. */
struct part {
	bool		 local;
	struct find_at	 from;
	uint64_t	 stop;
};

struct history {
	struct intern	*intern;	/* borrowed */
	struct history_handler handler;
	void		*arg;
	bool		 vi;

	bool		 shown;
	bool		 waiting;	/* for lines that were asked for */
	unsigned	 tries;		/* in vain, for the first input */
	struct histdoc	*doc;		/* owned; NULL: not shown */
	struct histstate s;
	monotime	 entered;
	unsigned	 row;		/* the session's cursor at the start */
	unsigned	 col;
	struct input	 queue[QUEUE_MAX];
	unsigned	 nqueue;
	char		 note[NOTE_MAX];	/* until the next key */
	unsigned	 count;		/* typed so far; 0: none */
	char		 ended[NOTE_MAX];	/* "": it has not */

	/* Search. */
	bool		 prompting;
	bool		 back;		/* the direction */
	char		 prompt[PROMPT_MAX];
	struct find_at	 origin;
	char		 pattern[PROMPT_MAX];
	struct find	 find;		/* what is highlighted */
	struct find_hit	 hit;
	bool		 has_hit;
	struct part	 part[3];
	unsigned	 npart;
	unsigned	 ipart;
	bool		 searching_back;
	uint32_t	 search_id;	/* 0: none under way */
	monotime	 searched;	/* when it was asked for */
	unsigned	 again;		/* matches to be passed over */

	/* Copy. */
	struct histcopy	 copy;
	bool		 copying;

	/* Clicks. */
	struct mouse	 pressed;
	monotime	 pressed_at;
	unsigned	 clicks;
};

/* history.c */
/* A row of the document, for find and histmove. */
const struct row *history_row(uint64_t line, void *history);
/* Do what waits, as far as lines are here. */
void	history_go_on(struct history *);
void	history_queue(struct history *, const struct input *);
/* The same, before what waits. */
void	history_queue_first(struct history *, const struct input *);
/* What is selected; HISTSELECT_NONE if nothing. */
void	history_range(struct history *, struct histrange *);

/* historykeys.c */
/* Take a digit of a count, or give the count to what comes after it: true if
 * the key is done with. */
bool	historykeys_count(struct history *, struct input *);
/* Carry out an input on y->s; what cannot be taken back is left to
 * history_commit, which does it once the lines for the rest were there. */
void	historykeys_run(struct history *, const struct input *);
/* Whether an input has to wait for the answer to a search. */
bool	historykeys_waits(const struct history *, const struct input *);
void	historykeys_commit(struct history *, const struct input *);
void	historykeys_copy(struct history *);

/* historyfind.c */
void	historyfind_prompt(struct history *, bool back);
/* A key while there is a prompt. */
void	historyfind_key(struct history *, const struct key *);
void	historyfind_add(struct history *, const char *, size_t);
/* To the next match, in the direction of the search or against it. */
void	historyfind_again(struct history *, bool against);
void	historyfind_clear(struct history *);

#endif
