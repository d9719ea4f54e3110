/* SPDX-License-Identifier: ISC */
/* journal: who the workers of those sessions are whose records do not say so
 * yet. */

#ifndef SUPERVISOR_JOURNAL_H
#define SUPERVISOR_JOURNAL_H

struct journal;
struct procid;
struct registry;
struct session;

/* Kept in the runtime directory: it is of no use on another machine or after a
 * boot. */
struct journal *journal_create(const char *runtime);
void	 journal_destroy(struct journal *); /* NULL is fine */
/* Write down the worker of session id: 0, or -1 with errno. */
int	 journal_note(struct journal *, const char *id, const struct procid *worker);
/* All is on record: forget it. */
void	 journal_clear(struct journal *);
/* Tell those of our sessions that have no worker who it is, if that was written
 * down and not cleared before the last supervisor was killed; cb is called for
 * each. */
void	 journal_replay(const struct journal *, struct registry *,
	     void (*cb)(struct session *, void *arg), void *arg);

#endif
