/* SPDX-License-Identifier: ISC */
/* test_hostproc: the real bgmux-host, started over a socket pair as its
 * supervisor does, and asked as clients do. This process is a subreaper, so
 * that whatever a host leaves behind is seen. */

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/procid.h"
#include "base/sock.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "term/key.h"
#include "term/rowcode.h"
#include "wire/call.h"
#include "wire/codec.h"
#include "wire/msg.h"
#include "wire/pack_term.h"

#define MOST_MS 20000 /* for anything */

/* A host under test. */
struct box {
	char dir[64]; /* state and sockets */
	pid_t host;
	pid_t worker;
	char *socket;
	char *error; /* of HOST_READY */
};

struct how {
	const char *script;  /* of sh -c */
	const char *program; /* instead: run by itself */
	bool agent;
	const char *adapter; /* the text of its file; of an agent */
	bool no_worker;	     /* it is not to start */
};

/* What a viewer sees. */
struct sight {
	struct call *call;
	char *rows[256];
	unsigned nrows;
	unsigned ncols;
	unsigned frames;
	uint32_t seq;
	bool ack;
	char *title;
	struct jv *end; /* VIEW_END */
};

static monotime
most(void)
{
	return monotime_add(monotime_now(), MOST_MS);
}

static char *
box_file(struct box *b, const char *name)
{
	return xasprintf("%s/jobs/0123abcd/%s", b->dir, name);
}

/* A person's own adapter, "made". */
static void
box_adapter(struct box *b, const char *text, struct jv *boot, struct jv *env)
{
	char *config = xasprintf("XDG_CONFIG_HOME=%s", b->dir);
	char *dir = xasprintf("%s/bgmux/adapters", b->dir);
	char *path = path_join(dir, "made.json");

	assert_int_equal(path_mkdirs(dir), 0);
	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
	jv_set_string(boot, "adapter", "made");
	jv_append_string(env, config);
	free(path);
	free(dir);
	free(config);
}

static struct jv *
box_boot(struct box *b, const struct how *how)
{
	struct jv *boot, *list;

	boot = jv_object();
	jv_set_string(boot, "id", "0123abcd");
	jv_set_string(boot, "name", "test");
	jv_set_string(boot, "kind", how->agent ? "background" : "job");
	jv_set_bool(boot, "exec", !how->agent);
	jv_set_string(boot, "cwd", b->dir);
	jv_set_string(boot, "stateDir", b->dir);
	jv_set_string(boot, "runtimeDir", b->dir);
	jv_set_string(boot, "token", "secret");
	jv_set_int(boot, "cols", 100);
	jv_set_int(boot, "rows", 30);
	jv_set_string(boot, "logLevel", "debug");
	list = jv_array();
	if (how->program != NULL)
		jv_append_string(list, how->program);
	else {
		jv_append_string(list, "sh");
		jv_append_string(list, "-c");
		jv_append_string(list, how->script);
	}
	jv_set(boot, "argv", list);
	list = jv_array();
	jv_append_string(list, "PATH=/usr/local/bin:/usr/bin:/bin");
	jv_append_string(list, "PS1=ready> ");
	jv_append_string(list, "TMUX=outer");
	if (how->adapter != NULL)
		box_adapter(b, how->adapter, boot, list);
	jv_set(boot, "env", list);
	return boot;
}

static int
box_spawn(struct box *b)
{
	char *argv[] = { (char *)"bgmux-host", NULL };
	struct spawn sp;
	char *cause;
	char *file;
	int fds[2];

	assert_int_equal(sock_pair(fds), 0);
	file = xasprintf("%s/bgmux-host", ABS_BUILDDIR);
	spawn_init(&sp);
	sp.file = file;
	sp.argv = argv;
	sp.fds[2] = 2;
	sp.fds[3] = fds[1];
	sp.setsid = true;
	cause = NULL;
	b->host = spawn_start(&sp, &cause);
	if (b->host == -1)
		fail_msg("%s", cause);
	free(file);
	close(fds[1]);
	return fds[0];
}

static struct jv *
ask(struct call *call, uint16_t type, struct jv *body)
{
	struct jv *result;
	char *cause;

	cause = NULL;
	result = call_ask(call, type, body, most(), &cause);
	if (result == NULL)
		fail_msg("%s", cause);
	jv_free(body);
	return result;
}

static void
box_open(struct box *b, const struct how *how)
{
	struct call *call;
	struct jv *boot, *ready;
	struct msg msg;
	char *cause;

	memset(b, 0, sizeof(*b));
	strlcpy(b->dir, "/tmp/bgmux-hostproc.XXXXXX", sizeof(b->dir));
	assert_non_null(mkdtemp(b->dir));
	cause = NULL;
	call = call_adopt(box_spawn(b), ROLE_SUPERVISOR, most(), &cause);
	if (call == NULL)
		fail_msg("%s", cause);
	boot = box_boot(b, how);
	assert_int_not_equal(call_send(call, MSG_HOST_BOOT, boot, most(),
				 &cause),
	    0);
	jv_free(boot);
	assert_int_equal(call_next(call, &msg, most(), &cause), 1);
	assert_int_equal(msg.type, MSG_HOST_READY);
	ready = jv_parse((const char *)msg.body, msg.len, &cause);
	assert_non_null(ready);
	if (jv_string(ready, "error") != NULL)
		b->error = xstrdup(jv_string(ready, "error"));
	b->worker = (pid_t)jv_int(ready, "worker", 0);
	if (jv_string(ready, "socket") != NULL)
		b->socket = xstrdup(jv_string(ready, "socket"));
	if (!how->no_worker && !jv_bool(ready, "ok", false))
		fail_msg("%s", b->error);
	/* The connection stays, as one to the socket. */
	if (jv_bool(ready, "ok", false)) {
		assert_true(jv_bool(ready, "stays", false));
		assert_true(jv_bool(call_hello(call), "replies", false));
		jv_free(ask(call, MSG_HOST_STATUS, NULL));
	}
	jv_free(ready);
	call_close(call);
}

static struct call *
box_call(struct box *b, enum role role)
{
	struct call *call;
	char *cause;

	cause = NULL;
	call = call_open(b->socket, role, most(), &cause);
	if (call == NULL)
		fail_msg("%s", cause);
	return call;
}

/* Nothing happens if the other side has closed. */
static void
send_raw(struct call *call, uint16_t type, const void *body, size_t n)
{
	struct buf b;
	size_t off;
	ssize_t r;

	buf_init(&b, 0);
	codec_put(&b, type, 0, body, n);
	for (off = 0; off < b.len; off += (size_t)r) {
		assert_int_equal(sock_wait(call_fd(call), POLLOUT, most()), 1);
		r = write(call_fd(call), b.data + off, b.len - off);
		if (r == -1 && errno == EPIPE)
			break;
		assert_true(r > 0);
	}
	buf_clear(&b);
}

