/* SPDX-License-Identifier: ISC */
/* agentview: the loop, the terminal and the news of the agent view. What it
 * looks like is agentdraw's business, what keys do agentkeys', what is asked of
 * the supervisor agentask's, and how a session gets the terminal agentattach's.
 */

/*
 * The list is drawn whole into the frame whenever something has changed; the
 * terminal gets what differs. Changes of one turn of the loop, and those that
 * follow one another faster than the eye, are drawn together. At rest there is
 * no timer but the one for the next change of an age that is shown.
 */

#include <stdarg.h>
#include <stdlib.h>

#include "base/jv.h"
#include "base/loop.h"
#include "base/reaper.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/agentview_internal.h"
#include "client/attachsignal.h"
#include "client/editor.h"
#include "client/filter.h"
#include "client/lineedit.h"
#include "client/linehist.h"
#include "client/link.h"
#include "client/list.h"
#include "client/peek.h"
#include "client/suggest.h"
#include "client/superlink.h"
#include "client/tellchange.h"
#include "client/theme.h"
#include "client/trustask.h"
#include "term/intern.h"
#include "term/modes.h"
#include "tty/frame.h"
#include "tty/tty.h"

/* Between two frames that nobody has typed for, in ms. */
#define FRAME_MS 30
#define NOTE_MAX 400
/* For answers to what was asked last, once the person has left. */
#define DRAIN_MS 2000

void
agentview_finish(struct agentview *v, const char *signal)
{
	if (v->over)
		return;
	v->over = true;
	if (signal != NULL)
		v->end->signal = xstrdup(signal);
	loop_stop(v->loop);
}

/* Drawing. */

static void
start_tick(struct agentview *v)
{
	int64_t ms = agentdraw_changes_in(v);

	if (ms < 0)
		loop_timer_stop(v->tick);
	else
		loop_timer_start(v->tick, ms);
}

void
agentview_draw_now(struct agentview *v)
{
	v->dirty = false;
	loop_timer_stop(v->draw_timer);
	if (v->over || v->attached || !v->started || v->editor != NULL)
		return;
	v->drawn = monotime_now();
	agentdraw(v);
	tty_show(v->tty);
	start_tick(v);
}

void
agentview_touch(struct agentview *v)
{
	int64_t since;

	if (v->dirty)
		return;
	v->dirty = true;
	since = monotime_diff(v->drawn, monotime_now());
	loop_timer_start(v->draw_timer,
	    since >= FRAME_MS ? 0 : FRAME_MS - since);
}

static void
on_draw(void *arg)
{
	agentview_draw_now(arg);
}

static void
on_tick(void *arg)
{
	struct agentview *v = arg;

	if (v->note != NULL && v->note_until.ms != 0 &&
	    monotime_left(v->note_until) == 0) {
		free(v->note);
		v->note = NULL;
	}
	if (v->arm != ARM_NONE && monotime_left(v->arm_until) == 0)
		agentask_disarm(v);
	agentview_draw_now(v);
}

void
agentview_note(struct agentview *v, bool bad, int ms, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	free(v->note);
	v->note = utf8_clean(text, strlen(text), NOTE_MAX);
	free(text);
	v->note_bad = bad;
	v->note_until.ms = 0;
	if (ms > 0)
		v->note_until = monotime_add(monotime_now(), ms);
	agentview_touch(v);
}

/* News of the sessions. */

/* As it was chosen in some view before. */
static void
choose_grouping(struct agentview *v, const struct jv *view)
{
	const char *word = jv_string(view, "grouping");

	if (word != NULL && strcmp(word, "directory") == 0)
		list_set_grouping(v->list, LIST_BY_DIRECTORY);
}

static void
on_list(const struct jv *result, void *arg)
{
	struct agentview *v = arg;

	list_forget(v->list);
	model_list(v->model, result);
	if (!v->listed)
		choose_grouping(v, jv_get_object(result, "view"));
	v->listed = true;
	agentattach_count(v);
	agentview_touch(v);
}

static bool
is_attached(const struct agentview *v, const struct jv *session)
{
	const char *id = jv_string(session, "id");

	return id != NULL && strcmp(id, v->attach_id) == 0;
}

static void
on_event(const char *event, const struct jv *session, bool tell, void *arg)
{
	struct agentview *v = arg;

	if (session == NULL)
		return;
	list_forget(v->list);
	if (model_event(v->model, event, session))
		superlink_refresh(v->super);
	/* Who looks at it sees it. */
	if (tell && !(v->attached && is_attached(v, session)))
		tellchange_session(v->tty, session);
	agentattach_count(v);
	agentview_touch(v);
}

static void
on_reply(const struct jv *receipt, void *arg)
{
	struct agentview *v = arg;

	peek_answer(v->peek, receipt);
}

static void
on_super(bool up, void *arg)
{
	struct agentview *v = arg;

	v->lost = !up;
	if (up)
		peek_again(v->peek);
	agentview_touch(v);
}

static const struct superlink_handler super_handler = {
	.list = on_list,
	.event = on_event,
	.reply = on_reply,
	.state = on_super,
};

static void
on_start(void *arg)
{
	struct agentview *v = arg;

	/* The reaper waits for the child. */
	if (v->options->start != NULL)
		(void)v->options->start(v->options->arg);
}

/* The terminal. */

static void
on_resize(void *arg)
{
	agentview_draw_now(arg);
}

