/* SPDX-License-Identifier: ISC */
/* vtkey: keys, pastes and focus as the bytes that a program in given
 * modes expects. Pure. */

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "term/key.h"
#include "term/modes.h"
#include "term/vt_internal.h"
#include "term/vtkey.h"

/* Flags of the kitty keyboard protocol. */
#define KITTY_DISAMBIGUATE 0x01
#define KITTY_EVENTS	   0x02
#define KITTY_ALTERNATES   0x04
#define KITTY_ALL	   0x08
#define KITTY_TEXT	   0x10

/* Two of its keys. */
#define VTKEY_MENU    (KEY_KITTY + 57363 - 57344)
#define VTKEY_KP_LEFT (KEY_KITTY + 57417 - 57344)

#define MODS_LOCK (KEY_MOD_CAPS | KEY_MOD_NUM)
#define MODS_TEXT (KEY_MOD_SHIFT | MODS_LOCK) /* with which keys type */

/* Keys that are no text: CSI number final, and what xterm sends without
 * modifiers. */
struct vtkey_row {
	uint32_t code;
	uint16_t number;
	char final;
	uint16_t kitty; /* if another number there, final u */
};

static const struct vtkey_row table[] = {
	{ KEY_UP, 1, 'A', 0 },
	{ KEY_DOWN, 1, 'B', 0 },
	{ KEY_RIGHT, 1, 'C', 0 },
	{ KEY_LEFT, 1, 'D', 0 },
	{ KEY_BEGIN, 1, 'E', 0 },
	{ KEY_END, 1, 'F', 0 },
	{ KEY_HOME, 1, 'H', 0 },
	{ KEY_INSERT, 2, '~', 0 },
	{ KEY_DELETE, 3, '~', 0 },
	{ KEY_PGUP, 5, '~', 0 },
	{ KEY_PGDN, 6, '~', 0 },
	{ KEY_F1, 1, 'P', 0 },
	{ KEY_F1 + 1, 1, 'Q', 0 },
	{ KEY_F1 + 2, 1, 'R', 0 }, /* in kitty 13 ~: R is a CPR's */
	{ KEY_F1 + 3, 1, 'S', 0 },
	{ KEY_F1 + 4, 15, '~', 0 },
	{ KEY_F1 + 5, 17, '~', 0 },
	{ KEY_F1 + 6, 18, '~', 0 },
	{ KEY_F1 + 7, 19, '~', 0 },
	{ KEY_F1 + 8, 20, '~', 0 },
	{ KEY_F1 + 9, 21, '~', 0 },
	{ KEY_F1 + 10, 23, '~', 0 },
	{ KEY_F1 + 11, 24, '~', 0 },
	{ KEY_F1 + 12, 25, '~', 57376 },
	{ KEY_F1 + 13, 26, '~', 57377 },
	{ KEY_F1 + 14, 28, '~', 57378 },
	{ KEY_F1 + 15, 29, '~', 57379 },
	{ KEY_F1 + 16, 31, '~', 57380 },
	{ KEY_F1 + 17, 32, '~', 57381 },
	{ KEY_F1 + 18, 33, '~', 57382 },
	{ KEY_F1 + 19, 34, '~', 57383 },
};

/* What the keypad types, and its final byte after SS3 in application mode. */
static const char keypad_text[] = "0123456789./*-+\r=,";
static const char keypad_final[] = "pqrstuvwxynojmkMXl";

static const struct vtkey_row *
vtkey_find(uint32_t code)
{
	size_t i;

	for (i = 0; i < nitems(table); i++) {
		if (table[i].code == code)
			return &table[i];
	}
	return NULL;
}

static bool
vtkey_is_keypad(uint32_t code)
{
	return code >= KEY_KP_0 && code <= KEY_KP_SEPARATOR;
}

static bool
vtkey_is_printable(uint32_t code)
{
	return code >= ' ' && code != KEY_BACKSPACE && code < KEY_BASE;
}

/* The code point that a key types with shift as it is. */
static uint32_t
vtkey_shifted(const struct key *k)
{
	if ((k->mods & KEY_MOD_SHIFT) == 0)
		return k->code;
	if (k->shifted != 0 || k->form == KEY_FORM_OTHER)
		return k->shifted != 0 ? k->shifted : k->code;
	if (k->code >= 'a' && k->code <= 'z')
		return k->code - 'a' + 'A';
	return k->code;
}

