/* SPDX-License-Identifier: ISC */
/* test_superproc: the real bgmux-supervisor with real hosts, in a folder of
 * its own; killed, raced, lied to. This process is a subreaper, so that what
 * is left behind is seen and ended. */

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

#include "base/atomic.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/procid.h"
#include "base/sock.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "wire/call.h"
#include "wire/msg.h"

#define MOST_MS 30000 /* for anything */
#define TURN_MS 5     /* between two looks at what tells nobody */
#define KILLS	10
#define CROWD	20

static char dir[64]; /* of this test */
static char state[80];
static char *runtime; /* of the state directory */

static monotime
most(void)
{
	return monotime_add(monotime_now(), MOST_MS);
}

/* --- processes --- */

static pid_t
execute(const char *option)
{
	char *file = xasprintf("%s/bgmux-supervisor", ABS_BUILDDIR);
	char *argv[] = { file, (char *)(uintptr_t)option, NULL };
	char *cause = NULL;
	struct spawn sp;
	pid_t pid;

	spawn_init(&sp);
	sp.file = file;
	sp.argv = argv;
	if ((pid = spawn_start(&sp, &cause)) == -1)
		fail_msg("%s", cause);
	free(file);
	return pid;
}

/* Its exit status; a daemon's is that of the process that waits for it. */
static int
await(pid_t pid)
{
	monotime deadline = most();
	int status = 0;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		if (monotime_left(deadline) == 0)
			fail_msg("process %ld does not end", (long)pid);
		poll(NULL, 0, TURN_MS);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static bool
is_gone(pid_t pid)
{
	struct procid id;

	(void)waitpid(pid, NULL, WNOHANG);
	return procid_get(pid, &id) != 0 || !procid_alive(&id);
}

static void
await_gone(pid_t pid)
{
	monotime deadline = most();

	while (!is_gone(pid)) {
		if (monotime_left(deadline) == 0)
			fail_msg("process %ld is still there", (long)pid);
		poll(NULL, 0, TURN_MS);
	}
}

/* Our descendants with a name (NULL: any), the live ones; *one is the last. */
static size_t
count_children(const char *comm, pid_t *one)
{
	struct proc *list;
	size_t n, i, found = 0;
	bool *marks;

	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	list = proc_list(&n);
	assert_non_null(list);
	marks = xcalloc(n + 1, sizeof *marks);
	proc_mark(list, n, -1, getpid(), marks);
	for (i = 0; i < n; i++) {
		if (!marks[i] || list[i].id.pid == getpid() ||
		    list[i].state == 'Z' ||
		    (comm != NULL && strcmp(list[i].comm, comm) != 0))
			continue;
		found++;
		*one = list[i].id.pid;
	}
	free(marks);
	free(list);
	return found;
}

static void
end_all(void)
{
	monotime deadline = most();
	pid_t pid;

	while (count_children(NULL, &pid) > 0 && monotime_left(deadline) > 0) {
		kill(pid, SIGKILL);
		poll(NULL, 0, 1);
	}
}

static void
begin(void)
{
	assert_int_equal(await(execute(NULL)), 0);
}

/* --- the supervisor's answers --- */

/* One that was killed while it started a host leaves its lock and its socket to
 * that child until it has executed: who came meanwhile is cut off, or finds
 * that the next supervisor has not stayed, and comes again as clients do. */
static struct call *
open_call(void)
{
	char *path = path_join(runtime, "s"), *cause = NULL;
	struct call *c;
	monotime deadline = most();

	while ((c = call_open(path, ROLE_CLIENT, deadline, &cause)) == NULL &&
	    (errno == ECONNRESET || errno == ECONNREFUSED) &&
	    monotime_left(deadline) > 0) {
		if (errno == ECONNREFUSED)
			begin();
		free(cause);
		cause = NULL;
	}
	if (c == NULL)
		fail_msg("%s: %s", path, cause);
	free(path);
	return c;
}

/* The answer, or NULL and *cause. Takes v. */
static struct jv *
ask(uint16_t type, struct jv *v, char **cause)
{
	struct call *c = open_call();
	struct jv *r;

	r = call_ask(c, type, v, most(), cause);
	call_close(c);
	jv_free(v);
	return r;
}

static struct jv *
must(uint16_t type, struct jv *v)
{
	char *cause = NULL;
	struct jv *r = ask(type, v, &cause);

	if (r == NULL)
		fail_msg("%s", cause);
	return r;
}

static void
must_not(uint16_t type, struct jv *v, const char *want)
{
	char *cause = NULL;
	struct jv *r = ask(type, v, &cause);

	assert_null(r);
	if (strstr(cause, want) == NULL)
		fail_msg("'%s' lacks '%s'", cause, want);
	free(cause);
}

static struct jv *
pair(const char *key, const char *value)
{
	struct jv *v = jv_object();

	jv_set_string(v, key, value);
	return v;
}

static pid_t
supervisor(void)
{
	struct jv *v = must(MSG_DAEMON_STATUS, jv_object());
	pid_t pid = (pid_t)jv_int(v, "pid", 0);

	assert_string_equal(jv_string(v, "stateDir"), state);
	assert_string_equal(jv_string(v, "socketDir"), runtime);
	jv_free(v);
	return pid;
}

static void
kill_supervisor(void)
{
	pid_t pid = supervisor();

	assert_int_equal(kill(pid, SIGKILL), 0);
	await_gone(pid);
}

static struct jv *
request(const char *name, const char *program, const char *script)
{
	struct jv *v = jv_object(), *argv = jv_array(), *env = jv_array();

	jv_append_string(argv, program);
	if (script != NULL) {
		jv_append_string(argv, "-c");
		jv_append_string(argv, script);
	}
	jv_append_string(env, "PATH=/usr/local/bin:/usr/bin:/bin");
	jv_set_string(v, "name", name);
	jv_set_string(v, "kind", "job");
	jv_set_bool(v, "exec", true);
	jv_set_string(v, "cwd", dir);
	jv_set(v, "argv", argv);
	jv_set(v, "env", env);
	return v;
}

/* Start a shell job; its session (caller frees). */
static struct jv *
start(const char *name, const char *script)
{
	struct jv *v, *s;

	v = must(MSG_SESSION_START, request(name, "sh", script));
	s = jv_copy(jv_get_object(v, "session"));
	jv_free(v);
	assert_non_null(jv_string(s, "id"));
	assert_true(jv_int(s, "pid", 0) > 1);
	return s;
}

static size_t
count_sessions(bool all)
{
	struct jv *v = jv_object(), *r;
	size_t n;

	jv_set_bool(v, "all", all);
	r = must(MSG_SESSION_LIST, v);
	n = jv_count(jv_get_array(r, "sessions"));
	jv_free(r);
	return n;
}

static struct jv *
look(const char *what)
{
	struct jv *r = must(MSG_SESSION_FIND, pair("what", what)), *s;

	s = jv_copy(jv_get_object(r, "session"));
	jv_free(r);
	return s;
}

static bool
is(const struct jv *s, const char *key, const char *want)
{
	const char *have = jv_string(s, key);

	return have != NULL && strcmp(have, want) == 0;
}

/* In a list of the watch's answer. */
static const struct jv *
pick(const struct jv *list, const char *id)
{
	size_t i;

	for (i = 0; i < jv_count(list); i++)
		if (is(jv_at(list, i), "id", id))
			return jv_at(list, i);
	return NULL;
}

/* The session of the next event of id; NULL at the deadline. */
static struct jv *
next_event(struct call *c, const char *id, char **event)
{
	monotime deadline = most();
	struct msg msg;
	struct jv *v, *s;
	char *cause = NULL;

	while (call_next(c, &msg, deadline, &cause) == 1) {
		if (msg.type != MSG_SESSION_EVENT)
			continue;
		v = jv_parse((const char *)msg.body, msg.len, &cause);
		assert_non_null(v);
		s = jv_get_object(v, "session");
		if (is(s, "id", id)) {
			*event = xstrdup(jv_string(v, "event"));
			s = jv_copy(s);
			jv_free(v);
			return s;
		}
		jv_free(v);
	}
	free(cause);
	return NULL;
}

/* Wait until a session has a state; it, caller frees. */
static struct jv *
await_state(const char *id, const char *want)
{
	struct call *c = open_call();
	struct jv *r, *v = jv_object(), *s;
	const struct jv *first;
	char *cause = NULL, *event;

	r = call_ask(c, MSG_SESSION_WATCH, v, most(), &cause);
	assert_non_null(r);
	first = pick(jv_get_array(r, "sessions"), id);
	s = first != NULL ? jv_copy(first) : NULL;
	while (s == NULL || !is(s, "state", want)) {
		jv_free(s);
		if ((s = next_event(c, id, &event)) == NULL)
			fail_msg("%s is never %s", id, want);
		free(event);
	}
	jv_free(r);
	jv_free(v);
	call_close(c);
	return s;
}

/* Press Enter in a session, by its host. */
static void
press_enter(const struct jv *s)
{
	struct jv *v = jv_object(), *keys = jv_array(), *r;
	char *cause = NULL;
	struct call *c;

	c = call_open(jv_string(s, "socket"), ROLE_CLIENT, most(), &cause);
	if (c == NULL)
		fail_msg("%s", cause);
	jv_append_string(keys, "Enter");
	jv_set(v, "keys", keys);
	if ((r = call_ask(c, MSG_HOST_SEND, v, most(), &cause)) == NULL)
		fail_msg("%s", cause);
	jv_free(r);
	jv_free(v);
	call_close(c);
}

static char *
job_file(const char *id, const char *name)
{
	return xasprintf("%s/jobs/%s/%s", state, id, name);
}

static void
await_file(const char *path)
{
	monotime deadline = most();

	while (access(path, F_OK) != 0) {
		if (monotime_left(deadline) == 0)
			fail_msg("%s does not come", path);
		poll(NULL, 0, TURN_MS);
	}
}

static bool
has_record(const char *jobs, const char *id)
{
	char *path = xasprintf("%s/%s/state.json", jobs, id);
	bool has = access(path, F_OK) == 0;

	free(path);
	return has;
}

/* Folders of sessions; those of one that was killed between making it and the
 * record in it stay for a while, and count only with all. */
static size_t
count_jobs(bool all)
{
	char *path = path_join(state, "jobs");
	struct dirent *e;
	size_t n = 0;
	DIR *d = opendir(path);

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' && (all || has_record(path, e->d_name)))
			n++;
	closedir(d);
	free(path);
	return n;
}

/* --- the tests --- */

static int
setup(void **unused)
{
	char *cause = NULL, *sockets, *options;

	(void)unused;
	strlcpy(dir, "/tmp/bgmux-superproc.XXXXXX", sizeof dir);
	assert_non_null(mkdtemp(dir));
	xsnprintf(state, sizeof state, "%s/state", dir);
	sockets = xasprintf("%s/run", dir);
	assert_int_equal(mkdir(sockets, 0700), 0);
	setenv("BGMUX_HOME", state, 1);
	setenv("BGMUX_RUNTIME_DIR", sockets, 1);
	setenv("BGMUX_LIBEXEC", ABS_BUILDDIR, 1);
	options = xasprintf("log_path=%s/sanitizer", dir);
	setenv("ASAN_OPTIONS", options, 1);
	setenv("UBSAN_OPTIONS", options, 1);
	free(options);
	free(sockets);
	free(path_state(&cause));
	if ((runtime = path_runtime(state, &cause)) == NULL)
		fail_msg("%s", cause);
	return 0;
}

/* What a sanitizer has said of a process in the background. */
static int
count_reports(void)
{
	struct dirent *e;
	DIR *d = opendir(dir);
	int n = 0;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (strncmp(e->d_name, "sanitizer", 9) != 0)
			continue;
		print_error("%s/%s\n", dir, e->d_name);
		n++;
	}
	if (d != NULL)
		closedir(d);
	return n;
}

