/* SPDX-License-Identifier: ISC */
/* confwatch: says when files have changed, come or gone. */

#ifndef CONF_CONFWATCH_H
#define CONF_CONFWATCH_H

struct confwatch;
struct loop;

#define CONFWATCH_MAX 256	/* files */

typedef void (*confwatch_cb)(void *arg);

/* cb is called from the loop, once for changes that come together, soon after
 * them. Where the system cannot tell of changes (logged), it never is. */
struct confwatch *confwatch_create(struct loop *, confwatch_cb, void *arg);
void	 confwatch_destroy(struct confwatch *);	/* NULL is fine */

/* Watch a file, absolute, that need not exist. One that is watched already,
 * and one beyond the bound (logged), is left out. */
void	 confwatch_add(struct confwatch *, const char *file);
void	 confwatch_clear(struct confwatch *);

#endif
