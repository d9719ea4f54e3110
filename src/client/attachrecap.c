/* SPDX-License-Identifier: ISC */
/* attachrecap: a line about what has happened since the last visit (S-53). */

#include <stdlib.h>

#include "base/jv.h"
#include "base/loop.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/agentrow.h"
#include "client/attachrecap.h"
#include "client/attachview_internal.h"
#include "client/linedraw.h"
#include "client/model.h"
#include "term/intern.h"
#include "tty/frame.h"

#define RECAP_MS 4000

/* "done 9m ago", "permission prompt for 9m". */
static char *
state_text(const struct entry *e, int64_t changed, int64_t now)
{
	const char *state = model_state_name(e->state);
	char age[32];

	agentrow_age(now - changed, age, sizeof age);
	if (e->state == MODEL_BLOCKED && e->waiting_for != NULL)
		state = e->waiting_for;
	if (e->state == MODEL_BLOCKED || e->state == MODEL_WORKING)
		return xasprintf("%s for %s", state, age);
	return xasprintf("%s %s ago", state, age);
}

static char *
line_text(const struct entry *e, int64_t since, int64_t turns, int64_t now)
{
	const char *dot = utf8_locale() ? "·" : "-";
	int64_t changed = jv_int(e->object, "changedAt", now);
	const char *said = model_text(e);
	char age[32], *state, *count, *text;

	if (turns == 0 && (e->state != MODEL_BLOCKED || changed < since))
		return NULL;
	agentrow_age(now - since, age, sizeof age);
	state = state_text(e, changed, now);
	count = turns == 0 ? xstrdup("") :
			     xasprintf("%lld turn%s %s ", (long long)turns,
				 turns == 1 ? "" : "s", dot);
	text = xasprintf("in the last %s: %s%s%s%s%s%s", age, count, state,
	    *said != '\0' ? " " : "", *said != '\0' ? dot : "",
	    *said != '\0' ? " " : "", said);
	free(count);
	free(state);
	return text;
}

char *
attachrecap_text(const struct jv *result, int64_t now)
{
	const struct jv *recap = jv_get_object(result, "recap");
	const struct jv *session = jv_get_object(result, "session");
	int64_t since = jv_int(recap, "since", 0);
	int64_t turns = jv_int(recap, "turns", 0);
	struct model *m;
	char *text = NULL;

	if (recap == NULL || since <= 0 || since > now || turns < 0)
		return NULL;
	/* As a list of one, which cleans it. */
	m = model_create(NULL, NULL);
	(void)model_event(m, "added", session);
	if (model_count(m) == 1)
		text = line_text(model_at(m, 0), since, turns, now);
	model_destroy(m);
	return text;
}

void
attachrecap_started(struct attachview *v, const struct jv *result)
{
	/* Under its next host the visit goes on. */
	if (v->begun || !v->options->recap)
		return;
	free(v->recap);
	v->recap = attachrecap_text(result, wall_ms());
	if (v->recap != NULL)
		loop_timer_start(v->recapping, RECAP_MS);
}

void
attachrecap_draw(struct attachview *v, struct frame *f)
{
	struct style style = { .attr = ATTR_DIM };

	if (v->recap == NULL || f->rows < 2)
		return;
	linedraw_fill(f, f->rows - 1, 0, f->cols, " ", 0);
	linedraw_cut(f, f->rows - 1, 0, f->cols, v->recap,
	    utf8_locale() ? "…" : "~", intern_style(v->intern, &style));
}

void
attachrecap_drop(struct attachview *v)
{
	if (v->recap == NULL)
		return;
	loop_timer_stop(v->recapping);
	attachrecap_fire(v);
}

void
attachrecap_fire(void *arg)
{
	struct attachview *v = arg;

	free(v->recap);
	v->recap = NULL;
	attachview_show(v);
}
