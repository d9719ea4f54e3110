/* SPDX-License-Identifier: ISC */
/* decmode: setting, resetting and asking for modes, those of the keyboard
 * included. */

#include <string.h>

#include "term/decmode.h"
#include "term/query.h"
#include "term/vt_internal.h"
#include "term/vtlib.h"

/* Modes that are but a flag. */
struct mode_row {
	uint16_t number;
	bool dec; /* with a question mark */
	uint32_t flag;
};

static const struct mode_row rows[] = {
	{ 4, false, MODE_INSERT },
	{ 20, false, MODE_NEWLINE },
	{ 1, true, MODE_APP_CURSOR },
	{ 5, true, MODE_REVERSE },
	{ 6, true, MODE_ORIGIN },
	{ 7, true, MODE_AUTOWRAP },
	{ 45, true, MODE_REVERSE_WRAP },
	{ 66, true, MODE_APP_KEYPAD },
	{ 67, true, MODE_BACKARROW },
	{ 69, true, MODE_LR_MARGINS },
	{ 1004, true, MODE_FOCUS },
	{ 1007, true, MODE_ALT_SCROLL },
	{ 2004, true, MODE_PASTE },
	{ 2026, true, MODE_SYNC },
	{ 2031, true, MODE_THEME },
	{ 2048, true, MODE_RESIZE },
	{ 9001, true, MODE_WIN32_INPUT },
};

/* Answers of DECRQM. */
enum mode_state {
	MODE_UNKNOWN,
	MODE_SET,
	MODE_RESET_STATE,
	MODE_ALWAYS,
	MODE_NEVER,
};

static const struct mode_row *
decmode_find(int number, bool dec)
{
	size_t i;

	for (i = 0; i < nitems(rows); i++) {
		if (rows[i].number == number && rows[i].dec == dec)
			return &rows[i];
	}
	return NULL;
}

static void
decmode_show_alt(struct vt *vt, bool alt)
{
	struct cursor c = *vt->cursor;

	if (screen_is_alt(vt->screen) == alt)
		return;
	screen_switch(vt->screen, alt, true, vt_blank(vt));
	*vt->cursor = c;
	/* Each screen has margins of its own, the alternate one none at
	 * first, so that a program that is killed there leaves none behind. */
	vt_swap_margins(vt);
	if (!alt)
		vt->other_margins = (struct rect){ 0, vt->rows, 0, vt->cols };
	vt->modes.flags &= ~MODE_ALT_SCREEN;
	if (alt)
		vt->modes.flags |= MODE_ALT_SCREEN;
	vt->modes.kitty = vt->kitty[alt].now;
	screen_note_cursor(vt->screen);
}

/* 1048 and 1049 save and restore the cursor of the main screen. */
static void
decmode_alt(struct vt *vt, int number, bool on)
{
	if (on && number >= 1048)
		vt_save_cursor(vt);
	if (number != 1048)
		decmode_show_alt(vt, on);
	if (!on && number >= 1048)
		vt_restore_cursor(vt);
}

/* What follows from a flag that has been set or reset. */
static void
decmode_carry_out(struct vt *vt, uint32_t flag, bool on)
{
	switch (flag) {
	case MODE_ORIGIN:
		if (on)
			vt_move(vt, vt->margins.top, vt->margins.left);
		else
			vt_move(vt, 0, 0);
		break;
	case MODE_AUTOWRAP:
		vtlib_write(vt->lib, on ? "\033[?7h" : "\033[?7l", 5);
		vt->lib_row = UINT32_MAX; /* a pending wrap is ours to keep */
		vt->glyphs.wrapped = false;
		break;
	case MODE_LR_MARGINS:
		vtlib_write(vt->lib, on ? "\033[?69h" : "\033[?69l", 6);
		vt_set_side_margins(vt, 0, vt->cols);
		break;
	case MODE_REVERSE:
		screen_touch(vt->screen);
		break;
	case MODE_RESIZE:
		if (on)
			query_report_size(vt);
		break;
	}
}

static void
decmode_set_flag(struct vt *vt, uint32_t flag, bool on)
{
	vt->modes.flags &= ~flag;
	if (on)
		vt->modes.flags |= flag;
	decmode_carry_out(vt, flag, on);
}

static void
decmode_set_one(struct vt *vt, int number, bool dec, bool on)
{
	const struct mode_row *row = decmode_find(number, dec);

	if (row != NULL) {
		decmode_set_flag(vt, row->flag, on);
		return;
	}
	if (!dec)
		return;
	switch (number) {
	case 12:
		vt->cursor->blink = on;
		screen_note_cursor(vt->screen);
		break;
	case 25:
		vt->cursor->visible = on;
		screen_note_cursor(vt->screen);
		break;
	case 9:
	case 1000:
	case 1002:
	case 1003:
		vt->modes.mouse = on ? number : 0;
		break;
	case 1005:
	case 1006:
	case 1015:
	case 1016:
		vt->modes.mouse_enc = on ? number : 0;
		break;
	case 47:
	case 1047:
	case 1048:
	case 1049:
		decmode_alt(vt, number, on);
		break;
	}
}

