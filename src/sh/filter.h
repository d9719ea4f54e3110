/* SPDX-License-Identifier: ISC */
/* filter: what a command has written, as it may be shown where something else is
 * drawn too. Pure. */

#ifndef SH_FILTER_H
#define SH_FILTER_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/* Append n bytes of whole lines to out: text, tabs, line ends, colours (SGR) and
 * progress (OSC 9;4) stay; what moves the cursor, changes modes or asks the
 * terminal something is dropped, and so is a sequence without its end. A colour
 * is ended with its line. */
void	 filter_lines(const uint8_t *, size_t n, struct buf *out);

#endif
