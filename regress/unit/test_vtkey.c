/* SPDX-License-Identifier: ISC */
/* test_vtkey: keys, pastes, mouse and focus in all modes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../vt/vtcheck.h"
#include "base/buf.h"
#include "term/key.h"
#include "term/modes.h"
#include "term/vtkey.h"

/* A key by its name, in modes, and the bytes. */
struct key_case {
	const char *key;
	struct modes modes;
	const char *want;
	uint8_t event; /* 0: a press */
	uint8_t mods;  /* besides those in the name */
	uint32_t shifted;
	uint32_t base;
};

#define LEGACY                                                                 \
	{                                                                      \
		0                                                              \
	}
#define FLAGS(f)                                                               \
	{                                                                      \
		.flags = (f)                                                   \
	}
#define OTHER(n)                                                               \
	{                                                                      \
		.modify_keys = (n)                                             \
	}
#define KITTY(f)                                                               \
	{                                                                      \
		.kitty = (f)                                                   \
	}
#define CURSOR(f)                                                              \
	{                                                                      \
		.kitty = (f), .flags = MODE_APP_CURSOR                         \
	}

static const struct key_case keys[] = {
	/* Text. */
	{ .key = "a", .modes = LEGACY, .want = "a" },
	{ .key = "A", .modes = LEGACY, .want = "A" },
	{ .key = "\303\244", .modes = LEGACY, .want = "\303\244" },
	{ .key = "M-a", .modes = LEGACY, .want = "\\ea" },
	{ .key = "M-\303\244", .modes = LEGACY, .want = "\\e\303\244" },
	{ .key = "C-a", .modes = LEGACY, .want = "\\x01" },
	{ .key = "C-z", .modes = LEGACY, .want = "\\x1a" },
	{ .key = "M-C-a", .modes = LEGACY, .want = "\\e\\x01" },
	{ .key = "C-S-a", .modes = LEGACY, .want = "\\x01" },
	{ .key = "C-[", .modes = LEGACY, .want = "\\e" },
	{ .key = "C-\\", .modes = LEGACY, .want = "\\x1c" },
	{ .key = "C-]", .modes = LEGACY, .want = "\\x1d" },
	{ .key = "C-_", .modes = LEGACY, .want = "\\x1f" },
	{ .key = "C-/", .modes = LEGACY, .want = "\\x1f" },
	{ .key = "C-2", .modes = LEGACY, .want = "\\x00" },
	{ .key = "C-8", .modes = LEGACY, .want = "\\x7f" },
	{ .key = "C-?", .modes = LEGACY, .want = "\\x7f" },
	{ .key = "C-Space", .modes = LEGACY, .want = "\\x00" },
	{ .key = "C-1", .modes = LEGACY, .want = "1" },
	{ .key = "C-;", .modes = LEGACY, .want = ";" },
	{ .key = "Space", .modes = LEGACY, .want = " " },
	{ .key = "a", .modes = LEGACY, .want = "", .event = KEY_RELEASE },
	{ .key = "a", .modes = LEGACY, .want = "a", .event = KEY_REPEAT },
	{ .key = "a", .modes = LEGACY, .want = "a", .mods = KEY_MOD_CAPS },

	/* Tab, Enter, Escape, Backspace. */
	{ .key = "Tab", .modes = LEGACY, .want = "\\x09" },
	{ .key = "S-Tab", .modes = LEGACY, .want = "\\e[Z" },
	{ .key = "M-Tab", .modes = LEGACY, .want = "\\e\\x09" },
	{ .key = "Enter", .modes = LEGACY, .want = "\\x0d" },
	{ .key = "S-Enter", .modes = LEGACY, .want = "\\x0d" },
	{ .key = "M-Enter", .modes = LEGACY, .want = "\\e\\x0d" },
	{ .key = "Enter", .modes = FLAGS(MODE_NEWLINE), .want = "\\x0d\\x0a" },
	{ .key = "Escape", .modes = LEGACY, .want = "\\e" },
	{ .key = "M-Escape", .modes = LEGACY, .want = "\\e\\e" },
	{ .key = "Backspace", .modes = LEGACY, .want = "\\x7f" },
	{ .key = "C-Backspace", .modes = LEGACY, .want = "\\x08" },
	{ .key = "M-Backspace", .modes = LEGACY, .want = "\\e\\x7f" },
	{ .key = "Backspace", .modes = FLAGS(MODE_BACKARROW), .want = "\\x08" },
	{ .key = "C-Backspace",
	    .modes = FLAGS(MODE_BACKARROW),
	    .want = "\\x7f" },

	/* Functions. */
	{ .key = "Up", .modes = LEGACY, .want = "\\e[A" },
	{ .key = "Up", .modes = FLAGS(MODE_APP_CURSOR), .want = "\\eOA" },
	{ .key = "Home", .modes = LEGACY, .want = "\\e[H" },
	{ .key = "End", .modes = FLAGS(MODE_APP_CURSOR), .want = "\\eOF" },
	{ .key = "C-Right", .modes = LEGACY, .want = "\\e[1;5C" },
	{ .key = "C-Right",
	    .modes = FLAGS(MODE_APP_CURSOR),
	    .want = "\\e[1;5C" },
	{ .key = "M-S-Left", .modes = LEGACY, .want = "\\e[1;4D" },
	{ .key = "Left",
	    .modes = LEGACY,
	    .want = "\\e[D",
	    .mods = KEY_MOD_NUM },
	{ .key = "Insert", .modes = LEGACY, .want = "\\e[2~" },
	{ .key = "Delete", .modes = LEGACY, .want = "\\e[3~" },
	{ .key = "PgUp", .modes = LEGACY, .want = "\\e[5~" },
	{ .key = "S-PgDn", .modes = LEGACY, .want = "\\e[6;2~" },
	{ .key = "Begin", .modes = LEGACY, .want = "\\e[E" },
	{ .key = "F1", .modes = LEGACY, .want = "\\eOP" },
	{ .key = "S-F3", .modes = LEGACY, .want = "\\e[1;2R" },
	{ .key = "F4", .modes = LEGACY, .want = "\\eOS" },
	{ .key = "F5", .modes = LEGACY, .want = "\\e[15~" },
	{ .key = "F12", .modes = LEGACY, .want = "\\e[24~" },
	{ .key = "C-F12", .modes = LEGACY, .want = "\\e[24;5~" },
	{ .key = "F20", .modes = LEGACY, .want = "\\e[34~" },
	{ .key = "F21", .modes = LEGACY, .want = "" },
	{ .key = "Key4110", .modes = LEGACY, .want = "" },

	/* The keypad. */
	{ .key = "KP5", .modes = LEGACY, .want = "5" },
	{ .key = "KP5", .modes = FLAGS(MODE_APP_KEYPAD), .want = "\\eOu" },
	{ .key = "KP5",
	    .modes = FLAGS(MODE_APP_KEYPAD),
	    .want = "5",
	    .mods = KEY_MOD_NUM },
	{ .key = "KPEnter", .modes = FLAGS(MODE_APP_KEYPAD), .want = "\\eOM" },
	{ .key = "KPEnter", .modes = LEGACY, .want = "\\x0d" },
	{ .key = "KP+", .modes = LEGACY, .want = "+" },

	/* modifyOtherKeys. */
	{ .key = "C-a", .modes = OTHER(1), .want = "\\x01" },
	{ .key = "C-1", .modes = OTHER(1), .want = "\\e[27;5;49~" },
	{ .key = "C-;", .modes = OTHER(1), .want = "\\e[27;5;59~" },
	{ .key = "S-Enter", .modes = OTHER(1), .want = "\\e[27;2;13~" },
	{ .key = "C-Tab", .modes = OTHER(1), .want = "\\e[27;5;9~" },
	{ .key = "S-Tab", .modes = OTHER(2), .want = "\\e[Z" },
	{ .key = "M-a", .modes = OTHER(1), .want = "\\ea" },
	{ .key = "C-Backspace", .modes = OTHER(1), .want = "\\x08" },
	{ .key = "C-a", .modes = OTHER(2), .want = "\\e[27;5;97~" },
	{ .key = "C-S-a", .modes = OTHER(2), .want = "\\e[27;6;65~" },
	{ .key = "M-a", .modes = OTHER(2), .want = "\\e[27;3;97~" },
	{ .key = "S-a", .modes = OTHER(2), .want = "A" },
	{ .key = "S-Space", .modes = OTHER(2), .want = "\\e[27;2;32~" },
	{ .key = "M-Escape", .modes = OTHER(2), .want = "\\e[27;3;27~" },
	{ .key = "a", .modes = OTHER(2), .want = "a" },
	{ .key = "C-Up", .modes = OTHER(2), .want = "\\e[1;5A" },

	/* Kitty 1: disambiguate. */
	{ .key = "a", .modes = KITTY(1), .want = "a" },
	{ .key = "S-a", .modes = KITTY(1), .want = "A" },
	{ .key = "C-a", .modes = KITTY(1), .want = "\\e[97;5u" },
	{ .key = "C-S-a", .modes = KITTY(1), .want = "\\e[97;6u" },
	{ .key = "M-a", .modes = KITTY(1), .want = "\\e[97;3u" },
	{ .key = "Super-a", .modes = KITTY(1), .want = "\\e[97;9u" },
	{ .key = "Escape", .modes = KITTY(1), .want = "\\e[27u" },
	{ .key = "Enter", .modes = KITTY(1), .want = "\\x0d" },
	{ .key = "Enter",
	    .modes = KITTY(1),
	    .want = "\\x0d",
	    .mods = KEY_MOD_CAPS },
	{ .key = "S-Enter", .modes = KITTY(1), .want = "\\e[13;2u" },
	{ .key = "Tab", .modes = KITTY(1), .want = "\\x09" },
	{ .key = "S-Tab", .modes = KITTY(1), .want = "\\e[9;2u" },
	{ .key = "Backspace", .modes = KITTY(1), .want = "\\x7f" },
	{ .key = "C-Space", .modes = KITTY(1), .want = "\\e[32;5u" },
	{ .key = "Up", .modes = CURSOR(1), .want = "\\e[A" },
	{ .key = "C-Up", .modes = KITTY(1), .want = "\\e[1;5A" },
	{ .key = "F1", .modes = KITTY(1), .want = "\\e[P" },
	{ .key = "F3", .modes = KITTY(1), .want = "\\e[13~" },
	{ .key = "F13", .modes = KITTY(1), .want = "\\e[57376u" },
	{ .key = "F35", .modes = KITTY(1), .want = "\\e[57398u" },
	{ .key = "KP5", .modes = KITTY(1), .want = "\\e[57404u" },
	{ .key = "KP5", .modes = KITTY(1), .want = "5", .mods = KEY_MOD_NUM },
	{ .key = "KPEnter", .modes = KITTY(1), .want = "\\e[57414u" },
	{ .key = "a", .modes = KITTY(1), .want = "", .event = KEY_RELEASE },
	{ .key = "Up",
	    .modes = KITTY(1),
	    .want = "\\e[A",
	    .event = KEY_REPEAT },

	/* 2: events. */
	{ .key = "a",
	    .modes = KITTY(3),
	    .want = "\\e[97;1:3u",
	    .event = KEY_RELEASE },
	{ .key = "a", .modes = KITTY(3), .want = "a", .event = KEY_REPEAT },
	{ .key = "Up",
	    .modes = KITTY(3),
	    .want = "\\e[1;1:2A",
	    .event = KEY_REPEAT },
	{ .key = "C-Up",
	    .modes = KITTY(3),
	    .want = "\\e[1;5:3A",
	    .event = KEY_RELEASE },
	{ .key = "Enter", .modes = KITTY(3), .want = "", .event = KEY_RELEASE },
	{ .key = "Enter",
	    .modes = KITTY(11),
	    .want = "\\e[13;1:3u",
	    .event = KEY_RELEASE },

	/* 4: alternate keys. */
	{ .key = "C-S-a", .modes = KITTY(5), .want = "\\e[97:65;6u" },
	{ .key = "C-\321\204",
	    .modes = KITTY(5),
	    .want = "\\e[1092::97;5u",
	    .base = 'a' },
	{ .key = "C-S-\321\204",
	    .modes = KITTY(5),
	    .want = "\\e[1092:1060:97;6u",
	    .shifted = 0x424,
	    .base = 'a' },
	{ .key = "Up", .modes = KITTY(5), .want = "\\e[A" },

	/* 8: all keys; 16: text. */
	{ .key = "a", .modes = KITTY(8), .want = "\\e[97u" },
	{ .key = "S-a", .modes = KITTY(9), .want = "\\e[97;2u" },
	{ .key = "Enter", .modes = KITTY(8), .want = "\\e[13u" },
	{ .key = "a", .modes = KITTY(24), .want = "\\e[97;;97u" },
	{ .key = "S-a", .modes = KITTY(24), .want = "\\e[97;2;65u" },
	{ .key = "S-a", .modes = KITTY(28), .want = "\\e[97:65;2;65u" },
	{ .key = "A", .modes = KITTY(28), .want = "\\e[97:65;2;65u" },
	{ .key = "C-a", .modes = KITTY(24), .want = "\\e[97;5u" },
	{ .key = "a",
	    .modes = KITTY(31),
	    .want = "\\e[97;1:3u",
	    .event = KEY_RELEASE },
	{ .key = "a",
	    .modes = KITTY(31),
	    .want = "\\e[97;1:2;97u",
	    .event = KEY_REPEAT },
	{ .key = "Key4110", .modes = KITTY(1), .want = "" },
	{ .key = "Key4110", .modes = KITTY(8), .want = "\\e[57358u" },

	/* Events alone leave the rest as it was. */
	{ .key = "C-a", .modes = KITTY(2), .want = "\\x01" },
	{ .key = "Escape", .modes = KITTY(2), .want = "\\e" },
};

