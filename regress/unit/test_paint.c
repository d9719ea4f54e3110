/* SPDX-License-Identifier: ISC */
/* test_paint: what the painter writes, fed into a terminal of our own, must
 * show the frame: painted whole or as differences, on able terminals and
 * poor ones. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/about.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/screen.h"
#include "term/vt.h"
#include "tty/caps.h"
#include "tty/frame.h"
#include "tty/paint.h"
#include "tty/style.h"

#define ROWS 8
#define COLS 30

static const struct caps able = { .colours = COLOURS_TRUE,
	.alt_screen = true,
	.bce = true,
	.ech = true,
	.csr = true,
	.scroll = true,
	.utf8 = true,
	.signs = true,
	.el = true,
	.attr_off = true,
	.dim = true,
	.italic = true,
	.blink = true,
	.conceal = true,
	.strike = true,
	.overline = true,
	.ul_styles = true,
	.ul_colour = true,
	.links = true,
	.title = true,
	.progress = true,
	.queries = true,
	.cursor_shape = true };
/* The able one that takes whole frames at once. */
static struct caps brackets;
static const struct caps poor = { .colours = 8, .utf8 = true, .signs = true };
static const struct caps old = { .colours = 256,
	.utf8 = true,
	.signs = true,
	.el = true,
	.ech = true,
	.attr_off = true,
	.italic = true };

static const char *const texts[] = { "a", "b", "z", "#", " ", "\303\251",
	"\342\224\200", "\346\274\242", "\345\255\227", "\355\225\234",
	"\360\237\230\200", "e\314\201", "\342\232\241",
	"\360\237\221\215\360\237\217\275" };

struct scene {
	struct intern *intern;
	struct frame *frame;
	struct painter *painter;
	const struct caps *caps;
	struct vt *vt;
};

static void
scene_open(struct scene *s, const struct caps *caps)
{
	s->caps = caps;
	s->intern = intern_create();
	s->frame = frame_create(s->intern, ROWS, COLS);
	s->painter = painter_create(caps, s->intern);
	s->vt = vt_create(ROWS, COLS, 0, NULL, NULL);
}

static void
scene_close(struct scene *s)
{
	vt_destroy(s->vt);
	painter_destroy(s->painter);
	frame_destroy(s->frame);
	intern_destroy(s->intern);
}

/* Nothing but sequences, CR and LF may be written. */
static void
check_bytes(const struct buf *b)
{
	size_t i;

	for (i = 0; i < b->len; i++) {
		if (b->data[i] < 0x20)
			assert_true(b->data[i] == '\033' ||
			    b->data[i] == '\r' || b->data[i] == '\n');
		assert_true(b->data[i] != 0x7f);
		if (b->data[i] == 0xc2 && i + 1 < b->len)
			assert_true(b->data[i + 1] >= 0xa0);
	}
	assert_true(utf8_valid(b->data, b->len));
}

static bool
has(const struct buf *b, const char *what)
{
	return b->len > 0 && memmem(b->data, b->len, what, strlen(what));
}

/* SU or SD. */
static bool
has_scroll(const struct buf *b)
{
	size_t i, k;

	for (i = 0; i + 2 < b->len; i++) {
		if (b->data[i] != '\033' || b->data[i + 1] != '[')
			continue;
		for (k = i + 2; k < b->len && b->data[k] < '@'; k++)
			;
		if (k < b->len && (b->data[k] == 'S' || b->data[k] == 'T'))
			return true;
	}
	return false;
}

/* What the terminal would take for something else. */
static void
check_understood(const struct caps *c, const struct buf *b)
{
	assert_true(c->links || !has(b, "\033]8"));
	assert_true(c->title || !has(b, "\033]2"));
	assert_true(c->ul_styles || !has(b, "4:"));
	assert_true(c->ul_colour || !has(b, "58:"));
	assert_true(c->sync || !has(b, "2026"));
	assert_true(c->cursor_shape || !has(b, " q"));
	if (c->colours != COLOURS_TRUE)
		assert_false(has(b, "38;2;") || has(b, "48;2;") ||
		    has(b, "58:2"));
	if (c->colours < 256)
		assert_false(has(b, "38;5;") || has(b, "48;5;"));
	assert_true(c->scroll || !has_scroll(b));
}

