/* SPDX-License-Identifier: ISC */
/* charset: the 94-character sets that a VT can designate. */

#ifndef TERM_CHARSET_H
#define TERM_CHARSET_H

#include <stdint.h>

#define CHARSET_ASCII	 'B'
#define CHARSET_GRAPHICS '0'

/* The set that a final byte designates: itself, or CHARSET_ASCII if there is
 * none. */
uint8_t	 charset_find(uint8_t final);
/* The code point of a printable ASCII byte in a set. */
uint32_t charset_translate(uint8_t set, uint8_t byte);

#endif
