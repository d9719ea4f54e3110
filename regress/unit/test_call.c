/* SPDX-License-Identifier: ISC */
/* test_call: the blocking exchange against children that follow a script. */

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "wire/call.h"
#include "wire/codec.h"
#include "wire/msg.h"

#define LONG_MS	 20000
#define SHORT_MS 100

#define HELLO "{\"role\":\"supervisor\",\"min\":1,\"max\":1,\"build\":\"x\"}"

/* What the other side does. The request it answers has id 1. */
struct script {
	const char *hello;    /* NULL: says none */
	const uint8_t *bytes; /* sent after a request, if any */
	size_t n;
	int at_once; /* bytes are sent without waiting */
	int stay;    /* stays silently at the end */
};

static pid_t child;

static void
write_all(int fd, const void *p, size_t n)
{
	while (n > 0) {
		ssize_t w = send(fd, p, n, MSG_NOSIGNAL);

		if (w <= 0)
			return;
		p = (const uint8_t *)p + w;
		n -= (size_t)w;
	}
}

static void
read_message(int fd)
{
	uint8_t head[MSG_HEADER_SIZE], *body;
	size_t n;

	if (recv(fd, head, sizeof head, MSG_WAITALL) != sizeof head)
		_exit(1);
	n = (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
	body = xmalloc(n + 1);
	if (n > 0 && recv(fd, body, n, MSG_WAITALL) != (ssize_t)n)
		_exit(1);
	free(body);
}

static void
play(int fd, const struct script *s)
{
	struct buf b = { 0 };

	if (s->hello != NULL) {
		codec_put(&b, MSG_HELLO, 0, s->hello, strlen(s->hello));
		write_all(fd, b.data, b.len);
		read_message(fd);
	}
	if (s->n > 0 && !s->at_once)
		read_message(fd);
	write_all(fd, s->bytes, s->n);
	while (s->stay)
		pause();
	shutdown(fd, SHUT_WR);
	if (s->hello != NULL)
		while (recv(fd, &b, 1, 0) > 0)
			continue;
	_exit(0);
}

/* A descriptor to a child that follows s. */
static int
serve(const struct script *s)
{
	int fds[2];

	assert_int_equal(sock_pair(fds), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(fds[0]);
		if (fcntl(fds[1], F_SETFL, 0) == -1)
			_exit(1);
		play(fds[1], s);
	}
	close(fds[1]);
	return fds[0];
}

static void
accept_and_play(int listener, const struct script *s)
{
	int fd = sock_accept(listener);

	assert_true(fd >= 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(listener);
		if (fcntl(fd, F_SETFL, 0) == -1)
			_exit(1);
		play(fd, s);
	}
	close(fd);
}

static void
reap(void)
{
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static monotime
in(int ms)
{
	return monotime_add(monotime_now(), ms);
}

static struct call *
greet(const struct script *s, int ms, char **cause)
{
	*cause = NULL;
	return call_adopt(serve(s), ROLE_CLIENT, in(ms), cause);
}

static void
nobody_there(void **state)
{
	char dir[] = "/tmp/test_call.XXXXXX", *path, *cause = NULL;
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = xasprintf("%s/s", dir);
	assert_null(call_open(path, ROLE_CLIENT, in(LONG_MS), &cause));
	assert_int_equal(errno, ENOENT);
	assert_non_null(cause);
	free(cause);
	cause = NULL;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	xsnprintf(sun.sun_path, sizeof sun.sun_path, "%s", path);
	assert_int_equal(bind(fd, (struct sockaddr *)&sun, sizeof sun), 0);
	assert_null(call_open(path, ROLE_CLIENT, in(LONG_MS), &cause));
	assert_int_equal(errno, ECONNREFUSED);
	free(cause);
	close(fd);
	unlink(path);
	rmdir(dir);
	free(path);
}

/* The path works, and a listener that accepts nobody runs into the deadline. */
static void
listener(void **state)
{
	char dir[] = "/tmp/test_call.XXXXXX", *path, *cause = NULL;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = xasprintf("%s/s", dir);
	fd = sock_listen(path, &cause);
	assert_true(fd >= 0);
	assert_null(call_open(path, ROLE_CLIENT, in(SHORT_MS), &cause));
	assert_int_equal(errno, ETIMEDOUT);
	free(cause);
	close(fd);
	unlink(path);
	rmdir(dir);
	free(path);
}

static void
greetings(void **state)
{
	static const struct {
		const char *what;
		struct script script;
		int error;
		const char *cause;
	} rows[] = {
		{ "silent", { .stay = 1 }, ETIMEDOUT, "hello" },
		{ "gone", { .hello = NULL }, ECONNRESET, "" },
		{ "no JSON", { .hello = "hello" }, EPROTO, "JSON" },
		{ "no role", { .hello = "{}" }, EPROTO, "role" },
		{ "later version",
		    { .hello = "{\"role\":\"host\",\"min\":5,\"max\":6}" },
		    EPROTO, "5 to 6" },
		{ "noise",
		    { .bytes = (const uint8_t *)"HTTP/1.1 400 \r\n",
			.n = 15,
			.at_once = 1,
			.stay = 1 },
		    EPROTO, "long" },
	};
	struct call *c;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		c = greet(&rows[i].script, SHORT_MS * 5, &cause);
		if (c != NULL || errno != rows[i].error || cause == NULL ||
		    strstr(cause, rows[i].cause) == NULL)
			fail_msg("%s: %d %s", rows[i].what, errno,
			    cause == NULL ? "no cause" : cause);
		free(cause);
		reap();
	}
}

/* Ask once against a side that answers with these bytes. */
static struct jv *
ask(const struct buf *b, int stay, char **cause)
{
	struct script s = {
		.hello = HELLO, .bytes = b->data, .n = b->len, .stay = stay
	};
	struct jv *v;
	struct call *c;
	int error;

	c = greet(&s, LONG_MS, cause);
	if (c == NULL)
		fail_msg("%s", *cause);
	assert_string_equal(jv_string(call_hello(c), "build"), "x");
	assert_true(call_fd(c) >= 0);
	v = call_ask(c, MSG_SESSION_LIST, NULL, in(stay ? SHORT_MS : LONG_MS),
	    cause);
	error = errno;
	call_close(c);
	reap();
	errno = error;
	return v;
}

static void
put_text(struct buf *b, uint16_t type, uint32_t id, const char *text)
{
	codec_put(b, type, id, text, strlen(text));
}

static void
answers(void **state)
{
	static const struct {
		uint32_t id;
		const char *text;
		int error;
		const char *cause;
	} rows[] = {
		{ 1, "{\"ok\":true,\"n\":5}", -1, NULL },
		{ 1, "{\"ok\":false,\"error\":\"no session\"}", 0,
		    "no session" },
		{ 1, "{\"ok\":false,\"error\":\"a\\u001bb\\n\"}", 0, "ab" },
		{ 1, "{\"ok\":false}", EPROTO, "malformed" },
		{ 1, "{}", EPROTO, "malformed" },
		{ 1, "[true]", EPROTO, "malformed" },
		{ 1, "{\"ok\"", EPROTO, "line" },
		{ 2, "{\"ok\":true}", ECONNRESET, "closed" },
	};
	struct buf b = { 0 };
	struct jv *v;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		buf_reset(&b);
		put_text(&b, MSG_SESSION_EVENT, 0, "{}");
		put_text(&b, 0x7fff, 1, "later");
		put_text(&b, MSG_RESULT, 77, "{\"ok\":true,\"n\":6}");
		put_text(&b, MSG_RESULT, rows[i].id, rows[i].text);
		v = ask(&b, 0, &cause);
		if (rows[i].error == -1) {
			assert_non_null(v);
			assert_int_equal(jv_int(v, "n", 0), 5);
			jv_free(v);
			continue;
		}
		if (v != NULL || errno != rows[i].error || cause == NULL ||
		    strstr(cause, rows[i].cause) == NULL)
			fail_msg("%s: %d %s", rows[i].text, errno,
			    cause == NULL ? "no cause" : cause);
		free(cause);
	}
	buf_clear(&b);
}

