/* SPDX-License-Identifier: ISC */
/* dirlock: who may change the files of a directory, one process at a time. */

#ifndef BASE_DIRLOCK_H
#define BASE_DIRLOCK_H

/* Lock a directory that is there, waiting at most ms for another one: a
 * descriptor, which holds the lock until it is closed, or -1 and *cause (caller
 * frees). */
int	 dirlock_take(const char *dir, int ms, char **cause);

#endif