static size_t
scene_paint(struct scene *s)
{
	struct buf out = { 0 };
	size_t n;

	painter_paint(s->painter, &out, s->frame);
	check_bytes(&out);
	check_understood(s->caps, &out);
	n = out.len;
	if (n > 0)
		vt_feed(s->vt, out.data, n);
	buf_clear(&out);
	return n;
}

static uint32_t
random_style(struct scene *s)
{
	static const char *const uris[] = { "https://a.example/",
		"mailto:b@example", "javascript:x" };
	struct style st = { 0 };
	uint16_t link;

	if (rand() % 3 == 0)
		return 0;
	st.attr = (uint16_t)(rand() % 4 ? 0 : rand() % 256);
	if (rand() % 4 == 0)
		st.attr |= (uint16_t)(rand() % 6 << ATTR_UL_SHIFT);
	if (rand() % 3 == 0)
		st.fg = COLOUR_INDEXED | (uint32_t)(rand() % 256);
	if (rand() % 3 == 0)
		st.bg = COLOUR_RGB | (uint32_t)(rand() % 3 * 0x404040);
	if (rand() % 8 == 0)
		st.ul = COLOUR_RGB | (uint32_t)(rand() % 0xffffff);
	if (rand() % 6 == 0) {
		link =
		    intern_link(s->intern, uris[(size_t)rand() % nitems(uris)],
			rand() % 2 ? "x" : NULL);
		st.link = link;
	}
	return intern_style(s->intern, &st);
}

static uint32_t
erased_style(struct scene *s)
{
	struct style st = { 0 };

	if (rand() % 2)
		st.bg = COLOUR_INDEXED | (uint32_t)(rand() % 4);
	return intern_style(s->intern, &st);
}

static unsigned
text_width(const char *t)
{
	uint32_t cp;

	utf8_decode((const uint8_t *)t, strlen(t), &cp);
	return (unsigned)utf8_width(cp);
}

/* A stretch of one kind of cell somewhere. */
static void
scribble(struct scene *s)
{
	struct cell c, tail = { CELL_TAIL, 0 };
	unsigned row, col, n, w;
	struct row *r;
	const char *t;

	row = (unsigned)rand() % ROWS;
	col = (unsigned)rand() % COLS;
	n = 1 + (unsigned)rand() % 12;
	r = &s->frame->row[row];
	if (rand() % 4 == 0) {
		if (col + n > COLS)
			n = COLS - col;
		row_reserve(r, COLS);
		row_split(r, col, n);
		c.text = 0;
		c.style = erased_style(s);
		row_fill(r, col, n, c);
		return;
	}
	row_reserve(r, COLS);
	for (; n > 0 && col < COLS; n--, col += w) {
		t = texts[(size_t)rand() % nitems(texts)];
		w = text_width(t);
		if (col + w > COLS)
			break;
		row_split(r, col, w);
		r->cells[col].style = random_style(s);
		c.style = r->cells[col].style;
		c.text = intern_text(s->intern, t, strlen(t)) |
		    (w == 2 ? CELL_WIDE : 0);
		r->cells[col] = c;
		tail.style = c.style;
		if (w == 2)
			r->cells[col + 1] = tail;
	}
}

static void
random_cursor(struct scene *s)
{
	struct cursor *c = &s->frame->cursor;

	c->row = (unsigned)rand() % ROWS;
	c->col = (unsigned)rand() % COLS;
	c->visible = rand() % 4 != 0;
	c->blink = rand() % 2;
	c->shape = (enum cursor_shape)(rand() % 4);
}

