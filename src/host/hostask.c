/* SPDX-License-Identifier: ISC */
/* hostask: hooks that wait. A hook that says nothing leaves the agent's own
 * dialog to decide, so whatever is in doubt, a hook is told nothing.
 *
 * An agent can run the hooks of several requests while it shows the dialog of
 * one. A decision goes to a hook only if the screen's own words for what is
 * asked are exactly those that the hook was started with, and no other hook
 * waits with the same ones. A hook whose dialog was seen and is another one
 * now, or whose session is not blocked any more, is let go. */

#include <stdlib.h>
#include <string.h>

#include "agent/dialog.h"
#include "agent/hooks.h"
#include "agent/pattern.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostask.h"
#include "host/hostevidence.h"
#include "wire/peer.h"

struct ask {
	uint32_t id;   /* of the request */
	char *message; /* owned: what it asks for */
	char *allow;   /* owned: what it is to print */
	char *deny;    /* owned */
	bool blocked;  /* the session was, while it waited */
	bool seen;     /* a dialog was shown meanwhile */
};

void
hostask_forget(struct conn *c)
{
	if (c->ask == NULL)
		return;
	free(c->ask->message);
	free(c->ask->allow);
	free(c->ask->deny);
	free(c->ask);
	c->ask = NULL;
}

/* The second answer; print is NULL if there is nothing to say. */
static void
answer(struct conn *c, const char *print)
{
	struct jv *result = jv_object();

	jv_set_string(result, "print", print);
	peer_reply(c->peer, c->ask->id, result);
	jv_free(result);
	hostask_forget(c);
}

/* Whether the screen shows just what it asks for. */
static bool
is_shown(const struct host *h, const struct ask *a)
{
	const struct hostevidence *he = &h->evidence;
	const char *shown = he->all.items[EVIDENCE_SCREEN].message;

	return he->dialog != NULL && shown != NULL &&
	    strcmp(shown, a->message) == 0;
}

bool
hostask_wait(struct conn *c, uint32_t id, const struct hooks_event *ev)
{
	struct host *h = c->host;
	const struct conn *other;
	struct jv *result;
	unsigned n = 0;

	TAILQ_FOREACH(other, &h->conns, entry)
		n += other->ask != NULL;
	if (ev->allow == NULL || ev->message == NULL || c->ask != NULL ||
	    n >= HOSTASK_MAX)
		return false;
	c->ask = xcalloc(1, sizeof *c->ask);
	c->ask->id = id;
	c->ask->message = xstrdup(ev->message);
	c->ask->allow = xstrdup(ev->allow);
	c->ask->deny = xstrdup(ev->deny);
	c->ask->blocked = h->state == STATE_BLOCKED;
	c->ask->seen = h->evidence.dialog != NULL;
	result = jv_object();
	jv_set_bool(result, "waits", true);
	peer_reply(c->peer, id, result);
	jv_free(result);
	return true;
}

static bool
matches(const struct pattern *p, const char *label)
{
	struct pattern_span g[PATTERN_GROUPS];

	return p != NULL && pattern_match(p, label, g);
}

bool
hostask_decide(struct host *h, const struct dialog_spec *spec,
    const char *label)
{
	bool allow = matches(spec->allow, label);
	struct conn *c, *found = NULL;
	unsigned n = 0;

	if (allow == matches(spec->deny, label))
		return false;
	TAILQ_FOREACH(c, &h->conns, entry) {
		if (c->ask == NULL || c->closing || !is_shown(h, c->ask))
			continue;
		found = c;
		n++;
	}
	if (n != 1)
		return false;
	log_info("the agent's hook is told to %s", allow ? "allow" : "deny");
	answer(found, allow ? found->ask->allow : found->ask->deny);
	h->taken = h->evidence.generation;
	h->taken_until = monotime_add(monotime_now(), HOSTASK_TAKEN_MS);
	return true;
}

bool
hostask_taken(const struct host *h)
{
	return h->taken_until.ms != 0 && monotime_left(h->taken_until) > 0 &&
	    h->taken == h->evidence.generation;
}

void
hostask_dialog(struct host *h)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry) {
		if (c->ask == NULL)
			continue;
		if (c->ask->seen && !is_shown(h, c->ask))
			answer(c, NULL);
		else if (h->evidence.dialog != NULL)
			c->ask->seen = true;
	}
}

void
hostask_judged(struct host *h)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry) {
		if (c->ask == NULL)
			continue;
		if (h->state == STATE_BLOCKED)
			c->ask->blocked = true;
		else if (c->ask->blocked)
			answer(c, NULL);
	}
}
