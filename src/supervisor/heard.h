/* SPDX-License-Identifier: ISC */
/* heard: what a host says of its session, beside what is known of it. */

#ifndef SUPERVISOR_HEARD_H
#define SUPERVISOR_HEARD_H

#include <stdbool.h>
#include <stdint.h>

struct jv;
struct session;
struct supervisor;

/* Whether the session is already as its host says, in what that would not say
 * again: it tells its whole state at each subscription, and how it ended in
 * exit.json. Before said is merged. */
bool	heard_agrees(const struct session *, const struct jv *said);
/* It has a worker of this pid: who that is. After the merge. */
void	heard_worker(struct session *);
/* Tell a host that was not told of its session's new name; name is what it
 * says, and may be NULL. */
void	heard_name(struct session *, const char *name);


/* Merge what the host says, and know its worker; whether anything is another. The
 * states that the session has been in since it was heard of last come with it:
 * each is merged and told before. */
bool	heard_merge(struct session *, const struct jv *said,
	    void (*tell)(struct session *, const char *event));
/* From when on its host is to tell them (Unix ms, by changedAt): a while before
 * what is known, for clients that were not told before a supervisor was lost. */
int64_t	heard_since(const struct session *);
/* Those states of all sessions that heard_merge took in the last minute, an
 * array of objects with an id; caller frees. */
struct jv *heard_missed(struct supervisor *);

#endif
