/* SPDX-License-Identifier: ISC */
/* intake: makes a session and its boot message of what a client asks to have
 * started; it starts nothing. */

#ifndef SUPERVISOR_INTAKE_H
#define SUPERVISOR_INTAKE_H

struct jv;
struct registry;
struct session;

#define INTAKE_ARGV_MAX	(1u << 20)	/* bytes of a command's words */

/* Where things are; borrowed. */
struct intake_place {
	const char	*state;
	const char	*runtime;
};

/* Check a SESSION_START request: the session (queued, named, not yet in the
 * registry) and in *boot the message for its host. NULL and *cause if the
 * request cannot be served. The caller owns all. */
struct session *intake_session(struct registry *, const struct jv *request,
	    const struct intake_place *, struct jv **boot, char **cause);

/* The session that was made of the same request (by its member start) before; NULL
 * if there is none. It stays the registry's. */
struct session *intake_started(struct registry *, const struct jv *request);

/* The boot message of a session as it is now, with a token of its own, for
 * which the caller has the environment (env). Caller frees. */
struct jv *intake_boot(const struct session *, const struct intake_place *);
/* 0 if it is a directory's absolute path, else -1 and *cause. */
int	 intake_check_cwd(const char *, char **cause);

#endif
