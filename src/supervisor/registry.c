/* SPDX-License-Identifier: ISC */
/* registry: the owned set of all sessions, in roster order; finding one by
 * what a person typed, and names that are unique. */

#include <strings.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/random.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "supervisor/naming.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

#define CANDIDATES_MAX 8 /* named in a cause */
#define BUCKETS	       4096

TAILQ_HEAD(session_list, session);
LIST_HEAD(session_bucket, session);

struct registry {
	struct session_list list;
	struct session_bucket buckets[BUCKETS]; /* the same, by id */
	size_t n;
};

/* How what a person typed is compared with a session. */
typedef bool (*match_cb)(const struct session *, const char *what);

struct registry *
registry_create(void)
{
	struct registry *r = xcalloc(1, sizeof *r);

	TAILQ_INIT(&r->list);
	return r;
}

void
registry_destroy(struct registry *r)
{
	struct session *s;

	if (r == NULL)
		return;
	while ((s = TAILQ_FIRST(&r->list)) != NULL) {
		registry_remove(r, s);
		session_destroy(s);
	}
	free(r);
}

/* Ids are random digits: their first ones spread well. */
static struct session_bucket *
bucket_of(struct registry *r, const char *id)
{
	char digits[4] = { 0 };

	strlcpy(digits, id, sizeof digits);
	return &r->buckets[strtoul(digits, NULL, 16) % BUCKETS];
}

/* In front of the first other session that is pinned as it is, or of all that
 * are not pinned. */
static void
insert_front(struct registry *r, struct session *s)
{
	struct session *t;

	TAILQ_FOREACH(t, &r->list, entry)
		if (session_is_pinned(s) || !session_is_pinned(t))
			break;
	if (t != NULL)
		TAILQ_INSERT_BEFORE(t, s, entry);
	else
		TAILQ_INSERT_TAIL(&r->list, s, entry);
}

void
registry_add(struct registry *r, struct session *s, bool front)
{
	if (registry_get(r, s->id) != NULL)
		fatalx("session %s is there twice", s->id);
	if (front)
		insert_front(r, s);
	else
		TAILQ_INSERT_TAIL(&r->list, s, entry);
	LIST_INSERT_HEAD(bucket_of(r, s->id), s, bucket);
	r->n++;
}

void
registry_remove(struct registry *r, struct session *s)
{
	TAILQ_REMOVE(&r->list, s, entry);
	LIST_REMOVE(s, bucket);
	r->n--;
}

struct session *
registry_get(struct registry *r, const char *id)
{
	struct session *s;

	LIST_FOREACH(s, bucket_of(r, id), bucket)
	if (strcmp(s->id, id) == 0)
		return s;
	return NULL;
}

void
registry_settle(struct registry *r)
{
	struct session_list rest = TAILQ_HEAD_INITIALIZER(rest);
	struct session *s, *next;

	TAILQ_FOREACH_SAFE(s, &r->list, entry, next) {
		if (session_is_pinned(s))
			continue;
		TAILQ_REMOVE(&r->list, s, entry);
		TAILQ_INSERT_TAIL(&rest, s, entry);
	}
	TAILQ_CONCAT(&r->list, &rest, entry);
}

void
registry_replace(struct registry *r, struct session *s)
{
	int64_t age = session_int(s, "startedAt");
	struct session *t;

	TAILQ_REMOVE(&r->list, s, entry);
	if (session_is_pinned(s)) {
		TAILQ_INSERT_HEAD(&r->list, s, entry);
		return;
	}
	TAILQ_FOREACH(t, &r->list, entry)
		if (!session_is_pinned(t) && session_int(t, "startedAt") < age)
			break;
	if (t != NULL)
		TAILQ_INSERT_BEFORE(t, s, entry);
	else
		TAILQ_INSERT_TAIL(&r->list, s, entry);
}

/* Behind the last one that is pinned as it is. */
static void
insert_end(struct registry *r, struct session *s)
{
	struct session *t;

	TAILQ_FOREACH(t, &r->list, entry)
		if (session_is_pinned(s) && !session_is_pinned(t))
			break;
	if (t != NULL)
		TAILQ_INSERT_BEFORE(t, s, entry);
	else
		TAILQ_INSERT_TAIL(&r->list, s, entry);
}

int
registry_move(struct registry *r, struct session *s, struct session *before,
    bool front)
{
	if (before == s)
		return 0;
	if (before != NULL && session_is_pinned(before) != session_is_pinned(s))
		return -1;
	TAILQ_REMOVE(&r->list, s, entry);
	if (before != NULL)
		TAILQ_INSERT_BEFORE(before, s, entry);
	else if (front)
		insert_front(r, s);
	else
		insert_end(r, s);
	return 0;
}

static bool
match_id(const struct session *s, const char *what)
{
	return strncasecmp(s->id, what, strlen(what)) == 0;
}

