/* SPDX-License-Identifier: ISC */
/* session: one session as the supervisor knows it, its JSON object and its
 * record; it starts and ends nothing. */

#include <sys/utsname.h>

#include <limits.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/sessionfield.h"

#define FIELD_HOST   0x01u /* a host may tell it */
#define FIELD_WORKER 0x02u /* shown only while the worker lives */
#define FIELD_UP     0x04u /* shown only while the host lives */
#define FIELD_RAW    0x08u /* kept byte for byte: a path */
#define FIELD_LONG   0x10u /* an array that is cut where it is shown */
#define FIELD_FIXED  0x20u /* not taken over: the session's own */
#define FIELD_MUST   0x40u /* never unset */
#define FIELD_HIDDEN 0x80u /* in the record alone: for its next start */

#define TASK_MAX  (64u << 10)	     /* a longer one is not kept */
#define INT_LIMIT ((int64_t)1 << 53) /* what all readers of JSON can hold */

static const char *const kinds[] = { "background", "interactive", "job" };
static const char *const states[] = { "queued", "working", "blocked", "idle",
	"done", "failed", "stopped" };
static const char *const statuses[] = { "busy", "waiting", "idle" };

struct field {
	const char *key;
	enum jv_type type;
	unsigned flags;
	size_t max; /* bytes of a string */
	const char *const *words;
	size_t nwords;
};

/* In the order in which clients see them. */
static const struct field fields[] = {
	{ "id", JV_STRING, FIELD_FIXED, 8, NULL, 0 },
	{ "name", JV_STRING, 0, 256, NULL, 0 },
	{ "kind", JV_STRING, FIELD_HOST | FIELD_MUST, 16, kinds,
	    nitems(kinds) },
	{ "state", JV_STRING, FIELD_HOST, 16, states, nitems(states) },
	{ "status", JV_STRING, FIELD_HOST | FIELD_WORKER, 16, statuses,
	    nitems(statuses) },
	{ "waitingFor", JV_STRING, FIELD_HOST, 512, NULL, 0 },
	{ "message", JV_STRING, FIELD_HOST | FIELD_WORKER, 512, NULL, 0 },
	{ "progress", JV_INT, FIELD_HOST | FIELD_WORKER, 0, NULL, 0 },
	{ "dialog", JV_OBJECT, FIELD_HOST | FIELD_WORKER, 0, NULL, 0 },
	{ "suggestion", JV_STRING, FIELD_HOST | FIELD_WORKER, 512, NULL, 0 },
	{ "items", JV_OBJECT, FIELD_HOST, 0, NULL, 0 },
	{ "loop", JV_OBJECT, FIELD_HOST | FIELD_WORKER, 0, NULL, 0 },
	{ "limit", JV_STRING, FIELD_HOST | FIELD_WORKER, 512, NULL, 0 },
	{ "summary", JV_STRING, FIELD_HOST, 512, NULL, 0 },
	{ "prs", JV_ARRAY, FIELD_HOST, 0, NULL, 0 },
	{ "replies", JV_INT, 0, 0, NULL, 0 },
	{ "reason", JV_STRING, FIELD_HOST, 512, NULL, 0 },
	{ "cwd", JV_STRING, FIELD_RAW, PATH_MAX, NULL, 0 },
	{ "startedAt", JV_INT, 0, 0, NULL, 0 },
	{ "changedAt", JV_INT, FIELD_HOST, 0, NULL, 0 },
	{ "endedAt", JV_INT, FIELD_HOST, 0, NULL, 0 },
	{ "pid", JV_INT, FIELD_HOST | FIELD_WORKER, 0, NULL, 0 },
	{ "hostPid", JV_INT, FIELD_HOST | FIELD_UP, 0, NULL, 0 },
	{ "socket", JV_STRING, FIELD_HOST | FIELD_UP | FIELD_RAW, 128, NULL,
	    0 },
	{ "terminal", JV_STRING, FIELD_HOST, 16, NULL, 0 },
	{ "views", JV_INT, FIELD_HOST | FIELD_UP, 0, NULL, 0 },
	{ "exitCode", JV_INT, FIELD_HOST, 0, NULL, 0 },
	{ "signal", JV_STRING, FIELD_HOST, 16, NULL, 0 },
	{ "left", JV_ARRAY, FIELD_HOST, 0, NULL, 0 },
	{ "adapter", JV_STRING, 0, 64, NULL, 0 },
	{ "sessionId", JV_STRING, FIELD_HOST | FIELD_MUST, 64, NULL, 0 },
	{ "model", JV_STRING, 0, 256, NULL, 0 },
	{ "agent", JV_STRING, 0, 256, NULL, 0 },
	{ "permissionMode", JV_STRING, 0, 64, NULL, 0 },
	{ "options", JV_ARRAY, FIELD_RAW | FIELD_HIDDEN, 0, NULL, 0 },
	{ "task", JV_STRING, FIELD_RAW | FIELD_HIDDEN, TASK_MAX, NULL, 0 },
	{ "args", JV_ARRAY, FIELD_RAW | FIELD_HIDDEN, 0, NULL, 0 },
	{ "umask", JV_INT, FIELD_HIDDEN, 0, NULL, 0 },
	{ "unprompted", JV_BOOL, FIELD_HOST | FIELD_HIDDEN, 0, NULL, 0 },
	{ "staysUp", JV_STRING, FIELD_WORKER, 512, NULL, 0 },
	{ "start", JV_STRING, FIELD_RAW | FIELD_HIDDEN, 64, NULL, 0 },
	{ "unstarted", JV_BOOL, FIELD_HIDDEN, 0, NULL, 0 },
	{ "hooksAt", JV_INT, FIELD_HIDDEN, 0, NULL, 0 },
	{ "revivedAt", JV_INT, FIELD_HIDDEN, 0, NULL, 0 },
	{ "parent", JV_STRING, 0, 8, NULL, 0 },
	{ "exec", JV_BOOL, 0, 0, NULL, 0 },
	{ "argv", JV_ARRAY, FIELD_RAW | FIELD_LONG, 0, NULL, 0 },
	{ "schema", JV_INT, 0, 0, NULL, 0 },
	{ "tags", JV_ARRAY, 0, 0, NULL, 0 },
	{ "pinned", JV_BOOL, 0, 0, NULL, 0 },
	{ "archived", JV_BOOL, 0, 0, NULL, 0 },
};

