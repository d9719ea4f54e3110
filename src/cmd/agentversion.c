/* SPDX-License-Identifier: ISC */
/* agentversion: runs programs that are not ours, bounded in time and output. */

#include <sys/wait.h>

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/spawn.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cmd/agentversion.h"

#define LOOK_MS	  20 /* between two looks for an end */
#define TEXT_MAX  64 /* bytes of a version */
#define FIRST_MAX 80 /* of a line that stands for one */

/* Letters, digits and what else versions are made of. */
static size_t
word_length(const char *p)
{
	return strspn(p,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789.+-_");
}

static bool
is_version(const char *p)
{
	size_t n = strspn(p, "0123456789");

	return n > 0 && p[n] == '.' && isdigit((unsigned char)p[n + 1]);
}

char *
agentversion_find(const char *said)
{
	const char *p = said;
	size_t n;
	char *clean;

	while (*p != '\0') {
		if (*p == 'v' && is_version(p + 1))
			p++;
		n = word_length(p);
		if (n > 0 && is_version(p)) {
			while (n > 1 && strchr(".-_+", p[n - 1]) != NULL)
				n--;
			return xstrndup(p, n < TEXT_MAX ? n : TEXT_MAX);
		}
		p += n > 0 ? n : 1;
	}
	said += strspn(said, " \t\r\n");
	clean = utf8_clean(said, strcspn(said, "\r\n"), FIRST_MAX);
	if (*clean != '\0')
		return clean;
	free(clean);
	return NULL;
}

void
agentversion_start(struct agentversion *v, const struct strv *argv)
{
	struct spawn sp;
	int fds[2];

	memset(v, 0, sizeof *v);
	v->fd = -1;
	if (pipe2(fds, O_CLOEXEC) != 0) {
		v->problem = xstrdup(strerror(errno));
		return;
	}
	spawn_init(&sp);
	sp.file = argv->v[0];
	sp.argv = argv->v;
	sp.cwd = "/";
	sp.setsid = true;
	sp.fds[0] = sp.fds[2] = SPAWN_NULL;
	sp.fds[1] = fds[1];
	v->pid = spawn_start(&sp, &v->problem);
	close(fds[1]);
	if (v->pid > 0) {
		v->fd = fds[0];
		(void)fcntl(v->fd, F_SETFL, O_NONBLOCK);
		return;
	}
	v->pid = 0;
	close(fds[0]);
}

/* What is there now; closed at its end, and when it is too much. */
static void
take(struct agentversion *v)
{
	ssize_t n;

	while (v->fd != -1) {
		n = read(v->fd, v->said + v->n, sizeof v->said - 1 - v->n);
		if (n > 0) {
			v->n += (size_t)n;
			continue;
		}
		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			return;
		close(v->fd);
		v->fd = -1;
	}
}

/* It has ended, or is to: 0 if it runs on. */
static int
look(struct agentversion *v, bool late)
{
	int status = 0;
	pid_t r;

	take(v);
	r = waitpid(v->pid, &status, WNOHANG);
	if (r == 0 && !late)
		return 0;
	if (r == 0) {
		kill(-v->pid, SIGKILL);
		(void)waitpid(v->pid, &status, 0);
		v->problem = xstrdup("it did not end in time");
	} else {
		take(v);
		/* What it has left behind. */
		kill(-v->pid, SIGKILL);
	}
	if (v->fd != -1)
		close(v->fd);
	v->fd = -1;
	v->pid = 0;
	if (v->problem == NULL && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		v->text = agentversion_find(v->said);
	if (v->text == NULL && v->problem == NULL)
		v->problem =
		    xstrdup(WIFEXITED(status) && WEXITSTATUS(status) == 0 ?
			    "it says nothing" :
			    "it failed");
	return 1;
}

void
agentversion_wait(struct agentversion *v, size_t n, monotime deadline)
{
	bool late = false, runs = true;
	size_t i;

	while (runs) {
		late = monotime_left(deadline) == 0;
		runs = false;
		for (i = 0; i < n; i++)
			if (v[i].pid > 0 && look(&v[i], late) == 0)
				runs = true;
		if (runs)
			(void)poll(NULL, 0, LOOK_MS);
	}
}

void
agentversion_clear(struct agentversion *v)
{
	free(v->text);
	free(v->problem);
	v->text = v->problem = NULL;
}
