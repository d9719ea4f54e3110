/* SPDX-License-Identifier: ISC */
/* spawn: the only place that forks and executes. */

#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <poll.h>
#include <signal.h>

#include "base/fault.h"
#include "base/monotime.h"
#include "base/sock.h"
#include "base/spawn.h"
#include "base/xmalloc.h"

#define SPAWN_BOUND 10000 /* ms from fork to exec: a dead network drive */

/* What the child could not do, told over the pipe. */
enum spawn_step {
	SPAWN_SETUP,
	SPAWN_CWD,
	SPAWN_EXEC,
};

struct spawn_report {
	enum spawn_step step;
	int error;
};

/* What a child needs that must be made before it is one. */
struct spawn_child {
	const struct spawn *s;
	char **script; /* room for the arguments of a shell */
	int report;    /* a pipe for the report; -1: it is in our memory */
	volatile struct spawn_report *to;
};

/* The soft limit of descriptors before rlimit_raise; the one thing that a
 * child must not inherit and that no caller knows. */
static struct {
	bool raised;
	rlim_t soft;
} spawn_limit;

void
spawn_init(struct spawn *s)
{
	size_t i;

	memset(s, 0, sizeof *s);
	s->umask = -1;
	for (i = 0; i < nitems(s->fds); i++)
		s->fds[i] = SPAWN_NULL;
}

void
rlimit_raise(void)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_NOFILE, &rl) == -1 || rl.rlim_cur == rl.rlim_max)
		return;
	if (!spawn_limit.raised)
		spawn_limit.soft = rl.rlim_cur;
	spawn_limit.raised = true;
	rl.rlim_cur = rl.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &rl);
}

static void
spawn_restore_limit(void)
{
	struct rlimit rl;

	if (!spawn_limit.raised || getrlimit(RLIMIT_NOFILE, &rl) == -1)
		return;
	rl.rlim_cur =
	    spawn_limit.soft < rl.rlim_max ? spawn_limit.soft : rl.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &rl);
}

/* The next place of a PATH where file may be; false at its end. An empty part
 * is the current directory. */
static bool
spawn_candidate(const char **path, const char *file, char *to, size_t size)
{
	const char *part = *path;
	size_t n;
	int len;

	while (part != NULL) {
		n = strcspn(part, ":");
		len = snprintf(to, size, "%.*s%s%s", (int)n, part,
		    n != 0 ? "/" : "", file);
		*path = part[n] == ':' ? part + n + 1 : NULL;
		if (len > 0 && (size_t)len < size)
			return true;
		part = *path;
	}
	return false;
}

static const char *
spawn_path(char *const *envp)
{
	const char *path = NULL;
	size_t i;

	if (envp == NULL) {
		path = getenv("PATH");
	} else {
		for (i = 0; envp[i] != NULL && path == NULL; i++) {
			if (strncmp(envp[i], "PATH=", 5) == 0)
				path = envp[i] + 5;
		}
	}
	return path != NULL ? path : _PATH_DEFPATH;
}

static bool
spawn_is_program(const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return false;
	if (!S_ISREG(st.st_mode)) {
		errno = EACCES;
		return false;
	}
	return access(path, X_OK) == 0;
}

char *
spawn_find(const char *file, char *const *envp)
{
	const char *path = spawn_path(envp);
	char candidate[4096];
	int error = ENOENT;

	if (*file == '\0') {
		errno = ENOENT;
		return NULL;
	}
	if (strchr(file, '/') != NULL)
		return spawn_is_program(file) ? xstrdup(file) : NULL;
	while (spawn_candidate(&path, file, candidate, sizeof candidate)) {
		if (spawn_is_program(candidate))
			return xstrdup(candidate);
		if (errno == EACCES)
			error = EACCES;
	}
	errno = error;
	return NULL;
}

/* A script without "#!" is run by the shell, as every shell does. */
static void
spawn_exec_one(const struct spawn_child *c, const char *path, char *const *envp)
{
	execve(path, c->s->argv, envp);
	if (errno != ENOEXEC)
		return;
	c->script[1] = (char *)(uintptr_t)path;
	execve(_PATH_BSHELL, c->script, envp);
	errno = ENOEXEC;
}

/* The arguments of a shell that runs argv[0], whose path is still open. */
static char **
spawn_script(char *const *argv)
{
	char **script;
	size_t n = 0;

	while (argv[n] != NULL)
		n++;
	script = xcalloc(n + 3, sizeof *script);
	script[0] = argv[0];
	if (n > 1)
		memcpy(script + 2, argv + 1, (n - 1) * sizeof *script);
	return script;
}

/* Returns only when nothing was executed, with errno. */
static void
spawn_exec(const struct spawn_child *c)
{
	const struct spawn *s = c->s;
	char *const *envp = s->envp != NULL ? s->envp : environ;
	const char *path = spawn_path(s->envp);
	char candidate[4096];
	int error = ENOENT;

	if (strchr(s->file, '/') != NULL) {
		spawn_exec_one(c, s->file, envp);
		return;
	}
	if (*s->file != '\0') {
		while (spawn_candidate(&path, s->file, candidate,
		    sizeof candidate)) {
			spawn_exec_one(c, candidate, envp);
			if (errno == EACCES)
				error = errno;
			else if (errno != ENOENT && errno != ENOTDIR)
				return;
		}
	}
	errno = error;
}

