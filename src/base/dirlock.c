/* SPDX-License-Identifier: ISC */
/* dirlock: who may change the files of a directory, one process at a time. The
 * lock is on the directory itself: no file is left, and none can be removed
 * from under it. */

#include <sys/file.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/dirlock.h"
#include "base/monotime.h"
#include "base/xmalloc.h"

#define RETRY_MS 10

int
dirlock_take(const char *dir, int ms, char **cause)
{
	monotime deadline = monotime_add(monotime_now(), ms);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), saved;

	while (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == -1) {
		saved = errno;
		if ((saved == EWOULDBLOCK || saved == EINTR) &&
		    monotime_left(deadline) > 0) {
			(void)poll(NULL, 0, RETRY_MS);
			continue;
		}
		close(fd);
		fd = -1;
		errno = saved;
	}
	if (fd == -1)
		*cause = xasprintf("%s: %s", dir, strerror(errno));
	return fd;
}
