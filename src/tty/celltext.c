/* SPDX-License-Identifier: ISC */
/* celltext: cells' texts as bytes. Where they go is the painter's business. */

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "term/cell.h"
#include "term/intern.h"
#include "tty/caps.h"
#include "tty/celltext.h"

/* What looks alike, in order. */
static const struct {
	uint32_t from, to;
	char ascii;
} alike[] = {
	{ 0x00a0, 0x00a0, ' ' },
	{ 0x00ab, 0x00ab, '<' },
	{ 0x00b7, 0x00b7, '.' },
	{ 0x00bb, 0x00bb, '>' },
	{ 0x00d7, 0x00d7, 'x' },
	{ 0x2000, 0x200a, ' ' },
	{ 0x2010, 0x2015, '-' },
	{ 0x2018, 0x201b, '\'' },
	{ 0x201c, 0x201f, '"' },
	{ 0x2022, 0x2022, '*' },
	{ 0x2026, 0x2026, '~' },
	{ 0x2039, 0x2039, '<' },
	{ 0x203a, 0x203a, '>' },
	{ 0x2190, 0x2190, '<' },
	{ 0x2191, 0x2191, '^' },
	{ 0x2192, 0x2192, '>' },
	{ 0x2193, 0x2193, 'v' },
	{ 0x2212, 0x2212, '-' },
	{ 0x2219, 0x2219, '.' },
	{ 0x2315, 0x2315, '/' },
	{ 0x23ba, 0x23bd, '-' },
	{ 0x23bf, 0x23bf, '|' },
	{ 0x23f5, 0x23f5, '>' },
	{ 0x23fa, 0x23fa, '*' },
	{ 0x2500, 0x2501, '-' },
	{ 0x2502, 0x2503, '|' },
	{ 0x2504, 0x2505, '-' },
	{ 0x2506, 0x2507, '|' },
	{ 0x2508, 0x2509, '-' },
	{ 0x250a, 0x250b, '|' },
	{ 0x250c, 0x254b, '+' },
	{ 0x254c, 0x254d, '-' },
	{ 0x254e, 0x254f, '|' },
	{ 0x2550, 0x2550, '=' },
	{ 0x2551, 0x2551, '|' },
	{ 0x2552, 0x2570, '+' },
	{ 0x2571, 0x2571, '/' },
	{ 0x2572, 0x2572, '\\' },
	{ 0x2573, 0x2573, 'X' },
	{ 0x2574, 0x2574, '-' },
	{ 0x2575, 0x2575, '|' },
	{ 0x2576, 0x2576, '-' },
	{ 0x2577, 0x2577, '|' },
	{ 0x2578, 0x2578, '-' },
	{ 0x2579, 0x2579, '|' },
	{ 0x257a, 0x257a, '-' },
	{ 0x257b, 0x257b, '|' },
	{ 0x257c, 0x257c, '-' },
	{ 0x257d, 0x257d, '|' },
	{ 0x257e, 0x257e, '-' },
	{ 0x257f, 0x257f, '|' },
	{ 0x2580, 0x259f, '#' },
	{ 0x25a0, 0x25a1, '#' },
	{ 0x25b2, 0x25b5, '^' },
	{ 0x25b6, 0x25bb, '>' },
	{ 0x25bc, 0x25bf, 'v' },
	{ 0x25c0, 0x25c5, '<' },
	{ 0x25c6, 0x25c7, '*' },
	{ 0x25cb, 0x25cb, 'o' },
	{ 0x25cf, 0x25cf, '*' },
	{ 0x2610, 0x2610, '-' },
	{ 0x2611, 0x2612, 'x' },
	{ 0x2713, 0x2714, 'v' },
	{ 0x2715, 0x2718, 'x' },
	{ 0x2722, 0x2722, '+' },
	{ 0x2723, 0x274b, '*' },
	{ 0x276e, 0x276e, '<' },
	{ 0x276f, 0x276f, '>' },
	{ 0x279c, 0x279c, '>' },
	{ 0x2800, 0x2800, ' ' },
	{ 0x2801, 0x28ff, ':' },
};

/* The fonts of consoles have text, lines and blocks, but no signs from here
 * on. */
#define SIGNS_FROM 0x25a0

static char
looks_alike(uint32_t cp)
{
	size_t i;

	for (i = 0; i < nitems(alike) && alike[i].from <= cp; i++)
		if (cp <= alike[i].to)
			return alike[i].ascii;
	return '\0';
}

/* Whether the cell, whose text is s, was written as ASCII. */
static bool
put_ascii(struct buf *out, const struct caps *caps, uint32_t text,
    const char *s)
{
	uint32_t cp = CELL_VALUE(text);
	bool wide = text & CELL_WIDE;
	char c;

	if (caps->utf8 && caps->signs)
		return false;
	if (text & CELL_CLUSTER) /* a letter without its marks */
		cp = (uint8_t)*s < 0x7f ? (uint8_t)*s : 0;
	else if (cp < 0x7f)
		return false;
	c = wide ? '\0' : cp < 0x7f ? (char)cp : looks_alike(cp);
	if (caps->utf8 && (c == '\0' || cp < SIGNS_FROM))
		return false;
	buf_put_u8(out, (uint8_t)(c != '\0' ? c : '?'));
	if (wide)
		buf_put_u8(out, '?');
	return true;
}

/* Valid UTF-8 without controls: nothing else is ever written. */
static bool
printable(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i;

	for (i = 0; i < n; i++) {
		if (p[i] < 0x20 || p[i] == 0x7f)
			return false;
		if (p[i] == 0xc2 && i + 1 < n && p[i + 1] < 0xa0)
			return false;
	}
	return utf8_valid(s, n);
}

/* The length without joiners (U+200D) at the end. Some terminals put what is
 * written next in the same cell, wherever the cursor was moved meanwhile. */
static size_t
without_joiner(const char *s, size_t n)
{
	while (n >= 3 && memcmp(s + n - 3, "\342\200\215", 3) == 0)
		n -= 3;
	return n;
}

void
celltext_put(struct buf *out, const struct caps *caps, const struct intern *in,
    const struct cell *c)
{
	const char *s;
	char tmp[4];
	size_t n;

	s = intern_get_text(in, c->text & ~CELL_WIDE, tmp, &n);
	if (n == 0)
		buf_put_u8(out, ' ');
	else if (put_ascii(out, caps, c->text, s))
		return;
	else if (!printable(s, n))
		buf_put(out, "\357\277\275", 3); /* U+FFFD */
	else {
		/* Not those that turn the direction and the like. */
		if (!(c->text & CELL_CLUSTER)) {
			if (utf8_width(CELL_VALUE(c->text)) == 0)
				buf_put_u8(out, ' ');
			if (utf8_is_format(CELL_VALUE(c->text)))
				return;
		}
		buf_put(out, s, without_joiner(s, n));
	}
}

void
celltext_put_line(struct buf *out, const struct caps *caps, const char *s,
    size_t n)
{
	uint32_t cp;
	size_t i;
	int r;
	char c;

	if (caps->utf8) {
		buf_put(out, s, n);
		return;
	}
	for (i = 0; i < n; i += (size_t)(r > 0 ? r : 1)) {
		r = utf8_decode((const uint8_t *)s + i, n - i, &cp);
		if (r > 0 && utf8_width(cp) == 0)
			continue;
		c = r > 0 ? cp < 0x7f ? (char)cp : looks_alike(cp) : '?';
		buf_put_u8(out, (uint8_t)(c != '\0' ? c : '?'));
	}
}
