/* SPDX-License-Identifier: ISC */
/* test_input: what a terminal sends for every key, over the wire, as the bytes
 * that a program gets: the same where the terminal is in the program's modes,
 * a translation where it cannot be. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "term/key.h"
#include "term/modes.h"
#include "term/vtkey.h"
#include "tty/ttyin.h"
#include "wire/msg.h"
#include "wire/pack_term.h"

static struct modes outer, program;
static struct buf got;
static struct ttyin *in;
static unsigned tried, exact, told;

static void
over_the_wire(const struct key *from, struct key *to)
{
	struct input_key k = { 0 }, back;
	struct reader r;
	struct buf b = { 0 };

	k.code = from->code;
	k.shifted = from->shifted;
	k.base = from->base;
	k.mods = from->mods;
	k.event = from->event;
	k.form = from->form;
	memcpy(k.text, from->text, sizeof k.text);
	input_put_key(&b, &k);
	reader_init(&r, b.data, b.len);
	assert_int_equal(input_get_key(&r, &back), 0);
	buf_clear(&b);
	memset(to, 0, sizeof *to);
	to->code = back.code;
	to->shifted = back.shifted;
	to->base = back.base;
	to->mods = back.mods;
	to->event = back.event;
	to->form = back.form;
	memcpy(to->text, back.text, sizeof to->text);
}

static void
on_key(const struct key *key, void *arg)
{
	struct key k;

	(void)arg;
	over_the_wire(key, &k);
	/* As tty does. */
	if (outer.kitty != program.kitty ||
	    outer.modify_keys != program.modify_keys)
		k.form = KEY_FORM_NONE;
	vtkey_key(&got, &program, &k);
}

static void
on_paste(const char *s, size_t n, void *arg)
{
	(void)arg;
	vtkey_paste(&got, &program, s, n);
}

static void
on_mouse(const struct mouse *m, void *arg)
{
	(void)arg;
	vtkey_mouse(&got, &program, m);
}

static void
on_focus(bool focus, void *arg)
{
	(void)arg;
	vtkey_focus(&got, &program, focus);
}

static const struct ttyin_handler handler = {
	.key = on_key,
	.paste = on_paste,
	.mouse = on_mouse,
	.focus = on_focus,
};

static const char *
shown(const uint8_t *p, size_t n)
{
	static char out[2][512];
	static int turn;
	char *s = out[turn = !turn];
	size_t i, at;

	s[0] = '\0';
	for (i = at = 0; i < n && at < sizeof out[0] - 8; i++)
		if (p[i] == 0x1b)
			at += (size_t)snprintf(s + at, 8, "\\e");
		else if (p[i] < ' ' || p[i] >= 0x7f)
			at += (size_t)snprintf(s + at, 8, "\\x%02x", p[i]);
		else
			at += (size_t)snprintf(s + at, 8, "%c", p[i]);
	return s;
}

static void
type(const void *bytes, size_t n, bool single)
{
	const uint8_t *p = bytes;
	size_t i;

	buf_reset(&got);
	if (single)
		for (i = 0; i < n; i++)
			ttyin_feed(in, p + i, 1);
	else
		ttyin_feed(in, p, n);
	if (ttyin_wait_ms(in) > 0)
		ttyin_timeout(in);
}

/* The program gets what the terminal sent. */
static void
same(const void *bytes, size_t n)
{
	bool single = tried % 2;

	tried++;
	ttyin_split_escape(in, outer.modify_keys == 2 && outer.kitty == 0);
	type(bytes, n, single);
	if (got.len == n && memcmp(got.data, bytes, n) == 0)
		exact++;
	else if (told++ < 30)
		print_message("kitty=%u modify=%u flags=%x: %s became %s\n",
		    program.kitty, program.modify_keys, program.flags,
		    shown(bytes, n), shown(got.data, got.len));
}

static void __attribute__((format(printf, 1, 2))) samef(const char *fmt, ...)
{
	char s[128];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(s, sizeof s, fmt, ap);
	va_end(ap);
	same(s, (size_t)n);
}

static void
begin(void)
{
	in = ttyin_create(&handler, NULL);
	tried = exact = told = 0;
	memset(&program, 0, sizeof program);
	memset(&outer, 0, sizeof outer);
}

