/* SPDX-License-Identifier: ISC */
/* hooks: the commands that are to be run at events of the conversation, in the
 * shape that Claude Code has for them: read from settings, run without a
 * terminal with a JSON object on their standard input. */

#ifndef SH_HOOKS_H
#define SH_HOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/monotime.h"

struct jv;
struct io;
struct io_event;
struct permit;
struct hooks;

#define HOOKS_RUN_MAX 8	/* at one event */

enum hooks_decision {
	HOOKS_NONE,		/* they said nothing of it */
	HOOKS_ALLOW,
	HOOKS_ASK,
	HOOKS_DENY,
};

/* The hooks that run at one event. */
struct hooks_run {
	struct io	*io;	/* borrowed */
	char		*payload; /* owned */
	size_t		 len;
	size_t		 n;
	struct hooks_process {
		pid_t	 pid;
		int	 in;	/* -1 when all is written */
		int	 out;	/* -1 at its end */
		int	 err;
		size_t	 written;
		struct buf said; /* bounded */
		struct buf cause; /* what it wrote to its standard error */
		monotime until;
	}		 process[HOOKS_RUN_MAX];
	enum hooks_decision decision;
	char		*reason; /* owned; may be NULL */
};

struct hooks *hooks_create(void);
void	 hooks_destroy(struct hooks *);
/* Add those of settings: a JSON object, or the path of a file with one. The
 * permissions.allow of them goes to permit. -1 and *cause (caller frees). */
int	 hooks_load(struct hooks *, const char *settings, struct permit *,
	     char **cause);
/* Whether anything is to be run at the event for this tool (NULL: none). */
bool	 hooks_any(const struct hooks *, const char *event, const char *tool);

/* Start what is to be run at an event; the payload is taken. Those that cannot
 * be started are passed over. */
void	 hooks_start(struct hooks *, struct hooks_run *, struct io *,
	     const char *event, const char *tool, struct jv *payload);
/* An event of io: true if it was the run's. */
bool	 hooks_event(struct hooks_run *, const struct io_event *);
/* Whether none runs any more; those past their time are ended. */
bool	 hooks_done(struct hooks_run *);
/* When the first of them is out of time. */
monotime hooks_until(const struct hooks_run *);
/* Be done with a run: those that still run are asked to end. */
void	 hooks_leave(struct hooks_run *);

#endif
