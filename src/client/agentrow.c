/* SPDX-License-Identifier: ISC */
/* agentrow: what a line of the agent view's list looks like. What it stands
 * for, and where, is the list's business. */

/*
 * A row, from the left: the sign of the selection, that of the state, the name
 * (behind a sign, where the session was started from another one), the summary
 * in all that is left, and at the right edge that other one's name, tags,
 * progress, pull requests and the age, each only if there is room for a summary
 * besides.
 */

#include <stdlib.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/agentrow.h"
#include "client/filter.h"
#include "client/linedraw.h"
#include "client/list.h"
#include "client/model.h"
#include "client/theme.h"
#include "term/intern.h"
#include "tty/frame.h"

#define SIGN_COL 2
#define NAME_COL 4
#define NAME_MIN 12
#define NAME_MAX 36
#define GAP	 2
#define AGE_COLS 4
#define MARGIN	 1
/* A summary that is narrower says nothing. */
#define SUMMARY_MIN 12
/* Narrower lists have no tags. */
#define TAGS_WIDTH 100
#define TAGS_COLS  24
#define CHILD_COLS 2 /* of the sign of one that another one has started */
#define ID_SHOWN   4 /* digits that tell two of the same name apart */

static const enum look state_looks[] = {
	[MODEL_QUEUED] = LOOK_DIM,
	[MODEL_WORKING] = LOOK_WORKING,
	[MODEL_BLOCKED] = LOOK_NEED,
	[MODEL_IDLE] = LOOK_IDLE,
	[MODEL_DONE] = LOOK_DONE,
	[MODEL_FAILED] = LOOK_FAILED,
	[MODEL_STOPPED] = LOOK_STOPPED,
};

_Static_assert(nitems(state_looks) == MODEL_STATES, "a state has no look");

static const char *const state_words[] = {
	[MODEL_QUEUED] = "Queued",
	[MODEL_WORKING] = "Working",
	[MODEL_BLOCKED] = "Needs input",
	[MODEL_IDLE] = "Idle",
	[MODEL_DONE] = "Done",
	[MODEL_FAILED] = "Failed",
	[MODEL_STOPPED] = "Stopped",
};

_Static_assert(nitems(state_words) == MODEL_STATES, "a state has no word");

unsigned
agentrow_name_cols(const struct list *l, unsigned width)
{
	const struct list_line *line;
	unsigned most = NAME_MIN, cols, limit = width / 3;
	size_t i;

	for (i = 0; (line = list_at(l, i)) != NULL; i++) {
		if (line->entry == NULL)
			continue;
		cols = (unsigned)utf8_columns(line->entry->name);
		if (line->entry->parent != NULL)
			cols += CHILD_COLS;
		if (cols > most)
			most = cols;
	}
	if (most > NAME_MAX)
		most = NAME_MAX;
	if (limit < NAME_MIN)
		limit = NAME_MIN;
	return most < limit ? most : limit;
}

unsigned
agentrow_name_at(const struct agentrow *r)
{
	return r->left + NAME_COL;
}

/* Time. */

static const struct {
	int64_t below; /* s */
	int64_t unit;
	char letter;
} ages[] = {
	{ 60, 1, 's' },
	{ 3600, 60, 'm' },
	{ 86400, 3600, 'h' },
	{ INT64_MAX, 86400, 'd' },
};

static size_t
age_unit(int64_t s)
{
	size_t i = 0;

	while (s >= ages[i].below)
		i++;
	return i;
}

void
agentrow_age(int64_t ms, char *text, size_t size)
{
	int64_t s = ms < 0 ? 0 : ms / 1000;
	size_t i = age_unit(s);

	xsnprintf(text, size, "%lld%c", (long long)(s / ages[i].unit),
	    ages[i].letter);
}

