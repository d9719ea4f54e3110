/* SPDX-License-Identifier: ISC */
/* test_token: only the whole token of this launch is right. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host/host_internal.h"
#include "host/token.h"

#define OURS "00112233445566778899aabbccddeeff"

static void
test_right(void **state)
{
	char ours[] = OURS;
	struct boot boot = { .token = ours };
	struct host h = { .boot = &boot };

	(void)state;
	assert_true(host_token_ok(&h, OURS));
	assert_false(host_token_ok(&h, NULL));
	ours[0] = '\0';
	assert_false(host_token_ok(&h, ""));
	assert_false(host_token_ok(&h, OURS));
}

static void
test_wrong(void **state)
{
	char cut[] = OURS, flipped[] = OURS;
	size_t i;

	(void)state;
	assert_false(token_equal(OURS, OURS "0"));
	for (i = strlen(cut); i-- > 0;) {
		flipped[i] ^= 1;
		assert_false(token_equal(OURS, flipped));
		flipped[i] ^= 1;
		cut[i] = '\0';
		assert_false(token_equal(OURS, cut));
		assert_false(token_equal(cut, OURS));
	}
	assert_false(token_equal(NULL, NULL));
	assert_false(token_equal("", ""));
	assert_true(token_equal(OURS, flipped));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
