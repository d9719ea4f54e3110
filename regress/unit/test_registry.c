/* SPDX-License-Identifier: ISC */
/* test_registry: finding sessions by what a person types, names, order. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

static struct session *
add(struct registry *r, const char *id, const char *name)
{
	struct session *s = session_create(id);
	struct jv *v = jv_object();

	jv_set_string(v, "name", name);
	session_fill(s, v);
	jv_free(v);
	s->announced = true;
	s->life = LIFE_UP;
	registry_add(r, s, false);
	return s;
}

static int
setup(void **state)
{
	struct registry *r = registry_create();

	add(r, "12345678", "make test");
	add(r, "1234abcd", "build docs");
	add(r, "cafe0001", "Build site");
	add(r, "beefbeef", "cafe");
	add(r, "00000001", "abc");
	add(r, "00000002", "deadbeef");
	add(r, "77777777", "old")->expired = true;
	add(r, "77778888", "old");
	add(r, "55555555", "starting")->announced = false;
	*state = r;
	return 0;
}

static int
teardown(void **state)
{
	registry_destroy(*state);
	return 0;
}

struct row {
	const char *what;
	bool part;
	const char *id;	   /* NULL: refused */
	const char *cause; /* a part of it */
};

static const struct row rows[] = {
	{ "12345678", false, "12345678", NULL },
	{ "12345", false, "12345678", NULL },
	{ "1234A", false, "1234abcd", NULL },
	{ "1234", false, NULL,
	    "'1234' is ambiguous: 12345678 make test, 1234abcd build docs" },
	{ "123", false, NULL, "no session matching '123'" },
	{ "make test", false, "12345678", NULL },
	{ "make", false, NULL, "no session matching 'make'" },
	{ "make", true, "12345678", NULL },
	{ "build", true, NULL,
	    "is ambiguous: 1234abcd build docs, cafe0001 Build site" },
	{ "SITE", true, "cafe0001", NULL },
	/* What can be an id is not read as a name. */
	{ "cafe", false, "cafe0001", NULL },
	{ "cafe", true, "cafe0001", NULL },
	{ "deadbeef", true, NULL, "no session matching 'deadbeef'" },
	{ "abc", false, "00000001", NULL },
	{ "123456789", false, NULL, "no session matching" },
	{ "", true, NULL, "no session matching ''" },
	{ "", false, NULL, "no session matching ''" },
	/* A row that is shown comes first; the other is found by id. */
	{ "old", false, "77778888", NULL },
	{ "77777", false, "77777777", NULL },
	/* No row before it is up. */
	{ "5555", false, NULL, "no session matching" },
	{ "starting", true, NULL, "no session matching" },
	{ "x\033[31m", true, NULL, "no session matching 'x[31m'" },
};

static void
test_find(void **state)
{
	struct session *s;
	char *cause;
	size_t i;

	for (i = 0; i < nitems(rows); i++) {
		cause = NULL;
		s = registry_find(*state, rows[i].what, rows[i].part, &cause);
		if ((s == NULL) != (rows[i].id == NULL) ||
		    (s != NULL && strcmp(s->id, rows[i].id) != 0))
			fail_msg("row %zu '%s': %s", i, rows[i].what,
			    s != NULL ? s->id : cause);
		if (s != NULL)
			assert_null(cause);
		else if (strstr(cause, rows[i].cause) == NULL)
			fail_msg("row %zu '%s': %s", i, rows[i].what, cause);
		free(cause);
	}
}

static void
test_many_candidates(void **state)
{
	struct registry *r = *state;
	char *cause = NULL, id[9];
	unsigned i;

	for (i = 0; i < 100; i++) {
		xsnprintf(id, sizeof id, "9999%04x", i);
		add(r, id, "same");
	}
	assert_null(registry_find(r, "9999", false, &cause));
	assert_true(strlen(cause) < 400);
	assert_non_null(strstr(cause, ", ..."));
	free(cause);
}

