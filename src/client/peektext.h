/* SPDX-License-Identifier: ISC */
/* peektext: what a session is, needs and has, in full sentences, as lines of a
 * panel. */

#ifndef CLIENT_PEEKTEXT_H
#define CLIENT_PEEKTEXT_H

#include <stdbool.h>

struct entry;
struct frame;
struct model;
struct peektext;
struct rect;
struct theme;

/* theme is borrowed. */
struct peektext *peektext_create(struct theme *);
void	 peektext_destroy(struct peektext *);	/* NULL is fine */
/* Of this session (borrowed for the call); NULL: none. The model (may be NULL)
 * has the sessions that started it or that it has started. */
void	 peektext_set(struct peektext *, const struct entry *,
	     const struct model *);

bool	 peektext_has_options(const struct peektext *);
/* The rows that it takes at a width. */
unsigned peektext_rows(const struct peektext *, unsigned cols);
/* Draw into rect, cut at its end. picked: the option (from 1) that is marked, 0:
 * the dialog's own. */
void	 peektext_draw(const struct peektext *, struct frame *,
	     const struct rect *, unsigned picked);

#endif
