/* SPDX-License-Identifier: ISC */
/* historykeys: what keys and the mouse do in a history. */

#include <string.h>

#include "base/xmalloc.h"
#include "client/bind.h"
#include "client/histdoc.h"
#include "client/history_internal.h"

#define WHEEL_ROWS 3

static enum action
find_action(const struct history *y, const struct input *input)
{
	if (input->kind == INPUT_ACTION)
		return input->action;
	if (input->kind != INPUT_KEY || y->prompting)
		return ACTION_NONE;
	return bind_find(y->vi ? VIEW_HISTORY_VI : VIEW_HISTORY_EMACS,
	    &input->key, NULL);
}

static int
page(const struct histmove *m)
{
	return m->rows > 2 ? (int)m->rows - 2 : 1;
}

static int
half(const struct histmove *m)
{
	return m->rows > 2 ? (int)m->rows / 2 : 1;
}

static void
select_as(struct histstate *s, enum histselect how)
{
	if (s->how == how) {
		s->how = HISTSELECT_NONE;
		return;
	}
	if (s->how == HISTSELECT_NONE)
		s->anchor = s->m.cur;
	s->how = how;
	s->dragging = false;
}

static void
other_end(struct histstate *s)
{
	struct find_at at = s->anchor;

	if (s->how == HISTSELECT_NONE)
		return;
	s->anchor = s->m.cur;
	histmove_to(&s->m, at);
}

static void
to_edge(struct histmove *m, bool end)
{
	struct find_at at = { 0 };

	at.line = end ? m->end - 1 : m->first;
	histmove_to(m, at);
	if (end)
		histmove_to_end(m);
}

/* Motions; false if the action is none. */
static bool
move(struct histmove *m, enum action a)
{
	switch (a) {
	case ACTION_HISTORY_LEFT:
		histmove_left(m);
		break;
	case ACTION_HISTORY_RIGHT:
		histmove_right(m);
		break;
	case ACTION_HISTORY_UP:
		histmove_vertical(m, -1);
		break;
	case ACTION_HISTORY_DOWN:
		histmove_vertical(m, 1);
		break;
	case ACTION_HISTORY_WORD:
		histmove_word(m, HISTWORD_NEXT);
		break;
	case ACTION_HISTORY_WORD_END:
		histmove_word(m, m->vi ? HISTWORD_END : HISTWORD_AFTER);
		break;
	case ACTION_HISTORY_WORD_BACK:
		histmove_word(m, HISTWORD_PREV);
		break;
	case ACTION_HISTORY_LINE_START:
		histmove_line_start(m);
		break;
	case ACTION_HISTORY_LINE_TEXT:
		histmove_line_indent(m);
		break;
	case ACTION_HISTORY_LINE_END:
		histmove_line_end(m);
		break;
	case ACTION_HISTORY_PARAGRAPH_UP:
		histmove_paragraph(m, -1);
		break;
	case ACTION_HISTORY_PARAGRAPH_DOWN:
		histmove_paragraph(m, 1);
		break;
	default:
		return false;
	}
	return true;
}

/* Motions of the view; false if the action is none. */
static bool
scroll(struct histmove *m, enum action a)
{
	switch (a) {
	case ACTION_HISTORY_TOP:
		to_edge(m, false);
		break;
	case ACTION_HISTORY_BOTTOM:
		to_edge(m, true);
		break;
	case ACTION_HISTORY_PAGE:
	case ACTION_HISTORY_PAGE_UP:
		histmove_scroll(m, -page(m));
		break;
	case ACTION_HISTORY_PAGE_DOWN:
		histmove_scroll(m, page(m));
		break;
	case ACTION_HISTORY_HALF_UP:
		histmove_scroll(m, -half(m));
		break;
	case ACTION_HISTORY_HALF_DOWN:
		histmove_scroll(m, half(m));
		break;
	case ACTION_HISTORY_SCROLL_UP:
		histmove_slide(m, -1);
		break;
	case ACTION_HISTORY_SCROLL_DOWN:
		histmove_slide(m, 1);
		break;
	case ACTION_HISTORY_VIEW_TOP:
		histmove_to_row(m, 0);
		break;
	case ACTION_HISTORY_VIEW_MIDDLE:
		histmove_to_row(m, (m->rows - 1) / 2);
		break;
	case ACTION_HISTORY_VIEW_BOTTOM:
		histmove_to_row(m, m->rows - 1);
		break;
	default:
		return false;
	}
	return true;
}

