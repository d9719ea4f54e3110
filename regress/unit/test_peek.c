/* SPDX-License-Identifier: ISC */
/* test_peek: the panel shows what a session needs, its screen and the reply, and
 * moves to another one without a blank between; the hosts are in our hands. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "client/linehist.h"
#include "client/model.h"
#include "client/peek.h"
#include "client/peekscreen.h"
#include "client/suggest.h"
#include "client/theme.h"
#include "term/intern.h"
#include "term/key.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "term/screen.h"
#include "tty/frame.h"
#include "wire/msg.h"
#include "wire/pack_term.h"
#include "wire/peer.h"

#include "picture.h"

#define WAIT_MS 20000
#define HOSTS	2

struct host {
	char *path;
	int listen;
	struct peer *peer;
	struct jv *want; /* VIEW_START */
	bool refuse;
	int closed;
};

struct stage {
	char *dir;
	struct loop *loop;
	struct intern *in;
	struct theme *theme;
	struct linehist *hist;
	struct model *model;
	struct peek *peek;
	struct host host[HOSTS];
	struct jv *sent; /* the last SESSION_REPLY */
	unsigned nsent;
	unsigned asked; /* for commands */
	unsigned changes;
};

static struct stage s;

static void
on_changed(void *arg)
{
	(void)arg;
	s.changes++;
}

static void
on_send(const struct jv *body, void *arg)
{
	(void)arg;
	jv_free(s.sent);
	s.sent = jv_copy(body);
	s.nsent++;
}

static void
on_commands(const char *id, struct suggest *sg, void *arg)
{
	char *name = xasprintf("/compact-%.2s", id);

	(void)arg;
	suggest_clear_commands(sg);
	suggest_add_command(sg, "/clear", "begin anew");
	suggest_add_command(sg, name, "make it shorter");
	free(name);
	s.asked++;
}

static const struct peek_handler peek_handler = {
	.commands = on_commands,
	.changed = on_changed,
	.send = on_send,
};

static void
on_message(struct peer *p, const struct msg *m, void *arg)
{
	struct host *h = arg;
	char *cause = NULL;

	if (m->type != MSG_VIEW_START)
		return;
	jv_free(h->want);
	h->want = jv_parse((const char *)m->body, m->len, &cause);
	assert_non_null(h->want);
	if (h->refuse)
		peer_refuse(p, m->id, "it is \033[1mfull");
	else
		peer_reply(p, m->id, NULL);
}

static void
on_closed(struct peer *p, const char *why, void *arg)
{
	struct host *h = arg;

	(void)why;
	peer_destroy(p);
	h->peer = NULL;
	h->closed++;
}

static const struct peer_handler handler = {
	.message = on_message,
	.closed = on_closed,
};

static void
turn(void)
{
	struct host *h;
	int fd;

	loop_turn(s.loop, 5);
	for (h = s.host; h < s.host + HOSTS; h++)
		if (h->peer == NULL && (fd = sock_accept(h->listen)) != -1)
			h->peer = peer_create(s.loop, fd, ROLE_HOST, NULL,
			    &handler, h);
}

