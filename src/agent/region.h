/* SPDX-License-Identifier: ISC */
/* region: a screen as plain text for those who read it by rules, and parts of
 * it by name. */

#ifndef AGENT_REGION_H
#define AGENT_REGION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of one region's text; what is above (of "whole": the oldest rows) is
 * cut. */
#define REGION_MAX (64u << 10)

/* Bytes of a row's text, to excluded. */
struct region_span {
	size_t	 from;
	size_t	 to;
	uint64_t look;			/* of lit ones: equal if they are lit alike;
					 * not 0 */
};

struct region_spans {
	struct region_span *v;	/* owned */
	size_t	n;
};

struct region_row {
	char	*text;			/* owned; UTF-8, blanks at the end cut but
					 * for those before the cursor */
	struct region_spans dim;	/* faint text */
	struct region_spans lit;	/* reversed, or on a colour of its own */
};

/* {0} is an empty one. */
struct region_screen {
	struct region_row *rows;	/* owned */
	size_t	 nrows;
	size_t	 cursor_row;
	size_t	 cursor;		/* byte in its row's text; may lie behind
					 * its end */
	char	*title;			/* owned, may be NULL */
	int	 progress_state;	/* 0 to 4 as in OSC 9;4; 0: none */
	int	 progress;		/* percent */
};

/* n rows without text. */
void	 region_init(struct region_screen *, size_t nrows);
void	 region_clear(struct region_screen *);
/* Behind those that there are. */
void	 region_add_span(struct region_spans *, size_t from, size_t to,
	     uint64_t look);
/* How a byte of a row is lit; 0: not at all. */
uint64_t region_look(const struct region_row *, size_t at);
/* How most of a row is lit. */
uint64_t region_row_look(const struct region_row *);
/* Whether the bytes from..to of a row lie in spans but for blanks. False if
 * there are none but blanks. */
bool	 region_in_spans(const struct region_row *,
	     const struct region_spans *, size_t from, size_t to);

enum region_kind {
	REGION_WHOLE,
	REGION_TITLE,
	REGION_PROGRESS,	/* "none", "normal 40", "error 40",
				 * "indeterminate", "paused 40" */
	REGION_BOTTOM,		/* the last n rows, from the last with text up */
	REGION_CURSOR_LINE,
	REGION_PROMPT_BOX,	/* the rows between two rules round the
				 * cursor, else its row */
	REGION_AFTER_RULE,	/* what follows the last rule */
};

/* A rule is a row drawn for the most part with horizontal lines. */
struct region {
	enum region_kind kind;
	unsigned	 n;		/* of REGION_BOTTOM: 1 to 100 */
};

/* 0, or -1: no such region. */
int	 region_parse(const char *, struct region *);
/* As region_parse takes it; caller frees. */
char	*region_name(const struct region *);
/* Whether it is no part of the screen: title, progress. */
bool	 region_is_outside(const struct region *);
/* The rows first..end (excluded) of a region of the screen. */
void	 region_rows(const struct region_screen *, const struct region *,
	     size_t *first, size_t *end);
/* Its rows' text with a newline after each but the last. Caller frees. */
char	*region_text(const struct region_screen *, const struct region *);

#endif
