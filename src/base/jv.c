/* SPDX-License-Identifier: ISC */
/* jv: JSON values, over jansson. A struct jv is never looked into: its address
 * is that of a json_t. */

#include <sys/random.h>

#include <errno.h>
#include <limits.h>
#include <math.h>

#include <jansson.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define JV_MAX_DEPTH 64
#define JV_MAX_FILE  (4u << 20) /* bytes */

/* Memory that runs out ends us inside jansson too. */
static void __attribute__((__constructor__)) jv_setup(void)
{
	size_t seed = 0;

	json_set_alloc_funcs(xmalloc, free);
	/* By itself it would read a device; 0 has it do that. */
	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
		seed = 0;
	json_object_seed(seed);
}

static json_t *
jv_json(const struct jv *v)
{
	return (json_t *)(uintptr_t)v;
}

static struct jv *
jv_of(json_t *json)
{
	return (struct jv *)json;
}

/* Whether the text is nested too deeply, and where; jansson's own limit is
 * far higher and is not checked when values are built. */
static bool
jv_too_deep(const char *text, size_t n, int *line, int *column)
{
	bool string = false;
	int depth = 0;
	size_t i;

	*line = 1;
	*column = 0;
	for (i = 0; i < n; i++) {
		(*column)++;
		if (text[i] == '\n') {
			(*line)++;
			*column = 0;
		} else if (string) {
			if (text[i] == '\\' && i + 1 < n &&
			    text[i + 1] != '\n') {
				i++;
				(*column)++;
			} else if (text[i] == '"') {
				string = false;
			}
		} else if (text[i] == '"') {
			string = true;
		} else if (text[i] == '[' || text[i] == '{') {
			if (++depth > JV_MAX_DEPTH)
				return true;
		} else if (text[i] == ']' || text[i] == '}') {
			depth--;
		}
	}
	return false;
}

struct jv *
jv_parse(const char *text, size_t n, char **cause)
{
	json_error_t error;
	int line, column;
	json_t *json;
	char *clean;

	*cause = NULL;
	if (jv_too_deep(text, n, &line, &column)) {
		*cause = xasprintf("line %d, column %d: nested over %d deep",
		    line, column, JV_MAX_DEPTH);
		return NULL;
	}
	json = json_loadb(n != 0 ? text : "", n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (json == NULL) {
		/* The message quotes what it could not read. */
		clean = utf8_clean(error.text, strlen(error.text),
		    sizeof error.text);
		*cause = xasprintf("line %d, column %d: %s", error.line,
		    error.column, clean);
		free(clean);
	}
	return jv_of(json);
}

struct jv *
jv_load(const char *path, char **cause)
{
	struct jv *v;
	char *text, *why;
	size_t n;
	int saved;

	*cause = NULL;
	text = atomic_read(path, JV_MAX_FILE, &n);
	if (text == NULL) {
		saved = errno;
		*cause = xasprintf("%s: %s", path, strerror(saved));
		errno = saved;
		return NULL;
	}
	v = jv_parse(text, n, &why);
	free(text);
	if (v == NULL) {
		*cause = xasprintf("%s: %s", path, why);
		free(why);
		errno = 0;
	}
	return v;
}

char *
jv_text(const struct jv *v, bool pretty)
{
	char *text;

	text = json_dumps(jv_json(v),
	    JSON_ENCODE_ANY | (pretty ? JSON_INDENT(2) : JSON_COMPACT));
	if (text == NULL)
		fatalx("a JSON value cannot be written");
	return text;
}

static int
jv_append_text(const char *text, size_t n, void *arg)
{
	buf_put(arg, text, n);
	return 0;
}

void
jv_put(struct buf *b, const struct jv *v)
{
	if (json_dump_callback(jv_json(v), jv_append_text, b,
		JSON_ENCODE_ANY | JSON_COMPACT) != 0)
		fatalx("a JSON value cannot be written");
}

void
jv_free(struct jv *v)
{
	json_decref(jv_json(v));
}

struct jv *
jv_share(const struct jv *v)
{
	return jv_of(json_incref(jv_json(v)));
}

struct jv *
jv_copy(const struct jv *v)
{
	json_t *json;

	json = json_deep_copy(jv_json(v));
	if (json == NULL)
		fatalx("a JSON value cannot be copied");
	return jv_of(json);
}

struct jv *
jv_object(void)
{
	return jv_of(json_object());
}

struct jv *
jv_array(void)
{
	return jv_of(json_array());
}

/* A string value; what is no UTF-8 in it becomes U+FFFD, the rest stays. */
static struct jv *
jv_new_string(const char *s)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t n = strlen(s), len;
	struct buf b = { 0 };
	json_t *json;
	char bytes[4];
	uint32_t cp;
	int took;

	if (utf8_valid(s, n))
		return jv_of(json_stringn(s, n));
	while (n > 0) {
		took = utf8_decode(p, n, &cp);
		if (took == 0)
			took = -(int)n;
		len = utf8_encode(cp, bytes);
		buf_put(&b, bytes, len);
		p += abs(took);
		n -= (size_t)abs(took);
	}
	json = json_stringn((const char *)b.data, b.len);
	buf_clear(&b);
	return jv_of(json);
}

void
jv_set_string(struct jv *v, const char *key, const char *s)
{
	if (s != NULL)
		jv_set(v, key, jv_new_string(s));
}