/* The session once member key says value (NULL: is there). Caller frees. */
static struct jv *
box_await(struct box *b, const char *key, const char *value)
{
	struct call *call;
	struct jv *got, *session, *ack;
	struct msg msg;
	const char *text;
	char *cause;

	cause = NULL;
	call = box_call(b, ROLE_SUPERVISOR);
	got = ask(call, MSG_HOST_SUBSCRIBE, NULL);
	for (;;) {
		session = jv_get_object(got, "session");
		text = jv_string(session, key);
		if (value == NULL ? jv_get(session, key) != NULL :
				    text != NULL && strcmp(text, value) == 0)
			break;
		jv_free(got);
		if (call_next(call, &msg, most(), &cause) != 1)
			fail_msg("no event with %s", key);
		assert_int_equal(msg.type, MSG_HOST_EVENT);
		got = jv_parse((const char *)msg.body, msg.len, &cause);
		assert_non_null(got);
		ack = jv_object();
		jv_set_int(ack, "seq", jv_int(got, "seq", 0));
		assert_int_not_equal(call_send(call, MSG_HOST_ACK, ack, most(),
					 &cause),
		    0);
		jv_free(ack);
	}
	session = jv_copy(session);
	jv_free(got);
	call_close(call);
	return session;
}

static struct jv *
box_json(struct box *b, const char *name)
{
	struct jv *jv;
	char *path, *cause;

	cause = NULL;
	path = box_file(b, name);
	jv = jv_load(path, &cause);
	if (jv == NULL)
		fail_msg("%s", cause);
	free(path);
	return jv;
}

/* Wait for the host's own end. */
static void
box_wait(struct box *b, int want)
{
	monotime until;
	int status;
	pid_t pid;

	for (until = most(); (pid = waitpid(b->host, &status, WNOHANG)) == 0;) {
		if (monotime_left(until) == 0)
			fail_msg("the host does not end");
		poll(NULL, 0, 5);
	}
	assert_int_equal(pid, b->host);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != want)
		fail_msg("the host ended with status %#x", (unsigned)status);
	if (b->socket != NULL)
		assert_int_equal(access(b->socket, F_OK), -1);
}

/* What has become our child: ended hosts leave it. Kills it all; how many
 * there were. */
static int
orphans(void)
{
	struct proc *list;
	size_t i, n;
	int found;

	found = 0;
	list = proc_list(&n);
	assert_non_null(list);
	for (i = 0; i < n; i++) {
		if (list[i].ppid != getpid())
			continue;
		if (list[i].state != 'Z') {
			found++;
			kill(list[i].id.pid, SIGKILL);
		}
		waitpid(list[i].id.pid, NULL, 0);
	}
	free(list);
	return found;
}

static void
box_free(struct box *b)
{
	path_remove_tree(b->dir);
	free(b->socket);
	free(b->error);
}

/* End a finished job's host; nothing may be left of it. */
static void
box_close(struct box *b)
{
	struct call *call;

	call = box_call(b, ROLE_SUPERVISOR);
	jv_free(ask(call, MSG_HOST_RELEASE, NULL));
	call_close(call);
	box_wait(b, 0);
	assert_int_equal(orphans(), 0);
	box_free(b);
}

static struct jv *
box_stop(struct box *b, int64_t grace)
{
	struct call *call;
	struct jv *body, *result;

	call = box_call(b, ROLE_CLIENT);
	body = jv_object();
	jv_set_int(body, "graceMs", grace);
	result = ask(call, MSG_HOST_STOP, body);
	call_close(call);
	return result;
}

static void
box_send(struct box *b, const char *text, const char *key)
{
	struct call *call;
	struct jv *body, *keys, *result;

	call = box_call(b, ROLE_CLIENT);
	body = jv_object();
	jv_set_string(body, "text", text);
	if (key != NULL) {
		keys = jv_array();
		jv_append_string(keys, key);
		jv_set(body, "keys", keys);
	}
	result = ask(call, MSG_HOST_SEND, body);
	assert_string_equal(jv_string(result, "receipt"), "delivered");
	jv_free(result);
	call_close(call);
}

static char *
box_logs(struct box *b, int lines, bool follow)
{
	struct call *call;
	struct jv *body;
	struct msg msg;
	struct buf text;
	char *cause;

	cause = NULL;
	call = box_call(b, ROLE_CLIENT);
	body = jv_object();
	jv_set_int(body, "lines", lines);
	jv_set_bool(body, "follow", follow);
	assert_int_not_equal(call_send(call, MSG_HOST_LOGS, body, most(),
				 &cause),
	    0);
	jv_free(body);
	buf_init(&text, 0);
	for (;;) {
		if (call_next(call, &msg, most(), &cause) != 1)
			fail_msg("the logs are cut short");
		if (msg.type == MSG_RESULT)
			break;
		assert_int_equal(msg.type, MSG_LOGS_DATA);
		assert_true(msg.len <= 65536);
		buf_put(&text, msg.body, msg.len);
	}
	call_close(call);
	return buf_steal(&text, NULL);
}

/* Views. */

static void
sight_open(struct sight *s, struct box *b, int cols, int rows, bool take_over)
{
	struct jv *body;

	memset(s, 0, sizeof(*s));
	s->ack = true;
	s->call = box_call(b, ROLE_CLIENT);
	body = jv_object();
	jv_set_int(body, "cols", cols);
	jv_set_int(body, "rows", rows);
	jv_set_bool(body, "drive", true);
	jv_set_bool(body, "takeOver", take_over);
	jv_free(ask(s->call, MSG_VIEW_START, body));
}

static void
sight_close(struct sight *s)
{
	unsigned i;

	for (i = 0; i < nitems(s->rows); i++)
		free(s->rows[i]);
	free(s->title);
	jv_free(s->end);
	call_close(s->call);
}

static void
sight_scroll(struct sight *s, const struct frame_scroll *f)
{
	unsigned i;
	char *first;
	int32_t n;

	assert_true(f->top < f->bottom && f->bottom <= s->nrows);
	for (n = f->n; n > 0; n--) {
		first = s->rows[f->top];
		for (i = f->top; i + 1 < f->bottom; i++)
			s->rows[i] = s->rows[i + 1];
		s->rows[i] = first;
	}
	for (n = f->n; n < 0; n++) {
		first = s->rows[f->bottom - 1];
		for (i = f->bottom - 1u; i > f->top; i--)
			s->rows[i] = s->rows[i - 1];
		s->rows[i] = first;
	}
}

static void
sight_frame(struct sight *s, const struct msg *m)
{
	struct frame_head head;
	struct reader r;
	struct buf text;
	const uint8_t *row;
	uint16_t i, index;
	size_t n;
	char *title;

	title = NULL;
	reader_init(&r, m->body, m->len);
	assert_int_equal(frame_get_head(&r, &head, &title), 0);
	if (title != NULL) {
		free(s->title);
		s->title = title;
	}
	assert_true(head.rows <= nitems(s->rows));
	assert_int_equal(head.seq, s->seq + 1);
	s->seq = head.seq;
	s->frames++;
	if (head.flags & FRAME_FULL)
		assert_int_equal(head.nrows, head.rows);
	else {
		assert_int_equal(head.rows, s->nrows);
		assert_int_equal(head.cols, s->ncols);
	}
	s->nrows = head.rows;
	s->ncols = head.cols;
	for (i = 0; i < head.nscrolls; i++)
		sight_scroll(s, &head.scrolls[i]);
	for (i = 0; i < head.nrows; i++) {
		assert_int_equal(frame_get_row(&r, &index, &row, &n), 0);
		assert_true(index < head.rows);
		buf_init(&text, 0);
		assert_int_equal(rowcode_text(&text, row, n, NULL), 0);
		free(s->rows[index]);
		s->rows[index] = buf_steal(&text, NULL);
	}
}

