/* SPDX-License-Identifier: ISC */
/* test_pack_term: frames and input there and back, and damaged on the way. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "wire/msg.h"
#include "wire/pack_term.h"

/* Feed every prefix and every single flipped bit of b to get, in memory of
 * its own so that a read past the end shows. get judges what it gets. */
static void
sweep(const struct buf *b, void (*get)(struct reader *, int whole))
{
	struct reader r;
	uint8_t *copy;
	size_t n, bit;

	for (n = 0; n <= b->len; n++) {
		copy = xmalloc(n + 1);
		memcpy(copy + 1, b->data, n);
		reader_init(&r, copy + 1, n);
		get(&r, n == b->len ? 1 : -1);
		free(copy);
	}
	for (bit = 0; bit < b->len * 8; bit++) {
		copy = xmemdup(b->data, b->len);
		copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
		reader_init(&r, copy, b->len);
		get(&r, 0);
		free(copy);
	}
}

static void
make_head(struct frame_head *h)
{
	memset(h, 0, sizeof *h);
	h->seq = 0x01020304;
	h->rows = 24;
	h->cols = 80;
	h->flags = FRAME_FULL | FRAME_TITLE;
	h->cursor_flags = FRAME_CURSOR_VISIBLE | FRAME_CURSOR_WRAP;
	h->cursor_shape = 3;
	h->cursor_row = 23;
	h->cursor_col = 79;
	h->modes = 0x0800000f;
	h->mouse = 1003;
	h->mouse_enc = 1006;
	h->kitty = 5;
	h->modify_keys = 2;
	h->nrows = 2;
	h->nscrolls = 2;
	h->scrolls[0] = (struct frame_scroll){ 0, 24, 3 };
	h->scrolls[1] = (struct frame_scroll){ 2, 10, -8 };
	h->title = "caf\303\251";
	h->flags |= FRAME_ABOUT;
	h->progress = 1;
	h->percent = 50;
	strlcpy(h->folder, "file://host/tmp", sizeof h->folder);
}

static void
put_frame(struct buf *b, const struct frame_head *h)
{
	frame_put_head(b, h);
	frame_put_row(b, 0, "row zero", 8);
	frame_put_row(b, 23, "", 0);
}

static void
frame_round_trip(void **state)
{
	struct frame_head h, got;
	struct buf b = { 0 };
	struct reader r;
	const uint8_t *p;
	uint16_t index;
	char *title;
	size_t n;

	(void)state;
	make_head(&h);
	put_frame(&b, &h);
	reader_init(&r, b.data, b.len);
	assert_int_equal(frame_get_head(&r, &got, &title), 0);
	assert_string_equal(title, h.title);
	got.title = h.title;
	assert_memory_equal(&got, &h, sizeof h);
	free(title);
	assert_int_equal(frame_get_row(&r, &index, &p, &n), 0);
	assert_int_equal(index, 0);
	assert_int_equal(n, 8);
	assert_memory_equal(p, "row zero", 8);
	assert_int_equal(frame_get_row(&r, &index, &p, &n), 0);
	assert_int_equal(index, 23);
	assert_int_equal(n, 0);
	assert_int_equal(frame_get_row(&r, &index, &p, &n), WIRE_BAD);
	buf_clear(&b);
}

static void
frame_without_title(void **state)
{
	struct frame_head h, got;
	struct buf b = { 0 };
	struct reader r;
	char *title;

	(void)state;
	make_head(&h);
	h.flags = 0;
	h.nscrolls = 0;
	frame_put_head(&b, &h);
	reader_init(&r, b.data, b.len);
	assert_int_equal(frame_get_head(&r, &got, &title), 0);
	assert_null(title);
	assert_null(got.title);
	buf_clear(&b);
}

/* A long title is cut between characters. */
static void
frame_long_title(void **state)
{
	struct frame_head h, got;
	struct buf b = { 0 };
	struct reader r;
	char *title, *text;

	(void)state;
	make_head(&h);
	text = xmalloc(FRAME_TITLE_MAX + 10);
	memset(text, 'a', FRAME_TITLE_MAX - 1);
	memcpy(text + FRAME_TITLE_MAX - 1, "\342\202\254z", 5);
	h.title = text;
	frame_put_head(&b, &h);
	reader_init(&r, b.data, b.len);
	assert_int_equal(frame_get_head(&r, &got, &title), 0);
	assert_int_equal(strlen(title), FRAME_TITLE_MAX - 1);
	free(title);
	free(text);
	buf_clear(&b);
}

