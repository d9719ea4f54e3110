/* SPDX-License-Identifier: ISC */
/* attachview: one session on the whole of the person's terminal. */

#ifndef CLIENT_ATTACHVIEW_H
#define CLIENT_ATTACHVIEW_H

#include <stdbool.h>

#define ATTACH_REOPEN_MS 10000
/* The same where nobody has said that there will be another host. */
#define ATTACH_LOST_MS	 3000
/* How long what was typed before a detach may take to be sent. */
#define ATTACH_DRAIN_MS	 500

struct attach_options {
	const char	*socket;	/* the session's host's; NULL: it has none
					 * yet, and reopen tells of it */
	const char	*saved;		/* where an agent's last screen is, or will
					 * be: shown meanwhile without socket;
					 * may be NULL */
	const char	*id;
	const char	*name;		/* may be NULL */
	bool		 read_only;	/* look, do not type; never drives */
	bool		 take_over;	/* drive the size at once */
	bool		 lead;		/* the session is in our foreground */
	bool		 once;		/* it is never started again: a job */
	const char	*prefix;	/* a key's name; NULL: the default */
	bool		 history_vi;	/* the history's keys are vi's */
	bool		 history_mouse;	/* the mouse is the history's where the
					 * program does not want it */
	bool		 left_leaves;	/* the left arrow at an empty prompt */
	const char	*copy_command;	/* for sh; NULL or "": none */
	const char	*super;		/* the supervisor's socket, from which
					 * the person is told of other
					 * sessions; may be NULL */
	const char	*notify;	/* notify.form; NULL: "auto" */
	bool		 status_line;	/* takes the bottom row */
	bool		 recap;		/* tell what happened meanwhile */
	bool		 count_waiting;	/* in the terminal's title */
	/* After the host ended for a respawn, or died with its session: where
	 * the next one listens (freed), or NULL while it does not, with *why
	 * (freed) if that is known. Asked again for ATTACH_REOPEN_MS, unless
	 * *final is set: it will not. NULL: it is not waited for. */
	char		*(*reopen)(void *arg, char **why, bool *final);
	void		*arg;
};

/* Where to a person left. */
enum attach_leave {
	ATTACH_LEAVE_NONE,		/* by the prefix key: back */
	ATTACH_LEAVE_AGENTS,		/* to the agent view */
	ATTACH_LEAVE_SHELL,		/* to where the client was started */
};

enum attach_how {
	ATTACH_DETACHED,		/* by the person */
	ATTACH_EXITED,			/* the worker has ended */
	ATTACH_LOST,			/* the host is gone: reason */
	ATTACH_SIGNAL,			/* we were told to end: signal */
	ATTACH_REFUSED,			/* by the host: reason */
};

struct attach_end {
	enum attach_how	 how;
	enum attach_leave leave;	/* with ATTACH_DETACHED */
	int		 exit_code;	/* with ATTACH_EXITED, if no signal */
	char		*signal;	/* owned; its name ("SIGTERM") or NULL */
	char		*reason;	/* owned; one clean line, or NULL */
};

struct attachview;
struct intern;
struct key;
struct link;
struct loop;
struct tty;

/* Where a session is shown: all borrowed, until the view is closed. */
struct attach_place {
	struct loop	*loop;
	struct intern	*intern;
	struct tty	*tty;		/* started or not */
	bool		 started;	/* it is */
};

struct attach_handler {
	/* The first frame is about to be shown: the tty's handler is the view's
	 * from here on. May be NULL. */
	void	(*shown)(void *arg);
	/* Once; attachview_close is due, after the callback. The strings of end
	 * are taken. */
	void	(*ended)(struct attach_end *, void *arg);
};

/* Show a session in a place, until it is closed or has ended. What is shown
 * there stays until its first frame is here, and so does the tty's handler. The
 * options are borrowed until the view is closed. NULL and *cause. */
struct attachview *attachview_open(const struct attach_place *,
	     const struct attach_options *, const struct attach_handler *,
	     void *arg, char **cause);
/* As if it were typed: for what came before the first frame. */
void	 attachview_key(struct attachview *, const struct key *);
/* How many other sessions wait for the person: with count_waiting the terminal's
 * title begins with it. */
void	 attachview_waiting(struct attachview *, unsigned n);
/* Close it. What was typed last may not be on its way yet: then its link, which is
 * to be drained or closed, is returned, else NULL. The tty is left as it is, its
 * handler too. */
struct link *attachview_close(struct attachview *);

#endif
