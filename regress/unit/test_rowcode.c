/* SPDX-License-Identifier: ISC */
/* test_rowcode: round trips, known bytes, and any bytes at all. */

#include "typist.h"

#include "base/xmalloc.h"
#include "term/rowcode.h"

static uint32_t seed = 1;

static uint32_t
rnd(uint32_t n)
{
	return typist_random(&seed) % n;
}

static uint32_t
random_colour(void)
{
	switch (rnd(4)) {
	case 0:
		return COLOUR_INDEXED | rnd(256);
	case 1:
		return COLOUR_RGB | (typist_random(&seed) & 0xffffff);
	default:
		return COLOUR_DEFAULT;
	}
}

static uint32_t
random_style(struct intern *in)
{
	static const char *const uris[] = { "https://a.example/x", "file:///b",
		"mailto:c@d.example" };
	struct style s = { 0 };

	if (rnd(3) == 0)
		return 0;
	s.fg = random_colour();
	s.bg = random_colour();
	s.ul = random_colour();
	if (rnd(2) == 0)
		s.attr = (uint16_t)(rnd(0x200) | rnd(6) << ATTR_UL_SHIFT);
	if (rnd(4) == 0)
		s.link =
		    intern_link(in, uris[rnd(3)], rnd(2) == 0 ? NULL : "id7");
	return intern_style(in, &s);
}

static uint32_t
random_text(struct intern *in, unsigned *width)
{
	static const char *const narrow[] = { "e\xcc\x81",
		"a\xcc\x88\xcc\x81" };
	static const char *const wide[] = {
		"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
		"\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"
	};
	const char *p;

	*width = 1;
	switch (rnd(8)) {
	case 0:
		return 0;
	case 1:
		*width = 2;
		return 0x4e00 + rnd(0x1000);
	case 2:
		p = narrow[rnd(2)];
		return intern_text(in, p, strlen(p));
	case 3:
		*width = 2;
		p = wide[rnd(2)];
		return intern_text(in, p, strlen(p));
	case 4:
		return 0xa0 + rnd(0x300);
	case 5:
		*width = 1 + rnd(2);
		return 0x1f300 + rnd(0x200);
	default:
		return 0x20 + rnd(0x5f);
	}
}

static void
random_row(struct row *r, struct intern *in, unsigned cols)
{
	uint32_t style = 0, text;
	unsigned i, w;
	struct cell *c;

	row_reset(r);
	r->flags = (uint8_t)rnd(4);
	for (i = 0; i + 1 < cols; i += w) {
		if (rnd(5) == 0)
			style = random_style(in);
		text = random_text(in, &w);
		if (text == 0)
			w = 1;
		c = row_reserve(r, i + w) + i;
		c[0].text = text | (w == 2 ? CELL_WIDE : 0);
		c[0].style = style;
		if (w == 2) {
			c[1].text = CELL_TAIL;
			c[1].style = style;
		}
	}
}

/* Keeps a row's styles while others are made. */
static void
mark_row(struct intern *in, void *arg)
{
	const struct row *r = arg;
	unsigned i;

	for (i = 0; i < r->used; i++) {
		intern_mark_style(in, r->cells[i].style);
		intern_mark_text(in, r->cells[i].text);
	}
}

static void
assert_cell_equal(const struct intern *a, struct cell x, const struct intern *b,
    struct cell y)
{
	const struct style *s = intern_get_style(a, x.style);
	const struct style *t = intern_get_style(b, y.style);
	const char *p, *q, *pid, *qid;
	char ptmp[4], qtmp[4];
	size_t n, m;

	assert_int_equal(x.text & (CELL_WIDE | CELL_TAIL),
	    y.text & (CELL_WIDE | CELL_TAIL));
	p = intern_get_text(a, x.text, ptmp, &n);
	q = intern_get_text(b, y.text, qtmp, &m);
	assert_int_equal(n, m);
	assert_memory_equal(p, q, n);
	assert_int_equal(s->fg, t->fg);
	assert_int_equal(s->bg, t->bg);
	assert_int_equal(s->ul, t->ul);
	assert_int_equal(s->attr, t->attr);
	p = intern_get_link(a, s->link, &pid);
	q = intern_get_link(b, t->link, &qid);
	assert_int_equal(p == NULL, q == NULL);
	if (p == NULL)
		return;
	assert_string_equal(p, q);
	assert_int_equal(pid == NULL, qid == NULL);
	if (pid != NULL)
		assert_string_equal(pid, qid);
}

