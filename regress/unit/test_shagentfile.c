/* SPDX-License-Identifier: ISC */
/* test_shagentfile: custom agents: where they are found, and what of a file is
 * taken. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "sh/agentfile.h"

static char dir[64];

static void
put(const char *where, const char *text)
{
	char *path = path_join(dir, where), *slash;

	slash = strrchr(path, '/');
	*slash = '\0';
	assert_int_equal(path_mkdirs(path), 0);
	*slash = '/';
	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
	free(path);
}

static void
parse(void **state)
{
	static const char text[] = "---\nname: x\ndescription: \"what it does\""
				   "\nmodel:  big \npermissionMode: plan\r\n"
				   "other: y\n---\nDo\033[2J this.\n\n---\n";
	struct agentfile *a;

	(void)state;
	a = agentfile_parse("p", text, sizeof text - 1);
	assert_string_equal(a->description, "what it does");
	assert_string_equal(a->model, "big");
	assert_string_equal(a->mode, "plan");
	assert_string_equal(a->text, "Do[2J this.\n\n---\n");
	agentfile_destroy(a);
	a = agentfile_parse("p", "just text", 9);
	assert_null(a->model);
	assert_string_equal(a->text, "just text\n");
	agentfile_destroy(a);
	a = agentfile_parse("p", "", 0);
	assert_string_equal(a->text, "");
	agentfile_destroy(a);
	a = agentfile_parse("p", "---\nmodel", 9);
	assert_null(a->model);
	agentfile_destroy(a);
	agentfile_destroy(NULL);
}

static void
found(const char *name, const char *text)
{
	struct agentfile *a;
	char *cause = NULL;

	a = agentfile_find(name, &cause);
	if (text == NULL) {
		assert_null(a);
		assert_non_null(cause);
		free(cause);
		return;
	}
	assert_non_null(a);
	assert_string_equal(a->text, text);
	agentfile_destroy(a);
}

static void
find(void **state)
{
	char *deep = path_join(dir, "p/q");

	(void)state;
	put("home/.claude/agents/mine.md", "person");
	put("home/.bgmux/agents/both.md", "person");
	put("p/.bgmux/agents/both.md", "project");
	put("p/q/.claude/agents/near.md", "near");
	put("p/.bgmux/agents/near.md", "far");
	assert_int_equal(chdir(deep), 0);
	found("mine", "person\n");
	found("both", "project\n");
	found("near", "near\n");
	found("nosuch", NULL);
	found("../agents/near", NULL);
	found(".hidden", NULL);
	found("", NULL);
	assert_int_equal(chdir("/"), 0);
	free(deep);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse),
		cmocka_unit_test(find),
	};
	char *home;
	int r;

	xsnprintf(dir, sizeof dir, "/tmp/test_shagent.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return 99;
	home = path_join(dir, "home");
	setenv("HOME", home, 1);
	r = cmocka_run_group_tests(tests, NULL, NULL);
	path_remove_tree(dir);
	free(home);
	return r;
}
