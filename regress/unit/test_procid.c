/* SPDX-License-Identifier: ISC */
/* test_procid: processes by pid and start time, and their descent. */

#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/procid.h"

/* A child that lives until it is killed, with a name meant to confuse. */
static pid_t
child(const char *name)
{
	int fds[2];
	pid_t pid;
	char c;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_NAME, name);
		close(fds[0]);
		(void)!write(fds[1], "x", 1);
		for (;;)
			pause();
	}
	assert_int_equal(read(fds[0], &c, 1), 1);
	close(fds[0]);
	close(fds[1]);
	return pid;
}

static void
ourselves(void **state)
{
	struct procid id;
	struct proc p;

	(void)state;
	assert_int_equal(proc_get(getpid(), &p), 0);
	assert_int_equal(p.id.pid, getpid());
	assert_int_equal(p.ppid, getppid());
	assert_int_equal(p.pgrp, getpgrp());
	assert_int_equal(p.sid, getsid(0));
	assert_int_equal(p.state, 'R');
	assert_int_equal(procid_get(getpid(), &id), 0);
	assert_true(id.start == p.id.start && id.start != 0);
	assert_true(procid_alive(&id));
	id.start++;
	assert_false(procid_alive(&id));
	assert_int_equal(procid_kill(&id, SIGKILL), -1);
	assert_int_equal(errno, ESRCH);
}

static void
nobody(void **state)
{
	static const pid_t pids[] = { 0, -1, 0x7ffffffe };
	struct procid id;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(pids); i++) {
		memset(&id, 0xff, sizeof id);
		assert_int_equal(procid_get(pids[i], &id), -1);
		assert_int_equal(errno, ESRCH);
		assert_int_equal(id.pid, 0);
	}
	assert_false(procid_alive(&id));
	assert_int_equal(procid_kill(&id, SIGKILL), -1);
}

static void
confusing_names(void **state)
{
	static const char *const names[] = { "a) R 1 1 1 (", ") (", "(((", ")",
		" ", "a\nb 1 2", "fifteen letters" };
	struct procid id;
	struct proc p;
	size_t i;
	pid_t pid;

	(void)state;
	for (i = 0; i < nitems(names); i++) {
		pid = child(names[i]);
		assert_int_equal(proc_get(pid, &p), 0);
		assert_string_equal(p.comm, names[i]);
		assert_int_equal(p.ppid, getpid());
		assert_int_equal(procid_get(pid, &id), 0);
		assert_int_equal(procid_kill(&id, SIGKILL), 0);
		/* Wait without reaping: a zombie runs no more. */
		assert_int_equal(waitid(P_PID, (id_t)pid, &(siginfo_t){ 0 },
				     WEXITED | WNOWAIT),
		    0);
		assert_false(procid_alive(&id));
		assert_int_equal(procid_kill(&id, 0), -1);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		assert_int_equal(proc_get(pid, &p), -1);
	}
}

static void
machine(void **state)
{
	(void)state;
	assert_int_equal(strlen(procid_boot()), 36);
	assert_string_equal(procid_boot(), procid_boot());
	assert_true(*procid_machine() != '\0');
	assert_true(strncmp(procid_pidns(), "pid:[", 5) == 0);
}

static void
listed(void **state)
{
	struct proc *list;
	size_t i, n;
	pid_t pid;
	bool ours = false, childs = false, marks[4096];

	(void)state;
	pid = child("listed");
	list = proc_list(&n);
	assert_non_null(list);
	assert_true(n >= 2 && n <= nitems(marks));
	proc_mark(list, n, -1, getpid(), marks);
	for (i = 0; i < n; i++) {
		if (list[i].id.pid == getpid())
			ours = marks[i];
		if (list[i].id.pid == pid)
			childs = marks[i];
		if (list[i].id.pid == getppid())
			assert_false(marks[i]);
	}
	assert_true(ours && childs);
	free(list);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void
descent(void **state)
{
	static const struct {
		pid_t pid, ppid, sid;
		bool want;
	} rows[] = {
		{ 9, 30, 9, true },    /* below 30, out of order */
		{ 1, 0, 1, false },    /* the first process */
		{ 10, 1, 10, false },  /* the host */
		{ 20, 10, 20, true },  /* the worker: root */
		{ 30, 20, 30, true },  /* a session of its own, descendant */
		{ 40, 1, 20, true },   /* of the session, orphaned */
		{ 41, 40, 41, false }, /* its child elsewhere */
		{ 50, 1, 50, false },
		{ 60, 61, 60, false }, /* a circle */
		{ 61, 60, 60, false },
	};
	struct proc list[nitems(rows)];
	bool out[nitems(rows)];
	size_t i;

	(void)state;
	memset(list, 0, sizeof list);
	for (i = 0; i < nitems(rows); i++) {
		list[i].id.pid = rows[i].pid;
		list[i].ppid = rows[i].ppid;
		list[i].sid = rows[i].sid;
	}
	proc_mark(list, nitems(rows), 20, 20, out);
	for (i = 0; i < nitems(rows); i++) {
		if (out[i] != rows[i].want)
			fail_msg("pid %d", (int)rows[i].pid);
	}
	proc_mark(list, nitems(rows), 0, 0, out);
	for (i = 0; i < nitems(rows); i++)
		assert_false(out[i]);
	proc_mark(NULL, 0, 1, 1, NULL);
}

/* A child in our process group, then in one of its own. */
static void
helper(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	assert_false(proc_has_helper(getpid()));
	assert_false(proc_has_helper(0x7ffffffe));
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		pause();
		_exit(0);
	}
	assert_true(proc_has_helper(getpid()));
	assert_int_equal(setpgid(pid, pid), 0);
	assert_false(proc_has_helper(getpid()));
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(ourselves),
		cmocka_unit_test(nobody),
		cmocka_unit_test(confusing_names),
		cmocka_unit_test(machine),
		cmocka_unit_test(listed),
		cmocka_unit_test(helper),
		cmocka_unit_test(descent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
