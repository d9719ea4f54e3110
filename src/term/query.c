/* SPDX-License-Identifier: ISC */
/* query: what a program can ask of its terminal, and the answers. */

#include <string.h>

#include "base/buf.h"
#include "base/xmalloc.h"
#include "term/key.h"
#include "term/query.h"
#include "term/sgr.h"
#include "term/vt_internal.h"

void
query_da(struct vt *vt, const struct scan_event *ev)
{
	if (ev->nargs > 0 && ev->arg[0] > 0)
		return;
	if (ev->leader == '>')
		vt_reply(vt, "\033[>0;276;0c");
	else if (ev->leader == '=')
		vt_reply(vt, "\033P!|00000000\033\\");
	else /* a VT220 with colours and a clipboard */
		vt_reply(vt, "\033[?62;22;52c");
}

static void
query_cursor(struct vt *vt, bool dec)
{
	unsigned row = vt->cursor->row, col = vt->cursor->col;

	if (vt_mode(vt, MODE_ORIGIN)) {
		row -= vt->margins.top;
		col -= vt->margins.left;
	}
	vt_reply(vt, "\033[%s%u;%uR", dec ? "?" : "", row + 1, col + 1);
}

static void
query_dec_status(struct vt *vt, int what)
{
	switch (what) {
	case 6:
		query_cursor(vt, true);
		break;
	case 15: /* no printer */
		vt_reply(vt, "\033[?13n");
		break;
	case 25: /* user keys are locked */
		vt_reply(vt, "\033[?21n");
		break;
	case 26: /* a keyboard of North America, ready */
		vt_reply(vt, "\033[?27;1;0;0n");
		break;
	case 53: /* no locator */
		vt_reply(vt, "\033[?53n");
		break;
	case 996:
		query_report_theme(vt);
		break;
	}
}

void
query_dsr(struct vt *vt, const struct scan_event *ev)
{
	int what = ev->nargs > 0 ? ev->arg[0] : 0;

	if (ev->leader == '?')
		query_dec_status(vt, what);
	else if (what == 5)
		vt_reply(vt, "\033[0n");
	else if (what == 6)
		query_cursor(vt, false);
}

void
query_version(struct vt *vt, const struct scan_event *ev)
{
	if (ev->nargs == 0 || ev->arg[0] <= 0)
		vt_reply(vt, "\033P>|%s %s\033\\", PACKAGE_NAME,
		    PACKAGE_VERSION);
}

static unsigned
query_luminance(uint32_t c)
{
	return 299 * (c >> 16 & 255) + 587 * (c >> 8 & 255) + 114 * (c & 255);
}

bool
query_is_dark(const struct vt *vt)
{
	uint32_t fg = vt->set_fg, bg = vt->set_bg;

	if (fg == COLOUR_UNKNOWN)
		fg = vt->fg;
	if (bg == COLOUR_UNKNOWN)
		bg = vt->bg;
	return query_luminance(bg) <= query_luminance(fg);
}

void
query_report_theme(struct vt *vt)
{
	vt_reply(vt, "\033[?997;%dn", query_is_dark(vt) ? 1 : 2);
}

void
query_report_size(struct vt *vt)
{
	vt_reply(vt, "\033[48;%u;%u;%u;%ut", vt->rows, vt->cols,
	    vt->rows * CELL_PX_HEIGHT, vt->cols * CELL_PX_WIDTH);
}

static void
query_push_title(struct title_stack *ts, const char *title)
{
	if (ts->n == TITLE_STACK_MAX) {
		free(ts->title[0]);
		ts->n--;
		memmove(ts->title, ts->title + 1, ts->n * sizeof ts->title[0]);
	}
	ts->title[ts->n++] = xstrdup(title);
}

/* NULL if there is none; the caller frees. */
static char *
query_pop_title(struct title_stack *ts)
{
	return ts->n > 0 ? ts->title[--ts->n] : NULL;
}

/* which: 0 both, 1 the icon's, 2 the window's. */
static void
query_pop_titles(struct vt *vt, int which)
{
	char *window = NULL, *icon = NULL;

	if (which == 0 || which == 2)
		window = query_pop_title(&vt->windows);
	if (which == 0 || which == 1)
		icon = query_pop_title(&vt->icons);
	vt_set_title(vt, window, icon);
	free(window);
	free(icon);
}

void
query_window(struct vt *vt, const struct scan_event *ev)
{
	int what = ev->nargs > 0 ? ev->arg[0] : 0;
	int which = ev->nargs > 1 && ev->arg[1] > 0 ? ev->arg[1] : 0;

	switch (what) {
	case 11: /* not iconified */
		vt_reply(vt, "\033[1t");
		break;
	case 13:
		vt_reply(vt, "\033[3;0;0t");
		break;
	case 14:
		vt_reply(vt, "\033[4;%u;%ut", vt->rows * CELL_PX_HEIGHT,
		    vt->cols * CELL_PX_WIDTH);
		break;
	case 15:
		vt_reply(vt, "\033[5;%u;%ut", vt->rows * CELL_PX_HEIGHT,
		    vt->cols * CELL_PX_WIDTH);
		break;
	case 16:
		vt_reply(vt, "\033[6;%d;%dt", CELL_PX_HEIGHT, CELL_PX_WIDTH);
		break;
	case 18:
	case 19:
		vt_reply(vt, "\033[%d;%u;%ut", what - 10, vt->rows, vt->cols);
		break;
	case 22:
		if (which == 0 || which == 2)
			query_push_title(&vt->windows, vt->window);
		if (which == 0 || which == 1)
			query_push_title(&vt->icons, vt->icon);
		break;
	case 23:
		query_pop_titles(vt, which);
		break;
	}
}