static int
teardown(void **unused)
{
	(void)unused;
	end_all();
	if (count_reports() > 0)
		return -1;
	if (getenv("BGMUX_KEEP") == NULL)
		path_remove_tree(dir);
	free(runtime);
	return 0;
}

static void
test_start_list_stop_remove(void **unused)
{
	struct jv *s, *t, *v;
	const char *id;
	char *path;

	(void)unused;
	begin();
	assert_int_equal(count_sessions(true), 0);
	s = start("first", "exec cat");
	id = jv_string(s, "id");
	assert_true(is(s, "name", "first"));
	assert_true(is(s, "kind", "job"));
	assert_true(is(s, "state", "working"));
	assert_int_equal(count_sessions(false), 1);
	t = look("first");
	assert_true(is(t, "id", id));
	jv_free(t);
	must_not(MSG_SESSION_FIND, pair("what", "fir"), "no session matching");
	v = pair("what", "fir");
	jv_set_bool(v, "part", true);
	jv_free(must(MSG_SESSION_FIND, v));

	v = must(MSG_SESSION_STOP, pair("id", id));
	assert_true(is(jv_get_object(v, "session"), "state", "stopped"));
	assert_null(jv_get(jv_get_object(v, "session"), "pid"));
	jv_free(v);
	await_gone((pid_t)jv_int(s, "pid", 0));
	assert_int_equal(count_sessions(false), 0);
	assert_int_equal(count_sessions(true), 1);
	/* Twice is fine. */
	jv_free(must(MSG_SESSION_STOP, pair("id", id)));

	path = job_file(id, "");
	assert_int_equal(access(path, F_OK), 0);
	jv_free(must(MSG_SESSION_REMOVE, pair("id", id)));
	assert_int_equal(count_sessions(true), 0);
	assert_int_equal(access(path, F_OK), -1);
	await_gone((pid_t)jv_int(s, "hostPid", 0));
	free(path);
	must_not(MSG_SESSION_REMOVE, pair("id", id), "no session matching");
	must_not(MSG_SESSION_STOP, pair("id", "../../x"), "no session");
	jv_free(s);
}