/* Take one message: 1, or 0 when the connection has ended. */
static int
sight_next(struct sight *s, int ms)
{
	struct msg msg;
	struct buf ack;
	char *cause;
	int r;

	cause = NULL;
	r = call_next(s->call, &msg, monotime_add(monotime_now(), ms), &cause);
	free(cause);
	if (r != 1)
		return 0;
	if (msg.type == MSG_VIEW_END) {
		s->end = jv_parse((const char *)msg.body, msg.len, &cause);
		assert_non_null(s->end);
		return 1;
	}
	if (msg.type != MSG_VIEW_FRAME)
		return 1;
	sight_frame(s, &msg);
	if (!s->ack)
		return 1;
	buf_init(&ack, 0);
	buf_put_u32(&ack, s->seq);
	send_raw(s->call, MSG_VIEW_ACK, ack.data, ack.len);
	buf_clear(&ack);
	return 1;
}

static bool
sight_has(const struct sight *s, const char *text)
{
	unsigned i;

	for (i = 0; i < s->nrows; i++)
		if (s->rows[i] != NULL && strstr(s->rows[i], text) != NULL)
			return true;
	return false;
}

static void
sight_await(struct sight *s, const char *text)
{
	while (!sight_has(s, text))
		if (!sight_next(s, MOST_MS))
			fail_msg("'%s' is not shown", text);
}

static void
sight_await_size(struct sight *s, unsigned cols, unsigned rows)
{
	while (s->ncols != cols || s->nrows != rows)
		if (!sight_next(s, MOST_MS))
			fail_msg("%ux%u, not %ux%u", s->ncols, s->nrows, cols,
			    rows);
}

static void
sight_key(struct sight *s, uint32_t code)
{
	struct input_key key = { .code = code, .event = KEY_PRESS };
	struct buf b;

	buf_init(&b, 0);
	input_put_key(&b, &key);
	send_raw(s->call, MSG_VIEW_KEY, b.data, b.len);
	buf_clear(&b);
}

/* Tests. */

/* What a failed test left must not fail the next. */
static int
setup(void **state)
{
	(void)state;
	while (orphans() > 0)
		continue;
	return 0;
}

static void
test_ends(void **state)
{
	static const struct {
		const char *script;
		const char *state;
		int code; /* -1: a signal */
		const char *reason;
	} rows[] = {
		{ "echo hello; read x; exit 0", "done", 0, NULL },
		{ "echo hello; read x; exit 1", "failed", 1, "exit status 1" },
		{ "echo hello; read x; exit 44", "failed", 44,
		    "exit status 44" },
		{ "echo hello; read x; kill -9 $$", "failed", -1,
		    "ended by SIGKILL" },
	};
	struct sight before, after;
	struct jv *jv, *found[3];
	struct box b;
	size_t i, k;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		box_open(&b, &(struct how){ .script = rows[i].script });
		sight_open(&before, &b, 100, 30, false);
		sight_await(&before, "hello");
		sight_key(&before, KEY_ENTER);
		jv = box_await(&b, "endedAt", NULL);
		assert_string_equal(jv_string(jv, "state"), rows[i].state);
		jv_free(jv);
		while (before.end == NULL)
			assert_true(sight_next(&before, MOST_MS));
		sight_open(&after, &b, 100, 30, false);
		while (after.end == NULL)
			assert_true(sight_next(&after, MOST_MS));
		assert_true(sight_has(&after, "hello"));
		assert_int_equal(after.frames, 1);

		found[0] = box_json(&b, "exit.json");
		found[1] = before.end;
		found[2] = after.end;
		for (k = 0; k < nitems(found); k++) {
			assert_int_equal(jv_int(found[k], "exitCode", -1),
			    rows[i].code);
			if (rows[i].code == -1)
				assert_string_equal(jv_string(found[k],
							"signal"),
				    "SIGKILL");
		}
		assert_string_equal(jv_string(found[0], "state"),
		    rows[i].state);
		assert_string_equal(jv_string(found[0], "summary"), "hello");
		if (rows[i].reason != NULL)
			assert_string_equal(jv_string(found[0], "reason"),
			    rows[i].reason);
		jv_free(found[0]);
		sight_close(&before);
		sight_close(&after);
		box_close(&b);
	}
}

static void
test_no_program(void **state)
{
	struct box b;

	(void)state;
	box_open(&b,
	    &(struct how){ .program = "/nonexistent/x", .no_worker = true });
	assert_non_null(b.error);
	assert_non_null(strstr(b.error, "/nonexistent/x"));
	assert_non_null(strstr(b.error, "No such file"));
	box_wait(&b, 1);
	assert_int_equal(orphans(), 0);
	box_free(&b);
}

static void
test_logs(void **state)
{
	struct buf want;
	struct box b;
	char *text;
	int i;

	(void)state;
	box_open(&b, &(struct how){ .script = "seq 1 20000" });
	jv_free(box_await(&b, "endedAt", NULL));
	buf_init(&want, 0);
	for (i = 1; i <= 20000; i++)
		buf_printf(&want, "%d\n", i);
	buf_put_u8(&want, 0);
	text = box_logs(&b, 0, false);
	assert_string_equal(text, (const char *)want.data);
	free(text);
	text = box_logs(&b, 2, false);
	assert_string_equal(text, "19999\n20000\n");
	free(text);
	buf_clear(&want);
	box_close(&b);
}

static void
test_follow(void **state)
{
	struct box b;
	char *text;

	(void)state;
	box_open(&b,
	    &(struct how){ .script = "echo one; echo two; read x; "
				     "echo three; printf end" });
	jv_free(box_await(&b, "summary", "two"));
	/* The answer comes when the session ends. */
	box_send(&b, NULL, "Enter");
	text = box_logs(&b, 0, true);
	assert_string_equal(text, "one\ntwo\n\nthree\nend\n");
	free(text);
	box_close(&b);
}

static void
test_sizes(void **state)
{
	struct sight big, small;
	struct box b;

	(void)state;
	box_open(&b,
	    &(struct how){ .script = "trap 'stty size' WINCH; stty size; "
				     "while :; do sleep 0.05; done" });
	sight_open(&big, &b, 90, 25, false);
	sight_await(&big, "25 90");
	assert_int_equal(big.ncols, 90);
	sight_open(&small, &b, 40, 10, false);
	sight_await_size(&small, 90, 25);
	sight_close(&big);
	sight_await_size(&small, 40, 10);
	sight_await(&small, "10 40");
	sight_open(&big, &b, 70, 20, true);
	sight_await_size(&small, 70, 20);
	sight_close(&small);
	sight_close(&big);
	jv_free(box_stop(&b, 1000));
	box_close(&b);
}

