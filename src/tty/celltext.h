/* SPDX-License-Identifier: ISC */
/* celltext: the text of a cell as a terminal can take it. */

#ifndef TTY_CELLTEXT_H
#define TTY_CELLTEXT_H

#include <stddef.h>

struct buf;
struct caps;
struct cell;
struct intern;

/* Append what shows the cell: as many columns as it has, a blank for none.
 * Controls never, nothing that turns the direction of what follows, and no
 * joiner that joins nothing. Where
 * the terminal has no UTF-8 only ASCII is written: what looks alike, or
 * question marks; where its font lacks signs, what looks alike. */
void	 celltext_put(struct buf *, const struct caps *, const struct intern *,
    const struct cell *);
/* The same of a clean text of n bytes that is in no cell. */
void	 celltext_put_line(struct buf *, const struct caps *, const char *,
    size_t n);

#endif