/* Removing a live session stops it first. */
static void
test_remove_live(void **unused)
{
	struct jv *s;

	(void)unused;
	begin();
	s = start("live", "exec cat");
	jv_free(must(MSG_SESSION_REMOVE, pair("id", jv_string(s, "id"))));
	await_gone((pid_t)jv_int(s, "pid", 0));
	assert_int_equal(count_sessions(true), 0);
	assert_int_equal(count_jobs(true), 0);
	jv_free(s);
}

static void
test_exec_failure_leaves_no_row(void **unused)
{
	monotime deadline;
	struct jv *v;

	(void)unused;
	begin();
	must_not(MSG_SESSION_START, request("no", "/no/such/program", NULL),
	    "No such file");
	must_not(MSG_SESSION_START, request("no", dir, NULL), "denied");
	assert_int_equal(count_sessions(true), 0);
	deadline = most();
	while (count_jobs(true) > 0 && monotime_left(deadline) > 0)
		poll(NULL, 0, TURN_MS);
	assert_int_equal(count_jobs(true), 0);
	must_not(MSG_SESSION_START, jv_object(), "kind");
	v = request("late", "true", NULL);
	jv_set_int(v, "before", monotime_now().ms);
	must_not(MSG_SESSION_START, v, "too late");
}

static void
test_exit_codes(void **unused)
{
	struct jv *s, *t;

	(void)unused;
	begin();
	s = start("seven", "read x; exit 7");
	press_enter(s);
	t = await_state(jv_string(s, "id"), "failed");
	assert_int_equal(jv_int(t, "exitCode", -1), 7);
	assert_null(jv_get(t, "pid"));
	assert_true(jv_int(t, "endedAt", 0) > 0);
	jv_free(s);
	jv_free(t);
	s = start("none", "true");
	t = await_state(jv_string(s, "id"), "done");
	assert_int_equal(jv_int(t, "exitCode", -1), 0);
	jv_free(s);
	jv_free(t);
	s = start("signal", "kill -TERM $$");
	t = await_state(jv_string(s, "id"), "failed");
	assert_true(is(t, "signal", "SIGTERM"));
	jv_free(s);
	jv_free(t);
	assert_int_equal(count_sessions(false), 0);
	assert_int_equal(count_sessions(true), 3);
}

