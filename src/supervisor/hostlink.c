/* SPDX-License-Identifier: ISC */
/* hostlink: the supervisor's connection to one host: hello, subscription,
 * events, acknowledgement, reconnection; it judges nobody. */

#include <errno.h>
#include <signal.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/procid.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "supervisor/hostlink.h"
#include "wire/peer.h"

#define FIRST_RETRY_MS	20
#define LAST_RETRY_MS	30000
#define SUBSCRIBE_MS	5000 /* the answer must come within */
#define CALL_BACK_AFTER 3    /* tries before a missing socket is asked for */

struct hostlink {
	struct loop *loop; /* borrowed */
	char *path;	   /* owned */
	char *id;	   /* owned */
	struct procid host;
	struct hostlink_handler handler;
	void *arg;
	struct peer *peer;	  /* owned; NULL between connections */
	struct loop_timer *timer; /* owned: next try, or end of subscribing */
	int64_t retry_ms;
	int tries;	    /* since it was last up */
	uint32_t subscribe; /* ids of requests under way, 0: none */
	uint32_t stop;
	uint32_t rest;
	uint32_t reply;
	char *settings; /* owned: as told on this connection; may be NULL */
	char *adapter;	/* owned: the same */
	int64_t since;	/* see hostlink_since */
	int64_t grace_ms;
	bool want_stop;
	bool respawn; /* another host follows the stop */
	bool up;
	bool leaving; /* released */
	bool dead;    /* destroyed; freed after the turn */
};

static void
drop(struct hostlink *l)
{
	peer_destroy(l->peer);
	l->peer = NULL;
	l->up = false;
	l->subscribe = 0;
	l->stop = 0;
	l->rest = 0;
	l->reply = 0;
	free(l->settings);
	l->settings = NULL;
	free(l->adapter);
	l->adapter = NULL;
}

static void
lose(struct hostlink *l, const char *why)
{
	drop(l);
	loop_timer_stop(l->timer);
	l->handler.lost(l, why, l->arg);
}

static void
retry(struct hostlink *l, const char *why)
{
	drop(l);
	l->tries++;
	if (l->tries == CALL_BACK_AFTER)
		log_warnx("%s: its host does not answer: %s", l->id, why);
	loop_timer_start(l->timer, l->retry_ms);
	l->retry_ms *= 2;
	if (l->retry_ms > LAST_RETRY_MS)
		l->retry_ms = LAST_RETRY_MS;
}

static void
send_stop(struct hostlink *l)
{
	struct jv *v = jv_object();

	jv_set_int(v, "graceMs", l->grace_ms);
	if (l->respawn)
		jv_set_bool(v, "respawn", true);
	l->stop = peer_next_id(l->peer);
	peer_send_jv(l->peer, MSG_HOST_STOP, l->stop, v);
	jv_free(v);
}

static void
acknowledge(struct hostlink *l, int64_t seq)
{
	struct jv *v;

	if (l->dead || l->leaving || l->peer == NULL)
		return;
	v = jv_object();
	jv_set_int(v, "seq", seq);
	peer_send_jv(l->peer, MSG_HOST_ACK, 0, v);
	jv_free(v);
}

static void
subscribed(struct hostlink *l, const struct jv *v)
{
	const struct jv *session = jv_get_object(v, "session");

	l->subscribe = 0;
	if (!jv_bool(v, "ok", false) || session == NULL) {
		retry(l, "it refused to be subscribed");
		return;
	}
	loop_timer_stop(l->timer);
	l->up = true;
	l->tries = 0;
	l->retry_ms = FIRST_RETRY_MS;
	if (l->want_stop)
		send_stop(l);
	l->handler.up(l, session, l->arg);
	acknowledge(l, jv_int(v, "seq", 0));
}

/* Why it was refused; NULL if it was not. */
static const char *
result_error(const struct jv *v)
{
	const char *error = jv_string(v, "error");

	if (jv_bool(v, "ok", false))
		return NULL;
	return error != NULL ? error : "no reason given";
}

static void
got_result(struct hostlink *l, uint32_t id, const struct jv *v)
{
	const char *error = result_error(v);

	if (id == 0)
		return;
	if (id == l->subscribe) {
		subscribed(l, v);
	} else if (id == l->reply) {
		l->reply = 0;
		l->handler.replied(l, error == NULL ? v : NULL, error, l->arg);
	} else if (id == l->rest) {
		l->rest = 0;
		l->handler.rested(l, error, l->arg);
	} else if (id == l->stop) {
		l->stop = 0;
		l->want_stop = false;
		l->handler.stopped(l, error, jv_get_array(v, "left"), l->arg);
	}
}

