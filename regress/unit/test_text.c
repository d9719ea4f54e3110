/* SPDX-License-Identifier: ISC */
/* test_text: rows, logs, last lines and following. */

#include "typist.h"

#include "base/xmalloc.h"

#define WIDE "\xe4\xb8\xad"

static void
expect_row(struct typist *t, unsigned row, bool ansi, const char *want)
{
	struct buf b = { 0 };

	text_row(&b, screen_row(t->s, row), t->in, ansi);
	buf_put_u8(&b, '\0');
	assert_string_equal((char *)b.data, want);
	buf_clear(&b);
}

static void
expect_logs(struct typist *t, size_t lines, bool ansi, bool screen_only,
    const char *want)
{
	struct buf b = { 0 };

	text_logs(&b, t->s, lines, ansi, screen_only);
	buf_put_u8(&b, '\0');
	assert_string_equal((char *)b.data, want);
	buf_clear(&b);
}

static void
test_row(void **state)
{
	struct style bold = { .attr = ATTR_BOLD };
	struct style blue = { .bg = COLOUR_INDEXED | 4 };
	struct style link = { 0 };
	struct typist t;

	(void)state;
	typist_open(&t, 3, 20, 1000);
	typist_type(&t, "a  " WIDE "b  ");
	expect_row(&t, 0, false, "a  " WIDE "b");
	expect_row(&t, 0, true, "a  " WIDE "b");
	expect_row(&t, 1, true, "");

	t.style = intern_style(t.in, &bold);
	screen_put(t.s, 1, 0, 'x', 1, t.style);
	screen_put(t.s, 1, 1, 'y', 1, 0);
	screen_put(t.s, 1, 3, ' ', 1, intern_style(t.in, &blue));
	expect_row(&t, 1, false, "xy");
	expect_row(&t, 1, true, "\033[0;1mx\033[my \033[0;44m \033[m");
	link.link = intern_link(t.in, "https://a.example", "7");
	screen_put(t.s, 2, 0, 'l', 1, intern_style(t.in, &link));
	expect_row(&t, 2, true,
	    "\033[0m\033]8;id=7;https://a.example\033\\l\033[m"
	    "\033]8;;\033\\");
	typist_close(&t);
}

static void
test_logs(void **state)
{
	struct typist t;
	unsigned i;
	char line[32];

	(void)state;
	typist_open(&t, 3, 6, 1u << 20);
	expect_logs(&t, 0, false, false, "");
	typist_type(&t, "\n\n\n\n\n");
	expect_logs(&t, 0, false, false, ""); /* nothing but blank lines */
	typist_type(&t, "one\ntwo and a half\n\nabcde" WIDE "f\nx");
	expect_logs(&t, 4, false, false,
	    "two and a half\n\nabcde" WIDE "f\nx\n");
	expect_logs(&t, 4, true, false,
	    "two and a half\n\nabcde" WIDE "f\nx\n");
	expect_logs(&t, 1, false, false, "x\n");
	expect_logs(&t, 2, false, false, "abcde" WIDE "f\nx\n");
	expect_logs(&t, 3, false, false, "\nabcde" WIDE "f\nx\n");
	expect_logs(&t, 0, false, true, "abcde\n" WIDE "f\nx\n");
	expect_logs(&t, 2, false, true, WIDE "f\nx\n");
	typist_type(&t, "\n");
	expect_logs(&t, 2, false, false, "abcde" WIDE "f\nx\n");

	screen_switch(t.s, true, true, 0);
	screen_put(t.s, 1, 1, 'a', 1, 0);
	expect_logs(&t, 0, false, false, "\n a\n");
	screen_switch(t.s, false, false, 0);

	for (i = 0; i < 1000; i++) {
		xsnprintf(line, sizeof line, "%u\n", i);
		typist_type(&t, line);
	}
	expect_logs(&t, 5, false, false, "995\n996\n997\n998\n999\n");
	typist_close(&t);
}

