/* SPDX-License-Identifier: ISC */
/* test_region: the parts of a screen by name. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/region.h"
#include "agentscreen.h"
#include "base/shown.h"
#include "base/xmalloc.h"

#define LINE "\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80"
#define BOX                                                                    \
	"old\n" LINE " NAME " LINE "\n> he|llo\n  more\n" LINE                 \
	"\nfooter\nlast\n\n"

static void
names(void **state)
{
	static const char *const good[] = { "whole", "title", "progress",
		"bottom(1)", "bottom(100)", "cursor_line", "prompt_box",
		"after_rule" };
	static const char *const bad[] = { "", "Whole", "bottom", "bottom()",
		"bottom(0)", "bottom(101)", "bottom(1", "bottom(-1)",
		"bottom(1x)", "bottom( 1)", "bottom(1000)", "bottom(01)" };
	struct region r;
	char *name;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(good); i++) {
		assert_int_equal(region_parse(good[i], &r), 0);
		name = region_name(&r);
		assert_string_equal(name, good[i]);
		free(name);
		assert_int_equal(region_is_outside(&r), i == 1 || i == 2);
	}
	for (i = 0; i < nitems(bad); i++)
		if (region_parse(bad[i], &r) == 0)
			fail_msg("%s", bad[i]);
}

static void
parts(void **state)
{
	static const struct {
		const char *screen;
		const char *region;
		const char *text;
	} rows[] = {
		{ "a\nb|\nc\n", "whole", "a\nb\nc\n" },
		{ "a\nb|\nc\n\n", "bottom(2)", "b\nc" },
		{ "a\nb|\nc\n\n", "bottom(9)", "a\nb\nc" },
		{ "\n|\n", "bottom(2)", "" },
		/* a cursor that is parked below the text */
		{ "a\nb\n\n\n  |", "bottom(1)", "b" },
		{ "a\nb|\nc", "cursor_line", "b" },
		{ BOX, "prompt_box", "> hello\n  more" },
		{ "a\nb|", "prompt_box", "b" },
		{ LINE "\na|", "prompt_box", "a" },
		{ BOX, "after_rule", "footer\nlast\n\n" },
		{ "a\nb|", "after_rule", "" },
		{ "a\n\xe2\x95\xad" LINE "\xe2\x95\xae\nb", "after_rule", "b" },
		{ "a\n" LINE " too long a name\nb", "after_rule", "" },
		{ "a", "title", "" },
		{ "a", "progress", "none" },
	};
	struct shown_screen s;
	struct region r;
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		agentscreen_make(&s, rows[i].screen);
		assert_int_equal(region_parse(rows[i].region, &r), 0);
		text = region_text(&s, &r);
		if (strcmp(text, rows[i].text) != 0)
			fail_msg("row %zu: '%s'", i, text);
		free(text);
		shown_clear(&s);
	}
}

static void
outside(void **state)
{
	struct shown_screen s;
	struct region r = { REGION_PROGRESS, 0 };
	char *text;

	(void)state;
	shown_init(&s, 0);
	s.title = xstrdup("Title");
	s.progress_state = 2;
	s.progress = 40;
	text = region_text(&s, &r);
	assert_string_equal(text, "error 40");
	free(text);
	r.kind = REGION_TITLE;
	text = region_text(&s, &r);
	assert_string_equal(text, "Title");
	free(text);
	s.cursor_row = 7; /* behind its end */
	for (r.kind = REGION_WHOLE; r.kind <= REGION_AFTER_RULE; r.kind++) {
		r.n = 3;
		free(region_text(&s, &r));
	}
	shown_clear(&s);
}

/* The oldest rows go first. */
static void
bounded(void **state)
{
	struct shown_screen s;
	struct region r = { REGION_WHOLE, 0 };
	char *text;
	size_t i, n;

	(void)state;
	shown_init(&s, 100);
	for (i = 0; i < s.nrows; i++)
		s.rows[i].text = xasprintf("%02zu%01020d", i, 0);
	text = region_text(&s, &r);
	n = strlen(text);
	assert_true(n <= REGION_MAX && n > REGION_MAX - 2048);
	assert_non_null(strstr(text, "\n99"));
	assert_null(strstr(text, "\n10"));
	free(text);
	shown_clear(&s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(parts),
		cmocka_unit_test(outside),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
