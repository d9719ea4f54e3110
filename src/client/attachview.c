/* SPDX-License-Identifier: ISC */
/* attachview: a session's screen on the whole terminal, and what is typed to
 * the session. The screen is the mirror's, the terminal is the tty's. */

/*
 * The terminal is not touched before the first frame is here, so a session
 * that cannot be shown leaves no trace. Frames are acknowledged when they are
 * in the mirror, not when the terminal has taken them: a stopped terminal
 * costs the session nothing.
 *
 * Callbacks only note that it is over and stop the loop; what gives the
 * terminal back runs after it.
 */

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/attachview.h"
#include "client/bind.h"
#include "client/link.h"
#include "client/mirror.h"
#include "client/panedraw.h"
#include "term/intern.h"
#include "term/key.h"
#include "tty/frame.h"
#include "tty/tty.h"

/* How long what was typed before the detach may take to be sent, in ms. */
#define DRAIN_MS   500
#define REASON_MAX 400

static const int end_signals[] = { SIGTERM, SIGHUP, SIGINT };

struct attachview {
	struct loop *loop;				      /* owned */
	struct intern *intern;				      /* owned */
	struct mirror *mirror;				      /* owned */
	struct tty *tty;				      /* owned */
	struct link *link;				      /* owned */
	struct attach_end *end;				      /* borrowed */
	struct loop_signal *signals[nitems(end_signals) + 2]; /* owned */
	struct key prefix;
	struct pan pan;
	bool read_only;
	bool prefixed;	/* the prefix was typed, its key is awaited */
	bool shown;	/* the terminal is ours */
	bool over;	/* end says how */
	bool continued; /* SIGCONT that is to come was ours */
};

static void
finish(struct attachview *v, enum attach_how how)
{
	if (v->over)
		return;
	v->over = true;
	v->end->how = how;
	loop_stop(v->loop);
}

static void
finish_why(struct attachview *v, enum attach_how how, const char *reason)
{
	if (!v->over && reason != NULL)
		v->end->reason = utf8_clean(reason, strlen(reason), REASON_MAX);
	finish(v, how);
}

static void
finish_signal(struct attachview *v, enum attach_how how, const char *name)
{
	if (!v->over && name != NULL)
		v->end->signal = utf8_clean(name, strlen(name), 32);
	finish(v, how);
}

/* Drawing. */

static void
set_modes(struct attachview *v)
{
	struct modes m;

	m = *mirror_modes(v->mirror);
	if (v->read_only) {
		/* Nothing that is typed is the program's. */
		memset(&m, 0, sizeof m);
		m.flags = mirror_modes(v->mirror)->flags & MODE_REVERSE;
	}
	tty_set_modes(v->tty, &m);
}

static void
draw(struct attachview *v)
{
	struct frame *f;
	struct rect all = { 0 };

	f = tty_frame(v->tty);
	all.bottom = f->rows;
	all.right = f->cols;
	panedraw(f, &all, v->mirror, &v->pan, true);
	frame_set_title(f, mirror_title(v->mirror));
}

/* Scrolls of a session that is shown whole are scrolls of the frame. */
static void
hint_scrolls(struct attachview *v)
{
	struct frame *f;
	const struct scroll *s;
	unsigned i, n;

	f = tty_frame(v->tty);
	if (f->rows != mirror_rows(v->mirror) ||
	    f->cols != mirror_cols(v->mirror))
		return;
	s = mirror_scrolls(v->mirror, &n);
	for (i = 0; i < n; i++)
		frame_hint(f, &s[i]);
}

static void
take_terminal(struct attachview *v)
{
	char *cause = NULL;

	if (tty_start(v->tty, &cause) == -1) {
		finish_why(v, ATTACH_LOST, cause);
		free(cause);
		return;
	}
	v->shown = true;
}

static void
on_frame(void *arg)
{
	struct attachview *v = arg;

	if (v->over)
		return;
	hint_scrolls(v);
	draw(v);
	set_modes(v);
	if (v->shown)
		tty_show(v->tty);
	else
		take_terminal(v);
}

static void
on_ended(const struct link_end *end, void *arg)
{
	struct attachview *v = arg;

	switch (end->how) {
	case LINK_EXITED:
		v->end->exit_code = end->exit_code;
		finish_signal(v, ATTACH_EXITED, end->signal);
		break;
	case LINK_REFUSED:
		finish_why(v, ATTACH_REFUSED, end->reason);
		break;
	case LINK_CLOSED:
	case LINK_LOST:
		finish_why(v, ATTACH_LOST, end->reason);
		break;
	}
}

static const struct link_handler link_handler = {
	.frame = on_frame,
	.ended = on_ended,
};

/* Input. */

static void
act(struct attachview *v, enum action action, const struct key *key)
{
	switch (action) {
	case ACTION_DETACH:
		finish(v, ATTACH_DETACHED);
		break;
	case ACTION_SEND_PREFIX:
		if (!v->read_only)
			link_key(v->link, key);
		break;
	case ACTION_REDRAW:
		tty_redraw(v->tty);
		break;
	default:
		break;
	}
}

/* A modifier or lock pressed by itself, which kitty's protocol tells. */
static bool
is_modifier(const struct key *key)
{
	uint32_t n;

	if (key->code < KEY_KITTY)
		return false;
	n = key->code - KEY_KITTY + 57344;
	return (n >= 57358 && n <= 57360) || (n >= 57441 && n <= 57454);
}

