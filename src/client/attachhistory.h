/* SPDX-License-Identifier: ISC */
/* attachhistory: the history and the help over an attached session. */

#ifndef CLIENT_ATTACHHISTORY_H
#define CLIENT_ATTACHHISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/action.h"

struct attachview;
struct found;
struct frame;
struct history;
struct jv;
struct key;

struct history *attachhistory_create(struct attachview *);
/* Whether the program has neither the whole screen nor the mouse: keys and the
 * mouse may lead to the history. */
bool	attachhistory_may(const struct attachview *);
/* The answer of VIEW_START: the keys that the agent wants are not ours. */
void	attachhistory_started(struct attachview *, const struct jv *result);
/* Whether the mouse leads to it. */
bool	attachhistory_mouse(const struct attachview *);
/* The host of a session that has ended has gone: of an agent's the last lines are in
 * its file. */
void	attachhistory_gone(struct attachview *);
void	attachhistory_enter(struct attachview *, enum action);
/* Whether the key is the history's, which has then got it. */
bool	attachhistory_takes(struct attachview *, const struct key *);
/* A key while the help is shown: the next page of it, or away. */
void	attachhistory_leaf(struct attachview *, const struct key *);
/* What is over the session. */
void	attachhistory_draw(struct attachview *, struct frame *);

/* For the link. */
void	attachhistory_lines(const void *, size_t, void *attachview);
void	attachhistory_found(uint32_t id, const struct found *,
	    void *attachview);

#endif
