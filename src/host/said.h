/* SPDX-License-Identifier: ISC */
/* said: what programs in a session have said of it (bgmux report). */

#ifndef HOST_SAID_H
#define HOST_SAID_H

#include <stdint.h>

#define SAID_TEXT_MAX 512	/* bytes of a text or an address */
#define SAID_PRS_MAX  16
#define SAID_RUNS_MAX 999999
#define SAID_NEXT_MAX (366 * 86400)	/* s */

struct jv;

/* Set up and cleared with said_init and said_clear. */
struct said {
	int		 state;		/* enum host_state; -1: nothing is said */
	int		 progress;	/* 0-100; -1: not said */
	int		 runs;		/* of a loop; -1: not said */
	int64_t		 next_at;	/* its next run, Unix ms; 0: not said */
	char		*message;	/* owned as all; NULL: not said */
	char		*waiting_for;	/* set where the state is blocked */
	char		*summary;
	struct jv	*prs;		/* an array of addresses */
};

void	said_init(struct said *);
/* Forget all. */
void	said_clear(struct said *);
/* Take the body of a HOST_REPORT, all or nothing. Its state, message, waitingFor,
 * progress, runs and next (from now on, a wall time in ms) replace what was said before; summary and prs stay where it
 * has none. 0, or -1 and *cause (caller frees). */
int	said_take(struct said *, const struct jv *body, int64_t now,
	    char **cause);
/* The worker has ended: only the results (summary, prs) stay. */
void	said_end(struct said *);

#endif