/* Whether the key is ours: the prefix, or what follows it. */
static bool
take_key(struct attachview *v, const struct key *key)
{
	if (is_modifier(key))
		return false;
	if (key->event != KEY_PRESS)
		return v->prefixed || bind_matches(&v->prefix, key);
	if (v->prefixed) {
		v->prefixed = false;
		act(v, bind_find(VIEW_PREFIX, key, &v->prefix), key);
		return true;
	}
	v->prefixed = bind_matches(&v->prefix, key);
	return v->prefixed;
}

static void
on_key(const struct key *key, void *arg)
{
	struct attachview *v = arg;

	if (v->over || take_key(v, key) || v->read_only)
		return;
	link_key(v->link, key);
}

static void
on_paste(const char *s, size_t n, void *arg)
{
	struct attachview *v = arg;

	if (!v->over && !v->read_only)
		link_paste(v->link, s, n);
}

static void
on_mouse(const struct mouse *mouse, void *arg)
{
	struct attachview *v = arg;
	struct mouse m = *mouse;

	if (v->over || v->read_only)
		return;
	m.row = (uint16_t)(m.row + v->pan.row);
	m.col = (uint16_t)(m.col + v->pan.col);
	/* Beside a session that is smaller than the terminal. */
	if (m.row >= mirror_rows(v->mirror) || m.col >= mirror_cols(v->mirror))
		return;
	link_mouse(v->link, &m);
}

static void
on_focus(bool in, void *arg)
{
	struct attachview *v = arg;

	if (!v->over && !v->read_only)
		link_focus(v->link, in);
}

static void
on_resize(void *arg)
{
	struct attachview *v = arg;
	unsigned rows, cols;

	if (v->over)
		return;
	tty_size(v->tty, &rows, &cols);
	if (v->link != NULL)
		link_resize(v->link, rows, cols);
	if (mirror_rows(v->mirror) > 0)
		draw(v);
}

static void
on_gone(void *arg)
{
	struct attachview *v = arg;

	finish_signal(v, ATTACH_SIGNAL, "SIGHUP");
}

static const struct tty_handler tty_handler = {
	.in = {
		.key = on_key,
		.paste = on_paste,
		.mouse = on_mouse,
		.focus = on_focus,
	},
	.resize = on_resize,
	.gone = on_gone,
};

/* Signals. */

static void
on_end_signal(int signo, void *arg)
{
	struct attachview *v = arg;
	char name[16];

	xsnprintf(name, sizeof name, "SIG%s",
	    signo == SIGTERM	? "TERM" :
		signo == SIGHUP ? "HUP" :
				  "INT");
	finish_signal(v, ATTACH_SIGNAL, name);
}

static void
on_stop_signal(int signo, void *arg)
{
	struct attachview *v = arg;

	(void)signo;
	if (v->shown)
		tty_stop(v->tty);
	v->continued = true;
	raise(SIGSTOP);
	if (v->shown)
		take_terminal(v);
}

/* After a SIGSTOP nobody could see coming, the shell has used the terminal. */
static void
on_continue_signal(int signo, void *arg)
{
	struct attachview *v = arg;

	(void)signo;
	if (v->continued) {
		v->continued = false;
		return;
	}
	if (!v->shown || v->over)
		return;
	tty_stop(v->tty);
	take_terminal(v);
}

static void
watch_signals(struct attachview *v)
{
	size_t i, n;

	n = nitems(end_signals);
	for (i = 0; i < n; i++)
		v->signals[i] =
		    loop_signal_add(v->loop, end_signals[i], on_end_signal, v);
	v->signals[n] = loop_signal_add(v->loop, SIGTSTP, on_stop_signal, v);
	v->signals[n + 1] =
	    loop_signal_add(v->loop, SIGCONT, on_continue_signal, v);
}

/* The whole. */

static int
open_all(struct attachview *v, const struct attach_options *o, char **cause)
{
	struct link_start start = { 0 };
	const char *prefix;

	prefix = o->prefix != NULL ? o->prefix : bind_default_prefix();
	if (key_parse(prefix, &v->prefix) == -1) {
		*cause = xasprintf("no key is called '%s'", prefix);
		return -1;
	}
	v->tty = tty_create(v->loop, v->intern, &tty_handler, v, cause);
	if (v->tty == NULL)
		return -1;
	tty_size(v->tty, &start.rows, &start.cols);
	start.socket = o->socket;
	start.read_only = o->read_only;
	start.take_over = o->take_over;
	start.drive = !o->read_only;
	start.colours = tty_colours(v->tty, &start.fg, &start.bg);
	v->link =
	    link_open(v->loop, &start, v->mirror, &link_handler, v, cause);
	return v->link == NULL ? -1 : 0;
}

int
attachview_run(const struct attach_options *o, struct attach_end *end,
    char **cause)
{
	struct attachview v = { 0 };
	int result;
	size_t i;

	memset(end, 0, sizeof *end);
	v.end = end;
	v.read_only = o->read_only;
	v.loop = loop_create();
	v.intern = intern_create();
	v.mirror = mirror_create(v.intern);
	result = open_all(&v, o, cause);
	if (result == 0) {
		watch_signals(&v);
		loop_run(v.loop);
	}
	/* The terminal first: a host may be slow to take the last keys. */
	tty_destroy(v.tty);
	if (result == 0 && end->how == ATTACH_DETACHED)
		link_drain(v.link, DRAIN_MS);
	for (i = 0; i < nitems(v.signals); i++)
		loop_signal_remove(v.signals[i]);
	link_close(v.link);
	mirror_destroy(v.mirror);
	intern_destroy(v.intern);
	loop_destroy(v.loop);
	return result;
}
