/* SPDX-License-Identifier: ISC */
/* test_reflow: a screen at other sizes. */

#include "typist.h"

#include "base/xmalloc.h"
#include "term/reflow.h"

#define WIDE "\xe4\xb8\xad"

struct step {
	unsigned rows, cols;
	const char *expect;
	unsigned row, col; /* the cursor */
	bool wrap;
	size_t back;
};

static void
run_steps(unsigned rows, unsigned cols, const char *text,
    const struct step *steps, size_t n)
{
	struct typist t;
	struct cursor *c;
	char *logs;
	size_t i;

	typist_open(&t, rows, cols, 1u << 20);
	typist_type(&t, text);
	logs = typist_logs(&t);
	for (i = 0; i < n; i++) {
		screen_resize(t.s, steps[i].rows, steps[i].cols);
		c = screen_cursor(t.s);
		typist_expect(&t, steps[i].expect);
		typist_check_wide(&t);
		assert_int_equal(c->row, steps[i].row);
		assert_int_equal(c->col, steps[i].col);
		assert_int_equal(c->wrap, steps[i].wrap);
		assert_int_equal(scrollback_count(t.sb), steps[i].back);
		typist_expect_logs(&t, logs);
	}
	free(logs);
	typist_close(&t);
}

static void
test_narrower(void **state)
{
	static const struct step steps[] = {
		{ 4, 4, "abcd\\ef|gh||", 2, 2, false, 0 },
		{ 4, 3, "abc\\def|gh||", 2, 2, false, 0 },
		{ 4, 2, "ab\\cd\\ef|gh|", 3, 1, true, 0 },
		{ 4, 3, "abc\\def|gh||", 2, 2, false, 0 },
		{ 4, 8, "abcdef|gh|||", 1, 2, false, 0 },
	};

	(void)state;
	run_steps(4, 8, "abcdef\ngh", steps, nitems(steps));
}

static void
test_overflow(void **state)
{
	static const struct step steps[] = {
		{ 3, 3, "jkl|mno\\pq|", 2, 2, false, 3 },
		{ 3, 6, "abcdef\\ghijkl|mnopq|", 2, 5, false, 0 },
		{ 3, 12, "abcdefghijkl|mnopq||", 1, 5, false, 0 },
		{ 1, 12, "mnopq|", 0, 5, false, 1 },
		{ 3, 4, "ijkl|mnop\\q|", 2, 1, false, 2 },
	};

	(void)state;
	run_steps(3, 6, "abcdefghijkl\nmnopq", steps, nitems(steps));
}

static void
test_heights(void **state)
{
	static const struct step full[] = {
		{ 2, 8, "d|e|", 1, 1, false, 3 },
		{ 1, 8, "e|", 0, 1, false, 4 },
		{ 4, 8, "b|c|d|e|", 3, 1, false, 1 },
		{ 9, 8, "a|b|c|d|e|||||", 4, 1, false, 0 },
		{ 5, 8, "a|b|c|d|e|", 4, 1, false, 0 },
	};
	static const struct step roomy[] = {
		{ 3, 8, "a|b||", 1, 1, false, 0 },
		{ 2, 8, "a|b|", 1, 1, false, 0 },
		{ 1, 8, "b|", 0, 1, false, 1 },
		{ 6, 8, "a|b|||||", 1, 1, false, 0 },
	};

	(void)state;
	run_steps(5, 8, "a\nb\nc\nd\ne", full, nitems(full));
	run_steps(6, 8, "a\nb", roomy, nitems(roomy));
}

static void
test_wide(void **state)
{
	static const struct step steps[] = {
		{ 4, 5, "a" WIDE WIDE "\\" WIDE "b|||", 1, 3, false, 0 },
		{ 4, 4, "a" WIDE "\\" WIDE WIDE "\\b||", 2, 1, false, 0 },
		{ 4, 3, "a" WIDE "\\" WIDE "\\" WIDE "b||", 2, 2, true, 0 },
		{ 4, 2, WIDE "\\" WIDE "\\" WIDE "\\b|", 3, 1, false, 1 },
		{ 4, 8, "a" WIDE WIDE WIDE "b||||", 0, 7, true, 0 },
		{ 4, 9, "a" WIDE WIDE WIDE "b||||", 0, 8, false, 0 },
	};

	(void)state;
	run_steps(4, 9, "a" WIDE WIDE WIDE "b", steps, nitems(steps));
}

