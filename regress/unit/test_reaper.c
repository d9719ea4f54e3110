/* SPDX-License-Identifier: ISC */
/* test_reaper: children that end before, while and after they are watched. */

#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/loop.h"
#include "base/monotime.h"
#include "base/reaper.h"

struct fixture {
	struct loop *loop;
	struct reaper *reaper;
	int count;
	pid_t pid;
	int status;
};

static int
setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof f);
	f.loop = loop_create();
	f.reaper = reaper_create(f.loop);
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	reaper_destroy(f->reaper);
	loop_destroy(f->loop);
	return 0;
}

static void
told(pid_t pid, int status, void *arg)
{
	struct fixture *f = arg;

	f->count++;
	f->pid = pid;
	f->status = status;
}

/* A child that exits at once with code, or (-1) waits for a signal. */
static pid_t
child(int code)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	if (code >= 0)
		_exit(code);
	for (;;)
		pause();
}

static void
turn_until(struct fixture *f, int count)
{
	monotime deadline = monotime_add(monotime_now(), 10000);

	while (f->count < count) {
		assert_true(monotime_left(deadline) > 0);
		loop_turn(f->loop, monotime_left(deadline));
	}
	assert_int_equal(f->count, count);
}

static void
turn_until_gone(struct fixture *f, pid_t pid)
{
	monotime deadline = monotime_add(monotime_now(), 10000);

	while (kill(pid, 0) == 0) {
		assert_true(monotime_left(deadline) > 0);
		loop_turn(f->loop, 100);
	}
}

static void
zombie(pid_t pid)
{
	siginfo_t si;

	assert_int_equal(waitid(P_PID, (id_t)pid, &si, WEXITED | WNOWAIT), 0);
}

static void
ends_later(void **state)
{
	struct fixture *f = *state;
	pid_t pid = child(-1);

	reaper_watch(f->reaper, pid, told, f);
	loop_turn(f->loop, 0);
	assert_int_equal(f->count, 0);
	kill(pid, SIGTERM);
	turn_until(f, 1);
	assert_int_equal(f->pid, pid);
	assert_true(WIFSIGNALED(f->status));
	assert_int_equal(WTERMSIG(f->status), SIGTERM);
}

static void
ended_before(void **state)
{
	struct fixture *f = *state;
	pid_t pid = child(7);

	zombie(pid);
	reaper_watch(f->reaper, pid, told, f);
	assert_int_equal(f->count, 0);
	turn_until(f, 1);
	assert_int_equal(WEXITSTATUS(f->status), 7);
	loop_turn(f->loop, 0);
	assert_int_equal(f->count, 1);
}

/* Its SIGCHLD came and went before anybody asked. */
static void
reaped_before(void **state)
{
	struct fixture *f = *state;
	pid_t pid = child(9);

	turn_until_gone(f, pid);
	reaper_watch(f->reaper, pid, told, f);
	turn_until(f, 1);
	assert_int_equal(f->pid, pid);
	assert_int_equal(WEXITSTATUS(f->status), 9);
}

static void
many(void **state)
{
	struct fixture *f = *state;
	int i;

	for (i = 0; i < 20; i++)
		reaper_watch(f->reaper, child(i), told, f);
	turn_until(f, 20);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void
unwatched(void **state)
{
	struct fixture *f = *state;
	pid_t pid = child(-1);

	reaper_watch(f->reaper, pid, told, f);
	reaper_unwatch(f->reaper, pid);
	reaper_unwatch(f->reaper, pid);
	kill(pid, SIGKILL);
	turn_until_gone(f, pid);
	assert_int_equal(f->count, 0);
}

/* A subreaper gets its grandchildren, of whom nobody knows. */
static void
adopted(void **state)
{
	struct fixture *f = *state;
	int fds[2];
	pid_t pid, grandchild = 0;

	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		grandchild = child(-1);
		(void)!write(fds[1], &grandchild, sizeof grandchild);
		_exit(0);
	}
	assert_int_equal(read(fds[0], &grandchild, sizeof grandchild),
	    sizeof grandchild);
	close(fds[0]);
	close(fds[1]);
	reaper_watch(f->reaper, pid, told, f);
	turn_until(f, 1);
	kill(grandchild, SIGKILL);
	turn_until_gone(f, grandchild);
	assert_int_equal(f->count, 1);
	prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
}

static void
destroys(pid_t pid, int status, void *arg)
{
	struct fixture *f = arg;

	told(pid, status, f);
	reaper_destroy(f->reaper);
	f->reaper = NULL;
}

static void
destroyed_in_callback(void **state)
{
	struct fixture *f = *state;
	pid_t a = child(1), b = child(2);

	zombie(a);
	zombie(b);
	reaper_watch(f->reaper, a, destroys, f);
	reaper_watch(f->reaper, b, destroys, f);
	turn_until(f, 1);
	loop_turn(f->loop, 0);
	assert_int_equal(f->count, 1);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(ends_later, setup, teardown),
		cmocka_unit_test_setup_teardown(ended_before, setup, teardown),
		cmocka_unit_test_setup_teardown(reaped_before, setup, teardown),
		cmocka_unit_test_setup_teardown(many, setup, teardown),
		cmocka_unit_test_setup_teardown(unwatched, setup, teardown),
		cmocka_unit_test_setup_teardown(adopted, setup, teardown),
		cmocka_unit_test_setup_teardown(destroyed_in_callback, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
