/* SPDX-License-Identifier: ISC */
/* row: the cells of one line; knows no screen and no width. */

#include "base/xmalloc.h"
#include "term/row.h"

#define ROW_MAX 0xffffu

static bool
cell_blank(const struct cell *c)
{
	return c->text == 0 && c->style == 0;
}

void
row_clear(struct row *r)
{
	free(r->cells);
	free(r->text);
	r->cells = NULL;
	r->text = NULL;
	r->cap = 0;
	row_reset(r);
}

struct cell
row_get(const struct row *r, unsigned col)
{
	static const struct cell blank;

	return col < r->used ? r->cells[col] : blank;
}

static void
row_grow(struct row *r, unsigned cols)
{
	unsigned cap = (cols + cols / 4 + 15) & ~15u;

	if (cap > ROW_MAX)
		cap = ROW_MAX;
	r->cells = xreallocarray(r->cells, cap, sizeof *r->cells);
	r->cap = (uint16_t)cap;
}

struct cell *
row_reserve(struct row *r, unsigned cols)
{
	if (cols > ROW_MAX)
		cols = ROW_MAX;
	if (cols > r->cap)
		row_grow(r, cols);
	if (cols > r->used) {
		memset(&r->cells[r->used], 0,
		    (cols - r->used) * sizeof *r->cells);
		r->used = (uint16_t)cols;
	}
	return r->cells;
}

struct cell *
row_extend(struct row *r, unsigned col, unsigned n)
{
	unsigned end = col + n;

	if (end > r->cap || col > r->used)
		row_reserve(r, end);
	else if (end > r->used)
		r->used = (uint16_t)end;
	return r->cells + col;
}

void
row_fill(struct row *r, unsigned col, unsigned n, struct cell c)
{
	unsigned i;

	if (col >= ROW_MAX)
		return;
	if (n > ROW_MAX - col)
		n = ROW_MAX - col;
	if (cell_blank(&c)) {
		if (col >= r->used)
			return;
		if (col + n >= r->used) {
			r->used = (uint16_t)col;
			return;
		}
	} else if (n > 0)
		row_reserve(r, col + n);
	for (i = col; i < col + n; i++)
		r->cells[i] = c;
}

unsigned
row_extent(const struct row *r)
{
	unsigned n = r->used;

	while (n > 0 && cell_blank(&r->cells[n - 1]))
		n--;
	return n;
}

void
row_split(struct row *r, unsigned col, unsigned n)
{
	if (col > 0 && col < r->used && (r->cells[col].text & CELL_TAIL))
		r->cells[col - 1].text = 0;
	if (col + n < r->used && (r->cells[col + n].text & CELL_TAIL)) {
		r->cells[col + n].text = 0;
		if (n > 0)
			r->cells[col + n - 1].text = 0;
	}
}

void
row_split_to(struct row *r, unsigned col, unsigned n, uint32_t style)
{
	bool before =
	    col > 0 && col < r->used && (r->cells[col].text & CELL_TAIL);
	bool after = col + n < r->used && (r->cells[col + n].text & CELL_TAIL);

	row_split(r, col, n);
	if (before)
		r->cells[col - 1].style = style;
	if (after)
		r->cells[col + n].style = style;
}

void
row_shift(struct row *r, unsigned left, unsigned right, int n,
    struct cell blank)
{
	unsigned count = (unsigned)(n < 0 ? -n : n), used = r->used;
	unsigned keep = right - left - count;
	uint32_t first = row_get(r, left).style;

	if (left >= r->used && cell_blank(&blank))
		return;
	row_split_to(r, left, 0, blank.style);
	if (n < 0 && left < r->used)
		r->cells[left].style = first; /* it stays, on the right */
	row_split_to(r, right, 0, blank.style);
	row_split_to(r, n > 0 ? left + count : right - count, 0, blank.style);
	row_reserve(r, right);
	if (n > 0) {
		memmove(r->cells + left, r->cells + left + count,
		    keep * sizeof *r->cells);
		row_fill(r, right - count, count, blank);
	} else {
		memmove(r->cells + left + count, r->cells + left,
		    keep * sizeof *r->cells);
		row_fill(r, left, count, blank);
	}
	if (r->flags & ROW_WRAPPED)
		row_reserve(r, used); /* its width counts */
	else
		r->used = (uint16_t)row_extent(r);
}

void
row_copy(struct row *to, const struct row *from)
{
	to->used = 0;
	if (from->used > 0) {
		if (from->used > to->cap)
			row_grow(to, from->used);
		memcpy(to->cells, from->cells,
		    from->used * sizeof *from->cells);
	}
	to->used = from->used;
	to->flags = from->flags;
	to->gen = from->gen;
}

void
row_copy_part(struct row *to, const struct row *from, unsigned left,
    unsigned right)
{
	unsigned i;

	for (i = left; i < right; i++)
		row_fill(to, i, 1, row_get(from, i));
}

void
row_swap(struct row *a, struct row *b)
{
	struct row t = *a;

	*a = *b;
	*b = t;
}
