/* SPDX-License-Identifier: ISC */
/* adopt: at the supervisor's start, finds again what the last one left: hosts
 * by their sockets, then sessions by their records. */

#ifndef SUPERVISOR_ADOPT_H
#define SUPERVISOR_ADOPT_H

struct adopt;
struct supervisor;

/* Load the records, connect to every host. What is found, ended or lost
 * follows from the loop. */
struct adopt *adopt_create(struct supervisor *);
void	 adopt_destroy(struct adopt *);	/* NULL is fine */

#endif
