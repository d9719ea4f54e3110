/* SPDX-License-Identifier: ISC */
/* status: keeps the records of OSC 7501; what they are worth beside other
 * evidence is for evidence. */

#include "agent/status.h"
#include "base/base64.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define KEY_MAX	    16
#define SEGMENT_MAX 32
#define DEPTH_MAX   8
#define TITLE_CODED 256 /* bytes of base64 */
#define MSG_CODED   2732

struct status {
	struct status_record *v[STATUS_RECORDS]; /* owned */
	size_t n;
	unsigned long reports;
};

/* A report taken apart; what is absent is NULL. */
struct fields {
	char *state, *kind, *progress, *app, *id, *title, *msg;
};

/* One field's name and where it goes. */
static char **
field_of(struct fields *f, const char *key)
{
	const struct {
		const char *name;
		char **field;
	} rows[] = {
		{ "state", &f->state },
		{ "kind", &f->kind },
		{ "progress", &f->progress },
		{ "app", &f->app },
		{ "id", &f->id },
		{ "title", &f->title },
		{ "msg", &f->msg },
	};
	size_t i;

	for (i = 0; i < nitems(rows); i++)
		if (strcmp(rows[i].name, key) == 0)
			return rows[i].field;
	return NULL;
}

/* Malformed pairs are skipped, of several alike the last counts. */
static void
take_apart(char *body, struct fields *f)
{
	char *pair, *value, **field;
	size_t n;

	while ((pair = strsep(&body, ":")) != NULL) {
		n = strspn(pair, "abcdefghijklmnopqrstuvwxyz");
		if (n == 0 || n > KEY_MAX || pair[n] != '=')
			continue;
		value = pair + n + 1;
		pair[n] = '\0';
		if ((field = field_of(f, pair)) != NULL)
			*field = value;
	}
}

/* One segment of n bytes. */
static bool
segment_ok(const char *s, size_t n)
{
	size_t i;

	if (n == 0 || n > SEGMENT_MAX)
		return false;
	for (i = 0; i < n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXY"
			   "Z0123456789_.+-",
			s[i]) == NULL)
			return false;
	return true;
}

static bool
id_ok(const char *s)
{
	size_t n, depth = 0;

	if (strlen(s) > STATUS_ID_MAX)
		return false;
	for (;;) {
		n = strcspn(s, "/");
		if (!segment_ok(s, n) || ++depth > DEPTH_MAX)
			return false;
		if (s[n] == '\0')
			return true;
		s += n + 1;
	}
}

/* Decoded base64, padded or not; false if it is none. */
static bool
decode(const char *s, struct buf *out)
{
	unsigned rest;
	size_t n = base64_get(out, s, &rest), pad = strspn(s + n, "=");

	return s[n + pad] == '\0' && rest == 0 && n % 4 != 1 && pad <= 2 &&
	    (pad == 0 || (n + pad) % 4 == 0);
}

/* One line of UTF-8 without controls in base64; *out is clean, NULL if s is.
 * False drops the report. */
static bool
text_of(const char *s, size_t coded, size_t max, char **out)
{
	struct buf b = { 0 };
	bool ok = false;
	size_t i;

	*out = NULL;
	if (s == NULL)
		return true;
	if (strlen(s) > coded || !decode(s, &b) || b.len > max ||
	    !utf8_valid(b.data, b.len))
		goto out;
	for (i = 0; i < b.len; i++)
		if (b.data[i] < ' ' || b.data[i] == 0x7f ||
		    (b.data[i] == 0xc2 && i + 1 < b.len &&
			b.data[i + 1] < 0xa0))
			goto out;
	*out = utf8_clean((const char *)b.data, b.len, max);
	ok = true;
out:
	buf_clear(&b);
	return ok;
}

static bool
state_of(const char *s, enum agent_state *state)
{
	if (s != NULL && strcmp(s, "error") == 0)
		*state = AGENT_FAILED;
	else if (s == NULL || strcmp(s, "failed") == 0)
		return false;
	else
		*state = agent_state_find(s);
	return *state != AGENT_NONE;
}

static enum status_kind
kind_of(const char *s)
{
	static const char *const kinds[] = { [STATUS_PERMISSION] = "permission",
		[STATUS_QUESTION] = "question",
		[STATUS_AUTH] = "auth" };
	int i;

	for (i = STATUS_PERMISSION; s != NULL && i < (int)nitems(kinds); i++)
		if (strcmp(s, kinds[i]) == 0)
			return (enum status_kind)i;
	return STATUS_NO_KIND;
}

/* -1 for what is no number from 0 to 100. */
static int
progress_of(const char *s)
{
	if (s == NULL || strlen(s) > 3 || *s == '\0' ||
	    s[strspn(s, "0123456789")] != '\0' || atoi(s) > 100)
		return -1;
	return atoi(s);
}

static void
record_free(struct status_record *r)
{
	if (r == NULL)
		return;
	free(r->id);
	free(r->app);
	free(r->title);
	free(r->msg);
	free(r);
}

