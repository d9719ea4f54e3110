/* SPDX-License-Identifier: ISC */
/* attachview: one session on the whole of the person's terminal. */

#ifndef CLIENT_ATTACHVIEW_H
#define CLIENT_ATTACHVIEW_H

#include <stdbool.h>

#define ATTACH_REOPEN_MS 10000

struct attach_options {
	const char	*socket;	/* the session's host's */
	const char	*id;
	const char	*name;		/* may be NULL */
	bool		 read_only;	/* look, do not type; never drives */
	bool		 take_over;	/* drive the size at once */
	bool		 lead;		/* the session is in our foreground */
	const char	*prefix;	/* a key's name; NULL: the default */
	bool		 history_vi;	/* the history's keys are vi's */
	bool		 history_mouse;	/* the mouse is the history's where the
					 * program does not want it */
	const char	*copy_command;	/* for sh; NULL or "": none */
	/* After the host ended for a respawn: where the next one listens
	 * (freed), or NULL while it does not, with *why (freed) if that is
	 * known. Asked again for ATTACH_REOPEN_MS. NULL: it is not waited
	 * for. */
	char		*(*reopen)(void *arg, char **why);
	void		*arg;
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
	int		 exit_code;	/* with ATTACH_EXITED, if no signal */
	char		*signal;	/* owned; its name ("SIGTERM") or NULL */
	char		*reason;	/* owned; one clean line, or NULL */
};

/* Show the session until one of the above. Blocks, with a loop of its own on the
 * terminal of standard input and output, which afterwards is as it was before. 0
 * and *end (caller frees its strings), or -1 and *cause: nothing was shown. */
int	attachview_run(const struct attach_options *, struct attach_end *end,
	    char **cause);

#endif
