/* SPDX-License-Identifier: ISC */
/* hookjoin: joins the settings that a person gave for one launch with those
 * that inject hooks; the person's stay in force. */

#include <errno.h>
#include <string.h>

#include "agent/asked.h"
#include "agent/hookjoin.h"
#include "base/atomic.h"
#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define SHOWN_MAX 200 /* bytes of a path in an error */

struct joining {
	struct jv *to;
	bool wins;
	char *bad; /* owned: the path that does not fit; NULL: none */
};

/* What the parser says of it, behind the name of where it stands. */
static struct jv *
parse(const char *text, size_t n, const char *name, char **cause)
{
	char *why = NULL;
	struct jv *v = jv_parse(text, n, &why);

	if (v != NULL && jv_type(v) != JV_OBJECT) {
		why = xstrdup("is no JSON object");
		jv_free(v);
		v = NULL;
	}
	if (v == NULL)
		*cause = xasprintf("%s: %s", name, why);
	free(why);
	return v;
}

struct jv *
hookjoin_read(const char *value, char **cause)
{
	const char *text = value + strspn(value, " \t\r\n");
	char *bytes, *name;
	struct jv *v = NULL;
	size_t n;

	if (*text == '{') {
		if (strlen(text) <= HOOKJOIN_MAX)
			return parse(text, strlen(text), "the settings", cause);
		*cause = xasprintf("the settings are longer than %u bytes",
		    HOOKJOIN_MAX);
		return NULL;
	}
	name = utf8_clean(value, strlen(value), SHOWN_MAX);
	bytes = atomic_read(value, HOOKJOIN_MAX, &n);
	if (bytes != NULL)
		v = parse(bytes, n, name, cause);
	else
		*cause = xasprintf("%s: %s", name,
		    errno == EINVAL ? "is no regular file" : strerror(errno));
	free(bytes);
	free(name);
	return v;
}

static void
add_list(struct jv *to, const struct jv *from)
{
	size_t i;

	for (i = 0; i < jv_count(from); i++)
		jv_append(to, jv_copy(jv_at(from, i)));
}

static void
add_member(const char *key, struct jv *value, void *arg)
{
	struct joining *j = arg;
	struct jv *there = jv_get(j->to, key);
	enum jv_type a = jv_type(there), b = jv_type(value);
	char *below;

	if (j->bad != NULL)
		return;
	if (there == NULL)
		jv_set(j->to, key, jv_copy(value));
	else if (a == JV_OBJECT && b == JV_OBJECT) {
		below = hookjoin_add(there, value, j->wins);
		if (below != NULL)
			j->bad = xasprintf("%s.%s", key, below);
		free(below);
	} else if (a == JV_ARRAY && b == JV_ARRAY)
		add_list(there, value);
	else if (a == JV_OBJECT || a == JV_ARRAY || b == JV_OBJECT ||
	    b == JV_ARRAY)
		j->bad = xstrdup(key);
	else if (j->wins)
		jv_set(j->to, key, jv_copy(value));
}

/* The parser bounds the depth. */
char *
hookjoin_add(struct jv *to, const struct jv *from, bool wins)
{
	struct joining j = { to, wins, NULL };

	jv_each(from, add_member, &j);
	return j.bad;
}

struct jv *
hookjoin_all(const struct asked *asked, const struct jv *ours, char **cause)
{
	struct jv *all = jv_object(), *one;
	char *bad = NULL, *clean;
	size_t i;

	for (i = 0; i < asked->n && bad == NULL; i++) {
		if (asked->v[i].option != ADAPTER_OPT_SETTINGS)
			continue;
		one = hookjoin_read(asked->v[i].value, cause);
		if (one == NULL) {
			jv_free(all);
			return NULL;
		}
		bad = hookjoin_add(all, one, true);
		jv_free(one);
	}
	if (bad == NULL && ours != NULL)
		bad = hookjoin_add(all, ours, false);
	if (bad == NULL)
		return all;
	clean = utf8_clean(bad, strlen(bad), SHOWN_MAX);
	*cause = xasprintf("the settings: %s: has another kind of value than "
			   "elsewhere",
	    clean);
	free(clean);
	free(bad);
	jv_free(all);
	return NULL;
}
