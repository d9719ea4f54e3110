/* SPDX-License-Identifier: ISC */
/* test_screen: changes of cells, and what readers are told of them. Resizing is
 * in test_reflow. */

#include "typist.h"

#include "base/xmalloc.h"
#include "term/rowcode.h"

static uint32_t
style_of(struct typist *t, uint32_t bg, uint16_t attr)
{
	struct style s = { 0 };

	s.bg = bg;
	s.attr = attr;
	return intern_style(t->in, &s);
}

static void
test_create(void **state)
{
	struct typist t;

	(void)state;
	typist_open(&t, 0, 0, 1000);
	assert_int_equal(screen_rows(t.s), TERM_MIN_ROWS);
	assert_int_equal(screen_cols(t.s), TERM_MIN_COLS);
	typist_close(&t);
	typist_open(&t, 99999, 99999, 1000);
	assert_int_equal(screen_rows(t.s), TERM_MAX_ROWS);
	assert_int_equal(screen_cols(t.s), TERM_MAX_COLS);
	assert_ptr_equal(screen_intern(t.s), t.in);
	assert_ptr_equal(screen_scrollback(t.s), t.sb);
	assert_false(screen_is_alt(t.s));
	assert_true(screen_cursor(t.s)->visible);
	assert_null(screen_row(t.s, 5)->cells); /* no memory yet */
	typist_close(&t);
	screen_destroy(NULL);
}

static void
test_put(void **state)
{
	struct typist t;

	(void)state;
	typist_open(&t, 2, 6, 1000);
	typist_type(&t,
	    "a\xe4\xb8\xad"
	    "bc");
	typist_expect(&t,
	    "a\xe4\xb8\xad"
	    "bc||");
	screen_put(t.s, 0, 2, 'x', 1, 0); /* over the tail */
	typist_expect(&t, "a xbc||");
	screen_put(t.s, 0, 1, 0x4e2d, 2, 0);
	screen_put(t.s, 0, 1, 'y', 1, 0); /* over the head */
	typist_expect(&t, "ay bc||");
	screen_put(t.s, 0, 1, 0x4e2d, 2, 0);
	screen_put(t.s, 0, 0, 0x4e2d, 2, 0); /* over half of another */
	typist_expect(&t, "\xe4\xb8\xad bc||");
	screen_put(t.s, 0, 5, 0x4e2d, 2, 0); /* does not fit: clamped */
	typist_expect(&t, "\xe4\xb8\xad b\xe4\xb8\xad||");
	screen_put(t.s, 99, 99, 'z', 1, 0);
	typist_expect(&t, "\xe4\xb8\xad b\xe4\xb8\xad|     z|");
	typist_check_wide(&t);

	screen_put_ascii(t.s, 0, 1, (const uint8_t *)"wxyzuvw", 7, 3);
	typist_expect(&t, " wxyzu|     z|");
	assert_int_equal(screen_row(t.s, 0)->cells[2].style, 3);
	screen_put_ascii(t.s, 0, 6, (const uint8_t *)"no", 2, 0);
	screen_put_ascii(t.s, 0, 0, (const uint8_t *)"no", 0, 0);
	typist_expect(&t, " wxyzu|     z|");

	screen_put(t.s, 1, 0, 0x4e2d, 2, 0);
	screen_amend(t.s, 1, 1, 0x4e2e); /* by its tail */
	screen_amend(t.s, 1, 4, 'n');
	typist_expect(&t, " wxyzu|\xe4\xb8\xae  nz|");
	screen_amend(t.s, 0, 77, 'q');
	typist_check_wide(&t);
	typist_close(&t);
}

static void
test_erase(void **state)
{
	static const struct {
		struct rect r;
		const char *rows;
	} cases[] = {
		{ { 0, 3, 0, 6 }, "|||" },
		{ { 1, 2, 0, 6 },
		    "abcdef||1\xe4\xb8\xad"
		    "234|" },
		{ { 0, 1, 3, 6 },
		    "abc|ghijkl|1\xe4\xb8\xad"
		    "234|" },
		{ { 0, 2, 1, 3 },
		    "a  def|g  jkl|1\xe4\xb8\xad"
		    "234|" },
		{ { 2, 3, 2, 3 }, "abcdef|ghijkl|1  234|" },
		{ { 2, 3, 0, 2 }, "abcdef|ghijkl|   234|" },
		{ { 2, 99, 5, 99 },
		    "abcdef|ghijkl|1\xe4\xb8\xad"
		    "23|" },
		{ { 2, 1, 0, 6 },
		    "abcdef|ghijkl|1\xe4\xb8\xad"
		    "234|" },
		{ { 9, 10, 0, 6 },
		    "abcdef|ghijkl|1\xe4\xb8\xad"
		    "234|" },
	};
	struct typist t;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		typist_open(&t, 3, 6, 1000);
		typist_type(&t,
		    "abcdef\nghijkl\n1\xe4\xb8\xad"
		    "234");
		screen_erase(t.s, cases[i].r, 0, false);
		typist_expect(&t, cases[i].rows);
		typist_check_wide(&t);
		typist_close(&t);
	}
}

