/* SPDX-License-Identifier: ISC */
/* paint: the difference of two frames as bytes. It knows no descriptor and
 * decides nothing about what is shown. */

/*
 * The painter keeps the cells that the terminal shows, tidied: no half of a
 * wide character without the other. Each paint tidies the new frame row by
 * row, compares, and writes the stretches that differ.
 *
 * Terminals disagree on how wide newer emoji and clusters are, so after such a
 * cell the cursor's place is not believed: its columns are blanked first, the
 * place is set again behind it, and the rest of the row is written over
 * whatever spilled. So a screen looks the same however it came about. Where
 * that could wrap (and where the last cell of the screen is written)
 * autowrap is off meanwhile.
 *
 * Erased cells are erased in the terminal (ECH, EL), not written as spaces,
 * where the terminal is known to erase to their colour.
 */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/intern.h"
#include "tty/caps.h"
#include "tty/celltext.h"
#include "tty/frame.h"
#include "tty/paint.h"
#include "tty/pen.h"
#include "tty/style.h"

#define GAP_MIN	  6  /* equal cells that are jumped, not rewritten */
#define ERASE_MIN 5  /* erased cells that are erased, not written */
#define HIDE_MIN  96 /* bytes of a paint during which the cursor hides */

struct painter {
	const struct caps *caps; /* borrowed */
	struct intern *intern;	 /* borrowed */
	struct buf *out;	 /* borrowed, during a paint */
	struct buf body;

	struct cell *shown; /* owned: rows * cols tidied cells */
	struct cell *line;  /* owned: cols, the row being painted */
	unsigned rows;
	unsigned cols;
	bool known; /* the terminal shows what we think */

	/* The terminal's state. */
	struct pen pen;
	bool cursor_hidden;
	int shape;   /* DECSCUSR number, -1 unknown */
	bool shaped; /* it was ever changed */
	char *title;
	struct about about; /* as told to the terminal */
};

static void
painter_mark(struct intern *in, void *arg)
{
	const struct painter *p = arg;
	size_t i, n;

	n = (size_t)p->rows * p->cols;
	for (i = 0; i < n; i++) {
		intern_mark_text(in, p->shown[i].text);
		intern_mark_style(in, p->shown[i].style);
	}
	if (p->pen.style_id != PEN_UNKNOWN)
		intern_mark_style(in, p->pen.style_id);
}

struct painter *
painter_create(const struct caps *caps, struct intern *in)
{
	struct painter *p;

	p = xcalloc(1, sizeof *p);
	p->caps = caps;
	p->intern = in;
	buf_init(&p->body, 0);
	p->pen.caps = caps;
	p->pen.intern = in;
	intern_add_root(in, painter_mark, p);
	return p;
}

void
painter_destroy(struct painter *p)
{
	if (p == NULL)
		return;
	intern_remove_root(p->intern, p);
	buf_clear(&p->body);
	free(p->shown);
	free(p->line);
	free(p->title);
	free(p);
}

void
painter_forget(struct painter *p)
{
	p->known = false;
	p->shape = -1;
	free(p->title);
	p->title = NULL;
	memset(&p->about, 0, sizeof p->about);
	p->about.progress = UINT8_MAX; /* what it shows is not known */
}

/* Cells. */

/* Whether terminals agree on the columns of this character. */
static bool
steady_width(uint32_t cp, unsigned width)
{
	static const struct {
		uint32_t from, to;
	} wide[] = { { 0x1100, 0x115f }, { 0x2e80, 0xa4cf }, { 0xac00, 0xd7a3 },
		{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff01, 0xff60 },
		{ 0xffe0, 0xffe6 }, { 0x20000, 0x3fffd } };
	size_t i;

	if (cp < 0x7f)
		return width == 1;
	if (utf8_width(cp) != (int)width)
		return false;
	if (width == 1)
		return cp < 0x1f000;
	for (i = 0; i < nitems(wide); i++)
		if (cp >= wide[i].from && cp <= wide[i].to)
			return true;
	return false;
}

static unsigned
cell_width(const struct cell *c)
{
	return c->text & CELL_WIDE ? 2 : 1;
}

static bool
cell_steady(const struct painter *p, const struct cell *c)
{
	if (c->text == 0 || c->text & CELL_TAIL)
		return true;
	if (!p->caps->utf8)
		return true;
	if (c->text & CELL_CLUSTER)
		return false;
	return steady_width(CELL_VALUE(c->text), cell_width(c));
}

