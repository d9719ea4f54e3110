/* SPDX-License-Identifier: ISC */
/* sessionfield: values of a session's object that are more than one string or
 * number, checked. */

#ifndef SUPERVISOR_SESSIONFIELD_H
#define SUPERVISOR_SESSIONFIELD_H

#include <stdbool.h>
#include <stddef.h>

struct jv;
struct procid;

#define SESSIONFIELD_ARRAY_MAX	(2u << 20) /* bytes of an array's strings */
#define SESSIONFIELD_OBJECT_MAX (32u << 10) /* bytes of an object as JSON */

/* A copy of an array that holds strings alone; NULL if it does not, or is too
 * long. */
struct jv *sessionfield_array(const struct jv *);
/* A copy of an object, its texts cleaned; NULL if it is too long. */
struct jv *sessionfield_object(const struct jv *);
/* A copy of the first strings of an array: max bytes of them. */
struct jv *sessionfield_short(const struct jv *, size_t max);
/* A process as a member of a record; nobody is none. What is no process is
 * read as nobody. */
void	 sessionfield_put_procid(struct jv *, const char *key,
	     const struct procid *);
void	 sessionfield_get_procid(const struct jv *, const char *key,
	     struct procid *);
/* Whether two values, which may be NULL, are the same. */
bool	 sessionfield_same(const struct jv *, const struct jv *);

#endif
