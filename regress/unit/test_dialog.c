/* SPDX-License-Identifier: ISC */
/* test_dialog: dialogs are described strictly and read off screens. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/dialog.h"
#include "agentscreen.h"
#include "base/jv.h"
#include "base/shown.h"
#include "base/xmalloc.h"

#define NUMBERED "{\"d\":{\"option\":\"^ *(>)? *([0-9]+)\\\\. (.*)$\"}}"
#define FLAT                                                                   \
	"{\"d\":{\"selected\":\"lit\",\"answer\":\"left-right\","              \
	"\"option\":\"()()(Allow once|Allow always|Reject)\"}}"
#define ASKED                                                                  \
	"{\"d\":{\"option\":\"^ *(>)? *([yn]) (.*)$\",\"answer\":\"key\","     \
	"\"question\":{\"re\":\"^Q: (.*)$\"}}}"
#define LETTERS                                                                \
	"{\"d\":{\"option\":\"( )?[(]([A-Za-z])[)]( ?[a-z' "                   \
	"]+)\",\"answer\":\"key\"}}"

static struct dialogs *
make(const char *text, char **why)
{
	struct jv *v = jv_parse(text, strlen(text), why);
	struct dialogs *d;

	if (v == NULL)
		fail_msg("%s: %s", text, *why);
	d = dialogs_parse(v, why);
	jv_free(v);
	return d;
}

static void
refused(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} rows[] = {
		{ "[]", ": is no object" },
		{ "{\"d\":1}", ".d: is no object" },
		{ "{\"d\":{}}", ".d: lacks member 'option'" },
		{ "{\"d\":{\"option\":\"x\"}}", ".d.option: has no three" },
		{ "{\"d\":{\"option\":\"()()()\",\"answer\":\"no\"}}",
		    ".d.answer: there is no 'no'" },
		{ "{\"d\":{\"option\":\"()()()\",\"kind\":\"no\"}}",
		    ".d.kind: there is no 'no'" },
		{ "{\"d\":{\"option\":\"()()()\",\"confirm\":\"Enter\"}}",
		    ".d.confirm: is no array" },
		{ "{\"d\":{\"option\":\"()()()\",\"x\":1}}",
		    ".d: unknown member 'x'" },
		{ "{\"\":{\"option\":\"()()()\"}}", ": '' cannot be a name" },
	};
	char *why;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		assert_null(make(rows[i].text, &why));
		if (strncmp(why, rows[i].why, strlen(rows[i].why)) != 0)
			fail_msg("%s: %s", rows[i].text, why);
		free(why);
	}
}

/* Options as "key:label" with '*' before the selected one. */
static char *
shown(const struct dialog_seen *seen)
{
	char *all = xstrdup(seen->question), *next;
	size_t i;

	for (i = 0; i < seen->n; i++) {
		next = xasprintf("%s;%s%s:%s", all,
		    seen->options[i].selected ? "*" : "",
		    seen->options[i].key == NULL ? "" : seen->options[i].key,
		    seen->options[i].label);
		free(all);
		all = next;
	}
	return all;
}

static void
read_off(void **state)
{
	static const struct {
		const char *dialogs;
		const char *screen;
		const char *want;
	} rows[] = {
		{ NUMBERED, "a\n\nProceed?\n > 1. Yes\n   2. No  \n",
		    "Proceed?;*1:Yes;2:No" },
		{ NUMBERED, "one\ntwo\n 1. A\n\n desc\n 2. B",
		    "one two;1:A;2:B" },
		/* a list further up is none of it */
		{ NUMBERED, "1. x\n2. y\n\n\n\n\n\nQ\n\n> 1. Yes\n  2. No",
		    "Q;*1:Yes;2:No" },
		{ NUMBERED, "nothing", "nothing" },
		{ FLAT, "Q\n\n  Allow once   [Allow always]   Reject",
		    "Q;:Allow once;*:Allow always;:Reject" },
		/* all on a background: the one that has another */
		{ FLAT, "Q\n\n[  ]~Allow once~[   Allow always   Reject  ]",
		    "Q;*:Allow once;:Allow always;:Reject" },
		{ FLAT, "Q\n\n[  ]~Allow once~[   ]~Allow always~[   Reject  ]",
		    "Q;:Allow once;:Allow always;*:Reject" },
		{ FLAT, "Q\n\n[Allow once]  [Allow always]  [Reject]",
		    "Q;:Allow once;:Allow always;:Reject" },
		{ ASKED, "Q: really?\nx\n > y Yes\n   n No",
		    "really?;*y:Yes;n:No" },
		{ ASKED, " y Yes", ";y:Yes" },
		/* the key is the label's beginning, or it is not */
		{ LETTERS, "Q\n\nRun it? (Y)es/(N)o/(D)on't ask again [Yes]: ",
		    "Q;Y:Yes;N:No;D:Don't ask again" },
		{ LETTERS, "Q\n\n[(y)es, (n)o]:", "Q;y:yes;n:no" },
		{ LETTERS, "Q\n\n(a) one", "Q;a: one" },
	};
	struct dialog_seen seen, other;
	struct shown_screen s;
	struct dialogs *d;
	char *why, *got;
	size_t i;
	int r;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		d = make(rows[i].dialogs, &why);
		if (d == NULL)
			fail_msg("row %zu: %s", i, why);
		agentscreen_make(&s, rows[i].screen);
		r = dialogs_read(d, "d", &s, &seen);
		assert_int_equal(r, seen.n > 0 ? 0 : -1);
		got = shown(&seen);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("row %zu: '%s'", i, got);
		free(got);
		dialogs_read(d, "d", &s, &other);
		assert_true(dialog_same(&seen, &other));
		dialog_clear(&other);
		assert_int_equal(dialogs_read(d, "e", &s, &other), -1);
		assert_false(dialog_same(&seen, &other) && seen.n > 0);
		dialog_clear(&other);
		dialog_clear(&seen);
		shown_clear(&s);
		dialogs_destroy(d);
	}
}

static void
specs(void **state)
{
	struct dialog_spec spec;
	struct dialogs *d;
	char *why;

	(void)state;
	d = make(FLAT, &why);
	assert_int_equal(dialogs_find(d, "d", &spec), 0);
	assert_string_equal(spec.kind, "permission");
	assert_string_equal(dialog_answer_name(spec.answer), "left-right");
	assert_int_equal(spec.confirm->n, 1);
	assert_int_equal(spec.cancel->n, 0);
	assert_int_equal(dialogs_find(d, "e", &spec), -1);
	assert_int_equal(dialogs_find(NULL, "d", &spec), -1);
	dialogs_destroy(d);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused),
		cmocka_unit_test(read_off),
		cmocka_unit_test(specs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
