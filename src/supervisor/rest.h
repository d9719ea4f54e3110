/* SPDX-License-Identifier: ISC */
/* rest: sessions that nobody uses have their workers ended, and keep their
 * rows, after a while or where memory is short; those that never had a prompt
 * go. */

#ifndef SUPERVISOR_REST_H
#define SUPERVISOR_REST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/monotime.h"

struct hostlink;
struct rest;
struct session;
struct supervisor;

/* Both times are of the monotonic clock, which stands still while the machine
 * sleeps. One timer, for the session that is next. */
struct rest *rest_create(struct supervisor *);
void	 rest_destroy(struct rest *);		/* NULL is fine */
/* Something of a session has changed: its time begins, goes on, or is over. */
void	 rest_changed(struct session *);
/* What its host says to that: error is NULL, or why it is not ended. arg is the
 * session. */
void	 rest_answered(struct hostlink *, const char *error, void *arg);
/* Its worker has ended: one that never got a prompt is removed if that was for
 * want of use. */
void	 rest_ended(struct session *);
/* The settings have changed. */
void	 rest_settings(struct rest *);

/* When it is a session's time to be asked, by what is known of it at now: false
 * if it is not, as it works, is looked at, or is never ended so. since is when
 * it became as it is; after and empty are the settings in ms, 0 for never. */
bool	 rest_due(const struct session *, monotime since, int64_t after,
	     int64_t empty, monotime *when);

/* Whether a session that is unused for idle_ms is among those that are ended
 * where memory is short: an agent that has had a prompt, is not pinned, and was
 * not asked for that a short while ago. */
bool	 rest_gives_way(const struct session *, monotime now, int64_t idle_ms);

#endif
