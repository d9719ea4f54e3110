/* SPDX-License-Identifier: ISC */
/* member: reading the members of an adapter's objects, strictly.
 *
 * Each function returns NULL, or what is wrong (caller frees), which begins with
 * the place below the value that was given: ".all[2]: is no string", "[0].re:
 * is empty", ": is no object". */

#ifndef AGENT_MEMBER_H
#define AGENT_MEMBER_H

#include <stdbool.h>
#include <stddef.h>

struct jv;
struct pattern;
struct region;
struct strv;

#define MEMBER_TEXT_MAX 4096	/* bytes */

/* What is wrong, one step further out; takes why. NULL stays NULL. */
char	*member_in(char *why, const char *fmt, ...)
	     __attribute__((__format__(printf, 2, 3)));
/* Whether the value is an object with no members but those n named. */
char	*member_only(const struct jv *, const char *const *names, size_t n);
/* A string without controls, not empty. *out (caller frees) stays as it is if
 * there is none and it is not required. */
char	*member_text(const struct jv *, const char *key, bool required,
	     char **out);
char	*member_flag(const struct jv *, const char *key, bool *out);
char	*member_int(const struct jv *, const char *key, int min, int max,
	     int *out);
/* An array of 1 to max such strings. */
char	*member_words(const struct jv *, const char *key, size_t max,
	     struct strv *);
/* An expression, which may have newlines; *out stays NULL if there is none and
 * it is not required. */
char	*member_re(const struct jv *, const char *key, bool required,
	     struct pattern **out);
char	*member_region(const struct jv *, const char *key, struct region *out);

#endif