#define UNTIL(cond)                                                            \
	do {                                                                   \
		monotime end = monotime_add(monotime_now(), WAIT_MS);          \
		while (!(cond)) {                                              \
			if (monotime_left(end) == 0)                           \
				fail_msg("never: %s", #cond);                  \
			turn();                                                \
		}                                                              \
	} while (0)

static int
setup(void **state)
{
	char *cause = NULL, *jobs;
	unsigned i;

	(void)state;
	memset(&s, 0, sizeof s);
	unsetenv("BGMUX_SOCKET");
	s.dir = xstrdup("/tmp/bgpeek.XXXXXX");
	assert_non_null(mkdtemp(s.dir));
	jobs = path_join(s.dir, "jobs/cccccccc");
	assert_int_equal(path_mkdirs(jobs), 0);
	free(jobs);
	s.loop = loop_create();
	s.in = intern_create();
	s.theme = theme_create(s.in, true);
	s.hist = linehist_create();
	s.model = model_create(NULL, NULL);
	s.peek = peek_create(s.loop, s.in, s.theme, s.hist, s.dir,
	    &peek_handler, NULL);
	for (i = 0; i < HOSTS; i++) {
		s.host[i].path = xasprintf("%s/%u", s.dir, i);
		s.host[i].listen = sock_listen(s.host[i].path, &cause);
		assert_int_not_equal(s.host[i].listen, -1);
	}
	return 0;
}

static int
teardown(void **state)
{
	unsigned i;

	(void)state;
	peek_destroy(s.peek);
	for (i = 0; i < HOSTS; i++) {
		peer_destroy(s.host[i].peer);
		close(s.host[i].listen);
		jv_free(s.host[i].want);
		free(s.host[i].path);
	}
	loop_turn(s.loop, 0);
	jv_free(s.sent);
	model_destroy(s.model);
	linehist_destroy(s.hist);
	theme_destroy(s.theme);
	intern_destroy(s.in);
	loop_destroy(s.loop);
	path_remove_tree(s.dir);
	free(s.dir);
	return 0;
}

/* The session of a host (-1: of none), with more members. */
static const struct entry *
session(const char *id, int host, const char *members)
{
	char *text, *cause = NULL, *socket = NULL;
	struct jv *v;

	if (host >= 0)
		socket =
		    xasprintf("\"pid\":1,\"socket\":\"%s\",",
			s.host[host].path);
	text = xasprintf("{\"id\":\"%s\",\"name\":\"n-%.2s\",%s%s}", id, id,
	    socket != NULL ? socket : "", members);
	v = jv_parse(text, strlen(text), &cause);
	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	model_event(s.model, "added", v);
	jv_free(v);
	free(socket);
	free(text);
	return model_find(s.model, id);
}

/* A whole screen: lines with newlines between. */
static void
put_frame(struct buf *b, unsigned rows, unsigned cols, const char *text)
{
	struct frame_head h = { .seq = 1 };
	struct buf packed = { 0 };
	struct row row = { 0 };
	unsigned i = 0, col = 0, n = 1;
	const char *p;

	for (p = text; *p != '\0'; p++)
		n += *p == '\n';
	h.rows = (uint16_t)rows;
	h.cols = (uint16_t)cols;
	h.flags = FRAME_FULL;
	h.nrows = (uint16_t)n;
	h.cursor_row = (uint16_t)(n - 1);
	h.cursor_flags = FRAME_CURSOR_VISIBLE;
	frame_put_head(b, &h);
	for (p = text;; p++) {
		if (*p != '\n' && *p != '\0') {
			row_reserve(&row, col + 1)[col].text = (uint8_t)*p;
			col++;
			continue;
		}
		buf_reset(&packed);
		rowcode_put(&packed, &row, s.in);
		frame_put_row(b, (uint16_t)i++, packed.data, packed.len);
		row_clear(&row);
		col = 0;
		if (*p == '\0')
			break;
	}
	buf_clear(&packed);
}

static void
send_frame(struct host *h, unsigned rows, unsigned cols, const char *text)
{
	struct buf b = { 0 };

	put_frame(&b, rows, cols, text);
	peer_send_buf(h->peer, MSG_VIEW_FRAME, 0, &b);
	buf_clear(&b);
}

static void
expect(unsigned rows, unsigned cols, unsigned left, const char *want)
{
	struct frame *f = frame_create(s.in, rows, cols);
	struct rect r = { 0, rows, left, cols };

	peek_draw(s.peek, f, &r);
	expect_picture(f, want);
	frame_destroy(f);
}

static bool
shows(const char *text)
{
	struct frame *f = frame_create(s.in, 12, 40);
	struct rect r = { 0, 12, 0, 40 };
	char *p;
	bool found;

	peek_draw(s.peek, f, &r);
	p = picture(f, '\n');
	found = strstr(p, text) != NULL;
	free(p);
	frame_destroy(f);
	return found;
}

#define RULE10                                                                 \
	"\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80"         \
	"\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80"
#define RULE30 RULE10 RULE10 RULE10
#define DOT    "\xc2\xb7"
#define SIGN   "\xe2\x9d\xaf"
#define BAR    "\xe2\x94\x82"

static void
test_live(void **state)
{
	struct host *h = &s.host[0];

	(void)state;
	assert_false(peek_is_open(s.peek));
	peek_show(s.peek,
	    session("aaaaaaaa", 0,
		"\"state\":\"working\",\"adapter\":\"sh\","
		"\"message\":\"reads a file\","
		"\"prs\":[\"https://x.org/a/b/pull/7\"]"), s.model);
	assert_true(peek_is_open(s.peek));
	expect(9, 30, 0,
	    RULE30 "\n"
	    "n-aa " DOT " working " DOT " sh\n"
	    "reads a file\n"
	    "PR #7 https://x.org/a/b/pull/7\n"
	    "\n\n\n\n"
	    SIGN " _reply\n");
	UNTIL(h->want != NULL);
	assert_false(jv_bool(h->want, "drive", true));
	assert_true(jv_bool(h->want, "readOnly", false));
	assert_false(jv_bool(h->want, "takeOver", true));
	send_frame(h, 10, 20, "one\ntwo\nthree\nfour\n$ ");
	UNTIL(shows("four"));
	/* The end of it. */
	expect(9, 30, 0,
	    RULE30 "\n"
	    "n-aa " DOT " working " DOT " sh\n"
	    "reads a file\n"
	    "PR #7 https://x.org/a/b/pull/7\n"
	    "two\nthree\nfour\n$\n"
	    SIGN " _reply\n");
	peek_do(s.peek, ACTION_PEEK_UP);
	assert_true(peek_do(s.peek, ACTION_PEEK_PAGE_UP));
	assert_false(peek_do(s.peek, ACTION_DETACH));
	expect(9, 30, 2,
	    "  " BAR " n-aa " DOT " working " DOT " sh\n"
	    "  " BAR " reads a file\n"
	    "  " BAR " PR #7\n"
	    "  " BAR " https://x.org/a/b/pull/7\n"
	    "  " BAR " one\n  " BAR " two\n  " BAR " three\n  " BAR " four\n"
	    "  " BAR " " SIGN " _reply\n");
	peek_scroll(s.peek, -100);
	assert_true(shows("$"));
	/* Closed: nobody looks any more. */
	peek_show(s.peek, NULL, s.model);
	assert_false(peek_is_open(s.peek));
	UNTIL(h->closed == 1);
	assert_false(shows("four"));
}

static void
test_neighbours(void **state)
{
	const struct entry *a, *b;
	unsigned i;

	(void)state;
	(void)session("aaaaaaaa", 0, "\"state\":\"working\"");
	(void)session("bbbbbbbb", 1, "\"state\":\"working\"");
	a = model_find(s.model, "aaaaaaaa");
	b = model_find(s.model, "bbbbbbbb");
	peek_show(s.peek, a, s.model);
	UNTIL(s.host[0].want != NULL);
	send_frame(&s.host[0], 4, 20, "first");
	UNTIL(shows("first"));

	/* What was seen stays until the other is here. */
	peek_show(s.peek, b, s.model);
	assert_true(shows("n-bb"));
	assert_true(shows("first"));
	UNTIL(s.host[1].want != NULL && s.host[0].closed == 1);
	send_frame(&s.host[1], 4, 20, "second");
	UNTIL(shows("second"));
	assert_false(shows("first"));

	/* But not for ever. */
	peek_show(s.peek, a, s.model);
	assert_true(shows("second"));
	UNTIL(!shows("second"));
	UNTIL(s.host[0].peer != NULL);
	send_frame(&s.host[0], 4, 20, "again");
	UNTIL(shows("again"));

	/* Fast moves ask only the last one. */
	UNTIL(s.host[1].closed == 1);
	jv_free(s.host[1].want);
	s.host[1].want = NULL;
	for (i = 0; i < 20; i++)
		peek_show(s.peek, i % 2 ? b : a, s.model);
	UNTIL(s.host[1].want != NULL);
	send_frame(&s.host[1], 4, 20, "last");
	UNTIL(shows("last"));
	assert_in_range(s.host[0].closed, 2, 3);
}

/* Three lines of a scrollback, as a host writes them. */
static void
put_lines(struct buf *b)
{
	struct row row = { 0 };
	struct buf packed = { 0 };
	char text[8];
	unsigned i, k;

	buf_put_u32(b, 3);
	for (i = 1; i <= 3; i++) {
		xsnprintf(text, sizeof text, "line %u", i);
		for (k = 0; text[k] != '\0'; k++)
			row_reserve(&row, k + 1)[k].text = (uint8_t)text[k];
		packed.len = 0;
		rowcode_put(&packed, &row, s.in);
		buf_put_bytes(b, packed.data, packed.len);
	}
	buf_clear(&packed);
	row_clear(&row);
}

static void
test_saved(void **state)
{
	struct buf b = { 0 };
	char *path = path_join(s.dir, "jobs/cccccccc/screen");

	(void)state;
	peek_show(s.peek, session("cccccccc", -1, "\"state\":\"done\""), s.model);
	assert_true(shows("its screen was not kept"));
	assert_int_equal(atomic_write(path, "nonsense", 8, false), 0);
	peek_show(s.peek, NULL, s.model);
	peek_show(s.peek, model_find(s.model, "cccccccc"), s.model);
	assert_true(shows("its saved screen is broken"));

	/* Lines of the scrollback follow the screen. */
	put_frame(&b, 5, 20, "all\ndone");
	put_lines(&b);
	assert_int_equal(atomic_write(path, b.data, b.len, false), 0);
	peek_show(s.peek, NULL, s.model);
	peek_show(s.peek, model_find(s.model, "cccccccc"), s.model);
	expect(6, 30, 0,
	    RULE30 "\n"
	    "n-cc " DOT " done\n"
	    "all\ndone\n"
	    "as it was at its end\n"
	    SIGN " _reply\n");

	/* What had scrolled off. */
	assert_true(peek_do(s.peek, ACTION_PEEK_UP));
	expect(6, 30, 0,
	    RULE30 "\n"
	    "n-cc " DOT " done\n"
	    "line 3\nall\n"
	    "as it was at its end\n"
	    SIGN " _reply\n");
	peek_scroll(s.peek, 100);
	assert_true(shows("line 1"));
	assert_false(shows("line 3"));
	peek_scroll(s.peek, -100);
	assert_false(shows("line 3"));
	assert_true(shows("done"));
	/* A file that is cut has none. */
	assert_int_equal(atomic_write(path, b.data, b.len - 1, false), 0);
	peek_scroll(s.peek, 1);
	assert_false(shows("line 3"));

	/* It is started again. */
	peek_show(s.peek, session("cccccccc", 0, "\"state\":\"working\""), s.model);
	UNTIL(s.host[0].want != NULL);
	assert_true(shows("done"));
	send_frame(&s.host[0], 4, 20, "new life");
	UNTIL(shows("new life"));
	assert_false(shows("as it was"));
	/* And ends, its last frame stays. */
	peer_send(s.host[0].peer, MSG_VIEW_END, 0, "{\"exitCode\":0}", 14);
	peer_destroy(s.host[0].peer);
	s.host[0].peer = NULL;
	turn();
	assert_true(shows("new life"));
	buf_clear(&b);
	free(path);
}

/* A session whose worker has ended, and whose host is still there. */
static const struct entry *
ended(const char *id, int host)
{
	struct jv *v = jv_object();

	jv_set_string(v, "id", id);
	jv_set_string(v, "state", "failed");
	jv_set_string(v, "socket", s.host[host].path);
	model_event(s.model, "added", v);
	jv_free(v);
	return model_find(s.model, id);
}

/* Its host says that another one follows; the last one may answer once more. */
static void
test_again(void **state)
{
	static const char died[] = "{\"signal\":\"SIGKILL\","
				  "\"reason\":\"respawn\",\"died\":true}";
	struct host *h = &s.host[0];
	unsigned before, i;

	(void)state;
	peek_show(s.peek, session("aaaaaaaa", 0, "\"state\":\"working\""), s.model);
	for (i = 0; i < 2; i++) {
		UNTIL(h->want != NULL);
		send_frame(h, 4, 20, i == 0 ? "old life" : "last of it");
		UNTIL(shows(i == 0 ? "old life" : "last of it"));
		assert_false(shows("resumed"));
		jv_free(h->want);
		h->want = NULL;
		peer_send(h->peer, MSG_VIEW_END, 0, died, strlen(died));
		UNTIL(h->closed == (int)i + 1);
		assert_true(shows(i == 0 ? "old life" : "last of it"));
		assert_true(shows("it died at its work and is resumed"));
	}
	UNTIL(h->want != NULL);
	send_frame(h, 4, 20, "new life");
	UNTIL(shows("new life"));
	assert_false(shows("resumed"));

	/* It has ended, and the session says that it lives. */
	jv_free(h->want);
	h->want = NULL;
	before = s.changes;
	peer_send(h->peer, MSG_VIEW_END, 0, "{\"exitCode\":1}", 14);
	UNTIL(s.changes > before);
	peek_show(s.peek, ended("aaaaaaaa", 0), s.model);
	peek_show(s.peek, session("aaaaaaaa", 0, "\"state\":\"idle\""), s.model);
	UNTIL(h->want != NULL);
	send_frame(h, 4, 20, "third life");
	UNTIL(shows("third life"));
}

static void
test_refused(void **state)
{
	(void)state;
	s.host[0].refuse = true;
	peek_show(s.peek, session("aaaaaaaa", 0, "\"state\":\"working\""), s.model);
	UNTIL(shows("it is [1mfull"));
	/* It is asked again. */
	s.host[0].refuse = false;
	jv_free(s.host[0].want);
	s.host[0].want = NULL;
	UNTIL(s.host[0].want != NULL);
	send_frame(&s.host[0], 4, 20, "there");
	UNTIL(shows("there"));
	assert_false(shows("full"));
	unlink(s.host[1].path);
	peek_show(s.peek, session("bbbbbbbb", 1, "\"state\":\"working\""), s.model);
	UNTIL(shows("the session's host is gone"));
	/* What is drawn here must not change itself. */
	setenv("BGMUX_SOCKET", s.host[0].path, 1);
	peek_show(s.peek, NULL, s.model);
	peek_show(s.peek, model_find(s.model, "aaaaaaaa"), s.model);
	UNTIL(shows("this terminal is in that session"));
	unsetenv("BGMUX_SOCKET");
}

#define ASKS                                                                   \
	"\"state\":\"blocked\",\"waitingFor\":\"permission prompt\","          \
	"\"message\":\"approve Bash: rm -rf build\",\"dialog\":{"              \
	"\"rule\":\"permission\",\"generation\":3,"                            \
	"\"question\":\"Do you want to proceed with this?\","                  \
	"\"options\":[{\"label\":\"Yes\",\"selected\":true},"                  \
	"{\"label\":\"Yes, and do not ask again for rm in this folder\"},"     \
	"{\"label\":\"No\"}]}"

static void
test_dialog(void **state)
{
	struct key two = key_named("2");

	(void)state;
	peek_show(s.peek, session("aaaaaaaa", -1, ASKS), s.model);
	expect(12, 30, 0,
	    RULE30 "\n"
	    "n-aa " DOT " permission prompt\n"
	    "approve Bash: rm -rf build\n"
	    "Do you want to proceed with\n"
	    "this?\n"
	    SIGN " 1. Yes\n"
	    "  2. Yes, and do not ask again\n"
	    "     for rm in this folder\n"
	    "  3. No\n"
	    "\n"
	    "its screen was not kept\n"
	    SIGN " _press 1-3 to choose, or type\n");
	/* In little room what it needs is cut last. */
	expect(5, 30, 0,
	    RULE30 "\n"
	    "n-aa " DOT " permission prompt\n"
	    "approve Bash: rm -rf build\n"
	    "its screen was not kept\n"
	    SIGN " _press 1-3 to choose, or type\n");
	assert_int_equal(peek_key(s.peek, &two), LINEEDIT_CHANGED);
	assert_false(peek_is_empty(s.peek));
	expect(14, 30, 0,
	    RULE30 "\n"
	    "n-aa " DOT " permission prompt\n"
	    "approve Bash: rm -rf build\n"
	    "Do you want to proceed with\n"
	    "this?\n"
	    "  1. Yes\n"
	    SIGN " 2. Yes, and do not ask again\n"
	    "     for rm in this folder\n"
	    "  3. No\n"
	    "\n"
	    "\n"
	    "its screen was not kept\n"
	    SIGN " Yes, and do not ask again f\n"
	    "  or rm in this folder_\n");
	assert_true(peek_send(s.peek));
	assert_int_equal(jv_int(s.sent, "option", 0), 2);
	assert_int_equal(jv_int(s.sent, "generation", 0), 3);
	assert_false(peek_send(s.peek));
	assert_true(shows("sending"));
	/* The supervisor was away. */
	peek_again(s.peek);
	assert_int_equal(s.nsent, 2);
	peek_failed(s.peek, jv_string(s.sent, "reply"), "no time");
	assert_true(shows("not sent: no time"));
	peek_again(s.peek);
	assert_int_equal(s.nsent, 2);
}

static void
type(const char *text)
{
	struct key key = { 0 };

	for (; *text != '\0'; text++) {
		key.code = (uint8_t)*text;
		key.text[0] = *text;
		(void)peek_key(s.peek, &key);
	}
}

static void
press(uint32_t code)
{
	struct key key = { 0 };

	key.code = code;
	(void)peek_key(s.peek, &key);
}

/* The agent's commands are suggested at a '/' alone, and read once for each
 * session. */
static void
test_commands(void **state)
{
	(void)state;
	peek_show(s.peek, session("aaaaaaaa", -1, "\"state\":\"idle\""),
	    s.model);
	type("see /c");
	assert_false(shows("/clear"));
	assert_int_equal(s.asked, 0);
	lineedit_set(peek_input(s.peek), "");
	type("/c");
	expect(8, 40, 0,
	    RULE30 RULE10 "\n"
	    "n-aa " DOT " idle\n"
	    "\n\n"
	    "its screen was not kept\n"
	    SIGN " /clear                    begin anew\n"
	    "  /compact-aa               make it sho\xe2\x80\xa6\n"
	    SIGN " /c_\n");
	press(KEY_DOWN);
	press(KEY_TAB);
	assert_true(shows("/compact-aa _"));
	assert_false(shows("/clear"));
	/* Sent: nothing is suggested to an empty input. */
	assert_true(peek_send(s.peek));
	assert_string_equal(jv_string(s.sent, "text"), "/compact-aa ");
	assert_false(shows("/compact"));
	type("/");
	assert_true(shows("/compact-aa"));
	assert_int_equal(s.asked, 1);
	peek_show(s.peek, session("bbbbbbbb", -1, "\"state\":\"idle\""),
	    s.model);
	assert_false(shows("/compact"));
	type("/");
	assert_true(shows("/compact-bb"));
	assert_int_equal(s.asked, 2);
}

static void
test_hostile(void **state)
{
	static const char *const members[] = {
		"\"state\":\"blocked\",\"message\":\"\\u001b]0;x\\u0007"
		"\\u202e\\u200b\\u009b31m\\nx\"",
		"\"state\":\"blocked\",\"waitingFor\":\"\\u001b[2J\"",
		"\"state\":\"blocked\",\"dialog\":{\"question\":"
		"\"\\u001b[2J\\u202e\",\"options\":[{\"label\":"
		"\"\\u001b[2J\\u202e\"},{\"label\":\"\"},{}]}",
		"\"state\":\"done\",\"prs\":[\"https://x.org/\\u001b[2J\","
		"\"javascript:x\",\"https://x.org/pull/1\"]",
		"\"state\":\"blocked\",\"message\":\"\\u0301\\u0301\\u200d\"",
		"\"state\":\"working\",\"limit\":\"\\u001b[2J\","
		"\"suggestion\":\"\\u001b[2J\"",
	};
	struct frame *f;
	struct rect r;
	size_t i;
	unsigned rows, cols;
	char *p;

	(void)state;
	for (i = 0; i < nitems(members); i++) {
		peek_show(s.peek, session("aaaaaaaa", -1, members[i]), s.model);
		for (rows = 1; rows < 12; rows++)
			for (cols = 1; cols < 60; cols += 7) {
				f = frame_create(s.in, rows, cols);
				r = (struct rect){ 0, rows, 0, cols };
				peek_draw(s.peek, f, &r);
				p = picture(f, '\n');
				assert_null(strchr(p, 033));
				assert_null(strstr(p, "\xe2\x80\xae"));
				assert_null(strstr(p, "\xc2\x9b"));
				free(p);
				frame_destroy(f);
			}
		peek_show(s.peek, NULL, s.model);
	}
}

static void
test_places(void **state)
{
	struct rect all = { 2, 20, 0, 80 }, list, panel;

	(void)state;
	peek_place(&all, &list, &panel);
	assert_int_equal(list.bottom, panel.top);
	assert_int_equal(panel.bottom, 20);
	assert_true(list.bottom - list.top >= 3);
	assert_int_equal(panel.left, 0);
	all.right = PEEK_BESIDE_COLS;
	peek_place(&all, &list, &panel);
	assert_int_equal(list.right, panel.left);
	assert_int_equal(panel.right, PEEK_BESIDE_COLS);
	assert_int_equal(panel.top, 2);
	assert_int_equal(list.bottom, 20);
	assert_in_range(list.right, 40, 60);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_live),
		TEST(test_neighbours),
		TEST(test_saved),
		TEST(test_again),
		TEST(test_refused),
		TEST(test_dialog),
		TEST(test_commands),
		TEST(test_hostile),
		TEST(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
