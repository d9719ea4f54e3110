/* SPDX-License-Identifier: ISC */
/* redraw: the bytes that build a screen's exact state in a fresh terminal. */

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "term/cell.h"
#include "term/charset.h"
#include "term/glyph.h"
#include "term/intern.h"
#include "term/redraw.h"
#include "term/row.h"
#include "term/screen.h"
#include "term/sgr.h"
#include "term/tabs.h"
#include "term/vt_internal.h"

/*
 * Rows are written left to right, one after the other: erased cells by ECH in
 * their background and stepped over, the others as text. Where a row goes on
 * in the next, the text simply runs on, so that the wrap is built again; for
 * that the cursor must be at the end of a row of text, else the row is only
 * drawn and its wrap is lost.
 *
 * Erased cells can have no attributes but a background; some do, where half
 * of a wide character was overwritten. They become blanks, which look the same.
 */

struct redraw {
	struct buf *out;
	const struct intern *in;
	const struct row *(*row)(const struct screen *, unsigned);
	const struct screen *screen;
	unsigned cols;
	unsigned y; /* where the cursor is */
	unsigned x; /* cols: a wrap is pending */
	struct style style;
	bool placed;   /* false: nowhere known */
	uint32_t last; /* code point written, 0 for none */
	int32_t joins; /* the state of glyph_joins */
};

static void
redraw_link(struct redraw *d, uint16_t link)
{
	const char *uri, *id;

	if (link == d->style.link)
		return;
	uri = intern_get_link(d->in, link, &id);
	if (uri == NULL)
		buf_printf(d->out, "\033]8;;\033\\");
	else
		buf_printf(d->out, "\033]8;%s%s;%s\033\\",
		    id != NULL ? "id=" : "", id != NULL ? id : "", uri);
}

/* SGR ends protection (DECSCA), too. */
static void
redraw_put_style(struct redraw *d, const struct style *st)
{
	sgr_put(d->out, st);
	if (st->attr & ATTR_PROTECTED)
		buf_printf(d->out, "\033[1\"q");
}

static void
redraw_style(struct redraw *d, const struct style *st)
{
	struct style want = *st;

	if (memcmp(&want, &d->style, sizeof want) == 0)
		return;
	redraw_link(d, want.link);
	d->style.link = want.link;
	if (memcmp(&want, &d->style, sizeof want) != 0)
		redraw_put_style(d, st);
	d->style = want;
}

static void
redraw_go(struct redraw *d, unsigned y, unsigned x)
{
	if (d->placed && d->y == y && d->x == x)
		return;
	buf_printf(d->out, "\033[%u;%uH", y + 1, x + 1);
	d->y = y;
	d->x = x;
	d->placed = true;
}

static bool
redraw_is_erased(const struct redraw *d, struct cell c)
{
	struct style bare = *intern_get_style(d->in, c.style);

	bare.bg = COLOUR_DEFAULT;
	return c.text == 0 && bare.fg == 0 && bare.ul == 0 && bare.attr == 0 &&
	    bare.link == 0;
}

/* Characters that stand side by side and would make one cluster are kept apart
 * by a sequence that changes nothing. */
static void
redraw_part(struct redraw *d, const char *s, size_t n)
{
	size_t at = 0;
	uint32_t cp;
	int k;

	while (at < n &&
	    (k = utf8_decode((const uint8_t *)s + at, n - at, &cp)) > 0) {
		if (at == 0) {
			if (d->last != 0 && glyph_joins(d->last, cp, &d->joins))
				redraw_put_style(d, &d->style);
			d->joins = 0;
		} else
			glyph_joins(d->last, cp, &d->joins);
		d->last = cp;
		at += k;
	}
	if (n == 0)
		d->last = 0;
}

