/* SPDX-License-Identifier: ISC */
/* hostevidence: collects what is known of the session's state from its
 * terminal, its processes and those who report, and has it judged.
 *
 * What comes in the output is judged as soon as that has been taken in; the
 * rules are tried on a screen that has changed, at most four times a second and
 * once after quiet (see watch). One timer is for what time alone changes. At
 * rest nothing runs. */

#include <stdlib.h>
#include <string.h>

#include "agent/adapter.h"
#include "agent/hooks.h"
#include "agent/pattern.h"
#include "agent/promptline.h"
#include "agent/region.h"
#include "agent/rules.h"
#include "agent/status.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostask.h"
#include "host/hostevent.h"
#include "host/hostevidence.h"
#include "host/hostid.h"
#include "host/hosttold.h"
#include "host/pty.h"
#include "host/watch.h"
#include "term/plain.h"
#include "term/screen.h"
#include "term/text.h"
#include "term/vt.h"

#define LIMIT_MAX      256 /* bytes */
#define SUGGESTION_MAX 512
#define BEGIN_MS       30000  /* from an empty prompt to the task */
#define BEGIN_MAX_MS   120000 /* from the start */

static int64_t
now_ms(void)
{
	return monotime_now().ms;
}

/* The host's word for a state; what is not known is working, as at a start. */
static enum host_state
state_of(enum agent_state state)
{
	switch (state) {
	case AGENT_BLOCKED:
		return STATE_BLOCKED;
	case AGENT_IDLE:
		return STATE_IDLE;
	case AGENT_DONE:
		return STATE_DONE;
	case AGENT_FAILED:
		return STATE_FAILED;
	default:
		return STATE_WORKING;
	}
}

static enum agent_state
agent_state_of(int state)
{
	switch (state) {
	case STATE_WORKING:
		return AGENT_WORKING;
	case STATE_BLOCKED:
		return AGENT_BLOCKED;
	case STATE_IDLE:
		return AGENT_IDLE;
	case STATE_DONE:
		return AGENT_DONE;
	case STATE_FAILED:
		return AGENT_FAILED;
	default:
		return AGENT_NONE;
	}
}

/* An agent that was given a task, and has shown nothing but that it is ready
 * for one: until when it is taken for one that comes to it. 0: not at all. */
static int64_t
begins_until(struct host *h)
{
	struct hostevidence *he = &h->evidence;
	int64_t now = now_ms(), until = he->born + BEGIN_MAX_MS;

	if (h->state != STATE_IDLE || !h->boot->tasked || he->begun ||
	    h->prompted || he->adapter == NULL ||
	    (he->adapter->rules == NULL && he->adapter->hooks == NULL))
		return 0;
	if (he->ready_at == 0 && hostevidence_knows(h))
		he->ready_at = now;
	if (he->ready_at != 0 && he->ready_at + BEGIN_MS < until)
		until = he->ready_at + BEGIN_MS;
	return now < until ? until : 0;
}

