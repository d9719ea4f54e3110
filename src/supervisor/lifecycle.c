/* SPDX-License-Identifier: ISC */
/* lifecycle: what happens to a session's life, as one pure table; it knows
 * neither processes nor files. */

#include <assert.h>

#include "supervisor/lifecycle.h"

/*
 * Reading the table: a host that is found (its hello proves it) is always
 * believed, even where the worker was held for dead; a loss is judged only
 * when no exit.json tells how it ended; a stop or removal that is on disk is
 * carried on by the next supervisor, which finds the host and asks again. What
 * never got up leaves no row; what could not be started again keeps it. An
 * agent that died (see revive) is started again only from up: a stop on disk is
 * final. Who
 * says stop while it is started again means it: what was started is killed.
 */
static const struct life_cell table[LIFE_STATES][LIFE_EVENTS] = {
	[LIFE_QUEUED] = {
		[LIFE_EV_START] = { LIFE_EXEC, LIFE_STARTING },
		[LIFE_EV_READY] = { LIFE_IGNORE, LIFE_QUEUED },
		[LIFE_EV_REFUSED] = { LIFE_IGNORE, LIFE_QUEUED },
		[LIFE_EV_FOUND] = { LIFE_LINK, LIFE_UP },
		[LIFE_EV_ENDED] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_DIED] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_LOST] = { LIFE_IGNORE, LIFE_QUEUED },
		[LIFE_EV_STOP] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_REMOVE] = { LIFE_FORGET, LIFE_REMOVING },
		[LIFE_EV_RESPAWN] = { LIFE_AGAIN, LIFE_RESTARTING },
		[LIFE_EV_TIMEOUT] = { LIFE_IGNORE, LIFE_QUEUED },
	},
	[LIFE_STARTING] = {
		[LIFE_EV_START] = { LIFE_IGNORE, LIFE_STARTING },
		[LIFE_EV_READY] = { LIFE_LINK, LIFE_UP },
		[LIFE_EV_REFUSED] = { LIFE_FORGET, LIFE_REMOVING },
		[LIFE_EV_FOUND] = { LIFE_LINK, LIFE_UP },
		[LIFE_EV_ENDED] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_DIED] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_LOST] = { LIFE_ABORT, LIFE_REMOVING },
		[LIFE_EV_STOP] = { LIFE_WAIT, LIFE_STOPPING },
		[LIFE_EV_REMOVE] = { LIFE_WAIT, LIFE_REMOVING },
		[LIFE_EV_RESPAWN] = { LIFE_DENY, LIFE_STARTING },
		[LIFE_EV_TIMEOUT] = { LIFE_ABORT, LIFE_REMOVING },
	},
	[LIFE_UP] = {
		[LIFE_EV_START] = { LIFE_IGNORE, LIFE_UP },
		[LIFE_EV_READY] = { LIFE_IGNORE, LIFE_UP },
		[LIFE_EV_REFUSED] = { LIFE_IGNORE, LIFE_UP },
		[LIFE_EV_FOUND] = { LIFE_LINK, LIFE_UP },
		[LIFE_EV_ENDED] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_DIED] = { LIFE_AGAIN, LIFE_RESTARTING },
		[LIFE_EV_LOST] = { LIFE_LOSE, LIFE_DOWN },
		[LIFE_EV_STOP] = { LIFE_STOP, LIFE_STOPPING },
		[LIFE_EV_REMOVE] = { LIFE_STOP, LIFE_REMOVING },
		[LIFE_EV_RESPAWN] = { LIFE_STOP, LIFE_RESPAWNING },
		[LIFE_EV_TIMEOUT] = { LIFE_IGNORE, LIFE_UP },
	},
	[LIFE_STOPPING] = {
		[LIFE_EV_START] = { LIFE_IGNORE, LIFE_STOPPING },
		[LIFE_EV_READY] = { LIFE_ASK_AGAIN, LIFE_STOPPING },
		[LIFE_EV_REFUSED] = { LIFE_FORGET, LIFE_REMOVING },
		[LIFE_EV_FOUND] = { LIFE_ASK_AGAIN, LIFE_STOPPING },
		[LIFE_EV_ENDED] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_DIED] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_LOST] = { LIFE_LOSE, LIFE_DOWN },
		[LIFE_EV_STOP] = { LIFE_WAIT, LIFE_STOPPING },
		[LIFE_EV_REMOVE] = { LIFE_WAIT, LIFE_REMOVING },
		[LIFE_EV_RESPAWN] = { LIFE_WAIT, LIFE_RESPAWNING },
		[LIFE_EV_TIMEOUT] = { LIFE_KILL, LIFE_DOWN },
	},
	[LIFE_DOWN] = {
		[LIFE_EV_START] = { LIFE_IGNORE, LIFE_DOWN },
		[LIFE_EV_READY] = { LIFE_IGNORE, LIFE_DOWN },
		[LIFE_EV_REFUSED] = { LIFE_IGNORE, LIFE_DOWN },
		[LIFE_EV_FOUND] = { LIFE_LINK, LIFE_UP },
		[LIFE_EV_ENDED] = { LIFE_LINGER, LIFE_DOWN },
		[LIFE_EV_DIED] = { LIFE_LINGER, LIFE_DOWN },
		[LIFE_EV_LOST] = { LIFE_IGNORE, LIFE_DOWN },
		[LIFE_EV_STOP] = { LIFE_ANSWER, LIFE_DOWN },
		[LIFE_EV_REMOVE] = { LIFE_FORGET, LIFE_REMOVING },
		[LIFE_EV_RESPAWN] = { LIFE_AGAIN, LIFE_RESTARTING },
		[LIFE_EV_TIMEOUT] = { LIFE_EXPIRE, LIFE_DOWN },
	},
	[LIFE_REMOVING] = {
		[LIFE_EV_START] = { LIFE_IGNORE, LIFE_REMOVING },
		[LIFE_EV_READY] = { LIFE_ASK_AGAIN, LIFE_REMOVING },
		[LIFE_EV_REFUSED] = { LIFE_FORGET, LIFE_REMOVING },
		[LIFE_EV_FOUND] = { LIFE_ASK_AGAIN, LIFE_REMOVING },
		[LIFE_EV_ENDED] = { LIFE_FORGET, LIFE_REMOVING },
		[LIFE_EV_DIED] = { LIFE_FORGET, LIFE_REMOVING },
		[LIFE_EV_LOST] = { LIFE_ABORT, LIFE_REMOVING },
		[LIFE_EV_STOP] = { LIFE_WAIT, LIFE_REMOVING },
		[LIFE_EV_REMOVE] = { LIFE_WAIT, LIFE_REMOVING },
		[LIFE_EV_RESPAWN] = { LIFE_DENY, LIFE_REMOVING },
		[LIFE_EV_TIMEOUT] = { LIFE_ABORT, LIFE_REMOVING },
	},
	[LIFE_RESPAWNING] = {
		[LIFE_EV_START] = { LIFE_IGNORE, LIFE_RESPAWNING },
		[LIFE_EV_READY] = { LIFE_ASK_AGAIN, LIFE_RESPAWNING },
		[LIFE_EV_REFUSED] = { LIFE_AGAIN, LIFE_RESTARTING },
		[LIFE_EV_FOUND] = { LIFE_ASK_AGAIN, LIFE_RESPAWNING },
		[LIFE_EV_ENDED] = { LIFE_AGAIN, LIFE_RESTARTING },
		[LIFE_EV_DIED] = { LIFE_AGAIN, LIFE_RESTARTING },
		[LIFE_EV_LOST] = { LIFE_AGAIN, LIFE_RESTARTING },
		[LIFE_EV_STOP] = { LIFE_WAIT, LIFE_STOPPING },
		[LIFE_EV_REMOVE] = { LIFE_WAIT, LIFE_REMOVING },
		[LIFE_EV_RESPAWN] = { LIFE_WAIT, LIFE_RESPAWNING },
		[LIFE_EV_TIMEOUT] = { LIFE_AGAIN, LIFE_RESTARTING },
	},
	[LIFE_RESTARTING] = {
		[LIFE_EV_START] = { LIFE_IGNORE, LIFE_RESTARTING },
		[LIFE_EV_READY] = { LIFE_LINK, LIFE_UP },
		[LIFE_EV_REFUSED] = { LIFE_FAIL, LIFE_DOWN },
		[LIFE_EV_FOUND] = { LIFE_LINK, LIFE_UP },
		[LIFE_EV_ENDED] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_DIED] = { LIFE_FINISH, LIFE_DOWN },
		[LIFE_EV_LOST] = { LIFE_LOSE, LIFE_DOWN },
		[LIFE_EV_STOP] = { LIFE_KILL, LIFE_DOWN },
		[LIFE_EV_REMOVE] = { LIFE_ABORT, LIFE_REMOVING },
		[LIFE_EV_RESPAWN] = { LIFE_WAIT, LIFE_RESTARTING },
		[LIFE_EV_TIMEOUT] = { LIFE_FAIL, LIFE_DOWN },
	},
};

