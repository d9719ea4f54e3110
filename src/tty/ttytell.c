/* SPDX-License-Identifier: ISC */
/* ttytell: strings for the person's terminal. Nothing of a program gets into
 * one unlooked at. */

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "tty/caps.h"
#include "tty/ttytell.h"

#define TELL_TEXT_MAX 1000

/* OSC 52. */
static void
put_clipboard(struct buf *b, const char *selections, const char *base64)
{
	static const char names[] = "cpqs01234567";
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/=";

	if (selections[strspn(selections, names)] != '\0' ||
	    base64[strspn(base64, digits)] != '\0')
		return;
	buf_put(b, "\033]52;", 5);
	buf_put(b, selections, strlen(selections));
	buf_put_u8(b, ';');
	buf_put(b, base64, strlen(base64));
	buf_put(b, "\033\\", 2);
}

/* OSC 9 has no title, and its text must not look like the reports of the same
 * number (OSC 9;4 ...). */
static void
put_osc9(struct buf *b, const char *title, const char *text)
{
	const char *first = *title != '\0' ? title : text;

	buf_printf(b, "\033]9;%s%s%s%s\033\\",
	    *first >= '0' && *first <= '9' ? " " : "", title,
	    *title != '\0' ? ": " : "", text);
}

/* OSC 777;notify: the title ends at the first semicolon. */
static void
put_osc777(struct buf *b, char *title, const char *text)
{
	char *p;

	for (p = title; (p = strchr(p, ';')) != NULL;)
		*p = ',';
	buf_printf(b, "\033]777;notify;%s;%s\033\\", title, text);
}

/* kitty's OSC 99: what comes first is the title. */
static void
put_osc99(struct buf *b, const char *title, const char *text)
{
	if (*title == '\0') {
		buf_printf(b, "\033]99;;%s\033\\", text);
		return;
	}
	buf_printf(b, "\033]99;i=bgmux:d=0;%s\033\\", title);
	buf_printf(b, "\033]99;i=bgmux:p=body;%s\033\\", text);
}

static void
put_notify(struct buf *b, enum notify_form form, const char *title,
    const char *text)
{
	char *t, *s;

	if (form == NOTIFY_OFF)
		return;
	if (form == NOTIFY_BELL) {
		buf_put_u8(b, '\a');
		return;
	}
	t = utf8_clean(title, strlen(title), TELL_TEXT_MAX);
	s = utf8_clean(text, strlen(text), TELL_TEXT_MAX);
	if (form == NOTIFY_OSC9)
		put_osc9(b, t, s);
	else if (form == NOTIFY_OSC777)
		put_osc777(b, t, s);
	else
		put_osc99(b, t, s);
	free(t);
	free(s);
}

void
ttytell_put(struct buf *b, const struct caps *caps, const struct told *told)
{
	if (told->type == TOLD_BELL)
		buf_put_u8(b, '\a');
	else if (told->type == TOLD_NOTIFY)
		put_notify(b, caps->notify, told->name, told->text);
	else if (caps->queries)
		put_clipboard(b, told->name, told->text);
}

void
ttytell_copy(struct buf *out, const void *p, size_t n)
{
	buf_put(out, "\033]52;c;", 7);
	base64_put(out, p, n);
	buf_put(out, "\033\\", 2);
}
