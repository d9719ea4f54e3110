/* SPDX-License-Identifier: ISC */
/* slice: how long this process may run until others have their turn. */

/*
 * Linux 6.12 and newer let a process ask for the length of its turns, and give
 * one to whoever asked for shorter ones before the one that runs has used up
 * his. Not in every C library: hence the structure and the numbers, which are
 * of the system's interface (sched_setattr(2)).
 */

#include <sys/syscall.h>

#include <stdint.h>
#include <unistd.h>

#include "base/slice.h"

struct slice_attr {
	uint32_t size;
	uint32_t policy; /* 0: the usual one */
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime; /* ns; 0: the system's own */
	uint64_t deadline;
	uint64_t period;
};

#define SLICE_RESET_ON_FORK 0x01u

void
slice_set(unsigned us, bool inherit)
{
#if defined(SYS_sched_setattr) && defined(SYS_sched_getattr)
	struct slice_attr a = { 0 };

	/* Whoever made us another priority or policy knows why. */
	if (syscall(SYS_sched_getattr, 0, &a, sizeof a, 0) == -1 ||
	    a.policy != 0)
		return;
	a.size = sizeof a;
	/* Who has said once that children have the usual ones cannot take it
	 * back without privileges; nor does it matter with the usual ones. */
	a.flags &= us != 0 && inherit ? 0 : SLICE_RESET_ON_FORK;
	if (us != 0 && !inherit)
		a.flags |= SLICE_RESET_ON_FORK;
	a.runtime = (uint64_t)us * 1000;
	(void)syscall(SYS_sched_setattr, 0, &a, 0);
#else
	(void)us;
	(void)inherit;
#endif
}
