/* SPDX-License-Identifier: ISC */
/* test_shpermit: which commands of the built-in agent run without a question,
 * in each mode, and what rules allow. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/path.h"
#include "base/xmalloc.h"
#include "sh/permit.h"

static void
modes(void **state)
{
	enum permit_mode m;

	(void)state;
	assert_true(permit_find("manual", &m));
	assert_int_equal(m, PERMIT_DEFAULT);
	assert_true(permit_find("dontAsk", &m));
	assert_int_equal(m, PERMIT_DONT_ASK);
	assert_string_equal(permit_name(PERMIT_EDITS), "acceptEdits");
	assert_false(permit_find("yolo", &m));
	assert_int_equal(permit_next(permit_next(permit_next(PERMIT_DEFAULT))),
	    PERMIT_DEFAULT);
	/* No key leads to where nothing is asked. */
	assert_int_equal(permit_next(PERMIT_BYPASS), PERMIT_DEFAULT);
}

static void
verdicts(void **state)
{
	static const struct {
		enum permit_mode mode;
		const char *command;
		enum permit_verdict want;
	} rows[] = {
		{ PERMIT_DEFAULT, "true", PERMIT_ASK },
		{ PERMIT_PLAN, "true", PERMIT_SAY },
		{ PERMIT_BYPASS, "rm -rf x", PERMIT_RUN },
		{ PERMIT_DONT_ASK, "true", PERMIT_REFUSE },
		{ PERMIT_EDITS, "touch a b/c", PERMIT_RUN },
		{ PERMIT_EDITS, "mkdir -p a", PERMIT_RUN },
		{ PERMIT_EDITS, "cp -t/etc a", PERMIT_ASK },
		{ PERMIT_EDITS, "touch /etc/x", PERMIT_ASK },
		{ PERMIT_EDITS, "touch ../x", PERMIT_ASK },
		{ PERMIT_EDITS, "touch ~/x", PERMIT_ASK },
		{ PERMIT_EDITS, "touch a; reboot", PERMIT_ASK },
		{ PERMIT_EDITS, "touch `reboot`", PERMIT_ASK },
		{ PERMIT_EDITS, "touch $HOME", PERMIT_ASK },
		{ PERMIT_EDITS, "touch out/x", PERMIT_ASK }, /* a link to / */
		{ PERMIT_EDITS, "touch out", PERMIT_ASK },
		{ PERMIT_EDITS, "true", PERMIT_ASK },
		{ PERMIT_EDITS, "touchy a", PERMIT_ASK },
		{ PERMIT_AUTO, "make -j2 && ls", PERMIT_RUN },
		{ PERMIT_AUTO, "echo rm", PERMIT_ASK },
		{ PERMIT_AUTO, "a; sudo b", PERMIT_ASK },
		{ PERMIT_AUTO, "/usr/bin/rm x", PERMIT_ASK },
		{ PERMIT_AUTO, "'rm' x", PERMIT_ASK },
		{ PERMIT_AUTO, "mkfs.ext4 x", PERMIT_ASK },
		{ PERMIT_AUTO, "git push --force", PERMIT_ASK },
		{ PERMIT_AUTO, "warm", PERMIT_RUN },
	};
	struct permit p = { 0 };
	char dir[] = "/tmp/test_shpermit.XXXXXX";
	size_t i;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(symlink("/", "out"), 0);
	strv_take(&p.dirs, path_absolute("."));
	for (i = 0; i < nitems(rows); i++) {
		p.mode = rows[i].mode;
		if (permit_judge(&p, rows[i].command) != rows[i].want)
			fail_msg("%s: %s", permit_name(p.mode),
			    rows[i].command);
	}
	permit_clear(&p);
	assert_int_equal(chdir("/"), 0);
	path_remove_tree(dir);
}

static void
rules(void **state)
{
	static const struct {
		const char *rule;
		const char *command;
		bool allowed;
	} rows[] = {
		{ "Bash", "anything; at all", true },
		{ "Bash(true:*)", "true", true },
		{ "Bash(true:*)", "true x", true },
		{ "Bash(true:*)", "truely", false },
		{ "Bash(true:*)", "true; false", false },
		{ "Bash(true:*)", "true $(false)", false },
		{ "Bash(a; b)", "a; b", true },
		{ "Bash(a; b)", "a; b c", false },
		{ "Bash(", "", false },
		{ "Bash()", "x", false },
		{ "Read(x)", "x", false },
		{ "", "x", false },
	};
	struct permit p = { .mode = PERMIT_DONT_ASK };
	size_t i;
	char *s;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		strv_clear(&p.allowed);
		strv_add(&p.allowed, rows[i].rule);
		if ((permit_judge(&p, rows[i].command) == PERMIT_RUN) !=
		    rows[i].allowed)
			fail_msg("%s: %s", rows[i].rule, rows[i].command);
	}
	permit_clear(&p);
	s = permit_rule("touch a b");
	assert_string_equal(s, "Bash(touch:*)");
	free(s);
	s = permit_describe("Bash(touch:*)");
	assert_string_equal(s, "touch commands");
	free(s);
	s = permit_rule("touch a > b");
	assert_string_equal(s, "Bash(touch a > b)");
	free(s);
	s = permit_describe("Bash(touch a > b)");
	assert_string_equal(s, "this command");
	free(s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(modes),
		cmocka_unit_test(verdicts),
		cmocka_unit_test(rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
