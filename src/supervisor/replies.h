/* SPDX-License-Identifier: ISC */
/* replies: brings what people answer to their sessions' hosts, once and in
 * order, and tells what became of it. */

#ifndef SUPERVISOR_REPLIES_H
#define SUPERVISOR_REPLIES_H

#include <stdint.h>

struct hostlink;
struct jv;
struct session;
struct subscriber;
struct supervisor;

/* How long the answer to a reply waits for its receipt if the client does not
 * say so, and at most; then it is "queued". */
#define REPLIES_WAIT_MS	     1000
#define REPLIES_WAIT_MOST_MS 20000
/* How often the session of one reply is started for its sake. */
#define REPLIES_STARTS	     3

/* Load what waits for a session from before. */
void	replies_load(struct session *);
/* A client's SESSION_REPLY to a session, which is answered now or later. */
void	replies_take(struct supervisor *, struct subscriber *,
	    uint32_t request, struct session *, const struct jv *body);
/* The session's host is up, or takes replies again, or its worker has ended:
 * go on with what waits, soon. */
void	replies_go_on(struct session *);
/* What its host tells of it has changed. */
void	replies_changed(struct session *, const struct jv *changes);
/* What the host of a session (arg) has answered: its result, or NULL and why it
 * refused. */
void	replies_answered(struct hostlink *, const struct jv *result,
	    const char *error, void *arg);
/* The session is removed: nothing of it waits any more, all are told, and what
 * is in memory is freed. */
void	replies_drop(struct session *, const char *why);
/* Free what is in memory. */
void	replies_close(struct session *);

#endif
