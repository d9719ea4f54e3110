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
#include "tty/frame.h"

static void
test_looks(void **state)
{
	struct intern *in = intern_create();
	struct theme *t;
	const struct style *s;
	struct style many = { 0 };
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
	theme_set_light(t, true);
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

static void
test_light(void **state)
{
	(void)state;
	assert_true(theme_is_light(0xffffff));
	assert_true(theme_is_light(0xfdf6e3));
	assert_false(theme_is_light(0x000000));
	assert_false(theme_is_light(0x002b36));
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
			s = row_get(&f->row[0], col).text & CELL_TAIL ? "" : ".",
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
		linedraw_cut(f, 0, cases[i].col, cases[i].right,
		    cases[i].text, "~", 0);
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
		cmocka_unit_test(test_light),
		cmocka_unit_test(test_draw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
