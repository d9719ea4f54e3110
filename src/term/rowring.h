/* SPDX-License-Identifier: ISC */
/* rowring: the rows of one screen buffer, in a ring of pointers: scrolling
 * moves the ring's head or turns pointers, and cells stay where they are. */

#ifndef TERM_ROWRING_H
#define TERM_ROWRING_H

#include "term/row.h"

struct intern;

/* {0} has no rows and no memory. */
struct rowring {
	struct row	*store;		/* owned, n of them */
	struct row	**ring;		/* owned */
	unsigned	 n;
	unsigned	 head;		/* in ring, of row 0 */
};

/* n blank rows; each gets memory when it is written. */
void	 rowring_init(struct rowring *, unsigned n);
void	 rowring_clear(struct rowring *);
static inline struct row **
rowring_slot(const struct rowring *b, unsigned i)
{
	i += b->head;
	return &b->ring[i < b->n ? i : i - b->n];
}
/* Row i, which must be less than n. */
static inline struct row *
rowring_get(const struct rowring *b, unsigned i)
{
	return *rowring_slot(b, i);
}
/* Move rows [top, bottom) up by up, at most all; those leaving come in at the
 * bottom. */
void	 rowring_rotate(struct rowring *, unsigned top, unsigned bottom,
	     unsigned up);
/* Mark what its cells hold. */
void	 rowring_mark(const struct rowring *, struct intern *);

#endif
