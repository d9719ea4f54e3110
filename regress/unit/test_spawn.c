/* SPDX-License-Identifier: ISC */
/* test_spawn: what a child gets and does not get, and how failure is told; in
 * both ways that there are. */

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/monotime.h"
#include "base/sock.h"
#include "base/spawn.h"
#include "base/xmalloc.h"

static char dir[32];
static bool stops; /* how children are started */

static int
setup(void **state)
{
	(void)state;
	strlcpy(dir, "/tmp/bgmux-test-spawn.XXXXXX", sizeof dir);
	return mkdtemp(dir) != NULL ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	return rmdir(dir);
}

static void
prepare(struct spawn *s)
{
	spawn_init(s);
	s->stops = stops;
}

/* All that comes out of fd, which is closed. */
static char *
drain(int fd)
{
	monotime deadline = monotime_add(monotime_now(), 10000);
	struct buf b = { 0 };
	ssize_t n;

	for (;;) {
		assert_int_equal(sock_wait(fd, POLLIN, deadline), 1);
		n = read(fd, buf_reserve(&b, 4096), 4096);
		/* The end of a terminal whose other side is gone is EIO. */
		if (n <= 0)
			break;
		buf_add(&b, (size_t)n);
	}
	close(fd);
	return buf_steal(&b, NULL);
}

/* Run a shell script with s as it is; what it prints, without the newline. */
static char *
run(struct spawn *s, const char *script, int want_status)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	int fds[2], status;
	char *cause, *out;
	pid_t pid;

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	s->file = "/bin/sh";
	s->argv = (char *const *)(uintptr_t)argv;
	s->fds[1] = fds[1];
	pid = spawn_start(s, &cause);
	if (pid == -1)
		fail_msg("%s", cause);
	close(fds[1]);
	out = drain(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), want_status);
	out[strcspn(out, "\n")] = '\0';
	return out;
}

static void
expect(struct spawn *s, const char *script, const char *want)
{
	char *out;

	out = run(s, script, 0);
	assert_string_equal(out, want);
	free(out);
}

static void
runs(void **state)
{
	struct spawn s;
	char *out;

	(void)state;
	prepare(&s);
	out = run(&s, "exit 3", 3);
	free(out);
	prepare(&s);
	expect(&s, "cat; echo $?", "0");
	prepare(&s);
	s.cwd = dir;
	expect(&s, "pwd -P", dir);
}

static void
environment(void **state)
{
	const char *const envp[] = { "A=b c", "PATH=/bin:/usr/bin", NULL };
	struct spawn s;

	(void)state;
	prepare(&s);
	s.envp = (char *const *)(uintptr_t)envp;
	expect(&s, "echo \"$A-${HOME-unset}\"", "b c-unset");
	setenv("BGMUX_TEST", "ours", 1);
	prepare(&s);
	expect(&s, "echo $BGMUX_TEST", "ours");
}

/* Only the descriptors asked for; a cycle of them too. */
static void
descriptors(void **state)
{
	int extra[2], a, b, i, leak[40];
	struct spawn s;

	(void)state;
	for (i = 0; i < 40; i++)
		leak[i] = open("/dev/null", O_RDONLY); /* not close-on-exec */
	prepare(&s);
	expect(&s,
	    "for f in /proc/self/fd/*; do n=${f##*/}; "
	    "[ -e /proc/$$/fd/$n ] && printf '%s ' $n; done; :",
	    "0 1 2 ");
	for (i = 0; i < 40; i++)
		close(leak[i]);
	assert_int_equal(pipe2(extra, O_CLOEXEC), 0);
	assert_int_equal(write(extra[1], "three\n", 6), 6);
	prepare(&s);
	s.fds[5] = extra[0];
	expect(&s, "read x <&5; echo $x", "three");
	/* 6 and 7 swapped. */
	a = fcntl(extra[0], F_DUPFD_CLOEXEC, 20);
	i = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	b = fcntl(i, F_DUPFD_CLOEXEC, 20);
	close(i);
	assert_int_equal(dup3(a, 6, O_CLOEXEC), 6);
	assert_int_equal(dup3(b, 7, O_CLOEXEC), 7);
	prepare(&s);
	s.fds[6] = 7;
	s.fds[7] = 6;
	expect(&s,
	    "[ /proc/self/fd/6 -ef /dev/zero ] && [ -p /proc/self/fd/7 ] && "
	    "[ ! -e /proc/self/fd/3 ] && echo swapped",
	    "swapped");
	close(6);
	close(7);
	close(a);
	close(b);
	close(extra[0]);
	close(extra[1]);
}