static void
test_erase_style(void **state)
{
	struct rect all = { 0, 2, 0, 4 }, part = { 0, 1, 1, 3 };
	struct typist t;
	const struct style *st;

	(void)state;
	typist_open(&t, 2, 4, 1000);
	typist_type(&t, "ab");
	screen_erase(t.s, all,
	    style_of(&t, COLOUR_INDEXED | 4, ATTR_BOLD | ATTR_PROTECTED),
	    false);
	st = intern_get_style(t.in, row_get(screen_row(t.s, 1), 3).style);
	assert_int_equal(st->bg, COLOUR_INDEXED | 4);
	assert_int_equal(st->attr, 0); /* the background alone */
	screen_erase(t.s, all, style_of(&t, 0, ATTR_INVERSE), false);
	assert_int_equal(screen_row(t.s, 1)->used, 0);

	t.style = style_of(&t, 0, ATTR_PROTECTED);
	screen_put(t.s, 0, 0, 'a', 1, 0);
	screen_put(t.s, 0, 1, 'b', 1, t.style);
	screen_put(t.s, 0, 2, 'c', 1, 0);
	screen_erase(t.s, all, 0, true);
	typist_expect(&t, " b||");
	screen_erase(t.s, part, 0, false);
	typist_expect(&t, "||");
	screen_put(t.s, 0, 0, 'a', 1, t.style);
	screen_put(t.s, 0, 1, 0x4e2d, 2, t.style);
	screen_erase(t.s, all, 0, true);
	typist_expect(&t, "a\xe4\xb8\xad||");
	typist_check_wide(&t);
	typist_close(&t);
}

static void
fill_rows(struct typist *t)
{
	struct rect all = { 0, 99, 0, 99 };
	unsigned i;

	screen_erase(t->s, all, 0, false);
	for (i = 0; i < screen_rows(t->s); i++)
		screen_put(t->s, i, 0, 'a' + i % 26, 1, 0);
}

static void
test_scroll_rows(void **state)
{
	static const struct {
		unsigned top, bottom;
		int n;
		const char *rows;
		size_t back;
	} cases[] = {
		{ 0, 6, 1, "b|c|d|e|f||", 1 },
		{ 0, 6, 4, "e|f|||||", 4 },
		{ 0, 6, 6, "||||||", 6 },
		{ 0, 6, 99, "||||||", 6 },
		{ 0, 6, -2, "||a|b|c|d|", 0 },
		{ 0, 6, -99, "||||||", 0 },
		{ 0, 3, 1, "b|c||d|e|f|", 1 },
		{ 1, 5, 1, "a|c|d|e||f|", 0 },
		{ 1, 5, 2, "a|d|e|||f|", 0 },
		{ 1, 5, 3, "a|e||||f|", 0 },
		{ 1, 5, -1, "a||b|c|d|f|", 0 },
		{ 1, 5, -3, "a||||b|f|", 0 },
		{ 2, 99, 1, "a|b|d|e|f||", 0 },
		{ 4, 2, 1, "a|b|c|d|e|f|", 0 },
	};
	struct rect r = { 0, 0, 0, 4 };
	struct typist t;
	unsigned turn;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		for (turn = 0; turn < 7; turn++) { /* the ring's head */
			typist_open(&t, 6, 4, 100000);
			r.top = 0;
			r.bottom = 6;
			screen_scroll(t.s, r, (int)turn, 0, 0, false);
			fill_rows(&t);
			r.top = cases[i].top;
			r.bottom = cases[i].bottom;
			screen_scroll(t.s, r, cases[i].n, 0, 0, true);
			typist_expect(&t, cases[i].rows);
			assert_int_equal(scrollback_count(t.sb), cases[i].back);
			typist_close(&t);
		}
	}
}

