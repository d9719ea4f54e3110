/* SPDX-License-Identifier: ISC */
/* hostend: how a session ends. */

#ifndef HOST_HOSTEND_H
#define HOST_HOSTEND_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct host;

#define HOSTEND_QUIET_MS 500	/* of output, after the worker's end */

/* Stop the worker; all with a stop_id are answered when it has ended. */
void	 hostend_stop(struct host *, int64_t grace_ms);
/* The same without that the session counts as stopped. */
void	 hostend_rest(struct host *, int64_t grace_ms);
/* The worker has ended with a wait status (a reaper_cb; arg is the host). */
void	 hostend_worker(pid_t, int status, void *arg);
/* All output is there: write the end down, tell all, leave or linger; once
 * a stop that is under way has ended the rest of the family. */
void	 hostend_drained(struct host *);
/* An ended session's host may go. */
void	 hostend_release(struct host *);
/* The supervisor has dealt with the end: another host takes the session up, or
 * none does. Views that waited for that are ended. */
void	 hostend_judged(struct host *, bool again);
/* Leave, if it may and nothing is in the way any more. */
void	 hostend_try_leave(struct host *);

/* Callbacks of the host's timers; arg is the host. */
void	 hostend_drain_fire(void *arg);
void	 hostend_save(void *arg);
void	 hostend_leave_fire(void *arg);
void	 hostend_fate_fire(void *arg);

#endif
