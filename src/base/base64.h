/* SPDX-License-Identifier: ISC */
/* base64: the coding of RFC 4648, section 4. */

#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stddef.h>

struct buf;

/* Append n bytes, coded and padded. */
void	 base64_put(struct buf *, const void *, size_t n);
/* Append what the digits at the begin of a text stand for, up to the first
 * character that is none: how many there were. *rest (may be NULL) are the bits
 * of them that are no whole byte: 0 of what was coded well. */
size_t	 base64_get(struct buf *, const char *, unsigned *rest);

#endif
