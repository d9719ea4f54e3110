/* SPDX-License-Identifier: ISC */
/* respawn: with what a session is started again; it starts and ends nothing. */

#ifndef SUPERVISOR_RESPAWN_H
#define SUPERVISOR_RESPAWN_H

struct jv;
struct session;
struct supervisor;

/* The boot message for an agent's next start, in the form that resumes its
 * conversation (of one that was never started: as it was asked for), with the
 * flags, directory and size that it has, and the
 * environment that was kept, else that of the client (its request's env, may
 * be NULL). Its member reason, which no host reads, is what the row is to say
 * meanwhile. NULL and *cause if it cannot be started again: nothing has changed
 * then. Caller frees both. */
struct jv *respawn_boot(struct supervisor *, const struct session *,
	    const struct jv *client_env, char **cause);

#endif
