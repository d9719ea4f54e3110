/* SPDX-License-Identifier: ISC */
/* notify: desktop notifications of the kitty terminal (OSC 99), which come in
 * parts: a title, a body, each in chunks, plain or base64. */

#include <string.h>

#include "base/base64.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "term/notify.h"
#include "term/vt_internal.h"

struct notify {
	const char *id;
	const char *part; /* title, body, ? ... */
	bool more;	  /* not the last chunk */
	bool base64;
};

static void
notify_parse(struct notify *nt, char *meta)
{
	char *pair;

	memset(nt, 0, sizeof *nt);
	nt->part = "title";
	while ((pair = strsep(&meta, ":")) != NULL) {
		if (strlen(pair) < 2 || pair[1] != '=')
			continue;
		switch (pair[0]) {
		case 'i':
			nt->id = pair + 2;
			break;
		case 'p':
			nt->part = pair + 2;
			break;
		case 'd':
			nt->more = strcmp(pair + 2, "0") == 0;
			break;
		case 'e':
			nt->base64 = strcmp(pair + 2, "1") == 0;
			break;
		}
	}
}

/* An id as the protocol allows it, so that it can be sent back. */
static bool
notify_is_id(const char *s)
{
	static const char ok[] = "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_+.";

	return s != NULL && *s != '\0' && strlen(s) <= 64 &&
	    s[strspn(s, ok)] == '\0';
}

/* The buffer's text, valid UTF-8; it is emptied. */
static const char *
notify_take(struct buf *b)
{
	if (b->overflow || !utf8_valid(b->data, b->len) ||
	    (b->len > 0 && memchr(b->data, 0, b->len) != NULL))
		buf_reset(b);
	b->overflow = 0;
	if (b->len == b->max)
		b->len--; /* the last byte goes, for the end */
	while (b->len > 0 && !utf8_valid(b->data, b->len))
		b->len--;
	buf_put_u8(b, 0);
	return (const char *)b->data;
}

static void
notify_show(struct vt *vt)
{
	const char *title = notify_take(&vt->notify_title);
	const char *body = notify_take(&vt->notify_body);

	if (*body != '\0')
		vt_note(vt, NOTE_NOTIFY, body, *title != '\0' ? title : NULL, 0,
		    0);
	else if (*title != '\0')
		vt_note(vt, NOTE_NOTIFY, title, NULL, 0, 0);
	buf_reset(&vt->notify_title);
	buf_reset(&vt->notify_body);
}

void
notify_kitty(struct vt *vt, char *body, bool bel)
{
	struct notify nt;
	struct buf *b = &vt->notify_title;
	char *meta = strsep(&body, ";");

	if (body == NULL)
		return;
	notify_parse(&nt, meta);
	if (strcmp(nt.part, "?") == 0) {
		if (notify_is_id(nt.id))
			vt_reply(vt, "\033]99;i=%s:p=?;p=title,body%s", nt.id,
			    bel ? "\a" : "\033\\");
		return;
	}
	if (strcmp(nt.part, "body") == 0)
		b = &vt->notify_body;
	else if (strcmp(nt.part, "title") != 0)
		return;
	if (nt.base64)
		(void)base64_get(b, body, NULL);
	else
		buf_put(b, body, strlen(body));
	if (!nt.more)
		notify_show(vt);
}
