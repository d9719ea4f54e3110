/* SPDX-License-Identifier: ISC */
/* test_helpers: commands that answer, fail, hang, say too much and leave
 * something behind. */

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/helpers.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/procid.h"
#include "base/reaper.h"
#include "base/xmalloc.h"

#define LONG_MS 60000

struct fixture {
	struct loop *loop;
	struct reaper *reaper;
	struct helpers *helpers;
	unsigned over;
	unsigned again; /* how often to start another one from within */
	char *said;
	char *problem;
};

static int
setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof f);
	f.loop = loop_create();
	f.reaper = reaper_create(f.loop);
	f.helpers = helpers_create(f.loop, f.reaper);
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	helpers_destroy(f->helpers);
	reaper_destroy(f->reaper);
	loop_destroy(f->loop);
	free(f->said);
	free(f->problem);
	return 0;
}

static void start(struct fixture *, const char *, int64_t);

static void
on_over(const char *said, const char *problem, void *arg)
{
	struct fixture *f = arg;

	f->over++;
	free(f->said);
	free(f->problem);
	f->said = xstrdup(said);
	f->problem = problem != NULL ? xstrdup(problem) : NULL;
	if (f->again > 0) {
		f->again--;
		start(f, "exec tail -f /dev/null", LONG_MS);
	}
}

static void
start(struct fixture *f, const char *command, int64_t ms)
{
	struct helpers_run run = { .command = command, .ms = ms };
	char *cause;

	assert_int_equal(helpers_start(f->helpers, &run, on_over, f, &cause),
	    0);
	assert_null(cause);
}

static void
wait_over(struct fixture *f, unsigned n)
{
	monotime deadline = monotime_add(monotime_now(), 30000);

	while (f->over < n && monotime_left(deadline) > 0)
		loop_turn(f->loop, 1000);
	assert_int_equal(f->over, n);
}

/* The process whose number stands at p. */
static struct procid
process(const char *p)
{
	struct procid id;

	assert_true(atoi(p) > 1);
	(void)procid_get((pid_t)atoi(p), &id);
	return id;
}

static void
gone(struct procid id)
{
	monotime deadline = monotime_add(monotime_now(), 30000);

	while (procid_alive(&id) && monotime_left(deadline) > 0)
		(void)poll(NULL, 0, 5);
	assert_false(procid_alive(&id));
}

