/* SPDX-License-Identifier: ISC */
/* outer: a client in a terminal of its own, whose other side is read here as
 * fast as it can be. Of what comes only the printed letters are looked at, and
 * the one question that terminals must answer: what they are. */

#include <sys/ioctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/spawn.h"
#include "bench.h"

enum { TEXT, ESCAPE, CHARSET, CSI, STRING, STRING_ESCAPE };

static int
open_terminal(struct outer *o)
{
	struct winsize ws = { .ws_row = BENCH_ROWS, .ws_col = BENCH_COLS };
	char *name;
	int slave;

	o->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (o->fd == -1 || grantpt(o->fd) == -1 || unlockpt(o->fd) == -1 ||
	    (name = ptsname(o->fd)) == NULL)
		die("cannot open a terminal: %s", strerror(errno));
	slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave == -1)
		die("cannot open a terminal: %s", strerror(errno));
	ioctl(o->fd, TIOCSWINSZ, &ws);
	fcntl(o->fd, F_SETFL, O_NONBLOCK);
	return slave;
}

bool
outer_start(struct outer *o, const struct strv *argv, const struct strv *env)
{
	struct spawn sp;
	char *cause = NULL;
	int slave;

	memset(o, 0, sizeof *o);
	o->parse = true;
	slave = open_terminal(o);
	spawn_init(&sp);
	sp.file = argv->v[0];
	sp.argv = argv->v;
	sp.envp = env->v;
	sp.fds[0] = sp.fds[1] = sp.fds[2] = slave;
	sp.setsid = true;
	sp.ctty = true;
	o->pid = spawn_start(&sp, &cause);
	close(slave);
	if (o->pid == -1) {
		free(cause);
		close(o->fd);
		o->fd = -1;
		return false;
	}
	return true;
}

static void
say(struct outer *o, const char *text)
{
	if (write(o->fd, text, strlen(text)) == -1)
		return;
}

static void
csi_end(struct outer *o, char c)
{
	if (c == 'c' && o->params == 0)
		say(o, "\033[?62;22c");
	else if (c == 'c' && o->params == 1)
		say(o, "\033[>0;10;1c");
	o->state = TEXT;
}

static void
parse_escape(struct outer *o, char c)
{
	o->params = 0;
	if (c == '[')
		o->state = CSI;
	else if (c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X')
		o->state = STRING;
	else if (c == '(' || c == ')' || c == '*' || c == '+' || c == '#' ||
	    c == ' ' || c == '%')
		o->state = CHARSET;
	else
		o->state = TEXT;
}

static void
parse_char(struct outer *o, char c)
{
	switch (o->state) {
	case TEXT:
		if (c == '\033')
			o->state = ESCAPE;
		else if ((unsigned char)c < 128)
			o->seen[(unsigned char)c]++;
		break;
	case ESCAPE:
		parse_escape(o, c);
		break;
	case CHARSET:
		o->state = TEXT;
		break;
	case CSI:
		if (c >= '@' && c <= '~')
			csi_end(o, c);
		else if (c == '>')
			o->params = 1;
		else if (c != '0')
			o->params = 2;
		break;
	case STRING:
		if (c == '\a')
			o->state = TEXT;
		else if (c == '\033')
			o->state = STRING_ESCAPE;
		break;
	default:
		o->state = c == '\\' ? TEXT : STRING;
		break;
	}
}

bool
outer_take(struct outer *o)
{
	char bytes[65536];
	ssize_t n, i;

	n = read(o->fd, bytes, sizeof bytes);
	if (n == -1)
		return errno == EAGAIN || errno == EINTR;
	if (n == 0)
		return false;
	o->bytes += (uint64_t)n;
	if (o->parse)
		for (i = 0; i < n; i++)
			parse_char(o, bytes[i]);
	return true;
}

bool
outer_await(struct outer *o, const unsigned *count, unsigned want,
    int64_t until)
{
	struct pollfd p = { .fd = o->fd, .events = POLLIN };
	int64_t left;

	while (*count < want) {
		left = (until - now_ns()) / 1000000;
		if (left <= 0)
			return false;
		if (poll(&p, 1, (int)left) == 1 && !outer_take(o))
			return false;
	}
	return true;
}

void
outer_drain(struct outer *o, int ms)
{
	static const unsigned never;

	(void)outer_await(o, &never, 1, now_ns() + ms * INT64_C(1000000));
}

void
outer_key(struct outer *o, char c)
{
	if (write(o->fd, &c, 1) == -1)
		return;
}

void
outer_stop(struct outer *o)
{
	int64_t until = now_ns() + 5 * INT64_C(1000000000);
	int status;

	if (o->fd == -1)
		return;
	/* A terminal goes in this way when its window is closed. */
	close(o->fd);
	o->fd = -1;
	while (waitpid(o->pid, &status, WNOHANG) == 0) {
		if (now_ns() > until)
			kill(o->pid, SIGKILL);
		nap_ms(1);
	}
}
