/* SPDX-License-Identifier: ISC */
/* history: the life of the history view, and the inputs that wait for lines.
 * What they do is historykeys's, what it looks like historyview's business. */

/*
 * The host has the lines; here are only those near to what is looked at. An
 * input is carried out on a copy of the state, and if a line was missing, the
 * state is put back, the line is asked for and the input done again when it is
 * there. Other inputs wait in their order.
 */

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "client/histdoc.h"
#include "client/history_internal.h"
#include "term/row.h"
#include "wire/pack_term.h"

/* So often lines are asked for one input; then it is given up. */
#define TRIES_MAX 40
/* Lines before and after the view that are fetched ahead. */
#define AHEAD 200
/* How long the first lines may take before keys lead back. */
#define ANSWER_MS 2000

struct history *
history_create(struct intern *in, const struct history_handler *handler,
    void *arg, bool vi)
{
	struct history *y;

	y = xcalloc(1, sizeof *y);
	y->intern = in;
	y->handler = *handler;
	y->arg = arg;
	y->vi = vi;
	return y;
}

static void
forget(struct history *y)
{
	histdoc_destroy(y->doc);
	y->doc = NULL;
	histcopy_clear(&y->copy);
	y->copying = y->waiting = y->prompting = y->shown = false;
	y->nqueue = 0;
	y->search_id = 0;
	y->has_hit = false;
	y->note[0] = '\0';
}

void
history_destroy(struct history *y)
{
	if (y == NULL)
		return;
	forget(y);
	find_clear(&y->find);
	free(y);
}

bool
history_default_vi(void)
{
	const char *editor = getenv("VISUAL"), *base;

	if (editor == NULL || *editor == '\0')
		editor = getenv("EDITOR");
	if (editor == NULL)
		return false;
	base = strrchr(editor, '/');
	return strstr(base != NULL ? base + 1 : editor, "vi") != NULL;
}

bool
history_shown(const struct history *y)
{
	return y->shown;
}

bool
history_ready(const struct history *y)
{
	return y->shown && y->s.m.end > 0;
}

const struct row *
history_row(uint64_t line, void *arg)
{
	struct history *y = arg;

	return histdoc_row(y->doc, line);
}

/* Whole lines are whole with what they go on in. */
void
history_range(struct history *y, struct histrange *r)
{
	struct find_at at;
	bool miss = y->s.m.miss;

	histrange_set(r, y->s.how, y->s.anchor, y->s.m.cur,
	    y->vi || y->s.dragging);
	if (r->how != HISTSELECT_LINES)
		return;
	histmove_line_at(&y->s.m, r->from.line, &r->from, &at);
	histmove_line_at(&y->s.m, r->to.line, &at, &r->to);
	y->s.m.miss = miss;
}

/* Ask for what was missing: false if nothing was, or nobody will answer. */
static bool
fetch(struct history *y)
{
	uint64_t from;
	unsigned count;

	if (y->waiting)
		return true;
	if (!histdoc_want(y->doc, &from, &count))
		return false;
	if (y->handler.ask(from, count, y->arg)) {
		y->waiting = true;
		return true;
	}
	histdoc_close(y->doc);
	y->s.m.first = histdoc_first(y->doc);
	if (y->s.m.first < y->s.m.end)
		histmove_clamp(&y->s.m);
	return false;
}

static void
drop_input(struct history *y)
{
	y->nqueue--;
	memmove(y->queue, y->queue + 1, y->nqueue * sizeof *y->queue);
	y->tries = 0;
}

/* Inputs in their order, as far as lines are here. */
static void
run_queue(struct history *y)
{
	struct histstate before;
	struct input input;

	while (y->nqueue > 0 && history_ready(y) && !y->copying &&
	    !historykeys_waits(y, &y->queue[0])) {
		before = y->s;
		y->s.m.miss = false;
		input = y->queue[0];
		historykeys_run(y, &input);
		if (y->s.m.miss) {
			y->s = before;
			if (fetch(y) && y->tries++ < TRIES_MAX)
				return;
			/* Nobody has them: it is done with what is here. */
			historykeys_run(y, &input);
			y->s.m.miss = false;
		}
		if (input.more == 0)
			drop_input(y);
		else
			y->queue[0].more--;
		y->tries = 0;
		historykeys_commit(y, &input);
	}
}

