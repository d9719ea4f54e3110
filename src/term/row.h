/* SPDX-License-Identifier: ISC */
/* row: the cells of one line. */

#ifndef TERM_ROW_H
#define TERM_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "term/cell.h"

#define ROW_WRAPPED	0x01u	/* goes on in the next row (soft wrap) */
#define ROW_PROMPT	0x02u	/* a shell's prompt begins here (OSC 133;A) */

/* What the row's columns are kept as; what is not in a screen has cells. */
enum row_form {
	ROW_CELLS,
	ROW_TEXT,		/* text and runs alone, see rowtext.h */
	ROW_MAKING,		/* cells are being made of them */
};

/* Cells past used are erased with the default style and have no memory of
 * their own value; a row without memory is blank. */
struct row {
	struct cell	*cells;		/* owned, NULL while blank; cap of them */
	uint16_t	 used;
	uint16_t	 cap;
	uint8_t		 flags;
	uint8_t		 form;		/* enum row_form */
	uint64_t	 gen;		/* of the last change, see screen.h */
	struct rowtext	*text;		/* owned, may be NULL; of use in the
					 * other forms */
};

void	 row_clear(struct row *);		/* frees; blank */
static inline void
row_reset(struct row *r)			/* blank, memory kept */
{
	r->used = 0;
	r->flags = 0;
	r->form = ROW_CELLS;
}
/* The cell at col; past used a blank one. */
struct cell row_get(const struct row *, unsigned col);
/* Cells up to cols writable: used is at least cols then. */
struct cell *row_reserve(struct row *, unsigned cols);
/* The n cells from col on, which the caller sets: used is at least their end
 * then. */
struct cell *row_extend(struct row *, unsigned col, unsigned n);
/* Set n cells from col to a value. */
void	 row_fill(struct row *, unsigned col, unsigned n, struct cell);
/* Columns up to and with the last cell that is not erased-and-default. */
unsigned row_extent(const struct row *);
/* No half of a wide character is left at a boundary: when [col, col+n) is about
 * to be overwritten, blank (text only, style kept) the other half of a
 * character that straddles either end. */
void	 row_split(struct row *, unsigned col, unsigned n);
/* The same, but what is blanked gets a style. */
void	 row_split_to(struct row *, unsigned col, unsigned n, uint32_t style);
/* Shift cells [left, right) left by n, or right by -n, at most right - left;
 * what comes free is blank. */
void	 row_shift(struct row *, unsigned left, unsigned right, int n,
	     struct cell blank);
void	 row_copy(struct row *, const struct row *);
/* The cells [left, right) alone; halves at the edges are the caller's. */
void	 row_copy_part(struct row *, const struct row *, unsigned left,
	     unsigned right);
void	 row_swap(struct row *, struct row *);

#endif
