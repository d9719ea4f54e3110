/* SPDX-License-Identifier: ISC */
/* test_trust: the list of trusted directories, kept, matched and refused. */

#include <sys/stat.h>
#include <sys/wait.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "conf/trust.h"

static int
setup(void **state)
{
	char *dir = xstrdup("/tmp/bgmux-trust.XXXXXX");

	assert_non_null(mkdtemp(dir));
	*state = dir;
	return 0;
}

static int
teardown(void **state)
{
	path_remove_tree(*state);
	free(*state);
	return 0;
}

/* Modes stand beside the directories and leave them alone. */
static void
test_modes(void **state)
{
	struct strv dirs = { 0 };
	const char *dir = *state;
	char *cause = NULL;

	assert_false(trust_has_mode(dir, "claude", "auto", &cause));
	assert_null(cause);
	assert_int_equal(trust_add_mode(dir, "claude", "auto", &cause), 1);
	assert_int_equal(trust_add_mode(dir, "claude", "auto", &cause), 0);
	assert_int_equal(trust_add(dir, "/x", &cause), 1);
	assert_int_equal(trust_add_mode(dir, "codex", "yolo", &cause), 1);
	assert_true(trust_has_mode(dir, "claude", "auto", &cause));
	assert_true(trust_has_mode(dir, "codex", "yolo", &cause));
	assert_false(trust_has_mode(dir, "claude", "yolo", &cause));
	assert_int_equal(trust_load(dir, &dirs, &cause), 0);
	assert_int_equal(dirs.n, 1);
	strv_clear(&dirs);
}

/* A no is kept beside what is trusted, until a yes. */
static void
test_refused(void **state)
{
	struct strv dirs = { 0 };
	const char *dir = *state;
	char *cause = NULL;

	assert_int_equal(trust_load_refused(dir, &dirs, &cause), 0);
	assert_int_equal(dirs.n, 0);
	assert_int_equal(trust_refuse(dir, "/a", &cause), 1);
	assert_int_equal(trust_refuse(dir, "/a", &cause), 0);
	assert_int_equal(trust_refuse(dir, "/b", &cause), 1);
	assert_int_equal(trust_add(dir, "/a", &cause), 1);
	assert_int_equal(trust_load_refused(dir, &dirs, &cause), 0);
	assert_int_equal(dirs.n, 1);
	assert_string_equal(dirs.v[0], "/b");
	strv_clear(&dirs);
	assert_int_equal(trust_load(dir, &dirs, &cause), 0);
	assert_int_equal(dirs.n, 1);
	assert_string_equal(dirs.v[0], "/a");
	strv_clear(&dirs);
	assert_int_equal(trust_refuse(dir, "relative", &cause), -1);
	free(cause);
	assert_int_equal(trust_refuse(dir, "/\377", &cause), -1);
	free(cause);
}

static void
test_covers(void **state)
{
	struct strv dirs = { 0 };

	(void)state;
	assert_false(trust_covers(&dirs, "/a"));
	strv_add(&dirs, "/a/b");
	assert_true(trust_covers(&dirs, "/a/b"));
	assert_true(trust_covers(&dirs, "/a/b/c/d"));
	assert_false(trust_covers(&dirs, "/a/bc"));
	assert_false(trust_covers(&dirs, "/a"));
	assert_false(trust_covers(&dirs, "/"));
	strv_add(&dirs, "/");
	assert_true(trust_covers(&dirs, "/x"));
	strv_clear(&dirs);
}

static void
test_change(void **state)
{
	struct strv dirs = { 0 };
	const char *dir = *state;
	char *cause = NULL;

	assert_int_equal(trust_load(dir, &dirs, &cause), 0);
	assert_int_equal(dirs.n, 0);
	assert_int_equal(trust_remove(dir, "/a", &cause), 0);
	assert_int_equal(trust_add(dir, "/a", &cause), 1);
	assert_int_equal(trust_add(dir, "/b", &cause), 1);
	assert_int_equal(trust_add(dir, "/a", &cause), 0);
	assert_int_equal(trust_load(dir, &dirs, &cause), 0);
	assert_int_equal(dirs.n, 2);
	assert_int_equal(trust_remove(dir, "/a", &cause), 1);
	strv_clear(&dirs);
	assert_int_equal(trust_load(dir, &dirs, &cause), 0);
	assert_int_equal(dirs.n, 1);
	assert_string_equal(dirs.v[0], "/b");
	strv_clear(&dirs);
	assert_int_equal(trust_add(dir, "/x\xff", &cause), -1);
	free(cause);
}

/* A broken list trusts nothing and is not written over. */
static void
test_broken(void **state)
{
	static const char *const texts[] = { "", "[]", "{}",
		"{\"directories\":1}", "{\"directories\":[\"/a\"]", "\xff" };
	struct strv dirs = { 0 };
	char *cause = NULL, *path, *text;
	size_t i, n;

	assert_int_equal(trust_add(*state, "/a", &cause), 1);
	path = trust_path(*state);
	for (i = 0; i < nitems(texts); i++) {
		assert_int_equal(atomic_write(path, texts[i], strlen(texts[i]),
				     false),
		    0);
		if (trust_load(*state, &dirs, &cause) != -1)
			fail_msg("text %zu is taken", i);
		assert_non_null(strstr(cause, path));
		assert_int_equal(dirs.n, 0);
		free(cause);
		assert_int_equal(trust_add(*state, "/b", &cause), -1);
		free(cause);
		text = atomic_read(path, 4096, &n);
		assert_string_equal(text, texts[i]);
		free(text);
	}
	/* Others could have written it. */
	assert_int_equal(atomic_write(path, "{\"directories\":[\"/a\"]}", 22,
			     false),
	    0);
	assert_int_equal(chmod(path, 0666), 0);
	assert_int_equal(trust_load(*state, &dirs, &cause), -1);
	free(cause);
	free(path);
}

/* Nothing is lost of what many add at once. */
static void
test_many(void **state)
{
	struct strv dirs = { 0 };
	char *cause = NULL, *dir;
	int i, j, status;

	for (i = 0; i < 4; i++) {
		if (fork() != 0)
			continue;
		for (j = 0; j < 5; j++) {
			dir = xasprintf("/p%d/%d", i, j);
			if (trust_add(*state, dir, &cause) != 1)
				_exit(1);
			free(dir);
		}
		_exit(0);
	}
	for (i = 0; i < 4; i++) {
		assert_int_not_equal(wait(&status), -1);
		assert_int_equal(status, 0);
	}
	assert_int_equal(trust_load(*state, &dirs, &cause), 0);
	assert_int_equal(dirs.n, 20);
	strv_clear(&dirs);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_covers),
		cmocka_unit_test_setup_teardown(test_change, setup, teardown),
		cmocka_unit_test_setup_teardown(test_modes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_broken, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
