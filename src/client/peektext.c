/* SPDX-License-Identifier: ISC */
/* peektext: the lines above a session's screen. */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/linedraw.h"
#include "client/model.h"
#include "client/peektext.h"
#include "client/theme.h"
#include "term/screen.h"
#include "tty/frame.h"

#define LINES_MAX      40
#define TEXT_MAX       4096 /* bytes of one */
#define PRS_SHOWN      3
#define CHILDREN_SHOWN 5
#define INDENT	       2

/* One text, wrapped when it is drawn. */
struct line {
	char *text; /* owned, clean */
	char *link; /* owned; NULL: none */
	enum look look;
	unsigned option; /* its number; 0: it is none */
	bool chosen;	 /* by the dialog itself */
};

struct peektext {
	struct theme *theme; /* borrowed */
	struct line lines[LINES_MAX];
	unsigned n;
};

struct peektext *
peektext_create(struct theme *theme)
{
	struct peektext *t = xcalloc(1, sizeof *t);

	t->theme = theme;
	return t;
}

static void
clear(struct peektext *t)
{
	while (t->n > 0) {
		free(t->lines[--t->n].text);
		free(t->lines[t->n].link);
	}
}

void
peektext_destroy(struct peektext *t)
{
	if (t == NULL)
		return;
	clear(t);
	free(t);
}

/* What is said, as lines. */

static struct line *
add(struct peektext *t, enum look look, const char *text)
{
	struct line *l;

	if (text == NULL || *text == '\0' || t->n == LINES_MAX)
		return NULL;
	l = &t->lines[t->n++];
	memset(l, 0, sizeof *l);
	l->text = utf8_clean(text, strlen(text), TEXT_MAX);
	l->look = look;
	return l;
}

static void
add_name(struct peektext *t, const struct entry *e)
{
	const char *dot = theme_sign(t->theme, SIGN_DOT);
	const char *state = model_state_name(e->state);
	char *text;

	if (e->waiting_for != NULL && e->state == MODEL_BLOCKED)
		state = e->waiting_for;
	text = xasprintf("%s %s %s%s%s%s%s", e->name, dot, state,
	    e->adapter != NULL ? " " : "", e->adapter != NULL ? dot : "",
	    e->adapter != NULL ? " " : "",
	    e->adapter != NULL ? e->adapter : "");
	add(t, LOOK_STRONG, text);
	free(text);
}

static void
add_options(struct peektext *t, const struct jv *options)
{
	const struct jv *v;
	struct line *l;
	const char *label;
	size_t i;

	for (i = 0; i < jv_count(options); i++) {
		v = jv_at(options, i);
		label = jv_string(v, "label");
		l = add(t, LOOK_PLAIN, label != NULL ? label : " ");
		if (l == NULL)
			return;
		l->option = (unsigned)i + 1;
		l->chosen = jv_bool(v, "selected", false);
	}
}

static void
add_need(struct peektext *t, const struct entry *e)
{
	const struct jv *dialog = jv_get_object(e->object, "dialog");
	const char *question = jv_string(dialog, "question");
	const char *text = model_text(e);

	/* The last line of a shell job is on its screen. */
	if (e->exec && e->alive && e->message == NULL)
		text = "";
	/* The message may be a shorter form of the question. */
	if (question == NULL || strcmp(question, text) != 0)
		add(t, e->state == MODEL_BLOCKED ? LOOK_NEED : LOOK_PLAIN,
		    text);
	add(t, LOOK_NEED, question);
	add_options(t, jv_get_array(dialog, "options"));
	if (e->limit != NULL && strcmp(e->limit, text) != 0)
		add(t, LOOK_WARN, e->limit);
}

static void
add_prs(struct peektext *t, const struct entry *e)
{
	struct line *l;
	char *text;
	unsigned i;

	for (i = 0; i < e->nprs && i < PRS_SHOWN; i++) {
		text = e->prs[i].number == 0 ?
		    xstrdup(e->prs[i].url) :
		    xasprintf("%s%u %s", e->prs[i].merge ? "MR !" : "PR #",
			e->prs[i].number, e->prs[i].url);
		if ((l = add(t, LOOK_PLAIN, text)) != NULL)
			l->link = xstrdup(e->prs[i].url);
		free(text);
	}
	if (e->prs_total > PRS_SHOWN) {
		text =
		    xasprintf("%s %u more", theme_sign(t->theme, SIGN_ELLIPSIS),
			e->prs_total - PRS_SHOWN);
		add(t, LOOK_DIM, text);
		free(text);
	}
}