static void
assert_row_equal(const struct intern *a, const struct row *x,
    const struct intern *b, const struct row *y)
{
	unsigned i;

	assert_int_equal(x->flags, y->flags);
	if (x->flags & ROW_WRAPPED)
		assert_int_equal(x->used, y->used);
	else
		assert_int_equal(row_extent(x), y->used);
	for (i = 0; i < x->used; i++)
		assert_cell_equal(a, row_get(x, i), b, row_get(y, i));
}

static void
test_round_trip(void **state)
{
	struct intern *a = intern_create(), *b = intern_create();
	struct row x = { 0 }, y = { 0 }, z = { 0 };
	struct buf buf = { 0 }, again = { 0 };
	unsigned i;

	(void)state;
	intern_add_root(a, mark_row, &x);
	intern_add_root(b, mark_row, &y);
	y.gen = 77;
	for (i = 0; i < 3000; i++) {
		random_row(&x, a, 1 + rnd(i % 100 == 0 ? 2000 : 120));
		buf_reset(&buf);
		rowcode_put(&buf, &x, a);
		assert_int_equal(rowcode_get(&y, b, buf.data, buf.len,
				     TERM_MAX_COLS),
		    0);
		assert_row_equal(a, &x, b, &y);
		assert_int_equal(y.gen, 77);
		buf_reset(&again);
		rowcode_put(&again, &y, b);
		assert_int_equal(again.len, buf.len);
		assert_memory_equal(again.data, buf.data, buf.len);
	}
	row_clear(&x);
	row_clear(&y);
	row_clear(&z);
	buf_clear(&buf);
	buf_clear(&again);
	intern_destroy(a);
	intern_destroy(b);
}

/* More text than is gathered at once. */
static void
test_long(void **state)
{
	static const char zwj[] =
	    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb";
	struct intern *in = intern_create();
	struct row x = { 0 }, y = { 0 };
	struct buf b = { 0 };
	struct cell *c = row_reserve(&x, TERM_MAX_COLS);
	unsigned i;

	(void)state;
	for (i = 0; i < TERM_MAX_COLS; i += 2) {
		c[i].text = intern_text(in, zwj, strlen(zwj)) | CELL_WIDE;
		c[i + 1].text = CELL_TAIL;
	}
	intern_add_root(in, mark_row, &x);
	rowcode_put(&b, &x, in);
	assert_true(b.len > 1000 * strlen(zwj));
	assert_int_equal(rowcode_get(&y, in, b.data, b.len, TERM_MAX_COLS), 0);
	assert_row_equal(in, &x, in, &y);
	row_clear(&x);
	row_clear(&y);
	buf_clear(&b);
	intern_destroy(in);
}

static void
test_bytes(void **state)
{
	static const uint8_t plain[] = { 0, 1, 2 << 3, 'h', 'i' };
	static const uint8_t styled[] = { ROW_PROMPT, 3, 1 << 3, 1 << 3 | 4,
		0x09, 1, 2, 1, 0, 1 << 3 | 4 | 1, 0, 'a', 'b', 0xe4, 0xb8,
		0xad };
	struct intern *in = intern_create();
	struct style s = { .fg = COLOUR_INDEXED | 2, .attr = ATTR_BOLD };
	struct row r = { 0 };
	struct buf b = { 0 };
	struct cell *c;

	(void)state;
	c = row_reserve(&r, 9);
	c[0].text = 'h';
	c[1].text = 'i';
	rowcode_put(&b, &r, in);
	assert_int_equal(b.len, sizeof plain);
	assert_memory_equal(b.data, plain, sizeof plain);

	c[0].text = 'a';
	c[1].text = 'b';
	c[1].style = intern_style(in, &s);
	c[2].text = 0x4e2d | CELL_WIDE;
	c[3].text = CELL_TAIL;
	r.flags = ROW_PROMPT;
	buf_reset(&b);
	rowcode_put(&b, &r, in);
	assert_int_equal(b.len, sizeof styled);
	assert_memory_equal(b.data, styled, sizeof styled);

	row_clear(&r);
	buf_reset(&b);
	rowcode_put(&b, &r, in); /* a blank row has two bytes */
	assert_int_equal(b.len, 2);
	assert_int_equal(rowcode_get(&r, in, b.data, b.len, 80), 0);
	assert_int_equal(r.used, 0);

	/* A buffer that is full gets nothing. */
	row_reserve(&r, 3)[2].text = 'x';
	buf_clear(&b);
	buf_init(&b, 3);
	rowcode_put(&b, &r, in);
	assert_int_equal(b.len, 0);
	assert_true(b.overflow);
	row_clear(&r);
	buf_clear(&b);
	intern_destroy(in);
}