static void
test_stalled(void **state)
{
	struct sight stalled, other;
	struct box b;

	(void)state;
	box_open(&b,
	    &(struct how){ .script = "echo go; read x; seq 1 60000; "
				     "echo finished; exec cat" });
	sight_open(&stalled, &b, 100, 30, false);
	stalled.ack = false;
	sight_open(&other, &b, 100, 30, false);
	sight_await(&other, "go");
	sight_key(&other, KEY_ENTER);
	sight_await(&other, "finished");
	sight_key(&other, 'q');
	sight_await(&other, "q");
	while (sight_next(&stalled, 50))
		continue;
	assert_in_range(stalled.frames, 1, 3);
	/* It still sees the end, and nothing waits for it longer than that. */
	jv_free(box_stop(&b, 1000));
	while (stalled.end == NULL)
		assert_true(sight_next(&stalled, MOST_MS));
	sight_close(&stalled);
	sight_close(&other);
	box_close(&b);
}

/* Whether two sleeps below the host lead sessions of their own, one of them as
 * an orphan that the host has inherited. */
static bool
have_gone_off(const struct box *b)
{
	struct proc *list;
	bool *ours;
	size_t i, n, own, adopted;

	list = proc_list(&n);
	assert_non_null(list);
	ours = xcalloc(n + 1, sizeof(*ours));
	proc_mark(list, n, -1, b->host, ours);
	own = adopted = 0;
	for (i = 0; i < n; i++) {
		if (!ours[i] || list[i].sid != list[i].id.pid ||
		    strcmp(list[i].comm, "sleep") != 0)
			continue;
		own++;
		if (list[i].ppid == b->host)
			adopted++;
	}
	free(ours);
	free(list);
	return own == 2 && adopted == 1;
}

/* A signal is only sent: until it has been taken, the process is there, and
 * would be found as one that the host left behind. */
static void
kill_and_wait(pid_t pid)
{
	struct procid id;
	monotime until;

	assert_int_equal(procid_get(pid, &id), 0);
	assert_int_equal(kill(pid, SIGKILL), 0);
	for (until = most(); procid_alive(&id);) {
		if (monotime_left(until) == 0)
			fail_msg("%d does not end", (int)pid);
		poll(NULL, 0, 5);
	}
}

static void
test_stubborn(void **state)
{
	struct jv *result, *left;
	struct sight s;
	struct box b;
	monotime start, until;

	(void)state;
	/* One child with a session of its own that is still a descendant, and
	 * one that is none any more. */
	box_open(&b,
	    &(struct how){ .script = "trap '' TERM HUP; setsid sleep 1000 & "
				     "(setsid sleep 2000 &) ; echo ready; "
				     "while :; do sleep 1; done" });
	sight_open(&s, &b, 100, 30, false);
	sight_await(&s, "ready");
	sight_close(&s);
	/* The shell says ready when it has forked them; they have yet to call
	 * setsid, and are the worker's family until then. */
	for (until = most(); !have_gone_off(&b); poll(NULL, 0, 5))
		if (monotime_left(until) == 0)
			fail_msg("no sessions of their own");
	start = monotime_now();
	result = box_stop(&b, 300);
	assert_in_range(monotime_diff(start, monotime_now()), 300, 9000);
	assert_string_equal(jv_string(jv_get_object(result, "session"),
				"state"),
	    "stopped");
	assert_string_equal(jv_string(jv_get_object(result, "session"),
				"signal"),
	    "SIGKILL");
	left = jv_get_array(result, "left");
	assert_int_equal(jv_count(left), 1);
	assert_string_equal(jv_string(jv_at(left, 0), "comm"), "sleep");
	kill_and_wait((pid_t)jv_int(jv_at(left, 0), "pid", 0));
	jv_free(result);
	box_close(&b);
}

static void
test_background_child(void **state)
{
	struct jv *jv;
	struct box b;
	monotime start;

	(void)state;
	start = monotime_now();
	box_open(&b,
	    &(struct how){
		.script = "trap '' HUP; sleep 1000 & echo x; exit 3" });
	jv = box_await(&b, "endedAt", NULL);
	assert_int_equal(jv_int(jv, "exitCode", -1), 3);
	assert_in_range(monotime_diff(start, monotime_now()), 400, 5000);
	jv_free(jv);
	/* It still belongs to the terminal session: stop finds it. */
	jv = box_stop(&b, 1000);
	assert_string_equal(jv_string(jv_get_object(jv, "session"), "state"),
	    "failed");
	assert_int_equal(jv_count(jv_get_array(jv, "left")), 0);
	jv_free(jv);
	box_close(&b);
}