static bool
match_name(const struct session *s, const char *what)
{
	return strcmp(session_string(s, "name"), what) == 0;
}

static bool
match_part(const struct session *s, const char *what)
{
	return strcasestr(session_string(s, "name"), what) != NULL;
}

/* How many match; *found is the first. Starting ones are no rows yet. */
static size_t
count_matches(struct registry *r, const char *what, match_cb match,
    bool expired, struct session **found)
{
	struct session *s;
	size_t n = 0;

	TAILQ_FOREACH(s, &r->list, entry) {
		if (!s->announced || s->expired != expired || !match(s, what))
			continue;
		if (n++ == 0)
			*found = s;
	}
	return n;
}

static char *
list_candidates(struct registry *r, const char *what, const char *shown,
    match_cb match, bool expired)
{
	struct session *s;
	struct buf b = { 0 };
	size_t n = 0;

	buf_printf(&b, "'%s' is ambiguous:", shown);
	TAILQ_FOREACH(s, &r->list, entry) {
		if (!s->announced || s->expired != expired || !match(s, what))
			continue;
		if (n++ == CANDIDATES_MAX) {
			buf_printf(&b, ", ...");
			break;
		}
		buf_printf(&b, "%s %s %s", n == 1 ? "" : ",", s->id,
		    session_string(s, "name"));
	}
	return buf_steal(&b, NULL);
}

/* A job that has ended gives up its name to the next one. */
static bool
holds_name(const struct session *s)
{
	return !s->expired &&
	    (s->life != LIFE_DOWN || !jv_bool(s->fields, "exec", false));
}

/* Who holds the name, else its newest bearer; how many there are in *n. */
static struct session *
find_named(struct registry *r, const char *what, size_t *n)
{
	struct session *s, *found = NULL, *was = NULL;

	*n = 0;
	TAILQ_FOREACH(s, &r->list, entry) {
		if (!s->announced || !match_name(s, what))
			continue;
		if (holds_name(s)) {
			found = s;
			++*n;
		} else if (was == NULL ||
		    session_int(s, "startedAt") > session_int(was, "startedAt"))
			was = s;
	}
	if (*n == 0 && was != NULL) {
		found = was;
		*n = 1;
	}
	return found;
}

/* By an id prefix or a part of a name: rows shown come first. */
static struct session *
find_matching(struct registry *r, const char *what, const char *shown,
    match_cb match, size_t *n, char **cause)
{
	struct session *s = NULL;
	int expired;

	*n = 0;
	for (expired = 0; expired < 2 && *n == 0; expired++)
		*n = count_matches(r, what, match, expired, &s);
	if (*n > 1)
		*cause = list_candidates(r, what, shown, match, expired - 1);
	return s;
}

struct session *
registry_find(struct registry *r, const char *what, bool part, char **cause)
{
	struct session *s = NULL;
	char *shown = utf8_clean(what, strlen(what), 80);
	size_t n = 0;

	if (naming_is_id(what))
		s = find_matching(r, what, shown, match_id, &n, cause);
	else {
		s = find_named(r, what, &n);
		if (n > 1)
			*cause =
			    list_candidates(r, what, shown, match_name, false);
		else if (n == 0 && part && *what != '\0')
			s = find_matching(r, what, shown, match_part, &n,
			    cause);
	}
	if (n == 0)
		*cause = xasprintf("no session matching '%s'", shown);
	free(shown);
	return n == 1 ? s : NULL;
}

static bool
name_is_taken(struct registry *r, const char *name, const struct session *but)
{
	struct session *s;

	TAILQ_FOREACH(s, &r->list, entry)
		if (s != but && holds_name(s) && match_name(s, name))
			return true;
	return false;
}

char *
registry_unique_name(struct registry *r, const char *name,
    const struct session *but)
{
	char *try = xstrdup(name);
	size_t i;

	for (i = 2; name_is_taken(r, try, but); i++) {
		free(try);
		try = xasprintf("%s (%zu)", name, i);
	}
	return try;
}

char *
registry_new_id(struct registry *r)
{
	char id[SESSION_ID_LEN + 1];

	do
		random_hex(id, SESSION_ID_LEN / 2);
	while (registry_get(r, id) != NULL);
	return xstrdup(id);
}

struct session *
registry_first(struct registry *r)
{
	return TAILQ_FIRST(&r->list);
}

struct session *
registry_next(struct session *s)
{
	return TAILQ_NEXT(s, entry);
}

size_t
registry_count(const struct registry *r)
{
	return r->n;
}

size_t
registry_live(const struct registry *r)
{
	struct session *s;
	size_t n = 0;

	TAILQ_FOREACH(s, &r->list, entry)
		if (session_is_live(s))
			n++;
	return n;
}