/* The row as it can be shown: both halves of a wide character, or neither. */
static void
tidy(struct cell *out, const struct row *row, unsigned cols)
{
	unsigned i, n;

	n = row->used < cols ? row->used : cols;
	if (n > 0)
		memcpy(out, row->cells, n * sizeof *out);
	memset(out + n, 0, (cols - n) * sizeof *out);
	for (i = 0; i < n; i++) {
		if (out[i].text & CELL_TAIL)
			out[i].text = ' ';
		if (!(out[i].text & CELL_WIDE))
			continue;
		if (i + 1 < cols && out[i + 1].text & CELL_TAIL) {
			out[++i].text = CELL_TAIL;
			out[i].style = out[i - 1].style;
		} else
			out[i].text = ' ';
	}
}

static bool
cell_same(const struct cell *a, const struct cell *b)
{
	return a->text == b->text && a->style == b->style;
}

/* Whether erasing makes this cell: erased, and nothing but a background. */
static bool
cell_erasable(const struct painter *p, const struct cell *c)
{
	struct style s;

	if (c->text != 0)
		return false;
	if (c->style == 0)
		return true;
	s = style_reduce(p->caps, intern_get_style(p->intern, c->style));
	if (s.attr != 0 || s.link != 0)
		return false;
	return s.bg == COLOUR_DEFAULT || p->caps->bce;
}

/* A cell whose width is in doubt. */
static void
put_unsteady(struct painter *p, unsigned row, unsigned col)
{
	const struct cell *c = &p->line[col];
	unsigned width;

	width = cell_width(c);
	pen_set_wrap(&p->pen, true);
	buf_put(p->pen.out, "  ", width);
	pen_lose_place(&p->pen);
	pen_move(&p->pen, row, col);
	celltext_put(p->pen.out, p->caps, p->intern, c);
	pen_lose_place(&p->pen);
}

static void
put_cell(struct painter *p, unsigned row, unsigned col)
{
	const struct cell *c = &p->line[col];

	if (c->text & CELL_TAIL)
		return;
	pen_move(&p->pen, row, col);
	pen_set_style(&p->pen, c->style);
	if (!cell_steady(p, c)) {
		put_unsteady(p, row, col);
		return;
	}
	if (row == p->rows - 1 && col + cell_width(c) >= p->cols)
		pen_set_wrap(&p->pen, true);
	celltext_put(p->pen.out, p->caps, p->intern, c);
	p->pen.col += cell_width(c);
	if (p->pen.col >= p->cols)
		pen_lose_place(&p->pen);
}

/* The erasable cells of one style from col on, up to end. */
static unsigned
erased_run(const struct painter *p, unsigned col, unsigned end)
{
	uint32_t style;
	unsigned i;

	style = p->line[col].style;
	if (!cell_erasable(p, &p->line[col]))
		return 0;
	for (i = col + 1; i < end; i++)
		if (p->line[i].text != 0 || p->line[i].style != style)
			break;
	return i - col;
}

/* Erase at col if that is shorter than spaces: the columns done. */
static unsigned
put_erased(struct painter *p, unsigned row, unsigned col)
{
	unsigned n;

	if (p->line[col].text != 0)
		return 0;
	n = erased_run(p, col, p->cols);
	if (n < 1 || (n < ERASE_MIN && col + n < p->cols))
		return 0;
	if (col + n == p->cols ? !p->caps->el : !p->caps->ech)
		return 0;
	pen_move(&p->pen, row, col);
	pen_set_erase(&p->pen, p->line[col].style);
	pen_set_link(&p->pen, 0);
	if (col + n == p->cols)
		buf_put(p->pen.out, "\033[K", 3);
	else
		buf_printf(p->pen.out, "\033[%uX", n);
	return n;
}

/* Rows. */

/* Equal cells from col on, up to end. */
static unsigned
same_run(const struct cell *a, const struct cell *b, unsigned col, unsigned end)
{
	unsigned i;

	for (i = col; i < end && cell_same(&a[i], &b[i]); i++)
		;
	return i - col;
}

/* Whether a stretch of equal cells is better jumped over than written. */
static bool
worth_jumping(const struct painter *p, unsigned row, unsigned col, unsigned n)
{
	unsigned i;

	if (n == 0)
		return false;
	/* Where the cursor must be moved anyway, it can be moved farther. */
	if (n >= GAP_MIN || col + n == p->cols || p->pen.row != row ||
	    p->pen.col != col)
		return true;
	for (i = col; i < col + n; i++)
		if (p->line[i].style != p->pen.style_id ||
		    !cell_steady(p, &p->line[i]))
			return true;
	return false;
}

