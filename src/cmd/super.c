/* SPDX-License-Identifier: ISC */
/* super: a command's way to the supervisor. */

#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/sock.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/super.h"
#include "wire/call.h"

#define START_MS 8000 /* for a supervisor to come up */

/* Read what the starting supervisor says on its stderr: at most one line. */
static char *
read_line(int fd, monotime deadline)
{
	char line[512];
	size_t n = 0;
	ssize_t got;

	while (n < sizeof(line) - 1 && sock_wait(fd, POLLIN, deadline) == 1) {
		got = read(fd, line + n, sizeof(line) - 1 - n);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (strncmp(line, "bgmux: ", 7) == 0)
		memmove(line, line + 7, strlen(line + 7) + 1);
	return xstrdup(line);
}

/* Wait for the foreground half of the supervisor, which ends when its other
 * half is up or has failed. */
static int
wait_for(pid_t pid, int fd, char **cause)
{
	monotime deadline = monotime_add(monotime_now(), START_MS);
	char *line;
	int status;

	line = read_line(fd, deadline);
	if (monotime_left(deadline) == 0)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1) {
		if (errno != EINTR)
			break;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		free(line);
		return 0;
	}
	if (*line == '\0' && WIFSIGNALED(status))
		*cause = xasprintf("the supervisor did not start: signal %d "
				   "ended it",
		    WTERMSIG(status));
	else if (*line == '\0')
		*cause = xstrdup("the supervisor did not start");
	else
		*cause = xasprintf("the supervisor did not start: %s", line);
	free(line);
	errno = ECHILD;
	return -1;
}

static int
start(char **cause)
{
	char *program = path_program("bgmux-supervisor");
	char *argv[2];
	struct spawn s;
	int fds[2], r = -1;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) == -1) {
		*cause = xasprintf("no pipe: %s", strerror(errno));
		free(program);
		return -1;
	}
	argv[0] = program;
	argv[1] = NULL;
	spawn_init(&s);
	s.file = program;
	s.argv = argv;
	s.cwd = "/";
	s.fds[0] = SPAWN_NULL;
	s.fds[1] = SPAWN_NULL;
	s.fds[2] = fds[1];
	pid = spawn_start(&s, cause);
	close(fds[1]);
	if (pid != -1)
		r = wait_for(pid, fds[0], cause);
	close(fds[0]);
	free(program);
	return r;
}

pid_t
super_start_later(void)
{
	char *program = path_program("bgmux-supervisor"), *cause = NULL;
	char *argv[] = { program, NULL };
	struct spawn s;
	pid_t pid;

	spawn_init(&s);
	s.file = program;
	s.argv = argv;
	s.cwd = "/";
	s.fds[0] = s.fds[1] = s.fds[2] = SPAWN_NULL;
	pid = spawn_start(&s, &cause);
	free(cause);
	free(program);
	return pid;
}

static int
nobody_there(void)
{
	return errno == ENOENT || errno == ECONNREFUSED;
}

/* A request that goes out with our hello, and what we do meanwhile. */
struct first {
	struct cmd_call *c; /* borrowed, as body */
	uint16_t type;
	struct jv *body;
	uint32_t id;
	void (*meanwhile)(struct cmd_call *, const struct jv *body);
};

/* Once, whatever comes of the request. */
static void
do_meanwhile(struct first *f)
{
	if (f->meanwhile != NULL)
		f->meanwhile(f->c, f->body);
	f->meanwhile = NULL;
}

/* What comes to be read when we have given up waiting must not be done. */
static int
send_first(struct call *call, struct first *f, monotime deadline, char **cause)
{
	jv_set_int(f->body, "before", deadline.ms);
	f->id = call_send(call, f->type, f->body, deadline, cause);
	if (f->id == 0)
		return -1;
	do_meanwhile(f);
	return 0;
}

static struct call *
greet(struct call *call, struct first *f, monotime deadline, char **cause)
{
	int saved;

	if ((f == NULL || send_first(call, f, deadline, cause) == 0) &&
	    call_greet(call, deadline, cause) == 0)
		return call;
	saved = errno;
	call_close(call);
	errno = saved;
	return NULL;
}

static struct call *
open_running(struct cmd_call *c, struct first *f, char **cause)
{
	monotime deadline = monotime_add(monotime_now(), SUPER_ANSWER_MS);
	char *path = path_join(c->runtime, "s");
	struct call *call;
	int saved;

	call = call_begin(path, ROLE_CLIENT, deadline, cause);
	if (call != NULL)
		call = greet(call, f, deadline, cause);
	saved = errno;
	free(path);
	if (call == NULL && saved == ETIMEDOUT) {
		free(*cause);
		*cause = xasprintf("the supervisor does not answer; its log is "
				   "%s/daemon.log",
		    c->state);
	}
	errno = saved;
	return call;
}

static struct call *
open_or_start(struct cmd_call *c, struct first *f, char **cause)
{
	struct call *call;
	int tries;

	/* One that is just leaving closes its socket under us: try again. */
	for (tries = 0; tries < 3; tries++) {
		call = open_running(c, f, cause);
		if (call != NULL)
			return call;
		if (errno != ECONNRESET) {
			if (!nobody_there())
				return NULL;
			free(*cause);
			*cause = NULL;
			if (start(cause) == -1)
				return NULL;
		}
		free(*cause);
		*cause = NULL;
	}
	call = open_running(c, f, cause);
	if (call == NULL && nobody_there()) {
		free(*cause);
		*cause = xasprintf("the supervisor ends whenever it has "
				   "started; its log is %s/daemon.log",
		    c->state);
		errno = ECONNREFUSED;
	}
	return call;
}

struct call *
super_open_running(struct cmd_call *c, char **cause)
{
	return open_running(c, NULL, cause);
}

struct call *
super_open(struct cmd_call *c, char **cause)
{
	return open_or_start(c, NULL, cause);
}

/* Ask on a connection (NULL is fine), and close it; errno is kept. */
static struct jv *
ask(struct call *call, uint16_t type, const struct jv *body, int ms,
    char **cause)
{
	struct jv *result;
	int saved;

	if (call == NULL)
		return NULL;
	result =
	    call_ask(call, type, body, monotime_add(monotime_now(), ms), cause);
	saved = errno;
	call_close(call);
	errno = saved;
	return result;
}

struct jv *
super_ask(struct cmd_call *c, uint16_t type, const struct jv *body, int ms,
    char **cause)
{
	return ask(super_open(c, cause), type, body, ms, cause);
}

struct jv *
super_ask_running(struct cmd_call *c, uint16_t type, const struct jv *body,
    int ms, char **cause)
{
	return ask(super_open_running(c, cause), type, body, ms, cause);
}

struct jv *
super_ask_first(struct cmd_call *c, uint16_t type, struct jv *body, int ms,
    void (*meanwhile)(struct cmd_call *, const struct jv *), char **cause)
{
	struct first f = { c, type, body, 0, meanwhile };
	struct call *call = open_or_start(c, &f, cause);
	struct jv *result;
	int saved = errno;

	do_meanwhile(&f);
	errno = saved;
	if (call == NULL)
		return NULL;
	result =
	    call_answer(call, f.id, monotime_add(monotime_now(), ms), cause);
	saved = errno;
	call_close(call);
	errno = saved;
	return result;
}
