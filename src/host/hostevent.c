/* SPDX-License-Identifier: ISC */
/* hostevent: the changes of a session, told to those who subscribed, and the
 * last changes of its state, for those who come back.
 *
 * A new subscriber gets the whole state, and so does one that fell behind. The
 * states that were passed through meanwhile come with it, oldest first, each
 * with its time. That time is also the number of a change: whoever has it in a
 * record, or was told it, knows by it what is new to him, so nobody has to say
 * here what he has, and what is lost on the way to a dying supervisor is there
 * for the next one.
 */

#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "host/host_internal.h"
#include "host/hostevent.h"
#include "host/report.h"
#include "wire/peer.h"

/* What is kept of a change: small, and all that a line of it needs. */
static struct jv *
hostevent_brief(const struct host *h)
{
	static const char *const keys[] = { "state", "status", "changedAt",
		"waitingFor", "message", "summary" };
	struct jv *all, *brief, *v;
	size_t i;

	all = report_changes(h, CHANGE_STATE | CHANGE_SAID | CHANGE_SUMMARY);
	brief = jv_object();
	for (i = 0; i < nitems(keys); i++)
		if ((v = jv_get(all, keys[i])) != NULL)
			jv_set(brief, keys[i], jv_copy(v));
	jv_free(all);
	return brief;
}

static bool
hostevent_same(const struct jv *a, const struct jv *b, const char *key)
{
	const char *x = jv_string(a, key), *y = jv_string(b, key);

	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

void
hostevent_note(struct host *h)
{
	struct jv *now, **slot, *last;
	int64_t at;

	now = hostevent_brief(h);
	last = h->nchanges == 0 ?
	    NULL :
	    h->changes[(h->nchanges - 1) % nitems(h->changes)];
	if (last != NULL && hostevent_same(last, now, "state") &&
	    hostevent_same(last, now, "waitingFor")) {
		jv_free(now);
		return;
	}
	at = wall_ms();
	h->changed_at = at > h->changed_at ? at : h->changed_at + 1;
	jv_set_int(now, "changedAt", h->changed_at);
	slot = &h->changes[h->nchanges++ % nitems(h->changes)];
	jv_free(*slot);
	*slot = now;
}

void
hostevent_clear(struct host *h)
{
	size_t i;

	for (i = 0; i < nitems(h->changes); i++)
		jv_free(h->changes[i]);
}

/* Put the changes after since; the last one is the state itself. */
static void
hostevent_put_changes(const struct host *h, struct jv *session, int64_t since)
{
	struct jv *list, *one;
	size_t i;

	list = jv_array();
	i = h->nchanges > nitems(h->changes) ?
	    h->nchanges - nitems(h->changes) :
	    0;
	for (; i + 1 < h->nchanges; i++) {
		one = h->changes[i % nitems(h->changes)];
		if (jv_int(one, "changedAt", 0) > since)
			jv_append(list, jv_copy(one));
	}
	if (jv_count(list) > 0)
		jv_set(session, "changes", list);
	else
		jv_free(list);
}

static void
hostevent_send(struct conn *c, unsigned what)
{
	struct jv *event, *session;

	event = jv_object();
	jv_set_int(event, "seq", ++c->event_seq);
	session = report_changes(c->host, what);
	if (what == CHANGE_ALL)
		hostevent_put_changes(c->host, session, c->event_told);
	c->event_told = c->host->changed_at;
	jv_set(event, "session", session);
	peer_send_jv(c->peer, MSG_HOST_EVENT, 0, event);
	jv_free(event);
}

void
hostevent_subscribe(struct conn *c, uint32_t id, int64_t since)
{
	struct jv *result, *session;

	c->subscribed = true;
	c->behind = false;
	c->event_acked = c->event_seq;
	c->event_told = c->host->changed_at;
	result = jv_object();
	session = report_whole(c->host);
	hostevent_put_changes(c->host, session, since);
	jv_set(result, "session", session);
	jv_set_int(result, "seq", c->event_seq);
	peer_reply(c->peer, id, result);
	jv_free(result);
}

int
hostevent_ack(struct conn *c, int64_t seq)
{
	if (seq < 0 || seq > (int64_t)c->event_seq)
		return -1;
	if (seq > (int64_t)c->event_acked)
		c->event_acked = (uint32_t)seq;
	if (c->behind && c->event_seq - c->event_acked < HOSTEVENT_WINDOW) {
		c->behind = false;
		hostevent_send(c, CHANGE_ALL);
	}
	return 0;
}

bool
hostevent_knows_all(const struct conn *c)
{
	return c->subscribed && !c->behind && c->event_acked == c->event_seq;
}

void
hostevent_tell(struct host *h, unsigned what)
{
	struct conn *c;

	if (what & (CHANGE_STATE | CHANGE_SAID | CHANGE_END))
		hostevent_note(h);
	TAILQ_FOREACH(c, &h->conns, entry) {
		if (!c->subscribed || c->closing)
			continue;
		if (c->event_seq - c->event_acked >= HOSTEVENT_WINDOW)
			c->behind = true;
		else
			hostevent_send(c, what);
	}
}
