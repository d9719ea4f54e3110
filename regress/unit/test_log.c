/* SPDX-License-Identifier: ISC */
/* test_log: levels, escaping, growth and fatal exits. */

#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/log.h"
#include "base/xmalloc.h"

static char dir[] = "/tmp/bgmux-test-log.XXXXXX";
static char path[64], old[64];

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	xsnprintf(path, sizeof path, "%s/log", dir);
	xsnprintf(old, sizeof old, "%s/log.1", dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(path);
	unlink(old);
	return rmdir(dir);
}

static char *
contents(void)
{
	char *text;
	size_t n;

	text = atomic_read(path, 1 << 20, &n);
	assert_non_null(text);
	return text;
}

static void
levels(void **state)
{
	struct stat st;
	char *text;

	(void)state;
	log_error("nowhere yet");
	assert_int_equal(log_open(path, LOG_WARN), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	errno = ENOENT;
	log_warn("first %d", 1);
	assert_int_equal(errno, ENOENT);
	log_info("not seen");
	log_set_level(LOG_DEBUG);
	log_debug("now seen");
	log_close();
	log_error("not any more");
	text = contents();
	assert_non_null(strstr(text, " warn first 1: No such file"));
	assert_non_null(strstr(text, " debug now seen\n"));
	assert_null(strstr(text, "not"));
	free(text);
	assert_int_equal(log_level_find("info"), LOG_INFO);
	assert_int_equal(log_level_find("loud"), -1);
}

static void
dates(void **state)
{
	char date[LOG_DATE_SIZE], want[32];
	struct tm tm;
	int64_t day;
	time_t t;

	(void)state;
	for (day = 0; day < 366 * 500; day++) {
		t = (time_t)day * 86400 + 86399;
		strftime(want, sizeof want, "%Y-%m-%d", gmtime_r(&t, &tm));
		log_date(day, date);
		assert_string_equal(date, want);
	}
	log_date(-1, date);
	assert_string_equal(date, "1970-01-01");
}

static void
escapes(void **state)
{
	char *text, *big;

	(void)state;
	assert_int_equal(log_open(path, LOG_INFO), 0);
	log_info("a\nb\x1b[m\x7f\\ \xc2\x9b \xc3\xa9");
	big = xmalloc(100000);
	memset(big, '\x1b', 99999);
	big[99999] = '\0';
	log_info("%s", big);
	log_close();
	free(big);
	text = contents();
	assert_non_null(strstr(text,
	    " a\\nb\\x1b[m\\x7f\\\\ \xc2\\x9b \xc3\xa9\n"));
	assert_null(strchr(text, '\x1b'));
	assert_int_equal(text[strlen(text) - 1], '\n');
	free(text);
}

static void
grows(void **state)
{
	struct stat st;
	int i, fd;

	(void)state;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_not_equal(fd, -1);
	assert_int_equal(ftruncate(fd, (4 << 20) + 1), 0);
	close(fd);
	assert_int_equal(log_open(path, LOG_INFO), 0);
	assert_int_equal(stat(old, &st), 0);
	assert_int_equal(st.st_size, (4 << 20) + 1);
	/* And while it is open. */
	for (i = 0; i < 3000; i++)
		log_info("%02000d", i);
	log_close();
	assert_int_equal(stat(old, &st), 0);
	assert_true(st.st_size < (4 << 20) + 8192);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size > 0 && st.st_size < (4 << 20));
}

static void
refused(void **state)
{
	(void)state;
	assert_int_equal(log_open("/nonexistent/log", LOG_INFO), -1);
	assert_int_equal(errno, ENOENT);
	log_info("nowhere");
	assert_int_equal(log_open(NULL, LOG_INFO), 0);
	log_info("nowhere");
}

static void
hook(void)
{
	(void)!write(STDOUT_FILENO, "hook\n", 5);
}

/* What a child that dies prints on its stdout and stderr. */
static void
dies(bool with_errno, const char *want)
{
	char got[256] = "";
	int fds[2], status;
	ssize_t n;
	size_t len = 0;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		dup2(fds[1], STDOUT_FILENO);
		dup2(fds[1], STDERR_FILENO);
		log_set_fatal_hook(hook);
		errno = ENOENT;
		if (with_errno)
			fatal("gone %d", 1);
		fatalx("gone\n");
	}
	close(fds[1]);
	while ((n = read(fds[0], got + len, sizeof got - 1 - len)) > 0)
		len += (size_t)n;
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	assert_string_equal(got, want);
}

/* What is no file that can be written blocks nobody, and is told. */
static void
failures(void **state)
{
	(void)state;
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(log_open(path, LOG_INFO), -1);
	assert_int_equal(log_failure(), ENXIO);
	unlink(path);
	assert_int_equal(symlink("/dev/full", path), 0);
	assert_int_equal(log_open(path, LOG_INFO), 0);
	assert_int_equal(log_failure(), 0);
	log_info("lost");
	assert_int_equal(log_failure(), ENOSPC);
	unlink(path);
	assert_int_equal(log_open(path, LOG_INFO), 0);
	assert_int_equal(log_failure(), 0);
	log_close();
}

static void
fatal_exits(void **state)
{
	(void)state;
	dies(true, "hook\nbgmux: gone 1: No such file or directory\n");
	dies(false, "hook\nbgmux: gone\\n\n");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels),
		cmocka_unit_test(dates),
		cmocka_unit_test(escapes),
		cmocka_unit_test(grows),
		cmocka_unit_test(refused),
		cmocka_unit_test(failures),
		cmocka_unit_test(fatal_exits),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
