/* SPDX-License-Identifier: ISC */
/* agentsock: one stable path to the ssh agent of the client that came last. */

#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <limits.h>

#include "base/log.h"
#include "base/path.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "supervisor/agentsock.h"

#define LINKS_MAX 16

char *
agentsock_path(const char *runtime)
{
	return path_join(runtime, "ssh-agent");
}

/* Whether path leads through our own link, as it does in our sessions and in
 * those of a bgmux in them. */
static bool
is_through(const char *link, const char *path)
{
	char at[PATH_MAX], to[PATH_MAX];
	ssize_t n;
	int i;

	if (strlcpy(at, path, sizeof at) >= sizeof at)
		return true;
	for (i = 0; i < LINKS_MAX; i++) {
		if (strcmp(at, link) == 0)
			return true;
		n = readlink(at, to, sizeof to - 1);
		if (n <= 0)
			return false;
		to[n] = '\0';
		/* Relative: its target is no link of ours. */
		if (to[0] != '/')
			return false;
		strlcpy(at, to, sizeof at);
	}
	return true;
}

/* A socket of ours at which somebody listens. */
static bool
is_live(const char *path)
{
	struct sockaddr_un sun;
	struct stat sb;
	int fd;

	if (path[0] != '/' || strlen(path) >= sizeof sun.sun_path ||
	    stat(path, &sb) != 0 || !S_ISSOCK(sb.st_mode) ||
	    sb.st_uid != geteuid() || (fd = sock_connect(path)) == -1)
		return false;
	close(fd);
	return true;
}

static int
replace(const char *link, const char *path)
{
	char *fresh = xasprintf("%s~", link);
	int r;

	if ((r = symlink(path, fresh)) != 0 && errno == EEXIST &&
	    unlink(fresh) == 0)
		r = symlink(path, fresh);
	if (r == 0 && (r = rename(fresh, link)) != 0)
		unlink(fresh);
	free(fresh);
	return r;
}

bool
agentsock_update(const char *runtime, const char *path)
{
	char *link, to[PATH_MAX];
	bool good = false;
	ssize_t n;

	if (path == NULL)
		return false;
	link = agentsock_path(runtime);
	if (is_through(link, path)) {
		good = strcmp(link, path) == 0;
	} else if (is_live(path)) {
		n = readlink(link, to, sizeof to - 1);
		to[n < 0 ? 0 : n] = '\0';
		good = strcmp(to, path) == 0 || replace(link, path) == 0;
		if (!good)
			log_warn("%s", link);
	}
	free(link);
	return good;
}

void
agentsock_remove(const char *runtime)
{
	char *link = agentsock_path(runtime);

	if (unlink(link) != 0 && errno != ENOENT)
		log_warn("%s", link);
	free(link);
}
