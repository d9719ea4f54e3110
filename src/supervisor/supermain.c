/* SPDX-License-Identifier: ISC */
/* supermain: the supervisor's program: options, directories, lock, log and
 * the way into the background. */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>

#include "base/log.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/path.h"
#include "base/slice.h"
#include "base/sock.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "supervisor/lock.h"
#include "supervisor/supermain.h"
#include "supervisor/supervisor.h"

#define START_MS (LOCK_MS + 1000) /* to be up */

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
	char *socket;  /* owned */
	struct lock lock;
};

static int
find_place(struct place *pl, char **cause)
{
	if ((pl->state = path_state(cause)) == NULL ||
	    (pl->runtime = path_runtime(pl->state, cause)) == NULL)
		return -1;
	pl->socket = path_join(pl->runtime, "s");
	return 0;
}

static void
leave_place(struct place *pl)
{
	lock_release(&pl->lock);
	free(pl->state);
	free(pl->runtime);
	free(pl->socket);
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
	slice_set(SLICE_SUPERVISOR, false);
	if (chdir("/") != 0)
		log_warn("/");
	if (lock_sign(&pl->lock) != 0)
		log_warn("%s", pl->lock.path);
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
	if (ready != -1) {
		(void)dprintf(ready, "\n");
		close(ready);
	}
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
	int r = lock_take(&pl->lock, pl->state, pl->socket, &cause);

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
	if ((r = lock_take(&pl->lock, pl->state, pl->socket, &cause)) == 1)
		return serve(pl, level, ready);
	(void)dprintf(ready, "%s\n", r == -1 ? cause : "");
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
	struct place pl = { NULL, NULL, NULL, LOCK_INIT };
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
	/* Whoever misses our socket calls us by it, even before we listen. */
	signal(SIGUSR1, SIG_IGN);
	o = opts_parse(options, nitems(options), argc, argv, true, &cause);
	if (o == NULL)
		return usage(cause);
	r = run(o);
	opts_free(o);
	return r;
}
