/* SPDX-License-Identifier: ISC */
/* test_bind: the table of bindings is sound, and keys find their actions. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/action.h"
#include "client/bind.h"
#include "term/key.h"

static void
test_table_is_sound(void **state)
{
	const struct binding *a, *b;
	struct key key;
	size_t i, k;

	(void)state;
	for (i = 0; (a = bind_at(i)) != NULL; i++) {
		assert_true(a->view < VIEW_COUNT);
		assert_true(a->action > ACTION_NONE);
		assert_true(a->action < ACTION_COUNT);
		assert_true(strlen(a->note) > 0);
		if (strcmp(a->key, BIND_PREFIX_KEY) != 0)
			assert_int_equal(key_parse(a->key, &key), 0);
		for (k = 0; k < i; k++) {
			b = bind_at(k);
			if (a->view == b->view && strcmp(a->key, b->key) == 0)
				fail_msg("%s is bound twice", a->key);
		}
	}
	assert_true(i > 0);
}

static void
test_actions(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < ACTION_COUNT; i++)
		assert_int_equal(action_find(action_name((enum action)i)), i);
	assert_int_equal(action_find("no such action"), ACTION_COUNT);
	assert_string_equal(action_name(ACTION_DETACH), "detach");
}

static void
test_find(void **state)
{
	static const struct {
		struct key key;
		enum action action;
	} cases[] = {
		{ { .code = 'd', .event = KEY_PRESS }, ACTION_DETACH },
		/* Locks do not matter, other modifiers do. */
		{ { .code = 'd', .mods = KEY_MOD_CAPS | KEY_MOD_NUM },
		    ACTION_DETACH },
		{ { .code = 'd', .mods = KEY_MOD_ALT }, ACTION_NONE },
		/* A Cyrillic layout; Shift told apart. */
		{ { .code = 0x432, .base = 'd' }, ACTION_DETACH },
		{ { .code = 0x432 }, ACTION_NONE },
		{ { .code = 'b', .mods = KEY_MOD_CTRL }, ACTION_SEND_PREFIX },
		{ { .code = 'b' }, ACTION_NONE },
		{ { .code = 'D' }, ACTION_NONE },
	};
	struct key prefix;
	size_t i;

	(void)state;
	assert_int_equal(key_parse("C-b", &prefix), 0);
	for (i = 0; i < nitems(cases); i++)
		if (bind_find(VIEW_PREFIX, &cases[i].key, &prefix) !=
		    cases[i].action)
			fail_msg("case %zu", i);
}

static void
test_shifted(void **state)
{
	const struct key plain = { .code = '?' };
	const struct key told = {
		.code = '/', .shifted = '?', .mods = KEY_MOD_SHIFT
	};
	const struct key alt = {
		.code = '/', .shifted = '?', .mods = KEY_MOD_SHIFT | KEY_MOD_ALT
	};
	struct key meant;

	(void)state;
	assert_int_equal(key_parse("?", &meant), 0);
	assert_true(bind_matches(&meant, &plain));
	assert_true(bind_matches(&meant, &told));
	assert_false(bind_matches(&meant, &alt));
}

static void
test_default_prefix(void **state)
{
	(void)state;
	unsetenv("TMUX");
	unsetenv("STY");
	unsetenv("BGMUX_SESSION");
	assert_string_equal(bind_default_prefix(), "C-b");
	setenv("TMUX", "/tmp/x,1,0", 1);
	assert_string_equal(bind_default_prefix(), "C-]");
	setenv("TMUX", "", 1);
	assert_string_equal(bind_default_prefix(), "C-b");
	setenv("STY", "1.x", 1);
	assert_string_equal(bind_default_prefix(), "C-]");
	unsetenv("STY");
	setenv("BGMUX_SESSION", "0123abcd", 1);
	assert_string_equal(bind_default_prefix(), "C-]");
	unsetenv("BGMUX_SESSION");
	assert_string_equal(bind_default_prefix(), "C-b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table_is_sound),
		cmocka_unit_test(test_actions),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_shifted),
		cmocka_unit_test(test_default_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
