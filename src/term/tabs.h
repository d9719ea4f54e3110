/* SPDX-License-Identifier: ISC */
/* tabs: the tab stops of a terminal. */

#ifndef TERM_TABS_H
#define TERM_TABS_H

#include <stdbool.h>

struct vt;

/* A stop at the cursor's column. */
void	tabs_set(struct vt *);
/* The stop at the cursor's column, or all of them, gone. */
void	tabs_clear(struct vt *, bool all);
/* A stop at each eighth column. */
void	tabs_reset(struct vt *);
/* The terminal has another width: stops at each eighth column after the last
 * one. */
void	tabs_extend(struct vt *);
bool	tabs_at(const struct vt *, unsigned col);
/* Move the cursor n stops on (back if negative); a pending wrap stays. */
void	tabs_move(struct vt *, int n);

#endif
