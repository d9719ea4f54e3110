/* SPDX-License-Identifier: ISC */
/* agentdraw: what the agent view looks like. It changes nothing but the frame,
 * and the layout of the list, which depends on the room that there is. */

#include <stdlib.h>

#include "base/path.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/agentrow.h"
#include "client/agentview_internal.h"
#include "client/lineedit.h"
#include "client/linedraw.h"
#include "client/list.h"
#include "client/peek.h"
#include "client/suggest.h"
#include "client/theme.h"
#include "client/trustask.h"
#include "term/intern.h"
#include "tty/frame.h"
#include "tty/tty.h"

#define STEP_MS	     250 /* of the signs of those at work */
#define SECOND_MS    1000
#define SILENT_MS    1000 /* a supervisor that has said nothing */
#define SMALL_COLS   60
#define SMALL_ROWS   10
#define WIDE_COLS    100 /* that have room for all hints */
#define INPUT_COL    2
#define HINT_GAP     4
#define DEFAULT_COLS 24

static uint32_t
look(struct agentview *v, enum look l)
{
	return theme_look(v->theme, l);
}

/* The head. */

struct count {
	enum list_need need;
	enum look look;
	const char *word;
};

static const struct count counts[] = {
	{ LIST_INPUT, LOOK_NEED, "need input" },
	{ LIST_REVIEW, LOOK_PLAIN, "to review" },
	{ LIST_WORKING, LOOK_PLAIN, "working" },
	{ LIST_COMPLETED, LOOK_DIM, "completed" },
};

/* The columns of the counts, or draw them too. */
static unsigned
put_counts(struct agentview *v, struct frame *f, unsigned col, bool draw)
{
	char text[48];
	unsigned n, start = col;
	size_t i;

	for (i = 0; i < nitems(counts); i++) {
		n = list_needs(v->list, counts[i].need);
		if (n == 0)
			continue;
		if (col > start) {
			xsnprintf(text, sizeof text, " %s ",
			    theme_sign(v->theme, SIGN_DOT));
			if (draw)
				linedraw_text(f, 0, col, f->cols, text,
				    look(v, LOOK_DIM));
			col += (unsigned)utf8_columns(text);
		}
		xsnprintf(text, sizeof text, "%u %s", n, counts[i].word);
		if (draw)
			linedraw_text(f, 0, col, f->cols, text,
			    look(v, counts[i].look));
		col += (unsigned)strlen(text);
	}
	if (col > start)
		return col - start;
	if (draw && v->listed)
		linedraw_text(f, 0, col, f->cols, "nothing running",
		    look(v, LOOK_DIM));
	return (unsigned)strlen("nothing running");
}

/* One thing that new sessions get. */
static unsigned
draw_default(struct agentview *v, struct frame *f, unsigned col, const char *s)
{
	const char *dots = theme_sign(v->theme, SIGN_ELLIPSIS);
	uint32_t dim = look(v, LOOK_DIM);
	unsigned right;
	char *clean;

	if (s == NULL || f->cols < SMALL_COLS)
		return col;
	clean = utf8_clean(s, strlen(s), 256);
	col = linedraw_text(f, 0, col, f->cols, " ", dim);
	col = linedraw_text(f, 0, col, f->cols, theme_sign(v->theme, SIGN_DOT),
	    dim);
	col = linedraw_text(f, 0, col, f->cols, " ", dim);
	right = col + DEFAULT_COLS < f->cols ? col + DEFAULT_COLS : f->cols;
	col = linedraw_cut(f, 0, col, right, clean, dots, dim);
	free(clean);
	return col;
}

static unsigned
draw_product(struct agentview *v, struct frame *f)
{
	const struct agentview_options *o = v->options;
	unsigned col;
	size_t i;

	col = linedraw_text(f, 0, 0, f->cols, "bgmux", look(v, LOOK_STRONG));
	col = linedraw_text(f, 0, col, f->cols, " " PACKAGE_VERSION,
	    look(v, LOOK_DIM));
	col = draw_default(v, f, col, o->agent);
	col = draw_default(v, f, col,
	    v->model_name != NULL ? v->model_name : o->model);
	for (i = 0; i < o->ndefaults; i++)
		col = draw_default(v, f, col, o->defaults[i]);
	return col;
}

