/* SPDX-License-Identifier: ISC */
/* csi: control sequences (CSI): a table of them, motion and editing. Modes
 * and queries are in decmode and query. */

#include "term/csi.h"
#include "term/decmode.h"
#include "term/esc.h"
#include "term/glyph.h"
#include "term/query.h"
#include "term/scrollback.h"
#include "term/sgr.h"
#include "term/tabs.h"
#include "term/textpath.h"
#include "term/vt_internal.h"

typedef void (*csi_cb)(struct vt *, const struct scan_event *);

/* A count or a position from 1: 0 and nothing mean the default. */
static int
csi_count(const struct scan_event *ev, unsigned i, int otherwise)
{
	return i < ev->nargs && ev->arg[i] > 0 ? ev->arg[i] : otherwise;
}

/* A choice: nothing means 0. */
static int
csi_choice(const struct scan_event *ev, unsigned i)
{
	return i < ev->nargs && ev->arg[i] > 0 ? ev->arg[i] : 0;
}

/* Motion. The margins stop what starts on their inner side. */

static void
csi_move_rows(struct vt *vt, int by)
{
	int row = vt->cursor->row, top = 0, bottom = vt->rows - 1;

	if (row >= (int)vt->margins.top)
		top = vt->margins.top;
	if (row < (int)vt->margins.bottom)
		bottom = vt->margins.bottom - 1;
	row += by;
	vt_move(vt,
	    row < top	     ? top :
		row > bottom ? bottom :
			       row,
	    vt->cursor->col);
}

static void
csi_move_cols(struct vt *vt, int by)
{
	int col = vt->cursor->col, left = 0, right = vt->cols - 1;

	if (col >= (int)vt->margins.left)
		left = vt->margins.left;
	if (col < (int)vt->margins.right)
		right = vt->margins.right - 1;
	col += by;
	vt_move(vt, vt->cursor->row,
	    col < left	    ? left :
		col > right ? right :
			      col);
}

/* To a place counted from 0, from the margins in origin mode. */
static void
csi_move_to(struct vt *vt, int row, int col)
{
	const struct rect *m = &vt->margins;

	if (vt_mode(vt, MODE_ORIGIN)) {
		row += m->top;
		col += m->left;
		if (row >= (int)m->bottom)
			row = m->bottom - 1;
		if (col >= (int)m->right)
			col = m->right - 1;
	}
	vt_move(vt, row, col);
}

/* The cursor's row and column as csi_move_to counts them. */
static int
csi_row(const struct vt *vt)
{
	int top = vt_mode(vt, MODE_ORIGIN) ? vt->margins.top : 0;

	return (int)vt->cursor->row - top;
}

static int
csi_col(const struct vt *vt)
{
	int left = vt_mode(vt, MODE_ORIGIN) ? vt->margins.left : 0;

	return (int)vt->cursor->col - left;
}

static void
csi_cuu(struct vt *vt, const struct scan_event *ev)
{
	csi_move_rows(vt, -csi_count(ev, 0, 1));
}

static void
csi_cud(struct vt *vt, const struct scan_event *ev)
{
	csi_move_rows(vt, csi_count(ev, 0, 1));
}

static void
csi_cuf(struct vt *vt, const struct scan_event *ev)
{
	csi_move_cols(vt, csi_count(ev, 0, 1));
}

static void
csi_cub(struct vt *vt, const struct scan_event *ev)
{
	csi_move_cols(vt, -csi_count(ev, 0, 1));
}

static void
csi_cnl(struct vt *vt, const struct scan_event *ev)
{
	csi_move_rows(vt, csi_count(ev, 0, 1));
	esc_carriage_return(vt);
}

static void
csi_cpl(struct vt *vt, const struct scan_event *ev)
{
	csi_move_rows(vt, -csi_count(ev, 0, 1));
	esc_carriage_return(vt);
}

static void
csi_cha(struct vt *vt, const struct scan_event *ev)
{
	csi_move_to(vt, csi_row(vt), csi_count(ev, 0, 1) - 1);
}

static void
csi_vpa(struct vt *vt, const struct scan_event *ev)
{
	csi_move_to(vt, csi_count(ev, 0, 1) - 1, csi_col(vt));
}

static void
csi_cup(struct vt *vt, const struct scan_event *ev)
{
	csi_move_to(vt, csi_count(ev, 0, 1) - 1, csi_count(ev, 1, 1) - 1);
}

