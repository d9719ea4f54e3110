/* SPDX-License-Identifier: ISC */
/* test_envstore: environments are kept unchanged, in memory alone, and go; what
 * the restarting client may change of one. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "supervisor/envstore.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/sessionenv.h"

static char root[64]; /* on a tmpfs; "" if there is none */

static int
setup(void **state)
{
	(void)state;
	xsnprintf(root, sizeof root, "/dev/shm/bgmux-test-XXXXXX");
	if (mkdtemp(root) == NULL)
		root[0] = '\0';
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	return root[0] != '\0' ? path_remove_tree(root) : 0;
}

static struct envstore *
open_store(void)
{
	const char *roots[] = { "/no/such", root, NULL };

	return envstore_create("/r/0123456789", roots);
}

static void
fill(struct strv *env)
{
	strv_add(env, "A=b");
	strv_add(env, "EMPTY=");
	strv_add(env, "LINES=1\n2\n");
	strv_add(env, "BYTES=\377\376\001");
}

static void
expect(struct envstore *es, const char *id, const struct strv *env)
{
	struct strv out = { 0 };
	size_t i;

	assert_int_equal(envstore_get(es, id, &out), 0);
	assert_int_equal(out.n, env->n);
	for (i = 0; i < env->n; i++)
		assert_string_equal(out.v[i], env->v[i]);
	strv_clear(&out);
}

static void
expect_none(struct envstore *es, const char *id)
{
	struct strv out = { 0 };

	assert_int_equal(envstore_get(es, id, &out), -1);
	assert_int_equal(out.n, 0);
}

static bool
has_file(const char *id)
{
	char *path = xasprintf("%s/bgmux-%lu/0123456789/env/%s", root,
	    (unsigned long)geteuid(), id);
	struct stat sb;
	bool has = lstat(path, &sb) == 0;

	if (has)
		assert_int_equal(sb.st_mode & 07777, 0600);
	free(path);
	return has;
}

static void
test_file(void **state)
{
	struct envstore *es;
	struct strv env = { 0 };

	(void)state;
	if (root[0] == '\0')
		skip();
	fill(&env);
	es = open_store();
	assert_non_null(envstore_dir(es));
	expect_none(es, "0123abcd");
	envstore_keep(es, "0123abcd", &env, false);
	expect(es, "0123abcd", &env);
	assert_true(has_file("0123abcd"));
	envstore_destroy(es);

	/* The next supervisor. */
	es = open_store();
	expect(es, "0123abcd", &env);
	strv_add(&env, "MORE=1");
	envstore_keep(es, "0123abcd", &env, false);
	expect(es, "0123abcd", &env);
	/* Where the setting has changed, no file is left. */
	envstore_keep(es, "0123abcd", &env, true);
	assert_false(has_file("0123abcd"));
	expect(es, "0123abcd", &env);
	envstore_remove(es, "0123abcd");
	expect_none(es, "0123abcd");
	/* The directories went with the last; they come again. */
	envstore_keep(es, "0123abcd", &env, false);
	assert_true(has_file("0123abcd"));
	envstore_destroy(es);
	strv_clear(&env);
}

static void
test_memory(void **state)
{
	const char *roots[] = { "/proc", "/no/such", NULL };
	struct envstore *es = envstore_create("/r/0123456789", roots);
	struct strv env = { 0 };

	(void)state;
	fill(&env);
	assert_null(envstore_dir(es));
	envstore_keep(es, "0123abcd", &env, false);
	envstore_keep(es, "0123abce", &env, false);
	expect(es, "0123abcd", &env);
	envstore_remove(es, "0123abcd");
	expect_none(es, "0123abcd");
	expect(es, "0123abce", &env);
	envstore_destroy(es);
	es = envstore_create("/r/0123456789", roots);
	expect_none(es, "0123abce");
	envstore_destroy(es);
	strv_clear(&env);
}

/* A root that others could change things in is none. */
static void
test_open_root(void **state)
{
	struct envstore *es;

	(void)state;
	if (root[0] == '\0')
		skip();
	assert_int_equal(chmod(root, 0777), 0);
	es = open_store();
	assert_null(envstore_dir(es));
	envstore_destroy(es);
}

/* What another user has put in our place is neither read nor used. */
static void
test_foreign(void **state)
{
	struct strv env = { 0 };
	struct envstore *es;
	char *top;

	(void)state;
	if (root[0] == '\0' || geteuid() != 0)
		skip();
	fill(&env);
	es = open_store();
	envstore_keep(es, "0123abcd", &env, false);
	top = xasprintf("%s/bgmux-0", root);
	assert_int_equal(chown(top, 65534, 65534), 0);
	expect_none(es, "0123abcd");
	envstore_keep(es, "0123abce", &env, false);
	assert_false(has_file("0123abce"));
	expect(es, "0123abce", &env);
	envstore_destroy(es);
	free(top);
	strv_clear(&env);
}

static void
test_sweep(void **state)
{
	struct registry *reg = registry_create();
	struct strv env = { 0 };
	struct envstore *es;

	(void)state;
	if (root[0] == '\0')
		skip();
	fill(&env);
	registry_add(reg, session_create("0123abcd"), true);
	es = open_store();
	envstore_keep(es, "0123abcd", &env, false);
	envstore_keep(es, "0123abce", &env, false);
	envstore_sweep(es, reg);
	assert_true(has_file("0123abcd"));
	assert_false(has_file("0123abce"));
	envstore_destroy(es);
	strv_clear(&env);
	registry_destroy(reg);
}

static void
test_update(void **state)
{
	struct strv env = { 0 }, client = { 0 };
	struct jv *names = jv_array();

	(void)state;
	jv_append_string(names, "DISPLAY");
	jv_append_string(names, "XAUTHORITY");
	jv_append_string(names, "SSH_AUTH_SOCK");
	strv_add(&env, "KEY=old");
	strv_add(&env, "DISPLAY=:0");
	strv_add(&env, "XAUTHORITY=/old");
	strv_add(&env, "SSH_AUTH_SOCK=/kept");
	strv_add(&client, "KEY=new");
	strv_add(&client, "DISPLAY=:1");
	strv_add(&client, "SSH_AUTH_SOCK=/dead");
	sessionenv_update(&env, &client, names);
	assert_string_equal(strv_getenv(&env, "KEY"), "old");
	assert_string_equal(strv_getenv(&env, "DISPLAY"), ":1");
	assert_string_equal(strv_getenv(&env, "XAUTHORITY"), "/old");
	assert_string_equal(strv_getenv(&env, "SSH_AUTH_SOCK"), "/kept");
	strv_clear(&env);
	strv_clear(&client);
	jv_free(names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_file, setup, teardown),
		cmocka_unit_test(test_memory),
		cmocka_unit_test_setup_teardown(test_open_root, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_foreign, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sweep, setup, teardown),
		cmocka_unit_test(test_update),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