/* A space that was typed in the last column is none that was left free. */
static void
test_padding(void **state)
{
	struct typist t;

	(void)state;
	typist_open(&t, 4, 6, 1u << 20);
	typist_type(&t, "abcde " WIDE "f\nabcde" WIDE "f");
	expect_logs(&t, 0, false, false, "abcde " WIDE "f\nabcde" WIDE "f\n");
	typist_type(&t, "\n\n\n\n\n\n.");
	expect_logs(&t, 0, false, false,
	    "abcde " WIDE "f\nabcde" WIDE "f\n\n\n\n\n\n.\n");
	expect_logs(&t, 0, true, false,
	    "abcde " WIDE "f\nabcde" WIDE "f\n\n\n\n\n\n.\n");
	typist_close(&t);
}

static void
test_last_line(void **state)
{
	struct typist t;
	char *line;

	(void)state;
	typist_open(&t, 4, 20, 1u << 20);
	line = text_last_line(t.s, 10);
	assert_string_equal(line, "");
	free(line);
	typist_type(&t, "first\n  the second one\n   ");
	line = text_last_line(t.s, 80);
	assert_string_equal(line, "the second one");
	free(line);
	line = text_last_line(t.s, 8);
	assert_string_equal(line, "the sec\xe2\x80\xa6");
	free(line);
	typist_close(&t);
}

static void
expect_follow(struct typist *t, uint64_t *from, const char *want)
{
	struct buf b = { 0 };

	text_follow(&b, t->s, from, false);
	buf_put_u8(&b, '\0');
	assert_string_equal((char *)b.data, want);
	buf_clear(&b);
}

static void
test_follow(void **state)
{
	struct rect all = { 0, 4, 0, 6 };
	struct buf b = { 0 };
	struct typist t;
	uint64_t from = 0;
	struct cursor *c;

	(void)state;
	typist_open(&t, 4, 6, 1u << 20);
	c = screen_cursor(t.s);
	expect_follow(&t, &from, "");
	typist_type(&t, "a\nb");
	expect_follow(&t, &from, "a\n");
	expect_follow(&t, &from, "");
	typist_type(&t, "c\n\n");
	expect_follow(&t, &from, "bc\n\n");
	typist_type(&t, "1234567"); /* not complete */
	expect_follow(&t, &from, "");
	typist_type(&t, "890\n2\n3\n4\n5\n6\n7\n");
	expect_follow(&t, &from, "1234567890\n2\n3\n4\n5\n6\n7\n");

	/* A line that is drawn again is not told again ... */
	c->row = 1;
	typist_type(&t, "X\n");
	expect_follow(&t, &from, "");
	typist_type(&t, "Y\nZ\n");
	expect_follow(&t, &from, "Z\n");
	/* ... but after a clear all is new. */
	screen_erase(t.s, all, 0, false);
	c->row = c->col = 0;
	expect_follow(&t, &from, "");
	typist_type(&t, "p\nq");
	expect_follow(&t, &from, "p\n");

	screen_switch(t.s, true, true, 0);
	expect_follow(&t, &from, "");
	screen_switch(t.s, false, false, 0);
	text_follow_end(&b, t.s, &from, false);
	buf_put_u8(&b, '\0');
	assert_string_equal((char *)b.data, "q\n");
	buf_clear(&b);

	from = text_follow_start(t.s, 2);
	expect_follow(&t, &from, "p\n");
	from = text_follow_start(t.s, 0);
	assert_int_equal(from, 0);
	typist_close(&t);
}

/* What fell off the scrollback is skipped. */
static void
test_follow_lost(void **state)
{
	struct typist t;
	uint64_t from = 0;
	struct buf b = { 0 };
	unsigned i, n = 0;

	(void)state;
	typist_open(&t, 4, 6, 2000);
	for (i = 0; i < 3000; i++)
		typist_type(&t, "abc\n");
	text_follow(&b, t.s, &from, false);
	for (i = 0; i < b.len; i++)
		n += b.data[i] == '\n';
	assert_int_equal(n, scrollback_count(t.sb) + 3);
	assert_int_equal(from, scrollback_total(t.sb) + 3);
	buf_clear(&b);
	typist_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_row),
		cmocka_unit_test(test_logs),
		cmocka_unit_test(test_padding),
		cmocka_unit_test(test_last_line),
		cmocka_unit_test(test_follow),
		cmocka_unit_test(test_follow_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