static void
csi_hpr(struct vt *vt, const struct scan_event *ev)
{
	csi_move_to(vt, csi_row(vt), csi_col(vt) + csi_count(ev, 0, 1));
}

static void
csi_vpr(struct vt *vt, const struct scan_event *ev)
{
	csi_move_to(vt, csi_row(vt) + csi_count(ev, 0, 1), csi_col(vt));
}

static void
csi_cht(struct vt *vt, const struct scan_event *ev)
{
	tabs_move(vt, csi_count(ev, 0, 1));
}

static void
csi_cbt(struct vt *vt, const struct scan_event *ev)
{
	tabs_move(vt, -csi_count(ev, 0, 1));
}

static void
csi_tbc(struct vt *vt, const struct scan_event *ev)
{
	tabs_clear(vt, csi_choice(ev, 0) == 3);
}

/* Erasing. At a pending wrap the cursor is behind the last column, of which
 * nothing is erased to the right. */

static void
csi_erase_behind(struct vt *vt, bool selective)
{
	const struct cursor *c = vt->cursor;
	struct rect r = { c->row, c->row + 1, c->col + 1, vt->cols };

	if (r.left < r.right) /* at a right margin */
		vt_erase(vt, r, selective);
}

static void
csi_erase_below(struct vt *vt, bool selective)
{
	struct rect below = { vt->cursor->row + 1, vt->rows, 0, vt->cols };

	vt_erase(vt, below, selective);
}

static void
csi_ed(struct vt *vt, const struct scan_event *ev)
{
	struct cursor c = *vt->cursor;
	int what = csi_choice(ev, 0);

	if (what == 3 && !screen_is_alt(vt->screen))
		scrollback_clear(vt->scrollback);
	else if (what == 0 && c.wrap) {
		csi_erase_behind(vt, ev->leader == '?');
		csi_erase_below(vt, ev->leader == '?');
	} else if (what <= 2 && vt->textpath)
		textpath_erase_screen(vt, what, ev->leader == '?');
	else if (what <= 2) {
		vt_lib(vt, "\033[%s%dJ", ev->leader ? "?" : "", what);
		*vt->cursor = c;
	}
}

static void
csi_el(struct vt *vt, const struct scan_event *ev)
{
	struct cursor c = *vt->cursor;
	int what = csi_choice(ev, 0);

	if (what > 2)
		return;
	if (what == 0 && c.wrap) {
		csi_erase_behind(vt, ev->leader == '?');
		return;
	}
	if (vt->textpath) {
		textpath_erase_line(vt, what, ev->leader == '?');
		return;
	}
	vt_lib(vt, "\033[%s%dK", ev->leader ? "?" : "", what);
	*vt->cursor = c;
}

static void
csi_ech(struct vt *vt, const struct scan_event *ev)
{
	if (!vt->textpath) {
		vt_lib(vt, "\033[%dX", csi_count(ev, 0, 1));
		return;
	}
	textpath_erase_chars(vt, csi_count(ev, 0, 1));
	vt_move(vt, vt->cursor->row, vt->cursor->col);
}

/* The rest of the cursor's row, up to the right margin. False if the cursor
 * is outside of the margins. */
static bool
csi_rest_of_row(struct vt *vt, struct rect *r)
{
	const struct cursor *c = vt->cursor;

	vt_move(vt, c->row, c->col);
	r->top = c->row;
	r->bottom = c->row + 1;
	r->left = c->col;
	r->right = vt->margins.right;
	return c->col >= vt->margins.left && c->col < vt->margins.right;
}

/* libvterm does these within the top and bottom margins only. */
static void
csi_ich(struct vt *vt, const struct scan_event *ev)
{
	struct rect r;

	if (csi_rest_of_row(vt, &r))
		vt_scroll(vt, r, 0, -csi_count(ev, 0, 1), false);
}

static void
csi_dch(struct vt *vt, const struct scan_event *ev)
{
	struct rect r;

	if (csi_rest_of_row(vt, &r))
		vt_scroll(vt, r, 0, csi_count(ev, 0, 1), false);
}

static bool
csi_in_margins(const struct vt *vt)
{
	const struct cursor *c = vt->cursor;
	const struct rect *m = &vt->margins;

	return c->row >= m->top && c->row < m->bottom && c->col >= m->left &&
	    c->col < m->right;
}