/* Members of a record that are no fields of the object. */
static const char *const record_keys[] = { "life", "machine", "boot", "pidns",
	"hostProc", "workerProc", "machineName" };

bool
session_is_id(const char *s)
{
	size_t i;

	if (s == NULL)
		return false;
	for (i = 0; i < SESSION_ID_LEN; i++)
		if (s[i] == '\0' || strchr("0123456789abcdef", s[i]) == NULL)
			return false;
	return s[i] == '\0';
}

struct session *
session_create(const char *id)
{
	struct session *s = xcalloc(1, sizeof *s);

	strlcpy(s->id, id, sizeof s->id);
	s->life = LIFE_QUEUED;
	s->home = SESSION_OURS;
	s->fields = jv_object();
	jv_set_string(s->fields, "id", s->id);
	jv_set_int(s->fields, "schema", 1);
	return s;
}

void
session_destroy(struct session *s)
{
	if (s == NULL)
		return;
	jv_free(s->fields);
	jv_free(s->extra);
	jv_free(s->left);
	jv_free(s->next);
	free(s->machine);
	free(s);
}

static bool
is_word(const struct field *f, const char *text)
{
	size_t i;

	for (i = 0; i < f->nwords; i++)
		if (strcmp(f->words[i], text) == 0)
			return true;
	return f->nwords == 0;
}

static bool
set_string(struct session *s, const struct field *f, const char *text)
{
	const char *old = jv_string(s->fields, f->key);
	char *clean;
	bool changed = false;

	if (f->flags & FIELD_RAW) {
		if (strlen(text) > f->max)
			return false;
		clean = xstrdup(text);
	} else
		clean = utf8_clean(text, strlen(text), f->max);
	if (is_word(f, clean) && (old == NULL || strcmp(old, clean) != 0)) {
		jv_set_string(s->fields, f->key, clean);
		changed = true;
	}
	free(clean);
	return changed;
}

