/* SPDX-License-Identifier: ISC */
/* test_history: motions in a history, what a selection gives, and matches over
 * soft wraps and wide characters. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "client/histcopy.h"
#include "client/histdoc.h"
#include "client/histmove.h"
#include "term/find.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "wire/pack_term.h"

#define FIRST 100

/* Rows of width 10; '>' at the end of one says that it goes on. */
static const char *const lines[] = {
	"one two",     /* 100 */
	"",	       /* 101 */
	"abcdefghi1>", /* 102 */
	"23 Error>",   /* 103 */
	"s, foo_bar",  /* 104 */
	"  漢字 x",    /* 105 */
	"",	       /* 106 */
	"last",	       /* 107 */
};

static struct intern *intern;
static struct row rows[nitems(lines)];

static int
set_up(void **state)
{
	struct cell *cells;
	const uint8_t *p;
	unsigned i, col;
	uint32_t cp;
	size_t n;
	int used;

	(void)state;
	intern = intern_create();
	for (i = 0; i < nitems(lines); i++) {
		p = (const uint8_t *)lines[i];
		n = strlen(lines[i]);
		if (n > 0 && p[n - 1] == '>') {
			rows[i].flags = ROW_WRAPPED;
			n--;
		}
		for (col = 0; n > 0; n -= (size_t)used, p += used, col++) {
			used = utf8_decode(p, n, &cp);
			cells = row_reserve(&rows[i], col + 2);
			cells[col].text = cp;
			if (utf8_width(cp) == 2) {
				cells[col].text |= CELL_WIDE;
				cells[++col].text = CELL_TAIL;
			}
		}
		rows[i].used = (uint16_t)col;
	}
	return 0;
}

static int
tear_down(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < nitems(lines); i++)
		row_clear(&rows[i]);
	intern_destroy(intern);
	return 0;
}

static const struct row *
get(uint64_t line, void *arg)
{
	uint64_t missing = arg == NULL ? 0 : *(uint64_t *)arg;

	if (line < FIRST || line >= FIRST + nitems(lines) || line == missing)
		return NULL;
	return &rows[line - FIRST];
}

static struct histmove
at(uint64_t line, unsigned col, unsigned height, unsigned width)
{
	struct histmove m = { 0 };

	m.get = get;
	m.first = m.top = FIRST;
	m.end = FIRST + nitems(lines);
	m.rows = height;
	m.cols = width;
	m.vi = true;
	m.cur.line = line;
	m.cur.col = m.want = col;
	return m;
}

static void
check(const struct histmove *m, uint64_t line, unsigned col)
{
	assert_false(m->miss);
	if (m->cur.line != line || m->cur.col != col)
		fail_msg("at %u,%u, not %u,%u", (unsigned)m->cur.line,
		    m->cur.col, (unsigned)line, col);
}

static void
test_words(void **state)
{
	struct histmove m = at(100, 0, 8, 10);

	(void)state;
	histmove_word(&m, HISTWORD_NEXT);
	check(&m, 100, 4);
	histmove_word(&m, HISTWORD_END);
	check(&m, 100, 6);
	/* A word goes over a soft wrap. */
	histmove_word(&m, HISTWORD_NEXT);
	check(&m, 102, 0);
	histmove_word(&m, HISTWORD_END);
	check(&m, 103, 1);
	histmove_word(&m, HISTWORD_END);
	check(&m, 104, 0);
	histmove_word(&m, HISTWORD_PREV);
	check(&m, 103, 3);
	histmove_word(&m, HISTWORD_PREV);
	check(&m, 102, 0);
	histmove_word(&m, HISTWORD_PREV);
	check(&m, 100, 4);
	/* Punctuation is a word of vi's and none of emacs's. */
	m = at(104, 0, 8, 10);
	histmove_word(&m, HISTWORD_NEXT);
	check(&m, 104, 1);
	m = at(104, 0, 8, 10);
	m.vi = false;
	histmove_word(&m, HISTWORD_AFTER);
	check(&m, 104, 1);
	histmove_word(&m, HISTWORD_AFTER);
	check(&m, 104, 10);
}

