/* SPDX-License-Identifier: ISC */
/* agentkeys: what keys, pastes and the mouse do in the agent view. */

#include <stdlib.h>

#include "base/jv.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "client/agentview_internal.h"
#include "client/attachsignal.h"
#include "client/bind.h"
#include "client/filter.h"
#include "client/lineedit.h"
#include "client/list.h"
#include "client/peek.h"
#include "client/superlink.h"
#include "tty/tty.h"

#define NOTE_MS	    4000
#define EXIT_MS	    2000
#define WHEEL_LINES 3

/* The input that keys go to has no text. */
static bool
is_empty(const struct agentview *v)
{
	return v->peeking ? peek_is_empty(v->peek) :
			    lineedit_is_empty(v->input);
}

/* What is selected is a heading or a fold. */
static bool
is_group(const struct agentview *v)
{
	return list_selected(v->list) < list_count(v->list) &&
	    list_entry(v->list) == NULL;
}

/* A name or tags in place of the row's text. */

static void
edit_end(struct agentview *v)
{
	lineedit_destroy(v->edit);
	v->edit = NULL;
	v->mode = AGENT_LIST;
}

static void
edit_begin(struct agentview *v, enum agent_mode mode)
{
	const struct entry *e = agentask_session(v);
	unsigned i;

	if (e == NULL)
		return;
	edit_end(v);
	v->edit = lineedit_create(NULL);
	v->mode = mode;
	strlcpy(v->edit_id, e->id, sizeof v->edit_id);
	if (mode == AGENT_RENAME)
		lineedit_set(v->edit, e->name);
	for (i = 0; mode == AGENT_TAGS && i < e->ntags; i++) {
		lineedit_paste(v->edit, e->tags[i], strlen(e->tags[i]));
		lineedit_paste(v->edit, " ", 1);
	}
}

static void
edit_save(struct agentview *v)
{
	char *text = lineedit_text(v->edit);

	if (v->mode == AGENT_TAGS)
		agentask_tags(v, v->edit_id, text);
	else if (text[strspn(text, " ")] != '\0')
		agentask_rename(v, v->edit_id, text);
	free(text);
	edit_end(v);
}

static void
edit_key(struct agentview *v, const struct key *key)
{
	switch (bind_find(VIEW_AGENTS, key, NULL)) {
	case ACTION_AGENTS_OPEN:
		edit_save(v);
		break;
	case ACTION_AGENTS_LEAVE:
	case ACTION_AGENTS_INTERRUPT:
		edit_end(v);
		break;
	case ACTION_REDRAW:
		tty_redraw(v->tty);
		break;
	default:
		/* One line. */
		if (key->code != 'j' || !(key->mods & KEY_MOD_CTRL))
			(void)lineedit_key(v->edit, key);
		break;
	}
}

/* Actions. */

static void
open_line(struct agentview *v)
{
	const struct list_line *line;

	line = list_at(v->list, list_selected(v->list));
	if (line == NULL)
		return;
	if (line->entry != NULL)
		agentattach_start(v, line->entry);
	else
		list_toggle(v->list, list_selected(v->list));
}

/* A heading or a fold: what is closed opens, what is open leads to its first
 * session, which may be looked at. */
static void
open_group(struct agentview *v, bool peek)
{
	const struct list_line *line;
	size_t at = list_selected(v->list);

	line = list_at(v->list, at);
	if (line == NULL)
		return;
	if (line->kind == LIST_MORE || line->collapsed) {
		list_toggle(v->list, at);
		return;
	}
	list_move(v->list, 1);
	if (peek)
		agentpeek_toggle(v);
}

static void
close_group(struct agentview *v)
{
	const struct list_line *line;

	line = list_at(v->list, list_selected(v->list));
	if (line != NULL && line->kind == LIST_HEADER && !line->collapsed)
		list_toggle(v->list, list_selected(v->list));
}

