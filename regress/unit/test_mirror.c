/* SPDX-License-Identifier: ISC */
/* test_mirror: frames are carried out; hostile ones are refused; the screen
 * is drawn cropped around the cursor. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "client/mirror.h"
#include "client/panedraw.h"
#include "term/intern.h"
#include "term/key.h"
#include "term/rowcode.h"
#include "tty/frame.h"
#include "wire/pack_term.h"

struct scene {
	struct intern *intern;
	struct mirror *mirror;
};

static int
scene_open(void **state)
{
	struct scene *s = calloc(1, sizeof *s);

	s->intern = intern_create();
	s->mirror = mirror_create(s->intern);
	*state = s;
	return 0;
}

static int
scene_close(void **state)
{
	struct scene *s = *state;

	mirror_destroy(s->mirror);
	intern_destroy(s->intern);
	free(s);
	return 0;
}

/* A row of text in its packed form. */
static void
put_row(struct buf *b, struct intern *in, uint16_t index, const char *text)
{
	struct row row = { 0 };
	struct buf packed = { 0 };
	unsigned i;

	for (i = 0; text[i] != '\0'; i++)
		row_reserve(&row, i + 1)[i].text = (unsigned char)text[i];
	rowcode_put(&packed, &row, in);
	frame_put_row(b, index, packed.data, packed.len);
	buf_clear(&packed);
	row_clear(&row);
}

static struct frame_head
head_of(uint16_t rows, uint16_t cols, uint8_t flags, uint16_t nrows)
{
	struct frame_head h = { 0 };

	h.seq = 7;
	h.rows = rows;
	h.cols = cols;
	h.flags = flags;
	h.nrows = nrows;
	return h;
}

static int
apply(struct scene *s, const struct buf *b, const char **why)
{
	uint32_t seq = 0;
	int r;

	*why = NULL;
	r = mirror_apply(s->mirror, b->data, b->len, &seq, why);
	if (r == 0)
		assert_int_equal(seq, 7);
	else {
		assert_non_null(*why);
		assert_int_equal(mirror_rows(s->mirror), 0);
	}
	return r;
}

/* A whole frame of lines "0", "11", "222" ... */
static void
apply_whole(struct scene *s, uint16_t rows, uint16_t cols, const char *title)
{
	struct frame_head h;
	struct buf b = { 0 };
	const char *why;
	char line[32];
	uint16_t i;

	h = head_of(rows, cols, FRAME_FULL, rows);
	if (title != NULL)
		h.flags |= FRAME_TITLE;
	h.title = title;
	frame_put_head(&b, &h);
	for (i = 0; i < rows; i++) {
		memset(line, '0' + i % 10, sizeof line);
		line[i < 30 ? i + 1 : 31] = '\0';
		put_row(&b, s->intern, i, line);
	}
	assert_int_equal(apply(s, &b, &why), 0);
	buf_clear(&b);
}

static char
char_at(struct scene *s, unsigned row, unsigned col)
{
	uint32_t text = row_get(mirror_row(s->mirror, row), col).text;

	return text == 0 ? ' ' : (char)text;
}

static void
test_whole(void **state)
{
	struct scene *s = *state;

	assert_int_equal(mirror_rows(s->mirror), 0);
	assert_null(mirror_title(s->mirror));
	apply_whole(s, 5, 10, "title");
	assert_int_equal(mirror_rows(s->mirror), 5);
	assert_int_equal(mirror_cols(s->mirror), 10);
	assert_int_equal(char_at(s, 3, 3), '3');
	assert_int_equal(char_at(s, 3, 4), ' ');
	assert_string_equal(mirror_title(s->mirror), "title");
	/* Smaller: nothing of the old is left. */
	apply_whole(s, 3, 4, NULL);
	assert_int_equal(mirror_rows(s->mirror), 3);
	assert_string_equal(mirror_title(s->mirror), "title");
}

