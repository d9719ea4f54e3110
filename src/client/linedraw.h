/* SPDX-License-Identifier: ISC */
/* linedraw: text in the rows of a frame. */

#ifndef CLIENT_LINEDRAW_H
#define CLIENT_LINEDRAW_H

#include <stdint.h>

struct frame;

/* Draw clean text into columns [col, right) of a row, as much as fits, never a part
 * of a cluster; where the locale is not of UTF-8, with '?' for what is not ASCII. The column after it. Rows and columns past the frame are
 * left out. */
unsigned linedraw_text(struct frame *, unsigned row, unsigned col,
	     unsigned right, const char *, uint32_t style);
/* The same; where it does not fit it ends in an ellipsis. */
unsigned linedraw_cut(struct frame *, unsigned row, unsigned col,
	     unsigned right, const char *, const char *ellipsis,
	     uint32_t style);
/* The same text again and again, to the end. */
void	 linedraw_fill(struct frame *, unsigned row, unsigned col,
	     unsigned right, const char *, uint32_t style);
/* Another style for what stands in [col, right). */
void	 linedraw_mark(struct frame *, unsigned row, unsigned col,
	     unsigned right, uint32_t style);

#endif
