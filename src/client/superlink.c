/* SPDX-License-Identifier: ISC */
/* superlink: a view's connection to the supervisor. What the sessions are is
 * the model's business. */

/*
 * The supervisor may be killed at any moment: requests under way then fail with
 * a reason, and the connection is made again. A request that is made meanwhile
 * waits for that, within its time; so does one that may be sent twice, since
 * the supervisor knows it by an id of its own.
 */

#include <stdlib.h>

#include "base/jv.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "client/model.h"
#include "client/superlink.h"
#include "wire/peer.h"

/* Between two tries, and between two starts of a supervisor. */
#define RETRY_MS 50
#define START_MS 1000
#define MOST_MS	 10000
/* Between two tries where the supervisor was told to end. */
#define ENDED_MS 250
/* The list may take that long to come. */
#define LIST_MS 10000
/* Requests of one view at once. */
#define ASKS_MAX 4096

struct ask {
	TAILQ_ENTRY(ask) entry;
	struct superlink *link;
	uint32_t id; /* 0: not sent yet */
	uint16_t type;
	struct jv *body; /* owned; NULL once it is sent but for again */
	bool again;	 /* and is sent once more on the next connection */
	struct loop_timer *timer;
	superlink_cb cb;
	void *arg;
};

TAILQ_HEAD(ask_list, ask);

struct superlink {
	struct loop *loop; /* borrowed */
	char *path;
	void (*start)(void *);
	struct superlink_handler handler;
	void *arg;
	struct peer *peer; /* owned; NULL while there is none */
	struct loop_timer *retry;
	monotime started; /* a supervisor, last */
	struct ask_list asks;
	unsigned nasks;
	bool up; /* there was a list on this connection */
	bool news_only;
	char *own;   /* with news_only: count those that wait, but this */
	int wait_ms; /* until the next try */
	bool ended;  /* the supervisor was told to end: it is not started */
};

static void connect_now(void *);

/* Requests. */

static void
end_ask(struct ask *a, const struct jv *result, const char *why)
{
	superlink_cb cb = a->cb;
	void *arg = a->arg;

	TAILQ_REMOVE(&a->link->asks, a, entry);
	a->link->nasks--;
	loop_timer_destroy(a->timer);
	jv_free(a->body);
	free(a);
	if (cb != NULL)
		cb(result, why, arg);
}

static void
on_late(void *arg)
{
	end_ask(arg, NULL, "the supervisor does not answer");
}

static void
send_ask(struct ask *a)
{
	a->id = peer_next_id(a->link->peer);
	peer_send_jv(a->link->peer, a->type, a->id, a->body);
	if (a->again)
		return;
	jv_free(a->body);
	a->body = NULL;
}

static void
ask(struct superlink *l, uint16_t type, const struct jv *body, int ms,
    bool again, superlink_cb cb, void *arg)
{
	struct ask *a;

	if (l->nasks == ASKS_MAX) {
		if (cb != NULL)
			cb(NULL, "too much at once", arg);
		return;
	}
	a = xcalloc(1, sizeof *a);
	a->link = l;
	a->type = type;
	a->body = body != NULL ? jv_copy(body) : jv_object();
	a->again = again;
	a->cb = cb;
	a->arg = arg;
	a->timer = loop_timer_create(l->loop, on_late, a);
	loop_timer_start(a->timer, ms);
	TAILQ_INSERT_TAIL(&l->asks, a, entry);
	l->nasks++;
	if (l->up)
		send_ask(a);
}

void
superlink_ask(struct superlink *l, uint16_t type, const struct jv *body, int ms,
    superlink_cb cb, void *arg)
{
	ask(l, type, body, ms, false, cb, arg);
}

void
superlink_ask_again(struct superlink *l, uint16_t type, const struct jv *body,
    int ms, superlink_cb cb, void *arg)
{
	ask(l, type, body, ms, true, cb, arg);
}

static void
tell_waiting(struct superlink *l, const struct jv *v)
{
	int64_t n = jv_int(v, "waiting", 0);

	if (l->handler.waiting != NULL)
		l->handler.waiting(n > 0 && n <= 1000000 ? (unsigned)n : 0,
		    l->arg);
}

static void
on_list(const struct jv *result, const char *why, void *arg)
{
	struct superlink *l = arg;
	struct ask *a, *next;
	bool first = !l->up;

	/* Who does not answer that is of no use: its end comes. */
	if (result == NULL) {
		(void)why;
		return;
	}
	l->up = true;
	l->ended = false;
	l->wait_ms = RETRY_MS;
	if (first && l->handler.state != NULL)
		l->handler.state(true, l->arg);
	l->handler.list(result, l->arg);
	if (l->own != NULL)
		tell_waiting(l, result);
	TAILQ_FOREACH_SAFE(a, &l->asks, entry, next)
		if (a->id == 0)
			send_ask(a);
}

