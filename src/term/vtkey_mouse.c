/* SPDX-License-Identifier: ISC */
/* vtkey_mouse: the mouse as the bytes that a program in given modes expects.
 * Pure. */

#include "base/buf.h"
#include "base/utf8.h"
#include "term/key.h"
#include "term/modes.h"
#include "term/vt_internal.h"
#include "term/vtkey.h"

/* What a turn of the wheel is in lines, where it is told as keys. */
#define WHEEL_LINES 3

/* Whether the program wants it. */
static bool
vtkey_mouse_wanted(const struct modes *m, const struct mouse *e)
{
	bool wheel = e->button >= 4 && e->button <= 7;

	if (e->event == MOUSE_MOTION)
		return m->mouse == 1003 || (m->mouse == 1002 && e->button > 0);
	if (e->button == 0 || (wheel && e->event == MOUSE_RELEASE))
		return false;
	if (m->mouse == 9)
		return e->event == MOUSE_PRESS && e->button <= 3;
	return m->mouse != 0;
}

static unsigned
vtkey_mouse_code(const struct modes *m, const struct mouse *e)
{
	unsigned c;

	if (e->button == 0)
		c = 3;
	else if (e->button <= 3)
		c = e->button - 1;
	else if (e->button <= 7)
		c = 64 + e->button - 4;
	else
		c = 128 + (e->button - 8) % 4;
	if (e->event == MOUSE_MOTION)
		c += 32;
	if (m->mouse == 9)
		return c;
	if (e->mods & KEY_MOD_SHIFT)
		c += 4;
	if (e->mods & (KEY_MOD_ALT | KEY_MOD_META))
		c += 8;
	if (e->mods & KEY_MOD_CTRL)
		c += 16;
	return c;
}

/* As one byte each, or as one character each with 1005; what does not fit is
 * not told at all. */
static void
vtkey_mouse_bytes(struct buf *b, const struct modes *m, unsigned code,
    unsigned col, unsigned row)
{
	unsigned v[3] = { code + 32, col + 33, row + 33 }, i;
	unsigned max = m->mouse_enc == 1005 ? 2047 : 255;
	char out[4];

	for (i = 0; i < 3; i++) {
		if (v[i] > max)
			return;
	}
	buf_put(b, "\033[M", 3);
	for (i = 0; i < 3; i++) {
		if (m->mouse_enc == 1005)
			buf_put(b, out, utf8_encode(v[i], out));
		else
			buf_put_u8(b, v[i]);
	}
}

/* On the alternate screen of a program without a mouse the wheel is the cursor
 * keys (?1007). */
static bool
vtkey_wheel_is_keys(const struct modes *m, const struct mouse *e)
{
	return m->mouse == 0 && e->event == MOUSE_PRESS &&
	    (e->button == 4 || e->button == 5) && m->flags & MODE_ALT_SCREEN &&
	    m->flags & MODE_ALT_SCROLL;
}

static void
vtkey_wheel(struct buf *b, const struct modes *m, const struct mouse *e)
{
	struct key k = { .event = KEY_PRESS };
	int i;

	k.code = e->button == 4 ? KEY_UP : KEY_DOWN;
	for (i = 0; i < WHEEL_LINES; i++)
		vtkey_key(b, m, &k);
}

void
vtkey_mouse(struct buf *b, const struct modes *m, const struct mouse *e)
{
	unsigned code, x = e->col, y = e->row;
	bool release = e->event == MOUSE_RELEASE;

	if (vtkey_wheel_is_keys(m, e))
		vtkey_wheel(b, m, e);
	if (!vtkey_mouse_wanted(m, e))
		return;
	code = vtkey_mouse_code(m, e);
	if (m->mouse_enc == 1016) {
		if (e->px != 0 || e->py != 0) {
			x = e->px;
			y = e->py;
		} else {
			x = x * CELL_PX_WIDTH + CELL_PX_WIDTH / 2;
			y = y * CELL_PX_HEIGHT + CELL_PX_HEIGHT / 2;
		}
	}
	if (m->mouse_enc == 1006 || m->mouse_enc == 1016) {
		buf_printf(b, "\033[<%u;%u;%u%c", code, x + 1, y + 1,
		    release ? 'm' : 'M');
		return;
	}
	if (release)
		code |= 3;
	if (m->mouse_enc == 1015)
		buf_printf(b, "\033[%u;%u;%uM", code + 32, x + 1, y + 1);
	else
		vtkey_mouse_bytes(b, m, code, x, y);
}
