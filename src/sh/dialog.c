/* SPDX-License-Identifier: ISC */
/* dialog: a question with numbered answers, as agents ask it. */

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/dialog.h"
#include "sh/out.h"

#define TITLE_MAX  200
#define OPTION_MAX 300
#define BODY_ROWS  12 /* of what it is about; the rest is counted */

static char *
dialog_clean(const char *s, size_t max)
{
	return utf8_clean(s, strlen(s), max);
}

void
dialog_init(struct dialog *d, const char *title, const char *body,
    const char *question, bool typing)
{
	memset(d, 0, sizeof *d);
	edit_init(&d->text);
	d->title = dialog_clean(title, TITLE_MAX);
	d->body = body != NULL ? xstrdup(body) : NULL;
	d->question = dialog_clean(question, OPTION_MAX);
	d->typing = typing;
	if (typing)
		strv_add(&d->options, "Type something.");
}

void
dialog_clear(struct dialog *d)
{
	free(d->title);
	free(d->body);
	free(d->question);
	strv_clear(&d->options);
	edit_clear(&d->text);
	memset(d, 0, sizeof *d);
}

void
dialog_add(struct dialog *d, const char *option)
{
	struct strv *o = &d->options;
	char *last;

	if (o->n == DIALOG_OPTIONS_MAX)
		return;
	strv_take(o, dialog_clean(option, OPTION_MAX));
	if (d->typing) {
		last = o->v[o->n - 1];
		o->v[o->n - 1] = o->v[o->n - 2];
		o->v[o->n - 2] = last;
	}
}

/* Whether the selected option is the one that takes a text. */
static bool
dialog_is_text(const struct dialog *d)
{
	return d->typing && d->selected == (int)d->options.n - 1;
}

static enum dialog_end
dialog_typed(struct dialog *d, const struct keys_event *k)
{
	int n = (int)d->options.n, digit = 0;

	if (k->what == KEYS_TEXT && k->len == 1 && k->text[0] >= '1' &&
	    k->text[0] <= '9')
		digit = k->text[0] - '0';
	if (digit >= 1 && digit <= n &&
	    !(dialog_is_text(d) && !edit_empty(&d->text))) {
		d->selected = digit - 1;
		return dialog_is_text(d) ? DIALOG_OPEN : DIALOG_CHOSEN;
	}
	if (d->typing) {
		d->selected = n - 1;
		edit_insert(&d->text, k->text, k->len);
	}
	return DIALOG_OPEN;
}

enum dialog_end
dialog_key(struct dialog *d, const struct keys_event *k)
{
	int n = (int)d->options.n;

	switch (k->what) {
	case KEYS_ESC:
	case KEYS_CTRL_C:
		return DIALOG_CANCELLED;
	case KEYS_ENTER:
		if (dialog_is_text(d) && edit_empty(&d->text))
			return DIALOG_OPEN;
		return n > 0 ? DIALOG_CHOSEN : DIALOG_CANCELLED;
	case KEYS_UP:
	case KEYS_BACKTAB:
		d->selected = n > 0 ? (d->selected + n - 1) % n : 0;
		return DIALOG_OPEN;
	case KEYS_DOWN:
	case KEYS_TAB:
		d->selected = n > 0 ? (d->selected + 1) % n : 0;
		return DIALOG_OPEN;
	case KEYS_TEXT:
	case KEYS_PASTE:
		return dialog_typed(d, k);
	default:
		if (dialog_is_text(d))
			edit_key(&d->text, k);
		return DIALOG_OPEN;
	}
}

/* What it is about, in rows that fit. */
static void
dialog_body(const struct dialog *d, const struct out *o, struct panel *p)
{
	struct strv rows = { 0 };
	struct edit e;
	int row, col, max = o->lines - 12;
	size_t i;

	edit_init(&e);
	edit_set(&e, d->body);
	edit_rows(&e, o->cols - 3, &rows, &row, &col);
	if (max > BODY_ROWS)
		max = BODY_ROWS;
	if (max < 1)
		max = 1;
	panel_add(p, "%s", "");
	for (i = 0; i < rows.n && i < (size_t)max; i++)
		panel_add(p, "   %s%s%s", OUT_BOLD, rows.v[i], OUT_PLAIN);
	if (i < rows.n)
		panel_add(p, "   %s(%zu more)%s", OUT_DIM, rows.n - i,
		    OUT_PLAIN);
	panel_add(p, "%s", "");
	strv_clear(&rows);
	edit_clear(&e);
}

/* The i-th option, with the cursor if it is selected. */
static void
dialog_option(struct dialog *d, int i, const struct out *o, struct panel *p)
{
	const char *mark = out_sign(o, "\342\235\257", ">");
	const char *more = out_sign(o, "\342\200\246", "...");
	bool on = i == d->selected, text;
	char *row;

	text = d->typing && i == (int)d->options.n - 1 && !edit_empty(&d->text);
	row = utf8_clean(text ? edit_text(&d->text) : d->options.v[i],
	    strlen(text ? edit_text(&d->text) : d->options.v[i]), OPTION_MAX);
	if (on) {
		p->row = (int)p->rows.n;
		p->col = 1;
		if (text)
			p->col = 6 + utf8_columns(row);
		if (p->col > o->cols - 1)
			p->col = o->cols - 1;
	}
	panel_add(p, " %s%s %d. %s%s", on ? OUT_BOLD : "", on ? mark : " ",
	    i + 1, row, on ? OUT_PLAIN : "");
	free(row);
	row = p->rows.v[p->rows.n - 1];
	if (panel_columns(row) > o->cols) {
		row = utf8_cut(text ? edit_text(&d->text) : d->options.v[i],
		    o->cols - 6, more);
		free(p->rows.v[p->rows.n - 1]);
		p->rows.v[p->rows.n - 1] =
		    xasprintf(" %s %d. %s", on ? mark : " ", i + 1, row);
		free(row);
	}
}

/* A row of text that is cut where the terminal ends. */
static void
dialog_line(const struct out *o, struct panel *p, const char *before,
    const char *text, const char *after)
{
	char *cut;

	cut = utf8_cut(text, o->cols - 1, out_sign(o, "\342\200\246", "..."));
	panel_add(p, " %s%s%s", before, cut, after);
	free(cut);
}

void
dialog_draw(struct dialog *d, const struct out *o, struct panel *p)
{
	int i;

	panel_rule(p, o);
	dialog_line(o, p, OUT_BOLD, d->title, OUT_PLAIN);
	if (d->body != NULL)
		dialog_body(d, o, p);
	else
		panel_add(p, "%s", "");
	dialog_line(o, p, "", d->question, "");
	for (i = 0; i < (int)d->options.n; i++)
		dialog_option(d, i, o, p);
	panel_add(p, "%s", "");
	dialog_line(o, p, OUT_DIM,
	    out_sign(o,
		"Enter to select \302\267 \342\206\221/\342\206\223 to move"
		" \302\267 Esc to cancel",
		"Enter to select, up/down to move, Esc to cancel"),
	    OUT_PLAIN);
}
