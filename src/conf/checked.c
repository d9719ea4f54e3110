/* SPDX-License-Identifier: ISC */
/* checked: a JSON file that is believed only if nobody else can have written
 * it. What is in it is others' business. */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/xmalloc.h"
#include "conf/checked.h"

/* The group of a user's own name has the user's number, where each user has
 * one; what it may write, nobody else can. */
static bool
is_open_to_others(const struct stat *st)
{
	if (st->st_mode & S_IWOTH)
		return true;
	return (st->st_mode & S_IWGRP) != 0 &&
	    (uintmax_t)st->st_gid != (uintmax_t)st->st_uid;
}

/* NULL, or why the file is not taken. */
static const char *
why_not(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return "it is not a regular file";
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return "it belongs to another user";
	if (is_open_to_others(&st))
		return "others can write it (chmod go-w would mend that)";
	return NULL;
}

/* All bytes of the file: 0, or -1 with errno (EFBIG). */
static int
read_all(int fd, struct buf *b)
{
	uint8_t *to;
	ssize_t got;

	for (;;) {
		if ((to = buf_reserve(b, 4096)) == NULL) {
			errno = EFBIG;
			return -1;
		}
		got = read(fd, to, 4096);
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			return (int)got;
		buf_add(b, (size_t)got);
	}
}

/* NULL and *why (caller frees). */
static struct jv *
load(int fd, char **why)
{
	struct buf b;
	struct jv *v = NULL;
	const char *no;

	if ((no = why_not(fd)) != NULL) {
		*why = xstrdup(no);
		return NULL;
	}
	buf_init(&b, CHECKED_MAX + 4096);
	if (read_all(fd, &b) == -1) {
		*why = errno == EFBIG ?
		    xasprintf("it is larger than %u KiB", CHECKED_MAX >> 10) :
		    xstrdup(strerror(errno));
	} else
		v = jv_parse((const char *)b.data, b.len, why);
	buf_clear(&b);
	if (v != NULL && jv_type(v) != JV_OBJECT) {
		jv_free(v);
		*why = xstrdup("line 1, column 1: an object must be here");
		return NULL;
	}
	return v;
}

struct jv *
checked_load(const char *path, char **cause)
{
	char *why = NULL;
	struct jv *v;
	int fd;

	*cause = NULL;
	/* A pipe in the file's place must not block us. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd == -1) {
		if (errno != ENOENT && errno != ENOTDIR)
			*cause = xasprintf("%s: %s", path, strerror(errno));
		return NULL;
	}
	v = load(fd, &why);
	close(fd);
	if (v == NULL)
		*cause = xasprintf("%s: %s", path, why);
	free(why);
	return v;
}
