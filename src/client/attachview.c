/* SPDX-License-Identifier: ISC */
/* attachview: a session's screen on the whole terminal, and what is typed to
 * the session. The screen is the mirror's, the terminal is the tty's. */

/*
 * The terminal is not touched before the first frame is here, so a session
 * that cannot be shown leaves no trace. Frames are acknowledged when they are
 * in the mirror, not when the terminal has taken them: a stopped terminal
 * costs the session nothing.
 *
 * When the host ends for a respawn, the frame stays while the next host is
 * looked for, and the view goes on there in its role.
 *
 * Callbacks only note that it is over and stop the loop; what gives the
 * terminal back runs after it.
 */

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
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
/* How long a session may have another size than the terminal before that is
 * shown: it follows a resize with a delay. */
#define SETTLE_MS 400
/* Between two looks for the next host; and how long a view must have lasted for
 * its end to be another respawn than the last one. */
#define REOPEN_EACH_MS 100
#define REOPEN_LAST_MS 2000
/* More input than this waits in the terminal. */
#define INPUT_MAX (4u << 20)

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

	/* Where the session is smaller than the terminal. */
	struct loop_timer *settle; /* owned; while it runs, blank */
	bool dragging;		   /* a button was pressed in the session */

	/* The way to the next host. */
	const struct attach_options *options; /* borrowed */
	struct loop_timer *again;	      /* owned */
	monotime opened;		      /* the link */
	monotime until;			      /* for the next */
	bool reopening;			      /* no frame of it yet */
};

static int open_link(struct attachview *, const char *socket, char **cause);

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
	/* No key is ours within a paste, whatever the program makes of it. */
	m.flags |= MODE_PASTE;
	tty_set_modes(v->tty, &m);
}

/* Dots say that there is no session. */
static void
draw_outside(struct attachview *v, struct frame *f, const struct rect *all)
{
	struct style style = { 0 };
	struct cell dot;

	if (f->rows == mirror_rows(v->mirror) &&
	    f->cols == mirror_cols(v->mirror)) {
		loop_timer_stop(v->settle);
		return;
	}
	if (loop_timer_running(v->settle))
		return;
	style.attr = ATTR_DIM;
	dot.text = utf8_locale() ? 0xb7 : '.';
	dot.style = intern_style(v->intern, &style);
	panedraw_outside(f, all, v->mirror, &v->pan, dot);
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
	draw_outside(v, f, &all);
	frame_set_title(f, mirror_title(v->mirror));
}

static void
on_settled(void *arg)
{
	struct attachview *v = arg;

	if (v->over || !v->shown || mirror_rows(v->mirror) == 0)
		return;
	draw(v);
	tty_show(v->tty);
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
	v->reopening = false;
	hint_scrolls(v);
	draw(v);
	set_modes(v);
	if (v->shown)
		tty_show(v->tty);
	else
		take_terminal(v);
}

/* Respawn. */

static void
reopen_later(struct attachview *v)
{
	link_close(v->link);
	v->link = NULL;
	v->prefixed = false;
	tty_pause(v->tty, false);
	loop_timer_start(v->again, REOPEN_EACH_MS);
}

static void
reopen(struct attachview *v)
{
	monotime now = monotime_now();

	if (v->over)
		return;
	if (v->options->reopen == NULL) {
		finish_why(v, ATTACH_LOST, "the session is started again");
		return;
	}
	/* A host that has yet to go may still answer, more than once. */
	if (!v->reopening && monotime_diff(v->opened, now) > REOPEN_LAST_MS)
		v->until.ms = 0;
	if (v->until.ms == 0)
		v->until = monotime_add(now, ATTACH_REOPEN_MS);
	if (monotime_left(v->until) == 0) {
		finish_why(v, ATTACH_LOST, "its host does not go");
		return;
	}
	v->reopening = true;
	reopen_later(v);
}

static void
on_again(void *arg)
{
	struct attachview *v = arg;
	char *path, *why = NULL, *cause = NULL;

	if (v->over)
		return;
	path = v->options->reopen(v->options->arg, &why);
	if (path == NULL || open_link(v, path, &cause) == -1) {
		if (monotime_left(v->until) > 0)
			loop_timer_start(v->again, REOPEN_EACH_MS);
		else
			finish_why(v, ATTACH_LOST,
			    why != NULL ? why :
					  "it was to be started again and did "
					  "not come back");
	}
	free(path);
	free(why);
	free(cause);
}