/* What a later version adds to a head is passed over. */
static void
frame_longer_head(void **state)
{
	struct frame_head h, got;
	struct buf b = { 0 };
	struct reader r;
	const uint8_t *p;
	uint16_t index;
	char *title;
	size_t n;

	(void)state;
	make_head(&h);
	frame_put_head(&b, &h);
	buf_put(&b, "new", 3);
	b.data[3] = (uint8_t)(b.data[3] + 3);
	frame_put_row(&b, 5, "x", 1);
	reader_init(&r, b.data, b.len);
	assert_int_equal(frame_get_head(&r, &got, &title), 0);
	free(title);
	assert_int_equal(frame_get_row(&r, &index, &p, &n), 0);
	assert_int_equal(index, 5);
	buf_clear(&b);
}

/* Progress and folder are what their comments say. */
static void
frame_about(void **state)
{
	static const struct {
		int progress;
		int percent;
		const char *folder;
		int want;
	} rows[] = {
		{ 4, 100, "", 0 },
		{ 5, 0, "", WIRE_BAD },
		{ 1, 101, "", WIRE_BAD },
		{ 0, 0, "file://", 0 },
		{ 0, 0, "file:/", WIRE_BAD },
		{ 0, 0, "http://x/", WIRE_BAD },
		{ 0, 0, "file:///a b", WIRE_BAD },
		{ 0, 0, "file:///a\033b", WIRE_BAD },
		{ 0, 0, "file:///\303\251", WIRE_BAD },
	};
	struct frame_head h, got;
	struct buf b = { 0 };
	struct reader r;
	char *title;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		make_head(&h);
		h.progress = (uint8_t)rows[i].progress;
		h.percent = (uint8_t)rows[i].percent;
		strlcpy(h.folder, rows[i].folder, sizeof h.folder);
		buf_reset(&b);
		frame_put_head(&b, &h);
		reader_init(&r, b.data, b.len);
		if (frame_get_head(&r, &got, &title) != rows[i].want)
			fail_msg("row %zu", i);
		free(title);
	}
	buf_clear(&b);
}

static void
frame_bounds(void **state)
{
	static const struct {
		const char *what;
		size_t offset;
		size_t size;
		uint16_t value;
		int want;
	} rows[] = {
#define HEAD(field, value, want)                                               \
	{ #field " " #value, offsetof(struct frame_head, field),               \
		sizeof(((struct frame_head *)0)->field), value, want }
		HEAD(rows, 0, WIRE_BAD),
		HEAD(rows, 1000, 0),
		HEAD(rows, 1001, WIRE_BAD),
		HEAD(rows, 23, WIRE_BAD),
		HEAD(cols, 0, WIRE_BAD),
		HEAD(cols, 2000, 0),
		HEAD(cols, 2001, WIRE_BAD),
		HEAD(cursor_row, 24, WIRE_BAD),
		HEAD(cursor_col, 80, WIRE_BAD),
		HEAD(nrows, 24, 0),
		HEAD(nrows, 25, WIRE_BAD),
		HEAD(scrolls[0].top, 24, WIRE_BAD),
		HEAD(scrolls[0].bottom, 25, WIRE_BAD),
		HEAD(scrolls[0].n, 25, WIRE_BAD),
		HEAD(scrolls[0].n, 24, 0),
#undef HEAD
	};
	struct frame_head h, got;
	struct buf b = { 0 };
	struct reader r;
	int32_t wide;
	char *title;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		make_head(&h);
		wide = rows[i].value;
		memcpy((char *)&h + rows[i].offset,
		    rows[i].size == 2 ? (const void *)&rows[i].value : &wide,
		    rows[i].size);
		buf_reset(&b);
		frame_put_head(&b, &h);
		reader_init(&r, b.data, b.len);
		if (frame_get_head(&r, &got, &title) != rows[i].want)
			fail_msg("%s", rows[i].what);
		free(title);
	}
	buf_clear(&b);
}

