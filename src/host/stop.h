/* SPDX-License-Identifier: ISC */
/* stop: ends a worker, its terminal session and its descendants, within
 * bounds; what made a session of its own is named and left. */

#ifndef HOST_STOP_H
#define HOST_STOP_H

#include <stdint.h>
#include <sys/types.h>

struct jv;
struct loop;
struct stop;

#define STOP_GRACE_MS	  3000	/* between SIGTERM and SIGKILL */
#define STOP_GRACE_MAX_MS 60000
#define STOP_KILL_MS	  2000	/* between SIGKILL and giving up */

/* All are gone, or the bounds have passed: alive says how many are not. left
 * (borrowed): [{"pid", "comm"}] of what still runs below this process. stop
 * may be destroyed in it. */
typedef void (*stop_cb)(unsigned alive, const struct jv *left, void *arg);

/* Signal the processes of the terminal session that worker leads and its
 * descendants. cb is never called from within. */
struct stop *stop_start(struct loop *, pid_t worker, int64_t grace_ms,
	     stop_cb, void *arg);
void	 stop_destroy(struct stop *);		/* NULL is fine */
/* Let SIGKILL come after grace_ms from now, if that is earlier. */
void	 stop_hurry(struct stop *, int64_t grace_ms);
/* A child has ended: look at once. */
void	 stop_poke(struct stop *);

#endif
