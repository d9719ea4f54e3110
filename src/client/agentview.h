/* SPDX-License-Identifier: ISC */
/* agentview: the list of sessions on the whole of the person's terminal, from
 * which they are started, looked at and ended. */

#ifndef CLIENT_AGENTVIEW_H
#define CLIENT_AGENTVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct attach_options;
struct compose;
struct jv;

typedef void (*agentview_command_cb)(const char *name, const char *text,
    void *arg);

/* All is borrowed while the view runs. What may be NULL says so. */
struct agentview_options {
	const char	*socket;	/* the supervisor's */
	const char	*state;		/* the state directory */
	const char	*cwd;		/* where new sessions run, absolute */
	const char	*scope;		/* only sessions below it; may be NULL */
	const char	*select;	/* an id, selected at first; may be NULL */
	const char	*agent;		/* shown in the head; may be NULL */
	const char	*model;		/* as it; may be NULL */
	const char *const *defaults;	/* more of new sessions', as it */
	size_t		 ndefaults;
	const char	*note;		/* said at first; may be NULL */
	bool		 stable;	/* rows do not move by themselves */
	bool		 mouse;
	bool		 animate;
	bool		 suspend_exits;	/* Ctrl+Z ends the view */
	const char *const *groups;	/* their order, list_need_word */
	size_t		 ngroups;
	/* How sessions are attached to: the socket, id, name and reopen are the
	 * view's business. */
	const struct attach_options *attach;

	/* Have a supervisor started, without waiting for it: the child that does
	 * it, or -1. May be NULL. */
	pid_t		(*start)(void *arg);
	/* The body of SESSION_START for what was typed (a task, a job, or a
	 * logout), NULL and *cause. Sized for a terminal of rows and cols. */
	struct jv	*(*request)(const struct compose *, unsigned rows,
			    unsigned cols, char **cause, void *arg);
	/* The client's environment as SESSION_RESPAWN has it. */
	struct jv	*(*environment)(void *arg);
	/* Tell the commands that agents of that name (may be NULL) take at their
	 * prompt, with first only those for the first prompt of a session; text
	 * may be NULL. May be NULL. */
	void		(*commands)(const char *agent, bool first,
			    agentview_command_cb, void *tell_arg, void *arg);
	void		*arg;
};

/* How it ended; caller frees signal. */
struct agentview_end {
	char		*signal;	/* a signal's name, or NULL: by the person */
};

/* Show it until it is left. Blocks, with a loop of its own on the terminal of
 * standard input and output, which afterwards is as it was before. 0 and *end, or
 * -1 and *cause: nothing was shown. */
int	agentview_run(const struct agentview_options *, struct agentview_end *,
	    char **cause);

#endif
