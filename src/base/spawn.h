/* SPDX-License-Identifier: ISC */
/* spawn: the only place that forks and executes. */

#ifndef BASE_SPAWN_H
#define BASE_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

#define SPAWN_NULL (-1)		/* /dev/null */
#define SPAWN_MAX_FDS 8

/* All is borrowed until spawn_start returns. {0} must be followed by
 * spawn_init. */
struct spawn {
	const char	*file;		/* with a '/', else found in envp's PATH */
	char *const	*argv;
	char *const	*envp;		/* NULL: ours */
	const char	*cwd;		/* NULL: ours */
	int		 fds[SPAWN_MAX_FDS]; /* child's descriptor i is a copy of
				      * ours, SPAWN_NULL or (i > 2) not open */
	int		 umask;		/* -1: ours */
	bool		 setsid;	/* a session of its own */
	bool		 ctty;		/* with fds[0], a tty, controlling it */
	bool		 setpgid;	/* a process group of its own */
	bool		 stops;		/* we stand still until it has been
				 * executed, however long that takes (a dead
				 * network drive): the fastest way */
};

void	 spawn_init(struct spawn *);
/* Start the child: signals and mask at their defaults, every descriptor but
 * fds closed, the soft RLIMIT_NOFILE as it was before rlimit_raise. Returns
 * when the program has been executed: its pid, or -1 with *cause ("cannot
 * run X: No such file or directory"; caller frees) and errno; no child is left
 * then. */
pid_t	 spawn_start(const struct spawn *, char **cause);
/* Where envp's PATH (NULL: ours) has the program; NULL with errno. Caller
 * frees. */
char	*spawn_find(const char *file, char *const *envp);
/* Raise our own soft limit of descriptors to the hard one. */
void	 rlimit_raise(void);
/* Go into the background: a grandchild in a session of its own, stdio at
 * /dev/null, the current directory kept. Returns 1 in the grandchild, with
 * *ready a descriptor for one line: an empty one means up, else it is the
 * reason why not; without a line it has died. In the calling process returns 0 when it is up, or -1 and
 * *cause when it is not or says nothing within ms. */
int	 spawn_daemonize(int *ready, int ms, char **cause);

#endif