void
decmode_set(struct vt *vt, const struct scan_event *ev)
{
	unsigned i;

	for (i = 0; i < ev->nargs; i++)
		decmode_set_one(vt, ev->arg[i], ev->leader == '?',
		    ev->final == 'h');
}

/* XTSAVE and XTRESTORE, of modes that are a flag. */
void
decmode_keep(struct vt *vt, const struct scan_event *ev)
{
	const struct mode_row *row;
	unsigned i;

	for (i = 0; i < ev->nargs; i++) {
		row = decmode_find(ev->arg[i], true);
		if (row == NULL)
			continue;
		if (ev->final == 'r')
			decmode_set_flag(vt, row->flag,
			    (vt->kept_flags & row->flag) != 0);
		else if (vt_mode(vt, row->flag))
			vt->kept_flags |= row->flag;
		else
			vt->kept_flags &= ~row->flag;
	}
}

static enum mode_state
decmode_is(bool on)
{
	return on ? MODE_SET : MODE_RESET_STATE;
}

static enum mode_state
decmode_get_dec(const struct vt *vt, int number)
{
	switch (number) {
	case 8:	   /* auto-repeat */
	case 2027: /* text is always split into clusters */
		return MODE_ALWAYS;
	case 12:
		return decmode_is(vt->cursor->blink);
	case 25:
		return decmode_is(vt->cursor->visible);
	case 9:
	case 1000:
	case 1002:
	case 1003:
		return decmode_is(vt->modes.mouse == number);
	case 1005:
	case 1006:
	case 1015:
	case 1016:
		return decmode_is(vt->modes.mouse_enc == number);
	case 47:
	case 1047:
	case 1049:
		return decmode_is(screen_is_alt(vt->screen));
	case 1048:
		return MODE_SET;
	}
	return MODE_UNKNOWN;
}

void
decmode_request(struct vt *vt, const struct scan_event *ev)
{
	bool dec = ev->leader == '?';
	int number = ev->nargs > 0 && ev->arg[0] > 0 ? ev->arg[0] : 0;
	const struct mode_row *row = decmode_find(number, dec);
	enum mode_state st = MODE_UNKNOWN;

	if (row != NULL)
		st = decmode_is(vt_mode(vt, row->flag));
	else if (dec)
		st = decmode_get_dec(vt, number);
	else if (number == 2)
		st = MODE_NEVER; /* keyboard lock */
	else if (number == 12)
		st = MODE_ALWAYS; /* no local echo */
	vt_reply(vt, "\033[%s%d;%d$y", dec ? "?" : "", number, st);
}

/* Keyboards. */

#define KITTY_FLAGS 0x1f

static int
decmode_arg(const struct scan_event *ev, unsigned i, int otherwise)
{
	return i < ev->nargs && ev->arg[i] >= 0 ? ev->arg[i] : otherwise;
}

static void
decmode_kitty_push(struct kitty_stack *k, int flags)
{
	if (k->n == KITTY_STACK_MAX) {
		memmove(k->flags, k->flags + 1, KITTY_STACK_MAX - 1);
		k->n--;
	}
	k->flags[k->n++] = k->now;
	k->now = flags & KITTY_FLAGS;
}

static void
decmode_kitty_pop(struct kitty_stack *k, int n)
{
	for (; n > 0; n--) {
		k->now = k->n > 0 ? k->flags[--k->n] : 0;
		if (k->n == 0 && k->now == 0)
			break;
	}
}

static void
decmode_kitty_change(struct kitty_stack *k, int flags, int how)
{
	flags &= KITTY_FLAGS;
	if (how == 1)
		k->now = flags;
	else if (how == 2)
		k->now |= flags;
	else if (how == 3)
		k->now &= ~flags;
}

void
decmode_kitty(struct vt *vt, const struct scan_event *ev)
{
	struct kitty_stack *k = &vt->kitty[screen_is_alt(vt->screen)];

	switch (ev->leader) {
	case '?':
		vt_reply(vt, "\033[?%uu", k->now);
		break;
	case '>':
		decmode_kitty_push(k, decmode_arg(ev, 0, 0));
		break;
	case '<':
		decmode_kitty_pop(k, decmode_arg(ev, 0, 1));
		break;
	case '=':
		decmode_kitty_change(k, decmode_arg(ev, 0, 0),
		    decmode_arg(ev, 1, 1));
		break;
	}
	vt->modes.kitty = k->now;
}

void
decmode_modify_keys(struct vt *vt, const struct scan_event *ev)
{
	int which = decmode_arg(ev, 0, -1), value = decmode_arg(ev, 1, 0);

	if (ev->leader == '?' || ev->query) {
		if (which == 4)
			vt_reply(vt, "\033[>4;%um", vt->modes.modify_keys);
		return;
	}
	if (ev->final == 'n')
		value = 0;
	if (which == 4 || (which == -1 && ev->final == 'm'))
		vt->modes.modify_keys = value > 2 ? 2 : value;
}
