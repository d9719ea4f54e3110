/* SPDX-License-Identifier: ISC */
/* test_drive: who drives the size, by a table of comings and goings. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host/drive.h"

enum what {
	ATTACH,
	PEEK,
	TAKE,
	DETACH,
	ACTIVE
};

/* One step at second at; driver is who drives after it. */
struct step {
	enum what what;
	uint32_t id;
	int at;
	uint32_t driver;
};

static const struct {
	const char *name;
	struct step steps[8];
} rows[] = {
	{ "the first that may write drives",
	    { { PEEK, 1, 0, 0 }, { ATTACH, 2, 1, 2 }, { ATTACH, 3, 2, 2 } } },
	{ "the most recently active follows",
	    { { ATTACH, 1, 0, 1 }, { ATTACH, 2, 1, 1 }, { ATTACH, 3, 2, 1 },
		{ ACTIVE, 2, 5, 1 }, { DETACH, 1, 6, 2 }, { DETACH, 2, 7, 3 },
		{ DETACH, 3, 8, 0 } } },
	{ "one who only looks never follows",
	    { { ATTACH, 1, 0, 1 }, { PEEK, 2, 1, 1 }, { DETACH, 1, 2, 0 },
		{ ATTACH, 3, 3, 3 } } },
	{ "silent for a minute yields to the next attach only",
	    { { ATTACH, 1, 0, 1 }, { ATTACH, 2, 59, 1 }, { ACTIVE, 2, 90, 1 },
		{ ATTACH, 3, 91, 3 } } },
	{ "typing counts",
	    { { ATTACH, 1, 0, 1 }, { ACTIVE, 1, 50, 1 }, { ATTACH, 2, 100, 1 },
		{ ATTACH, 3, 110, 3 } } },
	{ "take-over at once",
	    { { ATTACH, 1, 0, 1 }, { TAKE, 2, 1, 2 }, { DETACH, 2, 2, 1 } } },
	{ "who is unknown changes nothing",
	    { { ATTACH, 1, 0, 1 }, { DETACH, 9, 1, 1 }, { ACTIVE, 9, 2, 1 } } },
};

static void
run(const char *name, const struct step *steps)
{
	const struct step *s;
	struct drive d;
	monotime now;
	uint32_t before;
	bool changed;

	drive_init(&d, DRIVE_SILENT_MS);
	for (s = steps; s < steps + 8 && s->id != 0; s++) {
		now.ms = 1000 + s->at * 1000;
		before = d.driver;
		changed = s->driver != before;
		switch (s->what) {
		case ATTACH:
			changed = drive_attach(&d, s->id, true, false, now);
			break;
		case PEEK:
			changed = drive_attach(&d, s->id, false, true, now);
			break;
		case TAKE:
			changed = drive_attach(&d, s->id, true, true, now);
			break;
		case DETACH:
			changed = drive_detach(&d, s->id);
			break;
		case ACTIVE:
			drive_active(&d, s->id, now);
			break;
		}
		if (d.driver != s->driver || changed != (before != d.driver))
			fail_msg("%s: step %zd: driver %u, not %u", name,
			    s - steps, d.driver, s->driver);
	}
	drive_clear(&d);
}

static void
test_steps(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++)
		run(rows[i].name, rows[i].steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
