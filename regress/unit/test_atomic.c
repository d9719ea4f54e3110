/* SPDX-License-Identifier: ISC */
/* test_atomic: files whole or not at all. */

#include <sys/resource.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/xmalloc.h"

static char dir[] = "/tmp/bgmux-test-atomic.XXXXXX";
static char path[64];

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	xsnprintf(path, sizeof path, "%s/f", dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(dir);
}

static int
entries(void)
{
	int n = -2;
	DIR *d = opendir(dir);

	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

static void
assert_file(const char *want)
{
	char *text;
	size_t n;

	text = atomic_read(path, 1000, &n);
	assert_non_null(text);
	assert_int_equal(n, strlen(want));
	assert_string_equal(text, want);
	free(text);
}

static void
writes(void **state)
{
	struct jv *v = jv_object();
	struct stat st;

	(void)state;
	assert_int_equal(atomic_write(path, "one", 3, false), 0);
	assert_file("one");
	assert_int_equal(atomic_write(path, NULL, 0, true), 0);
	assert_file("");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	jv_set_int(v, "a", 1);
	assert_int_equal(atomic_write_jv(path, v, true), 0);
	assert_file("{\n  \"a\": 1\n}\n");
	assert_int_equal(entries(), 1);
	jv_free(v);
}

static void
fails_whole(void **state)
{
	struct rlimit old, rl;
	static char big[65536];

	(void)state;
	assert_int_equal(atomic_write(path, "kept", 4, false), 0);
	assert_int_equal(atomic_write("/nonexistent/f", "x", 1, false), -1);
	assert_int_equal(errno, ENOENT);
	/* A disk that is full after 4 KiB. */
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	rl = old;
	rl.rlim_cur = 4096;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &rl), 0);
	assert_int_equal(atomic_write(path, big, sizeof big, false), -1);
	assert_int_equal(errno, EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_file("kept");
	/* What is in the way is no file. */
	assert_int_equal(atomic_write(dir, "x", 1, false), -1);
	assert_int_equal(entries(), 1);
}

/* By a file that was made before. */
static void
writes_by(void **state)
{
	char temp[80];
	int fd;

	(void)state;
	xsnprintf(temp, sizeof temp, "%s/ahead", dir);
	assert_int_equal(atomic_write_by(temp, path, "x", 1), -1);
	assert_int_equal(errno, ENOENT);
	fd = open(temp, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_int_not_equal(fd, -1);
	close(fd);
	assert_int_equal(atomic_write_by(temp, path, "by it", 5), 0);
	assert_file("by it");
	assert_int_equal(access(temp, F_OK), -1);
	/* Never where a link leads. */
	assert_int_equal(symlink(path, temp), 0);
	assert_int_equal(atomic_write_by(temp, path, "x", 1), -1);
	assert_file("by it");
	unlink(temp);
}

static void
reads(void **state)
{
	char fifo[80], *text;
	size_t n;

	(void)state;
	assert_int_equal(atomic_write(path, "12\0 4", 5, false), 0);
	text = atomic_read(path, 5, &n);
	assert_int_equal(n, 5);
	assert_memory_equal(text, "12\0 4", 6);
	free(text);
	assert_null(atomic_read(path, 4, &n));
	assert_int_equal(errno, EFBIG);
	assert_null(atomic_read(path, 0, &n));
	assert_null(atomic_read(dir, 100, &n));
	assert_int_equal(errno, EISDIR);
	xsnprintf(fifo, sizeof fifo, "%s/fifo", dir);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_null(atomic_read(fifo, 100, &n));
	unlink(fifo);
	/* A file of the kernel says that it has no size. */
	text = atomic_read("/proc/self/status", 1 << 20, &n);
	assert_non_null(text);
	assert_true(n > 100);
	free(text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes),
		cmocka_unit_test(fails_whole),
		cmocka_unit_test(writes_by),
		cmocka_unit_test(reads),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