/* The list is asked for before anything else. */
static void
ask_list(struct superlink *l)
{
	struct jv *body = jv_object();
	bool up = l->up;

	jv_set_bool(body, "notify", true);
	if (l->news_only)
		jv_set_bool(body, "newsOnly", true);
	else
		jv_set(body, "members", model_members());
	jv_set_string(body, "waitingBut", l->own);
	l->up = true;
	superlink_ask(l, MSG_SESSION_WATCH, body, LIST_MS, on_list, l);
	l->up = up;
	jv_free(body);
}

void
superlink_refresh(struct superlink *l)
{
	if (l->up)
		ask_list(l);
}

/* The connection. */

static void
on_ready(struct peer *p, void *arg)
{
	(void)p;
	ask_list(arg);
}

static void
on_result(struct superlink *l, const struct msg *msg, const struct jv *v)
{
	const char *why = jv_string(v, "error");
	struct ask *a;

	TAILQ_FOREACH(a, &l->asks, entry)
		if (a->id == msg->id && a->id != 0)
			break;
	if (a == NULL)
		return;
	if (jv_bool(v, "ok", false))
		end_ask(a, v, NULL);
	else
		end_ask(a, NULL, why != NULL ? why : "it was refused");
}

static void
on_message(struct peer *p, const struct msg *msg, void *arg)
{
	struct superlink *l = arg;
	const char *event;
	char *cause = NULL;
	struct jv *v;

	(void)p;
	v = jv_parse((const char *)msg->body, msg->len, &cause);
	free(cause);
	event = jv_string(v, "event");
	if (msg->type == MSG_RESULT)
		on_result(l, msg, v);
	else if (msg->type == MSG_SESSION_EVENT && event != NULL && l->up) {
		l->ended = strcmp(event, "ending") == 0;
		if (strcmp(event, "waiting") == 0)
			tell_waiting(l, v);
		if (strcmp(event, "reply") == 0 && l->handler.reply != NULL)
			l->handler.reply(jv_get_object(v, "reply"), l->arg);
		l->handler.event(event, jv_get_object(v, "session"),
		    jv_bool(v, "notify", false), l->arg);
	}
	jv_free(v);
}

static void
on_closed(struct peer *p, const char *why, void *arg)
{
	struct superlink *l = arg;
	struct ask *a, *next;
	bool was = l->up;

	(void)why;
	peer_destroy(p);
	l->peer = NULL;
	l->up = false;
	TAILQ_FOREACH_SAFE(a, &l->asks, entry, next) {
		if (a->again)
			a->id = 0;
		else if (a->id != 0)
			end_ask(a, NULL, "the supervisor went away");
	}
	if (was && l->handler.state != NULL)
		l->handler.state(false, l->arg);
	loop_timer_start(l->retry, RETRY_MS);
}

static void
connect_now(void *arg)
{
	static const struct peer_handler handler = {
		.ready = on_ready,
		.message = on_message,
		.closed = on_closed,
	};
	struct superlink *l = arg;
	monotime now = monotime_now();
	int fd;

	fd = sock_connect(l->path);
	if (fd != -1) {
		l->peer =
		    peer_create(l->loop, fd, ROLE_CLIENT, NULL, &handler, l);
		return;
	}
	if (l->start != NULL && !l->ended &&
	    (l->started.ms == 0 ||
		monotime_diff(l->started, now) >= START_MS)) {
		l->started = now;
		l->start(l->arg);
	}
	/* Who cannot have one started looks less and less often. */
	if (l->start == NULL)
		l->wait_ms = l->wait_ms < MOST_MS ? 2 * l->wait_ms : MOST_MS;
	loop_timer_start(l->retry, l->ended ? ENDED_MS : l->wait_ms);
}

struct superlink *
superlink_create(struct loop *loop, const char *path, void (*start)(void *),
    const struct superlink_handler *handler, void *arg)
{
	struct superlink *l = xcalloc(1, sizeof *l);

	l->loop = loop;
	l->path = xstrdup(path);
	l->start = start;
	l->handler = *handler;
	l->arg = arg;
	l->wait_ms = RETRY_MS;
	TAILQ_INIT(&l->asks);
	l->retry = loop_timer_create(loop, connect_now, l);
	connect_now(l);
	return l;
}

void
superlink_destroy(struct superlink *l)
{
	struct ask *a;

	if (l == NULL)
		return;
	while ((a = TAILQ_FIRST(&l->asks)) != NULL)
		end_ask(a, NULL, NULL);
	peer_destroy(l->peer);
	loop_timer_destroy(l->retry);
	free(l->path);
	free(l->own);
	free(l);
}

void
superlink_drain(struct superlink *l, int ms)
{
	monotime deadline = monotime_add(monotime_now(), ms);

	while (l != NULL && l->nasks > 0 && monotime_left(deadline) > 0)
		loop_turn(l->loop, (int)monotime_left(deadline));
}

void
superlink_news_only(struct superlink *l, const char *own)
{
	l->news_only = true;
	free(l->own);
	l->own = own != NULL ? xstrdup(own) : NULL;
}

bool
superlink_is_up(const struct superlink *l)
{
	return l->up;
}
