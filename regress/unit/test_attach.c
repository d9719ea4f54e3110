/* SPDX-License-Identifier: ISC */
/* test_attach: a client on a terminal of its own, and the host that it talks
 * to in our hands: it keeps its frame over a respawn, or the agent's death, and
 * goes on with the next host in its role; it gives up in time. */

#include <sys/wait.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "client/attachrun.h"
#include "client/attachview.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "wire/msg.h"
#include "wire/pack_term.h"
#include "wire/peer.h"

#define WAIT_MS 20000
#define ROWS	6
#define COLS	20

struct stage {
	char dir[32];
	char *path; /* of the host's socket */
	struct loop *loop;
	int listen;
	struct peer *peer; /* of the client; NULL: none */
	struct jv *want;   /* owned: its VIEW_START */
	int closed;
	int master;
	pid_t child;
	struct buf shown; /* all that the terminal got */
};

static struct stage s;

/* The client's side of a respawn: the same path, if there is anything. */
static char *
reopen(void *arg, char **why, bool *final)
{
	char *path = arg;

	(void)final;
	if (access(path, F_OK) == 0)
		return xstrdup(path);
	*why = xstrdup("nobody there");
	return NULL;
}

/* In the child: 100 is added to how it ended, or its exit code. */
static void
client(bool lead)
{
	struct attach_options o = { 0 };
	struct attach_end end;
	char *cause = NULL;

	o.socket = s.path;
	o.id = "0badcafe";
	o.lead = lead;
	o.reopen = reopen;
	o.arg = s.path;
	if (attachview_run(&o, &end, &cause) == -1)
		_exit(99);
	_exit(end.how == ATTACH_EXITED ? end.exit_code : 100 + (int)end.how);
}

static void
start_client(bool lead)
{
	struct winsize ws = { .ws_row = ROWS, .ws_col = COLS };

	s.child = forkpty(&s.master, NULL, NULL, &ws);
	assert_int_not_equal(s.child, -1);
	if (s.child == 0)
		client(lead);
	fcntl(s.master, F_SETFL, O_NONBLOCK);
}

static void
on_message(struct peer *p, const struct msg *m, void *arg)
{
	struct jv *v;
	char *cause = NULL;

	(void)arg;
	if (m->type == MSG_VIEW_START) {
		jv_free(s.want);
		s.want = jv_parse((const char *)m->body, m->len, &cause);
		assert_non_null(s.want);
		v = jv_object();
		jv_set_bool(v, "driver", true);
		peer_reply(p, m->id, v);
		jv_free(v);
	}
}

static void
on_closed(struct peer *p, const char *why, void *arg)
{
	(void)why;
	(void)arg;
	peer_destroy(p);
	s.peer = NULL;
	s.closed++;
}

static const struct peer_handler handler = {
	.message = on_message,
	.closed = on_closed,
};

static void
listen_again(void)
{
	char *cause = NULL;

	s.listen = sock_listen(s.path, &cause);
	if (s.listen == -1)
		fail_msg("%s", cause);
}

/* As a host that ends: its socket goes first. */
static void
unlisten(void)
{
	unlink(s.path);
	close(s.listen);
	s.listen = -1;
}

/* One turn: what the terminal got, who connects. */
static void
turn(void)
{
	char bytes[4096];
	ssize_t n;
	int fd;

	loop_turn(s.loop, 5);
	n = read(s.master, bytes, sizeof bytes);
	if (n > 0)
		buf_put(&s.shown, bytes, (size_t)n);
	if (s.listen == -1 || s.peer != NULL)
		return;
	if ((fd = sock_accept(s.listen)) != -1)
		s.peer =
		    peer_create(s.loop, fd, ROLE_HOST, NULL, &handler, NULL);
}

static bool
has_started(const void *arg)
{
	(void)arg;
	return s.want != NULL;
}

static bool
has_shown(const void *text)
{
	return s.shown.len > 0 &&
	    memmem(s.shown.data, s.shown.len, text, strlen(text)) != NULL;
}

static bool
has_closed(const void *arg)
{
	(void)arg;
	return s.closed > 0;
}

static void
until(bool (*cond)(const void *), const void *arg, const char *what)
{
	monotime end = monotime_add(monotime_now(), WAIT_MS);

	while (!cond(arg)) {
		if (monotime_left(end) == 0)
			fail_msg("never: %s", what);
		turn();
	}
}

