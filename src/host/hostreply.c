/* SPDX-License-Identifier: ISC */
/* hostreply: what a reply says, whether it may be typed now, and as what. */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "agent/adapter.h"
#include "agent/dialog.h"
#include "agent/promptline.h"
#include "agent/replykeys.h"
#include "base/jv.h"
#include "base/shown.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostask.h"
#include "host/hostevidence.h"
#include "host/hostreply.h"
#include "host/viewer.h"
#include "term/key.h"
#include "term/plain.h"

/* How often is looked whether a key has had its effect. */
#define HOSTREPLY_LOOKS 20
/* A dialog that has just come takes no keys yet. */
#define HOSTREPLY_EARLY_MS 1000
/* One that an agent has told of is painted within that. */
#define HOSTREPLY_PAINT_MS 3000

struct hostreply {
	char *text;	  /* owned, may be NULL */
	struct key *keys; /* owned */
	size_t nkeys;
	bool submit;	    /* Enter after the text */
	bool inside;	    /* from a program in a session */
	int64_t option;	    /* from 1; 0: none */
	char *label;	    /* owned: of an option, may be NULL */
	char *rule;	    /* owned: that named the dialog, may be NULL */
	int64_t generation; /* of that dialog; -1: any */
	bool waits;	    /* for a dialog to be painted, until then */
	monotime painted;

	/* Once it has begun. */
	unsigned begun;	 /* generation of the dialog that is answered */
	size_t selected; /* what is to be selected there */
	bool keyed;	 /* by its own key, not by arrows */
	unsigned looks;	 /* whether the option is selected */
};

void
hostreply_add_text(struct send_steps *steps, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	steps->step[steps->n++].text = xstrdup(text);
}

void
hostreply_add_keys(struct send_steps *steps, struct key *keys, size_t n)
{
	if (n == 0) {
		free(keys);
		return;
	}
	steps->step[steps->n].keys = keys;
	steps->step[steps->n++].nkeys = n;
}

void
hostreply_clear_steps(struct send_steps *steps)
{
	size_t i;

	for (i = 0; i < steps->n; i++) {
		free(steps->step[i].text);
		free(steps->step[i].keys);
	}
	memset(steps, 0, sizeof *steps);
}

int
hostreply_parse_keys(const struct jv *names, struct key **keys, size_t *n,
    const char **bad)
{
	size_t i;

	*keys = NULL;
	*n = names != NULL ? jv_count(names) : 0;
	*bad = NULL;
	if (*n > HOSTREPLY_KEYS_MAX)
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

static char *
copy_string(const struct jv *body, const char *key)
{
	const char *s = jv_string(body, key);

	return s != NULL ? xstrdup(s) : NULL;
}

struct hostreply *
hostreply_parse(const struct jv *body, char **cause)
{
	const char *text = jv_string(body, "text"), *bad;
	struct hostreply *r = xcalloc(1, sizeof *r);

	if (hostreply_parse_keys(jv_get_array(body, "keys"), &r->keys,
		&r->nkeys, &bad) != 0) {
		*cause = bad != NULL ?
		    xasprintf("unknown key '%s'", bad) :
		    xstrdup("these keys are no list of names");
		hostreply_destroy(r);
		return NULL;
	}
	if (text != NULL && *text != '\0')
		r->text = xstrdup(text);
	r->submit = jv_bool(body, "submit", false);
	r->inside = jv_bool(body, "inside", false);
	r->option = jv_int(body, "option", 0);
	r->label = copy_string(body, "label");
	r->rule = copy_string(body, "rule");
	r->generation = jv_int(body, "generation", -1);
	return r;
}

void
hostreply_destroy(struct hostreply *r)
{
	if (r == NULL)
		return;
	free(r->text);
	free(r->keys);
	free(r->label);
	free(r->rule);
	free(r);
}

size_t
hostreply_size(const struct hostreply *r)
{
	return r->text != NULL ? strlen(r->text) : 0;
}

/* The screen. */

/* The dialog that is shown now: whether there is one. */
static bool
see_dialog(struct host *h, struct dialog_spec *spec)
{
	struct hostevidence *he = &h->evidence;

	hostevidence_look(h, false);
	return he->adapter != NULL && he->dialog != NULL &&
	    dialogs_find(he->adapter->dialogs, he->dialog, spec) == 0;
}

/* Whether somebody may be about to send what stands at the prompt. */
static bool
is_viewed(const struct host *h)
{
	const struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL && !viewer_read_only(c->viewer))
			return true;
	return false;
}

/* Why a text that is to be sent cannot be typed now; NULL: it can. Most agents
 * take text while they work, and show their prompt then. Where no prompt is
 * known or seen, one that does not work takes it. */
