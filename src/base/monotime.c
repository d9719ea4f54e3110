/* SPDX-License-Identifier: ISC */
/* monotime: moments of the monotonic clock, in ms, as a type of their own. */

#include <limits.h>

#include "base/monotime.h"

static int64_t
clock_ms(clockid_t clock)
{
	struct timespec ts = { 0 };

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

monotime
monotime_now(void)
{
	monotime t;

	t.ms = clock_ms(CLOCK_MONOTONIC);
	return t;
}

/* Sums stop at the ends of the range, so that "for ever" may be INT64_MAX. */
monotime
monotime_add(monotime t, int64_t ms)
{
	if (__builtin_add_overflow(t.ms, ms, &t.ms))
		t.ms = ms > 0 ? INT64_MAX : INT64_MIN;
	return t;
}

int64_t
monotime_diff(monotime a, monotime b)
{
	int64_t ms;

	if (__builtin_sub_overflow(b.ms, a.ms, &ms))
		ms = b.ms > a.ms ? INT64_MAX : INT64_MIN;
	return ms;
}

int
monotime_left(monotime t)
{
	int64_t ms;

	ms = monotime_diff(monotime_now(), t);
	if (ms <= 0)
		return 0;
	return ms > INT_MAX ? INT_MAX : (int)ms;
}

int64_t
wall_ms(void)
{
	return clock_ms(CLOCK_REALTIME);
}
