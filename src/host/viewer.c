/* SPDX-License-Identifier: ISC */
/* viewer: one client's look at the session: when it gets which frame, and
 * its end.
 *
 * A viewer is not sent every change but, when it may have one more frame, what
 * differs between what it has and what is. So one that is slow or stopped costs
 * nothing but its last three frames. After a rest the frame goes out at once
 * (an echo is immediate), then at most one in VIEWER_PACE_MS. While something
 * else keeps the screen busy, an echo must not wait for that: who has just
 * typed gets frames sooner, and ever less so the longer that is ago.
 */

#include <stdlib.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "host/conn.h"
#include "host/host_internal.h"
#include "host/hostevent.h"
#include "host/report.h"
#include "host/viewer.h"
#include "host/viewframe.h"
#include "term/vt.h"
#include "wire/peer.h"

#define VIEWER_WINDOW  3 /* frames under way */
#define VIEWER_PACE_MS 16
#define VIEWER_SYNC_MS 150 /* the longest an update is held back */
#define VIEWER_END_MS  2000

struct viewer {
	struct conn *conn; /* borrowed */
	uint32_t id;
	bool read_only;
	bool lead;
	bool focused;
	unsigned rows; /* of the client's terminal */
	unsigned cols;
	struct viewframe has;
	uint32_t sent;
	uint32_t acked;
	monotime last;	/* frame */
	monotime typed; /* last */
	bool held;	/* by mode 2026, since held_since */
	monotime held_since;
	bool started; /* it was told that it views */
	bool ending;
	bool ended;
	monotime end_until;
	struct loop_timer *timer; /* owned */
};

static void
viewer_fire(void *arg)
{
	viewer_kick(arg);
}

struct viewer *
viewer_create(struct conn *c, const struct viewer_want *want)
{
	struct host *h = c->host;
	struct viewer *v;

	v = xcalloc(1, sizeof(*v));
	v->conn = c;
	v->id = ++h->last_view;
	v->read_only = want->read_only;
	v->lead = want->lead;
	v->rows = want->rows;
	v->cols = want->cols;
	v->focused = want->drive;
	v->last = monotime_add(monotime_now(), -VIEWER_PACE_MS);
	v->typed = monotime_add(monotime_now(), -2 * VIEWER_PACE_MS);
	v->timer = loop_timer_create(h->loop, viewer_fire, v);
	drive_attach(&h->drive, v->id, want->drive && !want->read_only,
	    want->take_over, monotime_now());
	hostevent_tell(h, CHANGE_VIEWS);
	return v;
}

void
viewer_destroy(struct viewer *v)
{
	if (v == NULL)
		return;
	drive_detach(&v->conn->host->drive, v->id);
	v->conn->host->active = monotime_now();
	hostevent_tell(v->conn->host, CHANGE_VIEWS);
	loop_timer_destroy(v->timer);
	free(v);
}

static void
viewer_send(struct viewer *v)
{
	struct host *h = v->conn->host;
	struct buf frame;

	buf_init(&frame, 0);
	viewframe_build(&v->has, h->vt, h->title_gen, ++v->sent, &frame);
	peer_send_buf(v->conn->peer, MSG_VIEW_FRAME, 0, &frame);
	buf_clear(&frame);
	v->last = monotime_now();
	v->held = false;
	loop_timer_stop(v->timer);
}

static void
viewer_finish(struct viewer *v)
{
	struct jv *end;

	v->ended = true;
	loop_timer_stop(v->timer);
	end = report_view_end(v->conn->host);
	peer_send_jv(v->conn->peer, MSG_VIEW_END, 0, end);
	jv_free(end);
	/* Who reads the history of a job goes on while its host is there. */
	if (!v->conn->reads || !v->conn->host->boot->exec)
		conn_finish(v->conn);
}

