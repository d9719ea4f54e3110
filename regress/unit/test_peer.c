/* SPDX-License-Identifier: ISC */
/* test_peer: two peers with each other, and one with sockets that stall, lie
 * and go away. */

#include <sys/socket.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "wire/codec.h"
#include "wire/msg.h"
#include "wire/peer.h"

#define WAIT_MS 20000

enum when {
	NEVER,
	READY,
	MESSAGE,
	DRAINED
};

/* One end in our hands. */
struct end {
	struct peer *p;
	int ready;
	int messages;
	int drained;
	int closed;
	int orderly;
	char why[256];
	uint16_t type;
	uint32_t id;
	size_t len;
	size_t bytes;
	char body[256];
	enum when destroy;
	int inside;
	int reply;
};

static struct loop *loop;

static void
act(struct end *e, enum when when)
{
	assert_int_equal(e->inside, 0);
	if (e->destroy != when)
		return;
	peer_destroy(e->p);
	e->p = NULL;
}

static void
on_ready(struct peer *p, void *arg)
{
	struct end *e = arg;

	assert_true(peer_is_ready(p));
	assert_non_null(peer_hello(p));
	e->ready++;
	act(e, READY);
}

static void
on_message(struct peer *p, const struct msg *msg, void *arg)
{
	struct end *e = arg;

	assert_true(e->ready);
	e->messages++;
	e->type = msg->type;
	e->id = msg->id;
	e->len = msg->len;
	e->bytes += msg->len;
	memset(e->body, 0, sizeof e->body);
	memcpy(e->body, msg->body,
	    msg->len < sizeof e->body - 1 ? msg->len : sizeof e->body - 1);
	if (e->reply == 1)
		peer_reply(p, msg->id, NULL);
	else if (e->reply == 3 && e->messages % 3 == 0)
		peer_pause(p, true);
	else if (e->reply == 2)
		peer_refuse(p, msg->id, "no session matching '%s'", "x");
	act(e, MESSAGE);
}

static void
on_closed(struct peer *p, const char *why, void *arg)
{
	struct end *e = arg;

	assert_int_equal(e->inside, 0);
	e->closed++;
	e->orderly = why == NULL;
	snprintf(e->why, sizeof e->why, "%s", why == NULL ? "" : why);
	peer_destroy(p);
	e->p = NULL;
}

static void
on_drained(struct peer *p, void *arg)
{
	struct end *e = arg;

	assert_int_equal(peer_queued(p), 0);
	e->drained++;
	act(e, DRAINED);
}

static const struct peer_handler handler = {
	.ready = on_ready,
	.message = on_message,
	.closed = on_closed,
	.drained = on_drained,
};

static void
until(const int *flag, int want)
{
	monotime end = monotime_add(monotime_now(), WAIT_MS);

	while (*flag < want) {
		if (monotime_left(end) == 0)
			fail_msg("not in time");
		loop_turn(loop, 100);
	}
}

static void
start(struct end *e, int fd, enum role us, const struct jv *extra)
{
	e->inside = 1;
	e->p = peer_create(loop, fd, us, extra, &handler, e);
	e->inside = 0;
	assert_non_null(e->p);
	assert_int_equal(e->closed, 0);
}

/* A client and a supervisor. */
static void
start_both(struct end *a, struct end *b)
{
	int fds[2];

	memset(a, 0, sizeof *a);
	memset(b, 0, sizeof *b);
	assert_int_equal(sock_pair(fds), 0);
	start(a, fds[0], ROLE_CLIENT, NULL);
	start(b, fds[1], ROLE_SUPERVISOR, NULL);
}

/* A supervisor; the other end is a bare descriptor. */
static int
start_raw(struct end *e)
{
	int fds[2];

	memset(e, 0, sizeof *e);
	assert_int_equal(sock_pair(fds), 0);
	start(e, fds[0], ROLE_SUPERVISOR, NULL);
	return fds[1];
}

static void
stop(struct end *e)
{
	peer_destroy(e->p);
	e->p = NULL;
	loop_turn(loop, 0);
}

/* Write all, while the loop runs. */
static void
raw_write(int fd, const void *p, size_t n)
{
	const char *at = p;
	ssize_t w;

	while (n > 0) {
		w = send(fd, at, n, MSG_NOSIGNAL);
		if (w > 0) {
			at += w;
			n -= (size_t)w;
		} else if (errno != EAGAIN)
			return;
		loop_turn(loop, 0);
	}
}

static void
put_text(struct buf *b, uint16_t type, uint32_t id, const char *text)
{
	codec_put(b, type, id, text, strlen(text));
}

