/* SPDX-License-Identifier: ISC */
/* pty: the inner terminal's master side in the loop, and the start of the
 * worker on its other side. */

#ifndef HOST_PTY_H
#define HOST_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct loop;
struct pty;

/* Input that the worker does not take is kept up to this many bytes. */
#define PTY_QUEUE_MAX (8u << 20)

struct pty_handler {
	/* Output of the worker, as the system gives it: a few KiB. Must not
	 * close the pty. */
	void	(*output)(const void *, size_t, void *arg);
	/* After one or more outputs: no more can be had now, or others are to
	 * have their turn. */
	void	(*settled)(void *arg);
	/* Of a queue that refused input at least half is free again. */
	void	(*room)(void *arg);
	/* The worker's terminal has taken all input that waited. */
	void	(*drained)(void *arg);
	/* After pty_hangup: nobody has the terminal open any more. */
	void	(*eof)(void *arg);
};

/* Both sides of a terminal that nobody uses yet; -1: none. */
struct pty_pair {
	int	master;
	int	slave;
};

/* Make one: 0, or -1 with errno. */
int	 pty_make(struct pty_pair *);
void	 pty_drop(struct pty_pair *);	/* one that is none is fine */
/* NULL and *cause (caller frees). The size is in cells. Takes the pair, which
 * may be none. */
struct pty *pty_open(struct loop *, struct pty_pair *, unsigned rows,
	     unsigned cols,
	     const struct pty_handler *, void *arg, char **cause);
void	 pty_close(struct pty *);	/* NULL is fine */
/* Execute argv in cwd on the terminal: the pid, or -1 with *cause. */
pid_t	 pty_start(struct pty *, char *const *argv, char *const *envp,
	     const char *cwd, mode_t mask, char **cause);
/* Give up our own hold of the worker's side, after its end: eof comes when
 * the last other one has gone. */
void	 pty_hangup(struct pty *);
/* Queue input, all or nothing: 0, or -1 with errno (ENOBUFS: the worker does
 * not read). */
int	 pty_write(struct pty *, const void *, size_t);
/* Whether input waits that the terminal has not taken. */
bool	 pty_waits(const struct pty *);
/* Whether the worker's terminal has input that no program has read. */
bool	 pty_unread(const struct pty *);
void	 pty_resize(struct pty *, unsigned rows, unsigned cols);
/* The foreground process group, -1 if there is none. */
pid_t	 pty_foreground(const struct pty *);

#endif
