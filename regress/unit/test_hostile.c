/* SPDX-License-Identifier: ISC */
/* test_hostile: a real supervisor and a real host against peers that stall,
 * lie, talk nonsense, say no hello, or come in crowds: nobody is hurt, memory
 * and descriptors stay bounded, others are served. What one peer object does is
 * in test_peer. */

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/procid.h"
#include "base/sock.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "wire/call.h"
#include "wire/codec.h"
#include "wire/msg.h"
#include "wire/peer.h"

#define MOST_MS	  30000	     /* for anything */
#define SERVED_MS 5000	     /* for an honest client, whatever others do */
#define GROWTH	  (96 << 10) /* KiB that one attack may cost */
#define CROWD	  700	     /* connections: over the limit of both */

/* A process under attack. */
struct target {
	const char *name;
	char *path; /* of its socket */
	pid_t pid;
	uint16_t ask;	/* an honest request */
	uint16_t large; /* a type that may be large */
};

static char dir[64];
static char *runtime;
static struct target targets[2]; /* supervisor, host */
static pid_t worker;

static monotime
within(int ms)
{
	return monotime_add(monotime_now(), ms);
}

/* --- honest clients --- */

static struct jv *
ask(const char *path, uint16_t type, const struct jv *v)
{
	char *cause = NULL;
	struct call *c = NULL;
	struct jv *r;

	if ((c = call_open(path, ROLE_CLIENT, within(SERVED_MS), &cause)) ==
	    NULL)
		fail_msg("%s: %s", path, cause);
	r = call_ask(c, type, v, within(SERVED_MS), &cause);
	if (r == NULL)
		fail_msg("%s: %s", path, cause);
	call_close(c);
	return r;
}

/* Others are served, and the session is as it was. */
static void
served(void)
{
	struct jv *v = jv_object(), *r;
	size_t i;

	for (i = 0; i < nitems(targets); i++) {
		jv_free(ask(targets[i].path, targets[i].ask, v));
		assert_int_equal(kill(targets[i].pid, 0), 0);
	}
	r = ask(targets[1].path, MSG_HOST_STATUS, v);
	assert_int_equal(jv_int(jv_get_object(r, "session"), "pid", 0), worker);
	jv_free(r);
	jv_free(v);
}

/* --- what a process uses --- */

static long
memory(pid_t pid)
{
	char *path = xasprintf("/proc/%ld/status", (long)pid), line[256];
	FILE *f = fopen(path, "r");
	long kib = 0;

	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, "VmRSS:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	fclose(f);
	free(path);
	assert_true(kib > 0);
	return kib;
}

/* A log is opened with its first line, which may come at any time. */
static bool
is_log(const char *fds, const char *name)
{
	char *path = path_join(fds, name), to[512];
	ssize_t n = readlink(path, to, sizeof to);

	free(path);
	return n > 4 && memcmp(to + n - 4, ".log", 4) == 0;
}

static size_t
descriptors(pid_t pid)
{
	char *path = xasprintf("/proc/%ld/fd", (long)pid);
	struct dirent *e;
	DIR *d = opendir(path);
	size_t n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		n += e->d_name[0] != '.' && !is_log(path, e->d_name);
	closedir(d);
	free(path);
	return n;
}

/* --- hostile peers --- */

static int
reach(const char *path)
{
	monotime end = within(MOST_MS);
	int fd;

	while ((fd = sock_connect(path)) == -1) {
		/* Its backlog is full for a moment. */
		if (errno != EAGAIN || monotime_left(end) == 0)
			fail_msg("%s: %s", path, strerror(errno));
		poll(NULL, 0, 1);
	}
	return fd;
}

/* Write what it takes; whether that was all. */
static bool
push(int fd, const void *p, size_t n)
{
	monotime end = within(MOST_MS);
	const uint8_t *at = p;
	ssize_t w;

	while (n > 0 && monotime_left(end) > 0) {
		w = send(fd, at, n, MSG_NOSIGNAL);
		if (w == -1 && errno != EAGAIN)
			return false;
		if (w == -1) {
			if (sock_wait(fd, POLLOUT, within(200)) != 1)
				return false;
			continue;
		}
		at += w;
		n -= (size_t)w;
	}
	return n == 0;
}

