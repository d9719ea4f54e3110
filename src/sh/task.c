/* SPDX-License-Identifier: ISC */
/* task: one shell command as a process group of its own, with what it writes
 * and how it ends.
 *
 * The agent stays in the foreground of the terminal, so that Esc is its own. A
 * command that reads the terminal or sets its modes is then stopped by the
 * system (SIGTTIN, SIGTTOU), with its whole group: that is how it asks for the
 * terminal, and it goes on when it has it. */

#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>

#include "base/procid.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "sh/out.h"
#include "sh/task.h"

static int
task_pipe(int fds[2], char **cause)
{
	if (pipe(fds) == -1) {
		*cause = xasprintf("pipe: %s", strerror(errno));
		return -1;
	}
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	return 0;
}

int
task_start(struct task *t, struct out *o, const char *command, bool whole,
    char **cause)
{
	char *argv[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };
	struct spawn s;
	int fds[2] = { -1, -1 };

	memset(t, 0, sizeof *t);
	t->pid = t->fd = -1;
	t->began = monotime_now();
	spawn_init(&s);
	s.file = "sh";
	s.argv = argv;
	s.setpgid = true;
	s.fds[0] = STDIN_FILENO;
	s.fds[1] = STDOUT_FILENO;
	s.fds[2] = STDERR_FILENO;
	if (!o->tty && !whole)
		s.fds[0] = SPAWN_NULL;
	if (!whole) {
		if (task_pipe(fds, cause) == -1)
			return -1;
		s.fds[1] = s.fds[2] = fds[1];
	}
	t->pid = spawn_start(&s, cause);
	if (fds[1] != -1)
		close(fds[1]);
	t->fd = fds[0];
	if (t->pid == -1) {
		task_clear(t);
		return -1;
	}
	if (whole)
		task_give(t, o);
	return 0;
}

void
task_clear(struct task *t)
{
	if (t->fd != -1)
		close(t->fd);
	t->fd = -1;
	buf_clear(&t->partial);
}

bool
task_check(struct task *t)
{
	int status;
	pid_t pid;

	if (t->pid == -1 || t->ended)
		return false;
	pid = waitpid(t->pid, &status, WNOHANG | WUNTRACED);
	if (pid != t->pid)
		return false;
	if (!WIFSTOPPED(status)) {
		t->status = status;
		t->ended = true;
		return false;
	}
	if (!t->given &&
	    (WSTOPSIG(status) == SIGTTIN || WSTOPSIG(status) == SIGTTOU))
		return true;
	kill(-t->pid, SIGCONT); /* there is no other job control */
	return false;
}

void
task_give(struct task *t, struct out *o)
{
	if (!o->tty)
		return;
	out_give(o);
	t->given = true;
	tcsetpgrp(STDIN_FILENO, t->pid);
	kill(-t->pid, SIGCONT);
}

void
task_take(struct task *t, struct out *o)
{
	if (!t->given)
		return;
	t->given = false;
	tcsetpgrp(STDIN_FILENO, getpgrp());
	tcsetattr(STDIN_FILENO, TCSADRAIN, &o->saved);
}

/* The bytes up to and with the last newline. */
static size_t
task_whole_lines(const struct buf *b)
{
	size_t n = b->len;

	while (n > 0 && b->data[n - 1] != '\n')
		n--;
	return n;
}

bool
task_read(struct task *t, struct buf *lines)
{
	uint8_t chunk[16384];
	ssize_t r;
	size_t n;

	r = read(t->fd, chunk, sizeof chunk);
	if (r == -1 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (r <= 0) {
		close(t->fd);
		t->fd = -1;
		return false;
	}
	buf_put(&t->partial, chunk, (size_t)r);
	n = t->given ? t->partial.len : task_whole_lines(&t->partial);
	buf_put(lines, t->partial.data, n);
	buf_drain(&t->partial, n);
	if (t->partial.len >= TASK_LINE_MAX)
		task_flush(t, lines);
	return true;
}

void
task_flush(struct task *t, struct buf *lines)
{
	if (t->partial.len == 0)
		return;
	buf_put(lines, t->partial.data, t->partial.len);
	buf_put_u8(lines, '\n');
	buf_reset(&t->partial);
}

void
task_interrupt(struct task *t)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGKILL };

	if (t->pid == -1)
		return;
	kill(-t->pid, signals[t->asked < 2 ? t->asked : 2]);
	kill(-t->pid, SIGCONT);
	t->asked++;
}

size_t
task_left(const struct task *t)
{
	struct proc *list;
	size_t n, i, left = 0;

	if (t->pid == -1 || kill(-t->pid, 0) == -1)
		return 0;
	list = proc_list(&n);
	for (i = 0; list != NULL && i < n; i++)
		left += list[i].pgrp == t->pid && list[i].state != 'Z';
	free(list);
	return left;
}

int
task_code(const struct task *t, int *signo)
{
	*signo = 0;
	if (t->pid == -1)
		return 127;
	if (WIFSIGNALED(t->status)) {
		*signo = WTERMSIG(t->status);
		return 128 + *signo;
	}
	return WEXITSTATUS(t->status);
}
