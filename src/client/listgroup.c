/* SPDX-License-Identifier: ISC */
/* listgroup: the groups of the agent view's list: which there are, and which
 * session is in which. */

#include <stdlib.h>

#include "base/xmalloc.h"
#include "client/filter.h"
#include "client/list_internal.h"
#include "client/model.h"

static const struct {
	const char *word;
	const char *name;
} needs[] = {
	[LIST_PINNED] = { "pinned", "Pinned" },
	[LIST_INPUT] = { "input", "Needs input" },
	[LIST_REVIEW] = { "review", "Ready for review" },
	[LIST_WORKING] = { "working", "Working" },
	[LIST_COMPLETED] = { "completed", "Completed" },
};

_Static_assert(nitems(needs) == LIST_NEEDS, "a need has no name");

const char *
list_need_word(enum list_need need)
{
	return needs[need].word;
}

/* Settings. */

void
list_set_order(struct list *l, const char *const *words, size_t n)
{
	bool taken[LIST_NEEDS] = { false };
	unsigned count = 0, need;
	size_t i;

	for (i = 0; i < n; i++)
		for (need = 0; need < LIST_NEEDS; need++) {
			if (taken[need] ||
			    strcmp(needs[need].word, words[i]) != 0)
				continue;
			taken[need] = true;
			l->order[count++] = (enum list_need)need;
		}
	for (need = 0; need < LIST_NEEDS; need++)
		if (!taken[need])
			l->order[count++] = (enum list_need)need;
}

void
list_set_grouping(struct list *l, enum list_grouping g)
{
	l->grouping = g;
}

enum list_grouping
list_grouping(const struct list *l)
{
	return l->grouping;
}

void
list_set_scope(struct list *l, const char *dir)
{
	size_t n;

	free(l->scope);
	l->scope = dir != NULL ? xstrdup(dir) : NULL;
	n = dir != NULL ? strlen(dir) : 0;
	if (n > 0 && dir[n - 1] == '/')
		l->scope[n - 1] = '\0';
}

bool
list_has(const struct list *l, const struct entry *e)
{
	size_t n;

	if (l->scope == NULL)
		return true;
	n = strlen(l->scope);
	return e->cwd != NULL && strncmp(e->cwd, l->scope, n) == 0 &&
	    (e->cwd[n] == '\0' || e->cwd[n] == '/');
}

/* Groups. */

static enum list_need
need_of(const struct entry *e)
{
	if (e->state == MODEL_BLOCKED)
		return LIST_INPUT;
	if (e->state == MODEL_WORKING || e->state == MODEL_QUEUED)
		return LIST_WORKING;
	return e->nprs > 0 ? LIST_REVIEW : LIST_COMPLETED;
}

static struct group *
add_group(struct list *l, const char *name, size_t n)
{
	struct group *g;

	l->groups =
	    xreallocarray(l->groups, l->ngroups + 1, sizeof(*l->groups));
	g = &l->groups[l->ngroups++];
	memset(g, 0, sizeof *g);
	g->name = xstrndup(name, n);
	return g;
}

static void
add_entry(struct group *g, const struct entry *e)
{
	if (g->n == g->room) {
		g->room = g->room == 0 ? 16 : 2 * g->room;
		g->entries =
		    xreallocarray(g->entries, g->room, sizeof(*g->entries));
	}
	g->entries[g->n++] = e;
}

static void
group_by_need(struct list *l, const struct model *m, const struct filter *f)
{
	size_t place[LIST_NEEDS], i;
	const struct entry *e;
	enum list_need need;
	struct group *g;

	for (i = 0; i < LIST_NEEDS; i++) {
		need = l->order[i];
		place[need] = i;
		g = add_group(l, needs[need].name, strlen(needs[need].name));
		g->mixed = need == LIST_PINNED || need == LIST_COMPLETED;
		g->folds = need == LIST_COMPLETED;
	}
	for (i = 0; (e = model_at(m, i)) != NULL; i++) {
		if (!list_has(l, e) || !filter_match(f, e))
			continue;
		need = e->pinned ? LIST_PINNED : need_of(e);
		add_entry(&l->groups[place[need]], e);
	}
}

/* The length of a directory without what leads to a worktree in it. */
static size_t
root_length(const char *dir)
{
	static const char *const parts[] = { "/.bgmux/worktrees/",
		"/.claude/worktrees/" };
	const char *p;
	size_t i;

	for (i = 0; i < nitems(parts); i++)
		if ((p = strstr(dir, parts[i])) != NULL && p > dir)
			return (size_t)(p - dir);
	return strlen(dir);
}

static const char *
directory_of(const struct entry *e)
{
	return e->directory != NULL ? e->directory : "?";
}

static struct group *
find_group(struct list *l, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < l->ngroups; i++)
		if (strncmp(l->groups[i].name, name, n) == 0 &&
		    l->groups[i].name[n] == '\0')
			return &l->groups[i];
	return NULL;
}

static int
by_name(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void
group_by_directory(struct list *l, const struct model *m,
    const struct filter *f)
{
	const struct entry *e;
	const char *dir;
	struct group *g = NULL;
	size_t i, n;

	for (i = 0; (e = model_at(m, i)) != NULL; i++) {
		if (!list_has(l, e) || !filter_match(f, e))
			continue;
		dir = directory_of(e);
		n = root_length(dir);
		g = find_group(l, dir, n);
		if (g == NULL)
			g = add_group(l, dir, n);
		g->mixed = true;
		add_entry(g, e);
	}
	if (l->ngroups > 1)
		qsort(l->groups, l->ngroups, sizeof(*l->groups), by_name);
}

static void
group_stable(struct list *l, const struct model *m, const struct filter *f)
{
	const struct entry *e;
	size_t i;

	add_group(l, "Pinned", 6)->mixed = true;
	add_group(l, "Sessions", 8)->mixed = true;
	for (i = 0; (e = model_at(m, i)) != NULL; i++)
		if (list_has(l, e) && filter_match(f, e))
			add_entry(&l->groups[e->pinned ? 0 : 1], e);
}

static void
count_needs(struct list *l, const struct model *m)
{
	const struct entry *e;
	size_t i;

	memset(l->needs, 0, sizeof l->needs);
	for (i = 0; (e = model_at(m, i)) != NULL; i++) {
		if (!list_has(l, e) || !filter_match(NULL, e))
			continue;
		l->needs[need_of(e)]++;
		if (e->pinned)
			l->needs[LIST_PINNED]++;
	}
}

unsigned
list_needs(const struct list *l, enum list_need need)
{
	return l->needs[need];
}

void
listgroup_clear(struct list *l)
{
	size_t i;

	for (i = 0; i < l->ngroups; i++) {
		free(l->groups[i].name);
		free(l->groups[i].entries);
	}
	free(l->groups);
	l->groups = NULL;
	l->ngroups = 0;
}

void
listgroup_make(struct list *l, const struct model *m, const struct filter *f)
{
	listgroup_clear(l);
	if (l->grouping == LIST_BY_NEED)
		group_by_need(l, m, f);
	else if (l->grouping == LIST_BY_DIRECTORY)
		group_by_directory(l, m, f);
	else
		group_stable(l, m, f);
	count_needs(l, m);
}
