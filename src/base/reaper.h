/* SPDX-License-Identifier: ISC */
/* reaper: waits for children, and says which has ended. */

#ifndef BASE_REAPER_H
#define BASE_REAPER_H

#include <sys/types.h>

struct loop;
struct reaper;

typedef void (*reaper_cb)(pid_t pid, int status, void *arg);

/* Takes SIGCHLD of the loop. Children that nobody watches (adopted ones of a
 * subreaper) are waited for too. One per process. */
struct reaper *reaper_create(struct loop *);
void	 reaper_destroy(struct reaper *);
/* Call cb once with the wait status when pid ends. A child that ended before
 * is told at the next turn. */
void	 reaper_watch(struct reaper *, pid_t, reaper_cb, void *arg);
void	 reaper_unwatch(struct reaper *, pid_t);

#endif