static void
put_hello(struct buf *b)
{
	put_text(b, MSG_HELLO, 0, "{\"role\":\"client\",\"min\":1,\"max\":9}");
}

static void
raw_hello(int fd)
{
	struct buf b = { 0 };

	put_hello(&b);
	raw_write(fd, b.data, b.len);
	buf_clear(&b);
}

static void
hellos(void **state)
{
	struct end a = { 0 }, b = { 0 };
	struct jv *extra = jv_object();
	int fds[2];

	(void)state;
	jv_set_string(extra, "id", "0badcafe");
	jv_set_string(extra, "role", "client");
	assert_int_equal(sock_pair(fds), 0);
	start(&a, fds[0], ROLE_SUPERVISOR, NULL);
	start(&b, fds[1], ROLE_HOST, extra);
	jv_free(extra);
	assert_null(peer_hello(a.p));
	until(&a.ready, 1);
	until(&b.ready, 1);
	assert_int_equal(peer_role(a.p), ROLE_HOST);
	assert_int_equal(peer_role(b.p), ROLE_SUPERVISOR);
	assert_int_equal(peer_pid(a.p), getpid());
	assert_string_equal(jv_string(peer_hello(a.p), "id"), "0badcafe");
	assert_string_equal(jv_string(peer_hello(a.p), "build"),
	    PACKAGE_VERSION);
	assert_int_equal(jv_int(peer_hello(a.p), "pid", 0), getpid());
	assert_int_equal(jv_int(peer_hello(a.p), "max", 0), PROTOCOL_MAX);
	stop(&a);
	until(&b.closed, 1);
	assert_true(b.orderly);
}

static void
request(void **state)
{
	struct end a, b;
	struct jv *v = jv_object();
	uint32_t id, old;

	(void)state;
	start_both(&a, &b);
	b.reply = 1;
	id = peer_next_id(a.p);
	assert_int_not_equal(id, 0);
	jv_set_bool(v, "all", true);
	peer_send_jv(a.p, MSG_SESSION_LIST, id, v); /* before any hello */
	jv_free(v);
	until(&a.messages, 1);
	assert_int_equal(b.type, MSG_SESSION_LIST);
	assert_string_equal(b.body, "{\"all\":true}");
	assert_int_equal(a.type, MSG_RESULT);
	assert_int_equal(a.id, id);
	assert_string_equal(a.body, "{\"ok\":true}");
	b.reply = 2;
	old = id;
	id = peer_next_id(a.p);
	assert_int_not_equal(id, old);
	peer_send(a.p, MSG_SESSION_LIST, id, NULL, 0);
	until(&a.messages, 2);
	assert_int_equal(a.id, id);
	assert_non_null(strstr(a.body, "\"ok\":false"));
	assert_non_null(strstr(a.body, "no session matching 'x'"));
	stop(&a);
	stop(&b);
}

static void
many_and_large(void **state)
{
	struct end a, b;
	char *big = xcalloc(1, 3u << 20);
	int i;

	(void)state;
	start_both(&a, &b);
	memset(big, 'x', 3u << 20);
	for (i = 0; i < 500; i++)
		peer_send(a.p, MSG_SESSION_LIST, (uint32_t)i, "{}", 2);
	peer_send(a.p, MSG_SESSION_START, 500, big, 3u << 20);
	for (i = 501; i < 600; i++)
		peer_send(a.p, MSG_SESSION_LIST, (uint32_t)i, "{}", 2);
	until(&b.messages, 600);
	assert_int_equal(b.id, 599);
	assert_int_equal(b.bytes, (3u << 20) + 599 * 2);
	until(&a.drained, 1);
	assert_int_equal(peer_queued(a.p), 0);
	free(big);
	stop(&a);
	stop(&b);
}

/* A pause holds messages back, those of the same read too, and loses none. */
static void
paused(void **state)
{
	struct end a, b;
	int i, at;

	(void)state;
	start_both(&a, &b);
	until(&a.ready, 1);
	until(&b.ready, 1);
	b.reply = 3;
	for (i = 1; i <= 100; i++)
		peer_send(a.p, MSG_SESSION_LIST, (uint32_t)i, "{}", 2);
	peer_finish(a.p, WAIT_MS);
	for (at = 3; at < 100; at += 3) {
		until(&b.messages, at);
		for (i = 0; i < 5; i++)
			loop_turn(loop, 1);
		assert_int_equal(b.messages, at);
		assert_int_equal(b.id, at);
		if (b.closed)
			fail_msg("closed after %d: %s", at, b.why);
		peer_pause(b.p, false);
	}
	until(&b.messages, 100);
	until(&b.closed, 1);
	assert_true(b.orderly);
	until(&a.closed, 1);
}

