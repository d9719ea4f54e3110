/* SPDX-License-Identifier: ISC */
/* random: bytes of the system that nobody can guess; there are always some, or
 * it is fatal. */

#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

/* At most 256. */
void	 random_bytes(void *, size_t n);
/* n bytes (at most 256) as 2n hex digits with a NUL behind them. */
void	 random_hex(char *to, size_t n);

#endif