static void
run_copy(struct history *y)
{
	int r;

	if (!y->copying || y->waiting)
		return;
	if (y->copy.next < y->s.m.first)
		y->copy.next = y->s.m.first;
	while ((r = histcopy_run(&y->copy, y->intern, history_row, y)) == 0)
		if (fetch(y))
			return;
		else if (y->copy.next < y->s.m.first)
			y->copy.next = y->s.m.first;
		else
			y->copy.next++;
	y->copying = false;
	if (r == -1) {
		strlcpy(y->note, "too much to copy", sizeof y->note);
		return;
	}
	if (y->copy.out.len > 0)
		y->handler.copy(y->copy.out.data, y->copy.out.len, y->arg);
	history_leave(y);
}

/* Lines that will be needed soon. */
static void
look_ahead(struct history *y)
{
	uint64_t up, down;

	if (!history_ready(y) || y->waiting || y->copying)
		return;
	up = y->s.m.top - y->s.m.first < AHEAD ? y->s.m.first :
						 y->s.m.top - AHEAD;
	down = y->s.m.end - y->s.m.top < AHEAD ? y->s.m.end - 1 :
						 y->s.m.top + AHEAD;
	if (histdoc_row(y->doc, down) == NULL ||
	    histdoc_row(y->doc, up) == NULL)
		(void)fetch(y);
}

void
history_go_on(struct history *y)
{
	if (y->shown)
		run_copy(y);
	if (y->shown)
		run_queue(y);
	if (y->shown)
		run_copy(y);
	if (y->shown)
		look_ahead(y);
	y->handler.changed(y->arg);
}

void
history_queue(struct history *y, const struct input *input)
{
	if (y->shown && y->nqueue < QUEUE_MAX)
		y->queue[y->nqueue++] = *input;
}

void
history_queue_first(struct history *y, const struct input *input)
{
	if (!y->shown)
		return;
	if (y->nqueue == QUEUE_MAX)
		y->nqueue--;
	memmove(y->queue + 1, y->queue, y->nqueue * sizeof *y->queue);
	y->queue[0] = *input;
	y->nqueue++;
}

/* The first lines are here: the screen as it was, and its cursor. */
static void
begin(struct history *y)
{
	struct histmove *m = &y->s.m;

	m->get = history_row;
	m->arg = y;
	m->vi = y->vi;
	m->first = histdoc_first(y->doc);
	m->end = histdoc_end(y->doc);
	y->handler.size(&m->rows, &m->cols, y->arg);
	m->top = m->first;
	m->cur.line = histdoc_pin(y->doc) + y->row;
	m->cur.col = m->want = y->col;
	histmove_to_end(m);
	histmove_clamp(m);
	m->want = m->cur.col;
}

void
history_lines(struct history *y, const void *body, size_t n)
{
	bool first;

	if (!y->shown || !y->waiting)
		return;
	first = !history_ready(y);
	y->waiting = false;
	if (histdoc_take(y->doc, body, n) == -1 ||
	    histdoc_end(y->doc) <= histdoc_first(y->doc)) {
		history_leave(y);
		return;
	}
	if (first)
		begin(y);
	else if (histdoc_first(y->doc) > y->s.m.first) {
		y->s.m.first = histdoc_first(y->doc);
		histmove_clamp(&y->s.m);
	}
	history_go_on(y);
}

