/* SPDX-License-Identifier: ISC */
/* test_buf: numbers, strings and bounds, cut and flipped in every place. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/xmalloc.h"

static const uint64_t numbers[] = { 0, 1, 127, 128, 255, 256, 16383, 16384,
	0xffff, 0x10000, 0xffffffff, 0x100000000, 0x7fffffffffffffff,
	0x8000000000000000, 0xffffffffffffffff };

static void
numbers_round_trip(void **state)
{
	struct buf b = { 0 };
	struct reader r;
	uint64_t v64;
	uint32_t v32;
	uint16_t v16;
	uint8_t v8;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(numbers); i++) {
		buf_put_u8(&b, (uint8_t)numbers[i]);
		buf_put_u16(&b, (uint16_t)numbers[i]);
		buf_put_u32(&b, (uint32_t)numbers[i]);
		buf_put_u64(&b, numbers[i]);
		buf_put_varint(&b, numbers[i]);
	}
	reader_init(&r, b.data, b.len);
	for (i = 0; i < nitems(numbers); i++) {
		assert_int_equal(reader_u8(&r, &v8), 0);
		assert_int_equal(v8, (uint8_t)numbers[i]);
		assert_int_equal(reader_u16(&r, &v16), 0);
		assert_int_equal(v16, (uint16_t)numbers[i]);
		assert_int_equal(reader_u32(&r, &v32), 0);
		assert_int_equal(v32, (uint32_t)numbers[i]);
		assert_int_equal(reader_u64(&r, &v64), 0);
		assert_true(v64 == numbers[i]);
		assert_int_equal(reader_varint(&r, &v64), 0);
		assert_true(v64 == numbers[i]);
	}
	assert_int_equal(r.left, 0);
	buf_clear(&b);
}

static void
layout(void **state)
{
	static const uint8_t want[] = { 0x12, 0x34, 0xde, 0xad, 0xbe, 0xef,
		0xac, 0x02, 0, 0, 0, 2, 'h', 'i', 0, 0, 0, 0, '4', '2' };
	struct buf b = { 0 };

	(void)state;
	buf_put_u16(&b, 0x1234);
	buf_put_u32(&b, 0xdeadbeef);
	buf_put_varint(&b, 300);
	buf_put_string(&b, "hi");
	buf_put_string(&b, NULL);
	buf_printf(&b, "%d", 42);
	assert_int_equal(b.len, sizeof want);
	assert_memory_equal(b.data, want, sizeof want);
	buf_clear(&b);
}

static void
maximum(void **state)
{
	struct buf b;
	char *s;
	size_t n;

	(void)state;
	buf_init(&b, 6);
	buf_put_u32(&b, 1);
	assert_null(buf_reserve(&b, 3));
	assert_true(b.overflow);
	buf_reset(&b);
	assert_false(b.overflow);
	/* A string goes in whole or not at all. */
	buf_put_string(&b, "abc");
	assert_true(b.overflow);
	assert_int_equal(b.len, 0);
	buf_reset(&b);
	buf_put_string(&b, "ab");
	assert_false(b.overflow);
	assert_int_equal(b.len, 6);
	assert_null(buf_reserve(&b, SIZE_MAX));
	assert_null(buf_reserve(&b, SIZE_MAX - 5));
	s = buf_steal(&b, &n);
	assert_int_equal(n, 6);
	assert_int_equal(s[6], '\0');
	assert_int_equal(b.len, 0);
	assert_int_equal(b.max, 6);
	free(s);
}

static void
memory(void **state)
{
	struct buf b = { 0 };
	uint8_t *p;
	char *s;
	int i;

	(void)state;
	s = buf_steal(&b, NULL);
	assert_string_equal(s, "");
	free(s);
	assert_non_null(buf_reserve(&b, 0));
	for (i = 0; i < 1000; i++)
		buf_printf(&b, "%03d", i);
	assert_int_equal(b.len, 3000);
	buf_drain(&b, 0);
	buf_drain(&b, 2997);
	assert_memory_equal(b.data, "999", 3);
	p = buf_reserve(&b, 2);
	memcpy(p, "xy", 2);
	assert_int_equal(b.len, 3);
	buf_add(&b, 2);
	assert_memory_equal(b.data, "999xy", 5);
	buf_drain(&b, 100);
	assert_int_equal(b.len, 0);
	buf_clear(&b);
	assert_null(b.data);
	buf_clear(&b);
}

static void
bad_varints(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		int r;
	} cases[] = {
		{ "", 0, -1 },
		{ "\x80", 1, -1 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, 0 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, -1 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00", 11, -1 },
	};
	struct reader r;
	uint64_t v;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		reader_init(&r, cases[i].bytes, cases[i].n);
		if (reader_varint(&r, &v) != cases[i].r)
			fail_msg("varint %zu", i);
	}
}

static void
bad_strings(void **state)
{
	struct buf b = { 0 };
	struct reader r;
	const uint8_t *p;
	char *s;
	size_t n;

	(void)state;
	buf_put_bytes(&b, "a\0b", 3);
	reader_init(&r, b.data, b.len);
	assert_int_equal(reader_string(&r, 100, &s), -1);
	reader_init(&r, b.data, b.len);
	assert_int_equal(reader_bytes(&r, 2, &p, &n), -1);
	reader_init(&r, b.data, b.len);
	assert_int_equal(reader_bytes(&r, 3, &p, &n), 0);
	assert_int_equal(n, 3);
	/* A length that no memory holds. */
	reader_init(&r, "\xff\xff\xff\xff", 4);
	assert_int_equal(reader_string(&r, SIZE_MAX, &s), -1);
	reader_init(&r, NULL, 0);
	assert_int_equal(reader_take(&r, 0, &p), 0);
	assert_int_equal(reader_take(&r, 1, &p), -1);
	buf_clear(&b);
}

/* Read as a message would be; the sum of what was got, so that it is read. */
static int
read_all(const uint8_t *bytes, size_t n)
{
	struct reader r;
	uint16_t v16;
	uint64_t v64;
	char *s = NULL;
	int ok;

	reader_init(&r, bytes, n);
	ok = reader_u16(&r, &v16) == 0 && reader_string(&r, 16, &s) == 0 &&
	    reader_varint(&r, &v64) == 0;
	if (s != NULL)
		assert_true(strlen(s) <= 16);
	assert_true(r.left <= n);
	free(s);
	return ok ? 0 : -1;
}

static void
sweep(void **state)
{
	struct buf b = { 0 };
	uint8_t *copy;
	size_t i;

	(void)state;
	buf_put_u16(&b, 7);
	buf_put_string(&b, "sixteen bytes 16");
	buf_put_varint(&b, UINT64_MAX);
	assert_int_equal(read_all(b.data, b.len), 0);
	for (i = 0; i < b.len; i++) {
		/* A copy of its own size, so that sanitizers see overreads. */
		copy = xmemdup(b.data, i);
		if (read_all(copy, i) != -1)
			fail_msg("cut at %zu was read", i);
		free(copy);
	}
	for (i = 0; i < b.len * 8; i++) {
		copy = xmemdup(b.data, b.len);
		copy[i / 8] ^= (uint8_t)(1 << i % 8);
		(void)read_all(copy, b.len);
		free(copy);
	}
	buf_clear(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_round_trip),
		cmocka_unit_test(layout),
		cmocka_unit_test(maximum),
		cmocka_unit_test(memory),
		cmocka_unit_test(bad_varints),
		cmocka_unit_test(bad_strings),
		cmocka_unit_test(sweep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
