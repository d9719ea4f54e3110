/* SPDX-License-Identifier: ISC */
/* hostahead: what a host has ready before it is told its session: a socket
 * under a name of its own, and a terminal. */

/*
 * To bind a socket makes a file, which takes longest of all that a host does
 * until its worker runs. One that was split off to wait has the time for that.
 * The name, ".PID" beside the sockets of the sessions, is no session's; a
 * supervisor that starts removes what killed hosts have left of them.
 */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/path.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "host/hostahead.h"

void
hostahead_init(struct hostahead *a)
{
	memset(a, 0, sizeof *a);
	a->pty.master = a->pty.slave = -1;
	a->fd = -1;
}

static void
hostahead_bind(struct hostahead *a)
{
	char *dir = path_join(a->runtime, "h"), *cause = NULL;

	if (path_private_dir(dir, &cause) == 0) {
		a->path = xasprintf("%s/.%ld", dir, (long)getpid());
		(void)unlink(a->path);
		a->fd = sock_bind(a->path);
	}
	free(dir);
	free(cause);
}

void
hostahead_make(struct hostahead *a, const char *runtime)
{
	if (runtime != NULL && *runtime == '/' && a->runtime == NULL) {
		a->runtime = xstrdup(runtime);
		hostahead_bind(a);
	}
	if (a->pty.master == -1 && pty_make(&a->pty) == -1)
		log_debug("no terminal yet");
}

int
hostahead_listen(struct hostahead *a, const char *runtime, const char *path)
{
	int fd = a->fd;

	if (fd == -1 || strcmp(runtime, a->runtime) != 0 ||
	    rename(a->path, path) == -1)
		return -1;
	a->fd = -1;
	return fd;
}

void
hostahead_clear(struct hostahead *a)
{
	pty_drop(&a->pty);
	if (a->fd != -1) {
		(void)unlink(a->path);
		close(a->fd);
	}
	free(a->path);
	free(a->runtime);
	hostahead_init(a);
}
