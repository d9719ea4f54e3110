/* SPDX-License-Identifier: ISC */
/* test_loop: descriptors, timers, signals and the graveyard. */

#include <sys/resource.h>

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/loop.h"
#include "base/monotime.h"
#include "base/sock.h"

struct fixture {
	struct loop *loop;
	struct loop_fd *a, *b;
	struct loop_timer *timer;
	int count;
	unsigned events;
	monotime at;
};

static int
setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof f);
	f.loop = loop_create();
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	loop_destroy(f->loop);
	return 0;
}

static void
seen(int fd, unsigned events, void *arg)
{
	struct fixture *f = arg;

	(void)fd;
	f->count++;
	f->events = events;
}

static void
descriptors(void **state)
{
	struct fixture *f = *state;
	int fds[2];

	assert_int_equal(sock_pair(fds), 0);
	f->a = loop_fd_add(f->loop, fds[0], LOOP_READ, seen, f);
	loop_turn(f->loop, 0);
	assert_int_equal(f->count, 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	/* Level-triggered: told again until read. */
	loop_turn(f->loop, 1000);
	loop_turn(f->loop, 1000);
	assert_int_equal(f->count, 2);
	assert_int_equal(f->events, LOOP_READ);
	loop_fd_set(f->a, LOOP_READ | LOOP_WRITE);
	loop_turn(f->loop, 1000);
	assert_int_equal(f->events, LOOP_READ | LOOP_WRITE);
	loop_fd_set(f->a, 0);
	f->count = 0;
	loop_turn(f->loop, 0);
	loop_turn(f->loop, 20);
	assert_int_equal(f->count, 0);
	loop_fd_set(f->a, LOOP_WRITE);
	loop_turn(f->loop, 1000);
	assert_int_equal(f->events, LOOP_WRITE);
	loop_fd_remove(f->a);
	loop_fd_remove(NULL);
	close(fds[0]);
	close(fds[1]);
}

static void
remove_both(int fd, unsigned events, void *arg)
{
	struct fixture *f = arg;

	seen(fd, events, f);
	loop_fd_remove(f->a);
	loop_fd_remove(f->b);
	f->a = f->b = NULL;
}

static void
removal_in_callback(void **state)
{
	struct fixture *f = *state;
	int fds[2];

	assert_int_equal(sock_pair(fds), 0);
	f->a = loop_fd_add(f->loop, fds[0], LOOP_WRITE, remove_both, f);
	f->b = loop_fd_add(f->loop, fds[1], LOOP_WRITE, remove_both, f);
	loop_turn(f->loop, 1000);
	loop_turn(f->loop, 0);
	assert_int_equal(f->count, 1);
	close(fds[0]);
	close(fds[1]);
}

/* epoll refuses files; they are always ready. */
static void
plain_file(void **state)
{
	struct fixture *f = *state;
	int fd;

	fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	f->a = loop_fd_add(f->loop, fd, LOOP_READ, seen, f);
	loop_turn(f->loop, 1000);
	loop_turn(f->loop, 1000);
	assert_int_equal(f->count, 2);
	assert_int_equal(f->events, LOOP_READ);
	loop_fd_set(f->a, 0);
	loop_turn(f->loop, 0);
	assert_int_equal(f->count, 2);
	loop_fd_set(f->a, LOOP_READ);
	loop_turn(f->loop, 1000);
	assert_int_equal(f->count, 3);
	loop_fd_remove(f->a);
	close(fd);
}

static void
fired(void *arg)
{
	struct fixture *f = arg;

	f->count++;
	f->at = monotime_now();
	loop_stop(f->loop);
}

static void
timers(void **state)
{
	struct fixture *f = *state;
	monotime start;

	f->timer = loop_timer_create(f->loop, fired, f);
	assert_false(loop_timer_running(f->timer));
	start = monotime_now();
	loop_timer_start(f->timer, 30);
	assert_true(loop_timer_running(f->timer));
	loop_run(f->loop);
	assert_int_equal(f->count, 1);
	assert_true(monotime_diff(start, f->at) >= 30);
	assert_false(loop_timer_running(f->timer));
	/* Moved, stopped. */
	start = monotime_now();
	loop_timer_start(f->timer, 60000);
	loop_timer_start(f->timer, -5);
	loop_run(f->loop);
	assert_int_equal(f->count, 2);
	assert_true(monotime_diff(start, f->at) < 30000);
	loop_timer_start(f->timer, 1);
	loop_timer_stop(f->timer);
	loop_turn(f->loop, 20);
	assert_int_equal(f->count, 2);
	loop_timer_destroy(f->timer);
	loop_timer_destroy(NULL);
}

/* A timer counts from its start, however long the turn has lasted. */
static void
late_start(void *arg)
{
	struct fixture *f = arg;
	monotime until = monotime_add(monotime_now(), 40);

	while (monotime_left(until) > 0)
		;
	f->at = monotime_now();
	loop_timer_start(f->timer, 40);
}

static void
fired_late(void *arg)
{
	struct fixture *f = arg;

	f->events = (unsigned)monotime_diff(f->at, monotime_now());
	loop_stop(f->loop);
}

static void
timer_in_long_turn(void **state)
{
	struct fixture *f = *state;
	struct loop_timer *first;

	f->timer = loop_timer_create(f->loop, fired_late, f);
	first = loop_timer_create(f->loop, late_start, f);
	loop_timer_start(first, 0);
	loop_run(f->loop);
	assert_true(f->events >= 40);
	loop_timer_destroy(first);
	loop_timer_destroy(f->timer);
}

static void
signalled(int signo, void *arg)
{
	struct fixture *f = arg;

	assert_int_equal(signo, SIGUSR1);
	f->count++;
	loop_stop(f->loop);
}

static void
signals(void **state)
{
	struct fixture *f = *state;
	struct loop_signal *s;

	s = loop_signal_add(f->loop, SIGUSR1, signalled, f);
	raise(SIGUSR1);
	loop_run(f->loop);
	assert_int_equal(f->count, 1);
	loop_signal_remove(s);
	loop_signal_remove(NULL);
}

static void
bury(void *arg)
{
	struct fixture *f = arg;

	f->count++;
	if (f->count < 3)
		loop_defer(f->loop, bury, f);
	else
		loop_stop(f->loop);
}

static void
bury_after(int fd, unsigned events, void *arg)
{
	struct fixture *f = arg;

	(void)fd;
	(void)events;
	assert_int_equal(f->count, 0);
	loop_defer(f->loop, bury, f);
	assert_int_equal(f->count, 0);
	loop_fd_remove(f->a);
}

static void
graveyard(void **state)
{
	struct fixture *f = *state;
	int fds[2];

	/* Deferred outside of a turn: the loop does not wait before it, and
	 * a stop in it counts. */
	loop_defer(f->loop, bury, f);
	loop_run(f->loop);
	assert_int_equal(f->count, 3);
	f->count = 0;
	assert_int_equal(sock_pair(fds), 0);
	f->a = loop_fd_add(f->loop, fds[0], LOOP_WRITE, bury_after, f);
	loop_run(f->loop);
	assert_int_equal(f->count, 3);
	f->count = 2;
	loop_defer(f->loop, bury, f);
	loop_turn(f->loop, -1);
	assert_int_equal(f->count, 3);
	/* A stop before the run. */
	loop_stop(f->loop);
	loop_run(f->loop);
	close(fds[0]);
	close(fds[1]);
}

/* At rest nothing wakes the loop: a turn with nothing to do lasts as long as
 * it may and costs no processor time. */
static void
rest(void **state)
{
	struct fixture *f = *state;
	monotime start = monotime_now();
	struct rusage before, after;
	long used;

	f->timer = loop_timer_create(f->loop, fired, f);
	loop_timer_start(f->timer, 3600000);
	getrusage(RUSAGE_SELF, &before);
	loop_turn(f->loop, 150);
	getrusage(RUSAGE_SELF, &after);
	assert_true(monotime_diff(start, monotime_now()) >= 149);
	assert_true(after.ru_nvcsw - before.ru_nvcsw < 10);
	used = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1000000 +
	    after.ru_utime.tv_usec - before.ru_utime.tv_usec;
	assert_true(used < 50000);
	loop_timer_destroy(f->timer);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(descriptors, setup, teardown),
		cmocka_unit_test_setup_teardown(removal_in_callback, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(plain_file, setup, teardown),
		cmocka_unit_test_setup_teardown(timers, setup, teardown),
		cmocka_unit_test_setup_teardown(timer_in_long_turn, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(signals, setup, teardown),
		cmocka_unit_test_setup_teardown(graveyard, setup, teardown),
		cmocka_unit_test_setup_teardown(rest, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
