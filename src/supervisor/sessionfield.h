/* SPDX-License-Identifier: ISC */
/* sessionfield: values of a session's object that are more than one string or
 * number, checked. */

#ifndef SUPERVISOR_SESSIONFIELD_H
#define SUPERVISOR_SESSIONFIELD_H

#include <stdbool.h>

struct jv;

#define SESSIONFIELD_ARRAY_MAX	(2u << 20) /* bytes of an array's strings */
#define SESSIONFIELD_OBJECT_MAX (32u << 10) /* bytes of an object as JSON */

/* A copy of an array that holds strings alone; NULL if it does not, or is too
 * long. */
struct jv *sessionfield_array(const struct jv *);
/* A copy of an object, its texts cleaned; NULL if it is too long. */
struct jv *sessionfield_object(const struct jv *);
/* Whether two values, which may be NULL, are the same. */
bool	 sessionfield_same(const struct jv *, const struct jv *);

#endif