static void
open_or_start(struct agentview *v)
{
	if (agenttype_continue(v) || agenttrust_enter(v))
		return;
	if (v->peeking && !is_empty(v))
		agentpeek_send(v);
	else if (is_empty(v) || v->filter != NULL)
		open_line(v);
	else
		agenttype_enter(v, false);
	if (v->attach != NULL && v->filter != NULL)
		agenttype_set(v, "");
}

/* Start what is typed, or send it, and open its session. */
static void
start_open(struct agentview *v)
{
	if (agenttrust_enter(v))
		return;
	if (is_empty(v) || v->filter != NULL)
		open_line(v);
	else if (v->peeking) {
		agentpeek_send(v);
		open_line(v);
	} else
		agenttype_enter(v, true);
}

static void
leave(struct agentview *v)
{
	if (v->opening)
		agentattach_cancel(v);
	else if (v->peeking)
		agentpeek_close(v);
	else if (!is_empty(v))
		agenttype_set(v, "");
	else if (!agenttrust_later(v))
		agentview_finish(v, NULL);
}

static void
interrupt(struct agentview *v)
{
	bool again = v->arm == ARM_EXIT && monotime_left(v->arm_until) > 0;

	if (v->opening) {
		agentattach_cancel(v);
		return;
	}
	if (again) {
		agentview_finish(v, NULL);
		return;
	}
	if (v->peeking && !is_empty(v))
		lineedit_set(peek_input(v->peek), "");
	else if (!is_empty(v))
		agenttype_set(v, "");
	agentask_disarm(v);
	v->arm = ARM_EXIT;
	v->arm_until = monotime_add(monotime_now(), EXIT_MS);
	agentview_note(v, false, EXIT_MS, "ctrl+c again leaves");
}

static void
stop_now(void *arg)
{
	struct agentview *v = arg;

	if (!v->over)
		attachsignal_stop(v->signals);
}

static void
suspend(struct agentview *v)
{
	if (v->options->suspend_exits)
		agentview_finish(v, NULL);
	else
		loop_defer(v->loop, stop_now, v);
}

static void
group_otherwise(struct agentview *v)
{
	enum list_grouping g = LIST_BY_DIRECTORY;

	if (list_grouping(v->list) == LIST_BY_DIRECTORY)
		g = v->options->stable ? LIST_STABLE : LIST_BY_NEED;
	list_set_grouping(v->list, g);
	agentask_grouping(v, g == LIST_BY_DIRECTORY ? "directory" : "need");
}

static void
open_nth(struct agentview *v, unsigned n)
{
	const struct entry *e = list_nth(v->list, n);

	if (e == NULL)
		agentview_note(v, true, NOTE_MS,
		    "this directory has no session %u", n);
	else
		agentattach_start(v, e);
}

/* The peek goes from session to session: on to the next one by by. */
static void
settle(struct agentview *v, int by)
{
	size_t n = list_count(v->list);

	while (v->peeking && list_entry(v->list) == NULL && n-- > 0)
		list_move(v->list, by);
}

static void
step(struct agentview *v, int by)
{
	list_move(v->list, by);
	settle(v, by);
}

static bool
move(struct agentview *v, enum action action)
{
	switch (action) {
	case ACTION_AGENTS_UP:
		step(v, -1);
		break;
	case ACTION_AGENTS_DOWN:
		step(v, 1);
		break;
	case ACTION_AGENTS_PAGE_UP:
		list_page(v->list, -1);
		break;
	case ACTION_AGENTS_PAGE_DOWN:
		list_page(v->list, 1);
		break;
	case ACTION_AGENTS_FIRST:
		list_end(v->list, false);
		settle(v, 1);
		break;
	case ACTION_AGENTS_LAST:
		list_end(v->list, true);
		settle(v, -1);
		break;
	case ACTION_AGENTS_GROUP_UP:
		list_header(v->list, -1);
		settle(v, 1);
		break;
	case ACTION_AGENTS_GROUP_DOWN:
		list_header(v->list, 1);
		settle(v, 1);
		break;
	default:
		return false;
	}
	return true;
}

