/* SPDX-License-Identifier: ISC */
/* envstore: the environments of sessions, kept for their next start in memory
 * alone: in files on a tmpfs of the user, else in this process. */

/*
 * An environment holds secrets (keys of services, above all), which must reach
 * no disk: not the state directory, nor a /run/user that is none in memory.
 * So the file system is asked what it is, each time the supervisor starts. A
 * file has the strings as a process has them, each with its NUL, since they
 * need not be text.
 */

#include <sys/stat.h>
#include <sys/statfs.h>

#include <dirent.h>
#include <errno.h>

#include "base/atomic.h"
#include "base/log.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "supervisor/envstore.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"

#define TMPFS_MAGIC 0x01021994
#define RAMFS_MAGIC 0x858458f6
#define FILE_MAX    (8u << 20) /* bytes */

/* One in memory. */
struct kept {
	LIST_ENTRY(kept) entry;
	char id[SESSION_ID_LEN + 1];
	struct strv env;
};

LIST_HEAD(kept_list, kept);

struct envstore {
	/* Owned; NULL: no files. */
	char *top; /* of all that the user has below a root */
	char *own; /* of our state directory */
	char *dir; /* of the files */
	struct kept_list kept;
};

static bool
is_in_memory(const char *path)
{
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return false;
	return (unsigned long)fs.f_type == TMPFS_MAGIC ||
	    (unsigned long)fs.f_type == RAMFS_MAGIC;
}

/* A directory that nobody else can change anything in. */
static bool
is_ours(const char *path)
{
	struct stat sb;

	return lstat(path, &sb) == 0 && S_ISDIR(sb.st_mode) &&
	    sb.st_uid == geteuid() && (sb.st_mode & 077) == 0;
}

/* Ours alone, or a place where each has their own as in /tmp. */
static bool
is_safe(const char *path)
{
	struct stat sb;

	if (is_ours(path))
		return true;
	return lstat(path, &sb) == 0 && S_ISDIR(sb.st_mode) && sb.st_uid == 0 &&
	    (sb.st_mode & S_ISVTX) != 0;
}

/* Whether there are files: never what somebody else has put there. */
static bool
has_files(const struct envstore *es)
{
	return es->dir != NULL && is_ours(es->top);
}

/* ROOT/bgmux-UID/HASH/env; nothing is made before something is kept. */
static bool
use_root(struct envstore *es, const char *root, const char *hash)
{
	if (!is_safe(root) || !is_in_memory(root))
		return false;
	es->top = xasprintf("%s/bgmux-%lu", root, (unsigned long)geteuid());
	es->own = path_join(es->top, hash);
	es->dir = path_join(es->own, "env");
	return true;
}

/* All of it is ours and closed to others, or it is not used. */
static int
make_dirs(const struct envstore *es, char **cause)
{
	if (path_private_dir(es->top, cause) != 0 ||
	    path_private_dir(es->own, cause) != 0 ||
	    path_private_dir(es->dir, cause) != 0)
		return -1;
	if (is_in_memory(es->dir))
		return 0;
	*cause = xasprintf("%s is not in memory", es->dir);
	return -1;
}

struct envstore *
envstore_create(const char *runtime, const char *const *roots)
{
	struct envstore *es = xcalloc(1, sizeof *es);
	char *run = xasprintf("/run/user/%lu", (unsigned long)geteuid());
	const char *system[] = { run, "/dev/shm", NULL };
	const char *hash = strrchr(runtime, '/');
	size_t i;

	LIST_INIT(&es->kept);
	hash = hash != NULL ? hash + 1 : runtime;
	if (roots == NULL)
		roots = system;
	for (i = 0; roots[i] != NULL && es->dir == NULL; i++)
		use_root(es, roots[i], hash);
	if (es->dir == NULL)
		log_info("environments are kept in the supervisor alone");
	free(run);
	return es;
}

static struct kept *
find(const struct envstore *es, const char *id)
{
	struct kept *k;

	LIST_FOREACH(k, &es->kept, entry)
	if (strcmp(k->id, id) == 0)
		return k;
	return NULL;
}

