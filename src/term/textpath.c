/* SPDX-License-Identifier: ISC */
/* textpath: text and erasing on the screen without libvterm. */

#include "term/charset.h"
#include "term/rowcode_internal.h"
#include "term/screen.h"
#include "term/textpath.h"
#include "term/textrun.h"

/*
 * libvterm needs tens of nanoseconds for a character, which is most of what a
 * stream of text costs. In the plain state its part in placing text is small: a
 * line ends at the last column, where the wrap waits for the next character.
 * That is done here, on our own cursor, which libvterm's follows only when it
 * is asked for something (vt_lib_sync). vt_set_textpath turns this off, and no
 * stream may show the difference.
 */

/* To the first column of the next row. Whether the row above goes on in it. */
static bool
textpath_wrap(struct vt *vt)
{
	struct cursor *c = vt->cursor;
	bool below = c->row < vt->rows - 1, last;

	last = c->row == vt->margins.bottom - 1;
	c->col = 0;
	c->wrap = false;
	if (last)
		vt_scroll(vt, vt->margins, 1, 0, true);
	else if (below)
		c->row++;
	return c->row > 0 && (last || below);
}

/* The next character may take width columns from the cursor on. */
static void
textpath_make_room(struct vt *vt, unsigned width)
{
	struct cursor *c = vt->cursor;
	bool full = c->wrap;

	if (!full && c->col + width <= vt->cols)
		return;
	if (!textpath_wrap(vt))
		return;
	if (!full) /* it did not fit there */
		screen_put(vt->screen, c->row - 1, vt->cols - 1, 0, 1,
		    vt_pen(vt));
	screen_set_wrapped(vt->screen, c->row - 1, true);
}

/* The cursor goes n columns on. */
static void
textpath_advance(struct vt *vt, unsigned n)
{
	struct cursor *c = vt->cursor;

	c->col += n;
	if (c->col >= vt->cols) {
		c->col = vt->cols - 1;
		c->wrap = true;
	}
}

void
textpath_put(struct vt *vt, uint32_t text, unsigned width)
{
	struct cursor *c = vt->cursor;
	struct glyphs *g = &vt->glyphs;

	textpath_make_room(vt, width);
	screen_put(vt->screen, c->row, c->col, text, width, vt_pen(vt));
	g->row = c->row;
	g->col = c->col;
	g->width = width;
	textpath_advance(vt, width);
}

void
textpath_put_ascii(struct vt *vt, const uint8_t *p, size_t n)
{
	struct cursor *c = vt->cursor;
	struct glyphs *g = &vt->glyphs;
	unsigned k;

	while (n > 0) {
		textpath_make_room(vt, 1);
		k = vt->cols - c->col;
		if (n < k)
			k = (unsigned)n;
		screen_put_ascii(vt->screen, c->row, c->col, p, k, vt_pen(vt));
		g->row = c->row;
		g->col = c->col + k - 1;
		textpath_advance(vt, k);
		p += k;
		n -= k;
	}
	g->width = 1;
}

/* The last glyph is the last one, which ends where the cursor is to be. */
static void
textpath_note_last(struct vt *vt, const struct textrun *found)
{
	struct glyphs *g = &vt->glyphs;

	g->row = vt->cursor->row;
	g->width = found->run[found->nruns - 1].kind == RUN_WIDE ? 2 : 1;
	g->col = vt->cursor->col + found->cols - g->width;
	g->cp = found->last;
	g->simple = true;
	g->state = 0;
	g->ntext = 0;
	g->last = true;
}

/* The simple characters of n bytes, as many as fit in cols columns. */
static bool
textpath_get_runs(struct vt *vt, struct textrun *t, const uint8_t *p, size_t n,
    unsigned cols)
{
	const struct charsets *cs = &vt->charsets;

	textrun_get(t, &vt->glyphs.widths, p, n, cols,
	    cs->set[cs->left] == CHARSET_ASCII, vt_pen(vt));
	return t->nruns > 0;
}

size_t
textpath_put_simple(struct vt *vt, const uint8_t *p, size_t n)
{
	struct cursor *c = vt->cursor;
	struct textrun t;
	size_t all = 0;

	while (all < n) {
		if (c->wrap || c->col == vt->cols - 1) {
			/* Whether it wraps depends on the first. */
			if (!textpath_get_runs(vt, &t, p + all, n - all, 2))
				break;
			textpath_make_room(vt,
			    t.run[0].kind == RUN_WIDE ? 2 : 1);
		}
		if (!textpath_get_runs(vt, &t, p + all, n - all,
			vt->cols - c->col))
			break;
		screen_put_runs(vt->screen, c->row, c->col, t.cols, t.run,
		    t.nruns, p + all, (unsigned)t.used);
		textpath_note_last(vt, &t);
		textpath_advance(vt, t.cols);
		all += t.used;
	}
	return all;
}

static void
textpath_erase(struct vt *vt, unsigned top, unsigned bottom, unsigned left,
    unsigned right, bool selective)
{
	struct rect r = { top, bottom, left, right };

	if (top < bottom && left < right)
		vt_erase(vt, r, selective);
}

void
textpath_erase_line(struct vt *vt, int what, bool selective)
{
	const struct cursor *c = vt->cursor;

	screen_note_cursor(vt->screen); /* as the way through libvterm does */
	textpath_erase(vt, c->row, c->row + 1, what == 0 ? c->col : 0,
	    what == 1 ? c->col + 1 : vt->cols, selective);
}

void
textpath_erase_screen(struct vt *vt, int what, bool selective)
{
	const struct cursor *c = vt->cursor;

	screen_note_cursor(vt->screen);
	if (what == 2) {
		textpath_erase(vt, 0, vt->rows, 0, vt->cols, selective);
		return;
	}
	if (what == 1)
		textpath_erase(vt, 0, c->row, 0, vt->cols, selective);
	textpath_erase_line(vt, what, selective);
	if (what == 0)
		textpath_erase(vt, c->row + 1, vt->rows, 0, vt->cols,
		    selective);
}

void
textpath_erase_chars(struct vt *vt, unsigned n)
{
	const struct cursor *c = vt->cursor;

	if (n > vt->cols - c->col)
		n = vt->cols - c->col;
	textpath_erase(vt, c->row, c->row + 1, c->col, c->col + n, false);
}
