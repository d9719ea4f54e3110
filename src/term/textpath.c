/* SPDX-License-Identifier: ISC */
/* textpath: text and erasing on the screen without libvterm. */

#include "base/utf8.h"
#include "term/charset.h"
#include "term/screen.h"
#include "term/textpath.h"

#define TEXTPATH_RUN 256 /* columns at once */

/* In glyphs.blocks: 0 is not looked at yet. */
#define WIDTH_MIXED 0x04u
#define WIDTH_SAME  0x08u /* | the columns of all */
#define WIDTH_BLOCK 64u	  /* code points */

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

static uint8_t
textpath_block(uint32_t cp)
{
	uint32_t first = cp - cp % WIDTH_BLOCK, i;
	int width = utf8_simple_width(first);

	for (i = 1; i < WIDTH_BLOCK; i++)
		if (utf8_simple_width(first + i) != width)
			return WIDTH_MIXED;
	return (uint8_t)(WIDTH_SAME | (unsigned)width);
}

/* textpath_width for what no block has told. */
static unsigned
textpath_find_width(struct glyphs *g, uint32_t cp)
{
	uint32_t block = cp / WIDTH_BLOCK, *w;

	if (block < nitems(g->blocks) && g->blocks[block] == 0) {
		g->blocks[block] = textpath_block(cp);
		if (g->blocks[block] & WIDTH_SAME)
			return g->blocks[block] & 3;
	}
	w = &g->widths[(cp ^ cp >> 8) % nitems(g->widths)];
	if (*w >> 2 != cp)
		*w = cp << 2 | (uint32_t)utf8_simple_width(cp);
	return *w & 3;
}

/* As utf8_simple_width. */
static inline unsigned
textpath_width(struct glyphs *g, uint32_t cp)
{
	uint32_t block = cp / WIDTH_BLOCK;

	if (block < nitems(g->blocks) && (g->blocks[block] & WIDTH_SAME))
		return g->blocks[block] & 3;
	return textpath_find_width(g, cp);
}

/* As utf8_decode, which is asked where this is no well formed character of two
 * to four bytes. */
static inline int
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
	} else if (n >= 4 && (p[0] & 0xf8) == 0xf0 && (p[1] & 0xc0) == 0x80 &&
	    (p[2] & 0xc0) == 0x80 && (p[3] & 0xc0) == 0x80) {
		c = (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 |
		    (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
		if (c - 0x10000 < 0x100000) {
			*cp = c;
			return 4;
		}
	}
	return utf8_decode(p, n, cp);
}

/* The cells of simple characters of n bytes, as many as fit in cols columns, at
 * most TEXTPATH_RUN: how many columns. *used bytes. */
static unsigned
textpath_gather(struct vt *vt, const uint8_t *p, size_t n, unsigned cols,
    struct cell *cells, size_t *used)
{
	const struct charsets *cs = &vt->charsets;
	bool ascii = cs->set[cs->left] == CHARSET_ASCII;
	uint32_t cp, style = vt_pen(vt);
	unsigned w, sum = 0;
	size_t i = 0;
	int len;

	while (sum < cols && i < n) {
		if (p[i] < 0x80) {
			if (!ascii)
				break;
			cells[sum].text = p[i++];
			cells[sum++].style = style;
			continue;
		}
		len = textpath_decode(p + i, n - i, &cp);
		if (len <= 0 || (w = textpath_width(&vt->glyphs, cp)) == 0 ||
		    sum + w > cols)
			break;
		/* The tail of a wide one; else the next goes over it. */
		cells[sum].text = cp | (w - 1) * CELL_WIDE;
		cells[sum].style = style;
		cells[sum + 1].text = CELL_TAIL;
		cells[sum + 1].style = style;
		i += (size_t)len;
		sum += w;
	}
	*used = i;
	return sum;
}

/* The last glyph is the last of n cells, which go to the cursor. */
static void
textpath_note_last(struct vt *vt, const struct cell *cells, unsigned n)
{
	struct glyphs *g = &vt->glyphs;

	g->row = vt->cursor->row;
	g->width = cells[n - 1].text & CELL_TAIL ? 2 : 1;
	g->col = vt->cursor->col + n - g->width;
	g->cp = CELL_VALUE(cells[n - g->width].text);
	g->simple = true;
	g->state = 0;
	g->ntext = 0;
	g->last = true;
}

size_t
textpath_put_simple(struct vt *vt, const uint8_t *p, size_t n)
{
	struct cursor *c = vt->cursor;
	struct cell cells[TEXTPATH_RUN + 1];
	unsigned k, cols;
	size_t used, all = 0;

	while (all < n) {
		if (c->wrap || c->col == vt->cols - 1) {
			/* Whether it wraps depends on the first. */
			k = textpath_gather(vt, p + all, n - all, 2, cells,
			    &used);
			if (k == 0)
				break;
			textpath_make_room(vt,
			    cells[0].text & CELL_WIDE ? 2 : 1);
		}
		cols = vt->cols - c->col;
		if (cols > TEXTPATH_RUN)
			cols = TEXTPATH_RUN;
		k = textpath_gather(vt, p + all, n - all, cols, cells, &used);
		if (k == 0)
			break;
		screen_put_cells(vt->screen, c->row, c->col, cells, k);
		textpath_note_last(vt, cells, k);
		textpath_advance(vt, k);
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
