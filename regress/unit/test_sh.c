/* SPDX-License-Identifier: ISC */
/* test_sh: the built-in agent on a terminal of its own: tasks, keys, questions,
 * reports, ends, transcript and resume. Its parts have tests of their own. */

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
#include <termios.h>

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

/* Start it with these arguments. */
static void
start(const char *const *args)
{
	const char *argv[16] = { "bgmux-sh" }, *name;
	size_t n;
	int fd;

	for (n = 0; args[n] != NULL; n++) {
		assert_true(n + 2 < nitems(argv));
		argv[n + 1] = args[n];
	}
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
	execv(ABS_BUILDDIR "/bgmux-sh", (char *const *)argv);
	_exit(99);
}

#define START(...) start((const char *const[]){ __VA_ARGS__, NULL })
#define FREE	   "--permission-mode", "bypassPermissions"

static void
type(const char *text)
{
	assert_int_equal(write(tty, text, strlen(text)), strlen(text));
}

/* Read a little: false at the end. */
static bool
hear(monotime end, const char *what)
{
	uint8_t chunk[4096];
	ssize_t n;

	if (sock_wait(tty, POLLIN, end) != 1) {
		buf_put_u8(&seen, 0);
		fail_msg("not in time: %s; after: %s", what,
		    seen.data + (seen.len > 500 ? seen.len - 500 : 0));
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
		if (!hear(end, text))
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

	while (hear(limit, "its end"))
		continue;
	assert_int_equal(waitpid(agent, &status, 0), agent);
	agent = 0;
	close(tty);
	tty = -1;
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* What is on no line by itself: the echo of what was typed has it too. */
#define HAS_TERMINAL "has the terminal"
#define LINE	     "\033[J" /* what comes where the panel was */
#define QUERY	     "\033]7501;?\033\\"

static void
tasks(void **state)
{
	(void)state;
	START(FREE, "echo o''ne; exit 3");
	expect(PROMPT "echo o''ne; exit 3");
	expect(LINE "one");
	expect(FAILED "3");
	expect(PROMPT);
	type("printf 't%so' w\r");
	expect("two");
	expect(DONE);
	expect(PROMPT);
	type("kill -9 $$\r");
	expect(FAILED "137");
	type("\r   \r");
	type("sleep 1000 & echo l''eft\r");
	expect("left");
	expect("1 of its processes runs on");
	type("/exit\r");
	expect("1 background process ended");
	expect("--resume");
	assert_int_equal(end(), 0);
}

/* The terminal belongs to the command once it wants it, or from the start. */
static void
terminal(void **state)
{
	(void)state;
	START(FREE);
	expect(PROMPT);
	type("test -t 0 && read x; echo got:$x\r");
	expect(HAS_TERMINAL);
	type("hello\n");
	expect("got:hello");
	expect(DONE);
	type("stty raw -echo; echo r''aw\r");
	expect("raw");
	expect(DONE);
	type("echo ag''ain\r");
	expect("again");
	expect(DONE);
	type("!test -t 1 && read x && echo whole:$x\r");
	expect("!test -t 1");
	expect("\033[?2004l");
	type("yes\n");
	expect("whole:yes");
	expect(DONE);
	expect(PROMPT);
	type("\004");
	assert_int_equal(end(), 0);
}

static void
keys(void **state)
{
	(void)state;
	START(FREE);
	expect(PROMPT);
	type("cat\r");
	expect(HAS_TERMINAL);
	type("ping\n");
	expect("ping");
	expect("ping");
	type("\003");
	expect(FAILED "130");
	expect(PROMPT);
	type("exit 9\003");
	type("echo u''p; read x; echo af''ter\r");
	expect("up");
	expect(HAS_TERMINAL);
	type("\032\n"); /* it goes on: there is no job control */
	expect("after");
	expect(DONE);
	expect(PROMPT);
	type("echo st''art; sleep 1000\r");
	expect(LINE "start");
	expect("esc to interrupt");
	type("echo que''ued\r");
	expect("1 queued");
	type("\033");
	expect("Interrupted");
	expect(LINE "queued");
	expect(DONE);
	type("trap '' INT; echo de''af; sleep 1000\r");
	expect(LINE "deaf");
	type("\033");
	expect("esc again");
	type("\033");
	expect(FAILED "143");
	type("yes fl''ood\r"); /* it leaves no moment without output */
	expect(LINE "flood");
	type("\033");
	expect(FAILED "130");
	type("\003");
	expect("again to exit");
	type("\003");
	assert_int_equal(end(), 0);
}

/* The dialog before a command, and what it remembers. */
static void
permission(void **state)
{
	(void)state;
	START("--session-id", "7c5dcf5d-0001", "echo o''ne");
	expect("Do you want to proceed?");
	expect("1. Yes");
	expect("3. No");
	type("3");
	expect("What should be done instead?");
	type("true x\r");
	expect("don't ask again for true commands");
	type("\033[B\r");
	expect(DONE);
	type("true y\r");
	expect(DONE);
	type("true y; echo se''en\r");
	expect("for this command");
	type("\r");
	expect(LINE "seen");
	expect(DONE);
	type("\004");
	assert_int_equal(end(), 0);
	START("--resume", "7c5dcf5d-0001", "true z");
	expect("true z");
	expect(DONE);
	type("/mode plan\r");
	expect("mode: plan");
	type("touch x\r");
	expect("would run: touch x");
	type("\004");
	assert_int_equal(end(), 0);
}

/* What it asks by itself, and how that is answered. */
static void
questions(void **state)
{
	(void)state;
	START(FREE);
	expect(PROMPT);
	type(":ask Which one? | red | blue\r");
	expect("2. blue");
	type("2");
	expect("answered: blue");
	type(":ask Which one? | red | blue\r");
	expect("3. Type something.");
	type("\033[200~1\ngr\033[31mey\033[201~");
	expect("1 gr[31mey");
	type("\r");
	expect("answered: 1");
	expect(PROMPT);
	type("echo l''eft or echo r''ight?\r");
	expect("2. echo r''ight");
	type("\033[A\033[A\r");
	expect(LINE "right");
	expect(DONE);
	type(":ask Which one? | red | blue\r");
	expect("2. blue");
	type("\033");
	expect("Not answered");
	type(":work\r");
	expect("esc to interrupt");
	type("\033");
	expect("Interrupted");
	type("/nosuch\r");
	expect("Unknown command: /nosuch");
	type(":exit 7\r");
	assert_int_equal(end(), 7);
}

/* It reports once the terminal has answered, and takes the answer out of what
 * is typed. */
static void
reports(void **state)
{
	(void)state;
	START("--name", "n", "true");
	expect("\033]0;\342\227\213 n\a");
	expect(QUERY);
	type(QUERY "\033[?62c");
	expect("\033]7501;state=idle:app=bgmux-sh:title=bg==\033\\");
	expect("state=working");
	expect("\033]0;\342\227\220 n\a");
	/* approve: true */
	expect("state=blocked:app=bgmux-sh:kind=permission:title=dHJ1ZQ==:"
	       "msg=YXBwcm92ZTogdHJ1ZQ==\033\\");
	expect("\033]0;\342\227\206 n\a");
	type("1");
	expect("state=done");
	type(":fail x\r");
	expect("state=error:app=bgmux-sh:title=OmZhaWwgeA==:msg=eA==\033\\");
	type(":progress 40\r");
	expect("state=working:app=bgmux-sh:progress=40");
	expect("\033]9;4;1;40\a");
	type("\033");
	expect("\033]9;4;0;0\a");
	expect("state=idle");
	type(":items 1/2\r");
	expect("id=item/1:state=done");
	expect("id=item/2:state=working");
	type("\033");
	expect("id=item/2:state=clear");
	type("\004");
	expect("state=clear");
	assert_int_equal(end(), 0);
}

static void
is_silent(const char *text)
{
	assert_null(memmem(seen.data, seen.len, text, strlen(text)));
}

static void
silence(void **state)
{
	(void)state;
	START(FREE, "--no-title", "--no-report", "--no-progress", "true");
	expect(DONE);
	type(QUERY ":progress 1\r");
	expect("esc to interrupt");
	type("\033");
	expect("Interrupted");
	type("\004");
	assert_int_equal(end(), 0);
	is_silent("\033]");
}

/* Asked to end it leaves the terminal as it was, and no process. */
static void
quits(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };
	monotime limit = monotime_add(monotime_now(), WAIT_MS);
	struct termios after;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(signals); i++) {
		START(FREE, "trap '' TERM HUP; echo de''af; sleep 1000; :");
		expect(LINE "deaf");
		assert_int_equal(kill(agent, signals[i]), 0);
		expect("--resume");
		expect("\033[?2004l");
		assert_int_equal(end(), 128 + signals[i]);
	}
	START(FREE);
	expect(PROMPT);
	assert_int_equal(kill(agent, SIGTERM), 0);
	expect("--resume");
	while (hear(limit, "its end"))
		continue;
	assert_int_equal(tcgetattr(tty, &after), 0);
	assert_true((after.c_lflag & ICANON) != 0);
	assert_true((after.c_lflag & ECHO) != 0);
	assert_int_equal(end(), 143);
}

