/* SPDX-License-Identifier: ISC */
/* test_evidence: who is believed of every two that speak, in both orders; hooks
 * that yield; dialogs that borrow the state. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/evidence.h"
#include "agent/status.h"
#include "base/xmalloc.h"

/* The older says idle, the newer, after more output, failed. */
static void
pairs(void **state)
{
	static const struct {
		enum evidence_source older;
		enum evidence_source newer;
		enum evidence_source wins;
	} rows[] = {
		{ EVIDENCE_EXIT, EVIDENCE_REPORT, EVIDENCE_EXIT },
		{ EVIDENCE_EXIT, EVIDENCE_STATUS, EVIDENCE_EXIT },
		{ EVIDENCE_EXIT, EVIDENCE_HOOK, EVIDENCE_EXIT },
		{ EVIDENCE_EXIT, EVIDENCE_TITLE, EVIDENCE_EXIT },
		{ EVIDENCE_EXIT, EVIDENCE_PROGRESS, EVIDENCE_EXIT },
		{ EVIDENCE_EXIT, EVIDENCE_SCREEN, EVIDENCE_EXIT },
		{ EVIDENCE_EXIT, EVIDENCE_QUIET, EVIDENCE_EXIT },
		{ EVIDENCE_REPORT, EVIDENCE_EXIT, EVIDENCE_EXIT },
		{ EVIDENCE_REPORT, EVIDENCE_STATUS, EVIDENCE_STATUS },
		{ EVIDENCE_REPORT, EVIDENCE_HOOK, EVIDENCE_REPORT },
		{ EVIDENCE_REPORT, EVIDENCE_TITLE, EVIDENCE_REPORT },
		{ EVIDENCE_REPORT, EVIDENCE_PROGRESS, EVIDENCE_REPORT },
		{ EVIDENCE_REPORT, EVIDENCE_SCREEN, EVIDENCE_REPORT },
		{ EVIDENCE_REPORT, EVIDENCE_QUIET, EVIDENCE_REPORT },
		{ EVIDENCE_STATUS, EVIDENCE_EXIT, EVIDENCE_EXIT },
		{ EVIDENCE_STATUS, EVIDENCE_REPORT, EVIDENCE_REPORT },
		{ EVIDENCE_STATUS, EVIDENCE_HOOK, EVIDENCE_STATUS },
		{ EVIDENCE_STATUS, EVIDENCE_TITLE, EVIDENCE_STATUS },
		{ EVIDENCE_STATUS, EVIDENCE_PROGRESS, EVIDENCE_STATUS },
		{ EVIDENCE_STATUS, EVIDENCE_SCREEN, EVIDENCE_STATUS },
		{ EVIDENCE_STATUS, EVIDENCE_QUIET, EVIDENCE_STATUS },
		{ EVIDENCE_HOOK, EVIDENCE_EXIT, EVIDENCE_EXIT },
		{ EVIDENCE_HOOK, EVIDENCE_REPORT, EVIDENCE_REPORT },
		{ EVIDENCE_HOOK, EVIDENCE_STATUS, EVIDENCE_STATUS },
		{ EVIDENCE_HOOK, EVIDENCE_TITLE, EVIDENCE_TITLE },
		{ EVIDENCE_HOOK, EVIDENCE_PROGRESS, EVIDENCE_PROGRESS },
		{ EVIDENCE_HOOK, EVIDENCE_SCREEN, EVIDENCE_SCREEN },
		{ EVIDENCE_HOOK, EVIDENCE_QUIET, EVIDENCE_HOOK },
		{ EVIDENCE_TITLE, EVIDENCE_EXIT, EVIDENCE_EXIT },
		{ EVIDENCE_TITLE, EVIDENCE_REPORT, EVIDENCE_REPORT },
		{ EVIDENCE_TITLE, EVIDENCE_STATUS, EVIDENCE_STATUS },
		{ EVIDENCE_TITLE, EVIDENCE_HOOK, EVIDENCE_HOOK },
		{ EVIDENCE_TITLE, EVIDENCE_PROGRESS, EVIDENCE_PROGRESS },
		{ EVIDENCE_TITLE, EVIDENCE_SCREEN, EVIDENCE_TITLE },
		{ EVIDENCE_TITLE, EVIDENCE_QUIET, EVIDENCE_TITLE },
		{ EVIDENCE_PROGRESS, EVIDENCE_EXIT, EVIDENCE_EXIT },
		{ EVIDENCE_PROGRESS, EVIDENCE_REPORT, EVIDENCE_REPORT },
		{ EVIDENCE_PROGRESS, EVIDENCE_STATUS, EVIDENCE_STATUS },
		{ EVIDENCE_PROGRESS, EVIDENCE_HOOK, EVIDENCE_HOOK },
		{ EVIDENCE_PROGRESS, EVIDENCE_TITLE, EVIDENCE_TITLE },
		{ EVIDENCE_PROGRESS, EVIDENCE_SCREEN, EVIDENCE_PROGRESS },
		{ EVIDENCE_PROGRESS, EVIDENCE_QUIET, EVIDENCE_PROGRESS },
		{ EVIDENCE_SCREEN, EVIDENCE_EXIT, EVIDENCE_EXIT },
		{ EVIDENCE_SCREEN, EVIDENCE_REPORT, EVIDENCE_REPORT },
		{ EVIDENCE_SCREEN, EVIDENCE_STATUS, EVIDENCE_STATUS },
		{ EVIDENCE_SCREEN, EVIDENCE_HOOK, EVIDENCE_HOOK },
		{ EVIDENCE_SCREEN, EVIDENCE_TITLE, EVIDENCE_TITLE },
		{ EVIDENCE_SCREEN, EVIDENCE_PROGRESS, EVIDENCE_PROGRESS },
		{ EVIDENCE_SCREEN, EVIDENCE_QUIET, EVIDENCE_SCREEN },
		{ EVIDENCE_QUIET, EVIDENCE_EXIT, EVIDENCE_EXIT },
		{ EVIDENCE_QUIET, EVIDENCE_REPORT, EVIDENCE_REPORT },
		{ EVIDENCE_QUIET, EVIDENCE_STATUS, EVIDENCE_STATUS },
		{ EVIDENCE_QUIET, EVIDENCE_HOOK, EVIDENCE_HOOK },
		{ EVIDENCE_QUIET, EVIDENCE_TITLE, EVIDENCE_TITLE },
		{ EVIDENCE_QUIET, EVIDENCE_PROGRESS, EVIDENCE_PROGRESS },
		{ EVIDENCE_QUIET, EVIDENCE_SCREEN, EVIDENCE_SCREEN },
	};
	struct evidence_verdict v;
	struct evidence e;
	size_t i;

	(void)state;
	assert_int_equal(nitems(rows),
	    EVIDENCE_NSOURCES * (EVIDENCE_NSOURCES - 1));
	for (i = 0; i < nitems(rows); i++) {
		evidence_init(&e);
		evidence_output(&e, 100);
		evidence_say(&e, rows[i].older, AGENT_IDLE, NULL, "old", 100);
		evidence_output(&e, 200);
		evidence_say(&e, rows[i].newer, AGENT_FAILED, NULL, "new", 200);
		evidence_judge(&e, 5000, &v);
		if (v.source != rows[i].wins)
			fail_msg("%s, then %s: %s",
			    evidence_name(rows[i].older),
			    evidence_name(rows[i].newer),
			    evidence_name(v.source));
		assert_int_equal(v.state,
		    v.source == rows[i].older ? AGENT_IDLE : AGENT_FAILED);
		assert_string_equal(v.message,
		    v.source == rows[i].older ? "old" : "new");
		/* What wins takes it back: the other is believed. */
		evidence_say(&e, rows[i].wins, AGENT_NONE, NULL, NULL, 300);
		evidence_judge(&e, 5000, &v);
		assert_int_equal(v.source,
		    rows[i].older == EVIDENCE_HOOK &&
			    rows[i].wins == rows[i].newer &&
			    rows[i].wins >= EVIDENCE_TITLE ?
			EVIDENCE_NSOURCES : /* it has yielded for good */
			rows[i].wins == rows[i].older ? rows[i].newer :
							rows[i].older);
		evidence_clear(&e);
	}
}