static unsigned
redraw_text(struct redraw *d, struct cell c)
{
	const char *s;
	char tmp[4];
	size_t n;
	unsigned width = c.text & CELL_WIDE ? 2 : 1;

	redraw_style(d, intern_get_style(d->in, c.style));
	s = intern_get_text(d->in, c.text, tmp, &n);
	redraw_part(d, s, n);
	if (n == 0)
		buf_put_u8(d->out, ' ');
	else
		buf_put(d->out, s, n);
	d->x += width;
	return width;
}

/* Erased cells from x on, alike: how many. */
static unsigned
redraw_erased(struct redraw *d, const struct row *r, unsigned y, unsigned x)
{
	struct cell c = row_get(r, x), next;
	unsigned n;

	for (n = 1; x + n < d->cols; n++) {
		next = row_get(r, x + n);
		if (next.text != 0 || next.style != c.style)
			break;
	}
	if (c.style != 0) {
		redraw_go(d, y, x);
		redraw_style(d, intern_get_style(d->in, c.style));
		buf_printf(d->out, "\033[%uX", n);
	}
	return n;
}

/* Whether a cell has a mark that stands on nothing. */
static bool
redraw_is_mark(const struct redraw *d, struct cell c)
{
	const char *s;
	char tmp[4];
	uint32_t cp;
	size_t n;

	s = intern_get_text(d->in, c.text, tmp, &n);
	return n > 0 && utf8_decode((const uint8_t *)s, n, &cp) > 0 &&
	    utf8_width(cp) == 0 && !utf8_is_format(cp);
}

/* Whether text at the beginning of row y comes out of the end of the row
 * above: the cursor is there, or a wide character did not fit. */
static bool
redraw_runs_on(struct redraw *d, unsigned y)
{
	const struct row *above;
	struct cell c = row_get(d->row(d->screen, y), 0), last;

	if (y == 0 || c.text == 0)
		return false;
	above = d->row(d->screen, y - 1);
	if ((above->flags & ROW_WRAPPED) == 0)
		return false;
	if (d->placed && d->y == y - 1 && d->x == d->cols)
		return true;
	/* What does not fit leaves a cell of its style behind. */
	last = row_get(above, d->cols - 1);
	if ((c.text & CELL_WIDE) == 0 || !redraw_is_erased(d, last) ||
	    last.style != c.style)
		return false;
	redraw_go(d, y - 1, d->cols - 1);
	return true;
}

/* Marks that stand on nothing come before the text, which they would join, and
 * from the right, so that none joins another. */
static void
redraw_marks(struct redraw *d, unsigned y)
{
	const struct row *r = d->row(d->screen, y);
	unsigned x;
	struct cell c;

	for (x = r->used; x > 1; x--) {
		c = row_get(r, x - 1);
		if (c.text < 0x300 || !redraw_is_mark(d, c))
			continue;
		redraw_go(d, y, x - 1);
		d->last = 0;
		redraw_text(d, c);
		d->placed = false;
	}
}

/* One in the first column. */
static void
redraw_first_mark(struct redraw *d, unsigned y, struct cell c)
{
	if (redraw_runs_on(d, y)) {
		buf_put_u8(d->out, ' '); /* to be wrapped, and replaced */
		d->placed = false;
	}
	redraw_go(d, y, 0);
	d->last = 0;
	redraw_text(d, c);
}

static void
redraw_row(struct redraw *d, unsigned y)
{
	const struct row *r = d->row(d->screen, y);
	unsigned x = 0;
	struct cell c;

	while (x < d->cols && (x < r->used || x == 0)) {
		c = row_get(r, x);
		if (redraw_is_erased(d, c)) {
			x += redraw_erased(d, r, y, x);
			continue;
		}
		if (c.text >= 0x300 && redraw_is_mark(d, c)) {
			if (x == 0)
				redraw_first_mark(d, y, c);
			x += c.text & CELL_WIDE ? 2 : 1;
			continue;
		}
		if (x == 0 && redraw_runs_on(d, y)) {
			d->y = y;
			d->x = 0;
		} else
			redraw_go(d, y, x);
		x += redraw_text(d, c);
	}
	if (r->flags & ROW_PROMPT) {
		if (d->x == d->cols)
			redraw_go(d, y, 0);
		else
			redraw_go(d, y, d->x);
		buf_printf(d->out, "\033]133;A\033\\");
	}
}