/* Judge, and tell what has changed. */
static void
judge(struct host *h)
{
	struct hostevidence *he = &h->evidence;
	enum host_state was = h->state;
	unsigned what = 0;
	struct jv *said;
	char *text;
	int64_t now = now_ms(), begins;

	/* What an agent shows while it ends for want of use is no state. */
	if ((h->phase != HOST_UP && h->phase != HOST_STARTING) || h->resting)
		return;
	he->news = false;
	evidence_judge(&he->all, now, &he->verdict);
	h->state = state_of(he->verdict.state);
	if (h->state == STATE_IDLE && h->boot->unprompted && !h->prompted) {
		/* It is ready, and needs the person to say for what. */
		h->state = STATE_BLOCKED;
		he->verdict.waiting_for = "first prompt";
	}
	if ((begins = begins_until(h)) != 0) {
		h->state = STATE_WORKING;
		if (he->verdict.again <= now || begins < he->verdict.again)
			he->verdict.again = begins;
	}
	hostid_judged(h);
	if (he->verdict.again > now)
		loop_timer_start(he->timer, he->verdict.again - now);
	said = jv_object();
	hosttold_put(h, said);
	text = jv_text(said, false);
	jv_free(said);
	if (h->state != was) {
		what |= CHANGE_STATE;
		h->active = monotime_now();
		if (was == STATE_WORKING && h->state != STATE_BLOCKED)
			recap_turn(h);
		if (was == STATE_WORKING && host_turn_ended(h))
			what |= CHANGE_SUMMARY;
	}
	if (begins == 0 && hostevidence_knows(h)) {
		if (h->state == STATE_WORKING)
			h->prompted = true;
		if (h->state != STATE_IDLE && h->state != STATE_BLOCKED)
			he->begun = true;
	}
	if (he->told == NULL || strcmp(text, he->told) != 0)
		what |= CHANGE_SAID;
	free(he->told);
	he->told = text;
	if (what != 0)
		hostevent_tell(h, what);
	hostask_judged(h);
}

static void
fire(void *arg)
{
	struct host *h = arg;

	hostevidence_look(h, true);
}

static void
load_adapter(struct host *h)
{
	struct hostevidence *he = &h->evidence;
	char *cause = NULL;

	if (h->boot->exec || h->boot->adapter == NULL)
		return;
	he->adapter = adapter_find(h->boot->adapter, &h->boot->env, &cause);
	if (he->adapter == NULL) {
		log_warnx("no rules: %s", cause);
		he->problem = cause;
	}
}

void
hostevidence_init(struct host *h)
{
	struct hostevidence *he = &h->evidence;

	memset(he, 0, sizeof(*he));
	evidence_init(&he->all);
	he->verdict.state = AGENT_NONE;
	he->verdict.source = EVIDENCE_NSOURCES;
	he->status = status_create();
	he->timer = loop_timer_create(h->loop, fire, h);
	he->born = now_ms();
	if (h->boot->conversation != NULL)
		he->conversation = xstrdup(h->boot->conversation);
	load_adapter(h);
}

static void
set_text(char **out, char *text)
{
	free(*out);
	*out = text;
}

void
hostevidence_clear(struct host *h)
{
	struct hostevidence *he = &h->evidence;

	loop_timer_destroy(he->timer);
	adapter_destroy(he->adapter);
	free(he->problem);
	evidence_clear(&he->all);
	status_destroy(he->status);
	free(he->dialog);
	free(he->dialog_rule);
	dialog_clear(&he->seen);
	free(he->suggestion);
	free(he->limit);
	free(he->told);
	free(he->conversation);
	free(he->next);
}

void
hostevidence_output(struct host *h)
{
	evidence_output(&h->evidence.all, now_ms());
}

void
hostevidence_fed(struct host *h)
{
	if (h->evidence.news)
		judge(h);
}

/* The records of OSC 7501 have changed, or were told again. */
static void
status_says(struct host *h)
{
	struct hostevidence *he = &h->evidence;

	evidence_status(&he->all, he->status,
	    he->adapter != NULL && he->adapter->idle_after_turn, now_ms());
	he->news = true;
}

static void
progress_says(struct host *h, int state, int percent)
{
	struct hostevidence *he = &h->evidence;

	he->progress_state = state;
	he->progress = percent;
	he->title_news = true;
	if (!h->boot->exec)
		evidence_say(&he->all, EVIDENCE_PROGRESS,
		    state == 1 || state == 3 ? AGENT_WORKING : AGENT_NONE, NULL,
		    NULL, now_ms());
	he->news = true;
}

