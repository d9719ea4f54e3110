/* SPDX-License-Identifier: ISC */
/* member: reads and checks the members of objects; what they mean is for the
 * files that ask. */

#include <ctype.h>

#include "agent/member.h"
#include "agent/pattern.h"
#include "agent/region.h"
#include "base/jv.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

struct stranger {
	const char *const *names; /* borrowed */
	size_t n;
	char *found; /* owned, may be NULL */
};

char *
member_in(char *why, const char *fmt, ...)
{
	char *place, *full;
	va_list ap;

	if (why == NULL)
		return NULL;
	va_start(ap, fmt);
	place = xvasprintf(fmt, ap);
	va_end(ap);
	full = xasprintf("%s%s", place, why);
	free(place);
	free(why);
	return full;
}

static void
check_name(const char *key, struct jv *value, void *arg)
{
	struct stranger *s = arg;
	size_t i;

	(void)value;
	if (s->found != NULL)
		return;
	for (i = 0; i < s->n; i++)
		if (strcmp(key, s->names[i]) == 0)
			return;
	s->found = utf8_clean(key, strlen(key), 32);
}

char *
member_only(const struct jv *v, const char *const *names, size_t n)
{
	struct stranger s = { names, n, NULL };
	char *why;

	if (jv_type(v) != JV_OBJECT)
		return xstrdup(": is no object");
	jv_each(v, check_name, &s);
	if (s.found == NULL)
		return NULL;
	why = xasprintf(": unknown member '%s'", s.found);
	free(s.found);
	return why;
}

/* A string value; one of rows may have ends of rows. */
static char *
check_string(const struct jv *v, bool rows, const char **out)
{
	const char *s = jv_as_string(v);

	if (s == NULL)
		return xstrdup(": is no string");
	if (*s == '\0')
		return xstrdup(": is empty");
	if (strlen(s) > MEMBER_TEXT_MAX)
		return xasprintf(": is longer than %d bytes", MEMBER_TEXT_MAX);
	for (*out = s; *s != '\0'; s++)
		if (iscntrl((unsigned char)*s) && (!rows || *s != '\n'))
			return xstrdup(": has a control character");
	return NULL;
}

static char *
read_text(const struct jv *v, const char *key, bool required, bool rows,
    char **out)
{
	struct jv *value = jv_get(v, key);
	const char *s = NULL;
	char *why;

	if (value == NULL)
		return required ? xasprintf(": lacks member '%s'", key) : NULL;
	why = check_string(value, rows, &s);
	if (why != NULL)
		return member_in(why, ".%s", key);
	free(*out);
	*out = xstrdup(s);
	return NULL;
}

char *
member_text(const struct jv *v, const char *key, bool required, char **out)
{
	return read_text(v, key, required, false, out);
}

char *
member_flag(const struct jv *v, const char *key, bool *out)
{
	struct jv *value = jv_get(v, key);

	if (value != NULL && jv_type(value) != JV_BOOL)
		return xasprintf(".%s: is not true or false", key);
	if (value != NULL)
		*out = jv_as_bool(value, false);
	return NULL;
}

char *
member_int(const struct jv *v, const char *key, int min, int max, int *out)
{
	struct jv *value = jv_get(v, key);
	int64_t n;

	if (value == NULL)
		return NULL;
	n = jv_as_int(value, (int64_t)min - 1);
	if (jv_type(value) != JV_INT || n < min || n > max)
		return xasprintf(".%s: is no number from %d to %d", key, min,
		    max);
	*out = (int)n;
	return NULL;
}

char *
member_words(const struct jv *v, const char *key, size_t max, struct strv *out)
{
	struct jv *list = jv_get(v, key);
	const char *s = NULL;
	char *why;
	size_t i;

	if (list == NULL)
		return NULL;
	if (jv_type(list) != JV_ARRAY)
		return xasprintf(".%s: is no array", key);
	if (jv_count(list) == 0 || jv_count(list) > max)
		return xasprintf(".%s: has %zu words, not 1 to %zu", key,
		    jv_count(list), max);
	for (i = 0; i < jv_count(list); i++) {
		why = check_string(jv_at(list, i), false, &s);
		if (why != NULL)
			return member_in(why, ".%s[%zu]", key, i);
		strv_add(out, s);
	}
	return NULL;
}

char *
member_re(const struct jv *v, const char *key, bool required,
    struct pattern **out)
{
	char *text = NULL, *why, *bad;

	why = read_text(v, key, required, true, &text);
	if (why != NULL || text == NULL)
		return why;
	pattern_destroy(*out);
	*out = pattern_create(text, false, &why);
	free(text);
	if (*out != NULL)
		return NULL;
	bad = xasprintf(".%s: %s", key, why);
	free(why);
	return bad;
}

char *
member_region(const struct jv *v, const char *key, struct region *out)
{
	char *text = NULL, *why;

	why = member_text(v, key, false, &text);
	if (text == NULL)
		return why;
	if (region_parse(text, out) != 0)
		why = xasprintf(".%s: there is no region '%s'", key, text);
	free(text);
	return why;
}
