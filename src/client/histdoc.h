/* SPDX-License-Identifier: ISC */
/* histdoc: the lines of a session's history that a client has. */

#ifndef CLIENT_HISTDOC_H
#define CLIENT_HISTDOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct histdoc;
struct intern;
struct row;

/* Bounds of what is kept. */
#define HISTDOC_LINES 4096
#define HISTDOC_BYTES (16u << 20)

/* Empty. A root of intern, which must outlive it. */
struct histdoc *histdoc_create(struct intern *);
void	 histdoc_destroy(struct histdoc *);
/* Take the body of a VIEW_LINES. The first one fixes where the history ends, and
 * the rows of the screen then. 0, or -1 if it is malformed. */
int	 histdoc_take(struct histdoc *, const void *, size_t);
/* Take a file "screen" that the host of a session has left at its end: the body of
 * a whole VIEW_FRAME, a u32 number and so many lines of the scrollback. Of more
 * than HISTDOC_LINES the last ones. To an empty one, once: 0, or -1 if it is
 * malformed. */
int	 histdoc_take_saved(struct histdoc *, const void *, size_t);
/* Add the lines of such a file to one that has lines already, of the session that has
 * just ended: those before the rows of the screen, as far as they are in it. 0, or
 * -1 if it is malformed or says no line's number. */
int	 histdoc_add_saved(struct histdoc *, const void *, size_t);
/* Lines are [first, end); those from pin on were the screen's. All 0 before the
 * first VIEW_LINES. */
uint64_t histdoc_first(const struct histdoc *);
uint64_t histdoc_pin(const struct histdoc *);
uint64_t histdoc_end(const struct histdoc *);
/* A line, valid at least until 64 others have been looked at; NULL: not here, and
 * histdoc_want tells of it. */
const struct row *histdoc_row(struct histdoc *, uint64_t line);
/* What to ask the host for, for the line last missed: false if there was none.
 * Forgets it. */
bool	 histdoc_want(struct histdoc *, uint64_t *from, unsigned *count);
/* No more lines will come: the history is what is here. */
void	 histdoc_close(struct histdoc *);

#endif