void
hostevidence_note(struct host *h, const struct term_note *note)
{
	struct hostevidence *he = &h->evidence;

	switch (note->type) {
	case NOTE_STATUS:
		if (status_feed(he->status, note->text) >= 0)
			status_says(h);
		break;
	case NOTE_PROGRESS:
		progress_says(h, note->a, note->b);
		break;
	case NOTE_TITLE:
		he->title_news = true;
		break;
	case NOTE_PROMPT:
		if (note->a == 'A' && status_ended(he->status))
			status_says(h);
		break;
	case NOTE_RESET:
		if (status_reset(he->status))
			status_says(h);
		progress_says(h, 0, 0);
		break;
	default:
		break;
	}
}

/* What the rules of one kind say. */
static void
rules_say(struct host *h, const struct shown_screen *s, bool outside,
    struct rules_verdict *v)
{
	struct hostevidence *he = &h->evidence;
	enum evidence_source source =
	    outside ? EVIDENCE_TITLE : EVIDENCE_SCREEN;
	char *region;

	rules_judge(he->adapter->rules, he->adapter->prompt, s, outside, v);
	if (v->keep)
		return;
	evidence_say(&he->all, source, v->state, v->waiting_for, v->message,
	    now_ms());
	region = v->rule == NULL ? NULL : region_name(&v->region);
	evidence_matched(&he->all, source, v->rule, region);
	free(region);
}

/* A dialog that is shown, or none. */
static void
dialog_says(struct host *h, const struct shown_screen *s,
    const struct rules_verdict *v)
{
	struct hostevidence *he = &h->evidence;
	struct dialog_seen seen = { 0 };
	bool same;

	if (v->keep)
		return;
	if (v->state == AGENT_BLOCKED && v->dialog != NULL)
		dialogs_read(he->adapter->dialogs, v->dialog, s, &seen);
	same = (v->dialog == NULL) == (he->dialog == NULL) &&
	    (v->dialog == NULL ||
		(strcmp(v->dialog, he->dialog) == 0 &&
		    dialog_same(&seen, &he->seen)));
	if (!same) {
		he->generation++;
		he->dialog_at = monotime_now();
	}
	dialog_clear(&he->seen);
	he->seen = seen;
	set_text(&he->dialog, v->dialog == NULL ? NULL : xstrdup(v->dialog));
	set_text(&he->dialog_rule, v->rule == NULL ? NULL : xstrdup(v->rule));
	if (!same)
		hostask_dialog(h);
}

static void
texts_say(struct host *h, const struct shown_screen *s)
{
	static const struct region whole = { REGION_WHOLE, 0 };
	struct hostevidence *he = &h->evidence;
	struct pattern_span g[PATTERN_GROUPS];
	struct promptline_seen prompt;
	char *text, *limit = NULL;

	promptline_find(he->adapter->prompt, s, &prompt);
	set_text(&he->suggestion,
	    prompt.suggestion == NULL || !prompt.empty ?
		NULL :
		utf8_clean(prompt.suggestion, strlen(prompt.suggestion),
		    SUGGESTION_MAX));
	promptline_clear(&prompt);
	if (he->adapter->limit != NULL) {
		text = region_text(s, &whole);
		if (pattern_match(he->adapter->limit, text, g)) {
			if (g[1].start == -1)
				g[1] = g[0];
			limit = utf8_clean(text + g[1].start,
			    (size_t)(g[1].end - g[1].start), LIMIT_MAX);
		}
		free(text);
	}
	set_text(&he->limit, limit);
}

static void
look_screen(struct host *h)
{
	struct hostevidence *he = &h->evidence;
	struct screen *screen = vt_screen(h->vt);
	struct rules_verdict v;
	struct shown_screen s;
	bool changed;

	changed = !he->looked || screen_changed(screen, he->mark);
	if (he->adapter == NULL || (!changed && !he->title_news))
		return;
	he->looked = true;
	he->mark = screen_mark(screen);
	plain_screen(h->vt, &s);
	s.progress_state = he->progress_state;
	s.progress = he->progress;
	if (he->title_news || he->all.items[EVIDENCE_TITLE].at == 0) {
		rules_say(h, &s, true, &v);
		rules_clear(&v);
	}
	he->title_news = false;
	if (changed) {
		rules_say(h, &s, false, &v);
		dialog_says(h, &s, &v);
		texts_say(h, &s);
		rules_clear(&v);
	}
	shown_clear(&s);
}

