/* SPDX-License-Identifier: ISC */
/* attachinput: what keys, pastes and the mouse do in an attached session. */

#include "client/attachbar.h"
#include "client/attachhistory.h"
#include "client/attachinput.h"
#include "client/attachrecap.h"
#include "client/attachview_internal.h"
#include "client/bind.h"
#include "client/history.h"
#include "client/link.h"
#include "client/mirror.h"
#include "client/panedraw.h"
#include "term/key.h"
#include "tty/tty.h"

/* More input than this waits in the terminal. */
#define INPUT_MAX (4u << 20)

/* Input that the host does not take stays in the terminal. */
static void
hold_input(struct attachview *v)
{
	tty_pause(v->tty, link_queued(v->link) > INPUT_MAX);
}

void
attachinput_drained(void *arg)
{
	hold_input(arg);
}

static void
act(struct attachview *v, enum action action, const struct key *key)
{
	switch (action) {
	case ACTION_DETACH:
		attachview_finish_why(v, ATTACH_DETACHED, NULL);
		break;
	case ACTION_HISTORY:
	case ACTION_HISTORY_PAGE:
		attachhistory_enter(v, action);
		break;
	case ACTION_HELP:
		v->help = true;
		v->page = 0;
		attachview_show(v);
		break;
	case ACTION_SEND_PREFIX:
		if (history_shown(v->history))
			history_key(v->history, key);
		else if (!v->read_only)
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

void
attachinput_key(const struct key *key, void *arg)
{
	struct attachview *v = arg;

	if (v->over)
		return;
	if (key->event == KEY_PRESS && !bind_is_modifier(key))
		attachrecap_drop(v);
	if (v->help) {
		if (key->event == KEY_PRESS && !bind_is_modifier(key))
			attachhistory_leaf(v, key);
		return;
	}
	if (take_key(v, key) || attachhistory_takes(v, key) || v->read_only)
		return;
	link_key(v->link, key);
	hold_input(v);
}

void
attachview_key(struct attachview *v, const struct key *key)
{
	attachinput_key(key, v);
}

void
attachinput_paste(const char *s, size_t n, void *arg)
{
	struct attachview *v = arg;

	attachrecap_drop(v);
	if (history_shown(v->history))
		history_paste(v->history, s, n);
	if (v->over || v->read_only || v->help || history_shown(v->history))
		return;
	link_paste(v->link, s, n);
	hold_input(v);
}

void
attachinput_mouse(const struct mouse *mouse, void *arg)
{
	struct attachview *v = arg;
	const struct cursor *c = mirror_cursor(v->mirror);
	struct mouse m = *mouse;
	unsigned rows, cols;

	if (v->over || v->help || mirror_rows(v->mirror) == 0)
		return;
	tty_size(v->tty, &rows, &cols);
	if (m.event == MOUSE_PRESS && m.row >= rows - attachbar_rows(v, rows))
		return;
	if (history_shown(v->history))
		history_mouse(v->history, mouse);
	else if (attachhistory_mouse(v))
		history_live_mouse(v->history, mouse, c->row, c->col);
	else if (!v->read_only &&
	    panedraw_mouse(v->mirror, &v->pan, &m, &v->dragging))
		link_mouse(v->link, &m);
}

void
attachinput_focus(bool in, void *arg)
{
	struct attachview *v = arg;

	if (!v->over && !v->read_only)
		link_focus(v->link, in);
}
