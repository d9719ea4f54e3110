/* SPDX-License-Identifier: ISC */
/* hostscreen: rows of cells as plain text with spans; it judges nothing. */

#include <string.h>

#include "agent/region.h"
#include "base/buf.h"
#include "base/xmalloc.h"
#include "host/hostscreen.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/screen.h"
#include "term/vt.h"

/* The text of a cell; what is concealed is blank. */
static void
put_cell(struct buf *b, const struct intern *in, const struct cell *c,
    const struct style *st)
{
	const char *p;
	char tmp[4];
	size_t n;

	p = intern_get_text(in, c->text, tmp, &n);
	if (n == 0 || (st->attr & ATTR_CONCEAL))
		buf_put_u8(b, ' ');
	else
		buf_put(b, p, n);
}

/* Reversed, or a background: a number of its own for each, not 0. */
static uint64_t
look_of(const struct style *st)
{
	return ((uint64_t)st->bg << 2) | 2u | ((st->attr & ATTR_INVERSE) != 0);
}

/* Bytes of the text without the blanks at its end; at least min, if it has as
 * many. */
static size_t
trimmed(const struct buf *b, size_t min)
{
	size_t n = b->len;

	while (n > min && b->data[n - 1] == ' ')
		n--;
	return n;
}

/* Fill in a row; the byte at which column col begins. Blanks before that stay:
 * one behind a prompt's sign is a part of the prompt. col is -1 where the
 * cursor is in another row. */
static size_t
get_row(struct region_row *out, const struct row *row, const struct intern *in,
    int col)
{
	const struct style *st;
	struct buf b = { 0 };
	struct cell c;
	size_t from, at = 0;
	int i;

	for (i = 0; i < (int)row->used; i++) {
		c = row_get(row, (unsigned)i);
		if (i == col)
			at = b.len;
		if (c.text & CELL_TAIL)
			continue;
		st = intern_get_style(in, c.style);
		from = b.len;
		put_cell(&b, in, &c, st);
		if (st->attr & ATTR_DIM)
			region_add_span(&out->dim, from, b.len, 0);
		if ((st->attr & ATTR_INVERSE) || st->bg != COLOUR_DEFAULT)
			region_add_span(&out->lit, from, b.len, look_of(st));
	}
	for (; i < col; i++)
		buf_put_u8(&b, ' ');
	if (i == col)
		at = b.len;
	if (trimmed(&b, at) > 0)
		out->text = xstrndup((const char *)b.data, trimmed(&b, at));
	buf_clear(&b);
	return at;
}

void
hostscreen_get(struct vt *vt, struct region_screen *out)
{
	struct screen *s = vt_screen(vt);
	const struct intern *in = screen_intern(s);
	const struct cursor *cursor = screen_cursor(s);
	size_t at;
	unsigned i;

	region_init(out, screen_rows(s));
	for (i = 0; i < screen_rows(s); i++) {
		at = get_row(&out->rows[i], screen_row(s, i), in,
		    i == cursor->row ? (int)cursor->col : -1);
		if (i == cursor->row)
			out->cursor = at;
	}
	out->cursor_row = cursor->row;
	out->title = xstrdup(vt_title(vt));
}
