/* SPDX-License-Identifier: ISC */
/* hosts: what the hosts themselves say, where the supervisor does not answer.
 */

#ifndef CMD_HOSTS_H
#define CMD_HOSTS_H

struct call;
struct cmd_call;
struct jv;

/* Ask every host whose socket is there, many at once: the session objects
 * of those that answer are appended to sessions, the ids of those that have not
 * within a second to silent. */
void hosts_ask(struct cmd_call *, struct jv *sessions, struct jv *silent);
/* What is not known because of the silent ones: "2 sessions do not answer: ID,
 * ID"; caller frees. NULL: there are none. */
char *hosts_silent(const struct jv *silent);
/* A connection to the host of a session that has a socket: NULL and *cause, as
 * call_open, with words for one that does not answer. */
struct call *hosts_open(const struct jv *session, int ms, char **cause);

#endif
