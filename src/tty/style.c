/* SPDX-License-Identifier: ISC */
/* style: styles as SGR differences. Colours are written with semicolons, the
 * underline's colour with colons: what terminals agree on. */

#include <string.h>

#include "base/buf.h"
#include "term/cell.h"
#include "tty/caps.h"
#include "tty/style.h"

#define SGR_MAX 160

/* Attributes in the order of their numbers. off22 ones share one "off". */
static const struct {
	uint16_t attr;
	const char *on;
	const char *off;
} simple_attrs[] = {
	{ ATTR_BOLD, "1", "22" },
	{ ATTR_DIM, "2", "22" },
	{ ATTR_ITALIC, "3", "23" },
	{ ATTR_BLINK, "5", "25" },
	{ ATTR_INVERSE, "7", "27" },
	{ ATTR_CONCEAL, "8", "28" },
	{ ATTR_STRIKE, "9", "29" },
	{ ATTR_OVERLINE, "53", "55" },
};

static const char *const ul_codes[] = { "24", "4", "4:2", "4:3", "4:4", "4:5" };

/* A line of SGR parameters in the making. */
struct params {
	char s[SGR_MAX];
	size_t n;
};

static void
add(struct params *p, const char *code)
{
	size_t n;

	n = strlen(code);
	if (p->n + n + 1 >= sizeof p->s)
		return;
	if (p->n > 0)
		p->s[p->n++] = ';';
	memcpy(p->s + p->n, code, n);
	p->n += n;
}

static uint16_t
reduce_attr(const struct caps *c, uint16_t attr)
{
	attr &= (uint16_t)~ATTR_PROTECTED;
	if (!c->dim)
		attr &= (uint16_t)~ATTR_DIM;
	if (!c->italic)
		attr &= (uint16_t)~ATTR_ITALIC;
	if (!c->blink)
		attr &= (uint16_t)~ATTR_BLINK;
	if (!c->conceal)
		attr &= (uint16_t)~ATTR_CONCEAL;
	if (!c->strike)
		attr &= (uint16_t)~ATTR_STRIKE;
	if (!c->overline)
		attr &= (uint16_t)~ATTR_OVERLINE;
	if (ATTR_UL(attr) > UL_DASHED || (ATTR_UL(attr) && !c->ul_styles))
		attr = (attr & (uint16_t)~ATTR_UL_MASK) |
		    UL_SINGLE << ATTR_UL_SHIFT;
	return attr;
}

struct style
style_reduce(const struct caps *c, const struct style *from)
{
	struct style s;

	s = *from;
	s.attr = reduce_attr(c, s.attr);
	s.fg = caps_colour(c, s.fg);
	s.bg = caps_colour(c, s.bg);
	s.ul = c->ul_colour ? caps_colour(c, s.ul) : COLOUR_DEFAULT;
	if (!c->links)
		s.link = 0;
	/* Eight colours: the bright ones by bold, as ever. */
	if (c->colours == 8 && COLOUR_KIND(from->fg) == COLOUR_INDEXED &&
	    (from->fg & 0xff) >= 8 && (from->fg & 0xff) < 16)
		s.attr |= ATTR_BOLD;
	return s;
}

static void
add_colour(struct params *p, uint32_t c, int base)
{
	char code[32];
	unsigned i;

	i = c & 0xff;
	switch (COLOUR_KIND(c)) {
	case COLOUR_INDEXED:
		if (i < 8)
			snprintf(code, sizeof code, "%u", base + i);
		else if (i < 16)
			snprintf(code, sizeof code, "%u", base + 60 + i - 8);
		else
			snprintf(code, sizeof code, "%d;5;%u", base + 8, i);
		break;
	case COLOUR_RGB:
		snprintf(code, sizeof code, "%d;2;%u;%u;%u", base + 8,
		    c >> 16 & 0xff, c >> 8 & 0xff, i);
		break;
	default:
		snprintf(code, sizeof code, "%d", base + 9);
		break;
	}
	add(p, code);
}

static void
add_ul_colour(struct params *p, uint32_t c)
{
	char code[32];

	switch (COLOUR_KIND(c)) {
	case COLOUR_INDEXED:
		snprintf(code, sizeof code, "58:5:%u", c & 0xff);
		break;
	case COLOUR_RGB:
		snprintf(code, sizeof code, "58:2::%u:%u:%u", c >> 16 & 0xff,
		    c >> 8 & 0xff, c & 0xff);
		break;
	default:
		snprintf(code, sizeof code, "59");
		break;
	}
	add(p, code);
}

static void
add_difference(struct params *p, const struct style *from,
    const struct style *to)
{
	uint16_t had, has;
	size_t i;

	had = from->attr;
	has = to->attr;
	/* Bold and dim go together: turning one off takes both. */
	if (had & ~has & (ATTR_BOLD | ATTR_DIM)) {
		add(p, "22");
		had &= (uint16_t) ~(ATTR_BOLD | ATTR_DIM);
	}
	for (i = 0; i < nitems(simple_attrs); i++)
		if ((had & ~has) & simple_attrs[i].attr)
			add(p, simple_attrs[i].off);
	if (ATTR_UL(had) != ATTR_UL(has))
		add(p, ul_codes[ATTR_UL(has)]);
	for (i = 0; i < nitems(simple_attrs); i++)
		if ((has & ~had) & simple_attrs[i].attr)
			add(p, simple_attrs[i].on);
	if (from->fg != to->fg)
		add_colour(p, to->fg, 30);
	if (from->bg != to->bg)
		add_colour(p, to->bg, 40);
	if (from->ul != to->ul)
		add_ul_colour(p, to->ul);
}

void
style_change(struct buf *out, const struct caps *c, const struct style *from,
    const struct style *to)
{
	static const struct style plain;
	struct params diff = { { 0 }, 0 }, whole = { { 0 }, 0 };
	const struct params *p;

	add_difference(&diff, from, to);
	if (diff.n == 0)
		return;
	add_difference(&whole, &plain, to);
	/* "0;" costs two bytes; alone it is the empty parameter. */
	p = &diff;
	if (!c->attr_off || whole.n == 0 || whole.n + 2 < diff.n)
		p = &whole;
	buf_put(out, "\033[", 2);
	if (p == &whole && whole.n > 0)
		buf_put(out, "0;", 2);
	buf_put(out, p->s, p->n);
	buf_put_u8(out, 'm');
}
