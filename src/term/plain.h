/* SPDX-License-Identifier: ISC */
/* plain: rows and screens as plain text, with the parts of them that look
 * different, for those who read screens by rules. */

#ifndef TERM_PLAIN_H
#define TERM_PLAIN_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct intern;
struct row;
struct shown_screen;
struct vt;

enum plain_kind {
	PLAIN_DIM,			/* faint */
	PLAIN_LIT,			/* reversed, or on a background */
};

/* Bytes from..to of the text; look is a number of its own for each way to be
 * lit, not 0, and 0 for what is dim. */
typedef void (*plain_cb)(enum plain_kind, size_t from, size_t to,
    uint64_t look, void *arg);

/* Append a row's text (what is concealed as blanks, blanks at the end cut) and
 * tell the spans of each cell, in order. col is the column of the cursor: blanks
 * before it stay, as one behind a prompt's sign is a part of the prompt, and the
 * byte at which it stands is returned. -1: the cursor is in another row. */
size_t	plain_row(struct buf *, const struct row *, const struct intern *,
	    int col, plain_cb, void *arg);
/* The screen that is shown, with title, without progress (the caller's). To be
 * cleared with shown_clear. */
void	plain_screen(struct vt *, struct shown_screen *);

#endif