static void
test_lines(void **state)
{
	struct histmove m = at(104, 5, 8, 10);

	(void)state;
	histmove_line_start(&m);
	check(&m, 102, 0);
	histmove_line_end(&m);
	check(&m, 104, 9);
	m = at(105, 6, 8, 10);
	histmove_line_indent(&m);
	check(&m, 105, 2);
	/* A wide character is one step. */
	histmove_right(&m);
	check(&m, 105, 4);
	histmove_left(&m);
	check(&m, 105, 2);
	histmove_paragraph(&m, 1);
	check(&m, 106, 0);
	histmove_paragraph(&m, 1);
	check(&m, 107, 3);
	histmove_paragraph(&m, -1);
	check(&m, 106, 0);
	histmove_paragraph(&m, -1);
	check(&m, 101, 0);
}

static void
test_view(void **state)
{
	struct histmove m = at(107, 3, 3, 10);
	uint64_t off, of;

	(void)state;
	histmove_to_end(&m);
	assert_int_equal(m.top, 105);
	assert_true(histmove_at_end(&m));
	histmove_scroll(&m, -2);
	assert_int_equal(m.top, 103);
	check(&m, 105, 2);
	histmove_offset(&m, &off, &of);
	assert_int_equal(off, 2);
	assert_int_equal(of, 5);
	assert_false(histmove_at_end(&m));
	histmove_scroll(&m, -100);
	assert_int_equal(m.top, 100);
	histmove_slide(&m, 4);
	assert_int_equal(m.top, 104);
	assert_int_equal(m.cur.line, 104);
}

/* In a terminal of 4 columns: "one two" takes two rows. */
static void
test_narrow(void **state)
{
	struct histmove m = at(100, 1, 4, 4);
	struct find_at place;

	(void)state;
	histmove_vertical(&m, 1);
	check(&m, 100, 5);
	histmove_vertical(&m, 1);
	check(&m, 101, 0);
	histmove_vertical(&m, 1);
	check(&m, 102, 1);
	assert_true(histmove_row(&m, 1, &place));
	assert_int_equal(place.line, 100);
	assert_int_equal(place.col, 4);
	histmove_vertical(&m, -2);
	check(&m, 100, 5);
}

static void
test_missing(void **state)
{
	struct histmove m = at(101, 0, 8, 10);
	uint64_t missing = 102;

	(void)state;
	m.arg = &missing;
	histmove_word(&m, HISTWORD_NEXT);
	assert_true(m.miss);
}

static void
check_copy(enum histselect how, struct find_at a, struct find_at b,
    bool included, const char *want)
{
	struct histcopy c = { 0 };
	struct histrange r;
	uint64_t missing = 103;
	char *got;

	histrange_set(&r, how, a, b, included);
	histcopy_start(&c, &r);
	/* Whatever comes late is waited for. */
	if (r.from.line <= missing && r.to.line >= missing)
		assert_int_equal(histcopy_run(&c, intern, get, &missing), 0);
	assert_int_equal(histcopy_run(&c, intern, get, NULL), 1);
	got = buf_steal(&c.out, NULL);
	assert_string_equal(got, want);
	free(got);
	histcopy_clear(&c);
}

static void
test_copy(void **state)
{
	const struct find_at a = { 100, 4 }, b = { 104, 0 }, c = { 105, 3 };
	const struct find_at d = { 102, 8 }, e = { 107, 3 };

	(void)state;
	check_copy(HISTSELECT_CHARS, a, b, true, "two\n\nabcdefghi123 Errors");
	/* Backwards, and without the last. */
	check_copy(HISTSELECT_CHARS, b, a, false, "two\n\nabcdefghi123 Error");
	/* Half of a wide character is all of it. */
	check_copy(HISTSELECT_CHARS, c, e, true, "漢字 x\n\nlast");
	check_copy(HISTSELECT_LINES, d, c, true,
	    "abcdefghi123 Errors, foo_bar\n  漢字 x\n");
	check_copy(HISTSELECT_RECT, a, d, true, "two\n\nefghi");
}

