/* SPDX-License-Identifier: ISC */
/* notify: the person is told once that a session needs input, is done or has
 * failed. */

#ifndef SUPERVISOR_NOTIFY_H
#define SUPERVISOR_NOTIFY_H

struct session;

/* A session is about to be told to clients as "added" or "state": do it, and have
 * one of them tell the person where its state is news, or run the person's
 * command where none of them can. */
void	notify_tell(struct session *, const char *event);

#endif
