/* SPDX-License-Identifier: ISC */
/* compat: functions of other systems that this one lacks. */

#include <errno.h>
#include <limits.h>

#ifndef HAVE_STRTONUM
long long
strtonum(const char *text, long long min, long long max, const char **error)
{
	long long value;
	char *end;
	int saved = errno;

	*error = NULL;
	if (min > max) {
		*error = "invalid";
		errno = EINVAL;
		return 0;
	}
	errno = 0;
	value = strtoll(text, &end, 10);
	if (end == text || *end != '\0') {
		*error = "invalid";
		errno = EINVAL;
		return 0;
	}
	if (value < min || (value == LLONG_MIN && errno == ERANGE)) {
		*error = "too small";
		errno = ERANGE;
		return 0;
	}
	if (value > max || (value == LLONG_MAX && errno == ERANGE)) {
		*error = "too large";
		errno = ERANGE;
		return 0;
	}
	errno = saved;
	return value;
}
#endif

#ifndef HAVE_STRLCPY
size_t
strlcpy(char *to, const char *from, size_t size)
{
	size_t n = strlen(from), copy;

	if (size != 0) {
		copy = n < size ? n : size - 1;
		memcpy(to, from, copy);
		to[copy] = '\0';
	}
	return n;
}
#endif
