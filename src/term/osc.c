/* SPDX-License-Identifier: ISC */
/* osc: the strings that a program sends: titles, links, notes for whoever looks
 * after the session. */

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/notify.h"
#include "term/osc.h"
#include "term/palette.h"
#include "term/query.h"
#include "term/vt_internal.h"

/* A handler gets the body after "NUMBER;", "" if there is none, valid UTF-8, to
 * be cut up at will. */
typedef void (*osc_cb)(struct vt *, int number, char *body, bool bel);

/* At most max bytes of a string, cut between characters. */
static void
osc_cut(char *s, size_t max)
{
	if (strlen(s) <= max)
		return;
	while (max > 0 && ((uint8_t)s[max] & 0xc0) == 0x80)
		max--;
	s[max] = '\0';
}

static void
osc_title(struct vt *vt, int number, char *body, bool bel)
{
	(void)bel;
	osc_cut(body, TITLE_MAX);
	vt_set_title(vt, number != 1 ? body : NULL, number != 2 ? body : NULL);
}

static void
osc_colour(struct vt *vt, int number, char *body, bool bel)
{
	if (number == 4)
		palette_indexed(vt, body, bel);
	else if (number < 100)
		palette_dynamic(vt, number, body, bel);
	else
		palette_reset(vt, number, body);
}

/* Keep a file URI, what is no printable ASCII in it written as %XX. */
static void
osc_keep_folder(struct about *a, const char *uri)
{
	char out[sizeof a->folder];
	size_t n = 0;

	if (strncmp(uri, "file://", 7) != 0)
		return;
	for (; *uri != '\0'; uri++) {
		if (n + 3 >= sizeof out)
			return;
		if (*uri > 0x20 && *uri < 0x7f)
			out[n++] = *uri;
		else if ((uint8_t)*uri >= 0x80 || *uri == ' ')
			n += (size_t)xsnprintf(out + n, 4, "%%%02X",
			    (uint8_t)*uri);
		else
			return;
	}
	out[n] = '\0';
	memcpy(a->folder, out, n + 1);
}

static void
osc_cwd(struct vt *vt, int number, char *body, bool bel)
{
	(void)number;
	(void)bel;
	osc_keep_folder(&vt->about, body);
	vt_note(vt, NOTE_CWD, body, NULL, 0, 0);
}

/* OSC 8 ; key=value:key=value ; URI */
static void
osc_link(struct vt *vt, int number, char *body, bool bel)
{
	char *params, *param, *id = NULL;

	(void)number;
	(void)bel;
	if ((params = strsep(&body, ";")) == NULL || body == NULL)
		return;
	while ((param = strsep(&params, ":")) != NULL) {
		if (strncmp(param, "id=", 3) == 0 && param[3] != '\0')
			id = param + 3;
	}
	vt->pen.link = *body == '\0' ? 0 : intern_link(vt->intern, body, id);
	vt_pen_changed(vt);
}

static int
osc_number(const char *s, int min, int max, int otherwise)
{
	const char *err;
	int v;

	if (s == NULL)
		return otherwise;
	v = strtonum(s, min, max, &err);
	return err == NULL ? v : otherwise;
}

/* OSC 9 ; 4 ; state ; percent, or a notification. */
static void
osc_9(struct vt *vt, int number, char *body, bool bel)
{
	char *rest = body, *state;
	int st;

	(void)number;
	(void)bel;
	if (strncmp(body, "4;", 2) != 0 && strcmp(body, "4") != 0) {
		/* Others of ConEmu's, as the folder (9;9), are not notes. */
		if (body[0] >= '1' && body[0] <= '9' &&
		    (body[1] == ';' ||
			(body[1] >= '0' && body[1] <= '2' && body[2] == ';')))
			return;
		vt_note(vt, NOTE_NOTIFY, body, NULL, 0, 0);
		return;
	}
	strsep(&rest, ";");
	state = strsep(&rest, ";");
	if ((st = osc_number(state, 0, 4, -1)) < 0)
		return;
	vt->about.progress = st;
	vt->about.percent =
	    st == 0 || st == 3 ? 0 : osc_number(rest, 0, 100, 0);
	vt_note(vt, NOTE_PROGRESS, NULL, NULL, st, osc_number(rest, 0, 100, 0));
}

/* OSC 52 ; selections ; base64. Nobody may read the clipboard. */
static void
osc_clipboard(struct vt *vt, int number, char *body, bool bel)
{
	char *which = strsep(&body, ";");

	(void)number;
	(void)bel;
	if (body != NULL && strcmp(body, "?") != 0)
		vt_note(vt, NOTE_CLIPBOARD, body, which, 0, 0);
}

