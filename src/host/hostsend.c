/* SPDX-License-Identifier: ISC */
/* hostsend: text and keys that were sent to the worker from outside a view.
 *
 * One send at a time, in the order they came: text as a paste, then its keys.
 * Keys wait a moment after the terminal has taken the text: many programs take
 * an Enter that comes together with a paste for a part of it.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostsend.h"
#include "host/pty.h"
#include "term/key.h"
#include "term/vt.h"
#include "term/vtkey.h"
#include "wire/peer.h"

#define HOSTSEND_KEYS_MS  150
#define HOSTSEND_WAIT_MS  1000 /* then the receipt is "queued" */
#define HOSTSEND_KEYS_MAX 1024
#define HOSTSEND_MAX	  64 /* under way */

enum send_phase {
	SEND_WAITS, /* for the ones before it */
	SEND_TEXT,  /* was written */
	SEND_PAUSE, /* before the keys */
	SEND_KEYS,  /* were written */
};

struct send {
	TAILQ_ENTRY(send) entry;
	struct host *host; /* borrowed */
	struct conn *conn; /* borrowed; NULL: it has gone, or was answered */
	uint32_t id;
	char *send_id;	  /* owned, may be NULL */
	char *text;	  /* owned, may be NULL */
	struct key *keys; /* owned */
	size_t nkeys;
	enum send_phase phase;
	struct loop_timer *pause;  /* owned */
	struct loop_timer *queued; /* owned */
};

static void hostsend_go_on(struct host *);

static void
hostsend_receipt(struct send *s, const char *receipt)
{
	struct jv *result;

	loop_timer_stop(s->queued);
	if (s->conn == NULL || s->conn->closing)
		return;
	result = jv_object();
	jv_set_string(result, "receipt", receipt);
	jv_set_string(result, "sendId", s->send_id);
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
	free(s->send_id);
	free(s->text);
	free(s->keys);
	free(s);
}

/* Not all of it was typed. */
static void
hostsend_fail(struct send *s, int error)
{
	if (s->conn == NULL)
		log_warnx("what was sent is lost: %s", hostsend_why(error));
	else if (!s->conn->closing)
		peer_refuse(s->conn->peer, s->id, "%s", hostsend_why(error));
	hostsend_destroy(s);
}

/* All of it was typed. */
static void
hostsend_done(struct send *s)
{
	struct host *h = s->host;

	if (s->send_id != NULL) {
		free(h->sent[h->nsent]);
		h->sent[h->nsent] = xstrdup(s->send_id);
		h->nsent = (h->nsent + 1) % nitems(h->sent);
	}
	hostsend_receipt(s, "delivered");
	hostsend_destroy(s);
}

static int
hostsend_paste(struct send *s)
{
	struct buf bytes;
	int r;

	buf_init(&bytes, 0);
	vtkey_paste(&bytes, vt_modes(s->host->vt), s->text, strlen(s->text));
	r = host_input(s->host, &bytes);
	buf_clear(&bytes);
	return r;
}

static int
hostsend_type(struct send *s)
{
	struct buf bytes;
	size_t i;
	int r;

	buf_init(&bytes, 0);
	for (i = 0; i < s->nkeys; i++)
		vtkey_key(&bytes, vt_modes(s->host->vt), &s->keys[i]);
	r = host_input(s->host, &bytes);
	buf_clear(&bytes);
	return r;
}

/* The next step of the first one, once the terminal has taken what was before:
 * 1 if there may be another step now, 0 if it waits, -1 with errno. */
static int
hostsend_step(struct send *s)
{
	switch (s->phase) {
	case SEND_WAITS:
		s->phase = SEND_TEXT;
		if (s->text == NULL) {
			s->phase = SEND_KEYS;
			return hostsend_type(s) == 0 ? 1 : -1;
		}
		return hostsend_paste(s) == 0 ? 1 : -1;
	case SEND_TEXT:
		if (s->nkeys == 0) {
			hostsend_done(s);
			return 1;
		}
		s->phase = SEND_PAUSE;
		loop_timer_start(s->pause, HOSTSEND_KEYS_MS);
		return 0;
	case SEND_PAUSE:
		if (loop_timer_running(s->pause))
			return 0;
		s->phase = SEND_KEYS;
		return hostsend_type(s) == 0 ? 1 : -1;
	case SEND_KEYS:
		hostsend_done(s);
		return 1;
	}
	return 0;
}

static void
hostsend_go_on(struct host *h)
{
	struct send *s;
	int r;

	while (host_alive(h) && !pty_waits(h->pty) &&
	    (s = TAILQ_FIRST(&h->sends)) != NULL) {
		if ((r = hostsend_step(s)) == 0)
			return;
		if (r == -1)
			hostsend_fail(s, errno);
	}
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
	hostsend_receipt(arg, "queued");
}

