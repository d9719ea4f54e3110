/* SPDX-License-Identifier: ISC */
/* test_sh: the built-in agent on a terminal of its own: tasks, keys, ends,
 * transcript and resume. */

#include <sys/ioctl.h>
#include <sys/wait.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/sock.h"
#include "base/xmalloc.h"

#define WAIT_MS 20000
#define PROMPT	"\342\235\257 "
#define DONE	"\342\234\223 done"
#define FAILED	"\342\234\227 exit "

static char dir[64];
static int tty = -1;
static pid_t agent;
static struct buf seen;
static size_t looked; /* bytes of seen that patterns have passed */

/* Start it with up to three arguments. */
static void
start(const char *a, const char *b, const char *c)
{
	const char *name;
	int fd;

	buf_reset(&seen);
	looked = 0;
	tty = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(tty >= 0);
	assert_int_equal(grantpt(tty), 0);
	assert_int_equal(unlockpt(tty), 0);
	name = ptsname(tty);
	assert_non_null(name);
	agent = fork();
	assert_true(agent >= 0);
	if (agent > 0)
		return;
	setsid();
	fd = open(name, O_RDWR);
	if (fd == -1 || ioctl(fd, TIOCSCTTY, 0) == -1)
		_exit(99);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (fd > 2)
		close(fd);
	execl(ABS_BUILDDIR "/bgmux-sh", "bgmux-sh", a, b, c, (char *)NULL);
	_exit(99);
}

static void
type(const char *text)
{
	assert_int_equal(write(tty, text, strlen(text)), strlen(text));
}

/* Read a little: false at the end. */
static bool
hear(monotime end)
{
	uint8_t chunk[4096];
	ssize_t n;

	if (sock_wait(tty, POLLIN, end) != 1) {
		buf_put_u8(&seen, 0);
		fail_msg("not in time: %s", seen.data);
	}
	n = read(tty, chunk, sizeof chunk);
	if (n <= 0)
		return false;
	buf_put(&seen, chunk, (size_t)n);
	return true;
}

/* Wait until text comes, after what was waited for before. */
static void
expect(const char *text)
{
	monotime end = monotime_add(monotime_now(), WAIT_MS);
	uint8_t *at;

	for (;;) {
		at = seen.len == looked ?
		    NULL :
		    memmem(seen.data + looked, seen.len - looked, text,
			strlen(text));
		if (at != NULL)
			break;
		if (!hear(end))
			fail_msg("it ended before %s", text);
	}
	looked = (size_t)(at - seen.data) + strlen(text);
}

/* Its exit status. */
static int
end(void)
{
	monotime limit = monotime_add(monotime_now(), WAIT_MS);
	int status;

	while (hear(limit))
		continue;
	assert_int_equal(waitpid(agent, &status, 0), agent);
	agent = 0;
	close(tty);
	tty = -1;
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
tasks(void **state)
{
	(void)state;
	start("echo o''ne; exit 3", NULL, NULL);
	expect(PROMPT "echo o''ne; exit 3");
	expect("one");
	expect(FAILED "3");
	expect(PROMPT);
	type("printf 't%so' w\n");
	expect("two");
	expect(DONE);
	expect(PROMPT);
	type("kill -9 $$\n");
	expect(FAILED "137");
	type("\n   \n");
	expect(PROMPT);
	expect(PROMPT);
	type("/exit\n");
	assert_int_equal(end(), 0);
}

/* The terminal belongs to the command while it runs. */
static void
terminal(void **state)
{
	(void)state;
	start(NULL, NULL, NULL);
	expect(PROMPT);
	type("test -t 0 && read x; echo got:$x\n");
	type("hello\n");
	expect("got:hello");
	expect(DONE);
	type("stty raw -echo; echo r''aw\n");
	expect("raw");
	expect(DONE);
	type("echo ag''ain\n");
	expect("again");
	expect(DONE);
	expect(PROMPT);
	type("\004");
	assert_int_equal(end(), 0);
}

static void
keys(void **state)
{
	(void)state;
	start(NULL, NULL, NULL);
	expect(PROMPT);
	/* A key that came between two commands of a shell might be lost. */
	type("cat\nping\n");
	expect("ping");
	expect("ping");
	type("\003");
	expect(FAILED "130");
	expect(PROMPT);
	type("exit 9\003");
	expect(PROMPT);
	type("echo u''p; read x; echo af''ter\n");
	expect("up");
	type("\032\n"); /* it goes on: there is no job control */
	expect("after");
	expect(DONE);
	expect(PROMPT);
	type("echo d''one\004\004");
	expect("done");
	expect(PROMPT);
	type("\004");
	assert_int_equal(end(), 0);
}

/* The transcript's lines, and the conversation shown again. */
static void
transcript(void **state)
{
	static const char *const types[] = { "session", "task", "result",
		"resumed" };
	char *path = path_join(dir, "transcript.jsonl");
	char *text, *line, *next, *cause;
	struct jv *v;
	size_t n, i;

	(void)state;
	start("--session-id", "7c5dcf5d-0000", "exit 5");
	expect(FAILED "5");
	type("/exit\n");
	assert_int_equal(end(), 0);
	start("--resume", "7c5dcf5d-0000", NULL);
	expect(PROMPT "exit 5");
	expect(FAILED "5");
	expect(PROMPT);
	type("\004");
	assert_int_equal(end(), 0);
	text = atomic_read(path, 1u << 20, &n);
	assert_non_null(text);
	for (i = 0, line = text; *line != '\0'; line = next, i++) {
		next = strchr(line, '\n');
		assert_non_null(next);
		*next++ = '\0';
		v = jv_parse(line, strlen(line), &cause);
		assert_non_null(v);
		assert_true(i < nitems(types));
		assert_string_equal(jv_string(v, "type"), types[i]);
		if (i == 2)
			assert_int_equal(jv_int(v, "exitCode", 0), 5);
		jv_free(v);
	}
	assert_int_equal(i, nitems(types));
	free(text);
	free(path);
}

static void
refusals(void **state)
{
	(void)state;
	start("--resume", "nosuch", NULL);
	expect("no such conversation");
	assert_int_equal(end(), 1);
	start("--session-id", "../x", NULL);
	expect("an id has 1 to 64");
	assert_int_equal(end(), 1);
	start("--colour", NULL, NULL);
	expect("unknown option");
	assert_int_equal(end(), 2);
}

static int
setup(void **state)
{
	(void)state;
	xsnprintf(dir, sizeof dir, "/tmp/test_sh.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	return setenv("BGMUX_JOB_DIR", dir, 1);
}

static int
teardown(void **state)
{
	(void)state;
	if (agent > 0) {
		kill(agent, SIGKILL);
		waitpid(agent, NULL, 0);
		agent = 0;
	}
	if (tty != -1)
		close(tty);
	tty = -1;
	buf_clear(&seen);
	return path_remove_tree(dir);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(tasks),
		TEST(terminal),
		TEST(keys),
		TEST(transcript),
		TEST(refusals),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
