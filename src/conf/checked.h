/* SPDX-License-Identifier: ISC */
/* checked: a JSON file that is believed only if nobody else can have written
 * it. */

#ifndef CONF_CHECKED_H
#define CONF_CHECKED_H

struct jv;

#define CHECKED_MAX (256u << 10)	/* bytes of a file */

/* The object in a file. NULL and *cause NULL if there is no such file; NULL and
 * *cause, a sentence that names the file, and line and column where it is
 * broken (caller frees): it cannot be read, is no regular file, is not this
 * user's or root's, can be written by others, is too large, or holds no JSON
 * object. */
struct jv *checked_load(const char *path, char **cause);

#endif
