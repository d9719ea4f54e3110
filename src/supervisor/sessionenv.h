/* SPDX-License-Identifier: ISC */
/* sessionenv: the environment that a session is started with, the first time
 * and again. */

#ifndef SUPERVISOR_SESSIONENV_H
#define SUPERVISOR_SESSIONENV_H

#include <stdbool.h>

#define SESSIONENV_MAX (4u << 20)	/* bytes of an environment */

struct jv;
struct session;
struct strv;
struct supervisor;

/* A session's first start: bring the environment of its boot message to what
 * the session gets, and keep that if it can be started again. names is what the
 * setting environment.update names. */
void	 sessionenv_first(struct supervisor *, const struct session *,
	     const struct jv *names, struct jv *boot);
/* Its next one: what is kept, with what the setting environment.update names
 * from the client's (may be NULL); where none is kept, the client's. It is
 * added to out. *kept: whether one was. -1 if there is neither. */
int	 sessionenv_next(struct supervisor *, const struct session *,
	     const struct strv *client, struct strv *out, bool *kept);
/* Keep it for the start after that. */
void	 sessionenv_keep(struct supervisor *, const struct session *,
	     const struct strv *);
/* A client with this SSH_AUTH_SOCK (may be NULL) has come. */
void	 sessionenv_client(struct supervisor *, const char *sock);

/* Set in env what names (an array of strings) lists and client has; what client
 * lacks stays. */
void	 sessionenv_update(struct strv *env, const struct strv *client,
	     const struct jv *names);

#endif
