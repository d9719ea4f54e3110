/* SPDX-License-Identifier: ISC */
/* hosttell: notes for the terminals that look on, and which of them get what.
 * How a terminal is told is the client's business. */

#include <string.h>

#include "base/buf.h"
#include "base/monotime.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/boot.h"
#include "host/host_internal.h"
#include "host/hosttell.h"
#include "host/viewer.h"
#include "term/vt.h"
#include "wire/msg.h"
#include "wire/pack_term.h"
#include "wire/peer.h"

/* A program that rings on and on is heard this often. */
#define BELL_MS 50

int
hosttell_clipboard(const char *word)
{
	static const char *const words[] = { "off", "focused", "always" };
	int i;

	for (i = 0; word != NULL && i < (int)nitems(words); i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	return -1;
}

/* A viewer that does not take what it has been sent is not sent more. */
static void
hosttell_one(struct conn *c, uint16_t type, const struct buf *body)
{
	struct buf copy;

	if (c->closing || viewer_ended(c->viewer) ||
	    peer_queued(c->peer) > CONN_BUSY)
		return;
	buf_init(&copy, 0);
	buf_put(&copy, body->data, body->len);
	peer_send_buf(c->peer, type, 0, &copy);
	buf_clear(&copy);
}

static void
hosttell_all(struct host *h, uint16_t type, const struct buf *body)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL)
			hosttell_one(c, type, body);
}

/* Of several with the focus, the one that drives. */
static struct conn *
hosttell_focused(struct host *h)
{
	struct conn *c, *found = NULL;

	TAILQ_FOREACH(c, &h->conns, entry) {
		if (c->viewer == NULL || viewer_read_only(c->viewer) ||
		    !viewer_focused(c->viewer))
			continue;
		if (found == NULL || viewer_drives(c->viewer))
			found = c;
	}
	return found;
}

static void
hosttell_set_clipboard(struct host *h, const struct term_note *note)
{
	struct buf body;
	struct conn *c;

	buf_init(&body, 0);
	clipboard_put(&body, note->title, note->text);
	if (h->boot->clipboard == CLIPBOARD_ALWAYS)
		hosttell_all(h, MSG_VIEW_CLIPBOARD, &body);
	else if (h->boot->clipboard == CLIPBOARD_FOCUSED &&
	    (c = hosttell_focused(h)) != NULL)
		hosttell_one(c, MSG_VIEW_CLIPBOARD, &body);
	buf_clear(&body);
}

static void
hosttell_bell(struct host *h)
{
	struct buf body = { 0 };
	monotime now = monotime_now();

	if (monotime_diff(h->rang, now) < BELL_MS)
		return;
	h->rang = now;
	hosttell_all(h, MSG_VIEW_BELL, &body);
}

static void
hosttell_notify(struct host *h, const struct term_note *note)
{
	struct buf body;
	char *title, *text;

	title = utf8_clean(note->title != NULL ? note->title : "",
	    note->title != NULL ? strlen(note->title) : 0, NOTIFY_TEXT_MAX);
	text = utf8_clean(note->text, strlen(note->text), NOTIFY_TEXT_MAX);
	buf_init(&body, 0);
	notify_put(&body, title, text);
	hosttell_all(h, MSG_VIEW_NOTIFY, &body);
	buf_clear(&body);
	free(title);
	free(text);
}

void
hosttell_note(struct host *h, const struct term_note *note)
{
	switch (note->type) {
	case NOTE_BELL:
		hosttell_bell(h);
		break;
	case NOTE_CLIPBOARD:
		hosttell_set_clipboard(h, note);
		break;
	case NOTE_NOTIFY:
		hosttell_notify(h, note);
		break;
	default:
		break;
	}
}