static void
test_cursor(void **state)
{
	struct typist t;
	struct cursor saved = { .row = 0, .col = 5 }, *c;
	struct cursor low = { .row = 3, .col = 7 };

	(void)state;
	typist_open(&t, 4, 8, 1u << 20);
	c = screen_cursor(t.s);
	typist_type(&t, "abcdefgh");
	assert_true(c->wrap);
	screen_track(t.s, &saved);
	screen_resize(t.s, 4, 4); /* in the middle: stays on its character */
	assert_int_equal(saved.row, 1);
	assert_int_equal(saved.col, 1);
	assert_true(c->row == 1 && c->col == 3 && c->wrap);
	c->row = 0;
	c->col = 2;
	c->wrap = false;
	screen_resize(t.s, 4, 2);
	assert_true(c->row == 1 && c->col == 0 && !c->wrap);
	assert_true(saved.row == 2 && saved.col == 1);
	screen_resize(t.s, 4, 8);
	assert_true(c->row == 0 && c->col == 2 && !c->wrap);
	assert_true(saved.row == 0 && saved.col == 5);

	/* After the text, and below all text. */
	c->row = 2;
	c->col = 6;
	screen_track(t.s, &low);
	screen_resize(t.s, 4, 4);
	assert_true(c->row == 3 && c->col == 3 && !c->wrap);
	assert_true(low.row == 3 && low.col == 3);
	typist_close(&t);
}

/* Rows below the cursor go first, and new ones come there. */
static void
test_below(void **state)
{
	struct typist t;

	(void)state;
	typist_open(&t, 5, 4, 1u << 20);
	typist_type(&t, "a\nb\nc\nd\ne");
	screen_cursor(t.s)->row = 1;
	screen_resize(t.s, 4, 4);
	typist_expect(&t, "a|b|c|d|");
	assert_int_equal(screen_cursor(t.s)->row, 1);
	screen_resize(t.s, 5, 4);
	typist_expect(&t, "a|b|c|d||");
	assert_int_equal(screen_cursor(t.s)->row, 1);
	screen_resize(t.s, 1, 4); /* the cursor stays on the screen */
	typist_expect(&t, "b|");
	assert_int_equal(screen_cursor(t.s)->row, 0);
	screen_resize(t.s, 3, 4); /* and is at its bottom */
	typist_expect(&t, "a|b||");
	assert_int_equal(screen_cursor(t.s)->row, 1);
	typist_close(&t);
}

static void
test_styles(void **state)
{
	struct style st = { .bg = COLOUR_INDEXED | 4 };
	struct rect row = { 1, 2, 2, 8 };
	struct typist t;

	(void)state;
	typist_open(&t, 3, 8, 1u << 20);
	typist_type(&t, "abcdef\nxy");
	t.style = intern_style(t.in, &st);
	screen_erase(t.s, row, t.style, false);
	screen_set_prompt(t.s, 1);
	screen_resize(t.s, 4, 4); /* erased colour takes no row of its own */
	typist_expect(&t, "abcd\\ef|xy||");
	assert_int_equal(row_get(screen_row(t.s, 2), 3).style, t.style);
	assert_int_equal(screen_row(t.s, 2)->flags, ROW_PROMPT);
	assert_int_equal(screen_row(t.s, 0)->flags, ROW_WRAPPED);
	typist_close(&t);
}

static void
test_alt(void **state)
{
	struct typist t;

	(void)state;
	typist_open(&t, 4, 6, 1u << 20);
	typist_type(&t, "abcdef\nxyz");
	screen_switch(t.s, true, true, 0);
	screen_cursor(t.s)->row = 0;
	screen_cursor(t.s)->col = 0;
	typist_type(&t, "1234" WIDE "\n2\n3");
	screen_resize(t.s, 4, 5);
	typist_expect(&t, "1234|2|3||");
	typist_check_wide(&t);
	screen_resize(t.s, 2, 4);
	typist_expect(&t, "2|3|"); /* to the cursor */
	assert_int_equal(screen_cursor(t.s)->row, 1);
	screen_resize(t.s, 3, 8);
	typist_expect(&t, "2|3||");
	screen_switch(t.s, false, false, 0);
	typist_expect(&t, "abcdef|xyz||");
	typist_close(&t);
}

