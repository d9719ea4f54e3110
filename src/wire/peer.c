/* SPDX-License-Identifier: ISC */
/* peer: one connection in an event loop; what the messages mean is its
 * handler's business. */

/*
 * Nothing is called back from within peer_create, peer_send or peer_finish,
 * and no callback is made inside another: what goes wrong there is noted, and
 * told at the end of the turn by peer_turn(), which also sends what was
 * queued (so that messages of one turn leave in one write) and frees a peer
 * that was destroyed, since it may still be in use up the stack.
 */

#include <sys/socket.h>

#include <errno.h>
#include <stdarg.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "wire/codec.h"
#include "wire/hello.h"
#include "wire/peer.h"

#define READ_CHUNK   65536
#define READS_A_TURN 16	  /* other peers shall be heard too */
#define READS_AT_END 1024 /* of what was sent before it went */
#define KEEP_MAX     4096 /* bytes of memory that an idle peer keeps */

struct peer {
	struct loop *loop;	  /* borrowed */
	struct loop_fd *watch;	  /* owned, NULL once over */
	struct loop_timer *timer; /* owned: hello, then the end of finish */
	struct peer_handler handler;
	void *arg;
	int fd;
	enum role us;
	enum role them;
	pid_t pid;
	struct jv *hello; /* owned, theirs; NULL before it is in */
	struct buf in;
	struct buf out;
	size_t sent; /* bytes at the front of out that are gone */
	size_t skip; /* bytes of an unknown message still to come */
	uint32_t last_id;
	char *why; /* owned, of the end; NULL if orderly */
	bool ready;
	bool over; /* nothing more is read, sent or queued */
	bool told; /* closed was called */
	bool dead; /* destroyed */
	bool finishing;
	bool paused;   /* nothing is read or delivered */
	bool deferred; /* peer_turn will be called */
	bool waiting;  /* for the socket to take more */
};

static void peer_defer(struct peer *);
static void peer_end(struct peer *, char *);
static void peer_turn(void *);
static void peer_tell(struct peer *);
static void peer_event(int, unsigned, void *);
static void peer_timeout(void *);
static void peer_read(struct peer *, int);
static void peer_watch(struct peer *);
static void peer_take_rest(struct peer *);
static void peer_read_end(struct peer *);
static void peer_take(struct peer *, const uint8_t *, size_t);
static int peer_push(struct peer *);
static void peer_write(struct peer *);
static void peer_write_lost(struct peer *, int);
static void peer_compact(struct peer *);

struct peer *
peer_create(struct loop *loop, int fd, enum role us, const struct jv *extra,
    const struct peer_handler *handler, void *arg)
{
	struct peer *p = xcalloc(1, sizeof *p);
	struct jv *hello;

	p->loop = loop;
	p->fd = fd;
	p->us = us;
	p->handler = *handler;
	p->arg = arg;
	buf_init(&p->in, MSG_HEADER_SIZE + MSG_MAX_BODY + READ_CHUNK);
	buf_init(&p->out, 0);
	p->timer = loop_timer_create(loop, peer_timeout, p);
	if (sock_check_peer(fd, &p->pid) != 0) {
		peer_end(p, xasprintf("peer refused: %s", strerror(errno)));
		return p;
	}
	p->watch = loop_fd_add(loop, fd, LOOP_READ, peer_event, p);
	loop_timer_start(p->timer, PEER_HELLO_MS);
	hello = hello_create(us, extra);
	peer_send_jv(p, MSG_HELLO, 0, hello);
	jv_free(hello);
	return p;
}

void
peer_hand_over(struct peer *p, const struct peer_handler *handler, void *arg)
{
	p->handler = *handler;
	p->arg = arg;
}

void
peer_destroy(struct peer *p)
{
	if (p == NULL || p->dead)
		return;
	p->dead = true;
	p->over = true;
	loop_fd_remove(p->watch);
	p->watch = NULL;
	loop_timer_destroy(p->timer);
	p->timer = NULL;
	if (p->fd != -1)
		close(p->fd);
	p->fd = -1;
	peer_defer(p);
}

