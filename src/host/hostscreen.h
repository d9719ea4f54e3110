/* SPDX-License-Identifier: ISC */
/* hostscreen: a session's screen as those who judge it by rules get it. */

#ifndef HOST_HOSTSCREEN_H
#define HOST_HOSTSCREEN_H

struct region_screen;
struct vt;

/* The screen that is shown, with title, without progress (the caller's). To be
 * cleared with region_clear. */
void	hostscreen_get(struct vt *, struct region_screen *);

#endif
