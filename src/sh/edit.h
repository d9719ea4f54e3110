/* SPDX-License-Identifier: ISC */
/* edit: the text that is being typed, with its cursor and its history. Pure. */

#ifndef SH_EDIT_H
#define SH_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/strv.h"
#include "sh/keys.h"

#define EDIT_MAX (64u << 10)	/* bytes */
#define EDIT_HISTORY_MAX 200	/* texts */

/* {0} must be followed by edit_init. The text is valid UTF-8 whose only
 * controls are newline and tab. */
struct edit {
	struct buf	 text;
	size_t		 at;	/* the cursor: a byte between two clusters */
	struct strv	 history; /* the oldest first */
	size_t		 shown;	/* of history; history.n: what is typed */
	char		*draft;	/* owned: what was typed before history */
};

void	 edit_init(struct edit *);
void	 edit_clear(struct edit *);
/* Insert n bytes at the cursor: CR and CR LF become a newline, other controls
 * and what is not text are dropped. False if the text was full: the rest is
 * dropped. */
bool	 edit_insert(struct edit *, const char *, size_t n);
/* Do what a key says; false if it is none of an editor's. Up and Down move by
 * lines, and through the history at the first and the last. */
bool	 edit_key(struct edit *, const struct keys_event *);
/* The text so far, terminated; borrowed until it changes. */
const char *edit_text(struct edit *);
bool	 edit_empty(const struct edit *);
void	 edit_set(struct edit *, const char *);
/* Empty it and give its text to the caller, who frees. */
char	*edit_take(struct edit *);
/* Add to the history, unless it is empty or its newest. */
void	 edit_remember(struct edit *, const char *);

/* The text in rows of at most cols columns (at least 2), added to rows: tabs
 * are four spaces, what does not fit goes on in the next row. *row and *col
 * are the cursor's place, counted from the first of them. */
void	 edit_rows(struct edit *, int cols, struct strv *rows, int *row,
	     int *col);

#endif
