/* SPDX-License-Identifier: ISC */
/* hostlogs: a session's text for one connection, and what is added to it. */

#ifndef HOST_HOSTLOGS_H
#define HOST_HOSTLOGS_H

#include <stdint.h>

struct conn;
struct host;
struct jv;

/* Answer HOST_LOGS {"lines", "ansi", "screen", "follow"} id: LOGS_DATA as the
 * connection takes it, then the RESULT. */
void	hostlogs_start(struct conn *, uint32_t id, const struct jv *);
/* The connection takes more. */
void	hostlogs_pump(struct conn *);
/* Output has come: tell those who follow, soon. */
void	hostlogs_kick(struct host *);
/* The session is over: the rest, then the RESULTs. */
void	hostlogs_end(struct host *);
/* Forget it without an answer. */
void	hostlogs_stop(struct conn *);

#endif
