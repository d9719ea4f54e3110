/* SPDX-License-Identifier: ISC */
/* hostsummary: the line that a session's row has, where the person's command
 * makes it of the screen.
 *
 * The command gets the screen's text on its standard input, in a pipe that
 * holds all of it, and is read when it has ended: so nothing of it is waited
 * for, and one that says too much or takes too long is killed. */

#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/reaper.h"
#include "base/spawn.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostevent.h"
#include "host/hostsummary.h"
#include "term/screen.h"
#include "term/text.h"
#include "term/vt.h"

#define TEXT_MAX   (16u << 10) /* bytes of a screen; a pipe holds more */
#define ANSWER_MAX 4096

struct hostsummary {
	struct host *host; /* borrowed */
	struct loop_timer *limit;
	pid_t pid;   /* 0: none runs */
	int out;     /* its output; -1: none runs */
	bool wanted; /* a turn has ended meanwhile */
	bool over;   /* no more */
	monotime begun;
	char *text; /* owned, may be NULL */
};

static void start(struct hostsummary *);

/* Take the first line of what it has said; whether that is another one. */
static bool
take(struct hostsummary *s)
{
	char answer[ANSWER_MAX], *clean;
	ssize_t n = read(s->out, answer, sizeof answer);

	if (n <= 0)
		return false;
	n = (ssize_t)strnlen(answer, (size_t)n);
	n = memchr(answer, '\n', (size_t)n) == NULL ?
	    n :
	    (char *)memchr(answer, '\n', (size_t)n) - answer;
	clean = utf8_clean(answer, (size_t)n, SAID_TEXT_MAX);
	if (*clean == '\0' ||
	    (s->text != NULL && strcmp(s->text, clean) == 0)) {
		free(clean);
		return false;
	}
	free(s->text);
	s->text = clean;
	return true;
}

static void
on_exit_of(pid_t pid, int status, void *arg)
{
	struct hostsummary *s = arg;
	bool news = false;

	(void)pid;
	loop_timer_stop(s->limit);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		news = take(s);
	else
		log_info("summary.command ended with status %#x",
		    (unsigned)status);
	close(s->out);
	s->out = -1;
	s->pid = 0;
	if (news)
		hostevent_tell(s->host, CHANGE_SUMMARY);
	if (s->wanted && !s->over)
		start(s);
}

static void
on_limit(void *arg)
{
	struct hostsummary *s = arg;

	log_warnx("summary.command takes too long");
	if (s->pid > 0)
		kill(-s->pid, SIGKILL);
}

/* A pipe with the end of the screen's text in it, for reading; -1. */
static int
text_pipe(struct host *h)
{
	struct buf b;
	size_t from;
	int fds[2];

	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0)
		return -1;
	buf_init(&b, 0);
	text_logs(&b, vt_screen(h->vt), 0, false, true);
	from = b.len > TEXT_MAX ? b.len - TEXT_MAX : 0;
	if (b.len > 0 && write(fds[1], b.data + from, b.len - from) == -1)
		log_warn("summary.command: its input");
	buf_clear(&b);
	close(fds[1]);
	/* It is the command's: that may not expect the other. */
	(void)fcntl(fds[0], F_SETFL, 0);
	return fds[0];
}

static void
start(struct hostsummary *s)
{
	char sh[] = "sh", minus_c[] = "-c";
	char *argv[] = { sh, minus_c, s->host->boot->summary_command, NULL };
	char *cause = NULL;
	struct spawn sp;
	int in, fds[2] = { -1, -1 };

	s->wanted = false;
	s->begun = monotime_now();
	in = text_pipe(s->host);
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
		s->pid = spawn_start(&sp, &cause);
	}
	if (in != -1)
		close(in);
	if (fds[1] != -1)
		close(fds[1]);
	if (cause != NULL) {
		log_warnx("summary.command: %s", cause);
		free(cause);
		if (fds[0] != -1)
			close(fds[0]);
		s->pid = 0;
		return;
	}
	(void)fcntl(fds[0], F_SETFL, O_NONBLOCK);
	s->out = fds[0];
	loop_timer_start(s->limit, HOSTSUMMARY_MOST_MS);
	reaper_watch(s->host->reaper, s->pid, on_exit_of, s);
}

struct hostsummary *
hostsummary_create(struct host *h)
{
	struct hostsummary *s = xcalloc(1, sizeof *s);

	s->host = h;
	s->out = -1;
	s->begun = monotime_add(monotime_now(), -HOSTSUMMARY_EACH_MS);
	s->limit = loop_timer_create(h->loop, on_limit, s);
	return s;
}

void
hostsummary_destroy(struct hostsummary *s)
{
	if (s == NULL)
		return;
	if (s->pid > 0) {
		reaper_unwatch(s->host->reaper, s->pid);
		kill(-s->pid, SIGKILL);
		close(s->out);
	}
	loop_timer_destroy(s->limit);
	free(s->text);
	free(s);
}

void
hostsummary_end(struct hostsummary *s)
{
	s->over = true;
	if (s->pid > 0)
		kill(-s->pid, SIGKILL);
}

void
hostsummary_look(struct hostsummary *s, bool ended)
{
	const char *command = s->host->boot->summary_command;

	if (s->host->boot->exec || command == NULL || *command == '\0') {
		free(s->text);
		s->text = NULL;
		return;
	}
	if (s->pid > 0 || s->over) {
		s->wanted = s->wanted || ended;
		return;
	}
	if (ended ||
	    monotime_diff(s->begun, monotime_now()) >= HOSTSUMMARY_EACH_MS)
		start(s);
}

const char *
hostsummary_text(const struct hostsummary *s)
{
	return s->text;
}
