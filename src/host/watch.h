/* SPDX-License-Identifier: ISC */
/* watch: when to look at a session again, and whether its shell is at the
 * prompt. Nothing runs while the session rests. */

#ifndef HOST_WATCH_H
#define HOST_WATCH_H

#include <stdbool.h>
#include <sys/types.h>

struct loop;
struct watch;

/* quiet: it has been quiet for 300 ms, or busy for a second. */
typedef void (*watch_cb)(void *arg, bool quiet);

/* look is called once after each stir: after 300 ms without another, and 1 s
 * after the first at the latest. */
struct watch *watch_create(struct loop *, watch_cb look, void *arg);
void	 watch_destroy(struct watch *);		/* NULL is fine */
void	 watch_stir(struct watch *);		/* output or input came */
void	 watch_stop(struct watch *);
/* Look, besides, soon after a stir, at most four times a second. */
void	 watch_set_eager(struct watch *, bool);

/* Whether a shell waits for input: the leader of the terminal's foreground
 * group, the worker or not, is one, sleeps and has no child in that group. */
bool	 watch_at_prompt(pid_t fg);

#endif
