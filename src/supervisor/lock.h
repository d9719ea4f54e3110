/* SPDX-License-Identifier: ISC */
/* lock: that one supervisor a machine serves a state directory. */

#ifndef SUPERVISOR_LOCK_H
#define SUPERVISOR_LOCK_H

/* Plain data, so that it can be given up at any moment. */
struct lock {
	char	*path;	/* owned; may be NULL */
	int	 fd;	/* -1: not held */
};

#define LOCK_INIT { NULL, -1 }

/* "WHAT.MACHINE.NAMESPACE", a file's name that no other supervisor has which
 * shares the state directory. Caller frees. */
char	*lock_name(const char *what);
/* Take the lock of a state directory. The lock tells who the supervisor is;
 * that socket, that it is up: of many that are started at once one gets the
 * lock, and the others wait until that one is up; where it is ending, until it
 * has ended. One that has lost its socket is told to bind it again. 1 with the
 * lock, 0 if another is up, -1 and *cause; at most LOCK_MS ms. */
#define LOCK_MS 6000
int	lock_take(struct lock *, const char *state, const char *socket,
	    char **cause);
/* Write this process, which keeps the lock, into it. -1 with errno. */
int	lock_sign(const struct lock *);
/* Give it up: its file goes if we held it. */
void	lock_release(struct lock *);

#endif
