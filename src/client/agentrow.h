/* SPDX-License-Identifier: ISC */
/* agentrow: what a line of the agent view's list looks like. */

#ifndef CLIENT_AGENTROW_H
#define CLIENT_AGENTROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct entry;
struct filter;
struct frame;
struct list;
struct list_line;
struct model;
struct theme;

/* What all lines of one frame have in common; all borrowed. */
struct agentrow {
	struct frame	*frame;
	struct theme	*theme;
	const struct model *model;	/* of the list; NULL: no other session
					 * is known */
	const struct filter *filter;	/* what it finds is marked; may be NULL */
	unsigned	 left;		/* columns [left, right) */
	unsigned	 right;
	unsigned	 name_cols;	/* see agentrow_name_cols */
	int64_t		 now;		/* Unix ms */
	unsigned	 step;		/* of the sign of those at work */
	const char	*renaming;	/* an id whose name is not drawn, for what
					 * is typed there; may be NULL */
};

/* The columns that names get in a list of a width: as many as the longest needs,
 * within bounds. */
unsigned agentrow_name_cols(const struct list *, unsigned width);
/* The first column of a row's name. */
unsigned agentrow_name_at(const struct agentrow *);
void	 agentrow_draw(const struct agentrow *, unsigned row,
	     const struct list_line *, bool selected);
/* "42s", "7m", "3h", "12d" for ms of time. */
void	 agentrow_age(int64_t ms, char *, size_t);
/* In how many ms the row of a session looks different just because time goes on;
 * -1: never. */
int64_t	 agentrow_ages_in(const struct entry *, int64_t now);
/* Whether its sign moves. */
bool	 agentrow_moves(const struct entry *, int64_t now);

#endif
