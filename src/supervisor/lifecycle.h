/* SPDX-License-Identifier: ISC */
/* lifecycle: what happens to a session's life, as one pure table; it knows
 * neither processes nor files. */

#ifndef SUPERVISOR_LIFECYCLE_H
#define SUPERVISOR_LIFECYCLE_H

/* The life of a record; not the state that people see (working, idle, ...),
 * which its host judges. */
enum life_state {
	LIFE_QUEUED,		/* waits for its turn */
	LIFE_STARTING,		/* on disk; its host may have been executed */
	LIFE_UP,		/* its worker has been executed */
	LIFE_STOPPING,		/* the person said stop; final once on disk */
	LIFE_DOWN,		/* its worker has ended */
	LIFE_REMOVING,		/* goes as soon as its worker has ended */
	LIFE_RESPAWNING,	/* as stopping, and is then started again */
	LIFE_RESTARTING,	/* as starting, of what has a row already */
	LIFE_STATES
};

enum life_event {
	LIFE_EV_START,		/* its turn has come */
	LIFE_EV_READY,		/* the host has executed the worker */
	LIFE_EV_REFUSED,	/* the host could not, or is gone before */
	LIFE_EV_FOUND,		/* a host's hello proves that the worker lives */
	LIFE_EV_ENDED,		/* the worker has ended: told or exit.json */
	LIFE_EV_DIED,		/* ended or lost, and goes on by itself */
	LIFE_EV_LOST,		/* no host, and no exit.json */
	LIFE_EV_STOP,		/* a person said stop */
	LIFE_EV_REMOVE,		/* a person said remove */
	LIFE_EV_RESPAWN,	/* a person said start it again */
	LIFE_EV_TIMEOUT,	/* the deadline of the state has passed */
	LIFE_EVENTS
};

enum life_action {
	LIFE_UNSET,		/* no cell has this */
	LIFE_IGNORE,		/* stale or impossible: a line in the log */
	LIFE_WAIT,		/* already under way: wait with the others */
	LIFE_EXEC,		/* execute a host */
	LIFE_LINK,		/* note host and worker, tell, subscribe */
	LIFE_LINGER,		/* it has ended already: its host keeps its screen */
	LIFE_STOP,		/* write it down, ask the host to stop */
	LIFE_ASK_AGAIN,		/* the stop on disk is passed on once more */
	LIFE_FINISH,		/* write down how it ended, tell */
	LIFE_LOSE,		/* end what is left, write down the loss */
	LIFE_KILL,		/* kill host and worker, write that down */
	LIFE_ABORT,		/* kill what is left, then as forget */
	LIFE_FORGET,		/* no record, no row */
	LIFE_ANSWER,		/* it is so already: say so */
	LIFE_EXPIRE,		/* its row has been shown for long enough */
	LIFE_AGAIN,		/* end what is left, execute the next host */
	LIFE_FAIL,		/* kill what is left, write down why */
	LIFE_DENY,		/* not now: say so to who asked */
	LIFE_ACTIONS
};

struct life_cell {
	enum life_action	action;
	enum life_state		next;
};

/* What to do at an event, and the state after it. Never LIFE_UNSET. */
struct life_cell lifecycle_next(enum life_state, enum life_event);
/* Names as in records and the log. */
const char *lifecycle_state_name(enum life_state);
const char *lifecycle_event_name(enum life_event);
const char *lifecycle_action_name(enum life_action);
/* LIFE_STATES if there is none of that name; NULL is fine. */
enum life_state lifecycle_find(const char *name);

#endif
