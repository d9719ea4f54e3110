/* SPDX-License-Identifier: ISC */
/* termname: whether a terminal's description is installed, by its name. */

#ifndef BASE_TERMNAME_H
#define BASE_TERMNAME_H

#include <stdbool.h>

#define TERMNAME_MAX 64		/* bytes */

/* Whether it can be the name of a terminal: short, letters, digits and
 * "._+-". NULL is none. */
bool	 termname_valid(const char *);
/* Whether a compiled description of that name is in the system's places or in
 * home (may be NULL) below .terminfo. What is not valid is not installed. */
bool	 termname_installed(const char *, const char *home);

#endif
