/* SPDX-License-Identifier: ISC */
/* state: names of states and of reasons to wait; it judges nothing. */

#include "agent/state.h"
#include "base/xmalloc.h"

static const char *const state_names[] = {
	[AGENT_WORKING] = "working",
	[AGENT_BLOCKED] = "blocked",
	[AGENT_IDLE] = "idle",
	[AGENT_DONE] = "done",
	[AGENT_FAILED] = "failed",
};

static const char *const state_waiting[] = { "permission prompt",
	"input needed", "sign-in", "trust", "first prompt" };

const char *
agent_state_name(enum agent_state state)
{
	return state == AGENT_NONE ? "none" : state_names[state];
}

enum agent_state
agent_state_find(const char *name)
{
	int i;

	for (i = 0; name != NULL && i < (int)nitems(state_names); i++)
		if (strcmp(name, state_names[i]) == 0)
			return (enum agent_state)i;
	return AGENT_NONE;
}

const char *
agent_waiting_find(const char *s)
{
	size_t i;

	for (i = 0; s != NULL && i < nitems(state_waiting); i++)
		if (strcmp(s, state_waiting[i]) == 0)
			return state_waiting[i];
	return NULL;
}
