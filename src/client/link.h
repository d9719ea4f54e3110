/* SPDX-License-Identifier: ISC */
/* link: the connection of one view to its session's host. */

#ifndef CLIENT_LINK_H
#define CLIENT_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct found;
struct jv;
struct key;
struct link;
struct loop;
struct mirror;
struct mouse;
struct told;
struct search;

struct link_start {
	const char	*socket;	/* borrowed during link_open */
	unsigned	 rows;
	unsigned	 cols;
	bool		 read_only;
	bool		 take_over;
	bool		 drive;		/* the view's size may be the session's */
	bool		 lead;		/* the session is in its foreground */
	bool		 left_leaves;	/* the left arrow may be told by leave */
	bool		 reads;		/* its history, also after its end */
	bool		 colours;	/* fg and bg are known */
	uint32_t	 fg;		/* 0xrrggbb */
	uint32_t	 bg;
};

enum link_how {
	LINK_EXITED,		/* the worker has ended: exit_code or signal */
	LINK_RESPAWN,		/* another host will have the session */
	LINK_CLOSED,		/* the host ended the view: reason */
	LINK_REFUSED,		/* it did not begin: reason */
	LINK_LOST,		/* the host is gone or out of order: reason */
};

struct link_end {
	enum link_how	 how;
	int		 exit_code;
	const char	*signal;	/* NULL if it ended by exit */
	const char	*reason;	/* a sentence; NULL if there is none */
	bool		 died;		/* it died at its work, and is resumed; or,
					 * if it has exited, may be yet */
};

struct link_handler {
	/* The view has begun; the answer of VIEW_START is borrowed for the call.
	 * May be NULL. */
	void	(*started)(const struct jv *result, void *arg);
	/* The mirror has changed. */
	void	(*frame)(void *arg);
	/* For the person's terminal, beside the screen. May be NULL. */
	void	(*told)(const struct told *, void *arg);
	/* A key or word at the agent's prompt means that the person leaves: to
	 * "agents" or "shell", or the session is to "end"; NULL: text says what
	 * would do it. May be NULL. */
	void	(*leave)(const char *to, const char *text, void *arg);
	/* The host of a session that had ended has gone, too: what is asked of
	 * its history is not answered any more. May be NULL. */
	void	(*gone)(void *arg);
	/* All input that was sent is on its way. May be NULL. */
	void	(*drained)(void *arg);
	/* The answer to link_history and to link_search. May be NULL. */
	void	(*lines)(const void *, size_t, void *arg);
	void	(*found)(uint32_t id, const struct found *, void *arg);
	/* Once, and nothing after it; link_close may be called in it. */
	void	(*ended)(const struct link_end *, void *arg);
};

/* A host that does not begin a view within this has no time for it. */
#define LINK_START_MS 5000

/* Connect and begin a view whose frames go to mirror (borrowed). NULL and
 * *cause. */
struct link *link_open(struct loop *, const struct link_start *,
	     struct mirror *, const struct link_handler *, void *arg,
	     char **cause);
/* Close now; NULL is fine. */
void	 link_close(struct link *);
/* Send what was typed last, ms at most, running the loop; then nothing is
 * called back any more. */
void	 link_drain(struct link *, int ms);
/* The same while the loop goes on: link_close is still due, at any time. NULL is
 * fine. */
void	 link_finish(struct link *, int ms);

/* Input; without effect while the view has not begun, and with NULL. */
void	 link_key(struct link *, const struct key *);
void	 link_paste(struct link *, const char *, size_t);
void	 link_mouse(struct link *, const struct mouse *);
void	 link_focus(struct link *, bool in);
void	 link_resize(struct link *, unsigned rows, unsigned cols);
void	 link_colours(struct link *, uint32_t fg, uint32_t bg);
/* Ask for lines of the session's history, from LINES_END on backwards. False if
 * nobody is there to answer. */
bool	 link_history(struct link *, uint64_t from, unsigned count);
/* Search in it: the id of the answer, 0 if nobody is there. An earlier search
 * may not be answered then. */
uint32_t link_search(struct link *, const struct search *, const char *text);
/* Bytes of input that are not on their way yet. */
size_t	 link_queued(const struct link *);

#endif
