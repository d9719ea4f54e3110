/* SPDX-License-Identifier: ISC */
/* esc: C0 controls and escape sequences without parameters. Double-width and
 * double-height lines (ESC # 3, 4, 6) are not shown and dropped. */

#include "term/charset.h"
#include "term/esc.h"
#include "term/query.h"
#include "term/tabs.h"
#include "term/vt_internal.h"

void
esc_carriage_return(struct vt *vt)
{
	struct cursor *c = vt->cursor;

	vt_move(vt, c->row, c->col >= vt->margins.left ? vt->margins.left : 0);
}

static void
esc_newline(struct vt *vt)
{
	vt_linefeed(vt);
	if (vt_mode(vt, MODE_NEWLINE))
		esc_carriage_return(vt);
}

/* Back over a soft wrap to the end of the row above (DECSET 45). */
static void
esc_reverse_wrap(struct vt *vt)
{
	struct cursor *c = vt->cursor;

	if (c->row <= vt->margins.top || c->row >= vt->margins.bottom ||
	    (screen_row(vt->screen, c->row - 1)->flags & ROW_WRAPPED) == 0)
		return;
	screen_set_wrapped(vt->screen, c->row - 1, false);
	vt_move(vt, c->row - 1, vt->cols - 1);
}

static void
esc_backspace(struct vt *vt)
{
	struct cursor *c = vt->cursor;
	bool reverse = vt_mode(vt, MODE_REVERSE_WRAP);

	if (c->wrap && reverse)
		vt_move(vt, c->row, c->col);
	else if (c->col > 0 && c->col != vt->margins.left)
		vt_move(vt, c->row, (int)c->col - 1);
	else if (reverse)
		esc_reverse_wrap(vt);
}

void
esc_control(struct vt *vt, uint8_t b)
{
	switch (b) {
	case 0x07:
		vt_note(vt, NOTE_BELL, NULL, NULL, 0, 0);
		break;
	case 0x08:
		esc_backspace(vt);
		break;
	case 0x09:
		tabs_move(vt, 1);
		break;
	case 0x0a:
	case 0x0b:
	case 0x0c:
		esc_newline(vt);
		break;
	case 0x0d:
		esc_carriage_return(vt);
		break;
	case 0x0e:
		vt->charsets.left = 1;
		break;
	case 0x0f:
		vt->charsets.left = 0;
		break;
	}
}

/* DECALN: the screen full of E, without margins. */
static void
esc_align(struct vt *vt)
{
	unsigned row, col;

	for (row = 0; row < vt->rows; row++) {
		screen_set_wrapped(vt->screen, row, false);
		for (col = 0; col < vt->cols; col++)
			screen_put(vt->screen, row, col, 'E', 1, vt_pen(vt));
	}
	vt->modes.flags &= ~MODE_ORIGIN;
	vt_set_margins(vt, 0, vt->rows);
	vt_set_side_margins(vt, 0, vt->cols);
	vt_move(vt, 0, 0);
}

static void
esc_designate(struct vt *vt, unsigned i, uint8_t final)
{
	vt->charsets.set[i] = charset_find(final);
}

/* With an intermediate byte. */
static void
esc_sequence_inter(struct vt *vt, const struct scan_event *ev)
{
	switch (ev->inter) {
	case '#':
		if (ev->final == '8')
			esc_align(vt);
		break;
	case '(':
	case ')':
	case '*':
	case '+':
		esc_designate(vt, ev->inter - '(', ev->final);
		break;
	case '-':
	case '.':
	case '/':
		/* Sets of 96 characters: none is known. */
		esc_designate(vt, ev->inter - '-' + 1, CHARSET_ASCII);
		break;
	}
}

void
esc_sequence(struct vt *vt, const struct scan_event *ev)
{
	if (ev->odd)
		return;
	if (ev->inter != 0) {
		esc_sequence_inter(vt, ev);
		return;
	}
	switch (ev->final) {
	case '7':
		vt_save_cursor(vt);
		break;
	case '8':
		vt_restore_cursor(vt);
		break;
	case '=':
		vt->modes.flags |= MODE_APP_KEYPAD;
		break;
	case '>':
		vt->modes.flags &= ~MODE_APP_KEYPAD;
		break;
	case 'D':
		vt_linefeed(vt);
		break;
	case 'E':
		vt_linefeed(vt);
		esc_carriage_return(vt);
		break;
	case 'H':
		tabs_set(vt);
		break;
	case 'M':
		vt_reverse_linefeed(vt);
		break;
	case 'N':
	case 'O':
		vt->charsets.single = ev->final - 'N' + 2;
		break;
	case 'Z':
		query_da(vt, ev);
		break;
	case 'c':
		vt_hard_reset(vt);
		vt_note(vt, NOTE_RESET, NULL, NULL, 0, 0);
		break;
	case 'n':
	case 'o':
		vt->charsets.left = ev->final - 'n' + 2;
		break;
	}
}
