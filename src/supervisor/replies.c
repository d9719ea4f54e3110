/* SPDX-License-Identifier: ISC */
/* replies: brings what people answer to their sessions' hosts, once and in
 * order, and tells what became of it. */

/*
 * A reply is on disk (inbox) before its client hears of it. The first one of a
 * session is offered to the host when that is up; the file says before to which
 * host. The host answers delivered or refused, which is final, or later, when
 * the agent cannot take it now, and tells when it can. A supervisor that finds
 * a reply in the hands of a host offers it to that host again, which knows what
 * it had; if the host is gone, nobody knows, and the receipt is unknown: that
 * is for the person to look at, not for us to type again.
 *
 * A session whose worker has ended is started for the sake of what waits, but
 * not after a person's stop, and not for ever.
 */

#include <errno.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "supervisor/action.h"
#include "supervisor/bus.h"
#include "supervisor/hostlink.h"
#include "supervisor/inbox.h"
#include "supervisor/registry.h"
#include "supervisor/replies.h"
#include "supervisor/respawn.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/store.h"
#include "supervisor/supervisor_internal.h"
#include "wire/peer.h"

#define RETRY_MS   1000 /* after the disk refused */
#define TEXT_MAX   (1000u << 10)
#define KEYS_MAX   1024
#define PARENT_MAX 64 /* processes from a client up to its session's worker */

static void on_go_on(void *);

/* What clients see of the number that wait. */
static void
count(struct session *s)
{
	size_t n = s->inbox != NULL ? inbox_count(s->inbox) : 0;

	if (n > 0)
		jv_set_int(s->fields, "replies", (int64_t)n);
	else
		jv_unset(s->fields, "replies");
}

static struct inbox *
inbox_of(struct session *s)
{
	char *dir;

	if (s->inbox == NULL) {
		dir = xasprintf("%s/jobs/%s/inbox", s->sup->state, s->id);
		s->inbox = inbox_open(dir);
		free(dir);
	}
	return s->inbox;
}

static void
later(struct session *s, int ms)
{
	if (s->replying == NULL)
		s->replying = loop_timer_create(s->sup->loop, on_go_on, s);
	loop_timer_start(s->replying, ms);
}

/* Receipts. */

static void
wait_key(char key[BUS_ID_MAX], const struct session *s, const char *id)
{
	xsnprintf(key, BUS_ID_MAX, "%s/%s", s->id, id);
}

static struct jv *
receipt(const char *id, const char *word, const char *reason)
{
	struct jv *v = jv_object();

	jv_set_string(v, "reply", id);
	jv_set_string(v, "receipt", word);
	jv_set_string(v, "reason", reason);
	return v;
}

/* It is final: all who waited or watch are told. */
static void
finish(struct session *s, struct inbox_reply *r, const char *word,
    const char *reason)
{
	struct jv *v = receipt(r->id, word, reason);
	char key[BUS_ID_MAX];

	log_info("%s: reply %s: %s%s%s", s->id, r->id, word,
	    reason != NULL ? ": " : "", reason != NULL ? reason : "");
	wait_key(key, s, r->id);
	inbox_finish(s->inbox, r, word, reason);
	count(s);
	bus_answer_with(s->sup->bus, key, BUS_WAIT_REPLY, v);
	if (s->announced && !s->expired)
		bus_tell_reply(s->sup->bus, s, v);
	jv_free(v);
}

/* It waits longer than its client does. */
static void
on_waited(void *arg)
{
	struct inbox_reply *r = arg;
	struct session *s = r->owner;
	struct jv *v = receipt(r->id, "queued", r->why);
	char key[BUS_ID_MAX];

	wait_key(key, s, r->id);
	bus_answer_with(s->sup->bus, key, BUS_WAIT_REPLY, v);
	jv_free(v);
}

static void
set_why(struct inbox_reply *r, const char *why)
{
	free(r->why);
	r->why = why != NULL ? xstrdup(why) : NULL;
}

/* Starting. */

/* Its session is down: start it for the sake of this one, with the environment
 * of the client (may be NULL) where it has none of its own. */
static void
start_for(struct session *s, struct inbox_reply *r, const struct jv *env)
{
	char *cause = NULL;
	struct jv *boot;

	if (r->starts >= REPLIES_STARTS) {
		finish(s, r, "refused", "its agent ends before it takes it");
		later(s, 0);
		return;
	}
	if ((boot = respawn_boot(s->sup, s, env, &cause)) == NULL) {
		finish(s, r, "refused", cause);
		free(cause);
		later(s, 0);
		return;
	}
	r->starts++;
	(void)inbox_save(s->inbox, r);
	set_why(r, "its agent is started again");
	jv_free(s->next);
	s->next = boot;
	action_event(s, LIFE_EV_RESPAWN, NULL);
}

