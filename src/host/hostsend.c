/* SPDX-License-Identifier: ISC */
/* hostsend: text and keys that were sent to the worker from outside a view.
 *
 * One send at a time, in the order they came, in steps: text as a paste, then
 * keys. There is a pause before each further step, after the terminal has taken
 * the last: many programs take an Enter that comes together with a paste for a
 * part of it.
 *
 * A reply (HOST_REPLY) is judged when its turn has come: it may have to come
 * again later, of which this host keeps nothing then. Once the first byte of it
 * was written its id is kept, with what became of it: it is never typed again.
 * It is delivered when the program has read it, as far as the terminal can tell
 * that within a bound.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostevent.h"
#include "host/hostreply.h"
#include "host/hostsend.h"
#include "host/pty.h"
#include "term/key.h"
#include "term/vt.h"
#include "term/vtkey.h"
#include "wire/peer.h"

#define HOSTSEND_PAUSE_MS 150
#define HOSTSEND_WAIT_MS  1000 /* then the receipt is "queued" */
#define HOSTSEND_READ_MS  1000 /* for the program to read it, at most */
#define HOSTSEND_LOOK_MS  16   /* the most between two looks */
#define HOSTSEND_MAX	  64   /* under way */

enum send_phase {
	SEND_WAITS,   /* for the ones before it */
	SEND_WRITTEN, /* a step */
	SEND_PAUSE,   /* before the next */
	SEND_READ,    /* all was written; the program has not read it */
};

struct send {
	TAILQ_ENTRY(send) entry;
	struct host *host; /* borrowed */
	struct conn *conn; /* borrowed; NULL: it has gone, or was answered */
	uint32_t id;
	char *send_id; /* owned, may be NULL */
	struct send_steps steps;
	size_t at;		 /* the step that is next */
	struct hostreply *reply; /* owned; NULL: a HOST_SEND */
	size_t size;		 /* bytes of text */
	enum send_phase phase;
	struct loop_timer *pause;  /* owned */
	struct loop_timer *queued; /* owned; NULL for a reply */
	monotime read_until;
	int64_t read_ms; /* until the next look */
};

static void hostsend_go_on(struct host *);
static void hostsend_next(struct send *);

static void
hostsend_receipt(struct send *s, const char *receipt, const char *reason)
{
	struct jv *result;

	if (s->queued != NULL)
		loop_timer_stop(s->queued);
	if (s->conn == NULL || s->conn->closing)
		return;
	result = jv_object();
	jv_set_string(result, "receipt", receipt);
	jv_set_string(result, "reason", reason);
	jv_set_string(result, s->reply != NULL ? "reply" : "sendId",
	    s->send_id);
	peer_reply(s->conn->peer, s->id, result);
	jv_free(result);
	s->conn = NULL;
}

static const char *
hostsend_why(int error)
{
	return error == ENOBUFS ? "the program does not read its input" :
				  "the program has ended";
}

static void
hostsend_destroy(struct send *s)
{
	TAILQ_REMOVE(&s->host->sends, s, entry);
	loop_timer_destroy(s->pause);
	loop_timer_destroy(s->queued);
	hostreply_clear_steps(&s->steps);
	hostreply_destroy(s->reply);
	free(s->send_id);
	free(s);
}

/* What became of it is kept, for who asks again. */
static void
hostsend_keep(struct send *s, const char *receipt)
{
	struct host *h = s->host;
	struct sent *sent = &h->sent[h->nsent];

	if (s->send_id == NULL)
		return;
	free(sent->id);
	sent->id = xstrdup(s->send_id);
	sent->receipt = receipt;
	h->nsent = (h->nsent + 1) % nitems(h->sent);
}

