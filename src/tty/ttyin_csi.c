/* SPDX-License-Identifier: ISC */
/* ttyin_csi: control sequences as keys, mouse, focus and replies; the rest of
 * the input is ttyin's. */

#include <string.h>

#include "base/utf8.h"
#include "term/key.h"
#include "tty/ttyin_internal.h"

/* By the first parameter of CSI n ~. */
static const struct {
	uint16_t n;
	uint32_t code;
} tilde_keys[] = {
	{ 1, KEY_HOME },
	{ 2, KEY_INSERT },
	{ 3, KEY_DELETE },
	{ 4, KEY_END },
	{ 5, KEY_PGUP },
	{ 6, KEY_PGDN },
	{ 7, KEY_HOME },
	{ 8, KEY_END },
	{ 11, KEY_F1 },
	{ 12, KEY_F1 + 1 },
	{ 13, KEY_F1 + 2 },
	{ 14, KEY_F1 + 3 },
	{ 15, KEY_F1 + 4 },
	{ 17, KEY_F1 + 5 },
	{ 18, KEY_F1 + 6 },
	{ 19, KEY_F1 + 7 },
	{ 20, KEY_F1 + 8 },
	{ 21, KEY_F1 + 9 },
	{ 23, KEY_F1 + 10 },
	{ 24, KEY_F1 + 11 },
	{ 25, KEY_F1 + 12 },
	{ 26, KEY_F1 + 13 },
	{ 28, KEY_F1 + 14 },
	{ 29, KEY_F1 + 15 },
	{ 31, KEY_F1 + 16 },
	{ 32, KEY_F1 + 17 },
	{ 33, KEY_F1 + 18 },
	{ 34, KEY_F1 + 19 },
	{ 57427, KEY_BEGIN },
};

/* By the final byte of CSI and of SS3. */
static const struct {
	char final;
	uint32_t code;
} letter_keys[] = {
	{ 'A', KEY_UP },
	{ 'B', KEY_DOWN },
	{ 'C', KEY_RIGHT },
	{ 'D', KEY_LEFT },
	{ 'E', KEY_BEGIN },
	{ 'F', KEY_END },
	{ 'H', KEY_HOME },
	{ 'P', KEY_F1 },
	{ 'Q', KEY_F1 + 1 },
	{ 'R', KEY_F1 + 2 },
	{ 'S', KEY_F1 + 3 },
};

/* The keypad in application mode: SS3 alone. */
static const struct {
	char final;
	uint32_t code;
} keypad_keys[] = {
	{ 'M', KEY_KP_ENTER },
	{ 'X', KEY_KP_EQUAL },
	{ 'j', KEY_KP_MULTIPLY },
	{ 'k', KEY_KP_ADD },
	{ 'l', KEY_KP_SEPARATOR },
	{ 'm', KEY_KP_SUBTRACT },
	{ 'n', KEY_KP_DECIMAL },
	{ 'o', KEY_KP_DIVIDE },
};

/* The kitty protocol's numbers of keys that have one of ours. */
static const struct {
	uint16_t from;
	uint16_t to;
	uint32_t code;
} kitty_keys[] = {
	{ 57376, 57398, KEY_F1 + 12 },
	{ 57399, 57408, KEY_KP_0 },
	{ 57409, 57409, KEY_KP_DECIMAL },
	{ 57410, 57410, KEY_KP_DIVIDE },
	{ 57411, 57411, KEY_KP_MULTIPLY },
	{ 57412, 57412, KEY_KP_SUBTRACT },
	{ 57413, 57413, KEY_KP_ADD },
	{ 57414, 57414, KEY_KP_ENTER },
	{ 57415, 57415, KEY_KP_EQUAL },
	{ 57416, 57416, KEY_KP_SEPARATOR },
	{ 57427, 57427, KEY_BEGIN },
};

/* What st has for keys while the keypad is not the application's. n: the only
 * parameter, 0 for none. */
