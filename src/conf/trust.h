/* SPDX-License-Identifier: ISC */
/* trust: the directories whose settings the person trusts or has said no to, and
 * the permission modes that were accepted once, in STATE/daemon/trust.json. */

#ifndef CONF_TRUST_H
#define CONF_TRUST_H

#include <stdbool.h>

#include "base/strv.h"

#define TRUST_MAX 4096		/* directories, modes */

/* Add the trusted directories to out (none if there is no file). 0, or -1 and
 * *cause (caller frees): the file is broken, and nothing is trusted. */
int	 trust_load(const char *state, struct strv *out, char **cause);
/* Whether a directory, absolute and without links, is one of these or lies in
 * one. */
bool	 trust_covers(const struct strv *, const char *dir);
/* Add or take away a directory, on disk. 1 if that changed anything, 0 if not,
 * -1 and *cause (caller frees). Others that do the same wait for each other. */
int	 trust_add(const char *state, const char *dir, char **cause);
int	 trust_remove(const char *state, const char *dir, char **cause);
/* The person has been asked for a directory and said no; until trust_add for it
 * they need not be asked again. As trust_add. */
int	 trust_refuse(const char *state, const char *dir, char **cause);
/* Add these directories to out. As trust_load. */
int	 trust_load_refused(const char *state, struct strv *out, char **cause);
/* Whether the person has accepted a risky permission mode of an agent; false and
 * *cause (caller frees, NULL if it is just not accepted) if the file is
 * broken. */
bool	 trust_has_mode(const char *state, const char *adapter,
	     const char *mode, char **cause);
/* As trust_add. */
int	 trust_add_mode(const char *state, const char *adapter,
	     const char *mode, char **cause);
/* The file's path; caller frees. */
char	*trust_path(const char *state);

#endif
