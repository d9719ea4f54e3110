/* SPDX-License-Identifier: ISC */
/* helpers: commands that are not ours and work for us on the side.
 *
 * A command gets its input in a pipe that holds all of it, and its answer is
 * read when it has ended: so nothing of it is waited for, and one that says
 * more than a pipe holds does not end in time. It leads a session of its own;
 * that is how what it has left is known once nothing descends from it any more.
 */

#include <sys/queue.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/helpers.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/procid.h"
#include "base/reaper.h"
#include "base/spawn.h"
#include "base/xmalloc.h"

#define PASSES 4 /* over all processes: what was forked meanwhile */

struct helper {
	LIST_ENTRY(helper) entry;
	struct helpers *helpers;
	struct procid leader; /* start 0: unknown */
	int out;	      /* -1: it has no answer */
	bool leaves;
	struct loop_timer *limit; /* owned */
	helpers_cb cb;
	void *arg;
};

LIST_HEAD(helper_list, helper);

struct helpers {
	struct loop *loop;     /* borrowed */
	struct reaper *reaper; /* borrowed */
	struct helper_list list;
	size_t n;
};

/* Kill what is of its session or descends from it; how many there were. */
static unsigned
kill_found(const struct procid *leader)
{
	struct proc *list;
	bool *marked;
	size_t i, n;
	unsigned found = 0;

	if ((list = proc_list(&n)) == NULL) {
		log_warn("cannot list processes");
		(void)kill(-leader->pid, SIGKILL);
		return 0;
	}
	marked = xcalloc(n + 1, sizeof *marked);
	proc_mark(list, n, leader->pid, leader->pid, marked);
	for (i = 0; i < n; i++) {
		/* Its number is another's by now, so nothing was left. */
		if (list[i].id.pid == leader->pid && leader->start != 0 &&
		    list[i].id.start != leader->start) {
			found = 0;
			break;
		}
		found += marked[i] && list[i].state != 'Z';
	}
	for (i = 0; found > 0 && i < n; i++)
		if (marked[i] && list[i].state != 'Z')
			(void)procid_kill(&list[i].id, SIGKILL);
	free(marked);
	free(list);
	return found;
}

static void
kill_all(const struct procid *leader)
{
	int pass;

	for (pass = 0; pass < PASSES && kill_found(leader) > 0; pass++)
		;
}

/* What it has said; room has a byte more. */
static void
read_said(const struct helper *h, char said[HELPERS_SAID_MAX + 1])
{
	ssize_t n = 0;

	while (h->out != -1 &&
	    (n = read(h->out, said, HELPERS_SAID_MAX)) == -1 && errno == EINTR)
		;
	said[n > 0 ? n : 0] = '\0';
}

/* Tell of its end, and forget it. */
static void
finish(struct helper *h, const char *problem)
{
	char said[HELPERS_SAID_MAX + 1];
	helpers_cb cb = h->cb;
	void *arg = h->arg;

	read_said(h, said);
	LIST_REMOVE(h, entry);
	h->helpers->n--;
	loop_timer_destroy(h->limit);
	if (h->out != -1)
		close(h->out);
	free(h);
	cb(said, problem, arg);
}

static void
on_exit_of(pid_t pid, int status, void *arg)
{
	struct helper *h = arg;
	char problem[64];

	(void)pid;
	if (!h->leaves)
		kill_all(&h->leader);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		finish(h, NULL);
		return;
	}
	if (WIFEXITED(status))
		xsnprintf(problem, sizeof problem, "it ended with status %d",
		    WEXITSTATUS(status));
	else
		xsnprintf(problem, sizeof problem, "it ended by signal %d",
		    WTERMSIG(status));
	finish(h, problem);
}

/* Its end is not waited for: the reaper sees to what is left of it. */
static void
end(struct helper *h, const char *problem)
{
	reaper_unwatch(h->helpers->reaper, h->leader.pid);
	kill_all(&h->leader);
	finish(h, problem);
}

static void
on_limit(void *arg)
{
	end(arg, "it did not end in time");
}