/* What should not be in a row comes out as something harmless. */
static void
test_odd_cells(void **state)
{
	static const uint32_t texts[] = { 0x1b, 0x9b, 0x7f, 1, 0xd800, 0x1fffff,
		0x4e2d | CELL_WIDE, CELL_TAIL, CELL_CLUSTER | 4711,
		CELL_CLUSTER | CELL_WIDE | 1, CELL_TAIL | CELL_WIDE | 'x' };
	struct intern *in = intern_create();
	struct row r = { 0 }, out = { 0 };
	struct buf b = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < nitems(texts); i++) {
		row_reset(&r);
		row_reserve(&r, 3)[0].text = 'a';
		r.cells[1].text = texts[i];
		r.cells[2].text = 'z';
		buf_reset(&b);
		rowcode_put(&b, &r, in);
		assert_int_equal(rowcode_get(&out, in, b.data, b.len, 80), 0);
		assert_int_equal(out.used, 3);
		assert_int_equal(row_get(&out, 2).text, 'z');
		assert_true(CELL_VALUE(row_get(&out, 1).text) == 0 ||
		    CELL_VALUE(row_get(&out, 1).text) >= 0x20);
	}
	row_clear(&r);
	row_clear(&out);
	buf_clear(&b);
	intern_destroy(in);
}

static void
test_max(void **state)
{
	struct intern *in = intern_create();
	struct row r = { 0 }, out = { 0 };
	struct buf b = { 0 };
	unsigned max;

	(void)state;
	row_reserve(&r, 4)[0].text = 'a';
	r.cells[1].text = 0x4e2d | CELL_WIDE;
	r.cells[2].text = CELL_TAIL;
	r.cells[3].text = 'b';
	rowcode_put(&b, &r, in);
	for (max = 0; max < 6; max++) {
		assert_int_equal(rowcode_get(&out, in, b.data, b.len, max), 0);
		assert_int_equal(out.used, max < 4 ? max : 4);
		if (max == 2) /* half a character is none */
			assert_int_equal(row_get(&out, 1).text, 0);
		if (max > 2)
			assert_int_equal(row_get(&out, 2).text, CELL_TAIL);
	}
	row_clear(&r);
	row_clear(&out);
	buf_clear(&b);
	intern_destroy(in);
}

static void
test_text(void **state)
{
	struct intern *in = intern_create();
	struct row r = { 0 };
	struct buf b = { 0 }, out = { 0 };
	int wrapped = -1;

	(void)state;
	row_reserve(&r, 6)[0].text = 'a';
	r.cells[2].text = 0x4e2d | CELL_WIDE;
	r.cells[3].text = CELL_TAIL;
	r.cells[4].text = ' ';
	rowcode_put(&b, &r, in);
	assert_int_equal(rowcode_text(&out, b.data, b.len, &wrapped), 0);
	assert_int_equal(wrapped, 0);
	assert_int_equal(out.len, 5);
	assert_memory_equal(out.data, "a \xe4\xb8\xad", 5);

	r.flags = ROW_WRAPPED;
	buf_reset(&b);
	rowcode_put(&b, &r, in);
	buf_reset(&out);
	assert_int_equal(rowcode_text(&out, b.data, b.len, &wrapped), 0);
	assert_int_equal(wrapped, 1);
	assert_int_equal(out.len, 7);
	assert_memory_equal(out.data, "a \xe4\xb8\xad  ", 7);
	assert_int_equal(rowcode_text(&out, b.data, b.len - 1, NULL), -1);
	assert_int_equal(out.len, 7);
	row_clear(&r);
	buf_clear(&b);
	buf_clear(&out);
	intern_destroy(in);
}

