/* SPDX-License-Identifier: ISC */
/* path: where bgmux keeps its files and sockets, and the trees it makes and
 * removes. */

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/log.h"
#include "base/path.h"
#include "base/xmalloc.h"

#define PATH_MAX_SOCKET_DIR 96 /* bytes, so that "/h/<id>" fits an address */
#define PATH_MAX_DEPTH	    32 /* descriptors open while a tree is removed */

/* A variable of the environment; NULL if unset or empty. */
static const char *
path_env(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

const char *
path_home(void)
{
	const char *home = path_env("HOME");
	const struct passwd *pw;

	if (home != NULL && *home == '/')
		return home;
	pw = getpwuid(geteuid());
	if (pw != NULL && pw->pw_dir != NULL && *pw->pw_dir == '/')
		return pw->pw_dir;
	return NULL;
}

char *
path_config(void)
{
	const char *config = path_env("XDG_CONFIG_HOME"), *home;

	if (config != NULL && *config == '/')
		return path_join(config, "bgmux");
	if ((home = path_home()) == NULL)
		return NULL;
	return path_join(home, ".config/bgmux");
}

char *
path_join(const char *dir, const char *name)
{
	size_t n = strlen(dir);

	return xasprintf("%s%s%s", dir, n != 0 && dir[n - 1] == '/' ? "" : "/",
	    name);
}

static int
path_mkdir(const char *path)
{
	struct stat st;
	int saved;

	if (mkdir(path, 0700) == 0)
		return 0;
	/* A directory that is there may refuse in other ways than EEXIST:
	 * EROFS, EACCES of an automounter. */
	saved = errno;
	if (stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return 0;
		saved = ENOTDIR;
	}
	errno = saved;
	return -1;
}

int
path_mkdirs(const char *path)
{
	char *copy, *p, slash;
	struct stat st;
	int r = 0, saved;

	/* Most often all of it is there. */
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	p = copy = xstrdup(path);
	while (r == 0 && *p != '\0') {
		p += strspn(p, "/");
		p += strcspn(p, "/");
		slash = *p;
		*p = '\0';
		r = path_mkdir(copy);
		*p = slash;
	}
	saved = errno;
	free(copy);
	errno = saved;
	return r;
}

/* Whether an open directory is ours and closed to others, as path_private_dir
 * promises. */
static int
path_check_dir(int fd, const char *path, char **cause)
{
	struct stat st;

	if (fstat(fd, &st) == -1) {
		*cause =
		    xasprintf("cannot look at %s: %s", path, strerror(errno));
		return -1;
	}
	if (st.st_uid != geteuid()) {
		*cause = xasprintf("%s belongs to another user (%lu)", path,
		    (unsigned long)st.st_uid);
		return -1;
	}
	if ((st.st_mode & 0777) != 0700 && fchmod(fd, 0700) == -1) {
		*cause = xasprintf("cannot close %s to others: %s", path,
		    strerror(errno));
		return -1;
	}
	return 0;
}

/* Somebody else may have put a link in our place. */
static int
path_open_dir(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int
path_private_dir(const char *path, char **cause)
{
	struct stat st;
	int fd, r;

	*cause = NULL;
	fd = path_open_dir(path);
	if (fd == -1 && path_mkdirs(path) == -1) {
		*cause = xasprintf("cannot make the directory %s: %s", path,
		    strerror(errno));
		return -1;
	}
	if (fd == -1)
		fd = path_open_dir(path);
	if (fd == -1) {
		r = errno;
		if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
			*cause = xasprintf("%s is a symbolic link", path);
		else
			*cause =
			    xasprintf("cannot open %s: %s", path, strerror(r));
		return -1;
	}
	r = path_check_dir(fd, path, cause);
	close(fd);
	return r;
}

/* What we start in other directories has to find the same directory: a relative
 * one in the environment is replaced by what it stands for here. */
static void
path_pin(const char *variable, const char *path)
{
	const char *value = path_env(variable);

	if (value != NULL && *value != '/' && setenv(variable, path, 1) == -1)
		fatal("setenv");
}

/* Where the state directory is to be: absolute, links resolved. */
static char *
path_state_name(char **cause)
{
	const char *value;
	char *path = NULL, *name;

	if ((value = path_env("BGMUX_HOME")) != NULL) {
		name = xstrdup(value);
	} else if ((value = path_env("XDG_STATE_HOME")) != NULL &&
	    *value == '/') {
		name = path_join(value, "bgmux");
	} else if ((value = path_home()) != NULL) {
		name = path_join(value, ".local/state/bgmux");
	} else {
		*cause = xstrdup("there is no home directory: set BGMUX_HOME");
		return NULL;
	}
	path = path_absolute(name);
	if (path == NULL)
		*cause = xasprintf("cannot find the state directory %s: %s",
		    name, strerror(errno));
	else
		path_pin("BGMUX_HOME", path);
	free(name);
	return path;
}

char *
path_state(char **cause)
{
	struct stat st;
	char *path;

	*cause = NULL;
	path = path_state_name(cause);
	if (path == NULL)
		return NULL;
	/* What others could write may hold what others have put there. */
	if (stat(path, &st) == 0 && st.st_uid == geteuid() &&
	    (st.st_mode & 022) != 0) {
		*cause = xasprintf("%s is open to others (mode %03o)", path,
		    (unsigned)st.st_mode & 0777);
		free(path);
		return NULL;
	}
	if (path_private_dir(path, cause) == -1) {
		free(path);
		return NULL;
	}
	return path;
}

/* FNV-1a; 40 of its 64 bits, in hex. */
static void
path_hash(const char *s, char out[11])
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *s != '\0'; s++) {
		h ^= (unsigned char)*s;
		h *= 0x100000001b3u;
	}
	h ^= h >> 40;
	xsnprintf(out, 11, "%010llx", (unsigned long long)(h & 0xffffffffffu));
}

