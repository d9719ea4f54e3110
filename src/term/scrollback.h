/* SPDX-License-Identifier: ISC */
/* scrollback: lines that left the screen, packed, in blocks, bounded. */

#ifndef TERM_SCROLLBACK_H
#define TERM_SCROLLBACK_H

#include <stddef.h>
#include <stdint.h>

struct intern;
struct row;
struct scrollback;

#define SCROLLBACK_DEFAULT (8u << 20)

/* max: bytes of packed rows, all included; the oldest go first. 0 keeps none. */
struct scrollback *scrollback_create(size_t max);
void	 scrollback_destroy(struct scrollback *);
void	 scrollback_clear(struct scrollback *);
/* Append a line; may make the row's cells. */
void	 scrollback_push(struct scrollback *, struct row *, struct intern *);
/* Take the newest line back into row: 0, or -1 if there is none. */
int	 scrollback_pop(struct scrollback *, struct row *, struct intern *,
	     unsigned cols);
/* The newest line ends where it does: it does not go on in the next one that
 * is pushed (ROW_WRAPPED is taken from it). */
void	 scrollback_cut(struct scrollback *);
/* Whether the newest line goes on in the next one. */
int	 scrollback_wrapped(const struct scrollback *);
/* Lines held. */
size_t	 scrollback_count(const struct scrollback *);
/* Lines ever pushed less those popped: the number of line i is
 * total - count + i, and it does not move while others come and go. */
uint64_t scrollback_total(const struct scrollback *);
size_t	 scrollback_bytes(const struct scrollback *);
/* Packed line i (0 the oldest), *n bytes; borrowed until the next push or
 * pop. NULL past the end. Cheap for neighbours in order. */
const uint8_t *scrollback_get(const struct scrollback *, size_t i, size_t *n);

#endif