/* What is done to a session alone. */
static bool
change(struct agentview *v, enum action action)
{
	switch (action) {
	case ACTION_AGENTS_MOVE_UP:
		agentask_move(v, -1);
		break;
	case ACTION_AGENTS_MOVE_DOWN:
		agentask_move(v, 1);
		break;
	case ACTION_AGENTS_PIN:
		agentask_pin(v);
		break;
	case ACTION_AGENTS_ARCHIVE:
		agentask_archive(v);
		break;
	case ACTION_AGENTS_RENAME:
		edit_begin(v, AGENT_RENAME);
		break;
	case ACTION_AGENTS_TAGS:
		edit_begin(v, AGENT_TAGS);
		break;
	case ACTION_AGENTS_STOP:
		agentask_stop(v);
		break;
	default:
		return false;
	}
	return true;
}

static void
act(struct agentview *v, enum action action)
{
	if (action >= ACTION_AGENTS_NTH_1 && action <= ACTION_AGENTS_NTH_9) {
		open_nth(v, (unsigned)(action - ACTION_AGENTS_NTH_1) + 1);
		return;
	}
	if (move(v, action) || change(v, action) || peek_do(v->peek, action))
		return;
	switch (action) {
	case ACTION_AGENTS_OPEN:
		open_or_start(v);
		break;
	case ACTION_AGENTS_START_OPEN:
		start_open(v);
		break;
	case ACTION_AGENTS_PEEK:
		agentpeek_toggle(v);
		break;
	case ACTION_AGENTS_EDITOR:
		agenttype_edit(v);
		break;
	case ACTION_AGENTS_ATTACH:
		if (list_entry(v->list) != NULL)
			agentattach_start(v, list_entry(v->list));
		break;
	case ACTION_AGENTS_GROUP_OPEN:
	case ACTION_AGENTS_GROUP_PEEK:
		open_group(v, action == ACTION_AGENTS_GROUP_PEEK);
		break;
	case ACTION_AGENTS_GROUP_CLOSE:
		close_group(v);
		break;
	case ACTION_AGENTS_GROUPING:
		group_otherwise(v);
		break;
	case ACTION_AGENTS_FIND:
		agentpeek_close(v);
		agenttype_set(v, "n:");
		break;
	case ACTION_AGENTS_LEAVE:
		leave(v);
		break;
	case ACTION_AGENTS_INTERRUPT:
		interrupt(v);
		break;
	case ACTION_AGENTS_SUSPEND:
		suspend(v);
		break;
	case ACTION_REDRAW:
		tty_redraw(v->tty);
		break;
	case ACTION_HELP:
		v->help = true;
		v->help_page = 0;
		break;
	default:
		break;
	}
}

/* What a key means now. */
static enum action
find(struct agentview *v, const struct key *key)
{
	enum action action = ACTION_NONE;

	if (v->peeking)
		action = bind_find(VIEW_PEEK, key, NULL);
	if (!v->peeking && is_empty(v) && is_group(v))
		action = bind_find(VIEW_AGENTS_GROUP, key, NULL);
	if (action == ACTION_NONE && is_empty(v))
		action = bind_find(VIEW_AGENTS_EMPTY, key, NULL);
	if (action == ACTION_NONE && (is_empty(v) || v->filter != NULL))
		action = bind_find(VIEW_AGENTS_LIST, key, NULL);
	if (action == ACTION_NONE)
		action = bind_find(VIEW_AGENTS, key, NULL);
	return action;
}

static void
list_key(struct agentview *v, const struct key *key)
{
	enum action action = find(v, key);

	if (action != ACTION_AGENTS_STOP && action != ACTION_AGENTS_INTERRUPT)
		agentask_disarm(v);
	if (action != ACTION_NONE)
		act(v, action);
	else if (v->peeking)
		(void)peek_key(v->peek, key);
	else
		(void)agenttype_key(v, key);
}