/* A line a step: "o" output; "h=done" and the like: a source says; "t+500":
 * time goes on. The state (and source) at the end. */
static void
run(struct evidence *e, const char *steps, int64_t *now)
{
	static const struct {
		char letter;
		enum evidence_source source;
	} sources[] = {
		{ 'x', EVIDENCE_EXIT },
		{ 'r', EVIDENCE_REPORT },
		{ '7', EVIDENCE_STATUS },
		{ 'h', EVIDENCE_HOOK },
		{ 'T', EVIDENCE_TITLE },
		{ '9', EVIDENCE_PROGRESS },
		{ 's', EVIDENCE_SCREEN },
		{ 'q', EVIDENCE_QUIET },
	};
	struct evidence_verdict v;
	char *copy = xstrdup(steps), *p = copy, *step;
	size_t i;

	while ((step = strsep(&p, " ")) != NULL) {
		if (*step == 't')
			*now += atoi(step + 2);
		else if (*step == 'o')
			evidence_output(e, *now);
		for (i = 0; i < nitems(sources); i++)
			if (step[0] == sources[i].letter && step[1] == '=')
				evidence_say(e, sources[i].source,
				    agent_state_find(step + 2), NULL, NULL,
				    *now);
		evidence_judge(e, *now, &v);
	}
	free(copy);
}

