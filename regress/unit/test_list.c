/* SPDX-License-Identifier: ISC */
/* test_list: the lines of the agent view: groups, folds, closed groups, and a
 * selection that follows its session. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "client/filter.h"
#include "client/list.h"
#include "client/model.h"
#include "sessions.h"

#define S(n, state, more)                                                      \
	"{'id':'0000000" n "','name':'" n "','state':'" state "'" more "}"

static const char *const some[] = { S("1", "done", ",'pinned':true,'cwd':'/b'"),
	S("2", "working", ",'cwd':'/a'"),
	S("3", "blocked", ",'cwd':'/b/.bgmux/worktrees/x'"),
	S("4", "idle", ",'prs':['https://g/pull/1'],'cwd':'/a'"),
	S("5", "failed", ",'cwd':'/ab'"), S("6", "stopped", ",'cwd':'/a'"),
	S("7", "queued", ",'cwd':'/b'"), NULL };

static struct model *
model_of(const char *const *sessions)
{
	struct model *m = model_create(NULL, NULL);
	struct jv *v = answer(sessions);

	model_list(m, v);
	jv_free(v);
	return m;
}

/* Headings in brackets, +N for a fold, a dot for a blank, * for what is
 * selected. */
static void
is(const struct list *l, const char *want)
{
	const struct list_line *line;
	char have[512];
	size_t i, n = 0;

	for (i = 0; (line = list_at(l, i)) != NULL; i++) {
		if (i == list_selected(l))
			have[n++] = '*';
		if (line->kind == LIST_HEADER)
			n += (size_t)xsnprintf(have + n, sizeof have - n,
			    "[%s%s]", line->group, line->collapsed ? "-" : "");
		else if (line->kind == LIST_ENTRY)
			n += (size_t)xsnprintf(have + n, sizeof have - n, "%s",
			    line->entry->name);
		else if (line->kind == LIST_MORE)
			n += (size_t)xsnprintf(have + n, sizeof have - n, "+%u",
			    line->count);
		else
			have[n++] = '.';
	}
	have[n] = '\0';
	assert_string_equal(have, want);
}

static void
test_groups(void **state)
{
	static const char *const words[] = { "working", "no such", "input" };
	struct model *m = model_of(some);
	struct list *l = list_create();

	(void)state;
	list_layout(l, m, NULL, 40);
	is(l,
	    "[Pinned]*1.[Needs input]3.[Ready for review]4.[Working]27."
	    "[Completed]56");
	assert_int_equal(list_needs(l, LIST_INPUT), 1);
	assert_int_equal(list_needs(l, LIST_WORKING), 2);
	assert_int_equal(list_needs(l, LIST_COMPLETED), 3);
	list_set_order(l, words, nitems(words));
	list_layout(l, m, NULL, 40);
	is(l,
	    "[Working]27.[Needs input]3.[Pinned]*1.[Ready for review]4."
	    "[Completed]56");
	/* A worktree belongs to what it is of. */
	list_set_grouping(l, LIST_BY_DIRECTORY);
	list_layout(l, m, NULL, 40);
	is(l, "[/a]246.[/ab]5.[/b]*137");
	list_set_grouping(l, LIST_STABLE);
	list_layout(l, m, NULL, 40);
	is(l, "[Pinned]*1.[Sessions]234567");
	/* A name is no directory above it. */
	list_set_scope(l, "/a/");
	list_layout(l, m, NULL, 40);
	is(l, "[Sessions]*246");
	list_destroy(l);
	model_destroy(m);
}

static void
test_follow(void **state)
{
	struct model *m = model_of(some);
	struct list *l = list_create();
	struct jv *v;

	(void)state;
	list_layout(l, m, NULL, 40);
	assert_true(list_select_id(l, "00000002"));
	v = quoted(S("2", "blocked", ""));
	model_event(m, "state", v);
	jv_free(v);
	list_layout(l, m, NULL, 40);
	is(l,
	    "[Pinned]1.[Needs input]*23.[Ready for review]4.[Working]7."
	    "[Completed]56");
	/* Gone: what is at its place. */
	v = quoted("{'id':'00000002'}");
	model_event(m, "removed", v);
	jv_free(v);
	list_layout(l, m, NULL, 40);
	is(l,
	    "[Pinned]1.[Needs input]*3.[Ready for review]4.[Working]7."
	    "[Completed]56");
	/* One that is to come is selected when it has come. */
	assert_false(list_select_id(l, "00000008"));
	list_layout(l, m, NULL, 40);
	assert_string_equal(list_entry(l)->name, "3");
	v = quoted(S("8", "working", ""));
	model_event(m, "added", v);
	jv_free(v);
	list_layout(l, m, NULL, 40);
	assert_string_equal(list_entry(l)->name, "8");
	list_destroy(l);
	model_destroy(m);
}

