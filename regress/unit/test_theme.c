/* SPDX-License-Identifier: ISC */
/* test_theme: looks differ by more than colour where it matters, survive a
 * collection of styles, and text is drawn where it fits. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "client/linedraw.h"
#include "client/theme.h"
#include "term/intern.h"
#include "term/row.h"
#include "tty/caps.h"
#include "tty/frame.h"

static void
test_looks(void **state)
{
	struct intern *in = intern_create();
	struct theme *t;
	const struct style *s;
	struct style many = { 0 };
	const struct theme_ground white = { .known = true, .bg = 0xffffff };
	unsigned i;

	(void)state;
	unsetenv("NO_COLOR");
	t = theme_create(in, true);
	s = intern_get_style(in, theme_look(t, LOOK_NEED));
	assert_int_equal(s->fg, COLOUR_INDEXED | 3);
	/* Many styles that nobody holds: ours are still what they were. */
	for (i = 1; i < 200000; i++) {
		many.fg = COLOUR_RGB | i;
		(void)intern_style(in, &many);
	}
	s = intern_get_style(in, theme_look(t, LOOK_NEED));
	assert_int_equal(s->fg, COLOUR_INDEXED | 3);
	theme_set_ground(t, &white);
	s = intern_get_style(in, theme_look(t, LOOK_NEED));
	assert_int_not_equal(s->fg, COLOUR_INDEXED | 3);
	theme_destroy(t);

	setenv("NO_COLOR", "1", 1);
	t = theme_create(in, false);
	for (i = 0; i < LOOK_COUNT; i++) {
		s = intern_get_style(in, theme_look(t, (enum look)i));
		assert_int_equal(s->fg, 0);
	}
	/* What is selected or found differs all the same. */
	s = intern_get_style(in, theme_look(t, LOOK_MARKED));
	assert_true(s->attr & ATTR_INVERSE);
	assert_int_not_equal(theme_look(t, LOOK_MATCH), 0);
	for (i = 0; i < SIGN_COUNT; i++)
		assert_true((uint8_t)*theme_sign(t, (enum sign)i) < 0x80);
	/* Alive, at work and gone differ by their shape. */
	assert_string_not_equal(theme_sign(t, SIGN_ALIVE),
	    theme_sign(t, SIGN_GONE));
	for (i = 0; i < THEME_STEPS; i++)
		assert_string_not_equal(theme_working(t, i),
		    theme_sign(t, SIGN_ALIVE));
	theme_destroy(t);
	unsetenv("NO_COLOR");
	intern_destroy(in);
}

/* Backgrounds and palettes (1, 2, 3, 5, 6) as terminals and themes come. */
static const struct {
	const char *name;
	uint32_t bg;
	uint32_t palette[5];
} grounds[] = {
	{ "xterm", 0xffffff,
	    { 0xcd0000, 0x00cd00, 0xcdcd00, 0xcd00cd, 0x00cdcd } },
	{ "xterm, dark", 0x000000,
	    { 0xcd0000, 0x00cd00, 0xcdcd00, 0xcd00cd, 0x00cdcd } },
	{ "Tango", 0xffffff,
	    { 0xcc0000, 0x4e9a06, 0xc4a000, 0x75507b, 0x06989a } },
	{ "Tango, dark", 0x2e3436,
	    { 0xcc0000, 0x4e9a06, 0xc4a000, 0x75507b, 0x06989a } },
	{ "GNOME, dark", 0x171421,
	    { 0xc01c28, 0x26a269, 0xa2734c, 0xa347ba, 0x2aa1b3 } },
	{ "kitty", 0x000000,
	    { 0xcc0403, 0x19cb00, 0xcecb00, 0xcb1ed1, 0x0dcdcd } },
	{ "Solarized, light", 0xfdf6e3,
	    { 0xdc322f, 0x859900, 0xb58900, 0xd33682, 0x2aa198 } },
	{ "Solarized, dark", 0x002b36,
	    { 0xdc322f, 0x859900, 0xb58900, 0xd33682, 0x2aa198 } },
	{ "Campbell", 0x0c0c0c,
	    { 0xc50f1f, 0x13a10e, 0xc19c00, 0x881798, 0x3a96dd } },
	{ "Windows, light", 0xf2f2f2,
	    { 0xc50f1f, 0x13a10e, 0xc19c00, 0x881798, 0x3a96dd } },
	{ "VGA", 0x000000,
	    { 0xaa0000, 0x00aa00, 0xaa5500, 0xaa00aa, 0x00aaaa } },
	{ "Gruvbox, light", 0xfbf1c7,
	    { 0xcc241d, 0x98971a, 0xd79921, 0xb16286, 0x689d6a } },
	{ "Breeze", 0x232627,
	    { 0xed1515, 0x11d116, 0xf67400, 0x9b59b6, 0x1abc9c } },
};

static const uint8_t numbers[] = { 1, 2, 3, 5, 6 };

/* The colour of a look as the terminal shows it. */
static uint32_t
shown(const struct theme_ground *g, uint32_t colour)
{
	unsigned i = colour & 0xff;

	return i < THEME_PALETTE ? g->palette[i] & 0xffffff : caps_rgb(i);
}