int64_t
agentrow_ages_in(const struct entry *e, int64_t now)
{
	int64_t ms = model_asleep(e, now), unit;

	/* A countdown shows another number once the rest is less than it. */
	if (ms > 0)
		return ms % (ages[age_unit(ms / 1000)].unit * 1000) + 1;
	ms = model_age(e, now);
	if (e->ended_at != 0 || e->started_at == 0)
		return -1;
	unit = ages[age_unit(ms / 1000)].unit * 1000;
	return unit - ms % unit;
}

bool
agentrow_moves(const struct entry *e, int64_t now)
{
	return e->state == MODEL_WORKING && e->alive &&
	    model_asleep(e, now) == 0;
}

/* Parts of a row. */

static const char *
sign_of(const struct agentrow *r, const struct entry *e)
{
	if (e->state == MODEL_QUEUED)
		return theme_sign(r->theme, SIGN_DOT);
	if (!e->alive)
		return theme_sign(r->theme, SIGN_GONE);
	if (model_sleeps(e, r->now))
		return theme_sign(r->theme, SIGN_ASLEEP);
	if (e->state == MODEL_WORKING)
		return theme_working(r->theme, r->step);
	return theme_sign(r->theme, SIGN_ALIVE);
}

static const char *
text_of(const struct entry *e, bool selected)
{
	if (e->state == MODEL_BLOCKED && e->message == NULL &&
	    e->waiting_for != NULL &&
	    strcmp(e->waiting_for, "first prompt") == 0)
		return selected ? "space to send it a prompt" :
				  "send a prompt to start";
	return model_text(e);
}

/* Draw text and mark in it what the filter has found. */
static unsigned
draw_found(const struct agentrow *r, unsigned row, unsigned col, unsigned right,
    const char *text, enum filter_in in, enum look look)
{
	size_t from, to;
	char *head;
	unsigned end, a, b;

	end = linedraw_cut(r->frame, row, col, right, text,
	    theme_sign(r->theme, SIGN_ELLIPSIS), theme_look(r->theme, look));
	if (!filter_find(r->filter, in, text, &from, &to))
		return end;
	head = xstrndup(text, to);
	b = col + (unsigned)utf8_columns(head);
	head[from] = '\0';
	a = col + (unsigned)utf8_columns(head);
	free(head);
	linedraw_mark(r->frame, row, a < end ? a : end, b < end ? b : end,
	    theme_look(r->theme, LOOK_MATCH));
	return end;
}

/* Text that ends at a column; the column before it and a gap. */
static unsigned
draw_right(const struct agentrow *r, unsigned row, unsigned left,
    unsigned right, const char *text, enum look look)
{
	unsigned cols = (unsigned)utf8_columns(text);

	if (cols == 0 || right < left + SUMMARY_MIN + cols)
		return right;
	linedraw_text(r->frame, row, right - cols, right, text,
	    theme_look(r->theme, look));
	return right - cols - GAP;
}

static unsigned
draw_pr(const struct agentrow *r, unsigned row, unsigned left, unsigned right,
    const struct entry *e)
{
	unsigned cols, i;
	struct cell *cells;
	char label[32];

	model_pr_label(e, label, sizeof label);
	cols = (unsigned)strlen(label);
	if (cols == 0 || right < left + SUMMARY_MIN + cols)
		return right;
	linedraw_text(r->frame, row, right - cols, right, label, 0);
	cells = row_reserve(&r->frame->row[row], right);
	for (i = right - cols; i < right; i++)
		cells[i].style =
		    theme_link(r->theme, LOOK_PLAIN, e->prs[0].url);
	return right - cols - GAP;
}

static unsigned
draw_tags(const struct agentrow *r, unsigned row, unsigned left, unsigned right,
    const struct entry *e)
{
	char text[TAGS_COLS + 1] = "";
	unsigned i;
	size_t n = 0;

	if (r->right - r->left < TAGS_WIDTH)
		return right;
	for (i = 0; i < e->ntags; i++) {
		if (n + 1 + strlen(e->tags[i]) >= sizeof text)
			break;
		n += (size_t)xsnprintf(text + n, sizeof text - n, "%s%s",
		    i > 0 ? " " : "", e->tags[i]);
	}
	return draw_right(r, row, left, right, text, LOOK_DIM);
}

