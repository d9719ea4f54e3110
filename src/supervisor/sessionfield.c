/* SPDX-License-Identifier: ISC */
/* sessionfield: checks and copies what hosts tell; which fields there are is
 * session's business. */

#include <limits.h>
#include <string.h>

#include "base/jv.h"
#include "base/procid.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "supervisor/sessionfield.h"

#define TEXT_MAX 4096

struct copying {
	struct jv *out;
};

static struct jv *copy_clean(const struct jv *);

struct jv *
sessionfield_array(const struct jv *from)
{
	struct jv *copy = jv_array();
	size_t i, left = SESSIONFIELD_ARRAY_MAX;
	const char *text;

	for (i = 0; i < jv_count(from); i++) {
		if ((text = jv_string_at(from, i)) == NULL ||
		    strlen(text) >= left) {
			jv_free(copy);
			return NULL;
		}
		left -= strlen(text) + 1;
		jv_append_string(copy, text);
	}
	return copy;
}

static void
copy_member(const char *key, struct jv *value, void *arg)
{
	struct copying *c = arg;
	const char *text = jv_as_string(value);
	char *clean;

	if (text == NULL) {
		jv_set(c->out, key, copy_clean(value));
		return;
	}
	clean = utf8_clean(text, strlen(text), TEXT_MAX);
	jv_set_string(c->out, key, clean);
	free(clean);
}

/* The parser has bounded the depth. Strings in arrays are not ours. */
static struct jv *
copy_clean(const struct jv *v)
{
	struct copying c;
	size_t i;

	if (jv_type(v) == JV_ARRAY) {
		c.out = jv_array();
		for (i = 0; i < jv_count(v); i++)
			if (jv_type(jv_at(v, i)) != JV_STRING)
				jv_append(c.out, copy_clean(jv_at(v, i)));
		return c.out;
	}
	if (jv_type(v) != JV_OBJECT)
		return jv_copy(v);
	c.out = jv_object();
	jv_each(v, copy_member, &c);
	return c.out;
}

struct jv *
sessionfield_object(const struct jv *from)
{
	char *text = jv_text(from, false);
	size_t n = strlen(text);

	free(text);
	return n > SESSIONFIELD_OBJECT_MAX ? NULL : copy_clean(from);
}

bool
sessionfield_same(const struct jv *a, const struct jv *b)
{
	char *x, *y;
	bool same;

	if (a == NULL || b == NULL)
		return a == b;
	x = jv_text(a, false);
	y = jv_text(b, false);
	same = strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

struct jv *
sessionfield_short(const struct jv *array, size_t max)
{
	struct jv *out = jv_array();
	size_t i, used = 0;
	const char *text;

	for (i = 0; i < jv_count(array); i++) {
		text = jv_string_at(array, i);
		used += strlen(text) + 1;
		if (used > max)
			break;
		jv_append_string(out, text);
	}
	return out;
}

void
sessionfield_put_procid(struct jv *r, const char *key, const struct procid *id)
{
	struct jv *o;

	if (id->pid <= 0)
		return;
	o = jv_object();
	jv_set_int(o, "pid", id->pid);
	jv_set_int(o, "start", (int64_t)id->start);
	jv_set(r, key, o);
}

void
sessionfield_get_procid(const struct jv *r, const char *key, struct procid *id)
{
	const struct jv *o = jv_get_object(r, key);
	int64_t pid = jv_int(o, "pid", 0), start = jv_int(o, "start", 0);

	memset(id, 0, sizeof *id);
	if (pid <= 1 || pid > INT_MAX || start <= 0)
		return;
	id->pid = (pid_t)pid;
	id->start = (uint64_t)start;
}
