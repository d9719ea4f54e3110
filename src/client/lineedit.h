/* SPDX-License-Identifier: ISC */
/* lineedit: a text of one or more lines that a person types, edited as readline
 * users know it. It draws into a frame, and knows neither the terminal nor what
 * the text is for. */

#ifndef CLIENT_LINEEDIT_H
#define CLIENT_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/action.h"

struct frame;
struct key;
struct lineedit;
struct linehist;
struct linesaved;
struct rect;

/* Bounds in bytes: of the text as it is shown, and with its pastes. */
#define LINEEDIT_MAX	   (64u << 10)
#define LINEEDIT_WHOLE_MAX (1u << 20)
/* A paste of more characters or lines is shown as "[Pasted text #1]". */
#define LINEEDIT_FOLD_CHARS 800
#define LINEEDIT_FOLD_LINES 3

enum lineedit_did {
	LINEEDIT_NONE,			/* not for an input as it is now */
	LINEEDIT_MOVED,			/* taken; the text is as it was */
	LINEEDIT_CHANGED,		/* the text is another one */
	LINEEDIT_FULL,			/* it does not fit: nothing changed */
};

/* Empty. Texts come from and go to a history (borrowed; may be NULL), which
 * other inputs may share. */
struct lineedit *lineedit_create(struct linehist *);
void	 lineedit_destroy(struct lineedit *);

/* A key: what it types, or what VIEW_INPUT binds it to (client/bind.h). An empty
 * input does not take keys that move or erase, so that they can mean something
 * else. Enter is never taken, but after a backslash, which becomes a newline. */
enum lineedit_did lineedit_key(struct lineedit *, const struct key *);
/* What Enter does behind a backslash: that becomes a newline. False if there is
 * none before the cursor. */
bool	 lineedit_continue(struct lineedit *);
/* One of the ACTION_INPUT_*; LINEEDIT_NONE for others. */
enum lineedit_did lineedit_do(struct lineedit *, enum action);
/* n bytes of UTF-8 at the cursor; controls are dropped. A long one is shown as
 * a label; the same one again at once is shown as it is. */
enum lineedit_did lineedit_paste(struct lineedit *, const char *, size_t n);

bool	 lineedit_is_empty(const struct lineedit *);
/* The text as it is shown, labels in place of pastes; *cursor (may be NULL) is
 * a position in it, in bytes. Borrowed until the next change. */
const char *lineedit_shown(const struct lineedit *, size_t *cursor);
/* The whole text, pastes in place of labels. Caller frees. */
char	*lineedit_text(const struct lineedit *);
/* Another text (controls dropped, cut to what fits), the cursor behind it; undo
 * brings back what was there. */
void	 lineedit_set(struct lineedit *, const char *);
/* The bytes [from, to) of what is shown become text, the cursor behind it. They
 * must not cut a label or cluster. */
enum lineedit_did lineedit_replace(struct lineedit *, size_t from, size_t to,
	     const char *text);

/* The text leaves: it is in *out (caller clears) and in the history, and the
 * input is empty, with no way of undoing. */
void	 lineedit_take(struct lineedit *, struct linesaved *out);
/* The same, but the history does not get it: it will come back. */
void	 lineedit_put_away(struct lineedit *, struct linesaved *out);
/* It comes back, before what was typed meanwhile. False: it does not fit; it is
 * in the history. */
bool	 lineedit_give_back(struct lineedit *, const struct linesaved *);

/* How it is drawn: ids of styles. */
struct lineedit_look {
	uint32_t	 style;
	uint32_t	 fold;		/* labels of pastes */
	uint32_t	 dim;		/* the placeholder */
	const char	*placeholder;	/* shown while it is empty; may be NULL */
};

/* The rows that it takes at a width, 1 ... max. The last column is for the
 * cursor. */
unsigned lineedit_rows(const struct lineedit *, unsigned cols, unsigned max);
/* Draw into rect (within the frame), scrolled so that the cursor is seen. With
 * focus the frame's cursor is put there. */
void	 lineedit_draw(struct lineedit *, struct frame *, const struct rect *,
	     const struct lineedit_look *, bool focus);
/* The cursor to a place in the rectangle drawn last, in cells. */
void	 lineedit_click(struct lineedit *, unsigned row, unsigned col);

#endif