static void
test_garbage(void **state)
{
	static const struct {
		uint16_t type;
		const char *body;
		size_t n;
	} rows[] = {
		{ MSG_VIEW_KEY, "\1\2", 2 },
		{ MSG_VIEW_ACK, "\0\0\0\1", 4 },
		{ MSG_VIEW_RESIZE, "", 0 },
		{ MSG_HOST_LOGS, "{", 1 },
		{ MSG_HOST_LOGS, "[1]", 3 },
		{ MSG_HOST_SEND, "{\"keys\":[1,{}]}", 15 },
		{ MSG_HOST_STOP, "\xff\xfe", 2 },
		{ MSG_HOST_ACK, "{\"seq\":99}", 10 },
		{ 0x7777, "unknown", 7 },
	};
	static const char noise[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n\xff\xff";
	struct call *call;
	struct sight s;
	struct jv *jv;
	struct box b;
	size_t i;
	int fd;

	(void)state;
	box_open(&b, &(struct how){ .script = "echo here; exec cat" });
	for (i = 0; i < 20; i++) {
		fd = sock_connect(b.socket);
		assert_int_not_equal(fd, -1);
		assert_true(write(fd, noise, sizeof(noise)) > 0);
		close(fd);
	}
	for (i = 0; i < nitems(rows); i++) {
		call = box_call(&b, ROLE_CLIENT);
		send_raw(call, rows[i].type, rows[i].body, rows[i].n);
		call_close(call);
	}
	for (i = 0; i < nitems(rows); i++) {
		sight_open(&s, &b, 100, 30, false);
		send_raw(s.call, rows[i].type, rows[i].body, rows[i].n);
		sight_next(&s, 100);
		sight_close(&s);
	}
	/* Huge sizes are clamped. */
	sight_open(&s, &b, 1 << 30, 5, false);
	sight_await_size(&s, 2000, 5);
	sight_await(&s, "here");
	sight_close(&s);
	call = box_call(&b, ROLE_CLIENT);
	jv = ask(call, MSG_HOST_STATUS, NULL);
	assert_int_equal(jv_int(jv_get_object(jv, "session"), "pid", 0),
	    b.worker);
	jv_free(jv);
	call_close(call);
	jv_free(box_stop(&b, 1000));
	box_close(&b);
}

static void
test_idle(void **state)
{
	struct box b;

	(void)state;
	box_open(&b, &(struct how){ .program = "sh" });
	jv_free(box_await(&b, "state", "idle"));
	box_send(&b, "sleep 1000", "Enter");
	jv_free(box_await(&b, "state", "working"));
	box_send(&b, NULL, "C-c");
	jv_free(box_await(&b, "state", "idle"));
	jv_free(box_stop(&b, 1000));
	box_close(&b);
	/* A shell that a shell runs, as in --exec bash. */
	box_open(&b, &(struct how){ .script = "sh -i; true" });
	jv_free(box_await(&b, "state", "idle"));
	box_send(&b, "sleep 1000", "Enter");
	jv_free(box_await(&b, "state", "working"));
	jv_free(box_stop(&b, 1000));
	box_close(&b);
}

static struct jv *
parse(const char *text)
{
	char *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

static void
must_refuse(struct call *call, uint16_t type, const char *body,
    const char *want)
{
	struct jv *v = parse(body);
	char *cause = NULL;

	assert_null(call_ask(call, type, v, most(), &cause));
	if (strstr(cause, want) == NULL)
		fail_msg("%s: %s", body, cause);
	free(cause);
	jv_free(v);
}

static void
test_report(void **state)
{
	struct call *call;
	struct jv *jv;
	struct box b;

	(void)state;
	box_open(&b,
	    &(struct how){ .script = "printf '\\033]9;4;1;7\\033\\\\'; "
				     "read x; printf last; exit 3" });
	for (;;) {
		jv = box_await(&b, "progress", NULL);
		if (jv_int(jv, "progress", 0) == 7)
			break;
		jv_free(jv);
	}
	jv_free(jv);
	call = box_call(&b, ROLE_REPORTER);
	must_refuse(call, MSG_HOST_REPORT, "{\"state\":\"idle\"}", "token");
	must_refuse(call, MSG_HOST_REPORT,
	    "{\"state\":\"idle\",\"token\":\"other\"}", "token");
	must_refuse(call, MSG_HOST_REPORT,
	    "{\"state\":\"odd\",\"token\":\"secret\"}", "not one of");
	jv_free(ask(call, MSG_HOST_REPORT,
	    parse("{\"state\":\"blocked\",\"token\":\"secret\","
		  "\"message\":\"m\",\"progress\":9,"
		  "\"summary\":\"sum\",\"prs\":[\"http://a/1\"]}")));
	jv = box_await(&b, "state", "blocked");
	assert_string_equal(jv_string(jv, "status"), "waiting");
	assert_string_equal(jv_string(jv, "waitingFor"), "input needed");
	assert_string_equal(jv_string(jv, "message"), "m");
	assert_string_equal(jv_string(jv, "summary"), "sum");
	assert_int_equal(jv_int(jv, "progress", 0), 9);
	jv_free(jv);
	/* It holds whatever the program does, until it ends. */
	box_send(&b, "now", "Enter");
	jv_free(box_await(&b, "state", "failed"));
	must_refuse(call, MSG_HOST_REPORT,
	    "{\"state\":\"idle\",\"token\":\"secret\"}", "has ended");
	call_close(call);
	jv = box_json(&b, "exit.json");
	assert_string_equal(jv_string(jv, "summary"), "sum");
	assert_null(jv_string(jv, "waitingFor"));
	assert_null(jv_string(jv, "message"));
	assert_string_equal(jv_string_at(jv_get_array(jv, "prs"), 0),
	    "http://a/1");
	jv_free(jv);
	box_close(&b);
}

static void
report(struct call *call, const char *state, int i)
{
	char *body;

	body = xasprintf("{\"state\":\"%s\",\"token\":\"secret\","
			 "\"message\":\"m%d\"}",
	    state, i);
	jv_free(ask(call, MSG_HOST_REPORT, parse(body)));
	free(body);
}

/* What a subscriber gets of changes after since: n of them, message m of the
 * first, each later than the one before it. The time of the newest. */
static int64_t
expect_changes(struct box *b, int64_t since, size_t n, const char *m)
{
	struct jv *body, *got, *list, *session;
	struct call *call;
	int64_t at, last;
	size_t i;

	call = box_call(b, ROLE_SUPERVISOR);
	body = jv_object();
	jv_set_int(body, "since", since);
	got = ask(call, MSG_HOST_SUBSCRIBE, body);
	session = jv_get_object(got, "session");
	list = jv_get_array(session, "changes");
	assert_int_equal(jv_count(list), n);
	if (n > 0)
		assert_string_equal(jv_string(jv_at(list, 0), "message"), m);
	last = since;
	for (i = 0; i < n; i++) {
		at = jv_int(jv_at(list, i), "changedAt", 0);
		assert_true(at > last);
		last = at;
	}
	at = jv_int(session, "changedAt", 0);
	assert_true(at > last || n == 0);
	jv_free(got);
	call_close(call);
	return at;
}

static void
test_changes(void **state)
{
	struct call *call;
	struct box b;
	int64_t at;
	int i;

	(void)state;
	box_open(&b, &(struct how){ .script = "exec cat" });
	call = box_call(&b, ROLE_REPORTER);
	report(call, "blocked", 0);
	at = expect_changes(&b, INT64_MAX, 0, NULL);
	for (i = 1; i <= 4; i++)
		report(call, i % 2 ? "idle" : "blocked", i);
	expect_changes(&b, at, 3, "m1");
	/* The same state again is no change, whatever it says. */
	report(call, "blocked", 5);
	expect_changes(&b, at, 3, "m1");
	/* 64 are kept, the last one is the state itself. */
	for (i = 6; i < 106; i++)
		report(call, i % 2 ? "blocked" : "idle", i);
	at = expect_changes(&b, at, 63, "m42");
	expect_changes(&b, at, 0, NULL);
	call_close(call);
	jv_free(box_stop(&b, 1000));
	box_close(&b);
}

static void
expect_receipt(struct call *call, const char *body, const char *want,
    bool repeated)
{
	struct jv *r = ask(call, MSG_HOST_SEND, parse(body));

	assert_string_equal(jv_string(r, "receipt"), want);
	assert_int_equal(jv_bool(r, "repeated", false), repeated);
	jv_free(r);
}

static void
test_send_once(void **state)
{
	struct call *call;
	struct box b;
	char *text, *body;
	int i;

	(void)state;
	box_open(&b,
	    &(struct how){ .script = "stty -echo; echo go; exec cat" });
	jv_free(box_await(&b, "summary", "go"));
	call = box_call(&b, ROLE_CLIENT);
	expect_receipt(call,
	    "{\"text\":\"once\",\"keys\":[\"Enter\"],\"sendId\":\"a\"}",
	    "delivered", false);
	for (i = 0; i < 3; i++)
		expect_receipt(call,
		    "{\"text\":\"once\",\"keys\":[\"Enter\"],"
		    "\"sendId\":\"a\"}",
		    "delivered", true);
	/* One after the other: no text comes before the Enter of another. */
	for (i = 0; i < 3; i++) {
		body = xasprintf("{\"text\":\"n%d\",\"keys\":[\"Enter\"]}", i);
		send_raw(call, MSG_HOST_SEND, body, strlen(body));
		free(body);
	}
	box_send(&b, "end", "Enter");
	jv_free(box_await(&b, "summary", "end"));
	text = box_logs(&b, 0, false);
	assert_string_equal(text, "go\nonce\nn0\nn1\nn2\nend\n");
	free(text);
	must_refuse(call, MSG_HOST_SEND, "{\"text\":\"x\",\"sendId\":\"\"}",
	    "1 to 64 bytes");
	/* Ids are remembered for the last 256. */
	for (i = 0; i < 256; i++) {
		body = xasprintf("{\"keys\":[],\"sendId\":\"k%d\"}", i);
		expect_receipt(call, body, "delivered", false);
		free(body);
	}
	expect_receipt(call, "{\"keys\":[],\"sendId\":\"k0\"}", "delivered",
	    true);
	expect_receipt(call, "{\"keys\":[],\"sendId\":\"a\"}", "delivered",
	    false);
	call_close(call);
	jv_free(box_stop(&b, 1000));
	box_close(&b);
}

/* What a program does not read is queued, and taken as one. */
static void
test_send_queued(void **state)
{
	struct call *call;
	struct jv *jv;
	struct box b;
	char *big, *body;

	(void)state;
	box_open(&b,
	    &(struct how){
		.script = "stty raw -echo; echo go; read_all() { head -c $1 | "
			  "tr -d x | od -An -c | tr -d ' \\n'; }; "
			  "while [ ! -e go ]; do :; done; read_all 20001; "
			  "echo; exit 0" });
	jv_free(box_await(&b, "summary", "go"));
	call = box_call(&b, ROLE_CLIENT);
	big = xcalloc(1, 20001);
	memset(big, 'x', 20000);
	body = xasprintf("{\"text\":\"%s\",\"keys\":[\"Enter\"],"
			 "\"sendId\":\"big\"}",
	    big);
	expect_receipt(call, body, "queued", false);
	expect_receipt(call, body, "queued", true);
	free(body);
	free(big);
	body = xasprintf("%s/go", b.dir);
	assert_int_equal(atomic_write(body, "", 0, false), 0);
	free(body);
	jv = box_await(&b, "endedAt", NULL);
	assert_string_equal(jv_string(jv, "summary"), "\\r");
	jv_free(jv);
	must_refuse(call, MSG_HOST_SEND, "{\"text\":\"late\"}", "has ended");
	call_close(call);
	box_close(&b);
}

static void
test_environment(void **state)
{
	struct box b;
	char *text;

	(void)state;
	box_open(&b,
	    &(struct how){ .script = "echo $BGMUX_SESSION:$BGMUX_TOKEN:"
				     "${TMUX-none}:$TERM_PROGRAM; "
				     "ls -1 /proc/self/fd; tty -s && echo tty; "
				     "test -S $BGMUX_SOCKET && echo socket" });
	jv_free(box_await(&b, "endedAt", NULL));
	text = box_logs(&b, 0, false);
	assert_string_equal(text,
	    "0123abcd:secret:none:bgmux\n0\n1\n2\n3\ntty\nsocket\n");
	free(text);
	box_close(&b);
}

static void
test_signals(void **state)
{
	struct call *call;
	struct jv *jv;
	struct box b;
	monotime until;
	char *cause;

	(void)state;
	box_open(&b, &(struct how){ .script = "echo x; exec cat" });
	jv_free(box_await(&b, "summary", "x"));
	assert_int_equal(unlink(b.socket), 0);
	kill(b.host, SIGHUP);
	kill(b.host, SIGUSR1);
	call = NULL;
	for (until = most(); call == NULL && monotime_left(until) > 0;) {
		call = call_open(b.socket, ROLE_CLIENT, until, &cause);
		if (call == NULL) {
			free(cause);
			poll(NULL, 0, 5);
		}
	}
	assert_non_null(call);
	call_close(call);
	kill(b.host, SIGTERM);
	box_wait(&b, 0);
	jv = box_json(&b, "exit.json");
	assert_string_equal(jv_string(jv, "state"), "stopped");
	jv_free(jv);
	assert_int_equal(orphans(), 0);
	box_free(&b);
}

static void
test_agent(void **state)
{
	struct sight s;
	struct stat st;
	struct box b;
	char *path;

	(void)state;
	box_open(&b,
	    &(struct how){
		.script = "seq 1 100; read x; exit 0", .agent = true });
	sight_open(&s, &b, 100, 30, false);
	sight_await(&s, "100");
	sight_key(&s, KEY_ENTER);
	while (s.end == NULL)
		assert_true(sight_next(&s, MOST_MS));
	sight_close(&s);
	box_wait(&b, 0);
	path = box_file(&b, "screen");
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size > 500);
	free(path);
	jv_free(box_json(&b, "exit.json"));
	assert_int_equal(orphans(), 0);
	box_free(&b);
}

/* The word of the supervisor on an agent that died at its work: with the seq of
 * the end's event or, if it is taken up, without one. */
static void
judge(struct call *call, const char *word)
{
	struct jv *got, *body;
	struct msg msg;
	char *cause = NULL;
	bool ended;

	do {
		assert_int_equal(call_next(call, &msg, most(), &cause), 1);
		got = jv_parse((const char *)msg.body, msg.len, &cause);
		assert_non_null(got);
		ended = jv_int(jv_get_object(got, "session"), "endedAt", 0) > 0;
		if (!ended || strcmp(word, "no") == 0) {
			body = jv_object();
			jv_set_int(body, "seq", jv_int(got, "seq", 0));
			assert_int_not_equal(
			    call_send(call, MSG_HOST_ACK, body, most(), &cause),
			    0);
			jv_free(body);
		}
		jv_free(got);
	} while (!ended);
	if (strcmp(word, "again") == 0)
		send_raw(call, MSG_HOST_RELEASE, "{\"again\":true}", 14);
}

static void
test_died(void **state)
{
	static const struct {
		const char *word; /* the supervisor's; "": there is none */
		const char *reason;
		bool died; /* views are told */
	} rows[] = {
		{ "no", "exited", false },
		{ "again", "respawn", true },
		{ "", "exited", true },
	};
	struct call *reporter, *super;
	struct sight s;
	struct box b;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		box_open(&b,
		    &(struct how){ .script = "echo up; read x; kill -KILL $$",
			.agent = true });
		sight_open(&s, &b, 100, 30, false);
		sight_await(&s, "up");
		reporter = box_call(&b, ROLE_REPORTER);
		report(reporter, "working", 1);
		call_close(reporter);
		super = box_call(&b, ROLE_SUPERVISOR);
		jv_free(ask(super, MSG_HOST_SUBSCRIBE, NULL));
		if (*rows[i].word == '\0')
			call_close(super);
		box_send(&b, "x", "Enter");
		if (*rows[i].word != '\0')
			judge(super, rows[i].word);
		while (s.end == NULL)
			assert_true(sight_next(&s, MOST_MS));
		assert_string_equal(jv_string(s.end, "reason"), rows[i].reason);
		assert_string_equal(jv_string(s.end, "signal"), "SIGKILL");
		assert_int_equal(jv_bool(s.end, "died", false), rows[i].died);
		sight_close(&s);
		if (*rows[i].word != '\0')
			call_close(super);
		box_wait(&b, 0);
		assert_int_equal(orphans(), 0);
		box_free(&b);
	}
}

