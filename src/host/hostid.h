/* SPDX-License-Identifier: ISC */
/* hostid: which of its conversations the agent is in. */

#ifndef HOST_HOSTID_H
#define HOST_HOSTID_H

#include <stdbool.h>

struct hooks_event;
struct host;

/* Another conversation in which a turn has ended is the one that the person sees
 * if the agent is at rest then, or so soon after. */
#define HOSTID_REST_MS 5000

/* Whether a hook's event is of this session's agent, not of one that it has
 * started; the conversation that it tells is followed. */
bool	hostid_accepts(struct host *, const struct hooks_event *);
/* The state was judged. */
void	hostid_judged(struct host *);
/* The worker has ended: the id in its last words. */
void	hostid_ended(struct host *);

#endif
