/* SPDX-License-Identifier: ISC */
/* palette: colours that a program sets and asks for (OSC 4, 10, 11, 12, 104,
 * 110 to 112). */

#ifndef TERM_PALETTE_H
#define TERM_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

struct vt;

/* The bodies after the number; bel: how a reply is to end. */
void	palette_indexed(struct vt *, char *, bool bel);
/* number is that of the first colour given: 10, 11, 12. */
void	palette_dynamic(struct vt *, int number, char *, bool bel);
void	palette_reset(struct vt *, int number, char *);

/* A colour as XParseColor knows it: "#rgb", "#rrggbb" ..., "rgb:r/g/b".
 * COLOUR_UNKNOWN if it is none. */
uint32_t palette_parse(const char *);

#endif
