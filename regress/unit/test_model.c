/* SPDX-License-Identifier: ISC */
/* test_model: the sessions that a view knows: order, events, what a new
 * supervisor does not know yet, and texts that would disturb. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "client/model.h"
#include "sessions.h"

#define ONE   "{'id':'00000001','name':'one','state':'working','pid':7}"
#define TWO   "{'id':'00000002','name':'two','state':'done'}"
#define THREE "{'id':'00000003','name':'three','state':'idle','pinned':true}"

static char told[256];

static void
on_state(const struct entry *e, enum model_state was, void *arg)
{
	size_t n = strlen(told);

	(void)arg;
	xsnprintf(told + n, sizeof told - n, "%s:%s>%s ", e->name,
	    model_state_name(was), model_state_name(e->state));
}

static struct model *
model_of(const char *const *sessions)
{
	static const struct model_handler h = { .state = on_state };
	struct model *m = model_create(&h, NULL);
	struct jv *v = answer(sessions);

	told[0] = '\0';
	model_list(m, v);
	jv_free(v);
	return m;
}

static bool
event(struct model *m, const char *what, const char *session)
{
	struct jv *v = quoted(session);
	bool again = model_event(m, what, v);

	jv_free(v);
	return again;
}

static void
is_order(const struct model *m, const char *ids)
{
	char have[256] = "";
	size_t i, n = 0;

	for (i = 0; i < model_count(m); i++)
		n += (size_t)xsnprintf(have + n, sizeof have - n, "%s ",
		    model_at(m, i)->name);
	assert_string_equal(have, ids);
}

static void
test_order(void **state)
{
	static const char *const some[] = { THREE, ONE, TWO, NULL };
	static const char *const other[] = { ONE, THREE, NULL };
	struct model *m = model_of(some);
	struct jv *v;

	(void)state;
	is_order(m, "three one two ");
	/* A new one comes in front, but not of those that are pinned. */
	assert_false(event(m, "added",
	    "{'id':'00000004','name':'new','state':'done'}"));
	is_order(m, "three new one two ");
	assert_false(event(m, "removed", ONE));
	is_order(m, "three new two ");
	/* Only the supervisor knows where it is now. */
	assert_true(event(m, "moved", TWO));
	assert_true(event(m, "state",
	    "{'id':'00000002','name':'two','state':'done','pinned':true}"));
	v = answer(other);
	model_list(m, v);
	jv_free(v);
	is_order(m, "one three ");
	assert_null(model_find(m, "00000002"));
	assert_non_null(model_find(m, "00000003"));
	model_destroy(m);
}

static void
test_states(void **state)
{
	static const char *const some[] = { ONE, TWO, NULL };
	static const char *const after[] = {
		"{'id':'00000001','name':'one','state':'failed'}",
		"{'id':'00000002','name':'two','state':'blocked'}", NULL
	};
	struct model *m = model_of(some);
	struct jv *v;

	(void)state;
	assert_string_equal(told, "");
	event(m, "state", ONE);
	assert_string_equal(told, "");
	event(m, "state", "{'id':'00000001','name':'one','state':'blocked'}");
	assert_string_equal(told, "one:working>needs input ");
	/* What only records say does not replace what is known. */
	v = answer(after);
	jv_set(v, "unconfirmed", quoted("['00000001']"));
	told[0] = '\0';
	model_list(m, v);
	jv_free(v);
	assert_string_equal(told, "two:done>needs input ");
	assert_int_equal(model_find(m, "00000001")->state, MODEL_BLOCKED);
	model_destroy(m);
}

static void
test_hostile(void **state)
{
	static const char *const some[] = {
		"{'id':'00000001','name':'a\\u001b[31mb\\u202ec\\u200bd\\n',"
		"'state':'no such','message':'\\u0007\\u202e',"
		"'prs':['https://x/pull/1\\u001b','javascript:x','ftp://y',"
		"'https://github.com/o/r/pull/12'],"
		"'progress':900,'tags':['\\u009b2J'],'items':{'done':-4,"
		"'total':2000000}}",
		"{'id':'../../etc','name':'x'}", "{'name':'no id'}", "[]", NULL
	};
	struct model *m = model_of(some);
	const struct entry *e = model_at(m, 0);

	(void)state;
	assert_int_equal(model_count(m), 1);
	assert_string_equal(e->name, "a[31mbcd ");
	assert_null(e->message);
	assert_int_equal(e->state, MODEL_WORKING);
	assert_int_equal(e->nprs, 1);
	assert_int_equal(e->prs[0].number, 12);
	assert_int_equal(e->progress, -1);
	assert_string_equal(e->tags[0], "2J");
	assert_int_equal(e->items_done, 0);
	assert_int_equal(e->items_total, 9999);
	model_destroy(m);
}

static void
test_labels(void **state)
{
	static const struct {
		const char *url;
		unsigned number;
		bool merge;
		bool is;
	} cases[] = {
		{ "https://github.com/o/r/pull/2048", 2048, false, true },
		{ "https://github.com/o/r/pull/7/files#x", 7, false, true },
		{ "https://gitlab.com/o/r/-/merge_requests/3", 3, true, true },
		{ "https://x/o/pull/", 0, false, false },
		{ "https://x/o/pull/12x", 0, false, false },
		{ "https://x/o/pull/99999999999", 0, false, false },
		{ "ssh://x/o/pull/12", 0, false, false },
	};
	static const char *const some[] = {
		"{'id':'00000001','prs':['https://g/o/r/pull/1',"
		"'https://g/o/r/pull/2']}",
		"{'id':'00000002','prs':['https://g/-/merge_requests/2']}",
		"{'id':'00000003'}", NULL
	};
	static const char *const labels[] = { "2 PRs", "MR !2", "" };
	struct model *m = model_of(some);
	struct model_pr pr;
	char label[32];
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		assert_int_equal(model_pr_parse(cases[i].url, &pr),
		    cases[i].is);
		if (!cases[i].is)
			continue;
		assert_int_equal(pr.number, cases[i].number);
		assert_int_equal(pr.merge, cases[i].merge);
	}
	for (i = 0; i < nitems(labels); i++) {
		model_pr_label(model_at(m, i), label, sizeof label);
		assert_string_equal(label, labels[i]);
	}
	/* Without a name it is called by its id. */
	assert_string_equal(model_at(m, 2)->name, "00000003");
	model_destroy(m);
}

static void
test_text(void **state)
{
	static const struct {
		const char *session;
		const char *text;
	} cases[] = {
		{ "{'id':'00000001','state':'blocked','waitingFor':'trust',"
		  "'message':'Trust it?','summary':'s'}",
		    "Trust it?" },
		{ "{'id':'00000001','state':'blocked','waitingFor':'trust',"
		  "'summary':'s'}",
		    "trust" },
		{ "{'id':'00000001','state':'working','message':'m'}", "m" },
		{ "{'id':'00000001','state':'done','message':'m',"
		  "'summary':'s'}",
		    "s" },
		{ "{'id':'00000001','state':'failed','reason':'exit status 3'}",
		    "exit status 3" },
		{ "{'id':'00000001','state':'idle'}", "" },
	};
	const char *one[2] = { NULL, NULL };
	struct model *m;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(cases); i++) {
		one[0] = cases[i].session;
		m = model_of(one);
		assert_string_equal(model_text(model_at(m, 0)), cases[i].text);
		model_destroy(m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