static void
answers(void **state)
{
	static const struct {
		const char *command, *said, *problem;
	} rows[] = {
		{ "echo one; echo two", "one\ntwo\n", NULL },
		{ "printf 'a\\0b'", "a", NULL },
		{ ":", "", NULL },
		{ "echo to nobody >&2", "", NULL },
		{ "cat", "", NULL },
		{ "pwd", "/\n", NULL },
		{ "echo x; exit 3", "x\n", "it ended with status 3" },
		{ "echo x; kill -9 $$", "x\n", "it ended by signal 9" },
		{ "no-such-command-here", "", "it ended with status 127" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		start(f, rows[i].command, LONG_MS);
		assert_int_equal(f->over, i);
		assert_int_equal(helpers_count(f->helpers), 1);
		wait_over(f, (unsigned)i + 1);
		assert_int_equal(helpers_count(f->helpers), 0);
		assert_string_equal(f->said, rows[i].said);
		if (rows[i].problem == NULL)
			assert_null(f->problem);
		else
			assert_string_equal(f->problem, rows[i].problem);
	}
}

static void
reads(void **state)
{
	struct fixture *f = *state;
	char *words[] = { (char *)"sh", (char *)"-c",
		(char *)"echo $NAME; wc -c; echo $0", (char *)"zero", NULL };
	char *env[] = { (char *)"NAME=value", (char *)"PATH=/usr/bin:/bin",
		NULL };
	char *text = xcalloc(1, HELPERS_INPUT_MAX + 100);
	struct helpers_run run = { .argv = words,
		.envp = env,
		.input = text,
		.len = 5,
		.ms = LONG_MS };
	char *cause;

	memset(text, 'x', HELPERS_INPUT_MAX + 100);
	helpers_start(f->helpers, &run, on_over, f, &cause);
	wait_over(f, 1);
	assert_string_equal(f->said, "value\n5\nzero\n");

	/* One that does not read it blocks nobody; too much is cut. */
	run.len = HELPERS_INPUT_MAX + 100;
	helpers_start(f->helpers, &run, on_over, f, &cause);
	wait_over(f, 2);
	assert_string_equal(f->said, "value\n16384\nzero\n");
	words[2] = (char *)"echo done";
	helpers_start(f->helpers, &run, on_over, f, &cause);
	wait_over(f, 3);
	assert_string_equal(f->said, "done\n");
	free(text);
}

static void
refuses(void **state)
{
	struct fixture *f = *state;
	char *words[] = { (char *)"/no/such/program", NULL };
	struct helpers_run run = { .argv = words, .ms = LONG_MS };
	char *cause;

	assert_int_equal(helpers_start(f->helpers, &run, on_over, f, &cause),
	    -1);
	assert_non_null(strstr(cause, "No such file"));
	assert_int_equal(helpers_count(f->helpers), 0);
	free(cause);
}

/* Several hang: their time is the same one. */
static void
hangs(void **state)
{
	struct fixture *f = *state;
	monotime before = monotime_now();
	int i;

	for (i = 0; i < 5; i++)
		start(f, "echo $$; exec tail -f /dev/null", 3000);
	start(f, "yes", 3000);
	wait_over(f, 6);
	assert_in_range(monotime_diff(before, monotime_now()), 2900, 14900);
	assert_string_equal(f->problem, "it did not end in time");
	start(f, "trap '' HUP TERM INT; echo $$; tail -f /dev/null", 4000);
	wait_over(f, 7);
	assert_string_equal(f->problem, "it did not end in time");
	gone(process(f->said));
}

/* What is left, in its group and in others, ends with it. */
static void
leaves_nothing(void **state)
{
	static const char *const rows[] = {
		"tail -f /dev/null & echo $!",
		"trap '' HUP; tail -f /dev/null >/dev/null 2>&1 & echo $!",
		"set -m; tail -f /dev/null >/dev/null & echo $!",
		"(sh -c 'tail -f /dev/null & echo $!'; exit 1)",
	};
	struct fixture *f = *state;
	struct procid id;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		start(f, rows[i], LONG_MS);
		wait_over(f, (unsigned)i + 1);
		id = process(f->said);
		gone(id);
	}
	/* And what has a session of its own, while it descends from it. */
	start(f, "setsid tail -f /dev/null & echo $!; wait", 4000);
	wait_over(f, (unsigned)i + 1);
	assert_string_equal(f->problem, "it did not end in time");
	gone(process(f->said));
}

/* What may stay has no output that would end it. */
static void
may_leave(void **state)
{
	struct fixture *f = *state;
	struct helpers_run run = { .ms = LONG_MS, .leaves = true };
	char file[] = "/tmp/test_helpers.XXXXXX", text[32] = "", *command;
	char path[64], to[32] = "", *cause;
	struct procid id;
	int fd = mkstemp(file);

	assert_true(fd != -1);
	command = xasprintf("tail -f /dev/null & echo $! >%s; echo x", file);
	run.command = command;
	assert_int_equal(helpers_start(f->helpers, &run, on_over, f, &cause),
	    0);
	wait_over(f, 1);
	assert_null(f->problem);
	assert_string_equal(f->said, "");
	assert_true(read(fd, text, sizeof text - 1) > 0);
	id = process(text);
	assert_true(procid_alive(&id));
	xsnprintf(path, sizeof path, "/proc/%d/fd/1", (int)id.pid);
	assert_true(readlink(path, to, sizeof to - 1) > 0);
	assert_string_equal(to, "/dev/null");
	assert_int_equal(procid_kill(&id, SIGKILL), 0);
	gone(id);
	close(fd);
	(void)unlink(file);
	free(command);
}

static void
ends(void **state)
{
	struct fixture *f = *state;

	start(f, "exec tail -f /dev/null", LONG_MS);
	start(f, "exec tail -f /dev/null", LONG_MS);
	f->again = 1;
	helpers_end(f->helpers);
	assert_int_equal(f->over, 2);
	assert_string_equal(f->problem, "it was ended");
	/* The one that was started from within. */
	assert_int_equal(helpers_count(f->helpers), 1);
	helpers_end(f->helpers);
	assert_int_equal(f->over, 3);
	helpers_end(f->helpers);
	assert_int_equal(f->over, 3);

	/* One is still under way when its owner goes: see teardown. */
	start(f, "exec tail -f /dev/null", LONG_MS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(answers, setup, teardown),
		cmocka_unit_test_setup_teardown(reads, setup, teardown),
		cmocka_unit_test_setup_teardown(refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(hangs, setup, teardown),
		cmocka_unit_test_setup_teardown(leaves_nothing, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(may_leave, setup, teardown),
		cmocka_unit_test_setup_teardown(ends, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
