/* SPDX-License-Identifier: ISC */
/* hostmsg: the messages that a host takes, and who may send them when. */

#ifndef HOST_HOSTMSG_H
#define HOST_HOSTMSG_H

struct conn;
struct msg;

/* Act on a message. A bad one ends its connection, nothing else. */
void	hostmsg_handle(struct conn *, const struct msg *);

#endif
