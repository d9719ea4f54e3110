/* SPDX-License-Identifier: ISC */
/* test_shown: what lies in spans, and how most of a row is lit. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agentscreen.h"
#include "base/shown.h"

static void
spans(void **state)
{
	struct shown_screen s;

	(void)state;
	agentscreen_make(&s, "a {b c} d[e]");
	assert_true(shown_in_spans(&s.rows[0], &s.rows[0].dim, 1, 6));
	assert_false(shown_in_spans(&s.rows[0], &s.rows[0].dim, 0, 6));
	assert_false(shown_in_spans(&s.rows[0], &s.rows[0].dim, 1, 2));
	assert_true(shown_in_spans(&s.rows[0], &s.rows[0].lit, 7, 8));
	assert_false(shown_in_spans(&s.rows[0], &s.rows[0].lit, 7, 9) &&
	    s.rows[0].text[8] != '\0');
	shown_clear(&s);
}

/* Spans that touch and look alike are one. */
static void
joins(void **state)
{
	struct shown_row row = { 0 };

	(void)state;
	shown_add_span(&row.lit, 0, 2, 7);
	shown_add_span(&row.lit, 2, 5, 7);
	shown_add_span(&row.lit, 5, 6, 9);
	shown_add_span(&row.lit, 8, 9, 9);
	assert_int_equal(row.lit.n, 3);
	assert_int_equal(row.lit.v[0].to, 5);
	assert_int_equal(shown_look(&row, 0), 7);
	assert_int_equal(shown_look(&row, 4), 7);
	assert_int_equal(shown_look(&row, 5), 9);
	assert_int_equal(shown_look(&row, 6), 0);
	free(row.lit.v);
}

static void
looks(void **state)
{
	static const struct {
		const char *row;
		uint64_t look;
	} rows[] = {
		{ "plain", 0 },
		{ "[lit]", 1 },
		{ "most [is not]", 1 },
		{ "most is not [lit]", 0 },
		{ "[ab]~cde~", 2 },
		{ "[abc]~de~", 1 },
		{ "", 0 },
	};
	struct shown_screen s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		agentscreen_make(&s, rows[i].row);
		if (shown_row_look(&s.rows[0]) != rows[i].look)
			fail_msg("'%s'", rows[i].row);
		shown_clear(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans),
		cmocka_unit_test(joins),
		cmocka_unit_test(looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
