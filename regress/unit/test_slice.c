/* SPDX-License-Identifier: ISC */
/* test_slice: turns are asked for and given back, and no child has them. */

#include <sys/syscall.h>
#include <sys/wait.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/slice.h"

/* Of sched_getattr(2), as far as is looked at. */
struct attr {
	uint32_t size;
	uint32_t policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime; /* ns */
	uint64_t rest[2];
};

static uint64_t
turn(void)
{
	struct attr a;

	memset(&a, 0, sizeof a);
	assert_int_equal(syscall(SYS_sched_getattr, 0, &a, sizeof a, 0), 0);
	return a.runtime;
}

static void
asks(void **state)
{
	uint64_t usual = turn();
	int status;
	pid_t pid;

	(void)state;
	slice_set(SLICE_HOST, false);
	/* Older systems have none, and say 0. */
	if (turn() == usual)
		skip();
	assert_true(turn() == SLICE_HOST * 1000);
	pid = fork();
	if (pid == 0)
		_exit(turn() == usual ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	slice_set(SLICE_HOST, true);
	pid = fork();
	if (pid == 0)
		_exit(turn() == SLICE_HOST * 1000 ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	slice_set(0, false);
	assert_true(turn() == usual);
}

/* Whoever may not do all things gives them back as well. */
static void
gives_back(void **state)
{
	uint64_t usual = turn();
	int status;
	pid_t pid;

	(void)state;
	pid = fork();
	if (pid == 0) {
		if (getuid() == 0 && setuid(65534) == -1)
			_exit(2);
		slice_set(SLICE_CLIENT, false);
		slice_set(0, false);
		_exit(turn() == usual ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(asks),
		cmocka_unit_test(gives_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