static void
stories(void **state)
{
	static const struct {
		const char *steps;
		enum agent_state state;
		enum evidence_source source;
	} rows[] = {
		{ "o", AGENT_NONE, EVIDENCE_NSOURCES },
		/* a hook is an edge */
		{ "o s=working h=blocked", AGENT_BLOCKED, EVIDENCE_HOOK },
		{ "o h=blocked s=idle", AGENT_BLOCKED, EVIDENCE_HOOK },
		{ "o h=blocked o s=idle", AGENT_IDLE, EVIDENCE_SCREEN },
		{ "o h=blocked o T=working", AGENT_WORKING, EVIDENCE_TITLE },
		{ "o h=blocked o 9=working", AGENT_WORKING,
		    EVIDENCE_PROGRESS },
		{ "o h=working o q=idle", AGENT_WORKING, EVIDENCE_HOOK },
		/* ... that yields once and for all, until the next */
		{ "o h=blocked o s=working s=none", AGENT_NONE,
		    EVIDENCE_NSOURCES },
		{ "o h=blocked o s=working h=blocked", AGENT_BLOCKED,
		    EVIDENCE_HOOK },
		/* an empty prompt is what done looks like */
		{ "o h=done o s=idle", AGENT_DONE, EVIDENCE_HOOK },
		{ "o h=done o s=idle o s=working o s=idle", AGENT_IDLE,
		    EVIDENCE_SCREEN },
		{ "o h=done 7=working o s=working 7=none s=none", AGENT_NONE,
		    EVIDENCE_NSOURCES },
		{ "o h=done o s=blocked", AGENT_BLOCKED, EVIDENCE_SCREEN },
		/* what the program says holds */
		{ "o 7=working o s=idle", AGENT_WORKING, EVIDENCE_STATUS },
		{ "o 7=working h=done", AGENT_WORKING, EVIDENCE_STATUS },
		{ "o 7=working t+1 r=done", AGENT_DONE, EVIDENCE_REPORT },
		{ "o r=done t+1 7=working", AGENT_WORKING, EVIDENCE_STATUS },
		{ "o r=done t+1 7=working 7=none", AGENT_DONE,
		    EVIDENCE_REPORT },
		/* a dialog borrows from a working that is old and overtaken */
		{ "o 7=working o s=blocked", AGENT_WORKING, EVIDENCE_STATUS },
		{ "o 7=working o s=blocked t+1999", AGENT_WORKING,
		    EVIDENCE_STATUS },
		{ "o 7=working o s=blocked t+2000", AGENT_BLOCKED,
		    EVIDENCE_SCREEN },
		{ "o r=working o s=blocked t+2000", AGENT_BLOCKED,
		    EVIDENCE_SCREEN },
		{ "o h=working s=blocked o t+2000", AGENT_BLOCKED,
		    EVIDENCE_SCREEN },
		{ "o T=working o s=blocked t+2000", AGENT_BLOCKED,
		    EVIDENCE_SCREEN },
		{ "o 9=working o s=blocked t+2000", AGENT_BLOCKED,
		    EVIDENCE_SCREEN },
		/* not from one that no output follows */
		{ "o s=blocked 7=working t+9000", AGENT_WORKING,
		    EVIDENCE_STATUS },
		/* nor from another state */
		{ "o 7=idle o s=blocked t+2000", AGENT_IDLE, EVIDENCE_STATUS },
		{ "o 7=done o s=blocked t+2000", AGENT_DONE, EVIDENCE_STATUS },
		{ "o x=failed o s=blocked t+2000", AGENT_FAILED,
		    EVIDENCE_EXIT },
		/* only a dialog borrows */
		{ "o 7=working o s=idle t+2000", AGENT_WORKING,
		    EVIDENCE_STATUS },
		{ "o 7=working o T=blocked t+2000", AGENT_WORKING,
		    EVIDENCE_STATUS },
		/* it is given back when the dialog has gone, not before */
		{ "o 7=working o s=blocked t+2000 o 7=working",
		    AGENT_BLOCKED, EVIDENCE_SCREEN },
		{ "o 7=working o s=blocked t+2000 s=none", AGENT_WORKING,
		    EVIDENCE_STATUS },
		{ "o 7=working o s=blocked t+2000 s=working", AGENT_WORKING,
		    EVIDENCE_STATUS },
		{ "o 7=working o s=blocked t+2000 7=done", AGENT_DONE,
		    EVIDENCE_STATUS },
		{ "o 7=working o s=blocked t+2000 s=none 7=working o "
		  "s=blocked",
		    AGENT_WORKING, EVIDENCE_STATUS },
	};
	struct evidence_verdict v;
	struct evidence e;
	int64_t now;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		evidence_init(&e);
		now = 1000;
		run(&e, rows[i].steps, &now);
		evidence_judge(&e, now, &v);
		if (v.state != rows[i].state || v.source != rows[i].source)
			fail_msg("%s: %s by %s", rows[i].steps,
			    agent_state_name(v.state),
			    evidence_name(v.source));
		evidence_clear(&e);
	}
}