/* Every colour can be read, and the palette's own stays where it can. */
static void
test_contrast(void **state)
{
	struct intern *in = intern_create();
	struct theme *t = theme_create(in, true);
	const struct style *s;
	struct theme_ground g;
	size_t i, k;
	unsigned look;
	double c;

	(void)state;
	for (i = 0; i < nitems(grounds); i++) {
		memset(&g, 0, sizeof g);
		g.known = true;
		g.bg = grounds[i].bg;
		for (k = 0; k < nitems(numbers); k++)
			g.palette[numbers[k]] =
			    grounds[i].palette[k] | THEME_KNOWN;
		theme_set_ground(t, &g);
		for (look = 0; look < LOOK_COUNT; look++) {
			s = intern_get_style(in, theme_look(t, look));
			if (COLOUR_KIND(s->fg) == COLOUR_DEFAULT)
				continue;
			c = theme_contrast(shown(&g, s->fg), g.bg);
			if (c < 4.5)
				fail_msg("%s, look %u: %.2f", grounds[i].name,
				    look, c);
		}
	}
	/* Sixteen colours: none, before one that cannot be read. */
	g.few = true;
	g.bg = 0xffffff;
	g.palette[3] = 0xcdcd00 | THEME_KNOWN;
	theme_set_ground(t, &g);
	s = intern_get_style(in, theme_look(t, LOOK_NEED));
	assert_int_equal(s->fg, COLOUR_DEFAULT);
	g.bg = 0x000000;
	g.palette[1] = 0xaa0000 | THEME_KNOWN;
	theme_set_ground(t, &g);
	s = intern_get_style(in, theme_look(t, LOOK_FAILED));
	assert_int_equal(s->fg, COLOUR_INDEXED | 9);
	g.few = false;
	/* xterm's green on black, but not on white. */
	g.bg = 0x000000;
	g.palette[2] = 0x00cd00 | THEME_KNOWN;
	theme_set_ground(t, &g);
	s = intern_get_style(in, theme_look(t, LOOK_DONE));
	assert_int_equal(s->fg, COLOUR_INDEXED | 2);
	g.bg = 0xffffff;
	theme_set_ground(t, &g);
	s = intern_get_style(in, theme_look(t, LOOK_DONE));
	assert_int_not_equal(s->fg, COLOUR_INDEXED | 2);
	theme_destroy(t);
	intern_destroy(in);
}

/* A light background of which nothing else is known. */
static void
test_light(void **state)
{
	struct theme_ground g = { .known = true };
	struct intern *in = intern_create();
	struct theme *t = theme_create(in, true);
	const struct style *s;
	unsigned look;

	(void)state;
	theme_set_ground(t, &g);
	s = intern_get_style(in, theme_look(t, LOOK_NEED));
	assert_int_equal(s->fg, COLOUR_INDEXED | 3);
	g.bg = 0xfdf6e3;
	theme_set_ground(t, &g);
	for (look = 0; look < LOOK_COUNT; look++) {
		s = intern_get_style(in, theme_look(t, look));
		if (COLOUR_KIND(s->fg) != COLOUR_DEFAULT)
			assert_true(theme_contrast(shown(&g, s->fg), g.bg) >
			    4.5);
	}
	assert_true(theme_contrast(0x000000, 0xffffff) > 20.9);
	assert_true(theme_contrast(0x777777, 0xffffff) > 4.4);
	assert_true(theme_contrast(0x777777, 0xffffff) < 4.6);
	theme_destroy(t);
	intern_destroy(in);
}

/* Row 0 as text; caller frees. */
static char *
text_of(struct frame *f)
{
	char *out = xcalloc(1, 256), tmp[4];
	const char *s;
	unsigned col;
	size_t n;

	for (col = 0; col < f->cols; col++) {
		s = intern_get_text(f->intern,
		    row_get(&f->row[0], col).text & ~CELL_WIDE, tmp, &n);
		if (n == 0)
			s = row_get(&f->row[0], col).text & CELL_TAIL ? "" :
									".",
			n = strlen(s);
		strncat(out, s, n);
	}
	return out;
}

static void
test_draw(void **state)
{
	static const struct {
		const char *text;
		unsigned col;
		unsigned right;
		const char *want;
	} cases[] = {
		{ "abc", 1, 6, ".abc...." },
		{ "abcdefghij", 0, 99, "abcdefg~" },
		{ "abcdef", 2, 6, "..abc~.." },
		{ "漢字漢字", 0, 6, "漢字~..." },
		{ "漢", 0, 1, "~......." },
		{ "abc", 8, 9, "........" },
		{ "", 0, 8, "........" },
		{ "e\xcc\x81x", 0, 8, "e\xcc\x81x......" },
	};
	struct intern *in = intern_create();
	struct frame *f = frame_create(in, 2, 8);
	char *have;
	size_t i;

	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	for (i = 0; i < nitems(cases); i++) {
		frame_blank(f);
		linedraw_cut(f, 0, cases[i].col, cases[i].right, cases[i].text,
		    "~", 0);
		have = text_of(f);
		if (strcmp(have, cases[i].want) != 0)
			fail_msg("case %zu: %s", i, have);
		free(have);
	}
	/* Over half of a wide one; past the frame. */
	frame_blank(f);
	linedraw_text(f, 0, 0, 8, "漢字", 0);
	linedraw_text(f, 0, 1, 8, "x", 0);
	have = text_of(f);
	assert_string_equal(have + 1, "x字....");
	free(have);
	linedraw_text(f, 7, 0, 8, "x", 0);
	linedraw_mark(f, 7, 0, 8, 1);
	setenv("LC_ALL", "C", 1);
	frame_blank(f);
	linedraw_text(f, 0, 0, 8, "a漢é", 0);
	have = text_of(f);
	assert_string_equal(have, "a???....");
	free(have);
	frame_destroy(f);
	intern_destroy(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_light),
		cmocka_unit_test(test_draw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