static void
expect_event(struct call *c, const char *id, const char *want,
    const char *state_then)
{
	struct jv *s;
	char *event = NULL;

	do {
		free(event);
		if ((s = next_event(c, id, &event)) == NULL)
			fail_msg("no %s event", want);
		if (strcmp(event, want) == 0 && is(s, "state", state_then)) {
			jv_free(s);
			break;
		}
		jv_free(s);
	} while (strcmp(event, "state") == 0);
	assert_string_equal(event, want);
	free(event);
}

static void
test_watch(void **unused)
{
	struct call *c;
	struct jv *s, *r, *v = jv_object();
	const char *id;
	char *cause = NULL;

	(void)unused;
	begin();
	c = open_call();
	r = call_ask(c, MSG_SESSION_WATCH, v, most(), &cause);
	assert_int_equal(jv_count(jv_get_array(r, "sessions")), 0);
	s = start("watched", "exec cat");
	id = jv_string(s, "id");
	expect_event(c, id, "added", "working");
	jv_free(must(MSG_SESSION_STOP, pair("id", id)));
	expect_event(c, id, "state", "stopped");
	jv_free(must(MSG_SESSION_REMOVE, pair("id", id)));
	expect_event(c, id, "removed", "stopped");
	call_close(c);
	jv_free(r);
	jv_free(s);
	jv_free(v);
}

/* Sessions outlive ten kills; those that end while there is no supervisor
 * have their exit codes. */
static void
test_ten_kills(void **unused)
{
	struct jv *keep = NULL, *ends, *s;
	char *path, *name;
	int i;

	(void)unused;
	begin();
	keep = start("keep", "exec cat");
	for (i = 0; i < KILLS; i++) {
		name = xasprintf("read x; exit %d", i + 1);
		ends = start("ends", name);
		free(name);
		kill_supervisor();
		press_enter(ends);
		path = job_file(jv_string(ends, "id"), "exit.json");
		await_file(path);
		free(path);
		begin();
		s = await_state(jv_string(ends, "id"), "failed");
		assert_int_equal(jv_int(s, "exitCode", 0), i + 1);
		jv_free(s);
		jv_free(ends);
		s = look(jv_string(keep, "id"));
		assert_true(is(s, "name", "keep"));
		assert_int_equal(jv_int(s, "pid", 0), jv_int(keep, "pid", -1));
		jv_free(s);
	}
	assert_int_equal(count_sessions(false), 1);
	assert_int_equal(count_sessions(true), KILLS + 1);
	/* It is subscribed again: a stop goes its way. */
	s = must(MSG_SESSION_STOP, pair("id", jv_string(keep, "id")));
	assert_true(is(jv_get_object(s, "session"), "state", "stopped"));
	jv_free(s);
	jv_free(keep);
}

/* Killed at any moment of a start: afterwards every host has a row, and every
 * live row a host. */
