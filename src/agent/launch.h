/* SPDX-License-Identifier: ISC */
/* launch: the command line that starts an agent. */

#ifndef AGENT_LAUNCH_H
#define AGENT_LAUNCH_H

#include <stdbool.h>
#include <stddef.h>

#include "agent/adapter.h"

struct strv;

#define LAUNCH_ID_SIZE 37	/* a UUID and its NUL */

/* An option beyond name and model, one may come several times. value is NULL for those without one. */
struct launch_option {
	enum adapter_option option;
	const char	*value;
};

/* All is borrowed; what is NULL is not given. */
struct launch {
	const struct adapter *adapter;
	const char	*program;	/* as adapter_program gives it */
	const char	*task;		/* the first prompt */
	const char	*id;		/* of the agent's conversation: to be preset
					 * (no matter if it cannot), or to resume */
	const char	*name;
	const char	*model;
	const struct launch_option *options;
	size_t		 noptions;
	size_t		*hooks_at;	/* if not NULL: gets the place in argv
					 * for the options that inject hooks; who
					 * puts them there joins the settings that
					 * were asked for, see hooks_joins */
	char *const	*extra;		/* the person's own arguments */
	bool		 resume;
};

/* Append the argument vector to argv. 0, or -1 and *cause (caller frees): this
 * agent takes no task, model or other option, cannot resume. argv is then
 * unchanged. */
int	launch_argv(const struct launch *, struct strv *argv, char **cause);
/* Append the words of one option. */
void	launch_option(const struct adapter *, const struct launch_option *,
	    struct strv *);
/* Append the command line that prints the program's version: nothing if there is
 * none. */
void	launch_version(const struct adapter *, const char *program,
	    struct strv *argv);
/* A random UUID (version 4) whose first 8 digits are those of a session's id. */
void	launch_new_id(const char *session, char out[LAUNCH_ID_SIZE]);

#endif
