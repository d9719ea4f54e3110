/* SPDX-License-Identifier: ISC */
/* attachagain: the way of a view to the next host of its session. */

#ifndef CLIENT_ATTACHAGAIN_H
#define CLIENT_ATTACHAGAIN_H

#include <stdbool.h>

#include "client/attachview.h"

struct attachview;
struct link_end;

/* The host ends, and another one follows. */
void	attachagain_start(struct attachview *, const struct link_end *);
/* The host is gone, or its agent has died, and nobody has said that another one
 * follows: it is looked for, and if it does not come the view is over as how
 * says. False: it is not looked for. */
bool	attachagain_lost(struct attachview *, enum attach_how how,
	    const struct link_end *);
/* The first frame of a host is here. */
void	attachagain_found(struct attachview *);
/* Look for the next host in a while; and now: for the timer. */
void	attachagain_later(struct attachview *);
void	attachagain_fire(void *attachview);
/* There is no host yet: show what is saved, and look for it. */
void	attachagain_first(void *attachview);

#endif
