/* SPDX-License-Identifier: ISC */
/* agentview_internal: what the files of the agent view share. Never included
 * elsewhere. */

#ifndef CLIENT_AGENTVIEW_INTERNAL_H
#define CLIENT_AGENTVIEW_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/monotime.h"
#include "client/action.h"
#include "client/agentview.h"
#include "client/attachview.h"
#include "client/model.h"
#include "client/requestid.h"
#include "conf/customs.h"
#include "term/key.h"
#include "term/screen.h"

#define AGENT_TYPED_MAX 64

struct attachsignal;
struct filter;
struct frame;
struct intern;
struct lineedit;
struct linehist;
struct link;
struct list;
struct loop;
struct loop_timer;
struct reaper;
struct superlink;
struct theme;
struct trustask;
struct tty;

enum agent_mode {
	AGENT_LIST,
	AGENT_RENAME,		/* edit is a session's name */
	AGENT_TAGS,		/* edit is its tags */
};

/* What a second press within its time does. */
enum agent_arm {
	ARM_NONE,
	ARM_DELETE,		/* the session armed_id */
	ARM_DELETE_GROUP,	/* all of the group armed_id */
	ARM_EXIT,
};

struct agentview {
	const struct agentview_options *options; /* borrowed */
	struct agentview_end *end;		  /* borrowed */
	struct loop *loop;	      /* owned, as all that follows */
	struct reaper *reaper;
	struct intern *intern;
	struct tty *tty;
	struct attachsignal *signals;
	struct superlink *super;
	struct theme *theme;
	struct model *model;
	struct list *list;
	struct linehist *hist;
	struct lineedit *input;
	struct lineedit *edit;	      /* a name or tags; in their modes */
	struct filter *filter;	      /* what the input is; NULL: none */
	struct suggest *suggest;
	struct trustask *trust;	      /* is asked; NULL: nothing is */
	struct peek *peek;
	struct editor *editor;	      /* has the terminal; NULL: none */
	struct customs customs;
	bool customs_old;	      /* to be read again */
	char *model_name;	      /* typed here; NULL: none */
	char *unsure;		      /* a text whose start is not known to have
				       * come about; NULL: none */
	char unsure_id[REQUESTID_SIZE];
	enum agent_mode mode;
	char edit_id[MODEL_ID_LEN + 1];

	bool started;	/* the terminal is ours */
	bool listed;	/* there was a list */
	monotime opened;
	bool lost;	/* the supervisor is away */
	bool over;
	bool peeking;
	bool help;
	unsigned help_page;
	unsigned help_pages;
	unsigned rows;	/* of the list on the screen, and where it begins */
	unsigned top;
	unsigned right;	/* and ends */
	struct rect input_at;
	struct rect panel_at; /* the peek */

	char *note;	/* owned; NULL: none */
	bool note_bad;
	monotime note_until; /* ms 0: until another one */
	enum agent_arm arm;
	char *armed;	/* owned: of what */
	monotime arm_until;
	char arm_next[MODEL_ID_LEN + 1]; /* beside what is armed; "": none */

	struct loop_timer *draw_timer;
	bool dirty;
	monotime drawn;
	struct loop_timer *tick; /* the next change by time alone */

	/* A session on the whole terminal. */
	struct attachview *attach;
	struct attach_options attach_options;
	char attach_id[MODEL_ID_LEN + 1];
	char *attach_name;
	char *attach_saved; /* where its last screen will be */
	bool attached;	/* its first frame is here */
	bool opening;	/* asked for, nothing of it yet */
	monotime opening_at;
	bool respawning; /* it is started again first */
	struct link *leaving; /* the last one's, with what was typed last */
	struct key typed[AGENT_TYPED_MAX]; /* while it opens */
	unsigned ntyped;
};

/* agentview.c */
void	agentview_touch(struct agentview *);	/* draw soon */
void	agentview_note(struct agentview *, bool bad, int ms, const char *fmt,
	    ...) __attribute__((__format__(printf, 4, 5)));