static void
test_scroll_no_push(void **state)
{
	struct rect all = { 0, 2, 0, 4 };
	struct typist t;

	(void)state;
	typist_open(&t, 2, 4, 100000);
	typist_type(&t, "a\nb");
	screen_scroll(t.s, all, 1, 0, 0, false);
	assert_int_equal(scrollback_count(t.sb), 0);
	screen_switch(t.s, true, true, 0);
	screen_scroll(t.s, all, 1, 0, 0, true); /* the alternate has none */
	assert_int_equal(scrollback_count(t.sb), 0);
	typist_close(&t);
}

static void
test_scroll_part(void **state)
{
	static const struct {
		struct rect r;
		int down, right;
		const char *rows;
	} cases[] = {
		{ { 0, 3, 1, 3 }, 1, 0, "ahid|gnoj|m  p|" },
		{ { 0, 3, 1, 3 }, -1, 0, "a  d|gbcj|mhip|" },
		{ { 0, 3, 1, 3 }, 2, 0, "anod|g  j|m  p|" },
		{ { 0, 3, 1, 3 }, 9, 0, "a  d|g  j|m  p|" },
		{ { 0, 1, 1, 4 }, 0, 1, "acd|ghij|mnop|" },
		{ { 0, 1, 1, 4 }, 0, -1, "a bc|ghij|mnop|" },
		{ { 0, 2, 1, 3 }, 0, 1, "ac d|gi j|mnop|" },
		{ { 0, 2, 0, 4 }, 0, -2, "  ab|  gh|mnop|" },
		{ { 0, 1, 0, 4 }, 0, 9, "|ghij|mnop|" },
		{ { 0, 1, 0, 4 }, 0, -9, "|ghij|mnop|" },
	};
	struct typist t;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		typist_open(&t, 3, 4, 1000);
		typist_type(&t, "abcd\nghij\nmnop");
		screen_scroll(t.s, cases[i].r, cases[i].down, cases[i].right, 0,
		    true);
		typist_expect(&t, cases[i].rows);
		typist_close(&t);
	}
}

static void
test_alt(void **state)
{
	struct typist t;

	(void)state;
	typist_open(&t, 2, 4, 1000);
	typist_type(&t, "main");
	screen_switch(t.s, true, true, style_of(&t, COLOUR_INDEXED | 1, 0));
	assert_true(screen_is_alt(t.s));
	assert_int_not_equal(row_get(screen_row(t.s, 1), 3).style, 0);
	screen_put(t.s, 0, 0, 'x', 1, 0);
	assert_int_equal(screen_main_row(t.s, 0)->cells[0].text, 'm');
	screen_switch(t.s, true, true, 0); /* already there */
	assert_int_equal(screen_row(t.s, 0)->cells[0].text, 'x');
	screen_switch(t.s, false, true, 0);
	typist_expect(&t, "main||");
	screen_switch(t.s, true, false, 0);
	assert_int_equal(screen_row(t.s, 0)->cells[0].text, 'x');
	screen_reset(t.s);
	assert_false(screen_is_alt(t.s));
	typist_expect(&t, "||");
	assert_int_equal(screen_cursor(t.s)->col, 0);
	screen_switch(t.s, true, false, 0);
	typist_expect(&t, "||");
	typist_close(&t);
}

static void
test_wraps(void **state)
{
	struct rect row0 = { 0, 1, 0, 4 }, tail = { 0, 1, 2, 4 };
	struct rect mid = { 0, 1, 1, 2 }, low = { 1, 3, 0, 4 };
	struct rect all = { 0, 3, 0, 4 };
	struct typist t;

	(void)state;
	typist_open(&t, 3, 4, 100000);
	typist_type(&t, "abcdef");
	typist_expect(&t, "abcd\\ef||");
	screen_erase(t.s, mid, 0, false);
	typist_expect(&t, "a cd\\ef||");
	screen_erase(t.s, tail, 0, false); /* nothing goes on any more */
	typist_expect(&t, "a|ef||");
	screen_set_wrapped(t.s, 0, true);
	assert_int_equal(screen_row(t.s, 0)->used, 4);
	screen_scroll(t.s, low, 1, 0, 0, true); /* its continuation left */
	assert_false(screen_row(t.s, 0)->flags & ROW_WRAPPED);

	/* A line that has half left the screen. */
	screen_reset(t.s);
	typist_type(&t, "abcdefghijklmnop");
	typist_expect(&t, "efgh\\ijkl\\mnop|");
	assert_true(scrollback_wrapped(t.sb));
	screen_erase(t.s, row0, 0, false);
	assert_false(scrollback_wrapped(t.sb));
	screen_set_prompt(t.s, 0);
	screen_set_prompt(t.s, 0);
	assert_int_equal(screen_row(t.s, 0)->flags, ROW_PROMPT);
	screen_erase(t.s, all, 0, false);
	assert_int_equal(screen_row(t.s, 0)->flags, 0);
	screen_set_wrapped(t.s, 77, true);
	screen_set_prompt(t.s, 77);
	typist_close(&t);
}

