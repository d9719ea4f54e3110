/* SPDX-License-Identifier: ISC */
/* test_sock: listening, connecting, peers and deadlines. */

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/monotime.h"
#include "base/sock.h"
#include "base/xmalloc.h"

static char dir[] = "/tmp/bgmux-test-sock.XXXXXX";
static char path[64];

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	xsnprintf(path, sizeof path, "%s/s", dir);
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
listen_ok(void)
{
	char *cause;
	int fd;

	fd = sock_listen(path, &cause);
	if (fd == -1)
		fail_msg("%s", cause);
	assert_null(cause);
	return fd;
}

static void
assert_flags(int fd)
{
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
}

static void
talks(void **state)
{
	monotime soon = monotime_add(monotime_now(), 5000);
	struct stat st;
	int l, a, b;
	pid_t pid = 0;
	char c;

	(void)state;
	l = listen_ok();
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISSOCK(st.st_mode));
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(sock_accept(l), -1);
	assert_int_equal(errno, EAGAIN);
	a = sock_connect(path);
	assert_int_not_equal(a, -1);
	assert_int_equal(sock_wait(l, POLLIN, soon), 1);
	b = sock_accept(l);
	assert_int_not_equal(b, -1);
	assert_flags(l);
	assert_flags(a);
	assert_flags(b);
	assert_int_equal(sock_check_peer(b, &pid), 0);
	assert_int_equal(pid, getpid());
	assert_int_equal(sock_check_peer(a, NULL), 0);
	assert_int_equal(write(a, "x", 1), 1);
	assert_int_equal(sock_wait(b, POLLIN, soon), 1);
	assert_int_equal(read(b, &c, 1), 1);
	close(a);
	/* The end is readable too. */
	assert_int_equal(sock_wait(b, POLLIN, soon), 1);
	assert_int_equal(read(b, &c, 1), 0);
	close(b);
	close(l);
}

static void
replaces_stale(void **state)
{
	int l, l2, a;

	(void)state;
	l = listen_ok();
	close(l);
	assert_int_equal(sock_connect(path), -1);
	assert_int_equal(errno, ECONNREFUSED);
	l = listen_ok();
	l2 = listen_ok();
	a = sock_connect(path);
	assert_int_not_equal(a, -1);
	assert_int_equal(sock_accept(l), -1);
	close(sock_accept(l2));
	close(a);
	close(l);
	close(l2);
	unlink(path);
	/* Nothing was left beside it (teardown's rmdir checks it too). */
	assert_int_equal(sock_connect(path), -1);
	assert_int_equal(errno, ENOENT);
}

static void
refuses(void **state)
{
	char name[300], *cause;

	(void)state;
	memset(name, 'x', sizeof name);
	name[0] = '/';
	name[sizeof name - 1] = '\0';
	assert_int_equal(sock_listen(name, &cause), -1);
	assert_non_null(strstr(cause, "too long"));
	free(cause);
	assert_int_equal(sock_connect(name), -1);
	assert_int_equal(errno, ENAMETOOLONG);
	assert_int_equal(sock_listen("/nonexistent/s", &cause), -1);
	assert_non_null(strstr(cause, "/nonexistent/s: No such file"));
	free(cause);
	assert_int_equal(sock_connect(""), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(sock_check_peer(0x7fff, NULL), -1);
}

static void
full_backlog(void **state)
{
	int l, fds[64], n, i;

	(void)state;
	l = listen_ok();
	assert_int_equal(listen(l, 2), 0);
	for (n = 0; n < 64; n++) {
		fds[n] = sock_connect(path);
		if (fds[n] == -1)
			break;
	}
	assert_true(n < 64);
	assert_int_equal(errno, EAGAIN);
	for (i = 0; i < n; i++)
		close(fds[i]);
	close(l);
	unlink(path);
}

static void
deadlines(void **state)
{
	monotime start = monotime_now();
	int fds[2];

	(void)state;
	assert_int_equal(sock_pair(fds), 0);
	assert_flags(fds[0]);
	assert_flags(fds[1]);
	assert_int_equal(sock_wait(fds[0], POLLIN, start), 0);
	assert_int_equal(sock_wait(fds[0], POLLIN, monotime_add(start, 20)), 0);
	assert_true(monotime_diff(start, monotime_now()) >= 20);
	assert_int_equal(sock_wait(fds[0], POLLOUT, start), 1);
	close(fds[0]);
	close(fds[1]);
	assert_int_equal(sock_wait(fds[0], POLLIN, start), -1);
	assert_int_equal(errno, EBADF);
}

static void
passes(void **state)
{
	int fds[2], p[2], fd;
	char c;

	(void)state;
	assert_int_equal(sock_pair(fds), 0);
	assert_int_equal(pipe2(p, O_CLOEXEC), 0);
	assert_int_equal(sock_recv_fd(fds[1]), -1);
	assert_int_equal(errno, EAGAIN);
	assert_int_equal(sock_send_fd(fds[0], p[0]), 0);
	close(p[0]);
	assert_int_not_equal(fd = sock_recv_fd(fds[1]), -1);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(write(p[1], "x", 1), 1);
	assert_int_equal(read(fd, &c, 1), 1);
	assert_int_equal(c, 'x');
	close(fd);
	/* A byte without one, and the end. */
	assert_int_equal(send(fds[0], "y", 1, 0), 1);
	assert_int_equal(sock_recv_fd(fds[1]), -1);
	assert_int_equal(errno, EPROTO);
	assert_int_equal(sock_send_fd(fds[0], 0x7fff), -1);
	assert_int_equal(errno, EBADF);
	close(fds[0]);
	assert_int_equal(sock_recv_fd(fds[1]), -1);
	assert_int_equal(errno, 0);
	assert_int_equal(sock_send_fd(fds[1], p[1]), -1);
	assert_int_equal(errno, EPIPE);
	close(fds[1]);
	close(p[1]);
}

static void
scarce(void **state)
{
	struct rlimit was, low;
	int fd, last = -1;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
	fd = dup(0);
	assert_false(sock_is_scarce(fd));
	low = was;
	low.rlim_cur = (rlim_t)fd + 20;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	assert_false(sock_is_scarce(fd));
	while (!sock_is_scarce(fd)) {
		last = fd;
		assert_int_not_equal(fd = dup(0), -1);
	}
	assert_int_not_equal(last, -1);
	/* Some are left. */
	assert_int_not_equal(last = dup(0), -1);
	close(last);
	for (; fd > (int)low.rlim_cur - 20; fd--)
		close(fd);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(talks),
		cmocka_unit_test(replaces_stale),
		cmocka_unit_test(refuses),
		cmocka_unit_test(full_backlog),
		cmocka_unit_test(deadlines),
		cmocka_unit_test(passes),
		cmocka_unit_test(scarce),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
