/* SPDX-License-Identifier: ISC */
/* rulefile: an adapter's file that changes while sessions run with it. */

#ifndef SUPERVISOR_RULEFILE_H
#define SUPERVISOR_RULEFILE_H

struct confwatch;
struct session;

/* Watch the file of the session's adapter, the person's own and the one that
 * it has now. */
void	rulefile_watch(struct confwatch *, const struct session *);
/* Send the host of a session, which is up, the file if it is newer than the
 * session or another than was sent. What is wrong with it is logged; the host
 * checks it, too, and keeps the one before. */
void	rulefile_tell(struct session *);

#endif
