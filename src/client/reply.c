/* SPDX-License-Identifier: ISC */
/* reply: drafts, choices and receipts of answers to sessions. It neither sends
 * nor knows the screen they are about. */

#include <stdlib.h>
#include <string.h>

#include "base/envlist.h"
#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/linedraw.h"
#include "client/linehist.h"
#include "client/reply.h"
#include "client/requestid.h"
#include "client/theme.h"
#include "term/key.h"
#include "term/screen.h"

#define LABEL_MAX  512 /* bytes of an option's label */
#define NOTE_MAX   256
#define NAME_MAX_B 32

extern char **environ;

struct option {
	char *label; /* owned, clean */
	int number;  /* as it is told: from 1 */
	bool selected;
};

/* What is asked. */
struct dialog {
	char *rule; /* owned; may be NULL */
	int64_t generation;
	struct option options[REPLY_OPTIONS_MAX];
	unsigned n;
};

struct draft {
	char session[NAME_MAX_B];
	struct linesaved text;
};

struct pending {
	char id[REQUESTID_SIZE];
	char session[NAME_MAX_B];
	struct linesaved text;
	struct jv *body; /* owned */
	bool queued;	 /* kept until its receipt comes */
};

struct reply {
	struct linehist *hist;	  /* borrowed; may be NULL */
	struct lineedit *edit;	  /* owned */
	char session[NAME_MAX_B]; /* "": none */
	bool alive;
	struct dialog dialog;
	char *suggestion; /* owned; may be NULL */
	unsigned picked;  /* option; 0: none */
	struct draft drafts[REPLY_DRAFTS_MAX];
	size_t ndrafts; /* the oldest first */
	struct pending pending[REPLY_PENDING_MAX];
	size_t npending;	/* the oldest first */
	char noted[NAME_MAX_B]; /* the session that the note is of */
	char note[NOTE_MAX];
	bool bad;
	char placeholder[64];
};

struct reply *
reply_create(struct linehist *hist)
{
	struct reply *r = xcalloc(1, sizeof *r);

	r->hist = hist;
	r->edit = lineedit_create(hist);
	return r;
}

static void
clear_dialog(struct dialog *d)
{
	unsigned i;

	for (i = 0; i < d->n; i++)
		free(d->options[i].label);
	free(d->rule);
	memset(d, 0, sizeof *d);
}

static void
drop_draft(struct reply *r, size_t i)
{
	linesaved_clear(&r->drafts[i].text);
	r->ndrafts--;
	memmove(&r->drafts[i], &r->drafts[i + 1],
	    (r->ndrafts - i) * sizeof *r->drafts);
}

static void
drop_pending(struct reply *r, size_t i)
{
	linesaved_clear(&r->pending[i].text);
	jv_free(r->pending[i].body);
	r->npending--;
	memmove(&r->pending[i], &r->pending[i + 1],
	    (r->npending - i) * sizeof *r->pending);
}

void
reply_destroy(struct reply *r)
{
	if (r == NULL)
		return;
	while (r->ndrafts > 0)
		drop_draft(r, r->ndrafts - 1);
	while (r->npending > 0)
		drop_pending(r, r->npending - 1);
	clear_dialog(&r->dialog);
	free(r->suggestion);
	lineedit_destroy(r->edit);
	free(r);
}

static void
set_note(struct reply *r, const char *session, bool bad, const char *what,
    const char *why)
{
	char *text = xasprintf("%s%s%s", what, why != NULL ? ": " : "",
	    why != NULL ? why : "");
	char *clean = utf8_clean(text, strlen(text), sizeof r->note - 1);

	strlcpy(r->noted, session, sizeof r->noted);
	strlcpy(r->note, clean, sizeof r->note);
	r->bad = bad;
	free(clean);
	free(text);
}

/* Drafts. */

static void
save_draft(struct reply *r)
{
	struct linesaved text;
	struct draft *d;

	lineedit_put_away(r->edit, &text);
	if (r->session[0] == '\0' || text.len == 0) {
		linesaved_clear(&text);
		return;
	}
	if (r->ndrafts == REPLY_DRAFTS_MAX) {
		if (r->hist != NULL)
			linehist_add(r->hist, &r->drafts[0].text);
		drop_draft(r, 0);
	}
	d = &r->drafts[r->ndrafts++];
	memset(d, 0, sizeof *d);
	strlcpy(d->session, r->session, sizeof d->session);
	d->text = text;
}

static void
load_draft(struct reply *r)
{
	size_t i;

	for (i = r->ndrafts; i-- > 0;) {
		if (strcmp(r->drafts[i].session, r->session) != 0)
			continue;
		(void)lineedit_give_back(r->edit, &r->drafts[i].text);
		drop_draft(r, i);
	}
}

/* A text that did not arrive goes back to where it was typed. */
static void
give_back(struct reply *r, struct pending *p)
{
	struct draft *d;

	if (strcmp(p->session, r->session) == 0) {
		if (r->picked != 0)
			lineedit_set(r->edit, "");
		r->picked = 0;
		(void)lineedit_give_back(r->edit, &p->text);
		return;
	}
	if (r->ndrafts == REPLY_DRAFTS_MAX)
		return; /* it is in the history */
	d = &r->drafts[r->ndrafts++];
	strlcpy(d->session, p->session, sizeof d->session);
	d->text = p->text;
	memset(&p->text, 0, sizeof p->text);
}

