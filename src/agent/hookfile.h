/* SPDX-License-Identifier: ISC */
/* hookfile: hooks that stand in a file of the agent's own, since it takes none
 * for one launch: what is added to that file, and taken out again. */

#ifndef AGENT_HOOKFILE_H
#define AGENT_HOOKFILE_H

#include <stdbool.h>
#include <stddef.h>

struct hookfile;
struct jv;
struct strv;

#define HOOKFILE_MAX (1u << 20) /* bytes of the agent's file */

/* The member "install" of an adapter's hooks. NULL and *why as member.h has it. */
struct hookfile *hookfile_parse(const struct jv *, char **why);
void	 hookfile_destroy(struct hookfile *);	/* NULL is fine */
/* The path of the agent's file for this user; NULL and *cause if there is no
 * home. Both are the caller's. */
char	*hookfile_path(const struct hookfile *, char **cause);
/* What is added, for a command line of "bgmux hook". Caller frees. */
struct jv *hookfile_entries(const struct hookfile *, const char *hook);

/* The file's text with the entries; before is its n bytes, or NULL if there is
 * no file. Lists get the entries that they lack, members that are there stay.
 * NULL and *cause if it is no JSON object, or has another kind of value where an
 * entry is to go. If all is there already it is as before, but perhaps for
 * blanks. */
char	*hookfile_add(const char *before, size_t n, const struct jv *entries,
	     char **cause);
/* The file's text without the entries, whatever else has changed in it since.
 * *text (caller frees) is NULL if nothing is left in it. 0, or -1 and *cause. */
int	 hookfile_remove(const char *now, size_t n, const struct jv *entries,
	     char **text, char **cause);
/* Whether all entries are in the file. */
bool	 hookfile_has(const char *now, size_t n, const struct jv *entries);
/* Set a variable; where it is a JSON object already and is to be one, it gets the
 * entries of that besides, or stays as it is where they do not fit. */
void	 hookfile_variable(struct strv *env, const char *name,
	     const char *value);

#endif