static const struct {
	char final;
	uint16_t n;
	uint32_t code;
	uint8_t mods;
} st_keys[] = {
	{ 'h', 4, KEY_INSERT, 0 },
	{ 'l', 4, KEY_INSERT, KEY_MOD_SHIFT },
	{ 'L', 0, KEY_INSERT, KEY_MOD_CTRL },
	{ 'P', 0, KEY_DELETE, 0 },
	{ 'K', 2, KEY_DELETE, KEY_MOD_SHIFT },
	{ 'J', 2, KEY_HOME, KEY_MOD_SHIFT },
	{ 'K', 0, KEY_END, KEY_MOD_SHIFT },
	{ 'J', 0, KEY_END, KEY_MOD_CTRL },
};

/* Taking apart. */

static void
parse_params(struct csi *c, const uint8_t *p, size_t n)
{
	uint32_t v;
	size_t i;
	unsigned sub;

	c->n = n > 0;
	c->p[0].n = 1;
	for (i = 0; i < n; i++) {
		sub = c->p[c->n - 1].n - 1;
		if (p[i] >= '0' && p[i] <= '9') {
			v = c->p[c->n - 1].v[sub];
			if (v < 0x200000)
				v = v * 10 + (p[i] - '0');
			c->p[c->n - 1].v[sub] = v;
		} else if (p[i] == ':' && sub + 1 < TTYIN_SUBS_MAX)
			c->p[c->n - 1].n++;
		else if (p[i] == ';' && c->n < TTYIN_PARAMS_MAX)
			c->p[c->n++].n = 1;
		else
			return;
	}
}

static void
parse_csi(struct csi *c, const uint8_t *p, size_t n)
{
	memset(c, 0, sizeof *c);
	c->final = (char)p[--n];
	if (n > 0 && p[0] >= '<' && p[0] <= '?') {
		c->leader = (char)p[0];
		p++;
		n--;
	}
	if (n > 0 && p[n - 1] >= ' ' && p[n - 1] <= '/')
		c->inter = (char)p[--n];
	parse_params(c, p, n);
}

static uint32_t
param(const struct csi *c, unsigned i, unsigned sub)
{
	return i < c->n && sub < c->p[i].n ? c->p[i].v[sub] : 0;
}

/* Keys. */

static bool
find_letter(char final, uint32_t *code)
{
	size_t i;

	for (i = 0; i < nitems(letter_keys); i++)
		if (letter_keys[i].final == final) {
			*code = letter_keys[i].code;
			return true;
		}
	return false;
}

static bool
find_tilde(uint32_t n, uint32_t *code)
{
	size_t i;

	for (i = 0; i < nitems(tilde_keys); i++)
		if (tilde_keys[i].n == n) {
			*code = tilde_keys[i].code;
			return true;
		}
	return false;
}

static uint32_t
find_keypad(char final)
{
	size_t i;

	if (final >= 'p' && final <= 'y')
		return KEY_KP_0 + (uint32_t)(final - 'p');
	for (i = 0; i < nitems(keypad_keys); i++)
		if (keypad_keys[i].final == final)
			return keypad_keys[i].code;
	return 0;
}

static uint32_t
from_kitty(uint32_t n)
{
	size_t i;

	if (n < 57344 || n > 63743)
		return n;
	for (i = 0; i < nitems(kitty_keys); i++)
		if (n >= kitty_keys[i].from && n <= kitty_keys[i].to)
			return kitty_keys[i].code + n - kitty_keys[i].from;
	return KEY_KITTY | (n - 57344);
}

static bool
is_unicode(uint32_t cp)
{
	return cp < 0x110000 && (cp < 0xd800 || cp > 0xdfff);
}

/* Modifiers and event from parameter i, as xterm and kitty write them. */
static bool
key_mods(const struct csi *c, unsigned i, struct key *key)
{
	uint32_t mods, event;

	mods = param(c, i, 0);
	event = param(c, i, 1);
	if (mods > 256 || event > KEY_RELEASE)
		return false;
	key->mods = (uint8_t)(mods > 0 ? mods - 1 : 0);
	key->event = (uint8_t)(event > 0 ? event : KEY_PRESS);
	return true;
}

static void
emit(struct ttyin *t, struct key *key)
{
	key->mods |= t->alt;
	if (t->handler.key != NULL)
		t->handler.key(key, t->arg);
}

