/* SPDX-License-Identifier: ISC */
/* ending: ends what a lost host has left behind; only processes that are
 * proven by pid and start time. */

#ifndef SUPERVISOR_ENDING_H
#define SUPERVISOR_ENDING_H

#include <stdint.h>

struct ending;
struct loop;
struct procid;

typedef void (*ending_cb)(void *arg);

/* If the worker still lives: SIGHUP, SIGTERM and SIGCONT to it, its terminal
 * session and its descendants, and SIGKILL after grace_ms to those that are
 * left of these (0: SIGKILL at once). done is called later from the loop; the
 * ending is destroyed by its owner then. NULL if there is nothing to wait
 * for: done is not called. */
struct ending *ending_create(struct loop *, const struct procid *worker,
	    int64_t grace_ms, ending_cb done, void *arg);
/* Whatever still lives is left. NULL is fine. */
void	ending_destroy(struct ending *);

#endif
