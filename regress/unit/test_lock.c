/* SPDX-License-Identifier: ISC */
/* test_lock: one holder, one that waits, one that is called for its socket. */

#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/path.h"
#include "base/procid.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "supervisor/lock.h"

static char dir[64];
static char *place; /* of the socket */

static int
setup(void **state)
{
	(void)state;
	strlcpy(dir, "/tmp/bgmux-lock.XXXXXX", sizeof dir);
	assert_non_null(mkdtemp(dir));
	place = path_join(dir, "s");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	free(place);
	return path_remove_tree(dir);
}

static int
take(struct lock *l)
{
	char *cause = NULL;
	int r = lock_take(l, dir, place, &cause);

	if (r == -1)
		print_message("%s\n", cause);
	free(cause);
	return r;
}

static size_t
count_files(void)
{
	char *path = path_join(dir, "daemon");
	const struct dirent *e;
	DIR *d = opendir(path);
	size_t n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			n++;
	closedir(d);
	free(path);
	return n;
}

static void
test_take_and_release(void **state)
{
	struct lock l = LOCK_INIT;

	(void)state;
	assert_int_equal(take(&l), 1);
	assert_int_equal(lock_sign(&l), 0);
	assert_non_null(strstr(l.path, "/daemon/lock."));
	assert_int_equal(count_files(), 1);
	lock_release(&l);
	assert_int_equal(count_files(), 0);
	lock_release(&l);
	/* A file that was left is no lock. */
	assert_int_equal(take(&l), 1);
	close(l.fd);
	free(l.path);
	assert_int_equal(take(&l), 1);
	lock_release(&l);
}

/* Held by a child that does as told; its pid. */
static pid_t
hold(bool listen, int go)
{
	struct lock l = LOCK_INIT;
	char *cause = NULL;
	sigset_t usr1;
	int fds[2], fd = -1, signo;
	pid_t pid;
	char c;

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	if ((pid = fork()) != 0) {
		close(fds[1]);
		assert_int_equal(read(fds[0], &c, 1), 1);
		close(fds[0]);
		return pid;
	}
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	if (take(&l) != 1 || lock_sign(&l) != 0)
		_exit(1);
	if (listen)
		fd = sock_listen(place, &cause);
	(void)!write(fds[1], "x", 1);
	if (go == SIGUSR1) {
		sigwait(&usr1, &signo);
		fd = sock_listen(place, &cause);
	}
	pause();
	_exit(fd == -1);
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void
test_another_is_up(void **state)
{
	struct lock l = LOCK_INIT;
	pid_t pid = hold(true, 0);

	(void)state;
	assert_int_equal(take(&l), 0);
	lock_release(&l);
	assert_int_equal(count_files(), 1);
	end(pid);
	/* Its socket is stale, its file no lock any more. */
	assert_int_equal(take(&l), 1);
	lock_release(&l);
}

/* It has lost its socket: it is called, and is up again. */
static void
test_call(void **state)
{
	struct lock l = LOCK_INIT;
	pid_t pid = hold(false, SIGUSR1);

	(void)state;
	assert_int_equal(take(&l), 0);
	lock_release(&l);
	end(pid);
}

static void
test_nobody_answers(void **state)
{
	struct lock l = LOCK_INIT;
	pid_t pid = hold(false, 0);
	char *cause = NULL, *want = xasprintf("(pid %ld)", (long)pid);

	(void)state;
	assert_int_equal(lock_take(&l, dir, place, &cause), -1);
	if (strstr(cause, want) == NULL)
		fail_msg("'%s' lacks '%s'", cause, want);
	free(cause);
	free(want);
	lock_release(&l);
	end(pid);
}

/* Who listens has lost its lock, or has it in another container. */
static void
test_listener_without_lock(void **state)
{
	struct lock l = LOCK_INIT;
	char *cause = NULL;
	int fd = sock_listen(place, &cause);

	(void)state;
	assert_int_not_equal(fd, -1);
	assert_int_equal(take(&l), 0);
	lock_release(&l);
	close(fd);
}

/* What is no file is no lock. */
static void
test_no_file(void **state)
{
	struct lock l = LOCK_INIT;
	char *cause = NULL, *path;

	(void)state;
	assert_int_equal(take(&l), 1);
	path = xstrdup(l.path);
	lock_release(&l);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(lock_take(&l, dir, place, &cause), -1);
	assert_non_null(strstr(cause, "cannot lock"));
	free(cause);
	lock_release(&l);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(symlink("/dev/null", path), 0);
	assert_int_equal(lock_take(&l, dir, place, &cause), -1);
	free(cause);
	lock_release(&l);
	free(path);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_take_and_release),
		CASE(test_another_is_up),
		CASE(test_call),
		CASE(test_nobody_answers),
		CASE(test_listener_without_lock),
		CASE(test_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
