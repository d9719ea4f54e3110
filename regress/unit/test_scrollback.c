/* SPDX-License-Identifier: ISC */
/* test_scrollback: lines in, lines out, bounds and numbers. */

#include "typist.h"

#include "base/xmalloc.h"
#include "term/rowcode.h"

static void
set_text(struct row *r, const char *s)
{
	unsigned i;

	row_reset(r);
	for (i = 0; s[i] != '\0'; i++)
		row_reserve(r, i + 1)[i].text = (uint8_t)s[i];
}

static void
push_number(struct scrollback *sb, struct intern *in, unsigned i, unsigned pad)
{
	struct row r = { 0 };
	char s[32];

	xsnprintf(s, sizeof s, "line %u", i);
	set_text(&r, s);
	if (pad > 0)
		row_reserve(&r, pad)[pad - 1].text = '.';
	scrollback_push(sb, &r, in);
	row_clear(&r);
}

static unsigned
number_at(struct scrollback *sb, size_t i)
{
	struct buf b = { 0 };
	const uint8_t *p;
	unsigned v;
	size_t n;

	p = scrollback_get(sb, i, &n);
	assert_non_null(p);
	assert_int_equal(rowcode_text(&b, p, n, NULL), 0);
	buf_put_u8(&b, '\0');
	assert_int_equal(sscanf((char *)b.data, "line %u", &v), 1);
	buf_clear(&b);
	return v;
}

static void
test_order(void **state)
{
	struct intern *in = intern_create();
	struct scrollback *sb = scrollback_create(8u << 20);
	uint32_t seed = 3;
	unsigned i, k;
	size_t n;

	(void)state;
	assert_int_equal(scrollback_count(sb), 0);
	assert_int_equal(scrollback_bytes(sb), 0); /* nothing until used */
	assert_null(scrollback_get(sb, 0, &n));
	for (i = 0; i < 30000; i++)
		push_number(sb, in, i, 0);
	assert_int_equal(scrollback_count(sb), 30000);
	assert_int_equal(scrollback_total(sb), 30000);
	for (i = 0; i < 30000; i++)
		assert_int_equal(number_at(sb, i), i);
	for (i = 30000; i > 0; i--)
		assert_int_equal(number_at(sb, i - 1), i - 1);
	for (i = 0; i < 3000; i++) {
		k = typist_random(&seed) % 30000;
		assert_int_equal(number_at(sb, k), k);
	}
	assert_null(scrollback_get(sb, 30000, &n));
	/* Some 11 bytes a line, an index of two, and little else. */
	assert_true(scrollback_bytes(sb) < 30000 * 20);
	scrollback_clear(sb);
	assert_int_equal(scrollback_count(sb), 0);
	assert_int_equal(scrollback_total(sb), 30000);
	assert_int_equal(scrollback_bytes(sb), 0);
	push_number(sb, in, 5, 0);
	assert_int_equal(number_at(sb, 0), 5);
	scrollback_destroy(sb);
	scrollback_destroy(NULL);
	intern_destroy(in);
}

static void
test_bound(void **state)
{
	static const size_t maxes[] = { 1, 600, 3000, 10000, 100000, 1000000 };
	struct intern *in = intern_create();
	struct scrollback *sb;
	uint64_t first;
	unsigned i;
	size_t k;

	(void)state;
	for (k = 0; k < nitems(maxes); k++) {
		sb = scrollback_create(maxes[k]);
		for (i = 0; i < 20000; i++) {
			push_number(sb, in, i, i % 7 == 0 ? 150 : 0);
			assert_true(scrollback_bytes(sb) <= maxes[k]);
		}
		assert_int_equal(scrollback_total(sb), 20000);
		if (maxes[k] >= 10000 && scrollback_count(sb) < 20000)
			assert_true(scrollback_bytes(sb) > maxes[k] / 2);
		assert_int_equal(scrollback_count(sb) == 20000,
		    maxes[k] == 1000000);
		first = scrollback_total(sb) - scrollback_count(sb);
		for (i = 0; i < scrollback_count(sb); i++)
			assert_int_equal(number_at(sb, i), first + i);
		scrollback_destroy(sb);
	}
	sb = scrollback_create(0);
	push_number(sb, in, 1, 0);
	assert_int_equal(scrollback_count(sb), 0);
	assert_int_equal(scrollback_total(sb), 1);
	scrollback_destroy(sb);
	intern_destroy(in);
}