/* What the key types; left empty if that is just its code. */
static void
key_text(const struct csi *c, unsigned i, struct key *key)
{
	char bytes[4];
	unsigned k;
	size_t n, len;
	uint32_t cp;

	if (i >= c->n ||
	    (c->p[i].n == 1 && c->p[i].v[0] == key->code && key->mods == 0))
		return;
	n = 0;
	for (k = 0; k < c->p[i].n; k++) {
		cp = c->p[i].v[k];
		if (cp < ' ' || (cp >= 0x7f && cp < 0xa0) || !is_unicode(cp))
			continue;
		len = utf8_encode(cp, bytes);
		if (n + len >= sizeof key->text)
			break;
		memcpy(key->text + n, bytes, len);
		n += len;
	}
}

static void
csi_kitty(struct ttyin *t, const struct csi *c)
{
	struct key key = { 0 };

	key.code = from_kitty(param(c, 0, 0));
	key.shifted = param(c, 0, 1);
	key.base = param(c, 0, 2);
	if (key.code < 0x110000 && !is_unicode(key.code))
		return;
	if (!is_unicode(key.shifted) || !is_unicode(key.base))
		return;
	if (!key_mods(c, 1, &key))
		return;
	key_text(c, 2, &key);
	key.form = KEY_FORM_CSI_U;
	if (key.code != 0 || key.text[0] != '\0')
		emit(t, &key);
}

/* xterm's modifyOtherKeys: CSI 27 ; mods ; code ~ */
static void
csi_other_key(struct ttyin *t, const struct csi *c)
{
	struct key key = { 0 };

	key.code = param(c, 2, 0);
	if (!is_unicode(key.code) || !key_mods(c, 1, &key))
		return;
	if (key.code >= 'A' && key.code <= 'Z' && key.mods & KEY_MOD_SHIFT) {
		key.shifted = key.code;
		key.code += 'a' - 'A';
	}
	key.form = KEY_FORM_OTHER;
	emit(t, &key);
}

static void
csi_tilde(struct ttyin *t, const struct csi *c)
{
	struct key key = { 0 };

	if (param(c, 0, 0) == 200) {
		t->pasting = true;
		return;
	}
	if (param(c, 0, 0) == 27 && c->n == 3) {
		csi_other_key(t, c);
		return;
	}
	if (find_tilde(param(c, 0, 0), &key.code) && key_mods(c, 1, &key))
		emit(t, &key);
}

/* rxvt's: CSI n ^ is Ctrl, $ Shift, @ both. */
static void
csi_rxvt(struct ttyin *t, const struct csi *c)
{
	uint32_t code;

	if (c->n != 1 || !find_tilde(c->p[0].v[0], &code))
		return;
	ttyin_key(t, code,
	    c->final == '^'	? KEY_MOD_CTRL :
		c->final == '$' ? KEY_MOD_SHIFT :
				  KEY_MOD_CTRL | KEY_MOD_SHIFT);
}

/* Mice. */

static void
mouse_event(struct ttyin *t, uint32_t b, uint32_t x, uint32_t y, int release)
{
	struct mouse m = { 0 };

	m.button = (uint8_t)((b & 3) + 1);
	if (b & 64)
		m.button = (uint8_t)(m.button + 3);
	else if (b & 128)
		m.button = (uint8_t)(m.button + 7);
	else if ((b & 3) == 3)
		m.button = 0;
	m.mods = (uint8_t)((b & 4 ? KEY_MOD_SHIFT : 0) |
	    (b & 8 ? KEY_MOD_ALT : 0) | (b & 16 ? KEY_MOD_CTRL : 0));
	m.col = (uint16_t)(x > 0 ? x - 1 : 0);
	m.row = (uint16_t)(y > 0 ? y - 1 : 0);
	if (b & 32)
		m.event = MOUSE_MOTION;
	else if (release || m.button == 0) {
		m.event = MOUSE_RELEASE;
		/* The old encodings do not tell which. */
		if (m.button == 0)
			m.button = t->button;
	} else {
		m.event = MOUSE_PRESS;
		t->button = m.button;
	}
	if (t->handler.mouse != NULL)
		t->handler.mouse(&m, t->arg);
}

static void
csi_mouse(struct ttyin *t, const struct csi *c)
{
	uint32_t b, x, y;

	b = param(c, 0, 0);
	x = param(c, 1, 0);
	y = param(c, 2, 0);
	if (c->n != 3 || x > 0xffff || y > 0xffff || b > 255 + 32)
		return;
	if (c->leader == '<') {
		if (b <= 255)
			mouse_event(t, b, x, y, c->final == 'm');
	} else if (c->leader == 0 && c->final == 'M' && b >= 32)
		mouse_event(t, b - 32, x, y, 0);
}

