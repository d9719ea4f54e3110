/* SPDX-License-Identifier: ISC */
/* watching: following the changes of sessions, also over the loss of a
 * supervisor. */

#ifndef CMD_WATCHING_H
#define CMD_WATCHING_H

#include <stdint.h>

struct cmd_call;
struct jv;

/* What happened ("state", "added", "removed", "reply") to a session (borrowed);
 * with "reply" it has a member of that name, the receipt. At the start
 * each session comes once as "state", from then on what has changed of it, and
 * after a supervisor was lost what differs from what was told before. What it
 * returns other than 0 ends the watching. */
typedef int (*watching_cb)(const char *event, struct jv *session, void *arg);

/* Follow for at most ms (-1: for ever). What cb returned, 0 when the time is
 * over, -1 and *cause (caller frees) when there is no supervisor to be had. One
 * that was told to end and to stop all is not started again, but waited for. */
int	watching_run(struct cmd_call *, int64_t ms, watching_cb, void *arg,
	    char **cause);

#endif