/* The worker has ended, with the first one unanswered. */
static void
go_on_down(struct session *s, struct inbox_reply *r)
{
	bool stopped = strcmp(session_string(s, "state"), "stopped") == 0;

	if (r->handed)
		finish(s, r, "unknown", "its host died meanwhile");
	else if (session_is_job(s))
		finish(s, r, "refused", "it has ended");
	else if (stopped && r->at <= session_int(s, "endedAt"))
		finish(s, r, "refused", "it was stopped");
	else {
		start_for(s, r, NULL);
		return;
	}
	later(s, 0);
}

/* Offering. */

static bool
is_same(const struct procid *a, const struct procid *b)
{
	return a->pid == b->pid && a->start == b->start;
}

static void
offer(struct session *s, struct inbox_reply *r)
{
	const struct procid *host = hostlink_host(s->link);

	if (!hostlink_can_reply(s->link)) {
		finish(s, r, "refused",
		    "its host is of a release that takes no replies");
		later(s, 0);
		return;
	}
	if (r->handed && !is_same(&r->host, host)) {
		finish(s, r, "unknown", "its host died meanwhile");
		later(s, 0);
		return;
	}
	if (!r->handed) {
		r->handed = true;
		r->host = *host;
		if (inbox_save(s->inbox, r) != 0) {
			r->handed = false;
			set_why(r, "its state cannot be written");
			later(s, RETRY_MS);
			return;
		}
	}
	hostlink_reply(s->link, r->body);
}

static void
on_go_on(void *arg)
{
	struct session *s = arg;
	struct inbox_reply *r;

	if (s->removed || s->inbox == NULL ||
	    (r = inbox_first(s->inbox)) == NULL)
		return;
	if (s->life == LIFE_DOWN)
		go_on_down(s, r);
	else if (s->life == LIFE_UP && s->link != NULL &&
	    hostlink_is_up(s->link) && !hostlink_is_replying(s->link))
		offer(s, r);
}

void
replies_go_on(struct session *s)
{
	if (s->inbox != NULL && inbox_count(s->inbox) > 0)
		later(s, 0);
}

void
replies_changed(struct session *s, const struct jv *changes)
{
	if (jv_bool(changes, "takesReplies", false))
		replies_go_on(s);
}

void
replies_answered(struct hostlink *l, const struct jv *result, const char *error,
    void *arg)
{
	struct session *s = arg;
	const char *word = jv_string(result, "receipt");
	const char *reason = jv_string(result, "reason");
	struct inbox_reply *r;

	(void)l;
	if (s->inbox == NULL || (r = inbox_first(s->inbox)) == NULL)
		return;
	if (result == NULL)
		finish(s, r, "refused", error);
	else if (word != NULL && strcmp(word, "later") == 0) {
		r->handed = false;
		(void)inbox_save(s->inbox, r);
		set_why(r, reason);
		return;
	} else if (word != NULL &&
	    (strcmp(word, "delivered") == 0 || strcmp(word, "refused") == 0 ||
		strcmp(word, "unknown") == 0))
		finish(s, r, word, reason);
	else
		finish(s, r, "unknown", "its host answers nonsense");
	later(s, 0);
}

void
replies_close(struct session *s)
{
	loop_timer_destroy(s->replying);
	s->replying = NULL;
	inbox_close(s->inbox);
	s->inbox = NULL;
}

void
replies_drop(struct session *s, const char *why)
{
	struct inbox_reply *r;

	while (s->inbox != NULL && (r = inbox_first(s->inbox)) != NULL)
		finish(s, r, r->handed ? "unknown" : "refused", why);
	replies_close(s);
}

void
replies_load(struct session *s)
{
	char *dir;
	bool has;

	count(s);
	if (s->home == SESSION_FOREIGN)
		return;
	dir = xasprintf("%s/jobs/%s/inbox", s->sup->state, s->id);
	has = access(dir, F_OK) == 0;
	free(dir);
	if (!has)
		return;
	if (inbox_count(inbox_of(s)) == 0) {
		/* Its receipts are read when somebody asks for one. */
		replies_close(s);
		return;
	}
	log_info("%s: %zu replies wait", s->id, inbox_count(s->inbox));
	count(s);
	later(s, 0);
}

/* Taking. */

/* Whether a client is a process of some session. */
static bool
is_inside(struct supervisor *sup, pid_t pid)
{
	struct session *s;
	struct proc p;
	int i;

	for (i = 0; i < PARENT_MAX && pid > 1 && proc_get(pid, &p) == 0; i++) {
		for (s = registry_first(sup->registry); s != NULL;
		     s = registry_next(s))
			if (session_is_live(s) && is_same(&s->worker, &p.id))
				return true;
		pid = p.ppid;
	}
	return false;
}

static bool
keys_are_good(const struct jv *keys)
{
	size_t i, n = jv_count(keys);

	for (i = 0; i < n; i++)
		if (jv_string_at(keys, i) == NULL)
			return false;
	return n <= KEYS_MAX;
}

