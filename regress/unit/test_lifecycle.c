/* SPDX-License-Identifier: ISC */
/* test_lifecycle: every cell of the table, and what it must never do. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "supervisor/lifecycle.h"

static void
test_every_cell_is_filled(void **state)
{
	struct life_cell cell;
	unsigned s, e;

	(void)state;
	for (s = 0; s < LIFE_STATES; s++) {
		for (e = 0; e < LIFE_EVENTS; e++) {
			cell = lifecycle_next((enum life_state)s,
			    (enum life_event)e);
			if (cell.action <= LIFE_UNSET ||
			    cell.action >= LIFE_ACTIONS ||
			    (unsigned)cell.next >= LIFE_STATES)
				fail_msg("%s x %s is empty",
				    lifecycle_state_name((enum life_state)s),
				    lifecycle_event_name((enum life_event)e));
		}
	}
}

struct row {
	enum life_state state;
	enum life_event event;
	enum life_action action;
	enum life_state next;
};

/* The stories that the supervisor promises. */
static const struct row rows[] = {
	/* Started, and up. */
	{ LIFE_QUEUED, LIFE_EV_START, LIFE_EXEC, LIFE_STARTING },
	{ LIFE_STARTING, LIFE_EV_READY, LIFE_LINK, LIFE_UP },
	/* What cannot be executed leaves no row. */
	{ LIFE_STARTING, LIFE_EV_REFUSED, LIFE_FORGET, LIFE_REMOVING },
	{ LIFE_STARTING, LIFE_EV_TIMEOUT, LIFE_ABORT, LIFE_REMOVING },
	/* Ended by itself, or with its host. */
	{ LIFE_UP, LIFE_EV_ENDED, LIFE_FINISH, LIFE_DOWN },
	{ LIFE_UP, LIFE_EV_LOST, LIFE_LOSE, LIFE_DOWN },
	/* An agent that died goes on, unless somebody had said stop. */
	{ LIFE_UP, LIFE_EV_DIED, LIFE_AGAIN, LIFE_RESTARTING },
	{ LIFE_STOPPING, LIFE_EV_DIED, LIFE_FINISH, LIFE_DOWN },
	{ LIFE_DOWN, LIFE_EV_DIED, LIFE_LINGER, LIFE_DOWN },
	{ LIFE_REMOVING, LIFE_EV_DIED, LIFE_FORGET, LIFE_REMOVING },
	{ LIFE_RESTARTING, LIFE_EV_DIED, LIFE_FINISH, LIFE_DOWN },
	/* A stop, and a stop that was not heard. */
	{ LIFE_UP, LIFE_EV_STOP, LIFE_STOP, LIFE_STOPPING },
	{ LIFE_STOPPING, LIFE_EV_STOP, LIFE_WAIT, LIFE_STOPPING },
	{ LIFE_STOPPING, LIFE_EV_ENDED, LIFE_FINISH, LIFE_DOWN },
	{ LIFE_STOPPING, LIFE_EV_TIMEOUT, LIFE_KILL, LIFE_DOWN },
	{ LIFE_DOWN, LIFE_EV_STOP, LIFE_ANSWER, LIFE_DOWN },
	/* A stop on disk is final: the next supervisor asks again. */
	{ LIFE_STOPPING, LIFE_EV_FOUND, LIFE_ASK_AGAIN, LIFE_STOPPING },
	{ LIFE_REMOVING, LIFE_EV_FOUND, LIFE_ASK_AGAIN, LIFE_REMOVING },
	/* Adoption. */
	{ LIFE_UP, LIFE_EV_FOUND, LIFE_LINK, LIFE_UP },
	{ LIFE_STARTING, LIFE_EV_FOUND, LIFE_LINK, LIFE_UP },
	{ LIFE_DOWN, LIFE_EV_FOUND, LIFE_LINK, LIFE_UP },
	{ LIFE_DOWN, LIFE_EV_ENDED, LIFE_LINGER, LIFE_DOWN },
	/* Removal stops first. */
	{ LIFE_UP, LIFE_EV_REMOVE, LIFE_STOP, LIFE_REMOVING },
	{ LIFE_REMOVING, LIFE_EV_ENDED, LIFE_FORGET, LIFE_REMOVING },
	{ LIFE_DOWN, LIFE_EV_REMOVE, LIFE_FORGET, LIFE_REMOVING },
	{ LIFE_DOWN, LIFE_EV_TIMEOUT, LIFE_EXPIRE, LIFE_DOWN },
	/* Started again: what runs is stopped first, what does not is started;
	 * it keeps its row whatever comes of it. */
	{ LIFE_UP, LIFE_EV_RESPAWN, LIFE_STOP, LIFE_RESPAWNING },
	{ LIFE_RESPAWNING, LIFE_EV_ENDED, LIFE_AGAIN, LIFE_RESTARTING },
	{ LIFE_RESPAWNING, LIFE_EV_TIMEOUT, LIFE_AGAIN, LIFE_RESTARTING },
	{ LIFE_RESPAWNING, LIFE_EV_FOUND, LIFE_ASK_AGAIN, LIFE_RESPAWNING },
	{ LIFE_RESPAWNING, LIFE_EV_STOP, LIFE_WAIT, LIFE_STOPPING },
	{ LIFE_DOWN, LIFE_EV_RESPAWN, LIFE_AGAIN, LIFE_RESTARTING },
	{ LIFE_RESTARTING, LIFE_EV_READY, LIFE_LINK, LIFE_UP },
	{ LIFE_RESTARTING, LIFE_EV_REFUSED, LIFE_FAIL, LIFE_DOWN },
	{ LIFE_RESTARTING, LIFE_EV_TIMEOUT, LIFE_FAIL, LIFE_DOWN },
	{ LIFE_RESTARTING, LIFE_EV_STOP, LIFE_KILL, LIFE_DOWN },
	/* What waits is started as what has a row. */
	{ LIFE_QUEUED, LIFE_EV_RESPAWN, LIFE_AGAIN, LIFE_RESTARTING },
	{ LIFE_STARTING, LIFE_EV_RESPAWN, LIFE_DENY, LIFE_STARTING },
	{ LIFE_REMOVING, LIFE_EV_RESPAWN, LIFE_DENY, LIFE_REMOVING },
};