static void
finish(const char *what)
{
	ttyin_destroy(in);
	buf_clear(&got);
	print_message("%s: %u tried, %u exact\n", what, tried, exact);
	assert_int_equal(tried, exact);
}

/* xterm. */

static void
plain_bytes(void)
{
	uint8_t s[8] = { 0x1b };
	uint32_t cp;
	unsigned c, n;

	for (c = 0; c < 0x80; c++) {
		s[1] = (uint8_t)c;
		same(s + 1, 1);
		same(s, 2); /* Alt; for some, what begins a sequence */
	}
	for (cp = 0xa0; cp < 0x110000; cp += cp < 0x3000 ? 1 : 977) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		n = (unsigned)utf8_encode(cp, (char *)s + 1);
		same(s + 1, n);
		same(s, n + 1);
	}
}

static void
function_keys(void)
{
	static const char letters[] = "ABCDEFH";
	static const unsigned tildes[] = { 2, 3, 5, 6, 15, 17, 18, 19, 20, 21,
		23, 24, 25, 26, 28, 29, 31, 32, 33, 34 };
	static const char keypad[] = "jklmnopqrstuvwxyXM";
	bool app = (program.flags & MODE_APP_CURSOR) != 0;
	unsigned mods, i;

	for (i = 0; i < strlen(letters); i++)
		samef("\033%c%c", app ? 'O' : '[', letters[i]);
	for (i = 0; i < 4; i++)
		samef("\033O%c", 'P' + i);
	for (i = 0; i < nitems(tildes); i++)
		samef("\033[%u~", tildes[i]);
	samef("\033[Z");
	for (mods = 2; mods <= 16; mods++) {
		for (i = 0; i < strlen(letters); i++)
			samef("\033[1;%u%c", mods, letters[i]);
		for (i = 0; i < 4; i++)
			samef("\033[1;%u%c", mods, 'P' + i);
		for (i = 0; i < nitems(tildes); i++)
			samef("\033[%u;%u~", tildes[i], mods);
	}
	if ((program.flags & MODE_APP_KEYPAD) == 0)
		return;
	for (i = 0; i < strlen(keypad); i++) {
		samef("\033O%c", keypad[i]);
		for (mods = 2; mods <= 16; mods++)
			samef("\033O%u%c", mods, keypad[i]);
	}
}

static void
other_keys(void)
{
	unsigned mods, code;

	for (mods = 2; mods <= 16; mods++)
		for (code = 8; code < 0x180; code += code == 9 ? 4 : 1)
			if (code >= ' ' || code == 8 || code == 9 ||
			    code == 13 || code == 27)
				samef("\033[27;%u;%u~", mods, code);
	/* formatOtherKeys: 1 */
	for (mods = 2; mods <= 16; mods++)
		for (code = ' '; code < 0x7f; code++)
			samef("\033[%u;%uu", code, mods);
}

static void
test_xterm(void **state)
{
	unsigned i;

	(void)state;
	begin();
	for (i = 0; i < 12; i++) {
		program.flags = (i & 1 ? MODE_APP_CURSOR : 0) |
		    (i & 2 ? MODE_APP_KEYPAD : 0);
		program.modify_keys = outer.modify_keys = (uint8_t)(i / 4);
		plain_bytes();
		function_keys();
		if (program.modify_keys > 0)
			other_keys();
	}
	finish("xterm");
}

/* The kitty keyboard protocol, as its specification and kitty have it. */

struct kkey {
	uint32_t code; /* of the protocol */
	uint32_t shifted;
	uint32_t base;	 /* on another layout than the standard one */
	unsigned number; /* CSI number final, with code 0 */
	char final;
};

static const unsigned kitty_mods[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 32,
	63, 64, 65, 68, 128, 129, 130, 132, 192 };

static const unsigned text_mods = 1 | 64 | 128;

static uint32_t
kitty_text(const struct kkey *k, unsigned mods)
{
	bool upper = mods & 1;

	if (mods & ~text_mods)
		return 0;
	if (mods & 64 && k->code >= 'a' && k->code <= 'z')
		upper = !upper;
	return upper ? k->shifted : k->code;
}

