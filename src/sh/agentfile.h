/* SPDX-License-Identifier: ISC */
/* agentfile: a custom agent: a file with instructions, and a head of settings. */

#ifndef SH_AGENTFILE_H
#define SH_AGENTFILE_H

#include <stddef.h>

/* Strings are owned; what the file does not say is NULL. */
struct agentfile {
	char	*path;
	char	*description;
	char	*model;
	char	*mode;		/* permissionMode, as it stands there */
	char	*text;		/* the instructions, cleaned, lines kept */
};

/* Find NAME.md in .bgmux/agents or .claude/agents of the current directory, of
 * those above it, or of the home directory, in that order. NULL and *cause
 * (caller frees): no such name, not found. */
struct agentfile *agentfile_find(const char *name, char **cause);
/* From n bytes that are of path. */
struct agentfile *agentfile_parse(const char *path, const char *, size_t n);
void	 agentfile_destroy(struct agentfile *);

#endif