/* A reader's copy of a screen, kept as a client keeps its. */
struct reader_copy {
	struct row rows[40];
	uint64_t gen;
	unsigned full; /* how often all was sent */
};

static void
copy_scroll(struct reader_copy *c, const struct scroll *sc)
{
	int i, h = sc->bottom - sc->top, n = sc->n;
	struct row old[40];

	memcpy(old, c->rows, sizeof old);
	for (i = 0; i < h; i++) /* what comes in is not to be trusted */
		c->rows[sc->top + i] = old[sc->top + (i + n % h + h) % h];
}

static void
copy_update(struct reader_copy *c, struct screen *s, int max)
{
	struct scroll sc[32];
	uint64_t gen = screen_mark(s);
	unsigned i;
	int n;

	n = screen_scrolls(s, c->gen, sc, max);
	c->full += n < 0;
	for (i = 0; n > 0 && i < (unsigned)n; i++)
		copy_scroll(c, &sc[i]);
	for (i = 0; i < screen_rows(s); i++)
		if (n < 0 || screen_row(s, i)->gen > c->gen)
			row_copy(&c->rows[i], screen_row(s, i));
	c->gen = gen;
}

static void
copy_check(const struct reader_copy *c, const struct screen *s)
{
	const struct row *a, *b;
	unsigned i;

	assert_false(screen_changed(s, c->gen));
	for (i = 0; i < screen_rows(s); i++) {
		a = &c->rows[i];
		b = screen_row(s, i);
		assert_int_equal(a->used, b->used);
		assert_int_equal(a->flags, b->flags);
		if (a->used > 0)
			assert_memory_equal(a->cells, b->cells,
			    a->used * sizeof *a->cells);
	}
}

static void
random_change(struct screen *s, uint32_t *seed)
{
	struct rect r;
	unsigned k = typist_random(seed) % 40;

	r.top = typist_random(seed) % 8;
	r.bottom = r.top + typist_random(seed) % 8;
	r.left = typist_random(seed) % 3 == 0 ? typist_random(seed) % 20 : 0;
	r.right = r.left + 1 + typist_random(seed) % 20;
	if (k < 15)
		screen_put(s, r.top, r.left, 'a' + k, 1 + k % 2, 0);
	else if (k < 18)
		screen_erase(s, r, 0, k == 15);
	else if (k < 20)
		screen_scroll(s, r, 1, 0, 0, true);
	else if (k < 35) {
		r.left = 0;
		r.right = 20;
		if (k < 30) {
			r.top = 0;
			r.bottom = 8;
		}
		screen_scroll(s, r, (int)(typist_random(seed) % 5) - 2, 0, 0,
		    true);
	} else if (k < 37)
		screen_scroll(s, r, 0, (int)k - 36, 0, true);
	else if (k == 37)
		screen_set_wrapped(s, r.top, r.left == 0);
	else if (k == 38)
		screen_note_cursor(s);
	else if (typist_random(seed) % 50 == 0)
		screen_switch(s, !screen_is_alt(s), true, 0);
}

/* Readers that look at different times all end up with the screen. */
static void
test_readers(void **state)
{
	struct reader_copy copies[3];
	struct typist t;
	uint32_t seed = 11;
	unsigned i, k, looks[3] = { 0, 0, 0 };

	(void)state;
	memset(copies, 0, sizeof copies);
	typist_open(&t, 8, 20, 100000);
	for (i = 0; i < 60000; i++) {
		random_change(t.s, &seed);
		for (k = 0; k < 3; k++) {
			if (typist_random(&seed) % (2u << k * 2) != 0)
				continue;
			copy_update(&copies[k], t.s, 16);
			copy_check(&copies[k], t.s);
			looks[k]++;
		}
	}
	typist_check_wide(&t);
	for (k = 0; k < 3; k++) {
		assert_true(copies[k].full * 4 < looks[k]);
		for (i = 0; i < 40; i++)
			row_clear(&copies[k].rows[i]);
	}
	typist_close(&t);
}