static void
bad_answers(void **state)
{
	struct buf b = { 0 };
	char *cause;
	size_t n, len;

	(void)state;
	put_text(&b, MSG_HELLO, 1, HELLO);
	assert_null(ask(&b, 0, &cause));
	assert_int_equal(errno, EPROTO);
	free(cause);
	buf_reset(&b);
	put_text(&b, MSG_HOST_EVENT, 1, "{}");
	assert_null(ask(&b, 0, &cause));
	assert_int_equal(errno, EPROTO);
	free(cause);
	buf_reset(&b);
	put_text(&b, MSG_RESULT, 1, "{\"ok\":true}");
	len = b.len;
	for (n = 1; n < len; n++) {
		b.len = n;
		assert_null(ask(&b, 0, &cause));
		assert_int_equal(errno, ECONNRESET);
		assert_non_null(strstr(cause, "within a message"));
		free(cause);
	}
	b.len = len - 1;
	assert_null(ask(&b, 1, &cause));
	assert_int_equal(errno, ETIMEDOUT);
	free(cause);
	buf_clear(&b);
}

static void
flipped(void **state)
{
	struct buf b = { 0 };
	struct jv *v;
	char *cause;
	size_t bit;

	(void)state;
	put_text(&b, MSG_RESULT, 1, "{\"ok\":true}");
	for (bit = 0; bit < b.len * 8; bit++) {
		b.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		v = ask(&b, 0, &cause);
		assert_true(v != NULL || cause != NULL);
		jv_free(v);
		free(cause);
		b.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	buf_clear(&b);
}

static void
stream(void **state)
{
	struct buf b = { 0 };
	struct script s = { .hello = HELLO, .at_once = 1 };
	struct call *c;
	struct msg msg;
	char *cause;

	(void)state;
	put_text(&b, MSG_SESSION_EVENT, 0, "{\"event\":\"added\"}");
	put_text(&b, MSG_SESSION_EVENT, 0, "{\"event\":\"state\"}");
	s.bytes = b.data;
	s.n = b.len;
	c = greet(&s, LONG_MS, &cause);
	assert_non_null(c);
	assert_int_equal(call_next(c, &msg, in(LONG_MS), &cause), 1);
	assert_memory_equal(msg.body, "{\"event\":\"added\"}", msg.len);
	assert_int_equal(call_next(c, &msg, in(LONG_MS), &cause), 1);
	assert_memory_equal(msg.body, "{\"event\":\"state\"}", msg.len);
	assert_int_equal(call_next(c, &msg, in(LONG_MS), &cause), -1);
	assert_null(cause);
	call_close(c);
	reap();
	s.n = 0;
	s.stay = 1;
	c = greet(&s, LONG_MS, &cause);
	assert_non_null(c);
	assert_int_equal(call_next(c, &msg, in(SHORT_MS), &cause), 0);
	assert_int_equal(call_next(c, &msg, in(-1), &cause), 0);
	call_close(c);
	reap();
	buf_clear(&b);
}

static void
release(void **state)
{
	struct buf b = { 0 };
	struct script s = { .hello = HELLO, .at_once = 1, .stay = 1 };
	struct call *c;
	struct msg msg;
	char *cause;
	int fd;

	(void)state;
	put_text(&b, MSG_SESSION_EVENT, 0, "{}");
	put_text(&b, MSG_SESSION_EVENT, 0, "{}");
	s.bytes = b.data;
	s.n = b.len;
	c = greet(&s, LONG_MS, &cause);
	assert_non_null(c);
	assert_int_equal(call_next(c, &msg, in(LONG_MS), &cause), 1);
	/* The second came in the same write. */
	assert_int_equal(call_release(c), -1);
	assert_int_equal(call_next(c, &msg, in(LONG_MS), &cause), 1);
	fd = call_release(c);
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
	reap();
	buf_clear(&b);
}

/* A request that goes out with our hello, before theirs is in. */
static void
at_once(void **state)
{
	char dir[] = "/tmp/test_call.XXXXXX", *path, *cause = NULL;
	struct buf b = { 0 };
	struct script s = { .hello = HELLO };
	struct jv *v;
	struct call *c;
	uint32_t id;
	int listener;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = xasprintf("%s/s", dir);
	listener = sock_listen(path, &cause);
	assert_true(listener >= 0);
	put_text(&b, MSG_RESULT, 1, "{\"ok\":true,\"n\":7}");
	s.bytes = b.data;
	s.n = b.len;
	c = call_begin(path, ROLE_CLIENT, in(LONG_MS), &cause);
	assert_non_null(c);
	id = call_send(c, MSG_SESSION_LIST, NULL, in(LONG_MS), &cause);
	assert_int_equal(id, 1);
	accept_and_play(listener, &s);
	assert_int_equal(call_greet(c, in(LONG_MS), &cause), 0);
	assert_int_equal(call_greet(c, in(LONG_MS), &cause), 0);
	v = call_answer(c, id, in(LONG_MS), &cause);
	assert_int_equal(jv_int(v, "n", 0), 7);
	jv_free(v);
	call_close(c);
	reap();
	/* Gone without a word. */
	c = call_begin(path, ROLE_CLIENT, in(LONG_MS), &cause);
	assert_non_null(c);
	id = call_send(c, MSG_SESSION_LIST, NULL, in(LONG_MS), &cause);
	assert_int_equal(id, 1);
	close(listener);
	assert_int_equal(call_greet(c, in(LONG_MS), &cause), -1);
	assert_int_equal(errno, ECONNRESET);
	free(cause);
	call_close(c);
	unlink(path);
	rmdir(dir);
	free(path);
	buf_clear(&b);
}

/* A side that reads nothing: the request ends at the deadline, and no other
 * is sent into its middle. */
static void
stalled(void **state)
{
	struct script s = { .hello = HELLO, .stay = 1 };
	struct jv *v = jv_object();
	struct call *c;
	char *big, *cause;

	(void)state;
	big = xmalloc(3u << 20);
	memset(big, 'x', 3u << 20);
	big[(3u << 20) - 1] = '\0';
	jv_set_string(v, "task", big);
	c = greet(&s, LONG_MS, &cause);
	assert_non_null(c);
	assert_int_equal(call_send(c, MSG_SESSION_LIST, v, in(SHORT_MS),
			     &cause),
	    0);
	assert_int_equal(errno, EMSGSIZE);
	free(cause);
	assert_int_equal(call_send(c, MSG_SESSION_START, v, in(SHORT_MS),
			     &cause),
	    0);
	assert_int_equal(errno, ETIMEDOUT);
	free(cause);
	assert_null(call_ask(c, MSG_SESSION_LIST, NULL, in(SHORT_MS), &cause));
	assert_int_equal(errno, ECONNRESET);
	free(cause);
	call_close(c);
	reap();
	jv_free(v);
	free(big);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_there),
		cmocka_unit_test(listener),
		cmocka_unit_test(greetings),
		cmocka_unit_test(answers),
		cmocka_unit_test(bad_answers),
		cmocka_unit_test(flipped),
		cmocka_unit_test(stream),
		cmocka_unit_test(release),
		cmocka_unit_test(at_once),
		cmocka_unit_test(stalled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
