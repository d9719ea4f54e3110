/* SPDX-License-Identifier: ISC */
/* link: a view's messages to and from its host. It neither draws nor reads
 * keys. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "client/link.h"
#include "client/mirror.h"
#include "term/key.h"
#include "tty/ttytell.h"
#include "wire/pack_term.h"
#include "wire/peer.h"

struct link {
	struct loop *loop;     /* borrowed */
	struct mirror *mirror; /* borrowed */
	struct link_handler handler;
	void *arg;
	struct link_start start;
	struct peer *peer;	  /* owned */
	struct loop_timer *timer; /* owned */
	uint32_t request;	  /* VIEW_START's; 0 once it is answered */
	bool ended;
	bool serving; /* though the session has ended: its history */
};

static void
tell_end(struct link *l, enum link_how how, const char *reason)
{
	struct link_end end = { 0 };

	if (l->ended)
		return;
	l->ended = true;
	loop_timer_stop(l->timer);
	end.how = how;
	end.reason = reason;
	if (l->handler.ended != NULL)
		l->handler.ended(&end, l->arg);
}

static void
on_late(void *arg)
{
	struct link *l = arg;

	tell_end(l, LINK_LOST, "the session's host does not answer");
}

static void
on_ready(struct peer *p, void *arg)
{
	struct link *l = arg;
	struct jv *v;

	v = jv_object();
	jv_set_int(v, "cols", l->start.cols);
	jv_set_int(v, "rows", l->start.rows);
	jv_set_bool(v, "readOnly", l->start.read_only);
	jv_set_bool(v, "takeOver", l->start.take_over);
	jv_set_bool(v, "drive", l->start.drive);
	if (l->start.lead)
		jv_set_bool(v, "lead", true);
	if (l->handler.leave != NULL && !l->start.read_only) {
		jv_set_bool(v, "leaveKeys", true);
		jv_set_bool(v, "leaveByLeft", l->start.left_leaves);
	}
	if (l->start.reads)
		jv_set_bool(v, "reads", true);
	if (l->start.colours) {
		jv_set_int(v, "fg", l->start.fg);
		jv_set_int(v, "bg", l->start.bg);
	}
	l->request = peer_next_id(p);
	peer_send_jv(p, MSG_VIEW_START, l->request, v);
	jv_free(v);
}

/* A body as JSON; NULL, as which all members are absent, if it is none. */
static struct jv *
body_json(const struct msg *msg)
{
	struct jv *v;
	char *cause = NULL;

	v = jv_parse((const char *)msg->body, msg->len, &cause);
	free(cause);
	return v;
}

static void
on_result(struct link *l, const struct msg *msg)
{
	const char *error;
	struct jv *v;

	if (msg->id != l->request || l->request == 0)
		return;
	l->request = 0;
	loop_timer_stop(l->timer);
	v = body_json(msg);
	if (jv_bool(v, "ok", false)) {
		if (l->handler.started != NULL)
			l->handler.started(v, l->arg);
	} else {
		error = jv_string(v, "error");
		tell_end(l, LINK_REFUSED,
		    error != NULL ? error : "the session's host refused");
	}
	jv_free(v);
}

static void
on_frame(struct link *l, const struct msg *msg)
{
	const char *why;
	struct buf ack = { 0 };
	char *reason;
	uint32_t seq;

	if (mirror_apply(l->mirror, msg->body, msg->len, &seq, &why) == -1) {
		reason = xasprintf("the session's host sent %s", why);
		log_warnx("%s", reason);
		tell_end(l, LINK_LOST, reason);
		free(reason);
		return;
	}
	buf_put_u32(&ack, seq);
	peer_send_buf(l->peer, MSG_VIEW_ACK, 0, &ack);
	buf_clear(&ack);
	if (l->handler.frame != NULL)
		l->handler.frame(l->arg);
}

static void
on_end(struct link *l, const struct msg *msg)
{
	struct link_end end = { 0 };
	struct jv *v;
	int64_t code;

	v = body_json(msg);
	end.signal = jv_string(v, "signal");
	end.reason = jv_string(v, "reason");
	end.died = jv_bool(v, "died", false);
	code = jv_int(v, "exitCode", -1);
	end.exit_code = code >= 0 && code <= 255 ? (int)code : 0;
	if (end.reason != NULL && strcmp(end.reason, "respawn") == 0)
		end.how = LINK_RESPAWN;
	else if (end.signal != NULL || code >= 0)
		end.how = LINK_EXITED;
	else
		end.how = LINK_CLOSED;
	l->ended = true;
	l->serving = end.how == LINK_EXITED;
	loop_timer_stop(l->timer);
	if (l->handler.ended != NULL)
		l->handler.ended(&end, l->arg);
	jv_free(v);
}

