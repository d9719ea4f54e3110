/* SPDX-License-Identifier: ISC */
/* ere: regular expressions (POSIX extended) from outside, checked before they
 * are compiled: what would take memory or time without bounds is refused. */

#ifndef BASE_ERE_H
#define BASE_ERE_H

/* NULL, or why an expression is not to be compiled (static): back-references,
 * repetitions whose bounds multiply to more than 255, more than 16 groups,
 * brackets beyond ASCII, whatever is not closed. */
const char *ere_check(const char *);

#endif
