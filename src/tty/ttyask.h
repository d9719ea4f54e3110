/* SPDX-License-Identifier: ISC */
/* ttyask: what the person's terminal is asked, and what it answers. Pure. */

#ifndef TTY_TTYASK_H
#define TTY_TTYASK_H

#include <stdbool.h>
#include <stdint.h>

#include "tty/caps.h"

struct ttyin_reply;

#define TTYASK_KNOWN 0x80000000u

/* So many colours of the palette are looked at. */
#define TTYASK_PALETTE 8

/* All questions, and those after the colours alone. The answer to the last, DA1,
 * comes when all others have. The first leaves marks on the screen: two bytes,
 * and the ends of what a terminal does not know (DECRQM). */
extern const char ttyask_all[];
extern const char ttyask_about_colours[];

/* A terminal that has not answered so many ms after it was asked never will; one
 * behind a network may be slower. Until then its answers are waited for, or
 * whoever reads the terminal next would take them for typed. */
int	 ttyask_patience(caps_env_cb env);

/* The terminal's colours, each TTYASK_KNOWN | 0xrrggbb, or 0. */
struct ttyask_colours {
	uint32_t fg;
	uint32_t bg;
	uint32_t palette[TTYASK_PALETTE];
};

/* What an answer tells of the terminal, into caps. Whether what it shows was
 * written for another terminal than it is. */
bool	 ttyask_told(struct caps *, const struct ttyin_reply *);
/* Whether the answer is one of them, which it then has. */
bool	 ttyask_colours_told(struct ttyask_colours *, const struct ttyin_reply *);

#endif