static void
push_hello(int fd)
{
	static const char hello[] = "{\"role\":\"client\",\"min\":1,\"max\":1}";
	struct buf b = { 0 };

	codec_put(&b, MSG_HELLO, 0, hello, strlen(hello));
	assert_true(push(fd, b.data, b.len));
	buf_clear(&b);
}

static void
push_header(int fd, uint32_t len, uint16_t type, uint32_t id)
{
	struct buf b = { 0 };

	buf_put_u32(&b, len);
	buf_put_u16(&b, type);
	buf_put_u16(&b, 0);
	buf_put_u32(&b, id);
	push(fd, b.data, b.len);
	buf_clear(&b);
}

/* Read until the other side closes; its hello must have come first. */
static void
closed_after_hello(int fd)
{
	struct buf b = { 0 };
	struct msg msg;
	uint8_t *p;
	ssize_t n;

	for (;;) {
		if (sock_wait(fd, POLLIN, within(MOST_MS)) != 1)
			fail_msg("it does not close");
		p = buf_reserve(&b, 4096);
		n = recv(fd, p, 4096, 0);
		if (n == -1 && errno == EAGAIN)
			continue;
		if (n <= 0)
			break;
		buf_add(&b, (size_t)n);
	}
	assert_true(codec_get(b.data, b.len, &msg) > 0);
	assert_int_equal(msg.type, MSG_HELLO);
	buf_clear(&b);
}

/* --- the attacks --- */

/* It stops in the middle of a message, and stays. */
static void
halves(const struct target *t)
{
	char *part = xcalloc(1, 8192);
	int fds[60];
	size_t i;

	for (i = 0; i < nitems(fds); i++) {
		fds[i] = reach(t->path);
		if (i % 3 == 0) {
			push(fds[i], "\0\0\1", 3); /* of a header */
			continue;
		}
		push_hello(fds[i]);
		push_header(fds[i], 1 << 20, t->large, 1);
		if (i % 3 == 1)
			push(fds[i], part, 8192);
	}
	served();
	for (i = 0; i < nitems(fds); i++)
		close(fds[i]);
	free(part);
}

/* Lengths over the type's bound end it, without the body. */
static void
lies(const struct target *t)
{
	static const struct {
		uint32_t len;
		bool hello;
	} rows[] = { { 0xffffffff, false }, { 65537, false },
		{ 0xffffffff, true }, { 64u << 20, true } };
	size_t i;
	int fd;

	for (i = 0; i < nitems(rows); i++) {
		fd = reach(t->path);
		if (rows[i].hello)
			push_hello(fd);
		push_header(fd, rows[i].len,
		    rows[i].hello ? t->large : MSG_HELLO, 1);
		closed_after_hello(fd);
		close(fd);
	}
}

/* Bodies of unknown messages are not gathered. */
static void
unknown(const struct target *t)
{
	char *part = xcalloc(1, 1 << 20);
	int fds[16], i;
	size_t k;

	for (k = 0; k < nitems(fds); k++) {
		fds[k] = reach(t->path);
		push_hello(fds[k]);
		push_header(fds[k], MSG_MAX_BODY, 0x7fff, 1);
		for (i = 0; i < 16; i++)
			assert_true(push(fds[k], part, 1 << 20));
	}
	served();
	for (k = 0; k < nitems(fds); k++)
		close(fds[k]);
	free(part);
}

static void
noise(const struct target *t)
{
	uint8_t bytes[2000];
	uint32_t seed = 7;
	size_t i, k;
	int fd;

	for (k = 0; k < 200; k++) {
		fd = reach(t->path);
		if (k % 2)
			push_hello(fd);
		for (i = 0; i < sizeof bytes; i++)
			bytes[i] =
			    (uint8_t)((seed = seed * 1103515245 + 12345) >> 16);
		push(fd, bytes, sizeof bytes);
		close(fd);
	}
}