static void
peer_free(struct peer *p)
{
	jv_free(p->hello);
	buf_clear(&p->in);
	buf_clear(&p->out);
	free(p->why);
	free(p);
}

static void
peer_defer(struct peer *p)
{
	if (p->deferred)
		return;
	p->deferred = true;
	loop_defer(p->loop, peer_turn, p);
}

static void
peer_turn(void *arg)
{
	struct peer *p = arg;

	p->deferred = false;
	if (!p->dead && !p->over)
		peer_take_rest(p);
	if (!p->dead && !p->over)
		peer_write(p);
	if (!p->dead && p->over)
		peer_tell(p);
	if (p->dead && !p->deferred)
		peer_free(p);
}

/* It is over; takes why. The handler learns it at the end of the turn. */
static void
peer_end(struct peer *p, char *why)
{
	if (p->over) {
		free(why);
		return;
	}
	p->over = true;
	p->why = why;
	loop_fd_remove(p->watch);
	p->watch = NULL;
	loop_timer_stop(p->timer);
	peer_defer(p);
}

/* As peer_end, for a peer that broke the protocol. */
static void
peer_end_bad(struct peer *p, int error, const struct msg *msg)
{
	char name[8];

	/* Our own hello tells the other side why, if it is still here. */
	(void)peer_push(p);
	peer_end(p,
	    xasprintf("%s: %s", msg_name(msg->type, name),
		wire_strerror(error)));
}

static void
peer_tell(struct peer *p)
{
	if (p->told)
		return;
	p->told = true;
	if (p->fd != -1)
		close(p->fd);
	p->fd = -1;
	log_debug("peer %s %ld: closed: %s", role_name(p->them), (long)p->pid,
	    p->why == NULL ? "orderly" : p->why);
	p->handler.closed(p, p->why, p->arg);
}

static void
peer_timeout(void *arg)
{
	struct peer *p = arg;

	if (p->finishing)
		peer_end(p, NULL);
	else if (!p->ready)
		peer_end(p, xstrdup("no hello within the time allowed"));
}

static void
peer_event(int fd, unsigned events, void *arg)
{
	struct peer *p = arg;

	(void)fd;
	if (events & LOOP_READ)
		peer_read(p, READS_A_TURN);
	if (!p->over && (events & LOOP_WRITE))
		peer_write(p);
}

/* Read and handle what is there, at most max chunks of it. */
static void
peer_read(struct peer *p, int max)
{
	uint8_t chunk[READ_CHUNK];
	ssize_t n;

	peer_take_rest(p);
	while (!p->over && !p->paused && max-- > 0) {
		n = recv(p->fd, chunk, sizeof chunk, 0);
		if (n > 0) {
			peer_take(p, chunk, (size_t)n);
			/* That was all there is; the loop tells of more. */
			if ((size_t)n < sizeof chunk)
				return;
		} else if (n == 0 || errno == ECONNRESET) {
			/* A reset: it went and left something unread. */
			peer_read_end(p);
		} else if (errno != EINTR) {
			if (errno != EAGAIN && errno != EWOULDBLOCK)
				peer_end(p, xstrdup(strerror(errno)));
			return;
		}
	}
}

/* What nobody will read is not gathered either. */
static size_t
peer_skip(struct peer *p, size_t n)
{
	if (n > p->skip)
		n = p->skip;
	p->skip -= n;
	return n;
}

/* Whether this message may come from there now; its body may be missing. */
static int
peer_check(struct peer *p, const struct msg *msg)
{
	if (!p->ready)
		return msg->type == MSG_HELLO ? 0 : WIRE_UNEXPECTED;
	if (msg->type == MSG_HELLO || !msg_allowed(msg->type, p->them, p->us))
		return WIRE_UNEXPECTED;
	return 0;
}

