/* SPDX-License-Identifier: ISC */
/* xmalloc: allocation that succeeds or ends the process (fatal). */

#ifndef BASE_XMALLOC_H
#define BASE_XMALLOC_H

#include <stdarg.h>
#include <stddef.h>

void	*xmalloc(size_t);
void	*xcalloc(size_t n, size_t size);
void	*xrealloc(void *, size_t);
void	*xreallocarray(void *, size_t n, size_t size);
char	*xstrdup(const char *);
/* At most n bytes of s, always terminated. */
char	*xstrndup(const char *s, size_t n);
void	*xmemdup(const void *, size_t);
/* Caller frees. */
char	*xasprintf(const char *fmt, ...)
	    __attribute__((__format__(printf, 1, 2)));
char	*xvasprintf(const char *fmt, va_list)
	    __attribute__((__format__(printf, 1, 0)));
/* snprintf into a buffer that must hold the result, else fatal. */
int	xsnprintf(char *, size_t, const char *fmt, ...)
	    __attribute__((__format__(printf, 3, 4)));

#endif
