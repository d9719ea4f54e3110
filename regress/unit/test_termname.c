/* SPDX-License-Identifier: ISC */
/* test_termname: names of terminals, and where their descriptions are. */

#include <sys/stat.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/path.h"
#include "base/termname.h"
#include "base/xmalloc.h"

static void
test_valid(void **state)
{
	static const char *const bad[] = { "", ".", "..", "../x", "a/b", "a b",
		"x\n", "\xc3\xa9" };
	char longest[TERMNAME_MAX + 2] = "";
	size_t i;

	(void)state;
	memset(longest, 'a', TERMNAME_MAX);
	assert_true(termname_valid(longest));
	longest[TERMNAME_MAX] = 'a';
	longest[TERMNAME_MAX + 1] = '\0';
	assert_false(termname_valid(longest));
	assert_true(termname_valid("xterm-256color"));
	assert_true(termname_valid("rxvt-unicode+x_1.2"));
	assert_false(termname_valid(NULL));
	for (i = 0; i < nitems(bad); i++) {
		if (termname_valid(bad[i]))
			fail_msg("'%s' is valid", bad[i]);
		assert_false(termname_installed(bad[i], NULL));
	}
}

static void
touch(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	assert_int_not_equal(fd, -1);
	close(fd);
}

static void
test_home(void **state)
{
	char home[] = "/tmp/bgmux-term.XXXXXX", *dir, *path;

	(void)state;
	assert_non_null(mkdtemp(home));
	assert_false(termname_installed("bgmux-test-term", home));
	dir = xasprintf("%s/.terminfo/b", home);
	assert_int_equal(path_mkdirs(dir), 0);
	path = path_join(dir, "bgmux-test-term");
	touch(path);
	assert_true(termname_installed("bgmux-test-term", home));
	assert_false(termname_installed("bgmux-test-term", NULL));
	free(path);
	free(dir);

	/* Letters in hex, as on file systems that do not tell case. */
	dir = xasprintf("%s/.terminfo/71", home);
	assert_int_equal(path_mkdirs(dir), 0);
	path = path_join(dir, "q-test-term");
	touch(path);
	assert_true(termname_installed("q-test-term", home));
	free(path);
	free(dir);
	path_remove_tree(home);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_home),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
