/* SPDX-License-Identifier: ISC */
/* listmove: motions of the selection in the agent view's list, and the closing
 * of its groups. */

#include <stdlib.h>

#include "base/xmalloc.h"
#include "client/list_internal.h"
#include "client/model.h"

/* The next line from i on that can be selected, by step; list_count if there is
 * none. */
static size_t
next_line(const struct list *l, size_t i, int step, bool round)
{
	size_t n;

	for (n = 0; n < l->nlines; n++) {
		if (step < 0 && i == 0) {
			if (!round)
				break;
			i = l->nlines;
		}
		i = step < 0 ? i - 1 : i + 1;
		if (i >= l->nlines) {
			if (!round)
				break;
			i = 0;
		}
		if (l->lines[i].kind != LIST_BLANK)
			return i;
	}
	return l->nlines;
}

void
list_move(struct list *l, int step)
{
	size_t i;

	if (l->nlines == 0)
		return;
	i = next_line(l, l->selected, step, true);
	list_select(l, i);
	list_keep_visible(l);
}

void
list_page(struct list *l, int step)
{
	size_t rows = l->rows > 1 ? l->rows - 1 : 1, i = l->selected;

	if (l->nlines == 0)
		return;
	if (step < 0)
		i = i > rows ? i - rows : 0;
	else
		i = i + rows < l->nlines ? i + rows : l->nlines - 1;
	if (l->lines[i].kind == LIST_BLANK)
		i++;
	list_select(l, i);
	list_keep_visible(l);
}

void
list_end(struct list *l, bool last)
{
	size_t i = last ? l->nlines : 0;

	if (l->nlines == 0)
		return;
	list_select(l, last ? i - 1 : 0);
	list_keep_visible(l);
}

void
list_header(struct list *l, int step)
{
	size_t i = l->selected;

	for (;;) {
		i = next_line(l, i, step, false);
		if (i == l->nlines)
			return;
		if (l->lines[i].kind == LIST_HEADER)
			break;
	}
	list_select(l, i);
	list_keep_visible(l);
}

void
list_scroll(struct list *l, int lines)
{
	size_t most = l->nlines > l->rows ? l->nlines - l->rows : 0, i;

	if (lines < 0)
		l->top = l->top > (size_t)-lines ? l->top - (size_t)-lines : 0;
	else
		l->top += (size_t)lines;
	if (l->top > most)
		l->top = most;
	i = l->selected;
	if (i < l->top)
		i = l->top;
	if (i >= l->top + l->rows)
		i = l->top + l->rows - 1;
	if (i >= l->nlines)
		return;
	if (l->lines[i].kind == LIST_BLANK)
		i = i > l->top ? i - 1 : i + 1;
	list_select(l, i);
}

static void
open_group(struct list *l, size_t i)
{
	free(l->closed[i]);
	l->closed[i] = l->closed[--l->nclosed];
}

void
list_toggle(struct list *l, size_t i)
{
	const struct list_line *line = list_at(l, i);
	size_t k;

	if (line == NULL)
		return;
	if (line->kind == LIST_MORE) {
		l->unfolded = true;
		return;
	}
	if (line->kind != LIST_HEADER)
		return;
	k = list_closed(l, line->group);
	if (k < l->nclosed) {
		open_group(l, k);
		return;
	}
	l->closed =
	    xreallocarray(l->closed, l->nclosed + 1, sizeof(*l->closed));
	l->closed[l->nclosed++] = xstrdup(line->group);
	/* Opened again, it is as it was at first. */
	l->unfolded = false;
}

const struct entry *
list_nth(const struct list *l, unsigned n)
{
	const struct entry *focus = list_entry(l), *e;
	size_t i;

	for (i = 0; i < l->nlines; i++) {
		e = l->lines[i].entry;
		if (e == NULL)
			continue;
		if (focus != NULL && focus->directory != NULL &&
		    (e->directory == NULL ||
			strcmp(e->directory, focus->directory) != 0))
			continue;
		if (--n == 0)
			return e;
	}
	return NULL;
}

const struct entry *
list_neighbour(const struct list *l, int step)
{
	size_t i = list_selected(l);
	const struct list_line *line;

	if (list_entry(l) == NULL || (step < 0 && i == 0))
		return NULL;
	line = list_at(l, step < 0 ? i - 1 : i + 1);
	return line != NULL && line->kind == LIST_ENTRY ? line->entry : NULL;
}
