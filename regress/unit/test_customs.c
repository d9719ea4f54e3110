/* SPDX-License-Identifier: ISC */
/* test_customs: custom agents are found where they are, the inner ones first;
 * what is broken is left out. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "conf/conf.h"
#include "conf/customs.h"

static void
test_front_matter(void **state)
{
	static const struct {
		const char *text;
		const char *want;
	} cases[] = {
		{ "---\ndescription: looks at code\n---\n", "looks at code" },
		{ "---\r\ndescription: looks\r\n---\r\n", "looks" },
		{ "\xef\xbb\xbf---\ndescription: a\n---\n", "a" },
		{ "---\ndescription:   a  b \n---\n", "a  b" },
		{ "---\ndescription: \"a: \\\"b\\\" \\\\ c\\nd\"\n---\n",
		    "a: \"b\" \\ c d" },
		{ "---\ndescription: 'it''s'\n---\n", "it's" },
		{ "---\ndescription: 'open\n---\n", "'open" },
		{ "---\ndescription: \"\n---\n", "\"" },
		{ "---\ndescription: |\n  one\n\n  two\nname: x\n---\n",
		    "one two" },
		{ "---\ndescription: >-\n  one\n  two\n---\n", "one two" },
		{ "---\ndescription: one\n  two\nname: x\n---\n", "one two" },
		{ "---\nname: x\ndescription: y", "y" },
		{ "---\ndescription: a\033[31mb\xe2\x80\xae\xff\n---\n",
		    "a[31mb\xef\xbf\xbd" },
		{ "---\ndescription:\n---\n", "" },
		{ "---\nname: x\n---\ndescription: no\n", NULL },
		{ "---\n description: no\n---\n", NULL },
		{ "---\ndescriptions: no\n---\n", NULL },
		{ "description: no\n", NULL },
		{ "----\ndescription: no\n", NULL },
		{ "---", NULL },
		{ "", NULL },
	};
	char *have;
	size_t i, n;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		have = customs_value(cases[i].text, strlen(cases[i].text),
		    "description");
		if (cases[i].want == NULL ?
			have != NULL :
			have == NULL || strcmp(have, cases[i].want) != 0)
			fail_msg("case %zu: have \"%s\"", i, have);
		free(have);
		/* Cut anywhere it does no harm. */
		for (n = 0; n < strlen(cases[i].text); n++) {
			char *cut = xmemdup(cases[i].text, n + 1);

			have = customs_value(cut, n, "description");
			if (have != NULL)
				assert_true(utf8_valid(have, strlen(have)));
			free(have);
			free(cut);
		}
	}
}

static void
test_long_values(void **state)
{
	char *text = xmalloc(20000), *have;

	(void)state;
	memset(text, 'x', 20000);
	memcpy(text, "---\nname: ", 10);
	have = customs_value(text, 20000, "name");
	assert_int_equal(strlen(have), CUSTOMS_TEXT_MAX);
	free(have);
	free(text);
}

struct places {
	char *dir;
	struct conf_place place;
};

