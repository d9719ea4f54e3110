/* SPDX-License-Identifier: ISC */
/* test_base64: RFC 4648's vectors, every length, and what is no base64. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/base64.h"
#include "base/buf.h"

static void
vectors(void **state)
{
	static const struct {
		const char *plain, *coded;
	} rows[] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
		{ "\xff\xfe\xfb", "//77" },
		{ "\xfb\xff", "+/8=" },
	};
	struct buf b = { 0 };
	unsigned rest;
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		base64_put(&b, rows[i].plain, strlen(rows[i].plain));
		assert_int_equal(b.len, strlen(rows[i].coded));
		if (b.len > 0)
			assert_memory_equal(b.data, rows[i].coded, b.len);
		buf_clear(&b);
		n = base64_get(&b, rows[i].coded, &rest);
		assert_int_equal(n, strcspn(rows[i].coded, "="));
		assert_int_equal(rest, 0);
		assert_int_equal(b.len, strlen(rows[i].plain));
		if (b.len > 0)
			assert_memory_equal(b.data, rows[i].plain, b.len);
		buf_clear(&b);
	}
}

static void
lengths(void **state)
{
	uint8_t bytes[300];
	struct buf b = { 0 }, back = { 0 };
	size_t n;

	(void)state;
	for (n = 0; n < sizeof bytes; n++)
		bytes[n] = (uint8_t)(n * 37 + n / 7);
	for (n = 1; n <= sizeof bytes; n++) {
		base64_put(&b, bytes, n);
		buf_put_u8(&b, 0);
		assert_int_equal(b.len, (n + 2) / 3 * 4 + 1);
		base64_get(&back, (const char *)b.data, NULL);
		assert_int_equal(back.len, n);
		assert_memory_equal(back.data, bytes, n);
		buf_clear(&b);
		buf_clear(&back);
	}
}

static void
others(void **state)
{
	static const struct {
		const char *coded;
		size_t digits, bytes;
		unsigned rest;
	} rows[] = {
		{ "Z", 1, 0, 25 },
		{ "Zh", 2, 1, 1 },
		{ "Zm9v Zm9v", 4, 3, 0 },
		{ "=", 0, 0, 0 },
		{ "-_", 0, 0, 0 },
		{ "Zm8\xc3\xa9", 3, 2, 0 },
	};
	struct buf b = { 0 };
	unsigned rest;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(base64_get(&b, rows[i].coded, &rest),
		    rows[i].digits);
		assert_int_equal(b.len, rows[i].bytes);
		assert_int_equal(rest, rows[i].rest);
		buf_clear(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors),
		cmocka_unit_test(lengths),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
