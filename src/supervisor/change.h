/* SPDX-License-Identifier: ISC */
/* change: what people change of a session: its name, tags, pin, archive and
 * place in the order. */

#ifndef SUPERVISOR_CHANGE_H
#define SUPERVISOR_CHANGE_H

#include <stdbool.h>

struct jv;
struct registry;
struct session;
struct supervisor;

#define CHANGE_TAGS_MAX 16

/* Whether it is a tag: 1 to 32 of A-Z a-z 0-9 _ . - */
bool	change_is_tag(const char *);
/* A list of tags without repetitions (caller frees); NULL and *cause (caller
 * frees) if one is no tag or they are too many. */
struct jv *change_tags(const struct jv *list, char **cause);
/* Set name, pinned, archived, tagsAdd, tagsRemove of a session in the registry,
 * all or nothing; nothing is written or told. 1, 0 if nothing is different, -1
 * and *cause. */
int	change_fields(struct registry *, struct session *, const struct jv *set,
	    char **cause);

/* The same, on record, told to its host and to who watches. 0, or -1 and
 * *cause. */
int	change_session(struct supervisor *, struct session *,
	    const struct jv *set, char **cause);
/* Move it in the order: {"before": id} or {"to": "first" | "last"}. */
int	change_place(struct supervisor *, struct session *, const struct jv *,
	    char **cause);

#endif