static void
texts(void **state)
{
	struct evidence_verdict v;
	struct evidence e;

	(void)state;
	evidence_init(&e);
	evidence_output(&e, 1);
	evidence_say(&e, EVIDENCE_STATUS, AGENT_BLOCKED, NULL, NULL, 1000);
	evidence_say(&e, EVIDENCE_SCREEN, AGENT_BLOCKED, "permission prompt",
	    "approve it?", 1500);
	evidence_matched(&e, EVIDENCE_SCREEN, "ask", "bottom(3)");
	evidence_judge(&e, 2000, &v);
	assert_string_equal(v.waiting_for, "input needed");
	assert_string_equal(v.message, "approve it?"); /* of one below */
	assert_int_equal(v.again, 0);
	evidence_say(&e, EVIDENCE_STATUS, AGENT_BLOCKED, "sign-in", "log in",
	    2500);
	assert_int_equal(e.items[EVIDENCE_STATUS].since, 1000);
	assert_int_equal(e.items[EVIDENCE_STATUS].at, 2500);
	evidence_judge(&e, 3000, &v);
	assert_string_equal(v.waiting_for, "sign-in");
	assert_string_equal(v.message, "log in");
	/* What a program calls a permission may be trust, as the screen sees. */
	evidence_say(&e, EVIDENCE_STATUS, AGENT_BLOCKED, "permission prompt",
	    "trust this folder", 3100);
	evidence_judge(&e, 3200, &v);
	assert_string_equal(v.waiting_for, "permission prompt");
	evidence_say(&e, EVIDENCE_SCREEN, AGENT_BLOCKED, "trust", "this one?",
	    3300);
	evidence_judge(&e, 3400, &v);
	assert_string_equal(v.waiting_for, "trust");
	assert_string_equal(v.message, "trust this folder");
	evidence_say(&e, EVIDENCE_SCREEN, AGENT_BLOCKED, "permission prompt",
	    "approve it?", 3500);
	evidence_matched(&e, EVIDENCE_SCREEN, "ask", "bottom(3)");
	/* It says when it is to be asked again. */
	evidence_say(&e, EVIDENCE_STATUS, AGENT_WORKING, NULL, NULL, 4000);
	evidence_output(&e, 4100);
	evidence_judge(&e, 4200, &v);
	assert_null(v.waiting_for);
	assert_int_equal(v.again, 4000 + EVIDENCE_BORROW_MS);
	evidence_judge(&e, v.again, &v);
	assert_true(v.borrowed);
	assert_string_equal(e.items[v.source].rule, "ask");
	evidence_clear(&e);
}

/* What an agent's reports say, where idle after a turn is no news. */
static void
reports(void **state)
{
	static const struct {
		const char *body;
		enum agent_state strict;
		enum agent_state holds;
	} rows[] = {
		{ "state=idle", AGENT_IDLE, AGENT_IDLE },
		{ "state=working", AGENT_WORKING, AGENT_WORKING },
		{ "state=done", AGENT_DONE, AGENT_DONE },
		{ "state=idle", AGENT_IDLE, AGENT_DONE },
		{ "state=working", AGENT_WORKING, AGENT_WORKING },
		{ "state=idle", AGENT_IDLE, AGENT_IDLE }, /* interrupted */
		{ "state=working", AGENT_WORKING, AGENT_WORKING },
		{ "state=error", AGENT_FAILED, AGENT_FAILED },
		{ "state=idle", AGENT_IDLE, AGENT_FAILED },
		{ "state=clear", AGENT_NONE, AGENT_NONE },
	};
	struct status *status = status_create();
	struct evidence strict, holds;
	size_t i;

	(void)state;
	evidence_init(&strict);
	evidence_init(&holds);
	for (i = 0; i < nitems(rows); i++) {
		assert_true(status_feed(status, rows[i].body) >= 0);
		evidence_status(&strict, status, false, (int64_t)i + 1);
		evidence_status(&holds, status, true, (int64_t)i + 1);
		if (strict.items[EVIDENCE_STATUS].state != rows[i].strict ||
		    holds.items[EVIDENCE_STATUS].state != rows[i].holds)
			fail_msg("row %zu", i);
	}
	evidence_clear(&strict);
	evidence_clear(&holds);
	status_destroy(status);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs),
		cmocka_unit_test(stories),
		cmocka_unit_test(texts),
		cmocka_unit_test(reports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