/* A copy that has been checked, which is taken; NULL is nothing. */
static bool
set_value(struct session *s, const struct field *f, struct jv *copy)
{
	if (copy == NULL ||
	    sessionfield_same(jv_get(s->fields, f->key), copy)) {
		jv_free(copy);
		return false;
	}
	jv_set(s->fields, f->key, copy);
	return true;
}

static bool
set_field(struct session *s, const struct field *f, const struct jv *v)
{
	struct jv *old = jv_get(s->fields, f->key);

	if (jv_type(v) == JV_NULL) {
		if (old == NULL || (f->flags & FIELD_HOST) == 0 ||
		    (f->flags & FIELD_MUST) != 0)
			return false;
		jv_unset(s->fields, f->key);
		return true;
	}
	if (jv_type(v) != f->type)
		return false;
	switch (f->type) {
	case JV_STRING:
		return set_string(s, f, jv_as_string(v));
	case JV_ARRAY:
		return set_value(s, f, sessionfield_array(v));
	case JV_OBJECT:
		return set_value(s, f, sessionfield_object(v));
	case JV_INT:
		if (jv_as_int(v, 0) > INT_LIMIT || jv_as_int(v, 0) < -INT_LIMIT)
			return false;
		if (old != NULL && jv_as_int(old, 0) == jv_as_int(v, 0))
			return false;
		break;
	default:
		break;
	}
	jv_set(s->fields, f->key, jv_copy(v));
	return true;
}

static bool
merge(struct session *s, const struct jv *from, unsigned need)
{
	const struct jv *v;
	bool changed = false;
	size_t i;

	for (i = 0; i < nitems(fields); i++) {
		if ((fields[i].flags & FIELD_FIXED) != 0 ||
		    (fields[i].flags & need) != need ||
		    (v = jv_get(from, fields[i].key)) == NULL)
			continue;
		if (set_field(s, &fields[i], v))
			changed = true;
	}
	return changed;
}

bool
session_merge(struct session *s, const struct jv *from)
{
	return merge(s, from, FIELD_HOST);
}

bool
session_fill(struct session *s, const struct jv *from)
{
	return merge(s, from, 0);
}

static bool
field_is_shown(const struct session *s, const struct field *f)
{
	if (f->flags & FIELD_HIDDEN)
		return false;
	if (s->home != SESSION_OURS && (f->flags & (FIELD_WORKER | FIELD_UP)))
		return false;
	if ((f->flags & FIELD_WORKER) && !session_is_live(s))
		return false;
	if ((f->flags & FIELD_UP) && !session_is_live(s) && s->link == NULL)
		return false;
	return true;
}

struct jv *
session_object(const struct session *s)
{
	struct jv *o = jv_object(), *v;
	size_t i;

	for (i = 0; i < nitems(fields); i++) {
		v = jv_get(s->fields, fields[i].key);
		if (v == NULL || !field_is_shown(s, &fields[i]))
			continue;
		jv_set(o, fields[i].key,
		    (fields[i].flags & FIELD_LONG) ?
			sessionfield_short(v, SESSION_ARGV_SHOWN) :
			jv_copy(v));
	}
	jv_set_string(o, "machine", s->machine);
	return o;
}

static void
put_member(struct buf *b, const char *key, const struct jv *v)
{
	buf_printf(b, "%s\"%s\":", b->data[b->len - 1] == '{' ? "" : ",", key);
	jv_put(b, v);
}

_Static_assert(nitems(fields) <= 64, "a mask has 64 bits");

uint64_t
session_mask(const struct jv *names)
{
	uint64_t mask = 0;
	const char *name;
	size_t i, k;

	for (k = 0; k < jv_count(names); k++)
		for (i = 0; i < nitems(fields); i++)
			if ((name = jv_string_at(names, k)) != NULL &&
			    strcmp(name, fields[i].key) == 0)
				mask |= UINT64_C(1) << i;
	return mask;
}

