/* SPDX-License-Identifier: ISC */
/* rowring: rows in a ring of pointers; knows no screen. */

#include "base/xmalloc.h"
#include "term/intern.h"
#include "term/rowring.h"
#include "term/rowtext.h"

void
rowring_init(struct rowring *b, unsigned n)
{
	unsigned i;

	b->store = xcalloc(n, sizeof *b->store);
	b->ring = xcalloc(n, sizeof *b->ring);
	b->n = n;
	b->head = 0;
	for (i = 0; i < n; i++)
		b->ring[i] = &b->store[i];
}

void
rowring_clear(struct rowring *b)
{
	unsigned i;

	for (i = 0; i < b->n; i++)
		row_clear(&b->store[i]);
	free(b->store);
	free(b->ring);
	memset(b, 0, sizeof *b);
}

static void
reverse(struct rowring *b, unsigned from, unsigned to)
{
	struct row **x, **y, *t;

	while (from + 1 < to) {
		x = rowring_slot(b, from++);
		y = rowring_slot(b, --to);
		t = *x;
		*x = *y;
		*y = t;
	}
}

void
rowring_rotate(struct rowring *b, unsigned top, unsigned bottom, unsigned up)
{
	struct row *r;
	unsigned i;

	if (up == 0 || up == bottom - top)
		return;
	if (top == 0 && bottom == b->n)
		b->head =
		    b->head + up < b->n ? b->head + up : b->head + up - b->n;
	else if (up == 1) {
		r = rowring_get(b, top);
		for (i = top; i + 1 < bottom; i++)
			*rowring_slot(b, i) = *rowring_slot(b, i + 1);
		*rowring_slot(b, i) = r;
	} else {
		reverse(b, top, top + up);
		reverse(b, top + up, bottom);
		reverse(b, top, bottom);
	}
}

void
rowring_mark(const struct rowring *b, struct intern *in)
{
	const struct row *r;
	uint32_t style = 0;
	unsigned i, c;

	for (i = 0; i < b->n; i++) {
		r = &b->store[i];
		for (c = 0; r->form != ROW_CELLS && c < r->text->nruns; c++)
			intern_mark_style(in, r->text->run[c].style);
		for (c = 0; r->form != ROW_TEXT && c < r->used; c++) {
			if (r->cells[c].style != style) {
				style = r->cells[c].style;
				intern_mark_style(in, style);
			}
			if (r->cells[c].text & CELL_CLUSTER)
				intern_mark_text(in, r->cells[c].text);
		}
	}
}
