/* SPDX-License-Identifier: ISC */
/* seed: a process that hosts are split off from. */

#ifndef SUPERVISOR_SEED_H
#define SUPERVISOR_SEED_H

#include <stdbool.h>
#include <sys/types.h>

struct loop;
struct seed;

/* Both are called from the loop, and may use the seed. */
struct seed_handler {
	void (*ready)(void *arg); /* it can be used */
	/* The host that was asked for, or -1. */
	void (*split)(pid_t host, void *arg);
};

/* Execute program as one. NULL and *cause (caller frees). */
struct seed *seed_create(struct loop *, const char *program,
	     const struct seed_handler *, void *arg, char **cause);
/* It ends; its hosts do not. NULL is fine. */
void	 seed_destroy(struct seed *);
/* Whether it can be used. NULL is none. */
bool	 seed_is_ready(const struct seed *);
/* The same, after a wait of a few ms if it is just being executed. */
bool	 seed_wait(struct seed *);
/* Whether it has ended, or can never be used again. NULL is not. */
bool	 seed_is_over(const struct seed *);
/* Ask it to split off a host with fd (borrowed) as its descriptor 3; the answer
 * must be in before the next is asked for. 0, or -1 with errno. */
int	 seed_ask(struct seed *, int fd);
/* Wait for the answer, which is not told by split then: the host, or -1 with
 * errno. One that does not answer within a second is never used again. */
pid_t	 seed_await(struct seed *);

/* Execute program (as a seed, or as a host) with fd (borrowed) as descriptor
 * 3: its pid, or -1 and *cause (caller frees). It inherits no other, is in a
 * session of its own, and works in "/", so that it keeps no file system busy.
 */
pid_t	 seed_execute(const char *program, bool seed, int fd, char **cause);

#endif
