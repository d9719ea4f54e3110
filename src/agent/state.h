/* SPDX-License-Identifier: ISC */
/* state: the states that an agent can be seen in, and why it waits, by name. */

#ifndef AGENT_STATE_H
#define AGENT_STATE_H

enum agent_state {
	AGENT_NONE = -1,		/* not known */
	AGENT_WORKING,
	AGENT_BLOCKED,			/* it waits for a person */
	AGENT_IDLE,
	AGENT_DONE,
	AGENT_FAILED,
};

/* "working", "blocked", "idle", "done", "failed"; "none" for AGENT_NONE. */
const char *agent_state_name(enum agent_state);
/* AGENT_NONE if the name is none of those, or NULL. */
enum agent_state agent_state_find(const char *);
/* The one of the words for why a session waits ("permission prompt", "input
 * needed", "sign-in", "trust", "first prompt") that equals s; else NULL. */
const char *agent_waiting_find(const char *);

#endif
