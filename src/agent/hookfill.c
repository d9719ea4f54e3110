/* SPDX-License-Identifier: ISC */
/* hookfill: the templates by which hooks are put where agents find them. */

#include "agent/hookfill.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/xmalloc.h"

char *
hookfill_command(void)
{
	struct buf b = { 0 };
	char *path = path_client();
	const char *p;

	if (path[strspn(path,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789/._+-")] == '\0')
		buf_put(&b, path, strlen(path));
	else {
		buf_put_u8(&b, '\'');
		for (p = path; *p != '\0'; p++)
			if (*p == '\'')
				buf_put(&b, "'\\''", 4);
			else
				buf_put_u8(&b, (uint8_t)*p);
		buf_put_u8(&b, '\'');
	}
	buf_put(&b, " hook", 5);
	free(path);
	return buf_steal(&b, NULL);
}

/* As it stands inside the quotes of a JSON or TOML string. */
static char *
quoted(const char *s)
{
	struct buf b = { 0 };

	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			buf_put_u8(&b, '\\');
		buf_put_u8(&b, (uint8_t)*s);
	}
	return buf_steal(&b, NULL);
}

char *
hookfill_text(const char *template, const char *hook, const char *file)
{
	struct buf b = { 0 };
	char *q = quoted(hook);
	const struct {
		const char *name;
		const char *value;
	} rows[] = {
		{ "{hook}", hook },
		{ "{hookquoted}", q },
		{ "{hookfile}", file },
	};
	size_t i;

	while (*template != '\0') {
		for (i = 0; i < nitems(rows); i++)
			if (strncmp(template, rows[i].name,
				strlen(rows[i].name)) == 0)
				break;
		if (i == nitems(rows)) {
			buf_put_u8(&b, (uint8_t) * template ++);
			continue;
		}
		buf_put(&b, rows[i].value, strlen(rows[i].value));
		template += strlen(rows[i].name);
	}
	free(q);
	return buf_steal(&b, NULL);
}

struct filling {
	const char *hook;
	struct jv *out;
};

static void
fill_member(const char *key, struct jv *value, void *arg)
{
	struct filling *f = arg;

	jv_set(f->out, key, hookfill_json(value, f->hook));
}

/* The parser bounds the depth. */
struct jv *
hookfill_json(const struct jv *v, const char *hook)
{
	struct filling f = { hook, NULL };
	struct jv *wrap, *out;
	char *text;
	size_t i;

	switch (jv_type(v)) {
	case JV_STRING:
		text = hookfill_text(jv_as_string(v), hook, "");
		wrap = jv_object();
		jv_set_string(wrap, "s", text);
		out = jv_copy(jv_get(wrap, "s"));
		jv_free(wrap);
		free(text);
		return out;
	case JV_ARRAY:
		out = jv_array();
		for (i = 0; i < jv_count(v); i++)
			jv_append(out, hookfill_json(jv_at(v, i), hook));
		return out;
	case JV_OBJECT:
		f.out = jv_object();
		jv_each(v, fill_member, &f);
		return f.out;
	default:
		return jv_copy(v);
	}
}
