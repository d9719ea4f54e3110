/* SPDX-License-Identifier: ISC */
/* call: blocking exchange over one connection; for event loops there is
 * peer. */

#include <sys/socket.h>

#include <errno.h>
#include <poll.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/sock.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "wire/call.h"
#include "wire/codec.h"
#include "wire/hello.h"

#define READ_CHUNK 65536
#define RETRY_MS   20	/* while the other side's backlog is full */
#define ERROR_MAX  4096 /* bytes of a refusal that are shown */

struct call {
	int fd;
	enum role us;
	enum role them;
	struct jv *hello; /* owned, theirs */
	struct buf in;
	size_t taken;	/* bytes at the front of in handed out */
	struct buf out; /* what has not gone out yet: at first our hello */
	uint32_t last_id;
	bool broken; /* a message was sent in part */
};

static int set_cause(int, char **, const char *);
static int call_connect(const char *, monotime);
static struct call *call_take(int, enum role, char **);
static int call_flush(struct call *, monotime, char **);
static int call_read(struct call *, monotime, char **);
static int call_frame(struct call *, struct msg *, char **);
static int call_wait(struct call *, struct msg *, monotime, char **);
static struct jv *call_parse(const struct msg *, char **);

/* Always -1, with errno set and *cause filled. */
static int
set_cause(int error, char **cause, const char *text)
{
	*cause = xstrdup(text != NULL ? text : strerror(error));
	errno = error;
	return -1;
}

/* A descriptor, or -1 with errno; a full backlog is waited for. */
static int
call_connect(const char *path, monotime deadline)
{
	int fd;

	for (;;) {
		fd = sock_connect(path);
		if (fd != -1 || errno != EAGAIN)
			return fd;
		if (monotime_left(deadline) == 0) {
			errno = ETIMEDOUT;
			return -1;
		}
		poll(NULL, 0, RETRY_MS);
	}
}

struct call *
call_begin(const char *path, enum role us, monotime deadline, char **cause)
{
	int fd;

	fd = call_connect(path, deadline);
	if (fd == -1) {
		set_cause(errno, cause, NULL);
		return NULL;
	}
	return call_take(fd, us, cause);
}

/* Greet, or close; takes c, which may be NULL. */
static struct call *
call_greeted(struct call *c, monotime deadline, char **cause)
{
	int error;

	if (c == NULL || call_greet(c, deadline, cause) == 0)
		return c;
	error = errno;
	call_close(c);
	errno = error;
	return NULL;
}

struct call *
call_open(const char *path, enum role us, monotime deadline, char **cause)
{
	return call_greeted(call_begin(path, us, deadline, cause), deadline,
	    cause);
}

struct call *
call_adopt(int fd, enum role us, monotime deadline, char **cause)
{
	return call_greeted(call_take(fd, us, cause), deadline, cause);
}

void
call_close(struct call *c)
{
	if (c == NULL)
		return;
	if (c->fd != -1)
		close(c->fd);
	jv_free(c->hello);
	buf_clear(&c->in);
	buf_clear(&c->out);
	free(c);
}

/* A call on a descriptor, which is taken, whose other side is of our user; its
 * hello is ready to go out. */
static struct call *
call_take(int fd, enum role us, char **cause)
{
	struct call *c;
	struct jv *ours;
	char *text;
	int error;

	if (sock_check_peer(fd, NULL) != 0) {
		error = errno;
		close(fd);
		set_cause(error, cause, NULL);
		return NULL;
	}
	c = xcalloc(1, sizeof *c);
	c->fd = fd;
	c->us = us;
	buf_init(&c->in, MSG_HEADER_SIZE + MSG_MAX_BODY + READ_CHUNK);
	ours = hello_create(us, NULL);
	text = jv_text(ours, false);
	codec_put(&c->out, MSG_HELLO, 0, text, strlen(text));
	free(text);
	jv_free(ours);
	return c;
}

int
call_greet(struct call *c, monotime deadline, char **cause)
{
	struct msg msg;
	int r;

	if (c->hello != NULL)
		return 0;
	if (call_flush(c, deadline, cause) != 0)
		return -1;
	r = call_wait(c, &msg, deadline, cause);
	if (r == 0)
		return set_cause(ETIMEDOUT, cause, "no hello in time");
	if (r == -1 && *cause == NULL)
		set_cause(ECONNRESET, cause, "closed before a hello");
	if (r == -1)
		return -1;
	if (msg.type != MSG_HELLO)
		return set_cause(EPROTO, cause, wire_strerror(WIRE_UNEXPECTED));
	c->hello = hello_parse(msg.body, msg.len, &c->them, cause);
	if (c->hello == NULL)
		errno = EPROTO;
	return c->hello == NULL ? -1 : 0;
}

/* 0, or -1, errno and *cause. */
static int
call_write(struct call *c, const struct buf *b, monotime deadline, char **cause)
{
	size_t off = 0;
	ssize_t n;
	int r;

	if (c->broken)
		return set_cause(ECONNRESET, cause, NULL);
	while (off < b->len) {
		n = send(c->fd, b->data + off, b->len - off, MSG_NOSIGNAL);
		if (n >= 0) {
			off += (size_t)n;
			continue;
		}
		if (errno == EINTR)
			continue;
		c->broken = off > 0;
		if (errno == EPIPE)
			return set_cause(ECONNRESET, cause, NULL);
		if (errno != EAGAIN && errno != EWOULDBLOCK)
			return set_cause(errno, cause, NULL);
		r = sock_wait(c->fd, POLLOUT, deadline);
		if (r == -1)
			return set_cause(errno, cause, NULL);
		if (r == 0)
			return set_cause(ETIMEDOUT, cause, NULL);
	}
	c->broken = false;
	return 0;
}

