/* SPDX-License-Identifier: ISC */
/* about: what a program tells of itself beside its title, for the terminals
 * that look on. */

#ifndef TERM_ABOUT_H
#define TERM_ABOUT_H

#include <stdint.h>

#define ABOUT_FOLDER_MAX 1024	/* bytes */

struct about {
	uint8_t	 progress;	/* as in OSC 9;4: 0 none, 1 shown, 2 failed,
				 * 3 without an end in sight, 4 paused */
	uint8_t	 percent;	/* 0-100 */
	/* Where it is: a file URI of printable ASCII without spaces (OSC 7), or
	 * "" if it has not said. */
	char	 folder[ABOUT_FOLDER_MAX + 1];
};

#endif
