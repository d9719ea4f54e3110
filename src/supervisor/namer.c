/* SPDX-License-Identifier: ISC */
/* namer: runs the command that names sessions; the session does not wait for
 * it.
 *
 * As with summaries, the task is in a pipe that holds all of it, and the answer
 * is read when the command has ended. */

#include <sys/queue.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/reaper.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "supervisor/change.h"
#include "supervisor/namer.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/settings.h"
#include "supervisor/supervisor_internal.h"

#define TASK_MAX   (16u << 10) /* bytes; a pipe holds more */
#define ANSWER_MAX 1024

struct naming {
	LIST_ENTRY(naming) entry;
	struct namer *namer;
	char id[SESSION_ID_LEN + 1]; /* of the session */
	char *was;		     /* owned: its name when it began */
	pid_t pid;
	int out;
	struct loop_timer *limit; /* owned */
};

LIST_HEAD(namings, naming);

struct namer {
	struct supervisor *sup; /* borrowed */
	struct namings list;	/* owned */
	unsigned n;
};

static void
naming_destroy(struct naming *n)
{
	LIST_REMOVE(n, entry);
	n->namer->n--;
	loop_timer_destroy(n->limit);
	if (n->out != -1)
		close(n->out);
	free(n->was);
	free(n);
}

/* The first line of what it says; NULL if that is nothing. Caller frees. */
static char *
read_answer(struct naming *n)
{
	char answer[ANSWER_MAX + 1];
	ssize_t got = read(n->out, answer, ANSWER_MAX);

	if (got <= 0)
		return NULL;
	answer[got] = '\0';
	answer[strcspn(answer, "\r\n")] = '\0';
	return xstrdup(answer);
}

static void
give(struct naming *n, const char *name)
{
	struct session *s = registry_get(n->namer->sup->registry, n->id);
	struct jv *set;
	char *cause = NULL;

	if (s == NULL || strcmp(session_string(s, "name"), n->was) != 0)
		return;
	set = jv_object();
	jv_set_string(set, "name", name);
	if (change_session(n->namer->sup, s, set, &cause) != 0)
		log_info("%s: name.command: %s", s->id, cause);
	free(cause);
	jv_free(set);
}

static void
on_exit_of(pid_t pid, int status, void *arg)
{
	struct naming *n = arg;
	char *name = NULL;

	(void)pid;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		name = read_answer(n);
	else
		log_info("name.command ended with status %#x",
		    (unsigned)status);
	if (name != NULL)
		give(n, name);
	free(name);
	naming_destroy(n);
}

static void
on_limit(void *arg)
{
	struct naming *n = arg;

	log_warnx("name.command takes too long");
	kill(-n->pid, SIGKILL);
}

/* A pipe with the beginning of the task in it, for reading; -1. */
static int
task_pipe(const char *task)
{
	size_t len = strnlen(task, TASK_MAX);
	int fds[2];

	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0)
		return -1;
	if (write(fds[1], task, len) == -1 || write(fds[1], "\n", 1) == -1)
		log_warn("name.command: its input");
	close(fds[1]);
	(void)fcntl(fds[0], F_SETFL, 0); /* the command may not expect it */
	return fds[0];
}

/* Its pid, and its output in *out; -1. */
static pid_t
execute(char *command, const char *task, int *out)
{
	char sh[] = "sh", minus_c[] = "-c";
	char *argv[] = { sh, minus_c, command, NULL }, *cause = NULL;
	int in = task_pipe(task), fds[2] = { -1, -1 };
	struct spawn sp;
	pid_t pid = -1;

	if (in == -1 || pipe2(fds, O_CLOEXEC) != 0)
		cause = xstrdup(strerror(errno));
	else {
		spawn_init(&sp);
		sp.file = "/bin/sh";
		sp.argv = argv;
		sp.cwd = "/";
		sp.setsid = true;
		sp.fds[0] = in;
		sp.fds[1] = fds[1];
		sp.fds[2] = SPAWN_NULL;
		pid = spawn_start(&sp, &cause);
	}
	if (in != -1)
		close(in);
	if (fds[1] != -1)
		close(fds[1]);
	if (pid == -1) {
		log_warnx("name.command: %s", cause);
		if (fds[0] != -1)
			close(fds[0]);
	} else
		(void)fcntl(fds[0], F_SETFL, O_NONBLOCK);
	free(cause);
	*out = fds[0];
	return pid;
}

void
namer_start(struct namer *namer, const struct session *s,
    const struct jv *request)
{
	const char *task = jv_string(request, "task");
	struct naming *n;
	char *command;
	pid_t pid;
	int out;

	if (task == NULL || jv_string(request, "name") != NULL ||
	    namer->n >= NAMER_MAX)
		return;
	command = settings_name_command(namer->sup->settings);
	pid = *command != '\0' ? execute(command, task, &out) : -1;
	free(command);
	if (pid == -1)
		return;
	n = xcalloc(1, sizeof *n);
	n->namer = namer;
	n->pid = pid;
	n->out = out;
	strlcpy(n->id, s->id, sizeof n->id);
	n->was = xstrdup(session_string(s, "name"));
	n->limit = loop_timer_create(namer->sup->loop, on_limit, n);
	loop_timer_start(n->limit, NAMER_MOST_MS);
	LIST_INSERT_HEAD(&namer->list, n, entry);
	namer->n++;
	reaper_watch(namer->sup->reaper, pid, on_exit_of, n);
}

struct namer *
namer_create(struct supervisor *sup)
{
	struct namer *namer = xcalloc(1, sizeof *namer);

	namer->sup = sup;
	LIST_INIT(&namer->list);
	return namer;
}

void
namer_destroy(struct namer *namer)
{
	struct naming *n;

	if (namer == NULL)
		return;
	while ((n = LIST_FIRST(&namer->list)) != NULL) {
		reaper_unwatch(namer->sup->reaper, n->pid);
		kill(-n->pid, SIGKILL);
		naming_destroy(n);
	}
	free(namer);
}
