/* SPDX-License-Identifier: ISC */
/* sock: Unix stream sockets: bind, connect, accept, check the peer. All
 * descriptors are close-on-exec and non-blocking. */

#ifndef BASE_SOCK_H
#define BASE_SOCK_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/monotime.h"

/* Listen on path, 0600; a socket left at that path is replaced atomically (by
 * one that was at "PATH~" for a moment), so the caller holds a lock. -1 and *cause (caller frees): path too long, ... */
int	 sock_listen(const char *path, char **cause);
/* The same at exactly this path, which must be free. -1 with errno. */
int	 sock_bind(const char *path);
/* Connect. -1 with errno: ENOENT, ECONNREFUSED (nobody listens), EAGAIN (its
 * backlog is full), ENAMETOOLONG. */
int	 sock_connect(const char *path);
/* Whether hardly any descriptor is left after this new one: what can do without
 * it closes it, so that there are some for files and short-lived clients. */
bool	 sock_is_scarce(int fd);
/* -1 with errno; ECONNABORTED, EINTR and EAGAIN are no fault of ours. */
int	 sock_accept(int fd);
int	 sock_pair(int fds[2]);
/* 0 if the peer's user is ours (by SO_PEERCRED), else -1 with errno (EPERM).
 * *pid, if not NULL, is the peer's. */
int	 sock_check_peer(int fd, pid_t *pid);
/* Pass a descriptor to the process at the other side of a socket, with a byte:
 * 0, or -1 with errno. */
int	 sock_send_fd(int sock, int fd);
/* Take one that was passed so, which is the caller's; -1 with errno, 0 at an
 * orderly end. */
int	 sock_recv_fd(int sock);
/* Wait until fd is readable (POLLIN) or writable (POLLOUT), or until the
 * deadline: 1 ready, 0 deadline, -1 with errno. */
int	 sock_wait(int fd, short events, monotime deadline);

#endif
