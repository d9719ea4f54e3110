/* SPDX-License-Identifier: ISC */
/* attachleave: how a session's host says that the person wants to leave it. */

#ifndef CLIENT_ATTACHLEAVE_H
#define CLIENT_ATTACHLEAVE_H

struct attachview;
struct frame;

/* For the link: where to ("agents", "shell", "end"; NULL: nowhere yet) and a text
 * for the person (may be NULL). */
void	attachleave_told(const char *to, const char *text, void *attachview);
/* Draw that text over what is shown, while it counts. */
void	attachleave_draw(struct attachview *, struct frame *);
/* Away with it. */
void	attachleave_fire(void *attachview);

#endif