static unsigned
draw_parent(const struct agentrow *r, unsigned row, unsigned left,
    unsigned right, const struct entry *e)
{
	const struct entry *parent = NULL;
	char *text, *cut;

	if (r->model != NULL && r->right - r->left >= TAGS_WIDTH)
		parent = model_parent(r->model, e);
	if (parent == NULL)
		return right;
	text = xasprintf("from %s", parent->name);
	cut = utf8_cut(text, TAGS_COLS, theme_sign(r->theme, SIGN_ELLIPSIS));
	right = draw_right(r, row, left, right, cut, LOOK_DIM);
	free(cut);
	free(text);
	return right;
}

/* What stands at the right edge; the column where the summary must end. */
static unsigned
draw_edge(const struct agentrow *r, unsigned row, unsigned left,
    const struct entry *e)
{
	unsigned right = r->right - MARGIN, cols;
	int64_t asleep = model_asleep(e, r->now);
	char text[32], age[16];

	agentrow_age(asleep > 0 ? asleep : model_age(e, r->now), age,
	    sizeof age);
	xsnprintf(text, sizeof text, "%s%s", asleep > 0 ? "in " : "", age);
	cols = (unsigned)strlen(text);
	if (right < left + AGE_COLS)
		return right;
	linedraw_text(r->frame, row, right - cols, right, text,
	    theme_look(r->theme, LOOK_DIM));
	right -= (cols > AGE_COLS ? cols : AGE_COLS) + GAP;
	right = draw_pr(r, row, left, right, e);
	if (e->progress >= 0) {
		xsnprintf(text, sizeof text, "%d%%", e->progress);
		right = draw_right(r, row, left, right, text, LOOK_DIM);
	}
	if (e->runs >= 0) {
		xsnprintf(text, sizeof text, "%s%d",
		    theme_sign(r->theme, SIGN_TIMES), e->runs);
		right = draw_right(r, row, left, right, text, LOOK_DIM);
	}
	right = draw_tags(r, row, left, right, e);
	return draw_parent(r, row, left, right, e);
}

/* Of two rows of one name, that which it does not mean has its id's begin, by
 * which it can be named, behind it. */
static void
draw_name(const struct agentrow *r, unsigned row, unsigned left, unsigned right,
    const struct entry *e, enum look look)
{
	unsigned col = left;
	char id[ID_SHOWN + 2];
	bool lost = r->model != NULL && model_lost_name(r->model, e);

	if (e->parent != NULL) {
		linedraw_text(r->frame, row, col, right,
		    theme_sign(r->theme, SIGN_CHILD),
		    theme_look(r->theme, LOOK_DIM));
		col += CHILD_COLS;
	}
	if (!lost || right < col + NAME_MIN) {
		draw_found(r, row, col, right, e->name, FILTER_NAME, look);
		return;
	}
	col = draw_found(r, row, col, right - ID_SHOWN - 1, e->name,
	    FILTER_NAME, look);
	xsnprintf(id, sizeof id, " %.*s", ID_SHOWN, e->id);
	linedraw_text(r->frame, row, col, right, id,
	    theme_look(r->theme, LOOK_DIM));
}