static void
caught(int signo)
{
	(void)signo;
}

static void
signals(void **state)
{
	struct spawn s;
	sigset_t set, old;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGUSR1, caught);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &old);
	prepare(&s);
	/* Signals 1 to 28: the C library keeps 32 and 33 to itself. */
	expect(&s,
	    "awk '/^Sig(Blk|Ign|Cgt)/ { printf \"%s\", substr($2, 10) }' "
	    "/proc/self/status | tr -d 0",
	    "");
	/* And ours are as they were. */
	sigprocmask(SIG_SETMASK, &old, &set);
	assert_true(sigismember(&set, SIGTERM));
	assert_false(sigismember(&set, SIGHUP));
	signal(SIGPIPE, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGUSR1, SIG_DFL);
}

static void
sessions(void **state)
{
	struct spawn s;
	char *out, *end, *tty;
	int pt;

	(void)state;
	prepare(&s);
	s.setpgid = true;
	expect(&s,
	    "read -r _ _ _ _ g _ </proc/self/stat; "
	    "[ $g = $$ ] && echo leader",
	    "leader");
	pt = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_int_not_equal(pt, -1);
	assert_int_equal(grantpt(pt), 0);
	assert_int_equal(unlockpt(pt), 0);
	tty = ptsname(pt);
	prepare(&s);
	s.setsid = true;
	s.ctty = true;
	s.fds[0] = open(tty, O_RDWR | O_NOCTTY | O_CLOEXEC);
	out = run(&s,
	    "read -r _ _ _ _ g sid t f _ </proc/self/stat; "
	    "exec 9</dev/tty && echo $sid-$f-$$",
	    0);
	/* Leader of its session, and in the terminal's foreground. */
	end = strchr(out, '-');
	assert_non_null(end);
	*end = '\0';
	assert_int_equal(strncmp(end + 1, out, strlen(out)), 0);
	assert_string_equal(strchr(end + 1, '-') + 1, out);
	free(out);
	close(s.fds[0]);
	close(pt);
}

static void
assert_no_child(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void
failures(void **state)
{
	static const struct {
		const char *file, *cwd;
		int error;
		const char *cause;
	} cases[] = {
		{ "/nonexistent", NULL, ENOENT,
		    "cannot run /nonexistent: No such file or directory" },
		{ "bgmux-no-such-program", NULL, ENOENT,
		    "cannot run bgmux-no-such-program: No such file or "
		    "directory" },
		{ "", NULL, ENOENT, "cannot run : No such file or directory" },
		{ "/etc/passwd", NULL, EACCES,
		    "cannot run /etc/passwd: Permission denied" },
		{ "/tmp", NULL, EACCES, "cannot run /tmp: Permission denied" },
		{ "/bin/sh", "/nonexistent", ENOENT,
		    "cannot enter the directory /nonexistent: No such file "
		    "or directory" },
		{ "/bin/sh", "/dev/null", ENOTDIR,
		    "cannot enter the directory /dev/null: Not a directory" },
	};
	const char *const argv[] = { "x", NULL };
	struct spawn s;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		prepare(&s);
		s.file = cases[i].file;
		s.cwd = cases[i].cwd;
		s.argv = (char *const *)(uintptr_t)argv;
		assert_int_equal(spawn_start(&s, &cause), -1);
		assert_int_equal(errno, cases[i].error);
		assert_string_equal(cause, cases[i].cause);
		free(cause);
		assert_no_child();
	}
	/* A descriptor that is none, and a terminal that is none. */
	prepare(&s);
	s.file = "/bin/sh";
	s.argv = (char *const *)(uintptr_t)argv;
	s.fds[4] = 0x7fff;
	assert_int_equal(spawn_start(&s, &cause), -1);
	assert_int_equal(errno, EBADF);
	free(cause);
	prepare(&s);
	s.file = "/bin/sh";
	s.argv = (char *const *)(uintptr_t)argv;
	s.setsid = s.ctty = true;
	assert_int_equal(spawn_start(&s, &cause), -1);
	assert_int_equal(errno, ENOTTY);
	free(cause);
	assert_no_child();
}

