/* SPDX-License-Identifier: ISC */
/* test_leave: what keys at a prompt mean, as rows of typing. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/leave.h"
#include "base/xmalloc.h"

/* One key, with the screen as it is then. */
struct step {
	enum leave_key key;
	const char *text;  /* of LEAVE_KEY_TEXT; all of it at once */
	const char *shown; /* at the prompt; NULL: there is none */
	int64_t after;	   /* ms since the last */
	enum leave_verdict want;
	const char *send;
	bool late;
	bool busy;
	bool cut;
};

struct row {
	const char *name;
	struct step steps[8]; /* to the first without shown, text and key */
	size_t n;
};

#define TEXT(t, s)                                                             \
	{                                                                      \
		.key = LEAVE_KEY_TEXT, .text = (t), .shown = (s)               \
	}
#define LATE(k, s, w)                                                          \
	{                                                                      \
		.key = LEAVE_KEY_##k, .shown = (s), .want = LEAVE_##w,         \
		.late = true                                                   \
	}
#define KEY(k, s, w)                                                           \
	{                                                                      \
		.key = LEAVE_KEY_##k, .shown = (s), .want = LEAVE_##w          \
	}

static const struct row rows[] = {
	{ "left at an empty prompt", { KEY(LEFT, "", AGENTS) }, 1 },
	{ "left in a text", { KEY(LEFT, "abc", PASS) }, 1 },
	{ "left without a prompt", { KEY(LEFT, NULL, PASS) }, 1 },
	{ "left before the echo",
	    { TEXT("a", ""), KEY(LEFT, "", WAIT), KEY(LEFT, "a", PASS) }, 3 },
	{ "left, and no echo ever",
	    { TEXT("a", ""), KEY(LEFT, "", WAIT), LATE(LEFT, "", HINT),
		KEY(LEFT, "", AGENTS) },
	    4 },
	{ "left after a deletion",
	    { TEXT("a", ""), KEY(BACKSPACE, "a", PASS), KEY(LEFT, "", HINT),
		KEY(LEFT, "", AGENTS) },
	    4 },
	{ "a hint is forgotten",
	    { KEY(DELETE, "a", PASS), KEY(LEFT, "", HINT), TEXT("b", ""),
		KEY(BACKSPACE, "b", PASS), KEY(LEFT, "", HINT) },
	    5 },
	{ "left long after a deletion",
	    { KEY(DELETE, "a", PASS),
		{ .key = LEAVE_KEY_LEFT,
		    .shown = "",
		    .after = LEAVE_GUARD_MS,
		    .want = LEAVE_AGENTS } },
	    2 },
	{ "what was sent is no deletion",
	    { TEXT("a", ""), KEY(ENTER, "a", PASS), KEY(LEFT, "", AGENTS) },
	    3 },
	{ "what was typed into a dialog is no text",
	    { TEXT("2", NULL), KEY(LEFT, "", AGENTS) }, 2 },
	{ "ctrl+c twice", { KEY(CTRL_C, "", HINT), KEY(CTRL_C, "", AGENTS) },
	    2 },
	{ "ctrl+d twice", { KEY(CTRL_D, "", HINT), KEY(CTRL_D, "", AGENTS) },
	    2 },
	{ "ctrl+c, then ctrl+d",
	    { KEY(CTRL_C, "", HINT), KEY(CTRL_D, "", HINT) }, 2 },
	{ "ctrl+c, much later again",
	    { KEY(CTRL_C, "", HINT),
		{ .key = LEAVE_KEY_CTRL_C,
		    .shown = "",
		    .after = LEAVE_GUARD_MS,
		    .want = LEAVE_HINT } },
	    2 },
	{ "ctrl+c with something between",
	    { KEY(CTRL_C, "", HINT), KEY(OTHER, "", PASS),
		KEY(CTRL_C, "", HINT) },
	    3 },
	{ "ctrl+c interrupts",
	    { { .key = LEAVE_KEY_CTRL_C,
		.shown = "",
		.busy = true,
		.want = LEAVE_PASS } },
	    1 },
	{ "ctrl+c clears a text, then left asks",
	    { KEY(CTRL_C, "abc", PASS), KEY(LEFT, "", HINT) }, 2 },
	{ "ctrl+c in a dialog", { KEY(CTRL_C, NULL, PASS) }, 1 },
	{ "ctrl+z", { KEY(CTRL_Z, NULL, SHELL) }, 1 },
	{ "/exit", { KEY(ENTER, "/exit", AGENTS) }, 1 },
	{ "/exit before its echo",
	    { TEXT("/", ""), TEXT("exit", ""), KEY(ENTER, "/ex", WAIT),
		KEY(ENTER, "/exit", AGENTS) },
	    4 },
	{ "/exit without an echo",
	    { TEXT("/exit", ""), KEY(ENTER, "", WAIT), LATE(ENTER, "", PASS) },
	    3 },
	{ "/exit after something in a dialog",
	    { TEXT("2", NULL), TEXT("/", ""), TEXT("exit", ""),
		KEY(ENTER, "/", WAIT), KEY(ENTER, "/exit", AGENTS) },
	    5 },
	{ "/exit completed",
	    { TEXT("/", ""), TEXT("ex", "/"), KEY(OTHER, "/ex", PASS),
		KEY(ENTER, "/exit", AGENTS) },
	    4 },
	{ "/exit without a prompt", { KEY(ENTER, NULL, PASS) }, 1 },
	{ "/exits", { KEY(ENTER, "/exits", PASS) }, 1 },
	{ "/exit now", { KEY(ENTER, "/exit now", PASS) }, 1 },
	{ "say /exit", { KEY(ENTER, "say /exit", PASS) }, 1 },
	{ "a text is not waited for",
	    { TEXT("a", ""), TEXT("b", ""), KEY(ENTER, "a", PASS) }, 3 },
	{ "/stop", { KEY(ENTER, "/stop", END) }, 1 },
	{ "/bg", { KEY(ENTER, "/bg", BACKGROUND) }, 1 },
	{ "/background and a text",
	    { { .key = LEAVE_KEY_ENTER,
		.shown = "/background do  it",
		.want = LEAVE_BACKGROUND,
		.send = "do  it" } },
	    1 },
	{ "/bg and a text of two rows, followed",
	    { TEXT("/", ""), TEXT("bg one two three", "/"),
		{ .key = LEAVE_KEY_ENTER,
		    .shown = "/bg one two",
		    .cut = true,
		    .want = LEAVE_BACKGROUND,
		    .send = "one two three" } },
	    3 },
	{ "/bg and a text of two rows, not followed",
	    { { .key = LEAVE_KEY_ENTER,
		.shown = "/bg one two",
		.cut = true,
		.want = LEAVE_PASS } },
	    1 },
};

