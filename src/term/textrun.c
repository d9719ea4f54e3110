/* SPDX-License-Identifier: ISC */
/* textrun: decoding of simple characters; knows no screen. */

#include <string.h>

#include "base/utf8.h"
#include "term/rowcode_internal.h"
#include "term/textrun.h"

#define BLOCK 64u /* code points */

#define HIGHS 0x8080808080808080u

/* In blocks: 0 is not looked at yet. */
#define WIDTH_MIXED 0x04u
#define WIDTH_SAME  0x08u /* | the columns of all */

/* What is being gathered. */
struct gather {
	struct textrun *out;
	struct textrun_widths *widths;
	const uint8_t *p;
	size_t n;
	size_t i; /* bytes taken */
	unsigned max;
	unsigned cols;
	unsigned first; /* cols where the last run began */
	unsigned width; /* of the last run, 0: there is none */
};

/* The first byte lowest. */
static inline uint32_t
load_32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

static inline uint64_t
load_64(const uint8_t *p)
{
	return load_32(p) | (uint64_t)load_32(p + 4) << 32;
}

static uint8_t
look_at_block(uint32_t cp)
{
	uint32_t first = cp - cp % BLOCK, i;
	int width = utf8_simple_width(first);

	for (i = 1; i < BLOCK; i++)
		if (utf8_simple_width(first + i) != width)
			return WIDTH_MIXED;
	return (uint8_t)(WIDTH_SAME | (unsigned)width);
}

static unsigned
find_width(struct textrun_widths *t, uint32_t cp)
{
	uint32_t block = cp / BLOCK, *w;

	if (block < nitems(t->blocks)) {
		if (t->blocks[block] == 0)
			t->blocks[block] = look_at_block(cp);
		if (t->blocks[block] & WIDTH_SAME)
			return t->blocks[block] & 3;
	}
	w = &t->others[(cp ^ cp >> 8) % nitems(t->others)];
	if (*w >> 2 != cp)
		*w = cp << 2 | (uint32_t)utf8_simple_width(cp);
	return *w & 3;
}

/* As utf8_simple_width. */
static inline unsigned
get_width(struct textrun_widths *t, uint32_t cp)
{
	uint32_t block = cp / BLOCK;

	if (block < nitems(t->blocks) && (t->blocks[block] & WIDTH_SAME))
		return t->blocks[block] & 3;
	return find_width(t, cp);
}

/* As utf8_decode, which is asked where this is no well formed character of two
 * to four bytes. */
static inline int
decode(const uint8_t *p, size_t n, uint32_t *cp)
{
	uint32_t w;

	if (n < 4)
		return utf8_decode(p, n, cp);
	w = load_32(p);
	if ((w & 0xc0c0f0) == 0x8080e0) {
		*cp = (w & 0x0f) << 12 | (w >> 2 & 0xfc0) | (w >> 16 & 0x3f);
		if (*cp - 0x800 < 0xd000 || *cp - 0xe000 < 0x2000)
			return 3;
	} else if ((w & 0xc0e0) == 0x80c0) {
		*cp = (w & 0x1f) << 6 | (w >> 8 & 0x3f);
		if (*cp >= 0x80)
			return 2;
	} else if ((w & 0xc0c0c0f8) == 0x808080f0) {
		*cp = (w & 0x07) << 18 | (w << 4 & 0x3f000) |
		    (w >> 10 & 0xfc0) | (w >> 24 & 0x3f);
		if (*cp - 0x10000 < 0x100000)
			return 4;
	}
	return utf8_decode(p, n, cp);
}

/* How many ASCII characters come next, at most max. */
static inline size_t
count_ascii(const uint8_t *p, size_t n, size_t max)
{
	size_t i = 0;
	uint64_t w;

	if (n > max)
		n = max;
	for (; n - i >= sizeof w; i += sizeof w)
		if ((w = load_64(p + i) & HIGHS) != 0)
			return i + ((size_t)__builtin_ctzll(w) >> 3);
	while (i < n && p[i] < 0x80)
		i++;
	return i;
}

/* The last run ends, one of another width begins: whether there may be one. */
static inline bool
next_run(struct gather *g, unsigned width)
{
	struct textrun *out = g->out;

	if (g->width != 0)
		out->run[out->nruns++].n =
		    (uint16_t)((g->cols - g->first) >> (g->width - 1));
	g->first = g->cols;
	g->width = width;
	if (width == 0 || out->nruns == TEXTRUN_RUNS) {
		g->width = 0;
		return false;
	}
	out->run[out->nruns].kind = width == 2 ? RUN_WIDE : RUN_NARROW;
	return true;
}

/* All but ASCII, as far as it goes: false if nothing may come after it. */
static bool
gather_other(struct gather *g)
{
	const uint8_t *p = g->p + g->i, *end = g->p + g->n;
	unsigned w, cols = g->cols, width = g->width;
	uint32_t cp;
	bool more = true;
	int len;

	for (; p < end && *p >= 0x80; p += len) {
		len = decode(p, (size_t)(end - p), &cp);
		if (len <= 0 || (w = get_width(g->widths, cp)) == 0 ||
		    cols + w > g->max) {
			more = false;
			break;
		}
		if (w != width) {
			g->cols = cols;
			if (!(more = next_run(g, w)))
				break;
			width = w;
		}
		g->out->last = cp;
		cols += w;
	}
	g->i = (size_t)(p - g->p);
	g->cols = cols;
	return more;
}

void
textrun_get(struct textrun *out, struct textrun_widths *widths,
    const uint8_t *p, size_t n, unsigned cols, bool ascii, uint32_t style)
{
	struct gather g = { out, widths, p, n, 0, cols, 0, 0, 0 };
	unsigned i;
	size_t k;

	out->nruns = 0;
	while (g.i < n) {
		if (p[g.i] >= 0x80) {
			if (!gather_other(&g))
				break;
			continue;
		}
		if (!ascii || g.cols == cols ||
		    (g.width != 1 && !next_run(&g, 1)))
			break;
		k = count_ascii(p + g.i, n - g.i, cols - g.cols);
		g.i += k;
		g.cols += (unsigned)k;
		out->last = p[g.i - 1];
	}
	next_run(&g, 0);
	out->cols = g.cols;
	out->used = g.i;
	for (i = 0; i < out->nruns; i++)
		out->run[i].style = style;
}