#define ASKER                                                                  \
	"{\"name\":\"made\",\"title\":\"Made\",\"tried\":true,"              \
	"\"binary\":[\"x\"],\"start\":[\"{program}\"],"                        \
	"\"rules\":[{\"name\":\"ask\",\"state\":\"blocked\","                \
	"\"waitingFor\":\"permission prompt\",\"all\":[\"Run it?\"],"          \
	"\"message\":{\"re\":\"^  (.*)$\"},\"dialog\":\"ask\"}],"              \
	"\"dialogs\":{\"ask\":{\"option\":\"^(>)? *([0-9])[.] (.*)$\","        \
	"\"answer\":\"digit\",\"allow\":\"^Yes$\",\"deny\":\"^No$\"}},"        \
	"\"hooks\":{\"events\":[{\"event\":\"Ask\",\"state\":\"blocked\","   \
	"\"waitingFor\":\"permission prompt\",\"message\":[\"cmd\"],"          \
	"\"answers\":{\"allow\":{\"say\":\"y\"},\"deny\":{\"say\":\"n\"}}},"   \
	"{\"event\":\"Done\",\"state\":\"done\"}]}}"
/* Shows what it is asked, then each byte that is typed; x: another command. */
#define DIALOG                                                                 \
	"stty raw -echo; show() { printf '\\033[H\\033[JRun it?\\r\\n  %s\\r\\n" \
	"> 1. Yes\\r\\n  2. Always\\r\\n  3. No\\r\\n' \"$1\"; }; "               \
	"show 'rm a'; while c=$(dd bs=1 count=1 2>/dev/null) && [ \"$c\" ]; do "\
	"case $c in x) show 'rm b' ;; q) exit 0 ;; *) echo \"typed-$c\" ;; "   \
	"esac; done"

