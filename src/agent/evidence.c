/* SPDX-License-Identifier: ISC */
/* evidence: weighs what the sources say; it asks none of them.
 *
 * Exit comes first. What a program says of itself (report, OSC 7501; the newer
 * of the two) holds until it is replaced or taken back. A hook is an edge: it
 * tells that something has happened, and no hook tells of everything (none is
 * run when the person presses Escape), so it yields to title, progress and
 * screen as soon as these say something that is of output after it. An 'idle'
 * of theirs does not speak against a 'done': that is what done looks like.
 * Then come title and progress (the newer), the screen, and quiet.
 *
 * Agents forget to say that they ask: a dialog on the screen borrows the state
 * from a 'working' that is old enough and older than the last output, and gives
 * it back when it is gone.
 */

#include "agent/evidence.h"
#include "agent/status.h"
#include "base/xmalloc.h"

static const char *const evidence_names[] = {
	[EVIDENCE_EXIT] = "exit",
	[EVIDENCE_REPORT] = "report",
	[EVIDENCE_STATUS] = "osc 7501",
	[EVIDENCE_HOOK] = "hook",
	[EVIDENCE_TITLE] = "title",
	[EVIDENCE_PROGRESS] = "osc 9;4",
	[EVIDENCE_SCREEN] = "screen",
	[EVIDENCE_QUIET] = "quiet",
};

void
evidence_init(struct evidence *e)
{
	size_t i;

	memset(e, 0, sizeof *e);
	for (i = 0; i < EVIDENCE_NSOURCES; i++)
		e->items[i].state = AGENT_NONE;
}

static void
clear_texts(struct evidence_item *it)
{
	free(it->waiting_for);
	free(it->message);
	free(it->rule);
	free(it->region);
	it->waiting_for = it->message = it->rule = it->region = NULL;
}

void
evidence_clear(struct evidence *e)
{
	size_t i;

	for (i = 0; i < EVIDENCE_NSOURCES; i++)
		clear_texts(&e->items[i]);
	evidence_init(e);
}

const char *
evidence_name(enum evidence_source source)
{
	return source == EVIDENCE_NSOURCES ? "none" : evidence_names[source];
}

void
evidence_output(struct evidence *e, int64_t now)
{
	e->output++;
	e->output_at = now;
}

void
evidence_say(struct evidence *e, enum evidence_source source,
    enum agent_state state, const char *waiting_for, const char *message,
    int64_t now)
{
	struct evidence_item *it = &e->items[source];
	char *waiting = NULL, *text = NULL;

	if (state == AGENT_BLOCKED)
		waiting =
		    xstrdup(waiting_for == NULL ? "input needed" : waiting_for);
	if (message != NULL && state != AGENT_NONE)
		text = xstrdup(message);
	clear_texts(it);
	it->waiting_for = waiting;
	it->message = text;
	if (it->state != state)
		it->since = now;
	it->state = state;
	it->at = now;
	it->output = e->output;
	if (source == EVIDENCE_HOOK)
		e->yielded = false;
}

void
evidence_status(struct evidence *e, const struct status *status,
    bool idle_after_turn, int64_t now)
{
	const struct status_record *r = status_main(status);
	enum agent_state was = e->items[EVIDENCE_STATUS].state;

	if (idle_after_turn && r != NULL && r->state == AGENT_IDLE &&
	    (was == AGENT_DONE || was == AGENT_FAILED))
		return;
	if (r == NULL)
		evidence_say(e, EVIDENCE_STATUS, AGENT_NONE, NULL, NULL, now);
	else
		evidence_say(e, EVIDENCE_STATUS, r->state,
		    r->state == AGENT_BLOCKED ? status_waiting(r) : NULL,
		    r->msg != NULL ? r->msg : r->title, now);
	evidence_matched(e, EVIDENCE_STATUS,
	    r == NULL || *r->id == '\0' ? NULL : r->id, NULL);
}

void
evidence_matched(struct evidence *e, enum evidence_source source,
    const char *rule, const char *region)
{
	struct evidence_item *it = &e->items[source];

	free(it->rule);
	free(it->region);
	it->rule = rule == NULL ? NULL : xstrdup(rule);
	it->region = region == NULL ? NULL : xstrdup(region);
}

static bool
says(const struct evidence *e, enum evidence_source source)
{
	return e->items[source].state != AGENT_NONE;
}

/* The newer of two that say something, the first of equals; EVIDENCE_NSOURCES
 * if neither does. */
