/* SPDX-License-Identifier: ISC */
/* test_agentsock: which sockets the link is pointed at, and which not. */

#include <sys/stat.h>

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/path.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "supervisor/agentsock.h"

static char dir[64];

static int
setup(void **state)
{
	(void)state;
	xsnprintf(dir, sizeof dir, "/tmp/bgmux-test-XXXXXX");
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	return path_remove_tree(dir);
}

static int
listen_at(const char *path)
{
	char *cause = NULL;
	int fd = sock_listen(path, &cause);

	if (fd == -1)
		fail_msg("%s", cause);
	return fd;
}

static void
expect_target(const char *target)
{
	char *link = agentsock_path(dir), to[PATH_MAX];
	ssize_t n = readlink(link, to, sizeof to - 1);

	to[n < 0 ? 0 : n] = '\0';
	assert_string_equal(to, target);
	free(link);
}

static void
test_newest_live(void **state)
{
	char *a = path_join(dir, "a"), *b = path_join(dir, "b");
	int fa = listen_at(a), fb = listen_at(b);

	(void)state;
	assert_false(agentsock_update(dir, NULL));
	expect_target("");
	assert_true(agentsock_update(dir, a));
	expect_target(a);
	assert_true(agentsock_update(dir, b));
	expect_target(b);
	close(fa);
	assert_false(agentsock_update(dir, a)); /* nobody listens */
	expect_target(b);
	agentsock_remove(dir);
	expect_target("");
	agentsock_remove(dir);
	close(fb);
	free(a);
	free(b);
}

static void
test_refused(void **state)
{
	char *a = path_join(dir, "a"), *file = path_join(dir, "file");
	char *longer = xmalloc(300);
	int fa = listen_at(a);
	FILE *f = fopen(file, "w");

	(void)state;
	assert_non_null(f);
	fclose(f);
	memset(longer, 'x', 299);
	longer[0] = '/';
	longer[299] = '\0';
	assert_false(agentsock_update(dir, ""));
	assert_false(agentsock_update(dir, "a"));
	assert_false(agentsock_update(dir, file));
	assert_false(agentsock_update(dir, dir));
	assert_false(agentsock_update(dir, "/no/such"));
	assert_false(agentsock_update(dir, longer));
	expect_target("");
	if (geteuid() == 0) {
		assert_int_equal(chown(a, 65534, 65534), 0);
		assert_false(agentsock_update(dir, a));
		expect_target("");
	}
	close(fa);
	free(a);
	free(file);
	free(longer);
}

/* A client in a session has the link itself, or one that leads to it. */
static void
test_no_circle(void **state)
{
	char *a = path_join(dir, "a"), *link = agentsock_path(dir);
	char *other = path_join(dir, "other"), *self = path_join(dir, "self");
	int fa = listen_at(a);

	(void)state;
	assert_true(agentsock_update(dir, a));
	assert_true(agentsock_update(dir, link));
	expect_target(a);
	assert_int_equal(symlink(link, other), 0);
	assert_false(agentsock_update(dir, other));
	expect_target(a);
	assert_int_equal(symlink(self, self), 0);
	assert_false(agentsock_update(dir, self));
	expect_target(a);
	close(fa);
	free(a);
	free(link);
	free(other);
	free(self);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_newest_live, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_circle, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