/* Lines, with libvterm, and the cursor to the left margin. */
static void
csi_lines(struct vt *vt, const struct scan_event *ev)
{
	if (!csi_in_margins(vt)) {
		vt_move(vt, vt->cursor->row, vt->cursor->col);
		return;
	}
	vt_lib(vt, "\033[%d%c", csi_count(ev, 0, 1), ev->final);
	vt_move(vt, vt->cursor->row, vt->margins.left);
}

static void
csi_scroll(struct vt *vt, const struct scan_event *ev)
{
	struct cursor c = *vt->cursor;

	if (ev->final == 'T' && ev->nargs > 1)
		return; /* mouse tracking */
	vt_lib(vt, "\033[%d%c", csi_count(ev, 0, 1),
	    ev->final == '^' ? 'T' : ev->final);
	*vt->cursor = c;
}

static void
csi_columns(struct vt *vt, const struct scan_event *ev)
{
	struct cursor c = *vt->cursor;

	if (csi_in_margins(vt) && !c.wrap)
		vt_lib(vt, "\033[%d'%c", csi_count(ev, 0, 1), ev->final);
	*vt->cursor = c;
}

/* SL and SR. */
static void
csi_scroll_sideways(struct vt *vt, const struct scan_event *ev)
{
	int n = csi_count(ev, 0, 1);

	if (csi_in_margins(vt))
		vt_scroll(vt, vt->margins, 0, ev->final == '@' ? n : -n, false);
}

static void
csi_rep(struct vt *vt, const struct scan_event *ev)
{
	glyph_repeat(vt, csi_count(ev, 0, 1));
}

/* State. */

static void
csi_sgr(struct vt *vt, const struct scan_event *ev)
{
	sgr_apply(&vt->pen, ev->arg, ev->part, ev->nargs);
	vt_pen_changed(vt);
}

static void
csi_decsca(struct vt *vt, const struct scan_event *ev)
{
	int what = csi_choice(ev, 0);

	if (what > 2)
		return;
	vt->pen.attr &= ~ATTR_PROTECTED;
	if (what == 1)
		vt->pen.attr |= ATTR_PROTECTED;
	vt_pen_changed(vt);
}

static void
csi_decscusr(struct vt *vt, const struct scan_event *ev)
{
	int what = csi_choice(ev, 0);

	if (what > 6)
		return;
	vt->cursor->shape = (what + 1) / 2;
	vt->cursor->blink = what % 2 == 1;
	screen_note_cursor(vt->screen);
}

static void
csi_decstbm(struct vt *vt, const struct scan_event *ev)
{
	int top = csi_count(ev, 0, 1), bottom = csi_count(ev, 1, vt->rows);

	if (bottom > (int)vt->rows)
		bottom = vt->rows;
	if (bottom <= top)
		return;
	vt_set_margins(vt, top - 1, bottom);
	csi_move_to(vt, 0, 0);
}

/* DECSLRM while its mode is set, else save the cursor. */
static void
csi_decslrm(struct vt *vt, const struct scan_event *ev)
{
	int left = csi_count(ev, 0, 1), right = csi_count(ev, 1, vt->cols);

	if (!vt_mode(vt, MODE_LR_MARGINS)) {
		vt_save_cursor(vt);
		return;
	}
	if (right > (int)vt->cols)
		right = vt->cols;
	if (right <= left)
		return;
	vt_set_side_margins(vt, left - 1, right);
	csi_move_to(vt, 0, 0);
}

static void
csi_restore(struct vt *vt, const struct scan_event *ev)
{
	(void)ev;
	vt_restore_cursor(vt);
}

static void
csi_decstr(struct vt *vt, const struct scan_event *ev)
{
	(void)ev;
	vt_soft_reset(vt);
}

/* Those without leader and intermediate, by the final byte. */
static const csi_cb plain[] = {
	['@' - '@'] = csi_ich,
	['A' - '@'] = csi_cuu,
	['B' - '@'] = csi_cud,
	['C' - '@'] = csi_cuf,
	['D' - '@'] = csi_cub,
	['E' - '@'] = csi_cnl,
	['F' - '@'] = csi_cpl,
	['G' - '@'] = csi_cha,
	['H' - '@'] = csi_cup,
	['I' - '@'] = csi_cht,
	['J' - '@'] = csi_ed,
	['K' - '@'] = csi_el,
	['L' - '@'] = csi_lines,
	['M' - '@'] = csi_lines,
	['P' - '@'] = csi_dch,
	['S' - '@'] = csi_scroll,
	['T' - '@'] = csi_scroll,
	['X' - '@'] = csi_ech,
	['Z' - '@'] = csi_cbt,
	['^' - '@'] = csi_scroll,
	['`' - '@'] = csi_cha,
	['a' - '@'] = csi_hpr,
	['b' - '@'] = csi_rep,
	['c' - '@'] = query_da,
	['d' - '@'] = csi_vpa,
	['e' - '@'] = csi_vpr,
	['f' - '@'] = csi_cup,
	['g' - '@'] = csi_tbc,
	['h' - '@'] = decmode_set,
	['l' - '@'] = decmode_set,
	['m' - '@'] = csi_sgr,
	['n' - '@'] = query_dsr,
	['r' - '@'] = csi_decstbm,
	['s' - '@'] = csi_decslrm,
	['t' - '@'] = query_window,
	['u' - '@'] = csi_restore,
};

