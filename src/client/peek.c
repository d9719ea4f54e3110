/* SPDX-License-Identifier: ISC */
/* peek: puts the panel together. The screen is peekscreen's, the reply is
 * reply's; what keys mean is the view's business. */

#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/linedraw.h"
#include "client/model.h"
#include "client/peek.h"
#include "client/peekscreen.h"
#include "client/peektext.h"
#include "client/reply.h"
#include "client/suggest.h"
#include "client/theme.h"
#include "term/key.h"
#include "term/screen.h"
#include "tty/frame.h"

#define LIST_MIN_COLS 40
#define LIST_MIN_ROWS 3
#define SCREEN_MIN    3 /* rows, before what it needs is cut */
#define REPLY_MAX     6 /* rows */
#define PAGE_ROWS     5

struct peek {
	struct theme *theme; /* borrowed */
	struct peek_handler handler;
	void *arg;
	struct peekscreen *screen; /* owned */
	struct reply *reply;	   /* owned */
	struct peektext *text;	   /* owned */
	struct suggest *suggest;   /* owned: the agent's commands */
	bool asked;		   /* which it has, for this session */
	char id[MODEL_ID_LEN + 1]; /* of that */
	bool open;
	struct rect reply_at; /* as drawn last */
	unsigned page;
};

static void
on_changed(void *arg)
{
	struct peek *p = arg;

	p->handler.changed(p->arg);
}

struct peek *
peek_create(struct loop *loop, struct intern *in, struct theme *theme,
    struct linehist *hist, const char *state, const struct peek_handler *h,
    void *arg)
{
	struct peek *p = xcalloc(1, sizeof *p);

	p->theme = theme;
	p->handler = *h;
	p->arg = arg;
	p->screen = peekscreen_create(loop, in, state, on_changed, p);
	p->reply = reply_create(hist);
	p->text = peektext_create(theme);
	p->suggest = suggest_create();
	suggest_set_reply(p->suggest);
	p->page = PAGE_ROWS;
	return p;
}

void
peek_destroy(struct peek *p)
{
	if (p == NULL)
		return;
	peekscreen_destroy(p->screen);
	reply_destroy(p->reply);
	peektext_destroy(p->text);
	suggest_destroy(p->suggest);
	free(p);
}

/* The suggestions for what is typed now. */
static void
follow_input(struct peek *p)
{
	size_t cursor;
	const char *text = lineedit_shown(reply_input(p->reply), &cursor);

	if (!p->open || *text != '/' || reply_picked(p->reply) != 0) {
		suggest_update(p->suggest, "", 0);
		return;
	}
	if (!p->asked && p->handler.commands != NULL)
		p->handler.commands(p->id, p->suggest, p->arg);
	p->asked = true;
	suggest_update(p->suggest, text, cursor);
}

void
peek_show(struct peek *p, const struct entry *e, const struct model *m)
{
	const char *id = e != NULL ? e->id : "";

	p->open = e != NULL;
	if (strcmp(p->id, id) != 0)
		p->asked = false;
	strlcpy(p->id, id, sizeof p->id);
	peekscreen_show(p->screen, e);
	reply_select(p->reply, e != NULL ? e->object : NULL);
	peektext_set(p->text, e, m);
}

bool
peek_is_open(const struct peek *p)
{
	return p->open;
}

bool
peek_is_empty(const struct peek *p)
{
	return reply_is_empty(p->reply);
}

struct lineedit *
peek_input(struct peek *p)
{
	return reply_input(p->reply);
}

/* A key for the suggestions, while there are some; false: it is not. */
static bool
choose(struct peek *p, const struct key *key)
{
	unsigned mods = key->mods & ~(KEY_MOD_CAPS | KEY_MOD_NUM);
	size_t from, to;
	char *text;

	if (suggest_count(p->suggest) == 0 || key->event == KEY_RELEASE)
		return false;
	if (mods == 0 && key->code == KEY_TAB) {
		text = suggest_take(p->suggest, &from, &to);
		(void)lineedit_replace(reply_input(p->reply), from, to, text);
		free(text);
	} else if (mods == 0 && key->code == KEY_DOWN)
		suggest_move(p->suggest, 1);
	else if ((mods == 0 && key->code == KEY_UP) ||
	    (mods == KEY_MOD_SHIFT && key->code == KEY_TAB))
		suggest_move(p->suggest, -1);
	else
		return false;
	return true;
}

enum lineedit_did
peek_key(struct peek *p, const struct key *key)
{
	enum lineedit_did did = LINEEDIT_CHANGED;

	if (!p->open)
		return LINEEDIT_NONE;
	if (!choose(p, key))
		did = reply_key(p->reply, key);
	follow_input(p);
	return did;
}

enum lineedit_did
peek_paste(struct peek *p, const char *s, size_t n)
{
	return p->open ? reply_paste(p->reply, s, n) : LINEEDIT_NONE;
}

bool
peek_send(struct peek *p)
{
	struct jv *body = reply_send(p->reply);

	if (body == NULL)
		return false;
	p->handler.send(body, p->arg);
	jv_free(body);
	return true;
}

void
peek_scroll(struct peek *p, int rows)
{
	peekscreen_scroll(p->screen, rows);
}

