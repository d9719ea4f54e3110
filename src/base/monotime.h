/* SPDX-License-Identifier: ISC */
/* monotime: moments of the monotonic clock, in ms, as a type of their own. */

#ifndef BASE_MONOTIME_H
#define BASE_MONOTIME_H

#include <stdint.h>

typedef struct monotime {
	int64_t	 ms;
} monotime;

/* Time that does not pass while the machine sleeps (CLOCK_MONOTONIC). */
monotime monotime_now(void);
/* t moved by ms, which may be negative. */
monotime monotime_add(monotime t, int64_t ms);
/* ms from a to b: negative if b is earlier. */
int64_t	 monotime_diff(monotime a, monotime b);
/* ms left until t, 0 when it is past. For poll(2) and loop timers. */
int	 monotime_left(monotime t);
/* Wall time in Unix ms: only for records and display. */
int64_t	 wall_ms(void);

#endif
