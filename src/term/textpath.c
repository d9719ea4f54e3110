/* SPDX-License-Identifier: ISC */
/* textpath: text and erasing on the screen without libvterm. */

#include <limits.h>

#include "base/utf8.h"
#include "term/charset.h"
#include "term/rowcode_internal.h"
#include "term/rowtext.h"
#include "term/screen.h"
#include "term/textpath.h"

#define TEXTPATH_RUNS 24 /* at once */

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

/* Simple characters that were found. */
struct gathered {
	struct rowrun run[TEXTPATH_RUNS];
	unsigned nruns;
	unsigned cols;
	size_t used;   /* bytes */
	uint32_t last; /* the last of them */
};

/* Runs of which n counts from the first on, and kind is a width, become runs.
 */
static void
textpath_finish(struct gathered *g, uint32_t style)
{
	unsigned i, before = 0, n;

	for (i = 0; i < g->nruns; i++) {
		n = g->run[i].n;
		g->run[i].n = (uint16_t)(n - before);
		g->run[i].kind = g->run[i].kind == 2 ? RUN_WIDE : RUN_NARROW;
		g->run[i].style = style;
		before = n;
	}
}

/* The simple characters that n bytes begin with, as many as fit in cols columns
 * and into runs. */
static void
textpath_gather(struct vt *vt, const uint8_t *p, size_t n, unsigned cols,
    struct gathered *g)
{
	const struct charsets *cs = &vt->charsets;
	bool ascii = cs->set[cs->left] == CHARSET_ASCII;
	uint32_t cp = 0, style = vt_pen(vt);
	unsigned w, sum = 0, before = 0, k = 0, run = UINT_MAX;
	size_t i = 0;
	int len;

	for (; i < n; i += (size_t)len) {
		if (p[i] < 0x80) {
			if (!ascii)
				break;
			len = 1;
			w = 1;
			cp = p[i];
		} else {
			len = textpath_decode(p + i, n - i, &cp);
			if (len <= 0 ||
			    (w = textpath_width(&vt->glyphs, cp)) == 0)
				break;
		}
		if (sum + w > cols)
			break;
		run += w != before;
		if (run == TEXTPATH_RUNS)
			break;
		before = w;
		g->last = cp;
		g->run[run].n = (uint16_t)++k;
		g->run[run].kind = (uint8_t)w;
		sum += w;
	}
	g->nruns = k == 0	    ? 0 :
	    run + 1 > TEXTPATH_RUNS ? TEXTPATH_RUNS :
				      run + 1;
	g->used = i;
	g->cols = sum;
	textpath_finish(g, style);
}

/* The last glyph is the last one, which ends where the cursor is to be. */
static void
textpath_note_last(struct vt *vt, const struct gathered *found)
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

size_t
textpath_put_simple(struct vt *vt, const uint8_t *p, size_t n)
{
	struct cursor *c = vt->cursor;
	struct gathered g;
	size_t all = 0;

	while (all < n) {
		if (c->wrap || c->col == vt->cols - 1) {
			/* Whether it wraps depends on the first. */
			textpath_gather(vt, p + all, n - all, 2, &g);
			if (g.nruns == 0)
				break;
			textpath_make_room(vt,
			    g.run[0].kind == RUN_WIDE ? 2 : 1);
		}
		textpath_gather(vt, p + all, n - all, vt->cols - c->col, &g);
		if (g.nruns == 0)
			break;
		screen_put_runs(vt->screen, c->row, c->col, g.cols, g.run,
		    g.nruns, p + all, (unsigned)g.used);
		textpath_note_last(vt, &g);
		textpath_advance(vt, g.cols);
		all += g.used;
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