static void
get_frame(struct reader *r, int whole)
{
	struct frame_head h;
	const uint8_t *p, *end = r->p + r->left;
	char *title;
	uint16_t index;
	size_t n;
	int error, i;

	error = frame_get_head(r, &h, &title);
	if (error != 0) {
		assert_int_equal(error, WIRE_BAD);
		assert_null(title);
		assert_int_not_equal(whole, 1);
		return;
	}
	assert_in_range(h.rows, 1, FRAME_MAX_ROWS);
	assert_in_range(h.cols, 1, FRAME_MAX_COLS);
	assert_true(h.cursor_row < h.rows && h.cursor_col < h.cols);
	assert_true(h.nscrolls <= FRAME_MAX_SCROLLS && h.nrows <= h.rows);
	assert_true(h.cursor_shape <= 3);
	free(title);
	for (i = 0; error == 0 && i < h.nrows; i++) {
		error = frame_get_row(r, &index, &p, &n);
		if (error == 0)
			assert_true(p <= end && n <= (size_t)(end - p));
	}
	if (whole != 0)
		assert_int_equal(error, whole == 1 ? 0 : WIRE_BAD);
}

static void
frame_damage(void **state)
{
	struct frame_head h;
	struct buf b = { 0 };

	(void)state;
	make_head(&h);
	put_frame(&b, &h);
	sweep(&b, get_frame);
	buf_clear(&b);
}

static void
key_round_trip(void **state)
{
	static const struct input_key keys[] = {
		{ 'a', 0, 0, 0, 1, "", 1 },
		{ 0x110001, 0, 0, 4, 2, "", 0 },
		{ 0x44f, 0x42f, 'q', 1, 3, "\321\217", 3 },
		{ 0x1f600, 0, 0, 0, 1, "1234567890123456789012345678901", 2 },
	};
	struct input_key got;
	struct buf b = { 0 };
	struct reader r;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(keys); i++) {
		buf_reset(&b);
		input_put_key(&b, &keys[i]);
		buf_put(&b, "later", 5);
		reader_init(&r, b.data, b.len);
		assert_int_equal(input_get_key(&r, &got), 0);
		assert_memory_equal(&got, &keys[i], sizeof got);
	}
	buf_clear(&b);
}

static void
get_key(struct reader *r, int whole)
{
	struct input_key k;
	int error = input_get_key(r, &k);

	if (whole != 0)
		assert_int_equal(error, whole == 1 ? 0 : WIRE_BAD);
	if (error != 0) {
		assert_int_equal(error, WIRE_BAD);
		return;
	}
	assert_in_range(k.event, 1, 3);
	assert_true(k.code <= 0x1fffff);
	assert_non_null(memchr(k.text, 0, sizeof k.text));
	assert_true(utf8_valid(k.text, strlen(k.text)));
}

static void
key_damage(void **state)
{
	static const struct input_key k = { 'x', 'X', 'x', 5, 1, "\342\202\254",
		0 };
	static const struct input_key bad = { 'x', 0, 0, 0, 4, "", 0 };
	struct buf b = { 0 };
	struct reader r;
	struct input_key got;

	(void)state;
	input_put_key(&b, &k);
	b.len--; /* the form may lack */
	sweep(&b, get_key);
	buf_reset(&b);
	input_put_key(&b, &bad);
	reader_init(&r, b.data, b.len);
	assert_int_equal(input_get_key(&r, &got), WIRE_BAD);
	buf_clear(&b);
}

static void
get_mouse(struct reader *r, int whole)
{
	struct input_mouse m;
	int error = input_get_mouse(r, &m);

	if (whole != 0)
		assert_int_equal(error, whole == 1 ? 0 : WIRE_BAD);
	if (error == 0)
		assert_true(m.event >= 1 && m.event <= 3 && m.button <= 11);
}

static void
colours(void **state)
{
	static const uint8_t high[] = { 1, 0, 0, 0, 0, 0, 0, 0 };
	struct buf b = { 0 };
	struct reader r;
	uint32_t fg, bg;
	size_t n;

	(void)state;
	input_put_colours(&b, 0xffffff, 0x102030);
	for (n = 0; n < b.len; n++) {
		reader_init(&r, b.data, n);
		assert_int_equal(input_get_colours(&r, &fg, &bg), WIRE_BAD);
	}
	reader_init(&r, b.data, b.len);
	assert_int_equal(input_get_colours(&r, &fg, &bg), 0);
	assert_int_equal(fg, 0xffffff);
	assert_int_equal(bg, 0x102030);
	reader_init(&r, high, sizeof high);
	assert_int_equal(input_get_colours(&r, &fg, &bg), WIRE_BAD);
	buf_clear(&b);
}

