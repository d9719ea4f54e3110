/* SPDX-License-Identifier: ISC */
/* rowtext: a row that was only written from left to right, as text and runs:
 * most rows leave the screen before anybody looks at their cells. */

#ifndef TERM_ROWTEXT_H
#define TERM_ROWTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "term/row.h"

struct intern;

#define ROWTEXT_RUNS 40		/* at most; a row of more has cells */

/* n characters (erased cells) of one kind and style, see rowcode.h. */
struct rowrun {
	uint32_t	 style;
	uint16_t	 n;
	uint8_t		 kind;
};

/* Runs and text as rowcode.h has them, but for styles, which are ids. */
struct rowtext {
	unsigned	 cap;		/* bytes */
	unsigned	 len;
	unsigned	 last;		/* where the last character begins */
	unsigned	 nruns;
	struct rowrun	 run[ROWTEXT_RUNS];
	uint8_t		 bytes[];
};

/* Whether what is put at col can be added to the row's text: nothing is there or
 * right of it yet. */
static inline bool
rowtext_open(const struct row *r, unsigned col)
{
	return (r->form == ROW_TEXT || r->used == 0) && col >= r->used;
}

/* Add runs of cols columns from col on, where the row is open, and their text;
 * width is that of the screen. False if it does not fit: the row then needs
 * cells. */
bool	 rowtext_add(struct row *, unsigned col, unsigned cols, unsigned width,
	     const struct rowrun *, unsigned nruns, const uint8_t *,
	     unsigned len);
/* The last character, which begins at col, becomes a cluster of n bytes and
 * keeps its style and columns. False if it is not the last or does not fit. */
bool	 rowtext_amend(struct row *, unsigned col, const char *, unsigned n);
/* The cells of runs, all of which are there already: c is that of the first.
 * Clusters are interned. */
void	 rowtext_decode(struct cell *c, const struct rowrun *, unsigned nruns,
	     const uint8_t *, struct intern *);
/* Make the cells of a row that is ROW_TEXT. */
void	 rowtext_make_cells(struct row *, struct intern *);
/* From here on the row has cells. */
static inline void
rowtext_end(struct row *r, struct intern *in)
{
	if (r->form == ROW_TEXT)
		rowtext_make_cells(r, in);
}

#endif
