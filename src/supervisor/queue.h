/* SPDX-License-Identifier: ISC */
/* queue: tasks that wait until fewer agents work than may at a time. */

#ifndef SUPERVISOR_QUEUE_H
#define SUPERVISOR_QUEUE_H

#include <stdbool.h>

struct jv;
struct queue;
struct registry;
struct session;
struct supervisor;

struct queue *queue_create(struct supervisor *);
void	 queue_destroy(struct queue *);		/* NULL is fine */
/* Sessions have begun or ended to work, or the settings have changed: start
 * those whose turn has come, in a later turn of the loop. NULL is fine. */
void	 queue_changed(struct queue *);
/* Whether a session that has not been started has to wait. */
bool	 queue_takes(const struct queue *, const struct session *);
/* Write it down as one that waits, with its boot message, and tell: 0. -1 with
 * errno, and nothing has changed. */
int	 queue_add(struct session *, const struct jv *boot);

/* The agents that work, those that start included. */
unsigned queue_working(struct registry *);
/* The one that waits longest and is not marked as passed over; NULL if there is
 * none. */
struct session *queue_first(struct registry *);

#endif