static void
draw_head(struct agentview *v, struct frame *f)
{
	const struct agentview_options *o = v->options;
	char *dir, *clean;
	unsigned left, right = f->cols, cols, at;

	left = draw_product(v, f) + 2;
	cols = put_counts(v, f, 0, false);
	dir = path_display(o->scope != NULL ? o->scope : o->cwd);
	clean = utf8_clean(dir, strlen(dir), 1024);
	at = (unsigned)utf8_columns(clean);
	if (left + cols + 2 + at + 1 <= f->cols) {
		right = f->cols - at - 1;
		linedraw_text(f, 0, right, f->cols, clean, look(v, LOOK_DIM));
		right -= 2;
	}
	free(dir);
	free(clean);
	/* In the middle, where there is a middle. */
	at = f->cols > cols ? (f->cols - cols) / 2 : 0;
	if (at + cols > right)
		at = right > cols ? right - cols : 0;
	if (at < left)
		at = left;
	put_counts(v, f, at, true);
}

/* The list. */

static const struct {
	const char *name;
	const char *text;
} explained[] = {
	{ "Needs input",
	    "Sessions that have a question or need a decision come here." },
	{ "Working",
	    "Sessions at work. They go on when this view or the terminal is "
	    "closed." },
	{ "Completed", "What has finished waits here to be looked at." },
};

static void
draw_empty(struct agentview *v, struct frame *f)
{
	unsigned row = v->top, bottom = v->top + v->rows;
	size_t i;

	if (!v->listed)
		return;
	if (v->filter != NULL) {
		linedraw_text(f, row, 0, f->cols, "no session matches",
		    look(v, LOOK_DIM));
		return;
	}
	for (i = 0; i < nitems(explained) && row + 1 < bottom; i++) {
		linedraw_text(f, row++, 0, f->cols, explained[i].name,
		    look(v, LOOK_STRONG));
		linedraw_cut(f, row++, 2, f->cols, explained[i].text,
		    theme_sign(v->theme, SIGN_ELLIPSIS), look(v, LOOK_DIM));
		row++;
	}
	if (row + 1 >= bottom)
		return;
	linedraw_cut(f, row++, 0, f->cols,
	    "A session is an agent or a command in a terminal of its own.",
	    theme_sign(v->theme, SIGN_ELLIPSIS), 0);
	linedraw_cut(f, row, 0, f->cols,
	    "Type a task and Enter to start one, or ! and a shell command.",
	    theme_sign(v->theme, SIGN_ELLIPSIS), 0);
}

static void
draw_edit(struct agentview *v, struct frame *f, const struct agentrow *r,
    unsigned row)
{
	struct lineedit_look l = { 0 };
	struct rect at = { row, row + 1, agentrow_name_at(r), r->right };

	l.style = look(v, LOOK_STRONG);
	l.dim = look(v, LOOK_DIM);
	if (v->mode == AGENT_RENAME && at.left + r->name_cols + 1 < at.right)
		at.right = at.left + r->name_cols + 1;
	if (v->mode == AGENT_TAGS)
		l.placeholder = "tags: words with spaces between them";
	linedraw_fill(f, row, at.left, at.right, " ", 0);
	lineedit_draw(v->edit, f, &at, &l, true);
}

static void
draw_list(struct agentview *v, struct frame *f)
{
	struct agentrow r = { 0 };
	const struct list_line *line;
	unsigned i;
	size_t at;

	r.frame = f;
	r.theme = v->theme;
	r.model = v->model;
	r.filter = v->filter;
	r.right = v->right;
	r.name_cols = agentrow_name_cols(v->list, v->right);
	r.now = wall_ms();
	if (v->options->animate)
		r.step = (unsigned)(monotime_now().ms / STEP_MS);
	if (v->mode == AGENT_RENAME)
		r.renaming = v->edit_id;
	for (i = 0; i < v->rows; i++) {
		at = list_top(v->list) + i;
		if ((line = list_at(v->list, at)) == NULL)
			break;
		agentrow_draw(&r, v->top + i, line,
		    at == list_selected(v->list));
		if (v->mode != AGENT_LIST && line->entry != NULL &&
		    strcmp(line->entry->id, v->edit_id) == 0)
			draw_edit(v, f, &r, v->top + i);
	}
	if (list_count(v->list) == 0)
		draw_empty(v, f);
}

/* The foot. */

static const char *
list_hint(const struct list_line *line, bool wide)
{
	if (line == NULL)
		return "? keys";
	if (line->kind == LIST_MORE)
		return "enter show | ? keys";
	if (line->kind != LIST_HEADER)
		return "? keys | space peek";
	if (line->collapsed)
		return "enter open | ? keys";
	return wide ? "enter close | space peek | ctrl+x delete all | ? keys" :
		      "enter close | space peek | ? keys";
}