static void
test_kill_while_starting(void **unused)
{
	struct jv *v, *list, *s;
	struct call *c;
	char *cause = NULL;
	monotime deadline;
	size_t n, live, i;
	pid_t pid, one;
	int round;

	(void)unused;
	for (round = 0; round < KILLS; round++) {
		begin();
		pid = supervisor();
		c = open_call();
		v = request("burst", "sh", "exec cat");
		assert_int_not_equal(call_send(c, MSG_SESSION_START, v, most(),
					 &cause),
		    0);
		jv_free(v);
		poll(NULL, 0, round * 3);
		kill(pid, SIGKILL);
		await_gone(pid);
		call_close(c);
	}
	begin();
	deadline = most();
	do {
		poll(NULL, 0, TURN_MS);
		v = must(MSG_SESSION_LIST, jv_object());
		list = jv_get_array(v, "sessions");
		live = jv_count(list);
		n = count_children("bgmux-host", &one);
		jv_free(v);
	} while (n != live && monotime_left(deadline) > 0);
	assert_int_equal(n, live);
	assert_int_equal(count_jobs(false), count_sessions(true));
	v = must(MSG_SESSION_LIST, jv_object());
	list = jv_get_array(v, "sessions");
	for (i = 0; i < jv_count(list); i++) {
		s = jv_at(list, i);
		jv_free(must(MSG_SESSION_REMOVE,
		    pair("id", jv_string(s, "id"))));
	}
	jv_free(v);
	while (count_children("bgmux-host", &one) > 0) {
		assert_int_not_equal(monotime_left(deadline), 0);
		poll(NULL, 0, TURN_MS);
	}
}

/* Up, and its supervisor killed before that was on record: where it is is known
 * although its host has not answered yet. */
static void
test_up_by_journal(void **unused)
{
	struct jv *s, *found;
	pid_t host;

	(void)unused;
	begin();
	s = start("quick", "exec cat");
	host = (pid_t)jv_int(s, "hostPid", 0);
	kill_supervisor();
	assert_int_equal(kill(host, SIGSTOP), 0);
	begin();
	found = look("quick");
	assert_int_equal(kill(host, SIGCONT), 0);
	assert_string_equal(jv_string(found, "id"), jv_string(s, "id"));
	assert_non_null(jv_string(found, "socket"));
	assert_string_equal(jv_string(found, "socket"), jv_string(s, "socket"));
	assert_int_equal(jv_int(found, "hostPid", 0), host);
	assert_int_equal(jv_int(found, "pid", 0), jv_int(s, "pid", 1));
	jv_free(found);
	jv_free(must(MSG_SESSION_REMOVE, pair("id", jv_string(s, "id"))));
	jv_free(s);
}

/* Killed at any moment of a start that is then asked for again by its id: there
 * is one session. */
static void
test_start_again(void **unused)
{
	struct jv *v, *r;
	struct call *c;
	char *cause = NULL, *id = NULL;
	int round, tries;
	pid_t pid;

	(void)unused;
	for (round = 0; round < KILLS; round++) {
		begin();
		pid = supervisor();
		c = open_call();
		v = request("once", "sh", "exec cat");
		jv_set_string(v, "start", "once._-1");
		assert_int_not_equal(call_send(c, MSG_SESSION_START, v, most(),
					 &cause),
		    0);
		poll(NULL, 0, round * 3);
		kill(pid, SIGKILL);
		await_gone(pid);
		call_close(c);
		begin();
		/* One whose host had not been told what to run is refused. */
		for (tries = 0, r = NULL; r == NULL && tries < 3; tries++) {
			free(cause);
			cause = NULL;
			r = ask(MSG_SESSION_START, jv_copy(v), &cause);
		}
		if (r == NULL)
			fail_msg("round %d: %s", round, cause);
		id = xstrdup(jv_string(jv_get_object(r, "session"), "id"));
		jv_free(r);
		r = must(MSG_SESSION_START, v);
		assert_true(is(jv_get_object(r, "session"), "id", id));
		jv_free(r);
		assert_int_equal(count_sessions(true), 1);
		kill_supervisor();
		begin();
		jv_free(must(MSG_SESSION_REMOVE, pair("id", id)));
		free(id);
	}
	v = request("no", "sh", NULL);
	jv_set_string(v, "start", "a b");
	must_not(MSG_SESSION_START, v, "own id");
}

/* The seed, once a spare host has been split off from it. A host bears the
 * seed's name for its first moments; so all must be there under their own. */
static pid_t
await_seed(size_t sessions)
{
	monotime deadline = most();
	pid_t seed = 0, one;

	while (count_children("bgmux-seed", &seed) != 1 ||
	    count_children("bgmux-host", &one) != sessions + 1) {
		assert_int_not_equal(monotime_left(deadline), 0);
		poll(NULL, 0, TURN_MS);
	}
	return seed;
}

/* Hosts are split off from a seed, which may die or stand still. All are the
 * supervisor's children. */
static void
test_seed(void **unused)
{
	struct jv *s[5];
	struct proc p;
	pid_t seed, sup;
	size_t i;

	(void)unused;
	begin();
	sup = supervisor();
	s[0] = start("first", "exec cat");
	seed = await_seed(1);
	s[1] = start("split", "exec cat");
	assert_int_equal(kill(seed, SIGKILL), 0);
	await_gone(seed);
	s[2] = start("without", "exec cat");
	seed = await_seed(3);
	assert_int_equal(kill(seed, SIGSTOP), 0);
	s[3] = start("spare", "exec cat");
	s[4] = start("still", "exec cat");
	await_gone(seed);
	for (i = 0; i < nitems(s); i++) {
		assert_int_equal(proc_get((pid_t)jv_int(s[i], "hostPid", 0),
				     &p),
		    0);
		assert_int_equal(p.ppid, sup);
		assert_string_equal(p.comm, "bgmux-host");
		jv_free(s[i]);
	}
}