static void
select_by(struct histstate *s, enum action a)
{
	switch (a) {
	case ACTION_HISTORY_SELECT:
		select_as(s, HISTSELECT_CHARS);
		break;
	case ACTION_HISTORY_SELECT_LINE:
		select_as(s, HISTSELECT_LINES);
		break;
	case ACTION_HISTORY_SELECT_RECT:
		select_as(s,
		    s->how == HISTSELECT_RECT ? HISTSELECT_CHARS :
						HISTSELECT_RECT);
		break;
	case ACTION_HISTORY_SELECT_NONE:
		s->how = HISTSELECT_NONE;
		break;
	case ACTION_HISTORY_OTHER_END:
		other_end(s);
		break;
	case ACTION_HISTORY_WHEEL:
	case ACTION_HISTORY_PAGE:
		s->exit_at_end = true;
		break;
	default:
		break;
	}
}

/* The mouse. */

static void
select_click(struct histstate *s, unsigned clicks)
{
	struct find_at from, to;

	if (clicks == 2)
		histmove_word_at(&s->m, s->m.cur, &from, &to);
	else
		histmove_line_at(&s->m, s->m.cur.line, &from, &to);
	s->anchor = from;
	s->m.cur = to;
	s->how = HISTSELECT_CHARS;
	s->dragging = true;
}

/* Put the cursor where the mouse is. A drag that came to an edge scrolls. */
static void
point(struct histstate *s, const struct mouse *mouse, unsigned pressed)
{
	struct find_at at;
	unsigned row = mouse->row < s->m.rows ? mouse->row : s->m.rows - 1;

	if (row != pressed && row == 0)
		histmove_slide(&s->m, -1);
	else if (row != pressed && row + 1 == s->m.rows)
		histmove_slide(&s->m, 1);
	while (!histmove_row(&s->m, row, &at))
		row--;
	s->m.cur.line = at.line;
	s->m.cur.col = at.col + mouse->col;
	histmove_clamp(&s->m);
	s->m.want = s->m.cur.col;
}

static void
run_mouse(struct history *y, const struct input *input)
{
	const struct mouse *mouse = &input->mouse;
	struct histstate *s = &y->s;

	if (mouse->event == MOUSE_PRESS && mouse->button == 4)
		histmove_slide(&s->m, -WHEEL_ROWS);
	else if (mouse->event == MOUSE_PRESS && mouse->button == 5)
		histmove_slide(&s->m, WHEEL_ROWS);
	else if (mouse->event == MOUSE_PRESS && mouse->button == 1) {
		point(s, mouse, mouse->row);
		s->how = HISTSELECT_NONE;
		s->anchor = s->m.cur;
		if (input->clicks > 1)
			select_click(s, input->clicks);
	} else if (mouse->event == MOUSE_MOTION && mouse->button == 1 &&
	    (input->clicks < 2 || s->how == HISTSELECT_NONE)) {
		point(s, mouse, y->pressed.row);
		s->how = HISTSELECT_CHARS;
		s->dragging = true;
	}
}

/* Whether vi does an action as often as its count says. */
static bool
is_repeated(enum action a)
{
	switch (a) {
	case ACTION_HISTORY_LEFT:
	case ACTION_HISTORY_RIGHT:
	case ACTION_HISTORY_UP:
	case ACTION_HISTORY_DOWN:
	case ACTION_HISTORY_WORD:
	case ACTION_HISTORY_WORD_END:
	case ACTION_HISTORY_WORD_BACK:
	case ACTION_HISTORY_PARAGRAPH_UP:
	case ACTION_HISTORY_PARAGRAPH_DOWN:
	case ACTION_HISTORY_PAGE_UP:
	case ACTION_HISTORY_PAGE_DOWN:
	case ACTION_HISTORY_HALF_UP:
	case ACTION_HISTORY_HALF_DOWN:
	case ACTION_HISTORY_SCROLL_UP:
	case ACTION_HISTORY_SCROLL_DOWN:
		return true;
	default:
		return false;
	}
}