static void
expect(const char *what, struct buf *b, const char *want)
{
	char *got = vtcheck_visible(b->data, b->len);

	if (strcmp(got, want) != 0)
		fail_msg("%s gives \"%s\", not \"%s\"", what, got, want);
	free(got);
	buf_clear(b);
}

static void
keys_are_encoded(void **state)
{
	const struct key_case *c;
	struct buf b = { 0 };
	struct key k;
	char what[64];
	size_t i;

	(void)state;
	for (i = 0; i < nitems(keys); i++) {
		c = &keys[i];
		assert_int_equal(key_parse(c->key, &k), 0);
		k.mods |= c->mods;
		k.shifted = c->shifted;
		k.base = c->base;
		if (c->event != 0)
			k.event = c->event;
		vtkey_key(&b, &c->modes, &k);
		snprintf(what, sizeof what, "row %zu: %s", i, c->key);
		expect(what, &b, c->want);
	}
}

static void
text_of_several_code_points(void **state)
{
	struct modes m = { .kitty = 24 };
	struct key k = { .code = 'e', .event = KEY_PRESS, .text = "e\314\201" };
	struct buf b = { 0 };

	(void)state;
	vtkey_key(&b, &m, &k);
	expect("kitty", &b, "\\e[101;;101:769u");
	m.kitty = 0;
	vtkey_key(&b, &m, &k);
	expect("legacy", &b, "e\314\201");
}

