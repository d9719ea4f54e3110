/* SPDX-License-Identifier: ISC */
/* redraw: the bytes that build a screen's exact state in a fresh terminal. */

#ifndef TERM_REDRAW_H
#define TERM_REDRAW_H

struct buf;
struct vt;

/* Append escape sequences (ECMA-48, xterm ctlseqs) that turn a fresh terminal of
 * the same size into this one: text, attributes, links, cursor, modes, title. Used by
 * tests of the core and by saved screens. */
void	redraw(struct buf *, struct vt *);

#endif
