/* SPDX-License-Identifier: ISC */
/* glyph: printable text on its way to cells: decoding, character sets, widths,
 * grapheme clusters, and the holders that stand for them in libvterm. */

#include <string.h>

#include "base/utf8.h"
#include "term/charset.h"
#include "term/glyph.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/screen.h"
#include "term/textpath.h"
#include "term/vt_internal.h"
#include "term/vtlib.h"

/*
 * In the plain state textpath places text. Else it goes through libvterm:
 * ASCII is handed to it as it is. Of everything else libvterm may have
 * its own mind (its tables are of Unicode 9), so each such character goes as a
 * holder of the width that we think right, which is turned back when libvterm
 * says where it is. They go in batches, since each write costs.
 *
 * A code point that joins the glyph before it (a mark, a joiner, what follows
 * a joiner ...) never reaches libvterm: it changes the cell that is there. So
 * it makes no difference whether a cluster comes at once or in pieces. A
 * narrow glyph may become a wide one on the way (VS16, flags, conjuncts).
 */

#define VS16		0xfe0fu
#define BYTE_ORDER_MARK 0xfeffu

/* Where text ends that is written at a column: the right margin, or the edge of
 * the screen on its other side. */
static unsigned
glyph_limit(const struct vt *vt, unsigned col)
{
	return col < vt->margins.right ? vt->margins.right : vt->cols;
}

/* The cursor goes behind the last glyph. libvterm leaves its own before a wide
 * one that ends at the margin. */
static void
glyph_advance(struct vt *vt)
{
	struct glyphs *g = &vt->glyphs;
	struct cursor *c = vt->cursor;
	unsigned limit = glyph_limit(vt, g->col);

	c->row = g->row;
	c->col = g->col + g->width;
	if (c->col >= limit) {
		c->col = limit - 1;
		c->wrap = true; /* for when DECAWM is set, too */
	} else
		c->wrap = false;
	screen_note_cursor(vt->screen);
}

/* Hand the batch to libvterm. */
static void
glyph_flush(struct vt *vt)
{
	struct glyphs *g = &vt->glyphs;

	if (g->nout == 0)
		return;
	vt_pen(vt);
	vt_lib_sync(vt);
	g->flushing = true;
	vtlib_write(vt->lib, g->out, g->nout);
	g->flushing = false;
	g->nout = g->nheld = 0;
	vtlib_get_cursor(vt->lib, &vt->lib_row, &vt->lib_col);
	glyph_advance(vt);
}

static void
glyph_shift(struct vt *vt, unsigned row, unsigned col, unsigned n)
{
	struct rect r = { row, row + 1, col, vt->cols };

	if (vt_mode(vt, MODE_LR_MARGINS) && col < vt->margins.right)
		r.right = vt->margins.right;
	screen_scroll(vt->screen, r, 0, -(int)n, vt_blank(vt), false);
}

/* Whether a glyph of some width in the first column went on from the row
 * above. */
static bool
glyph_has_wrapped(const struct vt *vt, unsigned width, unsigned row)
{
	if (row == 0 || !(vt->glyphs.wrapped || vt->lib_col + width > vt->cols))
		return false;
	return row != vt->lib_row || row == vt->margins.bottom - 1;
}

void
glyph_put(uint32_t cp, unsigned width, unsigned row, unsigned col, void *arg)
{
	struct vt *vt = arg;
	struct glyphs *g = &vt->glyphs;
	uint32_t text = cp;

	if (cp >= VTLIB_NARROW && cp - VTLIB_NARROW < g->nheld)
		text = g->held[cp - VTLIB_NARROW];
	else if (cp >= VTLIB_WIDE && cp - VTLIB_WIDE < g->nheld)
		text = g->held[cp - VTLIB_WIDE];
	if (col == 0 && glyph_has_wrapped(vt, width, row)) {
		if (!g->wrapped) /* it did not fit there */
			screen_put(vt->screen, row - 1, vt->cols - 1, 0, 1,
			    vt->pen_id);
		screen_set_wrapped(vt->screen, row - 1, true);
	}
	if (vt_mode(vt, MODE_INSERT))
		glyph_shift(vt, row, col, width);
	screen_put(vt->screen, row, col, text, width, vt->pen_id);
	g->row = row;
	g->col = col;
	g->width = width;
	g->wrapped = vt_mode(vt, MODE_AUTOWRAP) && col + width >= vt->cols;
	vt->lib_row = row;
	vt->lib_col = col + width;
}

