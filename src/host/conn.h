/* SPDX-License-Identifier: ISC */
/* conn: the host's socket and the connections to it (struct conn is in
 * host_internal.h). */

#ifndef HOST_CONN_H
#define HOST_CONN_H

struct buf;
struct conn;
struct host;
struct hostahead;
struct peer;

/* Listen, on what is there ahead if that is not NULL. 0, or -1 and *cause
 * (caller frees); what was bound before stays then. */
int	 conn_listen(struct host *, struct hostahead *, char **cause);
void	 conn_unlisten(struct host *);	/* removes the socket too */
/* Bind again, if the path does not lead to us any more. */
void	 conn_rebind(struct host *);
/* Take a connection that was made otherwise, as one to the socket. */
void	 conn_adopt(struct host *, struct peer *);
/* Drop a connection that sent nonsense; why goes to the log. */
void	 conn_fail(struct conn *, const char *why);
/* Send what is queued, then close. */
void	 conn_finish(struct conn *);
/* Take input (which is empty then) for which the worker has no room now, and
 * read nothing more from the connection until it has gone in. */
void	 conn_hold(struct conn *, struct buf *input);
/* There is room: give it what is held. */
void	 conn_retry(struct conn *);
/* Nobody will take what is held. */
void	 conn_drop_held(struct conn *);
/* Close now; its viewer and its requests go too. */
void	 conn_destroy(struct conn *);

#endif
