/* SPDX-License-Identifier: ISC */
/* hostsend: text and keys that were sent to the worker from outside a view.
 *
 * Text goes as a paste. Keys that follow it wait a moment: many programs take
 * an Enter that comes together with a paste for a part of it.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostsend.h"
#include "term/key.h"
#include "term/vt.h"
#include "term/vtkey.h"
#include "wire/peer.h"

#define HOSTSEND_KEYS_MS  150
#define HOSTSEND_KEYS_MAX 1024
#define HOSTSEND_MAX	  64 /* under way */

/* Keys that wait for their time. */
struct send {
	TAILQ_ENTRY(send) entry;
	struct host *host; /* borrowed */
	struct conn *conn; /* borrowed; NULL: it has gone */
	uint32_t id;
	struct key *keys; /* owned */
	size_t nkeys;
	struct loop_timer *timer; /* owned */
};

static void
hostsend_answer(struct conn *c, uint32_t id, int r)
{
	struct jv *result;

	if (c == NULL || c->closing)
		return;
	if (r != 0) {
		peer_refuse(c->peer, id, "%s",
		    errno == ENOBUFS ? "the program does not read its input" :
				       "the program has ended");
		return;
	}
	result = jv_object();
	jv_set_string(result, "receipt", "delivered");
	peer_reply(c->peer, id, result);
	jv_free(result);
}

static int
hostsend_type(struct host *h, const struct key *keys, size_t n)
{
	struct buf bytes;
	size_t i;
	int r;

	buf_init(&bytes, 0);
	for (i = 0; i < n; i++)
		vtkey_key(&bytes, vt_modes(h->vt), &keys[i]);
	r = host_input(h, &bytes);
	buf_clear(&bytes);
	return r;
}

static int
hostsend_paste(struct host *h, const char *text)
{
	struct buf bytes;
	int r;

	buf_init(&bytes, 0);
	vtkey_paste(&bytes, vt_modes(h->vt), text, strlen(text));
	r = host_input(h, &bytes);
	buf_clear(&bytes);
	return r;
}

static void
hostsend_destroy(struct send *s)
{
	TAILQ_REMOVE(&s->host->sends, s, entry);
	loop_timer_destroy(s->timer);
	free(s->keys);
	free(s);
}

static void
hostsend_fire(void *arg)
{
	struct send *s = arg;
	int r;

	r = hostsend_type(s->host, s->keys, s->nkeys);
	hostsend_answer(s->conn, s->id, r);
	hostsend_destroy(s);
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

/* Type the keys later, then answer. Takes keys. */
static void
hostsend_later(struct conn *c, uint32_t id, struct key *keys, size_t n)
{
	struct host *h = c->host;
	struct send *s;

	s = xcalloc(1, sizeof(*s));
	s->host = h;
	s->conn = c;
	s->id = id;
	s->keys = keys;
	s->nkeys = n;
	s->timer = loop_timer_create(h->loop, hostsend_fire, s);
	loop_timer_start(s->timer, HOSTSEND_KEYS_MS);
	TAILQ_INSERT_TAIL(&h->sends, s, entry);
}

static bool
hostsend_full(const struct host *h)
{
	const struct send *s;
	size_t n;

	n = 0;
	TAILQ_FOREACH(s, &h->sends, entry)
		n++;
	return n >= HOSTSEND_MAX;
}

void
hostsend_start(struct conn *c, uint32_t id, const struct jv *body)
{
	const char *text, *bad;
	struct key *keys;
	size_t n;
	int r;

	if (!host_alive(c->host) || hostsend_full(c->host)) {
		errno = host_alive(c->host) ? ENOBUFS : EIO;
		hostsend_answer(c, id, -1);
		return;
	}
	if (hostsend_parse(jv_get_array(body, "keys"), &keys, &n, &bad) != 0) {
		if (bad != NULL)
			peer_refuse(c->peer, id, "unknown key '%s'", bad);
		else
			peer_refuse(c->peer, id,
			    "these keys are no list of names");
		return;
	}
	text = jv_string(body, "text");
	r = 0;
	if (text != NULL && *text != '\0') {
		r = hostsend_paste(c->host, text);
		if (r == 0 && n > 0) {
			hostsend_later(c, id, keys, n);
			return;
		}
	} else if (n > 0)
		r = hostsend_type(c->host, keys, n);
	free(keys);
	hostsend_answer(c, id, r);
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

	while ((s = TAILQ_FIRST(&h->sends)) != NULL) {
		errno = EIO;
		hostsend_answer(s->conn, s->id, -1);
		hostsend_destroy(s);
	}
}