/* A cell as text: what it shows, how wide, in which style. */
static char *
describe(const struct intern *in, struct cell c, const struct caps *caps,
    bool shown)
{
	struct style s;
	const char *t, *uri;
	char tmp[4], *line;
	size_t n;

	t = intern_get_text(in, c.text & ~CELL_WIDE, tmp, &n);
	s = style_reduce(caps, intern_get_style(in, c.style));
	uri = s.link ? intern_get_link(in, s.link, NULL) : NULL;
	/* Links of other schemes are not passed on. */
	if (!shown && uri != NULL && strncmp(uri, "java", 4) == 0)
		uri = NULL;
	if (c.text == 0 || c.text & CELL_TAIL) {
		t = " ";
		n = 1;
	}
	line =
	    xasprintf("'%.*s'%s fg %x bg %x ul %x attr %x link %s", (int)n, t,
		c.text & CELL_WIDE     ? "w" :
		    c.text & CELL_TAIL ? "t" :
					 "",
		s.fg, s.bg, s.ul, s.attr, uri == NULL ? "-" : uri);
	return line;
}

static uint32_t
only_background(struct scene *s, uint32_t id)
{
	struct style st;

	st = style_reduce(s->caps, intern_get_style(s->intern, id));
	if (st.attr != 0 || st.link != 0)
		return id;
	st.fg = st.ul = COLOUR_DEFAULT;
	return intern_style(s->intern, &st);
}

static void
check_cell(struct scene *s, const char *what, unsigned row, unsigned col)
{
	struct screen *sc = vt_screen(s->vt);
	struct cell want, have;
	char *a, *b;

	want = row_get(&s->frame->row[row], col);
	have = row_get(screen_row(sc, row), col);
	/* The style of a tail is its character's. */
	if (want.text & CELL_TAIL && have.text & CELL_TAIL)
		return;
	/* Of what is erased only the background can be seen. */
	if (want.text == 0 && have.text == 0)
		want.style = only_background(s, want.style);
	a = describe(s->intern, want, s->caps, false);
	b = describe(screen_intern(sc), have, s->caps, true);
	if (strcmp(a, b) != 0)
		fail_msg("%s: row %u column %u is %s, should be %s", what, row,
		    col, b, a);
	free(a);
	free(b);
}

static void
check_scene(struct scene *s, const char *what)
{
	const struct cursor *want = &s->frame->cursor;
	struct cursor *have;
	unsigned row, col;

	for (row = 0; row < ROWS; row++)
		for (col = 0; col < COLS; col++)
			check_cell(s, what, row, col);
	have = screen_cursor(vt_screen(s->vt));
	assert_int_equal(have->row, want->row);
	assert_int_equal(have->col, want->col);
	assert_int_equal(have->visible, want->visible);
	if (!s->caps->cursor_shape)
		return;
	assert_int_equal(have->shape, want->shape);
	if (want->shape != CURSOR_DEFAULT)
		assert_int_equal(have->blink, want->blink);
}

/* The frame in a fresh terminal, painted by a fresh painter. */
static void
check_whole(struct scene *s)
{
	struct scene fresh = *s;

	fresh.painter = painter_create(s->caps, s->intern);
	fresh.vt = vt_create(ROWS, COLS, 0, NULL, NULL);
	scene_paint(&fresh);
	check_scene(&fresh, "whole");
	painter_destroy(fresh.painter);
	vt_destroy(fresh.vt);
}

static void
random_frames(const struct caps *caps, unsigned seed)
{
	struct scene s;
	int i, k;

	srand(seed);
	scene_open(&s, caps);
	for (i = 0; i < 25; i++) {
		for (k = rand() % 12; k > 0; k--)
			scribble(&s);
		random_cursor(&s);
		scene_paint(&s);
		check_scene(&s, "difference");
		if (i % 8 == 0)
			check_whole(&s);
		assert_int_equal(scene_paint(&s), 0);
	}
	scene_close(&s);
}

static void
test_able(void **state)
{
	unsigned seed;

	(void)state;
	for (seed = 0; seed < 60; seed++)
		random_frames(&able, seed);
}

