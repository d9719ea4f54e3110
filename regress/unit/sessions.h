/* SPDX-License-Identifier: ISC */
/* sessions: answers and events of a supervisor for tests of the list. */

#ifndef REGRESS_SESSIONS_H
#define REGRESS_SESSIONS_H

#include <stdlib.h>

#include "base/jv.h"
#include "base/xmalloc.h"

/* JSON with ' in place of ". */
static inline struct jv *
quoted(const char *text)
{
	char *s = xstrdup(text), *p, *cause = NULL;
	struct jv *v;

	for (p = s; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	v = jv_parse(s, strlen(s), &cause);
	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	free(s);
	return v;
}

/* The answer of SESSION_WATCH with these sessions, NULL at the end. */
static inline struct jv *
answer(const char *const *sessions)
{
	struct jv *v = jv_object(), *list = jv_array();

	for (; *sessions != NULL; sessions++)
		jv_append(list, quoted(*sessions));
	jv_set(v, "sessions", list);
	return v;
}

#endif
