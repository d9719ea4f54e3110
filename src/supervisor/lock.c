/* SPDX-License-Identifier: ISC */
/* lock: that one supervisor a machine serves a state directory. It knows
 * nothing of sessions. */

/*
 * The lock is a file in the state directory, not beside the socket: what
 * cleans /tmp may take the socket from a supervisor that runs, and a lock that
 * went with it would let a second one start. A state directory may be in a home
 * that several machines share, or containers of one machine, where processes of
 * the one mean nothing to the other: hence a file for each machine and pid
 * namespace. Where only the socket is shared, who listens there first serves.
 *
 * The flock is what counts. The pid in the file, with its start time, tells
 * whom to ask for a lost socket.
 */

#include <sys/file.h>
#include <sys/stat.h>

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>

#include "base/monotime.h"
#include "base/path.h"
#include "base/procid.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "supervisor/lock.h"

#define RETRY_MS      20
#define CALL_MS	      200 /* between two calls to one that does not listen */
#define NAME_MAX_PART 64

/* What of text can be in a file's name. */
static void
plain(const char *text, const char *more, char out[NAME_MAX_PART + 1])
{
	size_t n = 0;

	for (; *text != '\0' && n < NAME_MAX_PART; text++)
		if (isalnum((unsigned char)*text) ||
		    strchr(more, *text) != NULL)
			out[n++] = *text;
	out[n] = '\0';
}

char *
lock_name(const char *what)
{
	char machine[NAME_MAX_PART + 1], pidns[NAME_MAX_PART + 1];

	plain(procid_machine(), "-_", machine);
	plain(procid_pidns() + strcspn(procid_pidns(), "0123456789"), "",
	    pidns);
	return xasprintf("%s.%s%s%s", what, machine, *pidns != '\0' ? "." : "",
	    pidns);
}

/* 1 with the lock, 0 if another has it, -1 with errno. A lock on a file that
 * has been removed from its directory meanwhile is none. */
static int
try_lock(struct lock *l)
{
	struct stat ours, there;
	int saved;

	l->fd = open(l->path,
	    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (l->fd == -1)
		return -1;
	if (flock(l->fd, LOCK_EX | LOCK_NB) == 0 && fstat(l->fd, &ours) == 0) {
		if (stat(l->path, &there) == 0 && ours.st_ino == there.st_ino &&
		    ours.st_dev == there.st_dev)
			return 1;
		errno = ENOENT;
	}
	saved = errno;
	close(l->fd);
	l->fd = -1;
	errno = saved;
	return errno == EWOULDBLOCK || errno == ENOENT ? 0 : -1;
}

static bool
somebody_listens(const char *socket)
{
	int fd = sock_connect(socket);
	bool full = fd == -1 && errno == EAGAIN;

	if (fd != -1)
		close(fd);
	return fd != -1 || full;
}

/* Who has signed the lock, if that very process runs. */
static bool
find_holder(const struct lock *l, struct procid *holder)
{
	unsigned long long start;
	char text[64];
	long long pid;
	ssize_t n;
	int fd;

	fd = open(l->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1)
		return false;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	if (n <= 0)
		return false;
	text[n] = '\0';
	if (sscanf(text, "%lld %llu", &pid, &start) != 2 || pid <= 1 ||
	    pid > INT_MAX)
		return false;
	holder->pid = (pid_t)pid;
	holder->start = start;
	return procid_alive(holder);
}

static char *
complain(const struct lock *l)
{
	struct procid holder;

	if (!find_holder(l, &holder))
		return xasprintf("another supervisor holds %s and does not "
				 "answer",
		    l->path);
	return xasprintf("another supervisor (pid %ld) holds %s and does not "
			 "answer",
	    (long)holder.pid, l->path);
}

/* Another has the lock. 0 if it is up, -1 and *cause if it does not come up;
 * 1 if the lock is to be tried again. */
static int
wait_for_it(struct lock *l, const char *socket, monotime deadline,
    monotime *call, char **cause)
{
	struct procid holder;

	if (somebody_listens(socket))
		return 0;
	if (monotime_left(deadline) == 0) {
		*cause = complain(l);
		return -1;
	}
	if (monotime_left(*call) == 0) {
		if (find_holder(l, &holder))
			(void)procid_kill(&holder, SIGUSR1);
		*call = monotime_add(monotime_now(), CALL_MS);
	}
	poll(NULL, 0, RETRY_MS);
	return 1;
}

int
lock_take(struct lock *l, const char *state, const char *socket, char **cause)
{
	monotime deadline = monotime_add(monotime_now(), LOCK_MS);
	monotime call = monotime_add(monotime_now(), CALL_MS);
	char *dir = path_join(state, "daemon"), *name;
	int r;

	*cause = NULL;
	l->fd = -1;
	name = lock_name("lock");
	l->path = path_join(dir, name);
	free(name);
	r = path_private_dir(dir, cause);
	free(dir);
	if (r != 0)
		return -1;
	while ((r = try_lock(l)) == 0)
		if ((r = wait_for_it(l, socket, deadline, &call, cause)) != 1)
			return r;
	if (r == -1)
		*cause =
		    xasprintf("cannot lock %s: %s", l->path, strerror(errno));
	else if (somebody_listens(socket)) {
		/* Of another container, or one whose lock was removed. */
		close(l->fd);
		l->fd = -1;
		r = 0;
	}
	return r;
}

int
lock_sign(const struct lock *l)
{
	struct procid us;
	char text[64];
	size_t n;

	if (procid_get(getpid(), &us) != 0)
		return -1;
	xsnprintf(text, sizeof text, "%ld %llu\n", (long)us.pid,
	    (unsigned long long)us.start);
	n = strlen(text);
	if (ftruncate(l->fd, 0) != 0 || pwrite(l->fd, text, n, 0) != (ssize_t)n)
		return -1;
	return 0;
}

void
lock_release(struct lock *l)
{
	/* While it is held, the file is ours to remove. */
	if (l->fd != -1) {
		(void)unlink(l->path);
		close(l->fd);
	}
	free(l->path);
	l->path = NULL;
	l->fd = -1;
}
