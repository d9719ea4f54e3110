/* SPDX-License-Identifier: ISC */
/* test_linediff: the lines in which two texts differ. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "cmd/linediff.h"

static void
differ(void **state)
{
	static const struct {
		const char *before, *after, *want;
	} rows[] = {
		{ "", "", "" },
		{ "a\nb\n", "a\nb\n", "" },
		{ "", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n" },
		{ "a\n", "", "@@ -1,1 +0,0 @@\n-a\n" },
		{ "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
		    "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n" },
		{ "a\nb\n", "a\nx\nb\n", "@@ -1,2 +1,3 @@\n a\n+x\n b\n" },
		{ "a\na\n", "a\n", "@@ -1,2 +1,1 @@\n a\n-a\n" },
		{ "a", "a\nb\033[2J", "@@ -1,1 +1,2 @@\n a\n+b[2J\n" },
	};
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buf_init(&b, 0);
		linediff_put(&b, rows[i].before, rows[i].after);
		buf_put_u8(&b, 0);
		assert_string_equal((const char *)b.data, rows[i].want);
		buf_clear(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
