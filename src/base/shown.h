/* SPDX-License-Identifier: ISC */
/* shown: a screen as plain text, with what looks different in it: what is handed
 * from the terminal to those who read it by rules. */

#ifndef BASE_SHOWN_H
#define BASE_SHOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a row's text, to excluded. */
struct shown_span {
	size_t	 from;
	size_t	 to;
	uint64_t look;			/* of lit ones: equal if they are lit alike;
					 * not 0 */
};

struct shown_spans {
	struct shown_span *v;	/* owned */
	size_t	n;
};

struct shown_row {
	char	*text;			/* owned; UTF-8, blanks at the end cut but
					 * for those before the cursor */
	struct shown_spans dim;	/* faint text */
	struct shown_spans lit;	/* reversed, or on a colour of its own */
};

/* {0} is an empty one. */
struct shown_screen {
	struct shown_row *rows;	/* owned */
	size_t	 nrows;
	size_t	 cursor_row;
	size_t	 cursor;		/* byte in its row's text; may lie behind
					 * its end */
	char	*title;			/* owned, may be NULL */
	int	 progress_state;	/* 0 to 4 as in OSC 9;4; 0: none */
	int	 progress;		/* percent */
};

/* n rows without text. */
void	 shown_init(struct shown_screen *, size_t nrows);
void	 shown_clear(struct shown_screen *);
/* Behind those that there are. */
void	 shown_add_span(struct shown_spans *, size_t from, size_t to,
	     uint64_t look);
/* How a byte of a row is lit; 0: not at all. */
uint64_t shown_look(const struct shown_row *, size_t at);
/* How most of a row is lit. */
uint64_t shown_row_look(const struct shown_row *);
/* Whether the bytes from..to of a row lie in spans but for blanks. False if
 * there are none but blanks. */
bool	 shown_in_spans(const struct shown_row *,
	     const struct shown_spans *, size_t from, size_t to);

#endif
