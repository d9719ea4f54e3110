/* SPDX-License-Identifier: ISC */
/* list: the lines of the agent view. How they look is agentrow's business. */

/*
 * The lines are made anew at each layout, from the model's order. What lasts is
 * the key of what is selected (a session's id, or a group's name with a mark in
 * front), which groups are closed, and the first line on the screen.
 */

#include <stdlib.h>

#include "base/xmalloc.h"
#include "client/list_internal.h"
#include "client/model.h"

/* Of the finished sessions at least so many are shown, and never all but one.
 */
#define FOLD_MIN 3
/* With fewer rows than this no blank lines are shown if the list is longer. */
#define BLANK_ROWS 16

#define KEY_HEADER '='
#define KEY_MORE   '+'

struct list *
list_create(void)
{
	struct list *l = xcalloc(1, sizeof *l);

	list_set_order(l, NULL, 0);
	return l;
}

void
list_destroy(struct list *l)
{
	size_t i;

	if (l == NULL)
		return;
	listgroup_clear(l);
	for (i = 0; i < l->nclosed; i++)
		free(l->closed[i]);
	free(l->closed);
	free(l->lines);
	free(l->scope);
	free(l->key);
	free(l->awaited);
	free(l);
}

/* Lines. */

size_t
list_closed(const struct list *l, const char *name)
{
	size_t i;

	for (i = 0; i < l->nclosed; i++)
		if (strcmp(l->closed[i], name) == 0)
			break;
	return i;
}

static struct list_line *
add_line(struct list *l, enum list_kind kind, const struct group *g)
{
	struct list_line *line;

	if (l->nlines == l->room) {
		l->room = l->room == 0 ? 64 : 2 * l->room;
		l->lines = xreallocarray(l->lines, l->room, sizeof(*l->lines));
	}
	line = &l->lines[l->nlines++];
	memset(line, 0, sizeof *line);
	line->kind = kind;
	line->group = g->name;
	line->mixed = g->mixed;
	return line;
}

/* The key of a line in a buffer that grows: caller frees; NULL for a blank. */
static char *
key_of(const struct list_line *line)
{
	switch (line->kind) {
	case LIST_HEADER:
		return xasprintf("%c%s", KEY_HEADER, line->group);
	case LIST_MORE:
		return xasprintf("%c%s", KEY_MORE, line->group);
	case LIST_ENTRY:
		return xstrdup(line->entry->id);
	case LIST_BLANK:
		break;
	}
	return NULL;
}

/* How many of the first entries of a group are shown, if room rows are left for
 * them. What is selected is. */
static size_t
shown_of(const struct list *l, const struct group *g, size_t room)
{
	const char *key = l->awaited != NULL ? l->awaited : l->key;
	size_t shown, i;

	shown = room > FOLD_MIN ? room : FOLD_MIN;
	if (!g->folds || l->unfolded || g->n <= shown + 1)
		return g->n;
	for (i = shown; key != NULL && i < g->n; i++)
		if (strcmp(g->entries[i]->id, key) == 0)
			shown = i + 1;
	return shown + 1 >= g->n ? g->n : shown;
}

static void
add_group_lines(struct list *l, const struct group *g, bool blank, bool closed,
    size_t shown)
{
	struct list_line *line;
	size_t i;

	if (blank)
		(void)add_line(l, LIST_BLANK, g);
	line = add_line(l, LIST_HEADER, g);
	line->count = (unsigned)g->n;
	line->collapsed = closed;
	if (closed)
		return;
	for (i = 0; i < shown; i++) {
		line = add_line(l, LIST_ENTRY, g);
		line->entry = g->entries[i];
		/* Who is done needs no word among the finished. */
		if (g->folds && g->entries[i]->state == MODEL_DONE)
			line->mixed = false;
	}
	if (shown < g->n)
		add_line(l, LIST_MORE, g)->count = (unsigned)(g->n - shown);
}

/* Rows that are needed but for the entries of groups that fold. */
static size_t
fixed_rows(const struct list *l, bool blanks, bool filtered, size_t *folding)
{
	const struct group *g;
	size_t i, rows = 0;

	*folding = 0;
	for (i = 0; i < l->ngroups; i++) {
		g = &l->groups[i];
		if (g->n == 0)
			continue;
		rows += rows > 0 && blanks ? 2 : 1;
		if (!filtered && list_closed(l, g->name) < l->nclosed)
			continue;
		if (g->folds)
			*folding += g->n;
		else
			rows += g->n;
	}
	return rows;
}

static void
make_lines(struct list *l, bool filtered, unsigned rows)
{
	size_t i, fixed, folding, left;
	const struct group *g;
	bool blanks = true, closed;

	fixed = fixed_rows(l, blanks, filtered, &folding);
	if (fixed + folding > rows && rows < BLANK_ROWS) {
		blanks = false;
		fixed = fixed_rows(l, blanks, filtered, &folding);
	}
	left = rows > fixed ? rows - fixed : 0;
	/* A row for what stands for the rest. */
	if (folding > left && left > 0)
		left--;
	l->nlines = 0;
	for (i = 0; i < l->ngroups; i++) {
		g = &l->groups[i];
		closed = !filtered && list_closed(l, g->name) < l->nclosed;
		if (g->n > 0)
			add_group_lines(l, g, blanks && l->nlines > 0, closed,
			    filtered ? g->n : shown_of(l, g, left));
	}
}

