/* SPDX-License-Identifier: ISC */
/* reflow: the rows of a main screen, with what it shares with the scrollback,
 * at another size. */

#ifndef TERM_REFLOW_H
#define TERM_REFLOW_H

#include <stdbool.h>
#include <stddef.h>

struct intern;
struct row;
struct scrollback;

/* A line that reaches further back than this many rows of the scrollback is
 * rewrapped from there on; what is before stays as it is. */
#define REFLOW_MAX_BACK 512

/* A list of rows. */
struct rows {
	struct row	*row;		/* owned, and what they hold; n of cap */
	size_t		 n;
	size_t		 cap;
};

/* A place that stays on its character. */
struct reflow_pos {
	size_t		 row;
	unsigned	 col;
	bool		 wrap;		/* really the column after col */
};

struct reflow {
	struct rows	 rows;		/* in and out: the screen, from the top */
	unsigned	 old_cols;
	unsigned	 nrows;		/* the new size */
	unsigned	 cols;
	struct reflow_pos pos[2];	/* in and out: the cursor, which stays on
					 * the screen, and a saved one */
	struct intern	*in;		/* borrowed */
	struct scrollback *sb;		/* borrowed, may be NULL */
	/* Its own; zero at the start and empty at the end. */
	struct rows	 popped;	/* newest first */
	struct rows	 front;		/* to stand above rows, lowest first */
};

/* A blank row at the end; borrowed until the next one. */
struct row *rows_add(struct rows *);
void	 rows_clear(struct rows *);

/*
 * Rewrap soft-wrapped lines and fit the screen to nrows rows of cols columns.
 * Wrapped rows have cells up to old_cols, as screen keeps them. Rows that do
 * not fit leave at the top, to the scrollback, once the blank rows below the
 * cursor are used up; where rows are wanted and none are blank below they are
 * taken back from there. Only as much of the scrollback is rewrapped as comes
 * on the screen: the rest keeps the width it had, and its soft wraps.
 */
void	 reflow(struct reflow *);

#endif
