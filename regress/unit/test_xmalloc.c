/* SPDX-License-Identifier: ISC */
/* test_xmalloc: copies, formats, and the end where memory cannot be had; with
 * monotime, which is as small. */

#include <sys/wait.h>

#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/monotime.h"
#include "base/xmalloc.h"

static void
copies(void **state)
{
	char *s, small[4];
	void *p;

	(void)state;
	s = xstrndup("abcdef", 3);
	assert_string_equal(s, "abc");
	free(s);
	s = xstrndup("ab", 30);
	assert_string_equal(s, "ab");
	free(s);
	s = xasprintf("%d-%s", 7, "x");
	assert_string_equal(s, "7-x");
	free(s);
	assert_int_equal(xsnprintf(small, sizeof small, "%d", 123), 3);
	assert_string_equal(small, "123");
	p = xmalloc(0);
	assert_non_null(p);
	p = xrealloc(p, 0);
	assert_non_null(p);
	free(p);
	p = xcalloc(0, 8);
	assert_non_null(p);
	free(p);
	p = xmemdup(NULL, 0);
	assert_non_null(p);
	free(p);
}

static void
too_much(void)
{
	free(xreallocarray(NULL, SIZE_MAX / 2, 4));
}

static void
too_long(void)
{
	char small[4];

	xsnprintf(small, sizeof small, "%d", 1234);
}

static void
assert_dies(void (*what)(void))
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		close(STDERR_FILENO);
		what();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
}

static void
ends(void **state)
{
	(void)state;
	assert_dies(too_much);
	assert_dies(too_long);
}

static void
moments(void **state)
{
	monotime now = monotime_now(), end = { INT64_MAX };

	(void)state;
	assert_int_equal(monotime_diff(now, monotime_add(now, 50)), 50);
	assert_int_equal(monotime_diff(monotime_add(now, 50), now), -50);
	assert_int_equal(monotime_left(monotime_add(now, -1)), 0);
	assert_true(monotime_left(monotime_add(now, 100000)) > 50000);
	assert_int_equal(monotime_left(end), INT_MAX);
	/* The ends of the range are not passed. */
	assert_true(monotime_add(end, 1).ms == INT64_MAX);
	assert_true(monotime_add((monotime){ INT64_MIN }, -1).ms == INT64_MIN);
	assert_true(monotime_diff((monotime){ INT64_MIN }, end) == INT64_MAX);
	assert_true(wall_ms() > INT64_C(1600000000000));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies),
		cmocka_unit_test(ends),
		cmocka_unit_test(moments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
