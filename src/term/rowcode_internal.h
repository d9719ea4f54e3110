/* SPDX-License-Identifier: ISC */
/* rowcode_internal: the parts of a packed row, shared by what packs, keeps and
 * unpacks them. */

#ifndef TERM_ROWCODE_INTERNAL_H
#define TERM_ROWCODE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RUN_STYLED 0x04u
#define RUN_SHIFT  3

#define STYLE_FG   0x01u
#define STYLE_BG   0x02u
#define STYLE_UL   0x04u
#define STYLE_ATTR 0x08u
#define STYLE_LINK 0x10u

enum run_kind {
	RUN_NARROW,
	RUN_WIDE,
	RUN_CLUSTER,
	RUN_ERASED,
};

struct intern;
struct row;

/* More than the bytes of a plain row of n cells besides its text. */
#define ROWCODE_HEAD 4u

/* Pack a row of one run of printable ASCII in the default style, as most are,
 * into out, which has room for its extent n and ROWCODE_HEAD: the bytes, 0 if it
 * is none. */
size_t	rowcode_put_plain(uint8_t *out, const struct row *, unsigned n);

/* More than the bytes of a row that is text (rowtext.h), besides that text. */
#define ROWCODE_HEADS_MAX 1024u

/* All of the packed form of a row that is ROW_TEXT but the text, which is as it
 * is kept, into out, which has room for ROWCODE_HEADS_MAX: the bytes, 0 if it
 * cannot be, for a link. */
size_t	rowcode_put_heads(uint8_t *out, const struct row *,
	    const struct intern *);

/* What no cell may hold, C0 and C1. */
static inline bool
rowcode_is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

#endif