/* Not all of it was typed. */
static void
hostsend_fail(struct send *s, const char *why)
{
	if (s->reply != NULL && s->phase == SEND_WAITS)
		hostsend_receipt(s, "later", why);
	else if (s->reply != NULL && s->at >= s->steps.n) {
		/* Its terminal took it all, and it has ended: by it, or so it
		 * seems. */
		hostsend_keep(s, "delivered");
		hostsend_receipt(s, "delivered", NULL);
	} else if (s->reply != NULL) {
		hostsend_keep(s, "unknown");
		hostsend_receipt(s, "unknown", why);
	} else if (s->conn == NULL)
		log_warnx("what was sent is lost: %s", why);
	else if (!s->conn->closing)
		peer_refuse(s->conn->peer, s->id, "%s", why);
	hostsend_destroy(s);
}

/* All of it was typed. */
static void
hostsend_done(struct send *s)
{
	hostsend_keep(s, "delivered");
	hostsend_receipt(s, "delivered", NULL);
	hostsend_destroy(s);
}

static int
hostsend_write(struct send *s, const struct send_step *step)
{
	struct buf bytes;
	size_t i;
	int r;

	buf_init(&bytes, 0);
	if (step->text != NULL)
		vtkey_paste(&bytes, vt_modes(s->host->vt), step->text,
		    strlen(step->text));
	for (i = 0; i < step->nkeys; i++)
		vtkey_key(&bytes, vt_modes(s->host->vt), &step->keys[i]);
	s->host->prompted = true;
	r = host_input(s->host, &bytes);
	buf_clear(&bytes);
	return r;
}

/* Its turn has come: whether it may be typed; else it is answered and gone. */
static bool
hostsend_begin(struct send *s)
{
	const char *why = NULL;

	if (s->reply == NULL)
		return true;
	switch (hostreply_begin(s->host, s->reply, &s->steps, &why)) {
	case HOSTREPLY_GO:
		return true;
	case HOSTREPLY_LATER:
		s->host->reply_wanted = true;
		hostsend_receipt(s, "later", why);
		break;
	case HOSTREPLY_AGAIN:
		loop_timer_start(s->pause, HOSTSEND_PAUSE_MS);
		return false;
	case HOSTREPLY_REFUSED:
		hostsend_receipt(s, "refused", why);
		break;
	}
	hostsend_destroy(s);
	return false;
}

/* Whether the next step is right on the screen as it is now; else it is over.
 */
static bool
hostsend_check(struct send *s)
{
	const char *why = NULL;

	switch (hostreply_check(s->host, s->reply, &why)) {
	case HOSTREPLY_GO:
		return true;
	case HOSTREPLY_LATER:
		s->at++;
		hostsend_next(s);
		break;
	case HOSTREPLY_AGAIN:
		s->phase = SEND_PAUSE;
		loop_timer_start(s->pause, HOSTSEND_PAUSE_MS);
		break;
	case HOSTREPLY_REFUSED:
		hostsend_keep(s, "refused");
		hostsend_receipt(s, "refused", why);
		hostsend_destroy(s);
		break;
	}
	return false;
}

/* Write the next step. */
static void
hostsend_next(struct send *s)
{
	struct send_step *step = &s->steps.step[s->at];

	if (s->at >= s->steps.n) {
		hostsend_done(s);
		return;
	}
	if (step->check && !hostsend_check(s))
		return;
	if (hostsend_write(s, step) != 0) {
		hostsend_fail(s, hostsend_why(errno));
		return;
	}
	s->at++;
	s->phase = SEND_WRITTEN;
}

/* All was written: whether the program is still to read it. */
static bool
hostsend_unread(struct send *s)
{
	if (s->reply == NULL || !pty_unread(s->host->pty))
		return false;
	if (s->phase != SEND_READ) {
		s->phase = SEND_READ;
		s->read_until = monotime_add(monotime_now(), HOSTSEND_READ_MS);
		s->read_ms = 1;
	}
	if (monotime_left(s->read_until) == 0)
		return false;
	loop_timer_start(s->pause, s->read_ms);
	if (s->read_ms < HOSTSEND_LOOK_MS)
		s->read_ms *= 2;
	return true;
}

/* The next step of the first one, once the terminal has taken what was before:
 * whether there may be another step now. */