/* A pipe with the text in it, for reading; -1 with errno. */
static int
input_pipe(const char *text, size_t len)
{
	int fds[2], saved;

	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0)
		return -1;
	if (len > HELPERS_INPUT_MAX)
		len = HELPERS_INPUT_MAX;
	if (len > 0 && write(fds[1], text, len) == -1) {
		saved = errno;
		close(fds[0]);
		close(fds[1]);
		errno = saved;
		return -1;
	}
	close(fds[1]);
	/* It is the command's: that may not expect the other. */
	(void)fcntl(fds[0], F_SETFL, 0);
	return fds[0];
}

/* Its pid, or -1 and *cause. in is SPAWN_NULL where it has no input. */
static pid_t
execute(const struct helpers_run *run, int in, int out, char **cause)
{
	char sh[] = "sh", minus_c[] = "-c", *copy = NULL;
	char *argv[] = { sh, minus_c, NULL, NULL };
	struct spawn sp;
	pid_t pid;

	spawn_init(&sp);
	if (run->command != NULL) {
		argv[2] = copy = xstrdup(run->command);
		sp.file = "/bin/sh";
		sp.argv = argv;
	} else {
		sp.file = run->argv[0];
		sp.argv = run->argv;
	}
	sp.envp = run->envp;
	sp.cwd = "/";
	sp.setsid = true;
	sp.fds[0] = in;
	sp.fds[1] = out;
	pid = spawn_start(&sp, cause);
	free(copy);
	return pid;
}

static void
add(struct helpers *hs, const struct helpers_run *run, pid_t pid, int out,
    helpers_cb cb, void *arg)
{
	struct helper *h = xcalloc(1, sizeof *h);

	h->helpers = hs;
	h->out = out;
	h->leaves = run->leaves;
	h->cb = cb;
	h->arg = arg;
	/* It is there, if only as a zombie: nobody has waited for it. */
	if (procid_get(pid, &h->leader) != 0)
		h->leader.pid = pid;
	if (out != -1)
		(void)fcntl(out, F_SETFL, O_NONBLOCK);
	h->limit = loop_timer_create(hs->loop, on_limit, h);
	loop_timer_start(h->limit, run->ms);
	LIST_INSERT_HEAD(&hs->list, h, entry);
	hs->n++;
	reaper_watch(hs->reaper, pid, on_exit_of, h);
}

int
helpers_start(struct helpers *hs, const struct helpers_run *run, helpers_cb cb,
    void *arg, char **cause)
{
	int in = SPAWN_NULL, fds[2] = { -1, -1 };
	pid_t pid = -1;

	*cause = NULL;
	if ((run->input != NULL &&
		(in = input_pipe(run->input, run->len)) == -1) ||
	    (!run->leaves && pipe2(fds, O_CLOEXEC) != 0))
		*cause = xstrdup(strerror(errno));
	else
		pid = execute(run, in, fds[1], cause);
	if (in != SPAWN_NULL)
		close(in);
	if (fds[1] != -1)
		close(fds[1]);
	if (pid == -1) {
		if (fds[0] != -1)
			close(fds[0]);
		return -1;
	}
	add(hs, run, pid, fds[0], cb, arg);
	return 0;
}

struct helpers *
helpers_create(struct loop *loop, struct reaper *reaper)
{
	struct helpers *hs = xcalloc(1, sizeof *hs);

	hs->loop = loop;
	hs->reaper = reaper;
	LIST_INIT(&hs->list);
	return hs;
}

size_t
helpers_count(const struct helpers *hs)
{
	return hs->n;
}

void
helpers_end(struct helpers *hs)
{
	struct helper *h;
	size_t n = hs->n;

	/* One that is told may start another, at the head. */
	while (n-- > 0) {
		for (h = LIST_FIRST(&hs->list); LIST_NEXT(h, entry) != NULL;)
			h = LIST_NEXT(h, entry);
		end(h, "it was ended");
	}
}

void
helpers_destroy(struct helpers *hs)
{
	if (hs == NULL)
		return;
	while (!LIST_EMPTY(&hs->list))
		end(LIST_FIRST(&hs->list), "it was ended");
	free(hs);
}