void
ttyin_mouse_x10(struct ttyin *t, const uint8_t *p)
{
	if (p[0] < 32 || p[1] < 32 || p[2] < 32)
		return;
	mouse_event(t, p[0] - 32u, p[1] - 32u, p[2] - 32u, 0);
}

/* The rest. */

static void
csi_reply(struct ttyin *t, const struct csi *c)
{
	struct ttyin_reply r = { .type = REPLY_CSI, .text = "" };
	unsigned i;

	r.leader = c->leader;
	r.inter = c->inter;
	r.final = c->final;
	r.nparams = c->n;
	for (i = 0; i < c->n; i++)
		r.params[i] = c->p[i].v[0];
	if (t->handler.reply != NULL)
		t->handler.reply(&r, t->arg);
}

/* A cursor report looks like F3 with modifiers; those come from row 1. */
static bool
is_letter_key(const struct csi *c)
{
	return c->n <= 2 && (c->n == 0 || c->p[0].v[0] <= 1);
}

static void
csi_letter(struct ttyin *t, const struct csi *c)
{
	struct key key = { 0 };

	if ((c->final == 'I' || c->final == 'O') && c->n == 0) {
		if (t->handler.focus != NULL)
			t->handler.focus(c->final == 'I', t->arg);
	} else if (c->final == 'Z')
		ttyin_key(t, KEY_TAB, KEY_MOD_SHIFT);
	else if (c->final >= 'a' && c->final <= 'd' && c->n == 0) {
		find_letter((char)(c->final - 'a' + 'A'), &key.code);
		ttyin_key(t, key.code, KEY_MOD_SHIFT); /* rxvt */
	} else if (is_letter_key(c) && find_letter(c->final, &key.code)) {
		if (key_mods(c, 1, &key))
			emit(t, &key);
	} else
		csi_reply(t, c);
}

static bool
csi_st(struct ttyin *t, const struct csi *c)
{
	uint32_t n = c->n == 0 ? 0 : c->p[0].v[0];
	size_t i;

	if (!t->st_keys || c->leader != 0 || c->inter != 0 || c->n > 1)
		return false;
	for (i = 0; i < nitems(st_keys); i++)
		if (st_keys[i].final == c->final && st_keys[i].n == n) {
			ttyin_key(t, st_keys[i].code, st_keys[i].mods);
			return true;
		}
	return false;
}

void
ttyin_csi(struct ttyin *t, const uint8_t *p, size_t n)
{
	struct csi c;

	parse_csi(&c, p, n);
	if (csi_st(t, &c))
		return;
	if ((c.final == 'M' || c.final == 'm') && c.inter == 0)
		csi_mouse(t, &c);
	else if (c.leader != 0 || c.inter != 0)
		csi_reply(t, &c);
	else if (c.final == 'u')
		csi_kitty(t, &c);
	else if (c.final == '~')
		csi_tilde(t, &c);
	else if (c.final == '^' || c.final == '@' || c.final == '$')
		csi_rxvt(t, &c);
	else
		csi_letter(t, &c);
}

bool
ttyin_ss3(struct ttyin *t, const uint8_t *p, size_t n)
{
	struct key key = { 0 };
	struct csi c;
	char final;

	final = (char)p[n - 1];
	if (find_letter(final, &key.code)) {
		parse_csi(&c, p, n);
		/* ESC O 5 A as well as ESC O 1 ; 5 A. */
		if (key_mods(&c, c.n > 1, &key))
			emit(t, &key);
		return true;
	}
	key.code = find_keypad(final);
	if (key.code != 0) {
		/* ESC O 5 j: with Control. */
		parse_csi(&c, p, n);
		if (key_mods(&c, c.n > 1, &key))
			emit(t, &key);
		return true;
	}
	if (n > 1 || final < 'a' || final > 'd')
		return false;
	find_letter((char)(final - 'a' + 'A'), &key.code);
	ttyin_key(t, key.code, KEY_MOD_CTRL); /* rxvt */
	return true;
}
