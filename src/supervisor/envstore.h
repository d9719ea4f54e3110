/* SPDX-License-Identifier: ISC */
/* envstore: the environments of sessions, kept for their next start in memory
 * alone: in files on a tmpfs of the user, else in this process. */

#ifndef SUPERVISOR_ENVSTORE_H
#define SUPERVISOR_ENVSTORE_H

#include <stdbool.h>

struct envstore;
struct registry;
struct strv;

/* For a state directory's name in the runtime directory (its last part is the
 * hash). roots (may be NULL: the system's) are tried in turn, up to a NULL: the
 * first is taken that is a tmpfs, and ours or sticky. Files outlive the supervisor; what is in its memory does
 * not. */
struct envstore *envstore_create(const char *runtime,
	     const char *const *roots);
void	 envstore_destroy(struct envstore *);	/* NULL is fine */

/* Keep an environment (copied) in place of the one before; in_memory: not in a
 * file. Where a file cannot be written it is kept in memory. */
void	 envstore_keep(struct envstore *, const char *id,
	     const struct strv *, bool in_memory);
/* Add what is kept to out; -1 if nothing is. */
int	 envstore_get(struct envstore *, const char *id, struct strv *out);
/* Forget it. */
void	 envstore_remove(struct envstore *, const char *id);
/* Remove the files of ids that are not in the registry. */
void	 envstore_sweep(struct envstore *, struct registry *);

/* Where the files are; NULL if there is no such place. Borrowed. */
const char *envstore_dir(const struct envstore *);

#endif
