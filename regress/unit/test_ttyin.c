/* SPDX-License-Identifier: ISC */
/* test_ttyin: what terminals send, whole, split at every byte, and noise. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "term/key.h"
#include "tty/ttyin.h"

/* Events as text, one after the other. */
static void
note_key(const struct key *k, void *arg)
{
	buf_printf(arg, "K%x", k->code);
	if (k->shifted != 0 || k->base != 0)
		buf_printf(arg, ":%x:%x", k->shifted, k->base);
	if (k->mods != 0)
		buf_printf(arg, "+%x", k->mods);
	if (k->event != KEY_PRESS)
		buf_printf(arg, "e%d", k->event);
	if (k->text[0] != '\0')
		buf_printf(arg, "\"%s\"", k->text);
	buf_put_u8(arg, ' ');
}

static void
note_paste(const char *s, size_t n, void *arg)
{
	size_t i;

	/* Long ones by their length. */
	if (n > 4096)
		buf_printf(arg, "P#%zu ", n);
	else {
		buf_printf(arg, "P\"");
		for (i = 0; i < n; i++)
			buf_put_u8(arg, (uint8_t)s[i]);
		buf_printf(arg, "\" ");
	}
}

static void
note_mouse(const struct mouse *m, void *arg)
{
	buf_printf(arg, "M%d,%d,%d,%d+%x ", m->event, m->button, m->row, m->col,
	    m->mods);
}

static void
note_focus(bool in, void *arg)
{
	buf_printf(arg, "F%d ", in);
}

static void
note_reply(const struct ttyin_reply *r, void *arg)
{
	unsigned i;

	buf_printf(arg, "R%d", r->type);
	if (r->type == REPLY_CSI)
		buf_printf(arg, "%c%c", r->leader ? r->leader : '-', r->final);
	for (i = 0; i < r->nparams; i++)
		buf_printf(arg, ",%u", r->params[i]);
	buf_printf(arg, "\"%s\" ", r->text);
}

static const struct ttyin_handler handler = {
	.key = note_key,
	.paste = note_paste,
	.mouse = note_mouse,
	.focus = note_focus,
	.reply = note_reply,
};

#define UP    "K110001"
#define F1    "K110020"
#define E     "\033"
#define START "\033[200~"
#define END   "\033[201~"

