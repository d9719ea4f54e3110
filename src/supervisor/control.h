/* SPDX-License-Identifier: ISC */
/* control: what clients may ask of the supervisor, as a table of handlers with
 * their permissions. */

#ifndef SUPERVISOR_CONTROL_H
#define SUPERVISOR_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

struct msg;
struct subscriber;
struct supervisor;

/* Serve one request, or let it wait. A type without a handler is ignored. */
void	 control_message(struct supervisor *, struct subscriber *,
	     const struct msg *);
/* Whether a type has a handler; for the test that no message lacks one. */
bool	 control_handles(uint16_t type);

#endif
