/* SPDX-License-Identifier: ISC */
/* dispatch: executes one host, boots it, and waits until it has executed its
 * worker; the record and the row are others' business. */

#ifndef SUPERVISOR_DISPATCH_H
#define SUPERVISOR_DISPATCH_H

#include <sys/types.h>

struct dispatch;
struct jv;
struct loop;
struct procid;

#define DISPATCH_MS	10000	/* the host must be ready within */

/* Called once, from the loop. error is NULL if the worker has been executed:
 * worker is its pid then; else it is the reason why not (borrowed), and the
 * host ends by itself or was killed. */
typedef void (*dispatch_cb)(struct dispatch *, const char *error,
	    pid_t worker, void *arg);

/* Execute program with a socket pair on descriptor 3 and send it boot
 * (borrowed) after the hellos. NULL and *cause (caller frees) if that cannot
 * be done. The owner destroys it after cb. */
struct dispatch *dispatch_create(struct loop *, const char *program,
	    const struct jv *boot, dispatch_cb, void *arg, char **cause);
/* Closes the connection, which ends a host that is not ready yet. NULL is
 * fine. */
void	dispatch_destroy(struct dispatch *);
/* Who the host is. */
const struct procid *dispatch_host(const struct dispatch *);

#endif
