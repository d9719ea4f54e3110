/* SPDX-License-Identifier: ISC */
/* histcopy: what is selected in a history, and its text. */

#ifndef CLIENT_HISTCOPY_H
#define CLIENT_HISTCOPY_H

#include <stdbool.h>

#include "base/buf.h"
#include "term/find.h"

struct intern;
struct row;

#define HISTCOPY_MAX (8u << 20)	/* bytes of text */

enum histselect {
	HISTSELECT_NONE,
	HISTSELECT_CHARS,
	HISTSELECT_LINES,
	HISTSELECT_RECT,
};

/* From from to to, in order; ends are included. In a rectangle left and right
 * are the columns. */
struct histrange {
	enum histselect	 how;
	struct find_at	 from;
	struct find_at	 to;
	unsigned	 left;
	unsigned	 right;
};

/* The text is taken line by line, as lines come: {0} and a range begin. */
struct histcopy {
	struct histrange range;
	uint64_t	 next;		/* line to be taken */
	struct buf	 out;
};

/* What is selected between two places; to is left out if it is not to be
 * included. */
void	histrange_set(struct histrange *, enum histselect, struct find_at,
	    struct find_at, bool included);
bool	histrange_has(const struct histrange *, uint64_t line, unsigned col);

void	histcopy_start(struct histcopy *, const struct histrange *);
/* Take lines as long as they are here: 1 when all is taken, 0 when one is
 * missing, -1 if it is too much. */
int	histcopy_run(struct histcopy *, const struct intern *, find_row_cb,
	    void *arg);
void	histcopy_clear(struct histcopy *);

#endif
