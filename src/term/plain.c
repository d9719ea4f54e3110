/* SPDX-License-Identifier: ISC */
/* plain: rows of cells as plain text with spans; what they mean is for those
 * who ask. */

#include "base/buf.h"
#include "base/xmalloc.h"
#include "term/intern.h"
#include "term/plain.h"
#include "term/row.h"

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