static void
kitty_csi(const struct kkey *k, unsigned mods, unsigned event, uint32_t text)
{
	unsigned f = program.kitty;
	char s[96], m[16] = "", alt[32] = "", t[16] = "";
	bool told_event = f & 2 && event > 1;

	if (f & 4 && mods & 1 && k->shifted != 0)
		snprintf(alt, sizeof alt, ":%u", k->shifted);
	if (f & 4 && k->base != 0)
		snprintf(alt + strlen(alt), sizeof alt - strlen(alt), "%s:%u",
		    alt[0] == '\0' ? ":" : "", k->base);
	if (f & 16 && f & 8 && text != 0 && event != 3)
		snprintf(t, sizeof t, ";%u", text);
	if (mods != 0 || told_event)
		snprintf(m, sizeof m, ";%u", mods + 1);
	else if (t[0] != '\0')
		snprintf(m, sizeof m, ";");
	if (told_event)
		snprintf(m + strlen(m), sizeof m - strlen(m), ":%u", event);
	if (k->code != 0)
		snprintf(s, sizeof s, "\033[%u%s%s%su", k->code, alt, m, t);
	else if (k->number == 1 && m[0] == '\0')
		snprintf(s, sizeof s, "\033[%c", k->final);
	else
		snprintf(s, sizeof s, "\033[%u%s%c", k->number, m, k->final);
	same(s, strlen(s));
}

static void
kitty_text_key(const struct kkey *k, unsigned mods, unsigned event)
{
	unsigned f = program.kitty, plain = mods & 63;
	uint32_t text = kitty_text(k, mods);
	char s[8] = "\033";
	size_t n;

	if (event == 3 && (f & 2) == 0)
		return;
	if ((f & 8) == 0 && event != 3) {
		if (text != 0) {
			n = utf8_encode(text, s + 1);
			same(s + 1, n);
			return;
		}
		if ((f & 1) == 0 && event == 1) {
			if ((plain & ~3u) == 0 && plain & 2) {
				n = utf8_encode(plain & 1 ? k->shifted :
							    k->code,
				    s + 1);
				same(s, n + 1);
				return;
			}
			if ((plain & ~2u) == 4 && k->code >= 'a' &&
			    k->code <= 'z') {
				s[1] = (char)(k->code - 'a' + 1);
				same(plain & 2 ? s : s + 1, plain & 2 ? 2 : 1);
				return;
			}
		}
	}
	kitty_csi(k, mods, event, text);
}

static void
kitty_text_keys(unsigned mods, unsigned event)
{
	static const char keys[] = "`1234567890-=[]\\;',./ "
				   "abcdefghijklmnopqrstuvwxyz";
	static const char shifted[] = "~!@#$%^&*()_+{}|:\"<>? "
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const struct kkey others[] = {
		{ 1092, 1060, 'a', 0, 0 },
		{ 228, 196, '\'', 0, 0 },
		{ 'z', 'Z', 'y', 0, 0 },
	};
	struct kkey k = { 0 };
	size_t i;

	for (i = 0; keys[i] != '\0'; i++) {
		k.code = (uint8_t)keys[i];
		k.shifted = (uint8_t)shifted[i];
		if (k.code == ' ')
			k.shifted = ' ';
		if (k.code == ' ' && program.kitty & 4 && mods & 1)
			continue;
		kitty_text_key(&k, mods, event);
	}
	for (i = 0; i < nitems(others); i++)
		kitty_text_key(&others[i], mods, event);
}

/* Enter, Tab, Backspace, Escape. */
static void
kitty_controls(unsigned mods, unsigned event)
{
	static const uint8_t bytes[] = { 13, 9, 127, 27 };
	unsigned f = program.kitty, i;
	struct kkey k = { 0 };

	for (i = 0; i < 4; i++) {
		k.code = bytes[i];
		if (event == 3 && ((f & 2) == 0 || (i < 3 && (f & 8) == 0)))
			continue;
		if ((mods & 63) == 0 && (f & 8) == 0 &&
		    (i < 3 || (f & 1) == 0) && event == 1)
			same(&bytes[i], 1);
		else if (f & (1 | 8))
			kitty_csi(&k, mods, event, 0);
	}
}

