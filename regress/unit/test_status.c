/* SPDX-License-Identifier: ISC */
/* test_status: reports of OSC 7501 are taken, refused, forgotten and counted. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/status.h"
#include "base/xmalloc.h"

/* All records as "id=state/kind/progress/app/title/msg ...". */
static char *
shown(const struct status *s)
{
	static const char *const kinds[] = { "", "permission", "question",
		"auth" };
	const struct status_record *r;
	char *all = xstrdup(""), *next;
	size_t i;

	for (i = 0; i < status_count(s); i++) {
		r = status_at(s, i);
		next = xasprintf("%s%s%s=%s/%s/%d/%s/%s/%s", all,
		    i > 0 ? " " : "", r->id, agent_state_name(r->state),
		    kinds[r->kind], r->progress, r->app == NULL ? "" : r->app,
		    r->title == NULL ? "" : r->title,
		    r->msg == NULL ? "" : r->msg);
		free(all);
		all = next;
	}
	return all;
}

/* One report each. */
static void
reports(void **state)
{
	static const struct {
		const char *body;
		int result;
		const char *want;
	} rows[] = {
		{ "state=working", 1, "=working//-1///" },
		{ "state=working:app=claude-code", 1,
		    "=working//-1/claude-code//" },
		{ "state=error:msg=aGVsbG8=", 1, "=failed//-1///hello" },
		{ "state=error:msg=aGVsbG8", 1, "=failed//-1///hello" },
		{ "state=blocked:kind=question:title=YQ==", 1,
		    "=blocked/question/-1//a/" },
		{ "state=blocked:kind=tea", 1, "=blocked//-1///" },
		{ "state=idle:kind=question:progress=4", 1, "=idle//-1///" },
		{ "state=working:progress=0", 1, "=working//0///" },
		{ "state=working:progress=100", 1, "=working//100///" },
		{ "state=working:progress=101", 1, "=working//-1///" },
		{ "state=working:progress=-1", 1, "=working//-1///" },
		{ "state=idle:state=done", 1, "=done//-1///" },
		{ "x=y:state=done:Nope=1:=:junk:", 1, "=done//-1///" },
		{ "state=done:app=a b", 1, "=done//-1///" },
		{ "state=done:id=a/b.c_+-1", 1, "a/b.c_+-1=done//-1///" },
		{ "state=clear", 0, "" },
		{ "", -1, "" },
		{ "?", -1, "" },
		{ "state=", -1, "" },
		{ "state=bored", -1, "" },
		{ "state=failed", -1, "" },
		{ "app=x", -1, "" },
		{ "STATE=done", -1, "" },
		{ "state=done:id=", -1, "" },
		{ "state=done:id=a//b", -1, "" },
		{ "state=done:id=/a", -1, "" },
		{ "state=done:id=a b", -1, "" },
		{ "state=done:id=1/2/3/4/5/6/7/8", 1,
		    "1/2/3/4/5/6/7/8=done//-1///" },
		{ "state=done:id=1/2/3/4/5/6/7/8/9", -1, "" },
		{ "state=done:id=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", -1, "" },
		{ "state=done:msg=!", -1, "" },
		{ "state=done:msg=a", -1, "" },
		{ "state=done:msg=YQ=", -1, "" },
		{ "state=done:msg=YR==", -1, "" }, /* bits left over */
		{ "state=done:msg=YQpi", -1, "" }, /* a newline */
		{ "state=done:msg=woU=", -1, "" }, /* U+0085 */
		{ "state=done:msg=/w==", -1, "" }, /* no UTF-8 */
		{ "state=done:msg=", 1, "=done//-1///" },
		{ "state=done:msg=YeKArmI=", 1, "=done//-1///ab" }, /* bidi */
	};
	struct status *s;
	char *got;
	size_t i;
	int r;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		s = status_create();
		r = status_feed(s, rows[i].body);
		got = shown(s);
		if (r != rows[i].result || strcmp(got, rows[i].want) != 0)
			fail_msg("%s: %d '%s'", rows[i].body, r, got);
		free(got);
		status_destroy(s);
	}
}

