/* SPDX-License-Identifier: ISC */
/* revive: whether an agent that has died goes on once by itself. */

#ifndef SUPERVISOR_REVIVE_H
#define SUPERVISOR_REVIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "supervisor/lifecycle.h"

struct jv;
struct session;

#define REVIVE_AGAIN_MS (10 * 60 * (int64_t)1000)

/* Whether a worker that has ended died, by what its host (or exit.json) told:
 * in the middle of its work, not by the person's interrupt. NULL: its host is
 * lost, and what is known of the session itself counts. Call it before the
 * session takes over what was told. */
bool	 revive_died(const struct session *, const struct jv *told);
/* Whether the session may be started by itself at now (Unix ms): an agent of a
 * known conversation, not started so within REVIVE_AGAIN_MS. */
bool	 revive_may(const struct session *, int64_t now);
/* The event for the lifecycle that the end of a worker is, where it would be
 * otherwise: LIFE_EV_DIED with the next start prepared, if it died, may be
 * started, and can. */
enum life_event revive_event(struct session *, bool died,
	     enum life_event otherwise);

#endif