static void
test_others(void **state)
{
	unsigned seed;

	(void)state;
	brackets = able;
	brackets.sync = true;
	for (seed = 0; seed < 20; seed++) {
		random_frames(&poor, seed);
		random_frames(&old, seed);
		random_frames(&brackets, seed);
	}
}

/* Rows move, with hints that are right, wrong or absurd. */
/* Terminals by name, as they are described here or known without. */
static const char *const names[] = { "xterm", "xterm-256color", "foot",
	"xterm-kitty", "wezterm", "tmux-256color", "screen", "screen-256color",
	"linux", "alacritty", "vt220", "rxvt-unicode-256color" };
static const char *name;

static const char *
name_only(const char *variable)
{
	return strcmp(variable, "TERM") == 0 ? name : NULL;
}

static void
test_names(void **state)
{
	struct caps c;
	char *cause;
	unsigned seed, done = 0;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(names); i++) {
		name = names[i];
		cause = NULL;
		if (caps_load(&c, name_only, &cause) == -1) {
			assert_non_null(strstr(cause, "not known here"));
			free(cause);
			continue;
		}
		c.signs = true; /* texts are compared */
		for (seed = 0; seed < 10; seed++)
			random_frames(&c, seed);
		caps_clear(&c);
		done++;
	}
	/* Those of known families need no description. */
	assert_true(done >= 6);
}

static void
random_scrolls(const struct caps *caps)
{
	struct scene s;
	struct scroll hint;
	int i, k, n;

	srand(3);
	scene_open(&s, caps);
	for (i = 0; i < 400; i++) {
		hint.top = (uint16_t)(rand() % ROWS);
		hint.bottom = (uint16_t)(hint.top + 1 + rand() % ROWS);
		hint.n = rand() % (ROWS + 2) - ROWS / 2;
		if (rand() % 4 == 0)
			frame_hint(s.frame, &hint); /* of nothing */
		else if (hint.bottom <= ROWS && hint.n > 0) {
			n = hint.bottom - hint.top - hint.n;
			for (k = 0; k < n; k++)
				row_swap(&s.frame->row[hint.top + k],
				    &s.frame->row[hint.top + k + hint.n]);
			frame_hint(s.frame, &hint);
		}
		scribble(&s);
		random_cursor(&s);
		scene_paint(&s);
		check_scene(&s, "scroll");
	}
	scene_close(&s);
}

/* Those of the Linux console and the VT100 by lines at an edge. */
static void
test_scrolls(void **state)
{
	struct caps lines = able;

	(void)state;
	random_scrolls(&able);
	lines.scroll = false;
	random_scrolls(&lines);
	lines.csr = false;
	random_scrolls(&lines);
}

static void
set_line(struct scene *s, unsigned row, const char *text)
{
	struct row *r = &s->frame->row[row];
	unsigned i;

	row_reset(r);
	for (i = 0; text[i] != '\0'; i++)
		row_reserve(r, i + 1)[i].text = (unsigned char)text[i];
}

/* A line more at the bottom costs a scroll and that line. */
static void
test_scroll_is_short(void **state)
{
	const struct scroll up = { 0, ROWS, 1 };
	struct scene s;
	char line[32];
	unsigned i;

	(void)state;
	scene_open(&s, &able);
	for (i = 0; i < ROWS; i++) {
		snprintf(line, sizeof line, "this is line number %u", i);
		set_line(&s, i, line);
	}
	scene_paint(&s);
	for (i = 0; i + 1 < ROWS; i++)
		row_swap(&s.frame->row[i], &s.frame->row[i + 1]);
	set_line(&s, ROWS - 1, "new");
	frame_hint(s.frame, &up);
	assert_true(scene_paint(&s) < 24);
	check_scene(&s, "scrolled");
	scene_close(&s);
}

