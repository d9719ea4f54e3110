/* SPDX-License-Identifier: ISC */
/* damage: the log of scrolls; knows no screen. */

#include "term/damage.h"

void
damage_init(struct damage *d)
{
	memset(d, 0, sizeof *d);
	d->gen = d->changed = d->barrier = 1;
}

/* Add b to a as one scroll: true unless they are of different regions. */
static bool
scroll_merge(struct scroll *a, const struct scroll *b)
{
	int32_t h = a->bottom - a->top;

	if (a->top != b->top || a->bottom != b->bottom)
		return false;
	a->n += b->n;
	if (a->n > h)
		a->n = h;
	if (a->n < -h)
		a->n = -h;
	return true;
}

void
damage_scroll(struct damage *d, unsigned top, unsigned bottom, int n)
{
	struct scroll sc = { (uint16_t)top, (uint16_t)bottom, n };
	struct damage_scroll *l;

	d->changed = d->gen;
	if (d->n > 0) {
		l = &d->log[(d->head + d->n - 1) % DAMAGE_LOG];
		if (l->gen == d->gen && scroll_merge(&l->scroll, &sc)) {
			if (l->scroll.n == 0)
				d->n--;
			return;
		}
	}
	if (d->n == DAMAGE_LOG) {
		d->lost = d->log[d->head].gen;
		d->head = (d->head + 1) % DAMAGE_LOG;
		d->n--;
	}
	l = &d->log[(d->head + d->n++) % DAMAGE_LOG];
	l->gen = d->gen;
	l->scroll = sc;
}

void
damage_barrier(struct damage *d)
{
	d->barrier = d->changed = d->gen;
	d->n = 0;
}

uint64_t
damage_mark(struct damage *d)
{
	return d->changed < d->gen ? d->gen - 1 : d->gen++;
}

int
damage_scrolls(const struct damage *d, uint64_t gen, struct scroll *out,
    int max)
{
	const struct damage_scroll *l;
	unsigned i;
	int n = 0;

	if (gen < d->barrier || gen < d->lost)
		return -1;
	for (i = 0; i < d->n; i++) {
		l = &d->log[(d->head + i) % DAMAGE_LOG];
		if (l->gen <= gen)
			continue;
		if (n > 0 && scroll_merge(&out[n - 1], &l->scroll)) {
			if (out[n - 1].n == 0)
				n--;
			continue;
		}
		if (n >= max)
			return -1;
		out[n++] = l->scroll;
	}
	return n;
}