/* A line that is longer than what is rewrapped. */
static void
test_long(void **state)
{
	struct typist t;
	char *text, *logs;
	size_t n = 200000;

	(void)state;
	text = xmalloc(n + 1);
	memset(text, 'x', n);
	text[n] = '\0';
	typist_open(&t, 24, 80, 8u << 20);
	typist_type(&t, text);
	logs = typist_logs(&t);
	assert_int_equal(strlen(logs), n + 1);
	screen_resize(t.s, 30, 33);
	typist_expect_logs(&t, logs);
	screen_resize(t.s, 50, 100);
	typist_expect_logs(&t, logs);
	screen_resize(t.s, 24, 80);
	typist_expect_logs(&t, logs);
	free(logs);
	free(text);
	typist_close(&t);
}

static void
test_no_scrollback(void **state)
{
	struct intern *in = intern_create();
	struct screen *s = screen_create(3, 4, in, NULL);
	struct rect all = { 0, 3, 0, 4 };

	(void)state;
	screen_put_ascii(s, 0, 0, (const uint8_t *)"abcd", 4, 0);
	screen_set_wrapped(s, 0, true);
	screen_put_ascii(s, 1, 0, (const uint8_t *)"ef", 2, 0);
	screen_cursor(s)->row = 1;
	screen_resize(s, 2, 2);
	screen_resize(s, 3, 4);
	screen_scroll(s, all, 1, 0, 0, true);
	screen_erase(s, all, 0, false);
	screen_reset(s);
	screen_destroy(s);
	intern_destroy(in);
}

static void
type_random(struct typist *t, uint32_t *seed)
{
	char line[200];
	unsigned i, n, len = 0;
	struct style st = { 0 };

	n = typist_random(seed) % 3 == 0 ? 0 : typist_random(seed) % 60;
	st.fg = COLOUR_RGB | (typist_random(seed) & 0xffffff);
	t->style = typist_random(seed) % 2 ? intern_style(t->in, &st) : 0;
	for (i = 0; i < n && len < sizeof line - 5; i++) {
		if (typist_random(seed) % 6 == 0) {
			memcpy(line + len, WIDE, 3);
			len += 3;
		} else
			line[len++] = (char)('a' + typist_random(seed) % 26);
	}
	line[len++] = '\n';
	line[len] = '\0';
	typist_type(t, line);
}

/* Whatever the sizes, no text is lost, halved or out of order. */
static void
test_random(void **state)
{
	struct typist t;
	uint32_t seed = 5;
	unsigned round, i, rows, cols;
	char *logs;

	(void)state;
	for (round = 0; round < 60; round++) {
		rows = 1 + typist_random(&seed) % 12;
		cols = 2 + typist_random(&seed) % 40;
		if (rows == 1)
			rows = 2; /* the typist cannot wrap on one row */
		typist_open(&t, rows, cols, 8u << 20);
		for (i = 0; i < 60; i++) {
			type_random(&t, &seed);
			if (typist_random(&seed) % 3 != 0)
				continue;
			logs = typist_logs(&t);
			screen_resize(t.s, 2 + typist_random(&seed) % 20,
			    2 + typist_random(&seed) % 50);
			typist_check_wide(&t);
			typist_expect_logs(&t, logs);
			free(logs);
			assert_true(screen_cursor(t.s)->row < screen_rows(t.s));
			assert_true(screen_cursor(t.s)->col < screen_cols(t.s));
		}
		typist_close(&t);
	}
}

/* There and back on a screen that is full of text is where it was. */
static void
test_back(void **state)
{
	static const unsigned sizes[][2] = { { 6, 9 }, { 3, 20 }, { 12, 20 },
		{ 6, 5 }, { 1, 2 }, { 24, 77 } };
	struct typist t;
	struct cursor *c, old;
	uint32_t seed = 21;
	char *rows;
	size_t i;

	(void)state;
	typist_open(&t, 6, 20, 8u << 20);
	c = screen_cursor(t.s);
	for (i = 0; i < 60; i++)
		type_random(&t, &seed);
	typist_type(&t, "$ vi");
	for (i = 0; i < nitems(sizes); i++) {
		rows = typist_rows(&t);
		old = *c;
		screen_resize(t.s, sizes[i][0], sizes[i][1]);
		screen_resize(t.s, 6, 20);
		typist_expect(&t, rows);
		assert_int_equal(c->row, old.row);
		assert_int_equal(c->col, old.col);
		free(rows);
	}
	typist_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_narrower),
		cmocka_unit_test(test_overflow),
		cmocka_unit_test(test_heights),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_below),
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_alt),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_no_scrollback),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