static void
paint_row(struct painter *p, unsigned row, struct cell *old)
{
	unsigned col, n, spilled;

	spilled = 0;
	col = 0;
	while (col < p->cols) {
		n = spilled ? 0 : same_run(p->line, old, col, p->cols);
		if (worth_jumping(p, row, col, n)) {
			col += n;
			continue;
		}
		if ((n = put_erased(p, row, col)) > 0) {
			col += n;
			continue;
		}
		put_cell(p, row, col);
		if (!cell_steady(p, &p->line[col]))
			spilled = 1;
		col++;
	}
	memcpy(old, p->line, p->cols * sizeof *old);
}

static void
paint_rows(struct painter *p, const struct frame *f)
{
	struct cell *old;
	unsigned i;

	for (i = 0; i < p->rows; i++) {
		tidy(p->line, &f->row[i], p->cols);
		old = p->shown + (size_t)i * p->cols;
		if (memcmp(p->line, old, p->cols * sizeof *old) != 0)
			paint_row(p, i, old);
	}
}

/* Scrolls. */

/* How many rows of the region a scroll by n would leave nothing to write in,
 * less those that are right as they are. */
static int
scroll_gain(struct painter *p, const struct frame *f, const struct scroll *s)
{
	size_t size = p->cols * sizeof *p->line;
	int gain, i, from;

	gain = 0;
	for (i = s->top; i < s->bottom; i++) {
		tidy(p->line, &f->row[i], p->cols);
		from = i + s->n;
		if (memcmp(p->line, p->shown + (size_t)i * p->cols, size) == 0)
			gain--;
		else if (from >= s->top && from < s->bottom &&
		    memcmp(p->line, p->shown + (size_t)from * p->cols, size) ==
			0)
			gain++;
	}
	return gain;
}

static void
move_shown(struct painter *p, const struct scroll *s)
{
	struct cell *top;
	size_t keep, gone;

	top = p->shown + (size_t)s->top * p->cols;
	gone = (size_t)abs(s->n) * p->cols;
	keep = (size_t)(s->bottom - s->top) * p->cols - gone;
	if (s->n > 0) {
		memmove(top, top + gone, keep * sizeof *top);
		memset(top + keep, 0, gone * sizeof *top);
	} else {
		memmove(top + gone, top, keep * sizeof *top);
		memset(top, 0, gone * sizeof *top);
	}
}

static bool
scroll_sane(const struct painter *p, const struct scroll *s)
{
	return s->n != 0 && s->top < s->bottom && s->bottom <= p->rows &&
	    s->n > -(s->bottom - s->top) && s->n < s->bottom - s->top;
}

/* Within the region. The Linux console and the VT100 know neither SU nor SD:
 * there it is a line feed at the bottom, or its reverse at the top. */
static void
put_scroll(struct painter *p, const struct scroll *s)
{
	int i;

	if (p->caps->scroll) {
		buf_printf(p->pen.out, "\033[%d%c", abs(s->n),
		    s->n > 0 ? 'S' : 'T');
		return;
	}
	pen_lose_place(&p->pen);
	pen_move(&p->pen, s->n > 0 ? s->bottom - 1u : s->top, 0);
	for (i = 0; i < abs(s->n); i++)
		buf_put(p->pen.out, s->n > 0 ? "\n" : "\033M",
		    s->n > 0 ? 1 : 2);
}

static void
paint_scroll(struct painter *p, const struct frame *f, const struct scroll *s)
{
	bool part;

	if (!scroll_sane(p, s) || scroll_gain(p, f, s) <= 1)
		return;
	part = s->top != 0 || s->bottom != p->rows;
	if (part && !p->caps->csr)
		return;
	pen_set_erase(&p->pen, 0);
	pen_set_link(&p->pen, 0);
	if (part)
		buf_printf(p->pen.out, "\033[%u;%ur", s->top + 1, s->bottom);
	put_scroll(p, s);
	if (part) {
		buf_put(p->pen.out, "\033[r", 3);
		pen_lose_place(&p->pen);
	}
	move_shown(p, s);
}

static void
paint_scrolls(struct painter *p, struct frame *f)
{
	unsigned i;

	/* Several regions at once are rare; each is judged alone. */
	for (i = 0; i < f->nhints; i++)
		paint_scroll(p, f, &f->hints[i]);
	f->nhints = 0;
}

/* The whole. */

