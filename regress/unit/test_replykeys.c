/* SPDX-License-Identifier: ISC */
/* test_replykeys: the keys that answer a dialog, by what is seen of it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/dialog.h"
#include "agent/replykeys.h"
#include "base/xmalloc.h"

/* Options as "KEY LABEL", "- LABEL" without a key, the selected with a '*' in
 * front. */
struct row {
	const char *name;
	enum dialog_answer answer;
	const char *options[6];
	const char *confirm; /* may be NULL */
	int64_t option;
	const char *label;
	const char
	    *keys; /* with '+' before those that confirm; NULL: refused */
};

static const struct row rows[] = {
	{ "a digit", DIALOG_DIGIT, { "*1 Yes", "2 No" }, NULL, 2, NULL, "2" },
	{ "a digit and Enter", DIALOG_DIGIT, { "*1 Yes", "2 No" }, "Enter", 2,
	    NULL, "2 +Enter" },
	{ "by label", DIALOG_DIGIT, { "*1 Yes", "2 No" }, NULL, 0, "no", "2" },
	{ "both", DIALOG_DIGIT, { "*1 Yes", "2 No" }, NULL, 2, "No", "2" },
	{ "both, of two", DIALOG_DIGIT, { "*1 Yes", "2 No" }, NULL, 2, "Yes",
	    NULL },
	{ "no such number", DIALOG_DIGIT, { "*1 Yes", "2 No" }, NULL, 3, NULL,
	    NULL },
	{ "no such label", DIALOG_DIGIT, { "*1 Yes", "2 No" }, NULL, 0, "Ye",
	    NULL },
	{ "a label twice", DIALOG_DIGIT, { "*1 Yes", "2 Yes" }, NULL, 0, "Yes",
	    NULL },
	{ "numbers as printed, not as counted", DIALOG_DIGIT,
	    { "*3 Yes", "4 No" }, NULL, 2, NULL, "4" },
	{ "a number of two digits goes by arrows", DIALOG_DIGIT,
	    { "*9 Yes", "10 No" }, NULL, 2, NULL, "Down +Enter" },
	{ "a digit that begins another number", DIALOG_DIGIT,
	    { "1 Yes", "*10 No" }, NULL, 1, NULL, "Up +Enter" },
	{ "such a one without a mark", DIALOG_DIGIT, { "1 Yes", "10 No" }, NULL,
	    1, NULL, NULL },
	{ "no number", DIALOG_DIGIT, { "- Yes", "*- No" }, NULL, 1, NULL,
	    "Up +Enter" },
	{ "down", DIALOG_ARROWS, { "*- a", "- b", "- c" }, NULL, 3, NULL,
	    "Down Down +Enter" },
	{ "up", DIALOG_ARROWS, { "- a", "- b", "*- c" }, "Space", 1, NULL,
	    "Up Up +Space" },
	{ "it is selected", DIALOG_ARROWS, { "*- a", "- b" }, NULL, 1, NULL,
	    "+Enter" },
	{ "nothing is selected", DIALOG_ARROWS, { "- a", "- b" }, NULL, 1, NULL,
	    NULL },
	{ "two are selected", DIALOG_ARROWS, { "*- a", "*- b" }, NULL, 1, NULL,
	    NULL },
	{ "right", DIALOG_LEFT_RIGHT, { "*- a", "- b" }, NULL, 2, NULL,
	    "Right +Enter" },
	{ "left", DIALOG_LEFT_RIGHT, { "- a", "*- b" }, NULL, 1, NULL,
	    "Left +Enter" },
	{ "a letter", DIALOG_KEY, { "*y Yes", "p Yes, and", "esc No" }, NULL, 2,
	    NULL, "p" },
	{ "a key's name", DIALOG_KEY, { "*y Yes", "p Yes, and", "esc No" },
	    NULL, 3, NULL, "Escape" },
	{ "a letter twice", DIALOG_KEY, { "*y Yes", "y No" }, NULL, 2, NULL,
	    "Down +Enter" },
};

static void
see(const struct row *r, struct dialog_seen *seen)
{
	struct dialog_option *o;
	const char *s, *space;

	memset(seen, 0, sizeof *seen);
	seen->question = xstrdup("?");
	seen->options = xcalloc(nitems(r->options), sizeof *seen->options);
	while (seen->n < nitems(r->options) && r->options[seen->n] != NULL) {
		s = r->options[seen->n];
		o = &seen->options[seen->n++];
		o->selected = *s == '*';
		s += o->selected;
		space = strchr(s, ' ');
		if (*s != '-')
			o->key = xstrndup(s, (size_t)(space - s));
		o->label = xstrdup(space + 1);
	}
}

static char *
answer(const struct row *r)
{
	struct strv confirm = { 0 }, all = { 0 };
	struct dialog_spec spec = { .answer = r->answer, .confirm = &confirm };
	struct dialog_seen seen;
	struct replykeys keys = { 0 };
	const char *why = NULL;
	char *text = NULL;
	size_t j;
	int i;

	see(r, &seen);
	if (r->confirm != NULL)
		strv_add(&confirm, r->confirm);
	i = replykeys_choose(&seen, r->option, r->label, &why);
	if (i != -1 &&
	    replykeys_make(&spec, &seen, (size_t)i, &keys, &why) == 0) {
		for (j = 0; j < keys.keys.n; j++)
			strv_add(&all, keys.keys.v[j]);
		for (j = 0; j < keys.confirm.n; j++)
			strv_addf(&all, "+%s", keys.confirm.v[j]);
		text = strv_join(&all, " ");
	} else
		assert_non_null(why);
	strv_clear(&keys.keys);
	strv_clear(&keys.confirm);
	strv_clear(&all);
	strv_clear(&confirm);
	dialog_clear(&seen);
	return text;
}

static void
test_rows(void **state)
{
	char *got;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		got = answer(&rows[i]);
		if ((got == NULL) != (rows[i].keys == NULL) ||
		    (got != NULL && strcmp(got, rows[i].keys) != 0))
			fail_msg("%s: %s, not %s", rows[i].name,
			    got != NULL ? got : "refused",
			    rows[i].keys != NULL ? rows[i].keys : "refused");
		free(got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