/* A hook that asks for cmd; it is told to wait. */
static struct call *
hook_ask(struct box *b, const char *cmd)
{
	struct call *call = box_call(b, ROLE_REPORTER);
	struct jv *result;
	char *body = xasprintf("{\"token\":\"secret\",\"name\":\"Ask\","
			       "\"waits\":true,\"event\":{\"cmd\":\"%s\"}}",
	    cmd);

	result = ask(call, MSG_HOST_HOOK, parse(body));
	assert_true(jv_bool(result, "waits", false));
	jv_free(result);
	free(body);
	return call;
}

/* What a hook that waits is told in the end; NULL: to print nothing. */
static void
hook_told(struct call *call, const char *want)
{
	struct jv *result;
	struct msg m;
	char *cause = NULL;

	assert_int_equal(call_next(call, &m, most(), &cause), 1);
	assert_int_equal(m.type, MSG_RESULT);
	result = jv_parse((const char *)m.body, m.len, &cause);
	if (want == NULL)
		assert_null(jv_get(result, "print"));
	else
		assert_string_equal(jv_string(result, "print"), want);
	jv_free(result);
	call_close(call);
}

static bool
hook_silent(struct call *call)
{
	struct msg m;
	char *cause = NULL;

	return call_next(call, &m, monotime_now(), &cause) == 0;
}

static void
choose(struct box *b, int option, const char *want)
{
	static int last;
	struct call *call = box_call(b, ROLE_CLIENT);
	struct jv *result, *body = jv_object();
	char id[16];

	snprintf(id, sizeof id, "r-%d", ++last);
	jv_set_string(body, "reply", id);
	jv_set_int(body, "option", option);
	result = ask(call, MSG_HOST_REPLY, body);
	assert_string_equal(jv_string(result, "receipt"), want);
	jv_free(result);
	call_close(call);
}

/* A hook that waits has the answer if the dialog is sure to be its own; else the
 * dialog's keys are typed. */
static void
test_asked(void **state)
{
	struct call *a, *b2, *call;
	struct sight s;
	struct box b;

	(void)state;
	box_open(&b,
	    &(struct how){ .script = DIALOG, .agent = true, .adapter = ASKER });
	sight_open(&s, &b, 100, 30, false);
	sight_await(&s, "rm a");
	jv_free(box_await(&b, "state", "blocked"));
	/* Of two that wait, the one with these very words. */
	a = hook_ask(&b, "rm a");
	b2 = hook_ask(&b, "rm a b");
	choose(&b, 1, "delivered");
	hook_told(a, "{\"say\":\"y\"}");
	assert_true(hook_silent(b2));
	/* It is answered: nothing is typed into what comes next. */
	choose(&b, 1, "refused");
	/* Another dialog: the hook that waited for the first one goes. */
	box_send(&b, "x", NULL);
	sight_await(&s, "rm b");
	hook_told(b2, NULL);
	a = hook_ask(&b, "rm b");
	choose(&b, 3, "delivered");
	hook_told(a, "{\"say\":\"n\"}");
	assert_false(sight_has(&s, "typed"));
	sight_close(&s);
	jv_free(box_stop(&b, 0));
	box_wait(&b, 0);
	assert_int_equal(orphans(), 0);
	box_free(&b);

	/* Keys: an option that no hook has, two with the same words, none. */
	box_open(&b,
	    &(struct how){ .script = DIALOG, .agent = true, .adapter = ASKER });
	sight_open(&s, &b, 100, 30, false);
	sight_await(&s, "rm a");
	jv_free(box_await(&b, "state", "blocked"));
	a = hook_ask(&b, "rm a");
	choose(&b, 2, "delivered");
	sight_await(&s, "typed-2");
	b2 = hook_ask(&b, "rm a");
	choose(&b, 1, "delivered");
	sight_await(&s, "typed-1");
	assert_true(hook_silent(a));
	assert_true(hook_silent(b2));
	/* The agent goes on: they wait no more. */
	call = box_call(&b, ROLE_REPORTER);
	jv_free(ask(call, MSG_HOST_REPORT,
	    parse("{\"state\":\"working\",\"token\":\"secret\"}")));
	call_close(call);
	hook_told(a, NULL);
	hook_told(b2, NULL);
	sight_close(&s);
	jv_free(box_stop(&b, 0));
	box_wait(&b, 0);
	assert_int_equal(orphans(), 0);
	box_free(&b);
}

#define SWITCHER                                                               \
	"{\"name\":\"made\",\"title\":\"Made\",\"tried\":true,"              \
	"\"binary\":[\"x\"],\"start\":[\"{program}\"],"                        \
	"\"hooks\":{\"events\":["                                              \
	"{\"event\":\"Begin\",\"state\":\"working\",\"newId\":true},"        \
	"{\"event\":\"Turn\",\"state\":\"done\",\"newId\":\"turn\"},"        \
	"{\"event\":\"Other\",\"state\":\"done\"}]}}"

/* An event of a conversation: whether it is taken. */
static bool
tell_event(struct call *call, const char *event, const char *id)
{
	char *body = xasprintf("{\"token\":\"secret\",\"name\":\"%s\","
			       "\"event\":{\"session_id\":\"%s\"}}",
	    event, id);
	struct jv *v = parse(body), *result;
	char *cause = NULL;
	bool taken;

	result = call_ask(call, MSG_HOST_HOOK, v, most(), &cause);
	taken = result != NULL;
	free(cause);
	jv_free(result);
	jv_free(v);
	free(body);
	return taken;
}

static void
expect_id(struct box *b, const char *want)
{
	struct call *call = box_call(b, ROLE_CLIENT);
	struct jv *result = ask(call, MSG_HOST_STATUS, NULL);

	assert_string_equal(jv_string(jv_get(result, "session"), "sessionId"),
	    want);
	jv_free(result);
	call_close(call);
}