void
session_put(const struct session *s, uint64_t mask, struct buf *b)
{
	struct jv *v, *part;
	size_t i;

	buf_put_u8(b, '{');
	for (i = 0; i < nitems(fields); i++) {
		if ((mask & UINT64_C(1) << i) == 0 ||
		    (v = jv_get(s->fields, fields[i].key)) == NULL ||
		    !field_is_shown(s, &fields[i]))
			continue;
		part = (fields[i].flags & FIELD_LONG) ?
		    sessionfield_short(v, SESSION_ARGV_SHOWN) :
		    NULL;
		put_member(b, fields[i].key, part != NULL ? part : v);
		jv_free(part);
	}
	part = jv_object();
	jv_set_string(part, "machine", s->machine);
	if ((v = jv_get(part, "machine")) != NULL)
		put_member(b, "machine", v);
	jv_free(part);
	buf_put_u8(b, '}');
}

static void
put_extra(const char *key, struct jv *v, void *arg)
{
	struct jv *r = arg;

	jv_set(r, key, jv_copy(v));
}

/* What people call this machine; NULL if it has no name. */
static const char *
name_machine(void)
{
	static struct utsname u;

	return uname(&u) == 0 && *u.nodename != '\0' ? u.nodename : NULL;
}

/* A foreign record is never written, so this machine is the right one. */
struct jv *
session_record(const struct session *s)
{
	struct jv *r = jv_copy(s->fields);

	jv_set_string(r, "life", lifecycle_state_name(s->life));
	jv_set_string(r, "machine", procid_machine());
	jv_set_string(r, "machineName", name_machine());
	jv_set_string(r, "boot", procid_boot());
	jv_set_string(r, "pidns", procid_pidns());
	sessionfield_put_procid(r, "hostProc", &s->host);
	sessionfield_put_procid(r, "workerProc", &s->worker);
	jv_each(s->extra, put_extra, r);
	return r;
}

static bool
is_known(const char *key)
{
	size_t i;

	for (i = 0; i < nitems(fields); i++)
		if (strcmp(fields[i].key, key) == 0)
			return true;
	for (i = 0; i < nitems(record_keys); i++)
		if (strcmp(record_keys[i], key) == 0)
			return true;
	return false;
}

static void
keep_unknown(const char *key, struct jv *v, void *arg)
{
	struct session *s = arg;

	if (!is_known(key))
		jv_set(s->extra, key, jv_copy(v));
}

static bool
same(const struct jv *r, const char *key, const char *ours)
{
	const char *theirs = jv_string(r, key);

	return theirs != NULL && strcmp(theirs, ours) == 0;
}

/* Another pid namespace of the same boot is another container; after a boot
 * nothing of this machine can live. */
static enum session_home
judge_home(const struct jv *r)
{
	if (!same(r, "machine", procid_machine()))
		return SESSION_FOREIGN;
	if (!same(r, "boot", procid_boot()))
		return SESSION_BEFORE_BOOT;
	return same(r, "pidns", procid_pidns()) ? SESSION_OURS :
						  SESSION_FOREIGN;
}

/* What people call the home of a foreign record. */
static char *
describe_home(const struct jv *r)
{
	const char *name = jv_string(r, "machineName");
	char *clean, *text;

	if (name == NULL || *name == '\0')
		name = jv_string(r, "machine");
	clean = utf8_clean(name, strlen(name), 128);
	if (!same(r, "machine", procid_machine()))
		return clean;
	text = xasprintf("a container of %s", clean);
	free(clean);
	return text;
}

/* A word of a newer version is judged by what is known of its end. */
static enum life_state
judge_life(const struct jv *r)
{
	enum life_state life = lifecycle_find(jv_string(r, "life"));

	if (life != LIFE_STATES)
		return life;
	return jv_int(r, "endedAt", 0) > 0 ? LIFE_DOWN : LIFE_UP;
}