static void
osc_99(struct vt *vt, int number, char *body, bool bel)
{
	(void)number;
	notify_kitty(vt, body, bel);
}

/* OSC 133 ; A-D [ ; status ] */
static void
osc_prompt(struct vt *vt, int number, char *body, bool bel)
{
	char *what = strsep(&body, ";"), *status = strsep(&body, ";");

	(void)number;
	(void)bel;
	if (what[0] < 'A' || what[0] > 'D' || what[1] != '\0')
		return;
	if (what[0] == 'A')
		screen_set_prompt(vt->screen, vt->cursor->row);
	vt_note(vt, NOTE_PROMPT, NULL, NULL, what[0],
	    what[0] == 'D' ? osc_number(status, 0, 255, -1) : -1);
}

/* OSC 777 ; notify ; title ; body */
static void
osc_777(struct vt *vt, int number, char *body, bool bel)
{
	char *what = strsep(&body, ";"), *title = strsep(&body, ";");

	(void)number;
	(void)bel;
	if (strcmp(what, "notify") == 0 && title != NULL)
		vt_note(vt, NOTE_NOTIFY, body != NULL ? body : "", title, 0, 0);
}

/* Of iTerm2's only the folder. */
static void
osc_1337(struct vt *vt, int number, char *body, bool bel)
{
	char *uri;

	(void)number;
	(void)bel;
	if (strncmp(body, "CurrentDir=/", 12) != 0)
		return;
	uri = xasprintf("file://%s", body + 11);
	osc_keep_folder(&vt->about, uri);
	vt_note(vt, NOTE_CWD, uri, NULL, 0, 0);
	free(uri);
}

/* The answer to the query is the query. */
static void
osc_status(struct vt *vt, int number, char *body, bool bel)
{
	(void)number;
	if (strcmp(body, "?") == 0)
		vt_reply(vt, "\033]7501;?%s", bel ? "\a" : "\033\\");
	else
		vt_note(vt, NOTE_STATUS, body, NULL, 0, 0);
}

struct osc_row {
	int number;
	osc_cb run;
};

static const struct osc_row table[] = {
	{ 0, osc_title },
	{ 1, osc_title },
	{ 2, osc_title },
	{ 4, osc_colour },
	{ 7, osc_cwd },
	{ 8, osc_link },
	{ 9, osc_9 },
	{ 10, osc_colour },
	{ 11, osc_colour },
	{ 12, osc_colour },
	{ 52, osc_clipboard },
	{ 99, osc_99 },
	{ 104, osc_colour },
	{ 110, osc_colour },
	{ 111, osc_colour },
	{ 112, osc_colour },
	{ 133, osc_prompt },
	{ 777, osc_777 },
	{ 1337, osc_1337 },
	{ 7501, osc_status },
};

/* A copy, with invalid bytes as U+FFFD. Caller frees. */
static char *
osc_utf8(const uint8_t *p, size_t n)
{
	struct buf b = { 0 };
	char out[4];
	uint32_t cp;
	int k;

	if (utf8_valid(p, n))
		return xstrndup((const char *)p, n);
	while (n > 0) {
		k = utf8_decode(p, n, &cp);
		if (k <= 0)
			cp = UTF8_REPLACEMENT;
		k = k > 0 ? k : k < 0 ? -k : (int)n;
		buf_put(&b, out, utf8_encode(cp, out));
		p += k;
		n -= k;
	}
	return buf_steal(&b, NULL);
}

static void
osc_run(struct vt *vt, const struct osc_row *row, const struct scan_event *ev)
{
	char *copy = osc_utf8(ev->text, ev->n);
	char *body = strchr(copy, ';');

	row->run(vt, row->number, body != NULL ? body + 1 : copy + strlen(copy),
	    ev->bel);
	free(copy);
}

static void
osc_osc(struct vt *vt, const struct scan_event *ev)
{
	int number = 0;
	size_t i;

	for (i = 0; i < ev->n && i < 5; i++) {
		if (ev->text[i] < '0' || ev->text[i] > '9')
			break;
		number = number * 10 + ev->text[i] - '0';
	}
	if (i == 0 || (i < ev->n && ev->text[i] != ';'))
		return;
	for (i = 0; i < nitems(table); i++) {
		if (table[i].number == number)
			osc_run(vt, &table[i], ev);
	}
}

void
osc_string(struct vt *vt, const struct scan_event *ev)
{
	if (ev->byte == STRING_OSC)
		osc_osc(vt, ev);
	else if (ev->byte == STRING_DCS)
		query_dcs(vt, ev);
}