/* To line number n of the history, from 1. */
static void
to_line(struct history *y, struct input *input, unsigned n)
{
	const struct histmove *m = &y->s.m;

	memset(input, 0, sizeof *input);
	input->kind = INPUT_GOTO;
	input->at.line = n < m->end - m->first ? m->first + n - 1 : m->end - 1;
}

bool
historykeys_count(struct history *y, struct input *input)
{
	const struct key *key = &input->key;
	enum action a = find_action(y, input);
	unsigned n;

	if (!y->vi || y->prompting || !history_ready(y))
		return false;
	if (key->mods == 0 && key->code <= '9' &&
	    key->code >= (y->count > 0 ? '0' : '1')) {
		n = y->count * 10 + key->code - '0';
		y->count = n > COUNT_MAX ? COUNT_MAX : n;
		xsnprintf(y->note, sizeof y->note, "%u", y->count);
		return true;
	}
	n = y->count;
	y->count = 0;
	if (n == 0)
		return false;
	if (a == ACTION_HISTORY_BOTTOM)
		to_line(y, input, n);
	else if (a == ACTION_HISTORY_AGAIN || a == ACTION_HISTORY_AGAIN_BACK)
		input->again = (n > AGAIN_MAX ? AGAIN_MAX : n) - 1;
	else if (is_repeated(a))
		input->more = n - 1;
	return false;
}

bool
historykeys_waits(const struct history *y, const struct input *input)
{
	return y->search_id != 0 && !y->prompting && input->kind == INPUT_KEY &&
	    find_action(y, input) != ACTION_HISTORY_CANCEL;
}

void
historykeys_run(struct history *y, const struct input *input)
{
	enum action a = find_action(y, input);
	struct histstate *s = &y->s;

	if (input->kind == INPUT_MOUSE)
		run_mouse(y, input);
	else if (input->kind == INPUT_GOTO)
		histmove_to(&s->m, input->at);
	else {
		select_by(s, a);
		if (!move(&s->m, a))
			(void)scroll(&s->m, a);
	}
	/* The rows that will be drawn. */
	histmove_clamp(&s->m);
}

/* Whether the view came back to the end by scrolling down. */
static bool
is_back(struct history *y, const struct input *input, enum action a)
{
	bool down = a == ACTION_HISTORY_PAGE_DOWN ||
	    a == ACTION_HISTORY_HALF_DOWN || a == ACTION_HISTORY_SCROLL_DOWN ||
	    (input->kind == INPUT_MOUSE && input->mouse.button == 5);

	return down && y->s.exit_at_end && y->s.how == HISTSELECT_NONE &&
	    *y->ended == '\0' && histmove_at_end(&y->s.m);
}

void
historykeys_copy(struct history *y)
{
	struct histrange r;

	history_range(y, &r);
	if (r.how == HISTSELECT_NONE) {
		if (y->vi || *y->ended == '\0')
			history_leave(y);
		return;
	}
	histcopy_start(&y->copy, &r);
	y->copying = true;
}

void
historykeys_commit(struct history *y, const struct input *input)
{
	enum action a = find_action(y, input);

	if (input->kind == INPUT_KEY && y->prompting) {
		historyfind_key(y, &input->key);
		return;
	}
	if (input->kind == INPUT_MOUSE && input->mouse.event == MOUSE_RELEASE &&
	    y->s.dragging && y->s.how != HISTSELECT_NONE) {
		historykeys_copy(y);
		return;
	}
	if (is_back(y, input, a)) {
		history_leave(y);
		return;
	}
	switch (a) {
	case ACTION_HISTORY_CANCEL:
		history_leave(y);
		break;
	case ACTION_HISTORY_COPY:
		historykeys_copy(y);
		break;
	case ACTION_HISTORY_SEARCH:
	case ACTION_HISTORY_SEARCH_BACK:
		historyfind_prompt(y, a == ACTION_HISTORY_SEARCH_BACK);
		break;
	case ACTION_HISTORY_AGAIN:
	case ACTION_HISTORY_AGAIN_BACK:
		y->again = input->again;
		historyfind_again(y, a == ACTION_HISTORY_AGAIN_BACK);
		break;
	default:
		break;
	}
}
