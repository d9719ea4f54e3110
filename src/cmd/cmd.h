/* SPDX-License-Identifier: ISC */
/* cmd: what a command is, and what all commands use: errors, the places of
 * this user's bgmux, numbers and lists on stdout. The table of commands stands
 * above, in cmdtable. */

#ifndef CMD_CMD_H
#define CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/opts.h"

struct jv;

/* Exit statuses beyond a program's own. */
#define EXIT_OK		0
#define EXIT_FAILED	1
#define EXIT_USAGE	2
#define EXIT_TIMED_OUT	3
#define EXIT_ENDED	4

/* A command's own view of its call. */
struct cmd_call {
	const struct cmd	*cmd;
	struct opts		*opts;
	char			*state;		/* the state directory */
	char			*runtime;	/* the socket directory */
};

struct cmd {
	const char		 *name;
	const char		 *alias;	/* may be NULL */
	const struct opt	 *opts;
	size_t			  nopts;
	const char		 *tail;		/* operands, for the usage line */
	const char		 *summary;
	int			  min_operands;
	int			  max_operands;	/* -1: any number */
	bool			  placeless;	/* state and runtime are NULL */
	int			(*run)(struct cmd_call *);
	/* Where the options' table cannot say it: changes argv before it is
	 * parsed and returns the new argc. May be NULL. */
	int			(*prepare)(int argc, char **argv);
};

/* Print "bgmux: ..." on stderr; EXIT_FAILED. */
int	cmd_fail(const char *fmt, ...)
	    __attribute__((__format__(printf, 1, 2)));
/* As cmd_fail with a cause, which is freed. */
int	cmd_fail_cause(char *cause);
/* Print "bgmux: ..." and the usage line on stderr; EXIT_USAGE. */
int	cmd_usage(const struct cmd *, const char *fmt, ...)
	    __attribute__((__format__(printf, 2, 3)));
/* The usage of a command, in lines of 80 columns, on stdout or stderr. */
void	cmd_print_usage(const struct cmd *, int to_stderr);
/* All that its table says of a command, on stdout: usage, summary, options. */
void	cmd_print_help(const struct cmd *);
/* A JSON value on stdout, indented, with a newline. */
void	cmd_print_json(const struct jv *);
/* n bytes to stdout, all of them, or the end of this process if nobody
 * reads. */
void	cmd_write(const void *, size_t n);
/* The size of this command's terminal: of stdin, stdout, stderr or /dev/tty;
 * 0, or -1 if there is none. */
int	cmd_terminal_size(unsigned *cols, unsigned *rows);

#endif
