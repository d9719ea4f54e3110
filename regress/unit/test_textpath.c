/* SPDX-License-Identifier: ISC */
/* test_textpath: text that goes past libvterm ends up where libvterm would
 * have put it, on every edge that a line and a screen have. Random streams are
 * in test_vt, scripts in regress/vt, recordings in regress/diff: each of
 * these compares both ways, too. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../vt/vtcheck.h"
#include "../vt/vtpair.h"
#include "base/xmalloc.h"
#include "term/textpath.h"

#define WIDE   "\344\270\255"
#define MARK   "\314\201"
#define FAMILY "\360\237\221\251\342\200\215\360\237\221\251"
#define FLAG   "\360\237\207\251\360\237\207\252"
#define HEART  "\342\235\244\357\270\217"

struct stream {
	const char *name;
	unsigned rows;
	unsigned cols;
	const char *bytes;
};

static const struct stream streams[] = {
	{ "a full line", 3, 5, "abcde" },
	{ "and one more", 3, 5, "abcdef" },
	{ "a full line and a newline", 3, 5, "abcde\r\nfgh" },
	{ "off the screen", 3, 5, "abcdefghijklmnopqrstuvwxyz" },
	{ "one row", 1, 5, "abcdefghijk" WIDE WIDE WIDE },
	{ "two columns", 2, 2, "abc" WIDE "d" WIDE WIDE "e" },
	{ "wide at the end", 3, 5, "abcd" WIDE "e" },
	{ "wide that fills", 3, 5, "abc" WIDE WIDE },
	{ "wide at the end, coloured", 3, 5, "\033[44mabcd" WIDE "\033[mef" },
	{ "over wide ones", 2, 6, WIDE WIDE WIDE "\033[1;2Hx\033[1;5Hyz" },
	{ "half of one at the end", 2, 5, "abc" WIDE "\033[1;5Hx" },
	{ "wrap in the margins", 5, 4, "\033[2;4r\033[4;1Habcdefghijkl" },
	{ "wrap at the bottom margin", 5, 4, "\033[2;3rabcdefghijklmnop" },
	{ "wrap below the margins", 5, 4, "\033[1;3r\033[5;3Habcdefgh" WIDE },
	{ "wide below the margins", 5, 5, "\033[1;3r\033[5;1H" WIDE WIDE WIDE },
	{ "wide in the margins", 4, 5, "\033[2;3r\033[3;1H" WIDE WIDE WIDE },
	{ "a mark", 2, 5, "abcde" MARK "f" MARK },
	{ "a mark alone", 2, 5, MARK "a\033[1;3H" MARK },
	{ "mixed widths", 3, 7,
	    "a" WIDE "b\303\251" WIDE WIDE "\303\274c" WIDE "de" WIDE WIDE },
	{ "graphics and wide", 2, 9, "\033(0q" WIDE "qq" WIDE "\033(Bq" WIDE },
	{ "a mark after a wide one", 2, 5,
	    WIDE MARK WIDE WIDE MARK "x\303\251" MARK WIDE MARK },
	{ "simple and not", 2, 9,
	    WIDE FAMILY WIDE FLAG "\303\251" HEART WIDE MARK "z" },
	{ "clusters", 2, 5, FAMILY FLAG HEART "x" HEART },
	{ "a flag at the end", 3, 5, "abcd" FLAG "e" },
	{ "a heart at the end", 3, 5, "abcd" HEART "e" },
	{ "a heart in the last place", 2, 5, "a\r\nbcde" HEART "f" },
	{ "REP", 3, 5, "ab\033[3bc\033[20b" WIDE "\033[9b" },
	{ "insert mode", 2, 6, "abcdef\033[1;2H\033[4hXY" WIDE "\033[4lZ" },
	{ "no autowrap", 2, 5, "abc\033[?7ldefgh" WIDE "\033[?7hij" },
	{ "wrap, then no autowrap", 2, 5, "abcde\033[?7lX\033[?7hY" },
	{ "side margins", 4, 8,
	    "ab\033[?69h\033[3;5s\033[1;3Hcdefghi" WIDE "\033[?69ljk" },
	{ "graphics", 2, 6, "\033(0lqk\033(Bx\033)0\016mqj\017y" },
	{ "a single shift", 2, 6, "\033*0\033Nqa" WIDE },
	{ "a wrap kept by an erasure", 3, 5, "abcde\033[Kf\033[1Jg" },
	{ "a wrap and libvterm's", 4, 5, "abcde\033[Lf\033[1;5Hg\033[Sh" },
	{ "erase a line", 3, 6,
	    "abcdefghijklmn\033[2;3H\033[K\033[1K\033[1;3H\033[44m\033[2K" },
	{ "erase halves", 2, 8,
	    WIDE WIDE WIDE WIDE "\033[1;4H\033[1K\033[1;6H\033[K" },
	{ "erase the screen", 4, 4,
	    "abcdefghijklmno\033[2;2H\033[41m\033[J\033[1J\033[m\033[2J" },
	{ "erase from the edges", 3, 4,
	    "abcdefghijk\033[3;4H\033[J\033[H\033[1J\033[2;4H\033[J\033[K" },
	{ "erase at a wrap", 2, 4, "abcd\033[J\033[K\033[1Kef\033[1J\033[2J" },
	{ "erase characters", 2, 6,
	    "abcdef\033[X\033[1;2H\033[2X" WIDE "\033[1;3H\033[X\033[99X" },
	{ "erase what is not protected", 3, 5,
	    "ab\033[1\"qcdef\033[0\"qgh\033[?K\033[?1K\033[?J\033[?2J\033[1K" },
	{ "erase in side margins", 3, 6,
	    "abcdefgh\033[?69h\033[2;4s\033[1;3H\033[K\033[1J\033[9X\033[J" },
	{ "backspace and tab", 2, 20, "ab\b\bc\td\te\tf\tg\th" },
	{ "the alternate screen", 3, 5,
	    "abcdefgh\033[?1049hijklmn\033[?1049lo" },
	{ "restored at the end", 3, 5, "abcde\0337\033[H\0338f" },
	{ "bytes that are no text", 2, 5, "a\377\376b\300\257cd\355\240\200e" },
	{ "the largest code point", 2, 5, "\364\217\277\277\360\260\200\200" },
};

static void
fail_stream(const struct stream *s, size_t cut, const char *why)
{
	fail_msg("%s, cut at %zu: %s", s->name, cut, why);
}

static void
run_stream(const struct stream *s, size_t cut)
{
	size_t n = strlen(s->bytes);
	struct vtpair pair;
	const char *why;

	vtpair_start(&pair, s->rows, s->cols, 1 << 16, NULL, NULL);
	vtpair_feed(&pair, s->bytes, cut);
	if ((why = vtpair_check(&pair)) != NULL)
		fail_stream(s, cut, why);
	vtpair_feed(&pair, s->bytes + cut, n - cut);
	if ((why = vtpair_check(&pair)) != NULL)
		fail_stream(s, cut, why);
	/* The cursors have not parted. */
	vtpair_feed(&pair, "x\033[K\033[Ly\r\nz", 10);
	vtpair_resize(&pair, s->rows + 1, s->cols + 2);
	vtpair_feed(&pair, "last" WIDE, 7);
	if ((why = vtpair_check(&pair)) != NULL)
		fail_stream(s, cut, why);
	vtpair_clear(&pair);
}

