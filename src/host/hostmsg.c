/* SPDX-License-Identifier: ISC */
/* hostmsg: the messages that a host takes, and who may send them when. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "agent/adapter.h"
#include "agent/hooks.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/conn.h"
#include "host/host_internal.h"
#include "host/hostask.h"
#include "host/hostend.h"
#include "host/hostevent.h"
#include "host/hosthistory.h"
#include "host/hostlogs.h"
#include "host/hostmsg.h"
#include "host/hostrest.h"
#include "host/hostsend.h"
#include "host/hosttold.h"
#include "host/lead.h"
#include "host/prompt.h"
#include "host/pty.h"
#include "host/report.h"
#include "host/stop.h"
#include "host/token.h"
#include "host/viewer.h"
#include "term/cell.h"
#include "term/key.h"
#include "term/screen.h"
#include "term/vt.h"
#include "term/vtkey.h"
#include "wire/pack_term.h"
#include "wire/peer.h"

#define HOSTMSG_JSON 0x01u /* an object; body is given */
#define HOSTMSG_VIEW 0x02u /* only from a viewer */
#define HOSTMSG_WRITE                                                          \
	0x04u /* dropped if read-only or if the worker has ended */

struct hostmsg {
	uint16_t type;
	unsigned flags;
	/* 0, or a wire_err that ends the connection. */
	int (*run)(struct conn *, const struct msg *, const struct jv *body);
};

static unsigned
hostmsg_clamp(int64_t n, unsigned min, unsigned max)
{
	if (n < (int64_t)min)
		return min;
	return n > (int64_t)max ? max : (unsigned)n;
}

/* The keys that its agent wants for itself. */
static void
hostmsg_put_claims(const struct host *h, struct jv *result)
{
	const struct adapter *a = h->evidence.adapter;
	struct jv *list = jv_array();
	size_t i;

	for (i = 0; a != NULL && i < a->claims.n; i++)
		jv_append_string(list, a->claims.v[i]);
	jv_set(result, "claims", list);
}

static int
hostmsg_view_start(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct host *h = c->host;
	struct viewer_want want;
	struct jv *result;

	if (c->viewer != NULL) {
		peer_refuse(c->peer, m->id, "this connection already views");
		return 0;
	}
	want.cols = hostmsg_clamp(jv_int(body, "cols", 80), TERM_MIN_COLS,
	    TERM_MAX_COLS);
	want.rows = hostmsg_clamp(jv_int(body, "rows", 24), TERM_MIN_ROWS,
	    TERM_MAX_ROWS);
	want.read_only = jv_bool(body, "readOnly", false);
	want.drive = jv_bool(body, "drive", false);
	want.take_over = jv_bool(body, "takeOver", false);
	want.lead = jv_bool(body, "lead", false);
	if (jv_get(body, "fg") != NULL && jv_get(body, "bg") != NULL)
		vt_set_colours(h->vt,
		    (uint32_t)jv_int(body, "fg", 0) & 0xffffffu,
		    (uint32_t)jv_int(body, "bg", 0) & 0xffffffu);
	c->reads = jv_bool(body, "reads", false);
	c->viewer = viewer_create(c, &want);
	c->prompt = prompt_create(c, body);
	if (want.lead)
		lead_come(h);
	host_apply_size(h);
	host_tell_focus(h);

	result = jv_object();
	jv_set_bool(result, "driver", viewer_drives(c->viewer));
	jv_set(result, "session", report_session(h));
	hostmsg_put_claims(h, result);
	recap_put(h, result);
	peer_reply(c->peer, m->id, result);
	jv_free(result);
	viewer_start(c->viewer);
	if (h->phase >= HOST_ENDED && !loop_timer_running(h->fate_timer))
		viewer_end(c->viewer);
	return 0;
}

static int
hostmsg_view_ack(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct reader r;
	uint32_t seq;

	(void)body;
	reader_init(&r, m->body, m->len);
	if (reader_u32(&r, &seq) != 0 || viewer_ack(c->viewer, seq) != 0)
		return WIRE_BAD;
	return 0;
}

/* Give encoded input to the worker and free it. What it has no room for waits,
 * and this connection with it. */
static void
hostmsg_input(struct conn *c, struct buf *bytes)
{
	struct host *h = c->host;

	viewer_active(c->viewer);
	if (bytes->len == 0 || host_input(h, bytes) == 0)
		;
	else if (errno == ENOBUFS && bytes->len <= PTY_QUEUE_MAX)
		conn_hold(c, bytes);
	else
		log_warn("input of %zu bytes is dropped", bytes->len);
	buf_clear(bytes);
}

void
hostmsg_pass(struct conn *c, const struct key *key)
{
	struct buf bytes;

	if (!host_alive(c->host))
		return;
	c->host->prompted = true;
	buf_init(&bytes, 0);
	vtkey_key(&bytes, vt_modes(c->host->vt), key);
	hostmsg_input(c, &bytes);
}

