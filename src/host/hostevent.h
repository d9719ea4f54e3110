/* SPDX-License-Identifier: ISC */
/* hostevent: the changes of a session, told to those who subscribed, and the
 * last changes of its state, for those who come back. */

#ifndef HOST_HOSTEVENT_H
#define HOST_HOSTEVENT_H

#include <stdbool.h>
#include <stdint.h>

struct conn;
struct host;

/* Events that a subscriber has not acknowledged; what changes beyond is told as
 * one whole state when it has. */
#define HOSTEVENT_WINDOW 64

/* Answer request id with the whole session and its number; events follow. With
 * it come those of the last 64 changes of state that were after since (Unix
 * ms, by changedAt; INT64_MAX: none). */
void	hostevent_subscribe(struct conn *, uint32_t id, int64_t since);
/* 0, or -1 if no such event was sent. */
int	hostevent_ack(struct conn *, int64_t seq);
/* Whether a subscriber has dealt with all that there is to tell. */
bool	hostevent_knows_all(const struct conn *);
/* If the state, or what it waits for, is another one than at the last call: that
 * is a change, and changed_at is its time, later than that of each change
 * before whatever the clock does. */
void	hostevent_note(struct host *);
/* Tell all subscribers what (CHANGE_*) has changed. */
void	hostevent_tell(struct host *, unsigned what);
void	hostevent_clear(struct host *);

#endif
