/* SPDX-License-Identifier: ISC */
/* cell: one column of a screen, and what it looks like. Plain data. */

#ifndef TERM_CELL_H
#define TERM_CELL_H

#include <stdbool.h>
#include <stdint.h>

/* The size of a terminal. */
#define TERM_MIN_COLS 2
#define TERM_MIN_ROWS 1
#define TERM_MAX_COLS 2000
#define TERM_MAX_ROWS 1000

/* A colour: 0 is the default, else one of these or'ed with its value. */
#define COLOUR_DEFAULT	0u
#define COLOUR_INDEXED	0x01000000u	/* | 0-255 */
#define COLOUR_RGB	0x02000000u	/* | 0xrrggbb */
#define COLOUR_KIND(c)	((c) & 0xff000000u)

#define ATTR_BOLD	0x0001u
#define ATTR_DIM	0x0002u
#define ATTR_ITALIC	0x0004u
#define ATTR_BLINK	0x0008u
#define ATTR_INVERSE	0x0010u
#define ATTR_CONCEAL	0x0020u
#define ATTR_STRIKE	0x0040u
#define ATTR_OVERLINE	0x0080u
#define ATTR_PROTECTED	0x0100u		/* DECSCA */
#define ATTR_UL_SHIFT	12		/* underline style, see below */
#define ATTR_UL_MASK	0x7000u
#define ATTR_UL(a)	(((a) & ATTR_UL_MASK) >> ATTR_UL_SHIFT)

enum underline {
	UL_NONE,
	UL_SINGLE,
	UL_DOUBLE,
	UL_CURLY,
	UL_DOTTED,
	UL_DASHED,
};

/* How a cell is drawn. Interned: equal styles have equal ids, id 0 is the
 * default. The link is an id too (0: none), see intern.h. */
struct style {
	uint32_t	fg;
	uint32_t	bg;
	uint32_t	ul;		/* underline colour */
	uint16_t	attr;
	uint16_t	link;
};

/* One column. text is 0 (erased), a code point, or CELL_CLUSTER with the id
 * of a cluster. A wide character has CELL_WIDE in its first cell and is
 * followed by one with CELL_TAIL and no text. */
struct cell {
	uint32_t	text;
	uint32_t	style;
};

#define CELL_CLUSTER	0x80000000u	/* the low bits are an id */
#define CELL_WIDE	0x40000000u
#define CELL_TAIL	0x20000000u
#define CELL_VALUE(t)	((t) & 0x001fffffu)

/* Loops over cells that are to be fast take so many at a time, without a branch
 * in between: a number that compilers turn into vector instructions. */
#define CELL_BLOCK	16

#endif