static void
edges_are_the_same(void **state)
{
	size_t i, cut;

	(void)state;
	for (i = 0; i < nitems(streams); i++)
		for (cut = 0; cut <= strlen(streams[i].bytes); cut++)
			run_stream(&streams[i], cut);
}

static void
single_bytes_are_the_same(void **state)
{
	const struct stream *s;
	struct vtpair pair;
	const char *why;
	size_t i, at;

	(void)state;
	for (i = 0; i < nitems(streams); i++) {
		s = &streams[i];
		vtpair_start(&pair, s->rows, s->cols, 1 << 16, NULL, NULL);
		for (at = 0; s->bytes[at] != '\0'; at++) {
			vtpair_feed(&pair, s->bytes + at, 1);
			if ((why = vtpair_check(&pair)) != NULL)
				fail_stream(s, at, why);
		}
		vtpair_clear(&pair);
	}
}

/* Where it does not apply it is not taken. */
static void
it_knows_its_state(void **state)
{
	static const struct {
		const char *bytes;
		bool plain;
	} rows[] = {
		{ "", true },
		{ "\033[4h", false },
		{ "\033[4l", true },
		{ "\033[?7l", false },
		{ "\033[?7h", true },
		{ "\033[?69h", false },
		{ "\033[?69l", true },
		{ "\033[?6h\033[2;4r\033[?1049h\033[1\"q\033[20h", true },
		{ "\033[4h\033[?7l\033c", true },
	};
	struct vt *vt = vt_create(5, 10, 0, NULL, NULL);
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		vt_feed(vt, rows[i].bytes, strlen(rows[i].bytes));
		if (textpath_is_plain(vt) != rows[i].plain)
			fail_msg("row %zu", i);
	}
	vt_set_textpath(vt, false);
	assert_false(textpath_is_plain(vt));
	vt_destroy(vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edges_are_the_same),
		cmocka_unit_test(single_bytes_are_the_same),
		cmocka_unit_test(it_knows_its_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
