/* SPDX-License-Identifier: ISC */
/* textpath: what programs do most, text and erasing, carried out on the screen
 * without libvterm, as libvterm would. */

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

/* The same for the simple characters (utf8_simple_width) that n bytes of text
 * begin with, the first of which is not ASCII: how many bytes they are. The
 * glyph before must be simple, too, or not be joined any more, and no single
 * shift be set. */
size_t	textpath_put_simple(struct vt *, const uint8_t *, size_t n);
/* Erase in the screen (ED, what 0 to 2), in the cursor's row (EL, the same) and
 * n > 0 characters (ECH). The cursor stays. In any state. */
void	textpath_erase_screen(struct vt *, int what, bool selective);
void	textpath_erase_line(struct vt *, int what, bool selective);
void	textpath_erase_chars(struct vt *, unsigned n);

#endif