static void
byte_by_byte(void **state)
{
	struct buf b = { 0 };
	struct end e;
	size_t i;
	int fd;

	(void)state;
	fd = start_raw(&e);
	put_hello(&b);
	put_text(&b, MSG_SESSION_LIST, 3, "{\"all\":false}");
	put_text(&b, MSG_SESSION_STOP, 4, "{}");
	for (i = 0; i < b.len; i++) {
		assert_true(e.messages < 2);
		raw_write(fd, b.data + i, 1);
	}
	until(&e.messages, 2);
	assert_int_equal(e.id, 4);
	buf_clear(&b);
	close(fd);
	until(&e.closed, 1);
	assert_true(e.orderly);
}

static void
unknown_type(void **state)
{
	struct buf b = { 0 };
	struct end e;
	int fd;

	(void)state;
	fd = start_raw(&e);
	put_hello(&b);
	put_text(&b, 0x7fff, 1, "news from a later version");
	put_text(&b, MSG_SESSION_LIST, 2, "{}");
	raw_write(fd, b.data, b.len);
	until(&e.messages, 1);
	assert_int_equal(e.id, 2);
	assert_int_equal(e.closed, 0);
	buf_clear(&b);
	close(fd);
	stop(&e);
}

/* A long one is passed over as it comes, and what follows is heard. */
static void
unknown_long(void **state)
{
	char *body = xcalloc(1, 300000);
	struct buf b = { 0 };
	struct end e;
	size_t hello;
	int fd;

	(void)state;
	put_hello(&b);
	hello = b.len;
	codec_put(&b, 0x7fff, 1, body, 300000);
	put_text(&b, MSG_SESSION_LIST, 2, "{}");
	fd = start_raw(&e);
	raw_write(fd, b.data, b.len);
	until(&e.messages, 1);
	assert_int_equal(e.id, 2);
	assert_int_equal(e.closed, 0);
	close(fd);
	stop(&e);
	fd = start_raw(&e);
	raw_write(fd, b.data, hello + 200000);
	close(fd);
	until(&e.closed, 1);
	assert_non_null(strstr(e.why, "within a message"));
	assert_int_equal(e.messages, 0);
	buf_clear(&b);
	free(body);
}

/* Each is refused, and says why. */
static void
bad_hellos(void **state)
{
	static const struct {
		const char *hello;
		const char *why;
	} rows[] = {
		{ "", "JSON" },
		{ "hello", "JSON" },
		{ "[]", "object" },
		{ "\"client\"", NULL },
		{ "{}", "role" },
		{ "{\"role\":1,\"min\":1,\"max\":1}", "role" },
		{ "{\"role\":\"any\",\"min\":1,\"max\":1}", "role" },
		{ "{\"role\":\"king\",\"min\":1,\"max\":1}", "role" },
		{ "{\"role\":\"client\"}", "versions" },
		{ "{\"role\":\"client\",\"min\":\"1\",\"max\":1}", "versions" },
		{ "{\"role\":\"client\",\"min\":2,\"max\":1}", "versions" },
		{ "{\"role\":\"client\",\"min\":-5,\"max\":1}", "versions" },
		{ "{\"role\":\"client\",\"min\":0,\"max\":0}", "0 to 0" },
		{ "{\"role\":\"client\",\"min\":77,\"max\":99}", "77 to 99" },
	};
	struct buf b = { 0 };
	struct end e;
	size_t i;
	int fd;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		fd = start_raw(&e);
		buf_reset(&b);
		put_text(&b, MSG_HELLO, 0, rows[i].hello);
		raw_write(fd, b.data, b.len);
		until(&e.closed, 1);
		if (e.orderly || e.ready ||
		    (rows[i].why && strstr(e.why, rows[i].why) == NULL))
			fail_msg("%s: %s", rows[i].hello, e.why);
		close(fd);
	}
	buf_clear(&b);
}