static const char *const state_names[] = {
	[LIFE_QUEUED] = "queued",
	[LIFE_STARTING] = "starting",
	[LIFE_UP] = "up",
	[LIFE_STOPPING] = "stopping",
	[LIFE_DOWN] = "down",
	[LIFE_REMOVING] = "removing",
	[LIFE_RESPAWNING] = "respawning",
	[LIFE_RESTARTING] = "restarting",
};

static const char *const event_names[] = {
	[LIFE_EV_START] = "start",
	[LIFE_EV_READY] = "ready",
	[LIFE_EV_REFUSED] = "refused",
	[LIFE_EV_FOUND] = "found",
	[LIFE_EV_ENDED] = "ended",
	[LIFE_EV_DIED] = "died",
	[LIFE_EV_LOST] = "lost",
	[LIFE_EV_STOP] = "stop",
	[LIFE_EV_REMOVE] = "remove",
	[LIFE_EV_RESPAWN] = "respawn",
	[LIFE_EV_TIMEOUT] = "timeout",
};

static const char *const action_names[] = {
	[LIFE_UNSET] = "unset",
	[LIFE_IGNORE] = "ignore",
	[LIFE_WAIT] = "wait",
	[LIFE_EXEC] = "exec",
	[LIFE_LINK] = "link",
	[LIFE_LINGER] = "linger",
	[LIFE_STOP] = "stop",
	[LIFE_ASK_AGAIN] = "ask again",
	[LIFE_FINISH] = "finish",
	[LIFE_LOSE] = "lose",
	[LIFE_KILL] = "kill",
	[LIFE_ABORT] = "abort",
	[LIFE_FORGET] = "forget",
	[LIFE_ANSWER] = "answer",
	[LIFE_EXPIRE] = "expire",
	[LIFE_AGAIN] = "again",
	[LIFE_FAIL] = "fail",
	[LIFE_DENY] = "deny",
};