static void
peer_hello_in(struct peer *p, const struct msg *msg)
{
	char *why = NULL;

	p->hello = hello_parse(msg->body, msg->len, &p->them, &why);
	if (p->hello == NULL) {
		(void)peer_push(p);
		peer_end(p, why);
		return;
	}
	p->ready = true;
	log_debug("peer %s %ld: ready", role_name(p->them), (long)p->pid);
	if (p->finishing)
		return;
	loop_timer_stop(p->timer);
	if (p->handler.ready != NULL)
		p->handler.ready(p, p->arg);
}

static void
peer_deliver(struct peer *p, const struct msg *msg)
{
	char name[8];

	log_debug("peer %s %ld: got %s, %zu bytes", role_name(p->them),
	    (long)p->pid, msg_name(msg->type, name), msg->len);
	if (p->finishing || !msg_known(msg->type))
		return;
	p->handler.message(p, msg, p->arg);
}

/* Handle the whole messages of n bytes; how many bytes they took. */
static size_t
peer_parse(struct peer *p, const uint8_t *bytes, size_t n)
{
	struct msg msg;
	size_t off = peer_skip(p, n);
	long took;
	int error;

	while (!p->over && !p->paused) {
		took = codec_get(bytes + off, n - off, &msg);
		error = took == WIRE_TOO_LONG ? WIRE_TOO_LONG : 0;
		if (error == 0 && n - off >= MSG_HEADER_SIZE)
			error = peer_check(p, &msg);
		if (error != 0) {
			peer_end_bad(p, error, &msg);
			break;
		}
		if (took <= 0 && n - off >= MSG_HEADER_SIZE &&
		    !msg_known(msg.type)) {
			p->skip = MSG_HEADER_SIZE + msg.len;
			off += peer_skip(p, n - off);
		}
		if (took <= 0)
			break;
		off += (size_t)took;
		if (!p->ready)
			peer_hello_in(p, &msg);
		else
			peer_deliver(p, &msg);
	}
	return off;
}

/* Handle bytes that came; what is not yet a message is kept. An idle peer
 * has no buffer. */
static void
peer_take(struct peer *p, const uint8_t *bytes, size_t n)
{
	size_t done;

	if (p->in.len == 0) {
		done = peer_parse(p, bytes, n);
		if (!p->over)
			buf_put(&p->in, bytes + done, n - done);
		return;
	}
	buf_put(&p->in, bytes, n);
	done = peer_parse(p, p->in.data, p->in.len);
	if (done == p->in.len)
		buf_clear(&p->in);
	else
		buf_drain(&p->in, done);
}

static void
peer_read_end(struct peer *p)
{
	if (p->finishing)
		peer_end(p, NULL);
	else if (!p->ready)
		peer_end(p, xstrdup("connection closed before a hello"));
	else if (p->in.len > 0 || p->skip > 0)
		peer_end(p, xstrdup("connection closed within a message"));
	else
		peer_end(p, NULL);
}

