/* SPDX-License-Identifier: ISC */
/* panedraw: a session's screen drawn into a rectangle of a frame. */

#ifndef CLIENT_PANEDRAW_H
#define CLIENT_PANEDRAW_H

#include <stdbool.h>

#include "term/cell.h"

struct frame;
struct mirror;
struct mouse;
struct rect;
struct row;

/* Which row and column of the session stand at the rectangle's top left. */
struct pan {
	unsigned	row;
	unsigned	col;
};

/* Draw into rect (clamped to the frame), cropped where the session is larger:
 * pan moves as little as shows the cursor. What the session does not cover is
 * blank. With focus the frame's cursor is the session's. */
void	panedraw(struct frame *, const struct rect *, const struct mirror *,
	    struct pan *, bool focus);
/* The same, from pan on, wherever the cursor is. */
void	panedraw_at(struct frame *, const struct rect *, const struct mirror *,
	    const struct pan *, bool focus);
/* A row of any kind into row to of a rectangle within the frame, from column col
 * on; NULL is blank. */
void	panedraw_row(struct frame *, unsigned to, const struct rect *,
	    const struct row *, unsigned col);
/* Fill what a session drawn so does not cover of its rectangle. */
void	panedraw_outside(struct frame *, const struct rect *,
	    const struct mirror *, const struct pan *, struct cell);
/* Move an event from its place in the rectangle to that in the session. False if
 * there is no session there; but a drag that began in it (*dragging, kept here)
 * and leads there goes on at its edge. */
bool	panedraw_mouse(const struct mirror *, const struct pan *,
	    struct mouse *, bool *dragging);

#endif