/* What must not come from a client, or not now. */
static void
unexpected(void **state)
{
	static const struct {
		const char *what;
		int hello;
		uint16_t type;
	} rows[] = {
		{ "before the hello", 0, MSG_SESSION_LIST },
		{ "unknown before the hello", 0, 0x7fff },
		{ "second hello", 1, MSG_HELLO },
		{ "a host's message", 1, MSG_HOST_EVENT },
		{ "a supervisor's message", 1, MSG_SESSION_EVENT },
		{ "for a host", 1, MSG_VIEW_START },
	};
	struct buf b = { 0 };
	struct end e;
	size_t i;
	int fd;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		fd = start_raw(&e);
		buf_reset(&b);
		if (rows[i].hello)
			put_hello(&b);
		/* The header is enough. */
		put_text(&b, rows[i].type, 1, "{}");
		raw_write(fd, b.data, b.len - 2);
		until(&e.closed, 1);
		if (e.messages != 0 || strstr(e.why, "not expected") == NULL)
			fail_msg("%s: %s", rows[i].what, e.why);
		close(fd);
	}
	buf_clear(&b);
}

static void
oversize(void **state)
{
	static const struct {
		uint32_t len;
		uint16_t type;
		int hello;
	} rows[] = {
		{ 64 * 1024 + 1, MSG_HELLO, 0 },
		{ 0xffffffff, MSG_HELLO, 0 },
		{ 64 * 1024 + 1, MSG_SESSION_LIST, 1 },
		{ MSG_MAX_BODY + 1, 0x7fff, 1 },
	};
	struct buf b = { 0 };
	struct end e;
	size_t i;
	int fd;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		fd = start_raw(&e);
		buf_reset(&b);
		if (rows[i].hello)
			put_hello(&b);
		buf_put_u32(&b, rows[i].len);
		buf_put_u16(&b, rows[i].type);
		buf_put_u16(&b, 0);
		buf_put_u32(&b, 1);
		raw_write(fd, b.data, b.len);
		until(&e.closed, 1);
		if (strstr(e.why, "too long") == NULL)
			fail_msg("row %zu: %s", i, e.why);
		close(fd);
	}
	buf_clear(&b);
}

/* Noise, cuts and flipped bits: an end that is told, or a message; no more. */
static void
garbage(void **state)
{
	struct buf b = { 0 };
	struct end e;
	uint32_t seed = 1;
	uint8_t noise[300];
	size_t i, bit;
	int fd;

	(void)state;
	for (bit = 0; bit < 200; bit++) {
		fd = start_raw(&e);
		if (bit % 2)
			raw_hello(fd);
		for (i = 0; i < sizeof noise; i++)
			noise[i] =
			    (uint8_t)((seed = seed * 1103515245 + 12345) >> 16);
		raw_write(fd, noise, sizeof noise);
		close(fd);
		until(&e.closed, 1);
	}
	put_hello(&b);
	put_text(&b, MSG_SESSION_LIST, 3, "{\"all\":false}");
	for (bit = 0; bit < b.len * 8; bit++) {
		fd = start_raw(&e);
		b.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		raw_write(fd, b.data, b.len);
		b.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		close(fd);
		until(&e.closed, 1);
	}
	buf_clear(&b);
}

static void
ends(void **state)
{
	struct buf b = { 0 };
	struct end e;
	size_t n, hello;
	int fd;

	(void)state;
	put_hello(&b);
	hello = b.len;
	put_text(&b, MSG_SESSION_LIST, 3, "{}");
	for (n = 0; n <= b.len; n++) {
		fd = start_raw(&e);
		raw_write(fd, b.data, n);
		close(fd);
		until(&e.closed, 1);
		if (e.ready != (n >= hello) || e.messages != (n == b.len) ||
		    e.orderly != (n == hello || n == b.len))
			fail_msg("cut at %zu: %s", n, e.why);
	}
	buf_clear(&b);
}

/* What a side said before it went is heard, though it takes no answer. */
static void
last_words(void **state)
{
	struct buf b = { 0 };
	struct end e;
	int fd;

	(void)state;
	fd = start_raw(&e);
	raw_hello(fd);
	until(&e.ready, 1);
	put_text(&b, MSG_SESSION_LIST, 3, "{}");
	assert_int_equal(send(fd, b.data, b.len, 0), b.len);
	close(fd);
	peer_send(e.p, MSG_RESULT, 1, "{}", 2);
	until(&e.closed, 1);
	assert_int_equal(e.messages, 1);
	buf_clear(&b);
}

static void
destroy_anywhere(void **state)
{
	static const enum when rows[] = { READY, MESSAGE, DRAINED };
	struct end a, b;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		start_both(&a, &b);
		b.destroy = rows[i];
		b.reply = 1;
		peer_send(a.p, MSG_SESSION_LIST, 1, "{}", 2);
		peer_send(a.p, MSG_SESSION_LIST, 2, "{}", 2);
		until(&a.closed, 1);
		assert_null(b.p);
		assert_int_equal(b.closed, 0);
		assert_int_equal(b.messages, rows[i] == MESSAGE ? 1 : 0);
	}
	start_both(&a, &b);
	stop(&a); /* before any turn */
	stop(&b);
	peer_destroy(NULL);
}

