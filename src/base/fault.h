/* SPDX-License-Identifier: ISC */
/* fault: makes the system refuse, in builds for tests alone. */

#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdbool.h>

/* Whether the system is to refuse now: true with errno. Point is the name of
 * a call, what a path or another word that tells one use from another ("" if
 * there is none). Without --enable-test-hooks always false. */
#ifdef TEST_HOOKS
bool	fault_at(const char *point, const char *what);
#else
#define fault_at(point, what) ((void)(what), false)
#endif

#endif
