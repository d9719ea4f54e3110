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
 * Callbacks only note that it is over and tell; who shows the view closes it
 * after them.
 */

#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/attachagain.h"
#include "client/attachhistory.h"
#include "client/attachbar.h"
#include "client/attachinput.h"
#include "client/attachleave.h"
#include "client/attachrecap.h"
#include "client/attachtitle.h"
#include "client/attachview.h"
#include "client/attachview_internal.h"
#include "client/bind.h"
#include "client/clip.h"
#include "client/history.h"
#include "client/link.h"
#include "client/mirror.h"
#include "client/panedraw.h"
#include "term/intern.h"
#include "term/key.h"
#include "tty/frame.h"
#include "tty/tty.h"

#define REASON_MAX 400
/* How long a session may have another size than the terminal before that is
 * shown: it follows a resize with a delay. */
#define SETTLE_MS 400

static void
finish(struct attachview *v, enum attach_how how)
{
	if (v->over)
		return;
	if (v->ending && history_shown(v->history)) {
		v->late = true;
		v->late_how = how;
		return;
	}
	v->over = true;
	v->end.how = how;
	v->handler.ended(&v->end, v->arg);
}

void
attachview_finish_why(struct attachview *v, enum attach_how how,
    const char *reason)
{
	if (!v->over && reason != NULL)
		v->end.reason = utf8_clean(reason, strlen(reason), REASON_MAX);
	finish(v, how);
}

void
attachview_finish_signal(struct attachview *v, enum attach_how how,
    const char *name)
{
	if (!v->over && name != NULL) {
		free(v->end.signal);
		v->end.signal = utf8_clean(name, strlen(name), 32);
	}
	finish(v, how);
}

/* Drawing. */