/* The keys named; -1 if one is unknown (*bad, borrowed) or they are too many
 * (NULL). */
static int
hostsend_parse(const struct jv *names, struct key **keys, size_t *n,
    const char **bad)
{
	size_t i;

	*keys = NULL;
	*n = names != NULL ? jv_count(names) : 0;
	*bad = NULL;
	if (*n > HOSTSEND_KEYS_MAX)
		return -1;
	*keys = xcalloc(*n + 1, sizeof(**keys));
	for (i = 0; i < *n; i++) {
		*bad = jv_string_at(names, i);
		if (*bad == NULL || key_parse(*bad, &(*keys)[i]) != 0) {
			free(*keys);
			*keys = NULL;
			return -1;
		}
	}
	return 0;
}

/* Whether one more of n bytes would be too much. */
static bool
hostsend_full(const struct host *h, size_t n)
{
	const struct send *s;
	size_t count = 0;

	TAILQ_FOREACH(s, &h->sends, entry) {
		count++;
		n += s->text != NULL ? strlen(s->text) : 0;
	}
	return count >= HOSTSEND_MAX || n > PTY_QUEUE_MAX / 2;
}

/* The receipt of what was taken before under this id, else NULL. */
static const char *
hostsend_known(const struct host *h, const char *send_id)
{
	const struct send *s;
	size_t i;

	TAILQ_FOREACH(s, &h->sends, entry)
		if (s->send_id != NULL && strcmp(s->send_id, send_id) == 0)
			return "queued";
	for (i = 0; i < nitems(h->sent); i++)
		if (h->sent[i] != NULL && strcmp(h->sent[i], send_id) == 0)
			return "delivered";
	return NULL;
}

/* Answer what needs no typing: whether that was so. */
static bool
hostsend_settle(struct conn *c, uint32_t id, const char *send_id, size_t n)
{
	const char *receipt = NULL;
	struct jv *result;

	if (send_id != NULL &&
	    (*send_id == '\0' || strlen(send_id) > HOSTSEND_ID_MAX)) {
		peer_refuse(c->peer, id, "the id is not of 1 to %d bytes",
		    HOSTSEND_ID_MAX);
		return true;
	}
	if (send_id != NULL)
		receipt = hostsend_known(c->host, send_id);
	if (receipt != NULL) {
		result = jv_object();
		jv_set_string(result, "receipt", receipt);
		jv_set_string(result, "sendId", send_id);
		jv_set_bool(result, "repeated", true);
		peer_reply(c->peer, id, result);
		jv_free(result);
		return true;
	}
	if (host_alive(c->host) && !hostsend_full(c->host, n))
		return false;
	peer_refuse(c->peer, id, "%s",
	    hostsend_why(host_alive(c->host) ? ENOBUFS : EIO));
	return true;
}

static struct send *
hostsend_create(struct conn *c, uint32_t id, const char *text)
{
	struct send *s = xcalloc(1, sizeof(*s));

	s->host = c->host;
	s->conn = c;
	s->id = id;
	if (text != NULL && *text != '\0')
		s->text = xstrdup(text);
	s->pause = loop_timer_create(c->host->loop, hostsend_pause_fire, s);
	s->queued = loop_timer_create(c->host->loop, hostsend_queued_fire, s);
	loop_timer_start(s->queued, HOSTSEND_WAIT_MS);
	TAILQ_INSERT_TAIL(&c->host->sends, s, entry);
	return s;
}

void
hostsend_start(struct conn *c, uint32_t id, const struct jv *body)
{
	const char *text = jv_string(body, "text"), *bad;
	const char *send_id = jv_string(body, "sendId");
	struct host *h = c->host;
	struct key *keys;
	struct send *s;
	size_t n;

	if (hostsend_settle(c, id, send_id, text != NULL ? strlen(text) : 0))
		return;
	if (hostsend_parse(jv_get_array(body, "keys"), &keys, &n, &bad) != 0) {
		if (bad != NULL)
			peer_refuse(c->peer, id, "unknown key '%s'", bad);
		else
			peer_refuse(c->peer, id,
			    "these keys are no list of names");
		return;
	}
	s = hostsend_create(c, id, text);
	s->send_id = send_id != NULL ? xstrdup(send_id) : NULL;
	s->keys = keys;
	s->nkeys = n;
	hostsend_go_on(h);
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
		hostsend_fail(s, EIO);
}

void
hostsend_clear(struct host *h)
{
	size_t i;

	for (i = 0; i < nitems(h->sent); i++) {
		free(h->sent[i]);
		h->sent[i] = NULL;
	}
}