static int
hostmsg_view_key(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct input_key in;
	struct reader r;
	struct key key;

	(void)body;
	reader_init(&r, m->body, m->len);
	if (input_get_key(&r, &in) != 0)
		return WIRE_BAD;
	memset(&key, 0, sizeof(key));
	key.code = in.code;
	key.shifted = in.shifted;
	key.base = in.base;
	key.mods = in.mods;
	key.event = in.event;
	key.form = in.form;
	strlcpy(key.text, in.text, sizeof(key.text));
	if (!prompt_takes(c->prompt, &key))
		hostmsg_pass(c, &key);
	return 0;
}

static int
hostmsg_view_paste(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct buf bytes;

	(void)body;
	prompt_pasted(c->prompt);
	c->host->prompted = true;
	buf_init(&bytes, 0);
	vtkey_paste(&bytes, vt_modes(c->host->vt), (const char *)m->body,
	    m->len);
	hostmsg_input(c, &bytes);
	return 0;
}

static int
hostmsg_view_mouse(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct screen *s = vt_screen(c->host->vt);
	struct input_mouse in;
	struct reader r;
	struct mouse mouse;
	struct buf bytes;

	(void)body;
	reader_init(&r, m->body, m->len);
	if (input_get_mouse(&r, &in) != 0)
		return WIRE_BAD;
	if (in.row >= screen_rows(s) || in.col >= screen_cols(s))
		return 0;
	mouse = (struct mouse){ .event = in.event,
		.button = in.button,
		.mods = in.mods,
		.row = in.row,
		.col = in.col,
		.py = in.py,
		.px = in.px };
	buf_init(&bytes, 0);
	vtkey_mouse(&bytes, vt_modes(c->host->vt), &mouse);
	hostmsg_input(c, &bytes);
	return 0;
}

static int
hostmsg_view_focus(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct reader r;
	uint8_t in;

	(void)body;
	reader_init(&r, m->body, m->len);
	if (reader_u8(&r, &in) != 0)
		return WIRE_BAD;
	viewer_set_focused(c->viewer, in != 0);
	if (in != 0)
		viewer_active(c->viewer);
	host_tell_focus(c->host);
	return 0;
}

static int
hostmsg_view_resize(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct reader r;
	uint16_t cols, rows;

	(void)body;
	reader_init(&r, m->body, m->len);
	if (reader_u16(&r, &cols) != 0 || reader_u16(&r, &rows) != 0)
		return WIRE_BAD;
	viewer_set_size(c->viewer,
	    hostmsg_clamp(rows, TERM_MIN_ROWS, TERM_MAX_ROWS),
	    hostmsg_clamp(cols, TERM_MIN_COLS, TERM_MAX_COLS));
	host_apply_size(c->host);
	return 0;
}

static int
hostmsg_view_colours(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct reader r;
	uint32_t fg, bg;

	(void)body;
	reader_init(&r, m->body, m->len);
	if (input_get_colours(&r, &fg, &bg) != 0)
		return WIRE_BAD;
	vt_set_colours(c->host->vt, fg, bg);
	return 0;
}

static int
hostmsg_view_history(struct conn *c, const struct msg *m, const struct jv *body)
{
	(void)body;
	return hosthistory_lines(c, m) == 0 ? 0 : WIRE_BAD;
}

static int
hostmsg_view_search(struct conn *c, const struct msg *m, const struct jv *body)
{
	(void)body;
	return hosthistory_search(c, m) == 0 ? 0 : WIRE_BAD;
}

static int
hostmsg_subscribe(struct conn *c, const struct msg *m, const struct jv *body)
{
	hostevent_subscribe(c, m->id, jv_int(body, "since", INT64_MAX));
	return 0;
}

static int
hostmsg_ack(struct conn *c, const struct msg *m, const struct jv *body)
{
	(void)m;
	if (hostevent_ack(c, jv_int(body, "seq", -1)) != 0)
		return WIRE_BAD;
	/* Had the session been taken up, its release would have come first. */
	if (hostevent_knows_all(c))
		hostend_judged(c->host, false);
	return 0;
}

static int
hostmsg_status(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct jv *result;

	(void)body;
	result = jv_object();
	jv_set(result, "session", report_session(c->host));
	peer_reply(c->peer, m->id, result);
	jv_free(result);
	return 0;
}

static int
hostmsg_explain(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct jv *result;

	(void)body;
	result = jv_object();
	jv_set(result, "session", report_session(c->host));
	jv_set(result, "explain", hosttold_explain(c->host));
	peer_reply(c->peer, m->id, result);
	jv_free(result);
	return 0;
}

