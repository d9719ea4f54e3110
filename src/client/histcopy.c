/* SPDX-License-Identifier: ISC */
/* histcopy: text out of rows, soft wraps joined. Where it goes is others'
 * business. */

#include <string.h>

#include "client/histcopy.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/row.h"

static bool
is_before(struct find_at a, struct find_at b)
{
	return a.line < b.line || (a.line == b.line && a.col < b.col);
}

void
histrange_set(struct histrange *r, enum histselect how, struct find_at a,
    struct find_at b, bool included)
{
	bool swap = is_before(b, a);

	memset(r, 0, sizeof *r);
	r->how = how;
	r->from = swap ? b : a;
	r->to = swap ? a : b;
	r->left = a.col < b.col ? a.col : b.col;
	r->right = a.col < b.col ? b.col : a.col;
	if (included || how == HISTSELECT_LINES)
		return;
	if (r->right == r->left ||
	    (how == HISTSELECT_CHARS && !is_before(r->from, r->to)))
		r->how = r->from.line == r->to.line ? HISTSELECT_NONE : r->how;
	if (r->right > r->left)
		r->right--;
	if (r->to.col > 0)
		r->to.col--;
	else if (how == HISTSELECT_CHARS && r->to.line > r->from.line) {
		r->to.line--;
		r->to.col = TERM_MAX_COLS;
	}
}

/* The columns [*from, *to) of a line that are selected. */
static bool
columns(const struct histrange *r, uint64_t line, unsigned *from, unsigned *to)
{
	if (r->how == HISTSELECT_NONE || line < r->from.line ||
	    line > r->to.line)
		return false;
	*from = 0;
	*to = TERM_MAX_COLS + 1;
	if (r->how == HISTSELECT_RECT) {
		*from = r->left;
		*to = r->right + 1;
	} else if (r->how == HISTSELECT_CHARS) {
		if (line == r->from.line)
			*from = r->from.col;
		if (line == r->to.line)
			*to = r->to.col + 1;
	}
	return true;
}

bool
histrange_has(const struct histrange *r, uint64_t line, unsigned col)
{
	unsigned from, to;

	return columns(r, line, &from, &to) && col >= from && col < to;
}

void
histcopy_start(struct histcopy *c, const struct histrange *r)
{
	histcopy_clear(c);
	c->range = *r;
	c->next = r->from.line;
	buf_init(&c->out, HISTCOPY_MAX);
}

void
histcopy_clear(struct histcopy *c)
{
	buf_clear(&c->out);
	memset(c, 0, sizeof *c);
}

static void
put_line(struct histcopy *c, const struct intern *in, const struct row *row)
{
	unsigned col, from, to, width = row_extent(row);
	const char *p;
	char tmp[4];
	size_t n, start = c->out.len;
	uint32_t text;
	bool wrapped;

	if (!columns(&c->range, c->next, &from, &to))
		return;
	wrapped = row->flags & ROW_WRAPPED && c->range.how != HISTSELECT_RECT;
	/* Half of a wide character is all of it. */
	if (from > 0 && row_get(row, from).text & CELL_TAIL)
		from--;
	for (col = from; col < to && col < width; col++) {
		text = row_get(row, col).text;
		if (text & CELL_TAIL)
			continue;
		p = intern_get_text(in, text, tmp, &n);
		if (n == 0)
			buf_put_u8(&c->out, ' ');
		else
			buf_put(&c->out, p, n);
	}
	if (wrapped && to > width)
		return;
	while (to >= width && c->out.len > start &&
	    c->out.data[c->out.len - 1] == ' ')
		c->out.len--;
	if (c->next < c->range.to.line || c->range.how == HISTSELECT_LINES ||
	    (c->range.how == HISTSELECT_CHARS && to > width))
		buf_put_u8(&c->out, '\n');
}

int
histcopy_run(struct histcopy *c, const struct intern *in, find_row_cb get,
    void *arg)
{
	const struct row *row;

	for (; c->next <= c->range.to.line; c->next++) {
		if ((row = get(c->next, arg)) == NULL)
			return 0;
		put_line(c, in, row);
		if (c->out.overflow)
			return -1;
	}
	return 1;
}
