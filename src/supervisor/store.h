/* SPDX-License-Identifier: ISC */
/* store: the records of the sessions on disk, jobs/ID/state.json, one writer,
 * by rename; and what a host has left there of its end. */

#ifndef SUPERVISOR_STORE_H
#define SUPERVISOR_STORE_H

#include <stdbool.h>
#include <stddef.h>

struct jv;
struct loop;
struct registry;
struct session;
struct store;

/* Of a state directory, whose jobs/ and daemon/ are made. NULL and *cause. */
struct store *store_create(const char *state, char **cause);
void	 store_destroy(struct store *);

/* From now on what store_save could not write is tried again every
 * STORE_RETRY_MS ms, as the session is then. runtime is the runtime directory. */
#define STORE_RETRY_MS 5000
void	 store_keep_trying(struct store *, struct loop *, struct registry *,
	     const char *runtime);
/* How many records wait for that; how many were broken when they were read. */
size_t	 store_unsaved(const struct store *);
size_t	 store_broken(const struct store *);

/* Make ahead what the next session needs, so that it need not wait for that; or
 * take that away again. */
void	 store_prepare(struct store *);
void	 store_unprepare(struct store *);
/* Make jobs/ID and jobs/ID/tmp, which must not be there. -1 with errno. */
int	 store_make(struct store *, const char *id);
/* Write the record; synced to the disk if sync. A foreign one is never
 * written (0). -1 with errno, and a line in the log: the old one is whole. */
int	 store_save(struct store *, const struct session *, bool sync);
/* Write the record of a session that has got up, not synced, when nothing is
 * started for a moment; at once without store_keep_trying. If we are killed
 * before, the next one finds out what it lacks. */
void	 store_later(struct store *, const struct session *);
/* Write now what was to be written later. */
void	 store_settle(struct store *);
/* Find out what the last one has not written. */
void	 store_replay(struct store *);
/* Remove the record, then the directory of the job. */
void	 store_remove(struct store *, const char *id);
/* Add all sessions on record to the registry, newest first; how many. A
 * broken record is named in the log and set aside as state.json.broken. */
size_t	 store_load(struct store *, struct registry *);
/* What the host has written of the end, checked; NULL if it is not there or
 * broken. Caller frees. */
struct jv *store_exit(struct store *, const char *id);
/* Remove that: it is about to be started again. */
void	 store_forget_exit(struct store *, const char *id);
/* Remove directories of jobs that have had no record for a day. Those of ids
 * in the registry are left. */
void	 store_sweep(struct store *, struct registry *);

#endif
