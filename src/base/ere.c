/* SPDX-License-Identifier: ISC */
/* ere: regular expressions from outside, checked before they are compiled. */

#include <ctype.h>

#include "base/ere.h"

#define REPEAT_MAX 255u
#define GROUPS_MAX 16

/* The end of a bracket expression that begins at p, or NULL. */
static const char *
bracket_end(const char *p)
{
	p++;
	if (*p == '^')
		p++;
	if (*p == ']')
		p++;
	for (; *p != '\0' && *p != ']'; p++) {
		if (p[0] != '[' || (p[1] != ':' && p[1] != '.' && p[1] != '='))
			continue;
		for (p += 2; p[0] != '\0' && p[1] != ']'; p++)
			;
		if (*p == '\0')
			return NULL;
		p++;
	}
	return *p == ']' ? p : NULL;
}

static const char *
check_bracket(const char *p, const char *end)
{
	for (; p < end; p++)
		if (!isascii((unsigned char)*p))
			return "has a bracket expression beyond ASCII "
			       "(write (a|b))";
	return NULL;
}

/* Multiply *product by the upper bound of the repetition at p. */
static const char *
check_repeat(const char *p, unsigned *product)
{
	unsigned n = 0, most = 1;

	for (p++; *p != '\0' && *p != '}'; p++) {
		n = isdigit((unsigned char)*p) ? n * 10 + (unsigned)*p - '0' :
						 0;
		if (n > REPEAT_MAX)
			return "repeats too often";
		if (n > most)
			most = n;
	}
	*product *= most;
	return *product > REPEAT_MAX ? "repeats too often" : NULL;
}

const char *
ere_check(const char *p)
{
	const char *why = NULL, *end;
	unsigned product = 1, groups = 0;

	for (; *p != '\0' && why == NULL; p++) {
		if (*p == '\\') {
			p++;
			if (*p == '\0')
				return "ends in a backslash";
			if (isdigit((unsigned char)*p))
				why = "has a back-reference";
		} else if (*p == '[') {
			if ((end = bracket_end(p)) == NULL)
				return "has an open bracket expression";
			why = check_bracket(p, end);
			p = end;
		} else if (*p == '{')
			why = check_repeat(p, &product);
		else if (*p == '(' && ++groups > GROUPS_MAX)
			why = "has too many groups";
	}
	return why;
}
