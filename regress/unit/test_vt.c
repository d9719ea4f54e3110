/* SPDX-License-Identifier: ISC */
/* test_vt: the terminal as a whole under hostile and random input: it never
 * crashes, hangs or grows, and it is the same however the input is cut. What
 * single sequences do is in regress/vt. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../vt/vtcheck.h"
#include "../vt/vtpair.h"
#include "base/buf.h"
#include "base/xmalloc.h"
#include "term/about.h"
#include "term/cell.h"
#include "term/screen.h"
#include "term/vt.h"

/* Deterministic numbers: xorshift. */
static uint32_t seed;

static uint32_t
next(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % n;
}

static void
count_reply(const void *p, size_t n, void *arg)
{
	size_t *bytes = arg;

	(void)p;
	*bytes += n;
}

static void
ignore_note(const struct term_note *note, void *arg)
{
	(void)arg;
	if (note->text != NULL)
		assert_true(strlen(note->text) <= VT_CLIPBOARD_MAX);
}

static const struct vt_callbacks callbacks = { count_reply, ignore_note };

/* What is known to end or corrupt libvterm, in steps: bytes, or a resize if
 * rows is not 0. */
struct step {
	const char *bytes;
	unsigned rows;
	unsigned cols;
};

struct attack {
	const char *name;
	unsigned rows;
	unsigned cols;
	struct step steps[8];
};

static const struct attack attacks[] = {
	{ "17 parameters", 24, 80,
	    { { "\033[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1m", 0, 0 } } },
	{ "C1 at column 0", 24, 80, { { "\302\205\033[K\033[X", 0, 0 } } },
	{ "REP of nothing", 24, 80, { { "\033[5b", 0, 0 } } },
	{ "REP of a mark", 24, 80, { { "\314\201\033[5b", 0, 0 } } },
	{ "margins and a shrink", 24, 80,
	    { { "\033[20;24r", 0, 0 }, { NULL, 10, 80 },
		{ "\033[S\033[T\n\033M", 0, 0 } } },
	{ "wide in one column", 1, 1, { { "\344\270\255", 0, 0 } } },
	{ "origin and a shrink", 24, 80,
	    { { "\033[10;24r\033[?6h", 0, 0 }, { NULL, 5, 20 },
		{ "\033[9;9Hx\033[J\033[L", 0, 0 } } },
	{ "double height and shrinks", 24, 80,
	    { { "\033#3abc\033#4\033[20Babc\033#6", 0, 0 }, { NULL, 2, 2 },
		{ "\033#6\033[Sx", 0, 0 }, { NULL, 24, 80 },
		{ "\033#3\n\n\nx", 0, 0 } } },
	{ "a mark after a shrink", 24, 80,
	    { { "\033[20;70Hx", 0, 0 }, { NULL, 4, 10 },
		{ "\314\201\033[K", 0, 0 } } },
	{ "tabs after origin and a resize", 24, 80,
	    { { "\033[5;9r\033[?6h\033[70G", 0, 0 }, { NULL, 4, 20 },
		{ "\t\t\033[2Z\033[9I\033[g", 0, 0 }, { NULL, 30, 200 },
		{ "\033[199G\033H\t", 0, 0 } } },
	{ "restore after a shrink", 24, 80,
	    { { "\033[24;80H\0337", 0, 0 }, { NULL, 3, 5 },
		{ "\0338x\033[K\033[P\n", 0, 0 } } },
	{ "side margins and a shrink", 24, 80,
	    { { "\033[?69h\033[60;70s\033[9;65H", 0, 0 }, { NULL, 5, 10 },
		{ "\033[@\033[P\033[L\033['}\nxxxxxxxxxxxx", 0, 0 } } },
	{ "the largest", 9999, 9999,
	    { { "\033[9999;9999Hx\033[2J\033[r\033[99999999S", 0, 0 } } },
	{ "nothing at all", 0, 0, { { "\033[H\033[J", 0, 0 } } },
};

