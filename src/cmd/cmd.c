/* SPDX-License-Identifier: ISC */
/* cmd: what all commands use. */

#include <sys/ioctl.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"

int
cmd_fail(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("bgmux: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return EXIT_FAILED;
}

int
cmd_fail_cause(char *cause)
{
	cmd_fail("%s", cause != NULL ? cause : "it failed");
	free(cause);
	return EXIT_FAILED;
}

/* " [--name N]" or " [-f]", as it stands in a usage line. */
static void
print_opt(FILE *f, const struct opt *o)
{
	if (o->name == NULL)
		fprintf(f, " [-%c", o->letter);
	else if (o->letter != 0)
		fprintf(f, " [-%c | --%s", o->letter, o->name);
	else
		fprintf(f, " [--%s", o->name);
	if (o->arg != NULL)
		fprintf(f, " %s", o->arg);
	fputc(']', f);
}

void
cmd_print_usage(const struct cmd *cmd, int to_stderr)
{
	FILE *f = to_stderr ? stderr : stdout;
	size_t i;

	fprintf(f, "usage: bgmux %s", cmd->name);
	for (i = 0; i < cmd->nopts; i++)
		print_opt(f, &cmd->opts[i]);
	if (cmd->tail != NULL)
		fprintf(f, " %s", cmd->tail);
	fputc('\n', f);
}

int
cmd_usage(const struct cmd *cmd, const char *fmt, ...)
{
	va_list ap;

	fputs("bgmux: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	cmd_print_usage(cmd, 1);
	return EXIT_USAGE;
}

void
cmd_write(const void *data, size_t n)
{
	const char *p = data;
	ssize_t done;

	fflush(stdout);
	while (n > 0) {
		done = write(STDOUT_FILENO, p, n);
		if (done == -1 && errno == EINTR)
			continue;
		if (done == -1)
			exit(cmd_fail("standard output: %s", strerror(errno)));
		p += done;
		n -= (size_t)done;
	}
}

void
cmd_print_json(const struct jv *j)
{
	char *text = jv_text(j, true);

	cmd_write(text, strlen(text));
	cmd_write("\n", 1);
	free(text);
}

static int
size_of(int fd, unsigned *cols, unsigned *rows)
{
	struct winsize ws;

	if (ioctl(fd, TIOCGWINSZ, &ws) == -1 || ws.ws_col == 0 ||
	    ws.ws_row == 0)
		return -1;
	*cols = ws.ws_col;
	*rows = ws.ws_row;
	return 0;
}

int
cmd_terminal_size(unsigned *cols, unsigned *rows)
{
	int fd, r;

	for (fd = 0; fd < 3; fd++) {
		if (size_of(fd, cols, rows) == 0)
			return 0;
	}
	fd = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	r = size_of(fd, cols, rows);
	close(fd);
	return r;
}
