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

#define WIDTH	    80 /* columns of what is said of a command */
#define HELP_COLUMN 28 /* where an option's text begins */

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

/* "-n, --name N" or, with a separator of its own, as a usage line has it.
 * Caller frees. */
static char *
opt_text(const struct opt *o, const char *separator)
{
	char letter[3] = { '-', o->letter, '\0' };

	return xasprintf("%s%s%s%s%s%s", o->letter != 0 ? letter : "",
	    o->letter != 0 && o->name != NULL ? separator : "",
	    o->name != NULL ? "--" : "", o->name != NULL ? o->name : "",
	    o->arg != NULL ? " " : "", o->arg != NULL ? o->arg : "");
}

/* One more part of a text that goes on after a column, on a new line if there
 * is no room; the column after it. */
static size_t
print_part(FILE *f, size_t at, size_t indent, const char *part, size_t n)
{
	if (at > indent && at + 1 + n > WIDTH) {
		fprintf(f, "\n%*s", (int)indent, "");
		at = indent;
	} else if (at != indent) {
		fputc(' ', f);
		at++;
	}
	fwrite(part, 1, n, f);
	return at + n;
}

static void
print_words(FILE *f, size_t indent, const char *text)
{
	size_t at = indent, n;

	for (; *text != '\0'; text += n + strspn(text + n, " ")) {
		n = strcspn(text, " ");
		at = print_part(f, at, indent, text, n);
	}
	fputc('\n', f);
}

void
cmd_print_usage(const struct cmd *cmd, int to_stderr)
{
	FILE *f = to_stderr ? stderr : stdout;
	size_t at = strlen("usage: bgmux ") + strlen(cmd->name);
	size_t i, indent = at + 1;
	char *text, *part;

	fprintf(f, "usage: bgmux %s", cmd->name);
	for (i = 0; i < cmd->nopts; i++) {
		text = opt_text(&cmd->opts[i], " | ");
		part = xasprintf("[%s]", text);
		at = print_part(f, at, indent, part, strlen(part));
		free(part);
		free(text);
	}
	if (cmd->tail != NULL)
		print_part(f, at, indent, cmd->tail, strlen(cmd->tail));
	fputc('\n', f);
}

void
cmd_print_help(const struct cmd *cmd)
{
	size_t i;
	char *left;

	cmd_print_usage(cmd, 0);
	print_words(stdout, 0, cmd->summary);
	if (cmd->nopts > 0)
		putchar('\n');
	for (i = 0; i < cmd->nopts; i++) {
		left = opt_text(&cmd->opts[i], ", ");
		printf("  %-*s", HELP_COLUMN - 3, left);
		if (strlen(left) > HELP_COLUMN - 4)
			printf("\n%*s", HELP_COLUMN - 1, "");
		putchar(' ');
		print_words(stdout, HELP_COLUMN, cmd->opts[i].help);
		free(left);
	}
	if (cmd->alias != NULL)
		printf("\nAlso: bgmux %s\n", cmd->alias);
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