/* What came of bytes is sound, whatever they were. */
static void
try_bytes(struct intern *in, struct row *r, const uint8_t *p, size_t n)
{
	struct buf out = { 0 };
	uint8_t *copy = xmalloc(n == 0 ? 1 : n); /* bounds are seen */
	unsigned i;
	int got, text;

	memcpy(copy, p, n);
	got = rowcode_get(r, in, copy, n, 100);
	text = rowcode_text(&out, copy, n, NULL);
	assert_int_equal(got, text);
	assert_true(r->used <= 100);
	if (got != 0)
		assert_true(r->used == 0 && r->flags == 0 && out.len == 0);
	for (i = 0; i < r->used; i++)
		if (r->cells[i].text & CELL_WIDE)
			assert_true(r->cells[i + 1].text & CELL_TAIL);
	assert_true(out.len == 0 || utf8_valid(out.data, out.len));
	buf_clear(&out);
	free(copy);
}

static void
test_sweep(void **state)
{
	struct intern *in = intern_create();
	struct row x = { 0 }, r = { 0 };
	struct buf b = { 0 };
	unsigned round;
	size_t i;

	(void)state;
	intern_add_root(in, mark_row, &x);
	for (round = 0; round < 40; round++) {
		random_row(&x, in, 2 + rnd(60));
		buf_reset(&b);
		rowcode_put(&b, &x, in);
		for (i = 0; i < b.len; i++)
			try_bytes(in, &r, b.data, i);
		assert_int_equal(rowcode_get(&r, in, b.data, b.len - 1, 100),
		    -1);
		for (i = 0; i < b.len * 8; i++) {
			b.data[i / 8] ^= (uint8_t)(1 << i % 8);
			try_bytes(in, &r, b.data, b.len);
			b.data[i / 8] ^= (uint8_t)(1 << i % 8);
		}
		buf_put_u8(&b, 'x'); /* more than the runs say */
		assert_int_equal(rowcode_get(&r, in, b.data, b.len, 100), -1);
	}
	row_clear(&x);
	row_clear(&r);
	buf_clear(&b);
	intern_destroy(in);
}

static void
test_noise(void **state)
{
	struct intern *in = intern_create();
	struct row r = { 0 };
	uint8_t noise[64];
	unsigned round;
	size_t i, n;

	(void)state;
	for (round = 0; round < 20000; round++) {
		n = rnd(sizeof noise);
		for (i = 0; i < n; i++)
			noise[i] = (uint8_t)(rnd(3) == 0 ? rnd(16) : rnd(256));
		if (n > 1)
			noise[1] = (uint8_t)rnd(4);
		try_bytes(in, &r, noise, n);
	}
	row_clear(&r);
	intern_destroy(in);
}

static void
test_malformed(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} cases[] = {
		{ "", 0 }, { "\0", 1 }, { "\0\1", 2 },
		{ "\0\1\0", 3 },	      /* a run of nothing */
		{ "\0\1\x08\033", 4 },	      /* a control */
		{ "\0\1\x08\0", 4 },	      /* NUL */
		{ "\0\1\x08\xc2\x9b", 5 },    /* C1 */
		{ "\0\1\x08\xff", 4 },	      /* no UTF-8 */
		{ "\0\1\x0c\x20x", 5 },	      /* unknown field */
		{ "\0\1\x0c\1\3\1x", 7 },     /* unknown kind of colour */
		{ "\0\1\x0c\x08\0\x70x", 7 }, /* unknown underline */
		{ "\0\1\x0c\x10\1x", 6 },     /* no such link */
		{ "\0\1\x0a\0", 4 },	      /* an empty cluster */
		{ "\0\1\x0a\x02\r", 5 },      /* a control in a cluster */
		{ "\0\1\x0a\x84\1ab", 7 },    /* too long a cluster */
		{ "\0\1\x8b\x80\x80\x80\x80\x80\x80\x80\x80\1", 12 },
		{ "\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\1", 11 },
		{ "\0\2\x83\x7d\x83\x7d", 6 }, /* more than the columns */
	};
	struct intern *in = intern_create();
	struct row r = { 0 };
	struct buf out = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		row_reserve(&r, 1)[0].text = 'x';
		assert_int_equal(rowcode_get(&r, in,
				     (const uint8_t *)cases[i].bytes,
				     cases[i].n, 80),
		    -1);
		assert_int_equal(r.used, 0);
		assert_int_equal(rowcode_text(&out,
				     (const uint8_t *)cases[i].bytes,
				     cases[i].n, NULL),
		    -1);
	}
	row_clear(&r);
	buf_clear(&out);
	intern_destroy(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_odd_cells),
		cmocka_unit_test(test_max),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_sweep),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
