/* SPDX-License-Identifier: ISC */
/* list: the lines of the agent view: groups, their order, what is folded away,
 * what is selected. */

#ifndef CLIENT_LIST_H
#define CLIENT_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct entry;
struct filter;
struct list;
struct model;

/* What a session needs of the person: the groups, in their default order. */
enum list_need {
	LIST_PINNED,
	LIST_INPUT,
	LIST_REVIEW,
	LIST_WORKING,
	LIST_COMPLETED,
	LIST_NEEDS
};

enum list_grouping {
	LIST_BY_NEED,
	LIST_BY_DIRECTORY,
	LIST_STABLE,		/* none but the pinned ones: no row moves by
				 * itself */
};

enum list_kind {
	LIST_BLANK,
	LIST_HEADER,
	LIST_ENTRY,
	LIST_MORE,		/* stands for what is folded away */
};

struct list_line {
	enum list_kind	 kind;
	const char	*group;		/* its name; borrowed until the next
					 * layout */
	const struct entry *entry;	/* LIST_ENTRY: the model's */
	unsigned	 count;		/* header: of its sessions; more: of
					 * those not shown */
	bool		 collapsed;	/* header */
	bool		 mixed;		/* entry: its group does not tell its
					 * state */
};

struct list *list_create(void);
void	 list_destroy(struct list *);	/* NULL is fine */

/* "pinned", "input", "review", "working", "completed". */
const char *list_need_word(enum list_need);
/* The groups' order, by their words; those not named follow. */
void	 list_set_order(struct list *, const char *const *words, size_t n);
void	 list_set_grouping(struct list *, enum list_grouping);
enum list_grouping list_grouping(const struct list *);
/* Only sessions in dir (absolute, copied) or below it; NULL: all. */
void	 list_set_scope(struct list *, const char *dir);
/* The scope has this session. */
bool	 list_has(const struct list *, const struct entry *);

/* Make the lines anew, for so many rows of the screen, of what the filter (may
 * be NULL) lets through. The selection stays on its session, group or fold; where
 * that is gone, at its place. To be called after any change of the model, the
 * filter or the settings above, and before anything below. */
void	 list_layout(struct list *, const struct model *,
	     const struct filter *, unsigned rows);
/* The model is about to change: there are no lines until the next layout. What is
 * selected is not forgotten. */
void	 list_forget(struct list *);
size_t	 list_count(const struct list *);
const struct list_line *list_at(const struct list *, size_t i);
/* The first line on the screen. */
size_t	 list_top(const struct list *);
/* How many sessions are of a need, folded away or not. */
unsigned list_needs(const struct list *, enum list_need);

/* The line selected; list_count if there is none. */
size_t	 list_selected(const struct list *);
/* Its session; NULL if it is none. */
const struct entry *list_entry(const struct list *);
/* Motions of the selection; step is negative for up. */
void	 list_move(struct list *, int step);		/* round at the ends */
void	 list_page(struct list *, int step);
void	 list_end(struct list *, bool last);
void	 list_header(struct list *, int step);		/* to a heading */
/* Scroll by lines; the selection comes along only where it must. */
void	 list_scroll(struct list *, int lines);
void	 list_select(struct list *, size_t line);
/* False if it is not among the lines even unfolded. The selection then waits for
 * it: its next layout that has it selects it. */
bool	 list_select_id(struct list *, const char *id);
/* Open or close the group of the line, or show all of it where the line stands for
 * the rest. A layout must follow. */
void	 list_toggle(struct list *, size_t line);
/* The n-th session (from 1) of the directory of the one selected, or of all if
 * none is; NULL if there is none. */
const struct entry *list_nth(const struct list *, unsigned n);
/* Those beside the one selected in its group: up or down by step; NULL if there
 * is none. */
const struct entry *list_neighbour(const struct list *, int step);

#endif
