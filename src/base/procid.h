/* SPDX-License-Identifier: ISC */
/* procid: who a process is beyond its pid, and who descends from whom. */

#ifndef BASE_PROCID_H
#define BASE_PROCID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A pid with its start time (clock ticks since boot, /proc/PID/stat field 22),
 * so that a reused pid is told apart. pid 0: nobody. */
struct procid {
	pid_t		pid;
	uint64_t	start;
};

/* 0, or -1 with errno (ESRCH) and *id nobody. */
int	 procid_get(pid_t, struct procid *id);
/* Whether that very process still runs (a zombie does not). */
bool	 procid_alive(const struct procid *);
/* Signal that very process: 0, or -1 with errno (ESRCH if it is gone). */
int	 procid_kill(const struct procid *, int signo);
/* The boot id of the kernel, "" if unknown. */
const char *procid_boot(void);
/* This machine: /etc/machine-id, else the host name. */
const char *procid_machine(void);
/* The pid namespace, as the link /proc/self/ns/pid reads; "" if unknown. */
const char *procid_pidns(void);

struct proc {
	struct procid	id;
	pid_t		ppid;
	pid_t		pgrp;
	pid_t		sid;
	char		state;		/* R S D Z T ... */
	char		comm[17];
};

/* One process; -1 with errno. */
int	 proc_get(pid_t, struct proc *);
/* All processes, caller frees; *n of them. NULL with errno. */
struct proc *proc_list(size_t *n);
/* Whether a process has a child in its own process group. Where the system lists
 * children it costs no look at all processes. False if it has none or is gone. */
bool	 proc_has_helper(pid_t);
/* Of list, mark in out (n bools) those of the terminal session sid, the
 * descendants of root (root itself included). */
void	 proc_mark(const struct proc *list, size_t n, pid_t sid, pid_t root,
	     bool *out);

#endif