/* ms from one frame to the next. */
static int64_t
viewer_pace(const struct viewer *v, monotime now)
{
	int64_t pace = monotime_diff(v->typed, now) / 2;

	if (pace > VIEWER_PACE_MS)
		return VIEWER_PACE_MS;
	return pace < 1 ? 1 : pace;
}

/* ms until a frame may be sent. */
static int64_t
viewer_wait(struct viewer *v)
{
	monotime now;
	int64_t pace, hold;

	if (v->ending)
		return 0;
	now = monotime_now();
	pace = viewer_pace(v, now) - monotime_diff(v->last, now);
	if (pace < 0)
		pace = 0;
	if (!(vt_modes(v->conn->host->vt)->flags & MODE_SYNC)) {
		v->held = false;
		return pace;
	}
	if (!v->held) {
		v->held = true;
		v->held_since = now;
	}
	hold = VIEWER_SYNC_MS - monotime_diff(v->held_since, now);
	return hold > pace ? hold : pace;
}

/* Whether one more frame may be under way. While a connection is not read, its
 * socket's taking the last frame stands for the acknowledgement. */
static bool
viewer_may(const struct viewer *v)
{
	if (v->conn->held.len > 0)
		return peer_queued(v->conn->peer) == 0;
	return v->sent - v->acked < VIEWER_WINDOW &&
	    peer_queued(v->conn->peer) <= CONN_BUSY;
}

void
viewer_kick(struct viewer *v)
{
	struct host *h = v->conn->host;
	int64_t wait;

	if (!v->started || v->ended || v->conn->closing)
		return;
	if (v->ending && monotime_left(v->end_until) == 0) {
		viewer_finish(v);
		return;
	}
	if (viewframe_stale(&v->has, h->vt, h->title_gen)) {
		if (!viewer_may(v))
			return; /* an ack or the empty queue kicks again */
		if ((wait = viewer_wait(v)) > 0) {
			loop_timer_start(v->timer, wait);
			return;
		}
		viewer_send(v);
	}
	if (v->ending)
		viewer_finish(v);
}

void
viewer_start(struct viewer *v)
{
	v->started = true;
	viewer_kick(v);
}

void
viewer_synced(struct viewer *v)
{
	if (v->held)
		viewer_kick(v);
}

int
viewer_ack(struct viewer *v, uint32_t seq)
{
	if (seq - v->acked > v->sent - v->acked)
		return v->acked - seq <= VIEWER_WINDOW ? 0 : -1;
	v->acked = seq;
	viewer_kick(v);
	return 0;
}

void
viewer_end(struct viewer *v)
{
	if (v->ending)
		return;
	v->ending = true;
	v->end_until = monotime_add(monotime_now(), VIEWER_END_MS);
	conn_drop_held(v->conn);
	loop_timer_start(v->timer, VIEWER_END_MS);
	viewer_kick(v);
}

bool
viewer_ended(const struct viewer *v)
{
	return v->ended;
}

bool
viewer_read_only(const struct viewer *v)
{
	return v->read_only;
}

bool
viewer_leads(const struct viewer *v)
{
	return v->lead;
}

bool
viewer_drives(const struct viewer *v)
{
	return v->conn->host->drive.driver == v->id;
}

uint32_t
viewer_id(const struct viewer *v)
{
	return v->id;
}

bool
viewer_focused(const struct viewer *v)
{
	return v->focused;
}

void
viewer_set_focused(struct viewer *v, bool focused)
{
	v->focused = focused;
}

void
viewer_set_size(struct viewer *v, unsigned rows, unsigned cols)
{
	v->rows = rows;
	v->cols = cols;
}

void
viewer_get_size(const struct viewer *v, unsigned *rows, unsigned *cols)
{
	*rows = v->rows;
	*cols = v->cols;
}

void
viewer_active(struct viewer *v)
{
	v->typed = monotime_now();
	drive_active(&v->conn->host->drive, v->id, v->typed);
	/* What waits for its time may go sooner now. */
	if (loop_timer_running(v->timer))
		loop_timer_start(v->timer, 1);
}
