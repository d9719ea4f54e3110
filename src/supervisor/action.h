/* SPDX-License-Identifier: ISC */
/* action: does what the lifecycle says is to be done to a session: its
 * processes, record, row, and the answers that wait. */

#ifndef SUPERVISOR_ACTION_H
#define SUPERVISOR_ACTION_H

#include "supervisor/lifecycle.h"

struct jv;
struct session;
struct supervisor;

/* Let an event happen to a session. why (may be NULL) is a reason that people
 * will read. The session may be removed: it is freed after the turn. */
void	action_event(struct session *, enum life_event, const char *why);
/* Start a session that is in the registry and on disk, with this boot message
 * (borrowed; its environment is never kept). */
void	action_start(struct session *, const struct jv *boot);
/* Connect to the session's host, whoever that is; up, ended and lost follow
 * as events. Nothing if it is connected already. */
void	action_link(struct session *);
/* Go on with a session of a record whose worker may live: its host, and the
 * deadline of what was under way. */
void	action_resume(struct session *);
/* Nobody listens for it and its process is gone: judge by exit.json. */
void	action_judge_loss(struct session *, const char *why);
/* Begin the time that a finished row is still shown, or its record kept. */
void	action_age(struct session *);
/* End the worker of a finished session that has outlived its host. */
void	action_end_left(struct session *);
/* Free what runs for it; its processes are left. */
void	action_detach(struct session *);

#endif
