/* SPDX-License-Identifier: ISC */
/* playing: a recording played to an adapter's rules as a host would judge them:
 * the screen at most four times a second, reports at once. Hooks and processes
 * are not in recordings. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/adapter.h"
#include "agent/evidence.h"
#include "agent/region.h"
#include "agent/rules.h"
#include "agent/status.h"
#include "base/jv.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cmd/playing.h"
#include "term/plain.h"
#include "term/screen.h"
#include "term/vt.h"

#define LOOK_MS	 250
#define QUIET_MS 300

struct playing {
	const struct adapter *adapter;
	struct vt *vt;
	struct evidence all;
	struct status *status;
	int64_t now; /* ms of the recording, from 1 */
	int64_t looked;
	bool stirred; /* since then */
	int progress_state;
	int progress;
	char *told; /* owned: the line printed last */
	void (*print)(const char *line, void *arg);
	void *arg;
};

static void
judge(struct playing *p)
{
	struct evidence_verdict v;
	const struct evidence_item *it;
	char *line;

	evidence_judge(&p->all, p->now, &v);
	if (v.source == EVIDENCE_NSOURCES)
		return;
	it = &p->all.items[v.source];
	line = xasprintf("%-8s %-8s %s%s%s%s%s%s%s%s",
	    agent_state_name(v.state), evidence_name(v.source),
	    it->rule == NULL ? "-" : it->rule, it->region == NULL ? "" : " in ",
	    it->region == NULL ? "" : it->region,
	    v.waiting_for == NULL ? "" : ", ",
	    v.waiting_for == NULL ? "" : v.waiting_for,
	    v.borrowed ? ", borrowed" : "", v.message == NULL ? "" : ": ",
	    v.message == NULL ? "" : v.message);
	if (p->told == NULL || strcmp(p->told, line) != 0) {
		free(p->told);
		p->told = line;
		line = xasprintf("%9.3f  %s", (double)p->now / 1000, p->told);
		p->print(line, p->arg);
	}
	free(line);
}

static void
rules_say(struct playing *p, const struct shown_screen *s, bool outside)
{
	enum evidence_source source =
	    outside ? EVIDENCE_TITLE : EVIDENCE_SCREEN;
	struct rules_verdict v;
	char *region;

	rules_judge(p->adapter->rules, p->adapter->prompt, s, outside, &v);
	if (!v.keep) {
		evidence_say(&p->all, source, v.state, v.waiting_for, v.message,
		    p->now);
		region = v.rule == NULL ? NULL : region_name(&v.region);
		evidence_matched(&p->all, source, v.rule, region);
		free(region);
	}
	rules_clear(&v);
}

static void
look(struct playing *p)
{
	struct shown_screen s;

	plain_screen(p->vt, &s);
	s.progress_state = p->progress_state;
	s.progress = p->progress;
	rules_say(p, &s, true);
	rules_say(p, &s, false);
	shown_clear(&s);
	p->looked = p->now;
	p->stirred = false;
	judge(p);
}

static void
status_says(struct playing *p)
{
	evidence_status(&p->all, p->status, p->adapter->idle_after_turn,
	    p->now);
	judge(p);
}

static void
on_note(const struct term_note *note, void *arg)
{
	struct playing *p = arg;

	if (note->type == NOTE_STATUS) {
		if (status_feed(p->status, note->text) >= 0)
			status_says(p);
	} else if (note->type == NOTE_PROGRESS) {
		p->progress_state = note->a;
		p->progress = note->b;
		evidence_say(&p->all, EVIDENCE_PROGRESS,
		    note->a == 1 || note->a == 3 ? AGENT_WORKING : AGENT_NONE,
		    NULL, NULL, p->now);
	} else if (note->type == NOTE_RESET && status_reset(p->status))
		status_says(p);
	else if (note->type == NOTE_PROMPT && note->a == 'A' &&
	    status_ended(p->status))
		status_says(p);
}