/* What a key types as UTF-8: n bytes, 0 if it types nothing. */
static size_t
vtkey_text(const struct key *k, char out[KEY_TEXT_MAX])
{
	size_t n = strnlen(k->text, sizeof k->text);

	if (k->mods & ~MODS_TEXT)
		return 0;
	if (n > 0 && (uint8_t)k->text[0] >= ' ' && k->text[0] != 0x7f) {
		memcpy(out, k->text, n);
		return n;
	}
	if (vtkey_is_printable(k->code))
		return utf8_encode(vtkey_shifted(k), out);
	if (vtkey_is_keypad(k->code) && k->code != KEY_KP_ENTER &&
	    k->form != KEY_FORM_CSI_U && k->mods & KEY_MOD_NUM) {
		out[0] = keypad_text[k->code - KEY_KP_0];
		return 1;
	}
	return 0;
}

/* Legacy encodings. */

/* The modifiers' parameter. What xterm calls Meta is the bit that others call
 * Super. */
static unsigned
vtkey_param(const struct key *k)
{
	return (k->mods & (uint8_t)~MODS_LOCK) + 1;
}

static void
vtkey_function(struct buf *b, const struct modes *m, const struct key *k,
    const struct vtkey_row *row)
{
	bool app = row->code >= KEY_F1 || m->flags & MODE_APP_CURSOR;
	unsigned param = vtkey_param(k);

	if (param > 1)
		buf_printf(b, "\033[%u;%u%c", row->number, param, row->final);
	else if (row->final == '~')
		buf_printf(b, "\033[%u~", row->number);
	else
		buf_printf(b, "\033%c%c", app ? 'O' : '[', row->final);
}

static void
vtkey_keypad(struct buf *b, const struct modes *m, const struct key *k)
{
	unsigned i = k->code - KEY_KP_0;

	if (m->flags & MODE_APP_KEYPAD && (k->mods & KEY_MOD_NUM) == 0) {
		if (vtkey_param(k) > 1)
			buf_printf(b, "\033O%u%c", vtkey_param(k),
			    keypad_final[i]);
		else
			buf_printf(b, "\033O%c", keypad_final[i]);
		return;
	}
	if (k->mods & KEY_MOD_ALT)
		buf_put_u8(b, 0x1b);
	buf_put_u8(b, keypad_text[i]);
	if (k->code == KEY_KP_ENTER && m->flags & MODE_NEWLINE)
		buf_put_u8(b, '\n');
}

/* The control that Ctrl makes of a character, or -1. */
static int
vtkey_control(uint32_t cp)
{
	static const char from[] = " 2@345678?/~";
	static const char to[] = "\0\0\0\033\034\035\036\037\177\177\037\036";
	const char *at;

	if (cp >= 'a' && cp <= 'z')
		return cp - 'a' + 1;
	if (cp >= 'A' && cp <= '_')
		return cp - '@';
	if (cp == 0 || cp >= 0x80 || (at = strchr(from, cp)) == NULL)
		return -1;
	return to[at - from];
}

/* Tab, Enter, Escape and Backspace: the byte they send. */
static int
vtkey_special(const struct modes *m, const struct key *k)
{
	bool bs = (m->flags & MODE_BACKARROW) != 0;

	switch (k->code) {
	case KEY_TAB:
	case KEY_ENTER:
	case KEY_ESCAPE:
		return k->code;
	case KEY_BACKSPACE:
		if (k->mods & KEY_MOD_CTRL)
			bs = !bs;
		return bs ? '\b' : 127;
	}
	return -1;
}

/* Whether modifyOtherKeys wants a character or one of the four keys above
 * told with its modifiers. */
static bool
vtkey_is_modified(const struct modes *m, const struct key *k)
{
	unsigned mods = vtkey_param(k) - 1;

	if (k->form == KEY_FORM_OTHER && m->modify_keys > 0)
		return true;
	if (k->form == KEY_FORM_BYTES)
		return false;
	if (m->modify_keys == 0 || mods == 0 ||
	    (k->code == KEY_TAB && mods == KEY_MOD_SHIFT))
		return false;
	if (m->modify_keys == 1) {
		if (k->code == KEY_ENTER || k->code == KEY_TAB)
			return true;
		if (k->code == KEY_BACKSPACE || k->code == KEY_ESCAPE ||
		    mods == KEY_MOD_SHIFT || mods == KEY_MOD_ALT ||
		    mods == (KEY_MOD_ALT | KEY_MOD_SHIFT))
			return false;
		return mods != KEY_MOD_CTRL || vtkey_control(k->code) < 0;
	}
	if (mods == KEY_MOD_SHIFT)
		return !vtkey_is_printable(k->code) || k->code == ' ';
	return true;
}

