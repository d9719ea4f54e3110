/* SPDX-License-Identifier: ISC */
/* test_attachsignal: a client that is to stop: as a job of a shell it does, and
 * goes on; where nobody could continue it, it does not stop. */

#include <sys/wait.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/loop.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "client/attachsignal.h"

#define WAIT_MS 20000

struct seen {
	int stops;
	int resumes;
	int surprises;
};

static void
on_end(const char *name, void *arg)
{
	(void)name;
	(void)arg;
}

static void
on_stop(void *arg)
{
	struct seen *s = arg;

	s->stops++;
}

static void
on_resume(void *arg)
{
	struct seen *s = arg;

	s->resumes++;
}

static void
on_surprise(void *arg)
{
	struct seen *s = arg;

	s->surprises++;
}

static const struct attachsignal_handler handler = {
	.end = on_end,
	.stop = on_stop,
	.resume = on_resume,
	.surprise = on_surprise,
};

/* Stops, by itself or by a signal from outside; 0: all was told once. */
static void
client(bool outside)
{
	struct loop *loop = loop_create();
	struct seen seen = { 0 };
	struct attachsignal *s = attachsignal_create(loop, &handler, &seen);
	int i;

	if (outside)
		kill(getpid(), SIGTSTP);
	else
		attachsignal_stop(s);
	for (i = 0; i < 20; i++)
		loop_turn(loop, 5);
	if (seen.stops != 1 || seen.resumes != 1 || seen.surprises != 0)
		_exit(1);
	/* A stop that was not seen coming is told afterwards, and many that
	 * come together once. */
	for (i = 0; i < 5; i++)
		kill(getpid(), SIGCONT);
	for (i = 0; i < 20; i++)
		loop_turn(loop, 5);
	attachsignal_destroy(s);
	loop_destroy(loop);
	_exit(seen.surprises == 1 ? 0 : 2);
}

/* waitpid(2) that sees stops, with a deadline: the status. */
static int
await(pid_t pid)
{
	monotime end = monotime_add(monotime_now(), WAIT_MS);
	int status;
	pid_t got;

	while ((got = waitpid(pid, &status, WUNTRACED | WNOHANG)) == 0) {
		if (monotime_left(end) == 0) {
			kill(pid, SIGKILL);
			return -1;
		}
		usleep(1000);
	}
	return got == pid ? status : -1;
}

/* The only process of a terminal, as with xterm -e. */
static void
test_alone(void **state)
{
	int i, status;
	pid_t pid;

	(void)state;
	for (i = 0; i < 2; i++) {
		pid = fork();
		assert_int_not_equal(pid, -1);
		if (pid == 0) {
			setsid();
			client(i > 0);
		}
		status = await(pid);
		if (WIFSTOPPED(status))
			kill(pid, SIGKILL);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

/* In a session with a shell: a shell that waits is the parent. */
static void
shell(bool outside)
{
	int status;
	pid_t pid;

	setsid();
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		client(outside);
	}
	setpgid(pid, pid);
	status = await(pid);
	if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGTSTP)
		_exit(10);
	kill(-pid, SIGCONT);
	status = await(pid);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 11);
}

static void
test_job(void **state)
{
	int i, status;
	pid_t pid;

	(void)state;
	for (i = 0; i < 2; i++) {
		pid = fork();
		assert_int_not_equal(pid, -1);
		if (pid == 0)
			shell(i > 0);
		status = await(pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_job),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