static bool
hostsend_step(struct send *s)
{
	switch (s->phase) {
	case SEND_WAITS:
		if (loop_timer_running(s->pause))
			return false;
		if (hostsend_begin(s))
			hostsend_next(s);
		return true;
	case SEND_WRITTEN:
		if (s->at < s->steps.n) {
			s->phase = SEND_PAUSE;
			loop_timer_start(s->pause, HOSTSEND_PAUSE_MS);
			return false;
		}
		break;
	case SEND_PAUSE:
		if (loop_timer_running(s->pause))
			return false;
		hostsend_next(s);
		return true;
	case SEND_READ:
		if (loop_timer_running(s->pause))
			return false;
		break;
	}
	if (hostsend_unread(s))
		return false;
	hostsend_done(s);
	return true;
}

static void
hostsend_go_on(struct host *h)
{
	struct send *s;

	while (host_alive(h) && !pty_waits(h->pty) &&
	    (s = TAILQ_FIRST(&h->sends)) != NULL)
		if (!hostsend_step(s))
			return;
}

static void
hostsend_pause_fire(void *arg)
{
	struct send *s = arg;

	hostsend_go_on(s->host);
}

static void
hostsend_queued_fire(void *arg)
{
	hostsend_receipt(arg, "queued", NULL);
}

/* Whether one more of n bytes would be too much. */
static bool
hostsend_full(const struct host *h, size_t n)
{
	const struct send *s;
	size_t count = 0;

	TAILQ_FOREACH(s, &h->sends, entry) {
		count++;
		n += s->size;
	}
	return count >= HOSTSEND_MAX || n > PTY_QUEUE_MAX / 2;
}

/* What is under way under this id, else NULL. */
static struct send *
hostsend_find(const struct host *h, const char *send_id)
{
	struct send *s;

	TAILQ_FOREACH(s, &h->sends, entry)
		if (s->send_id != NULL && strcmp(s->send_id, send_id) == 0)
			return s;
	return NULL;
}

/* The receipt of what was typed before under this id, else NULL. */
static const char *
hostsend_known(const struct host *h, const char *send_id)
{
	size_t i;

	for (i = 0; i < nitems(h->sent); i++)
		if (h->sent[i].id != NULL &&
		    strcmp(h->sent[i].id, send_id) == 0)
			return h->sent[i].receipt;
	return NULL;
}

static void
hostsend_repeat(struct conn *c, uint32_t id, const char *member,
    const char *send_id, const char *receipt)
{
	struct jv *result = jv_object();

	jv_set_string(result, "receipt", receipt);
	jv_set_string(result, member, send_id);
	jv_set_bool(result, "repeated", true);
	peer_reply(c->peer, id, result);
	jv_free(result);
}

static bool
hostsend_id_bad(struct conn *c, uint32_t id, const char *send_id)
{
	if (*send_id != '\0' && strlen(send_id) <= HOSTSEND_ID_MAX)
		return false;
	peer_refuse(c->peer, id, "the id is not of 1 to %d bytes",
	    HOSTSEND_ID_MAX);
	return true;
}

/* Answer what needs no typing: whether that was so. */
static bool
hostsend_settle(struct conn *c, uint32_t id, const char *send_id, size_t n)
{
	const char *receipt = NULL;

	if (send_id != NULL && hostsend_id_bad(c, id, send_id))
		return true;
	if (send_id != NULL)
		receipt = hostsend_find(c->host, send_id) != NULL ?
		    "queued" :
		    hostsend_known(c->host, send_id);
	if (receipt != NULL) {
		hostsend_repeat(c, id, "sendId", send_id, receipt);
		return true;
	}
	if (host_alive(c->host) && !hostsend_full(c->host, n))
		return false;
	peer_refuse(c->peer, id, "%s",
	    hostsend_why(host_alive(c->host) ? ENOBUFS : EIO));
	return true;
}

static struct send *
hostsend_create(struct host *h, struct conn *c, uint32_t id,
    const char *send_id, size_t size)
{
	struct send *s = xcalloc(1, sizeof *s);

	s->host = h;
	s->conn = c;
	s->id = id;
	s->send_id = send_id != NULL ? xstrdup(send_id) : NULL;
	s->size = size;
	s->pause = loop_timer_create(h->loop, hostsend_pause_fire, s);
	TAILQ_INSERT_TAIL(&h->sends, s, entry);
	return s;
}

