/* SPDX-License-Identifier: ISC */
/* trust: the directories whose settings the person trusts. What a trusted
 * directory may do is conf's business. */

#include <errno.h>
#include <unistd.h>

#include "base/atomic.h"
#include "base/dirlock.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "conf/checked.h"
#include "conf/trust.h"

#define LOCK_MS 3000 /* another one may take to write it */

char *
trust_path(const char *state)
{
	return xasprintf("%s/daemon/trust.json", state);
}

/* The lists in the file. */
#define DIRECTORIES "directories"
#define REFUSED	    "refused"
#define MODES	    "modes"

/* Add the list of that name in *v, the file's object (caller frees), to out. 0,
 * or -1 and *cause. */
static int
load(const char *state, const char *key, struct jv **v, struct strv *out,
    char **cause)
{
	char *path = trust_path(state);
	struct jv *list;
	const char *text;
	size_t i;

	*cause = NULL;
	*v = checked_load(path, cause);
	list = jv_get_array(*v, key);
	if (*v != NULL &&
	    (list == NULL ?
		    strcmp(key, DIRECTORIES) == 0 || jv_get(*v, key) != NULL :
		    jv_count(list) > TRUST_MAX))
		*cause = xasprintf("%s: it has no good '%s'", path, key);
	free(path);
	for (i = 0; *cause == NULL && i < jv_count(list); i++) {
		text = jv_string_at(list, i);
		if (text != NULL && *text != '\0')
			strv_add(out, text);
	}
	return *cause == NULL ? 0 : -1;
}

static int
load_dirs(const char *state, const char *key, struct strv *out, char **cause)
{
	struct strv all = { 0 };
	struct jv *v;
	size_t i;
	int r;

	r = load(state, key, &v, &all, cause);
	for (i = 0; i < all.n; i++)
		if (all.v[i][0] == '/')
			strv_add(out, all.v[i]);
	strv_clear(&all);
	jv_free(v);
	return r;
}

int
trust_load(const char *state, struct strv *out, char **cause)
{
	return load_dirs(state, DIRECTORIES, out, cause);
}

int
trust_load_refused(const char *state, struct strv *out, char **cause)
{
	return load_dirs(state, REFUSED, out, cause);
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

/* The lock on its directory; -1 and *cause. */
static int
lock(const char *state, char **cause)
{
	char *dir = path_join(state, "daemon");
	int fd = -1;

	if (path_mkdirs(dir) == 0)
		fd = dirlock_take(dir, LOCK_MS, cause);
	else
		*cause = xasprintf("%s: %s", dir, strerror(errno));
	free(dir);
	return fd;
}

/* Write *v (made if there is none) with another list. */
static int
save(const char *state, const char *key, struct jv **v, const struct strv *all,
    char **cause)
{
	char *path = trust_path(state);
	struct jv *list = jv_array();
	size_t i;
	int r;

	for (i = 0; i < all->n; i++)
		jv_append_string(list, all->v[i]);
	if (*v == NULL) {
		*v = jv_object();
		jv_set_int(*v, "schema", 1);
		jv_set(*v, DIRECTORIES, jv_array());
	}
	jv_set(*v, key, list);
	if ((r = atomic_write_jv(path, *v, true)) == -1)
		*cause = xasprintf("%s: %s", path, strerror(errno));
	free(path);
	return r;
}

/* all less what, and with it at the end if add; whether that is a change. */
static bool
change(const struct strv *all, const char *what, bool add, struct strv *out)
{
	bool had = false;
	size_t i;

	for (i = 0; i < all->n; i++) {
		if (strcmp(all->v[i], what) == 0)
			had = true;
		else
			strv_add(out, all->v[i]);
	}
	if (add)
		strv_add(out, what);
	return had != add;
}

static int
update(const char *state, const char *key, const char *what, bool add,
    char **cause)
{
	struct strv old = { 0 }, new = { 0 };
	struct jv *v = NULL;
	int fd, r = -1;

	*cause = NULL;
	if ((fd = lock(state, cause)) == -1)
		return -1;
	if (load(state, key, &v, &old, cause) == 0) {
		if (!change(&old, what, add, &new))
			r = 0;
		else if (new.n > TRUST_MAX)
			*cause = xasprintf("more than %d %s are trusted",
			    TRUST_MAX, key);
		else if (save(state, key, &v, &new, cause) == 0)
			r = 1;
	}
	strv_clear(&old);
	strv_clear(&new);
	jv_free(v);
	close(fd);
	return r;
}

static bool
can_name(const char *dir, char **cause)
{
	if (*dir == '/' && utf8_valid(dir, strlen(dir)))
		return true;
	*cause =
	    xstrdup("a directory whose name is no UTF-8 cannot be trusted");
	return false;
}

/* What was said before is taken back in the end: a half-done change asks once
 * more, no more. */
int
trust_add(const char *state, const char *dir, char **cause)
{
	int r;

	if (!can_name(dir, cause))
		return -1;
	if ((r = update(state, DIRECTORIES, dir, true, cause)) == -1)
		return -1;
	return update(state, REFUSED, dir, false, cause) == -1 ? -1 : r;
}

int
trust_refuse(const char *state, const char *dir, char **cause)
{
	return can_name(dir, cause) ? update(state, REFUSED, dir, true, cause) :
				      -1;
}

int
trust_remove(const char *state, const char *dir, char **cause)
{
	return update(state, DIRECTORIES, dir, false, cause);
}

bool
trust_has_mode(const char *state, const char *adapter, const char *mode,
    char **cause)
{
	char *what = xasprintf("%s/%s", adapter, mode);
	struct strv all = { 0 };
	struct jv *v;
	bool has = false;
	size_t i;

	if (load(state, MODES, &v, &all, cause) == 0)
		for (i = 0; i < all.n; i++)
			has = has || strcmp(all.v[i], what) == 0;
	strv_clear(&all);
	jv_free(v);
	free(what);
	return has;
}

int
trust_add_mode(const char *state, const char *adapter, const char *mode,
    char **cause)
{
	char *what = xasprintf("%s/%s", adapter, mode);
	int r = update(state, MODES, what, true, cause);

	free(what);
	return r;
}
