/* SPDX-License-Identifier: ISC */
/* test_dirlock: one holds a directory, another waits, gives up, or gets it. */

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/dirlock.h"
#include "base/monotime.h"

static void
locks(void **state)
{
	char dir[] = "/tmp/test_dirlock.XXXXXX", *cause = NULL;
	monotime before;
	int one, two;

	(void)state;
	assert_non_null(mkdtemp(dir));
	one = dirlock_take(dir, 0, &cause);
	assert_true(one >= 0);
	assert_int_equal(fcntl(one, F_GETFD), FD_CLOEXEC);

	before = monotime_now();
	assert_int_equal(dirlock_take(dir, 100, &cause), -1);
	assert_true(monotime_diff(before, monotime_now()) >= 100);
	assert_non_null(strstr(cause, dir));
	free(cause);

	close(one);
	two = dirlock_take(dir, 0, &cause);
	assert_true(two >= 0);
	close(two);

	assert_int_equal(rmdir(dir), 0);
	assert_int_equal(dirlock_take(dir, 10000, &cause), -1);
	assert_non_null(strstr(cause, "No such file"));
	free(cause);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(locks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