static int
setup(void **state)
{
	struct places *p = xcalloc(1, sizeof *p);

	p->dir = xstrdup("/tmp/bgmux-customs.XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	p->place.home = path_join(p->dir, "home");
	unsetenv("CLAUDE_CONFIG_DIR");
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct places *p = *state;

	path_remove_tree(p->dir);
	free(p->dir);
	free(p->place.home);
	free(p);
	return 0;
}

static void
put(struct places *p, const char *name, const char *text)
{
	char *path = path_join(p->dir, name), *dir = xstrdup(path);

	*strrchr(dir, '/') = '\0';
	assert_int_equal(path_mkdirs(dir), 0);
	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
	free(dir);
	free(path);
}

static void
expect(const struct customs *c, const char *name, const char *text,
    bool project)
{
	const struct custom *one = customs_find(c, name, strlen(name));

	if (one == NULL)
		fail_msg("%s is not there", name);
	assert_string_equal(one->text, text);
	assert_int_equal(one->project, project);
}

static void
test_load(void **state)
{
	struct places *p = *state;
	struct customs c = { 0 };
	char *dir, *fifo;
	size_t i;

	put(p, "home/.claude/agents/tester.md",
	    "---\nname: tester\ndescription: of the person\n---\n");
	put(p, "home/.claude/agents/mine.md", "---\ndescription: mine\n---\n");
	put(p, "home/.bgmux/agents/own.md", "---\nname: own\n---\n");
	put(p, "home/work/game/.git/HEAD", "");
	put(p, "home/work/.claude/agents/outside.md", "---\nname: no\n---\n");
	put(p, "home/work/game/.claude/agents/reviewer.md",
	    "---\nname: reviewer\ndescription: outer\n---\n");
	put(p, "home/work/game/.claude/agents/tester.md",
	    "---\nname: tester\ndescription: of the project\n---\n");
	put(p, "home/work/game/src/.bgmux/agents/reviewer.md",
	    "---\nname: reviewer\ndescription: inner\n---\n");
	/* What is none. */
	put(p, "home/work/game/.claude/agents/notes.txt", "---\nname: t\n---");
	put(p, "home/work/game/.claude/agents/bad.md",
	    "---\nname: two words\n---");
	put(p, "home/work/game/.claude/agents/up.md",
	    "---\nname: ../up\n---");
	put(p, "home/work/game/.claude/agents/-x.md", "no front matter");
	dir = path_join(p->dir, "home/work/game/src");
	fifo = path_join(p->dir, "home/work/game/.claude/agents/fifo.md");
	assert_int_equal(mkfifo(fifo, 0600), 0);

	customs_load(&p->place, dir, &c);
	expect(&c, "reviewer", "inner", true);
	expect(&c, "tester", "of the project", true);
	expect(&c, "mine", "mine", false);
	expect(&c, "own", "", false);
	for (i = 1; i < c.n; i++)
		assert_true(strcmp(c.list[i - 1].name, c.list[i].name) < 0);
	assert_null(customs_find(&c, "fifo", 4));
	assert_null(customs_find(&c, "no", 2));
	assert_null(customs_find(&c, "up", 2));
	assert_null(customs_find(&c, "review", 6));

	customs_load(&p->place, NULL, &c);
	assert_int_equal(c.n, 3);
	expect(&c, "tester", "of the person", false);

	setenv("CLAUDE_CONFIG_DIR", dir, 1);
	customs_load(&p->place, NULL, &c);
	assert_int_equal(c.n, 1);
	customs_clear(&c);
	assert_int_equal(c.n, 0);
	free(fifo);
	free(dir);
}

static void
test_commands(void **state)
{
	struct places *p = *state;
	struct customs c = { 0 };
	char *dir = path_join(p->dir, "home/work");

	put(p, "home/.claude/commands/review.md",
	    "---\nname: other\ndescription: looks\n---\n");
	put(p, "home/work/.claude/commands/ship.md", "Ship it.");
	put(p, "home/.claude/agents/review.md", "");
	customs_load_commands(&p->place, dir, &c);
	assert_int_equal(c.n, 2);
	expect(&c, "review", "looks", false);
	expect(&c, "ship", "", true);
	customs_clear(&c);
	free(dir);
}

static void
test_bounds(void **state)
{
	struct places *p = *state;
	struct customs c = { 0 };
	char *name;
	unsigned i;

	for (i = 0; i < CUSTOMS_MAX + 20; i++) {
		name = xasprintf("home/.claude/agents/a%u.md", i);
		put(p, name, "");
		free(name);
	}
	customs_load(&p->place, NULL, &c);
	assert_int_equal(c.n, CUSTOMS_MAX);
	customs_clear(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_front_matter),
		cmocka_unit_test(test_long_values),
		cmocka_unit_test_setup_teardown(test_load, setup, teardown),
		cmocka_unit_test_setup_teardown(test_commands, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bounds, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