static void
check_find_as(bool regex, const char *what, bool back,
    const struct find_at *from, uint64_t line, unsigned col, uint64_t end_line,
    unsigned end_col)
{
	struct find_text t = { 0 };
	struct find_hit hit;
	struct find f;
	bool ok;

	find_init(&f, what, regex);
	assert_int_equal(find_load(&t, intern, get, NULL, 103, FIRST,
			     FIRST + nitems(lines)),
	    0);
	assert_int_equal(t.first, 102);
	assert_int_equal(t.next, 105);
	ok = back ? find_prev(&f, &t, from, &hit) :
		    find_next(&f, &t, from, &hit);
	if (ok != (line != 0))
		fail_msg("'%s' is %sfound", what, ok ? "" : "not ");
	if (ok &&
	    (hit.start.line != line || hit.start.col != col ||
		hit.end.line != end_line || hit.end.col != end_col))
		fail_msg("'%s' is found elsewhere", what);
	find_clear(&f);
	find_text_clear(&t);
}

static void
check_find(const char *what, bool back, const struct find_at *from,
    uint64_t line, unsigned col, uint64_t end_line, unsigned end_col)
{
	check_find_as(false, what, back, from, line, col, end_line, end_col);
}

/* Expressions, over soft wraps and back; what is none is text. */
static void
test_find_re(void **state)
{
	const struct find_at after = { 103, 1 }, none = { 102, 0 };

	(void)state;
	check_find_as(true, "i[0-9]+", false, NULL, 102, 8, 103, 1);
	check_find_as(true, "e(r|x)+ors?,", false, NULL, 103, 3, 104, 1);
	check_find_as(true, "E.*s", false, NULL, 103, 3, 104, 0);
	check_find_as(true, "E.*S", false, NULL, 0, 0, 0, 0);
	check_find_as(true, "[o]", false, &after, 103, 6, 103, 6);
	check_find_as(true, "[o]", true, NULL, 104, 5, 104, 5);
	check_find_as(true, "[o]", true, &after, 0, 0, 0, 0);
	check_find_as(true, "^abc", false, NULL, 102, 0, 102, 2);
	check_find_as(true, "^abc", true, NULL, 102, 0, 102, 2);
	check_find_as(true, "^abc", true, &none, 0, 0, 0, 0);
	check_find_as(true, "x*", false, NULL, 0, 0, 0, 0);
	check_find_as(true, "foo(", false, NULL, 0, 0, 0, 0);
	check_find_as(false, "i[0-9]+", false, NULL, 0, 0, 0, 0);
}

static void
test_find(void **state)
{
	const struct find_at after = { 103, 1 }, wide = { 105, 0 };
	struct find_text t = { 0 };
	struct find_hit hit;
	struct find f;

	(void)state;
	check_find("i123", false, NULL, 102, 8, 103, 1);
	check_find("errors,", false, NULL, 103, 3, 104, 1);
	check_find("Errors", false, NULL, 103, 3, 104, 0);
	check_find("ERRORS", false, NULL, 0, 0, 0, 0);
	check_find("o", false, &after, 103, 6, 103, 6);
	check_find("o", true, NULL, 104, 5, 104, 5);
	check_find("o", true, &after, 0, 0, 0, 0);
	check_find("", false, NULL, 0, 0, 0, 0);
	find_init(&f, "字", false);
	assert_int_equal(find_load(&t, intern, get, NULL, 105, FIRST, 108), 0);
	assert_true(find_next(&f, &t, &wide, &hit));
	assert_int_equal(hit.start.col, 4);
	find_clear(&f);
	find_text_clear(&t);
}

/* Lines [start, start + n) with the number of each in it. */
static void
put_lines(struct buf *b, uint64_t start, unsigned n)
{
	struct buf packed = { 0 };
	struct row row = { 0 };
	unsigned i;

	for (i = 0; i < n; i++) {
		row_reserve(&row, 1)[0].text =
		    0x4e00 + (uint32_t)(start + i) % 5000;
		buf_reset(&packed);
		rowcode_put(&packed, &row, intern);
		buf_put_bytes(b, packed.data, packed.len);
	}
	row_clear(&row);
	buf_clear(&packed);
}