static const char *
not_now(const struct host *h)
{
	const struct hostevidence *he = &h->evidence;
	struct promptline_seen seen;
	struct shown_screen s;
	const char *why = NULL;

	if (h->boot->exec)
		return NULL;
	if (!h->looked)
		return "the agent is starting";
	if (he->adapter == NULL || he->adapter->prompt == NULL)
		return NULL;
	plain_screen(h->vt, &s);
	promptline_find(he->adapter->prompt, &s, &seen);
	if (seen.found && !seen.empty && is_viewed(h))
		why = "somebody types at its prompt";
	else if (!seen.found && he->dialog == NULL && h->state == STATE_WORKING)
		why = "the agent is busy";
	promptline_clear(&seen);
	shown_clear(&s);
	return why;
}

bool
hostreply_ready(const struct host *h)
{
	return host_alive(h) && not_now(h) == NULL;
}

/* Steps. */

static struct key *
one_key(uint32_t code)
{
	struct key *key = xcalloc(1, sizeof *key);

	key->code = code;
	key->event = KEY_PRESS;
	return key;
}

/* Keys by name; whether there are such. */
static bool
add_names(struct send_steps *steps, const struct strv *names, bool check)
{
	struct key *keys = xcalloc(names->n + 1, sizeof *keys);
	size_t i;

	for (i = 0; i < names->n; i++)
		if (key_parse(names->v[i], &keys[i]) != 0) {
			free(keys);
			return false;
		}
	if (names->n > 0)
		steps->step[steps->n].check = check;
	hostreply_add_keys(steps, keys, names->n);
	return true;
}

static enum hostreply_verdict
begin_option(struct host *h, struct hostreply *r,
    const struct dialog_spec *spec, size_t i, bool confirm,
    struct send_steps *steps, const char **why)
{
	struct replykeys keys;
	bool known;

	if (replykeys_make(spec, &h->evidence.seen, i, &keys, why) != 0)
		return HOSTREPLY_REFUSED;
	r->begun = h->evidence.generation;
	r->selected = i;
	r->keyed = keys.moves == 0;
	known = add_names(steps, &keys.keys, false) &&
	    (!confirm || add_names(steps, &keys.confirm, keys.keys.n > 0));
	strv_clear(&keys.keys);
	strv_clear(&keys.confirm);
	if (known)
		return HOSTREPLY_GO;
	*why = "the dialog's keys are not known";
	return HOSTREPLY_REFUSED;
}

/* Whether an option needs no keys: a hook of the agent's has the answer, or had
 * another one just now. */
static bool
is_settled(struct host *h, const struct dialog_spec *spec, size_t i,
    enum hostreply_verdict *verdict, const char **why)
{
	if (hostask_taken(h)) {
		*why = "the dialog has just been answered";
		*verdict = HOSTREPLY_REFUSED;
		return true;
	}
	*verdict = HOSTREPLY_GO; /* with nothing to be typed */
	return hostask_decide(h, spec, h->evidence.seen.options[i].label);
}

/* The option of a question that takes a text of one's own; -1: none. */
static int
find_typing(const struct dialog_spec *spec, const struct dialog_seen *seen)
{
	static const char *const labels[] = { "Type something", "Other" };
	size_t i, j;

	if (strcmp(spec->kind, "question") != 0)
		return -1;
	for (i = 0; i < seen->n; i++)
		for (j = 0; j < nitems(labels); j++)
			if (strncasecmp(seen->options[i].label, labels[j],
				strlen(labels[j])) == 0)
				return (int)i;
	return -1;
}

/* A text where a dialog is shown: one of its options, or what it lets type. */
static enum hostreply_verdict
begin_typing(struct host *h, struct hostreply *r,
    const struct dialog_spec *spec, struct send_steps *steps, const char **why)
{
	const struct dialog_seen *seen = &h->evidence.seen;
	enum hostreply_verdict verdict;
	int i = replykeys_choose(seen, 0, r->text, why);

	if (i != -1 && is_settled(h, spec, (size_t)i, &verdict, why))
		return verdict;
	if (i != -1)
		return begin_option(h, r, spec, (size_t)i, true, steps, why);
	if ((i = find_typing(spec, seen)) == -1) {
		*why = "a dialog is shown: choose one of its options";
		return HOSTREPLY_REFUSED;
	}
	verdict = begin_option(h, r, spec, (size_t)i, false, steps, why);
	if (verdict == HOSTREPLY_GO) {
		hostreply_add_text(steps, r->text);
		hostreply_add_keys(steps, one_key(KEY_ENTER), 1);
	}
	return verdict;
}

/* What answers a permission is not taken from who asks for it. */
static bool
is_guarded(const struct host *h, const struct hostreply *r,
    const struct dialog_spec *spec)
{
	const char *kind = spec != NULL ? spec->kind : "";
	const char *waiting = h->evidence.verdict.waiting_for;

	if (!r->inside || h->boot->from_sessions)
		return false;
	if (h->state == STATE_BLOCKED && waiting != NULL &&
	    strcmp(waiting, "permission prompt") == 0)
		return true;
	return strcmp(kind, "permission") == 0 || strcmp(kind, "trust") == 0;
}