/* Any key in any mode: no crash, no more than a few bytes. */
static void
all_keys_in_all_modes(void **state)
{
	struct modes m = { 0 };
	struct key k;
	struct buf b = { 0 };
	uint32_t code, i;

	(void)state;
	for (code = 0; code < KEY_BASE + 0x1200; code++) {
		if (code == 0x200)
			code = 0x10ff00;
		for (i = 0; i < 96; i++) {
			memset(&k, 0, sizeof k);
			k.code = code;
			k.mods = i * 37;
			k.event = 1 + i % 3;
			m.kitty = i % 32;
			m.modify_keys = i % 3;
			m.flags = i * 2654435761u;
			memset(k.text, i % 5 == 0 ? 0xff : 0, sizeof k.text);
			vtkey_key(&b, &m, &k);
			assert_true(b.len <= 128);
			buf_reset(&b);
		}
	}
	buf_clear(&b);
}

struct paste_case {
	const char *in;
	const char *plain;
	const char *bracketed; /* between the brackets */
};

static const struct paste_case pastes[] = {
	{ "", "", "" },
	{ "ab c", "ab c", "ab c" },
	{ "a\nb\r\nc\rd\n\n", "a\\x0db\\x0dc\\x0dd\\x0d\\x0d",
	    "a\\x0db\\x0dc\\x0dd\\x0d\\x0d" },
	{ "a\033[201~b", "a\\e[201~b", "ab" },
	{ "a\033[20\033[201~1~b", "a\\e[20\\e[201~1~b", "ab" },
	{ "a\302\233201~b", "a\302\233201~b", "ab" },
	{ "\033[201~", "\\e[201~", "" },
	{ "~201~[", "~201~[", "~201~[" },
	{ "tab\there \303\244", "tab\\x09here \303\244",
	    "tab\\x09here \303\244" },
};

