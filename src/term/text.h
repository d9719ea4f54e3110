/* SPDX-License-Identifier: ISC */
/* text: a screen and its scrollback as plain text or as text with SGR. */

#ifndef TERM_TEXT_H
#define TERM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct row;
struct intern;
struct screen;

/* One row, trailing blanks cut, no newline. With ansi colours and attributes
 * by SGR (and links by OSC 8), reset at the end. */
void	text_row(struct buf *, const struct row *, const struct intern *,
	    bool ansi);
/* The last lines lines (0: all) of scrollback and main screen; soft-wrapped rows are
 * joined to the line they are, a newline after each, blank lines at the end of
 * the screen cut. For programs on the alternate screen, and with screen_only, the
 * screen shown, row by row. */
void	text_logs(struct buf *, struct screen *, size_t lines, bool ansi,
	    bool screen_only);
/* The last line of the shown screen that has text, cleaned, at most cols columns; ""
 * if there is none. Caller frees. */
char	*text_last_line(struct screen *, int cols);
/* Following, in the numbering of scrollback_total, where the rows of the main
 * screen go on: text_follow appends the hard lines that are complete (the cursor is
 * below them) from number *from on and moves it behind them. When what was there
 * has been erased it goes back to the cursor. */
void	text_follow(struct buf *, struct screen *, uint64_t *from, bool ansi);
/* The same with what is not complete, for when nothing comes any more. */
void	text_follow_end(struct buf *, struct screen *, uint64_t *from,
	    bool ansi);
/* Where to begin to get the last lines lines (0: all) first. */
uint64_t text_follow_start(struct screen *, size_t lines);

#endif
