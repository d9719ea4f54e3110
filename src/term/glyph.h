/* SPDX-License-Identifier: ISC */
/* glyph: printable text on its way to cells: decoding, character sets, widths,
 * grapheme clusters, and the holders that stand for them in libvterm. */

#ifndef TERM_GLYPH_H
#define TERM_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vt;

/* Print n bytes of text without controls; invalid UTF-8 becomes U+FFFD. The
 * first nascii are ASCII, and no more. */
void	glyph_print(struct vt *, const uint8_t *, size_t n, size_t nascii);
/* libvterm has placed a character: the callback of vtlib. */
void	glyph_put(uint32_t cp, unsigned width, unsigned row, unsigned col,
	    void *vt);
/* Nothing that comes may join the last glyph any more. */
void	glyph_end(struct vt *);
/* Whether code point b goes into the cell of a, the last one there; *state as for
 * utf8_break. */
bool	glyph_joins(uint32_t a, uint32_t b, int32_t *state);
/* Print the last glyph n more times (REP), if nothing came since. */
void	glyph_repeat(struct vt *, unsigned n);

#endif
