/* SPDX-License-Identifier: ISC */
/* viewframe: what a viewer has of a screen, and the frame that brings it up
 * to date. */

#ifndef HOST_VIEWFRAME_H
#define HOST_VIEWFRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "term/modes.h"

struct buf;
struct vt;

/* Most bytes of a frame; rows beyond (no real screen has them) are blank. */
#define VIEWFRAME_MAX (48u << 20)

/* What the viewer has. {0} is nothing. */
struct viewframe {
	bool		 full;		/* it has a whole screen */
	uint64_t	 gen;		/* of the screen */
	unsigned	 rows;
	unsigned	 cols;
	struct modes	 modes;
	unsigned	 title_gen;
};

/* Whether a frame would tell anything new. title_gen changes with the title and
 * with what else the program tells of itself (term/about.h). */
bool	 viewframe_stale(const struct viewframe *, struct vt *,
	     unsigned title_gen);
/* Append the frame's body, which will be number seq; the viewer then has it. */
void	 viewframe_build(struct viewframe *, struct vt *, unsigned title_gen,
	     uint32_t seq, struct buf *);

#endif