/* How the client ends, while the terminal is read. */
static int
ended(void)
{
	monotime end = monotime_add(monotime_now(), WAIT_MS);
	int status;

	while (waitpid(s.child, &status, WNOHANG) != s.child) {
		if (monotime_left(end) == 0)
			fail_msg("the client does not end");
		turn();
	}
	s.child = 0;
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
send_frame(uint32_t seq, const char *text)
{
	struct intern *in = intern_create();
	struct frame_head h = { .seq = seq, .rows = ROWS, .cols = COLS };
	struct buf b = { 0 }, packed = { 0 };
	struct row row = { 0 };
	unsigned i;

	h.flags = FRAME_FULL;
	h.nrows = 1;
	frame_put_head(&b, &h);
	for (i = 0; text[i] != '\0'; i++)
		row_reserve(&row, i + 1)[i].text = (unsigned char)text[i];
	rowcode_put(&packed, &row, in);
	frame_put_row(&b, 0, packed.data, packed.len);
	peer_send_buf(s.peer, MSG_VIEW_FRAME, 0, &b);
	buf_clear(&b);
	buf_clear(&packed);
	row_clear(&row);
	intern_destroy(in);
}

static void
send_end(const char *json)
{
	peer_send(s.peer, MSG_VIEW_END, 0, json, strlen(json));
	peer_finish(s.peer, 1000);
}

static int
setup(void **state)
{
	(void)state;
	memset(&s, 0, sizeof s);
	strlcpy(s.dir, "/tmp/bgattach.XXXXXX", sizeof s.dir);
	assert_non_null(mkdtemp(s.dir));
	s.path = xasprintf("%s/host", s.dir);
	s.loop = loop_create();
	s.listen = s.master = -1;
	setenv("TERM", "xterm", 1);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (s.child > 0) {
		kill(s.child, SIGKILL);
		waitpid(s.child, NULL, 0);
	}
	peer_destroy(s.peer);
	loop_turn(s.loop, 0);
	loop_destroy(s.loop);
	unlink(s.path);
	rmdir(s.dir);
	if (s.listen != -1)
		close(s.listen);
	close(s.master);
	buf_clear(&s.shown);
	jv_free(s.want);
	free(s.path);
	return 0;
}

/* A host that serves one view up to a frame with this text. */
static void
serve(const char *text)
{
	jv_free(s.want);
	s.want = NULL;
	until(has_started, NULL, "a view");
	send_frame(1, text);
	until(has_shown, text, text);
}

static void
over_a_respawn(void **state)
{
	(void)state;
	listen_again();
	start_client(true);
	serve("first-host");
	assert_true(jv_bool(s.want, "lead", false));
	assert_false(jv_bool(s.want, "takeOver", false));
	assert_int_equal(jv_int(s.want, "cols", 0), COLS);
	unlisten();
	buf_reset(&s.shown);
	send_end("{\"exitCode\":0,\"reason\":\"respawn\"}");
	until(has_closed, NULL, "the end of the first view");
	listen_again();
	serve("second-host");
	/* In its role: it leads, and drives as it did. */
	assert_true(jv_bool(s.want, "lead", false));
	assert_true(jv_bool(s.want, "takeOver", false));
	/* The terminal was not given back in between. */
	assert_false(has_shown("\033[?1049l"));
	send_end("{\"exitCode\":7,\"reason\":\"exited\"}");
	assert_int_equal(ended(), 7);
	assert_true(has_shown("\033[?1049l"));
}

/* A host that is still there after its end, again and again, is no new one. */
static void
nobody_follows(void **state)
{
	monotime before;
	int64_t took;

	(void)state;
	listen_again();
	start_client(false);
	serve("only-host");
	before = monotime_now();
	for (;;) {
		send_end("{\"exitCode\":0,\"reason\":\"respawn\"}");
		until(has_closed, NULL, "the end of the view");
		s.closed = 0;
		jv_free(s.want);
		s.want = NULL;
		if (monotime_diff(before, monotime_now()) > 1000)
			break;
		serve("only-host");
	}
	unlisten();
	assert_int_equal(ended(), 100 + ATTACH_LOST);
	took = monotime_diff(before, monotime_now());
	assert_in_range(took, ATTACH_REOPEN_MS - 200, ATTACH_REOPEN_MS + 5000);
}

/* The person may leave while there is no host. */
static void
detached_meanwhile(void **state)
{
	(void)state;
	listen_again();
	start_client(false);
	serve("only-host");
	unlisten();
	send_end("{\"exitCode\":0,\"reason\":\"respawn\"}");
	until(has_closed, NULL, "the end of the view");
	assert_int_equal(write(s.master, "\002d", 2), 2);
	assert_int_equal(ended(), 100 + ATTACH_DETACHED);
}

/* The agent's death, its host's and both: the frame stays with a line about it,
 * and the next host's follows. */
static void
over_a_death(void **state)
{
	static const char *const ends[] = {
		"{\"signal\":\"SIGKILL\",\"reason\":\"respawn\",\"died\":true}",
		"{\"exitCode\":3,\"reason\":\"exited\",\"died\":true}", NULL };
	static const char *const notes[] = { "it died at", "the session", NULL };
	static const char *const texts[] = { "second", "ANOTHER", "3333333" };
	size_t i;

	(void)state;
	listen_again();
	start_client(false);
	serve("first-host");
	for (i = 0; i < nitems(ends); i++) {
		buf_reset(&s.shown);
		s.closed = 0;
		if (ends[i] != NULL)
			send_end(ends[i]);
		else {
			peer_destroy(s.peer);
			s.peer = NULL;
		}
		/* It may still be there. */
		if (notes[i] != NULL)
			until(has_shown, notes[i], notes[i]);
		serve(texts[i]);
	}
	assert_false(has_shown("\033[?1049l"));
	send_end("{\"exitCode\":7,\"reason\":\"exited\"}");
	assert_int_equal(ended(), 7);
}

/* Nobody follows: the end is told as it was. */
static void
only_a_death(void **state)
{
	(void)state;
	listen_again();
	start_client(false);
	serve("only-host");
	unlisten();
	send_end("{\"exitCode\":5,\"reason\":\"exited\",\"died\":true}");
	assert_int_equal(ended(), 5);
	s.child = 0;
	close(s.master);

	listen_again();
	start_client(false);
	buf_reset(&s.shown);
	s.closed = 0;
	peer_destroy(s.peer);
	s.peer = NULL;
	serve("other-host");
	unlisten();
	peer_destroy(s.peer);
	s.peer = NULL;
	assert_int_equal(ended(), 100 + ATTACH_LOST);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(over_a_respawn),
		TEST(nobody_follows),
		TEST(detached_meanwhile),
		TEST(over_a_death),
		TEST(only_a_death),
	};

	unsetenv("TMUX");
	unsetenv("STY");
	unsetenv("BGMUX_SESSION");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