/* A stop that is on disk is carried on by the next supervisor. */
static void
test_kill_while_stopping(void **unused)
{
	struct jv *s, *v, *record;
	struct call *c;
	char *cause = NULL, *path;
	monotime deadline = most();
	bool stopping = false;

	(void)unused;
	begin();
	s = start("stubborn", "trap '' HUP TERM; while :; do sleep 1; done");
	path = job_file(jv_string(s, "id"), "state.json");
	c = open_call();
	v = pair("id", jv_string(s, "id"));
	call_send(c, MSG_SESSION_STOP, v, most(), &cause);
	jv_free(v);
	while (!stopping && monotime_left(deadline) > 0) {
		record = jv_load(path, &cause);
		assert_non_null(record);
		stopping = is(record, "life", "stopping");
		jv_free(record);
		poll(NULL, 0, TURN_MS);
	}
	assert_true(stopping);
	kill_supervisor();
	call_close(c);
	begin();
	jv_free(await_state(jv_string(s, "id"), "stopped"));
	await_gone((pid_t)jv_int(s, "pid", 0));
	free(path);
	jv_free(s);
}

static void
test_crowd(void **unused)
{
	pid_t pids[CROWD], one = 0;
	size_t i;

	(void)unused;
	for (i = 0; i < CROWD; i++)
		pids[i] = execute(NULL);
	for (i = 0; i < CROWD; i++)
		assert_int_equal(await(pids[i]), 0);
	while (count_children("bgmux-superviso", &one) > 1)
		poll(NULL, 0, TURN_MS);
	assert_int_equal(supervisor(), one);
}

static void
test_lock(void **unused)
{
	struct jv *v;
	pid_t pid;
	int i;

	(void)unused;
	begin();
	assert_int_equal(await(execute("--foreground")), 1);
	assert_int_equal(await(execute("--check")), 0);
	assert_int_equal(await(execute("--version")), 0);
	assert_int_equal(await(execute("--nonsense")), 2);
	pid = supervisor();
	/* The next one waits for the end of the one before. */
	for (i = 0; i < 5; i++) {
		v = jv_object();
		jv_set_bool(v, "keepSessions", true);
		jv_free(must(MSG_DAEMON_STOP, v));
		begin();
		assert_int_not_equal(supervisor(), pid);
		await_gone(pid);
		pid = supervisor();
	}
}

static void
test_broken_records(void **unused)
{
	struct jv *live, *dead, *good, *s;
	char *path;

	(void)unused;
	begin();
	good = start("good", "exec cat");
	live = start("live", "exec cat");
	dead = start("ended", "true");
	jv_free(await_state(jv_string(dead, "id"), "done"));
	kill_supervisor();
	path = job_file(jv_string(live, "id"), "state.json");
	assert_int_equal(atomic_write(path, "{\"id\":", 6, false), 0);
	begin();
	/* The host tells what the record has lost. */
	s = await_state(jv_string(live, "id"), "working");
	assert_true(is(s, "name", "live"));
	assert_true(is(s, "cwd", dir));
	assert_int_equal(jv_int(s, "pid", 0), jv_int(live, "pid", -1));
	jv_free(s);
	await_file(path);
	free(path);
	path = job_file(jv_string(live, "id"), "state.json.broken");
	assert_int_equal(access(path, F_OK), 0);
	free(path);
	s = look("good");
	assert_true(is(s, "state", "working"));
	jv_free(s);
	jv_free(good);
	jv_free(live);
	jv_free(dead);
}

static void
test_host_killed(void **unused)
{
	struct jv *s, *t;

	(void)unused;
	begin();
	s = start("orphan", "trap '' HUP; exec cat </dev/zero >/dev/null");
	kill((pid_t)jv_int(s, "hostPid", 0), SIGKILL);
	t = await_state(jv_string(s, "id"), "failed");
	assert_true(is(t, "reason", "its host was killed"));
	await_gone((pid_t)jv_int(s, "pid", 0));
	jv_free(s);
	jv_free(t);
}

/* A host that is only slow is not lost; but a stop has its deadline. */
static void
test_host_stands_still(void **unused)
{
	struct jv *s, *t;
	pid_t host;

	(void)unused;
	begin();
	s = start("still", "exec cat");
	host = (pid_t)jv_int(s, "hostPid", 0);
	assert_int_equal(kill(host, SIGSTOP), 0);
	kill_supervisor();
	begin();
	t = look("still");
	assert_true(is(t, "state", "working"));
	jv_free(t);
	t = must(MSG_SESSION_STOP, pair("id", jv_string(s, "id")));
	assert_true(is(jv_get_object(t, "session"), "state", "stopped"));
	assert_true(is(jv_get_object(t, "session"), "reason",
	    "it did not stop in time and was killed"));
	jv_free(t);
	await_gone(host);
	await_gone((pid_t)jv_int(s, "pid", 0));
	jv_free(s);
}

