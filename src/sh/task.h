/* SPDX-License-Identifier: ISC */
/* task: one shell command as a process group of its own, with what it writes and
 * how it ends. What is shown of it is not its business. */

#ifndef SH_TASK_H
#define SH_TASK_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/monotime.h"

#define TASK_LINE_MAX (64u << 10) /* bytes of a line that has no end */

struct out;

struct task {
	pid_t		 pid;	/* also its process group; -1: not running */
	int		 fd;	/* what it writes; -1 at its end, and with the
				 * terminal as its output */
	struct buf	 partial; /* a line without its end */
	monotime	 began;
	int		 status; /* wait status, once ended */
	bool		 ended;
	bool		 given;	/* the terminal is its */
	int		 asked;	/* how often it was asked to end */
};

/* Start sh -c command. With whole the terminal is its from the start, input and
 * output; else its output goes through fd, and it gets the terminal when it
 * first reads or sets it. -1 and *cause. */
int	 task_start(struct task *, struct out *, const char *command,
	     bool whole, char **cause);
void	 task_clear(struct task *);
/* Learn what became of it (after SIGCHLD): true if it wants the terminal. */
bool	 task_check(struct task *);
/* Give the terminal to it, and take it back. */
void	 task_give(struct task *, struct out *);
void	 task_take(struct task *, struct out *);
/* Read what can be read, and append its whole lines to lines (all there is if
 * the terminal is its); false at the end. */
bool	 task_read(struct task *, struct buf *lines);
/* What is left of a line, if there is one: to lines, with its end. */
void	 task_flush(struct task *, struct buf *lines);
/* Ask it to end: the first time as Ctrl+C does, then by SIGTERM, then for sure. */
void	 task_interrupt(struct task *);
/* How many processes of its group are left. */
size_t	 task_left(const struct task *);
/* Its exit code as a shell has it, and the signal that ended it, or 0. */
int	 task_code(const struct task *, int *signo);

#endif