void
glyph_end(struct vt *vt)
{
	vt->glyphs.last = false;
}

/* Whether there are left and right margins (DECSLRM). libvterm would wrap text
 * at the edges of the screen, so it does not get any. */
static bool
glyph_has_sides(const struct vt *vt)
{
	return vt->margins.left > 0 || vt->margins.right < vt->cols;
}

/* A glyph between left and right margins. A line that goes on below does so at
 * the left one, and is not joined by a soft wrap. */
static void
glyph_place(struct vt *vt, uint32_t text, unsigned width)
{
	struct glyphs *g = &vt->glyphs;
	struct cursor *c = vt->cursor;
	unsigned limit = glyph_limit(vt, c->col);

	if (c->wrap || c->col + width > limit) {
		if (vt_mode(vt, MODE_AUTOWRAP)) {
			vt_linefeed(vt);
			c->col = vt->margins.left;
		} else
			c->col = limit - width;
	}
	if (vt_mode(vt, MODE_INSERT))
		glyph_shift(vt, c->row, c->col, width);
	screen_put(vt->screen, c->row, c->col, text, width, vt_pen(vt));
	g->row = c->row;
	g->col = c->col;
	g->width = width;
	glyph_advance(vt);
}

static void
glyph_hold(struct vt *vt, uint32_t text, unsigned width)
{
	struct glyphs *g = &vt->glyphs;
	uint32_t holder = width == 2 ? VTLIB_WIDE : VTLIB_NARROW;

	if (textpath_is_plain(vt)) {
		textpath_put(vt, text, width);
		return;
	}
	if (glyph_has_sides(vt)) {
		glyph_place(vt, text, width);
		return;
	}
	if (g->nheld == nitems(g->held) || g->nout + 4 > sizeof g->out)
		glyph_flush(vt);
	g->nout += utf8_encode(holder + g->nheld, g->out + g->nout);
	g->held[g->nheld++] = text;
}

/* A wide character does not fit into the last column of a terminal that
 * does not wrap. */
static bool
glyph_fits(struct vt *vt, unsigned width)
{
	if (width == 1 || vt_mode(vt, MODE_AUTOWRAP))
		return true;
	glyph_flush(vt);
	return vt->cursor->col + width <= glyph_limit(vt, vt->cursor->col);
}

static void
glyph_new(struct vt *vt, uint32_t cp, unsigned width)
{
	struct glyphs *g = &vt->glyphs;

	g->cp = cp;
	g->simple = false;
	g->state = 0;
	g->ntext = 0;
	g->last = true;
	if (cp < 0x80 && glyph_has_sides(vt))
		glyph_place(vt, cp, 1);
	else if (cp < 0x80 && !textpath_is_plain(vt)) {
		if (g->nout == sizeof g->out)
			glyph_flush(vt);
		g->out[g->nout++] = cp;
	} else if (glyph_fits(vt, width)) {
		glyph_hold(vt, cp, width);
		/* At the margin libvterm would stay where it began. */
		if (width == 2 && !vt_mode(vt, MODE_AUTOWRAP))
			glyph_flush(vt);
	} else
		g->last = false;
}

/* Whether a character has an emoji form of two columns that VS16 asks for. */
static bool
glyph_is_emoji(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || cp == '#' || cp == '*';
	return cp == 0xa9 || cp == 0xae || cp == 0x203c || cp == 0x2049 ||
	    cp == 0x2122 || cp == 0x2139 || (cp >= 0x2194 && cp <= 0x21aa) ||
	    (cp >= 0x231a && cp <= 0x23fa) || cp == 0x24c2 ||
	    (cp >= 0x25aa && cp <= 0x27bf) || cp == 0x2934 || cp == 0x2935 ||
	    (cp >= 0x2b05 && cp <= 0x2b55) || (cp >= 0x1f000 && cp <= 0x1faff);
}