/* Both killed: the next supervisor ends what is left of the session. */
static void
test_host_and_supervisor_killed(void **unused)
{
	struct jv *s, *t;

	(void)unused;
	begin();
	s = start("orphan", "trap '' HUP; exec cat </dev/zero >/dev/null");
	kill_supervisor();
	kill((pid_t)jv_int(s, "hostPid", 0), SIGKILL);
	await_gone((pid_t)jv_int(s, "hostPid", 0));
	begin();
	t = await_state(jv_string(s, "id"), "failed");
	assert_true(is(t, "reason", "its host was killed"));
	await_gone((pid_t)jv_int(s, "pid", 0));
	assert_int_equal(access(jv_string(s, "socket"), F_OK), -1);
	jv_free(s);
	jv_free(t);
}

static void
test_socket_lost(void **unused)
{
	struct jv *s, *t;

	(void)unused;
	begin();
	s = start("hidden", "exec cat");
	kill_supervisor();
	assert_int_equal(unlink(jv_string(s, "socket")), 0);
	begin();
	await_file(jv_string(s, "socket"));
	t = must(MSG_SESSION_STOP, pair("id", jv_string(s, "id")));
	assert_true(is(jv_get_object(t, "session"), "state", "stopped"));
	jv_free(s);
	jv_free(t);
}

static void
test_stale_socket(void **unused)
{
	char *path = xasprintf("%s/h/0badcafe", runtime), *cause = NULL;
	char *waited = xasprintf("%s/h/.4711", runtime);
	monotime deadline = most();
	int fd = sock_listen(path, &cause);

	(void)unused;
	assert_int_not_equal(fd, -1);
	close(fd);
	/* Of a host that was killed before it had a session. */
	fd = sock_bind(waited);
	assert_int_not_equal(fd, -1);
	close(fd);
	begin();
	assert_int_equal(access(waited, F_OK), -1);
	free(waited);
	while (access(path, F_OK) == 0) {
		assert_int_not_equal(monotime_left(deadline), 0);
		poll(NULL, 0, TURN_MS);
	}
	free(path);
	assert_int_equal(count_sessions(true), 0);
}

static void
test_foreign(void **unused)
{
	static const char text[] =
	    "{\"id\":\"0123abcd\",\"life\":\"up\",\"kind\":\"job\","
	    "\"name\":\"far\",\"state\":\"working\",\"machine\":\"elsewhere\","
	    "\"boot\":\"b\",\"pidns\":\"p\",\"startedAt\":1,"
	    "\"hostProc\":{\"pid\":1,\"start\":1}}";
	struct jv *s;
	char *path, *now;
	size_t n;

	(void)unused;
	path = xasprintf("%s/jobs/0123abcd", state);
	assert_int_equal(path_mkdirs(path), 0);
	free(path);
	path = job_file("0123abcd", "state.json");
	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
	begin();
	s = look("far");
	assert_true(is(s, "machine", "elsewhere"));
	assert_true(is(s, "state", "working"));
	jv_free(s);
	must_not(MSG_SESSION_STOP, pair("id", "0123abcd"), "elsewhere");
	now = atomic_read(path, 4096, &n);
	assert_string_equal(now, text);
	free(now);
	free(path);
}

/* Rows of old jobs are gone, and after a day their records. */
static void
test_ages(void **unused)
{
	static const int64_t ages[] = { 360, 25 * 3600 };
	struct jv *r, *s;
	char *path, *cause = NULL;
	size_t i;

	(void)unused;
	for (i = 0; i < nitems(ages); i++) {
		begin();
		s = start("aged", "true");
		jv_free(await_state(jv_string(s, "id"), "done"));
		kill_supervisor();
		path = job_file(jv_string(s, "id"), "state.json");
		r = jv_load(path, &cause);
		jv_set_int(r, "endedAt", wall_ms() - ages[i] * 1000);
		assert_int_equal(atomic_write_jv(path, r, false), 0);
		jv_free(r);
		kill((pid_t)jv_int(s, "hostPid", 0), SIGKILL);
		await_gone((pid_t)jv_int(s, "hostPid", 0));
		begin();
		while (i == 1 && access(path, F_OK) == 0)
			poll(NULL, 0, TURN_MS);
		assert_int_equal(count_sessions(true), 1);
		r = must(MSG_SESSION_WATCH, jv_object());
		assert_int_equal(jv_count(jv_get_array(r, "sessions")), 0);
		jv_free(r);
		free(path);
		jv_free(s);
		kill_supervisor();
	}
}

