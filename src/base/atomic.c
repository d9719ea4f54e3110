/* SPDX-License-Identifier: ISC */
/* atomic: files written by rename, whole or not at all. */

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/jv.h"
#include "base/xmalloc.h"

static int
atomic_put(int fd, const char *path, const char *p, size_t n)
{
	ssize_t wrote;

	while (n > 0) {
		wrote = fault_at("write", path) ? -1 : write(fd, p, n);
		if (wrote == -1 && errno == EINTR)
			continue;
		if (wrote == -1)
			return -1;
		p += wrote;
		n -= (size_t)wrote;
	}
	return 0;
}

/* Make a rename in the directory of path last. */
static int
atomic_sync_dir(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int fd, r, saved;

	if (slash == NULL)
		dir = xstrdup(".");
	else
		dir =
		    xstrndup(path, slash == path ? 1 : (size_t)(slash - path));
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(dir);
	if (fd == -1)
		return -1;
	r = fsync(fd);
	saved = errno;
	close(fd);
	errno = saved;
	return r;
}

/* Write to the open temporary file fd, which is taken, and rename it. */
static int
atomic_finish(int fd, const char *temp, const char *path, const void *bytes,
    size_t n, bool sync)
{
	int r, saved;

	r = atomic_put(fd, path, bytes, n);
	if (r == 0 && sync)
		r = fsync(fd);
	saved = errno;
	/* Some file systems say only here that the disk is full. */
	if (close(fd) == -1 && r == 0) {
		r = -1;
		saved = errno;
	}
	if (r == 0 && (fault_at("rename", path) || rename(temp, path) == -1)) {
		r = -1;
		saved = errno;
	}
	if (r == -1)
		unlink(temp);
	/* It is there whole; that it may not last yet is no failure. */
	if (r == 0 && sync)
		(void)atomic_sync_dir(path);
	errno = saved;
	return r;
}

int
atomic_write(const char *path, const void *bytes, size_t n, bool sync)
{
	char *temp;
	int fd, r, saved;

	temp = xasprintf("%s.XXXXXX", path);
	fd = fault_at("open", path) ? -1 : mkostemp(temp, O_CLOEXEC);
	r = fd == -1 ? -1 : atomic_finish(fd, temp, path, bytes, n, sync);
	saved = errno;
	free(temp);
	errno = saved;
	return r;
}

int
atomic_write_by(const char *temp, const char *path, const void *bytes, size_t n)
{
	int fd;

	fd = fault_at("open", path) ?
	    -1 :
	    open(temp, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return -1;
	return atomic_finish(fd, temp, path, bytes, n, false);
}

int
atomic_write_jv(const char *path, const struct jv *v, bool sync)
{
	struct buf b = { 0 };
	char *text;
	int r, saved;

	text = jv_text(v, true);
	buf_put(&b, text, strlen(text));
	buf_put_u8(&b, '\n');
	free(text);
	r = atomic_write(path, b.data, b.len, sync);
	saved = errno;
	buf_clear(&b);
	errno = saved;
	return r;
}

/* "NAME.XXXXXX", as atomic_write calls what it has not renamed yet. */
static bool
atomic_is_temp(const char *name, const char *of)
{
	size_t n = strlen(of);

	return strncmp(name, of, n) == 0 && name[n] == '.' &&
	    strlen(name + n + 1) == 6 && strchr(name + n + 1, '.') == NULL;
}

void
atomic_sweep(const char *dir, const char *name, int64_t age)
{
	const struct dirent *e;
	struct stat st;
	DIR *d;

	if ((d = opendir(dir)) == NULL)
		return;
	while ((e = readdir(d)) != NULL)
		if (atomic_is_temp(e->d_name, name) &&
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) ==
			0 &&
		    S_ISREG(st.st_mode) && st.st_mtime < time(NULL) - age)
			(void)unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
}

/* All of fd into b, which has room for one byte more than is allowed. */
static int
atomic_get(int fd, struct buf *b, size_t max)
{
	size_t room;
	ssize_t got;
	uint8_t *to;

	for (;;) {
		room = max + 1 - b->len < 65536 ? max + 1 - b->len : 65536;
		if (room == 0) {
			errno = EFBIG;
			return -1;
		}
		to = buf_reserve(b, room);
		got = read(fd, to, room);
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			return (int)got;
		buf_add(b, (size_t)got);
	}
}

char *
atomic_read(const char *path, size_t max, size_t *n)
{
	struct buf b = { 0 };
	struct stat st;
	int fd, saved;

	/* A pipe put in the file's place must not block us. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd == -1)
		return NULL;
	if (fstat(fd, &st) == -1)
		goto fail;
	if (!S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		goto fail;
	}
	if (max > SIZE_MAX / 4)
		max = SIZE_MAX / 4;
	if (atomic_get(fd, &b, max) == -1)
		goto fail;
	close(fd);
	return buf_steal(&b, n);

fail:
	saved = errno;
	close(fd);
	buf_clear(&b);
	errno = saved;
	return NULL;
}