/* The directory that holds the runtime directories of all state directories. */
static char *
path_runtime_root(char **cause)
{
	const char *value = path_env("BGMUX_RUNTIME_DIR");
	struct stat st;
	char *root;

	if (value == NULL) {
		root = xasprintf("/tmp/bgmux-%lu", (unsigned long)geteuid());
		if (path_private_dir(root, cause) == 0)
			return root;
		free(root);
		return NULL;
	}
	root = path_absolute(value);
	if (root == NULL || path_mkdirs(root) == -1 || stat(root, &st) == -1)
		*cause = xasprintf("cannot make the socket directory %s: %s",
		    value, strerror(errno));
	else if ((st.st_mode & S_ISVTX) == 0 &&
	    ((st.st_uid != geteuid() && st.st_uid != 0) ||
		(st.st_mode & 022) != 0))
		*cause =
		    xasprintf("others may write to the directory %s", root);
	else {
		path_pin("BGMUX_RUNTIME_DIR", root);
		return root;
	}
	free(root);
	return NULL;
}

char *
path_runtime(const char *state, char **cause)
{
	char hash[11], *root, *dir = NULL, *hosts = NULL;

	*cause = NULL;
	root = path_runtime_root(cause);
	if (root == NULL)
		return NULL;
	path_hash(state, hash);
	dir = path_join(root, hash);
	hosts = path_join(dir, "h");
	free(root);
	if (strlen(dir) > PATH_MAX_SOCKET_DIR)
		*cause = xasprintf("the path of the socket directory is over "
				   "%d bytes: %s",
		    PATH_MAX_SOCKET_DIR, dir);
	else if (path_private_dir(dir, cause) == 0 &&
	    path_private_dir(hosts, cause) == 0)
		goto out;
	free(dir);
	dir = NULL;

out:
	free(hosts);
	return dir;
}

/* Whether this program runs from the tree it was built in, its tests
 * included. */
static bool
path_in_build_tree(void)
{
	char exe[PATH_MAX], *tree, *slash;
	bool in = false;
	ssize_t n;
	size_t len;

	n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	if (n <= 0)
		return false;
	exe[n] = '\0';
	slash = strrchr(exe, '/');
	if (slash == NULL)
		return false;
	*slash = '\0';
	tree = realpath(ABS_BUILDDIR, NULL);
	if (tree == NULL)
		return false;
	len = strlen(tree);
	if (strncmp(exe, tree, len) == 0)
		in =
		    exe[len] == '\0' || strncmp(exe + len, "/regress/", 9) == 0;
	free(tree);
	return in;
}

char *
path_client(void)
{
	return path_join(path_in_build_tree() ? ABS_BUILDDIR : BINDIR, "bgmux");
}

char *
path_program(const char *name)
{
	const char *dir = path_env("BGMUX_LIBEXEC");

	if (dir != NULL)
		return path_join(dir, name);
	if (path_in_build_tree())
		return path_join(ABS_BUILDDIR, name);
	return path_join(PKGLIBEXECDIR, name);
}

char *
path_data(const char *name)
{
	const char *dir = path_env("BGMUX_DATA");

	if (dir != NULL)
		return path_join(dir, name);
	if (!path_in_build_tree())
		return path_join(PKGDATADIR, name);
	/* The tree keeps the data beside the code that reads it. */
	if (strncmp(name, "adapters", 8) == 0)
		return path_join(ABS_SRCDIR "/src/agent", name);
	return path_join(ABS_SRCDIR, name);
}

/* Append the components of rest to the absolute path *path, "." and ".."
 * taken by their letters. */
static void
path_append(char **path, const char *rest)
{
	char *next, *slash;
	size_t n;

	while (*(rest += strspn(rest, "/")) != '\0') {
		n = strcspn(rest, "/");
		if (n == 2 && memcmp(rest, "..", 2) == 0) {
			slash = strrchr(*path, '/');
			slash[slash == *path ? 1 : 0] = '\0';
		} else if (n != 1 || *rest != '.') {
			next = xasprintf("%s%s%.*s", *path,
			    (*path)[1] == '\0' ? "" : "/", (int)n, rest);
			free(*path);
			*path = next;
		}
		rest += n;
	}
}

