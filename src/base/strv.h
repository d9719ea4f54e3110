/* SPDX-License-Identifier: ISC */
/* strv: NULL-terminated vectors of strings (argv, environ). */

#ifndef BASE_STRV_H
#define BASE_STRV_H

#include <stddef.h>

/* {0} is an empty vector; v is NULL or terminated by NULL at v[n]. */
struct strv {
	char	**v;		/* owned, as its strings are */
	size_t	  n;
	size_t	  cap;
};

void	 strv_add(struct strv *, const char *);		/* copies */
void	 strv_take(struct strv *, char *);		/* takes it */
void	 strv_addf(struct strv *, const char *fmt, ...)
	     __attribute__((__format__(printf, 2, 3)));
void	 strv_clear(struct strv *);
/* Environments: "NAME=value" strings. NULL if unset; borrowed. */
const char *strv_getenv(const struct strv *, const char *name);
void	 strv_setenv(struct strv *, const char *name, const char *value);
void	 strv_unsetenv(struct strv *, const char *name);
/* The strings with sep between; caller frees. */
char	*strv_join(const struct strv *, const char *sep);

#endif