/* While a session opens all but what stops that is kept for it. */
static bool
keep_typed(struct agentview *v, const struct key *key)
{
	enum action action = bind_find(VIEW_AGENTS, key, NULL);

	if (!v->opening)
		return false;
	if (action == ACTION_AGENTS_LEAVE || action == ACTION_AGENTS_INTERRUPT)
		return false;
	if (v->ntyped < AGENT_TYPED_MAX)
		v->typed[v->ntyped++] = *key;
	return true;
}

void
agentkeys_key(const struct key *key, void *arg)
{
	struct agentview *v = arg;
	struct key k = *key;

	if (v->over || k.event == KEY_RELEASE || bind_is_modifier(&k) ||
	    keep_typed(v, &k))
		return;
	k.event = KEY_PRESS;
	agentdraw_layout(v);
	if (k.code == KEY_KP_ENTER)
		k.code = KEY_ENTER;
	if (v->help)
		agenthelp_key(v, &k);
	else if (v->mode != AGENT_LIST)
		edit_key(v, &k);
	else
		list_key(v, &k);
	if (!v->attached)
		agentview_draw_now(v);
}

/* A name or tags are one line, whatever is pasted. */
static void
edit_paste(struct agentview *v, const char *s, size_t n)
{
	char *line = xmalloc(n + 1);
	size_t i;

	for (i = 0; i < n; i++)
		line[i] = s[i] == '\n' || s[i] == '\r' ? ' ' : s[i];
	(void)lineedit_paste(v->edit, line, n);
	free(line);
}

void
agentkeys_paste(const char *s, size_t n, void *arg)
{
	struct agentview *v = arg;

	if (v->over || v->opening || v->help)
		return;
	agentask_disarm(v);
	if (v->mode != AGENT_LIST)
		edit_paste(v, s, n);
	else if ((v->peeking ? peek_paste(v->peek, s, n) :
			       lineedit_paste(v->input, s, n)) == LINEEDIT_FULL)
		agentview_note(v, true, NOTE_MS, "that is too much text");
	else if (!v->peeking)
		agenttype_changed(v);
	agentview_draw_now(v);
}

/* The mouse. */

static bool
in_panel(const struct agentview *v, unsigned row, unsigned col)
{
	const struct rect *r = &v->panel_at;

	return v->peeking && row >= r->top && row < r->bottom &&
	    col >= r->left && col < r->right;
}

static void
wheel(struct agentview *v, const struct mouse *m)
{
	bool up = m->button == 4;

	if (in_panel(v, m->row, m->col))
		peek_scroll(v->peek, up ? WHEEL_LINES : -WHEEL_LINES);
	else
		list_scroll(v->list, up ? -WHEEL_LINES : WHEEL_LINES);
}

static void
click(struct agentview *v, unsigned row, unsigned col)
{
	const struct rect *in = &v->input_at;
	const struct list_line *line;
	size_t at;

	if (in_panel(v, row, col)) {
		peek_click(v->peek, row, col);
		return;
	}
	if (!v->peeking && row >= in->top && row < in->bottom &&
	    col >= in->left) {
		lineedit_click(v->input, row - in->top, col - in->left);
		return;
	}
	if (row < v->top || row >= v->top + v->rows)
		return;
	at = list_top(v->list) + row - v->top;
	line = list_at(v->list, at);
	if (line == NULL || line->kind == LIST_BLANK)
		return;
	if (at == list_selected(v->list))
		open_line(v);
	else
		list_select(v->list, at);
}

void
agentkeys_mouse(const struct mouse *m, void *arg)
{
	struct agentview *v = arg;

	if (v->over || v->opening || m->event != MOUSE_PRESS)
		return;
	agentask_disarm(v);
	agentdraw_layout(v);
	if (v->help)
		v->help = false;
	else if (m->button == 4 || m->button == 5)
		wheel(v, m);
	else if (m->button == 1 && v->mode == AGENT_LIST)
		click(v, m->row, m->col);
	if (!v->attached)
		agentview_draw_now(v);
}
