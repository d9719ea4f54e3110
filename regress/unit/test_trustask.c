/* SPDX-License-Identifier: ISC */
/* test_trustask: whether trust in a project's settings is asked for, what is
 * said, and what an answer leaves behind. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "client/trustask.h"
#include "conf/trust.h"

#define QUESTION "Trust the settings of this project?"

struct box {
	char *home;
	char *state;
	char *outer;
	char *inner;
};

static int
setup(void **state)
{
	struct box *b = xcalloc(1, sizeof *b);
	char dir[] = "/tmp/bgmux-trustask.XXXXXX";

	assert_non_null(mkdtemp(dir));
	b->home = path_absolute(dir);
	b->state = path_join(b->home, "state");
	b->outer = path_join(b->home, "p");
	b->inner = path_join(b->home, "p/in");
	assert_int_equal(path_mkdirs(b->inner), 0);
	assert_int_equal(setenv("HOME", b->home, 1), 0);
	assert_int_equal(setenv("XDG_CONFIG_HOME", b->state, 1), 0);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct box *b = *state;

	path_remove_tree(b->home);
	free(b->home);
	free(b->state);
	free(b->outer);
	free(b->inner);
	free(b);
	return 0;
}

static void
put(const char *dir, const char *text)
{
	char *in = path_join(dir, ".bgmux");
	char *file = path_join(in, "settings.json");

	assert_int_equal(path_mkdirs(in), 0);
	assert_int_equal(atomic_write(file, text, strlen(text), false), 0);
	free(file);
	free(in);
}

/* The lines, with a bar between them. */
static void
says(const struct trustask *t, const char *want)
{
	char *have = strv_join(trustask_lines(t), "|");

	assert_string_equal(have, want);
	free(have);
}

static void
answers(struct trustask *t, bool yes, const char *want, bool more)
{
	char *cause = NULL, *said;
	bool asks;

	said = trustask_answer(t, yes, &asks, &cause);
	assert_non_null(said);
	assert_string_equal(said, want);
	assert_int_equal(asks, more);
	free(said);
}

static void
test_nothing(void **state)
{
	struct box *b = *state;

	assert_null(trustask_create(b->state, b->inner));
	put(b->outer, "{\"stop.graceSeconds\": 4}");
	assert_null(trustask_create(b->state, b->inner));
	put(b->outer, "{\"clipboard.set\": \"no such\", \"prefix\": \"C-a\"}");
	assert_null(trustask_create(b->state, b->inner));
	put(b->outer, "nonsense");
	assert_null(trustask_create(b->state, b->inner));
}

static void
test_answers(void **state)
{
	struct box *b = *state;
	struct trustask *t;

	put(b->outer, "{\"clipboard.set\": \"off\"}");
	put(b->inner,
	    "{\"environment\":{\"store\":\"memory\",\"update\":[\"A\"]}}");
	t = trustask_create(b->state, b->inner);
	says(t,
	    QUESTION "|  Only then does this in ~/p/in/.bgmux/settings.json "
		     "count:|    environment.store: memory"
		     "|    environment.update: A");
	answers(t, false, "~/p/in is not trusted; 'bgmux trust' there would",
	    true);
	says(t,
	    QUESTION "|  Only then does this in ~/p/.bgmux/settings.json "
		     "count:|    clipboard.set: off");
	trustask_destroy(t);
	/* Only what was not answered is asked again. */
	t = trustask_create(b->state, b->inner);
	answers(t, true, "~/p is trusted: its settings count from now on",
	    false);
	says(t, "");
	trustask_destroy(t);
	/* The inner one is covered now, a no or not. */
	assert_null(trustask_create(b->state, b->inner));
}

/* Where an answer cannot be kept, none is asked for, or the question stays. */
static void
test_broken(void **state)
{
	struct box *b = *state;
	struct trustask *t;
	char *cause = NULL, *file = trust_path(b->state);
	bool asks;

	put(b->outer, "{\"clipboard.set\": \"off\"}");
	t = trustask_create(b->state, b->outer);
	assert_non_null(t);
	cause = path_join(b->state, "daemon");
	assert_int_equal(path_mkdirs(cause), 0);
	free(cause);
	cause = NULL;
	assert_int_equal(atomic_write(file, "[]", 2, false), 0);
	assert_null(trustask_answer(t, true, &asks, &cause));
	assert_non_null(cause);
	assert_int_equal(trustask_lines(t)->n, 3);
	free(cause);
	trustask_destroy(t);
	assert_null(trustask_create(b->state, b->outer));
	free(file);
}

static void
test_words(void **state)
{
	static const struct {
		const char *typed;
		bool answer, yes, may;
	} rows[] = {
		{ "", false, false, true },
		{ "y", true, true, true },
		{ "ye", false, false, true },
		{ "yes", true, true, true },
		{ "n", true, false, true },
		{ "no", true, false, true },
		{ "yes!", false, false, false },
		{ "no way", false, false, false },
		{ "Yes", true, true, true },
		{ "NO", true, false, true },
		{ " yes", false, false, false },
		{ "1", false, false, false },
	};
	size_t i;
	bool yes;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		assert_int_equal(trustask_is_answer(rows[i].typed, &yes),
		    rows[i].answer);
		assert_int_equal(yes, rows[i].yes);
		assert_int_equal(trustask_may_become(rows[i].typed),
		    rows[i].may);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_answers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_broken, setup, teardown),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