static const struct {
	const char *in;
	const char *events;
} cases[] = {
	{ "a", "K61 " },
	{ "A?", "K41 K3f " },
	{ "\r\t\177", "Kd K9 K7f " },
	{ "\001\032\010\n", "K61+4 K7a+4 K68+4 K6a+4 " },
	{ "\034\035\036\037", "K5c+4 K5d+4 K5e+4 K5f+4 " },
	{ "\303\251\346\274\242\360\237\230\200", "Ke9 K6f22 K1f600 " },
	/* Invalid and cut UTF-8, C1 controls. */
	{ "\377a\300\200", "Kfffd K61 Kfffd Kfffd " },
	{ "\346\274", "Kfffd " },
	{ "\302\233A", "Kfffd K41 " },
	/* Escape and Alt. */
	{ E, "K1b " },
	{ E E, "K1b K1b " },
	{ E "a" E "\r", "K61+2 Kd+2 " },
	{ E "\303\251", "Ke9+2 " },
	{ E "[", "K5b+2 " },
	{ E "O", "K4f+2 " },
	{ E "]", "K5d+2 " },
	{ E "P", "K50+2 " },
	{ E E "[", "K1b K5b+2 " },
	{ E "]x", "K5d+2 K78 " },
	{ E E "x", "K1b K78+2 " },
	{ E E E, "K1b K1b K1b " },
	{ E "\001", "K61+6 " },
	/* Cursor and function keys, however they come. */
	{ E "[A" E "OA" E "[1;2A" E E "[A", UP " " UP " " UP "+1 " UP "+2 " },
	{ E "O5A" E "O1;5A", UP "+4 " UP "+4 " },
	{ E "[a" E "Oa", UP "+1 " UP "+4 " },
	{ E "[H" E "[1~" E "[7~", "K110005 K110005 K110005 " },
	{ E "[3~" E "[3;5~" E "[3^" E "[3$" E "[3@",
	    "K110008 K110008+4 K110008+4 K110008+1 K110008+5 " },
	{ E "OP" E "[[A" E "[11~" E "[P" E "[1;3P",
	    F1 " " F1 " " F1 " " F1 " " F1 "+2 " },
	{ E "[1;5R" E "[13~", "K110022+4 K110022 " },
	{ E "[24;5~", "K11002b+4 " },
	{ E "[Z", "K9+1 " },
	{ E "Op" E "OM" E "Oj", "K110050 K11005f K11005c " },
	/* kitty and modifyOtherKeys. */
	{ E "[97u" E "[97;5u", "K61 K61+4 " },
	{ E "[97:65:99;2:3;65u", "K61:41:63+1e3\"A\" " },
	{ E "[97;;97u", "K61 " },
	{ E "[1;1:2A" E "[57399;1:3u", UP "e2 K110050e3 " },
	{ E "[57358u", "K11100e " },
	{ E "[0;;228:246u", "K0\"\303\244\303\266\" " },
	{ E "[27;6;65~" E "[27;5;13~", "K61:41:0+5 Kd+4 " },
	{ E "[97;999u" E "[97;1:9u" E "[55296u" E "[0u", "" },
	/* Mice. */
	{ E "[<0;10;20M" E "[<0;10;20m", "M1,1,19,9+0 M2,1,19,9+0 " },
	{ E "[<64;1;1M" E "[<35;2;3M" E "[<34;2;3M" E "[<28;1;1M",
	    "M1,4,0,0+0 M3,0,2,1+0 M3,3,2,1+0 M1,1,0,0+7 " },
	{ E "[<128;1;1M", "M1,8,0,0+0 " },
	{ E "[M !!" E "[M#!!", "M1,1,0,0+0 M2,1,0,0+0 " },
	{ E "[34;5;6M" E "[35;5;6M", "M1,3,5,4+0 M2,3,5,4+0 " },
	{ E "[<0;99999;1M" E "[<0;1M", "" },
	/* Focus and replies. */
	{ E "[I" E "[O", "F1 F0 " },
	{ E "[?62;22c" E "[>41;354;0c", "R0?c,62,22\"\" R0>c,41,354,0\"\" " },
	{ E "[?2026;2$y", "R0?y,2026,2\"\" " },
	{ E "[?5u", "R0?u,5\"\" " },
	{ E "[24;80R", "R0-R,24,80\"\" " },
	{ E "]11;rgb:1e1e/1e1e/2e2e" E "\\x",
	    "R1,11\"rgb:1e1e/1e1e/2e2e\" K78 " },
	{ E "]10;rgb:ff/ff/ff\a", "R1,10\"rgb:ff/ff/ff\" " },
	{ E "P>|xterm(380)" E "\\", "R2\">|xterm(380)\" " },
	{ E "]11;cut" E "[A", UP " " },
	/* Pastes. */
	{ START "one\rtwo" E "[A" END "x", "P\"one\rtwo" E "[A\" K78 " },
	{ START END "x", "P\"\" K78 " },
	{ START "\346\377" END, "P\"\357\277\275\357\277\275\" " },
	{ START "no end" E "[20", "P\"no end" E "[20\" " },
	{ END "x", "K78 " },
	/* What is no input at all. */
	{ E "[12;", "" },
	{ E "[\033[A", "K5b+2 " UP " " },
	{ E "[1\001x", "K61+4 K78 " },
	{ E "[?99z", "R0?z,99\"\" " },
};

static char *
decode(const char *in, size_t n, size_t split, size_t step)
{
	struct buf out = { 0 };
	struct ttyin *t;
	size_t i, part;

	t = ttyin_create(&handler, &out);
	if (split > 0) {
		ttyin_feed(t, in, split);
		ttyin_feed(t, in + split, n - split);
	} else
		for (i = 0; i < n; i += part) {
			part = n - i < step ? n - i : step;
			ttyin_feed(t, in + i, part);
		}
	for (i = 0; ttyin_wait_ms(t) > 0; i++) {
		assert_true(i < 3);
		ttyin_timeout(t);
	}
	ttyin_destroy(t);
	return buf_steal(&out, NULL);
}

static void
test_table(void **state)
{
	char *got;
	size_t i, k, n;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		n = strlen(cases[i].in);
		got = decode(cases[i].in, n, 0, n);
		if (strcmp(got, cases[i].events) != 0)
			fail_msg("case %zu: got %s, not %s", i, got,
			    cases[i].events);
		free(got);
		for (k = 0; k < n; k++) {
			/* k == 0: byte by byte. */
			got = decode(cases[i].in, n, k, 1);
			if (strcmp(got, cases[i].events) != 0)
				fail_msg("case %zu split at %zu: got %s, "
					 "not %s",
				    i, k, got, cases[i].events);
			free(got);
		}
	}
}

static void
test_nul(void **state)
{
	char *got;

	(void)state;
	got = decode("\0", 1, 0, 1);
	assert_string_equal(got, "K20+4 ");
	free(got);
}