/* The last glyph becomes two columns wide where it is, or in the next row. */
static void
glyph_widen(struct vt *vt, uint32_t text)
{
	struct glyphs *g = &vt->glyphs;

	if (g->col + 2 <= glyph_limit(vt, g->col)) {
		screen_put(vt->screen, g->row, g->col, text, 2, vt_pen(vt));
		g->width = 2;
		glyph_advance(vt);
		return;
	}
	screen_put(vt->screen, g->row, g->col, 0, 1, vt_pen(vt));
	glyph_hold(vt, text, 2);
	glyph_flush(vt);
}

static bool
glyph_grows(const struct glyphs *g, uint32_t cp)
{
	if (g->width != 1)
		return false;
	if (cp == VS16)
		return glyph_is_emoji(g->cp);
	/* Two letters of a flag; of others the widest counts. */
	return utf8_width(cp) == 2 || (cp >= 0x1f1e6 && cp <= 0x1f1ff);
}

/* cp joins the last glyph. */
static void
glyph_join(struct vt *vt, uint32_t cp)
{
	struct glyphs *g = &vt->glyphs;
	uint32_t text;
	bool grows;

	glyph_flush(vt);
	if (g->ntext == 0)
		g->ntext = utf8_encode(g->cp, g->text);
	grows = glyph_grows(g, cp);
	if (grows && !vt_mode(vt, MODE_AUTOWRAP) &&
	    g->col + 2 > glyph_limit(vt, g->col)) {
		glyph_end(vt); /* there is no room for it */
		return;
	}
	g->cp = cp;
	g->simple = false;
	if (g->ntext + 4 > sizeof g->text)
		return;
	g->ntext += utf8_encode(cp, g->text + g->ntext);
	text = g->joined = intern_text(vt->intern, g->text, g->ntext);
	if (grows)
		glyph_widen(vt, text);
	else
		screen_amend(vt->screen, g->row, g->col, text);
}

/* A skin tone after what is no emoji stands alone. */
bool
glyph_joins(uint32_t a, uint32_t b, int32_t *state)
{
	bool broken = utf8_break(a, b, state);

	return !broken && !(b >= 0x1f3fb && b <= 0x1f3ff && a < 0x231a);
}

/* A mark that follows no glyph directly (the cursor was moved, the pen changed)
 * joins what stands left of the cursor. */
static bool
glyph_adopt(struct vt *vt, uint32_t cp)
{
	struct glyphs *g = &vt->glyphs;
	const struct row *r;
	unsigned col, left = 0;
	uint32_t text;
	char tmp[4];
	const char *p;
	size_t i;

	glyph_flush(vt);
	col = vt->cursor->col + vt->cursor->wrap;
	r = screen_row(vt->screen, vt->cursor->row);
	do {
		if (++left > col)
			return false;
		text = row_get(r, col - left).text;
	} while (left == 1 && (text & CELL_TAIL));
	p = intern_get_text(vt->intern, text & ~CELL_WIDE, tmp, &g->ntext);
	if (g->ntext == 0 || g->ntext > sizeof g->text)
		return false;
	memcpy(g->text, p, g->ntext);
	for (i = g->ntext; i > 1 && (g->text[i - 1] & 0xc0) == 0x80;)
		i--;
	utf8_decode((uint8_t *)g->text + i - 1, g->ntext - i + 1, &g->cp);
	g->state = 0;
	g->row = vt->cursor->row;
	g->col = col - left;
	g->width = text & CELL_WIDE ? 2 : 1;
	return glyph_joins(g->cp, cp, &g->state);
}

static void
glyph_print_cp(struct vt *vt, uint32_t cp)
{
	struct glyphs *g = &vt->glyphs;
	int width;

	if (cp == BYTE_ORDER_MARK)
		return;
	if (g->last && glyph_joins(g->cp, cp, &g->state)) {
		glyph_join(vt, cp);
		return;
	}
	/* What cannot be seen but is no mark has a cell, so that it does not
	 * hide in text. */
	width = utf8_is_format(cp) ? 1 : utf8_width(cp);
	if (width > 0) {
		glyph_new(vt, cp, width);
		vt->glyphs.simple = utf8_simple_width(cp) > 0;
	} else if (!g->last && glyph_adopt(vt, cp)) {
		g->last = true;
		glyph_join(vt, cp);
	} else /* a mark with nothing to stand on */
		glyph_new(vt, cp, 1);
}

