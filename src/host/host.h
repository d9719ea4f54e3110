/* SPDX-License-Identifier: ISC */
/* host: one session's life: its worker, terminal, screen and viewers. */

#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <sys/types.h>

struct boot;
struct host;
struct hostahead;
struct loop;
struct peer;
struct reaper;

/* Takes boot. on_left is called once, when all is done and the process may
 * exit; the host may be destroyed after that turn. */
struct host *host_create(struct loop *, struct reaper *, struct boot *,
	     void (*on_left)(void *arg), void *arg);
void	 host_destroy(struct host *);		/* NULL is fine */
/* Listen, open the terminal, execute the worker. What is there ahead is used. 0,
 * or -1 and *cause: nothing is left behind then. */
int	 host_start(struct host *, struct hostahead *, char **cause);
pid_t	 host_worker(const struct host *);
const char *host_socket(const struct host *);
/* Take the connection that brought the boot message, which stays. */
void	 host_adopt(struct host *, struct peer *);
/* Stop the worker and leave without lingering (SIGTERM). */
void	 host_quit(struct host *);
/* Bind the socket again if its path is lost (SIGUSR1). */
void	 host_rebind(struct host *);

#endif
