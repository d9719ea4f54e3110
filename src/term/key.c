/* SPDX-License-Identifier: ISC */
/* key: names of keys, both ways. */

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "term/key.h"

struct key_row {
	uint32_t code;
	const char *name;
};

/* The first name of a code is the one that is written. */
static const struct key_row names[] = {
	{ KEY_TAB, "Tab" },
	{ KEY_ENTER, "Enter" },
	{ KEY_ENTER, "Return" },
	{ KEY_ESCAPE, "Escape" },
	{ KEY_ESCAPE, "Esc" },
	{ KEY_BACKSPACE, "Backspace" },
	{ KEY_BACKSPACE, "BSpace" },
	{ ' ', "Space" },
	{ KEY_UP, "Up" },
	{ KEY_DOWN, "Down" },
	{ KEY_RIGHT, "Right" },
	{ KEY_LEFT, "Left" },
	{ KEY_HOME, "Home" },
	{ KEY_END, "End" },
	{ KEY_INSERT, "Insert" },
	{ KEY_INSERT, "IC" },
	{ KEY_DELETE, "Delete" },
	{ KEY_DELETE, "DC" },
	{ KEY_PGUP, "PgUp" },
	{ KEY_PGUP, "PPage" },
	{ KEY_PGUP, "PageUp" },
	{ KEY_PGDN, "PgDn" },
	{ KEY_PGDN, "NPage" },
	{ KEY_PGDN, "PageDown" },
	{ KEY_BEGIN, "Begin" },
	{ KEY_KP_DECIMAL, "KP." },
	{ KEY_KP_DIVIDE, "KP/" },
	{ KEY_KP_MULTIPLY, "KP*" },
	{ KEY_KP_SUBTRACT, "KP-" },
	{ KEY_KP_ADD, "KP+" },
	{ KEY_KP_ENTER, "KPEnter" },
	{ KEY_KP_EQUAL, "KP=" },
	{ KEY_KP_SEPARATOR, "KP," },
};

struct key_mod {
	uint8_t mod;
	const char *prefix;
};

static const struct key_mod mods[] = {
	{ KEY_MOD_CTRL, "C-" },
	{ KEY_MOD_ALT, "M-" },
	{ KEY_MOD_SHIFT, "S-" },
	{ KEY_MOD_SUPER, "Super-" },
	{ KEY_MOD_HYPER, "Hyper-" },
	{ KEY_MOD_META, "Meta-" },
};

/* A key that types something has the name of what it types; its shift is
 * in that already. */
static uint32_t
key_shown_code(const struct key *k, uint8_t *shown)
{
	uint32_t cp = 0;
	size_t n;

	*shown = k->mods & ~(KEY_MOD_CAPS | KEY_MOD_NUM);
	if (k->code >= KEY_BASE || k->code <= ' ' || k->code == 127 ||
	    (*shown & KEY_MOD_SHIFT) == 0 || (*shown & KEY_MOD_CTRL) != 0)
		return k->code;
	n = strnlen(k->text, sizeof k->text);
	if (k->shifted != 0)
		cp = k->shifted;
	else if (n == 0 ||
	    utf8_decode((const uint8_t *)k->text, n, &cp) != (int)n)
		return k->code;
	*shown &= ~KEY_MOD_SHIFT;
	return cp;
}

static void
key_code_name(uint32_t code, char *out, size_t size)
{
	char utf8[5] = { 0 };
	size_t i;

	for (i = 0; i < nitems(names); i++) {
		if (names[i].code == code) {
			strlcpy(out, names[i].name, size);
			return;
		}
	}
	if (code >= KEY_F1 && code <= KEY_F35)
		snprintf(out, size, "F%u", code - KEY_F1 + 1);
	else if (code >= KEY_KP_0 && code <= KEY_KP_9)
		snprintf(out, size, "KP%u", code - KEY_KP_0);
	else if (code >= KEY_BASE)
		snprintf(out, size, "Key%u", code - KEY_BASE);
	else if (code < ' ')
		snprintf(out, size, "^%c", (char)(code + '@'));
	else {
		utf8_encode(code, utf8);
		strlcpy(out, utf8, size);
	}
}

const char *
key_name(const struct key *k, char *out, size_t size)
{
	char name[16];
	uint8_t shown;
	uint32_t code = key_shown_code(k, &shown);
	size_t i, n = 0;

	for (i = 0; i < nitems(mods) && n < size; i++) {
		if (shown & mods[i].mod)
			n += strlcpy(out + n, mods[i].prefix, size - n);
	}
	key_code_name(code, name, sizeof name);
	if (n < size)
		strlcpy(out + n, name, size - n);
	return out;
}

static const char *
key_parse_mods(const char *s, uint8_t *out)
{
	size_t i, n;

	for (i = 0; i < nitems(mods); i++) {
		n = strlen(mods[i].prefix);
		if (strncasecmp(s, mods[i].prefix, n) == 0 && s[n] != '\0') {
			*out |= mods[i].mod;
			return s + n;
		}
	}
	return s;
}

/* "F5", "KP7", "Key12": a word and a number up to max. -1 if it is not. */
static int
key_parse_number(const char *s, const char *word, int min, int max)
{
	const char *err;
	size_t n = strlen(word);
	int v;

	if (strncasecmp(s, word, n) != 0 || s[n] < '0' || s[n] > '9')
		return -1;
	v = strtonum(s + n, min, max, &err);
	return err == NULL ? v : -1;
}

static uint32_t
key_parse_code(const char *s)
{
	size_t i, n = strlen(s);
	uint32_t cp;
	int v;

	for (i = 0; i < nitems(names); i++) {
		if (strcasecmp(s, names[i].name) == 0)
			return names[i].code;
	}
	if ((v = key_parse_number(s, "F", 1, 35)) >= 0)
		return KEY_F1 + v - 1;
	if ((v = key_parse_number(s, "KP", 0, 9)) >= 0)
		return KEY_KP_0 + v;
	if ((v = key_parse_number(s, "Key", 1, 0x1fff)) >= 0)
		return KEY_BASE + v;
	if (n > 0 && utf8_decode((const uint8_t *)s, n, &cp) == (int)n &&
	    cp > ' ' && cp != 127)
		return cp;
	return 0;
}

int
key_parse(const char *name, struct key *k)
{
	const char *s = name, *next;

	memset(k, 0, sizeof *k);
	k->event = KEY_PRESS;
	if (name[0] == '^' && name[1] != '\0' && name[2] == '\0') {
		k->mods = KEY_MOD_CTRL;
		s = name + 1;
	}
	while ((next = key_parse_mods(s, &k->mods)) != s)
		s = next;
	if (strcasecmp(s, "BTab") == 0) {
		k->mods |= KEY_MOD_SHIFT;
		s = "Tab";
	}
	k->code = key_parse_code(s);
	if (k->code >= 'A' && k->code <= 'Z' && k->mods & KEY_MOD_CTRL)
		k->code += 'a' - 'A';
	return k->code == 0 ? -1 : 0;
}