void
history_enter(struct history *y, unsigned row, unsigned col, enum action a)
{
	struct input input = { .kind = INPUT_ACTION, .action = a };

	if (!y->shown) {
		if (!y->handler.ask(LINES_END, LINES_MAX, y->arg))
			return;
		memset(&y->s, 0, sizeof y->s);
		y->doc = histdoc_create(y->intern);
		y->shown = y->waiting = true;
		y->entered = monotime_now();
		y->row = row;
		y->col = col;
		y->ended[0] = '\0';
		y->handler.changed(y->arg);
	}
	if (a != ACTION_NONE && a != ACTION_HISTORY)
		history_queue(y, &input);
	history_go_on(y);
}

void
history_leave(struct history *y)
{
	if (!y->shown)
		return;
	forget(y);
	y->handler.changed(y->arg);
}

void
history_saved(struct history *y, const void *data, size_t n)
{
	if (y->shown && history_ready(y))
		(void)histdoc_add_saved(y->doc, data, n);
}

void
history_gone(struct history *y)
{
	if (!y->shown)
		return;
	y->waiting = false;
	y->search_id = 0;
	history_go_on(y);
}

void
history_ended(struct history *y, const char *note)
{
	strlcpy(y->ended, note, sizeof y->ended);
	if (!history_ready(y)) {
		history_leave(y);
		return;
	}
	history_gone(y);
}

void
history_key(struct history *y, const struct key *key)
{
	struct input input = { .kind = INPUT_KEY, .key = *key };

	if (key->event == KEY_RELEASE)
		return;
	/* Whoever waits for a host that does not answer wants to go on. */
	if (!history_ready(y) &&
	    monotime_diff(y->entered, monotime_now()) > ANSWER_MS) {
		history_leave(y);
		return;
	}
	if (y->search_id != 0 && !y->prompting &&
	    monotime_diff(y->searched, monotime_now()) > ANSWER_MS)
		y->search_id = 0;
	y->note[0] = '\0';
	if (!historykeys_count(y, &input))
		history_queue(y, &input);
	history_go_on(y);
}

void
history_paste(struct history *y, const char *s, size_t n)
{
	if (y->prompting)
		historyfind_add(y, s, n);
	history_go_on(y);
}

void
history_resized(struct history *y)
{
	if (!history_ready(y))
		return;
	y->handler.size(&y->s.m.rows, &y->s.m.cols, y->arg);
	y->s.m.sub = 0;
	histmove_clamp(&y->s.m);
	history_go_on(y);
}

/* The mouse. */

#define CLICK_MS 400

static void
queue_mouse(struct history *y, const struct mouse *mouse)
{
	struct input input = { .kind = INPUT_MOUSE, .mouse = *mouse };

	input.clicks = y->clicks;
	history_queue(y, &input);
}

static void
count_click(struct history *y, const struct mouse *m)
{
	monotime now = monotime_now();

	if (m->event != MOUSE_PRESS || m->button != 1)
		return;
	if (y->clicks > 0 && y->clicks < 3 && m->row == y->pressed.row &&
	    m->col == y->pressed.col &&
	    monotime_diff(y->pressed_at, now) < CLICK_MS)
		y->clicks++;
	else
		y->clicks = 1;
	y->pressed = *m;
	y->pressed_at = now;
}

void
history_mouse(struct history *y, const struct mouse *m)
{
	count_click(y, m);
	queue_mouse(y, m);
	history_go_on(y);
}

void
history_live_mouse(struct history *y, const struct mouse *m, unsigned row,
    unsigned col)
{
	count_click(y, m);
	if (m->button == 4 && m->event == MOUSE_PRESS) {
		history_enter(y, row, col, ACTION_HISTORY_WHEEL);
		history_mouse(y, m);
		return;
	}
	if (m->button != 1 ||
	    (m->event != MOUSE_MOTION &&
		!(m->event == MOUSE_PRESS && y->clicks > 1)))
		return;
	history_enter(y, row, col, ACTION_HISTORY_WHEEL);
	if (!y->shown)
		return;
	queue_mouse(y, &y->pressed);
	if (m->event == MOUSE_MOTION)
		queue_mouse(y, m);
	history_go_on(y);
}