static void
expect_name(struct registry *r, const char *in, const char *out)
{
	char *name = registry_unique_name(r, in, NULL);

	assert_string_equal(name, out);
	free(name);
}

static void
test_unique_names(void **state)
{
	expect_name(*state, "fresh", "fresh");
	expect_name(*state, "make test", "make test (2)");
	add(*state, "aaaa0000", "make test (2)");
	expect_name(*state, "make test", "make test (3)");
	/* That of an expired row is free, but one has it that is shown. */
	expect_name(*state, "old", "old (2)");
	expect_name(*state, "starting", "starting (2)");
}

static void
test_order_and_ids(void **state)
{
	struct registry *r = *state;
	struct session *s = session_create("abcdef01");
	size_t n = registry_count(r);
	char *id;

	registry_add(r, s, true);
	assert_ptr_equal(registry_first(r), s);
	assert_ptr_equal(registry_get(r, "abcdef01"), s);
	assert_null(registry_get(r, "abcdef02"));
	assert_int_equal(registry_count(r), n + 1);
	assert_int_equal(registry_live(r), n);
	registry_remove(r, s);
	assert_null(registry_get(r, "abcdef01"));
	session_destroy(s);
	id = registry_new_id(r);
	assert_true(session_is_id(id));
	free(id);
}

/* The ids in their order, a letter each. */
static void
expect_order(struct registry *r, const char *want)
{
	struct session *s;
	char got[16] = "";

	for (s = registry_first(r); s != NULL; s = registry_next(s))
		strlcpy(got + strlen(got), session_string(s, "name"), 2);
	assert_string_equal(got, want);
}

static struct session *
add_new(struct registry *r, const char *id, const char *name, int64_t at)
{
	struct session *s = session_create(id);

	jv_set_string(s->fields, "name", name);
	jv_set_int(s->fields, "startedAt", at);
	registry_add(r, s, true);
	return s;
}

static void
set_pin(struct registry *r, struct session *s, bool on)
{
	jv_set_bool(s->fields, "pinned", on);
	registry_replace(r, s);
}

static void
test_pins_and_moves(void **state)
{
	struct registry *r = registry_create();
	struct session *a, *b, *c, *d;

	(void)state;
	a = add_new(r, "00000001", "a", 1);
	b = add_new(r, "00000002", "b", 2);
	c = add_new(r, "00000003", "c", 3);
	expect_order(r, "cba");
	set_pin(r, a, true);
	expect_order(r, "acb");
	set_pin(r, b, true);
	expect_order(r, "bac");
	d = add_new(r, "00000004", "d", 4);
	expect_order(r, "badc");
	/* Moves stay among those that are pinned alike. */
	assert_int_equal(registry_move(r, a, b, false), 0);
	expect_order(r, "abdc");
	assert_int_equal(registry_move(r, d, a, false), -1);
	assert_int_equal(registry_move(r, a, a, false), 0);
	expect_order(r, "abdc");
	assert_int_equal(registry_move(r, c, NULL, true), 0);
	expect_order(r, "abcd");
	assert_int_equal(registry_move(r, c, NULL, false), 0);
	expect_order(r, "abdc");
	assert_int_equal(registry_move(r, a, NULL, false), 0);
	expect_order(r, "badc");
	assert_int_equal(registry_move(r, a, NULL, true), 0);
	expect_order(r, "abdc");
	/* Back to the place of its age. */
	set_pin(r, b, false);
	expect_order(r, "adcb");
	set_pin(r, a, false);
	expect_order(r, "dcba");
	jv_set_bool(b->fields, "pinned", true);
	jv_set_bool(a->fields, "pinned", true);
	registry_settle(r);
	expect_order(r, "badc");
	registry_destroy(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_find, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many_candidates, setup,
		    teardown),
		cmocka_unit_test(test_pins_and_moves),
		cmocka_unit_test_setup_teardown(test_unique_names, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_order_and_ids, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
