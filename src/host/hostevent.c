/* SPDX-License-Identifier: ISC */
/* hostevent: the changes of a session, told to those who subscribed.
 *
 * A new subscriber gets the whole state, and so does one that fell behind:
 * nothing but the newest value of each member matters, so no event is kept.
 */

#include "base/jv.h"
#include "host/host_internal.h"
#include "host/hostevent.h"
#include "host/report.h"
#include "wire/peer.h"

static void
hostevent_send(struct conn *c, unsigned what)
{
	struct jv *event;

	event = jv_object();
	jv_set_int(event, "seq", ++c->event_seq);
	jv_set(event, "session", report_changes(c->host, what));
	peer_send_jv(c->peer, MSG_HOST_EVENT, 0, event);
	jv_free(event);
}

void
hostevent_subscribe(struct conn *c, uint32_t id)
{
	struct jv *result;

	c->subscribed = true;
	c->behind = false;
	c->event_acked = c->event_seq;
	result = jv_object();
	jv_set(result, "session", report_whole(c->host));
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

void
hostevent_tell(struct host *h, unsigned what)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry) {
		if (!c->subscribed || c->closing)
			continue;
		if (c->event_seq - c->event_acked >= HOSTEVENT_WINDOW)
			c->behind = true;
		else
			hostevent_send(c, what);
	}
}
