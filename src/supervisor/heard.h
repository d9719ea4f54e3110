/* SPDX-License-Identifier: ISC */
/* heard: what a host says of its session, beside what is known of it. */

#ifndef SUPERVISOR_HEARD_H
#define SUPERVISOR_HEARD_H

#include <stdbool.h>

struct jv;
struct session;

/* Whether the session is already as its host says, in what that would not say
 * again: it tells its whole state at each subscription, and how it ended in
 * exit.json. Before said is merged. */
bool	heard_agrees(const struct session *, const struct jv *said);
/* It has a worker of this pid: who that is. After the merge. */
void	heard_worker(struct session *);
/* Tell a host that was not told of its session's new name; name is what it
 * says, and may be NULL. */
void	heard_name(struct session *, const char *name);

#endif
