/* SPDX-License-Identifier: ISC */
/* test_strv: vectors of strings and environments. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/strv.h"

static void
grows(void **state)
{
	struct strv sv = { 0 };
	char *s;
	int i;

	(void)state;
	s = strv_join(&sv, " ");
	assert_string_equal(s, "");
	free(s);
	for (i = 0; i < 100; i++) {
		strv_addf(&sv, "%d", i);
		assert_null(sv.v[sv.n]);
	}
	assert_int_equal(sv.n, 100);
	assert_string_equal(sv.v[99], "99");
	strv_clear(&sv);
	assert_null(sv.v);
	strv_add(&sv, "a");
	strv_add(&sv, "");
	strv_add(&sv, "b");
	s = strv_join(&sv, ", ");
	assert_string_equal(s, "a, , b");
	free(s);
	strv_clear(&sv);
}

static void
environments(void **state)
{
	struct strv sv = { 0 };

	(void)state;
	assert_null(strv_getenv(&sv, "A"));
	strv_unsetenv(&sv, "A");
	strv_setenv(&sv, "AB", "1");
	strv_setenv(&sv, "A", "2=3");
	strv_add(&sv, "A");
	strv_add(&sv, "A=twice");
	assert_string_equal(strv_getenv(&sv, "A"), "2=3");
	assert_string_equal(strv_getenv(&sv, "AB"), "1");
	assert_null(strv_getenv(&sv, "B"));
	strv_setenv(&sv, "A", "");
	assert_string_equal(strv_getenv(&sv, "A"), "");
	strv_unsetenv(&sv, "A");
	assert_null(strv_getenv(&sv, "A"));
	assert_int_equal(sv.n, 2);
	assert_string_equal(sv.v[0], "AB=1");
	assert_string_equal(sv.v[1], "A");
	assert_null(sv.v[2]);
	strv_clear(&sv);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows),
		cmocka_unit_test(environments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
