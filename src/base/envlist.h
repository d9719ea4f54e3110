/* SPDX-License-Identifier: ISC */
/* envlist: an environment as a JSON array, every byte of it kept. */

#ifndef BASE_ENVLIST_H
#define BASE_ENVLIST_H

#include <stddef.h>

struct jv;
struct strv;

/* "NAME=value" strings, terminated by NULL, as an array of strings; what is no
 * UTF-8, which JSON cannot carry, becomes {"b64": "..."}, and what has no name
 * is left out. Caller frees. */
struct jv *envlist_jv(char *const *);
/* Add the strings of such an array to out, unchanged. -1 if it is no array, if
 * an entry is neither of the two, has a NUL or no name, or if there are more
 * than max bytes, NULs included; out has some of them then. */
int	 envlist_strv(const struct jv *, size_t max, struct strv *out);

#endif