static void
kitty_functions(unsigned mods, unsigned event)
{
	static const char letters[] = "ABCDEFHPQS";
	static const unsigned tildes[] = { 2, 3, 5, 6, 13, 15, 17, 18, 19, 20,
		21, 23, 24 };
	unsigned f = program.kitty, i;
	struct kkey k = { 0 };

	if ((f & (1 | 2 | 8)) == 0 || (event == 3 && (f & 2) == 0))
		return;
	k.number = 1;
	for (i = 0; i < strlen(letters); i++) {
		k.final = letters[i];
		kitty_csi(&k, mods, event, 0);
	}
	k.final = '~';
	for (i = 0; i < nitems(tildes); i++) {
		k.number = tildes[i];
		kitty_csi(&k, mods, event, 0);
	}
	memset(&k, 0, sizeof k);
	for (k.code = 57358; k.code <= 57454; k.code++) {
		bool modifier = k.code <= 57360 || k.code >= 57441;

		if ((k.code > 57363 && k.code < 57376) || k.code == 57427 ||
		    (modifier && (f & 8) == 0))
			continue;
		if (k.code >= 57399 && k.code <= 57426 && (f & 1) == 0)
			continue; /* told as the normal keys */
		kitty_csi(&k, mods, event, 0);
	}
}

static void
test_kitty(void **state)
{
	unsigned f, i, event;
	struct kkey kp = { 57400, 0, 0, 0, 0 };

	(void)state;
	begin();
	for (f = 1; f < 64; f++) {
		program.kitty = outer.kitty = f & 31;
		program.flags = f & 32 ? MODE_APP_CURSOR | MODE_APP_KEYPAD : 0;
		if (program.kitty == 0)
			continue;
		for (i = 0; i < nitems(kitty_mods); i++)
			for (event = 1; event <= 3; event++) {
				kitty_text_keys(kitty_mods[i], event);
				kitty_controls(kitty_mods[i], event);
				kitty_functions(kitty_mods[i], event);
			}
		if (f & 8)
			kitty_csi(&kp, 128, 1, '1');
		if ((f & 24) == 24) {
			samef("\033[0;;229u"); /* of a compose key */
			samef("\033[97;;229:776u");
		}
	}
	finish("kitty");
}

/* Where the terminal lacks the program's modes. */

struct case_row {
	const char *typed;
	struct modes outer;
	struct modes program;
	const char *want;
};

#define NONE                                                                   \
	{                                                                      \
		0                                                              \
	}
#define K(f)                                                                   \
	{                                                                      \
		.kitty = (f)                                                   \
	}
#define O(n)                                                                   \
	{                                                                      \
		.modify_keys = (n)                                             \
	}
#define F(f)                                                                   \
	{                                                                      \
		.flags = (f)                                                   \
	}