static void
put_file(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, mode);

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* PATH is the child's, and a script without a first line is the shell's. */
static void
path_of_the_child(void **state)
{
	char bad[64], prog[64], env[128], *cause, *found, *out;
	const char *envp[] = { env, NULL }, *argv[] = { "p", "arg", NULL };
	struct spawn s;
	int fds[2];
	pid_t pid;

	(void)state;
	xsnprintf(bad, sizeof bad, "%s/bad", dir);
	xsnprintf(prog, sizeof prog, "%s/prog", dir);
	xsnprintf(env, sizeof env, "PATH=/nonexistent:%s:%s::/bin", bad, dir);
	assert_int_equal(mkdir(bad, 0700), 0);
	put_file(prog, "echo script $1\n", 0700);
	found = spawn_find("prog", (char *const *)(uintptr_t)envp);
	assert_string_equal(found, prog);
	free(found);
	assert_null(spawn_find("prog", NULL));
	assert_int_equal(errno, ENOENT);
	assert_null(spawn_find("", NULL));
	assert_null(spawn_find(dir, NULL));
	assert_int_equal(errno, EACCES);
	found = spawn_find("/bin/sh", NULL);
	assert_string_equal(found, "/bin/sh");
	free(found);
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	prepare(&s);
	s.file = "prog";
	s.argv = (char *const *)(uintptr_t)argv;
	s.envp = (char *const *)(uintptr_t)envp;
	s.fds[1] = fds[1];
	pid = spawn_start(&s, &cause);
	if (pid == -1)
		fail_msg("%s", cause);
	close(fds[1]);
	out = drain(fds[0]);
	assert_string_equal(out, "script arg\n");
	free(out);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	unlink(prog);
	rmdir(bad);
}

static void
limits(void **state)
{
	struct rlimit rl, raised;
	struct spawn s;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &rl), 0);
	rl.rlim_cur = 100;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &rl), 0);
	rlimit_raise();
	rlimit_raise();
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &raised), 0);
	assert_true(raised.rlim_cur == rl.rlim_max);
	prepare(&s);
	expect(&s, "ulimit -n", "100");
}

/* Daemonize in a child, so that the grandchild is not a copy of the test.
 * What the caller sees: "r cause". */
static char *
daemonize(const char *say, int hold_ms)
{
	int fds[2], ready, r;
	char *cause, *out;
	pid_t pid;

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		r = spawn_daemonize(&ready, 300, &cause);
		if (r == 1) {
			close(fds[1]);
			if (hold_ms != 0)
				poll(NULL, 0, hold_ms);
			(void)!write(ready, say, strlen(say));
			_exit(getsid(0) != getpid() ? 0 : 1);
		}
		dprintf(fds[1], "%d %s", r, cause != NULL ? cause : "");
		_exit(0);
	}
	close(fds[1]);
	out = drain(fds[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return out;
}

static void
daemons(void **state)
{
	char *out;

	(void)state;
	out = daemonize("\n", 0);
	assert_string_equal(out, "0 ");
	free(out);
	out = daemonize("", 0);
	assert_string_equal(out, "-1 it ended without a word");
	free(out);
	out = daemonize("the disk is full\n", 0);
	assert_string_equal(out, "-1 the disk is full");
	free(out);
	out = daemonize("", 2000);
	assert_string_equal(out, "-1 not ready after 300 ms");
	free(out);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs),
		cmocka_unit_test(environment),
		cmocka_unit_test(descriptors),
		cmocka_unit_test(signals),
		cmocka_unit_test(sessions),
		cmocka_unit_test(failures),
		cmocka_unit_test(path_of_the_child),
		cmocka_unit_test(daemons),
		cmocka_unit_test(limits),
	};
	int failed;

	failed = cmocka_run_group_tests(tests, setup, teardown);
	stops = true;
	return failed + cmocka_run_group_tests(tests, setup, teardown);
}
