/* SPDX-License-Identifier: ISC */
/* hosttold: the evidence as JSON, for the session's object and for explain;
 * hostevidence collects it. */

#include <string.h>

#include "agent/adapter.h"
#include "agent/status.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostevidence.h"
#include "host/hosttold.h"

static void
put_text(struct jv *jv, const char *key, const char *text)
{
	if (text != NULL)
		jv_set_string(jv, key, text);
	else
		jv_set_null(jv, key);
}

static struct jv *
dialog_object(const struct hostevidence *he)
{
	struct jv *dialog = jv_object(), *options = jv_array(), *one;
	const struct dialog_option *o;
	struct dialog_spec spec;
	size_t i;

	jv_set_string(dialog, "rule", he->dialog_rule);
	jv_set_string(dialog, "name", he->dialog);
	if (he->adapter != NULL &&
	    dialogs_find(he->adapter->dialogs, he->dialog, &spec) == 0)
		jv_set_string(dialog, "kind", spec.kind);
	jv_set_string(dialog, "question", he->seen.question);
	for (i = 0; i < he->seen.n; i++) {
		o = &he->seen.options[i];
		one = jv_object();
		jv_set_string(one, "label", o->label);
		jv_set_string(one, "key", o->key);
		jv_set_bool(one, "selected", o->selected);
		jv_append(options, one);
	}
	jv_set(dialog, "options", options);
	jv_set_int(dialog, "generation", he->generation);
	return dialog;
}

static int
progress_of(const struct host *h)
{
	const struct hostevidence *he = &h->evidence;
	const struct status_record *r = status_main(he->status);

	if (h->said.progress != -1)
		return h->said.progress;
	if (r != NULL && r->progress != -1)
		return r->progress;
	if (he->progress_state == 0 || he->progress_state == 3)
		return -1;
	return he->progress;
}

static void
put_items(const struct host *h, struct jv *jv)
{
	struct jv *items;
	unsigned done, total;

	status_items(h->evidence.status, &done, &total);
	if (total == 0) {
		jv_set_null(jv, "items");
		return;
	}
	items = jv_object();
	jv_set_int(items, "done", done);
	jv_set_int(items, "total", total);
	jv_set(jv, "items", items);
}

/* Of what runs again and again (S-26), as it was reported, else as its hooks
 * tell. */
static void
put_loop(const struct host *h, struct jv *jv)
{
	const struct said *said = &h->said;
	const struct hostevidence *he = &h->evidence;
	bool reported = said->runs != -1 || said->next_at != 0, asleep;
	struct jv *loop;

	if (!reported && (!he->loops || h->ended_at != 0)) {
		jv_set_null(jv, "loop");
		return;
	}
	loop = jv_object();
	if (!reported) {
		jv_set_int(loop, "runs", he->runs);
		asleep = h->state == STATE_DONE || h->state == STATE_IDLE;
		jv_set_bool(loop, "asleep", asleep);
		if (asleep && he->runs_at != 0)
			jv_set_int(loop, "nextAt", he->runs_at);
	}
	if (said->runs != -1)
		jv_set_int(loop, "runs", said->runs);
	if (said->next_at != 0)
		jv_set_int(loop, "nextAt", said->next_at);
	jv_set(jv, "loop", loop);
}

/* Those that were reported, then those that were printed. */
static void
put_prs(const struct host *h, struct jv *jv)
{
	struct jv *prs =
	    h->said.prs != NULL ? jv_copy(h->said.prs) : jv_array();

	prseen_put(&h->prseen, prs);
	if (jv_count(prs) > 0)
		jv_set(jv, "prs", prs);
	else {
		jv_set_null(jv, "prs");
		jv_free(prs);
	}
}

/* The question stands in for a message where a dialog has no better one. */
static const char *
message_of(const struct host *h, bool blocked)
{
	const struct hostevidence *he = &h->evidence;

	if (he->verdict.message != NULL && h->ended_at == 0)
		return he->verdict.message;
	if (blocked && he->dialog != NULL && he->seen.question != NULL &&
	    *he->seen.question != '\0')
		return he->seen.question;
	return NULL;
}