static void
run_steps(struct vt *vt, const struct step *steps, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (steps[i].bytes != NULL)
			vt_feed(vt, steps[i].bytes, strlen(steps[i].bytes));
		else if (steps[i].rows != 0)
			vt_resize(vt, steps[i].rows, steps[i].cols);
	}
}

static void
attacks_do_nothing(void **state)
{
	struct vt *vt;
	size_t i, bytes;

	(void)state;
	for (i = 0; i < nitems(attacks); i++) {
		bytes = 0;
		vt = vt_create(attacks[i].rows, attacks[i].cols, 65536,
		    &callbacks, &bytes);
		run_steps(vt, attacks[i].steps, nitems(attacks[i].steps));
		vt_feed(vt, "\033c\033[Hstill here", 16);
		if (screen_cols(vt_screen(vt)) > 10)
			assert_int_equal(screen_cursor(vt_screen(vt))->col, 10);
		vt_destroy(vt);
	}
}

/* Pieces of input: most of what a terminal knows, and what it does not. */
static const char *const pieces[] = { "hello ", "a", "0123456789abcdef", "\r\n",
	"\n", "\r", "\b", "\t", "\a", "\x0e", "\x0f", "\033D", "\033E", "\033M",
	"\033H", "\0337", "\0338", "\033c", "\033=", "\033>", "\033#8",
	"\033#3", "\033#6", "\033(0", "\033(B", "\033)0", "\033N", "\033n",
	"\033o", "\344\270\255\346\226\207", "e\314\201", "\314\201",
	"\360\237\221\251\342\200\215\360\237\221\251",
	"\342\235\244\357\270\217", "\360\237\207\251\360\237\207\252",
	"\302\205", "\302\2332K", "\302\235x\302\234", "\377\376", "\344\270",
	"\033[?1049h", "\033[?1049l", "\033[?47h", "\033[?1047l", "\033[?6h",
	"\033[?6l", "\033[?7l", "\033[?7h", "\033[4h", "\033[4l", "\033[?69h",
	"\033[?69l", "\033[?45h", "\033[20h", "\033[20l", "\033[1\"q",
	"\033[0\"q", "\033[!p", "\033[r", "\033[s", "\033[u", "\033[m",
	"\033[1;31;48;2;1;2;3;4:3;58:2::1:2:3m", "\033]8;;http://x/\033\\",
	"\033]8;;\033\\", "\033]2;title\a", "\033]0;", "\a", "\033\\",
	"\033P$qm\033\\", "\033P+q544e\033\\", "\033_G\033\\", "\033]52;c;aa\a",
	"\033[c", "\033[6n", "\033[?u", "\033[>5u", "\033[<u", "\033[22t",
	"\033[23t", "\033[?2048h", "\033[?2026$p", "\033]11;?\a",
	"\033]133;A\a", "\033[?1003;1006;2004h", "\033[3J", "\033[5 q", "\x18",
	"\x1a", "\033", "\033[", "\033[1;", "\033[?", "\033]", "\033P" };

static const char finals[] = "@ABCDEFGHIJKLMPSTXZ^`abdefghjklmnrstu";

static void
put_random(struct buf *b)
{
	unsigned what = next(10), n;

	if (what < 5) {
		buf_printf(b, "%s", pieces[next(nitems(pieces))]);
		return;
	}
	if (what == 9) {
		buf_put_u8(b, next(256));
		return;
	}
	buf_printf(b, "\033[%s", next(12) == 0 ? "?" : "");
	for (n = next(4); n > 0; n--)
		buf_printf(b, "%u%s", next(next(8) == 0 ? 70000 : 30),
		    n > 1 ? ";" : "");
	if (next(16) == 0)
		buf_put_u8(b, "'$ \"!"[next(5)]);
	buf_put_u8(b, finals[next(sizeof finals - 1)]);
}

