/* SPDX-License-Identifier: ISC */
/* test_suggest: what a word that is being typed could become, how it is taken
 * and drawn. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xmalloc.h"
#include "client/suggest.h"
#include "client/theme.h"
#include "conf/customs.h"
#include "term/intern.h"
#include "term/screen.h"
#include "tty/frame.h"

#include "picture.h"

static struct custom agents[] = {
	{ (char *)"code-reviewer", (char *)"Looks at changes", (char *)"",
	    false },
	{ (char *)"coder", (char *)"", (char *)"", false },
	{ (char *)"tester", (char *)"Runs tests", (char *)"", true },
};
static const struct customs customs = { agents, nitems(agents) };

static struct suggest *
create(void)
{
	struct suggest *s = suggest_create();

	suggest_set_customs(s, &customs);
	suggest_add_command(s, "/review", "Look at a pull request");
	suggest_add_command(s, "/resume\033[1m", NULL);
	return s;
}

/* All that is found, with commas. */
static char *
found(const struct suggest *s)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < suggest_count(s); i++)
		buf_printf(&b, "%s%s", i > 0 ? "," : "", suggest_at(s, i));
	return buf_steal(&b, NULL);
}

static void
test_find(void **state)
{
	static const struct {
		const char *text; /* '|' is the cursor */
		const char *want;
		const char *taken; /* the text then */
	} cases[] = {
		{ "|", "", NULL },
		{ "c|", "", NULL },
		{ "co|", "code-reviewer,coder", "code-reviewer |" },
		{ "CO|", "code-reviewer,coder", "code-reviewer |" },
		{ "te|", "tester", "tester |" },
		{ "tester|", "", NULL },
		{ "fix te|", "", NULL },
		{ "te|st", "", NULL },
		{ "te| it", "tester", "tester | it" },
		{ "@|", "code-reviewer,coder,tester", "@code-reviewer |" },
		{ "ask @t|", "tester", "ask @tester |" },
		{ "ask @t| now", "tester", "ask @tester | now" },
		{ "ask\n@cod|", "code-reviewer,coder",
		    "ask\n@code-reviewer |" },
		{ "ask @x|", "", NULL },
		{ "/|", "/model,/logout,/exit,/quit,/review,/resume[1m",
		    "/model |" },
		{ "/re|", "/review,/resume[1m", "/review |" },
		{ "/model|", "", NULL },
		{ "see /re|", "", NULL },
		{ "! co|", "", NULL },
	};
	struct suggest *s;
	char *text, *have, *what, *next;
	size_t i, cursor, from, to;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		s = create();
		cursor = strcspn(cases[i].text, "|");
		text = xasprintf("%.*s%s", (int)cursor, cases[i].text,
		    cases[i].text + cursor + 1);
		suggest_update(s, text, cursor);
		have = found(s);
		if (strcmp(have, cases[i].want) != 0)
			fail_msg("\"%s\": have %s", cases[i].text, have);
		what = suggest_take(s, &from, &to);
		if (cases[i].taken != NULL) {
			assert_non_null(what);
			next = xasprintf("%.*s%s|%s", (int)from, text, what,
			    text + to);
			assert_string_equal(next, cases[i].taken);
			free(next);
		} else
			assert_null(what);
		free(what);
		free(have);
		free(text);
		suggest_destroy(s);
	}
}

/* In an answer the view's own commands are none. */
static void
test_reply(void **state)
{
	struct suggest *s = create();
	char *have;

	(void)state;
	suggest_set_reply(s);
	suggest_update(s, "/", 1);
	have = found(s);
	assert_string_equal(have, "/review,/resume[1m");
	free(have);
	suggest_update(s, "/m", 2);
	assert_int_equal(suggest_count(s), 0);
	suggest_destroy(s);
}

static void
test_select(void **state)
{
	struct suggest *s = create();
	size_t from, to;
	char *what;

	(void)state;
	suggest_update(s, "co", 2);
	suggest_move(s, 1);
	assert_int_equal(suggest_selected(s), 1);
	/* It stays on its name. */
	suggest_update(s, "cod", 3);
	assert_string_equal(suggest_at(s, suggest_selected(s)), "coder");
	what = suggest_take(s, &from, &to);
	assert_string_equal(what, "coder ");
	free(what);
	suggest_move(s, 1);
	assert_int_equal(suggest_selected(s), 0);
	suggest_move(s, -1);
	assert_int_equal(suggest_selected(s), 1);
	suggest_move(s, -7);
	assert_int_equal(suggest_selected(s), 0);

	/* Dismissed until the word is another one. */
	suggest_dismiss(s);
	assert_int_equal(suggest_count(s), 0);
	suggest_update(s, "cod", 3);
	assert_int_equal(suggest_count(s), 0);
	suggest_update(s, "code", 4);
	assert_int_equal(suggest_count(s), 2);

	suggest_browse(s);
	assert_int_equal(suggest_count(s), 3);
	what = suggest_take(s, &from, &to);
	assert_string_equal(what, "code-reviewer ");
	assert_int_equal(from + to, 0);
	free(what);

	/* Nobody is there any more. */
	suggest_set_customs(s, NULL);
	suggest_clear_commands(s);
	suggest_browse(s);
	assert_int_equal(suggest_count(s), 0);
	suggest_move(s, 1);
	assert_null(suggest_take(s, &from, &to));
	assert_null(suggest_at(s, 0));
	suggest_destroy(s);
}

static void
test_drawn(void **state)
{
	struct intern *in = intern_create();
	struct theme *t = theme_create(in, true);
	struct frame *f = frame_create(in, 3, 50);
	struct rect r = { 0, 3, 0, 50 };
	struct suggest *s = create();

	(void)state;
	suggest_update(s, "@", 1);
	assert_int_equal(suggest_rows(s, 10), 3);
	assert_int_equal(suggest_rows(s, 2), 2);
	suggest_draw(s, f, &r, t);
	expect_picture(f,
	    "\xe2\x9d\xaf @code-reviewer            Looks at changes\n"
	    "  @coder\n"
	    "  @tester                   Runs tests\n");
	/* What is selected is seen. */
	suggest_move(s, -1);
	frame_blank(f);
	r.bottom = 2;
	r.right = 32;
	suggest_draw(s, f, &r, t);
	expect_picture(f,
	    "  @coder\n"
	    "\xe2\x9d\xaf @tester                   Run\xe2\x80\xa6\n"
	    "\n");
	r.left = 60;
	suggest_draw(s, f, &r, t);
	suggest_destroy(s);
	frame_destroy(f);
	theme_destroy(t);
	intern_destroy(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_reply),
		cmocka_unit_test(test_select),
		cmocka_unit_test(test_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
