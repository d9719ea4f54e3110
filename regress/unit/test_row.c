/* SPDX-License-Identifier: ISC */
/* test_row: cells of one line. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/xmalloc.h"
#include "term/row.h"

/* A row from a picture: letters, '.' erased, '>' wide with '<' its tail, '#'
 * erased with a style. */
static void
draw(struct row *r, const char *s)
{
	struct cell c;
	unsigned i;

	row_reset(r);
	for (i = 0; s[i] != '\0'; i++) {
		c.text = (uint8_t)s[i];
		c.style = 0;
		if (s[i] == '>')
			c.text = 0x4e2d | CELL_WIDE;
		else if (s[i] == '<')
			c.text = CELL_TAIL;
		else if (s[i] == '.' || s[i] == '#')
			c.text = 0;
		if (s[i] == '#')
			c.style = 5;
		row_reserve(r, i + 1)[i] = c;
	}
}

static void
expect(const struct row *r, const char *s)
{
	char have[64];
	struct cell c;
	unsigned i;

	assert_true(r->used < sizeof have);
	for (i = 0; i < r->used; i++) {
		c = row_get(r, i);
		if (c.text & CELL_TAIL)
			have[i] = '<';
		else if (c.text & CELL_WIDE)
			have[i] = '>';
		else if (c.text == 0)
			have[i] = c.style != 0 ? '#' : '.';
		else
			have[i] = (char)c.text;
	}
	have[i] = '\0';
	assert_string_equal(have, s);
}

static void
test_reserve(void **state)
{
	struct row r = { 0 };
	struct cell x = { 'x', 1 };
	unsigned i;

	(void)state;
	assert_int_equal(row_get(&r, 7).text, 0);
	assert_int_equal(row_extent(&r), 0);
	assert_null(r.cells);
	for (i = 0; i < 2000; i += 7) {
		row_reserve(&r, i + 1)[i] = x;
		assert_int_equal(r.used, i + 1);
		assert_int_equal(row_get(&r, i).text, 'x');
		if (i > 0)
			assert_int_equal(row_get(&r, i - 1).text, 0);
	}
	/* What was cut is blank when it comes back. */
	r.used = 3;
	row_reserve(&r, 10);
	for (i = 3; i < 10; i++)
		assert_int_equal(row_get(&r, i).text, 0);
	row_reset(&r);
	assert_non_null(r.cells);
	row_clear(&r);
	assert_null(r.cells);
	assert_int_equal(r.used, 0);
}

static void
test_fill(void **state)
{
	static const struct {
		const char *before;
		unsigned col, n;
		struct cell c;
		const char *after;
	} cases[] = {
		{ "abcdef", 1, 2, { 'x', 0 }, "axxdef" },
		{ "abc", 5, 2, { 'x', 0 }, "abc..xx" },
		{ "abcdef", 2, 2, { 0, 0 }, "ab..ef" },
		{ "abcdef", 2, 9, { 0, 0 }, "ab" },
		{ "abcdef", 2, 4, { 0, 0 }, "ab" },
		{ "abc", 9, 4, { 0, 0 }, "abc" },
		{ "abc", 2, 3, { 0, 5 }, "ab###" },
		{ "abc", 1, 0, { 'x', 0 }, "abc" },
		{ "", 0, 3, { 0, 0 }, "" },
	};
	struct row r = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		draw(&r, cases[i].before);
		row_fill(&r, cases[i].col, cases[i].n, cases[i].c);
		expect(&r, cases[i].after);
	}
	row_clear(&r);
}

static void
test_extent(void **state)
{
	struct row r = { 0 };

	(void)state;
	draw(&r, "ab..");
	assert_int_equal(row_extent(&r), 2);
	draw(&r, "ab.#.");
	assert_int_equal(row_extent(&r), 4);
	draw(&r, "....");
	assert_int_equal(row_extent(&r), 0);
	row_clear(&r);
}

static void
test_split(void **state)
{
	static const struct {
		const char *before;
		unsigned col, n;
		const char *after; /* within the range: heads lose text */
	} cases[] = {
		{ "a><b", 0, 1, "a><b" },
		{ "a><b", 2, 1, "a.<b" },
		{ "a><b", 2, 0, "a..b" },
		{ "a><b", 1, 0, "a><b" },
		{ "a><b", 1, 1, "a..b" },
		{ "a><b", 1, 2, "a><b" },
		{ "a><b", 0, 2, "a..b" },
		{ "><><", 1, 2, ".<.." },
		{ "a><b", 9, 3, "a><b" },
		{ "a><", 3, 1, "a><" },
	};
	struct row r = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		draw(&r, cases[i].before);
		row_split(&r, cases[i].col, cases[i].n);
		expect(&r, cases[i].after);
	}
	/* The style stays. */
	draw(&r, "a><b");
	r.cells[1].style = 3;
	row_split(&r, 2, 1);
	assert_int_equal(r.cells[1].text, 0);
	assert_int_equal(r.cells[1].style, 3);
	row_clear(&r);
}

static void
test_copy(void **state)
{
	struct row a = { 0 }, b = { 0 };

	(void)state;
	draw(&a, "abc><");
	a.flags = ROW_WRAPPED;
	a.gen = 9;
	row_copy(&b, &a);
	expect(&b, "abc><");
	assert_int_equal(b.flags, ROW_WRAPPED);
	assert_int_equal(b.gen, 9);
	assert_ptr_not_equal(a.cells, b.cells);
	draw(&a, "z");
	row_swap(&a, &b);
	expect(&a, "abc><");
	expect(&b, "z");
	row_clear(&b);
	row_copy(&a, &b);
	expect(&a, "");
	row_clear(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reserve),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_extent),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