struct session *
session_from_record(const struct jv *r, const char *id, char **cause)
{
	const char *why = NULL;
	struct session *s;

	if (jv_type(r) != JV_OBJECT)
		why = "not an object";
	else if (!session_is_id(id) || !same(r, "id", id))
		why = "its id is not that of its directory";
	else if (jv_string(r, "life") == NULL || jv_string(r, "kind") == NULL ||
	    jv_string(r, "machine") == NULL || jv_int(r, "startedAt", 0) <= 0 ||
	    jv_int(r, "startedAt", 0) > INT_LIMIT)
		why = "life, kind, machine or startedAt is missing";
	if (why != NULL) {
		*cause = xstrdup(why);
		return NULL;
	}
	s = session_create(id);
	s->extra = jv_object();
	/* For a word of a newer version: without one it never loads again. */
	jv_set_string(s->fields, "kind", "background");
	session_fill(s, r);
	jv_each(r, keep_unknown, s);
	s->home = judge_home(r);
	s->life = judge_life(r);
	if (s->home == SESSION_FOREIGN)
		s->machine = describe_home(r);
	if (s->home == SESSION_OURS) {
		sessionfield_get_procid(r, "hostProc", &s->host);
		sessionfield_get_procid(r, "workerProc", &s->worker);
	}
	s->announced = s->life != LIFE_STARTING;
	strlcpy(s->told, session_string(s, "state"), sizeof s->told);
	return s;
}

const char *
session_id(const struct session *s)
{
	return s->id;
}

const char *
session_string(const struct session *s, const char *key)
{
	const char *text = jv_string(s->fields, key);

	return text != NULL ? text : "";
}

int64_t
session_int(const struct session *s, const char *key)
{
	return jv_int(s->fields, key, 0);
}

bool
session_is_job(const struct session *s)
{
	return strcmp(session_string(s, "kind"), "job") == 0 ||
	    jv_bool(s->fields, "exec", false);
}

bool
session_is_pinned(const struct session *s)
{
	return jv_bool(s->fields, "pinned", false);
}

bool
session_is_archived(const struct session *s)
{
	return jv_bool(s->fields, "archived", false);
}

const struct jv *
session_left(const struct session *s)
{
	return s->left;
}

bool
session_has_ended(const struct session *s)
{
	return session_int(s, "endedAt") > 0;
}

bool
session_is_live(const struct session *s)
{
	return s->home == SESSION_OURS && s->life != LIFE_QUEUED &&
	    s->life != LIFE_DOWN;
}

bool
session_is_shown(const struct session *s)
{
	return s->announced && !s->expired && !s->removed;
}

void
session_end(struct session *s, const char *state, const char *reason)
{
	jv_set_string(s->fields, "state", state);
	if (strcmp(state, "blocked") != 0)
		jv_unset(s->fields, "waitingFor");
	if (reason != NULL)
		jv_set_string(s->fields, "reason", reason);
	if (!session_has_ended(s))
		jv_set_int(s->fields, "endedAt", wall_ms());
}

void
session_revive(struct session *s)
{
	static const char *const keys[] = { "endedAt", "exitCode", "signal",
		"reason" };
	size_t i;

	for (i = 0; i < nitems(keys); i++)
		jv_unset(s->fields, keys[i]);
}

void
session_restart(struct session *s, const struct jv *argv, const char *reason)
{
	static const char *const keys[] = { "pid", "hostPid", "views",
		"waitingFor", "message", "progress", "left", "dialog",
		"suggestion", "items", "loop", "limit", "unprompted", "staysUp",
		"unstarted", "hooksAt" };
	struct jv *v = jv_object();
	size_t i;

	session_revive(s);
	for (i = 0; i < nitems(keys); i++)
		jv_unset(s->fields, keys[i]);
	jv_set(v, "argv", jv_copy(argv));
	jv_set_string(v, "state", "working");
	jv_set_string(v, "status", "busy");
	jv_set_string(v, "reason", reason);
	session_fill(s, v);
	jv_free(v);
	memset(&s->host, 0, sizeof s->host);
	memset(&s->worker, 0, sizeof s->worker);
	s->home = SESSION_OURS;
	s->expired = false;
}
