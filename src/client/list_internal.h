/* SPDX-License-Identifier: ISC */
/* list_internal: what the files of the list share. Never included elsewhere. */

#ifndef CLIENT_LIST_INTERNAL_H
#define CLIENT_LIST_INTERNAL_H

#include "client/list.h"

struct group {
	char *name;		       /* owned */
	const struct entry **entries; /* owned */
	size_t n;
	size_t room;
	bool mixed;
	bool folds;
};

struct list {
	enum list_grouping grouping;
	enum list_need order[LIST_NEEDS];
	char *scope; /* owned, may be NULL */

	struct group *groups; /* owned */
	size_t ngroups;
	struct list_line *lines; /* owned */
	size_t nlines;
	size_t room;
	unsigned needs[LIST_NEEDS];

	char **closed; /* owned: names of groups */
	size_t nclosed;
	bool unfolded; /* all of the finished ones are shown */

	char *key; /* owned: what is selected; NULL: nothing yet */
	char *awaited; /* owned: an id to be selected, may be NULL */
	size_t selected;
	size_t top;
	unsigned rows;
};

/* listgroup.c */
/* The groups of what the filter lets through, and the counts of all. */
void	listgroup_make(struct list *, const struct model *,
	    const struct filter *);
void	listgroup_clear(struct list *);

/* list.c */
/* The line with a key; list_count if there is none. */
size_t	list_find_key(const struct list *, const char *key);
/* Move the view as little as shows what is selected. */
void	list_keep_visible(struct list *);
/* Whether a group is closed: its place among those, or their number. */
size_t	list_closed(const struct list *, const char *name);

#endif