/* What a reply says, without what is for us; NULL and *why. */
static struct jv *
read_body(const struct jv *body, const char **why)
{
	static const char *const members[] = { "text", "submit", "keys",
		"option", "label", "rule", "generation", "now" };
	const char *text = jv_string(body, "text");
	struct jv *out;
	size_t i;

	*why = NULL;
	if (text != NULL && strlen(text) > TEXT_MAX)
		*why = "the text is too long";
	else if (!keys_are_good(jv_get_array(body, "keys")))
		*why = "these keys are no list of names";
	else if ((text == NULL || *text == '\0') &&
	    jv_count(jv_get_array(body, "keys")) == 0 &&
	    jv_get(body, "option") == NULL &&
	    jv_string(body, "label") == NULL && !jv_bool(body, "submit", false))
		*why = "there is nothing to send";
	if (*why != NULL)
		return NULL;
	out = jv_object();
	jv_set_string(out, "reply", jv_string(body, "reply"));
	for (i = 0; i < nitems(members); i++)
		if (jv_get(body, members[i]) != NULL)
			jv_set(out, members[i],
			    jv_copy(jv_get(body, members[i])));
	return out;
}

/* Why a session takes no reply now, whatever it says; NULL: it does. */
static const char *
refusal(const struct session *s, const struct jv *body)
{
	const char *text = jv_string(body, "text");

	switch (s->life) {
	case LIFE_STOPPING:
		return "it is being stopped";
	case LIFE_REMOVING:
		return "it is being removed";
	case LIFE_DOWN:
		/* Nothing is shown that keys could answer. */
		if (session_is_job(s) || text == NULL || *text == '\0')
			return "it has ended";
		return NULL;
	default:
		return NULL;
	}
}

static void
wait_for(struct subscriber *client, uint32_t request, struct session *s,
    struct inbox_reply *r, const struct jv *body)
{
	int64_t ms = jv_int(body, "waitMs", REPLIES_WAIT_MS);
	char key[BUS_ID_MAX];

	if (ms < 0)
		ms = 0;
	if (ms > REPLIES_WAIT_MOST_MS)
		ms = REPLIES_WAIT_MOST_MS;
	wait_key(key, s, r->id);
	bus_wait(client, request, key, BUS_WAIT_REPLY);
	r->owner = s;
	if (r->timer == NULL)
		r->timer = loop_timer_create(s->sup->loop, on_waited, r);
	loop_timer_start(r->timer, ms);
}

static void
answer_refused(struct peer *peer, uint32_t request, const char *id,
    const char *why, bool unkept)
{
	struct jv *v = receipt(id, "refused", why);

	if (unkept)
		jv_set_bool(v, "unkept", true);
	peer_reply(peer, request, v);
	jv_free(v);
}

/* It was taken before: say what became of it, or wait with the first who
 * asked. Whether that is so. */
static bool
take_again(struct subscriber *client, uint32_t request, struct session *s,
    const struct jv *body)
{
	const char *id = jv_string(body, "reply");
	const struct jv *known = inbox_receipt(inbox_of(s), id);
	struct inbox_reply *r;
	struct jv *v;

	if (known != NULL) {
		v = jv_copy(known);
		jv_set_bool(v, "repeated", true);
		peer_reply(bus_peer(client), request, v);
		jv_free(v);
		return true;
	}
	if ((r = inbox_find(s->inbox, id)) == NULL)
		return false;
	wait_for(client, request, s, r, body);
	return true;
}

void
replies_take(struct supervisor *sup, struct subscriber *client,
    uint32_t request, struct session *s, const struct jv *body)
{
	struct peer *peer = bus_peer(client);
	const char *id = jv_string(body, "reply"), *why;
	struct inbox_reply *r;
	char *cause = NULL;
	struct jv *own;

	if (!inbox_is_id(id)) {
		peer_refuse(peer, request,
		    "the id is not 1 to %d letters, digits or . _ -",
		    INBOX_ID_MAX);
		return;
	}
	if (take_again(client, request, s, body))
		return;
	own = read_body(body, &why);
	if (own == NULL || (why = refusal(s, body)) != NULL) {
		answer_refused(peer, request, id, why, false);
		jv_free(own);
		return;
	}
	if (jv_string(body, "from") != NULL || is_inside(sup, peer_pid(peer)))
		jv_set_bool(own, "inside", true);
	if ((r = inbox_add(s->inbox, id, own, &cause)) == NULL) {
		answer_refused(peer, request, id, cause, true);
		free(cause);
		return;
	}
	count(s);
	wait_for(client, request, s, r, body);
	bus_tell(sup->bus, "state", s);
	if (s->life == LIFE_DOWN && r == inbox_first(s->inbox))
		start_for(s, r, jv_get_array(body, "env"));
	else
		later(s, 0);
}
