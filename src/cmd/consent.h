/* SPDX-License-Identifier: ISC */
/* consent: the person's word, given once for each agent, for permission modes
 * in which it does not ask. */

#ifndef CMD_CONSENT_H
#define CMD_CONSENT_H

#include <stdbool.h>

struct cmd_call;
struct jv;

/* Whether the mode that a request (SESSION_START) starts an agent in is no
 * risky one, or was accepted. With ask the person is asked on this terminal if it
 * was not. 0, or -1 and *cause (caller frees). */
int	consent_check(struct cmd_call *, struct jv *request, bool ask,
	     char **cause);

#endif