/* A stop for want of use is answered at once. */
static int
hostmsg_rest(struct conn *c, const struct msg *m, const struct jv *body,
    int64_t grace_ms)
{
	const char *no = hostrest_refusal(c->host, jv_int(body, "idleMs", 0));
	const char *why = jv_string(body, "why");

	if (no != NULL) {
		peer_refuse(c->peer, m->id, "%s", no);
		return 0;
	}
	hostrest_begin(c->host,
	    (int64_t)hostmsg_clamp(grace_ms, 0, STOP_GRACE_MAX_MS),
	    why != NULL && strcmp(why, "memory") == 0);
	peer_reply(c->peer, m->id, NULL);
	return 0;
}

static int
hostmsg_stop(struct conn *c, const struct msg *m, const struct jv *body)
{
	int64_t grace;

	grace = jv_int(body, "graceMs", c->host->boot->grace_ms);
	if (jv_get(body, "idleMs") != NULL)
		return hostmsg_rest(c, m, body, grace);
	if (c->stop_id != 0) {
		peer_refuse(c->peer, m->id, "a stop is already under way");
		return 0;
	}
	c->stop_id = m->id;
	c->host->respawning = jv_bool(body, "respawn", false);
	hostend_stop(c->host,
	    (int64_t)hostmsg_clamp(grace, 0, STOP_GRACE_MAX_MS));
	return 0;
}

static int
hostmsg_release(struct conn *c, const struct msg *m, const struct jv *body)
{
	if (c->host->phase < HOST_ENDED) {
		peer_refuse(c->peer, m->id, "the session has not ended");
		return 0;
	}
	peer_reply(c->peer, m->id, NULL);
	hostend_judged(c->host, jv_bool(body, "again", false));
	hostend_release(c->host);
	return 0;
}

static int
hostmsg_send(struct conn *c, const struct msg *m, const struct jv *body)
{
	hostsend_start(c, m->id, body);
	return 0;
}

static int
hostmsg_reply(struct conn *c, const struct msg *m, const struct jv *body)
{
	hostsend_reply(c, m->id, body);
	return 0;
}

static int
hostmsg_report(struct conn *c, const struct msg *m, const struct jv *body)
{
	char *cause = NULL;

	if (!host_token_ok(c->host, jv_string(body, "token")))
		peer_refuse(c->peer, m->id,
		    "this token is not of the session's present launch");
	else if (!host_alive(c->host))
		peer_refuse(c->peer, m->id, "the program has ended");
	else if (host_report(c->host, body, &cause) != 0)
		peer_refuse(c->peer, m->id, "%s", cause);
	else
		peer_reply(c->peer, m->id, NULL);
	free(cause);
	return 0;
}

/* An agent's hook. What no row is for is taken and forgotten. */
static int
hostmsg_hook(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct host *h = c->host;
	const struct adapter *a = h->evidence.adapter;
	struct hooks_event ev;
	char *cause = NULL;

	if (!host_token_ok(h, jv_string(body, "token")))
		peer_refuse(c->peer, m->id,
		    "this token is not of the session's present launch");
	else if (!host_alive(h))
		peer_refuse(c->peer, m->id, "the program has ended");
	else if (hooks_read(a == NULL ? NULL : a->hooks,
		     jv_string(body, "name"), jv_get_object(body, "event"),
		     time(NULL), &ev) != 0)
		peer_refuse(c->peer, m->id, "this is no event of a hook");
	else {
		if (hostevidence_hook(h, &ev, &cause) != 0)
			peer_refuse(c->peer, m->id, "%s", cause);
		else if (!jv_bool(body, "waits", false) ||
		    !hostask_wait(c, m->id, &ev))
			peer_reply(c->peer, m->id, NULL);
		hooks_clear(&ev);
	}
	free(cause);
	return 0;
}

static int
hostmsg_adapter(struct conn *c, const struct msg *m, const struct jv *body)
{
	const char *path = jv_string(body, "path");
	const char *text = jv_string(body, "text");
	char *cause = NULL;

	if (path == NULL || text == NULL)
		return WIRE_BAD;
	if (hostevidence_adapter(c->host, path, text, strlen(text), &cause) !=
	    0)
		peer_refuse(c->peer, m->id, "%s", cause);
	else
		peer_reply(c->peer, m->id, NULL);
	free(cause);
	return 0;
}

static int
hostmsg_rename(struct conn *c, const struct msg *m, const struct jv *body)
{
	const char *name = jv_string(body, "name");

	if (name == NULL)
		return WIRE_BAD;
	free(c->host->boot->name);
	c->host->boot->name = utf8_clean(name, strlen(name), BOOT_NAME_MAX);
	peer_reply(c->peer, m->id, NULL);
	return 0;
}

static int
hostmsg_logs(struct conn *c, const struct msg *m, const struct jv *body)
{
	hostlogs_start(c, m->id, body);
	return 0;
}

