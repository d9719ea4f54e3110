/* SPDX-License-Identifier: ISC */
/* hookfile: texts of an agent's own file with hooks and without; it reads and
 * writes none. */

#include <stdlib.h>
#include <string.h>

#include "agent/hookfile.h"
#include "agent/hookfill.h"
#include "agent/hookjoin.h"
#include "agent/member.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/xmalloc.h"

struct hookfile {
	char *env;	 /* owned: a variable with the directory; may be NULL */
	char *dir;	 /* owned: else below the home directory */
	char *file;	 /* owned: below that */
	struct jv *json; /* owned */
};

/* A path below another one. */
static char *
parse_below(const struct jv *v, const char *key, char **out)
{
	char *why = member_text(v, key, true, out);

	if (why == NULL &&
	    (**out == '/' || strstr(*out, "..") != NULL || strlen(*out) > 255))
		why = xasprintf(".%s: is no path below another", key);
	return why;
}

struct hookfile *
hookfile_parse(const struct jv *v, char **why)
{
	static const char *const names[] = { "env", "dir", "file", "json" };
	struct hookfile *f = xcalloc(1, sizeof *f);

	*why = member_only(v, names, nitems(names));
	if (*why == NULL)
		*why = member_text(v, "env", false, &f->env);
	if (*why == NULL)
		*why = parse_below(v, "dir", &f->dir);
	if (*why == NULL)
		*why = parse_below(v, "file", &f->file);
	if (*why == NULL && jv_get_object(v, "json") == NULL)
		*why = xstrdup(".json: is no object");
	if (*why == NULL) {
		f->json = jv_copy(jv_get(v, "json"));
		return f;
	}
	*why = member_in(*why, ".install");
	hookfile_destroy(f);
	return NULL;
}

void
hookfile_destroy(struct hookfile *f)
{
	if (f == NULL)
		return;
	free(f->env);
	free(f->dir);
	free(f->file);
	jv_free(f->json);
	free(f);
}

char *
hookfile_path(const struct hookfile *f, char **cause)
{
	const char *dir = f->env != NULL ? getenv(f->env) : NULL;
	const char *home = getenv("HOME");
	char *below, *path;

	if (dir != NULL && *dir == '/')
		return path_join(dir, f->file);
	if (home == NULL || *home != '/') {
		*cause = xstrdup("there is no home directory");
		return NULL;
	}
	below = path_join(home, f->dir);
	path = path_join(below, f->file);
	free(below);
	return path;
}

struct jv *
hookfile_entries(const struct hookfile *f, const char *hook)
{
	return hookfill_json(f->json, hook);
}

/* Values. */

static bool same(const struct jv *, const struct jv *);

struct comparing {
	const struct jv *other;
	bool same;
};

static void
same_member(const char *key, struct jv *value, void *arg)
{
	struct comparing *c = arg;

	c->same = c->same && same(value, jv_get(c->other, key));
}

static bool
same(const struct jv *a, const struct jv *b)
{
	struct comparing c = { b, true };
	char *x, *y;
	size_t i;

	if (a == NULL || b == NULL || jv_type(a) != jv_type(b) ||
	    jv_count(a) != jv_count(b))
		return false;
	switch (jv_type(a)) {
	case JV_OBJECT:
		jv_each(a, same_member, &c);
		return c.same;
	case JV_ARRAY:
		for (i = 0; i < jv_count(a); i++)
			if (!same(jv_at(a, i), jv_at(b, i)))
				return false;
		return true;
	default:
		x = jv_text(a, false);
		y = jv_text(b, false);
		c.same = strcmp(x, y) == 0;
		free(x);
		free(y);
		return c.same;
	}
}

static bool
is_not_in(const struct jv *v, void *list)
{
	size_t i;

	for (i = 0; i < jv_count(list); i++)
		if (same(v, jv_at(list, i)))
			return false;
	return true;
}