static void
on_ended(const struct link_end *end, void *arg)
{
	struct attachview *v = arg;

	if (v->reopening && monotime_left(v->until) > 0 &&
	    (end->how == LINK_LOST || end->how == LINK_REFUSED)) {
		reopen_later(v);
		return;
	}
	switch (end->how) {
	case LINK_RESPAWN:
		reopen(v);
		break;
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

/* Input that the host does not take stays in the terminal. */
static void
hold_input(struct attachview *v)
{
	tty_pause(v->tty, link_queued(v->link) > INPUT_MAX);
}

static void
on_drained(void *arg)
{
	hold_input(arg);
}

static void
on_told(const struct told *told, void *arg)
{
	struct attachview *v = arg;

	tty_tell(v->tty, told);
}

static const struct link_handler link_handler = {
	.frame = on_frame,
	.told = on_told,
	.drained = on_drained,
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

/* Whether the key is ours: the prefix, or what follows it. */
static bool
take_key(struct attachview *v, const struct key *key)
{
	if (bind_is_modifier(key))
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
	hold_input(v);
}

static void
on_paste(const char *s, size_t n, void *arg)
{
	struct attachview *v = arg;

	if (v->over || v->read_only)
		return;
	link_paste(v->link, s, n);
	hold_input(v);
}

static void
on_mouse(const struct mouse *mouse, void *arg)
{
	struct attachview *v = arg;
	struct mouse m = *mouse;

	if (v->over || v->read_only ||
	    !panedraw_mouse(v->mirror, &v->pan, &m, &v->dragging))
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
	link_resize(v->link, rows, cols);
	loop_timer_start(v->settle, SETTLE_MS);
	if (mirror_rows(v->mirror) > 0)
		draw(v);
}

static void
on_colours(void *arg)
{
	struct attachview *v = arg;
	uint32_t fg, bg;

	if (!v->over && tty_colours(v->tty, &fg, &bg))
		link_colours(v->link, fg, bg);
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
	.colours = on_colours,
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
open_link(struct attachview *v, const char *socket, char **cause)
{
	const struct attach_options *o = v->options;
	struct link_start start = { 0 };

	tty_size(v->tty, &start.rows, &start.cols);
	start.socket = socket;
	start.read_only = o->read_only;
	start.drive = !o->read_only;
	start.take_over = o->take_over;
	/* Who drove the session drives it under its next host. */
	if (v->reopening)
		start.take_over = mirror_rows(v->mirror) == start.rows &&
		    mirror_cols(v->mirror) == start.cols;
	start.lead = o->lead;
	start.colours = tty_colours(v->tty, &start.fg, &start.bg);
	v->link =
	    link_open(v->loop, &start, v->mirror, &link_handler, v, cause);
	v->opened = monotime_now();
	return v->link == NULL ? -1 : 0;
}

static int
open_all(struct attachview *v, const struct attach_options *o, char **cause)
{
	const char *prefix;

	prefix = o->prefix != NULL ? o->prefix : bind_default_prefix();
	if (key_parse(prefix, &v->prefix) == -1) {
		*cause = xasprintf("no key is called '%s'", prefix);
		return -1;
	}
	v->tty = tty_create(v->loop, v->intern, &tty_handler, v, cause);
	if (v->tty == NULL)
		return -1;
	loop_timer_start(v->settle, SETTLE_MS);
	return open_link(v, o->socket, cause);
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
	v.options = o;
	v.read_only = o->read_only;
	v.loop = loop_create();
	v.intern = intern_create();
	v.mirror = mirror_create(v.intern);
	v.settle = loop_timer_create(v.loop, on_settled, &v);
	v.again = loop_timer_create(v.loop, on_again, &v);
	result = open_all(&v, o, cause);
	if (result == 0) {
		watch_signals(&v);
		loop_run(v.loop);
	}
	/* The terminal first: a host may be slow to take the last keys. */
	tty_destroy(v.tty);
	if (v.link != NULL && end->how == ATTACH_DETACHED)
		link_drain(v.link, DRAIN_MS);
	for (i = 0; i < nitems(v.signals); i++)
		loop_signal_remove(v.signals[i]);
	link_close(v.link);
	loop_timer_destroy(v.settle);
	loop_timer_destroy(v.again);
	mirror_destroy(v.mirror);
	intern_destroy(v.intern);
	loop_destroy(v.loop);
	return result;
}
