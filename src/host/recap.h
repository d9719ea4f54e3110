/* SPDX-License-Identifier: ISC */
/* recap: what has happened since somebody was attached last. */

#ifndef HOST_RECAP_H
#define HOST_RECAP_H

#include <stdint.h>

struct host;
struct jv;

/* Since the last visit; before one, since the host began. */
struct recap {
	int64_t		 since;		/* Unix ms */
	unsigned	 turns;		/* that the agent has ended */
};

void	 recap_init(struct host *);
/* The agent has ended its turn. */
void	 recap_turn(struct host *);
/* Who could type has left. */
void	 recap_left(struct host *);
/* Tell it to one who comes; nothing where the session is no agent's. */
void	 recap_put(const struct host *, struct jv *);

#endif
