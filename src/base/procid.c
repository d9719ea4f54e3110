/* SPDX-License-Identifier: ISC */
/* procid: who a process is beyond its pid, and who descends from whom. Reads
 * /proc. */

#include <sys/stat.h>
#include <sys/syscall.h>

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>

#include "base/procid.h"
#include "base/xmalloc.h"

/* The first bytes of a small file, terminated; their number or -1. */
static ssize_t
proc_read(const char *path, char *to, size_t size)
{
	ssize_t n;
	int fd, saved;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	do
		n = read(fd, to, size - 1);
	while (n == -1 && errno == EINTR);
	saved = errno;
	close(fd);
	errno = saved;
	if (n >= 0)
		to[n] = '\0';
	return n;
}

/* "PID (COMM) STATE PPID PGRP SID ..." with start as field 22. COMM may hold
 * anything, parentheses and newlines too, so its end is the last ')'. */
static int
proc_parse(char *text, struct proc *p)
{
	char *open = strchr(text, '('), *close = strrchr(text, ')');
	long long ppid, pgrp, sid;
	unsigned long long start;
	int n;

	if (open == NULL || close == NULL || close < open)
		return -1;
	*close = '\0';
	(void)strlcpy(p->comm, open + 1, sizeof p->comm);
	n = sscanf(close + 1,
	    " %c %lld %lld %lld %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s"
	    " %*s %*s %*s %*s %llu",
	    &p->state, &ppid, &pgrp, &sid, &start);
	if (n != 5)
		return -1;
	p->ppid = (pid_t)ppid;
	p->pgrp = (pid_t)pgrp;
	p->sid = (pid_t)sid;
	p->id.start = start;
	return 0;
}

int
proc_get(pid_t pid, struct proc *p)
{
	char path[64], text[1024];

	memset(p, 0, sizeof *p);
	if (pid <= 0) {
		errno = ESRCH;
		return -1;
	}
	xsnprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	errno = 0;
	if (proc_read(path, text, sizeof text) <= 0) {
		if (errno != EMFILE && errno != ENFILE && errno != EACCES)
			errno = ESRCH;
		return -1;
	}
	if (proc_parse(text, p) == -1) {
		memset(p, 0, sizeof *p);
		errno = EINVAL;
		return -1;
	}
	p->id.pid = pid;
	return 0;
}

int
procid_get(pid_t pid, struct procid *id)
{
	struct proc p;
	int r;

	r = proc_get(pid, &p);
	*id = p.id;
	return r;
}

bool
procid_alive(const struct procid *id)
{
	struct proc p;

	return proc_get(id->pid, &p) == 0 && p.id.start == id->start &&
	    p.state != 'Z' && p.state != 'X';
}

int
procid_kill(const struct procid *id, int signo)
{
	int fd = -1, r, saved;

	if (id->pid <= 0) {
		errno = ESRCH;
		return -1;
	}
	/* The descriptor holds the process, so that it cannot be replaced
	 * between the look and the signal. */
#if defined(SYS_pidfd_open) && defined(SYS_pidfd_send_signal)
	fd = (int)syscall(SYS_pidfd_open, id->pid, 0);
#endif
	if (!procid_alive(id)) {
		if (fd != -1)
			close(fd);
		errno = ESRCH;
		return -1;
	}
#if defined(SYS_pidfd_open) && defined(SYS_pidfd_send_signal)
	if (fd != -1) {
		r = (int)syscall(SYS_pidfd_send_signal, fd, signo, NULL, 0);
		saved = errno;
		close(fd);
		errno = saved;
		if (r == 0 || errno != ENOSYS)
			return r;
	}
#endif
	return kill(id->pid, signo);
}

/* The first line of a file without blanks at its end, read once. */
static const char *
proc_line(const char *path, char *to, size_t size)
{
	ssize_t n;

	if (*to != '\0')
		return to;
	n = proc_read(path, to, size);
	if (n < 0)
		n = 0;
	to[n] = '\0';
	to[strcspn(to, "\r\n \t")] = '\0';
	return to;
}

const char *
procid_boot(void)
{
	static char boot[64];

	return proc_line("/proc/sys/kernel/random/boot_id", boot, sizeof boot);
}