/* Take what is in the lists of entries out of the same lists of an object. */
static void
subtract_member(const char *key, struct jv *value, void *arg)
{
	struct jv *from = arg, *there = jv_get(from, key);

	if (jv_type(there) == JV_OBJECT && jv_type(value) == JV_OBJECT)
		jv_each(value, subtract_member, there);
	else if (jv_type(there) == JV_ARRAY && jv_type(value) == JV_ARRAY)
		jv_set(from, key, jv_filter(jv_copy(there), is_not_in, value));
}

/* Whether an object has nothing beyond the entries: empty lists and objects,
 * and single values that they have, too. */
static void
look_beyond(const char *key, struct jv *value, void *arg)
{
	struct comparing *c = arg;
	const struct jv *entry = jv_get(c->other, key);
	struct comparing below = { entry, true };

	if (jv_type(value) == JV_OBJECT && jv_type(entry) == JV_OBJECT)
		jv_each(value, look_beyond, &below);
	else if (jv_type(value) == JV_ARRAY && jv_type(entry) == JV_ARRAY)
		below.same = jv_count(value) == 0;
	else
		below.same = same(value, entry);
	c->same = c->same && below.same;
}

static struct jv *
parse(const char *text, size_t n, char **cause)
{
	struct jv *v = jv_parse(text, n, cause);

	if (v == NULL || jv_type(v) == JV_OBJECT)
		return v;
	jv_free(v);
	*cause = xstrdup("is no JSON object");
	return NULL;
}

static char *
print(const struct jv *v)
{
	char *text = jv_text(v, true), *whole = xasprintf("%s\n", text);

	free(text);
	return whole;
}

char *
hookfile_add(const char *before, size_t n, const struct jv *entries,
    char **cause)
{
	struct jv *v = before != NULL ? parse(before, n, cause) : jv_object();
	char *bad, *text = NULL;

	if (v == NULL)
		return NULL;
	jv_each(entries, subtract_member, v);
	bad = hookjoin_add(v, entries, false);
	if (bad != NULL)
		*cause =
		    xasprintf("%s: is of another kind than it should be", bad);
	else
		text = print(v);
	free(bad);
	jv_free(v);
	return text;
}

int
hookfile_remove(const char *now, size_t n, const struct jv *entries,
    char **text, char **cause)
{
	struct jv *v = parse(now, n, cause);
	struct comparing left = { entries, true };

	*text = NULL;
	if (v == NULL)
		return -1;
	jv_each(entries, subtract_member, v);
	jv_each(v, look_beyond, &left);
	if (!left.same)
		*text = print(v);
	jv_free(v);
	return 0;
}

static void
has_member(const char *key, struct jv *value, void *arg)
{
	struct comparing *c = arg;
	struct jv *there = jv_get(c->other, key);
	struct comparing below = { there, true };
	size_t i;

	if (jv_type(value) == JV_OBJECT && jv_type(there) == JV_OBJECT)
		jv_each(value, has_member, &below);
	else if (jv_type(value) == JV_ARRAY && jv_type(there) == JV_ARRAY)
		for (i = 0; i < jv_count(value); i++)
			below.same =
			    below.same && !is_not_in(jv_at(value, i), there);
	else
		below.same = there != NULL && jv_type(value) != JV_OBJECT &&
		    jv_type(value) != JV_ARRAY;
	c->same = c->same && below.same;
}

bool
hookfile_has(const char *now, size_t n, const struct jv *entries)
{
	char *cause = NULL;
	struct jv *v = parse(now, n, &cause);
	struct comparing c = { v, v != NULL };

	free(cause);
	if (v != NULL)
		jv_each(entries, has_member, &c);
	jv_free(v);
	return c.same;
}

void
hookfile_variable(struct strv *env, const char *name, const char *value)
{
	const char *old = strv_getenv(env, name);
	struct jv *ours = NULL;
	char *joined = NULL, *cause = NULL;

	if (old != NULL && *old == '{' && *value == '{')
		ours = jv_parse(value, strlen(value), &cause);
	if (ours == NULL)
		strv_setenv(env, name, value);
	else if ((joined = hookfile_add(old, strlen(old), ours, &cause)) !=
	    NULL)
		strv_setenv(env, name, joined);
	free(joined);
	free(cause);
	jv_free(ours);
}
