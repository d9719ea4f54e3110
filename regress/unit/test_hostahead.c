/* SPDX-License-Identifier: ISC */
/* test_hostahead: a socket and a terminal that are there before they are
 * needed. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/log.h"
#include "base/path.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "host/hostahead.h"

static char dir[40], own[80], path[80];

static int
setup(void **state)
{
	char sockets[64];

	(void)state;
	strlcpy(dir, "/tmp/bgmux-ahead.XXXXXX", sizeof dir);
	assert_non_null(mkdtemp(dir));
	xsnprintf(sockets, sizeof sockets, "%s/h", dir);
	assert_int_equal(mkdir(sockets, 0700), 0);
	xsnprintf(own, sizeof own, "%s/.%ld", sockets, (long)getpid());
	xsnprintf(path, sizeof path, "%s/0123abcd", sockets);
	log_open(NULL, LOG_ERROR);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return path_remove_tree(dir);
}

static void
expect_listener(const char *at)
{
	int fd = sock_connect(at);

	assert_int_not_equal(fd, -1);
	close(fd);
}

static void
has_both(void **state)
{
	struct hostahead a;
	struct termios t;
	struct stat sb;
	int fd;

	(void)state;
	hostahead_init(&a);
	hostahead_make(&a, dir);
	assert_int_equal(lstat(own, &sb), 0);
	assert_int_equal(sb.st_mode & 0777, 0600);
	assert_int_equal(tcgetattr(a.pty.slave, &t), 0);
	assert_int_equal(t.c_cc[VERASE], 0x7f);
	/* Again is no more. */
	hostahead_make(&a, dir);
	expect_listener(own);
	fd = hostahead_listen(&a, dir, path);
	assert_int_not_equal(fd, -1);
	expect_listener(path);
	assert_int_equal(lstat(own, &sb), -1);
	assert_int_equal(hostahead_listen(&a, dir, path), -1);
	hostahead_clear(&a);
	assert_int_equal(a.pty.master, -1);
	expect_listener(path);
	close(fd);
}

static void
gives_up(void **state)
{
	struct hostahead a;
	int fd;

	(void)state;
	/* What a killed one of the same number has left. */
	fd = sock_bind(own);
	assert_int_not_equal(fd, -1);
	close(fd);
	assert_int_equal(sock_connect(own), -1);
	hostahead_init(&a);
	hostahead_make(&a, dir);
	expect_listener(own);
	/* Another session's directory. */
	assert_int_equal(hostahead_listen(&a, "/tmp", path), -1);
	hostahead_clear(&a);
	assert_int_equal(access(own, F_OK), -1);
	hostahead_clear(&a);
}

static void
does_without(void **state)
{
	struct hostahead a;

	(void)state;
	hostahead_init(&a);
	assert_int_equal(hostahead_listen(&a, dir, path), -1);
	hostahead_clear(&a);
	hostahead_make(&a, NULL);
	assert_int_equal(hostahead_listen(&a, dir, path), -1);
	assert_int_not_equal(a.pty.master, -1);
	hostahead_clear(&a);
	hostahead_make(&a, "relative");
	assert_int_equal(a.fd, -1);
	hostahead_clear(&a);
	/* One that others can write to. */
	assert_int_equal(chmod(dir, 0700), 0);
	xsnprintf(own, sizeof own, "%s/h", dir);
	assert_int_equal(rmdir(own), 0);
	assert_int_equal(symlink("/tmp", own), 0);
	hostahead_make(&a, dir);
	assert_int_equal(a.fd, -1);
	hostahead_clear(&a);
	/* One that went meanwhile. */
	assert_int_equal(unlink(own), 0);
	assert_int_equal(mkdir(own, 0700), 0);
	hostahead_make(&a, dir);
	assert_int_not_equal(a.fd, -1);
	assert_int_equal(path_remove_tree(own), 0);
	assert_int_equal(hostahead_listen(&a, dir, path), -1);
	hostahead_clear(&a);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(has_both, setup, teardown),
		cmocka_unit_test_setup_teardown(gives_up, setup, teardown),
		cmocka_unit_test_setup_teardown(does_without, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