static void
on_told(struct link *l, const struct msg *msg)
{
	struct told told = { TOLD_BELL, "", "" };
	char *name = NULL, *text = NULL;
	struct reader r;
	int bad = 0;

	reader_init(&r, msg->body, msg->len);
	if (msg->type == MSG_VIEW_CLIPBOARD) {
		told.type = TOLD_CLIPBOARD;
		bad = clipboard_get(&r, &name, &text);
	} else if (msg->type == MSG_VIEW_NOTIFY) {
		told.type = TOLD_NOTIFY;
		bad = notify_get(&r, &name, &text);
	}
	if (name != NULL) {
		told.name = name;
		told.text = text;
	}
	if (bad == 0 && l->handler.told != NULL)
		l->handler.told(&told, l->arg);
	free(name);
	free(text);
}

static void
on_leave(struct link *l, const struct msg *msg)
{
	struct jv *v = body_json(msg);

	if (v != NULL && l->handler.leave != NULL)
		l->handler.leave(jv_string(v, "to"), jv_string(v, "text"),
		    l->arg);
	jv_free(v);
}

static void
on_found(struct link *l, const struct msg *msg)
{
	struct found f;
	struct reader r;

	reader_init(&r, msg->body, msg->len);
	if (found_get(&r, &f) == 0 && l->handler.found != NULL)
		l->handler.found(msg->id, &f, l->arg);
}

static void
on_message(struct peer *p, const struct msg *msg, void *arg)
{
	struct link *l = arg;

	(void)p;
	if (l->ended &&
	    !(l->serving &&
		(msg->type == MSG_VIEW_LINES || msg->type == MSG_VIEW_FOUND)))
		return;
	switch (msg->type) {
	case MSG_RESULT:
		on_result(l, msg);
		break;
	case MSG_VIEW_FRAME:
		on_frame(l, msg);
		break;
	case MSG_VIEW_LINES:
		if (l->handler.lines != NULL)
			l->handler.lines(msg->body, msg->len, l->arg);
		break;
	case MSG_VIEW_FOUND:
		on_found(l, msg);
		break;
	case MSG_VIEW_LEAVE:
		on_leave(l, msg);
		break;
	case MSG_VIEW_END:
		on_end(l, msg);
		break;
	case MSG_VIEW_CLIPBOARD:
	case MSG_VIEW_BELL:
	case MSG_VIEW_NOTIFY:
		on_told(l, msg);
		break;
	default:
		break;
	}
}

static void
on_closed(struct peer *p, const char *why, void *arg)
{
	struct link *l = arg;
	char *reason;

	reason = why == NULL ?
	    xstrdup("the session's host went away") :
	    xasprintf("the session's host went away: %s", why);
	peer_destroy(p);
	l->peer = NULL;
	if (l->serving && l->handler.gone != NULL)
		l->handler.gone(l->arg);
	tell_end(l, LINK_LOST, reason);
	free(reason);
}

static void
on_drained(struct peer *p, void *arg)
{
	struct link *l = arg;

	(void)p;
	if (!l->ended && l->handler.drained != NULL)
		l->handler.drained(l->arg);
}

static const struct peer_handler peer_handler = {
	.ready = on_ready,
	.message = on_message,
	.closed = on_closed,
	.drained = on_drained,
};

struct link *
link_open(struct loop *loop, const struct link_start *start, struct mirror *m,
    const struct link_handler *handler, void *arg, char **cause)
{
	struct link *l;
	int fd;

	fd = sock_connect(start->socket);
	if (fd == -1) {
		*cause = errno == ENOENT || errno == ECONNREFUSED ?
		    xstrdup("the session's host is gone") :
		    xasprintf("cannot reach the session's host: %s",
			strerror(errno));
		return NULL;
	}
	l = xcalloc(1, sizeof *l);
	l->loop = loop;
	l->mirror = m;
	l->handler = *handler;
	l->arg = arg;
	l->start = *start;
	l->start.socket = NULL;
	l->timer = loop_timer_create(loop, on_late, l);
	loop_timer_start(l->timer, LINK_START_MS);
	l->peer = peer_create(loop, fd, ROLE_CLIENT, NULL, &peer_handler, l);
	return l;
}

