/* SPDX-License-Identifier: ISC */
/* registry: the owned set of all sessions, in roster order; finding one by
 * what a person typed, and names that are unique. */

#ifndef SUPERVISOR_REGISTRY_H
#define SUPERVISOR_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>

struct registry;
struct session;

struct registry *registry_create(void);
/* Destroys the sessions left in it. NULL is fine. */
void	 registry_destroy(struct registry *);
/* Take a session: in front of the others that are pinned as it is, or behind
 * all. Its id must not be there yet. */
void	 registry_add(struct registry *, struct session *, bool front);
/* Put the pinned ones first; the order is the same otherwise. */
void	 registry_settle(struct registry *);
/* Its pin has changed: a pinned one goes in front of all, another one to its
 * age's place behind the pinned ones. */
void	 registry_replace(struct registry *, struct session *);
/* Move a session in front of another one, or (NULL) to the front or the end of
 * those that are pinned as it is. -1 if the other one is not pinned alike. */
int	 registry_move(struct registry *, struct session *,
	     struct session *before, bool front);
/* Give it back to the caller. */
void	 registry_remove(struct registry *, struct session *);

/* By its whole id; NULL if there is none. It stays the registry's. */
struct session *registry_get(struct registry *, const char *id);
/* By an id prefix of 4 to 8 hex digits, else by its whole name, else, with
 * part, by a part of a name (letters of either case). A job that has ended
 * gives up its name: one that still has it comes first, then its newest
 * bearer. Otherwise rows shown come before expired ones. The session stays
 * the registry's. NULL and *cause (caller frees) if there is none or more
 * than one. */
struct session *registry_find(struct registry *, const char *what, bool part,
	     char **cause);
/* The name itself, or "name (2)" and so on where a row other than but (may be
 * NULL) holds it, as for registry_find; caller frees. */
char	*registry_unique_name(struct registry *, const char *name,
	     const struct session *but);
/* A random id that is unused; caller frees. */
char	*registry_new_id(struct registry *);

/* In order; NULL at the end. The next one must be asked for before the one
 * at hand is removed. */
struct session *registry_first(struct registry *);
struct session *registry_next(struct session *);
size_t	 registry_count(const struct registry *);
/* Those whose worker lives. */
size_t	 registry_live(const struct registry *);

#endif
