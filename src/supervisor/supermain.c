/* SPDX-License-Identifier: ISC */
/* supermain: the supervisor's program: options, directories, lock, log and
 * the way into the background. */

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>

#include "base/log.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/path.h"
#include "base/sock.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "supervisor/supermain.h"
#include "supervisor/supervisor.h"

#define START_MS 7000 /* to be up, the end of the one before included */
#define LOCK_MS	 6000 /* of these, to wait for its lock */
#define RETRY_MS 20

static const struct opt options[] = {
	{ 'f', "foreground", NULL, "stay in the foreground" },
	{ 0, "check", NULL, "say whether this program can run, and exit" },
	{ 0, "log-level", "LEVEL", "error, warn, info or debug" },
	{ 0, "version", NULL, "print the version, and exit" },
};

/* Where this supervisor is. */
struct place {
	char *state;   /* owned */
	char *runtime; /* owned */
	int lock;
};

static int
find_place(struct place *pl, char **cause)
{
	if ((pl->state = path_state(cause)) == NULL ||
	    (pl->runtime = path_runtime(pl->state, cause)) == NULL)
		return -1;
	return 0;
}

static void
leave_place(struct place *pl)
{
	if (pl->lock != -1)
		close(pl->lock);
	free(pl->state);
	free(pl->runtime);
}

/* 1 with the lock, 0 if another has it, -1 with errno. A lock on a file that
 * has been removed from its directory meanwhile is none. */
static int
try_lock(struct place *pl, const char *path)
{
	struct stat ours, there;

	pl->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (pl->lock == -1)
		return -1;
	if (flock(pl->lock, LOCK_EX | LOCK_NB) == 0 &&
	    fstat(pl->lock, &ours) == 0 && stat(path, &there) == 0 &&
	    ours.st_ino == there.st_ino && ours.st_dev == there.st_dev)
		return 1;
	close(pl->lock);
	pl->lock = -1;
	return errno == EWOULDBLOCK || errno == ENOENT ? 0 : -1;
}

static bool
somebody_listens(const struct place *pl)
{
	char *path = path_join(pl->runtime, "s");
	int fd = sock_connect(path);
	bool full = fd == -1 && errno == EAGAIN;

	if (fd != -1)
		close(fd);
	free(path);
	return fd != -1 || full;
}

/* The lock tells who the supervisor is; its socket, that it is up. Of many that
 * are started at once, one gets the lock and the others wait until that one is
 * up; where it is ending, until its lock is free. 1 with the lock, 0 if another
 * is up, -1 and *cause. */
static int
lock_place(struct place *pl, char **cause)
{
	char *path = path_join(pl->runtime, "lock");
	monotime deadline = monotime_add(monotime_now(), LOCK_MS);
	int r;

	while ((r = try_lock(pl, path)) == 0) {
		if (somebody_listens(pl))
			break;
		if (monotime_left(deadline) == 0) {
			*cause = xasprintf("another supervisor holds %s and "
					   "does not answer",
			    path);
			r = -1;
			break;
		}
		poll(NULL, 0, RETRY_MS);
	}
	if (r == -1 && *cause == NULL)
		*cause = xasprintf("%s: %s", path, strerror(errno));
	free(path);
	return r;
}

/* For who looks into the file; the lock itself is what counts. */
static void
write_pid(const struct place *pl)
{
	if (ftruncate(pl->lock, 0) != 0 ||
	    dprintf(pl->lock, "%ld\n", (long)getpid()) < 0)
		log_warn("lock");
}

static void
open_log(const struct place *pl, const char *level)
{
	char *path = path_join(pl->state, "daemon.log");
	int n = level != NULL ? log_level_find(level) : LOG_INFO;

	if (log_open(path, n == -1 ? LOG_INFO : (enum log_level)n) != 0)
		log_close();
	free(path);
}

/* With the lock, in the background or not. ready (-1: nobody) learns that we
 * are up by its end, or why not by a line. */
static int
serve(struct place *pl, const char *level, int ready)
{
	struct supervisor *sup;
	char *cause = NULL;

	open_log(pl, level);
	rlimit_raise();
	if (chdir("/") != 0)
		log_warn("/");
	write_pid(pl);
	log_info("supervisor " PACKAGE_VERSION ", %s, %s", pl->state,
	    pl->runtime);
	sup = supervisor_create(pl->state, pl->runtime,
	    level != NULL ? log_level_find(level) : -1, &cause);
	if (sup == NULL) {
		log_errorx("%s", cause);
		dprintf(ready == -1 ? STDERR_FILENO : ready, "%s%s\n",
		    ready == -1 ? "bgmux: " : "", cause);
		free(cause);
		return 1;
	}
	if (ready != -1)
		close(ready);
	supervisor_run(sup);
	supervisor_destroy(sup);
	log_info("ended");
	return 0;
}

static int
complain(char *cause)
{
	fprintf(stderr, "bgmux: %s\n", cause);
	free(cause);
	return 1;
}

static int
run_foreground(struct place *pl, const char *level)
{
	char *cause = NULL;
	int r = lock_place(pl, &cause);

	if (r == 1)
		return serve(pl, level, -1);
	if (r == 0)
		cause = xasprintf("a supervisor is running already (%s)",
		    pl->runtime);
	return complain(cause);
}

/* The lock is taken by the process that keeps it. */
static int
run_background(struct place *pl, const char *level)
{
	char *cause = NULL;
	int ready = -1, r;

	if ((r = spawn_daemonize(&ready, START_MS, &cause)) == 0)
		return 0;
	if (r == -1)
		return complain(cause);
	if ((r = lock_place(pl, &cause)) == 1)
		return serve(pl, level, ready);
	if (r == -1)
		dprintf(ready, "%s\n", cause);
	free(cause);
	close(ready);
	return r == 0 ? 0 : 1;
}

/* What an upgrade asks of a new program before it is trusted: that it loads,
 * finds its directories and its host. */
static int
check(struct place *pl)
{
	char *host = path_program("bgmux-host");
	int r = 0;

	if (access(host, X_OK) != 0)
		r = complain(xasprintf("%s: %s", host, strerror(errno)));
	(void)pl;
	free(host);
	return r;
}

static int
usage(char *cause)
{
	fprintf(stderr, "bgmux: %s\n", cause);
	fprintf(stderr,
	    "usage: bgmux-supervisor [--foreground] [--check] "
	    "[--log-level LEVEL] [--version]\n");
	free(cause);
	return 2;
}

static int
run(const struct opts *o)
{
	struct place pl = { NULL, NULL, -1 };
	const char *level = opts_get(o, "log-level");
	char *cause = NULL;
	int r;

	if (opts_argc(o) != 0)
		return usage(xasprintf("unexpected '%s'", opts_argv(o)[0]));
	if (level != NULL && log_level_find(level) == -1)
		return usage(xasprintf("unknown level '%s'", level));
	if (opts_has(o, "version")) {
		printf("bgmux-supervisor %s\n", PACKAGE_VERSION);
		return 0;
	}
	if (find_place(&pl, &cause) != 0)
		r = complain(cause);
	else if (opts_has(o, "check"))
		r = check(&pl);
	else if (opts_has(o, "foreground"))
		r = run_foreground(&pl, level);
	else
		r = run_background(&pl, level);
	leave_place(&pl);
	return r;
}

int
supermain(int argc, char **argv)
{
	struct opts *o;
	char *cause = NULL;
	int r;

	umask(077);
	o = opts_parse(options, nitems(options), argc, argv, true, &cause);
	if (o == NULL)
		return usage(cause);
	r = run(o);
	opts_free(o);
	return r;
}
