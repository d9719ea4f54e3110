/* SPDX-License-Identifier: ISC */
/* test_pressure: when memory is short by the kernel's files, and that it is told
 * while somebody can do something about it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/atomic.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "supervisor/pressure.h"

#define PSI(some, full)                                                        \
	"some avg10=" some " avg60=99.00 avg300=99.00 total=1\n"               \
	"full avg10=" full " avg60=99.00 avg300=99.00 total=1\n"
#define INFO(total, available)                                                 \
	"MemTotal:       " total " kB\nMemFree:        1 kB\n"                 \
	"MemAvailable:   " available " kB\n"

static void
judged(void **state)
{
	static const struct {
		const char *psi, *info;
		bool fresh, already; /* what comes of not short, and of short */
	} rows[] = {
		{ PSI("0.00", "0.00"), NULL, false, false },
		{ PSI("9.99", "0.00"), NULL, false, false },
		{ PSI("10.00", "0.00"), NULL, false, true },
		{ PSI("19.99", "99.00"), NULL, false, true },
		{ PSI("20.00", "0.00"), NULL, true, true },
		/* The other file counts where the first says nothing. */
		{ PSI("0.00", "0.00"), INFO("1000", "1"), false, false },
		{ NULL, INFO("1000", "100"), false, false },
		{ NULL, INFO("1000", "99"), false, true },
		{ NULL, INFO("1000", "50"), false, true },
		{ NULL, INFO("1000", "49"), true, true },
		{ "", INFO("1000", "49"), true, true },
		/* What cannot be read. */
		{ NULL, NULL, false, false },
		{ "some avg10=", "MemTotal:\nMemAvailable: x\n", false, false },
		{ "some avg10=nan", NULL, false, false },
		{ "some avg10=-3", INFO("0", "0"), false, false },
		{ "full avg10=99", INFO("-5", "1"), false, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (pressure_judge(false, rows[i].psi, rows[i].info) !=
			rows[i].fresh ||
		    pressure_judge(true, rows[i].psi, rows[i].info) !=
			rows[i].already)
			fail_msg("row %zu", i);
	}
}

static void
on_short(void *arg)
{
	++*(int *)arg;
}

/* The kernel's own files, whatever they say: it begins and ends. */
static void
real(void **state)
{
	struct loop *loop = loop_create();
	struct pressure *p;
	int told = 0;

	(void)state;
	unsetenv("BGMUX_TEST_MEMORY");
	assert_false(pressure_is_test());
	p = pressure_create(loop, on_short, &told);
	pressure_want(p, true);
	loop_turn(loop, 10);
	pressure_want(p, false);
	pressure_destroy(p);
	pressure_destroy(NULL);
	loop_destroy(loop);
}

static void
looked_for(void **state)
{
	char dir[] = "/tmp/bgmem.XXXXXX", *proc, *file;
	struct loop *loop = loop_create();
	struct pressure *p;
	int told = 0, before;
	monotime end;

	(void)state;
	assert_non_null(mkdtemp(dir));
	setenv("BGMUX_TEST_MEMORY", dir, 1);
	if (!pressure_is_test())
		skip(); /* a build without test hooks */
	proc = path_join(dir, "proc");
	assert_int_equal(path_mkdirs(proc), 0);
	file = path_join(proc, "meminfo");
	assert_int_equal(atomic_write(file, INFO("100", "1"),
			     strlen(INFO("100", "1")), false),
	    0);
	p = pressure_create(loop, on_short, &told);
	loop_turn(loop, 100);
	assert_int_equal(told, 0);
	pressure_want(p, true);
	end = monotime_add(monotime_now(), 20000);
	while (told < 2 && monotime_left(end) > 0)
		loop_turn(loop, 100);
	assert_true(told >= 2);
	pressure_want(p, false);
	loop_turn(loop, 0);
	before = told;
	loop_turn(loop, 100);
	assert_int_equal(told, before);
	pressure_destroy(p);
	loop_destroy(loop);
	path_remove_tree(dir);
	free(proc);
	free(file);
	unsetenv("BGMUX_TEST_MEMORY");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judged),
		cmocka_unit_test(real),
		cmocka_unit_test(looked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
