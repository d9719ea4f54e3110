/* SPDX-License-Identifier: ISC */
/* test_random: as many digits as were asked for, and others each time. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"

static void
digits(void **state)
{
	char one[64], two[64];

	(void)state;
	memset(one, 'x', sizeof one);
	random_hex(one, 16);
	random_hex(two, 16);
	assert_int_equal(strlen(one), 32);
	assert_int_equal(strspn(one, "0123456789abcdef"), 32);
	assert_int_equal(one[33], 'x');
	assert_string_not_equal(one, two);
	random_hex(one, 0);
	assert_string_equal(one, "");
}

static void
bytes(void **state)
{
	unsigned char one[256], two[256];

	(void)state;
	memset(one, 0, sizeof one);
	random_bytes(one, sizeof one);
	random_bytes(two, sizeof two);
	assert_memory_not_equal(one, two, sizeof one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits),
		cmocka_unit_test(bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