/* A version that nobody speaks: it learns ours before it is closed. */
static void
versions(const struct target *t)
{
	static const char *const hellos[] = {
		"{\"role\":\"client\",\"min\":77,\"max\":99}",
		"{\"role\":\"client\",\"min\":0,\"max\":0}",
		"{\"role\":\"king\",\"min\":1,\"max\":1}",
		"{\"role\":\"client\",\"min\":1,\"max\":1",
	};
	struct buf b = { 0 };
	size_t i;
	int fd;

	for (i = 0; i < nitems(hellos); i++) {
		fd = reach(t->path);
		buf_reset(&b);
		codec_put(&b, MSG_HELLO, 0, hellos[i], strlen(hellos[i]));
		push(fd, b.data, b.len);
		closed_after_hello(fd);
		close(fd);
	}
	buf_clear(&b);
}

/* Messages of others' roles. */
static void
roles(const struct target *t)
{
	static const uint16_t types[] = { MSG_HOST_EVENT, MSG_HOST_READY,
		MSG_SESSION_EVENT, MSG_VIEW_FRAME, MSG_HELLO, MSG_HOST_BOOT };
	size_t i;
	int fd;

	for (i = 0; i < nitems(types); i++) {
		fd = reach(t->path);
		push_hello(fd);
		push_header(fd, 2, types[i], 1);
		push(fd, "{}", 2);
		closed_after_hello(fd);
		close(fd);
	}
}

/* It asks and asks, and never reads. */
static void
deaf(const struct target *t)
{
	struct buf b = { 0 };
	int fds[4], i;
	size_t k;

	for (i = 0; i < 100000; i++)
		codec_put(&b, t->ask, 1, "{}", 2);
	for (k = 0; k < nitems(fds); k++) {
		fds[k] = reach(t->path);
		push_hello(fds[k]);
		push(fds[k], b.data, b.len);
	}
	served();
	for (k = 0; k < nitems(fds); k++)
		close(fds[k]);
	buf_clear(&b);
}

/* More than it takes, none with a hello; a client comes in all the same, and
 * the hello's deadline ends the rest. */
static void
mute(const struct target *t)
{
	struct pollfd p[CROWD];
	monotime end;
	size_t i;

	for (i = 0; i < nitems(p); i++) {
		p[i].fd = reach(t->path);
		p[i].events = 0;
	}
	served();
	end = within(PEER_HELLO_MS + SERVED_MS);
	for (i = 0; i < nitems(p); i++) {
		while (poll(&p[i], 1, 100) != 1)
			if (monotime_left(end) == 0)
				fail_msg("%s: connection %zu stays", t->name,
				    i);
		assert_true(p[i].revents & POLLHUP);
		close(p[i].fd);
	}
}

/* It comes and goes. */
static void
crowd(const struct target *t)
{
	int i;

	for (i = 0; i < 3000; i++)
		close(reach(t->path));
}

static const struct {
	const char *name;
	void (*run)(const struct target *);
} attacks[] = {
	{ "halves", halves },
	{ "lies", lies },
	{ "unknown", unknown },
	{ "noise", noise },
	{ "versions", versions },
	{ "roles", roles },
	{ "deaf", deaf },
	{ "mute", mute },
	{ "crowd", crowd },
};

static void
attack(size_t which, const struct target *t)
{
	size_t before = descriptors(t->pid), left;
	long was = memory(t->pid), now;
	monotime end;

	attacks[which].run(t);
	served();
	now = memory(t->pid);
	if (now - was > GROWTH)
		fail_msg("%s: %s: from %ld to %ld KiB", t->name,
		    attacks[which].name, was, now);
	end = within(MOST_MS);
	while ((left = descriptors(t->pid)) > before) {
		if (monotime_left(end) == 0)
			fail_msg("%s: %s: %zu descriptors, then %zu", t->name,
			    attacks[which].name, before, left);
		poll(NULL, 0, 5);
	}
}

static void
test_attacks(void **unused)
{
	size_t i, k;

	(void)unused;
	served();
	for (k = 0; k < nitems(targets); k++)
		for (i = 0; i < nitems(attacks); i++)
			attack(i, &targets[k]);
}

/* --- the set */

