/* SPDX-License-Identifier: ISC */
/* hostseed: one executed host process that others are split off from, which
 * costs less than executing each. */

/*
 * A seed has found, mapped and bound its libraries, and knows of no session.
 * What is split off from it is as a host that was executed: a child of the
 * supervisor's, in a session of its own, with nothing open but its boot
 * connection.
 *
 * It says a byte when it can be used. Then, for each descriptor that comes with
 * a byte, it answers with the host's pid, or with an errno below zero, in the
 * machine's order: both sides are of one build, on one machine.
 */

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif
#ifdef SYS_clone3
#include <linux/sched.h>
#endif

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/slice.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "host/hostmain.h"
#include "host/hostseed.h"

static void
hostseed_name(const char *name)
{
#ifdef PR_SET_NAME
	(void)prctl(PR_SET_NAME, name, 0, 0, 0);
#else
	(void)name;
#endif
}

/* As fork, for a child of our parent's. */
static pid_t
hostseed_fork(void)
{
#if defined(SYS_clone3) && defined(CLONE_PARENT)
	struct clone_args args = { .flags = CLONE_PARENT };

	return (pid_t)syscall(SYS_clone3, &args, sizeof args);
#else
	errno = ENOSYS;
	return -1;
#endif
}

static int
hostseed_become(int fd)
{
	if (dup2(fd, HOSTMAIN_FD) == -1 || setsid() == -1)
		_exit(1);
	close(fd);
	hostseed_name("bgmux-host");
	return 1;
}

int
hostseed(void)
{
	struct stat st;
	int32_t said = 0;
	pid_t pid;
	int fd, flags;

	if (fstat(HOSTMAIN_FD, &st) == -1 || !S_ISSOCK(st.st_mode))
		return -1;
	if ((flags = fcntl(HOSTMAIN_FD, F_GETFL)) == -1 ||
	    fcntl(HOSTMAIN_FD, F_SETFL, flags & ~O_NONBLOCK) == -1)
		return -1;
	hostseed_name("bgmux-seed");
	(void)unsetenv("LD_BIND_NOW");
	/* A host is waited for from its first moment on. */
	slice_set(SLICE_HOST, true);
	/* So that each need not set up its heap. */
	free(xmalloc(1));
	while (send(HOSTMAIN_FD, &said, sizeof said, MSG_NOSIGNAL) ==
		sizeof said &&
	    (fd = sock_recv_fd(HOSTMAIN_FD)) != -1) {
		pid = hostseed_fork();
		if (pid == 0)
			return hostseed_become(fd);
		said = pid != -1 ? (int32_t)pid : -errno;
		close(fd);
	}
	return 0;
}
