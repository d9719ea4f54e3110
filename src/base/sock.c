/* SPDX-License-Identifier: ISC */
/* sock: Unix stream sockets: bind, connect, accept, check the peer. */

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>

#include "base/sock.h"
#include "base/xmalloc.h"

#define SOCK_SPARE 6
#define SOCK_FLAGS (SOCK_CLOEXEC | SOCK_NONBLOCK)

static int
sock_address(const char *path, struct sockaddr_un *sa)
{
	memset(sa, 0, sizeof *sa);
	sa->sun_family = AF_UNIX;
	if (*path == '\0') {
		errno = ENOENT;
		return -1;
	}
	if (strlcpy(sa->sun_path, path, sizeof sa->sun_path) >=
	    sizeof sa->sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return 0;
}

int
sock_bind(const char *path)
{
	struct sockaddr_un sa;
	mode_t mask;
	int fd, r, saved;

	if (sock_address(path, &sa) == -1)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_FLAGS, 0);
	if (fd == -1)
		return -1;
	mask = umask(0177);
	r = bind(fd, (struct sockaddr *)&sa, sizeof sa);
	saved = errno;
	umask(mask);
	errno = saved;
	if (r == 0 && listen(fd, SOMAXCONN) == 0)
		return fd;
	saved = errno;
	if (r == 0)
		unlink(path);
	close(fd);
	errno = saved;
	return -1;
}

int
sock_listen(const char *path, char **cause)
{
	char *fresh;
	int fd, saved;

	/* Nobody may find the path without a listener, not for a moment: it
	 * listens under another name first. */
	*cause = NULL;
	fresh = xasprintf("%s~", path);
	(void)unlink(fresh);
	fd = sock_bind(fresh);
	if (fd != -1 && rename(fresh, path) == -1) {
		saved = errno;
		unlink(fresh);
		close(fd);
		fd = -1;
		errno = saved;
	}
	saved = errno;
	free(fresh);
	if (fd == -1 && saved == ENAMETOOLONG)
		*cause = xasprintf("the socket path '%s' is too long", path);
	else if (fd == -1)
		*cause =
		    xasprintf("cannot listen on %s: %s", path, strerror(saved));
	errno = saved;
	return fd;
}

int
sock_connect(const char *path)
{
	struct sockaddr_un sa;
	int fd, saved;

	if (sock_address(path, &sa) == -1)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_FLAGS, 0);
	if (fd == -1)
		return -1;
	if (connect(fd, (struct sockaddr *)&sa, sizeof sa) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

bool
sock_is_scarce(int fd)
{
	struct rlimit rl;

	/* The lowest free number is given out: below it all are used. */
	return getrlimit(RLIMIT_NOFILE, &rl) == 0 &&
	    rl.rlim_cur != RLIM_INFINITY &&
	    (rlim_t)fd + SOCK_SPARE >= rl.rlim_cur;
}

int
sock_accept(int fd)
{
	return accept4(fd, NULL, NULL, SOCK_FLAGS);
}

int
sock_pair(int fds[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_FLAGS, 0, fds);
}

int
sock_check_peer(int fd, pid_t *pid)
{
	struct ucred cred;
	socklen_t n = sizeof cred;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) == -1)
		return -1;
	if (n != sizeof cred || cred.uid != geteuid()) {
		errno = EPERM;
		return -1;
	}
	if (pid != NULL)
		*pid = cred.pid;
	return 0;
}

/* One descriptor, as it travels. */
union passed {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(sizeof(int))];
};

static void
sock_passing(struct msghdr *m, struct iovec *iov, char *byte, union passed *p)
{
	memset(m, 0, sizeof *m);
	memset(p, 0, sizeof *p);
	iov->iov_base = byte;
	iov->iov_len = 1;
	m->msg_iov = iov;
	m->msg_iovlen = 1;
	m->msg_control = p->bytes;
	m->msg_controllen = sizeof p->bytes;
}

int
sock_send_fd(int sock, int fd)
{
	struct msghdr m;
	struct iovec iov;
	struct cmsghdr *c;
	union passed p;
	char byte = 0;

	sock_passing(&m, &iov, &byte, &p);
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof fd);
	memcpy(CMSG_DATA(c), &fd, sizeof fd);
	return sendmsg(sock, &m, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

int
sock_recv_fd(int sock)
{
	const struct cmsghdr *c;
	struct msghdr m;
	struct iovec iov;
	union passed p;
	char byte;
	ssize_t n;
	int fd;

	sock_passing(&m, &iov, &byte, &p);
	do
		n = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	while (n == -1 && errno == EINTR);
	if (n <= 0) {
		errno = n == 0 ? 0 : errno;
		return -1;
	}
	c = CMSG_FIRSTHDR(&m);
	if (c == NULL || c->cmsg_level != SOL_SOCKET ||
	    c->cmsg_type != SCM_RIGHTS || c->cmsg_len != CMSG_LEN(sizeof fd)) {
		errno = EPROTO;
		return -1;
	}
	memcpy(&fd, CMSG_DATA(c), sizeof fd);
	return fd;
}

int
sock_wait(int fd, short events, monotime deadline)
{
	struct pollfd p = { .fd = fd, .events = events };
	int r;

	for (;;) {
		r = poll(&p, 1, monotime_left(deadline));
		if (r == -1 && errno == EINTR)
			continue;
		/* A deadline beyond what poll can wait for is not over. */
		if (r == 0 && monotime_left(deadline) > 0)
			continue;
		break;
	}
	if (r == 1 && (p.revents & POLLNVAL)) {
		errno = EBADF;
		return -1;
	}
	return r;
}