/* By whom it was started, and whom it has started. */
static void
add_family(struct peektext *t, const struct entry *e, const struct model *m)
{
	const struct entry *other = model_parent(m, e);
	struct buf b = { 0 };
	unsigned n = 0;
	char *text;
	size_t i;

	if (other != NULL) {
		text = xasprintf("started from %s", other->name);
		add(t, LOOK_DIM, text);
		free(text);
	}
	for (i = 0; (other = model_at(m, i)) != NULL; i++) {
		if (other->parent == NULL || strcmp(other->parent, e->id) != 0)
			continue;
		if (n++ < CHILDREN_SHOWN)
			buf_printf(&b, "%s%s (%s)",
			    n == 1 ? "has started " : ", ", other->name,
			    model_state_name(other->state));
	}
	if (n > CHILDREN_SHOWN)
		buf_printf(&b, ", %u more", n - CHILDREN_SHOWN);
	text = buf_steal(&b, NULL);
	if (n > 0)
		add(t, LOOK_DIM, text);
	free(text);
}

void
peektext_set(struct peektext *t, const struct entry *e, const struct model *m)
{
	clear(t);
	if (e == NULL)
		return;
	add_name(t, e);
	add_need(t, e);
	add_prs(t, e);
	if (m != NULL)
		add_family(t, e, m);
}

bool
peektext_has_options(const struct peektext *t)
{
	unsigned i;

	for (i = 0; i < t->n; i++)
		if (t->lines[i].option != 0)
			return true;
	return false;
}

/* Wrapping. */

/* The bytes of clean text that go into cols columns, up to a space if there is
 * one; at least one cluster. *skip are the spaces after them. */
static size_t
fit(const char *s, unsigned cols, size_t *skip)
{
	size_t n, at = 0, space = 0;
	unsigned used = 0;
	int width;

	*skip = 0;
	while ((n = utf8_cluster(s + at, &width)) != 0) {
		if (used + (unsigned)width > cols && at > 0)
			break;
		if (s[at] == ' ')
			space = at;
		used += (unsigned)width;
		at += n;
	}
	if (s[at] != '\0' && s[at] != ' ' && space > 0)
		at = space;
	*skip = strspn(s + at, " ");
	return at;
}

/* Draw a line, or, with f NULL, only count its rows. */
static unsigned
put_line(const struct peektext *t, const struct line *l, struct frame *f,
    const struct rect *r, unsigned picked)
{
	unsigned left = l->option != 0 ? r->left + 2 * INDENT + 1 : r->left;
	bool here = picked != 0 ? picked == l->option : l->chosen;
	unsigned row = r->top;
	const char *s = l->text;
	char number[16], *part;
	uint32_t style = 0;
	size_t n, skip;

	if (l->option != 0 && f != NULL && row < r->bottom) {
		if (here)
			linedraw_text(f, row, r->left, r->right,
			    theme_sign(t->theme, SIGN_POINT),
			    theme_look(t->theme, LOOK_POINT));
		xsnprintf(number, sizeof number, "%u.", l->option);
		linedraw_text(f, row, r->left + INDENT, r->right, number, 0);
	}
	while (*s != '\0' && (f == NULL || row < r->bottom)) {
		n = fit(s, r->right > left ? r->right - left : 1, &skip);
		if (f != NULL) {
			part = xstrndup(s, n);
			style = l->link != NULL ?
			    theme_link(t->theme, l->look, l->link) :
			    theme_look(t->theme, l->look);
			linedraw_text(f, row, left, r->right, part, style);
			free(part);
		}
		row++;
		s += n + skip;
	}
	return row - r->top;
}

unsigned
peektext_rows(const struct peektext *t, unsigned cols)
{
	struct rect r = { 0, 0, 0, cols };
	unsigned i, rows = 0;

	for (i = 0; i < t->n; i++)
		rows += put_line(t, &t->lines[i], NULL, &r, 0);
	return rows;
}

void
peektext_draw(const struct peektext *t, struct frame *f,
    const struct rect *rect, unsigned picked)
{
	struct rect r = *rect;
	unsigned i;

	for (i = 0; i < t->n && r.top < r.bottom; i++)
		r.top += put_line(t, &t->lines[i], f, &r, picked);
}