static void
test_close(void **state)
{
	struct model *m = model_of(some);
	struct list *l = list_create();
	struct filter *f = filter_parse("s:w");

	(void)state;
	list_layout(l, m, NULL, 40);
	list_header(l, 1);
	list_header(l, 1);
	list_header(l, 1);
	list_toggle(l, list_selected(l));
	list_layout(l, m, NULL, 40);
	is(l,
	    "[Pinned]1.[Needs input]3.[Ready for review]4.*[Working-]."
	    "[Completed]56");
	/* What a filter finds is shown. */
	list_layout(l, m, f, 40);
	is(l, "[Working]*2");
	list_layout(l, m, NULL, 40);
	list_header(l, -1);
	is(l,
	    "[Pinned]1.[Needs input]3.*[Ready for review]4.[Working-]."
	    "[Completed]56");
	list_header(l, 1);
	list_toggle(l, list_selected(l));
	list_layout(l, m, NULL, 40);
	is(l,
	    "[Pinned]1.[Needs input]3.[Ready for review]4.*[Working]27."
	    "[Completed]56");
	filter_free(f);
	list_destroy(l);
	model_destroy(m);
}

static void
test_fold(void **state)
{
	static const char *const many[] = { S("1", "working", ""),
		S("2", "done", ""), S("3", "done", ""), S("4", "done", ""),
		S("5", "done", ""), S("6", "done", ""), S("7", "done", ""),
		S("8", "done", ""), NULL };
	struct model *m = model_of(many);
	struct list *l = list_create();

	(void)state;
	list_layout(l, m, NULL, 11);
	is(l, "[Working]*1.[Completed]2345678");
	list_layout(l, m, NULL, 8);
	is(l, "[Working]*1[Completed]2345+3");
	/* Live rows stay, some of the others too. */
	list_layout(l, m, NULL, 3);
	is(l, "[Working]*1[Completed]234+4");
	/* What is selected is shown. */
	assert_false(list_select_id(l, "00000006"));
	list_layout(l, m, NULL, 8);
	is(l, "[Working]1[Completed]2345*6+2");
	/* One row does not stand for one row. */
	assert_false(list_select_id(l, "00000007"));
	list_layout(l, m, NULL, 8);
	is(l, "[Working]1[Completed]23456*78");
	assert_true(list_select_id(l, "00000001"));
	list_layout(l, m, NULL, 8);
	list_end(l, true);
	list_toggle(l, list_selected(l));
	list_layout(l, m, NULL, 8);
	is(l, "[Working]1[Completed]2345*678");
	assert_int_equal(list_top(l), 0);
	list_destroy(l);
	model_destroy(m);
}

static void
test_move(void **state)
{
	struct model *m = model_of(some);
	struct list *l = list_create();
	size_t i;

	(void)state;
	list_layout(l, m, NULL, 4);
	assert_int_equal(list_top(l), 0);
	list_move(l, -1);
	assert_int_equal(list_selected(l), 0);
	list_move(l, -1);
	assert_string_equal(list_entry(l)->name, "6");
	assert_int_equal(list_top(l), list_count(l) - 4);
	list_move(l, 1);
	assert_int_equal(list_selected(l), 0);
	assert_int_equal(list_top(l), 0);
	list_page(l, 1);
	assert_int_equal(list_selected(l), 3);
	list_scroll(l, 2);
	assert_int_equal(list_top(l), 2);
	list_scroll(l, 100);
	assert_true(list_selected(l) >= list_top(l));
	/* Each step selects something, and all of it is seen. */
	for (i = 0; i < 50; i++) {
		list_move(l, 1);
		assert_true(list_at(l, list_selected(l))->kind != LIST_BLANK);
		assert_true(list_selected(l) >= list_top(l));
		assert_true(list_selected(l) < list_top(l) + 4);
	}
	assert_true(list_select_id(l, "00000002"));
	assert_string_equal(list_nth(l, 1)->name, "4");
	assert_string_equal(list_nth(l, 2)->name, "2");
	assert_null(list_nth(l, 9));
	assert_string_equal(list_neighbour(l, 1)->name, "7");
	assert_null(list_neighbour(l, -1));
	list_destroy(l);
	model_destroy(m);
}

static void
test_empty(void **state)
{
	static const char *const none[] = { NULL };
	struct model *m = model_of(none);
	struct list *l = list_create();

	(void)state;
	list_layout(l, m, NULL, 10);
	assert_int_equal(list_count(l), 0);
	list_move(l, 1);
	list_page(l, -1);
	list_end(l, true);
	list_header(l, 1);
	list_scroll(l, 3);
	list_toggle(l, list_selected(l));
	assert_null(list_entry(l));
	assert_null(list_nth(l, 1));
	assert_null(list_neighbour(l, 1));
	list_destroy(l);
	model_destroy(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_follow),
		cmocka_unit_test(test_close),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_move),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
