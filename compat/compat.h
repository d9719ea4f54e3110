/* SPDX-License-Identifier: ISC */
/* compat: what this system lacks, and the functions that nobody may use. */

#ifndef COMPAT_H
#define COMPAT_H

#include "config.h"

#include <sys/types.h>

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef HAVE_SYS_QUEUE_H
#include <sys/queue.h>
#endif
/* glibc's queue.h lacks the forms that allow removal. */
#ifndef TAILQ_FOREACH_SAFE
#define TAILQ_FOREACH_SAFE(var, head, field, tvar)			\
	for ((var) = TAILQ_FIRST(head);					\
	    (var) != NULL && ((tvar) = TAILQ_NEXT(var, field), 1);	\
	    (var) = (tvar))
#endif

#ifndef HAVE_STRTONUM
long long strtonum(const char *, long long, long long, const char **);
#endif
#ifndef HAVE_STRLCPY
size_t	strlcpy(char *, const char *, size_t);
#endif

#define nitems(a) (sizeof(a) / sizeof((a)[0]))

/* Banned: each has a bounded or checked form in base/. */
#undef strcpy
#undef strcat
#undef sprintf
#undef strncpy
#undef strtok
#undef gets
#undef system
#undef popen
#undef alloca
#undef localtime
#define strcpy	  banned_strcpy
#define strcat	  banned_strcat
#define sprintf	  banned_sprintf
#define strncpy	  banned_strncpy
#define strtok	  banned_strtok
#define gets	  banned_gets
#define system	  banned_system
#define popen	  banned_popen
#define alloca	  banned_alloca
#define localtime banned_localtime

#endif
