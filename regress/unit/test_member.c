/* SPDX-License-Identifier: ISC */
/* test_member: members of adapters' objects, strictly, each fault with its
 * place; and the words for states and reasons (state.c). */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "agent/member.h"
#include "agent/state.h"
#include "base/jv.h"
#include "base/strv.h"
#include "base/xmalloc.h"

static const char *const names[] = { "a", "b" };

static char *
only(const struct jv *v)
{
	return member_only(v, names, nitems(names));
}

static char *
text(const struct jv *v)
{
	char *out = NULL, *why = member_text(v, "a", true, &out);

	free(out);
	return why;
}

static char *
optional(const struct jv *v)
{
	char *out = NULL, *why = member_text(v, "a", false, &out);

	free(out);
	return why;
}

static char *
flag(const struct jv *v)
{
	bool out;

	return member_flag(v, "a", &out);
}

static char *
number(const struct jv *v)
{
	int out;

	return member_int(v, "a", -5, 5, &out);
}

static char *
words(const struct jv *v)
{
	struct strv out = { 0 };
	char *why = member_words(v, "a", 2, &out);

	strv_clear(&out);
	return why;
}

static void
test_members(void **state)
{
	static const struct {
		char *(*read)(const struct jv *);
		const char *json;
		bool good;
	} rows[] = {
		{ only, "{}", true },
		{ only, "{\"a\":1,\"b\":2}", true },
		{ only, "{\"a\":1,\"c\":2}", false },
		{ only, "[]", false },
		{ only, "\"a\"", false },
		{ text, "{\"a\":\"x\"}", true },
		{ text, "{}", false },
		{ text, "{\"a\":\"\"}", false },
		{ text, "{\"a\":1}", false },
		{ text, "{\"a\":\"x\\u001b\"}", false },
		{ optional, "{}", true },
		{ optional, "{\"a\":[]}", false },
		{ flag, "{\"a\":true}", true },
		{ flag, "{\"a\":1}", false },
		{ number, "{\"a\":-5}", true },
		{ number, "{\"a\":6}", false },
		{ number, "{\"a\":1.5}", false },
		{ number, "{\"a\":99999999999}", false },
		{ words, "{\"a\":[\"x\",\"y\"]}", true },
		{ words, "{\"a\":[]}", false },
		{ words, "{\"a\":[\"x\",\"y\",\"z\"]}", false },
		{ words, "{\"a\":[\"x\",2]}", false },
	};
	struct jv *v;
	char *cause, *why;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		cause = NULL;
		v = jv_parse(rows[i].json, strlen(rows[i].json), &cause);
		assert_non_null(v);
		why = rows[i].read(v);
		if ((why == NULL) != rows[i].good)
			fail_msg("row %zu, %s: %s", i, rows[i].json,
			    why != NULL ? why : "taken");
		free(why);
		jv_free(v);
	}
}

static void
test_states(void **state)
{
	enum agent_state s;

	(void)state;
	for (s = AGENT_WORKING; s <= AGENT_FAILED; s++)
		assert_int_equal(agent_state_find(agent_state_name(s)), s);
	assert_string_equal(agent_state_name(AGENT_NONE), "none");
	assert_int_equal(agent_state_find("none"), AGENT_NONE);
	assert_int_equal(agent_state_find("Working"), AGENT_NONE);
	assert_int_equal(agent_state_find(""), AGENT_NONE);
	assert_int_equal(agent_state_find(NULL), AGENT_NONE);
	assert_string_equal(agent_waiting_find("trust"), "trust");
	assert_null(agent_waiting_find("trusts"));
	assert_null(agent_waiting_find(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_states),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