static const struct case_row translations[] = {
	/* Legacy to kitty. */
	{ "a", NONE, K(1), "a" },
	{ "A", NONE, K(1), "A" },
	{ "\001", NONE, K(1), "\033[97;5u" },
	{ "\033a", NONE, K(1), "\033[97;3u" },
	{ "\033A", NONE, K(1), "\033[97;4u" },
	{ "\033", NONE, K(1), "\033[27u" },
	{ "\r", NONE, K(1), "\r" },
	{ "\t", NONE, K(1), "\t" },
	{ "\177", NONE, K(1), "\177" },
	{ "\033[Z", NONE, K(1), "\033[9;2u" },
	{ "\033OP", NONE, K(1), "\033[P" },
	{ "\033OR", NONE, K(1), "\033[13~" },
	{ "\033[1;5R", NONE, K(1), "\033[13;5~" },
	{ "\033OA", NONE, K(1), "\033[A" },
	{ "\033[1;5A", NONE, K(1), "\033[1;5A" },
	{ "\033[7~", NONE, K(1), "\033[H" },
	{ "a", NONE, K(8), "\033[97u" },
	{ "A", NONE, K(8), "\033[97;2u" },
	{ "A", NONE, K(31), "\033[97:65;2;65u" },
	{ "\r", NONE, K(8), "\033[13u" },
	{ "\001", NONE, K(31), "\033[97;5u" },
	{ "\303\204", NONE, K(1), "\303\204" },
	{ "\001", NONE, K(4), "\001" },
	/* modifyOtherKeys to kitty. */
	{ "\033[27;5;97~", O(2), K(1), "\033[97;5u" },
	{ "\033[27;2;13~", O(2), K(1), "\033[13;2u" },
	{ "\033[27;6;65~", O(2), K(5), "\033[97:65;6u" },
	/* kitty to legacy: in the moment of a change. */
	{ "\033[97;5u", K(1), NONE, "\001" },
	{ "\033[97;3u", K(1), NONE, "\033a" },
	{ "\033[27u", K(1), NONE, "\033" },
	{ "\033[13;2u", K(1), NONE, "\r" },
	{ "\033[97;1:3u", K(31), NONE, "" },
	{ "\033[13~", K(1), NONE, "\033OR" },
	{ "\033[57417u", K(1), NONE, "\033[D" },
	{ "\033[57419u", K(1), F(MODE_APP_CURSOR), "\033OA" },
	{ "\033[57414u", K(1), NONE, "\r" },
	{ "\033[57363u", K(1), NONE, "\033[29~" },
	{ "\033[57441u", K(8), NONE, "" },
	{ "\033[97;5u", K(1), O(2), "\033[27;5;97~" },
	/* Legacy to modifyOtherKeys. */
	{ "\001", NONE, O(1), "\001" },
	{ "\001", NONE, O(2), "\033[27;5;97~" },
	{ "\033a", NONE, O(2), "\033[27;3;97~" },
	{ "A", NONE, O(2), "A" },
	{ "\r", NONE, O(2), "\r" },
	/* modifyOtherKeys to legacy. */
	{ "\033[27;5;97~", O(2), NONE, "\001" },
	{ "\033[27;5;59~", O(2), NONE, ";" },
	{ "\033[27;3;13~", O(2), NONE, "\033\r" },
	/* The wheel as keys (?1007), where the terminal tells it. */
	{ "\033[<64;3;5M", NONE, F(MODE_ALT_SCREEN | MODE_ALT_SCROLL),
	    "\033[A\033[A\033[A" },
	{ "\033[<65;3;5M", NONE,
	    F(MODE_ALT_SCREEN | MODE_ALT_SCROLL | MODE_APP_CURSOR),
	    "\033OB\033OB\033OB" },
	{ "\033[<64;3;5M", NONE, F(MODE_ALT_SCROLL), "" },
	{ "\033[<64;3;5M", NONE, F(MODE_ALT_SCREEN), "" },
	/* Other terminals' legacy keys as xterm's: rxvt, the Linux console,
	 * screen and tmux. */
	{ "\033[7~", NONE, NONE, "\033[H" },
	{ "\033[8~", NONE, NONE, "\033[F" },
	{ "\033[1~", NONE, NONE, "\033[H" },
	{ "\033[4~", NONE, F(MODE_APP_CURSOR), "\033OF" },
	{ "\033[a", NONE, NONE, "\033[1;2A" },
	{ "\033Oa", NONE, NONE, "\033[1;5A" },
	{ "\033[3^", NONE, NONE, "\033[3;5~" },
	{ "\033[3$", NONE, NONE, "\033[3;2~" },
	{ "\033[[A", NONE, NONE, "\033OP" },
	{ "\033[[E", NONE, NONE, "\033[15~" },
	{ "\033[11~", NONE, NONE, "\033OP" },
	{ "\033\033[A", NONE, NONE, "\033[1;3A" },
};

static void
test_translations(void **state)
{
	const struct case_row *c;
	size_t i;

	(void)state;
	begin();
	for (i = 0; i < nitems(translations); i++) {
		c = &translations[i];
		outer = c->outer;
		program = c->program;
		ttyin_split_escape(in, false);
		type(c->typed, strlen(c->typed), i % 2);
		tried++;
		if (got.len == strlen(c->want) &&
		    memcmp(got.data, c->want, got.len) == 0)
			exact++;
		else
			print_message("%zu: %s became %s, not %s\n", i,
			    shown((const uint8_t *)c->typed, strlen(c->typed)),
			    shown(got.data, got.len), c->want + 1);
	}
	finish("translations");
}

/* Mice: the terminal always tells with 1006 or 1016. */