/* Which conversation is followed: not that of a child or a subagent. */
static void
test_conversations(void **state)
{
	struct call *call;
	struct box b;

	(void)state;
	box_open(&b,
	    &(struct how){
		.script = "echo up; read x", .agent = true, .adapter = SWITCHER });
	call = box_call(&b, ROLE_REPORTER);
	assert_true(tell_event(call, "Turn", "one"));
	expect_id(&b, "one");
	assert_false(tell_event(call, "Other", "child"));
	/* At rest the end of another one's turn is a switch. */
	assert_true(tell_event(call, "Turn", "two"));
	expect_id(&b, "two");
	/* At work a beginning, or a turn's end, is another one's ... */
	assert_true(tell_event(call, "Begin", "two"));
	jv_free(box_await(&b, "state", "working"));
	assert_false(tell_event(call, "Begin", "child"));
	assert_false(tell_event(call, "Turn", "sub"));
	expect_id(&b, "two");
	/* ... but where the agent's own turn ends then. */
	assert_true(tell_event(call, "Turn", "two"));
	expect_id(&b, "two");
	assert_true(tell_event(call, "Begin", "two"));
	assert_false(tell_event(call, "Turn", "three"));
	report(call, "done", 1);
	expect_id(&b, "three");
	assert_true(tell_event(call, "Begin", "four"));
	expect_id(&b, "four");
	call_close(call);
	jv_free(box_stop(&b, 0));
	box_wait(&b, 0);
	assert_int_equal(orphans(), 0);
	box_free(&b);
}

static void
test_vanished(void **state)
{
	struct jv *jv;
	struct box b;

	(void)state;
	box_open(&b, &(struct how){ .script = "echo x; read x; exit 7" });
	jv_free(box_await(&b, "summary", "x"));
	/* The job's directory goes, the sockets stay. */
	{
		char *dir = xasprintf("%s/jobs", b.dir);

		assert_int_equal(path_remove_tree(dir), 0);
		free(dir);
	}
	box_send(&b, NULL, "Enter");
	jv = box_await(&b, "endedAt", NULL);
	assert_int_equal(jv_int(jv, "exitCode", -1), 7);
	jv_free(jv);
	box_close(&b);
}

/* A disk that refuses: the host keeps what it has and says so. */
static void
test_unsaved(void **state)
{
	struct call *call;
	struct box b;
	char *path;

	(void)state;
	box_open(&b, &(struct how){ .script = "read x; exit 7" });
	path = box_file(&b, "exit.json");
	assert_int_equal(mkdir(path, 0700), 0);
	box_send(&b, NULL, "Enter");
	jv_free(box_await(&b, "endedAt", NULL));
	call = box_call(&b, ROLE_SUPERVISOR);
	jv_free(ask(call, MSG_HOST_RELEASE, NULL));
	call_close(call);
	jv_free(box_await(&b, "unsaved", NULL));
	assert_int_equal(rmdir(path), 0);
	box_close(&b);
	free(path);
}

static void
test_held(void **state)
{
	struct sight s;
	struct box b;
	monotime start;

	(void)state;
	box_open(&b,
	    &(struct how){ .script = "printf '\\033]0;a name\\007go'; read x; "
				     "printf '\\033[?2026hheld'; exec cat" });
	sight_open(&s, &b, 100, 30, false);
	sight_await(&s, "go");
	assert_string_equal(s.title, "a name");
	start = monotime_now();
	sight_key(&s, KEY_ENTER);
	sight_await(&s, "held");
	assert_in_range(monotime_diff(start, monotime_now()), 140, MOST_MS);
	sight_close(&s);
	jv_free(box_stop(&b, 1000));
	box_close(&b);
}

/* A program that asks is told whether anybody looks. */
static void
test_focus(void **state)
{
	struct sight s;
	struct box b;

	(void)state;
	box_open(&b,
	    &(struct how){ .script = "printf '\\033[?1004h'; exec cat" });
	jv_free(box_await(&b, "summary", "^[[O"));
	sight_open(&s, &b, 100, 30, false);
	sight_await(&s, "^[[O^[[I");
	send_raw(s.call, MSG_VIEW_FOCUS, "\0", 1);
	sight_await(&s, "^[[O^[[I^[[O");
	send_raw(s.call, MSG_VIEW_FOCUS, "\1", 1);
	sight_await(&s, "^[[O^[[I^[[O^[[I");
	sight_close(&s);
	jv_free(box_await(&b, "summary", "^[[O^[[I^[[O^[[I^[[O"));
	jv_free(box_stop(&b, 1000));
	box_close(&b);
}

/* Lines come while they are made, complete, and none twice. */
static void
test_following(void **state)
{
	struct buf want;
	struct box b;
	char *text;
	int i;

	(void)state;
	box_open(&b,
	    &(struct how){ .script =
			       "seq 1 3000; sleep 0.2; "
			       "seq 3001 9000; sleep 0.1; seq 9001 9010" });
	text = box_logs(&b, 0, true);
	buf_init(&want, 0);
	for (i = 1; i <= 9010; i++)
		buf_printf(&want, "%d\n", i);
	buf_put_u8(&want, 0);
	assert_string_equal(text, (const char *)want.data);
	buf_clear(&want);
	free(text);
	jv_free(box_await(&b, "endedAt", NULL));
	box_close(&b);
}

static void
test_no_boot(void **state)
{
	struct call *call;
	struct box b;
	char *cause;

	(void)state;
	memset(&b, 0, sizeof(b));
	call = call_adopt(box_spawn(&b), ROLE_SUPERVISOR, most(), &cause);
	assert_non_null(call);
	call_close(call);
	box_wait(&b, 1);
	memset(&b, 0, sizeof(b));
	call = call_adopt(box_spawn(&b), ROLE_SUPERVISOR, most(), &cause);
	assert_non_null(call);
	send_raw(call, MSG_HOST_BOOT, "{\"id\":3}", 8);
	box_wait(&b, 1);
	call_close(call);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_ends, setup),
		cmocka_unit_test_setup(test_no_program, setup),
		cmocka_unit_test_setup(test_logs, setup),
		cmocka_unit_test_setup(test_follow, setup),
		cmocka_unit_test_setup(test_sizes, setup),
		cmocka_unit_test_setup(test_stalled, setup),
		cmocka_unit_test_setup(test_stubborn, setup),
		cmocka_unit_test_setup(test_changes, setup),
		cmocka_unit_test_setup(test_background_child, setup),
		cmocka_unit_test_setup(test_garbage, setup),
		cmocka_unit_test_setup(test_idle, setup),
		cmocka_unit_test_setup(test_report, setup),
		cmocka_unit_test_setup(test_send_once, setup),
		cmocka_unit_test_setup(test_send_queued, setup),
		cmocka_unit_test_setup(test_environment, setup),
		cmocka_unit_test_setup(test_signals, setup),
		cmocka_unit_test_setup(test_agent, setup),
		cmocka_unit_test_setup(test_died, setup),
		cmocka_unit_test_setup(test_asked, setup),
		cmocka_unit_test_setup(test_conversations, setup),
		cmocka_unit_test_setup(test_vanished, setup),
		cmocka_unit_test_setup(test_unsaved, setup),
		cmocka_unit_test_setup(test_held, setup),
		cmocka_unit_test_setup(test_focus, setup),
		cmocka_unit_test_setup(test_following, setup),
		cmocka_unit_test_setup(test_no_boot, setup),
	};

	signal(SIGPIPE, SIG_IGN);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == -1)
		return 77;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
