/* SPDX-License-Identifier: ISC */
/* bus: the connected clients, who of them watches, and whose requests wait for
 * what; the only place that broadcasts. */

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "supervisor/bus.h"
#include "supervisor/session.h"
#include "wire/peer.h"

#define CLIENTS_MAX 512
#define WAITS_MAX   4096       /* of one client */
#define BEHIND_MAX  (8u << 20) /* bytes that a watcher may be behind */
#define UNREAD_MAX  (1u << 20) /* bytes unread by one that asks for more */

struct wait {
	TAILQ_ENTRY(wait) entry;
	uint32_t request;
	enum bus_wait what;
	char id[BUS_ID_MAX];
};

TAILQ_HEAD(wait_list, wait);

struct subscriber {
	TAILQ_ENTRY(subscriber) entry;
	struct bus *bus;   /* borrowed */
	struct peer *peer; /* owned */
	struct wait_list waits;
	size_t nwaits;
	bool watching;
	bool notifies;	/* it can tell the person */
	bool news_only; /* and wants nothing else */
	bool counts;	/* it is told how many wait, but for own */
	char own[BUS_ID_MAX];
	unsigned waiting; /* as it was told last */
	bool dead;	  /* freed after the turn */
};

TAILQ_HEAD(subscriber_list, subscriber);

struct bus {
	struct loop *loop; /* borrowed */
	struct bus_handler handler;
	void *arg;
	struct subscriber_list list;
	size_t n;
};

struct bus *
bus_create(struct loop *loop, const struct bus_handler *handler, void *arg)
{
	struct bus *b = xcalloc(1, sizeof *b);

	b->loop = loop;
	b->handler = *handler;
	b->arg = arg;
	TAILQ_INIT(&b->list);
	return b;
}

static void
bury(void *arg)
{
	free(arg);
}

static void
remove_one(struct subscriber *c)
{
	struct wait *w;

	if (c->dead)
		return;
	c->dead = true;
	TAILQ_REMOVE(&c->bus->list, c, entry);
	c->bus->n--;
	while ((w = TAILQ_FIRST(&c->waits)) != NULL) {
		TAILQ_REMOVE(&c->waits, w, entry);
		free(w);
	}
	peer_destroy(c->peer);
	loop_defer(c->bus->loop, bury, c);
}

void
bus_destroy(struct bus *b)
{
	struct subscriber *c;

	if (b == NULL)
		return;
	while ((c = TAILQ_FIRST(&b->list)) != NULL)
		remove_one(c);
	free(b);
}

static void
on_message(struct peer *p, const struct msg *msg, void *arg)
{
	struct subscriber *c = arg;

	/* Who does not take answers is not heard: its questions wait. */
	if (peer_queued(p) > UNREAD_MAX)
		peer_pause(p, true);
	c->bus->handler.message(c, msg, c->bus->arg);
}

static void
on_drained(struct peer *p, void *arg)
{
	(void)arg;
	peer_pause(p, false);
}

static void
on_closed(struct peer *p, const char *why, void *arg)
{
	struct subscriber *c = arg;
	struct bus *b = c->bus;

	if (why != NULL)
		log_info("client %ld: %s", (long)peer_pid(p), why);
	remove_one(c);
	b->handler.changed(b->arg);
}

/* Make room by the oldest that has not said who it is. */
static void
evict(struct bus *b)
{
	struct subscriber *c;

	TAILQ_FOREACH(c, &b->list, entry) {
		if (peer_is_ready(c->peer))
			continue;
		remove_one(c);
		return;
	}
}

void
bus_accept(struct bus *b, int fd)
{
	static const struct peer_handler handler = {
		.message = on_message,
		.closed = on_closed,
		.drained = on_drained,
	};
	struct subscriber *c;

	if (b->n >= CLIENTS_MAX)
		evict(b);
	if (b->n >= CLIENTS_MAX) {
		log_warnx("more than %d clients: one is refused", CLIENTS_MAX);
		close(fd);
		return;
	}
	c = xcalloc(1, sizeof *c);
	c->bus = b;
	TAILQ_INIT(&c->waits);
	c->peer = peer_create(b->loop, fd, ROLE_SUPERVISOR, NULL, &handler, c);
	TAILQ_INSERT_TAIL(&b->list, c, entry);
	b->n++;
	b->handler.changed(b->arg);
}

size_t
bus_count(const struct bus *b)
{
	return b->n;
}

void
bus_finish(struct bus *b, int ms)
{
	struct subscriber *c;

	TAILQ_FOREACH(c, &b->list, entry)
		peer_finish(c->peer, ms);
}

/* A watcher that does not read is let go: it asks for the whole list when it
 * comes back. */
static void
send_event(struct subscriber *c, const struct jv *event)
{
	peer_send_jv(c->peer, MSG_SESSION_EVENT, 0, event);
	if (peer_queued(c->peer) <= BEHIND_MAX)
		return;
	log_warnx("client %ld does not read: closed", (long)peer_pid(c->peer));
	c->watching = false;
	peer_finish(c->peer, 0);
}