static void
set_modes(struct attachview *v)
{
	bool ours = history_shown(v->history) || v->help;
	struct modes m;

	m = *mirror_modes(v->mirror);
	if (v->read_only || ours) {
		/* Nothing that is typed is the program's. */
		memset(&m, 0, sizeof m);
		m.flags = mirror_modes(v->mirror)->flags & MODE_REVERSE;
	}
	if ((v->options->history_mouse && ours) || attachhistory_mouse(v)) {
		m.mouse = 1002;
		m.mouse_enc = 1006;
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

	if (all->bottom == mirror_rows(v->mirror) &&
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
	if (v->help || history_ready(v->history)) {
		attachhistory_draw(v, f);
		return;
	}
	all.bottom = f->rows - attachbar_rows(v, f->rows);
	all.right = f->cols;
	panedraw(f, &all, v->mirror, &v->pan, true);
	draw_outside(v, f, &all);
	attachbar_draw(v, f);
	attachrecap_draw(v, f);
	attachleave_draw(v, f);
	attachtitle_draw(v, f);
	f->about = *mirror_about(v->mirror);
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
	if (f->rows - attachbar_rows(v, f->rows) != mirror_rows(v->mirror) ||
	    f->cols != mirror_cols(v->mirror))
		return;
	s = mirror_scrolls(v->mirror, &n);
	for (i = 0; i < n; i++)
		frame_hint(f, &s[i]);
}

void
attachview_take(struct attachview *v)
{
	char *cause = NULL;

	if (tty_start(v->tty, &cause) == -1) {
		attachview_finish_why(v, ATTACH_LOST, cause);
		free(cause);
		return;
	}
	v->shown = true;
}

static const struct tty_handler tty_handler;

/* The first frame. The terminal may have got another size meanwhile. */
static void
begin(struct attachview *v)
{
	unsigned rows, cols;

	tty_set_handler(v->tty, &tty_handler, v);
	if (v->handler.shown != NULL)
		v->handler.shown(v->arg);
	tty_size(v->tty, &rows, &cols);
	if (rows != v->rows || cols != v->cols)
		link_resize(v->link, rows - attachbar_rows(v, rows), cols);
	v->begun = true;
}

void
attachview_frame(void *arg)
{
	struct attachview *v = arg;

	if (v->over)
		return;
	attachagain_found(v);
	if (!v->begun)
		begin(v);
	/* What is over the session stays as it is. */
	if (v->shown && (v->help || history_ready(v->history)))
		return;
	hint_scrolls(v);
	draw(v);
	set_modes(v);
	if (!v->shown && !v->started)
		attachview_take(v);
	else {
		v->shown = true;
		tty_show(v->tty);
	}
}

void
attachview_show(struct attachview *v)
{
	if (v->over || !v->shown || mirror_rows(v->mirror) == 0)
		return;
	if (v->late && !history_shown(v->history)) {
		finish(v, v->late_how);
		return;
	}
	draw(v);
	set_modes(v);
	tty_show(v->tty);
}

static void
on_ended(const struct link_end *end, void *arg)
{
	struct attachview *v = arg;

	if (v->reopening && monotime_left(v->until) > 0 &&
	    (end->how == LINK_LOST || end->how == LINK_REFUSED)) {
		attachagain_later(v);
		return;
	}
	v->ending = true;
	switch (end->how) {
	case LINK_RESPAWN:
		history_leave(v->history);
		attachagain_start(v, end);
		break;
	case LINK_EXITED:
		v->end.exit_code = end->exit_code;
		if (!end->died || !attachagain_lost(v, ATTACH_EXITED, end))
			attachview_finish_signal(v, ATTACH_EXITED, end->signal);
		break;
	case LINK_REFUSED:
		attachview_finish_why(v, ATTACH_REFUSED, end->reason);
		break;
	case LINK_CLOSED:
	case LINK_LOST:
		if (end->how == LINK_CLOSED ||
		    !attachagain_lost(v, ATTACH_LOST, end))
			attachview_finish_why(v, ATTACH_LOST, end->reason);
		break;
	}
	v->ending = false;
	if (v->late)
		history_ended(v->history,
		    end->how == LINK_EXITED ?
			"the session has ended; q leaves" :
			"the session's host is gone; "
			"q leaves");
}

/* Its history was still to be had until now. */
static void
on_host_gone(void *arg)
{
	attachhistory_gone(arg);
}

static void
on_told(const struct told *told, void *arg)
{
	struct attachview *v = arg;

	tty_tell(v->tty, told);
}

static void
on_started(const struct jv *result, void *arg)
{
	attachhistory_started(arg, result);
	attachrecap_started(arg, result);
}

static const struct link_handler link_handler = {
	.started = on_started,
	.frame = attachview_frame,
	.told = on_told,
	.leave = attachleave_told,
	.lines = attachhistory_lines,
	.found = attachhistory_found,
	.drained = attachinput_drained,
	.ended = on_ended,
	.gone = on_host_gone,
};

static void
on_resize(void *arg)
{
	struct attachview *v = arg;
	unsigned rows, cols;

	if (v->over)
		return;
	tty_size(v->tty, &rows, &cols);
	link_resize(v->link, rows - attachbar_rows(v, rows), cols);
	loop_timer_start(v->settle, SETTLE_MS);
	history_resized(v->history);
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

	attachview_finish_signal(v, ATTACH_SIGNAL, "SIGHUP");
}

static const struct tty_handler tty_handler = {
	.in = {
		.key = attachinput_key,
		.paste = attachinput_paste,
		.mouse = attachinput_mouse,
		.focus = attachinput_focus,
	},
	.resize = on_resize,
	.colours = on_colours,
	.gone = on_gone,
};

/* The whole. */

int
attachview_open_link(struct attachview *v, const char *socket, char **cause)
{
	const struct attach_options *o = v->options;
	struct link_start start = { 0 };

	tty_size(v->tty, &v->rows, &v->cols);
	start.rows = v->rows - attachbar_rows(v, v->rows);
	start.cols = v->cols;
	start.socket = socket;
	start.read_only = o->read_only;
	start.drive = !o->read_only;
	start.take_over = o->take_over;
	/* Who drove the session drives it under its next host. */
	if (v->reopening)
		start.take_over = mirror_rows(v->mirror) == start.rows &&
		    mirror_cols(v->mirror) == start.cols;
	start.lead = o->lead;
	start.left_leaves = o->left_leaves;
	start.colours = tty_colours(v->tty, &start.fg, &start.bg);
	v->link =
	    link_open(v->loop, &start, v->mirror, &link_handler, v, cause);
	v->opened = monotime_now();
	return v->link == NULL ? -1 : 0;
}

static int
open_all(struct attachview *v, char **cause)
{
	const struct attach_options *o = v->options;
	const char *prefix;

	prefix = o->prefix != NULL ? o->prefix : bind_default_prefix();
	if (key_parse(prefix, &v->prefix) == -1) {
		*cause = xasprintf("no key is called '%s'", prefix);
		return -1;
	}
	loop_timer_start(v->settle, SETTLE_MS);
	if (o->socket != NULL)
		return attachview_open_link(v, o->socket, cause);
	tty_size(v->tty, &v->rows, &v->cols);
	loop_defer(v->loop, attachagain_first, v);
	return 0;
}

struct attachview *
attachview_open(const struct attach_place *place,
    const struct attach_options *o, const struct attach_handler *handler,
    void *arg, char **cause)
{
	struct attachview *v = xcalloc(1, sizeof *v);

	v->loop = place->loop;
	v->intern = place->intern;
	v->tty = place->tty;
	v->started = place->started;
	v->handler = *handler;
	v->arg = arg;
	v->options = o;
	v->read_only = o->read_only;
	v->mirror = mirror_create(v->intern);
	v->history = attachhistory_create(v);
	v->clip = clip_create(v->loop, o->copy_command);
	if (o->notify != NULL)
		tty_set_notify(v->tty, o->notify);
	v->settle = loop_timer_create(v->loop, on_settled, v);
	v->again = loop_timer_create(v->loop, attachagain_fire, v);
	v->hinting = loop_timer_create(v->loop, attachleave_fire, v);
	v->recapping = loop_timer_create(v->loop, attachrecap_fire, v);
	if (open_all(v, cause) == 0)
		return v;
	(void)attachview_close(v);
	return NULL;
}

struct link *
attachview_close(struct attachview *v)
{
	struct link *rest = NULL;

	if (link_queued(v->link) > 0 && v->end.how == ATTACH_DETACHED) {
		rest = v->link;
		link_finish(rest, ATTACH_DRAIN_MS);
	} else
		link_close(v->link);
	loop_timer_destroy(v->settle);
	loop_timer_destroy(v->again);
	loop_timer_destroy(v->hinting);
	loop_timer_destroy(v->recapping);
	free(v->hint);
	free(v->recap);
	jv_free(v->claims);
	free(v->lost_why);
	history_destroy(v->history);
	clip_destroy(v->clip);
	mirror_destroy(v->mirror);
	free(v->end.signal);
	free(v->end.reason);
	free(v);
	return rest;
}