void	agentview_finish(struct agentview *, const char *signal);
/* The terminal is ours (again): its input comes here. */
void	agentview_take(struct agentview *);
void	agentview_draw_now(struct agentview *);

/* agentdraw.c */
void	agentdraw(struct agentview *);
/* The list as it is to be drawn, where the model or the filter has changed. */
void	agentdraw_layout(struct agentview *);
/* When it looks different by time alone, in ms; -1: never. */
int64_t	agentdraw_changes_in(struct agentview *);

/* agenthelp.c */
void	agenthelp_draw(struct agentview *, struct frame *);
/* Any key leads to the next page, or away. */
void	agenthelp_key(struct agentview *, const struct key *);

/* agentkeys.c */
void	agentkeys_key(const struct key *, void *view);
void	agentkeys_paste(const char *, size_t, void *view);
void	agentkeys_mouse(const struct mouse *, void *view);

/* agentask.c: what is asked of the supervisor for what is selected. */
/* The session that is selected; NULL: it is a heading, which is said, or nothing. */
const struct entry *agentask_session(struct agentview *);
void	agentask_stop(struct agentview *);
void	agentask_pin(struct agentview *);
void	agentask_archive(struct agentview *);
void	agentask_move(struct agentview *, int step);
void	agentask_rename(struct agentview *, const char *id, const char *name);
void	agentask_tags(struct agentview *, const char *id, const char *tags);
/* What is chosen here is so in the next view too. */
void	agentask_grouping(struct agentview *, const char *word);
void	agentask_disarm(struct agentview *);

/* agenttype.c: the input. */
/* The custom agents and commands that there are now. */
void	agenttype_read(struct agentview *);
/* What can be suggested at a '/' to an agent (may be NULL) in a directory. */
void	agenttype_commands(struct agentview *, const char *agent,
	    const char *dir, bool first, struct suggest *);
void	agenttype_changed(struct agentview *);
void	agenttype_set(struct agentview *, const char *);
/* A key for the text; false: it is none. */
bool	agenttype_key(struct agentview *, const struct key *);
/* Enter behind a backslash begins a line; false: there is none. */
bool	agenttype_continue(struct agentview *);
/* Do what is typed. */
void	agenttype_enter(struct agentview *, bool attach);
/* Into the person's editor with it, or with the reply. */
void	agenttype_edit(struct agentview *);

/* agenttrust.c: the question of trust. */
void	agenttrust_begin(struct agentview *);
/* It is seen, and what is typed may be its answer. */
bool	agenttrust_asks(const struct agentview *);
/* It is not asked until the next view; false: it is not seen. */
bool	agenttrust_later(struct agentview *);
/* Take what is typed as its answer; false: it is none. */
bool	agenttrust_enter(struct agentview *);
/* How many rows it has, at most so many; and draw them. */
unsigned agenttrust_rows(const struct agentview *, unsigned most);
void	agenttrust_draw(struct agentview *, struct frame *, unsigned row,
	    unsigned rows);

/* agentpeek.c: the panel. */
void	agentpeek_create(struct agentview *);
/* To be called when the selection or its session may be another one. */
void	agentpeek_follow(struct agentview *);
void	agentpeek_toggle(struct agentview *);
void	agentpeek_close(struct agentview *);
void	agentpeek_send(struct agentview *);

/* agentattach.c */
void	agentattach_start(struct agentview *, const struct entry *);
void	agentattach_id(struct agentview *, const char *id, const char *socket,
	    const char *name);
void	agentattach_cancel(struct agentview *);
/* What is to be said of a session that takes long to open (caller frees); NULL and
 * in how many ms there will be something, or -1. */
char	*agentattach_note(struct agentview *, int64_t *ms);
/* The model has changed: the session that is shown has another number of others
 * in its terminal's title. */
void	agentattach_count(struct agentview *);
void	agentattach_close(struct agentview *);

#endif