bool
peek_do(struct peek *p, enum action action)
{
	switch (action) {
	case ACTION_PEEK_PAGE_UP:
		peek_scroll(p, (int)p->page);
		return true;
	case ACTION_PEEK_PAGE_DOWN:
		peek_scroll(p, -(int)p->page);
		return true;
	case ACTION_PEEK_UP:
		peek_scroll(p, 1);
		return true;
	case ACTION_PEEK_DOWN:
		peek_scroll(p, -1);
		return true;
	default:
		return false;
	}
}

void
peek_answer(struct peek *p, const struct jv *receipt)
{
	if (reply_answer(p->reply, receipt))
		p->handler.changed(p->arg);
}

void
peek_failed(struct peek *p, const char *id, const char *why)
{
	reply_refused(p->reply, id, why);
	p->handler.changed(p->arg);
}

void
peek_again(struct peek *p)
{
	const struct jv *body;
	size_t i;

	for (i = 0; (body = reply_pending(p->reply, i)) != NULL; i++)
		p->handler.send(body, p->arg);
}

/* Places. */

void
peek_place(const struct rect *all, struct rect *list, struct rect *panel)
{
	unsigned rows = all->bottom - all->top, cols = all->right - all->left;
	unsigned n;

	*list = *panel = *all;
	if (cols >= PEEK_BESIDE_COLS) {
		n = cols * 2 / 5;
		if (n < LIST_MIN_COLS)
			n = LIST_MIN_COLS;
		list->right = list->left + n;
		panel->left = list->right;
		return;
	}
	n = rows / 3;
	if (n < LIST_MIN_ROWS)
		n = rows / 2;
	list->bottom = list->top + n;
	panel->top = list->bottom;
}

/* The rows of the parts, from top to bottom. */
struct parts {
	unsigned text;
	unsigned screen;
	unsigned note;
	unsigned more; /* what is suggested */
	unsigned reply;
};

static struct parts
divide(const struct peek *p, unsigned rows, unsigned cols)
{
	struct parts d = { 0 };
	unsigned left = rows, least;
	bool bad;

	d.reply = reply_rows(p->reply, cols,
	    rows / 3 < REPLY_MAX ? rows / 3 : REPLY_MAX);
	left -= d.reply < left ? d.reply : left;
	d.more = suggest_rows(p->suggest, left / 2);
	left -= d.more;
	if (left > 1 &&
	    (reply_note(p->reply, &bad) != NULL ||
		peekscreen_note(p->screen) != NULL))
		d.note = 1;
	left -= d.note;
	/* What can be chosen is seen whole, else something of the screen is. */
	least = left > 2 * SCREEN_MIN ? SCREEN_MIN : left / 3;
	if (peektext_has_options(p->text))
		least = 0;
	d.text = peektext_rows(p->text, cols);
	if (d.text > left - least)
		d.text = left - least;
	d.screen = left - d.text;
	return d;
}

static void
draw_note(struct peek *p, struct frame *f, const struct rect *r)
{
	const char *text;
	bool bad = false;

	text = reply_note(p->reply, &bad);
	if (text == NULL)
		text = peekscreen_note(p->screen);
	if (text != NULL)
		linedraw_cut(f, r->top, r->left, r->right, text,
		    theme_sign(p->theme, SIGN_ELLIPSIS),
		    theme_look(p->theme, bad ? LOOK_FAILED : LOOK_DIM));
}

/* The line at the side; what is left is for the rest. */
static void
draw_border(struct peek *p, struct frame *f, struct rect *r, bool beside)
{
	uint32_t dim = theme_look(p->theme, LOOK_DIM);
	unsigned i;

	if (beside) {
		for (i = r->top; i < r->bottom; i++)
			linedraw_text(f, i, r->left, r->right,
			    theme_sign(p->theme, SIGN_RULE_DOWN), dim);
		r->left += 2;
	} else
		linedraw_fill(f, r->top++, r->left, r->right,
		    theme_sign(p->theme, SIGN_RULE), dim);
}

void
peek_draw(struct peek *p, struct frame *f, const struct rect *rect)
{
	struct rect r, part;
	struct parts d;

	if (!frame_clip(f, rect, &r) || !p->open || r.bottom < r.top + 3 ||
	    r.right < r.left + 4)
		return;
	draw_border(p, f, &r, r.left > 0);
	follow_input(p);
	d = divide(p, r.bottom - r.top, r.right - r.left);
	part = r;
	part.bottom = part.top + d.text;
	peektext_draw(p->text, f, &part, reply_picked(p->reply));
	part.top = part.bottom;
	part.bottom += d.screen;
	peekscreen_draw(p->screen, f, &part);
	p->page = d.screen > 1 ? d.screen - 1 : 1;
	part.top = part.bottom;
	part.bottom += d.note;
	if (d.note > 0)
		draw_note(p, f, &part);
	part.top = part.bottom;
	part.bottom += d.more;
	if (d.more > 0)
		suggest_draw(p->suggest, f, &part, p->theme);
	part.top = part.bottom;
	part.bottom = r.bottom;
	p->reply_at = part;
	reply_draw(p->reply, f, &part, p->theme, true);
}

void
peek_click(struct peek *p, unsigned row, unsigned col)
{
	unsigned left = p->reply_at.left + REPLY_SIGN_COLS;

	if (p->open && row >= p->reply_at.top && row < p->reply_at.bottom &&
	    col >= left)
		lineedit_click(reply_input(p->reply), row - p->reply_at.top,
		    col - left);
}
