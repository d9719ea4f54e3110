/* SPDX-License-Identifier: ISC */
/* test_path: where files and sockets go, and what is refused. */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/path.h"
#include "base/xmalloc.h"

static char dir[] = "/tmp/bgmux-test-path.XXXXXX";

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		return -1;
	unsetenv("BGMUX_HOME");
	unsetenv("XDG_STATE_HOME");
	unsetenv("BGMUX_LIBEXEC");
	unsetenv("BGMUX_DATA");
	setenv("BGMUX_RUNTIME_DIR", dir, 1);
	setenv("HOME", dir, 1);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return path_remove_tree(dir);
}

static void
assert_private(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void
assert_state(const char *below)
{
	char *cause, *want, *got;

	got = path_state(&cause);
	if (got == NULL)
		fail_msg("%s", cause);
	want = path_join(dir, below);
	assert_string_equal(got, want);
	assert_private(got);
	free(want);
	free(got);
}

static void
state_dirs(void **state)
{
	(void)state;
	assert_state(".local/state/bgmux");
	setenv("XDG_STATE_HOME", "relative", 1);
	assert_state(".local/state/bgmux");
	setenv("XDG_STATE_HOME", "", 1);
	assert_state(".local/state/bgmux");
	setenv("BGMUX_HOME", "a/./b/../c", 1);
	assert_state("a/c");
	/* What is started in other directories finds the same. */
	assert_int_equal(chdir("/"), 0);
	assert_state("a/c");
	assert_int_equal(chdir(dir), 0);
	unsetenv("BGMUX_HOME");
	setenv("XDG_STATE_HOME", dir, 1);
	assert_state("bgmux");
	unsetenv("XDG_STATE_HOME");
	/* By a link it is the same directory, with the same sockets. */
	assert_int_equal(symlink("bgmux", "link"), 0);
	setenv("BGMUX_HOME", "link", 1);
	assert_state("bgmux");
}

static void
state_refused(const char *home, const char *want)
{
	char *cause, *got;

	setenv("BGMUX_HOME", home, 1);
	got = path_state(&cause);
	assert_null(got);
	assert_non_null(cause);
	if (strstr(cause, want) == NULL)
		fail_msg("%s", cause);
	free(cause);
}

static void
bad_state_dirs(void **state)
{
	(void)state;
	assert_int_equal(mkdir("open", 0700), 0);
	assert_int_equal(chmod("open", 0770), 0);
	state_refused("open", "is open to others (mode 770)");
	/* What could only be read is closed. */
	assert_int_equal(chmod("open", 0755), 0);
	setenv("BGMUX_HOME", "open", 1);
	assert_state("open");
	close(open("file", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	state_refused("file", "file");
	state_refused("file/below", "file");
	state_refused("/proc/bgmux", "cannot make the directory");
	assert_int_equal(symlink("loop", "loop"), 0);
	state_refused("loop", "Too many levels");
	if (geteuid() != 0)
		state_refused("/usr", "belongs to another user");
	unsetenv("BGMUX_HOME");
}

static void
foreign_dirs(void **state)
{
	char *cause;

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(mkdir("foreign", 0700), 0);
	assert_int_equal(chown("foreign", 12345, 12345), 0);
	assert_int_equal(path_private_dir("foreign", &cause), -1);
	assert_non_null(strstr(cause, "belongs to another user (12345)"));
	free(cause);
}

static void
runtime_dirs(void **state)
{
	char *cause, *a, *b, *hosts;

	(void)state;
	a = path_runtime("/state/a", &cause);
	assert_non_null(a);
	assert_true(strncmp(a, dir, strlen(dir)) == 0);
	assert_int_equal(strlen(a), strlen(dir) + 11);
	assert_private(a);
	hosts = path_join(a, "h");
	assert_private(hosts);
	free(hosts);
	b = path_runtime("/state/b", &cause);
	assert_string_not_equal(a, b);
	free(b);
	/* A mode is mended. */
	assert_int_equal(chmod(a, 0777), 0);
	b = path_runtime("/state/a", &cause);
	assert_string_equal(a, b);
	assert_private(a);
	free(b);
	/* A link in its place is not followed. */
	assert_int_equal(path_remove_tree(a), 0);
	assert_int_equal(mkdir("elsewhere", 0700), 0);
	assert_int_equal(symlink("elsewhere", a), 0);
	assert_null(path_runtime("/state/a", &cause));
	assert_non_null(strstr(cause, "is a symbolic link"));
	free(cause);
	assert_int_equal(unlink(a), 0);
	free(a);
}

static void
bad_runtime_roots(void **state)
{
	char longer[200], *cause;

	(void)state;
	assert_int_equal(mkdir("shared", 0700), 0);
	assert_int_equal(chmod("shared", 0777), 0);
	setenv("BGMUX_RUNTIME_DIR", "shared", 1);
	assert_null(path_runtime("/state", &cause));
	assert_non_null(strstr(cause, "others may write"));
	free(cause);
	assert_int_equal(chmod("shared", 01777), 0);
	free(path_runtime("/state", &cause));
	assert_null(cause);
	assert_int_equal(*getenv("BGMUX_RUNTIME_DIR"), '/');
	memset(longer, 'x', sizeof longer);
	longer[sizeof longer - 1] = '\0';
	setenv("BGMUX_RUNTIME_DIR", longer, 1);
	assert_null(path_runtime("/state", &cause));
	assert_non_null(strstr(cause, "over 96 bytes"));
	free(cause);
	setenv("BGMUX_RUNTIME_DIR", dir, 1);
}

static void
default_runtime(void **state)
{
	char *cause, *got, want[64];

	(void)state;
	unsetenv("BGMUX_RUNTIME_DIR");
	got = path_runtime(dir, &cause);
	if (got == NULL)
		fail_msg("%s", cause);
	xsnprintf(want, sizeof want, "/tmp/bgmux-%lu/",
	    (unsigned long)geteuid());
	assert_true(strncmp(got, want, strlen(want)) == 0);
	/* With "/h/12345678" it stays under 60 bytes. */
	assert_true(strlen(got) + 11 < 60);
	assert_int_equal(path_remove_tree(got), 0);
	free(got);
	setenv("BGMUX_RUNTIME_DIR", dir, 1);
}

static void
absolute(void **state)
{
	static const struct {
		const char *name, *want;
	} cases[] = {
		{ ".", "" },
		{ "none", "/none" },
		{ "none/../x/./y//", "/x/y" },
		{ "none/../../..", NULL },
		{ "real/deep", "/real/deep" },
		{ "alias/deep/no/such", "/real/deep/no/such" },
		{ "alias/..", "" },
	};
	char *got, *want;
	size_t i;

	(void)state;
	assert_int_equal(path_mkdirs("real/deep"), 0);
	assert_int_equal(symlink("real", "alias"), 0);
	for (i = 0; i < nitems(cases); i++) {
		got = path_absolute(cases[i].name);
		want = cases[i].want == NULL ?
		    xstrdup("/") :
		    xasprintf("%s%s", dir, cases[i].want);
		if (got == NULL || strcmp(got, want) != 0)
			fail_msg("%s: %s", cases[i].name, got);
		free(got);
		free(want);
	}
	got = path_absolute("/no/../such/dir");
	assert_string_equal(got, "/such/dir");
	free(got);
	assert_null(path_absolute(""));
	assert_int_equal(errno, ENOENT);
}

static void
display(void **state)
{
	char *s, name[PATH_MAX];

	(void)state;
	xsnprintf(name, sizeof name, "%s/x", dir);
	s = path_display(name);
	assert_string_equal(s, "~/x");
	free(s);
	s = path_display(dir);
	assert_string_equal(s, "~");
	free(s);
	xsnprintf(name, sizeof name, "%sx", dir);
	s = path_display(name);
	assert_string_equal(s, name);
	free(s);
	setenv("HOME", "/", 1);
	s = path_display("/usr");
	assert_string_equal(s, "/usr");
	free(s);
	setenv("HOME", dir, 1);
}

static void
programs(void **state)
{
	char *s;

	(void)state;
	/* This test runs from the build tree. */
	s = path_program("bgmux-host");
	assert_string_equal(s, ABS_BUILDDIR "/bgmux-host");
	free(s);
	s = path_data("adapters/sh.json");
	assert_string_equal(s, ABS_SRCDIR "/src/agent/adapters/sh.json");
	free(s);
	setenv("BGMUX_LIBEXEC", "/else/where/", 1);
	s = path_program("bgmux-host");
	assert_string_equal(s, "/else/where/bgmux-host");
	free(s);
	setenv("BGMUX_DATA", "/data", 1);
	s = path_data("adapters");
	assert_string_equal(s, "/data/adapters");
	free(s);
	unsetenv("BGMUX_LIBEXEC");
	unsetenv("BGMUX_DATA");
}

static void
removal(void **state)
{
	struct stat st;
	int i, fd, top;

	(void)state;
	assert_int_equal(path_mkdirs("tree/a/b/locked"), 0);
	assert_int_equal(path_mkdirs("outside"), 0);
	close(open("outside/kept", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	assert_int_equal(symlink("../outside", "tree/link"), 0);
	close(open("tree/a/b/locked/f", O_WRONLY | O_CREAT | O_CLOEXEC, 0400));
	assert_int_equal(chmod("tree/a/b/locked", 0), 0);
	assert_int_equal(chmod("tree/a/b", 0500), 0);
	/* Deeper than there are descriptors, longer than a path may be. */
	top = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(chdir("tree"), 0);
	for (i = 0; i < 1100; i++) {
		assert_int_equal(mkdir("deeper", 0700), 0);
		assert_int_equal(chdir("deeper"), 0);
		fd = open("f", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
		close(fd);
	}
	assert_int_equal(fchdir(top), 0);
	close(top);
	assert_int_equal(path_remove_tree("tree"), 0);
	assert_int_equal(lstat("tree", &st), -1);
	assert_int_equal(lstat("outside/kept", &st), 0);
	assert_int_equal(path_remove_tree("tree"), -1);
	assert_int_equal(errno, ENOENT);
	/* A link itself goes, not what it names. */
	assert_int_equal(symlink("outside", "link2"), 0);
	assert_int_equal(path_remove_tree("link2"), 0);
	assert_int_equal(lstat("outside/kept", &st), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(state_dirs),
		cmocka_unit_test(bad_state_dirs),
		cmocka_unit_test(foreign_dirs),
		cmocka_unit_test(runtime_dirs),
		cmocka_unit_test(bad_runtime_roots),
		cmocka_unit_test(default_runtime),
		cmocka_unit_test(absolute),
		cmocka_unit_test(display),
		cmocka_unit_test(programs),
		cmocka_unit_test(removal),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
