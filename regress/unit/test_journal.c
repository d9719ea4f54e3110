/* SPDX-License-Identifier: ISC */
/* test_journal: workers that no record has yet, over the end of who wrote them
 * down. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>

#include "base/log.h"
#include "base/path.h"
#include "base/procid.h"
#include "base/xmalloc.h"
#include "supervisor/journal.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

static char dir[40], path[64];
static size_t told;

static int
setup(void **state)
{
	(void)state;
	strlcpy(dir, "/tmp/bgmux-journal.XXXXXX", sizeof dir);
	assert_non_null(mkdtemp(dir));
	xsnprintf(path, sizeof path, "%s/workers", dir);
	log_open(NULL, LOG_ERROR);
	told = 0;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return path_remove_tree(dir);
}

static void
tell(struct session *s, void *arg)
{
	assert_ptr_equal(arg, dir);
	assert_int_not_equal(s->worker.pid, 0);
	told++;
}

static struct session *
add(struct registry *reg, const char *id, enum life_state life)
{
	struct session *s = session_create(id);

	s->life = life;
	registry_add(reg, s, true);
	return s;
}

static void
replay(struct registry *reg)
{
	struct journal *j = journal_create(dir);

	journal_replay(j, reg, tell, dir);
	journal_destroy(j);
}

static void
note(struct journal *j, const char *id, pid_t pid)
{
	struct procid worker = { pid, UINT64_C(1) << 40 };

	assert_int_equal(journal_note(j, id, &worker), 0);
}

static void
remembers(void **state)
{
	struct journal *j = journal_create(dir);
	struct registry *reg = registry_create();
	struct session *up, *starting, *down, *known;

	(void)state;
	note(j, "00000001", 101);
	note(j, "00000002", 102);
	note(j, "00000003", 103);
	note(j, "00000004", 104);
	note(j, "00000005", 105); /* nobody's */
	/* No clear: it was killed. */
	journal_destroy(j);
	starting = add(reg, "00000001", LIFE_STARTING);
	up = add(reg, "00000002", LIFE_UP);
	down = add(reg, "00000003", LIFE_DOWN);
	known = add(reg, "00000004", LIFE_UP);
	known->worker.pid = 77;
	replay(reg);
	assert_int_equal(told, 2);
	assert_int_equal(starting->worker.pid, 101);
	assert_true(starting->worker.start == UINT64_C(1) << 40);
	assert_int_equal(up->worker.pid, 102);
	assert_int_equal(down->worker.pid, 0);
	assert_int_equal(known->worker.pid, 77);
	registry_destroy(reg);
}

static void
forgets(void **state)
{
	struct journal *j = journal_create(dir);
	struct registry *reg = registry_create();

	(void)state;
	note(j, "00000001", 101);
	journal_clear(j);
	journal_clear(j);
	assert_int_equal(access(path, F_OK), -1);
	add(reg, "00000001", LIFE_UP);
	replay(reg);
	assert_int_equal(told, 0);
	note(j, "00000001", 102);
	/* A cleaned /tmp. */
	assert_int_equal(unlink(path), 0);
	note(j, "00000001", 103);
	replay(reg);
	assert_int_equal(told, 1);
	journal_destroy(j);
	registry_destroy(reg);
}

/* What is no whole line of ours is nothing. */
static void
doubts(void **state)
{
	static const char text[] = "00000001 x 1\n"
				   "00000001 0 1\n"
				   "00000001 1 1\n"
				   "00000001 99999999999 1\n"
				   "00000001\n"
				   "../../01 101 1\n"
				   "\n"
				   "00000001 101 1";
	struct registry *reg = registry_create();
	int fd;

	(void)state;
	add(reg, "00000001", LIFE_UP);
	replay(reg);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	replay(reg);
	assert_int_equal(told, 0);
	assert_int_equal(write(fd, "\n", 1), 1);
	replay(reg);
	assert_int_equal(told, 1);
	close(fd);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	replay(reg);
	assert_int_equal(told, 1);
	registry_destroy(reg);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(remembers, setup, teardown),
		cmocka_unit_test_setup_teardown(forgets, setup, teardown),
		cmocka_unit_test_setup_teardown(doubts, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
