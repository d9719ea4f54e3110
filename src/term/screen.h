/* SPDX-License-Identifier: ISC */
/* screen: a terminal's two buffers of rows, its cursor, and its damage. It
 * knows cells, not control functions: vt drives it. */

#ifndef TERM_SCREEN_H
#define TERM_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "term/cell.h"
#include "term/row.h"

struct intern;
struct rowrun;
struct screen;
struct scrollback;

enum cursor_shape {
	CURSOR_DEFAULT,			/* DECSCUSR 0: the terminal's own */
	CURSOR_BLOCK,
	CURSOR_UNDERLINE,
	CURSOR_BAR,
};

struct cursor {
	unsigned	 row;
	unsigned	 col;		/* < cols; see wrap */
	bool		 wrap;		/* a wrap is pending after the last column */
	bool		 visible;
	bool		 blink;
	enum cursor_shape shape;
};

/* A half-open rectangle. All positions given to the functions below are
 * clamped to the screen. */
struct rect {
	unsigned	 top;
	unsigned	 bottom;
	unsigned	 left;
	unsigned	 right;
};

/* Rows [top, bottom) moved up by n (down if negative); what came free is
 * blank or in the changed rows. */
struct scroll {
	uint16_t	 top;
	uint16_t	 bottom;
	int32_t		 n;
};

/* Lines leaving the main screen go to the scrollback (not taken; may be
 * NULL). Adds itself as root to intern (not taken). */
struct screen *screen_create(unsigned rows, unsigned cols, struct intern *,
	     struct scrollback *);
void	 screen_destroy(struct screen *);
unsigned screen_rows(const struct screen *);
unsigned screen_cols(const struct screen *);
struct intern *screen_intern(const struct screen *);
struct scrollback *screen_scrollback(const struct screen *);
bool	 screen_is_alt(const struct screen *);
/* Row i of the buffer shown; borrowed until the next change. */
const struct row *screen_row(const struct screen *, unsigned i);
/* Row i of the main buffer, shown or not. */
const struct row *screen_main_row(const struct screen *, unsigned i);
struct cursor *screen_cursor(struct screen *);

/* Changes, to the buffer shown. */

/* Put one character of width 1 or 2 (text as intern_text gives it, without
 * CELL_WIDE). Halves of wide characters it overwrites are blanked. */
void	 screen_put(struct screen *, unsigned row, unsigned col, uint32_t text,
	     unsigned width, uint32_t style);
/* The same for n printable ASCII characters in one row, from col on; what does
 * not fit is cut. */
void	 screen_put_ascii(struct screen *, unsigned row, unsigned col,
	     const uint8_t *, unsigned n, uint32_t style);
/* The same for n bytes of text, runs of cols columns in all in one row, which
 * all fit. */
void	 screen_put_runs(struct screen *, unsigned row, unsigned col,
	     unsigned cols, const struct rowrun *, unsigned nruns,
	     const uint8_t *, unsigned n);
/* Make the cell at row, col show other text: a cluster that grew. */
void	 screen_amend(struct screen *, unsigned row, unsigned col,
	     uint32_t text);
/* Erase a rectangle to style (its background counts); selective leaves
 * ATTR_PROTECTED cells. */
void	 screen_erase(struct screen *, struct rect, uint32_t style,
	     bool selective);
/* Scroll a rectangle up by down > 0 rows (negative: down) and left by right > 0 columns
 * (negative: right), as libvterm's scrollrect; what comes free is erased to
 * style. Whole rows that leave the top of the main screen at row 0 go to the
 * scrollback, if push. */
void	 screen_scroll(struct screen *, struct rect, int down, int right,
	     uint32_t style, bool push);
/* The same for whole rows [top, bottom), up by one: what a line feed does. */
void	 screen_scroll_line(struct screen *, unsigned top, unsigned bottom,
	     uint32_t style, bool push);
void	 screen_set_wrapped(struct screen *, unsigned row, bool);
void	 screen_set_prompt(struct screen *, unsigned row);
/* Show the alternate or the main buffer; clear erases the alternate one (to
 * style) on the way in. */
void	 screen_switch(struct screen *, bool alt, bool clear, uint32_t style);
/* Everything blank, main buffer, cursor home, scrollback kept (RIS). */
void	 screen_reset(struct screen *);
/* Resize both: the main one reflows with the scrollback, the alternate one is
 * cropped or padded; the cursor stays on its character. Sizes are clamped to
 * TERM_MIN_* and TERM_MAX_*. */
void	 screen_resize(struct screen *, unsigned rows, unsigned cols);
/* A saved cursor of the main buffer, which a resize moves along with its
 * character; borrowed until another or NULL is given. */
void	 screen_track(struct screen *, struct cursor *);
/* All rows count as changed. */
void	 screen_touch(struct screen *);

/* Damage. Any number of readers can each ask what changed since they last
 * looked: mark, which is cheap, gives the generation that they then hold. A
 * row is newer than that if its gen is greater. */
uint64_t screen_mark(struct screen *);
/* The scrolls since generation gen, oldest first, to be carried out before
 * the rows newer than gen are replaced: their number, all of them in out; -1
 * when they are more than max, not known any more, or something else happened
 * (a switch, a resize): then every row must be sent. Rows that only moved keep
 * their gen. */
int	 screen_scrolls(const struct screen *, uint64_t gen, struct scroll *out,
	     int max);
/* Whether anything changed since gen: rows, scrolls or cursor. */
bool	 screen_changed(const struct screen *, uint64_t gen);
/* The cursor or a mode shown with the screen has changed. */
void	 screen_note_cursor(struct screen *);

#endif