static void
redraw_rows(struct redraw *d, unsigned rows)
{
	unsigned y;

	d->placed = false;
	for (y = 0; y < rows; y++)
		redraw_marks(d, y);
	for (y = 0; y < rows; y++)
		redraw_row(d, y);
}

static void
redraw_set(struct buf *b, bool on, const char *mode)
{
	buf_printf(b, "\033[%s%c", mode, on ? 'h' : 'l');
}

/* Modes that differ from a fresh terminal's; not those that move the cursor
 * or change what comes after. */
static void
redraw_modes(struct buf *b, struct vt *vt)
{
	static const struct {
		uint32_t flag;
		const char *mode;
		bool usual;
	} rows[] = {
		{ MODE_APP_CURSOR, "?1", false },
		{ MODE_REVERSE, "?5", false },
		{ MODE_REVERSE_WRAP, "?45", false },
		{ MODE_APP_KEYPAD, "?66", false },
		{ MODE_BACKARROW, "?67", false },
		{ MODE_FOCUS, "?1004", false },
		{ MODE_ALT_SCROLL, "?1007", true },
		{ MODE_PASTE, "?2004", false },
		{ MODE_SYNC, "?2026", false },
		{ MODE_THEME, "?2031", false },
		{ MODE_RESIZE, "?2048", false },
		{ MODE_WIN32_INPUT, "?9001", false },
		{ MODE_NEWLINE, "20", false },
		{ MODE_INSERT, "4", false },
	};
	size_t i;

	for (i = 0; i < nitems(rows); i++) {
		if (vt_mode(vt, rows[i].flag) != rows[i].usual)
			redraw_set(b, !rows[i].usual, rows[i].mode);
	}
	if (vt->modes.mouse != 0)
		buf_printf(b, "\033[?%uh", vt->modes.mouse);
	if (vt->modes.mouse_enc != 0)
		buf_printf(b, "\033[?%uh", vt->modes.mouse_enc);
	if (vt->modes.modify_keys != 0)
		buf_printf(b, "\033[>4;%um", vt->modes.modify_keys);
}

static void
redraw_kitty(struct buf *b, const struct kitty_stack *k)
{
	unsigned i;

	/* The bottom one is what the terminal had before anything was pushed.
	 */
	for (i = 0; i < k->n; i++) {
		if (i == 0)
			buf_printf(b, "\033[=%uu", k->flags[0]);
		else
			buf_printf(b, "\033[>%uu", k->flags[i]);
	}
	if (k->n > 0)
		buf_printf(b, "\033[>%uu", k->now);
	else if (k->now != 0)
		buf_printf(b, "\033[=%uu", k->now);
}

static void
redraw_charsets(struct buf *b, const struct charsets *cs)
{
	static const char *const shifts[] = { "\017", "\016", "\033n",
		"\033o" };
	unsigned i;

	for (i = 0; i < nitems(cs->set); i++)
		buf_printf(b, "\033%c%c", '(' + (int)i, cs->set[i]);
	buf_printf(b, "%s", shifts[cs->left]);
	if (cs->single != 0)
		buf_printf(b, "\033%c", 'N' + cs->single - 2);
}

static void
redraw_tabs(struct buf *b, const struct vt *vt)
{
	unsigned col;

	for (col = 0; col < vt->cols; col++) {
		if (tabs_at(vt, col) != (col % 8 == 0))
			buf_printf(b, "\033[1;%uH%s", col + 1,
			    col % 8 == 0 ? "\033[g" : "\033H");
	}
}

