/* SPDX-License-Identifier: ISC */
/* lookup: the sessions that a command is about, from the supervisor or, while it
 * does not answer, from the hosts themselves. */

#ifndef CMD_LOOKUP_H
#define CMD_LOOKUP_H

#include <stdbool.h>

struct cmd_call;
struct jv;

/* All sessions (with ended ones if all) as a JSON array of session objects, of
 * which only members (takes the array of names; NULL: all) are needed; caller
 * frees. NULL and *cause. *note, if not NULL, says that the hosts were asked,
 * and which of them have not answered (caller frees). */
struct jv *lookup_list(struct cmd_call *, bool all, struct jv *members,
	     char **note, char **cause);
/* The session named by an id prefix or a name (part: or a part of one);
 * caller frees. NULL and *cause. */
struct jv *lookup_find(struct cmd_call *, const char *what, bool part,
	     char **cause);
/* The same with a part of a name, by somebody who is about to attach: the
 * supervisor is told where the caller's ssh agent is. */
struct jv *lookup_attach(struct cmd_call *, const char *what, char **cause);

/* Why a session without a socket cannot be reached; caller frees. */
char	*lookup_no_host(struct jv *session);

#endif
