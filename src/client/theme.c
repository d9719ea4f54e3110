/* SPDX-License-Identifier: ISC */
/* theme: the looks and the signs of the views. Which one is shown where is the
 * views' business; what the terminal cannot show, the tty leaves out. */

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "client/theme.h"
#include "term/cell.h"
#include "term/intern.h"
#include "tty/caps.h"

/* The contrast that text needs to be read (WCAG 2, AA). */
#define CONTRAST_MIN 4.5

/* A colour of the person's palette, by its index, and two of the colour cube,
 * which is the same everywhere, for where the palette's cannot be read: on dark
 * and on light backgrounds. Where the palette is not known, dark backgrounds
 * get guess. */
enum hue {
	HUE_NONE,
	HUE_RED,
	HUE_GREEN,
	HUE_YELLOW,
	HUE_MAGENTA,
	HUE_CYAN
};

static const struct {
	uint8_t palette;
	uint8_t guess;
	uint8_t on_dark;
	uint8_t on_light;
} hues[] = {
	[HUE_NONE] = { 0, 0, 0, 0 },
	[HUE_RED] = { 1, 9, 210, 124 },
	[HUE_GREEN] = { 2, 2, 114, 22 },
	[HUE_YELLOW] = { 3, 3, 221, 94 },
	[HUE_MAGENTA] = { 5, 13, 177, 90 },
	[HUE_CYAN] = { 6, 6, 80, 24 },
};

#define UNDERLINED (UL_SINGLE << ATTR_UL_SHIFT)

static const struct {
	enum hue hue;
	uint16_t attr;
} looks[] = {
	[LOOK_PLAIN] = { HUE_NONE, 0 },
	[LOOK_DIM] = { HUE_NONE, ATTR_DIM },
	[LOOK_STRONG] = { HUE_NONE, ATTR_BOLD },
	[LOOK_MARKED] = { HUE_NONE, ATTR_BOLD | ATTR_INVERSE },
	[LOOK_POINT] = { HUE_CYAN, ATTR_BOLD },
	[LOOK_WORKING] = { HUE_CYAN, 0 },
	[LOOK_NEED] = { HUE_YELLOW, 0 },
	[LOOK_DONE] = { HUE_GREEN, 0 },
	[LOOK_FAILED] = { HUE_RED, 0 },
	[LOOK_STOPPED] = { HUE_NONE, ATTR_DIM },
	[LOOK_IDLE] = { HUE_NONE, ATTR_DIM },
	[LOOK_MERGED] = { HUE_MAGENTA, 0 },
	[LOOK_MATCH] = { HUE_NONE, ATTR_BOLD | UNDERLINED },
	[LOOK_WARN] = { HUE_YELLOW, ATTR_BOLD },
};

_Static_assert(nitems(looks) == LOOK_COUNT, "a look is not told");

static const struct {
	const char *utf8;
	const char *ascii;
} signs[] = {
	[SIGN_POINT] = { "❯", ">" },
	[SIGN_FIND] = { "⌕", "/" },
	[SIGN_ALIVE] = { "✻", "*" },
	[SIGN_GONE] = { "∙", "." },
	[SIGN_ASLEEP] = { "✢", "+" },
	[SIGN_ELLIPSIS] = { "…", "~" },
	[SIGN_DOT] = { "·", "-" },
	[SIGN_TIMES] = { "×", "x" },
	[SIGN_CHILD] = { "↳", "\\" },
	[SIGN_RULE] = { "─", "-" },
	[SIGN_RULE_DOWN] = { "│", "|" },
	[SIGN_LEFT] = { "←", "<" },
	[SIGN_RIGHT] = { "→", ">" },
	[SIGN_UP] = { "↑", "^" },
	[SIGN_DOWN] = { "↓", "v" },
};

_Static_assert(nitems(signs) == SIGN_COUNT, "a sign is not told");