void
hosttold_put(const struct host *h, struct jv *jv)
{
	const struct hostevidence *he = &h->evidence;
	bool blocked = h->ended_at == 0 && h->state == STATE_BLOCKED;

	put_text(jv, "waitingFor", blocked ? he->verdict.waiting_for : NULL);
	put_text(jv, "message", message_of(h, blocked));
	if (progress_of(h) != -1)
		jv_set_int(jv, "progress", progress_of(h));
	else
		jv_set_null(jv, "progress");
	put_prs(h, jv);
	if (blocked && he->dialog != NULL)
		jv_set(jv, "dialog", dialog_object(he));
	else
		jv_set_null(jv, "dialog");
	if (h->prompted)
		jv_set_null(jv, "unprompted");
	put_text(jv, "suggestion", he->suggestion);
	put_items(h, jv);
	put_loop(h, jv);
	put_text(jv, "limit", he->limit);
	jv_set_string(jv, "sessionId", he->conversation);
}

static struct jv *
item_object(const struct evidence *all, enum evidence_source source,
    int64_t now)
{
	const struct evidence_item *it = &all->items[source];
	struct jv *o = jv_object();

	jv_set_string(o, "source", evidence_name(source));
	jv_set_string(o, "state", agent_state_name(it->state));
	jv_set_string(o, "waitingFor", it->waiting_for);
	jv_set_string(o, "message", it->message);
	jv_set_string(o, "rule", it->rule);
	jv_set_string(o, "region", it->region);
	jv_set_int(o, "ageMs", now - it->at);
	jv_set_int(o, "sinceMs", now - it->since);
	jv_set_bool(o, "beforeLastOutput", it->output < all->output);
	if (source == EVIDENCE_HOOK)
		jv_set_bool(o, "yielded", all->yielded);
	return o;
}

static struct jv *
record_object(const struct status_record *r)
{
	struct jv *o = jv_object();

	jv_set_string(o, "id", r->id);
	jv_set_string(o, "state", agent_state_name(r->state));
	jv_set_string(o, "app", r->app);
	jv_set_string(o, "title", r->title);
	jv_set_string(o, "message", r->msg);
	if (r->progress != -1)
		jv_set_int(o, "progress", r->progress);
	return o;
}

static struct jv *
adapter_object(const struct hostevidence *he)
{
	struct jv *o = jv_object();

	if (he->adapter != NULL) {
		jv_set_string(o, "name", he->adapter->name);
		jv_set_string(o, "path", he->adapter->path);
		jv_set_bool(o, "tried", he->adapter->tried);
		jv_set_string(o, "triedVersion", he->adapter->tried_version);
	}
	jv_set_string(o, "problem", he->problem);
	return o;
}

struct jv *
hosttold_explain(const struct host *h)
{
	const struct hostevidence *he = &h->evidence;
	struct jv *o = jv_object(), *list = jv_array(), *records = jv_array();
	int64_t now = monotime_now().ms;
	size_t i;

	jv_set_string(o, "source",
	    h->ended_at != 0 ? "exit" : evidence_name(he->verdict.source));
	jv_set_bool(o, "borrowed", he->verdict.borrowed);
	jv_set_bool(o, "begins",
	    h->state == STATE_WORKING && he->verdict.state == AGENT_IDLE);
	if (he->all.output_at != 0)
		jv_set_int(o, "outputMs", now - he->all.output_at);
	for (i = 0; i < EVIDENCE_NSOURCES; i++)
		if (he->all.items[i].state != AGENT_NONE)
			jv_append(list,
			    item_object(&he->all, (enum evidence_source)i,
				now));
	jv_set(o, "evidence", list);
	for (i = 0; i < status_count(he->status); i++)
		jv_append(records, record_object(status_at(he->status, i)));
	jv_set(o, "records", records);
	jv_set_string(o, "conversation", he->conversation);
	jv_set(o, "adapter", adapter_object(he));
	return o;
}