/* Several, one after another; "!" is RIS, "$" the program's end. */
static void
stories(void **state)
{
	static const struct {
		const char *reports;
		const char *want;
		const char *speaks; /* id and state of the main record */
		unsigned done, total;
	} rows[] = {
		{ "state=working;state=working", "=working//-1///", "=working",
		    0, 0 },
		{ "state=working:progress=5;state=idle", "=idle//-1///",
		    "=idle", 0, 0 },
		{ "state=working;state=done:id=a;state=working:id=b",
		    "=working//-1/// a=done//-1/// b=working//-1///",
		    "=working", 1, 2 },
		/* only leaves are items */
		{ "state=working:id=a;state=done:id=a/1;state=done:id=a/2",
		    "a=working//-1/// a/1=done//-1/// a/2=done//-1///",
		    "a=working", 2, 2 },
		{ "state=working;state=blocked:kind=auth:id=a",
		    "=working//-1/// a=blocked/auth/-1///", "a=blocked", 0, 1 },
		{ "state=done;state=working:id=a",
		    "=done//-1/// a=working//-1///", "=done", 0, 1 },
		{ "state=done:id=a;state=idle:id=b;state=error:id=c",
		    "a=done//-1/// b=idle//-1/// c=failed//-1///", "c=failed",
		    1, 3 },
		{ "state=done:id=a;state=done:id=a/1;state=done:id=ab;"
		  "state=clear:id=a",
		    "ab=done//-1///", "ab=done", 1, 1 },
		{ "state=done;state=done:id=a;state=clear", "", NULL, 0, 0 },
		{ "state=done;state=done:id=a;!", "", NULL, 0, 0 },
		{ "state=working;state=blocked:id=a;state=done:id=b;"
		  "state=error:id=c;state=idle:id=d;$",
		    "b=done//-1/// c=failed//-1/// d=idle//-1///", "c=failed",
		    1, 3 },
		{ "state=working;state=what", "=working//-1///", "=working", 0,
		    0 },
	};
	const struct status_record *r;
	struct status *s;
	char *got, *copy, *p, *one, *main;
	unsigned done, total;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		s = status_create();
		p = copy = xstrdup(rows[i].reports);
		while ((one = strsep(&p, ";")) != NULL) {
			if (*one == '!')
				status_reset(s);
			else if (*one == '$')
				status_ended(s);
			else
				status_feed(s, one);
		}
		got = shown(s);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("%s: '%s'", rows[i].reports, got);
		r = status_main(s);
		assert_int_equal(r == NULL, rows[i].speaks == NULL);
		if (r != NULL) {
			main = xasprintf("%s=%s", r->id,
			    agent_state_name(r->state));
			assert_string_equal(main, rows[i].speaks);
			free(main);
		}
		status_items(s, &done, &total);
		assert_int_equal(done, rows[i].done);
		assert_int_equal(total, rows[i].total);
		free(got);
		free(copy);
		status_destroy(s);
	}
}

static void
unchanged(void **state)
{
	struct status *s = status_create();

	(void)state;
	assert_int_equal(status_feed(s, "state=working:progress=5"), 1);
	assert_int_equal(status_feed(s, "state=working:progress=5"), 0);
	assert_int_equal(status_feed(s, "state=working:progress=6"), 1);
	assert_false(status_ended(s) && status_ended(s));
	assert_false(status_reset(s));
	status_destroy(s);
	status_destroy(NULL);
}

/* The record that was not heard of for longest makes room. */
static void
bounded(void **state)
{
	struct status *s = status_create();
	char *body;
	int i;

	(void)state;
	for (i = 0; i < STATUS_RECORDS; i++) {
		body = xasprintf("state=working:id=n%d", i);
		assert_int_equal(status_feed(s, body), 1);
		free(body);
	}
	assert_int_equal(status_feed(s, "state=done:id=n0"), 1);
	assert_int_equal(status_feed(s, "state=done:id=new"), 1);
	assert_int_equal(status_count(s), STATUS_RECORDS);
	assert_string_equal(status_at(s, 0)->id, "n0");
	assert_string_equal(status_at(s, 1)->id, "n2");
	body = xasprintf("state=done:junk=%0*d", STATUS_BODY_MAX, 0);
	assert_int_equal(status_feed(s, body), -1);
	free(body);
	status_destroy(s);
}

static void
words(void **state)
{
	static const char *const rows[][2] = {
		{ "state=blocked:kind=permission", "permission prompt" },
		{ "state=blocked:kind=question", "input needed" },
		{ "state=blocked:kind=auth", "sign-in" },
		{ "state=blocked", "input needed" },
	};
	struct status *s = status_create();
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		status_feed(s, rows[i][0]);
		assert_string_equal(status_waiting(status_main(s)),
		    rows[i][1]);
	}
	status_destroy(s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(reports),
		cmocka_unit_test(stories),
		cmocka_unit_test(unchanged),
		cmocka_unit_test(bounded),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