static const char *const working_utf8[THEME_STEPS] = { "✽", "✶", "✳", "✶" };
static const char *const working_ascii[THEME_STEPS] = { "|", "/", "-", "\\" };

struct theme {
	struct intern *intern; /* borrowed */
	bool utf8;
	bool plain; /* no colours */
	struct theme_ground ground;
	uint32_t ids[LOOK_COUNT]; /* 0: not asked for yet, or the default */
};

static void
mark(struct intern *in, void *arg)
{
	const struct theme *t = arg;
	unsigned i;

	for (i = 0; i < LOOK_COUNT; i++)
		intern_mark_style(in, t->ids[i]);
}

struct theme *
theme_create(struct intern *in, bool utf8)
{
	struct theme *t = xcalloc(1, sizeof *t);
	const char *no = getenv("NO_COLOR");

	t->intern = in;
	t->utf8 = utf8;
	t->plain = no != NULL && *no != '\0';
	intern_add_root(in, mark, t);
	return t;
}

void
theme_destroy(struct theme *t)
{
	if (t == NULL)
		return;
	intern_remove_root(t->intern, t);
	free(t);
}

void
theme_set_ascii(struct theme *t)
{
	t->utf8 = false;
}

void
theme_set_ground(struct theme *t, const struct theme_ground *ground)
{
	t->ground = *ground;
	memset(t->ids, 0, sizeof t->ids);
}

/* sRGB's curve, near enough without the mathematics library. */
static double
linear(uint32_t v)
{
	double x = (v & 0xff) / 255.0;

	return x * (x * (x * 0.305306011 + 0.682171111) + 0.012522878);
}

static double
luminance(uint32_t rgb)
{
	return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) +
	    0.0722 * linear(rgb);
}

double
theme_contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

/* The palette's own colour where it can be read. */
static uint32_t
choose(const struct theme_ground *g, enum hue hue)
{
	uint32_t own = g->palette[hues[hue].palette];
	uint8_t dark = hues[hue].on_dark, light = hues[hue].on_light;
	bool is_light;

	if (hue == HUE_NONE)
		return COLOUR_DEFAULT;
	if (!g->known)
		return COLOUR_INDEXED | hues[hue].guess;
	if (own & THEME_KNOWN && theme_contrast(own, g->bg) >= CONTRAST_MIN)
		return COLOUR_INDEXED | hues[hue].palette;
	is_light = theme_contrast(caps_rgb(light), g->bg) >
	    theme_contrast(caps_rgb(dark), g->bg);
	/* Of what could stand in, the terminal would make the same again. */
	if (g->few && is_light)
		return COLOUR_DEFAULT;
	if (!g->few && (own & THEME_KNOWN || is_light))
		return COLOUR_INDEXED | (is_light ? light : dark);
	return COLOUR_INDEXED | hues[hue].guess;
}

bool
theme_utf8(const struct theme *t)
{
	return t->utf8;
}

static struct style
style_of(const struct theme *t, enum look look)
{
	struct style s = { 0 };

	if (!t->plain)
		s.fg = choose(&t->ground, looks[look].hue);
	s.attr = looks[look].attr;
	return s;
}

uint32_t
theme_look(struct theme *t, enum look look)
{
	struct style s;

	if (look == LOOK_PLAIN)
		return 0;
	if (t->ids[look] == 0) {
		s = style_of(t, look);
		t->ids[look] = intern_style(t->intern, &s);
	}
	return t->ids[look];
}

uint32_t
theme_link(struct theme *t, enum look look, const char *uri)
{
	struct style s = style_of(t, look);

	s.link = intern_link(t->intern, uri, NULL);
	return intern_style(t->intern, &s);
}

const char *
theme_sign(const struct theme *t, enum sign sign)
{
	return t->utf8 ? signs[sign].utf8 : signs[sign].ascii;
}

const char *
theme_working(const struct theme *t, unsigned step)
{
	step %= THEME_STEPS;
	return t->utf8 ? working_utf8[step] : working_ascii[step];
}