static void
got_event(struct hostlink *l, const struct jv *v)
{
	const struct jv *changes = jv_get_object(v, "session");

	/* Before the whole state is in, it would be half of a state. */
	if (!l->up || changes == NULL)
		return;
	l->handler.event(l, changes, l->arg);
	acknowledge(l, jv_int(v, "seq", 0));
}

static void
on_message(struct peer *p, const struct msg *msg, void *arg)
{
	struct hostlink *l = arg;
	char *cause = NULL;
	struct jv *v;

	(void)p;
	if (l->leaving ||
	    (msg->type != MSG_RESULT && msg->type != MSG_HOST_EVENT))
		return;
	v = jv_parse((const char *)msg->body, msg->len, &cause);
	if (v == NULL)
		retry(l, cause);
	else if (msg->type == MSG_RESULT)
		got_result(l, msg->id, v);
	else
		got_event(l, v);
	jv_free(v);
	free(cause);
}

static void
subscribe(struct hostlink *l)
{
	struct jv *v = jv_object();

	jv_set_int(v, "since", l->since);
	l->subscribe = peer_next_id(l->peer);
	peer_send_jv(l->peer, MSG_HOST_SUBSCRIBE, l->subscribe, v);
	jv_free(v);
	loop_timer_start(l->timer, SUBSCRIBE_MS);
}

/* A host is proven by its hello: its role, and that it has this session. */
static void
on_ready(struct peer *p, void *arg)
{
	struct hostlink *l = arg;
	const char *id = jv_string(peer_hello(p), "id");

	if (peer_role(p) != ROLE_HOST || id == NULL || strcmp(id, l->id) != 0) {
		retry(l, "who listens there is not its host");
		return;
	}
	procid_get(peer_pid(p), &l->host);
	subscribe(l);
}

static void
on_closed(struct peer *p, const char *why, void *arg)
{
	(void)p;
	retry(arg, why != NULL ? why : "it closed the connection");
}

/* Nobody listens. It is lost only if its process is gone as well. */
static void
refused(struct hostlink *l, int error)
{
	if (!procid_alive(&l->host)) {
		if (error == ECONNREFUSED && unlink(l->path) == 0)
			log_info("%s: a stale socket removed", l->id);
		lose(l, "its host is gone");
		return;
	}
	if (error == ENOENT && l->tries >= CALL_BACK_AFTER)
		procid_kill(&l->host, SIGUSR1);
	retry(l, strerror(error));
}

static const struct peer_handler peer_handler = {
	.ready = on_ready,
	.message = on_message,
	.closed = on_closed,
};

static void
try(struct hostlink *l)
{
	int fd;

	if ((fd = sock_connect(l->path)) != -1 && sock_is_scarce(fd)) {
		close(fd);
		retry(l, strerror(EMFILE));
	} else if (fd != -1)
		l->peer = peer_create(l->loop, fd, ROLE_SUPERVISOR, NULL,
		    &peer_handler, l);
	else if (errno == ENOENT || errno == ECONNREFUSED)
		refused(l, errno);
	else
		retry(l, strerror(errno));
}

static void
on_timer(void *arg)
{
	struct hostlink *l = arg;

	if (l->subscribe != 0)
		retry(l, "it does not answer");
	else if (l->peer == NULL)
		try(l);
	else
		subscribe(l);
}

struct hostlink *
hostlink_create(struct loop *loop, const char *path, const char *id,
    const struct procid *host, const struct hostlink_handler *handler,
    void *arg)
{
	struct hostlink *l = xcalloc(1, sizeof *l);

	l->loop = loop;
	l->path = xstrdup(path);
	l->id = xstrdup(id);
	l->host = *host;
	l->handler = *handler;
	l->arg = arg;
	l->since = INT64_MAX;
	l->retry_ms = FIRST_RETRY_MS;
	l->timer = loop_timer_create(loop, on_timer, l);
	loop_timer_start(l->timer, 0);
	return l;
}

void
hostlink_take(struct hostlink *l, struct peer *p)
{
	l->peer = p;
	if (p != NULL)
		peer_hand_over(p, &peer_handler, l);
}