/* What comes before the summary's text. */
static unsigned
draw_head(const struct agentrow *r, unsigned row, unsigned col, unsigned right,
    const struct entry *e, bool mixed)
{
	char text[48];

	if (e->machine != NULL) {
		col = linedraw_cut(r->frame, row, col, right, e->machine,
		    theme_sign(r->theme, SIGN_ELLIPSIS),
		    theme_look(r->theme, LOOK_DIM));
		col = linedraw_text(r->frame, row, col, right, ": ",
		    theme_look(r->theme, LOOK_DIM));
	}
	if (mixed) {
		col = linedraw_text(r->frame, row, col, right,
		    state_words[e->state],
		    theme_look(r->theme, state_looks[e->state]));
		xsnprintf(text, sizeof text, " %s ",
		    theme_sign(r->theme, SIGN_DOT));
		if (*model_text(e) != '\0')
			col = linedraw_text(r->frame, row, col, right, text,
			    theme_look(r->theme, LOOK_DIM));
	}
	if (e->items_total > 0) {
		xsnprintf(text, sizeof text, "%u/%u ", e->items_done,
		    e->items_total);
		col = linedraw_text(r->frame, row, col, right, text,
		    theme_look(r->theme, LOOK_DIM));
	}
	return col;
}

static void
draw_entry(const struct agentrow *r, unsigned row, const struct list_line *line,
    bool selected)
{
	const struct entry *e = line->entry;
	unsigned left = r->left + NAME_COL + r->name_cols + GAP, right, col;
	bool quiet = !line->entry->alive || e->state == MODEL_IDLE;
	enum look look;

	if (selected)
		linedraw_text(r->frame, row, r->left, r->right,
		    theme_sign(r->theme, SIGN_POINT),
		    theme_look(r->theme, LOOK_POINT));
	linedraw_text(r->frame, row, r->left + SIGN_COL, r->right,
	    sign_of(r, e), theme_look(r->theme, state_looks[e->state]));
	right = draw_edge(r, row, left, e);
	look = selected ? LOOK_STRONG : LOOK_PLAIN;
	if (r->renaming == NULL || strcmp(r->renaming, e->id) != 0)
		draw_name(r, row, r->left + NAME_COL,
		    left - GAP < right ? left - GAP : right, e, look);
	if (left >= right)
		return;
	col = draw_head(r, row, left, right, e, line->mixed);
	draw_found(r, row, col, right, text_of(e, selected), FILTER_TEXT,
	    quiet && !selected ? LOOK_DIM : LOOK_PLAIN);
}

static void
draw_header(const struct agentrow *r, unsigned row,
    const struct list_line *line, bool selected)
{
	unsigned col;
	char text[48];

	col = linedraw_cut(r->frame, row, r->left, r->right, line->group,
	    theme_sign(r->theme, SIGN_ELLIPSIS),
	    theme_look(r->theme, selected ? LOOK_MARKED : LOOK_STRONG));
	if (!line->collapsed)
		return;
	xsnprintf(text, sizeof text, " %s %u", theme_sign(r->theme, SIGN_DOT),
	    line->count);
	linedraw_text(r->frame, row, col, r->right, text,
	    theme_look(r->theme, LOOK_DIM));
}

static void
draw_more(const struct agentrow *r, unsigned row, const struct list_line *line,
    bool selected)
{
	char text[48];

	if (selected)
		linedraw_text(r->frame, row, r->left, r->right,
		    theme_sign(r->theme, SIGN_POINT),
		    theme_look(r->theme, LOOK_POINT));
	xsnprintf(text, sizeof text, "%s %u more",
	    theme_sign(r->theme, SIGN_ELLIPSIS), line->count);
	linedraw_text(r->frame, row, r->left + SIGN_COL, r->right, text,
	    theme_look(r->theme, selected ? LOOK_STRONG : LOOK_DIM));
}

void
agentrow_draw(const struct agentrow *r, unsigned row,
    const struct list_line *line, bool selected)
{
	switch (line->kind) {
	case LIST_HEADER:
		draw_header(r, row, line, selected);
		break;
	case LIST_ENTRY:
		draw_entry(r, row, line, selected);
		break;
	case LIST_MORE:
		draw_more(r, row, line, selected);
		break;
	case LIST_BLANK:
		break;
	}
}