static void
test_changes(void **state)
{
	struct scene *s = *state;
	struct frame_head h;
	struct buf b = { 0 };
	const char *why;
	unsigned n;

	apply_whole(s, 5, 10, NULL);
	h = head_of(5, 10, 0, 1);
	h.cursor_row = 2;
	h.cursor_col = 9;
	h.cursor_flags = FRAME_CURSOR_VISIBLE | FRAME_CURSOR_WRAP;
	h.cursor_shape = CURSOR_BAR;
	h.modes = MODE_PASTE;
	h.mouse = 1002;
	h.nscrolls = 2;
	h.scrolls[0] = (struct frame_scroll){ 1, 5, 2 };
	h.scrolls[1] = (struct frame_scroll){ 0, 2, -1 };
	frame_put_head(&b, &h);
	put_row(&b, s->intern, 4, "new");
	assert_int_equal(apply(s, &b, &why), 0);
	/* 0 1 2 3 4 -> 0 3 4 - - -> - 0 4 - new */
	assert_int_equal(char_at(s, 0, 0), ' ');
	assert_int_equal(char_at(s, 1, 0), '0');
	assert_int_equal(char_at(s, 2, 0), '4');
	assert_int_equal(char_at(s, 3, 0), ' ');
	assert_int_equal(char_at(s, 4, 1), 'e');
	assert_int_equal(mirror_cursor(s->mirror)->col, 9);
	assert_true(mirror_cursor(s->mirror)->wrap);
	assert_int_equal(mirror_cursor(s->mirror)->shape, CURSOR_BAR);
	assert_int_equal(mirror_modes(s->mirror)->flags, MODE_PASTE);
	assert_int_equal(mirror_modes(s->mirror)->mouse, 1002);
	mirror_scrolls(s->mirror, &n);
	assert_int_equal(n, 2);
	buf_clear(&b);
}

/* Scrolls by more than there is. */
static void
test_far_scrolls(void **state)
{
	static const int32_t far[] = { 3, 4, -3, -5, 5, 0 };
	struct scene *s = *state;
	struct frame_head h;
	struct buf b = { 0 };
	const char *why;
	size_t i;

	for (i = 0; i < nitems(far); i++) {
		apply_whole(s, 5, 10, NULL);
		h = head_of(5, 10, 0, 0);
		h.nscrolls = 1;
		h.scrolls[0] = (struct frame_scroll){ 1, 4, far[i] };
		buf_reset(&b);
		frame_put_head(&b, &h);
		assert_int_equal(apply(s, &b, &why), 0);
		assert_int_equal(char_at(s, 1, 0), far[i] == 0 ? '1' : ' ');
		assert_int_equal(char_at(s, 4, 0), '4');
	}
	buf_clear(&b);
}

static void
test_refused(void **state)
{
	static const struct {
		uint16_t rows, cols;
		uint8_t flags;
		uint16_t nrows;
		uint16_t index;
		int whole_before;
	} cases[] = {
		{ 0, 10, FRAME_FULL, 0, 0, 1 },
		{ 5, 0, FRAME_FULL, 0, 0, 1 },
		{ 5, 1, FRAME_FULL, 0, 0, 1 },
		{ 5000, 10, FRAME_FULL, 0, 0, 1 },
		{ 5, 5000, FRAME_FULL, 0, 0, 1 },
		{ 5, 10, FRAME_FULL, 6, 0, 1 },
		{ 5, 10, FRAME_FULL, 2, 0, 1 }, /* one row is missing */
		{ 5, 10, FRAME_FULL, 1, 5, 1 },
		{ 5, 10, 0, 1, 0, 0 },
		{ 6, 10, 0, 1, 0, 1 },
		{ 5, 11, 0, 1, 0, 1 },
	};
	struct scene *s = *state;
	struct frame_head h;
	struct buf b = { 0 };
	const char *why;
	size_t i;

	for (i = 0; i < nitems(cases); i++) {
		if (cases[i].whole_before)
			apply_whole(s, 5, 10, NULL);
		h = head_of(cases[i].rows, cases[i].cols, cases[i].flags,
		    cases[i].nrows);
		buf_reset(&b);
		frame_put_head(&b, &h);
		put_row(&b, s->intern, cases[i].index, "x");
		if (apply(s, &b, &why) != -1)
			fail_msg("case %zu was taken", i);
	}
	buf_clear(&b);
}

/* Each bit flipped, each length cut: refused, or a screen that is sane. */
static void
test_mangled(void **state)
{
	struct scene *s = *state;
	struct frame_head h;
	struct buf good = { 0 };
	const char *why;
	uint32_t seq;
	size_t i;

	h = head_of(4, 10, FRAME_FULL | FRAME_TITLE, 2);
	h.title = "t";
	h.nscrolls = 1;
	h.scrolls[0] = (struct frame_scroll){ 0, 4, 1 };
	frame_put_head(&good, &h);
	put_row(&good, s->intern, 0, "hello");
	put_row(&good, s->intern, 3, "there");
	for (i = 0; i < good.len * 8; i++) {
		good.data[i / 8] ^= (uint8_t)(1u << i % 8);
		if (mirror_apply(s->mirror, good.data, good.len, &seq, &why) ==
		    0) {
			assert_in_range(mirror_rows(s->mirror), 1, 1000);
			assert_true(mirror_cursor(s->mirror)->row <
			    mirror_rows(s->mirror));
			assert_true(mirror_cursor(s->mirror)->col <
			    mirror_cols(s->mirror));
		} else
			assert_int_equal(mirror_rows(s->mirror), 0);
		good.data[i / 8] ^= (uint8_t)(1u << i % 8);
	}
	for (i = 0; i < good.len; i++)
		assert_int_equal(mirror_apply(s->mirror, good.data, i, &seq,
				     &why),
		    -1);
	/* Trailing bytes are a later version's. */
	buf_put(&good, "more", 4);
	assert_int_equal(mirror_apply(s->mirror, good.data, good.len, &seq,
			     &why),
	    0);
	buf_clear(&good);
}