void
jv_set_int(struct jv *v, const char *key, int64_t value)
{
	jv_set(v, key, jv_of(json_integer(value)));
}

void
jv_set_real(struct jv *v, const char *key, double value)
{
	/* JSON has no infinities. */
	if (isfinite(value))
		jv_set(v, key, jv_of(json_real(value)));
}

void
jv_set_bool(struct jv *v, const char *key, bool value)
{
	jv_set(v, key, jv_of(json_boolean(value)));
}

void
jv_set_null(struct jv *v, const char *key)
{
	jv_set(v, key, jv_of(json_null()));
}

void
jv_set(struct jv *v, const char *key, struct jv *value)
{
	/* It frees the value where it refuses: a key that is no UTF-8, or
	 * what is no object. */
	(void)json_object_set_new(jv_json(v), key, jv_json(value));
}

void
jv_unset(struct jv *v, const char *key)
{
	(void)json_object_del(jv_json(v), key);
}

void
jv_append(struct jv *array, struct jv *value)
{
	(void)json_array_append_new(jv_json(array), jv_json(value));
}

void
jv_append_string(struct jv *array, const char *s)
{
	jv_append(array, jv_new_string(s));
}

enum jv_type
jv_type(const struct jv *v)
{
	if (v == NULL)
		return JV_NULL;
	switch (json_typeof(jv_json(v))) {
	case JSON_TRUE:
	case JSON_FALSE:
		return JV_BOOL;
	case JSON_INTEGER:
		return JV_INT;
	case JSON_REAL:
		return JV_REAL;
	case JSON_STRING:
		return JV_STRING;
	case JSON_ARRAY:
		return JV_ARRAY;
	case JSON_OBJECT:
		return JV_OBJECT;
	case JSON_NULL:
		break;
	}
	return JV_NULL;
}

struct jv *
jv_get(const struct jv *v, const char *key)
{
	return jv_of(json_object_get(jv_json(v), key));
}

const char *
jv_string(const struct jv *v, const char *key)
{
	return jv_as_string(jv_get(v, key));
}

int64_t
jv_int(const struct jv *v, const char *key, int64_t def)
{
	return jv_as_int(jv_get(v, key), def);
}

bool
jv_bool(const struct jv *v, const char *key, bool def)
{
	const json_t *member = jv_json(jv_get(v, key));

	return json_is_boolean(member) ? json_is_true(member) : def;
}

struct jv *
jv_get_array(const struct jv *v, const char *key)
{
	struct jv *member = jv_get(v, key);

	return jv_type(member) == JV_ARRAY ? member : NULL;
}

struct jv *
jv_get_object(const struct jv *v, const char *key)
{
	struct jv *member = jv_get(v, key);

	return jv_type(member) == JV_OBJECT ? member : NULL;
}

size_t
jv_count(const struct jv *v)
{
	if (jv_type(v) == JV_OBJECT)
		return json_object_size(jv_json(v));
	return json_array_size(jv_json(v));
}

struct jv *
jv_at(const struct jv *array, size_t i)
{
	return jv_of(json_array_get(jv_json(array), i));
}

/* What a part of a path names: a member, or a place in an array. */
static struct jv *
jv_step(const struct jv *v, const char *key)
{
	const char *why;
	long long i;

	if (jv_type(v) != JV_ARRAY)
		return jv_get(v, key);
	i = strtonum(key, 0, INT_MAX, &why);
	return why == NULL ? jv_at(v, (size_t)i) : NULL;
}

struct jv *
jv_path(const struct jv *v, const char *path)
{
	const char *dot;
	char *key;

	while ((dot = strchr(path, '.')) != NULL) {
		key = xstrndup(path, (size_t)(dot - path));
		v = jv_step(v, key);
		free(key);
		path = dot + 1;
	}
	return jv_step(v, path);
}

const char *
jv_string_at(const struct jv *array, size_t i)
{
	return jv_as_string(jv_at(array, i));
}

const char *
jv_as_string(const struct jv *v)
{
	return json_string_value(jv_json(v));
}

int64_t
jv_as_int(const struct jv *v, int64_t def)
{
	if (jv_type(v) != JV_INT)
		return def;
	return json_integer_value(jv_json(v));
}

bool
jv_as_bool(const struct jv *v, bool def)
{
	return jv_type(v) == JV_BOOL ? json_is_true(jv_json(v)) : def;
}

void
jv_each(const struct jv *v, void (*cb)(const char *, struct jv *, void *),
    void *arg)
{
	json_t *member;
	const char *key;

	json_object_foreach(jv_json(v), key, member)
	    cb(key, jv_of(member), arg);
}

struct jv *
jv_take(struct jv *v, const char *key)
{
	json_t *member = json_incref(json_object_get(jv_json(v), key));

	if (member != NULL)
		json_object_del(jv_json(v), key);
	return jv_of(member);
}

struct jv *
jv_filter(struct jv *array, bool (*keep)(const struct jv *, void *), void *arg)
{
	json_t *from = jv_json(array), *to = json_array();
	size_t i;

	for (i = 0; i < json_array_size(from); i++)
		if (keep(jv_at(array, i), arg))
			json_array_append(to, json_array_get(from, i));
	json_decref(from);
	return jv_of(to);
}