/* NULL if the report is to be dropped. */
static struct status_record *
record_make(const struct fields *f)
{
	struct status_record *r = xcalloc(1, sizeof *r);
	bool open;

	r->id = xstrdup(f->id == NULL ? "" : f->id);
	if (!state_of(f->state, &r->state) ||
	    !text_of(f->title, TITLE_CODED, STATUS_TITLE_MAX, &r->title) ||
	    !text_of(f->msg, MSG_CODED, STATUS_MSG_MAX, &r->msg)) {
		record_free(r);
		return NULL;
	}
	open = r->state == AGENT_WORKING || r->state == AGENT_BLOCKED;
	r->progress = open ? progress_of(f->progress) : -1;
	if (r->state == AGENT_BLOCKED)
		r->kind = kind_of(f->kind);
	if (f->app != NULL && segment_ok(f->app, strlen(f->app)))
		r->app = xstrdup(f->app);
	return r;
}

struct status *
status_create(void)
{
	return xcalloc(1, sizeof(struct status));
}

void
status_destroy(struct status *s)
{
	if (s == NULL)
		return;
	status_reset(s);
	free(s);
}

static void
drop(struct status *s, size_t i)
{
	record_free(s->v[i]);
	s->n--;
	memmove(&s->v[i], &s->v[i + 1], (s->n - i) * sizeof *s->v);
}

/* Whether id is that of below or of one above it; "" is above all. */
static bool
is_above(const char *id, const char *below)
{
	size_t n = strlen(id);

	return n == 0 ||
	    (strncmp(id, below, n) == 0 &&
		(below[n] == '\0' || below[n] == '/'));
}

static bool
clear(struct status *s, const char *id)
{
	size_t i = 0, before = s->n;

	while (i < s->n) {
		if (is_above(id, s->v[i]->id))
			drop(s, i);
		else
			i++;
	}
	return s->n != before;
}

static bool
equal(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same(const struct status_record *a, const struct status_record *b)
{
	return a->state == b->state && a->kind == b->kind &&
	    a->progress == b->progress && equal(a->app, b->app) &&
	    equal(a->title, b->title) && equal(a->msg, b->msg);
}

/* Take a record; whether anything is other than before. */
static bool
put(struct status *s, struct status_record *r)
{
	size_t i, oldest = 0;
	bool changed = true;

	r->heard = ++s->reports;
	for (i = 0; i < s->n; i++)
		if (strcmp(s->v[i]->id, r->id) == 0)
			break;
	if (i == STATUS_RECORDS) {
		for (i = 1; i < s->n; i++)
			if (s->v[i]->heard < s->v[oldest]->heard)
				oldest = i;
		drop(s, oldest);
		i = s->n;
	}
	if (i < s->n) {
		changed = !same(s->v[i], r);
		record_free(s->v[i]);
	} else
		s->n++;
	s->v[i] = r;
	return changed;
}

int
status_feed(struct status *s, const char *body)
{
	struct fields f = { 0 };
	struct status_record *r;
	char *copy;
	int changed = -1;

	if (strlen(body) > STATUS_BODY_MAX)
		return -1;
	copy = xstrdup(body);
	take_apart(copy, &f);
	if (f.state == NULL || (f.id != NULL && !id_ok(f.id)))
		goto out;
	if (strcmp(f.state, "clear") == 0) {
		changed = clear(s, f.id == NULL ? "" : f.id);
		goto out;
	}
	r = record_make(&f);
	if (r != NULL)
		changed = put(s, r);
out:
	free(copy);
	return changed;
}

bool
status_reset(struct status *s)
{
	return clear(s, "");
}

bool
status_ended(struct status *s)
{
	size_t i = 0, before = s->n;

	while (i < s->n) {
		if (s->v[i]->state == AGENT_WORKING ||
		    s->v[i]->state == AGENT_BLOCKED)
			drop(s, i);
		else
			i++;
	}
	return s->n != before;
}

size_t
status_count(const struct status *s)
{
	return s->n;
}

const struct status_record *
status_at(const struct status *s, size_t i)
{
	return s->v[i];
}

static int
urgency(enum agent_state state)
{
	static const enum agent_state order[] = { AGENT_BLOCKED, AGENT_WORKING,
		AGENT_FAILED, AGENT_IDLE, AGENT_DONE };
	int i;

	for (i = 0; i < (int)nitems(order) && order[i] != state; i++)
		;
	return i;
}

const struct status_record *
status_main(const struct status *s)
{
	const struct status_record *root = NULL, *child = NULL;
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (*s->v[i]->id == '\0')
			root = s->v[i];
		else if (child == NULL ||
		    urgency(s->v[i]->state) < urgency(child->state))
			child = s->v[i];
	}
	if (root == NULL)
		return child;
	if (root->state == AGENT_WORKING && child != NULL &&
	    child->state == AGENT_BLOCKED)
		return child;
	return root;
}

void
status_items(const struct status *s, unsigned *done, unsigned *total)
{
	size_t i, j;

	*done = *total = 0;
	for (i = 0; i < s->n; i++) {
		if (*s->v[i]->id == '\0')
			continue;
		for (j = 0; j < s->n; j++)
			if (j != i && is_above(s->v[i]->id, s->v[j]->id))
				break;
		if (j < s->n)
			continue;
		++*total;
		if (s->v[i]->state == AGENT_DONE)
			++*done;
	}
}

const char *
status_waiting(const struct status_record *r)
{
	return agent_waiting_find(r->kind == STATUS_PERMISSION ?
		"permission prompt" :
		r->kind == STATUS_AUTH ? "sign-in" :
					 "input needed");
}
