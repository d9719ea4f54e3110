/* SPDX-License-Identifier: ISC */
/* rowcode: the one packed form of a row: UTF-8 text plus runs of style and
 * link. The scrollback keeps it, the wire carries it, logs print it. */

#ifndef TERM_ROWCODE_H
#define TERM_ROWCODE_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct intern;
struct row;

/*
 * The form (all numbers LEB128 unless said):
 *
 *	u8 flags		ROW_* of row.h
 *	nruns
 *	runs			each: head = ncells << 3 | styled << 2 | kind
 *				if styled: a style, else that of the run before
 *				(the default before the first)
 *	text bytes		to the end of the row
 *
 * kind: 0 each cell one code point, narrow; 1 one code point, wide (a cell
 * here is the character, two columns); 2 clusters: before the text of each,
 * in the text bytes, u8 = bytes << 1 | wide; 3 erased cells, no text.
 * style: u8 of the fields that follow: 1 fg, 2 bg, 4 underline colour, 8 attr
 *(u16 little-endian), 16 link. A colour is u8 index kind (1 indexed, 2 rgb) and
 * 1 or 3 bytes. A link is a number: 0 for one more, whose uri and id follow
 * (each a length and bytes), n for the n-th of this row again.
 * Trailing erased cells of the default style are left out, but not where the
 * row goes on in the next: there its width counts.
 */

/* Append the row's packed form. */
void rowcode_put(struct buf *, const struct row *, const struct intern *);
/* Replace row (its gen is kept) by n packed bytes, at most max columns of them
 * kept. 0, or -1 when they are malformed: the row is then blank. Hostile input
 * is fine; an unknown bit of flags is kept. */
int rowcode_get(struct row *, struct intern *, const uint8_t *, size_t n,
    unsigned max);
/* The text alone, erased cells as spaces and trailing blanks cut, appended to
 * out as UTF-8. *wrapped, if not NULL, says whether the row goes on in the
 * next: its trailing blanks are then kept. 0, or -1 if malformed: nothing is
 * appended. */
int rowcode_text(struct buf *out, const uint8_t *, size_t n, int *wrapped);

#endif