/* Its terminal goes while a command runs that ignores that: both end. */
static void
hung_up(void **state)
{
	monotime limit;
	int status;

	(void)state;
	START(FREE, "trap '' TERM HUP INT; echo de''af; sleep 1000; :");
	expect(LINE "deaf");
	close(tty);
	tty = -1;
	limit = monotime_add(monotime_now(), WAIT_MS);
	while (waitpid(agent, &status, WNOHANG) == 0) {
		assert_true(monotime_left(limit) > 0);
		poll(NULL, 0, 5);
	}
	agent = 0;
	assert_true(WIFEXITED(status));
}

/* The transcript's lines, and the conversation shown again. */
static void
transcript(void **state)
{
	static const char *const types[] = { "session", "name", "task",
		"result", "turn", "end", "resumed", "name", "end" };
	char *path = path_join(dir, "transcript.jsonl");
	char *text, *line, *next, *cause;
	struct jv *v;
	size_t n, i;

	(void)state;
	START(FREE, "--session-id", "7c5dcf5d-0000", "echo s''aid; exit 5");
	expect(FAILED "5");
	type("/exit\r");
	assert_int_equal(end(), 0);
	START("--resume", "7c5dcf5d-0000");
	expect(PROMPT "echo s''aid; exit 5");
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
		if (i == 3) {
			assert_int_equal(jv_int(v, "exitCode", 0), 5);
			assert_string_equal(jv_string(v, "output"), "said\n");
		}
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
	START("--resume", "nosuch");
	expect("no such conversation");
	assert_int_equal(end(), 1);
	START("--session-id", "../x");
	expect("an id has 1 to 64");
	assert_int_equal(end(), 1);
	START("--colour");
	expect("unknown option");
	assert_int_equal(end(), 2);
	START("--permission-mode", "yolo");
	expect("'yolo' is no permission mode");
	assert_int_equal(end(), 1);
	START("--agent", "nosuch");
	expect("there is no agent 'nosuch'");
	assert_int_equal(end(), 1);
	START("--settings", "{");
	expect("line 1");
	assert_int_equal(end(), 1);
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
		TEST(permission),
		TEST(questions),
		TEST(reports),
		TEST(silence),
		TEST(quits),
		TEST(hung_up),
		TEST(transcript),
		TEST(refusals),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