/* Where Alt is told otherwise, ESC is a key of its own. */
static void
test_split_escape(void **state)
{
	static const char in[] = E ":" E "\303\251" E E "[A" E "[27;3;58~" E;
	struct buf out = { 0 };
	struct ttyin *t;
	size_t i, step;

	(void)state;
	for (step = 1; step < sizeof in; step++) {
		buf_reset(&out);
		t = ttyin_create(&handler, &out);
		ttyin_split_escape(t, true);
		for (i = 0; i < sizeof in - 1; i += step)
			ttyin_feed(t, in + i,
			    sizeof in - 1 - i < step ? sizeof in - 1 - i :
						       step);
		ttyin_timeout(t);
		ttyin_destroy(t);
		buf_put_u8(&out, 0);
		assert_string_equal((char *)out.data,
		    "K1b K3a K1b Ke9 K1b " UP " K3a+2 K1b ");
	}
	buf_clear(&out);
}

/* st's editing keys; elsewhere the same is F1, a mouse, or nothing. */
static void
test_st_keys(void **state)
{
	static const char in[] =
	    E "[P" E "[4h" E "[4l" E "[L" E "[2K" E "[2J" E "[K" E "[J" E "[H" E
	      "[4~" E "OP" E "[M !!" E "[1;5C";
	struct buf out = { 0 }, want = { 0 };
	struct ttyin *t;

	(void)state;
	buf_printf(&want,
	    "K%x K%x K%x+1 K%x+4 K%x+1 K%x+1 K%x+1 K%x+4 K%x K%x K%x "
	    "M1,1,0,0+0 K%x+4 ",
	    KEY_DELETE, KEY_INSERT, KEY_INSERT, KEY_INSERT, KEY_DELETE,
	    KEY_HOME, KEY_END, KEY_END, KEY_HOME, KEY_END, KEY_F1, KEY_RIGHT);
	buf_put_u8(&want, 0);
	t = ttyin_create(&handler, &out);
	ttyin_st_keys(t, true);
	ttyin_feed(t, in, sizeof in - 1);
	buf_put_u8(&out, 0);
	assert_string_equal((char *)out.data, (char *)want.data);
	buf_reset(&out);
	ttyin_st_keys(t, false);
	ttyin_feed(t, E "[P" E "[L", 6);
	buf_put_u8(&out, 0);
	buf_reset(&want);
	buf_printf(&want, "K%x", KEY_F1);
	assert_memory_equal(out.data, want.data, want.len);
	ttyin_destroy(t);
	buf_clear(&out);
	buf_clear(&want);
}

static void
test_waits(void **state)
{
	static const struct {
		const char *in;
		int key; /* a person may have typed it */
	} waits[] = { { E, 1 }, { E "[", 1 }, { E E, 1 }, { E E "[", 1 },
		{ E "O", 1 }, { E "[1", 0 }, { E "]11;", 0 }, { "\346", 0 },
		{ START, 0 } };
	struct buf out = { 0 };
	struct ttyin *t;
	size_t i;
	int ms;

	(void)state;
	for (i = 0; i < nitems(waits); i++) {
		t = ttyin_create(&handler, &out);
		assert_int_equal(ttyin_wait_ms(t), 0);
		ttyin_feed(t, waits[i].in, strlen(waits[i].in));
		ms = ttyin_wait_ms(t);
		if (waits[i].key ? ms != 25 : ms < 100)
			fail_msg("case %zu: %d ms", i, ms);
		ttyin_timeout(t);
		assert_int_equal(ttyin_wait_ms(t), 0);
		ttyin_destroy(t);
	}
	buf_clear(&out);
}

/* n bytes of one kind in a paste, a string, a sequence: bounded, and what
 * follows is read again. */
static void
test_overlong(void **state)
{
	static const struct {
		const char *before;
		char c;
		size_t n;
		const char *after;
		const char *events;
	} longs[] = {
		{ START, 'x', 2u << 20, END "y", "P#1048576 P#1048576 K79 " },
		{ START, '\303', 100, END "y", NULL },
		{ E "]52;c;", 'A', 100000, "\ay", "K79 " },
		{ E "P1$r", 'A', 100000, E "\\y", "K79 " },
		{ E "[", '1', 100000, "Ay", "K79 " },
		{ E "[", '1', 100000, E "[Ay", UP " K79 " },
		{ E "O", '1', 20, "Ay", NULL },
	};
	struct buf in = { 0 };
	char *got, *again;
	size_t i, k;

	(void)state;
	for (i = 0; i < nitems(longs); i++) {
		buf_reset(&in);
		buf_put(&in, longs[i].before, strlen(longs[i].before));
		for (k = 0; k < longs[i].n; k++)
			buf_put_u8(&in, (uint8_t)longs[i].c);
		buf_put(&in, longs[i].after, strlen(longs[i].after));
		got = decode((char *)in.data, in.len, 0, in.len);
		again = decode((char *)in.data, in.len, 0, 4093);
		assert_string_equal(got, again);
		if (longs[i].events != NULL)
			assert_string_equal(got, longs[i].events);
		free(got);
		free(again);
	}
	buf_clear(&in);
}