static const char *
typed_hint(struct agentview *v)
{
	const char *text = lineedit_shown(v->input, NULL);
	bool yes;

	if (agenttrust_asks(v) && trustask_is_answer(text, &yes))
		return "enter answer | esc clear";
	return *text == '!' ? "enter run | esc clear" :
			      "enter start | esc clear";
}

/* Caller frees. */
static char *
hint(struct agentview *v)
{
	const struct list_line *line;

	if (v->mode == AGENT_RENAME || v->mode == AGENT_TAGS)
		return xstrdup("enter save | esc cancel");
	if (v->peeking)
		return xstrdup(peek_is_empty(v->peek) ?
			"enter open | space close | ? keys | esc close" :
			"enter send | esc close");
	if (v->filter != NULL)
		return xstrdup("enter open | esc clear");
	if (!lineedit_is_empty(v->input))
		return xstrdup(typed_hint(v));
	line = list_at(v->list, list_selected(v->list));
	return xasprintf("%s | esc %s",
	    list_hint(line, tty_frame(v->tty)->cols >= WIDE_COLS),
	    agenttrust_asks(v) ? "later" : "exit");
}

/* The same with the sign between its parts. */
static char *
hint_text(struct agentview *v)
{
	char *parts = hint(v), *text = xstrdup(""), *more;
	const char *s = parts, *dot = theme_sign(v->theme, SIGN_DOT), *p;

	while ((p = strchr(s, '|')) != NULL) {
		more = xasprintf("%s%.*s%s", text, (int)(p - s), s, dot);
		free(text);
		text = more;
		s = p + 1;
	}
	more = xasprintf("%s%s", text, s);
	free(text);
	free(parts);
	return more;
}

static void
draw_input(struct agentview *v, struct frame *f, unsigned rows, unsigned room)
{
	struct lineedit_look l = { 0 };
	const char *text = lineedit_shown(v->input, NULL);
	enum sign sign = v->filter != NULL ? SIGN_FIND : SIGN_POINT;
	struct rect at;

	at.top = f->rows - rows;
	at.bottom = f->rows;
	at.left = INPUT_COL;
	at.right = room > INPUT_COL + 1 ? room : INPUT_COL + 1;
	l.fold = look(v, LOOK_STRONG);
	l.dim = look(v, LOOK_DIM);
	l.placeholder = f->cols >= SMALL_COLS ? "type a task, or ! a command" :
						"task or ! command";
	linedraw_text(f, at.top, 0, f->cols, theme_sign(v->theme, sign),
	    look(v, *text == '!' ? LOOK_WARN : LOOK_POINT));
	v->input_at = at;
	lineedit_draw(v->input, f, &at, &l, v->mode == AGENT_LIST);
}

/* What is to be said, in the row over the input. */
static void
draw_note(struct agentview *v, struct frame *f, unsigned row)
{
	const char *text = v->note;
	enum look l = v->note_bad ? LOOK_FAILED : LOOK_PLAIN;
	char *opening;
	int64_t ms;

	if ((opening = agentattach_note(v, &ms)) != NULL) {
		text = opening;
		l = LOOK_PLAIN;
	}
	if (v->arm != ARM_NONE)
		l = LOOK_WARN;
	if (text == NULL && v->lost) {
		text = "the supervisor is away; sessions go on; it is being "
		       "looked for";
		l = LOOK_DIM;
	}
	if (text == NULL && !v->listed &&
	    monotime_diff(v->opened, monotime_now()) >= SILENT_MS) {
		text = "the supervisor does not answer yet; it is waited for";
		l = LOOK_WARN;
	}
	if (text == NULL && (f->cols < SMALL_COLS || f->rows < SMALL_ROWS)) {
		text = "a terminal of 60x10 shows more";
		l = LOOK_DIM;
	}
	if (text != NULL)
		linedraw_cut(f, row, 0, f->cols, text,
		    theme_sign(v->theme, SIGN_ELLIPSIS), look(v, l));
	free(opening);
}

static void
draw_foot(struct agentview *v, struct frame *f, unsigned rows)
{
	unsigned cols, room = f->cols;
	char *text = hint_text(v);

	if (v->peeking) {
		linedraw_text(f, f->rows - 1, INPUT_COL, f->cols, text,
		    look(v, LOOK_DIM));
		free(text);
		if (f->rows > 2)
			draw_note(v, f, f->rows - 2);
		return;
	}
	cols = (unsigned)utf8_columns(text);
	if (rows == 1 && cols + HINT_GAP + SMALL_COLS / 2 <= f->cols) {
		room = f->cols - cols - 1;
		linedraw_text(f, f->rows - 1, room, f->cols, text,
		    look(v, LOOK_DIM));
		room -= HINT_GAP / 2;
	}
	free(text);
	draw_input(v, f, rows, room);
	if (f->rows > rows + 1)
		draw_note(v, f, f->rows - rows - 1);
}

