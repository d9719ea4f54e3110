/* SPDX-License-Identifier: ISC */
/* frame: the grid to paint now. */

#ifndef TTY_FRAME_H
#define TTY_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "term/about.h"
#include "term/row.h"
#include "term/screen.h"

#define FRAME_MAX_HINTS 16

struct intern;

/* Fields may be read; rows are written through row.h, the rest as said. */
struct frame {
	unsigned	 rows;
	unsigned	 cols;
	struct row	*row;		/* owned: rows of them */
	struct cursor	 cursor;	/* to be set by who draws */
	char		*title;		/* owned; NULL: not ours to set */
	struct about	 about;		/* to be set by who draws */
	struct intern	*intern;	/* borrowed: what the cells' ids mean */
	/* Scrolls since the last paint, oldest first. Hints: they save bytes
	 * and are wrong without harm. */
	struct scroll	 hints[FRAME_MAX_HINTS];
	unsigned	 nhints;
};

/* A blank frame; intern must outlive it. It is a root of intern. */
struct frame *frame_create(struct intern *, unsigned rows, unsigned cols);
void	 frame_destroy(struct frame *);
/* Another size, clamped to 1 ... TERM_MAX_*; all rows are blank then. */
void	 frame_resize(struct frame *, unsigned rows, unsigned cols);
/* All rows blank, cursor hidden at home, no progress and no folder. */
void	 frame_blank(struct frame *);
/* NULL or any text; it is cleaned and cut. */
void	 frame_set_title(struct frame *, const char *);
void	 frame_hint(struct frame *, const struct scroll *);
/* The part of a rectangle that is in the frame; false if there is none. */
bool	 frame_clip(const struct frame *, const struct rect *,
	     struct rect *part);

#endif
