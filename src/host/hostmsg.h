/* SPDX-License-Identifier: ISC */
/* hostmsg: the messages that a host takes, and who may send them when. */

#ifndef HOST_HOSTMSG_H
#define HOST_HOSTMSG_H

struct conn;
struct key;
struct msg;

/* Act on a message. A bad one ends its connection, nothing else. */
void	hostmsg_handle(struct conn *, const struct msg *);
/* Give a key of a view to the worker. */
void	hostmsg_pass(struct conn *, const struct key *);

#endif
