/* SPDX-License-Identifier: ISC */
/* attachagain: the way of a view to the next host of its session. */

#ifndef CLIENT_ATTACHAGAIN_H
#define CLIENT_ATTACHAGAIN_H

struct attachview;

/* The host ends for a respawn. */
void	attachagain_start(struct attachview *);
/* Look for the next host in a while; and now: for the timer. */
void	attachagain_later(struct attachview *);
void	attachagain_fire(void *attachview);
/* There is no host yet: show what is saved, and look for it. */
void	attachagain_first(void *attachview);

#endif
