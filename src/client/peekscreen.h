/* SPDX-License-Identifier: ISC */
/* peekscreen: the screen of one session, live or as it was saved, in a part of a
 * view. It neither drives its size nor types. */

#ifndef CLIENT_PEEKSCREEN_H
#define CLIENT_PEEKSCREEN_H

#include <stdbool.h>

struct entry;
struct frame;
struct intern;
struct loop;
struct peekscreen;
struct rect;

/* How long the screen shown before stays where the next one has not come. */
#define PEEKSCREEN_KEEP_MS 150

/* All is borrowed. state is the state directory, where saved screens are.
 * changed is called when it looks otherwise. */
struct peekscreen *peekscreen_create(struct loop *, struct intern *,
	     const char *state, void (*changed)(void *arg), void *arg);
void	 peekscreen_destroy(struct peekscreen *);	/* NULL is fine */

/* Show this session from now on (borrowed for the call); NULL: none. Also to be
 * called when it has changed: it may have ended, or have another host. */
void	 peekscreen_show(struct peekscreen *, const struct entry *);
/* Up by rows, into what has scrolled off too; negative is down. At the end it
 * follows what happens again. */
void	 peekscreen_scroll(struct peekscreen *, int rows);
/* Why there is nothing to see, or what it is that is seen; NULL: it is live. */
const char *peekscreen_note(const struct peekscreen *);

/* Draw into rect: of what does not fit the end of the text, or the part with the
 * cursor if that is above it. The session's cursor is an inverse cell. */
void	 peekscreen_draw(struct peekscreen *, struct frame *,
	     const struct rect *);

#endif
