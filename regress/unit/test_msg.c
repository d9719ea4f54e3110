/* SPDX-License-Identifier: ISC */
/* test_msg: the table of messages: numbers, names, bounds, who may send. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire/msg.h"

static const struct {
	const char *name;
	unsigned number;
	enum role from;
	enum role to;
	unsigned since;
	unsigned kib;
} rows[] = {
#define MSG(name, number, from, to, since, kib)                                \
	{ #name, number, ROLE_##from, ROLE_##to, since, kib },
#include "wire/msgs.def"
#undef MSG
};

static void
rows_are_unique(void **state)
{
	size_t i, j;

	(void)state;
	for (i = 0; i < nitems(rows); i++)
		for (j = 0; j < i; j++) {
			if (rows[i].number == rows[j].number)
				fail_msg("%s and %s have one number",
				    rows[i].name, rows[j].name);
			if (strcmp(rows[i].name, rows[j].name) == 0)
				fail_msg("%s stands twice", rows[i].name);
		}
}

static void
rows_are_sound(void **state)
{
	char buf[8];
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		if (rows[i].number == 0 || rows[i].number > 0xffff)
			fail_msg("%s: number", rows[i].name);
		if (rows[i].since < PROTOCOL_MIN ||
		    rows[i].since > PROTOCOL_MAX)
			fail_msg("%s: since", rows[i].name);
		if (rows[i].kib == 0 || rows[i].kib > MSG_MAX_BODY / 1024)
			fail_msg("%s: bound", rows[i].name);
		assert_true(msg_known((uint16_t)rows[i].number));
		assert_string_equal(msg_name((uint16_t)rows[i].number, buf),
		    rows[i].name);
		assert_int_equal(msg_limit((uint16_t)rows[i].number),
		    rows[i].kib * 1024u);
	}
}

static void
who_may_send(void **state)
{
	enum role from, to;
	size_t i;
	int want;

	(void)state;
	for (i = 0; i < nitems(rows); i++)
		for (from = ROLE_CLIENT; from <= ROLE_REPORTER; from++)
			for (to = ROLE_CLIENT; to <= ROLE_REPORTER; to++) {
				want = (rows[i].from == ROLE_ANY ||
					   rows[i].from == from) &&
				    (rows[i].to == ROLE_ANY ||
					rows[i].to == to);
				if (msg_allowed((uint16_t)rows[i].number, from,
					to) != want)
					fail_msg("%s from %s to %s",
					    rows[i].name, role_name(from),
					    role_name(to));
			}
	assert_true(msg_allowed(MSG_SESSION_LIST, ROLE_CLIENT,
	    ROLE_SUPERVISOR));
	assert_false(msg_allowed(MSG_SESSION_LIST, ROLE_HOST, ROLE_SUPERVISOR));
	assert_false(msg_allowed(MSG_HOST_BOOT, ROLE_CLIENT, ROLE_HOST));
}

static void
unknown_types(void **state)
{
	char buf[8];

	(void)state;
	assert_false(msg_known(0x7fff));
	assert_string_equal(msg_name(0x7fff, buf), "0x7fff");
	assert_string_equal(msg_name(0, buf), "0x0000");
	assert_int_equal(msg_limit(0x7fff), MSG_MAX_BODY);
	assert_true(msg_allowed(0x7fff, ROLE_CLIENT, ROLE_HOST));
}

static void
roles_and_errors(void **state)
{
	enum role role;
	int i;

	(void)state;
	for (role = ROLE_CLIENT; role <= ROLE_REPORTER; role++)
		assert_int_equal(role_find(role_name(role)), role);
	assert_int_equal(role_find("nobody"), ROLE_ANY);
	assert_int_equal(role_find(""), ROLE_ANY);
	assert_int_equal(role_find(NULL), ROLE_ANY);
	assert_string_equal(role_name((enum role)99), "unknown");
	for (i = WIRE_UNEXPECTED; i <= WIRE_OK; i++)
		assert_string_not_equal(wire_strerror(i), wire_strerror(-99));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_unique),
		cmocka_unit_test(rows_are_sound),
		cmocka_unit_test(who_may_send),
		cmocka_unit_test(unknown_types),
		cmocka_unit_test(roles_and_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
