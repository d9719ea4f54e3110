/* SPDX-License-Identifier: ISC */
/* find: text in rows, over soft wraps. */

#ifndef TERM_FIND_H
#define TERM_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct findre;
struct intern;
struct row;

#define FIND_PATTERN_MAX 1024	/* bytes */
#define FIND_ROWS_MAX	 256	/* of one line; a longer one is cut */
#define FIND_MATCHES_MAX 4096	/* of an expression, in one line, backwards */

/* What is looked for. */
struct find {
	uint32_t	*cp;		/* owned */
	size_t		 n;
	bool		 fold;		/* case does not matter */
	struct findre	*re;		/* owned; NULL: text */
};

/* A place: a line (row) by its number, and a column. */
struct find_at {
	uint64_t	line;
	unsigned	col;
};

struct find_hit {
	struct find_at	start;
	struct find_at	end;		/* its last column, included */
};

/* Row of a number; borrowed until the next call. NULL: not here. */
typedef const struct row *(*find_row_cb)(uint64_t line, void *arg);

/* A line with what it goes on in. {0} is empty. */
struct find_text {
	uint32_t	*cp;		/* owned */
	struct find_at	*at;		/* owned: where each begins */
	size_t		 n;
	size_t		 cap;
	uint64_t	 first;		/* its rows: [first, next) */
	uint64_t	 next;
};

/* UTF-8 that a person typed; case matters if it has a capital. It is a regular
 * expression (POSIX extended) if that is asked for and it is one, else text. */
void	find_init(struct find *, const char *, bool regex);
void	find_clear(struct find *);

/* Take the line that line is part of, within [lo, hi), lo <= line < hi. 0, or
 * -1 if a row of it is not here. */
int	find_load(struct find_text *, const struct intern *, find_row_cb,
	    void *arg, uint64_t line, uint64_t lo, uint64_t hi);
void	find_text_clear(struct find_text *);
/* The first match that starts at from or later (NULL: anywhere). */
bool	find_next(const struct find *, const struct find_text *,
	    const struct find_at *from, struct find_hit *);
/* The last match that starts before from (NULL: anywhere). */
bool	find_prev(const struct find *, const struct find_text *,
	    const struct find_at *from, struct find_hit *);

#endif
