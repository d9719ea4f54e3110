/* SPDX-License-Identifier: ISC */
/* asked: what was asked of an agent's starts beyond a task, a name and a model,
 * as JSON that is kept with the session: ["effort=high", "strictMcpConfig", ...],
 * by the names that adapters have. */

#ifndef AGENT_ASKED_H
#define AGENT_ASKED_H

#include <stddef.h>

#include "agent/adapter.h"
#include "agent/launch.h"

struct jv;

#define ASKED_MAX	64	/* options */
#define ASKED_VALUE_MAX (64u << 10) /* bytes */

struct asked {
	struct launch_option v[ASKED_MAX];
	size_t	n;
};

/* Never NULL. */
const char *asked_name(enum adapter_option);
/* Append an option to a list. value is NULL for those without one. */
void	 asked_put(struct jv *list, enum adapter_option, const char *value);
/* Read a list, NULL is an empty one; the values stay the list's. 0, or -1 and
 * *cause (caller frees): an option is not known, has no value or one it must not
 * have, or there are too many. */
int	 asked_read(const struct jv *list, struct asked *, char **cause);
/* The value of the last such option, or NULL. */
const char *asked_get(const struct asked *, enum adapter_option);

#endif