static void
vtkey_legacy_text(struct buf *b, const struct modes *m, const struct key *k)
{
	char out[KEY_TEXT_MAX];
	struct key bare = *k;
	int c = vtkey_special(m, k);
	size_t n;

	if (vtkey_is_modified(m, k)) {
		buf_printf(b, "\033[27;%u;%u~", vtkey_param(k),
		    vtkey_shifted(k));
		return;
	}
	if (k->code == KEY_TAB && k->mods & KEY_MOD_SHIFT) {
		buf_put(b, "\033[Z", 3);
		return;
	}
	if (k->mods & (KEY_MOD_ALT | KEY_MOD_META))
		buf_put_u8(b, 0x1b);
	if (c < 0 && k->mods & KEY_MOD_CTRL)
		c = vtkey_control(vtkey_shifted(k));
	if (c >= 0) {
		buf_put_u8(b, c);
		if (k->code == KEY_ENTER && m->flags & MODE_NEWLINE)
			buf_put_u8(b, '\n');
		return;
	}
	bare.mods &= MODS_TEXT;
	n = vtkey_text(&bare, out);
	buf_put(b, out, n);
}

/* Keys of the keypad without Num Lock, which only kitty's protocol tells from
 * the others. */
static uint32_t
vtkey_normal(uint32_t code)
{
	static const uint32_t normal[] = { KEY_LEFT, KEY_RIGHT, KEY_UP,
		KEY_DOWN, KEY_PGUP, KEY_PGDN, KEY_HOME, KEY_END, KEY_INSERT,
		KEY_DELETE };

	if (code == VTKEY_MENU)
		return KEY_F1 + 15; /* 29, as a VT220's Do */
	if (code >= VTKEY_KP_LEFT && code < VTKEY_KP_LEFT + nitems(normal))
		return normal[code - VTKEY_KP_LEFT];
	return code;
}

static void
vtkey_legacy(struct buf *b, const struct modes *m, const struct key *key)
{
	struct key normal = *key;
	const struct key *k = &normal;
	const struct vtkey_row *row;

	normal.code = vtkey_normal(key->code);
	row = vtkey_find(k->code);
	if (k->event == KEY_RELEASE)
		return;
	if (row != NULL)
		vtkey_function(b, m, k, row);
	else if (vtkey_is_keypad(k->code))
		vtkey_keypad(b, m, k);
	else if (k->code < KEY_BASE)
		vtkey_legacy_text(b, m, k);
}

/* The kitty keyboard protocol. */

/* The number and final byte of a key, unshifted. */
static uint32_t
vtkey_kitty_number(const struct key *k, char *final)
{
	const struct vtkey_row *row = vtkey_find(k->code);

	*final = 'u';
	if (k->code == KEY_F1 + 2) {
		*final = '~';
		return 13;
	}
	if (row != NULL && row->kitty == 0) {
		*final = row->final;
		return row->number;
	}
	if (k->code >= KEY_F1 && k->code <= KEY_F35)
		return 57376 + k->code - (KEY_F1 + 12);
	if (vtkey_is_keypad(k->code))
		return 57399 + k->code - KEY_KP_0;
	if (k->code >= KEY_KITTY)
		return 57344 + k->code - KEY_KITTY;
	return k->code;
}

static bool
vtkey_is_modifier(uint32_t code)
{
	uint32_t n = code - KEY_KITTY + 57344;

	return code >= KEY_KITTY &&
	    ((n >= 57358 && n <= 57360) || (n >= 57441 && n <= 57454));
}

/* An upper-case letter is what shift makes of the key. */
static struct key
vtkey_unshifted(const struct key *k)
{
	struct key u = *k;

	if (u.code >= 'A' && u.code <= 'Z') {
		u.shifted = u.code;
		u.code += 'a' - 'A';
		u.mods |= KEY_MOD_SHIFT;
	} else if (u.code >= 'a' && u.code <= 'z' && u.shifted == 0)
		u.shifted = vtkey_shifted(&u) != u.code ? vtkey_shifted(&u) : 0;
	return u;
}

/* The third field: the code points of the text. False if there is none. */
static bool
vtkey_kitty_text(struct buf *b, const struct key *k)
{
	char text[KEY_TEXT_MAX];
	size_t n = vtkey_text(k, text), at;
	uint32_t cp;
	int len;

	for (at = 0; at < n; at += len) {
		len = utf8_decode((uint8_t *)text + at, n - at, &cp);
		if (len <= 0)
			return false;
		buf_printf(b, "%s%u", at > 0 ? ":" : "", cp);
	}
	return n > 0;
}

