/* SPDX-License-Identifier: ISC */
/* vt: a terminal: bytes from a program in, a screen, modes, replies and notes
 * out. What the sequences mean is in glyph, csi, decmode, query and osc. */

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/xmalloc.h"
#include "term/charset.h"
#include "term/csi.h"
#include "term/esc.h"
#include "term/glyph.h"
#include "term/osc.h"
#include "term/query.h"
#include "term/scrollback.h"
#include "term/tabs.h"
#include "term/vt.h"
#include "term/vt_internal.h"
#include "term/vtlib.h"

/*
 * Who owns what. The cursor, a pending wrap, the pen, margins, tab stops,
 * character sets, saved cursors and all modes are ours. libvterm gets the
 * margins, DECAWM, text and a few editing sequences, one whole and checked
 * sequence at a time; it never sees origin or insert mode, strings, SGR,
 * a resize with margins, or anything else that it loses or that can crash it.
 *
 * Its cursor is moved to ours by CUP right before it needs to be there
 * (vt_lib_sync), and ours is taken from it after. So most motion costs
 * nothing there, and no position that it may make up survives.
 */

void
vt_reply(struct vt *vt, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	buf_put(&b, s, strlen(s));
	if (vt->cbs.reply != NULL)
		vt->cbs.reply(b.data, b.len, vt->arg);
	buf_clear(&b);
	free(s);
}

void
vt_note(struct vt *vt, enum term_note_type type, const char *text,
    const char *title, int a, int b)
{
	struct term_note note = { type, text, title, a, b };

	if (vt->cbs.note != NULL)
		vt->cbs.note(&note, vt->arg);
}

static int
vt_clamp(int v, int min, int max)
{
	return v < min ? min : v > max ? max : v;
}

void
vt_move(struct vt *vt, int row, int col)
{
	vt->cursor->row = vt_clamp(row, 0, vt->rows - 1);
	vt->cursor->col = vt_clamp(col, 0, vt->cols - 1);
	vt->cursor->wrap = false;
	screen_note_cursor(vt->screen);
}

void
vt_pen_changed(struct vt *vt)
{
	vt->pen_stale = true;
}

static void
vt_intern_pen(struct vt *vt)
{
	struct style blank = { .bg = vt->pen.bg };

	vt->pen_id = intern_style(vt->intern, &vt->pen);
	vt->pen_stale = false; /* the root keeps it from here on */
	vt->blank_id =
	    blank.bg == COLOUR_DEFAULT ? 0 : intern_style(vt->intern, &blank);
}

uint32_t
vt_pen(struct vt *vt)
{
	if (vt->pen_stale)
		vt_intern_pen(vt);
	return vt->pen_id;
}

uint32_t
vt_blank(struct vt *vt)
{
	if (vt->pen_stale)
		vt_intern_pen(vt);
	return vt->blank_id;
}

/* The root of intern: what we hold outside of cells. */
static void
vt_mark(struct intern *in, void *arg)
{
	struct vt *vt = arg;

	intern_mark_style(in, vt->pen_id);
	intern_mark_style(in, vt->blank_id);
	intern_mark_text(in, vt->glyphs.joined);
	intern_mark_link(in, vt->pen.link);
	intern_mark_link(in, vt->saved[0].pen.link);
	intern_mark_link(in, vt->saved[1].pen.link);
}

void
vt_lib_sync(struct vt *vt)
{
	struct cursor *c = vt->cursor;
	struct glyphs *g = &vt->glyphs;
	char seq[32];
	int n;

	if (g->wrapped && c->wrap && vt->lib_row == c->row)
		return;
	if (!g->wrapped && !c->wrap && vt->lib_row == c->row &&
	    vt->lib_col == c->col)
		return;
	n = xsnprintf(seq, sizeof seq, "\033[%u;%uH", c->row + 1, c->col + 1);
	vtlib_write(vt->lib, seq, n);
	g->wrapped = c->wrap && vt_mode(vt, MODE_AUTOWRAP);
	if (g->wrapped) {
		vtlib_mute(vt->lib, true);
		vtlib_write(vt->lib, " ", 1);
		vtlib_mute(vt->lib, false);
	}
	vt->lib_row = c->row;
	vt->lib_col = c->col;
}

