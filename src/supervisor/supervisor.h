/* SPDX-License-Identifier: ISC */
/* supervisor: owns all that the supervisor has, from the loop to the listening
 * socket; what happens to a session is action's business. */

#ifndef SUPERVISOR_SUPERVISOR_H
#define SUPERVISOR_SUPERVISOR_H

struct supervisor;

/* Of a state and a runtime directory (absolute, made and checked). log_level is
 * that given at the start, which the settings do not change; -1 if none is. The
 * caller holds the lock. Loads the records, adopts the hosts, listens. NULL and
 * *cause (caller frees). */
struct supervisor *supervisor_create(const char *state, const char *runtime,
	    int log_level, char **cause);
/* NULL is fine. Sessions are left as they are. */
void	supervisor_destroy(struct supervisor *);
/* Until it is told to end, or nobody has needed it for a time. */
void	supervisor_run(struct supervisor *);

#endif