/* A side that reads nothing costs a bounded queue. */
static void
slow(void **state)
{
	struct end e;
	char *big = xcalloc(1, 1u << 20);
	int fd, i;

	(void)state;
	fd = start_raw(&e);
	raw_hello(fd);
	until(&e.ready, 1);
	e.inside = 1;
	for (i = 0; i < 200; i++)
		peer_send(e.p, MSG_RESULT, 1, big, 1u << 20);
	assert_int_equal(e.closed, 0);
	e.inside = 0;
	assert_true(peer_queued(e.p) <= PEER_QUEUE_MAX + (1u << 20));
	until(&e.closed, 1);
	assert_non_null(strstr(e.why, "queue is full"));
	free(big);
	close(fd);
}

static void
too_long_to_send(void **state)
{
	struct end a, b;
	struct jv *v = jv_object();
	char *big = xcalloc(1, 17u << 20);

	(void)state;
	start_both(&a, &b);
	until(&a.ready, 1);
	memset(big, 'x', (17u << 20) - 1);
	jv_set_string(v, "x", big);
	peer_reply(b.p, 7, v);
	until(&a.messages, 1);
	assert_int_equal(a.id, 7);
	assert_non_null(strstr(a.body, "too long"));
	jv_free(v);
	peer_send(a.p, MSG_SESSION_LIST, 1, big, 17u << 20);
	until(&a.closed, 1);
	assert_non_null(strstr(a.why, "too long"));
	free(big);
	until(&b.closed, 1);
}

/* All that is queued arrives, then the end. */
static void
finish(void **state)
{
	struct end a, b;
	char *big = xcalloc(1, 1u << 20);
	int i;

	(void)state;
	start_both(&a, &b);
	until(&b.ready, 1);
	for (i = 0; i < 5; i++)
		peer_send(b.p, MSG_RESULT, 1, big, 1u << 20);
	peer_send(a.p, MSG_SESSION_LIST, 1, "{}", 2);
	b.inside = 1;
	peer_finish(b.p, WAIT_MS);
	peer_finish(b.p, WAIT_MS);
	peer_send(b.p, MSG_RESULT, 9, "{}", 2); /* too late */
	b.inside = 0;
	until(&a.closed, 1);
	assert_int_equal(a.messages, 5);
	until(&b.closed, 1);
	assert_true(b.orderly);
	assert_int_equal(b.messages, 0);
	free(big);
}

static void
finish_stalled(void **state)
{
	monotime begun = monotime_now();
	struct end e;
	char *big = xcalloc(1, 4u << 20);
	int fd;

	(void)state;
	fd = start_raw(&e);
	raw_hello(fd);
	until(&e.ready, 1);
	peer_send(e.p, MSG_RESULT, 1, big, 4u << 20);
	peer_finish(e.p, 100);
	until(&e.closed, 1);
	assert_true(e.orderly);
	assert_true(monotime_diff(begun, monotime_now()) >= 100);
	free(big);
	close(fd);
}

static void
no_socket(void **state)
{
	struct end e = { 0 };
	int fds[2];

	(void)state;
	assert_int_equal(pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0);
	start(&e, fds[0], ROLE_HOST, NULL);
	until(&e.closed, 1);
	assert_false(e.orderly);
	close(fds[1]);
}

static void
no_hello(void **state)
{
	monotime begun = monotime_now();
	struct end e;
	int fd;

	(void)state;
	fd = start_raw(&e);
	raw_write(fd, "\0\0\0\x10", 4);
	until(&e.closed, 1);
	assert_true(monotime_diff(begun, monotime_now()) >= PEER_HELLO_MS - 50);
	assert_non_null(strstr(e.why, "hello"));
	close(fd);
}

static int
setup(void **state)
{
	(void)state;
	loop = loop_create();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	loop_destroy(loop);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(hellos),
		TEST(request),
		TEST(many_and_large),
		TEST(paused),
		TEST(byte_by_byte),
		TEST(unknown_type),
		TEST(unknown_long),
		TEST(bad_hellos),
		TEST(unexpected),
		TEST(oversize),
		TEST(garbage),
		TEST(ends),
		TEST(last_words),
		TEST(destroy_anywhere),
		TEST(slow),
		TEST(too_long_to_send),
		TEST(finish),
		TEST(finish_stalled),
		TEST(no_socket),
		TEST(no_hello),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
