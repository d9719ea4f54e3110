/* SPDX-License-Identifier: ISC */
/* findre: a regular expression (POSIX extended) over the text of a line. */

#ifndef TERM_FINDRE_H
#define TERM_FINDRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct findre;

/* How much of a line is looked at. */
#define FINDRE_BYTES 8192

/* NULL where text is no expression, or has nothing in it that would make it
 * more than text. */
struct findre *findre_create(const char *text, bool fold);
void	 findre_destroy(struct findre *);
/* The text to be searched from now on: n code points. */
void	 findre_load(struct findre *, const uint32_t *, size_t n);
/* The first match of at least one code point that begins at from or later:
 * [*start, *end). False if there is none. */
bool	 findre_next(struct findre *, size_t from, size_t *start, size_t *end);

#endif