/* DECRQSS: the setting that a control function would make. */
static void
query_setting(struct vt *vt, const char *what)
{
	struct buf b = { 0 };

	if (strcmp(what, "m") == 0) {
		sgr_put_params(&b, &vt->pen);
		buf_put_u8(&b, 'm');
	} else if (strcmp(what, "r") == 0)
		buf_printf(&b, "%u;%ur", vt->margins.top + 1,
		    vt->margins.bottom);
	else if (strcmp(what, "s") == 0)
		buf_printf(&b, "%u;%us", vt->margins.left + 1,
		    vt->margins.right);
	else if (strcmp(what, " q") == 0)
		buf_printf(&b, "%d q",
		    vt->cursor->shape == CURSOR_DEFAULT ?
			0 :
			(int)vt->cursor->shape * 2 - vt->cursor->blink);
	else if (strcmp(what, "\"q") == 0)
		buf_printf(&b, "%d\"q", vt->pen.attr & ATTR_PROTECTED ? 1 : 2);
	else if (strcmp(what, "\"p") == 0)
		buf_printf(&b, "62;1\"p");
	buf_put_u8(&b, 0);
	vt_reply(vt, "\033P%d$r%s\033\\", b.len > 1, (const char *)b.data);
	buf_clear(&b);
}

/* Capabilities that are asked for instead of being looked up. */
struct cap_row {
	const char *name;
	const char *value;
};

static const struct cap_row caps[] = {
	{ "TN", "xterm-256color" },
	{ "name", "xterm-256color" },
	{ "Co", "256" },
	{ "colors", "256" },
	{ "RGB", "8/8/8" },
	{ "Tc", "" },
	{ "Su", "" },
	{ "Smulx", "\033[4:%p1%dm" },
	{ "Setulc",
	    "\033[58:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&"
	    "%dm" },
	{ "Ms", "\033]52;%p1%s;%p2%s\033\\" },
	{ "Ss", "\033[%p1%d q" },
	{ "Se", "\033[0 q" },
	{ "Sync", "\033[?2026%?%p1%{1}%-%tl%eh%;" },
	{ "smxx", "\033[9m" },
	{ "rmxx", "\033[29m" },
	{ "BE", "\033[?2004h" },
	{ "BD", "\033[?2004l" },
	{ "fe", "\033[?1004h" },
	{ "fd", "\033[?1004l" },
};

static int
query_hex_digit(char c)
{
	const char digits[] = "0123456789abcdef";
	const char *at;

	if (c >= 'A' && c <= 'F')
		c += 'a' - 'A';
	at = c != '\0' ? strchr(digits, c) : NULL;
	return at == NULL ? -1 : (int)(at - digits);
}

/* A name in hex, or NULL. Caller frees. */
static char *
query_unhex(const char *s, size_t n)
{
	char *out = xcalloc(1, n / 2 + 1);
	size_t i;
	int hi, lo;

	for (i = 0; i + 1 < n; i += 2) {
		hi = query_hex_digit(s[i]);
		lo = query_hex_digit(s[i + 1]);
		if (hi < 0 || lo < 0)
			break;
		out[i / 2] = hi << 4 | lo;
	}
	if (i == n && n > 0)
		return out;
	free(out);
	return NULL;
}

static void
query_cap(struct vt *vt, const char *hex, size_t n)
{
	char *name = query_unhex(hex, n);
	struct buf b = { 0 };
	const char *p;
	size_t i;

	for (i = 0; name != NULL && i < nitems(caps); i++) {
		if (strcmp(caps[i].name, name) != 0)
			continue;
		for (p = caps[i].value; *p != '\0'; p++)
			buf_printf(&b, "%02X", (unsigned char)*p);
		break;
	}
	buf_put_u8(&b, 0);
	if (name == NULL)
		vt_reply(vt, "\033P0+r\033\\");
	else if (i == nitems(caps))
		vt_reply(vt, "\033P0+r%.*s\033\\", (int)n, hex);
	else
		vt_reply(vt, "\033P1+r%.*s%s%s\033\\", (int)n, hex,
		    b.len > 1 ? "=" : "", (const char *)b.data);
	buf_clear(&b);
	free(name);
}

static void
query_caps(struct vt *vt, const char *p)
{
	size_t n;

	for (;; p += n + 1) {
		n = strcspn(p, ";");
		query_cap(vt, p, n);
		if (p[n] == '\0')
			return;
	}
}

void
query_dcs(struct vt *vt, const struct scan_event *ev)
{
	const char *s = (const char *)ev->text;

	if (strncmp(s, "$q", 2) == 0)
		query_setting(vt, s + 2);
	else if (strncmp(s, "+q", 2) == 0 && ev->n <= 1024)
		query_caps(vt, s + 2);
}
