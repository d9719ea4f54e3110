/* SPDX-License-Identifier: ISC */
/* atomic: files written by rename, whole or not at all. */

#ifndef BASE_ATOMIC_H
#define BASE_ATOMIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jv;

/* Write n bytes to path, 0600, by a temporary file beside it and rename;
 * synced to the disk first if sync. 0, or -1 with errno: path is unchanged
 * then and nothing is left beside it. */
int	 atomic_write(const char *path, const void *, size_t n, bool sync);
/* As atomic_write without sync, by an empty temporary file that is there
 * already (and is gone after an error too). */
int	 atomic_write_by(const char *temp, const char *path, const void *,
	     size_t n);
/* A JSON value, indented, with a newline at its end. */
int	 atomic_write_jv(const char *path, const struct jv *, bool sync);
/* Read a whole file of at most max bytes, terminated by a NUL that *n does
 * not count. NULL with errno (EFBIG). Caller frees. */
char	*atomic_read(const char *path, size_t max, size_t *n);

/* Remove what writers of the file name in dir have left that were killed at
 * least age seconds ago. */
void	 atomic_sweep(const char *dir, const char *name, int64_t age);

#endif
