/* SPDX-License-Identifier: ISC */
/* customs: the custom agents of a directory: names and descriptions out of
 * .claude/agents and .bgmux/agents, of the project and the person. */

#ifndef CONF_CUSTOMS_H
#define CONF_CUSTOMS_H

#include <stdbool.h>
#include <stddef.h>

struct conf_place;

#define CUSTOMS_MAX	 256	/* of them */
#define CUSTOMS_NAME_MAX 64	/* bytes: letters, digits, '.', '-', '_' */
#define CUSTOMS_TEXT_MAX 512	/* bytes of a description */

struct custom {
	char		*name;		/* owned */
	char		*text;		/* owned, clean, one line; may be "" */
	char		*path;		/* owned: its file */
	bool		 project;	/* of the project, not the person */
};

/* Sorted by name, each name once. */
struct customs {
	struct custom	*list;		/* owned */
	size_t		 n;
};

/* Read those for a directory (NULL: the person's alone) into *out, which is
 * cleared first. One in .bgmux is taken for one in .claude, that of a project's
 * inner directory for one of an outer one, that for one of the person's. Never fails: what is broken, is no
 * regular file, or is too much is left out. */
void	 customs_load(const struct conf_place *, const char *dir,
	     struct customs *out);
/* The same of Claude Code's commands, out of .claude/commands: they are named
 * like their files. */
void	 customs_load_commands(const struct conf_place *, const char *dir,
	     struct customs *out);
void	 customs_clear(struct customs *);
/* The one with a name of n bytes; NULL if there is none. */
const struct custom *customs_find(const struct customs *, const char *name,
	     size_t n);

/* The value of a key in the front matter of a file's n bytes, as one clean line
 * of at most CUSTOMS_TEXT_MAX bytes (caller frees); NULL if it has none. */
char	*customs_value(const char *, size_t n, const char *key);

#endif