static void
start_supervisor(void)
{
	char *file = xasprintf("%s/bgmux-supervisor", ABS_BUILDDIR);
	char *argv[] = { file, NULL }, *cause = NULL;
	struct spawn sp;
	int status;
	pid_t pid;

	spawn_init(&sp);
	sp.file = file;
	sp.argv = argv;
	if ((pid = spawn_start(&sp, &cause)) == -1)
		fail_msg("%s", cause);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	free(file);
}

static void
start_session(void)
{
	struct jv *v, *r, *s, *argv = jv_array(), *env = jv_array();

	v = jv_object();
	jv_set_string(v, "kind", "job");
	jv_set_string(v, "cwd", "/");
	jv_set_bool(v, "exec", true);
	jv_append_string(argv, "cat");
	jv_append_string(env, "PATH=/usr/local/bin:/usr/bin:/bin");
	jv_set(v, "argv", argv);
	jv_set(v, "env", env);
	r = ask(targets[0].path, MSG_SESSION_START, v);
	s = jv_get_object(r, "session");
	worker = (pid_t)jv_int(s, "pid", 0);
	assert_true(worker > 1);
	targets[1].pid = (pid_t)jv_int(s, "hostPid", 0);
	targets[1].path = xstrdup(jv_string(s, "socket"));
	jv_free(r);
	jv_free(v);
}

static int
setup(void **unused)
{
	char *cause = NULL, *path, *state;
	struct jv *r;

	(void)unused;
	strlcpy(dir, "/tmp/bgmux-hostile.XXXXXX", sizeof dir);
	assert_non_null(mkdtemp(dir));
	path = path_join(dir, "run");
	assert_int_equal(mkdir(path, 0700), 0);
	setenv("BGMUX_RUNTIME_DIR", path, 1);
	free(path);
	state = path_join(dir, "state");
	setenv("BGMUX_HOME", state, 1);
	setenv("BGMUX_LIBEXEC", ABS_BUILDDIR, 1);
	path = xasprintf("log_path=%s/sanitizer:quarantine_size_mb=4", dir);
	setenv("ASAN_OPTIONS", path, 1);
	setenv("UBSAN_OPTIONS", path, 1);
	free(path);
	free(path_state(&cause));
	if ((runtime = path_runtime(state, &cause)) == NULL)
		fail_msg("%s", cause);
	free(state);
	start_supervisor();
	targets[0] = (struct target){ .name = "supervisor",
		.path = path_join(runtime, "s"),
		.ask = MSG_SESSION_LIST,
		.large = MSG_SESSION_START };
	targets[1] = (struct target){
		.name = "host", .ask = MSG_HOST_STATUS, .large = MSG_VIEW_PASTE
	};
	r = ask(targets[0].path, MSG_DAEMON_STATUS, NULL);
	targets[0].pid = (pid_t)jv_int(r, "pid", 0);
	jv_free(r);
	start_session();
	return 0;
}

/* What a sanitizer has said. */
static int
count_reports(void)
{
	struct dirent *e;
	DIR *d = opendir(dir);
	int n = 0;

	while (d != NULL && (e = readdir(d)) != NULL)
		if (strncmp(e->d_name, "sanitizer", 9) == 0) {
			print_error("%s/%s\n", dir, e->d_name);
			n++;
		}
	if (d != NULL)
		closedir(d);
	return n;
}

/* Ends what this test has started: all has become its child. */
static int
teardown(void **unused)
{
	monotime end = within(MOST_MS);
	int reports;
	size_t i;

	(void)unused;
	for (i = nitems(targets); i-- > 0;)
		if (targets[i].pid > 1)
			kill(targets[i].pid, SIGTERM);
	while (waitpid(-1, NULL, WNOHANG) != -1 && monotime_left(end) > 0)
		poll(NULL, 0, 5);
	if (monotime_left(end) == 0)
		print_error("something does not end\n");
	reports = count_reports();
	if (reports == 0)
		path_remove_tree(dir);
	free(runtime);
	free(targets[0].path);
	free(targets[1].path);
	return reports > 0 || monotime_left(end) == 0 ? -1 : 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attacks),
	};

	signal(SIGPIPE, SIG_IGN);
	rlimit_raise();
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == -1)
		return 77;
	return cmocka_run_group_tests(tests, setup, teardown);
}