static void
test_stories(void **state)
{
	struct life_cell cell;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		cell = lifecycle_next(rows[i].state, rows[i].event);
		if (cell.action != rows[i].action || cell.next != rows[i].next)
			fail_msg("row %zu: %s x %s gives %s, %s", i,
			    lifecycle_state_name(rows[i].state),
			    lifecycle_event_name(rows[i].event),
			    lifecycle_action_name(cell.action),
			    lifecycle_state_name(cell.next));
	}
}

/* Nothing is killed, lost or forgotten because a live host was heard of, and
 * nothing that goes away comes back as up but by its host. */
static void
test_laws(void **state)
{
	struct life_cell c;
	unsigned s, e;

	(void)state;
	for (s = 0; s < LIFE_STATES; s++) {
		c = lifecycle_next((enum life_state)s, LIFE_EV_FOUND);
		assert_true(c.action == LIFE_LINK ||
		    c.action == LIFE_ASK_AGAIN);
		for (e = 0; e < LIFE_EVENTS; e++) {
			c = lifecycle_next((enum life_state)s,
			    (enum life_event)e);
			if (s == LIFE_REMOVING)
				assert_int_equal(c.next, LIFE_REMOVING);
			if (s != LIFE_UP && c.next == LIFE_UP)
				assert_true(e == LIFE_EV_FOUND ||
				    e == LIFE_EV_READY);
			if (c.action == LIFE_FORGET || c.action == LIFE_ABORT)
				assert_int_equal(c.next, LIFE_REMOVING);
			if (c.action == LIFE_AGAIN)
				assert_true(e == LIFE_EV_RESPAWN ||
				    s == LIFE_RESPAWNING ||
				    (s == LIFE_UP && e == LIFE_EV_DIED));
			if (c.action == LIFE_EXEC)
				assert_int_equal(e, LIFE_EV_START);
		}
	}
}

static void
test_names(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < LIFE_STATES; i++)
		assert_int_equal(
		    lifecycle_find(lifecycle_state_name((enum life_state)i)),
		    i);
	for (i = 0; i < LIFE_EVENTS; i++)
		assert_string_not_equal(lifecycle_event_name((enum life_event)
						i),
		    "?");
	for (i = 0; i < LIFE_ACTIONS; i++)
		assert_string_not_equal(lifecycle_action_name((enum life_action)
						i),
		    "?");
	assert_int_equal(lifecycle_find("evicted"), LIFE_STATES);
	assert_int_equal(lifecycle_find(NULL), LIFE_STATES);
	assert_string_equal(lifecycle_state_name(LIFE_STATES), "?");
	assert_int_equal(lifecycle_next(LIFE_STATES, LIFE_EV_STOP).action,
	    LIFE_IGNORE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_cell_is_filled),
		cmocka_unit_test(test_stories),
		cmocka_unit_test(test_laws),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
