/* SPDX-License-Identifier: ISC */
/* starting: executes the hosts of sessions, the first time and again, and clears
 * away what is left of the last one. */

#ifndef SUPERVISOR_STARTING_H
#define SUPERVISOR_STARTING_H

struct jv;
struct session;

/* Write the record, execute a host, write down who it is, and send it the boot
 * message (borrowed). LIFE_EV_READY or LIFE_EV_REFUSED follows, the latter
 * perhaps at once. */
void	 starting_execute(struct session *, const struct jv *boot);
/* Kill its host and what that has started, now. */
void	 starting_kill(struct session *);
/* Clear away what is left of its last worker and make it the session of the
 * next one, whose boot message this is; caller frees. NULL and *cause (caller
 * frees) if it cannot be started again. */
struct jv *starting_again(struct session *, char **cause);

#endif