static enum evidence_source
newer(const struct evidence *e, enum evidence_source a, enum evidence_source b)
{
	if (!says(e, a))
		return says(e, b) ? b : EVIDENCE_NSOURCES;
	if (!says(e, b))
		return a;
	return e->items[b].at > e->items[a].at ? b : a;
}

/* Title, progress or screen, whichever ranks first; EVIDENCE_NSOURCES. */
static enum evidence_source
shown(const struct evidence *e, uint64_t after)
{
	static const enum evidence_source order[] = { EVIDENCE_TITLE,
		EVIDENCE_PROGRESS, EVIDENCE_SCREEN };
	bool fresh[nitems(order)];
	size_t i;

	for (i = 0; i < nitems(order); i++)
		fresh[i] =
		    says(e, order[i]) && e->items[order[i]].output >= after;
	if (fresh[0] && fresh[1])
		return newer(e, EVIDENCE_TITLE, EVIDENCE_PROGRESS);
	for (i = 0; i < nitems(order); i++)
		if (fresh[i])
			return order[i];
	return EVIDENCE_NSOURCES;
}

/* Whether the hook has been overtaken. */
static bool
is_overtaken(const struct evidence *e)
{
	const struct evidence_item *hook = &e->items[EVIDENCE_HOOK];
	enum evidence_source s = shown(e, hook->output + 1);

	if (s != EVIDENCE_NSOURCES && hook->state == AGENT_DONE &&
	    e->items[s].state == AGENT_IDLE)
		return false;
	return s != EVIDENCE_NSOURCES;
}

static enum evidence_source
first(const struct evidence *e)
{
	enum evidence_source s;

	if (says(e, EVIDENCE_EXIT))
		return EVIDENCE_EXIT;
	s = newer(e, EVIDENCE_REPORT, EVIDENCE_STATUS);
	if (s != EVIDENCE_NSOURCES)
		return s;
	if (says(e, EVIDENCE_HOOK) && !e->yielded)
		return EVIDENCE_HOOK;
	s = shown(e, 0);
	if (s == EVIDENCE_NSOURCES && says(e, EVIDENCE_QUIET))
		s = EVIDENCE_QUIET;
	return s;
}

/* Whether the screen borrows the state from s; *again is when it could. */
static bool
borrows(const struct evidence *e, enum evidence_source s, int64_t now,
    int64_t *again)
{
	const struct evidence_item *it;

	if (s >= EVIDENCE_SCREEN || s == EVIDENCE_EXIT ||
	    e->items[EVIDENCE_SCREEN].state != AGENT_BLOCKED)
		return false;
	it = &e->items[s];
	if (it->state != AGENT_WORKING)
		return false;
	if (e->borrowed)
		return true;
	if (it->output >= e->output)
		return false;
	if (now - it->at >= EVIDENCE_BORROW_MS)
		return true;
	*again = it->at + EVIDENCE_BORROW_MS;
	return false;
}

static const char *
message_of(const struct evidence *e, enum evidence_source s)
{
	enum agent_state state = e->items[s].state;

	for (; s < EVIDENCE_NSOURCES; s++)
		if (e->items[s].state == state && e->items[s].message != NULL)
			return e->items[s].message;
	return NULL;
}

/* Programs call all that needs leave a permission; the screen tells trust and
 * sign-in from it. */
static const char *
waiting_of(const struct evidence *e, enum evidence_source s)
{
	const char *said = e->items[s].waiting_for;
	const char *seen = e->items[EVIDENCE_SCREEN].waiting_for;

	if (said == NULL || seen == NULL ||
	    strcmp(said, "permission prompt") != 0 ||
	    (strcmp(seen, "trust") != 0 && strcmp(seen, "sign-in") != 0))
		return said;
	return seen;
}

void
evidence_judge(struct evidence *e, int64_t now, struct evidence_verdict *v)
{
	memset(v, 0, sizeof *v);
	/* While others outrank it, too. */
	if (is_overtaken(e))
		e->yielded = true;
	v->source = first(e);
	v->state = AGENT_NONE;
	if (v->source == EVIDENCE_NSOURCES) {
		e->borrowed = false;
		return;
	}
	e->borrowed = borrows(e, v->source, now, &v->again);
	v->borrowed = e->borrowed;
	if (v->borrowed)
		v->source = EVIDENCE_SCREEN;
	v->state = e->items[v->source].state;
	v->waiting_for = waiting_of(e, v->source);
	v->message = message_of(e, v->source);
}
