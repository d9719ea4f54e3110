/* SPDX-License-Identifier: ISC */
/* damage: who has seen what of a screen: a generation for all changes and a
 * short log of scrolls. */

#ifndef TERM_DAMAGE_H
#define TERM_DAMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "term/row.h"
#include "term/screen.h"

#define DAMAGE_LOG 32

struct damage_scroll {
	uint64_t	 gen;
	struct scroll	 scroll;
};

/*
 * gen grows with each look, each row keeps the gen of its last change, and
 * what is newer than a reader's number is what that reader has not seen. Rows that
 * only moved keep theirs; the moves stand in the log. What the log cannot
 * tell raises barrier or lost: who holds less than those gets everything.
 */
struct damage {
	uint64_t	 gen;		/* of changes made now */
	uint64_t	 changed;	/* of the last change */
	uint64_t	 barrier;	/* of the last that is no row or scroll */
	uint64_t	 lost;		/* of the last scroll that fell off log */
	struct damage_scroll log[DAMAGE_LOG];
	unsigned	 head;
	unsigned	 n;
};

void	 damage_init(struct damage *);
/* Something changed that is no row. */
static inline void
damage_note(struct damage *d)
{
	d->changed = d->gen;
}
/* A row changed. */
static inline void
damage_row(struct damage *d, struct row *r)
{
	r->gen = d->changed = d->gen;
}
/* Rows [top, bottom) moved up by n, or down. */
void	 damage_scroll(struct damage *, unsigned top, unsigned bottom, int n);
/* Nothing a reader has holds any more; all rows are to be changed, too. */
void	 damage_barrier(struct damage *);
/* As screen_mark and screen_scrolls. */
uint64_t damage_mark(struct damage *);
int	 damage_scrolls(const struct damage *, uint64_t gen, struct scroll *out,
	     int max);

#endif
