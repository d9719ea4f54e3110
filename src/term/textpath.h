/* SPDX-License-Identifier: ISC */
/* textpath: text placed on the screen without libvterm, as libvterm would,
 * while nothing but the cursor and the top and bottom margins decide where it
 * goes. */

#ifndef TERM_TEXTPATH_H
#define TERM_TEXTPATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "term/vt_internal.h"

/* What keeps text from being placed here. */
#define TEXTPATH_NOT (MODE_INSERT | MODE_LR_MARGINS)

/* Whether text can be placed here: no insert mode, no left and right margins,
 * autowrap. */
static inline bool
textpath_is_plain(const struct vt *vt)
{
	return vt->textpath &&
	    (vt->modes.flags & (TEXTPATH_NOT | MODE_AUTOWRAP)) == MODE_AUTOWRAP;
}

/* Place a character of width 1 or 2 (text as for screen_put) at the cursor
 * with the pen; it is the last glyph then. Only in the plain state. */
void textpath_put(struct vt *, uint32_t text, unsigned width);
/* The same for n > 0 printable ASCII characters. */
void textpath_put_ascii(struct vt *, const uint8_t *, size_t n);

#endif