void
vt_lib(struct vt *vt, const char *fmt, ...)
{
	va_list ap;
	char seq[64];
	int n;

	vt->cursor->wrap = false;
	vt_lib_sync(vt);
	va_start(ap, fmt);
	n = vsnprintf(seq, sizeof seq, fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < sizeof seq)
		vtlib_write(vt->lib, seq, n);
	vtlib_get_cursor(vt->lib, &vt->lib_row, &vt->lib_col);
	vt_move(vt, vt->lib_row, vt->lib_col);
}

/* Lines go to the scrollback when text scrolls, not when they are deleted. */
static void
vt_lib_scroll(struct rect r, int down, int right, void *arg)
{
	struct vt *vt = arg;

	vt_scroll(vt, r, down, right, vt->glyphs.flushing);
}

static void
vt_lib_erase(struct rect r, bool selective, void *arg)
{
	vt_erase(arg, r, selective);
}

static const struct vtlib_ops lib_ops = {
	.put = glyph_put,
	.scroll = vt_lib_scroll,
	.erase = vt_lib_erase,
};

/* A wrap can only be pending at a margin or the edge of the screen. */
static void
vt_check_wrap(struct vt *vt)
{
	unsigned end = vt->cursor->col + 1;

	if (end != vt->margins.right && end != vt->cols)
		vt->cursor->wrap = false;
}

/* libvterm homes its cursor at each of these. */
void
vt_set_margins(struct vt *vt, unsigned top, unsigned bottom)
{
	char seq[32];
	int n;

	vt->margins.top = top;
	vt->margins.bottom = bottom;
	n = xsnprintf(seq, sizeof seq, "\033[%u;%ur", top + 1, bottom);
	vtlib_write(vt->lib, seq, n);
	vt->lib_row = vt->rows;
}

void
vt_set_side_margins(struct vt *vt, unsigned left, unsigned right)
{
	char seq[32];
	int n;

	vt->margins.left = left;
	vt->margins.right = right;
	vt_check_wrap(vt);
	n = xsnprintf(seq, sizeof seq, "\033[%u;%us", left + 1, right);
	vtlib_write(vt->lib, seq, n);
	vt->lib_row = vt->rows;
}

static void
vt_reset_margins(struct vt *vt)
{
	struct rect whole = { 0, vt->rows, 0, vt->cols };

	vt->margins = vt->other_margins = whole;
	vt_check_wrap(vt);
	vtlib_write(vt->lib, "\033[?69l\033[r\033[s", 12);
	if (vt_mode(vt, MODE_LR_MARGINS))
		vtlib_write(vt->lib, "\033[?69h", 6);
	vt->lib_row = vt->rows;
}

void
vt_swap_margins(struct vt *vt)
{
	struct rect other = vt->other_margins;

	vt->other_margins = vt->margins;
	vt_set_margins(vt, other.top, other.bottom);
	vt_set_side_margins(vt, other.left, other.right);
}

void
vt_save_cursor(struct vt *vt)
{
	struct saved_cursor *s = &vt->saved[screen_is_alt(vt->screen)];

	s->at = *vt->cursor;
	s->pen = vt->pen;
	s->charsets = vt->charsets;
	s->origin = vt_mode(vt, MODE_ORIGIN);
}

void
vt_restore_cursor(struct vt *vt)
{
	struct saved_cursor *s = &vt->saved[screen_is_alt(vt->screen)];
	uint16_t link = vt->pen.link;

	vt->pen = s->pen;
	if (vt->pen.link != 0)
		vt->pen.link = link;
	vt_pen_changed(vt);
	vt->charsets = s->charsets;
	vt->modes.flags &= ~MODE_ORIGIN;
	if (s->origin)
		vt->modes.flags |= MODE_ORIGIN;
	vt_move(vt, s->at.row, s->at.col);
}

static void
vt_reset_charsets(struct charsets *cs)
{
	memset(cs, 0, sizeof *cs);
	memset(cs->set, CHARSET_ASCII, sizeof cs->set);
}