static int
call_flush(struct call *c, monotime deadline, char **cause)
{
	int r = call_write(c, &c->out, deadline, cause), saved = errno;

	buf_clear(&c->out);
	errno = saved;
	return r;
}

uint32_t
call_send(struct call *c, uint16_t type, const struct jv *v, monotime deadline,
    char **cause)
{
	uint32_t id;
	char *text, name[8];
	size_t n;

	if (++c->last_id == 0)
		c->last_id = 1;
	id = c->last_id;
	text = v == NULL ? xstrdup("{}") : jv_text(v, false);
	n = strlen(text);
	if (n > msg_limit(type)) {
		*cause = xasprintf("the request is too long (%zu bytes)", n);
		free(text);
		errno = EMSGSIZE;
		return 0;
	}
	log_debug("call: send %s, %zu bytes", msg_name(type, name), n);
	codec_put(&c->out, type, id, text, n);
	free(text);
	return call_flush(c, deadline, cause) == 0 ? id : 0;
}

/* Read once: 1 something came, 0 deadline, -1 over (*cause NULL if orderly). */
static int
call_read(struct call *c, monotime deadline, char **cause)
{
	uint8_t *to;
	ssize_t n;
	int r;

	for (;;) {
		to = buf_reserve(&c->in, READ_CHUNK);
		if (to == NULL)
			return set_cause(EPROTO, cause,
			    wire_strerror(WIRE_TOO_LONG));
		n = recv(c->fd, to, READ_CHUNK, 0);
		if (n > 0) {
			buf_add(&c->in, (size_t)n);
			return 1;
		}
		if (n == 0 || errno == ECONNRESET) {
			errno = ECONNRESET;
			if (c->in.len > 0)
				set_cause(ECONNRESET, cause,
				    "connection closed within a message");
			return -1;
		}
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN && errno != EWOULDBLOCK)
			return set_cause(errno, cause, NULL);
		r = sock_wait(c->fd, POLLIN, deadline);
		if (r == 0)
			return 0;
		if (r == -1 && errno != EINTR)
			return set_cause(errno, cause, NULL);
	}
}

/* A message that is in the buffer: 1, 0 none yet, -1 *cause. */
static int
call_frame(struct call *c, struct msg *msg, char **cause)
{
	char name[8];
	long n;

	buf_drain(&c->in, c->taken);
	c->taken = 0;
	n = codec_get(c->in.data, c->in.len, msg);
	if (n == WIRE_SHORT)
		return 0;
	if (n < 0)
		return set_cause(EPROTO, cause, wire_strerror((int)n));
	c->taken = (size_t)n;
	log_debug("call: got %s, %zu bytes", msg_name(msg->type, name),
	    msg->len);
	return 1;
}

static int
call_wait(struct call *c, struct msg *msg, monotime deadline, char **cause)
{
	int r;

	*cause = NULL;
	for (;;) {
		r = call_frame(c, msg, cause);
		if (r != 0)
			return r;
		r = call_read(c, deadline, cause);
		if (r != 1)
			return r;
	}
}

int
call_next(struct call *c, struct msg *msg, monotime deadline, char **cause)
{
	int r;

	for (;;) {
		r = call_wait(c, msg, deadline, cause);
		if (r != 1)
			return r;
		if (!msg_known(msg->type))
			continue;
		if (msg->type == MSG_HELLO ||
		    !msg_allowed(msg->type, c->them, c->us))
			return set_cause(EPROTO, cause,
			    wire_strerror(WIRE_UNEXPECTED));
		return 1;
	}
}

/* What a RESULT says: an object that is ok (caller frees), or NULL, *cause
 * and errno. */
static struct jv *
call_parse(const struct msg *msg, char **cause)
{
	struct jv *v;
	const char *text;
	int error;

	v = jv_parse((const char *)msg->body, msg->len, cause);
	if (v == NULL) {
		errno = EPROTO;
		return NULL;
	}
	if (jv_bool(v, "ok", false))
		return v;
	text = jv_string(v, "error");
	if (text == NULL)
		*cause = xstrdup(wire_strerror(WIRE_BAD));
	else
		*cause = utf8_clean(text, strlen(text), ERROR_MAX);
	error = text == NULL ? EPROTO : 0;
	jv_free(v);
	errno = error;
	return NULL;
}

struct jv *
call_ask(struct call *c, uint16_t type, const struct jv *v, monotime deadline,
    char **cause)
{
	uint32_t id;

	*cause = NULL;
	id = call_send(c, type, v, deadline, cause);
	return id == 0 ? NULL : call_answer(c, id, deadline, cause);
}

struct jv *
call_answer(struct call *c, uint32_t id, monotime deadline, char **cause)
{
	struct msg msg;
	int r;

	*cause = NULL;
	for (;;) {
		r = call_next(c, &msg, deadline, cause);
		if (r == 0) {
			set_cause(ETIMEDOUT, cause, "no answer in time");
			return NULL;
		}
		if (r == -1) {
			if (*cause == NULL)
				set_cause(ECONNRESET, cause,
				    "connection closed before the answer");
			return NULL;
		}
		if (msg.type == MSG_RESULT && msg.id == id)
			return call_parse(&msg, cause);
	}
}

const struct jv *
call_hello(const struct call *c)
{
	return c->hello;
}

int
call_fd(const struct call *c)
{
	return c->fd;
}

int
call_release(struct call *c)
{
	int fd = c->fd;

	if (c->in.len > c->taken)
		return -1;
	c->fd = -1;
	call_close(c);
	return fd;
}