/* One ASCII character in another set than ASCII. */
static void
glyph_print_set(struct vt *vt, uint8_t b)
{
	struct charsets *cs = &vt->charsets;
	uint8_t set = cs->set[cs->single != 0 ? cs->single : cs->left];

	cs->single = 0;
	glyph_new(vt, charset_translate(set, b), 1);
}

static bool
glyph_is_ascii(const struct charsets *cs)
{
	return cs->single == 0 && cs->set[cs->left] == CHARSET_ASCII;
}

/* Few signs join what comes after them (U+0600 ARABIC NUMBER SIGN ...). */
static bool
glyph_prepends(struct glyphs *g, uint8_t b)
{
	return g->last && !g->simple && g->cp >= 0x600 &&
	    glyph_joins(g->cp, b, &g->state);
}

/* How many of n bytes are ASCII. */
static size_t
glyph_ascii_run(const uint8_t *p, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; n - i >= sizeof w; i += sizeof w) {
		memcpy(&w, p + i, sizeof w);
		if (w & 0x8080808080808080u)
			break;
	}
	while (i < n && p[i] < 0x80)
		i++;
	return i;
}

/* ASCII as it is, n > 0 bytes. */
static void
glyph_print_ascii(struct vt *vt, const uint8_t *p, size_t n)
{
	struct glyphs *g = &vt->glyphs;
	size_t i;

	if (textpath_is_plain(vt))
		textpath_put_ascii(vt, p, n);
	else if (glyph_has_sides(vt))
		for (i = 0; i < n; i++)
			glyph_place(vt, p[i], 1);
	else
		for (i = 0; i < n; i++) {
			if (g->nout == sizeof g->out)
				glyph_flush(vt);
			g->out[g->nout++] = p[i];
		}
	g->cp = p[n - 1];
	g->simple = true;
	g->state = 0;
	g->ntext = 0;
	g->last = true;
}

/* What is not ASCII: how many bytes. */
static size_t
glyph_print_other(struct vt *vt, const uint8_t *p, size_t n)
{
	const struct glyphs *g = &vt->glyphs;
	uint32_t cp;
	size_t used;
	int k;

	vt->charsets.single = 0;
	if (textpath_is_plain(vt) && (g->simple || !g->last) &&
	    (used = textpath_put_simple(vt, p, n)) > 0)
		return used;
	k = utf8_decode(p, n, &cp);
	if (k <= 0) /* no character: nothing, as in xterm.js */
		return k == 0 ? n : (size_t)-k;
	glyph_print_cp(vt, cp);
	return (size_t)k;
}

void
glyph_print(struct vt *vt, const uint8_t *p, size_t n, size_t nascii)
{
	size_t k;

	for (; n > 0; nascii = k < nascii ? nascii - k : 0) {
		if (*p >= 0x80)
			k = glyph_print_other(vt, p, n);
		else if (!glyph_is_ascii(&vt->charsets)) {
			glyph_print_set(vt, *p);
			k = 1;
		} else if (glyph_prepends(&vt->glyphs, *p)) {
			glyph_join(vt, *p);
			k = 1;
		} else {
			k = nascii > 0 ? nascii : glyph_ascii_run(p, n);
			glyph_print_ascii(vt, p, k);
		}
		p += k;
		n -= k;
	}
	glyph_flush(vt);
}

void
glyph_repeat(struct vt *vt, unsigned n)
{
	struct glyphs *g = &vt->glyphs;
	uint32_t text = g->cp;
	unsigned width;

	if (!g->last)
		return;
	if (n > vt->rows * vt->cols) /* it would all be scrolled away */
		n = vt->rows * vt->cols;
	width = g->width;
	if (g->ntext > 0)
		text = g->joined = intern_text(vt->intern, g->text, g->ntext);
	for (; n > 0; n--) {
		if (!glyph_fits(vt, width))
			break;
		glyph_hold(vt, text, width);
	}
	glyph_flush(vt);
	glyph_end(vt);
}