static int
hostmsg_settings(struct conn *c, const struct msg *m, const struct jv *body)
{
	struct boot *b = c->host->boot;

	boot_change(b, body);
	c->host->drive.silent_ms = b->silent_ms;
	if (b->log_level != -1)
		log_set_level((enum log_level)b->log_level);
	peer_reply(c->peer, m->id, NULL);
	return 0;
}

static const struct hostmsg hostmsg_table[] = {
	{ MSG_VIEW_START, HOSTMSG_JSON, hostmsg_view_start },
	{ MSG_VIEW_ACK, HOSTMSG_VIEW, hostmsg_view_ack },
	{ MSG_VIEW_KEY, HOSTMSG_VIEW | HOSTMSG_WRITE, hostmsg_view_key },
	{ MSG_VIEW_PASTE, HOSTMSG_VIEW | HOSTMSG_WRITE, hostmsg_view_paste },
	{ MSG_VIEW_MOUSE, HOSTMSG_VIEW | HOSTMSG_WRITE, hostmsg_view_mouse },
	{ MSG_VIEW_FOCUS, HOSTMSG_VIEW | HOSTMSG_WRITE, hostmsg_view_focus },
	{ MSG_VIEW_RESIZE, HOSTMSG_VIEW, hostmsg_view_resize },
	{ MSG_VIEW_COLOURS, HOSTMSG_VIEW, hostmsg_view_colours },
	{ MSG_VIEW_HISTORY, HOSTMSG_VIEW, hostmsg_view_history },
	{ MSG_VIEW_SEARCH, HOSTMSG_VIEW, hostmsg_view_search },
	{ MSG_HOST_SUBSCRIBE, HOSTMSG_JSON, hostmsg_subscribe },
	{ MSG_HOST_ACK, HOSTMSG_JSON, hostmsg_ack },
	{ MSG_HOST_STATUS, HOSTMSG_JSON, hostmsg_status },
	{ MSG_HOST_EXPLAIN, HOSTMSG_JSON, hostmsg_explain },
	{ MSG_HOST_STOP, HOSTMSG_JSON, hostmsg_stop },
	{ MSG_HOST_RELEASE, HOSTMSG_JSON, hostmsg_release },
	{ MSG_HOST_SEND, HOSTMSG_JSON, hostmsg_send },
	{ MSG_HOST_REPLY, HOSTMSG_JSON, hostmsg_reply },
	{ MSG_HOST_LOGS, HOSTMSG_JSON, hostmsg_logs },
	{ MSG_HOST_REPORT, HOSTMSG_JSON, hostmsg_report },
	{ MSG_HOST_HOOK, HOSTMSG_JSON, hostmsg_hook },
	{ MSG_HOST_ADAPTER, HOSTMSG_JSON, hostmsg_adapter },
	{ MSG_HOST_RENAME, HOSTMSG_JSON, hostmsg_rename },
	{ MSG_HOST_SETTINGS, HOSTMSG_JSON, hostmsg_settings },
};

static const struct hostmsg *
hostmsg_find(uint16_t type)
{
	size_t i;

	for (i = 0; i < nitems(hostmsg_table); i++)
		if (hostmsg_table[i].type == type)
			return &hostmsg_table[i];
	return NULL;
}

/* The body as an object, an empty one if there is none; NULL if it is bad. */
static struct jv *
hostmsg_body(const struct msg *m)
{
	struct jv *body;
	char *cause;

	if (m->len == 0)
		return jv_object();
	cause = NULL;
	body = jv_parse((const char *)m->body, m->len, &cause);
	free(cause);
	if (body != NULL && jv_type(body) != JV_OBJECT) {
		jv_free(body);
		return NULL;
	}
	return body;
}

static void
hostmsg_bad(struct conn *c, const struct msg *m, int error)
{
	char name[8], *why;

	why =
	    xasprintf("%s: %s", msg_name(m->type, name), wire_strerror(error));
	conn_fail(c, why);
	free(why);
}

void
hostmsg_handle(struct conn *c, const struct msg *m)
{
	const struct hostmsg *t;
	struct jv *body;
	int r;

	if ((t = hostmsg_find(m->type)) == NULL)
		return;
	if ((t->flags & HOSTMSG_VIEW) && c->viewer == NULL) {
		hostmsg_bad(c, m, WIRE_UNEXPECTED);
		return;
	}
	if ((t->flags & HOSTMSG_WRITE) &&
	    (viewer_read_only(c->viewer) || !host_alive(c->host)))
		return;
	body = NULL;
	r = 0;
	if ((t->flags & HOSTMSG_JSON) && (body = hostmsg_body(m)) == NULL)
		r = WIRE_BAD;
	if (r == 0)
		r = t->run(c, m, body);
	if (r != 0)
		hostmsg_bad(c, m, r);
	jv_free(body);
}