/* The selection. */

static bool
selectable(const struct list *l, size_t i)
{
	return i < l->nlines && l->lines[i].kind != LIST_BLANK;
}

void
list_select(struct list *l, size_t i)
{
	if (!selectable(l, i))
		return;
	l->selected = i;
	free(l->key);
	l->key = key_of(&l->lines[i]);
	free(l->awaited);
	l->awaited = NULL;
}

size_t
list_find_key(const struct list *l, const char *key)
{
	const struct list_line *line;
	size_t i;

	for (i = 0; key != NULL && i < l->nlines; i++) {
		line = &l->lines[i];
		if (line->kind == LIST_ENTRY ?
			strcmp(line->entry->id, key) == 0 :
			(line->kind == LIST_HEADER && key[0] == KEY_HEADER) ||
			    (line->kind == LIST_MORE && key[0] == KEY_MORE))
			if (line->kind == LIST_ENTRY ||
			    strcmp(line->group, key + 1) == 0)
				return i;
	}
	return l->nlines;
}

/* The first entry from a line on, else the last one before it, else any line.
 */
static size_t
near(const struct list *l, size_t from)
{
	size_t i;

	if (from > l->nlines)
		from = l->nlines;
	for (i = from; i < l->nlines; i++)
		if (l->lines[i].kind == LIST_ENTRY)
			return i;
	for (i = from; i > 0; i--)
		if (l->lines[i - 1].kind == LIST_ENTRY)
			return i - 1;
	return 0;
}

void
list_keep_visible(struct list *l)
{
	size_t first = l->selected;

	/* With the first of a group its heading is seen too. */
	while (first > 0 && l->lines[first - 1].kind <= LIST_HEADER)
		first--;
	if (l->selected < l->nlines && l->selected >= l->top + l->rows)
		l->top = l->selected - l->rows + 1;
	if (first < l->top)
		l->top = l->selected - first < l->rows ? first : l->selected;
	if (l->nlines <= l->rows)
		l->top = 0;
	else if (l->top > l->nlines - l->rows)
		l->top = l->nlines - l->rows;
}

/* The heading of a closed group, or what stands for the rest of one, that has
 * the session; list_count if there is none. */
static size_t
find_hidden(const struct list *l, const char *id)
{
	const struct group *g = NULL;
	size_t i, k;

	for (i = 0; id != NULL && i < l->ngroups; i++)
		for (k = 0; k < l->groups[i].n; k++)
			if (strcmp(l->groups[i].entries[k]->id, id) == 0)
				g = &l->groups[i];
	for (i = l->nlines; g != NULL && i > 0; i--)
		if (l->lines[i - 1].group == g->name &&
		    l->lines[i - 1].kind != LIST_ENTRY)
			return i - 1;
	return l->nlines;
}

static void
keep_selected(struct list *l, bool filtered)
{
	size_t i = list_find_key(l, l->awaited);

	if (i == l->nlines)
		i = list_find_key(l, l->key);
	else {
		free(l->awaited);
		l->awaited = NULL;
	}
	if (i == l->nlines && !filtered)
		i = find_hidden(l, l->key);
	/* A filter is typed to get at what it finds. */
	if (i == l->nlines || (filtered && l->lines[i].kind != LIST_ENTRY))
		i = near(l, l->key == NULL ? 0 : l->selected);
	l->selected = i;
	if (l->nlines == 0)
		return;
	free(l->key);
	l->key = key_of(&l->lines[i]);
}

void
list_layout(struct list *l, const struct model *m, const struct filter *f,
    unsigned rows)
{
	l->rows = rows > 0 ? rows : 1;
	listgroup_make(l, m, f);
	make_lines(l, f != NULL, l->rows);
	keep_selected(l, f != NULL);
	list_keep_visible(l);
}

void
list_forget(struct list *l)
{
	listgroup_clear(l);
	l->nlines = 0;
}

size_t
list_count(const struct list *l)
{
	return l->nlines;
}

const struct list_line *
list_at(const struct list *l, size_t i)
{
	return i < l->nlines ? &l->lines[i] : NULL;
}

size_t
list_top(const struct list *l)
{
	return l->top;
}

size_t
list_selected(const struct list *l)
{
	return l->nlines > 0 ? l->selected : l->nlines;
}

const struct entry *
list_entry(const struct list *l)
{
	const struct list_line *line = list_at(l, list_selected(l));

	return line != NULL ? line->entry : NULL;
}

bool
list_select_id(struct list *l, const char *id)
{
	size_t i = list_find_key(l, id);

	if (i < l->nlines) {
		list_select(l, i);
		list_keep_visible(l);
		return true;
	}
	free(l->awaited);
	l->awaited = xstrdup(id);
	return false;
}
