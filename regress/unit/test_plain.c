/* SPDX-License-Identifier: ISC */
/* test_plain: rows as plain text with what looks different in them. */

#include "typist.h"

#include <string.h>

#include "term/plain.h"

#define WIDE "\xe4\xb8\xad"

struct seen {
	struct buf text;
	size_t at;
	char spans[256]; /* "d0-1 L2-3 ..."; a letter for each look */
	uint64_t looks[4];
	unsigned nlooks;
};

static char
letter(struct seen *s, uint64_t look)
{
	unsigned i;

	for (i = 0; i < s->nlooks && s->looks[i] != look; i++)
		;
	assert_true(i < 4);
	if (i == s->nlooks)
		s->looks[s->nlooks++] = look;
	return (char)('A' + i);
}

static void
add_span(enum plain_kind kind, size_t from, size_t to, uint64_t look, void *arg)
{
	struct seen *s = arg;
	size_t n = strlen(s->spans);

	assert_int_equal(kind == PLAIN_DIM, look == 0);
	snprintf(s->spans + n, sizeof s->spans - n, "%s%c%zu-%zu",
	    n == 0 ? "" : " ", kind == PLAIN_DIM ? 'd' : letter(s, look), from,
	    to);
}

static void
expect(struct typist *t, int col, const char *text, size_t at,
    const char *spans)
{
	struct seen s = { 0 };

	s.at =
	    plain_row(&s.text, screen_row(t->s, 0), t->in, col, add_span, &s);
	buf_put_u8(&s.text, '\0');
	assert_string_equal((char *)s.text.data, text);
	assert_string_equal(s.spans, spans);
	if (col >= 0)
		assert_int_equal(s.at, at);
	buf_clear(&s.text);
}

static uint32_t
attr(struct typist *t, uint16_t a)
{
	struct style st = { .attr = a };

	return intern_style(t->in, &st);
}

static uint32_t
background(struct typist *t, uint32_t colour, uint16_t a)
{
	struct style st = { .bg = colour, .attr = a };

	return intern_style(t->in, &st);
}

static void
test_text(void **state)
{
	struct typist t;

	(void)state;
	typist_open(&t, 2, 20, 1000);
	expect(&t, -1, "", 0, "");
	typist_type(&t, "a  " WIDE "b   ");
	expect(&t, -1, "a  " WIDE "b", 0, "");
	typist_close(&t);
}

/* Blanks before the cursor stay, also those that were never written. */
static void
test_cursor(void **state)
{
	struct typist t;

	(void)state;
	typist_open(&t, 2, 20, 1000);
	typist_type(&t, "> " WIDE " ");
	expect(&t, 0, "> " WIDE, 0, "");
	expect(&t, 2, "> " WIDE, 2, "");
	expect(&t, 4, "> " WIDE, 5, "");
	expect(&t, 5, "> " WIDE " ", 6, "");
	expect(&t, 8, "> " WIDE "    ", 9, "");
	typist_close(&t);
}

static void
test_concealed(void **state)
{
	struct typist t;

	(void)state;
	typist_open(&t, 2, 20, 1000);
	screen_put(t.s, 0, 0, 'a', 1, 0);
	screen_put(t.s, 0, 1, 'b', 1, attr(&t, ATTR_CONCEAL));
	screen_put(t.s, 0, 2, 'c', 1, 0);
	screen_put(t.s, 0, 3, 'd', 1, attr(&t, ATTR_CONCEAL));
	expect(&t, -1, "a c", 0, "");
	typist_close(&t);
}

static void
test_spans(void **state)
{
	struct typist t;
	uint32_t blue = COLOUR_INDEXED | 4;

	(void)state;
	typist_open(&t, 2, 20, 1000);
	screen_put(t.s, 0, 0, 'a', 1, attr(&t, ATTR_DIM));
	screen_put(t.s, 0, 1, 0x4e2d, 2, attr(&t, ATTR_INVERSE));
	screen_put(t.s, 0, 3, 'b', 1, background(&t, blue, 0));
	screen_put(t.s, 0, 4, 'c', 1, background(&t, blue, ATTR_INVERSE));
	screen_put(t.s, 0, 5, 'd', 1, background(&t, blue, ATTR_DIM));
	screen_put(t.s, 0, 6, 'e', 1, attr(&t, ATTR_BOLD));
	expect(&t, -1, "a" WIDE "bcde", 0, "d0-1 A1-4 B4-5 C5-6 d6-7 B6-7");
	typist_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_concealed),
		cmocka_unit_test(test_spans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