/* Down, too, where the terminal has no control function for it. */
static void
test_scroll_by_lines(void **state)
{
	const struct scroll down = { 1, ROWS - 1, -2 };
	struct caps linux_console = able;
	struct scene s;
	char line[32];
	unsigned i;

	(void)state;
	linux_console.scroll = false;
	scene_open(&s, &linux_console);
	for (i = 0; i < ROWS; i++) {
		snprintf(line, sizeof line, "this is line number %u", i);
		set_line(&s, i, line);
	}
	scene_paint(&s);
	for (i = ROWS - 2; i >= 3; i--)
		row_swap(&s.frame->row[i], &s.frame->row[i - 2]);
	row_reset(&s.frame->row[1]);
	row_reset(&s.frame->row[2]);
	frame_hint(s.frame, &down);
	assert_true(scene_paint(&s) < 32);
	check_scene(&s, "scrolled down");
	scene_close(&s);
}

/* An echo is a byte or little more. */
static void
test_echo_is_short(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s, &able);
	set_line(&s, 0, "$ ech");
	s.frame->cursor.col = 5;
	s.frame->cursor.visible = true;
	scene_paint(&s);
	set_line(&s, 0, "$ echo");
	s.frame->cursor.col = 6;
	assert_int_equal(scene_paint(&s), 1);
	check_scene(&s, "echo");
	scene_close(&s);
}

/* Cells that no terminal of ours makes, as a hostile host might send them. */
static void
test_hostile(void **state)
{
	struct scene s;
	struct row *r;
	unsigned i, col;

	(void)state;
	srand(11);
	scene_open(&s, &able);
	for (i = 0; i < 500; i++) {
		r = &s.frame->row[(unsigned)rand() % ROWS];
		row_reserve(r, COLS);
		for (col = 0; col < COLS; col++) {
			r->cells[col].text = (uint32_t)rand() & 0x3ff;
			if (rand() % 4 == 0)
				r->cells[col].text = (uint32_t)rand() * 2;
			r->cells[col].style = (uint32_t)rand() % 8;
		}
		s.frame->cursor.row = (unsigned)rand() % 20;
		s.frame->cursor.col = (unsigned)rand() % 99;
		scene_paint(&s);
	}
	scene_close(&s);
}

static void
test_title(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s, &able);
	scene_paint(&s);
	assert_string_equal(vt_title(s.vt), "");
	frame_set_title(s.frame, "one\033]0;two\a \342\200\256three");
	scene_paint(&s);
	assert_string_equal(vt_title(s.vt), "one]0;two three");
	assert_int_equal(scene_paint(&s), 0);
	frame_set_title(s.frame, "");
	scene_paint(&s);
	assert_string_equal(vt_title(s.vt), "");
	scene_close(&s);
}

/* Progress and folder are told once, and progress is taken back. */
static void
test_about(void **state)
{
	struct scene s;
	struct about *a;

	(void)state;
	scene_open(&s, &able);
	a = &s.frame->about;
	scene_paint(&s);
	a->progress = 1;
	a->percent = 40;
	strlcpy(a->folder, "file:///tmp", sizeof a->folder);
	scene_paint(&s);
	assert_memory_equal(vt_about(s.vt), a, sizeof *a);
	assert_int_equal(scene_paint(&s), 0);
	memset(a, 0, sizeof *a);
	scene_paint(&s);
	assert_int_equal(vt_about(s.vt)->progress, 0);
	assert_string_equal(vt_about(s.vt)->folder, "file:///tmp");
	scene_close(&s);

	scene_open(&s, &poor);
	s.frame->about.progress = 1;
	strlcpy(s.frame->about.folder, "file:///tmp", 12);
	scene_paint(&s);
	assert_int_equal(vt_about(s.vt)->progress, 0);
	assert_string_equal(vt_about(s.vt)->folder, "");
	scene_close(&s);
}

/* One cell of that text. */
static void
set_cell(struct scene *s, unsigned col, const char *text, bool wide)
{
	struct row *r = &s->frame->row[0];

	row_reserve(r, COLS);
	r->cells[col].text =
	    intern_text(s->intern, text, strlen(text)) | (wide ? CELL_WIDE : 0);
	if (wide)
		r->cells[col + 1].text = CELL_TAIL;
}

