/* SPDX-License-Identifier: ISC */
/* xmalloc: allocation that succeeds or ends the process. */

#include <errno.h>
#include <stdint.h>

#include "base/log.h"
#include "base/xmalloc.h"

void *
xmalloc(size_t size)
{
	void *p;

	p = malloc(size != 0 ? size : 1);
	if (p == NULL)
		fatal("cannot allocate %zu bytes", size);
	return p;
}

void *
xcalloc(size_t n, size_t size)
{
	void *p;

	if (n == 0 || size == 0)
		n = size = 1;
	p = calloc(n, size);
	if (p == NULL)
		fatal("cannot allocate %zu times %zu bytes", n, size);
	return p;
}

void *
xrealloc(void *old, size_t size)
{
	return xreallocarray(old, 1, size);
}

void *
xreallocarray(void *old, size_t n, size_t size)
{
	void *p;

	if (n == 0 || size == 0)
		n = size = 1;
	if (n > PTRDIFF_MAX / size) {
		errno = ENOMEM;
		fatal("cannot allocate %zu times %zu bytes", n, size);
	}
	p = realloc(old, n * size);
	if (p == NULL)
		fatal("cannot allocate %zu bytes", n * size);
	return p;
}

char *
xstrdup(const char *s)
{
	return xmemdup(s, strlen(s) + 1);
}

char *
xstrndup(const char *s, size_t n)
{
	char *copy;

	n = strnlen(s, n);
	copy = xmalloc(n + 1);
	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

void *
xmemdup(const void *from, size_t n)
{
	void *copy;

	copy = xmalloc(n);
	if (n != 0)
		memcpy(copy, from, n);
	return copy;
}

char *
xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	return s;
}

char *
xvasprintf(const char *fmt, va_list ap)
{
	char *s = NULL;

	if (vasprintf(&s, fmt, ap) < 0)
		fatal("cannot format a string");
	return s;
}

int
xsnprintf(char *to, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(to, size, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= size)
		fatalx("a string of %d bytes does not fit into %zu", n, size);
	return n;
}