void
link_close(struct link *l)
{
	if (l == NULL)
		return;
	peer_destroy(l->peer);
	loop_timer_destroy(l->timer);
	free(l);
}

void
link_finish(struct link *l, int ms)
{
	if (l == NULL)
		return;
	l->ended = true;
	l->serving = false;
	loop_timer_stop(l->timer);
	if (l->peer != NULL)
		peer_finish(l->peer, ms);
}

void
link_drain(struct link *l, int ms)
{
	monotime deadline;

	link_finish(l, ms);
	deadline = monotime_add(monotime_now(), ms);
	while (l->peer != NULL && monotime_left(deadline) > 0)
		loop_turn(l->loop, monotime_left(deadline));
}

/* Input. */

static void
send_input(struct link *l, uint16_t type, struct buf *b)
{
	if (l != NULL && !l->ended && l->peer != NULL && l->request == 0)
		peer_send_buf(l->peer, type, 0, b);
	buf_clear(b);
}

void
link_key(struct link *l, const struct key *key)
{
	struct input_key k = { 0 };
	struct buf b = { 0 };

	k.code = key->code;
	k.shifted = key->shifted;
	k.base = key->base;
	k.mods = key->mods;
	k.event = key->event;
	k.form = key->form;
	memcpy(k.text, key->text, sizeof k.text);
	k.text[sizeof k.text - 1] = '\0';
	input_put_key(&b, &k);
	send_input(l, MSG_VIEW_KEY, &b);
}

_Static_assert(sizeof((struct key *)0)->text ==
	sizeof((struct input_key *)0)->text,
    "a key's text has two lengths");

void
link_paste(struct link *l, const char *s, size_t n)
{
	struct buf b = { 0 };

	buf_put(&b, s, n);
	send_input(l, MSG_VIEW_PASTE, &b);
}

void
link_mouse(struct link *l, const struct mouse *mouse)
{
	struct input_mouse m = { 0 };
	struct buf b = { 0 };

	m.event = mouse->event;
	m.button = mouse->button;
	m.mods = mouse->mods;
	m.row = mouse->row;
	m.col = mouse->col;
	m.py = mouse->py;
	m.px = mouse->px;
	input_put_mouse(&b, &m);
	send_input(l, MSG_VIEW_MOUSE, &b);
}

void
link_focus(struct link *l, bool in)
{
	struct buf b = { 0 };

	buf_put_u8(&b, in);
	send_input(l, MSG_VIEW_FOCUS, &b);
}

void
link_resize(struct link *l, unsigned rows, unsigned cols)
{
	struct buf b = { 0 };

	if (l == NULL)
		return;
	/* Also while the view begins: the size asked for is old then. */
	l->start.rows = rows;
	l->start.cols = cols;
	buf_put_u16(&b, (uint16_t)cols);
	buf_put_u16(&b, (uint16_t)rows);
	if (!l->ended && l->peer != NULL && peer_is_ready(l->peer))
		peer_send_buf(l->peer, MSG_VIEW_RESIZE, 0, &b);
	buf_clear(&b);
}

void
link_colours(struct link *l, uint32_t fg, uint32_t bg)
{
	struct buf b = { 0 };

	input_put_colours(&b, fg, bg);
	send_input(l, MSG_VIEW_COLOURS, &b);
}

size_t
link_queued(const struct link *l)
{
	return l == NULL || l->peer == NULL ? 0 : peer_queued(l->peer);
}

/* History. */

static uint32_t
send_ask(struct link *l, uint16_t type, struct buf *b)
{
	uint32_t id = 0;

	if (l != NULL && (!l->ended || l->serving) && l->peer != NULL &&
	    l->request == 0) {
		id = peer_next_id(l->peer);
		peer_send_buf(l->peer, type, id, b);
	}
	buf_clear(b);
	return id;
}

bool
link_history(struct link *l, uint64_t from, unsigned count)
{
	struct buf b = { 0 };

	lines_put_ask(&b, from,
	    (uint16_t)(count < LINES_MAX ? count : LINES_MAX));
	return send_ask(l, MSG_VIEW_HISTORY, &b) != 0;
}

uint32_t
link_search(struct link *l, const struct search *s, const char *text)
{
	struct buf b = { 0 };

	search_put(&b, s, text);
	return send_ask(l, MSG_VIEW_SEARCH, &b);
}