static void
mouse(void **state)
{
	static const struct input_mouse m = { 1, 5, 0x14, 999, 1999, 0xffff,
		1 };
	struct input_mouse got;
	struct buf b = { 0 };
	struct reader r;

	(void)state;
	input_put_mouse(&b, &m);
	reader_init(&r, b.data, b.len);
	assert_int_equal(input_get_mouse(&r, &got), 0);
	assert_int_equal(got.event, m.event);
	assert_int_equal(got.button, m.button);
	assert_int_equal(got.mods, m.mods);
	assert_int_equal(got.row, m.row);
	assert_int_equal(got.col, m.col);
	assert_int_equal(got.py, m.py);
	assert_int_equal(got.px, m.px);
	sweep(&b, get_mouse);
	buf_clear(&b);
}

/* A clipboard is checked where it comes in: it goes on to a terminal. */
static void
told_texts(void **state)
{
	static const struct {
		const char *names;
		const char *base64;
		int good;
	} rows[] = {
		{ "c", "aGk=", 1 },
		{ "", "", 1 },
		{ "cps0", "+/AZaz09", 1 },
		{ "x", "aGk=", 0 },
		{ "c", "aGk=\033\\", 0 },
		{ "c", "?", 0 },
		{ "c;", "aGk=", 0 },
	};
	struct buf b = { 0 };
	struct reader r;
	char *one, *two;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		buf_reset(&b);
		clipboard_put(&b, rows[i].names, rows[i].base64);
		reader_init(&r, b.data, b.len);
		assert_int_equal(clipboard_get(&r, &one, &two) == 0,
		    rows[i].good);
		if (rows[i].good) {
			assert_string_equal(one, rows[i].names);
			assert_string_equal(two, rows[i].base64);
		} else
			assert_null(one);
		free(one);
		free(two);
	}
	buf_reset(&b);
	notify_put(&b, NULL, "caf\303\251");
	for (i = 0; i < b.len; i++) {
		reader_init(&r, b.data, i);
		assert_int_equal(notify_get(&r, &one, &two), WIRE_BAD);
		assert_null(one);
	}
	reader_init(&r, b.data, b.len);
	assert_int_equal(notify_get(&r, &one, &two), 0);
	assert_string_equal(one, "");
	assert_string_equal(two, "caf\303\251");
	free(one);
	free(two);
	buf_clear(&b);
}

/* What is put is got, and no part of it. */
static void
test_history(void **state)
{
	const struct lines_head head = { 5, 900, 924, 880, 1 };
	const struct lines_head bad = { 5, 900, 924, 924, 1 };
	const struct search search = { 40, 3, 7, SEARCH_BACK };
	struct buf lines = { 0 }, find = { 0 };
	struct lines_head h;
	struct search got;
	struct reader r;
	const uint8_t *p;
	char *text;
	size_t i, n;

	(void)state;
	lines_put_head(&lines, &head);
	buf_put_bytes(&lines, "row", 3);
	search_put(&find, &search, "text");
	for (i = 0; i <= lines.len; i++) {
		reader_init(&r, lines.data, i);
		if (lines_get_head(&r, &h) != 0 ||
		    lines_get_row(&r, &p, &n) != 0)
			assert_true(i < lines.len);
		else
			assert_int_equal(i, lines.len);
	}
	assert_memory_equal(p, "row", 3);
	assert_int_equal(h.start, 880);
	for (i = 0; i <= find.len; i++) {
		reader_init(&r, find.data, i);
		assert_int_equal(search_get(&r, &got, &text) == 0,
		    i == find.len);
		if (i < find.len)
			assert_null(text);
	}
	assert_string_equal(text, "text");
	assert_int_equal(got.stop, 7);
	free(text);
	/* Lines that are not there. */
	buf_reset(&lines);
	lines_put_head(&lines, &bad);
	reader_init(&r, lines.data, lines.len);
	assert_int_not_equal(lines_get_head(&r, &h), 0);
	buf_clear(&lines);
	buf_clear(&find);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(frame_round_trip),
		cmocka_unit_test(frame_without_title),
		cmocka_unit_test(frame_long_title),
		cmocka_unit_test(frame_longer_head),
		cmocka_unit_test(frame_about),
		cmocka_unit_test(frame_bounds),
		cmocka_unit_test(frame_damage),
		cmocka_unit_test(key_round_trip),
		cmocka_unit_test(key_damage),
		cmocka_unit_test(told_texts),
		cmocka_unit_test(colours),
		cmocka_unit_test(test_history),
		cmocka_unit_test(mouse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
