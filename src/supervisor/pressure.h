/* SPDX-License-Identifier: ISC */
/* pressure: says when the machine is short of memory. */

#ifndef SUPERVISOR_PRESSURE_H
#define SUPERVISOR_PRESSURE_H

#include <stdbool.h>

struct loop;
struct pressure;

/* Call cb when memory is short, and again while it is, at most once in two
 * seconds, but only while pressure_want says so. By a trigger of the kernel's pressure stall information
 * (Documentation/accounting/psi.rst) if it takes one, which costs nothing at
 * rest; else by looking at that, or at MemAvailable, every 30 seconds. */
struct pressure *pressure_create(struct loop *, void (*cb)(void *arg),
	     void *arg);
void	 pressure_destroy(struct pressure *);	/* NULL is fine */
/* Whether anything could be done about it now. */
void	 pressure_want(struct pressure *, bool);

/* Whether other files than the system's are looked at, for a test, which has no
 * time. */
bool	 pressure_is_test(void);

/* Whether memory is short by the text of /proc/pressure/memory, else by that of
 * /proc/meminfo (NULL: there is none), where it was short or not before: to
 * become so takes more than to stay so. What cannot be read is not short. */
bool	 pressure_judge(bool was, const char *psi, const char *meminfo);

#endif