static void
mice(unsigned mode, unsigned enc)
{
	static const unsigned codes[] = { 0, 1, 2, 64, 65, 66, 67, 128, 129 };
	static const unsigned places[] = { 1, 2, 80, 95, 223, 224, 300, 1000 };
	unsigned i, k, mods, motion;
	char final;

	program.mouse = (uint16_t)mode;
	program.mouse_enc = (uint16_t)enc;
	for (i = 0; i < nitems(codes); i++)
		for (k = 0; k < nitems(places); k++)
			for (mods = 0; mods < 32; mods += 4)
				for (motion = 0; motion < 2; motion++) {
					if (motion && (mode < 1002 || i > 2))
						continue;
					for (final = 'M';; final = 'm') {
						samef("\033[<%u;%u;%u%c",
						    codes[i] + mods +
							motion * 32,
						    places[k], places[7 - k],
						    final);
						/* Wheels and moves have no
						 * release. */
						if (final == 'm' || motion ||
						    (i > 2 && i < 7))
							break;
					}
				}
	if (mode == 1003)
		for (k = 0; k < nitems(places); k++)
			samef("\033[<35;%u;%uM", places[k], places[7 - k]);
}

static void
test_mouse(void **state)
{
	static const struct {
		const char *typed;
		uint16_t mouse;
		uint16_t enc;
		const char *want;
	} rows[] = {
		{ "\033[<0;3;5M", 9, 0, "\033[M #%" },
		{ "\033[<0;3;5m", 9, 0, "" },
		{ "\033[<4;3;5M", 9, 0, "\033[M #%" },
		{ "\033[<64;3;5M", 9, 0, "" },
		{ "\033[<0;3;5M", 1000, 0, "\033[M #%" },
		{ "\033[<0;3;5m", 1000, 0, "\033[M##%" },
		{ "\033[<32;3;5M", 1000, 0, "" },
		{ "\033[<32;3;5M", 1002, 0, "\033[M@#%" },
		{ "\033[<35;3;5M", 1002, 0, "" },
		{ "\033[<35;3;5M", 1003, 0, "\033[MC#%" },
		{ "\033[<64;3;5M", 1000, 0, "\033[M`#%" },
		{ "\033[<20;3;5M", 1000, 0, "\033[M4#%" },
		{ "\033[<0;224;5M", 1000, 0, "" },
		{ "\033[<0;224;5M", 1000, 1005, "\033[M \304\200%" },
		{ "\033[<0;300;5M", 1000, 1015, "\033[32;300;5M" },
		{ "\033[<0;300;5m", 1000, 1015, "\033[35;300;5M" },
		{ "\033[<0;3;5m", 1000, 1006, "\033[<0;3;5m" },
		{ "\033[M #%", 1000, 1006, "\033[<0;3;5M" },
		{ "\033[M##%", 1000, 1006, "\033[<0;3;5m" },
		{ "\033[<0;3;5M", 1000, 1016, "\033[<0;21;73M" },
		{ "\033[<0;3;5M", 0, 1006, "" },
	};
	size_t i;

	(void)state;
	begin();
	mice(1000, 1006);
	mice(1002, 1006);
	mice(1003, 1006);
	for (i = 0; i < nitems(rows); i++) {
		program.mouse = rows[i].mouse;
		program.mouse_enc = rows[i].enc;
		type(rows[i].typed, strlen(rows[i].typed), false);
		tried++;
		if (got.len == strlen(rows[i].want) &&
		    memcmp(got.data, rows[i].want, got.len) == 0)
			exact++;
		else
			print_message("%zu: %s became %s\n", i,
			    shown((const uint8_t *)rows[i].typed,
				strlen(rows[i].typed)),
			    shown(got.data, got.len));
	}
	finish("mouse");
}

/* Focus and pastes. */
static void
test_rest(void **state)
{
	(void)state;
	begin();
	program.flags = MODE_FOCUS | MODE_PASTE;
	samef("\033[I");
	samef("\033[O");
	samef("\033[200~pasted\rtwo \303\244\033[201~");
	samef("\033[200~\002d \033[A \033]0;x\a\033[201~");
	samef("\033[200~\033[201~");
	finish("focus and paste");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_xterm),
		cmocka_unit_test(test_kitty),
		cmocka_unit_test(test_translations),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