static void
test_daemon_stop(void **unused)
{
	struct jv *s, *t, *v = jv_object();
	pid_t pid;

	(void)unused;
	begin();
	s = start("kept", "exec cat");
	t = start("finished", "true");
	jv_free(await_state(jv_string(t, "id"), "done"));
	pid = supervisor();
	jv_set_bool(v, "keepSessions", true);
	jv_free(must(MSG_DAEMON_STOP, v));
	await_gone(pid);
	assert_false(is_gone((pid_t)jv_int(s, "pid", 0)));
	begin();
	jv_free(await_state(jv_string(s, "id"), "working"));
	pid = supervisor();
	jv_free(must(MSG_DAEMON_STOP, jv_object()));
	await_gone((pid_t)jv_int(s, "pid", 0));
	await_gone((pid_t)jv_int(s, "hostPid", 0));
	await_gone((pid_t)jv_int(t, "hostPid", 0));
	await_gone(pid);
	jv_free(s);
	jv_free(t);
}

static struct jv *
change(const char *id, const char *text)
{
	struct jv *v = pair("id", id), *r, *s;
	char *cause = NULL;

	jv_set(v, "set", jv_parse(text, strlen(text), &cause));
	r = must(MSG_SESSION_CHANGE, v);
	s = jv_copy(jv_get_object(r, "session"));
	jv_free(r);
	return s;
}

static void
move(const char *id, const char *key, const char *where)
{
	struct jv *v = pair("id", id);

	jv_set_string(v, key, where);
	jv_free(must(MSG_SESSION_MOVE, v));
}

/* The names of all sessions, in order. */
static void
expect_names(const char *want)
{
	struct jv *v = jv_object(), *r;
	char got[16] = "";
	size_t i;

	jv_set_bool(v, "all", true);
	r = must(MSG_SESSION_LIST, v);
	for (i = 0; i < jv_count(jv_get_array(r, "sessions")); i++)
		strlcpy(got + strlen(got),
		    jv_string(jv_at(jv_get_array(r, "sessions"), i), "name"),
		    2);
	jv_free(r);
	assert_string_equal(got, want);
}

/* What people change is there after each kill, at once. */
static void
test_change_and_move(void **unused)
{
	struct jv *s[3], *v;
	const char *id[3];
	int i;

	(void)unused;
	begin();
	for (i = 0; i < 3; i++) {
		s[i] = start(i == 0 ? "a" : i == 1 ? "b" : "c", "exec cat");
		id[i] = jv_string(s[i], "id");
	}
	expect_names("cba");
	jv_free(change(id[0], "{\"pinned\":true,\"tagsAdd\":[\"t\"]}"));
	kill_supervisor();
	begin();
	expect_names("acb");
	move(id[1], "to", "first");
	kill_supervisor();
	begin();
	expect_names("abc");
	move(id[2], "before", id[1]);
	jv_free(change(id[1], "{\"name\":\"d\",\"archived\":true}"));
	kill_supervisor();
	begin();
	expect_names("acd");
	assert_int_equal(count_sessions(false), 2);
	v = look(id[0]);
	assert_string_equal(jv_string_at(jv_get_array(v, "tags"), 0), "t");
	jv_free(v);
	v = pair("id", id[1]);
	jv_set_string(v, "before", id[0]);
	must_not(MSG_SESSION_MOVE, v, "pinned sessions stay in front");
	must_not(MSG_SESSION_MOVE, pair("id", id[1]), "not said where to");
	v = pair("id", id[1]);
	jv_set_string(v, "before", "00000000");
	must_not(MSG_SESSION_MOVE, v, "no session matching '00000000'");
	for (i = 0; i < 3; i++) {
		jv_free(must(MSG_SESSION_REMOVE, pair("id", id[i])));
		jv_free(s[i]);
	}
}

/* A client that sends nonsense is closed and no other is harmed. */
static void
test_nonsense(void **unused)
{
	static const char noise[] = "GET / HTTP/1.1\r\n\r\n";
	struct call *c, *d;
	struct jv *v;
	struct msg msg;
	char *cause = NULL;

	(void)unused;
	begin();
	c = open_call();
	d = open_call();
	assert_int_equal(send(call_fd(c), noise, sizeof noise, MSG_NOSIGNAL),
	    (int)sizeof noise);
	assert_int_equal(call_next(c, &msg, most(), &cause), -1);
	v = jv_array();
	assert_null(call_ask(d, MSG_SESSION_LIST, v, most(), &cause));
	assert_non_null(strstr(cause, "not an object"));
	free(cause);
	jv_free(v);
	call_close(c);
	call_close(d);
	assert_int_equal(count_sessions(true), 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_start_list_stop_remove),
		CASE(test_remove_live),
		CASE(test_exec_failure_leaves_no_row),
		CASE(test_exit_codes),
		CASE(test_watch),
		CASE(test_ten_kills),
		CASE(test_kill_while_starting),
		CASE(test_up_by_journal),
		CASE(test_start_again),
		CASE(test_seed),
		CASE(test_kill_while_stopping),
		CASE(test_crowd),
		CASE(test_lock),
		CASE(test_broken_records),
		CASE(test_host_killed),
		CASE(test_host_stands_still),
		CASE(test_host_and_supervisor_killed),
		CASE(test_socket_lost),
		CASE(test_stale_socket),
		CASE(test_foreign),
		CASE(test_ages),
		CASE(test_daemon_stop),
		CASE(test_change_and_move),
		CASE(test_nonsense),
	};

	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
