/* SPDX-License-Identifier: ISC */
/* textpath: text and erasing on the screen without libvterm. */

#include "base/utf8.h"
#include "term/charset.h"
#include "term/screen.h"
#include "term/textpath.h"

#define TEXTPATH_RUN 128 /* characters at once */

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

/* As utf8_simple_width: the alphabet of a text has room in the cache. */
static unsigned
textpath_width(struct vt *vt, uint32_t cp)
{
	uint32_t *w =
	    &vt->glyphs.widths[(cp ^ cp >> 8) % nitems(vt->glyphs.widths)];

	if (*w >> 2 != cp)
		*w = cp << 2 | (uint32_t)utf8_simple_width(cp);
	return *w & 3;
}

/* As utf8_decode, which is asked where this is no well formed character of two
 * to four bytes. */
static int
textpath_decode(const uint8_t *p, size_t n, uint32_t *cp)
{
	uint32_t c;

	if (n >= 3 && (p[0] & 0xf0) == 0xe0 && (p[1] & 0xc0) == 0x80 &&
	    (p[2] & 0xc0) == 0x80) {
		c = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
		if (c >= 0x800 && c - 0xd800 >= 0x800) {
			*cp = c;
			return 3;
		}
	} else if (n >= 2 && p[0] >= 0xc2 && p[0] < 0xe0 &&
	    (p[1] & 0xc0) == 0x80) {
		*cp = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
		return 2;
	}
	return utf8_decode(p, n, cp);
}

/* Simple characters of n bytes, as many as fit in cols columns and into text:
 * their number; *used bytes, *width columns in all. */
static unsigned
textpath_gather(struct vt *vt, const uint8_t *p, size_t n, unsigned cols,
    uint32_t *text, size_t *used, unsigned *width)
{
	const struct charsets *cs = &vt->charsets;
	bool ascii = cs->set[cs->left] == CHARSET_ASCII;
	unsigned k = 0, w, sum = 0;
	size_t i = 0;
	uint32_t cp;
	int len;

	while (k < TEXTPATH_RUN && i < n) {
		if (p[i] < 0x80) {
			if (!ascii || sum == cols)
				break;
			text[k++] = p[i++];
			sum++;
			continue;
		}
		len = textpath_decode(p + i, n - i, &cp);
		if (len <= 0 || (w = textpath_width(vt, cp)) == 0 ||
		    sum + w > cols)
			break;
		text[k++] = w == 2 ? cp | CELL_WIDE : cp;
		i += (size_t)len;
		sum += w;
	}
	*used = i;
	*width = sum;
	return k;
}

/* The last glyph is this one, which ends where the cursor is to be. */
static void
textpath_note_last(struct vt *vt, uint32_t text, unsigned end)
{
	struct glyphs *g = &vt->glyphs;

	g->row = vt->cursor->row;
	g->width = text & CELL_WIDE ? 2 : 1;
	g->col = end - g->width;
	g->cp = CELL_VALUE(text);
	g->simple = true;
	g->state = 0;
	g->ntext = 0;
	g->last = true;
}

size_t
textpath_put_simple(struct vt *vt, const uint8_t *p, size_t n)
{
	struct cursor *c = vt->cursor;
	uint32_t text[TEXTPATH_RUN];
	unsigned k, width;
	size_t used, all = 0;

	while (all < n) {
		if (c->wrap || c->col == vt->cols - 1) {
			/* Whether it wraps depends on the first. */
			k = textpath_gather(vt, p + all, n - all, 2, text,
			    &used, &width);
			if (k == 0)
				break;
			textpath_make_room(vt, text[0] & CELL_WIDE ? 2 : 1);
		}
		k = textpath_gather(vt, p + all, n - all, vt->cols - c->col,
		    text, &used, &width);
		if (k == 0)
			break;
		screen_put_run(vt->screen, c->row, c->col, text, k, width,
		    vt_pen(vt));
		textpath_note_last(vt, text[k - 1], c->col + width);
		textpath_advance(vt, width);
		all += used;
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
