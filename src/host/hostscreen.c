/* SPDX-License-Identifier: ISC */
/* hostscreen: rows of cells as plain text with spans; it judges nothing. */

#include <string.h>

#include "agent/region.h"
#include "base/buf.h"
#include "base/xmalloc.h"
#include "host/hostscreen.h"
#include "term/plain.h"
#include "term/row.h"
#include "term/screen.h"
#include "term/vt.h"

static void
add_span(enum plain_kind kind, size_t from, size_t to, uint64_t look, void *arg)
{
	struct region_row *row = arg;

	region_add_span(kind == PLAIN_DIM ? &row->dim : &row->lit, from, to,
	    look);
}

/* Fill in a row; the byte at which the cursor stands in it. */
static size_t
get_row(struct region_row *out, const struct row *row, const struct intern *in,
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