/* Terminals without UTF-8, and those whose fonts have text and lines alone. */
static void
test_ascii(void **state)
{
	static const struct {
		const char *text;
		bool wide;
		const char *plain;
		const char *console;
	} rows[] = {
		{ "a", false, "a", "a" },
		{ "\303\251", false, "?", "\303\251" },
		{ "e\314\201", false, "e", "e\314\201" },
		{ "\346\274\242", true, "??", "\346\274\242" },
		{ "\342\224\200", false, "-", "\342\224\200" },
		{ "\342\225\255", false, "+", "\342\225\255" },
		{ "\342\235\257", false, ">", ">" },
		{ "\342\234\273", false, "*", "*" },
		{ "\342\200\246", false, "~", "\342\200\246" },
		{ "\303\233", false, "?", "\303\233" }, /* a C1 in Latin-1 */
	};
	struct caps caps = able;
	struct buf out = { 0 };
	struct scene s;
	size_t i, k;

	(void)state;
	for (i = 0; i < 2 * nitems(rows); i++) {
		caps.utf8 = i % 2;
		caps.signs = false;
		scene_open(&s, &caps);
		painter_paint(s.painter, &out, s.frame);
		buf_reset(&out);
		set_cell(&s, 0, rows[i / 2].text, rows[i / 2].wide);
		painter_paint(s.painter, &out, s.frame);
		for (k = 0; k < out.len; k++)
			assert_true(caps.utf8 || out.data[k] < 0x7f);
		if (!has(&out,
			caps.utf8 ? rows[i / 2].console : rows[i / 2].plain))
			fail_msg("%s %d: %.*s", rows[i / 2].text, caps.utf8,
			    (int)out.len, out.data);
		buf_reset(&out);
		scene_close(&s);
	}
	buf_clear(&out);
}

/* A joiner with nothing behind it would take in the next cell (tmux). */
static void
test_joiner(void **state)
{
	static const struct {
		const char *text;
		const char *painted;
	} rows[] = {
		{ "=\342\200\215", "=" },
		{ "\342\200\215", " " },
		{ "e\314\201\342\200\215\342\200\215", "e\314\201" },
		{ "\360\237\221\250\342\200\215\360\237\221\251",
		    "\360\237\221\250\342\200\215\360\237\221\251" },
	};
	struct buf out = { 0 };
	struct scene s;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		scene_open(&s, &able);
		painter_paint(s.painter, &out, s.frame);
		buf_reset(&out);
		set_cell(&s, 0, rows[i].text, i == 3);
		painter_paint(s.painter, &out, s.frame);
		assert_true(has(&out, rows[i].painted));
		assert_true(i == 3 || !has(&out, "\342\200\215"));
		buf_reset(&out);
		scene_close(&s);
	}
	buf_clear(&out);
}

/* Links: of allowed schemes only, with an id of ours. */
static void
test_links(void **state)
{
	struct buf out = { 0 };
	struct style st = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s, &able);
	set_line(&s, 0, "xy");
	st.link = intern_link(s.intern, "https://x.example/a", "their");
	s.frame->row[0].cells[0].style = intern_style(s.intern, &st);
	st.link = intern_link(s.intern, "ssh://evil", NULL);
	s.frame->row[0].cells[1].style = intern_style(s.intern, &st);
	painter_paint(s.painter, &out, s.frame);
	buf_put_u8(&out, 0);
	assert_non_null(strstr((char *)out.data,
	    ";https://x.example/a\033\\x\033]8;;\033\\y"));
	assert_non_null(strstr((char *)out.data, "\033]8;id=bgmux-"));
	assert_null(strstr((char *)out.data, "evil"));
	assert_null(strstr((char *)out.data, "their"));
	buf_clear(&out);
	scene_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_able),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_scrolls),
		cmocka_unit_test(test_scroll_is_short),
		cmocka_unit_test(test_scroll_by_lines),
		cmocka_unit_test(test_echo_is_short),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_title),
		cmocka_unit_test(test_ascii),
		cmocka_unit_test(test_joiner),
		cmocka_unit_test(test_about),
		cmocka_unit_test(test_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