static void
move_cursor(struct scene *s, uint16_t row, uint16_t col)
{
	struct frame_head h;
	struct buf b = { 0 };
	const char *why;

	h = head_of(20, 30, 0, 0);
	h.cursor_row = row;
	h.cursor_col = col;
	h.cursor_flags = FRAME_CURSOR_VISIBLE;
	frame_put_head(&b, &h);
	assert_int_equal(apply(s, &b, &why), 0);
	buf_clear(&b);
}

static void
test_cropped(void **state)
{
	static const struct {
		uint16_t row, col;
		unsigned pan_row, pan_col;
	} steps[] = {
		{ 0, 0, 0, 0 },
		{ 4, 9, 0, 0 },
		{ 5, 10, 1, 1 },
		{ 19, 29, 15, 20 },
		{ 16, 22, 15, 20 },
		{ 2, 3, 2, 3 },
	};
	struct scene *s = *state;
	const struct rect r = { 0, 5, 0, 10 };
	struct pan pan = { 0, 0 };
	struct frame *f;
	size_t i;

	apply_whole(s, 20, 30, NULL);
	f = frame_create(s->intern, 5, 10);
	for (i = 0; i < nitems(steps); i++) {
		move_cursor(s, steps[i].row, steps[i].col);
		panedraw(f, &r, s->mirror, &pan, true);
		assert_int_equal(pan.row, steps[i].pan_row);
		assert_int_equal(pan.col, steps[i].pan_col);
		assert_int_equal(f->cursor.row, steps[i].row - pan.row);
		assert_int_equal(f->cursor.col, steps[i].col - pan.col);
		assert_true(f->cursor.visible);
		/* Line i has i + 1 digits. */
		assert_int_equal(row_get(&f->row[4], 0).text,
		    pan.row + 4 >= pan.col ? '0' + (pan.row + 4) % 10 : 0);
	}
	frame_destroy(f);
}

/* A session smaller than its rectangle, beside something else. */
static void
test_in_a_corner(void **state)
{
	struct scene *s = *state;
	const struct rect r = { 1, 9, 4, 12 };
	struct pan pan = { 3, 3 };
	struct cell mark = { 'x', 0 };
	struct frame *f;
	unsigned i;

	apply_whole(s, 3, 4, NULL);
	f = frame_create(s->intern, 9, 12);
	for (i = 0; i < 9; i++)
		row_fill(&f->row[i], 0, 12, mark);
	panedraw(f, &r, s->mirror, &pan, true);
	assert_int_equal(pan.row, 0);
	assert_int_equal(row_get(&f->row[0], 4).text, 'x');
	assert_int_equal(row_get(&f->row[1], 3).text, 'x');
	assert_int_equal(row_get(&f->row[1], 4).text, '0');
	assert_int_equal(row_get(&f->row[3], 6).text, '2');
	assert_int_equal(row_get(&f->row[3], 8).text, 0);
	assert_int_equal(row_get(&f->row[8], 11).text, 0);
	assert_int_equal(f->cursor.row, 1);
	assert_int_equal(f->cursor.col, 4);
	/* What is beside it, and nothing else, is filled. */
	mark.text = '.';
	panedraw_outside(f, &r, s->mirror, &pan, mark);
	assert_int_equal(row_get(&f->row[0], 11).text, 'x');
	assert_int_equal(row_get(&f->row[8], 3).text, 'x');
	assert_int_equal(row_get(&f->row[3], 7).text, 0);
	assert_int_equal(row_get(&f->row[3], 8).text, '.');
	assert_int_equal(row_get(&f->row[3], 11).text, '.');
	assert_int_equal(row_get(&f->row[4], 4).text, '.');
	assert_int_equal(row_get(&f->row[8], 11).text, '.');
	frame_destroy(f);
}

