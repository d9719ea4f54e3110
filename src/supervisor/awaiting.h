/* SPDX-License-Identifier: ISC */
/* awaiting: how many sessions wait for the person, for clients that show
 * another one. */

#ifndef SUPERVISOR_AWAITING_H
#define SUPERVISOR_AWAITING_H

#include <stdbool.h>

struct session;
struct supervisor;

/* How many of those that are shown wait, but for the one with id own. */
unsigned awaiting_count(struct supervisor *, const char *own);
/* Clients were told of the session, or with gone that it went: those who count
 * are told the number if that has changed it. */
void	 awaiting_follow(struct session *, bool gone);

#endif
