/* SPDX-License-Identifier: ISC */
/* envlist: an environment as a JSON array, every byte of it kept. */

#include <stdbool.h>
#include <stdint.h>

#include "base/envlist.h"
#include "base/jv.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

/* Whether this is NAME=value. */
static bool
is_entry(const char *s)
{
	const char *eq = strchr(s, '=');

	return eq != NULL && eq != s;
}

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+/";

static char *
encode(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n = strlen(text), i, used = 0;
	char *out = xmalloc((n + 2) / 3 * 4 + 1);
	uint32_t v;

	for (i = 0; i < n; i += 3) {
		v = (uint32_t)s[i] << 16;
		v |= i + 1 < n ? (uint32_t)s[i + 1] << 8 : 0;
		v |= i + 2 < n ? s[i + 2] : 0;
		out[used++] = digits[v >> 18];
		out[used++] = digits[v >> 12 & 63];
		out[used++] = i + 1 < n ? digits[v >> 6 & 63] : '=';
		out[used++] = i + 2 < n ? digits[v & 63] : '=';
	}
	out[used] = '\0';
	return out;
}

/* The string that text stands for (caller frees); NULL if it is none. */
static char *
decode(const char *text)
{
	size_t n = strlen(text), i, used = 0;
	char *out = xmalloc(n / 4 * 3 + 1);
	unsigned bits = 0;
	const char *at;
	uint32_t v = 0;

	while (n > 0 && n + 2 > strlen(text) && text[n - 1] == '=')
		n--;
	if (strlen(text) % 4 != 0)
		goto fail;
	for (i = 0; i < n; i++) {
		if ((at = strchr(digits, text[i])) == NULL)
			goto fail;
		v = v << 6 | (uint32_t)(at - digits);
		if ((bits += 6) < 8)
			continue;
		bits -= 8;
		if ((out[used++] = (char)(v >> bits & 0xff)) == '\0')
			goto fail;
	}
	out[used] = '\0';
	return out;
fail:
	free(out);
	return NULL;
}

struct jv *
envlist_jv(char *const *env)
{
	struct jv *list = jv_array(), *entry;
	char *text;

	for (; *env != NULL; env++) {
		if (!is_entry(*env))
			continue;
		if (utf8_valid(*env, strlen(*env))) {
			jv_append_string(list, *env);
			continue;
		}
		text = encode(*env);
		entry = jv_object();
		jv_set_string(entry, "b64", text);
		jv_append(list, entry);
		free(text);
	}
	return list;
}

/* One entry; NULL if it is broken. Caller frees. */
static char *
entry_text(const struct jv *v)
{
	const char *text = jv_as_string(v);
	char *entry = NULL;

	if (text != NULL)
		entry = xstrdup(text);
	else if ((text = jv_string(v, "b64")) != NULL)
		entry = decode(text);
	if (entry == NULL || is_entry(entry))
		return entry;
	free(entry);
	return NULL;
}

int
envlist_strv(const struct jv *list, size_t max, struct strv *out)
{
	size_t i, n = jv_count(list), used = 0;
	char *entry;

	if (jv_type(list) != JV_ARRAY)
		return -1;
	for (i = 0; i < n; i++) {
		if ((entry = entry_text(jv_at(list, i))) == NULL)
			return -1;
		used += strlen(entry) + 1;
		if (used > max) {
			free(entry);
			return -1;
		}
		strv_take(out, entry);
	}
	return 0;
}
