/* SPDX-License-Identifier: ISC */
/* filter: which sessions a typed line means. Pure. */

#ifndef CLIENT_FILTER_H
#define CLIENT_FILTER_H

#include <stdbool.h>
#include <stddef.h>

struct entry;
struct filter;

/* What a match is in. */
enum filter_in {
	FILTER_NAME,
	FILTER_TEXT,		/* what the session came to */
};

/* A line made only of filter words (a:agent s:state n:text o:text t:tag #12 and
 * addresses of pull requests), borrowed for the call; caller frees. NULL: it is
 * something else. */
struct filter *filter_parse(const char *);
void	 filter_free(struct filter *);	/* NULL is fine */
/* Whether a session is meant by all words. NULL means all that are not archived. */
bool	 filter_match(const struct filter *, const struct entry *);
/* The first place in a text that a word looks for: bytes [*from, *to). */
bool	 filter_find(const struct filter *, enum filter_in, const char *text,
	     size_t *from, size_t *to);
/* It looks for exactly one pull request. */
bool	 filter_is_pr(const struct filter *);

#endif