/* A wide character is drawn whole or not at all, wherever the pan is. */
static void
test_halves(void **state)
{
	static const struct {
		unsigned pan;
		uint32_t text[4];
	} cases[] = {
		{ 0, { 'a', 0x6f22 | CELL_WIDE, CELL_TAIL, 'b' } },
		{ 1, { 0x6f22 | CELL_WIDE, CELL_TAIL, 'b', 0 } },
		{ 2, { 0, 'b', 0, 0 } },
	};
	struct cell cells[5] = { { 'a', 0 }, { 0x6f22 | CELL_WIDE, 0 },
		{ CELL_TAIL, 0 }, { 'b', 0 }, { 0, 0 } };
	const struct rect r = { 0, 1, 1, 5 }, narrow = { 0, 1, 1, 3 };
	struct scene *s = *state;
	struct buf b = { 0 }, packed = { 0 };
	struct row row = { 0 };
	struct frame_head h = head_of(1, 10, FRAME_FULL, 1);
	struct pan pan = { 0, 0 };
	struct frame *f;
	const char *why;
	size_t i;
	unsigned k;

	memcpy(row_reserve(&row, 4), cells, 4 * sizeof *cells);
	rowcode_put(&packed, &row, s->intern);
	frame_put_head(&b, &h);
	frame_put_row(&b, 0, packed.data, packed.len);
	assert_int_equal(apply(s, &b, &why), 0);
	f = frame_create(s->intern, 1, 8);
	for (i = 0; i < nitems(cases); i++) {
		/* What is beside it is whole too. */
		row_fill(&f->row[0], 0, 1, cells[1]);
		row_fill(&f->row[0], 1, 1, cells[2]);
		pan.col = cases[i].pan;
		panedraw_at(f, &r, s->mirror, &pan, false);
		assert_int_equal(row_get(&f->row[0], 0).text, 0);
		for (k = 0; k < 4; k++)
			if (row_get(&f->row[0], k + 1).text !=
			    cases[i].text[k])
				fail_msg("pan %u, column %u", cases[i].pan, k);
	}
	pan.col = 0;
	panedraw_at(f, &narrow, s->mirror, &pan, false);
	assert_int_equal(row_get(&f->row[0], 1).text, 'a');
	assert_int_equal(row_get(&f->row[0], 2).text, 0);
	frame_destroy(f);
	row_clear(&row);
	buf_clear(&packed);
	buf_clear(&b);
}

static void
test_mouse(void **state)
{
	static const struct {
		uint8_t event, button;
		uint16_t row, col;
		bool taken;
		uint16_t to_row, to_col;
	} steps[] = {
		{ MOUSE_PRESS, 1, 0, 0, true, 2, 3 },
		{ MOUSE_MOTION, 1, 1, 9, true, 3, 9 },
		{ MOUSE_RELEASE, 1, 30, 1, true, 4, 4 },
		{ MOUSE_PRESS, 1, 3, 0, false, 0, 0 },
		{ MOUSE_RELEASE, 1, 0, 0, true, 2, 3 },
		{ MOUSE_MOTION, 0, 0, 7, false, 0, 0 },
		{ MOUSE_PRESS, 4, 0, 0, true, 2, 3 },
		{ MOUSE_PRESS, 4, 3, 0, false, 0, 0 },
		{ MOUSE_MOTION, 0, 3, 0, false, 0, 0 },
		{ MOUSE_MOTION, 0, 2, 6, true, 4, 9 },
	};
	struct scene *s = *state;
	struct pan pan = { 2, 3 };
	struct mouse m = { 0 };
	bool dragging = false;
	size_t i;

	assert_false(panedraw_mouse(s->mirror, &pan, &m, &dragging));
	apply_whole(s, 5, 10, NULL);
	for (i = 0; i < nitems(steps); i++) {
		m.event = steps[i].event;
		m.button = steps[i].button;
		m.row = steps[i].row;
		m.col = steps[i].col;
		if (panedraw_mouse(s->mirror, &pan, &m, &dragging) !=
		    steps[i].taken)
			fail_msg("step %zu", i);
		if (!steps[i].taken)
			continue;
		assert_int_equal(m.row, steps[i].to_row);
		assert_int_equal(m.col, steps[i].to_col);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_whole),
		TEST(test_changes),
		TEST(test_far_scrolls),
		TEST(test_refused),
		TEST(test_mangled),
		TEST(test_cropped),
		TEST(test_in_a_corner),
		TEST(test_halves),
		TEST(test_mouse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
