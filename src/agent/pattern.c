/* SPDX-License-Identifier: ISC */
/* pattern: compiles and matches what adapters look for; where in a screen is
 * region's business. */

#include <regex.h>

#include "agent/pattern.h"
#include "base/ere.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

struct pattern {
	char *text; /* owned */
	bool literal;
	regex_t re; /* compiled unless literal */
};

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
		bad = ere_check(text);
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
