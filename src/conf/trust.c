/* SPDX-License-Identifier: ISC */
/* trust: the directories whose settings the person trusts. What a trusted
 * directory may do is conf's business. */

#include <sys/file.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "conf/checked.h"
#include "conf/trust.h"

#define LOCK_MS	 3000 /* another one may take to write it */
#define RETRY_MS 10

char *
trust_path(const char *state)
{
	return xasprintf("%s/daemon/trust.json", state);
}

int
trust_load(const char *state, struct strv *out, char **cause)
{
	char *path = trust_path(state);
	struct jv *v, *list;
	const char *dir;
	size_t i;

	v = checked_load(path, cause);
	list = jv_get_array(v, "directories");
	if (v != NULL && (list == NULL || jv_count(list) > TRUST_MAX))
		*cause = xasprintf("%s: it has no good 'directories'", path);
	free(path);
	for (i = 0; *cause == NULL && i < jv_count(list); i++) {
		dir = jv_string_at(list, i);
		if (dir != NULL && *dir == '/')
			strv_add(out, dir);
	}
	jv_free(v);
	return *cause == NULL ? 0 : -1;
}

bool
trust_covers(const struct strv *dirs, const char *dir)
{
	const char *t;
	size_t i, n;

	for (i = 0; i < dirs->n; i++) {
		t = dirs->v[i];
		n = strlen(t);
		if (strncmp(t, dir, n) != 0)
			continue;
		if (dir[n] == '\0' || dir[n] == '/' || t[n - 1] == '/')
			return true;
	}
	return false;
}

/* The lock, on the directory itself; -1 and *cause. */
static int
lock(const char *state, char **cause)
{
	monotime deadline = monotime_add(monotime_now(), LOCK_MS);
	char *dir = path_join(state, "daemon");
	int fd = -1;

	if (path_mkdirs(dir) == 0)
		fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == -1) {
		if ((errno == EWOULDBLOCK || errno == EINTR) &&
		    monotime_left(deadline) > 0) {
			poll(NULL, 0, RETRY_MS);
			continue;
		}
		close(fd);
		fd = -1;
	}
	if (fd == -1)
		*cause = xasprintf("%s: %s", dir, strerror(errno));
	free(dir);
	return fd;
}

static int
save(const char *state, const struct strv *dirs, char **cause)
{
	char *path = trust_path(state);
	struct jv *v = jv_object(), *list = jv_array();
	size_t i;
	int r;

	for (i = 0; i < dirs->n; i++)
		jv_append_string(list, dirs->v[i]);
	jv_set_int(v, "schema", 1);
	jv_set(v, "directories", list);
	if ((r = atomic_write_jv(path, v, true)) == -1)
		*cause = xasprintf("%s: %s", path, strerror(errno));
	jv_free(v);
	free(path);
	return r;
}

/* dirs less dir, and with it at the end if add; whether that is a change. */
static bool
change(const struct strv *dirs, const char *dir, bool add, struct strv *out)
{
	bool had = false;
	size_t i;

	for (i = 0; i < dirs->n; i++) {
		if (strcmp(dirs->v[i], dir) == 0)
			had = true;
		else
			strv_add(out, dirs->v[i]);
	}
	if (add)
		strv_add(out, dir);
	return had != add;
}

static int
update(const char *state, const char *dir, bool add, char **cause)
{
	struct strv old = { 0 }, new = { 0 };
	int fd, r = -1;

	*cause = NULL;
	if ((fd = lock(state, cause)) == -1)
		return -1;
	if (trust_load(state, &old, cause) == 0) {
		if (!change(&old, dir, add, &new))
			r = 0;
		else if (new.n > TRUST_MAX)
			*cause = xasprintf("more than %d directories are "
					   "trusted",
			    TRUST_MAX);
		else if (save(state, &new, cause) == 0)
			r = 1;
	}
	strv_clear(&old);
	strv_clear(&new);
	close(fd);
	return r;
}

int
trust_add(const char *state, const char *dir, char **cause)
{
	if (*dir != '/' || !utf8_valid(dir, strlen(dir))) {
		*cause = xstrdup("a directory whose name is no UTF-8 cannot be "
				 "trusted");
		return -1;
	}
	return update(state, dir, true, cause);
}

int
trust_remove(const char *state, const char *dir, char **cause)
{
	return update(state, dir, false, cause);
}