/* The session. */

static void
read_option(struct dialog *d, const struct jv *v)
{
	const char *label = jv_string(v, "label");
	struct option *o;

	if (d->n == REPLY_OPTIONS_MAX)
		return;
	o = &d->options[d->n++];
	o->label = label != NULL ? utf8_clean(label, strlen(label), LABEL_MAX) :
				   xstrdup("");
	o->selected = jv_bool(v, "selected", false);
}

static void
read_dialog(struct dialog *d, const struct jv *v)
{
	const struct jv *options = jv_get_array(v, "options");
	const char *rule = jv_string(v, "rule");
	size_t i;

	memset(d, 0, sizeof *d);
	if (v == NULL)
		return;
	d->rule = rule != NULL ? xstrdup(rule) : NULL;
	d->generation = jv_int(v, "generation", 0);
	for (i = 0; i < jv_count(options); i++)
		read_option(d, jv_at(options, i));
}

static bool
same_string(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether the option picked means the same in both. */
static bool
same_choice(const struct dialog *a, const struct dialog *b, unsigned picked)
{
	return same_string(a->rule, b->rule) &&
	    a->generation == b->generation && picked <= a->n &&
	    picked <= b->n &&
	    strcmp(a->options[picked - 1].label,
		b->options[picked - 1].label) == 0;
}

void
reply_select(struct reply *r, const struct jv *session)
{
	const char *id = jv_string(session, "id");
	const char *text = jv_string(session, "suggestion");
	struct dialog dialog;
	bool same;

	if (id == NULL)
		id = "";
	same = strcmp(id, r->session) == 0;
	read_dialog(&dialog, jv_get_object(session, "dialog"));
	if (r->picked != 0 &&
	    (!same || !same_choice(&r->dialog, &dialog, r->picked))) {
		r->picked = 0;
		lineedit_set(r->edit, "");
		if (same)
			set_note(r, id, true, "it asks something else now",
			    NULL);
	}
	if (!same) {
		save_draft(r);
		strlcpy(r->session, id, sizeof r->session);
		load_draft(r);
	}
	clear_dialog(&r->dialog);
	r->dialog = dialog;
	free(r->suggestion);
	r->suggestion =
	    text != NULL ? utf8_clean(text, strlen(text), LINEEDIT_MAX) : NULL;
	r->alive = jv_string(session, "socket") != NULL;
}

/* What stands in an empty input. */
static const char *
placeholder(struct reply *r)
{
	if (r->suggestion != NULL && *r->suggestion != '\0' && r->dialog.n == 0)
		return r->suggestion;
	if (r->dialog.n < 2)
		return "reply";
	xsnprintf(r->placeholder, sizeof r->placeholder,
	    "press 1-%u to choose, or type an answer", r->dialog.n);
	return r->placeholder;
}

/* Typing. */

enum lineedit_did
reply_pick(struct reply *r, unsigned n)
{
	if (n == 0 || n > r->dialog.n)
		return LINEEDIT_NONE;
	lineedit_set(r->edit, r->dialog.options[n - 1].label);
	r->picked = n;
	return LINEEDIT_CHANGED;
}

enum lineedit_did
reply_suggest(struct reply *r)
{
	unsigned i;

	if (!lineedit_is_empty(r->edit))
		return LINEEDIT_NONE;
	if (r->dialog.n == 0 && r->suggestion != NULL &&
	    *r->suggestion != '\0') {
		lineedit_set(r->edit, r->suggestion);
		return LINEEDIT_CHANGED;
	}
	for (i = 0; i < r->dialog.n; i++)
		if (r->dialog.options[i].selected)
			return reply_pick(r, i + 1);
	return LINEEDIT_NONE;
}

enum lineedit_did
reply_key(struct reply *r, const struct key *key)
{
	unsigned mods = key->mods & ~(KEY_MOD_CAPS | KEY_MOD_NUM);
	enum lineedit_did did;

	if (key->event == KEY_RELEASE || r->session[0] == '\0')
		return LINEEDIT_NONE;
	if (mods == 0 && key->code >= '1' && key->code <= '9' &&
	    (lineedit_is_empty(r->edit) || r->picked != 0) &&
	    reply_pick(r, key->code - '0') != LINEEDIT_NONE)
		return LINEEDIT_CHANGED;
	if (mods == 0 && key->code == KEY_TAB)
		return reply_suggest(r);
	did = lineedit_key(r->edit, key);
	/* The label of an option, changed, is an answer of one's own. */
	if (did == LINEEDIT_CHANGED)
		r->picked = 0;
	return did;
}

enum lineedit_did
reply_paste(struct reply *r, const char *s, size_t n)
{
	enum lineedit_did did;

	if (r->session[0] == '\0')
		return LINEEDIT_NONE;
	did = lineedit_paste(r->edit, s, n);
	if (did == LINEEDIT_CHANGED)
		r->picked = 0;
	return did;
}

struct lineedit *
reply_input(struct reply *r)
{
	return r->edit;
}

bool
reply_is_empty(const struct reply *r)
{
	return lineedit_is_empty(r->edit);
}

unsigned
reply_picked(const struct reply *r)
{
	return r->picked;
}

/* Sending. */

static struct jv *
make_body(const struct reply *r, const char *id, const char *text)
{
	struct jv *body = jv_object();

	jv_set_string(body, "id", r->session);
	jv_set_string(body, "reply", id);
	if (r->picked != 0) {
		jv_set_int(body, "option", r->picked);
		jv_set_string(body, "label",
		    r->dialog.options[r->picked - 1].label);
		jv_set_string(body, "rule", r->dialog.rule);
		jv_set_int(body, "generation", r->dialog.generation);
	} else {
		jv_set_string(body, "text", text);
		jv_set_bool(body, "submit", true);
	}
	if (!r->alive)
		jv_set(body, "env", envlist_jv(environ));
	jv_set_string(body, "from", getenv("BGMUX_SESSION"));
	return body;
}

struct jv *
reply_send(struct reply *r)
{
	struct pending *p;
	char *text;

	if (r->session[0] == '\0' || lineedit_is_empty(r->edit))
		return NULL;
	/* What is queued is safe, and we need not hear of it. */
	if (r->npending == REPLY_PENDING_MAX && r->pending[0].queued)
		drop_pending(r, 0);
	if (r->npending == REPLY_PENDING_MAX) {
		set_note(r, r->session, true,
		    "too many replies are on their way", NULL);
		return NULL;
	}
	p = &r->pending[r->npending++];
	memset(p, 0, sizeof *p);
	requestid_new(p->id);
	strlcpy(p->session, r->session, sizeof p->session);
	text = lineedit_text(r->edit);
	p->body = make_body(r, p->id, text);
	free(text);
	if (r->picked != 0)
		lineedit_set(r->edit, "");
	else
		lineedit_take(r->edit, &p->text);
	r->picked = 0;
	set_note(r, r->session, false, "sending", NULL);
	return jv_copy(p->body);
}

static struct pending *
find_pending(struct reply *r, const char *id)
{
	size_t i;

	for (i = 0; id != NULL && i < r->npending; i++)
		if (strcmp(r->pending[i].id, id) == 0)
			return &r->pending[i];
	return NULL;
}

static void
finish(struct reply *r, struct pending *p, bool back)
{
	if (back && p->text.s != NULL)
		give_back(r, p);
	drop_pending(r, (size_t)(p - r->pending));
}

bool
reply_answer(struct reply *r, const struct jv *receipt)
{
	const char *word = jv_string(receipt, "receipt");
	const char *why = jv_string(receipt, "reason");
	struct pending *p = find_pending(r, jv_string(receipt, "reply"));

	if (p == NULL)
		return false;
	if (word != NULL && strcmp(word, "queued") == 0) {
		set_note(r, p->session, false, "queued", why);
		p->queued = true;
		return true;
	}
	if (word != NULL && strcmp(word, "delivered") == 0) {
		set_note(r, p->session, false, "delivered", why);
		finish(r, p, false);
	} else if (word != NULL && strcmp(word, "refused") == 0) {
		set_note(r, p->session, true, "refused", why);
		finish(r, p, true);
	} else {
		set_note(r, p->session, true,
		    "not known whether it arrived; C-p has it", why);
		finish(r, p, false);
	}
	return true;
}

void
reply_refused(struct reply *r, const char *id, const char *why)
{
	struct pending *p = find_pending(r, id);

	if (p == NULL)
		return;
	set_note(r, p->session, true, "not sent", why);
	finish(r, p, true);
}

const struct jv *
reply_pending(const struct reply *r, size_t i)
{
	return i < r->npending ? r->pending[i].body : NULL;
}

/* Looks. */

const char *
reply_note(const struct reply *r, bool *bad)
{
	*bad = r->bad;
	if (r->note[0] == '\0' || strcmp(r->noted, r->session) != 0)
		return NULL;
	return r->note;
}

unsigned
reply_rows(const struct reply *r, unsigned cols, unsigned max)
{
	return lineedit_rows(r->edit,
	    cols > REPLY_SIGN_COLS ? cols - REPLY_SIGN_COLS : 1, max);
}

void
reply_draw(struct reply *r, struct frame *f, const struct rect *rect,
    struct theme *t, bool focus)
{
	struct lineedit_look look = { 0 };
	struct rect in = *rect;

	linedraw_text(f, rect->top, rect->left, rect->right,
	    theme_sign(t, SIGN_POINT), theme_look(t, LOOK_POINT));
	look.style = theme_look(t, LOOK_PLAIN);
	look.fold = theme_look(t, LOOK_DIM);
	look.dim = theme_look(t, LOOK_DIM);
	look.placeholder = placeholder(r);
	in.left += REPLY_SIGN_COLS;
	lineedit_draw(r->edit, f, &in, &look, focus);
}
