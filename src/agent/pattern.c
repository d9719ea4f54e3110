/* SPDX-License-Identifier: ISC */
/* pattern: compiles and matches what adapters look for; where in a screen is
 * region's business. */

#include <ctype.h>
#include <regex.h>

#include "agent/pattern.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define REPEAT_MAX 255u
#define GROUPS_MAX 16

struct pattern {
	char *text; /* owned */
	bool literal;
	regex_t re; /* compiled unless literal */
};

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

/* NULL, or why the expression is not compiled. */
static const char *
check(const char *p)
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

/* NULL, or what regcomp says (caller frees). */
static char *
compile(struct pattern *p)
{
	char message[128];
	int r;

	r = regcomp(&p->re, p->text, REG_EXTENDED | REG_NEWLINE);
	if (r == 0)
		return NULL;
	regerror(r, &p->re, message, sizeof message);
	return xasprintf("is no regular expression (%s)", message);
}

struct pattern *
pattern_create(const char *text, bool literal, char **why)
{
	struct pattern *p;
	const char *bad = NULL;

	*why = NULL;
	if (*text == '\0')
		bad = "is empty";
	else if (strlen(text) > PATTERN_MAX)
		bad = "is longer than 512 bytes";
	else if (!utf8_valid(text, strlen(text)))
		bad = "is no UTF-8";
	else if (!literal)
		bad = check(text);
	if (bad != NULL) {
		*why = xstrdup(bad);
		return NULL;
	}
	p = xcalloc(1, sizeof *p);
	p->text = xstrdup(text);
	p->literal = literal;
	if (!literal && (*why = compile(p)) != NULL) {
		free(p->text);
		free(p);
		return NULL;
	}
	return p;
}

void
pattern_destroy(struct pattern *p)
{
	if (p == NULL)
		return;
	if (!p->literal)
		regfree(&p->re);
	free(p->text);
	free(p);
}

static bool
match_literal(const struct pattern *p, const char *text,
    struct pattern_span groups[PATTERN_GROUPS])
{
	const char *found = strstr(text, p->text);

	if (found == NULL)
		return false;
	groups[0].start = (int)(found - text);
	groups[0].end = groups[0].start + (int)strlen(p->text);
	return true;
}

static bool
match(const struct pattern *p, const char *text, int flags,
    struct pattern_span groups[PATTERN_GROUPS])
{
	regmatch_t m[PATTERN_GROUPS];
	size_t i;

	for (i = 0; i < PATTERN_GROUPS; i++)
		groups[i] = (struct pattern_span){ -1, -1 };
	if (p->literal)
		return match_literal(p, text, groups);
	if (regexec(&p->re, text, PATTERN_GROUPS, m, flags) != 0)
		return false;
	for (i = 0; i < PATTERN_GROUPS; i++)
		if (m[i].rm_so != -1)
			groups[i] = (struct pattern_span){ (int)m[i].rm_so,
				(int)m[i].rm_eo };
	return true;
}

bool
pattern_match(const struct pattern *p, const char *text,
    struct pattern_span groups[PATTERN_GROUPS])
{
	return match(p, text, 0, groups);
}

bool
pattern_match_on(const struct pattern *p, const char *text,
    struct pattern_span groups[PATTERN_GROUPS])
{
	return match(p, text, REG_NOTBOL, groups);
}

size_t
pattern_ngroups(const struct pattern *p)
{
	return p->literal ? 0 : p->re.re_nsub;
}

const char *
pattern_text(const struct pattern *p)
{
	return p->text;
}