static void
feed_cut(struct vtpair *pair, const struct buf *b)
{
	size_t at, n;

	for (at = 0; at < b->len; at += n) {
		n = 1 + next(5);
		if (n > b->len - at)
			n = b->len - at;
		vtpair_feed(pair, b->data + at, n);
	}
}

static const char *
check_random(struct vtpair *whole, struct vtpair *cut, bool redrawn)
{
	const char *why;

	if ((why = vtpair_check(whole)) != NULL ||
	    (why = vtpair_check(cut)) != NULL ||
	    (why = vtcheck_equal(whole->vt, cut->vt)) != NULL)
		return why;
	if (!redrawn || vt_pending(whole->vt) > 0)
		return NULL;
	return vtcheck_redraw(whole->vt);
}

/* Terminals fed whole and in pieces, with and without the text path, resized
 * alike. */
static void
run_random(uint32_t with, bool redrawn)
{
	unsigned rows, cols, rounds;
	size_t whole_bytes = 0, cut_bytes = 0;
	struct vtpair whole, cut;
	struct buf b = { 0 };
	const char *why = NULL;
	int i;

	seed = with * 2654435761u | 1;
	rows = 1 + next(12);
	cols = 2 + next(24);
	vtpair_start(&whole, rows, cols, 4096, &callbacks, &whole_bytes);
	vtpair_start(&cut, rows, cols, 4096, &callbacks, &cut_bytes);
	for (rounds = 1 + next(4); rounds > 0; rounds--) {
		buf_reset(&b);
		for (i = next(40); i >= 0; i--)
			put_random(&b);
		vtpair_feed(&whole, b.data, b.len);
		feed_cut(&cut, &b);
		if ((why = check_random(&whole, &cut, redrawn)) != NULL)
			break;
		rows = 1 + next(12);
		cols = 2 + next(24);
		vtpair_resize(&whole, rows, cols);
		vtpair_resize(&cut, rows, cols);
	}
	if (why != NULL || whole_bytes != cut_bytes)
		fail_msg("seed %u: %s (%zu, %zu reply bytes) after %s", with,
		    why != NULL ? why : "replies", whole_bytes, cut_bytes,
		    vtcheck_visible(b.data, b.len));
	vtpair_clear(&whole);
	vtpair_clear(&cut);
	buf_clear(&b);
}

static void
random_input_is_the_same_cut_up(void **state)
{
	uint32_t i;

	(void)state;
	for (i = 1; i <= 2500; i++)
		run_random(i, false);
}

static void
random_screens_can_be_redrawn(void **state)
{
	uint32_t i;

	(void)state;
	for (i = 100001; i <= 101000; i++)
		run_random(i, true);
}

static void
long_strings_are_dropped(void **state)
{
	size_t bytes = 0, i;
	struct vt *vt = vt_create(5, 10, 0, &callbacks, &bytes);
	char block[4096];

	(void)state;
	memset(block, 'a', sizeof block);
	vt_feed(vt, "\033]2;", 4);
	for (i = 0; i < 1024; i++)
		vt_feed(vt, block, sizeof block);
	vt_feed(vt, "\ax", 2);
	assert_string_equal(vt_title(vt), "");
	assert_int_equal(screen_cursor(vt_screen(vt))->col, 1);
	vt_feed(vt, "\033]2;t\a", 6);
	assert_string_equal(vt_title(vt), "t");
	vt_feed(vt, "\033]2;", 4);
	for (i = 0; i < VT_STRING_MAX - 2; i++)
		vt_feed(vt, "b", 1);
	vt_feed(vt, "\a", 1);
	assert_int_equal(strlen(vt_title(vt)), 1024);
	vt_destroy(vt);
}

static char clip[VT_CLIPBOARD_MAX];
static size_t clip_len;

static void
clip_note(const struct term_note *note, void *arg)
{
	(void)arg;
	if (note->type == NOTE_CLIPBOARD)
		clip_len = strlen(note->text);
}

