/* SPDX-License-Identifier: ISC */
/* attachview_internal: what the files of the attached view share. Never
 * included elsewhere. */

#ifndef CLIENT_ATTACHVIEW_INTERNAL_H
#define CLIENT_ATTACHVIEW_INTERNAL_H

#include <stdbool.h>

#include "base/monotime.h"
#include "client/attachview.h"
#include "client/panedraw.h"
#include "term/key.h"

struct clip;
struct history;
struct intern;
struct jv;
struct link;
struct loop;
struct loop_timer;
struct mirror;
struct tty;

struct attachview {
	struct loop *loop;	      /* borrowed */
	struct intern *intern;	      /* borrowed */
	struct tty *tty;	      /* borrowed */
	struct mirror *mirror;	      /* owned */
	struct link *link;	      /* owned */
	struct history *history;      /* owned */
	struct clip *clip;	      /* owned */
	struct attach_end end;
	struct attach_handler handler;
	void *arg;
	struct key prefix;
	struct pan pan;
	bool read_only;
	bool prefixed; /* the prefix was typed, its key is awaited */
	bool started;  /* the terminal is, by whoever shows us */
	bool begun;    /* a first frame is here */
	bool shown;    /* the terminal is ours */
	unsigned rows; /* of the terminal, as the host was told */
	unsigned cols;
	bool over;     /* end says how */
	unsigned waiting; /* other sessions that wait for the person */
	bool help;     /* the keys are shown, from page on */
	unsigned page;

	/* What the host says of leaving; see attachleave. */
	char *hint;		    /* owned, may be NULL */
	struct loop_timer *hinting; /* owned */

	struct jv *claims; /* owned: keys that the agent wants; may be NULL */

	/* See attachrecap. */
	char *recap;		      /* owned, may be NULL */
	struct loop_timer *recapping; /* owned */

	/* The session has ended, but its history is still looked at. */
	bool ending; /* just now */
	bool late;
	enum attach_how late_how;

	/* Where the session is smaller than the terminal. */
	struct loop_timer *settle; /* owned; while it runs, blank */
	bool dragging;		   /* a button was pressed in the session */

	/* The way to the next host. */
	const struct attach_options *options; /* borrowed */
	struct loop_timer *again;	      /* owned */
	monotime opened;		      /* the link */
	monotime until;			      /* for the next */
	bool reopening;			      /* no frame of it yet */
	bool lost;	      /* it may not come: then the end is this */
	enum attach_how lost_how;
	char *lost_why;	      /* owned: reason or signal, may be NULL */
};

/* attachview.c */
/* Over, for a reason (may be NULL). */
void	attachview_finish_why(struct attachview *, enum attach_how,
	    const char *reason);
void	attachview_finish_signal(struct attachview *, enum attach_how,
	    const char *name);
/* The terminal is to be ours. */
void	attachview_take(struct attachview *);
int	attachview_open_link(struct attachview *, const char *socket,
	    char **cause);
/* The mirror has another frame. */
void	attachview_frame(void *attachview);
/* Draw what is to be seen now. */
void	attachview_show(struct attachview *);

#endif