/* Noise made of what matters: the events do not depend on the reads. */
static void
test_noise(void **state)
{
	static const char *const bits[] = { E, E, "[", "O", "]", "P", "<", "?",
		"1", ";", ":", "2", "7", "0", "~", "u", "M", "m", "A", "$", "y",
		"\\", "\a", START, END, "\303", "\251", "\377", " ", "x", "R",
		"\030" };
	struct buf in = { 0 };
	char *got, *again;
	const char *s;
	int i, k, n;

	(void)state;
	srand(7);
	for (i = 0; i < 3000; i++) {
		buf_reset(&in);
		n = 1 + rand() % 40;
		for (k = 0; k < n; k++) {
			s = bits[(size_t)rand() % nitems(bits)];
			buf_put(&in, s, strlen(s));
			if (rand() % 8 == 0)
				buf_put_u8(&in, (uint8_t)(1 + rand() % 255));
		}
		got = decode((char *)in.data, in.len, 0, in.len);
		again = decode((char *)in.data, in.len, 0, 1);
		if (strcmp(got, again) != 0)
			fail_msg("noise %d: %s, split %s", i, got, again);
		free(again);
		again =
		    decode((char *)in.data, in.len, (size_t)rand() % in.len, 3);
		assert_string_equal(got, again);
		free(again);
		free(got);
	}
	buf_clear(&in);
}

/* A handler that waits for the terminal's answers, once. */
struct waiter {
	struct ttyin *t;
	struct buf out;
	const char *answer; /* NULL: it does not wait any more */
	size_t each;
};

static void
wait_for_answer(struct waiter *w)
{
	const char *s = w->answer;
	size_t i, n;

	if (s == NULL)
		return;
	w->answer = NULL;
	for (i = 0; i < strlen(s); i += n) {
		n = strlen(s + i) < w->each ? strlen(s + i) : w->each;
		ttyin_feed(w->t, s + i, n);
	}
	buf_printf(&w->out, "| ");
}

static void
wait_at_key(const struct key *k, void *arg)
{
	struct waiter *w = arg;

	note_key(k, &w->out);
	wait_for_answer(w);
}

static void
wait_at_paste(const char *s, size_t n, void *arg)
{
	struct waiter *w = arg;

	wait_for_answer(w);
	note_paste(s, n, &w->out);
}

static void
wait_at_reply(const struct ttyin_reply *r, void *arg)
{
	note_reply(r, &((struct waiter *)arg)->out);
}

/* What is in stays as it is while more comes in the midst of it. */
static void
test_nested(void **state)
{
	static const struct ttyin_handler waits = {
		.key = wait_at_key,
		.paste = wait_at_paste,
		.reply = wait_at_reply,
	};
	static const struct {
		const char *in;
		const char *answer;
		const char *events;
	} rows[] = {
		{ "abc", E "[?62;4c", "K61 R0?c,62,4\"\" | K62 K63 " },
		{ "a", "xyz" E "[?6c", "K61 K78 K79 K7a R0?c,6\"\" | " },
		{ E "[A" E "[B", "xy" E "[?6c",
		    UP " K78 K79 R0?c,6\"\" | K110002 " },
		{ START "one" END "b", E "[?6c" START "two" END,
		    "R0?c,6\"\" P\"two\" | P\"one\" K62 " },
		{ E, E "[?6c", "K1b R0?c,6\"\" | " },
		{ "ab", E "[?6", "K61 | K62 " },
	};
	struct waiter w;
	size_t i, each;

	(void)state;
	for (i = 0; i < nitems(rows); i++)
		for (each = 1; each < 20; each += 18) {
			buf_init(&w.out, 0);
			w.answer = rows[i].answer;
			w.each = each;
			w.t = ttyin_create(&waits, &w);
			ttyin_feed(w.t, rows[i].in, strlen(rows[i].in));
			if (ttyin_wait_ms(w.t) > 0)
				ttyin_timeout(w.t);
			assert_int_equal(ttyin_wait_ms(w.t), 0);
			buf_put_u8(&w.out, '\0');
			assert_string_equal((char *)w.out.data, rows[i].events);
			ttyin_destroy(w.t);
			buf_clear(&w.out);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_split_escape),
		cmocka_unit_test(test_st_keys),
		cmocka_unit_test(test_waits),
		cmocka_unit_test(test_overlong),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_nested),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
