/* SPDX-License-Identifier: ISC */
/* pen: what the terminal would write with, and where: style, link, cursor
 * place, autowrap. */

#ifndef TTY_PEN_H
#define TTY_PEN_H

#include <stdbool.h>
#include <stdint.h>

#include "term/cell.h"

#define PEN_UNKNOWN (~0u)

struct buf;
struct caps;
struct intern;

/* Embedded. Each change below appends what it takes to out. */
struct pen {
	const struct caps	*caps;		/* borrowed */
	const struct intern	*intern;	/* borrowed */
	struct buf		*out;		/* borrowed; set before use */
	struct style		 style;		/* reduced */
	uint32_t		 style_id;	/* it came of; or PEN_UNKNOWN */
	uint16_t		 link;		/* open; 0 if none */
	unsigned		 row;		/* both PEN_UNKNOWN, or the */
	unsigned		 col;		/* cursor's place */
	bool			 wrap_off;
};

/* Default style, no link, home, autowrap on: to be made true by the caller. */
void	 pen_reset(struct pen *);
void	 pen_set_style(struct pen *, uint32_t id);
/* Of a style only the background: for erasing. */
void	 pen_set_erase(struct pen *, uint32_t id);
/* Links whose scheme is not allowed, or that have odd bytes, count as none. */
void	 pen_set_link(struct pen *, uint16_t link);
void	 pen_set_wrap(struct pen *, bool off);
void	 pen_move(struct pen *, unsigned row, unsigned col);
/* The cursor's place is not known any more. */
void	 pen_lose_place(struct pen *);

#endif
