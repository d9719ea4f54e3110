/* SPDX-License-Identifier: ISC */
/* hostrest: whether a session's worker may be ended because nobody uses it. */

#include "agent/adapter.h"
#include "agent/promptline.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/shown.h"
#include "host/host_internal.h"
#include "host/hostend.h"
#include "host/hostrest.h"
#include "term/plain.h"
#include "term/vt.h"

static bool
is_viewed(const struct host *h)
{
	const struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL)
			return true;
	return false;
}

static bool
has_input(const struct host *h)
{
	const struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->held.len > 0)
			return true;
	return !TAILQ_EMPTY(&h->sends) || h->reply_wanted;
}

/* What speaks against it at its prompt; NULL: nothing. */
static const char *
at_prompt(const struct host *h)
{
	const struct adapter *a = h->evidence.adapter;
	struct promptline_seen seen;
	struct shown_screen s;
	const char *why = NULL;

	if (a == NULL || a->prompt == NULL)
		return "it is not known what its prompt looks like";
	plain_screen(h->vt, &s);
	promptline_find(a->prompt, &s, &seen);
	if (!seen.found)
		why = "it is not at its prompt";
	else if (!seen.empty)
		why = "something is typed at its prompt";
	promptline_clear(&seen);
	shown_clear(&s);
	return why;
}

/* A loop goes on by itself. */
static bool
sleeps(const struct host *h)
{
	return h->said.next_at > wall_ms() || h->evidence.loops;
}

const char *
hostrest_refusal(const struct host *h, int64_t idle_ms)
{
	if (h->phase != HOST_UP || h->stop != NULL)
		return "it is not up";
	if (h->boot->exec)
		return "it is a shell job";
	if (is_viewed(h))
		return "it is attached";
	if (has_input(h))
		return "input waits for it";
	if (!(h->boot->unprompted && !h->prompted) && h->state != STATE_DONE &&
	    h->state != STATE_IDLE && h->state != STATE_FAILED)
		return h->state == STATE_BLOCKED ? "it waits for an answer" :
						   "it works";
	if (sleeps(h))
		return "it runs again by itself";
	if (monotime_left(monotime_add(h->active, idle_ms)) > 0)
		return "it was used a short while ago";
	return at_prompt(h);
}

void
hostrest_begin(struct host *h, int64_t grace_ms, bool is_short)
{
	h->rest_why = is_short ? "stopped, since memory was short" :
				 "stopped, since nobody used it";
	log_info("ending: %s", h->rest_why);
	h->resting = true;
	hostend_rest(h, grace_ms);
}