/* Time goes on to ms: look when a host would have looked meanwhile. */
static void
pass(struct playing *p, int64_t ms)
{
	int64_t at = p->looked + LOOK_MS;

	if (p->stirred && ms >= at) {
		p->now = at > p->now ? at : p->now;
		look(p);
	}
	if (ms > p->now)
		p->now = ms;
}

static void
play_event(struct playing *p, const struct jv *event)
{
	const char *type = jv_string_at(event, 1);
	const char *data = jv_string_at(event, 2);
	unsigned cols, rows;
	char *clean, *line;

	if (type == NULL || data == NULL)
		return;
	if (*type == 'o') {
		evidence_output(&p->all, p->now);
		vt_feed(p->vt, data, strlen(data));
		p->stirred = true;
	} else if (*type == 'r' && sscanf(data, "%4ux%4u", &cols, &rows) == 2) {
		vt_resize(p->vt, rows, cols);
		p->stirred = true;
	} else if (*type == 'm') {
		if (p->stirred)
			look(p);
		clean = utf8_clean(data, strlen(data), 256);
		line = xasprintf("%9.3f  # %s", (double)p->now / 1000, clean);
		p->print(line, p->arg);
		free(line);
		free(clean);
	}
}

static const struct vt_callbacks callbacks = { .note = on_note };

/* The size in the first line; 0, or -1 and *cause. */
static int
start(struct playing *p, const char *line, size_t n, char **cause)
{
	struct jv *v = jv_parse(line, n, cause);
	int64_t cols, rows;

	if (v == NULL)
		return -1;
	cols = jv_int(v, "width", 80);
	rows = jv_int(v, "height", 24);
	if (jv_int(v, "version", 0) != 2 || cols < TERM_MIN_COLS ||
	    cols > TERM_MAX_COLS || rows < TERM_MIN_ROWS ||
	    rows > TERM_MAX_ROWS)
		*cause = xstrdup("is no asciicast of version 2");
	jv_free(v);
	if (*cause != NULL)
		return -1;
	p->vt = vt_create((unsigned)rows, (unsigned)cols, 0, &callbacks, p);
	return 0;
}

static int
play_line(struct playing *p, const char *line, size_t n, char **cause)
{
	struct jv *v, *at;
	double seconds = 0;
	char *text;

	if (p->vt == NULL)
		return start(p, line, n, cause);
	v = jv_parse(line, n, cause);
	if (v == NULL)
		return -1;
	at = jv_at(v, 0);
	if (at != NULL) {
		text = jv_text(at, false);
		seconds = strtod(text, NULL);
		free(text);
	}
	if (seconds >= 0 && seconds < 1e9)
		pass(p, (int64_t)(seconds * 1000) + 1);
	play_event(p, v);
	jv_free(v);
	return 0;
}

int
playing_run(const struct adapter *a, const char *text, size_t n,
    void (*print)(const char *, void *), void *arg, char **cause)
{
	struct playing p = { .adapter = a,
		.now = 1,
		.looked = -LOOK_MS,
		.print = print,
		.arg = arg };
	const char *end;
	char *why = NULL;
	size_t line = 0;
	int r = 0;

	evidence_init(&p.all);
	p.status = status_create();
	for (; n > 0 && r == 0; n -= (size_t)(end - text), text = end) {
		end = memchr(text, '\n', n);
		end = end == NULL ? text + n : end + 1;
		line++;
		if (end - text > 1)
			r = play_line(&p, text, (size_t)(end - text), &why);
	}
	if (r == 0 && p.vt == NULL) {
		why = xstrdup("is empty");
		r = -1;
	}
	if (r == 0)
		pass(&p, p.now + QUIET_MS);
	if (r != 0)
		*cause = xasprintf("line %zu: %s", line, why);
	free(why);
	evidence_clear(&p.all);
	status_destroy(p.status);
	vt_destroy(p.vt);
	free(p.told);
	return r;
}
