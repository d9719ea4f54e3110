/* SPDX-License-Identifier: ISC */
/* test_rowtext: whether a row is text or cells shows nowhere: two screens are
 * changed alike, and the rows of one are looked at after each change. */

#include "typist.h"

#include "base/xmalloc.h"
#include "term/rowcode.h"
#include "term/rowcode_internal.h"
#include "term/rowtext.h"

#define ROWS	4
#define COLS	70
#define CHANGES 3000

static uint32_t seed;

static uint32_t
rnd(uint32_t n)
{
	return typist_random(&seed) % n;
}

struct pair {
	struct typist text;
	struct typist cells; /* looked at */
};

static void
pair_open(struct pair *p)
{
	typist_open(&p->text, ROWS, COLS, 1 << 16);
	typist_open(&p->cells, ROWS, COLS, 1 << 16);
}

static void
pair_close(struct pair *p)
{
	typist_close(&p->text);
	typist_close(&p->cells);
}

static void
look(struct typist *t)
{
	unsigned i;

	for (i = 0; i < ROWS; i++)
		assert_int_equal(screen_row(t->s, i)->form, ROW_CELLS);
}

static void
assert_line_equal(struct pair *p, size_t i)
{
	const uint8_t *a, *b;
	size_t n, m;

	a = scrollback_get(p->text.sb, i, &n);
	b = scrollback_get(p->cells.sb, i, &m);
	assert_int_equal(n, m);
	assert_memory_equal(a, b, n);
}

static void
assert_row_equal(struct pair *p, unsigned i)
{
	struct buf a = { 0 }, b = { 0 };

	rowcode_put(&a, screen_row(p->text.s, i), p->text.in);
	rowcode_put(&b, screen_row(p->cells.s, i), p->cells.in);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	assert_int_equal(screen_row(p->text.s, i)->used,
	    screen_row(p->cells.s, i)->used);
	buf_clear(&a);
	buf_clear(&b);
}

static void
assert_pair_equal(struct pair *p)
{
	size_t i, n = scrollback_count(p->text.sb);

	assert_int_equal(n, scrollback_count(p->cells.sb));
	for (i = 0; i < n; i++)
		assert_line_equal(p, i);
	for (i = 0; i < ROWS; i++)
		assert_row_equal(p, (unsigned)i);
}

/* One change, the same one each time with the same seed. */
struct change {
	unsigned what;
	unsigned row;
	unsigned col;
	unsigned n;
	unsigned look;
	uint32_t cp;
};

static uint32_t
some_style(struct typist *t, unsigned which)
{
	struct style s = { 0 };

	if (which % 3 == 0)
		return 0;
	s.fg = COLOUR_RGB | which * 77;
	s.bg = which % 5 == 0 ? COLOUR_INDEXED | which : 0;
	s.attr = which % 7 == 0 ? ATTR_BOLD : 0;
	if (which % 11 == 0)
		s.link = intern_link(t->in, "https://a.example/", NULL);
	return intern_style(t->in, &s);
}

static uint32_t
cluster(struct typist *t, unsigned n)
{
	char s[CLUSTER_MAX_BYTES] = "e";
	size_t len = 1;

	for (n = n % 20 + 1; n > 0; n--) {
		memcpy(s + len, "\314\201", 2);
		len += 2;
	}
	return intern_text(t->in, s, len);
}

/* Narrow and wide ones in turn, of two to four bytes. */
static void
put_runs(struct typist *t, const struct change *c)
{
	static const char text[] = "\303\251\320\260\344\270\255\344\270\255"
				   "\360\237\232\200\342\224\200a";
	struct rowrun run[] = { { 0, 2, RUN_NARROW }, { 0, 3, RUN_WIDE },
		{ 0, 2, RUN_NARROW } };

	run[0].style = run[1].style = run[2].style = some_style(t, c->look);
	screen_put_runs(t->s, c->row, c->col, 10, run, 3, (const uint8_t *)text,
	    sizeof text - 1);
}

static void
carry_out(struct typist *t, const struct change *c)
{
	struct rect part = { c->row, c->row + 1, c->col, c->col + c->n };
	uint32_t style = some_style(t, c->look);
	uint8_t ascii[COLS];

	memset(ascii, (int)('a' + c->look % 26), sizeof ascii);
	switch (c->what) {
	case 0:
		screen_put(t->s, c->row, c->col, c->cp, 1 + c->n % 2, style);
		break;
	case 1:
		screen_put(t->s, c->row, c->col, cluster(t, c->n), 1, style);
		break;
	case 2:
		screen_amend(t->s, c->row, c->col, cluster(t, c->n));
		break;
	case 3:
	case 4:
		put_runs(t, c);
		break;
	case 5:
		screen_erase(t->s, part, c->look % 4 == 0 ? style : 0,
		    c->look % 9 == 0);
		break;
	case 6:
		screen_scroll_line(t->s, c->row % 2, ROWS, 0, true);
		break;
	case 7:
		screen_set_wrapped(t->s, c->row, c->n % 2);
		break;
	case 8:
		part.bottom = ROWS;
		screen_scroll(t->s, part, (int)(c->n % 5) - 2,
		    (int)(c->look % 3) - 1, 0, true);
		break;
	default:
		screen_put_ascii(t->s, c->row, c->col, ascii, c->n, style);
	}
}

