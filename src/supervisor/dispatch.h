/* SPDX-License-Identifier: ISC */
/* dispatch: has one host executed, boots it, and waits until it has executed
 * its worker; the record and the row are others' business. */

#ifndef SUPERVISOR_DISPATCH_H
#define SUPERVISOR_DISPATCH_H

#include <stdbool.h>

#include <sys/types.h>

struct dispatch;
struct jv;
struct loop;
struct peer;
struct procid;

#define DISPATCH_MS	10000	/* the host must be ready within */

/* Called once, from the loop. error is NULL if the worker has been executed:
 * worker is its pid then; else it is the reason why not (borrowed), and the
 * host ends by itself or was killed. */
typedef void (*dispatch_cb)(struct dispatch *, const char *error,
	    pid_t worker, void *arg);

/* Execute program with a socket pair on descriptor 3, as a host that waits for
 * its boot message; without one it ends when this is destroyed. What does not
 * depend on that it makes ready for a session with that runtime directory. NULL
 * and *cause (caller frees) if that cannot be done. */
struct dispatch *dispatch_create(struct loop *, const char *program,
	    const char *runtime, char **cause);
/* The same of a host that is there, with our end (taken) of its pair. */
struct dispatch *dispatch_adopt(struct loop *, int fd, pid_t host,
	     const char *runtime);
/* Send it boot (borrowed) after the hellos; -1 and *cause (caller frees) if
 * that is too long. The owner destroys it after cb. */
int	dispatch_boot(struct dispatch *, const struct jv *boot, dispatch_cb,
	    void *arg, char **cause);
/* The connection to a host that is ready, which stays and is the caller's then;
 * NULL if it does not (an older host's). */
struct peer *dispatch_take(struct dispatch *);
/* Whether a host that was not booted yet still waits. */
bool	dispatch_waits(const struct dispatch *);
/* Closes the connection, which ends a host that is not ready yet. NULL is
 * fine. */
void	dispatch_destroy(struct dispatch *);
/* Who the host is. */
const struct procid *dispatch_host(const struct dispatch *);

#endif
