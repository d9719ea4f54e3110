/* SPDX-License-Identifier: ISC */
/* hostlogs: a session's text for one connection, and what is added to it.
 *
 * Who follows is sent hard lines when they are complete; the line that the
 * cursor is still on comes at the end of the session.
 */

#include <stdlib.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostend.h"
#include "host/hostlogs.h"
#include "term/screen.h"
#include "term/text.h"
#include "term/vt.h"
#include "wire/peer.h"

#define LOGS_CHUNK     (64u << 10)
#define LOGS_MAX       (256u << 20) /* bytes of text made at once */
#define LOGS_FOLLOW_MS 50

struct logs {
	struct conn *conn; /* borrowed */
	uint32_t id;
	bool ansi;
	bool follow;
	bool over;	/* all text is in out */
	struct buf out; /* from sent on still to be sent */
	size_t sent;
	uint64_t from;		  /* next line for a follower */
	struct loop_timer *timer; /* owned */
};

static void
logs_destroy(struct logs *l)
{
	if (l == NULL)
		return;
	loop_timer_destroy(l->timer);
	buf_clear(&l->out);
	free(l);
}

/* Text that would go past the bound is made again with fewer lines. */
static void
logs_collect(struct logs *l, size_t lines, bool screen_only)
{
	struct screen *s = vt_screen(l->conn->host->vt);

	text_logs(&l->out, s, lines, l->ansi, screen_only);
	while (l->out.overflow && lines != 1) {
		lines = lines == 0 ? 65536 : lines / 2;
		buf_clear(&l->out);
		buf_init(&l->out, LOGS_MAX);
		text_logs(&l->out, s, lines, l->ansi, screen_only);
	}
}

void
hostlogs_pump(struct conn *c)
{
	struct logs *l = c->logs;
	size_t n;

	while (l->sent < l->out.len && peer_queued(c->peer) < CONN_BUSY) {
		n = l->out.len - l->sent;
		if (n > LOGS_CHUNK)
			n = LOGS_CHUNK;
		peer_send(c->peer, MSG_LOGS_DATA, l->id, l->out.data + l->sent,
		    n);
		l->sent += n;
	}
	if (l->sent < l->out.len)
		return;
	buf_clear(&l->out);
	buf_init(&l->out, LOGS_MAX);
	l->sent = 0;
	if (!l->over)
		return;
	peer_reply(c->peer, l->id, NULL);
	hostlogs_stop(c);
	hostend_try_leave(c->host);
}

static void
logs_fire(void *arg)
{
	struct logs *l = arg;

	/* One who does not take what he has gets the rest later. */
	if (l->over || l->sent < l->out.len)
		return;
	text_follow(&l->out, vt_screen(l->conn->host->vt), &l->from, l->ansi);
	hostlogs_pump(l->conn);
}

void
hostlogs_start(struct conn *c, uint32_t id, const struct jv *body)
{
	struct screen *s = vt_screen(c->host->vt);
	struct logs *l;
	int64_t lines;

	if (c->logs != NULL) {
		peer_refuse(c->peer, id, "logs are already being sent");
		return;
	}
	lines = jv_int(body, "lines", 0);
	if (lines < 0 || lines > INT32_MAX)
		lines = 0;
	l = c->logs = xcalloc(1, sizeof(*l));
	l->conn = c;
	l->id = id;
	l->ansi = jv_bool(body, "ansi", false);
	l->follow = jv_bool(body, "follow", false);
	l->timer = loop_timer_create(c->host->loop, logs_fire, l);
	buf_init(&l->out, LOGS_MAX);
	if (l->follow && c->host->phase < HOST_ENDED) {
		l->from = text_follow_start(s, (size_t)lines);
		text_follow(&l->out, s, &l->from, l->ansi);
	} else {
		l->over = true;
		logs_collect(l, (size_t)lines, jv_bool(body, "screen", false));
	}
	hostlogs_pump(c);
}

void
hostlogs_kick(struct host *h)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->logs != NULL && !c->logs->over &&
		    !loop_timer_running(c->logs->timer))
			loop_timer_start(c->logs->timer, LOGS_FOLLOW_MS);
}

void
hostlogs_end(struct host *h)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry) {
		if (c->logs == NULL || c->logs->over)
			continue;
		c->logs->over = true;
		text_follow_end(&c->logs->out, vt_screen(h->vt), &c->logs->from,
		    c->logs->ansi);
		hostlogs_pump(c);
	}
}

void
hostlogs_stop(struct conn *c)
{
	logs_destroy(c->logs);
	c->logs = NULL;
}
