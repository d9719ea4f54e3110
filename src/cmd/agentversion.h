/* SPDX-License-Identifier: ISC */
/* agentversion: what the programs of agents say of their versions. */

#ifndef CMD_AGENTVERSION_H
#define CMD_AGENTVERSION_H

#include <stddef.h>
#include <stdint.h>

#include "base/strv.h"

#define AGENTVERSION_MS 10000	/* for all that are asked together */

/* One program. Plain data, all owned. */
struct agentversion {
	struct strv	 argv;		/* prints a version; empty: is not asked */
	char		*text;		/* of the version, clean; NULL: none */
	char		*problem;	/* why there is none, or NULL */
};

/* Ask n of them, all at once, and wait for their answers, at most ms. */
void	 agentversion_ask(struct agentversion *, size_t n, int64_t ms);
void	 agentversion_clear(struct agentversion *);
/* The version in what a program has printed: the first word with a dot between
 * digits, else the first line, clean. NULL if there is nothing. Caller frees. */
char	*agentversion_find(const char *said);

#endif