static void
forget(struct kept *k)
{
	if (k == NULL)
		return;
	LIST_REMOVE(k, entry);
	strv_clear(&k->env);
	free(k);
}

/* Directories that have nothing in them go; they are made again. */
static void
tidy(const struct envstore *es)
{
	if (has_files(es) && rmdir(es->dir) == 0)
		rmdir(es->own);
}

void
envstore_destroy(struct envstore *es)
{
	if (es == NULL)
		return;
	while (!LIST_EMPTY(&es->kept))
		forget(LIST_FIRST(&es->kept));
	tidy(es);
	free(es->top);
	free(es->own);
	free(es->dir);
	free(es);
}

static int
write_file(const struct envstore *es, const char *id, const struct strv *env)
{
	char *path, *cause = NULL, *bytes, *at;
	size_t n = 0, i;
	int r;

	for (i = 0; i < env->n; i++)
		n += strlen(env->v[i]) + 1;
	if (n > FILE_MAX || make_dirs(es, &cause) != 0) {
		log_warnx("%s: its environment: %s", id,
		    cause != NULL ? cause : "too long");
		free(cause);
		return -1;
	}
	at = bytes = xmalloc(n + 1);
	for (i = 0; i < env->n; i++)
		at = (char *)memcpy(at, env->v[i], strlen(env->v[i]) + 1) +
		    strlen(env->v[i]) + 1;
	path = path_join(es->dir, id);
	if ((r = atomic_write(path, bytes, n, false)) != 0)
		log_warn("%s", path);
	explicit_bzero(bytes, n);
	free(bytes);
	free(path);
	return r;
}

static void
remove_file(const struct envstore *es, const char *id)
{
	char *path;

	if (!has_files(es))
		return;
	path = path_join(es->dir, id);
	if (unlink(path) != 0 && errno != ENOENT)
		log_warn("%s", path);
	free(path);
}

void
envstore_keep(struct envstore *es, const char *id, const struct strv *env,
    bool in_memory)
{
	struct kept *k;
	size_t i;

	forget(find(es, id));
	if (!in_memory && es->dir != NULL && write_file(es, id, env) == 0)
		return;
	remove_file(es, id);
	k = xcalloc(1, sizeof *k);
	strlcpy(k->id, id, sizeof k->id);
	for (i = 0; i < env->n; i++)
		strv_add(&k->env, env->v[i]);
	LIST_INSERT_HEAD(&es->kept, k, entry);
}

static int
read_file(const struct envstore *es, const char *id, struct strv *out)
{
	char *path, *bytes;
	size_t n, at;

	if (!has_files(es))
		return -1;
	path = path_join(es->dir, id);
	bytes = atomic_read(path, FILE_MAX, &n);
	if (bytes == NULL && errno != ENOENT)
		log_warn("%s", path);
	free(path);
	if (bytes == NULL)
		return -1;
	for (at = 0; at < n; at += strlen(bytes + at) + 1)
		strv_add(out, bytes + at);
	explicit_bzero(bytes, n);
	free(bytes);
	return 0;
}

int
envstore_get(struct envstore *es, const char *id, struct strv *out)
{
	struct kept *k = find(es, id);
	size_t i;

	if (k == NULL)
		return read_file(es, id, out);
	for (i = 0; i < k->env.n; i++)
		strv_add(out, k->env.v[i]);
	return 0;
}

void
envstore_remove(struct envstore *es, const char *id)
{
	forget(find(es, id));
	remove_file(es, id);
	tidy(es);
}

void
envstore_sweep(struct envstore *es, struct registry *reg)
{
	struct dirent *e;
	DIR *d;

	if (!has_files(es) || (d = opendir(es->dir)) == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0 ||
		    (session_is_id(e->d_name) &&
			registry_get(reg, e->d_name) != NULL))
			continue;
		log_info("%s: an environment of no session", e->d_name);
		remove_file(es, e->d_name);
	}
	closedir(d);
}

const char *
envstore_dir(const struct envstore *es)
{
	return es->dir;
}
