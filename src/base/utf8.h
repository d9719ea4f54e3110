/* SPDX-License-Identifier: ISC */
/* utf8: decoding, widths, grapheme clusters (utf8proc's tables) and the
 * cleaning of text that came from outside. */

#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xfffdu

/* An archive of jansson has a function of this name too. */
#define utf8_encode bgmux_utf8_encode

/* Decode one code point of n bytes. The number of bytes taken (1-4); 0 if p
 * is a cut but so far valid sequence; -k if the first k bytes are invalid
 * (k as Unicode recommends: the maximal subpart), *cp is U+FFFD then. */
int	 utf8_decode(const uint8_t *p, size_t n, uint32_t *cp);
/* 1-4 bytes written; a code point that is none gives U+FFFD. */
size_t	 utf8_encode(uint32_t cp, char out[4]);
bool	 utf8_valid(const void *, size_t n);

/* Columns of a code point: 0 (marks, controls, joiners), 1 or 2. Ambiguous
 * width is 1. */
int	 utf8_width(uint32_t cp);
/* Whether a character of no columns is no mark on another one either (zero width
 * space, byte order mark, those that turn the direction ...). */
bool	 utf8_is_format(uint32_t cp);
/* The columns of a code point if it is a simple one: one of the common letters
 * and signs that never joins another simple one in a cluster; 0 for all others.
 * Much faster than the tables. */
int	 utf8_simple_width(uint32_t cp);
/* The lower case of a code point. */
uint32_t utf8_lower(uint32_t cp);
/* Whether a cluster boundary lies between a and b, by Unicode's extended
 * grapheme clusters; *state is 0 at the first pair and carries on. */
bool	 utf8_break(uint32_t a, uint32_t b, int32_t *state);

/* n bytes as valid UTF-8 on one line: C0, DEL, C1, bidi controls, zero-width
 * and other format characters are dropped (tab and newline become a space;
 * U+200D and VS16 stay), invalid bytes become U+FFFD, at most max bytes.
 * Caller frees. */
char	*utf8_clean(const char *, size_t n, size_t max);
/* The bytes of the first cluster of a string, 0 if it is empty, and how many
 * columns it takes. */
size_t	 utf8_cluster(const char *, int *cols);
/* Columns of a clean string. */
int	 utf8_columns(const char *);
/* A clean string cut to at most cols columns, ending in an ellipsis if
 * anything was cut, never through a cluster. Caller frees. */
char	*utf8_cut(const char *, int cols, const char *ellipsis);

/* Whether the locale (LC_ALL, LC_CTYPE, LANG) is UTF-8. */
bool	 utf8_locale(void);

#endif
