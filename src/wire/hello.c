/* SPDX-License-Identifier: ISC */
/* hello: makes and judges hellos; peer and call send and receive them. */

#include "base/jv.h"
#include "base/xmalloc.h"
#include "wire/hello.h"

static void add_member(const char *, struct jv *, void *);
static char *judge(const struct jv *, enum role *);

static void
add_member(const char *key, struct jv *value, void *arg)
{
	struct jv *hello = arg;

	if (jv_get(hello, key) == NULL)
		jv_set(hello, key, jv_copy(value));
}

struct jv *
hello_create(enum role us, const struct jv *extra)
{
	struct jv *hello = jv_object();

	jv_set_string(hello, "role", role_name(us));
	jv_set_int(hello, "min", PROTOCOL_MIN);
	jv_set_int(hello, "max", PROTOCOL_MAX);
	jv_set_string(hello, "build", PACKAGE_VERSION);
	jv_set_int(hello, "pid", getpid());
	if (extra != NULL)
		jv_each(extra, add_member, hello);
	return hello;
}

/* NULL, or why the hello does not fit (caller frees). */
static char *
judge(const struct jv *hello, enum role *role)
{
	int64_t min, max;

	if (jv_type(hello) != JV_OBJECT)
		return xstrdup("hello is no object");
	*role = role_find(jv_string(hello, "role"));
	if (*role == ROLE_ANY)
		return xstrdup("hello names no role that is known");
	min = jv_int(hello, "min", -1);
	max = jv_int(hello, "max", -1);
	if (min < 0 || max < min)
		return xstrdup("hello names no protocol versions");
	if (min > PROTOCOL_MAX || max < PROTOCOL_MIN)
		return xasprintf("%s: the %s speaks %lld to %lld, we %d to %d",
		    wire_strerror(WIRE_VERSION), role_name(*role),
		    (long long)min, (long long)max, PROTOCOL_MIN, PROTOCOL_MAX);
	return NULL;
}

struct jv *
hello_parse(const void *p, size_t n, enum role *role, char **cause)
{
	struct jv *hello;
	char *why = NULL;

	hello = jv_parse(p, n, &why);
	if (hello == NULL) {
		*cause = xasprintf("hello is no JSON: %s", why);
		free(why);
		return NULL;
	}
	why = judge(hello, role);
	if (why != NULL) {
		*cause = why;
		jv_free(hello);
		return NULL;
	}
	return hello;
}