static void
test_pop(void **state)
{
	struct intern *in = intern_create();
	struct scrollback *sb = scrollback_create(1u << 20);
	struct row r = { 0 };
	uint32_t seed = 9;
	unsigned i, n = 0;

	(void)state;
	assert_int_equal(scrollback_pop(sb, &r, in, 80), -1);
	for (i = 0; i < 50000; i++) {
		if (typist_random(&seed) % (i < 25000 ? 3 : 2) != 0)
			push_number(sb, in, n++, 0);
		else if (n > 0) {
			assert_int_equal(scrollback_pop(sb, &r, in, 80), 0);
			n--;
			assert_int_equal(r.cells[0].text, 'l');
			assert_int_equal(r.cells[r.used - 1].text,
			    '0' + n % 10);
		}
		assert_int_equal(scrollback_total(sb), n);
		assert_int_equal(scrollback_count(sb), n);
	}
	while (n > 0) {
		n--;
		assert_int_equal(number_at(sb, n), n);
		assert_int_equal(scrollback_pop(sb, &r, in, 80), 0);
	}
	assert_int_equal(scrollback_pop(sb, &r, in, 80), -1);
	assert_int_equal(scrollback_bytes(sb), 0);
	row_clear(&r);
	scrollback_destroy(sb);
	intern_destroy(in);
}

static void
test_wrapped(void **state)
{
	struct intern *in = intern_create();
	struct scrollback *sb = scrollback_create(1u << 20);
	struct row r = { 0 };

	(void)state;
	assert_false(scrollback_wrapped(sb));
	scrollback_cut(sb);
	set_text(&r, "abc");
	r.flags = ROW_WRAPPED | ROW_PROMPT;
	row_reserve(&r, 9); /* the width counts */
	scrollback_push(sb, &r, in);
	assert_true(scrollback_wrapped(sb));
	scrollback_cut(sb);
	assert_false(scrollback_wrapped(sb));
	assert_int_equal(scrollback_pop(sb, &r, in, 80), 0);
	assert_int_equal(r.flags, ROW_PROMPT);
	assert_int_equal(r.used, 9);
	row_clear(&r);
	scrollback_destroy(sb);
	intern_destroy(in);
}

/* Rows longer than a block. */
static void
test_long(void **state)
{
	struct intern *in = intern_create();
	struct scrollback *sb = scrollback_create(4u << 20);
	struct style s = { 0 };
	struct row r = { 0 };
	char uri[2000];
	unsigned i, k;

	(void)state;
	for (k = 0; k < 3; k++) {
		row_reset(&r);
		row_reserve(&r, 200);
		for (i = 0; i < 200; i++) {
			memset(uri, 'x', sizeof uri);
			xsnprintf(uri, 20, "%u", 1000 + i);
			uri[4] = 'x';
			uri[sizeof uri - 1] = '\0';
			s.link = intern_link(in, uri, NULL);
			r.cells[i].text = 'a';
			r.cells[i].style = intern_style(in, &s);
		}
		scrollback_push(sb, &r, in);
		push_number(sb, in, k, 0);
	}
	assert_true(scrollback_bytes(sb) > 3 * 200 * 1999);
	assert_int_equal(scrollback_count(sb), 6);
	for (k = 3; k > 0; k--) {
		assert_int_equal(number_at(sb, k * 2 - 1), k - 1);
		assert_int_equal(scrollback_pop(sb, &r, in, 80), 0);
		assert_int_equal(scrollback_pop(sb, &r, in, 2000), 0);
		assert_int_equal(r.used, 200);
	}
	row_clear(&r);
	scrollback_destroy(sb);
	intern_destroy(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_pop),
		cmocka_unit_test(test_wrapped),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