/* To a place on the screen, whatever the origin is. */
static void
redraw_absolute(struct buf *b, const struct vt *vt, bool origin, unsigned row,
    unsigned col)
{
	if (origin) {
		row -= row > vt->margins.top ? vt->margins.top : row;
		col -= col > vt->margins.left ? vt->margins.left : col;
	}
	buf_printf(b, "\033[?6%c\033[%u;%uH", origin ? 'h' : 'l', row + 1,
	    col + 1);
}

/* What DECSC kept for the screen shown. */
static void
redraw_saved(struct redraw *d, const struct vt *vt)
{
	const struct saved_cursor *s = &vt->saved[screen_is_alt(vt->screen)];
	struct style pen = s->pen;

	pen.link = d->style.link;
	redraw_style(d, &pen);
	redraw_charsets(d->out, &s->charsets);
	redraw_absolute(d->out, vt, s->origin, s->at.row, s->at.col);
	buf_printf(d->out, "\0337");
}

static void
redraw_margins(struct buf *b, const struct vt *vt, const struct rect *m)
{
	if (m->top != 0 || m->bottom != vt->rows)
		buf_printf(b, "\033[%u;%ur", m->top + 1, m->bottom);
	if (!vt_mode(vt, MODE_LR_MARGINS))
		return;
	buf_printf(b, "\033[?69h");
	if (m->left != 0 || m->right != vt->cols)
		buf_printf(b, "\033[%u;%us", m->left + 1, m->right);
}

/* The cursor's place; a pending wrap by writing the last character again, not
 * with the saved cursor's character sets. */
static void
redraw_cursor(struct redraw *d, const struct vt *vt)
{
	const struct cursor *c = vt->cursor;
	const struct row *r = screen_row(vt->screen, c->row);
	struct cell last = row_get(r, c->col);
	unsigned col = c->col;

	if (c->wrap && last.text & CELL_TAIL)
		last = row_get(r, --col);
	redraw_absolute(d->out, vt, vt_mode(vt, MODE_ORIGIN), c->row,
	    c->wrap ? col : c->col);
	if (c->wrap) {
		buf_printf(d->out, "\033(B\033)B\033*B\033+B\017");
		redraw_text(d, last);
	}
	buf_printf(d->out, "\033[%d q",
	    c->shape == CURSOR_DEFAULT ? 0 : (int)c->shape * 2 - c->blink);
	if (c->shape == CURSOR_DEFAULT && c->blink)
		buf_printf(d->out, "\033[?12h");
	if (!c->visible)
		buf_printf(d->out, "\033[?25l");
}

void
redraw(struct buf *b, struct vt *vt)
{
	struct redraw d = { .out = b,
		.in = vt->intern,
		.screen = vt->screen,
		.cols = vt->cols };
	bool alt = screen_is_alt(vt->screen);

	if (*vt->icon != '\0')
		buf_printf(b, "\033]1;%s\033\\", vt->icon);
	if (*vt->window != '\0')
		buf_printf(b, "\033]2;%s\033\\", vt->window);
	redraw_kitty(b, &vt->kitty[0]);
	d.row = screen_main_row;
	redraw_rows(&d, vt->rows);
	if (alt) {
		d.row = screen_row;
		redraw_style(&d, &(struct style){ 0 });
		redraw_margins(b, vt, &vt->other_margins);
		buf_printf(b, "\033[?1047h");
		redraw_kitty(b, &vt->kitty[1]);
		redraw_rows(&d, vt->rows);
	}
	redraw_tabs(b, vt);
	redraw_margins(b, vt, &vt->margins);
	redraw_saved(&d, vt);
	redraw_cursor(&d, vt);
	if (!vt_mode(vt, MODE_AUTOWRAP))
		buf_printf(b, "\033[?7l");
	redraw_style(&d, &vt->pen);
	redraw_charsets(b, &vt->charsets);
	redraw_modes(b, vt);
}
