/* SPDX-License-Identifier: ISC */
/* slash: the commands that an agent takes at its prompt ("/compact"). */

#include <stdlib.h>
#include <string.h>

#include "agent/member.h"
#include "agent/slash.h"
#include "base/jv.h"
#include "base/xmalloc.h"

static bool
is_name(const char *s)
{
	size_t n;

	if (*s != '/')
		return false;
	n = strspn(s + 1,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789-_:.");
	return n > 0 && n < SLASH_NAME_MAX && s[n + 1] == '\0';
}

static char *
read_one(const struct jv *v, struct slashes *out)
{
	static const char *const names[] = { "name", "text", "first" };
	struct slash *s = &out->list[out->n++];
	char *why;
	size_t i;

	s->first = true;
	why = member_only(v, names, nitems(names));
	if (why == NULL)
		why = member_text(v, "name", true, &s->name);
	if (why == NULL)
		why = member_text(v, "text", false, &s->text);
	if (why == NULL)
		why = member_flag(v, "first", &s->first);
	if (why == NULL && !is_name(s->name))
		why = xasprintf(".name: is not '/' and a word");
	if (why == NULL && s->text != NULL && strlen(s->text) > SLASH_TEXT_MAX)
		why =
		    xasprintf(".text: is longer than %d bytes", SLASH_TEXT_MAX);
	for (i = 0; why == NULL && i + 1 < out->n; i++)
		if (strcmp(out->list[i].name, s->name) == 0)
			why = xasprintf(".name: '%s' is there twice", s->name);
	return why;
}

char *
slash_parse(const struct jv *v, struct slashes *out)
{
	char *why = NULL;
	size_t i;

	if (jv_type(v) != JV_ARRAY)
		return xstrdup(": is no array");
	if (jv_count(v) > SLASH_MAX)
		return xasprintf(": has more than %d", SLASH_MAX);
	out->list = xcalloc(jv_count(v) + 1, sizeof *out->list);
	for (i = 0; why == NULL && i < jv_count(v); i++) {
		why = read_one(jv_at(v, i), out);
		why = member_in(why, "[%zu]", i);
	}
	return why;
}

void
slash_clear(struct slashes *s)
{
	while (s->n > 0) {
		free(s->list[--s->n].name);
		free(s->list[s->n].text);
	}
	free(s->list);
	s->list = NULL;
}