static enum leave_verdict
play(struct leave *l, const struct step *s, int64_t *now, const char **send)
{
	struct leave_look look = { 0 };

	look.found = s->shown != NULL;
	look.typed = s->shown;
	look.empty = s->shown != NULL && *s->shown == '\0';
	look.busy = s->busy;
	look.cut = s->cut;
	*now += s->after != 0 ? s->after : 10;
	return leave_judge(l, s->key, s->text != NULL ? s->text : "", &look,
	    *now, s->late, send);
}

static void
test_rows(void **state)
{
	enum leave_verdict got;
	const char *send;
	struct leave l;
	int64_t now;
	size_t i, j;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		memset(&l, 0, sizeof l);
		now = 100000;
		for (j = 0; j < rows[i].n; j++) {
			got = play(&l, &rows[i].steps[j], &now, &send);
			if (got != rows[i].steps[j].want)
				fail_msg("%s: step %zu: %d, not %d",
				    rows[i].name, j, got,
				    rows[i].steps[j].want);
			if (rows[i].steps[j].send != NULL)
				assert_string_equal(send,
				    rows[i].steps[j].send);
		}
	}
}

/* More than is followed, and characters of more than a byte. */
static void
test_bounds(void **state)
{
	struct leave_look look = { .found = true, .empty = true, .typed = "" };
	struct leave l = { 0 };
	const char *send;
	int i;

	(void)state;
	(void)leave_judge(&l, LEAVE_KEY_TEXT, "\xc3\xa4", &look, 1, false,
	    &send);
	(void)leave_judge(&l, LEAVE_KEY_TEXT, "b", &look, 1, false, &send);
	assert_int_equal(l.n, 3);
	(void)leave_judge(&l, LEAVE_KEY_BACKSPACE, "", &look, 1, false, &send);
	(void)leave_judge(&l, LEAVE_KEY_BACKSPACE, "", &look, 1, false, &send);
	assert_int_equal(l.n, 0);
	(void)leave_judge(&l, LEAVE_KEY_BACKSPACE, "", &look, 1, false, &send);
	assert_int_equal(l.n, 0);
	for (i = 0; i < LEAVE_TEXT_MAX + 10; i++)
		(void)leave_judge(&l, LEAVE_KEY_TEXT, "x", &look, 1, false,
		    &send);
	assert_true(l.lost);
	assert_true(l.n <= LEAVE_TEXT_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