static void
the_clipboard_may_be_long(void **state)
{
	static const struct vt_callbacks cb = { NULL, clip_note };
	struct vt *vt = vt_create(5, 10, 0, &cb, NULL);

	(void)state;
	memset(clip, 'A', sizeof clip);
	vt_feed(vt, "\033]52;c;", 7);
	vt_feed(vt, clip, sizeof clip - 5);
	vt_feed(vt, "\a", 1);
	assert_int_equal(clip_len, sizeof clip - 5);
	clip_len = 0;
	vt_feed(vt, "\033]52;c;", 7);
	vt_feed(vt, clip, sizeof clip);
	vt_feed(vt, "\a", 1);
	assert_int_equal(clip_len, 0);
	vt_destroy(vt);
}

/* What a program tells of itself is kept, and harmless. */
static void
about_is_kept(void **state)
{
	static const struct {
		const char *feed;
		const char *folder;
		int progress;
		int percent;
	} rows[] = {
		{ "\033]7;file://h/a\a", "file://h/a", 0, 0 },
		{ "\033]7;file:///b c\303\251\a", "file:///b%20c%C3%A9", 0, 0 },
		{ "\033]7;http://x/\a", "file:///b%20c%C3%A9", 0, 0 },
		{ "\033]7;file:///x\001y\a", "file:///xy", 0, 0 },
		{ "\033]1337;CurrentDir=/d\a", "file:///d", 0, 0 },
		{ "\033]9;4;1;30\a", "file:///d", 1, 30 },
		{ "\033]9;4;2;300\a", "file:///d", 2, 0 },
		{ "\033]9;4;3;70\a", "file:///d", 3, 0 },
		{ "\033]9;4;9;70\a", "file:///d", 3, 0 },
		{ "\033]9;4;1;30\a\033c", "file:///d", 0, 0 },
		{ "\033]7;\a", "file:///d", 0, 0 },
	};
	struct vt *vt = vt_create(5, 10, 0, NULL, NULL);
	const struct about *a = vt_about(vt);
	char block[ABOUT_FOLDER_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		vt_feed(vt, rows[i].feed, strlen(rows[i].feed));
		assert_string_equal(a->folder, rows[i].folder);
		assert_int_equal(a->progress, rows[i].progress);
		assert_int_equal(a->percent, rows[i].percent);
	}
	memset(block, 'a', sizeof block);
	vt_feed(vt, "\033]7;file:///", 12);
	vt_feed(vt, block, sizeof block);
	vt_feed(vt, "\a", 1);
	assert_string_equal(a->folder, "file:///d");
	vt_destroy(vt);
}

/* Links, clusters and titles without end must not pile up. */
static void
many_of_everything(void **state)
{
	size_t bytes = 0;
	struct vt *vt = vt_create(5, 40, 8192, &callbacks, &bytes);
	struct buf b = { 0 };
	unsigned i;

	(void)state;
	for (i = 0; i < 100000; i++) {
		buf_reset(&b);
		buf_printf(&b,
		    "\033]8;;http://x/%u\a\033[38;2;%u;%u;%u;4mx\315%c\r\n"
		    "\033[22t\033[>%uu",
		    i, i & 255, i >> 8 & 255, i >> 16, (char)(0x80 + i % 32),
		    i);
		vt_feed(vt, b.data, b.len);
	}
	assert_null(vtcheck_rowcode(vt));
	buf_clear(&b);
	vt_destroy(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attacks_do_nothing),
		cmocka_unit_test(random_input_is_the_same_cut_up),
		cmocka_unit_test(random_screens_can_be_redrawn),
		cmocka_unit_test(long_strings_are_dropped),
		cmocka_unit_test(the_clipboard_may_be_long),
		cmocka_unit_test(about_is_kept),
		cmocka_unit_test(many_of_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
