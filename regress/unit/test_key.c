/* SPDX-License-Identifier: ISC */
/* test_key: names of keys, written and read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "term/key.h"

struct name_case {
	const char *in;
	const char *out; /* as it is written again */
	uint32_t code;
	uint8_t mods;
};

static const struct name_case names[] = {
	{ "a", "a", 'a', 0 },
	{ "A", "A", 'A', 0 },
	{ "C-a", "C-a", 'a', KEY_MOD_CTRL },
	{ "C-A", "C-a", 'a', KEY_MOD_CTRL },
	{ "c-a", "C-a", 'a', KEY_MOD_CTRL },
	{ "^a", "C-a", 'a', KEY_MOD_CTRL },
	{ "^", "^", '^', 0 },
	{ "-", "-", '-', 0 },
	{ "C--", "C--", '-', KEY_MOD_CTRL },
	{ "C-", NULL, 0, 0 },
	{ "M-x", "M-x", 'x', KEY_MOD_ALT },
	{ "M-C-S-Left", "C-M-S-Left", KEY_LEFT,
	    KEY_MOD_CTRL | KEY_MOD_ALT | KEY_MOD_SHIFT },
	{ "S-Left", "S-Left", KEY_LEFT, KEY_MOD_SHIFT },
	{ "Super-a", "Super-a", 'a', KEY_MOD_SUPER },
	{ "Up", "Up", KEY_UP, 0 },
	{ "enter", "Enter", KEY_ENTER, 0 },
	{ "Return", "Enter", KEY_ENTER, 0 },
	{ "Tab", "Tab", KEY_TAB, 0 },
	{ "BTab", "S-Tab", KEY_TAB, KEY_MOD_SHIFT },
	{ "Escape", "Escape", KEY_ESCAPE, 0 },
	{ "Esc", "Escape", KEY_ESCAPE, 0 },
	{ "BSpace", "Backspace", KEY_BACKSPACE, 0 },
	{ "Space", "Space", ' ', 0 },
	{ "C-Space", "C-Space", ' ', KEY_MOD_CTRL },
	{ "PPage", "PgUp", KEY_PGUP, 0 },
	{ "PageDown", "PgDn", KEY_PGDN, 0 },
	{ "NPage", "PgDn", KEY_PGDN, 0 },
	{ "IC", "Insert", KEY_INSERT, 0 },
	{ "DC", "Delete", KEY_DELETE, 0 },
	{ "F1", "F1", KEY_F1, 0 },
	{ "C-F35", "C-F35", KEY_F35, KEY_MOD_CTRL },
	{ "F36", NULL, 0, 0 },
	{ "F", "F", 'F', 0 },
	{ "KP5", "KP5", KEY_KP_0 + 5, 0 },
	{ "KPEnter", "KPEnter", KEY_KP_ENTER, 0 },
	{ "KP*", "KP*", KEY_KP_MULTIPLY, 0 },
	{ "Key4096", "Key4096", KEY_KITTY, 0 },
	{ "\303\244", "\303\244", 0xe4, 0 },
	{ "ab", NULL, 0, 0 },
	{ "", NULL, 0, 0 },
	{ " ", NULL, 0, 0 },
	{ "\033", NULL, 0, 0 },
	{ "\377", NULL, 0, 0 },
	{ "C-Nonsense", NULL, 0, 0 },
};

static void
names_are_read_and_written(void **state)
{
	const struct name_case *c;
	struct key k;
	char name[64];
	size_t i;

	(void)state;
	for (i = 0; i < nitems(names); i++) {
		c = &names[i];
		if (c->out == NULL) {
			if (key_parse(c->in, &k) != -1)
				fail_msg("\"%s\" is taken", c->in);
			continue;
		}
		if (key_parse(c->in, &k) != 0)
			fail_msg("\"%s\" is not known", c->in);
		assert_int_equal(k.code, c->code);
		assert_int_equal(k.mods, c->mods);
		assert_int_equal(k.event, KEY_PRESS);
		assert_string_equal(key_name(&k, name, sizeof name), c->out);
	}
}

/* What is typed with shift has the name of what it types. */
static void
shift_is_in_the_text(void **state)
{
	struct key k = { .code = 'a', .mods = KEY_MOD_SHIFT };
	char name[64];

	(void)state;
	assert_string_equal(key_name(&k, name, sizeof name), "S-a");
	k.shifted = 'A';
	assert_string_equal(key_name(&k, name, sizeof name), "A");
	k.shifted = 0;
	strlcpy(k.text, "A", sizeof k.text);
	assert_string_equal(key_name(&k, name, sizeof name), "A");
	k.mods |= KEY_MOD_CTRL;
	assert_string_equal(key_name(&k, name, sizeof name), "C-S-a");
	k.mods = KEY_MOD_CAPS | KEY_MOD_NUM;
	assert_string_equal(key_name(&k, name, sizeof name), "a");
}

/* All codes have a name that is bounded by the buffer and reads back. */
static void
all_codes_have_names(void **state)
{
	struct key k, back;
	char name[64], small[4];
	uint32_t code;

	(void)state;
	for (code = KEY_BASE + 1; code < KEY_BASE + 0x1100; code++) {
		memset(&k, 0, sizeof k);
		k.code = code;
		k.mods = 0x3f;
		key_name(&k, name, sizeof name);
		assert_int_equal(key_parse(name, &back), 0);
		assert_int_equal(back.code, code);
		assert_int_equal(back.mods, 0x3f);
		key_name(&k, small, sizeof small);
		assert_true(strlen(small) < sizeof small);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_read_and_written),
		cmocka_unit_test(shift_is_in_the_text),
		cmocka_unit_test(all_codes_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
