/* SPDX-License-Identifier: ISC */
/* boot: what a host is told at its start, checked. */

#ifndef HOST_BOOT_H
#define HOST_BOOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strv.h"

struct jv;

#define BOOT_LINGER_MS	300000		/* of a job whose row nobody removes */
#define BOOT_NAME_MAX	1024		/* bytes */

/* Plain data; all strings are owned and none is NULL but where said. */
struct boot {
	char		*id;		/* 8 hex digits */
	char		*name;
	char		*kind;		/* background, interactive, job */
	char		*adapter;	/* may be NULL */
	char		*cwd;
	char		*state_dir;
	char		*runtime_dir;
	char		*token;
	bool		 exec;		/* a shell job */
	bool		 unprompted;	/* an agent that was given no task */
	bool		 tasked;	/* it was given one for this start, which is
					 * no command to itself */
	int		 hooks_at;	/* place in argv for the options that
					 * inject hooks; -1: none */
	char		*conversation;	/* the agent's own id, may be NULL */
	struct jv	*options;	/* see agent/asked; may be NULL */
	struct strv	 argv;		/* one string at least */
	struct strv	 env;
	unsigned	 cols;		/* clamped to TERM_MIN_* and TERM_MAX_* */
	unsigned	 rows;
	mode_t		 umask;		/* the worker's */
	int64_t		 started_at;	/* Unix ms */
	int64_t		 linger_ms;
	size_t		 scrollback;	/* bytes */
	char		*term;		/* may be NULL: the default */
	/* These can change while the host runs. */
	int		 log_level;	/* enum log_level; -1: not said */
	int64_t		 silent_ms;	/* see drive */
	int64_t		 grace_ms;	/* see stop */
	bool		 from_sessions;	/* permissions are answered from there */
	char		*summary_command; /* owned, may be NULL; for sh */
	int		 clipboard;	/* enum clipboard, see hosttell */
};

/* Read the body of HOST_BOOT. NULL and *cause (caller frees) if something is
 * missing or out of bounds. */
struct boot *boot_parse(const struct jv *, char **cause);
void	 boot_free(struct boot *);
/* Take over what can change, as far as it is said: the body of HOST_SETTINGS,
 * or of HOST_BOOT. What is out of bounds is brought within them. */
void	 boot_change(struct boot *, const struct jv *);
/* "STATE/jobs/ID"; caller frees. */
char	*boot_job_dir(const struct boot *);
/* The socket's place, "RUNTIME/h/ID"; caller frees. */
char	*boot_socket(const struct boot *);

#endif