/* An answer of such lines. */
static int
take(struct histdoc *d, uint64_t screen, uint64_t start, unsigned n)
{
	struct lines_head h = { FIRST, screen, 3010, start, (uint16_t)n };
	struct buf b = { 0 };
	int r;

	lines_put_head(&b, &h);
	put_lines(&b, start, n);
	r = histdoc_take(d, b.data, b.len);
	assert_int_equal(histdoc_take(d, b.data, b.len - 1), -1);
	buf_clear(&b);
	return r;
}

/* The file of a session that has ended, with lines [start, start + n). */
static int
add_saved(struct histdoc *d, uint64_t start, unsigned n)
{
	struct frame_head head = { .rows = 10, .cols = 4 };
	struct buf b = { 0 };
	int r;

	frame_put_head(&b, &head);
	buf_put_u32(&b, n);
	put_lines(&b, start, n);
	buf_put_u64(&b, start);
	r = histdoc_add_saved(d, b.data, b.len);
	assert_int_equal(histdoc_add_saved(d, b.data, b.len - 1), -1);
	buf_clear(&b);
	return r;
}

static void
check_row(struct histdoc *d, uint64_t line)
{
	const struct row *row = histdoc_row(d, line);

	assert_non_null(row);
	assert_int_equal(row_get(row, 0).text, 0x4e00 + line % 5000);
}

static void
test_doc(void **state)
{
	struct histdoc *d = histdoc_create(intern);
	uint64_t from, line;
	unsigned count;

	(void)state;
	assert_int_equal(take(d, 3000, 2510, 500), 0);
	assert_int_equal(histdoc_first(d), FIRST);
	assert_int_equal(histdoc_pin(d), 3000);
	assert_int_equal(histdoc_end(d), 3010);
	check_row(d, 2510);
	check_row(d, 3009);
	assert_false(histdoc_want(d, &from, &count));
	/* Below what is here the window grows; far away it moves. */
	assert_null(histdoc_row(d, 2509));
	assert_true(histdoc_want(d, &from, &count));
	assert_int_equal(from, 2010);
	assert_int_equal(take(d, 3000, from, count), 0);
	for (line = 2010; line < 3010; line++)
		check_row(d, line);
	assert_null(histdoc_row(d, 500));
	assert_true(histdoc_want(d, &from, &count));
	assert_true(from <= 500 && from + count > 500);
	assert_int_equal(take(d, 3000, from, count), 0);
	check_row(d, 500);
	check_row(d, 3009);
	assert_null(histdoc_row(d, 2500));
	histdoc_close(d);
	assert_int_equal(histdoc_first(d), 3000);
	histdoc_destroy(d);
}

/* What a session's end left on disk goes on where the lines end that are here. */
static void
test_saved(void **state)
{
	struct histdoc *d = histdoc_create(intern);
	uint64_t line;

	(void)state;
	/* Nothing is known yet. */
	assert_int_equal(add_saved(d, 2000, 10), 0);
	assert_int_equal(histdoc_end(d), 0);
	assert_int_equal(take(d, 3000, 2990, 20), 0);
	/* Lines that are of no use: not next to what is here, or all after it. */
	assert_int_equal(add_saved(d, 1000, 100), 0);
	assert_null(histdoc_row(d, 1050));
	assert_int_equal(add_saved(d, 3005, 100), 0);
	check_row(d, 2990);
	/* Some scrolled off after the rows that are shown had been. */
	assert_int_equal(add_saved(d, 2100, 1000), 0);
	for (line = 2100; line < 3010; line++)
		check_row(d, line);
	histdoc_close(d);
	assert_int_equal(histdoc_first(d), 2100);
	assert_int_equal(histdoc_end(d), 3010);
	/* Fewer than there are. */
	assert_int_equal(add_saved(d, 2900, 110), 0);
	check_row(d, 2100);
	histdoc_destroy(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_view),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_find_re),
		cmocka_unit_test(test_doc),
		cmocka_unit_test(test_saved),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
