/* SPDX-License-Identifier: ISC */
/* conf: the settings as they are in one directory: the managed file wins over
 * the project's files, those over the person's. */

#ifndef CONF_CONF_H
#define CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conf;
struct jv;
struct strv;

enum conf_source {
	CONF_DEFAULT,
	CONF_USER,
	CONF_PROJECT,
	CONF_MANAGED,
};

/* Where settings are. All strings are owned and may be NULL: not looked for. */
struct conf_place {
	char	*managed;		/* a file */
	char	*user;			/* a file */
	char	*home;			/* projects end below it */
	char	*state;			/* the state directory, for trust */
	bool	(*is_key)(const char *); /* tells keys' names; may be NULL */
};

/* The places of this user and system, with a state directory (copied; may be
 * NULL). */
void	 conf_place_init(struct conf_place *, const char *state);
void	 conf_place_clear(struct conf_place *);

/* Read the settings for a directory; with NULL, those of no project. Never
 * fails: what is wrong is left out and becomes an error of the result. */
struct conf *conf_load(const struct conf_place *, const char *dir);
void	 conf_free(struct conf *);		/* NULL is fine */

/* An option's value, of an option that there is and that has this type (else
 * fatal); borrowed. */
bool	 conf_bool(const struct conf *, const char *name);
int64_t	 conf_int(const struct conf *, const char *name);
const char *conf_string(const struct conf *, const char *name);
const struct jv *conf_value(const struct conf *, const char *name);
/* Who has set it. *file (may be NULL) is the file, borrowed; NULL if it has
 * its default. */
enum conf_source conf_source(const struct conf *, const char *name,
	     const char **file);
const char *conf_source_name(enum conf_source);

/* What was wrong: a clean line for each, with the file's path. */
size_t	 conf_errors(const struct conf *);
const char *conf_error(const struct conf *, size_t i);
/* So many of these come first that trust would not mend; the others are of what
 * follows. */
size_t	 conf_faults(const struct conf *);

/* What a project's file sets well, but may only where its directory is trusted,
 * and it is not. All strings as they are in the file: not clean. */
struct conf_untrusted {
	char	*dir;			/* the file is of */
	char	*file;
	const char *option;		/* its name */
	char	*value;			/* as options_show has it */
};

/* Number i of these, file by file, the outermost directory first; NULL past their
 * end. Borrowed. */
const struct conf_untrusted *conf_untrusted(const struct conf *, size_t i);

/* Add the files that conf_load reads for a directory (may be NULL), whether
 * they exist or not; those that count less come first. */
void	 conf_files(const struct conf_place *, const char *dir,
	     struct strv *out);
/* Add the directories of the project that a directory is in, the innermost first:
 * up to the one with a .git, or else those below place's home. */
void	 conf_project_dirs(const struct conf_place *, const char *dir,
	     struct strv *out);
/* As conf_files, those of the directory's project alone. */
void	 conf_project_files(const struct conf_place *, const char *dir,
	     struct strv *out);

#endif
