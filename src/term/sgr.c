/* SPDX-License-Identifier: ISC */
/* sgr: SGR (CSI m) read into a style, and a style written as SGR. */

#include <string.h>

#include "base/buf.h"
#include "term/cell.h"
#include "term/sgr.h"

#define UL(style) ((unsigned)(style) << ATTR_UL_SHIFT)

/* Parameters that only set or clear attributes. */
static const struct {
	uint16_t set;
	uint16_t clear;
} rows[] = {
	[1] = { ATTR_BOLD, 0 },
	[2] = { ATTR_DIM, 0 },
	[3] = { ATTR_ITALIC, 0 },
	[5] = { ATTR_BLINK, 0 },
	[7] = { ATTR_INVERSE, 0 },
	[8] = { ATTR_CONCEAL, 0 },
	[9] = { ATTR_STRIKE, 0 },
	[21] = { UL(UL_DOUBLE), ATTR_UL_MASK },
	[22] = { 0, ATTR_BOLD | ATTR_DIM },
	[23] = { 0, ATTR_ITALIC },
	[24] = { 0, ATTR_UL_MASK },
	[25] = { 0, ATTR_BLINK },
	[27] = { 0, ATTR_INVERSE },
	[28] = { 0, ATTR_CONCEAL },
	[29] = { 0, ATTR_STRIKE },
	[53] = { ATTR_OVERLINE, 0 },
	[55] = { 0, ATTR_OVERLINE },
};

static void
sgr_reset(struct style *st)
{
	uint16_t link = st->link;

	memset(st, 0, sizeof *st);
	st->link = link;
}

static void
sgr_set_underline(struct style *st, unsigned style)
{
	if (style > UL_DASHED)
		style = UL_SINGLE;
	st->attr = (st->attr & ~ATTR_UL_MASK) | UL(style);
}

/* The low byte of arg[i], 0 for what is not there. */
static uint32_t
sgr_byte(const int16_t *arg, unsigned n, unsigned i)
{
	return i < n && arg[i] > 0 ? arg[i] & 0xff : 0;
}

/* The colour after 38, 48 or 58 at arg[0], of n parameters. How many of them
 * belong to it; what is left out at its end is 0. */
static unsigned
sgr_colour(const int16_t *arg, const bool *part, unsigned n, uint32_t *colour)
{
	unsigned parts, len, at;

	for (parts = 1; parts < n && part[parts]; parts++)
		;
	if (n < 2)
		return 1;
	len = parts > 1 ? parts : n;
	if (arg[1] == 5) {
		*colour = COLOUR_INDEXED | sgr_byte(arg, len, 2);
		return parts > 1 || len < 3 ? len : 3;
	}
	if (arg[1] != 2)
		return parts > 1 ? parts : 2;
	/* With colons a colour space comes before red; many leave it out. */
	at = parts > 1 && parts != 5 ? 3 : 2;
	*colour = COLOUR_RGB | sgr_byte(arg, len, at) << 16 |
	    sgr_byte(arg, len, at + 1) << 8 | sgr_byte(arg, len, at + 2);
	return parts > 1 || len < 5 ? len : 5;
}

/* A colour of one parameter: whether it is one. */
static bool
sgr_short_colour(struct style *st, int v)
{
	if (v >= 30 && v <= 37)
		st->fg = COLOUR_INDEXED | (v - 30);
	else if (v >= 40 && v <= 47)
		st->bg = COLOUR_INDEXED | (v - 40);
	else if (v >= 90 && v <= 97)
		st->fg = COLOUR_INDEXED | (v - 90 + 8);
	else if (v >= 100 && v <= 107)
		st->bg = COLOUR_INDEXED | (v - 100 + 8);
	else if (v == 39)
		st->fg = COLOUR_DEFAULT;
	else if (v == 49)
		st->bg = COLOUR_DEFAULT;
	else if (v == 59)
		st->ul = COLOUR_DEFAULT;
	else
		return false;
	return true;
}

static void
sgr_simple(struct style *st, int v)
{
	if ((v >= 30 && sgr_short_colour(st, v)) || v >= (int)nitems(rows))
		return;
	st->attr &= (uint16_t)~rows[v].clear;
	st->attr |= rows[v].set;
}

/* One parameter with what belongs to it: how many that is. */
static unsigned
sgr_one(struct style *st, const int16_t *arg, const bool *part, unsigned n)
{
	int v = arg[0] < 0 ? 0 : arg[0];
	unsigned len;

	if (v == 38)
		return sgr_colour(arg, part, n, &st->fg);
	if (v == 48)
		return sgr_colour(arg, part, n, &st->bg);
	if (v == 58)
		return sgr_colour(arg, part, n, &st->ul);
	for (len = 1; len < n && part[len]; len++)
		;
	if (v == 0)
		sgr_reset(st);
	else if (v == 4)
		sgr_set_underline(st, len > 1 && arg[1] >= 0 ? arg[1] : 1);
	else
		sgr_simple(st, v);
	return len;
}

void
sgr_apply(struct style *st, const int16_t *arg, const bool *part, unsigned n)
{
	unsigned i;

	if (n == 0)
		sgr_reset(st);
	for (i = 0; i < n;)
		i += sgr_one(st, arg + i, part + i, n - i);
}

static void
sgr_put_colour(struct buf *b, uint32_t c, int base)
{
	unsigned v = c & 0xffffff;

	if (COLOUR_KIND(c) == COLOUR_RGB)
		buf_printf(b, ";%d;2;%u;%u;%u", base + 8, v >> 16, v >> 8 & 255,
		    v & 255);
	else if (COLOUR_KIND(c) != COLOUR_INDEXED)
		return;
	else if (v < 8)
		buf_printf(b, ";%u", base + v);
	else if (v < 16)
		buf_printf(b, ";%u", base + 60 + v - 8);
	else
		buf_printf(b, ";%d;5;%u", base + 8, v & 255);
}

static void
sgr_put_underline(struct buf *b, const struct style *st)
{
	unsigned v = st->ul & 0xffffff, style = ATTR_UL(st->attr);

	if (style == UL_SINGLE)
		buf_printf(b, ";4");
	else if (style != UL_NONE)
		buf_printf(b, ";4:%u", style);
	if (COLOUR_KIND(st->ul) == COLOUR_RGB)
		buf_printf(b, ";58:2::%u:%u:%u", v >> 16, v >> 8 & 255,
		    v & 255);
	else if (COLOUR_KIND(st->ul) == COLOUR_INDEXED)
		buf_printf(b, ";58:5:%u", v & 255);
}

void
sgr_put_params(struct buf *b, const struct style *st)
{
	static const struct {
		uint16_t attr;
		uint8_t number;
	} out[] = {
		{ ATTR_BOLD, 1 },
		{ ATTR_DIM, 2 },
		{ ATTR_ITALIC, 3 },
		{ ATTR_BLINK, 5 },
		{ ATTR_INVERSE, 7 },
		{ ATTR_CONCEAL, 8 },
		{ ATTR_STRIKE, 9 },
		{ ATTR_OVERLINE, 53 },
	};
	unsigned i;

	buf_put_u8(b, '0');
	for (i = 0; i < nitems(out); i++) {
		if (st->attr & out[i].attr)
			buf_printf(b, ";%u", out[i].number);
	}
	sgr_put_underline(b, st);
	sgr_put_colour(b, st->fg, 30);
	sgr_put_colour(b, st->bg, 40);
}

void
sgr_put(struct buf *b, const struct style *st)
{
	buf_put(b, "\033[", 2);
	sgr_put_params(b, st);
	buf_put_u8(b, 'm');
}