/* Where the row ends, mostly: that is where text comes. */
static unsigned
some_col(struct pair *p, unsigned row, unsigned back)
{
	unsigned used = screen_row(p->cells.s, row)->used;

	if (rnd(12) == 0)
		return rnd(COLS);
	used -= back < used ? back : used;
	return used < COLS ? used : COLS - 1;
}

static void
test_random(void **state)
{
	struct pair p;
	struct change c;
	unsigned i, round;

	(void)state;
	for (round = 1; round <= 40; round++) {
		seed = round;
		pair_open(&p);
		for (i = 0; i < CHANGES / 40; i++) {
			c.what = rnd(14);
			c.row = rnd(3) == 0 ? rnd(ROWS) : ROWS - 1;
			c.col = some_col(&p, c.row, c.what == 2 ? 1 : 0);
			c.n = 1 + rnd(rnd(4) == 0 ? COLS : 6);
			c.look = rnd(100);
			c.cp = rnd(5) == 0 ? 0 : 0x4e00 + rnd(20);
			carry_out(&p.text, &c);
			carry_out(&p.cells, &c);
			look(&p.cells);
		}
		assert_pair_equal(&p);
		pair_close(&p);
	}
}

/* One row with what is written at its end alone, until it leaves. */
static void
write_row(struct pair *p, const struct change *c, unsigned n)
{
	unsigned i;
	struct change one;

	for (i = 0; i < n; i++) {
		one = c[i];
		one.row = ROWS - 1;
		one.col = screen_row(p->cells.s, ROWS - 1)->used;
		carry_out(&p->text, &one);
		carry_out(&p->cells, &one);
		look(&p->cells);
	}
	for (i = 0; i < ROWS; i++) {
		screen_scroll_line(p->text.s, 0, ROWS, 0, true);
		screen_scroll_line(p->cells.s, 0, ROWS, 0, true);
	}
	assert_pair_equal(p);
}

static void
test_bounds(void **state)
{
	struct change many[ROWTEXT_RUNS + 10] = { { 0 } };
	struct change marks[30] = { { 0 } };
	struct change grown[] = { { .what = 9, .n = 3 }, { .what = 1, .n = 2 },
		{ .what = 3 } };
	struct pair p;
	unsigned i;

	(void)state;
	pair_open(&p);
	for (i = 0; i < nitems(many); i++) /* more runs than there may be */
		many[i] = (struct change){ .what = 9, .n = 1, .look = i };
	write_row(&p, many, nitems(many));
	for (i = 0; i < nitems(marks); i++) /* more text */
		marks[i] = (struct change){ .what = 1, .n = 19 };
	write_row(&p, marks, nitems(marks));
	write_row(&p, grown, nitems(grown));
	grown[0].look = 11; /* a link */
	write_row(&p, grown, nitems(grown));
	write_row(&p, NULL, 0);
	pair_close(&p);
}

/* A row is text until it is looked at, and again once it is blank. */
static void
test_form(void **state)
{
	struct row r = { 0 };
	struct rowrun run = { 7, 3, RUN_NARROW };
	struct intern *in = intern_create();

	(void)state;
	assert_true(rowtext_open(&r, 0));
	assert_true(rowtext_add(&r, 2, 3, 80, &run, 1, (const uint8_t *)"abc",
	    3));
	assert_int_equal(r.form, ROW_TEXT);
	assert_int_equal(r.used, 5);
	assert_false(rowtext_open(&r, 4));
	assert_true(rowtext_open(&r, 5));
	assert_false(rowtext_amend(&r, 3, "e\314\201", 3));
	assert_true(rowtext_amend(&r, 4, "e\314\201", 3));
	rowtext_end(&r, in);
	assert_int_equal(r.form, ROW_CELLS);
	assert_int_equal(r.used, 5);
	assert_int_equal(r.cells[1].text, 0);
	assert_int_equal(r.cells[2].text, 'a');
	assert_int_equal(r.cells[3].style, 7);
	assert_true(r.cells[4].text & CELL_CLUSTER);
	assert_false(rowtext_open(&r, 5));
	row_reset(&r);
	assert_true(rowtext_open(&r, 0));
	row_clear(&r);
	intern_destroy(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