static void
on_colours(void *arg)
{
	struct agentview *v = arg;
	struct theme_ground ground = { 0 };
	unsigned i;

	ground.known = tty_background(v->tty, &ground.bg);
	ground.few = !tty_has_cube(v->tty);
	for (i = 0; i < THEME_PALETTE; i++)
		if (tty_palette(v->tty, i, &ground.palette[i]))
			ground.palette[i] |= THEME_KNOWN;
	theme_set_ground(v->theme, &ground);
	agentview_touch(v);
}

static void
on_gone(void *arg)
{
	agentview_finish(arg, "SIGHUP");
}

static const struct tty_handler tty_handler = {
	.in = {
		.key = agentkeys_key,
		.paste = agentkeys_paste,
		.mouse = agentkeys_mouse,
	},
	.resize = on_resize,
	.colours = on_colours,
	.gone = on_gone,
};

void
agentview_take(struct agentview *v)
{
	struct modes m = { 0 };

	m.flags = MODE_PASTE;
	/* Shift+Enter and the like are keys of their own where they can be. */
	m.kitty = 1;
	if (v->options->mouse) {
		m.mouse = 1000;
		m.mouse_enc = 1006;
	}
	tty_pause(v->tty, false);
	tty_set_handler(v->tty, &tty_handler, v);
	tty_set_modes(v->tty, &m);
}

static int
start_terminal(struct agentview *v, char **cause)
{
	agentdraw(v);
	if (tty_start(v->tty, cause) == -1)
		return -1;
	v->started = true;
	start_tick(v);
	return 0;
}

/* Signals. */

static void
on_end_signal(const char *name, void *arg)
{
	struct agentview *v = arg;

	/* What the keyboard sends while an editor has it is the editor's. */
	if (v->editor == NULL || strcmp(name, "SIGINT") != 0)
		agentview_finish(v, name);
}

static void
on_stop_signal(void *arg)
{
	struct agentview *v = arg;

	tty_stop(v->tty);
}

static void
on_resume(void *arg)
{
	struct agentview *v = arg;
	char *cause = NULL;

	if (v->editor != NULL)
		return;
	if (tty_start(v->tty, &cause) == -1)
		agentview_finish(v, "SIGHUP");
	free(cause);
	agentview_draw_now(v);
}

static void
on_surprise(void *arg)
{
	struct agentview *v = arg;

	if (v->over || v->editor != NULL)
		return;
	tty_stop(v->tty);
	on_resume(v);
}

static const struct attachsignal_handler signal_handler = {
	.end = on_end_signal,
	.stop = on_stop_signal,
	.resume = on_resume,
	.surprise = on_surprise,
};

/* The whole. */

static void
create_parts(struct agentview *v)
{
	const struct agentview_options *o = v->options;

	v->loop = loop_create();
	v->reaper = reaper_create(v->loop);
	v->intern = intern_create();
	v->theme = theme_create(v->intern, utf8_locale());
	v->model = model_create(NULL, NULL);
	v->list = list_create();
	v->hist = linehist_create();
	v->input = lineedit_create(v->hist);
	v->suggest = suggest_create();
	agentpeek_create(v);
	agenttype_read(v);
	agenttrust_begin(v);
	v->draw_timer = loop_timer_create(v->loop, on_draw, v);
	v->tick = loop_timer_create(v->loop, on_tick, v);
	list_set_order(v->list, o->groups, o->ngroups);
	list_set_scope(v->list, o->scope);
	if (o->stable)
		list_set_grouping(v->list, LIST_STABLE);
	if (o->select != NULL)
		(void)list_select_id(v->list, o->select);
}

static void
destroy_parts(struct agentview *v)
{
	attachsignal_destroy(v->signals);
	superlink_destroy(v->super);
	editor_stop(v->editor);
	loop_timer_destroy(v->draw_timer);
	loop_timer_destroy(v->tick);
	lineedit_destroy(v->input);
	lineedit_destroy(v->edit);
	peek_destroy(v->peek);
	suggest_destroy(v->suggest);
	trustask_destroy(v->trust);
	customs_clear(&v->customs);
	free(v->model_name);
	free(v->unsure);
	linehist_destroy(v->hist);
	filter_free(v->filter);
	list_destroy(v->list);
	model_destroy(v->model);
	theme_destroy(v->theme);
	free(v->note);
	free(v->armed);
	intern_destroy(v->intern);
	reaper_destroy(v->reaper);
	loop_destroy(v->loop);
}

int
agentview_run(const struct agentview_options *o, struct agentview_end *end,
    char **cause)
{
	struct agentview v = { 0 };
	int result = -1;

	memset(end, 0, sizeof *end);
	v.options = o;
	v.opened = monotime_now();
	v.end = end;
	create_parts(&v);
	v.tty = tty_create(v.loop, v.intern, &tty_handler, &v, cause);
	if (v.tty != NULL) {
		agentview_take(&v);
		if (!tty_has_signs(v.tty))
			theme_set_ascii(v.theme);
		on_colours(&v);
		tty_set_notify(v.tty, o->attach->notify);
		if (o->note != NULL)
			agentview_note(&v, true, 0, "%s", o->note);
		v.super = superlink_create(v.loop, o->socket, on_start,
		    &super_handler, &v);
		result = start_terminal(&v, cause);
	}
	if (result == 0) {
		v.signals = attachsignal_create(v.loop, &signal_handler, &v);
		loop_run(v.loop);
	}
	/* The terminal first: a host may be slow to take the last keys. */
	if (v.tty != NULL)
		tty_stop(v.tty);
	agentattach_close(&v);
	/* What was sent last is not lost. */
	superlink_drain(v.super, DRAIN_MS);
	tty_destroy(v.tty);
	destroy_parts(&v);
	return result;
}