static void
bury(void *arg)
{
	struct hostlink *l = arg;

	free(l->path);
	free(l->id);
	free(l);
}

void
hostlink_destroy(struct hostlink *l)
{
	if (l == NULL || l->dead)
		return;
	drop(l);
	l->dead = true;
	loop_timer_destroy(l->timer);
	l->timer = NULL;
	loop_defer(l->loop, bury, l);
}

void
hostlink_since(struct hostlink *l, int64_t since)
{
	l->since = since;
}

bool
hostlink_is_up(const struct hostlink *l)
{
	return l->up;
}

const struct procid *
hostlink_host(const struct hostlink *l)
{
	return &l->host;
}

const char *
hostlink_path(const struct hostlink *l)
{
	return l->path;
}

const char *
hostlink_id(const struct hostlink *l)
{
	return l->id;
}

const struct jv *
hostlink_hello(const struct hostlink *l)
{
	return l->peer != NULL ? peer_hello(l->peer) : NULL;
}

void
hostlink_stop(struct hostlink *l, int64_t grace_ms, bool respawn)
{
	l->respawn = respawn;
	l->grace_ms = grace_ms;
	l->want_stop = true;
	if (l->up && l->stop == 0)
		send_stop(l);
}

void
hostlink_rest(struct hostlink *l, int64_t grace_ms, int64_t idle_ms,
    const char *why)
{
	struct jv *v;

	if (!l->up || l->rest != 0)
		return;
	v = jv_object();
	jv_set_int(v, "graceMs", grace_ms);
	jv_set_int(v, "idleMs", idle_ms);
	jv_set_string(v, "why", why);
	l->rest = peer_next_id(l->peer);
	peer_send_jv(l->peer, MSG_HOST_STOP, l->rest, v);
	jv_free(v);
}

void
hostlink_rename(struct hostlink *l, const char *name)
{
	struct jv *v;

	if (!l->up)
		return;
	v = jv_object();
	jv_set_string(v, "name", name);
	peer_send_jv(l->peer, MSG_HOST_RENAME, peer_next_id(l->peer), v);
	jv_free(v);
}

bool
hostlink_can_reply(const struct hostlink *l)
{
	return jv_bool(hostlink_hello(l), "replies", false);
}

void
hostlink_reply(struct hostlink *l, const struct jv *body)
{
	if (!l->up)
		return;
	l->reply = peer_next_id(l->peer);
	peer_send_jv(l->peer, MSG_HOST_REPLY, l->reply, body);
}

bool
hostlink_is_replying(const struct hostlink *l)
{
	return l->reply != 0;
}

bool
hostlink_is_stopping(const struct hostlink *l)
{
	return l != NULL && l->want_stop;
}

void
hostlink_call_back(struct hostlink *l)
{
	if (l != NULL && access(l->path, F_OK) != 0 && errno == ENOENT)
		procid_kill(&l->host, SIGUSR1);
}

bool
hostlink_adapter(struct hostlink *l, const struct jv *file, bool news)
{
	char *text;
	bool send;

	if (!l->up)
		return false;
	text = jv_text(file, false);
	send = l->adapter == NULL ? news : strcmp(l->adapter, text) != 0;
	if (send)
		peer_send(l->peer, MSG_HOST_ADAPTER, peer_next_id(l->peer),
		    text, strlen(text));
	free(l->adapter);
	l->adapter = text;
	return send;
}

void
hostlink_settings(struct hostlink *l, const struct jv *settings)
{
	char *text;

	if (!l->up)
		return;
	text = jv_text(settings, false);
	if (l->settings == NULL || strcmp(l->settings, text) != 0)
		peer_send(l->peer, MSG_HOST_SETTINGS, peer_next_id(l->peer),
		    text, strlen(text));
	free(l->settings);
	l->settings = text;
}

static void
leave(void *arg)
{
	hostlink_destroy(arg);
}

/* A peer writes at the end of the turn; what is deferred now comes after. */
void
hostlink_release(struct hostlink *l, bool again)
{
	const char *body = again ? "{\"again\":true}" : "{}";

	if (l == NULL)
		return;
	if (!l->up) {
		hostlink_destroy(l);
		return;
	}
	peer_send(l->peer, MSG_HOST_RELEASE, 0, body, strlen(body));
	l->up = false;
	l->leaving = true;
	loop_defer(l->loop, leave, l);
}
