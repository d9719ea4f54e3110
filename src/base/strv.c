/* SPDX-License-Identifier: ISC */
/* strv: NULL-terminated vectors of strings (argv, environ). */

#include <stdarg.h>

#include "base/buf.h"
#include "base/strv.h"
#include "base/xmalloc.h"

void
strv_add(struct strv *sv, const char *s)
{
	strv_take(sv, xstrdup(s));
}

void
strv_take(struct strv *sv, char *s)
{
	if (sv->n + 1 >= sv->cap) {
		sv->cap = sv->cap == 0 ? 8 : sv->cap * 2;
		sv->v = xreallocarray(sv->v, sv->cap, sizeof *sv->v);
	}
	sv->v[sv->n++] = s;
	sv->v[sv->n] = NULL;
}

void
strv_addf(struct strv *sv, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strv_take(sv, xvasprintf(fmt, ap));
	va_end(ap);
}

void
strv_clear(struct strv *sv)
{
	size_t i;

	for (i = 0; i < sv->n; i++)
		free(sv->v[i]);
	free(sv->v);
	memset(sv, 0, sizeof *sv);
}

/* The place of NAME=...; sv->n if it is not set. */
static size_t
strv_find(const struct strv *sv, const char *name)
{
	size_t i, n = strlen(name);

	for (i = 0; i < sv->n; i++) {
		if (strncmp(sv->v[i], name, n) == 0 && sv->v[i][n] == '=')
			break;
	}
	return i;
}

const char *
strv_getenv(const struct strv *sv, const char *name)
{
	size_t i = strv_find(sv, name);

	return i < sv->n ? sv->v[i] + strlen(name) + 1 : NULL;
}

void
strv_setenv(struct strv *sv, const char *name, const char *value)
{
	char *s = xasprintf("%s=%s", name, value);
	size_t i = strv_find(sv, name);

	if (i == sv->n) {
		strv_take(sv, s);
		return;
	}
	free(sv->v[i]);
	sv->v[i] = s;
}

void
strv_unsetenv(struct strv *sv, const char *name)
{
	size_t i;

	/* A hostile environment may have a name twice. */
	while ((i = strv_find(sv, name)) < sv->n) {
		free(sv->v[i]);
		memmove(sv->v + i, sv->v + i + 1, (sv->n - i) * sizeof *sv->v);
		sv->n--;
	}
}

char *
strv_join(const struct strv *sv, const char *sep)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sv->n; i++) {
		if (i != 0)
			buf_put(&b, sep, strlen(sep));
		buf_put(&b, sv->v[i], strlen(sv->v[i]));
	}
	return buf_steal(&b, NULL);
}
