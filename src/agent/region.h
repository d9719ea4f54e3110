/* SPDX-License-Identifier: ISC */
/* region: parts of a screen by name, for those who read it by rules. */

#ifndef AGENT_REGION_H
#define AGENT_REGION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of one region's text; what is above (of "whole": the oldest rows) is
 * cut. */
#define REGION_MAX (64u << 10)

struct shown_screen;

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
void	 region_rows(const struct shown_screen *, const struct region *,
	     size_t *first, size_t *end);
/* Its rows' text with a newline after each but the last. Caller frees. */
char	*region_text(const struct shown_screen *, const struct region *);

#endif