/* Mark every descriptor from first on as closed at exec. */
static int
spawn_close_from(int first)
{
	const struct dirent *e;
	const char *error;
	DIR *dir;
	int fd;

#if defined(HAVE_CLOSE_RANGE) && defined(CLOSE_RANGE_CLOEXEC)
	if (close_range((unsigned)first, ~0u, CLOSE_RANGE_CLOEXEC) == 0)
		return 0;
#endif
	dir = opendir("/proc/self/fd");
	if (dir == NULL)
		return -1;
	while ((e = readdir(dir)) != NULL) {
		fd = (int)strtonum(e->d_name, first, 0x7fffffff, &error);
		if (error == NULL)
			(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	closedir(dir);
	return 0;
}

/* A copy out of the way of the child's descriptors. */
static int
spawn_move(int fd)
{
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, SPAWN_MAX_FDS);

	/* The limit is so low that there is no such number. */
	if (moved == -1 && errno == EINVAL)
		errno = EMFILE;
	return moved;
}

/* A copy of ours, or of /dev/null, out of the way of the child's. */
static int
spawn_copy(int fd, int *null)
{
	if (fd != SPAWN_NULL)
		return spawn_move(fd);
	if (*null == -1 && (fd = open(_PATH_DEVNULL, O_RDWR | O_CLOEXEC)) != -1)
		*null = spawn_move(fd);
	return *null;
}

/* The child's descriptors: first all out of the way of the numbers that are
 * written, then each to its place. */
static int
spawn_set_fds(const struct spawn *s)
{
	int moved[SPAWN_MAX_FDS], null = -1, i;

	for (i = 0; i < SPAWN_MAX_FDS; i++) {
		moved[i] = -1;
		if (s->fds[i] == SPAWN_NULL && i > 2)
			continue;
		if ((moved[i] = spawn_copy(s->fds[i], &null)) == -1)
			return -1;
	}
	if (spawn_close_from(0) == -1)
		return -1;
	for (i = 0; i < SPAWN_MAX_FDS; i++)
		if (moved[i] != -1 && dup2(moved[i], i) == -1)
			return -1;
	return 0;
}

static int
spawn_set_session(const struct spawn *s)
{
	if (s->setsid && setsid() == -1)
		return -1;
	if (!s->setsid && s->setpgid && setpgid(0, 0) == -1)
		return -1;
	if (s->ctty && ioctl(0, TIOCSCTTY, 0) == -1)
		return -1;
	return 0;
}

/* Handlers are ours alone: until the defaults are set nothing may come in. */
static void
spawn_reset_signals(void)
{
	struct sigaction sa = { .sa_handler = SIG_DFL };
	sigset_t none;
	int signo;

	sigemptyset(&sa.sa_mask);
	for (signo = 1; signo < NSIG; signo++)
		(void)sigaction(signo, &sa, NULL);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
spawn_tell(const struct spawn_child *c, const struct spawn_report *r)
{
	ssize_t wrote;

	c->to->step = r->step;
	c->to->error = r->error;
	if (c->report == -1)
		return;
	do
		wrote = write(c->report, r, sizeof *r);
	while (wrote == -1 && errno == EINTR);
}

static void __attribute__((__noreturn__)) spawn_run(const struct spawn_child *c)
{
	struct spawn_report r = { .step = SPAWN_SETUP };
	const struct spawn *s = c->s;

	if (spawn_set_fds(s) == -1 || spawn_set_session(s) == -1)
		goto fail;
	r.step = SPAWN_CWD;
	if (s->cwd != NULL && chdir(s->cwd) == -1)
		goto fail;
	r.step = SPAWN_EXEC;
	if (s->umask != -1)
		(void)umask((mode_t)s->umask);
	spawn_restore_limit();
	spawn_reset_signals();
	spawn_exec(c);

fail:
	r.error = errno;
	spawn_tell(c, &r);
	_exit(127);
}

static char *
spawn_cause(const struct spawn *s, const struct spawn_report *r)
{
	switch (r->step) {
	case SPAWN_CWD:
		return xasprintf("cannot enter the directory %s: %s", s->cwd,
		    strerror(r->error));
	case SPAWN_EXEC:
	case SPAWN_SETUP:
		break;
	}
	return xasprintf("cannot run %s: %s", s->file, strerror(r->error));
}

/* Wait until the child has executed: true, or false and *r. */
static bool
spawn_wait(int fd, struct spawn_report *r)
{
	monotime deadline = monotime_add(monotime_now(), SPAWN_BOUND);
	ssize_t n = -1;

	r->step = SPAWN_EXEC;
	r->error = ETIMEDOUT;
	if (sock_wait(fd, POLLIN, deadline) != 1)
		return false;
	do
		n = read(fd, r, sizeof *r);
	while (n == -1 && errno == EINTR);
	return n == 0;
}

/* A pipe whose ends are out of the way of the child's descriptors. */
static int
spawn_pipe(int fds[2])
{
	int low[2], saved;

	if (pipe2(low, O_CLOEXEC) == -1)
		return -1;
	fds[0] = low[0];
	fds[1] = spawn_move(low[1]);
	saved = errno;
	close(low[1]);
	if (fds[1] == -1)
		close(low[0]);
	errno = saved;
	return fds[1] == -1 ? -1 : 0;
}

/* A child that has memory of its own, and is waited for as long as is
 * allowed. */
static pid_t
spawn_fork(struct spawn_child *c, struct spawn_report *r, const sigset_t *mask)
{
	int fds[2];
	pid_t pid;

	if (spawn_pipe(fds) == -1) {
		r->error = errno;
		return -1;
	}
	c->report = fds[1];
	pid = fork();
	if (pid == 0)
		spawn_run(c);
	r->error = errno;
	(void)sigprocmask(SIG_SETMASK, mask, NULL);
	close(fds[1]);
	if (pid != -1 && spawn_wait(fds[0], r))
		r->error = 0;
	close(fds[0]);
	return pid;
}

/* A child that has ours, and stops us until it executes: no page of it is
 * copied, and what it says is there. */
static pid_t
spawn_vfork(struct spawn_child *c, struct spawn_report *r)
{
	volatile struct spawn_report report = { .step = SPAWN_SETUP };
	pid_t pid;

	c->report = -1;
	c->to = &report;
	pid = vfork();
	if (pid == 0)
		spawn_run(c);
	r->error = pid == -1 ? errno : report.error;
	r->step = report.step;
	return pid;
}

pid_t
spawn_start(const struct spawn *s, char **cause)
{
	struct spawn_report r = { .step = SPAWN_SETUP }, unused;
	struct spawn_child c = { .s = s, .to = &unused };
	sigset_t all, old;
	pid_t pid;

	*cause = NULL;
	c.script = spawn_script(s->argv);
	sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, &old);
	if (fault_at("fork", s->file)) {
		r.error = errno;
		pid = -1;
	} else
		pid = s->stops ? spawn_vfork(&c, &r) : spawn_fork(&c, &r, &old);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	free(c.script);
	if (pid != -1 && r.error == 0)
		return pid;
	if (pid != -1) {
		(void)kill(pid, SIGKILL);
		/* One that hangs in the kernel is left to the reaper. */
		while (waitpid(pid, NULL, r.error == ETIMEDOUT ? WNOHANG : 0) ==
			-1 &&
		    errno == EINTR)
			;
	}
	*cause = spawn_cause(s, &r);
	errno = r.error;
	return -1;
}

/* The grandchild of spawn_daemonize: stdio goes nowhere. */
static int
spawn_detach(void)
{
	int fd, i;

	fd = open(_PATH_DEVNULL, O_RDWR | O_CLOEXEC);
	if (fd == -1)
		return -1;
	for (i = 0; i < 3; i++) {
		if (fd == i)
			(void)fcntl(fd, F_SETFD, 0);
		else if (dup2(fd, i) == -1)
			return -1;
	}
	if (fd > 2)
		close(fd);
	return 0;
}

/* Read the grandchild's line: 0 if it is empty. */
static int
spawn_wait_ready(int fd, int ms, char **cause)
{
	monotime deadline = monotime_add(monotime_now(), ms);
	char line[1024];
	size_t len = 0;
	ssize_t n;

	while (len < sizeof line - 1) {
		if (sock_wait(fd, POLLIN, deadline) != 1) {
			*cause = xasprintf("not ready after %d ms", ms);
			return -1;
		}
		n = read(fd, line + len, sizeof line - 1 - len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		len += (size_t)n;
	}
	line[len] = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (len != 0 && *line == '\0')
		return 0;
	*cause = xstrdup(len != 0 ? line : "it ended without a word");
	return -1;
}

int
spawn_daemonize(int *ready, int ms, char **cause)
{
	int fds[2], r;
	pid_t pid;

	*cause = NULL;
	*ready = -1;
	if (spawn_pipe(fds) == -1) {
		*cause = xasprintf("cannot make a pipe: %s", strerror(errno));
		return -1;
	}
	pid = fork();
	if (pid == -1) {
		*cause = xasprintf("cannot fork: %s", strerror(errno));
		close(fds[0]);
		close(fds[1]);
		return -1;
	}
	if (pid == 0) {
		close(fds[0]);
		if (setsid() == -1 || (pid = fork()) == -1) {
			(void)dprintf(fds[1], "cannot fork: %s\n",
			    strerror(errno));
			_exit(1);
		}
		if (pid != 0)
			_exit(0);
		if (spawn_detach() == -1) {
			(void)dprintf(fds[1], "cannot open %s: %s\n",
			    _PATH_DEVNULL, strerror(errno));
			_exit(1);
		}
		*ready = fds[1];
		return 1;
	}
	close(fds[1]);
	while (waitpid(pid, NULL, 0) == -1 && errno == EINTR)
		;
	r = spawn_wait_ready(fds[0], ms, cause);
	close(fds[0]);
	return r;
}