const char *
procid_machine(void)
{
	static char machine[256];

	if (*proc_line("/etc/machine-id", machine, sizeof machine) == '\0' &&
	    gethostname(machine, sizeof machine) == -1)
		machine[0] = '\0';
	machine[sizeof machine - 1] = '\0';
	return machine;
}

const char *
procid_pidns(void)
{
	static char ns[64];
	ssize_t n;

	if (*ns != '\0')
		return ns;
	n = readlink("/proc/self/ns/pid", ns, sizeof ns - 1);
	ns[n > 0 ? n : 0] = '\0';
	return ns;
}

struct proc *
proc_list(size_t *n)
{
	const struct dirent *e;
	struct proc *list = NULL;
	size_t cap = 0;
	const char *error;
	pid_t pid;
	DIR *dir;

	*n = 0;
	dir = opendir("/proc");
	if (dir == NULL)
		return NULL;
	while ((e = readdir(dir)) != NULL) {
		if (!isdigit((unsigned char)e->d_name[0]))
			continue;
		pid = (pid_t)strtonum(e->d_name, 1, 0x7fffffff, &error);
		if (error != NULL)
			continue;
		if (*n == cap) {
			cap = cap == 0 ? 256 : cap * 2;
			list = xreallocarray(list, cap, sizeof *list);
		}
		if (proc_get(pid, &list[*n]) == 0)
			(*n)++;
	}
	closedir(dir);
	/* We are there ourselves, so an empty list is no /proc at all. */
	if (*n == 0) {
		free(list);
		errno = ENOENT;
		return NULL;
	}
	return list;
}

static int
proc_compare(const void *a, const void *b)
{
	const struct proc *const *pa = a, *const *pb = b;

	return ((*pa)->id.pid > (*pb)->id.pid) -
	    ((*pa)->id.pid < (*pb)->id.pid);
}

static const struct proc *
proc_find(const struct proc **sorted, size_t n, pid_t pid)
{
	struct proc key = { .id.pid = pid };
	const struct proc *k = &key, **found;

	found = bsearch(&k, sorted, n, sizeof *sorted, proc_compare);
	return found != NULL ? *found : NULL;
}

void
proc_mark(const struct proc *list, size_t n, pid_t sid, pid_t root, bool *out)
{
	const struct proc **sorted, *p;
	size_t i, steps;

	if (n == 0)
		return;
	sorted = xreallocarray(NULL, n, sizeof *sorted);
	for (i = 0; i < n; i++)
		sorted[i] = &list[i];
	qsort(sorted, n, sizeof *sorted, proc_compare);
	for (i = 0; i < n; i++) {
		out[i] = sid > 0 && list[i].sid == sid;
		if (root <= 0)
			continue;
		/* The list is no instant: a reused pid may make a circle. */
		p = &list[i];
		for (steps = 0; !out[i] && p != NULL && steps < n; steps++) {
			out[i] = p->id.pid == root;
			p = proc_find(sorted, n, p->ppid);
		}
	}
	free(sorted);
}

/* As proc_has_helper, by a look at all processes. */
static bool
find_helper(pid_t pid, pid_t pgrp)
{
	struct proc *list;
	size_t i, n;
	bool found = false;

	list = proc_list(&n);
	for (i = 0; list != NULL && i < n && !found; i++)
		found = list[i].ppid == pid && list[i].pgrp == pgrp;
	free(list);
	return found;
}

bool
proc_has_helper(pid_t pid)
{
	char path[64], *word = NULL;
	struct proc p;
	FILE *f;
	size_t size = 0;
	const char *error;
	bool found = false;
	pid_t pgrp, child;

	if (proc_get(pid, &p) != 0)
		return false;
	pgrp = p.pgrp;
	xsnprintf(path, sizeof path, "/proc/%ld/task/%ld/children", (long)pid,
	    (long)pid);
	if ((f = fopen(path, "re")) == NULL)
		return find_helper(pid, pgrp);
	while (!found && getdelim(&word, &size, ' ', f) > 0) {
		word[strcspn(word, " \n")] = '\0';
		child = (pid_t)strtonum(word, 1, 0x7fffffff, &error);
		found =
		    error == NULL && proc_get(child, &p) == 0 && p.pgrp == pgrp;
	}
	free(word);
	fclose(f);
	return found;
}
