/* SPDX-License-Identifier: ISC */
/* helpview: the keys and what they do, over a whole frame. */

#ifndef CLIENT_HELPVIEW_H
#define CLIENT_HELPVIEW_H

#include <stdbool.h>

struct frame;

/* Draw the bindings from the page-th screen of them on; false if there is no
 * such page. prefix is the name of the prefix key; with vi the history's keys are
 * vi's. */
bool	helpview_draw(struct frame *, unsigned page, const char *prefix,
	    bool vi);

#endif