static void
set_title(struct agentview *v, struct frame *f)
{
	unsigned n = list_needs(v->list, LIST_INPUT);
	char title[64];

	if (n == 0)
		xsnprintf(title, sizeof title, "bgmux agents");
	else
		xsnprintf(title, sizeof title,
		    "%u awaiting input %s bgmux agents", n,
		    theme_sign(v->theme, SIGN_DOT));
	frame_set_title(f, title);
}

/* Where the parts go: the rows of the input and of what it suggests, or of what
 * is asked there. */
static void
lay_out(struct agentview *v, const struct frame *f, unsigned *input,
    unsigned *more)
{
	struct rect all = { 0, 0, 0, f->cols }, list;
	unsigned used;

	/* The input grows with what is typed, up to a third of the rows. */
	*input = 1;
	*more = 0;
	if (!v->peeking) {
		*input = lineedit_rows(v->input, f->cols - INPUT_COL,
		    f->rows / 3 > 0 ? f->rows / 3 : 1);
		*more = suggest_rows(v->suggest, f->rows / 3);
		if (*more == 0)
			*more = agenttrust_rows(v, f->rows / 3);
	}
	v->top = f->rows < SMALL_ROWS ? 1 : 2;
	used = *input + *more + 1;
	all.top = v->top;
	all.bottom = f->rows > used + v->top ? f->rows - used : v->top + 1;
	list = all;
	memset(&v->panel_at, 0, sizeof v->panel_at);
	if (v->peeking)
		peek_place(&all, &list, &v->panel_at);
	v->rows = list.bottom - list.top;
	v->right = list.right;
}

void
agentdraw_layout(struct agentview *v)
{
	unsigned input, more;

	lay_out(v, tty_frame(v->tty), &input, &more);
	list_layout(v->list, v->model, v->filter, v->rows);
}

static void
draw_suggestions(struct agentview *v, struct frame *f, unsigned input,
    unsigned rows)
{
	struct rect r = { 0, 0, 0, f->cols };

	r.bottom = f->rows - input - 1;
	r.top = r.bottom - rows;
	if (suggest_rows(v->suggest, rows) > 0)
		suggest_draw(v->suggest, f, &r, v->theme);
	else if (rows > 0)
		agenttrust_draw(v, f, r.top, rows);
}

void
agentdraw(struct agentview *v)
{
	struct frame *f = tty_frame(v->tty);
	unsigned input, more;

	frame_blank(f);
	lay_out(v, f, &input, &more);
	list_layout(v->list, v->model, v->filter, v->rows);
	agentpeek_follow(v);
	set_title(v, f);
	if (v->help) {
		agenthelp_draw(v, f);
		return;
	}
	draw_list(v, f);
	draw_head(v, f);
	draw_suggestions(v, f, input, more);
	draw_foot(v, f, input);
	if (v->peeking)
		peek_draw(v->peek, f, &v->panel_at);
}

/* Time. */

static void
sooner(int64_t *ms, int64_t other)
{
	if (other >= 0 && (*ms < 0 || other < *ms))
		*ms = other;
}

/* Ages go on together, at whole seconds: else each row would have a frame of
 * its own, however many there are. */
static int64_t
whole_second(int64_t ms, int64_t now)
{
	int64_t over = (now + ms) % SECOND_MS;

	return ms < 0 || over == 0 ? ms : ms + SECOND_MS - over;
}

int64_t
agentdraw_changes_in(struct agentview *v)
{
	const struct list_line *line;
	int64_t ms = -1, ages = -1, now = wall_ms(), opens;
	unsigned i;

	for (i = 0; i < v->rows; i++) {
		line = list_at(v->list, list_top(v->list) + i);
		if (line == NULL)
			break;
		if (line->entry == NULL)
			continue;
		if (v->options->animate && agentrow_moves(line->entry, now))
			sooner(&ms, STEP_MS);
		sooner(&ages, agentrow_ages_in(line->entry, now));
	}
	sooner(&ms, whole_second(ages, now));
	if (v->note != NULL && v->note_until.ms != 0)
		sooner(&ms, monotime_left(v->note_until));
	if (v->arm != ARM_NONE)
		sooner(&ms, monotime_left(v->arm_until));
	if (!v->listed)
		sooner(&ms, SILENT_MS);
	free(agentattach_note(v, &opens));
	sooner(&ms, opens);
	return ms;
}