/* Send what the socket takes: 0, or an errno. */
static int
peer_push(struct peer *p)
{
	ssize_t n;

	while (peer_queued(p) > 0) {
		n = send(p->fd, p->out.data + p->sent, peer_queued(p),
		    MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			break;
		if (n < 0)
			return errno;
		p->sent += (size_t)n;
	}
	peer_compact(p);
	return 0;
}

static void
peer_write(struct peer *p)
{
	bool any = peer_queued(p) > 0;
	bool left;
	int error;

	if ((error = peer_push(p)) != 0) {
		peer_write_lost(p, error);
		return;
	}
	left = peer_queued(p) > 0;
	if (left != p->waiting) {
		p->waiting = left;
		peer_watch(p);
	}
	if (left)
		return;
	if (p->finishing) {
		/* What is left unread would reach the other side as a reset
		 * in place of our last words. */
		peer_read(p, READS_A_TURN);
		peer_end(p, NULL);
	} else if (any && p->handler.drained != NULL)
		p->handler.drained(p, p->arg);
}

/* The other side takes no more; it may have said something before. */
static void
peer_write_lost(struct peer *p, int error)
{
	p->sent = p->out.len;
	peer_compact(p);
	peer_read(p, READS_AT_END);
	peer_end(p, xstrdup(strerror(error)));
}

/* Drop what was sent once it is the larger part, so that a long queue is not
 * moved at each write. */
static void
peer_compact(struct peer *p)
{
	if (p->sent == p->out.len) {
		p->sent = 0;
		if (p->out.cap > KEEP_MAX)
			buf_clear(&p->out);
		else
			buf_reset(&p->out);
	} else if (p->sent > p->out.len / 2) {
		buf_drain(&p->out, p->sent);
		p->sent = 0;
	}
}

static void
peer_watch(struct peer *p)
{
	loop_fd_set(p->watch,
	    (p->paused ? 0 : LOOP_READ) | (p->waiting ? LOOP_WRITE : 0));
}

/* Deliver what was kept while it was paused. */
static void
peer_take_rest(struct peer *p)
{
	if (!p->paused && p->in.len > 0)
		peer_take(p, NULL, 0);
}

void
peer_pause(struct peer *p, bool pause)
{
	if (p->over || p->paused == pause)
		return;
	p->paused = pause;
	peer_watch(p);
	if (!pause)
		peer_defer(p);
}

void
peer_finish(struct peer *p, int ms)
{
	if (p->over || p->finishing)
		return;
	p->finishing = true;
	p->paused = false;
	peer_watch(p);
	loop_timer_start(p->timer, ms);
	peer_defer(p);
}

void
peer_send(struct peer *p, uint16_t type, uint32_t id, const void *body,
    size_t n)
{
	char name[8];

	if (p->over || p->finishing)
		return;
	if (n > msg_limit(type)) {
		log_errorx("peer %s %ld: %s of %zu bytes is too long to send",
		    role_name(p->them), (long)p->pid, msg_name(type, name), n);
		peer_end(p,
		    xasprintf("%s is too long to send", msg_name(type, name)));
		return;
	}
	if (peer_queued(p) + n > PEER_QUEUE_MAX) {
		peer_end(p, xstrdup("takes nothing, and its queue is full"));
		return;
	}
	log_debug("peer %s %ld: send %s, %zu bytes", role_name(p->them),
	    (long)p->pid, msg_name(type, name), n);
	codec_put(&p->out, type, id, body, n);
	peer_defer(p);
}

void
peer_send_buf(struct peer *p, uint16_t type, uint32_t id, const struct buf *b)
{
	peer_send(p, type, id, b->data, b->len);
}

void
peer_send_jv(struct peer *p, uint16_t type, uint32_t id, const struct jv *v)
{
	char *text = jv_text(v, false);

	peer_send(p, type, id, text, strlen(text));
	free(text);
}

void
peer_reply(struct peer *p, uint32_t id, const struct jv *result)
{
	struct buf b = { 0 };

	buf_printf(&b, "{\"ok\":true");
	if (jv_count(result) > 0) {
		/* Its members behind ours. */
		jv_put(&b, result);
		b.data[strlen("{\"ok\":true")] = ',';
	} else
		buf_put_u8(&b, '}');
	if (b.len > msg_limit(MSG_RESULT))
		peer_refuse(p, id, "the answer is too long");
	else
		peer_send_buf(p, MSG_RESULT, id, &b);
	buf_clear(&b);
}

void
peer_refuse(struct peer *p, uint32_t id, const char *fmt, ...)
{
	struct jv *v = jv_object();
	char *text;
	va_list ap;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	jv_set_bool(v, "ok", false);
	jv_set_string(v, "error", text);
	peer_send_jv(p, MSG_RESULT, id, v);
	free(text);
	jv_free(v);
}

size_t
peer_queued(const struct peer *p)
{
	return p->out.len - p->sent;
}

uint32_t
peer_next_id(struct peer *p)
{
	if (++p->last_id == 0)
		p->last_id = 1;
	return p->last_id;
}

bool
peer_is_ready(const struct peer *p)
{
	return p->ready;
}

enum role
peer_role(const struct peer *p)
{
	return p->them;
}

pid_t
peer_pid(const struct peer *p)
{
	return p->pid;
}

const struct jv *
peer_hello(const struct peer *p)
{
	return p->hello;
}
