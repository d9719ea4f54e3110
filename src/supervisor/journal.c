/* SPDX-License-Identifier: ISC */
/* journal: who the workers of those sessions are whose records do not say so
 * yet. */

/*
 * To write a record costs a new file, whose blocks a rename over an old one
 * sends to the disk. Where many sessions start at once that is done when they
 * are up; until then a line here says what nobody else could find out if we and
 * a host were killed. A line is written at once, and one that is cut is none.
 */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>

#include "base/atomic.h"
#include "base/log.h"
#include "base/path.h"
#include "base/procid.h"
#include "base/xmalloc.h"
#include "supervisor/journal.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

#define JOURNAL_MAX (1u << 20) /* bytes */

struct journal {
	char *path; /* owned */
	int fd;	    /* -1: not open */
	bool used;  /* it may have lines */
};

struct journal *
journal_create(const char *runtime)
{
	struct journal *j = xcalloc(1, sizeof *j);

	j->path = path_join(runtime, "workers");
	j->fd = -1;
	j->used = true;
	return j;
}

void
journal_destroy(struct journal *j)
{
	if (j == NULL)
		return;
	if (j->fd != -1)
		close(j->fd);
	free(j->path);
	free(j);
}

/* Open it, again if somebody has cleaned up. */
static int
reopen(struct journal *j)
{
	struct stat sb;

	if (j->fd != -1 && fstat(j->fd, &sb) == 0 && sb.st_nlink > 0)
		return 0;
	if (j->fd != -1)
		close(j->fd);
	j->fd = open(j->path,
	    O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	return j->fd == -1 ? -1 : 0;
}

int
journal_note(struct journal *j, const char *id, const struct procid *worker)
{
	char line[80];
	ssize_t wrote;
	int n;

	if (reopen(j) == -1)
		return -1;
	n = snprintf(line, sizeof line, "%s %ld %" PRIu64 "\n", id,
	    (long)worker->pid, worker->start);
	j->used = true;
	wrote = write(j->fd, line, (size_t)n);
	if (wrote == n)
		return 0;
	/* The next one begins a line. */
	if (wrote != -1) {
		(void)!write(j->fd, "\n", 1);
		errno = ENOSPC;
	}
	return -1;
}

void
journal_clear(struct journal *j)
{
	if (!j->used)
		return;
	j->used = false;
	if (unlink(j->path) == -1 && errno != ENOENT)
		log_warn("%s", j->path);
	if (j->fd != -1)
		close(j->fd);
	j->fd = -1;
}

/* A whole line, without its end: the session that has learnt its worker, or
 * NULL. */
static struct session *
take_line(const char *line, struct registry *reg)
{
	struct procid worker = { 0 };
	struct session *s;
	char id[16];
	long pid;

	if (sscanf(line, "%8s %ld %" SCNu64, id, &pid, &worker.start) != 3 ||
	    !session_is_id(id) || pid <= 1 || pid > INT32_MAX ||
	    (s = registry_get(reg, id)) == NULL || s->worker.pid != 0 ||
	    s->home != SESSION_OURS || s->life == LIFE_DOWN)
		return NULL;
	worker.pid = (pid_t)pid;
	s->worker = worker;
	return s;
}

void
journal_replay(const struct journal *j, struct registry *reg,
    void (*cb)(struct session *, void *), void *arg)
{
	char *text, *line, *end;
	struct session *s;
	size_t n;

	text = atomic_read(j->path, JOURNAL_MAX, &n);
	if (text == NULL) {
		if (errno != ENOENT)
			log_warn("%s", j->path);
		return;
	}
	for (line = text; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		if ((s = take_line(line, reg)) != NULL)
			cb(s, arg);
	}
	free(text);
}