/* Whether the dialog is the one that was answered. */
static bool
is_answered(const struct host *h, const struct hostreply *r)
{
	const struct hostevidence *he = &h->evidence;

	return (r->rule == NULL ||
		   (he->dialog_rule != NULL &&
		       strcmp(r->rule, he->dialog_rule) == 0)) &&
	    (r->generation == -1 || r->generation == he->generation);
}

/* Whether an agent has said that it asks (a hook, its title), and is about to
 * paint what. By the screen alone there is nothing to wait for. */
static bool
is_painting(const struct host *h, struct hostreply *r)
{
	const struct hostevidence *he = &h->evidence;
	const struct evidence_item *said;
	monotime at;

	if (he->adapter == NULL || he->verdict.source >= EVIDENCE_SCREEN)
		return false;
	said = &he->all.items[he->verdict.source];
	if (said->state != AGENT_BLOCKED)
		return false;
	at.ms = said->at;
	if (!r->waits)
		/* Not longer for one that says it again and again. */
		r->painted = monotime_add(at, HOSTREPLY_PAINT_MS);
	r->waits = true;
	return monotime_left(r->painted) > 0;
}

static enum hostreply_verdict
begin_dialog(struct host *h, struct hostreply *r, struct dialog_spec *spec,
    struct send_steps *steps, const char **why)
{
	enum hostreply_verdict verdict;
	int i;

	if (spec == NULL && r->rule == NULL && r->generation == -1 &&
	    is_painting(h, r))
		return HOSTREPLY_AGAIN;
	if (spec == NULL || !is_answered(h, r)) {
		*why = r->rule != NULL || r->generation != -1 ?
		    "the dialog is gone" :
		    "no dialog is shown";
		return HOSTREPLY_REFUSED;
	}
	i = replykeys_choose(&h->evidence.seen, r->option, r->label, why);
	if (i == -1)
		return HOSTREPLY_REFUSED;
	if (is_settled(h, spec, (size_t)i, &verdict, why))
		return verdict;
	if (monotime_left(monotime_add(h->evidence.dialog_at,
		HOSTREPLY_EARLY_MS)) > 0)
		return HOSTREPLY_AGAIN;
	return begin_option(h, r, spec, (size_t)i, true, steps, why);
}

/* At the prompt, or wherever the program reads. */
static void
begin_text(struct host *h, struct hostreply *r, struct send_steps *steps)
{
	const struct adapter *a = h->evidence.adapter;
	const char *text = r->text;

	if (r->submit && text != NULL && *text == '!' && a != NULL && a->bang) {
		/* A key, not a part of a paste. */
		hostreply_add_keys(steps, one_key('!'), 1);
		text++;
	}
	hostreply_add_text(steps, text);
	hostreply_add_keys(steps, r->keys, r->nkeys);
	r->keys = NULL;
	if (r->submit)
		hostreply_add_keys(steps, one_key(KEY_ENTER), 1);
}

enum hostreply_verdict
hostreply_begin(struct host *h, struct hostreply *r, struct send_steps *steps,
    const char **why)
{
	struct dialog_spec spec;
	bool dialog;

	if (!host_alive(h)) {
		*why = "the program has ended";
		return HOSTREPLY_LATER;
	}
	dialog = see_dialog(h, &spec);
	if (is_guarded(h, r, dialog ? &spec : NULL)) {
		*why = "a permission is not answered from inside a session "
		       "(setting send.fromSessions)";
		return HOSTREPLY_REFUSED;
	}
	if (r->option != 0 || r->label != NULL)
		return begin_dialog(h, r, dialog ? &spec : NULL, steps, why);
	if (r->submit && r->text != NULL && dialog)
		return begin_typing(h, r, &spec, steps, why);
	/* Before its prompt an agent loses what is typed. */
	if (r->text != NULL && (r->submit || !h->looked) &&
	    (*why = not_now(h)) != NULL)
		return HOSTREPLY_LATER;
	begin_text(h, r, steps);
	return HOSTREPLY_GO;
}

enum hostreply_verdict
hostreply_check(struct host *h, struct hostreply *r, const char **why)
{
	const struct dialog_seen *seen = &h->evidence.seen;
	struct dialog_spec spec;
	bool shown = see_dialog(h, &spec);

	if (!shown || h->evidence.generation != r->begun) {
		/* Its own key was enough. */
		if (r->keyed)
			return HOSTREPLY_LATER;
		*why = "the dialog is gone";
		return HOSTREPLY_REFUSED;
	}
	if (r->selected < seen->n && seen->options[r->selected].selected)
		return HOSTREPLY_GO;
	if (r->looks++ < HOSTREPLY_LOOKS)
		return HOSTREPLY_AGAIN;
	*why = "the dialog did not select that option";
	return HOSTREPLY_REFUSED;
}
