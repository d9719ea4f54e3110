/* SPDX-License-Identifier: ISC */
/* adapter_fuzz: an adapter's file, and the command lines that come of it. */

#include "base/strv.h"
#include "base/xmalloc.h"
#include "agent/adapter.h"
#include "agent/launch.h"

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
	adapter_destroy(a);
	return 0;
}
