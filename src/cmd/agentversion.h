/* SPDX-License-Identifier: ISC */
/* agentversion: what the programs of agents say of their versions. */

#ifndef CMD_AGENTVERSION_H
#define CMD_AGENTVERSION_H

#include <stddef.h>
#include <sys/types.h>

#include "base/monotime.h"

struct strv;

#define AGENTVERSION_MS	 10000	/* for all that were started together */
#define AGENTVERSION_MAX 4096	/* bytes of output that are read */

/* One program under way. Plain data; NULL strings and no pid when it is new. */
struct agentversion {
	pid_t	 pid;		/* 0: none runs */
	int	 fd;		/* its output */
	char	*text;		/* owned: of the version, clean; NULL: none */
	char	*problem;	/* owned: why there is none, or NULL */
	size_t	 n;
	char	 said[AGENTVERSION_MAX];
};

/* Execute a command line that prints a version; problem says if it cannot be. */
void	 agentversion_start(struct agentversion *, const struct strv *argv);
/* Wait for n of them until the deadline; what runs on is killed with all of its
 * session. */
void	 agentversion_wait(struct agentversion *, size_t n, monotime deadline);
void	 agentversion_clear(struct agentversion *);
/* The version in what a program has printed: the first word with a dot between
 * digits, else the first line, clean. NULL if there is nothing. Caller frees. */
char	*agentversion_find(const char *said);

#endif
