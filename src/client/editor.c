/* SPDX-License-Identifier: ISC */
/* editor: gives the terminal away and takes it back. What is done with the text
 * is the view's business. */

/*
 * The editor is in our process group, as git's and the mail programs' are: a
 * stop from the keyboard stops both, and the shell continues both. What the
 * keyboard sends to interrupt is the editor's; the view that waits must not end
 * of it.
 */

#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/monotime.h"
#include "base/reaper.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "client/editor.h"
#include "client/lineedit.h"
#include "tty/tty.h"

#define SUFFIX ".md"
#define END_MS 500 /* for one that is told to end */

struct editor {
	struct reaper *reaper; /* borrowed */
	struct tty *tty;       /* borrowed */
	editor_cb cb;
	void *arg;
	char *path; /* owned */
	pid_t pid;  /* 0: it has ended */
};

static const char *
command(void)
{
	static const char *const names[] = { "VISUAL", "EDITOR" };
	const char *value;
	size_t i;

	for (i = 0; i < nitems(names); i++)
		if ((value = getenv(names[i])) != NULL && *value != '\0')
			return value;
	return "vi";
}

static int
write_all(int fd, const char *s, size_t n)
{
	ssize_t did;

	for (; n > 0; s += did, n -= (size_t)did) {
		did = write(fd, s, n);
		if (did == -1 && errno == EINTR)
			did = 0;
		else if (did == -1)
			return -1;
	}
	return 0;
}

/* A file of the text: its path (caller frees), or NULL and *cause. */
static char *
make_file(const char *dir, const char *text, char **cause)
{
	char *path = xasprintf("%s/prompt-XXXXXX" SUFFIX, dir);
	int fd = mkostemps(path, (int)strlen(SUFFIX), O_CLOEXEC), bad, saved;

	if (fd == -1) {
		*cause = xasprintf("%s: %s", dir, strerror(errno));
		free(path);
		return NULL;
	}
	bad = write_all(fd, text, strlen(text)) == -1;
	if (!bad && *text != '\0' && text[strlen(text) - 1] != '\n')
		bad = write_all(fd, "\n", 1) == -1;
	saved = errno;
	if (close(fd) == -1 && !bad) {
		bad = 1;
		saved = errno;
	}
	if (!bad)
		return path;
	*cause = xasprintf("%s: %s", path, strerror(saved));
	(void)unlink(path);
	free(path);
	return NULL;
}

/* The text in the file, without newlines at its end. NULL and *cause. */
static char *
read_file(const char *path, char **cause)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	char *text = NULL;
	struct stat st;
	size_t n = 0;
	ssize_t got;

	if (fd == -1 || fstat(fd, &st) == -1)
		*cause = xasprintf("%s: %s", path, strerror(errno));
	else if (!S_ISREG(st.st_mode))
		*cause = xasprintf("%s is no file any more", path);
	else if (st.st_size > (off_t)LINEEDIT_WHOLE_MAX)
		*cause =
		    xasprintf("it is longer than %u bytes", LINEEDIT_WHOLE_MAX);
	else {
		text = xmalloc(LINEEDIT_WHOLE_MAX + 1);
		while (n < LINEEDIT_WHOLE_MAX &&
		    (got = read(fd, text + n, LINEEDIT_WHOLE_MAX - n)) > 0)
			n += (size_t)got;
		while (n > 0 && text[n - 1] == '\n')
			n--;
		text[n] = '\0';
	}
	if (fd != -1)
		close(fd);
	return text;
}

static pid_t
run(const char *path, char **cause)
{
	char *argv[6];
	struct spawn s;
	pid_t pid;

	argv[0] = xstrdup("sh");
	argv[1] = xstrdup("-c");
	argv[2] = xasprintf("%s \"$@\"", command());
	argv[3] = xstrdup(command());
	argv[4] = xstrdup(path);
	argv[5] = NULL;
	spawn_init(&s);
	s.file = "/bin/sh";
	s.argv = argv;
	s.fds[0] = STDIN_FILENO;
	s.fds[1] = STDOUT_FILENO;
	s.fds[2] = STDERR_FILENO;
	pid = spawn_start(&s, cause);
	free(argv[0]);
	free(argv[1]);
	free(argv[2]);
	free(argv[3]);
	free(argv[4]);
	return pid;
}

/* Why a text is not to be taken; NULL if it is. */
static char *
failure(int status)
{
	if (WIFSIGNALED(status))
		return xasprintf("the editor ended by signal %d",
		    WTERMSIG(status));
	if (WEXITSTATUS(status) == 127)
		return xasprintf("cannot run the editor '%s'", command());
	if (WEXITSTATUS(status) != 0)
		return xasprintf("the editor ended with status %d",
		    WEXITSTATUS(status));
	return NULL;
}

static void
finish(struct editor *e, int status)
{
	char *cause = failure(status), *text = NULL, *why = NULL;

	e->pid = 0;
	if (cause == NULL)
		text = read_file(e->path, &cause);
	(void)unlink(e->path);
	if (tty_start(e->tty, &why) == -1) {
		free(cause);
		cause = why;
	}
	e->cb(text, cause, e->arg);
	free(cause);
}

static void
on_child(pid_t pid, int status, void *arg)
{
	(void)pid;
	finish(arg, status);
}

struct editor *
editor_start(struct reaper *reaper, struct tty *tty, const char *dir,
    const char *text, editor_cb cb, void *arg, char **cause)
{
	struct editor *e = xcalloc(1, sizeof *e);
	char *why = NULL;

	e->reaper = reaper;
	e->tty = tty;
	e->cb = cb;
	e->arg = arg;
	e->path = make_file(dir, text, cause);
	if (e->path == NULL) {
		free(e);
		return NULL;
	}
	tty_stop(tty);
	e->pid = run(e->path, cause);
	if (e->pid != -1) {
		reaper_watch(reaper, e->pid, on_child, e);
		return e;
	}
	e->pid = 0;
	editor_stop(e);
	/* If that fails the terminal is gone, and tells so itself. */
	(void)tty_start(tty, &why);
	free(why);
	return NULL;
}

void
editor_stop(struct editor *e)
{
	monotime deadline = monotime_add(monotime_now(), END_MS);
	int status;

	if (e == NULL)
		return;
	if (e->pid != 0) {
		reaper_unwatch(e->reaper, e->pid);
		(void)kill(e->pid, SIGHUP);
		(void)kill(e->pid, SIGCONT);
		while (waitpid(e->pid, &status, WNOHANG) == 0) {
			if (monotime_left(deadline) == 0) {
				(void)kill(e->pid, SIGKILL);
				break;
			}
			(void)poll(NULL, 0, 5);
		}
		(void)unlink(e->path);
	}
	free(e->path);
	free(e);
}