static void
start_afresh(struct painter *p, const struct frame *f)
{
	if (p->rows != f->rows || p->cols != f->cols) {
		free(p->shown);
		free(p->line);
		p->shown = xcalloc((size_t)f->rows * f->cols, sizeof *p->shown);
		p->line = xcalloc(f->cols, sizeof *p->line);
		p->rows = f->rows;
		p->cols = f->cols;
	} else
		memset(p->shown, 0,
		    (size_t)p->rows * p->cols * sizeof *p->shown);
	pen_reset(&p->pen);
	p->cursor_hidden = true;
	p->known = true;
	buf_put(p->pen.out, "\033[m", 3);
	if (p->caps->links)
		buf_put(p->pen.out, "\033]8;;\033\\", 7);
	buf_put(p->pen.out, "\033[r\033[?7h\033[?25l\033[H\033[2J", 21);
}

/* The default is what there was before us: DECSCUSR 0 is another one, in
 * xterm. */
static int
shape_number(const struct painter *p, const struct cursor *c)
{
	if (c->shape == CURSOR_DEFAULT)
		return (int)p->caps->shape;
	return ((int)c->shape - 1) * 2 + (c->blink ? 1 : 2);
}

static void
paint_cursor(struct painter *p, const struct frame *f)
{
	const struct cursor *c = &f->cursor;
	unsigned row, col;
	int n;

	row = c->row < p->rows ? c->row : p->rows - 1;
	col = c->col < p->cols ? c->col : p->cols - 1;
	pen_move(&p->pen, row, col);
	n = shape_number(p, c);
	if (p->caps->cursor_shape && n != p->shape &&
	    (p->shaped || c->shape != CURSOR_DEFAULT)) {
		buf_printf(p->pen.out, "\033[%d q", n);
		p->shape = n;
		p->shaped = true;
	}
	if (c->visible && p->cursor_hidden)
		buf_put(p->pen.out, "\033[?25h", 6);
	else if (!c->visible && !p->cursor_hidden)
		buf_put(p->pen.out, "\033[?25l", 6);
	p->cursor_hidden = !c->visible;
}

static void
paint_title(struct painter *p, const struct frame *f)
{
	if (!p->caps->title || f->title == NULL)
		return;
	if (p->title != NULL && strcmp(p->title, f->title) == 0)
		return;
	free(p->title);
	p->title = xstrdup(f->title);
	buf_put(p->pen.out, "\033]2;", 4);
	celltext_put_line(p->pen.out, p->caps, p->title, strlen(p->title));
	buf_put(p->pen.out, "\033\\", 2);
}

/* Progress (OSC 9;4) and folder (OSC 7). Of no folder nothing is told: the
 * terminal keeps the last one. */
static void
paint_about(struct painter *p, const struct frame *f)
{
	const struct about *a = &f->about;

	if (p->caps->progress &&
	    (a->progress != p->about.progress ||
		a->percent != p->about.percent))
		buf_printf(p->pen.out, "\033]9;4;%u;%u\033\\", a->progress,
		    a->percent);
	if (p->caps->queries && a->folder[0] != '\0' &&
	    strcmp(a->folder, p->about.folder) != 0)
		buf_printf(p->pen.out, "\033]7;%s\033\\", a->folder);
	p->about = *a;
}

/* The cells into a buffer of their own, since what goes before them depends on
 * how much there is. */
static void
paint_body(struct painter *p, struct frame *f)
{
	buf_reset(&p->body);
	p->pen.out = &p->body;
	if (!p->known || p->rows != f->rows || p->cols != f->cols) {
		start_afresh(p, f);
		f->nhints = 0;
	} else
		paint_scrolls(p, f);
	paint_rows(p, f);
	pen_set_link(&p->pen, 0);
	pen_set_wrap(&p->pen, false);
}

void
painter_paint(struct painter *p, struct buf *out, struct frame *f)
{
	paint_body(p, f);
	p->pen.out = out;
	if (p->caps->sync && p->body.len > 0)
		buf_put(out, "\033[?2026h", 8);
	if (p->body.len >= HIDE_MIN && !p->cursor_hidden) {
		buf_put(out, "\033[?25l", 6);
		p->cursor_hidden = true;
	}
	buf_put(out, p->body.data, p->body.len);
	paint_title(p, f);
	paint_about(p, f);
	paint_cursor(p, f);
	if (p->caps->sync && p->body.len > 0)
		buf_put(out, "\033[?2026l", 8);
	p->pen.out = NULL;
}