static void
test_scroll_log(void **state)
{
	struct rect all = { 0, 8, 0, 4 }, part = { 2, 5, 0, 4 };
	struct scroll sc[4];
	struct typist t;
	uint64_t a, b;
	unsigned i;

	(void)state;
	typist_open(&t, 8, 4, 100000);
	a = screen_mark(t.s);
	assert_int_equal(screen_mark(t.s), a); /* nothing happened */
	assert_int_equal(screen_scrolls(t.s, a, sc, 4), 0);
	assert_int_equal(screen_scrolls(t.s, 0, sc, 4), -1);
	for (i = 0; i < 5; i++)
		screen_scroll(t.s, all, 1, 0, 0, true);
	assert_int_equal(screen_scrolls(t.s, a, sc, 4), 1);
	assert_int_equal(sc[0].n, 5);
	assert_int_equal(sc[0].top, 0);
	assert_int_equal(sc[0].bottom, 8);
	screen_scroll(t.s, all, -5, 0, 0, true); /* and back */
	assert_int_equal(screen_scrolls(t.s, a, sc, 4), 0);
	screen_scroll(t.s, all, 99, 0, 0, true);
	screen_scroll(t.s, all, 1, 0, 0, true);
	b = screen_mark(t.s);
	assert_true(b > a);
	screen_scroll(t.s, all, 1, 0, 0, true);
	assert_int_equal(screen_scrolls(t.s, a, sc, 4), 1);
	assert_int_equal(sc[0].n, 8); /* no more than there is */
	assert_int_equal(screen_scrolls(t.s, b, sc, 4), 1);
	assert_int_equal(sc[0].n, 1);
	screen_scroll(t.s, part, 2, 0, 0, true);
	screen_scroll(t.s, all, 1, 0, 0, true);
	assert_int_equal(screen_scrolls(t.s, b, sc, 4), 3);
	assert_int_equal(sc[1].top, 2);
	assert_int_equal(sc[1].n, 2);
	assert_int_equal(screen_scrolls(t.s, b, sc, 2), -1); /* too many */
	for (i = 0; i < 40; i++)
		screen_scroll(t.s, i % 2 ? all : part, 1, 0, 0, true);
	assert_int_equal(screen_scrolls(t.s, b, sc, 4), -1);

	/* Others than scrolls. */
	a = screen_mark(t.s);
	screen_switch(t.s, true, false, 0);
	assert_int_equal(screen_scrolls(t.s, a, sc, 4), -1);
	a = screen_mark(t.s);
	screen_resize(t.s, 9, 4);
	assert_int_equal(screen_scrolls(t.s, a, sc, 4), -1);
	a = screen_mark(t.s);
	assert_int_equal(screen_scrolls(t.s, a, sc, 4), 0);
	assert_false(screen_changed(t.s, a));
	screen_note_cursor(t.s);
	assert_true(screen_changed(t.s, a));
	assert_int_equal(screen_scrolls(t.s, a, sc, 4), 0);
	a = screen_mark(t.s);
	screen_touch(t.s);
	assert_true(screen_row(t.s, 3)->gen > a);
	typist_close(&t);
}

/* Styles on the screen outlive any number of others. */
static void
test_collect(void **state)
{
	struct style st = { 0 };
	struct typist t;
	unsigned i, k;

	(void)state;
	typist_open(&t, 10, 10, 100000);
	screen_switch(t.s, true, false, 0);
	for (i = 0; i < 20000; i++) {
		k = i % 5000;
		st.fg = COLOUR_RGB | k;
		if (k < 100)
			screen_put(t.s, k / 10, k % 10, 'a', 1,
			    intern_style(t.in, &st));
		else
			intern_style(t.in, &st);
		if (i == 10000)
			screen_switch(t.s, false, false, 0);
	}
	for (k = 0; k < 100; k++)
		assert_int_equal(
		    intern_get_style(t.in,
			row_get(screen_main_row(t.s, k / 10), k % 10).style)
			->fg,
		    COLOUR_RGB | k);
	screen_switch(t.s, true, false, 0);
	for (k = 0; k < 100; k++)
		assert_int_equal(intern_get_style(t.in,
				     row_get(screen_row(t.s, k / 10), k % 10)
					 .style)
				     ->fg,
		    COLOUR_RGB | k);
	typist_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_create),
		cmocka_unit_test(test_put),
		cmocka_unit_test(test_erase),
		cmocka_unit_test(test_erase_style),
		cmocka_unit_test(test_scroll_rows),
		cmocka_unit_test(test_scroll_no_push),
		cmocka_unit_test(test_scroll_part),
		cmocka_unit_test(test_alt),
		cmocka_unit_test(test_wraps),
		cmocka_unit_test(test_readers),
		cmocka_unit_test(test_scroll_log),
		cmocka_unit_test(test_collect),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
