/* SPDX-License-Identifier: ISC */
/* jv: JSON values, over jansson (whose own names begin with json_). */

#ifndef BASE_JV_H
#define BASE_JV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct jv;			/* one value; a tree is freed at its root */

enum jv_type {
	JV_NULL,
	JV_BOOL,
	JV_INT,
	JV_REAL,
	JV_STRING,
	JV_ARRAY,
	JV_OBJECT,
};

/* Parse n bytes. NULL and *cause ("line 3, column 7: ...", caller frees) if
 * they are no JSON, are nested over 64 deep or have the same key twice. */
struct jv *jv_parse(const char *, size_t n, char **cause);
/* Read a file of at most 4 MiB. *cause names the path; errno is set when it
 * could not be read, 0 when it was read and is broken. */
struct jv *jv_load(const char *path, char **cause);
/* One line without a newline, keys in the order they were set; indented if
 * pretty. Caller frees. */
char	*jv_text(const struct jv *, bool pretty);
/* Append the one line. */
void	 jv_put(struct buf *, const struct jv *);
void	 jv_free(struct jv *);
struct jv *jv_copy(const struct jv *);	/* deep */
/* The same value once more, freed by itself: nobody may change it from then on. */
struct jv *jv_share(const struct jv *);

struct jv *jv_object(void);
struct jv *jv_array(void);
/* Set a member of an object; what is none stays as it is. What is no UTF-8 in
 * a string becomes U+FFFD; a NULL string and an infinite real set nothing. */
void	 jv_set_string(struct jv *, const char *key, const char *);
void	 jv_set_int(struct jv *, const char *key, int64_t);
void	 jv_set_real(struct jv *, const char *key, double);
void	 jv_set_bool(struct jv *, const char *key, bool);
void	 jv_set_null(struct jv *, const char *key);
void	 jv_set(struct jv *, const char *key, struct jv *);	/* takes it */
void	 jv_unset(struct jv *, const char *key);
void	 jv_append(struct jv *array, struct jv *);		/* takes it */
void	 jv_append_string(struct jv *array, const char *);

enum jv_type jv_type(const struct jv *);
/* Members: what is absent or of another type gives NULL or the default.
 * Results are borrowed. NULL objects are allowed. */
struct jv *jv_get(const struct jv *, const char *key);
const char *jv_string(const struct jv *, const char *key);
int64_t	 jv_int(const struct jv *, const char *key, int64_t def);
bool	 jv_bool(const struct jv *, const char *key, bool def);
struct jv *jv_get_array(const struct jv *, const char *key);
struct jv *jv_get_object(const struct jv *, const char *key);
size_t	 jv_count(const struct jv *);		/* array or object */
struct jv *jv_at(const struct jv *array, size_t i);
/* The value at a path of members and of places in arrays, "a.b.0"; NULL: none. */
struct jv *jv_path(const struct jv *, const char *path);
const char *jv_string_at(const struct jv *array, size_t i);
/* The value itself: NULL or the default if of another type. */
const char *jv_as_string(const struct jv *);
int64_t	 jv_as_int(const struct jv *, int64_t def);
bool	 jv_as_bool(const struct jv *, bool def);
/* Take a member out of an object: the caller's then. NULL if there is none. */
struct jv *jv_take(struct jv *, const char *key);
/* Takes an array, and gives one of those of its values that keep wants. */
struct jv *jv_filter(struct jv *array,
	     bool (*keep)(const struct jv *, void *arg), void *arg);
/* Call cb for each member, in order. */
void	 jv_each(const struct jv *,
	     void (*cb)(const char *key, struct jv *, void *arg), void *arg);

#endif
