/* SPDX-License-Identifier: ISC */
/* adapter_fuzz: an adapter's file, and the command lines that come of it. */

#include "base/shown.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "agent/adapter.h"
#include "agent/dialog.h"
#include "agent/launch.h"
#include "agent/promptline.h"
#include "agent/rules.h"

#include "fuzz.h"

static void
launch(const struct adapter *a, const char *task, bool resume)
{
	static char one[] = "--one", two[] = "{task}";
	char *extra[] = { one, two, NULL };
	struct launch l = {
		.adapter = a,
		.program = "/bin/program",
		.task = task,
		.id = "01234567-89ab-4cde-8f01-23456789abcd",
		.name = "{name}",
		.model = resume ? NULL : "model {id}",
		.extra = extra,
		.resume = resume,
	};
	struct strv argv = { 0 };
	char *cause = NULL;
	int r = launch_argv(&l, &argv, &cause);

	if (r == 0 && (argv.n == 0 || cause != NULL))
		fuzz_fail("%s: a command line of no words, or with a cause",
		    a->name);
	if (r != 0 && (argv.n != 0 || cause == NULL))
		fuzz_fail("%s: refused without a cause", a->name);
	free(cause);
	strv_clear(&argv);
}

/* A screen judged by whatever rules there are. */
static void
judge(const struct adapter *a)
{
	static const char *const rows[] = { "task (1)", "> 1. Yes  (y)",
		"  2. No", "----", "> type here" };
	struct promptline_seen prompt;
	struct rules_verdict verdict;
	struct dialog_seen dialog;
	struct shown_screen s;
	size_t i;

	shown_init(&s, nitems(rows));
	for (i = 0; i < nitems(rows); i++)
		s.rows[i].text = xstrdup(rows[i]);
	shown_add_span(&s.rows[4].dim, 2, 6, 0);
	s.cursor_row = 4;
	s.cursor = 2;
	s.title = xstrdup("* title");
	for (i = 0; i < 2; i++) {
		rules_judge(a->rules, a->prompt, &s, i == 1, &verdict);
		if (verdict.rule != NULL &&
		    !rules_holds(a->rules, verdict.rule, a->prompt, &s))
			fuzz_fail("a rule matched and does not hold");
		if (verdict.dialog != NULL) {
			dialogs_read(a->dialogs, verdict.dialog, &s, &dialog);
			dialog_clear(&dialog);
		}
		rules_clear(&verdict);
	}
	promptline_find(a->prompt, &s, &prompt);
	promptline_clear(&prompt);
	shown_clear(&s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct adapter *a;
	char *cause = NULL;

	a = adapter_parse((const char *)p, n, "/etc/test.json", &cause);
	if ((a == NULL) != (cause != NULL))
		fuzz_fail("no adapter and no cause, or both");
	free(cause);
	if (a == NULL)
		return 0;
	launch(a, NULL, false);
	launch(a, "a {task} -x", false);
	launch(a, NULL, true);
	judge(a);
	adapter_destroy(a);
	return 0;
}
