/* SPDX-License-Identifier: ISC */
/* ttyask: what the person's terminal is asked, and what it answers. Pure. */

#ifndef TTY_TTYASK_H
#define TTY_TTYASK_H

#include <stdint.h>

#define TTYASK_KNOWN 0x80000000u

/* All questions, and those after the colours alone. The answer to the last, DA1,
 * comes when all others have. */
extern const char ttyask_all[];
extern const char ttyask_colours[];

/* An answer's colour: TTYASK_KNOWN | 0xrrggbb, or 0. */
uint32_t ttyask_colour(const char *);

#endif