/* teller, which may be NULL, is to tell the person. */
static void
broadcast(struct bus *b, const char *event, const struct session *s,
    const struct jv *reply, const struct subscriber *teller)
{
	struct subscriber *c;
	struct jv *v = NULL;

	TAILQ_FOREACH(c, &b->list, entry) {
		if (!c->watching || (c->news_only && c != teller))
			continue;
		if (v == NULL) {
			v = jv_object();
			jv_set_string(v, "event", event);
			if (s != NULL)
				jv_set(v, "session", session_object(s));
			if (reply != NULL)
				jv_set(v, "reply", jv_copy(reply));
		}
		if (c == teller)
			jv_set_bool(v, "notify", true);
		send_event(c, v);
		jv_unset(v, "notify");
	}
	jv_free(v);
}

void
bus_tell(struct bus *b, const char *event, const struct session *s)
{
	broadcast(b, event, s, NULL, NULL);
}

bool
bus_tell_news(struct bus *b, const char *event, const struct session *s)
{
	struct subscriber *c, *teller = NULL;

	TAILQ_FOREACH(c, &b->list, entry)
		if (c->watching && c->notifies)
			teller = c;
	broadcast(b, event, s, NULL, teller);
	return teller != NULL;
}

void
bus_tell_reply(struct bus *b, const struct session *s, const struct jv *receipt)
{
	broadcast(b, "reply", s, receipt, NULL);
}

void
bus_watch(struct subscriber *c, bool notifies, bool news_only)
{
	c->watching = true;
	c->notifies = notifies;
	c->news_only = news_only;
}

void
bus_watch_waiting(struct subscriber *c, const char *own, unsigned waiting)
{
	c->counts = true;
	strlcpy(c->own, own, sizeof c->own);
	c->waiting = waiting;
}

void
bus_tell_waiting(struct bus *b, bus_waiting_cb count, void *arg)
{
	struct subscriber *c;
	struct jv *v;
	unsigned n;

	TAILQ_FOREACH(c, &b->list, entry) {
		if (!c->watching || !c->counts)
			continue;
		n = count(c->own, arg);
		if (n == c->waiting)
			continue;
		c->waiting = n;
		v = jv_object();
		jv_set_string(v, "event", "waiting");
		jv_set_int(v, "waiting", n);
		send_event(c, v);
		jv_free(v);
	}
}

struct peer *
bus_peer(struct subscriber *c)
{
	return c->peer;
}

void
bus_wait(struct subscriber *c, uint32_t request, const char *id,
    enum bus_wait what)
{
	struct wait *w;

	if (c->nwaits >= WAITS_MAX) {
		peer_refuse(c->peer, request, "too many requests at once");
		return;
	}
	w = xcalloc(1, sizeof *w);
	w->request = request;
	w->what = what;
	strlcpy(w->id, id, sizeof w->id);
	TAILQ_INSERT_TAIL(&c->waits, w, entry);
	c->nwaits++;
}

bool
bus_is_awaited(const struct bus *b, const char *id, enum bus_wait what)
{
	struct subscriber *c;
	struct wait *w;

	TAILQ_FOREACH(c, &b->list, entry)
		TAILQ_FOREACH(w, &c->waits, entry)
			if (w->what == what && strcmp(w->id, id) == 0)
				return true;
	return false;
}

/* One of error and result is used. */
static void
settle(struct bus *b, const char *id, unsigned what, const struct jv *result,
    const char *error)
{
	struct subscriber *c;
	struct wait *w, *next;

	TAILQ_FOREACH(c, &b->list, entry) {
		TAILQ_FOREACH_SAFE(w, &c->waits, entry, next) {
			if ((w->what & what) == 0 || strcmp(w->id, id) != 0)
				continue;
			TAILQ_REMOVE(&c->waits, w, entry);
			c->nwaits--;
			if (error != NULL)
				peer_refuse(c->peer, w->request, "%s", error);
			else
				peer_reply(c->peer, w->request, result);
			free(w);
		}
	}
}

void
bus_answer(struct bus *b, const char *id, unsigned what,
    const struct session *s)
{
	struct jv *result = jv_object();

	if (s != NULL)
		jv_set(result, "session", session_object(s));
	if (s != NULL && session_left(s) != NULL)
		jv_set(result, "left", jv_copy(session_left(s)));
	settle(b, id, what, result, NULL);
	jv_free(result);
}

void
bus_answer_end(struct bus *b, int64_t stopped)
{
	struct jv *result = jv_object();

	jv_set_int(result, "stopped", stopped);
	settle(b, "", BUS_WAIT_DAEMON, result, NULL);
	jv_free(result);
}

void
bus_answer_with(struct bus *b, const char *id, unsigned what,
    const struct jv *result)
{
	settle(b, id, what, result, NULL);
}

void
bus_refuse(struct bus *b, const char *id, unsigned what, const char *error)
{
	settle(b, id, what, NULL, error);
}
