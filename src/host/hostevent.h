/* SPDX-License-Identifier: ISC */
/* hostevent: the changes of a session, told to those who subscribed. */

#ifndef HOST_HOSTEVENT_H
#define HOST_HOSTEVENT_H

#include <stdint.h>

struct conn;
struct host;

/* Events that a subscriber has not acknowledged; what changes beyond is told as
 * one whole state when it has. */
#define HOSTEVENT_WINDOW 64

/* Answer request id with the whole session and its number; events follow. */
void	hostevent_subscribe(struct conn *, uint32_t id);
/* 0, or -1 if no such event was sent. */
int	hostevent_ack(struct conn *, int64_t seq);
/* Tell all subscribers what (CHANGE_*) has changed. */
void	hostevent_tell(struct host *, unsigned what);

#endif
