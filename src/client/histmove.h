/* SPDX-License-Identifier: ISC */
/* histmove: the view of a history and the cursor in it, and their motions. */

#ifndef CLIENT_HISTMOVE_H
#define CLIENT_HISTMOVE_H

#include <stdbool.h>
#include <stdint.h>

#include "term/find.h"

/*
 * Lines [first, end) are shown in rows and cols; one wider than cols takes
 * several rows. A line that get does not have counts as blank and sets miss:
 * what was done is then worth nothing.
 */
struct histmove {
	find_row_cb	 get;
	void		*arg;
	uint64_t	 first;
	uint64_t	 end;		/* > first */
	unsigned	 rows;		/* > 0 */
	unsigned	 cols;		/* > 0 */
	uint64_t	 top;		/* line of the first row */
	unsigned	 sub;		/* which row of it */
	struct find_at	 cur;
	unsigned	 want;		/* column of vertical motions */
	bool		 vi;		/* the cursor stays on a character */
	bool		 miss;
};

/* How words are taken: vi's, or emacs's. */
enum histword {
	HISTWORD_NEXT,			/* to the next one's begin */
	HISTWORD_END,			/* to the next end */
	HISTWORD_AFTER,			/* past the next end (emacs) */
	HISTWORD_PREV,			/* to a begin before */
};

/* Row i of the view: its line and its first column. False below the end. */
bool	histmove_row(struct histmove *, unsigned i, struct find_at *);
/* Everything within bounds, and the view so that it has the cursor. */
void	histmove_clamp(struct histmove *);
/* Put the end of the history at the bottom of the view. */
void	histmove_to_end(struct histmove *);
/* Whether the view shows the end. */
bool	histmove_at_end(struct histmove *);
/* The view n rows down (up if negative), the cursor with it. */
void	histmove_scroll(struct histmove *, int n);
/* The same, the cursor staying on its character while it is to be seen. */
void	histmove_slide(struct histmove *, int n);
/* The cursor. */
void	histmove_vertical(struct histmove *, int n);
void	histmove_left(struct histmove *);
void	histmove_right(struct histmove *);
void	histmove_line_start(struct histmove *);
void	histmove_line_indent(struct histmove *);
void	histmove_line_end(struct histmove *);
void	histmove_word(struct histmove *, enum histword);
/* To the next blank line (1) or the one before (-1). */
void	histmove_paragraph(struct histmove *, int n);
void	histmove_to_row(struct histmove *, unsigned row);
void	histmove_to(struct histmove *, struct find_at);
/* The word and the soft-wrapped line that a place is part of; ends are
 * included. */
void	histmove_word_at(struct histmove *, struct find_at, struct find_at *from,
	    struct find_at *to);
void	histmove_line_at(struct histmove *, uint64_t, struct find_at *from,
	    struct find_at *to);
/* How many lines are below the view, and how many more there are than it
 * shows. */
void	histmove_offset(const struct histmove *, uint64_t *off, uint64_t *of);

#endif
