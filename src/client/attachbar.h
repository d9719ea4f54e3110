/* SPDX-License-Identifier: ISC */
/* attachbar: the status line under an attached session, for who wants one. */

#ifndef CLIENT_ATTACHBAR_H
#define CLIENT_ATTACHBAR_H

struct attachview;
struct frame;

/* How many of a terminal's rows it takes: 1 or 0. */
unsigned attachbar_rows(const struct attachview *, unsigned rows);
void	attachbar_draw(const struct attachview *, struct frame *);

#endif