static void
vt_forget_cursor(struct saved_cursor *s)
{
	memset(s, 0, sizeof *s);
	vt_reset_charsets(&s->charsets);
}

/* What both resets share: modes that input depends on stay here. */
static void
vt_reset_state(struct vt *vt)
{
	uint16_t link = vt->pen.link;

	memset(&vt->pen, 0, sizeof vt->pen);
	vt->pen.link = link;
	vt_pen_changed(vt);
	vt_reset_charsets(&vt->charsets);
	vt_forget_cursor(&vt->saved[screen_is_alt(vt->screen)]);
	vt->modes.flags &= MODE_ALT_SCREEN | MODE_ALT_SCROLL | MODE_REVERSE |
	    MODE_BACKARROW | MODE_GRAPHEMES | MODE_THEME | MODE_RESIZE |
	    MODE_WIN32_INPUT;
	vt->modes.flags |= MODE_AUTOWRAP;
	vtlib_write(vt->lib, "\033[?7h", 5);
	vt_reset_margins(vt);
	vt->cursor->visible = true;
	screen_note_cursor(vt->screen);
}

void
vt_soft_reset(struct vt *vt)
{
	vt->pen.link = 0;
	vt_reset_state(vt);
	vt->cursor->wrap = false;
	vt->cursor->shape = CURSOR_DEFAULT;
	vt->cursor->blink = false;
}

static void
vt_reset_colours(struct vt *vt)
{
	vt->set_fg = vt->set_bg = vt->set_cursor = COLOUR_UNKNOWN;
	free(vt->palette);
	vt->palette = NULL;
}

void
vt_hard_reset(struct vt *vt)
{
	vtlib_reset(vt->lib);
	memset(&vt->modes, 0, sizeof vt->modes);
	vt->modes.flags = MODE_ALT_SCROLL | MODE_GRAPHEMES;
	vt->kept_flags = vt->modes.flags | MODE_AUTOWRAP;
	screen_reset(vt->screen);
	scrollback_clear(vt->scrollback);
	vt->pen.link = 0;
	vt_forget_cursor(&vt->saved[0]);
	vt_forget_cursor(&vt->saved[1]);
	vt_reset_state(vt);
	memset(vt->kitty, 0, sizeof vt->kitty);
	tabs_reset(vt);
	vt_reset_colours(vt);
	vt->about.progress = vt->about.percent = 0;
	vt->cursor->shape = CURSOR_DEFAULT;
	vt->cursor->blink = false;
	vt_move(vt, 0, 0);
}

void
vt_set_title(struct vt *vt, const char *window, const char *icon)
{
	if (icon != NULL) {
		free(vt->icon);
		vt->icon = xstrdup(icon);
		vt_note(vt, NOTE_ICON_NAME, vt->icon, NULL, 0, 0);
	}
	if (window != NULL) {
		free(vt->window);
		vt->window = xstrdup(window);
		vt_note(vt, NOTE_TITLE, vt->window, NULL, 0, 0);
	}
}

struct vt *
vt_create(unsigned rows, unsigned cols, size_t scrollback,
    const struct vt_callbacks *cb, void *arg)
{
	struct vt *vt = xcalloc(1, sizeof *vt);

	vt->rows = vt_clamp(rows, TERM_MIN_ROWS, TERM_MAX_ROWS);
	vt->cols = vt_clamp(cols, TERM_MIN_COLS, TERM_MAX_COLS);
	if (cb != NULL)
		vt->cbs = *cb;
	vt->arg = arg;
	scan_init(&vt->scan);
	vt->intern = intern_create();
	vt->scrollback = scrollback_create(scrollback);
	vt->screen =
	    screen_create(vt->rows, vt->cols, vt->intern, vt->scrollback);
	vt->cursor = screen_cursor(vt->screen);
	screen_track(vt->screen, &vt->saved[0].at);
	vt->lib = vtlib_create(vt->rows, vt->cols, &lib_ops, vt);
	vt->window = xstrdup("");
	vt->icon = xstrdup("");
	vt->fg = 0xe5e5e5;
	vt->textpath = true;
	buf_init(&vt->notify_title, NOTIFY_MAX);
	buf_init(&vt->notify_body, NOTIFY_MAX);
	vt_hard_reset(vt);
	vt->told = vt->modes;
	intern_add_root(vt->intern, vt_mark, vt);
	return vt;
}