char *
path_absolute(const char *name)
{
	char *full, *cwd, *real, *cut;
	size_t n;

	if (*name == '\0') {
		errno = ENOENT;
		return NULL;
	}
	if (*name == '/') {
		full = xstrdup(name);
	} else {
		cwd = getcwd(NULL, 0);
		if (cwd == NULL)
			return NULL;
		full = path_join(cwd, name);
		free(cwd);
	}
	/* The longest part that exists, then the rest. */
	cut = xstrdup(full);
	n = strlen(cut);
	while ((real = realpath(cut, NULL)) == NULL && n > 1 &&
	    (errno == ENOENT || errno == ENOTDIR)) {
		while (n > 1 && cut[n - 1] == '/')
			n--;
		while (n > 1 && cut[n - 1] != '/')
			n--;
		cut[n] = '\0';
	}
	free(cut);
	if (real != NULL)
		path_append(&real, full + n);
	free(full);
	return real;
}

char *
path_display(const char *path)
{
	const char *home = path_home();
	char *real, *shown = NULL;
	size_t n;
	int i;

	if (home == NULL)
		return xstrdup(path);
	real = realpath(home, NULL);
	/* As it is written, and as it is when links are resolved. */
	for (i = 0; i < 2 && shown == NULL && home != NULL; i++) {
		n = strlen(home);
		while (n > 0 && home[n - 1] == '/')
			n--;
		if (n != 0 && strncmp(path, home, n) == 0 &&
		    (path[n] == '\0' || path[n] == '/'))
			shown = xasprintf("~%s", path + n);
		home = real;
	}
	free(real);
	return shown != NULL ? shown : xstrdup(path);
}

/* A tree being removed. Directories deeper than PATH_MAX_DEPTH are moved up
 * under the root, so that no depth exhausts the descriptors. */
struct removal {
	int root;
	dev_t dev;
	unsigned moved; /* names given to moved directories */
	bool again;	/* one was moved in this pass */
	int error;	/* errno of the first failure, 0 */
};

static void
removal_fail(struct removal *r, int error)
{
	if (r->error == 0)
		r->error = error;
}

/* Open a directory below, which must be on the tree's own file system; it is
 * made writable for us. -1 if it cannot be removed. */
static int
removal_open(struct removal *r, int at, const char *name)
{
	struct stat st;
	int fd;

	(void)fchmodat(at, name, 0700, AT_SYMLINK_NOFOLLOW);
	fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1 || fstat(fd, &st) == -1) {
		removal_fail(r, errno);
	} else if (st.st_dev != r->dev) {
		removal_fail(r, EXDEV);
	} else {
		return fd;
	}
	if (fd != -1)
		close(fd);
	return -1;
}

/* Out of the way, to the root; false if that cannot be. */
static bool
removal_move(struct removal *r, int at, const char *name)
{
	char fresh[64];
	int tries;

	for (tries = 0; tries < 100; tries++) {
		xsnprintf(fresh, sizeof fresh, ".bgmux-removed-%u", r->moved++);
		/* A directory replaces an empty one of that name, which is
		 * as good; any other name refuses. */
		if (renameat(at, name, r->root, fresh) == 0) {
			r->again = true;
			return true;
		}
		if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOTDIR)
			break;
	}
	removal_fail(r, errno);
	return false;
}

/* Remove what fd, which is taken, contains. */
static void
removal_empty(struct removal *r, int fd, int depth)
{
	const struct dirent *e;
	DIR *dir;
	int sub;

	dir = fdopendir(fd);
	if (dir == NULL) {
		removal_fail(r, errno);
		close(fd);
		return;
	}
	while ((e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (unlinkat(dirfd(dir), e->d_name, 0) == 0 || errno == ENOENT)
			continue;
		if (errno != EISDIR && errno != EPERM) {
			removal_fail(r, errno);
			continue;
		}
		if (depth >= PATH_MAX_DEPTH) {
			(void)removal_move(r, dirfd(dir), e->d_name);
			continue;
		}
		sub = removal_open(r, dirfd(dir), e->d_name);
		if (sub == -1)
			continue;
		removal_empty(r, sub, depth + 1);
		if (unlinkat(dirfd(dir), e->d_name, AT_REMOVEDIR) == -1 &&
		    errno != ENOENT)
			removal_fail(r, errno);
	}
	closedir(dir);
}

int
path_remove_tree(const char *path)
{
	struct removal r = { .root = -1 };
	struct stat st;
	int fd;

	if (lstat(path, &st) == -1)
		return -1;
	if (!S_ISDIR(st.st_mode))
		return unlink(path);
	r.dev = st.st_dev;
	r.root = removal_open(&r, AT_FDCWD, path);
	if (r.root == -1)
		goto out;
	do {
		r.again = false;
		fd = openat(r.root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd == -1)
			removal_fail(&r, errno);
		else
			removal_empty(&r, fd, 1);
	} while (r.again);
	close(r.root);
	if (rmdir(path) == -1)
		removal_fail(&r, errno);

out:
	errno = r.error;
	return r.error == 0 ? 0 : -1;
}