#define KEY(leader, inter, final)                                              \
	((uint32_t)(leader) << 16 | (uint32_t)(inter) << 8 | (final))

struct csi_row {
	uint32_t key;
	csi_cb run;
};

/* The others, sorted by key. */
static const struct csi_row table[] = {
	{ KEY(0, ' ', '@'), csi_scroll_sideways },
	{ KEY(0, ' ', 'A'), csi_scroll_sideways },
	{ KEY(0, ' ', 'q'), csi_decscusr },
	{ KEY(0, '!', 'p'), csi_decstr },
	{ KEY(0, '"', 'q'), csi_decsca },
	{ KEY(0, '$', 'p'), decmode_request },
	{ KEY(0, '\'', '}'), csi_columns },
	{ KEY(0, '\'', '~'), csi_columns },
	{ KEY('<', 0, 'u'), decmode_kitty },
	{ KEY('=', 0, 'c'), query_da },
	{ KEY('=', 0, 'u'), decmode_kitty },
	{ KEY('>', 0, 'c'), query_da },
	{ KEY('>', 0, 'm'), decmode_modify_keys },
	{ KEY('>', 0, 'n'), decmode_modify_keys },
	{ KEY('>', 0, 'q'), query_version },
	{ KEY('>', 0, 'u'), decmode_kitty },
	{ KEY('?', 0, 'J'), csi_ed },
	{ KEY('?', 0, 'K'), csi_el },
	{ KEY('?', 0, 'h'), decmode_set },
	{ KEY('?', 0, 'l'), decmode_set },
	{ KEY('?', 0, 'm'), decmode_modify_keys },
	{ KEY('?', 0, 'n'), query_dsr },
	{ KEY('?', 0, 'r'), decmode_keep },
	{ KEY('?', 0, 's'), decmode_keep },
	{ KEY('?', 0, 'u'), decmode_kitty },
	{ KEY('?', '$', 'p'), decmode_request },
};

static int
csi_compare(const void *a, const void *b)
{
	const struct csi_row *l = a, *r = b;

	return l->key < r->key ? -1 : l->key > r->key;
}

/* Only SGR knows subparameters; elsewhere they are left out. */
static void
csi_run(struct vt *vt, csi_cb run, const struct scan_event *from)
{
	struct scan_event ev;
	int16_t arg[SCAN_ARGS];
	unsigned i;

	for (i = 0; run != csi_sgr && i < from->nargs && !from->part[i];)
		i++;
	if (run == csi_sgr || i == from->nargs) {
		run(vt, from);
		return;
	}
	ev = *from;
	ev.nargs = 0;
	for (i = 0; i < from->nargs; i++) {
		if (!from->part[i])
			arg[ev.nargs++] = from->arg[i];
	}
	ev.arg = arg;
	run(vt, &ev);
}

static csi_cb
csi_find(const struct scan_event *ev)
{
	struct csi_row want = { KEY(ev->leader, ev->inter, ev->final), NULL };
	const struct csi_row *row;
	unsigned i = ev->final - '@';

	if (want.key == ev->final)
		return i < nitems(plain) ? plain[i] : NULL;
	row = bsearch(&want, table, nitems(table), sizeof want, csi_compare);
	return row != NULL ? row->run : NULL;
}

void
csi_sequence(struct vt *vt, const struct scan_event *ev)
{
	csi_cb run = csi_find(ev);

	if (run == NULL)
		return;
	/* The one malformed sequence that is meant: CSI > 4 ; ? m */
	if (ev->odd && !(ev->query && run == decmode_modify_keys))
		return;
	csi_run(vt, run, ev);
}