/* Nothing else may be known: see what the processes do, and whether it
 * writes. */
static void
look_quiet(struct host *h)
{
	struct hostevidence *he = &h->evidence;
	enum agent_state state = AGENT_WORKING;
	int64_t left;

	left = he->all.output_at + HOSTEVIDENCE_QUIET_MS - now_ms();
	if (watch_at_prompt(pty_foreground(h->pty)) ||
	    (!h->boot->exec && he->all.output_at != 0 && left <= 0))
		state = AGENT_IDLE;
	else if (!h->boot->exec && he->all.output_at != 0)
		loop_timer_start(he->timer, left);
	evidence_say(&he->all, EVIDENCE_QUIET, state, NULL, NULL, now_ms());
}

void
hostevidence_look(struct host *h, bool quiet)
{
	if (h->phase != HOST_UP)
		return;
	look_screen(h);
	if (quiet)
		look_quiet(h);
	judge(h);
}

void
hostevidence_said(struct host *h)
{
	evidence_say(&h->evidence.all, EVIDENCE_REPORT,
	    agent_state_of(h->said.state), h->said.waiting_for, h->said.message,
	    now_ms());
	judge(h);
}

int
hostevidence_hook(struct host *h, const struct hooks_event *ev, char **cause)
{
	struct hostevidence *he = &h->evidence;

	if (!hostid_accepts(h, ev)) {
		*cause = xstrdup("this event is of another conversation");
		return -1;
	}
	if (ev->summary != NULL) {
		set_text(&h->said.summary,
		    utf8_clean(ev->summary, strlen(ev->summary),
			SAID_TEXT_MAX));
		he->sums_up = true;
		h->summary_new = false;
		hostevent_tell(h, CHANGE_SUMMARY);
	}
	if (ev->loop != -1 || ev->ids == HOOKS_ID_FOLLOW) {
		he->runs = ev->loop == 1 ? he->runs + 1 : 0;
		he->loops = ev->loop == 1;
		he->runs_at = (int64_t)ev->next * 1000;
	}
	if (ev->state != AGENT_NONE) {
		evidence_say(&he->all, EVIDENCE_HOOK, ev->state,
		    ev->waiting_for, ev->message, now_ms());
		evidence_matched(&he->all, EVIDENCE_HOOK, ev->event, NULL);
	}
	judge(h);
	return 0;
}

int
hostevidence_adapter(struct host *h, const char *path, const char *text,
    size_t n, char **cause)
{
	struct hostevidence *he = &h->evidence;
	struct adapter *a = adapter_parse(text, n, path, cause);

	if (a != NULL &&
	    (h->boot->adapter == NULL ||
		strcmp(a->name, h->boot->adapter) != 0)) {
		*cause = xasprintf("%s: name: is '%s'", path, a->name);
		adapter_destroy(a);
		a = NULL;
	}
	if (a == NULL) {
		log_warnx("the rules stay as they are: %s", *cause);
		set_text(&he->problem, xstrdup(*cause));
		return -1;
	}
	adapter_destroy(he->adapter);
	he->adapter = a;
	set_text(&he->problem, NULL);
	he->looked = false;
	he->title_news = true;
	hostevidence_look(h, false);
	return 0;
}

void
hostevidence_ended(struct host *h)
{
	struct hostevidence *he = &h->evidence;

	hostid_ended(h);

	loop_timer_stop(he->timer);
	status_ended(he->status);
	he->progress_state = 0;
	set_text(&he->dialog, NULL);
	set_text(&he->suggestion, NULL);
}

bool
hostevidence_knows(const struct host *h)
{
	return h->evidence.verdict.source < EVIDENCE_QUIET;
}