static void
vtkey_kitty_csi(struct buf *b, unsigned flags, const struct key *k)
{
	struct buf text = { 0 };
	char final;
	uint32_t number = vtkey_kitty_number(k, &final);
	bool event = flags & KITTY_EVENTS && k->event > KEY_PRESS;
	bool shifted = flags & KITTY_ALTERNATES && final == 'u' &&
	    k->mods & KEY_MOD_SHIFT && k->shifted != 0 && k->shifted != k->code;
	bool base = flags & KITTY_ALTERNATES && final == 'u' && k->base != 0 &&
	    k->base != k->code;

	if (flags & KITTY_TEXT && flags & KITTY_ALL && k->event != KEY_RELEASE)
		vtkey_kitty_text(&text, k);
	buf_put(b, "\033[", 2);
	if (number != 1 || k->mods != 0 || event || text.len > 0)
		buf_printf(b, "%u", number);
	if (shifted)
		buf_printf(b, ":%u", k->shifted);
	if (base)
		buf_printf(b, "%s:%u", shifted ? "" : ":", k->base);
	if (k->mods != 0 || event || text.len > 0) {
		buf_put_u8(b, ';');
		if (k->mods != 0 || event)
			buf_printf(b, "%u", k->mods + 1);
	}
	if (event)
		buf_printf(b, ":%u", k->event);
	if (text.len > 0) {
		buf_put_u8(b, ';');
		buf_put(b, text.data, text.len);
	}
	buf_put_u8(b, final);
	buf_clear(&text);
}

static void
vtkey_kitty(struct buf *b, const struct modes *m, const struct key *key)
{
	struct key k = vtkey_unshifted(key);
	unsigned flags = m->kitty;
	char text[KEY_TEXT_MAX];
	size_t n = vtkey_text(&k, text);
	bool all = (flags & KITTY_ALL) != 0;
	bool plain =
	    k.code == KEY_ENTER || k.code == KEY_TAB || k.code == KEY_BACKSPACE;

	if (vtkey_is_modifier(k.code) && !all)
		return;
	if (k.event == KEY_RELEASE &&
	    ((flags & KITTY_EVENTS) == 0 || (plain && !all)))
		return;
	if (!all && n > 0 && k.event != KEY_RELEASE) {
		buf_put(b, text, n);
		return;
	}
	if (!all && plain && (k.mods & ~MODS_LOCK) == 0) {
		vtkey_legacy(b, m, &k);
		return;
	}
	if (!all && (flags & KITTY_DISAMBIGUATE) == 0 &&
	    k.event != KEY_RELEASE && k.code < KEY_BASE) {
		vtkey_legacy(b, m, key);
		return;
	}
	vtkey_kitty_csi(b, flags, &k);
}

/* As it came, in the protocol's form: what is told is repeated. */
static void
vtkey_as_csi_u(struct buf *b, const struct modes *m, const struct key *k)
{
	unsigned flags = m->kitty;

	if (k->shifted != 0 || k->base != 0)
		flags |= KITTY_ALTERNATES;
	if (k->event > KEY_PRESS)
		flags |= KITTY_EVENTS;
	vtkey_kitty_csi(b, flags, k);
}

void
vtkey_key(struct buf *b, const struct modes *m, const struct key *k)
{
	bool bytes = k->form == KEY_FORM_BYTES && k->code < KEY_BASE;
	/* Without these flags only what was ambiguous changes. */
	unsigned flags =
	    m->kitty & (KITTY_DISAMBIGUATE | KITTY_EVENTS | KITTY_ALL);

	if (k->form == KEY_FORM_CSI_U)
		vtkey_as_csi_u(b, m, k);
	else if (flags != 0 && !bytes)
		vtkey_kitty(b, m, k);
	else
		vtkey_legacy(b, m, k);
}

/* Take what could end the bracket off the end of what has been put since
 * from: after each byte, so that nothing can be put together from pieces. */
static void
vtkey_unbracket(struct buf *b, size_t from)
{
	static const char *const ends[] = { "\033[201~", "\302\233201~" };
	size_t i, n;

	for (i = 0; i < nitems(ends); i++) {
		n = strlen(ends[i]);
		if (b->len - from >= n &&
		    memcmp(b->data + b->len - n, ends[i], n) == 0)
			b->len -= n;
	}
}

void
vtkey_paste(struct buf *b, const struct modes *m, const char *s, size_t n)
{
	bool bracket = (m->flags & MODE_PASTE) != 0;
	size_t i, from;

	if (bracket)
		buf_put(b, "\033[200~", 6);
	from = b->len;
	for (i = 0; i < n; i++) {
		if (s[i] == '\n' && i > 0 && s[i - 1] == '\r')
			continue;
		buf_put_u8(b, s[i] == '\n' ? '\r' : s[i]);
		if (bracket && s[i] == '~')
			vtkey_unbracket(b, from);
	}
	if (bracket)
		buf_put(b, "\033[201~", 6);
}

/* Focus. */

void
vtkey_focus(struct buf *b, const struct modes *m, bool in)
{
	if (m->flags & MODE_FOCUS)
		buf_put(b, in ? "\033[I" : "\033[O", 3);
}
