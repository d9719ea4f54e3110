/* SPDX-License-Identifier: ISC */
/* plain: rows of cells as plain text with spans; what they mean is for those
 * who ask. */

#include "base/buf.h"
#include "base/shown.h"
#include "base/xmalloc.h"
#include "term/intern.h"
#include "term/plain.h"
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

size_t
plain_row(struct buf *b, const struct row *row, const struct intern *in,
    int col, plain_cb cb, void *arg)
{
	const struct style *st;
	struct cell c;
	size_t from, at = b->len;
	int i;

	for (i = 0; i < (int)row->used; i++) {
		c = row_get(row, (unsigned)i);
		if (i == col)
			at = b->len;
		if (c.text & CELL_TAIL)
			continue;
		st = intern_get_style(in, c.style);
		from = b->len;
		put_cell(b, in, &c, st);
		if (st->attr & ATTR_DIM)
			cb(PLAIN_DIM, from, b->len, 0, arg);
		if ((st->attr & ATTR_INVERSE) || st->bg != COLOUR_DEFAULT)
			cb(PLAIN_LIT, from, b->len, look_of(st), arg);
	}
	for (; i < col; i++)
		buf_put_u8(b, ' ');
	if (i == col)
		at = b->len;
	while (b->len > at && b->data[b->len - 1] == ' ')
		b->len--;
	return at;
}

static void
add_span(enum plain_kind kind, size_t from, size_t to, uint64_t look, void *arg)
{
	struct shown_row *row = arg;

	shown_add_span(kind == PLAIN_DIM ? &row->dim : &row->lit, from, to,
	    look);
}

/* Fill in a row; the byte at which the cursor stands in it. */
static size_t
get_row(struct shown_row *out, const struct row *row, const struct intern *in,
    int col)
{
	struct buf b = { 0 };
	size_t at = plain_row(&b, row, in, col, add_span, out);

	if (b.len > 0)
		out->text = buf_steal(&b, NULL);
	buf_clear(&b);
	return at;
}

void
plain_screen(struct vt *vt, struct shown_screen *out)
{
	struct screen *s = vt_screen(vt);
	const struct intern *in = screen_intern(s);
	const struct cursor *cursor = screen_cursor(s);
	size_t at;
	unsigned i;

	shown_init(out, screen_rows(s));
	for (i = 0; i < screen_rows(s); i++) {
		at = get_row(&out->rows[i], screen_row(s, i), in,
		    i == cursor->row ? (int)cursor->col : -1);
		if (i == cursor->row)
			out->cursor = at;
	}
	out->cursor_row = cursor->row;
	out->title = xstrdup(vt_title(vt));
}
