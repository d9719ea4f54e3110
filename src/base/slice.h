/* SPDX-License-Identifier: ISC */
/* slice: how long this process may run until others have their turn. */

#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>

/* Turns of so many microseconds (100 at least), so that the system gives us one
 * as soon as we are woken, even where what woke us goes on, if that has longer
 * ones; 0: as usual. Who waits for another has the shorter ones. Children have
 * the usual ones, or if inherit the same. Does nothing where the system has no
 * such thing. */
#define SLICE_CLIENT	 100
#define SLICE_HOST	 200
#define SLICE_SUPERVISOR 400
void	slice_set(unsigned us, bool inherit);

#endif
