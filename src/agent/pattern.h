/* SPDX-License-Identifier: ISC */
/* pattern: a literal text or a POSIX extended regular expression, from a file,
 * compiled once. */

#ifndef AGENT_PATTERN_H
#define AGENT_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#define PATTERN_MAX	512	/* bytes */
#define PATTERN_GROUPS	4	/* the whole match and three groups */

/*
 * Expressions may cost little memory and time whatever they are: no
 * back-references, and repetitions {m,n} whose upper bounds multiply to at most
 * 255. Texts are bytes to them: beyond ASCII a bracket expression would mean
 * single bytes, and is refused; write (a|b). '^' and '$' match at each line,
 * '.' and brackets match no newline.
 */
struct pattern;

/* Where a group matched, in bytes of the text; start is -1 if it did not. */
struct pattern_span {
	int	start;
	int	end;
};

/* NULL and *why (caller frees): what is wrong with it. */
struct pattern *pattern_create(const char *, bool literal, char **why);
void	 pattern_destroy(struct pattern *);
bool	 pattern_match(const struct pattern *, const char *text,
	     struct pattern_span groups[PATTERN_GROUPS]);
/* As pattern_match for what follows in a line: '^' does not match. */
bool	 pattern_match_on(const struct pattern *, const char *text,
	     struct pattern_span groups[PATTERN_GROUPS]);
/* The groups there are, the whole match not counted. */
size_t	 pattern_ngroups(const struct pattern *);
/* As it was written; borrowed. */
const char *pattern_text(const struct pattern *);

#endif
