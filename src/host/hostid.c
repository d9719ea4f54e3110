/* SPDX-License-Identifier: ISC */
/* hostid: the agent's own name for its conversation, learnt from its hooks and
 * its last words, and followed where it begins another one.
 *
 * What agents start by themselves (children, subagents) has ids of its own, and
 * sometimes the same hooks. A beginning that is told while the agent is at work
 * is such a one's; so is the end of a turn after which the agent works on. */

#include <sys/wait.h>

#include <stdlib.h>
#include <string.h>

#include "agent/adapter.h"
#include "agent/hooks.h"
#include "agent/pattern.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostevidence.h"
#include "host/hostid.h"
#include "term/text.h"
#include "term/vt.h"

#define LAST_WORDS 12 /* lines */
#define WORDS_MAX  (64u << 10)

static void
set(char **out, char *text)
{
	free(*out);
	*out = text;
}

static void
follow(struct hostevidence *he, const char *id)
{
	if (he->conversation != NULL && strcmp(he->conversation, id) != 0)
		log_info("another conversation: %s", id);
	set(&he->conversation, xstrdup(id));
	set(&he->next, NULL);
}

/* Whether the agent works, as its own hooks tell. */
static bool
is_at_work(const struct hostevidence *he)
{
	return he->verdict.state == AGENT_WORKING &&
	    he->all.items[EVIDENCE_HOOK].state == AGENT_WORKING &&
	    !he->all.yielded;
}

bool
hostid_accepts(struct host *h, const struct hooks_event *ev)
{
	struct hostevidence *he = &h->evidence;

	if (ev->id == NULL)
		return true;
	if (he->conversation != NULL && strcmp(ev->id, he->conversation) != 0) {
		if (ev->ids == HOOKS_ID_REFUSE ||
		    (ev->ids == HOOKS_ID_FOLLOW && is_at_work(he)))
			return false;
		if (ev->ids == HOOKS_ID_TURN &&
		    he->verdict.state == AGENT_WORKING) {
			set(&he->next, xstrdup(ev->id));
			he->next_until =
			    monotime_add(monotime_now(), HOSTID_REST_MS);
			return false;
		}
	}
	follow(he, ev->id);
	return true;
}

void
hostid_judged(struct host *h)
{
	struct hostevidence *he = &h->evidence;
	char *id;

	if (he->next == NULL)
		return;
	if (monotime_left(he->next_until) == 0)
		set(&he->next, NULL);
	else if (he->verdict.state != AGENT_WORKING) {
		id = xstrdup(he->next);
		follow(he, id);
		free(id);
	}
}

/* The last match of the agent's expression in its last words; NULL if there is
 * none. Caller frees. */
static char *
find_hint(const struct host *h)
{
	const struct pattern *hint = h->evidence.adapter->resume_hint;
	struct pattern_span g[PATTERN_GROUPS];
	const char *p;
	struct buf b;
	char *id = NULL;
	bool more;

	buf_init(&b, WORDS_MAX);
	text_logs(&b, vt_screen(h->vt), LAST_WORDS, false, false);
	buf_put_u8(&b, '\0');
	p = b.overflow ? "" : (const char *)b.data;
	more = pattern_match(hint, p, g);
	while (more && g[0].end > 0) {
		if (g[1].start != -1)
			set(&id,
			    xstrndup(p + g[1].start,
				(size_t)(g[1].end - g[1].start)));
		p += g[0].end;
		more = pattern_match_on(hint, p, g);
	}
	buf_clear(&b);
	return id;
}

/* The conversation as the agent names it at its end. One that it could not take
 * up is not lost for what it says then. */
void
hostid_ended(struct host *h)
{
	struct hostevidence *he = &h->evidence;
	bool well = WIFEXITED(h->status) && WEXITSTATUS(h->status) == 0;
	char *id;

	if (he->adapter == NULL || he->adapter->resume_hint == NULL ||
	    (he->conversation != NULL && !well && !h->stopping && !h->resting))
		return;
	id = find_hint(h);
	if (id != NULL && strlen(id) <= HOOKS_ID_MAX && *id != '\0' &&
	    *id != '-')
		set(&he->conversation, xstrdup(id));
	free(id);
}