static_assert(nitems(state_names) == LIFE_STATES, "a state lacks its name");
static_assert(nitems(event_names) == LIFE_EVENTS, "an event lacks its name");
static_assert(nitems(action_names) == LIFE_ACTIONS, "an action lacks its name");

struct life_cell
lifecycle_next(enum life_state state, enum life_event event)
{
	struct life_cell cell = { LIFE_IGNORE, state };

	if ((unsigned)state < LIFE_STATES && (unsigned)event < LIFE_EVENTS)
		cell = table[state][event];
	assert(cell.action != LIFE_UNSET);
	return cell;
}

const char *
lifecycle_state_name(enum life_state state)
{
	return (unsigned)state < LIFE_STATES ? state_names[state] : "?";
}

const char *
lifecycle_event_name(enum life_event event)
{
	return (unsigned)event < LIFE_EVENTS ? event_names[event] : "?";
}

const char *
lifecycle_action_name(enum life_action action)
{
	return (unsigned)action < LIFE_ACTIONS ? action_names[action] : "?";
}

enum life_state
lifecycle_find(const char *name)
{
	unsigned i;

	for (i = 0; name != NULL && i < LIFE_STATES; i++)
		if (strcmp(name, state_names[i]) == 0)
			return (enum life_state)i;
	return LIFE_STATES;
}