static void
pastes_are_bracketed(void **state)
{
	struct modes m = { 0 };
	struct buf b = { 0 };
	char want[128];
	size_t i, n;

	(void)state;
	for (i = 0; i < nitems(pastes); i++) {
		n = strlen(pastes[i].in);
		m.flags = 0;
		vtkey_paste(&b, &m, pastes[i].in, n);
		expect("plain", &b, pastes[i].plain);
		m.flags = MODE_PASTE;
		snprintf(want, sizeof want, "\\e[200~%s\\e[201~",
		    pastes[i].bracketed);
		vtkey_paste(&b, &m, pastes[i].in, n);
		expect("bracketed", &b, want);
	}
}

struct mouse_case {
	uint16_t mode;
	uint16_t enc;
	struct mouse mouse;
	const char *want;
};

#define AT(e, b, m, r, c)                                                      \
	{                                                                      \
		(e), (b), (m), (r), (c), 0, 0                                  \
	}

static const struct mouse_case mice[] = {
	{ 0, 1006, AT(MOUSE_PRESS, 1, 0, 0, 0), "" },
	{ 9, 0, AT(MOUSE_PRESS, 1, 0, 0, 0), "\\e[M !!" },
	{ 9, 0, AT(MOUSE_PRESS, 3, KEY_MOD_CTRL, 1, 2), "\\e[M\"#\"" },
	{ 9, 0, AT(MOUSE_RELEASE, 1, 0, 0, 0), "" },
	{ 9, 0, AT(MOUSE_PRESS, 4, 0, 0, 0), "" },
	{ 1000, 0, AT(MOUSE_PRESS, 2, 0, 4, 9), "\\e[M!*%" },
	{ 1000, 0, AT(MOUSE_RELEASE, 2, 0, 4, 9), "\\e[M#*%" },
	{ 1000, 0, AT(MOUSE_MOTION, 1, 0, 4, 9), "" },
	{ 1000, 0, AT(MOUSE_PRESS, 4, 0, 0, 0), "\\e[M`!!" },
	{ 1000, 0, AT(MOUSE_RELEASE, 4, 0, 0, 0), "" },
	{ 1000, 0, AT(MOUSE_PRESS, 1, 0, 0, 222), "\\e[M \377!" },
	{ 1000, 0, AT(MOUSE_PRESS, 1, 0, 0, 223), "" },
	{ 1002, 0, AT(MOUSE_MOTION, 1, 0, 0, 0), "\\e[M@!!" },
	{ 1002, 0, AT(MOUSE_MOTION, 0, 0, 0, 0), "" },
	{ 1003, 0, AT(MOUSE_MOTION, 0, 0, 0, 0), "\\e[MC!!" },
	{ 1000, 1005, AT(MOUSE_PRESS, 1, 0, 0, 223), "\\e[M \304\200!" },
	{ 1000, 1005, AT(MOUSE_PRESS, 1, 0, 0, 2015), "" },
	{ 1000, 1006, AT(MOUSE_PRESS, 1, 0, 4, 9), "\\e[<0;10;5M" },
	{ 1000, 1006, AT(MOUSE_RELEASE, 1, 0, 4, 9), "\\e[<0;10;5m" },
	{ 1000, 1006,
	    AT(MOUSE_PRESS, 3, KEY_MOD_SHIFT | KEY_MOD_ALT | KEY_MOD_CTRL, 999,
		999),
	    "\\e[<30;1000;1000M" },
	{ 1003, 1006, AT(MOUSE_MOTION, 0, 0, 0, 0), "\\e[<35;1;1M" },
	{ 1000, 1006, AT(MOUSE_PRESS, 5, 0, 0, 0), "\\e[<65;1;1M" },
	{ 1000, 1006, AT(MOUSE_PRESS, 7, 0, 0, 0), "\\e[<67;1;1M" },
	{ 1000, 1006, AT(MOUSE_PRESS, 8, 0, 0, 0), "\\e[<128;1;1M" },
	{ 1000, 1015, AT(MOUSE_PRESS, 1, 0, 4, 9), "\\e[32;10;5M" },
	{ 1000, 1015, AT(MOUSE_RELEASE, 1, 0, 4, 9), "\\e[35;10;5M" },
	{ 1000, 1016, { MOUSE_PRESS, 1, 0, 4, 9, 70, 75 }, "\\e[<0;76;71M" },
	{ 1000, 1016, AT(MOUSE_PRESS, 1, 0, 1, 2), "\\e[<0;21;25M" },
};

static void
mice_are_encoded(void **state)
{
	struct modes m = { 0 };
	struct buf b = { 0 };
	char what[64];
	size_t i;

	(void)state;
	for (i = 0; i < nitems(mice); i++) {
		m.mouse = mice[i].mode;
		m.mouse_enc = mice[i].enc;
		vtkey_mouse(&b, &m, &mice[i].mouse);
		snprintf(what, sizeof what, "row %zu", i);
		expect(what, &b, mice[i].want);
	}
}

static void
focus_is_told_if_asked_for(void **state)
{
	struct modes m = { 0 };
	struct buf b = { 0 };

	(void)state;
	vtkey_focus(&b, &m, true);
	expect("unasked", &b, "");
	m.flags = MODE_FOCUS;
	vtkey_focus(&b, &m, true);
	expect("in", &b, "\\e[I");
	vtkey_focus(&b, &m, false);
	expect("out", &b, "\\e[O");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_encoded),
		cmocka_unit_test(text_of_several_code_points),
		cmocka_unit_test(all_keys_in_all_modes),
		cmocka_unit_test(pastes_are_bracketed),
		cmocka_unit_test(mice_are_encoded),
		cmocka_unit_test(focus_is_told_if_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