void
hostsend_start(struct conn *c, uint32_t id, const struct jv *body)
{
	const char *text = jv_string(body, "text"), *bad;
	const char *send_id = jv_string(body, "sendId");
	size_t n, size = text != NULL ? strlen(text) : 0;
	struct key *keys;
	struct send *s;

	if (hostsend_settle(c, id, send_id, size))
		return;
	if (hostreply_parse_keys(jv_get_array(body, "keys"), &keys, &n, &bad) !=
	    0) {
		if (bad != NULL)
			peer_refuse(c->peer, id, "unknown key '%s'", bad);
		else
			peer_refuse(c->peer, id,
			    "these keys are no list of names");
		return;
	}
	s = hostsend_create(c->host, c, id, send_id, size);
	s->queued = loop_timer_create(c->host->loop, hostsend_queued_fire, s);
	loop_timer_start(s->queued, HOSTSEND_WAIT_MS);
	hostreply_add_text(&s->steps, text);
	hostreply_add_keys(&s->steps, keys, n);
	hostsend_go_on(c->host);
}

void
hostsend_reply(struct conn *c, uint32_t id, const struct jv *body)
{
	const char *reply = jv_string(body, "reply"), *receipt;
	struct hostreply *r;
	char *cause = NULL;
	struct send *s;

	if (hostsend_id_bad(c, id, reply != NULL ? reply : ""))
		return;
	if ((receipt = hostsend_known(c->host, reply)) != NULL) {
		hostsend_repeat(c, id, "reply", reply, receipt);
		return;
	}
	if ((s = hostsend_find(c->host, reply)) != NULL) {
		/* Its supervisor was replaced: the next one gets the answer. */
		s->conn = c;
		s->id = id;
		return;
	}
	if ((r = hostreply_parse(body, &cause)) == NULL) {
		peer_refuse(c->peer, id, "%s", cause);
		free(cause);
		return;
	}
	s = hostsend_create(c->host, c, id, reply, hostreply_size(r));
	s->reply = r;
	if (!host_alive(c->host))
		hostsend_fail(s, hostsend_why(EIO));
	else
		hostsend_go_on(c->host);
}

void
hostsend_key(struct host *h, const struct key *key)
{
	struct buf bytes;

	buf_init(&bytes, 0);
	vtkey_key(&bytes, vt_modes(h->vt), key);
	if (host_input(h, &bytes) != 0)
		log_warn("a key is dropped");
	buf_clear(&bytes);
}

void
hostsend_text(struct host *h, const char *text)
{
	struct send *s = hostsend_create(h, NULL, 0, NULL, strlen(text));
	struct key *enter = xcalloc(1, sizeof *enter);

	enter->code = KEY_ENTER;
	enter->event = KEY_PRESS;
	hostreply_add_text(&s->steps, text);
	hostreply_add_keys(&s->steps, enter, 1);
	hostsend_go_on(h);
}

void
hostsend_look(struct host *h)
{
	if (!h->reply_wanted || !hostreply_ready(h))
		return;
	h->reply_wanted = false;
	hostevent_tell(h, CHANGE_TAKES);
}

void
hostsend_drained(struct host *h)
{
	hostsend_go_on(h);
}

void
hostsend_forget(struct conn *c)
{
	struct send *s;

	TAILQ_FOREACH(s, &c->host->sends, entry)
		if (s->conn == c)
			s->conn = NULL;
}

void
hostsend_end(struct host *h)
{
	struct send *s;

	while ((s = TAILQ_FIRST(&h->sends)) != NULL)
		hostsend_fail(s, hostsend_why(EIO));
}

void
hostsend_clear(struct host *h)
{
	size_t i;

	for (i = 0; i < nitems(h->sent); i++) {
		free(h->sent[i].id);
		h->sent[i].id = NULL;
	}
}