static void
vt_clear_titles(struct title_stack *ts)
{
	while (ts->n > 0)
		free(ts->title[--ts->n]);
}

void
vt_destroy(struct vt *vt)
{
	if (vt == NULL)
		return;
	vt_clear_titles(&vt->windows);
	vt_clear_titles(&vt->icons);
	intern_remove_root(vt->intern, vt);
	vtlib_destroy(vt->lib);
	screen_destroy(vt->screen);
	scrollback_destroy(vt->scrollback);
	intern_destroy(vt->intern);
	scan_clear(&vt->scan);
	buf_clear(&vt->notify_title);
	buf_clear(&vt->notify_body);
	free(vt->window);
	free(vt->icon);
	free(vt->palette);
	free(vt);
}

static void
vt_event(struct vt *vt, const struct scan_event *ev)
{
	if (ev->type == SCAN_TEXT) {
		glyph_print(vt, ev->text, ev->n, ev->nascii);
		return;
	}
	if (ev->type == SCAN_CSI)
		csi_sequence(vt, ev);
	else if (ev->type == SCAN_CONTROL)
		esc_control(vt, ev->byte);
	else if (ev->type == SCAN_ESCAPE)
		esc_sequence(vt, ev);
	else if (ev->type == SCAN_STRING)
		osc_string(vt, ev);
	if (ev->type != SCAN_NONE)
		glyph_end(vt);
}

void
vt_feed(struct vt *vt, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	struct scan_event ev;
	size_t used;

	while (n > 0) {
		/* BEL to SI between texts need no scanner. */
		if (*p >= 0x07 && *p <= 0x0f && scan_pending(&vt->scan) == 0) {
			esc_control(vt, *p++);
			glyph_end(vt);
			n--;
			continue;
		}
		used = scan_next(&vt->scan, p, n, &ev);
		p += used;
		n -= used;
		vt_event(vt, &ev);
	}
	if (memcmp(&vt->told, &vt->modes, sizeof vt->told) != 0) {
		vt->told = vt->modes;
		vt_note(vt, NOTE_MODES, NULL, NULL, 0, 0);
	}
}

void
vt_resize(struct vt *vt, unsigned rows, unsigned cols)
{
	vt->rows = vt_clamp(rows, TERM_MIN_ROWS, TERM_MAX_ROWS);
	vt->cols = vt_clamp(cols, TERM_MIN_COLS, TERM_MAX_COLS);
	screen_resize(vt->screen, vt->rows, vt->cols);
	vtlib_resize(vt->lib, vt->rows, vt->cols);
	vt_reset_margins(vt);
	tabs_extend(vt);
	glyph_end(vt);
	vt->glyphs.wrapped = false;
	if (vt->cursor->col >= vt->cols || vt->cursor->row >= vt->rows)
		vt_move(vt, vt->cursor->row, vt->cursor->col);
	if (vt->cursor->col != vt->cols - 1 || !vt_mode(vt, MODE_AUTOWRAP))
		vt->cursor->wrap = false;
	if (vt_mode(vt, MODE_RESIZE))
		query_report_size(vt);
}

struct screen *
vt_screen(struct vt *vt)
{
	return vt->screen;
}

const struct modes *
vt_modes(const struct vt *vt)
{
	return &vt->modes;
}

const char *
vt_title(const struct vt *vt)
{
	return vt->window;
}

const struct about *
vt_about(const struct vt *vt)
{
	return &vt->about;
}

void
vt_set_colours(struct vt *vt, uint32_t fg, uint32_t bg)
{
	bool was_dark = query_is_dark(vt);

	vt->fg = fg & 0xffffff;
	vt->bg = bg & 0xffffff;
	if (vt_mode(vt, MODE_THEME) && query_is_dark(vt) != was_dark)
		query_report_theme(vt);
}

void
vt_set_textpath(struct vt *vt, bool on)
{
	vt->textpath = on;
}

size_t
vt_pending(const struct vt *vt)
{
	return scan_pending(&vt->scan);
}
