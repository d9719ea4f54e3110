/* SPDX-License-Identifier: ISC */
/* screen_internal: the body of struct screen, for screen and screen_edit. */

#ifndef TERM_SCREEN_INTERNAL_H
#define TERM_SCREEN_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "term/damage.h"
#include "term/rowring.h"
#include "term/screen.h"

struct screen {
	unsigned	 rows;
	unsigned	 cols;
	struct intern	*in;		/* borrowed */
	struct scrollback *sb;		/* borrowed, may be NULL */
	struct rowring	 main;
	struct rowring	 alt;
	struct rowring	*shown;		/* one of the two */
	struct cursor	 cursor;
	struct cursor	 main_cursor;	/* while the alternate one is shown */
	struct cursor	*tracked;	/* borrowed, may be NULL */
	struct damage	 damage;
};

/* What stands above row i of the buffer shown does not go on in it. */
void	 screen_cut_above(struct screen *, unsigned i);

#endif
