/* SPDX-License-Identifier: ISC */
/* talk: the conversation of the built-in agent, from its first line to its last. */

#ifndef SH_TALK_H
#define SH_TALK_H

#include <stdbool.h>
#include <stddef.h>

/* All is borrowed; what is NULL is not given. */
struct talk_options {
	const char	*id;	/* of the conversation; NULL: a new one */
	bool		 resume;
	const char	*name;
	const char	*model;
	const char	*mode;	/* of permission */
	const char	*agent;
	const char	*task;	/* the first */
	const char *const *settings;
	size_t		 nsettings;
	const char *const *dirs;
	size_t		 ndirs;
	bool		 no_report;
	bool		 no_title;
	bool		 no_progress;
	bool		 no_hooks;
};

/* Talk until it ends: the exit status. -1 and *cause (caller frees) if it
 * cannot begin. */
int	 talk_run(const struct talk_options *, char **cause);

#endif
