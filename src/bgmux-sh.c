/* SPDX-License-Identifier: ISC */
/* bgmux-sh: the built-in agent, a conversation whose tasks are shell commands.
 * It knows nothing of the terminal that shows it but what any program may. */

#include "base/opts.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "sh/talk.h"

#define REPEAT_MAX 16 /* times that an option can be given */

static const struct opt options[] = {
	{ 0, "add-dir", "DIR", "a directory where files may be changed" },
	{ 0, "agent", "NAME", "work as the custom agent NAME" },
	{ 0, "model", "NAME", "the model to be shown" },
	{ 0, "name", "NAME", "call the conversation NAME" },
	{ 0, "no-hooks", NULL, "run no hooks" },
	{ 0, "no-progress", NULL, "report no progress by OSC 9;4" },
	{ 0, "no-report", NULL, "report no state by OSC 7501" },
	{ 0, "no-title", NULL, "set no title" },
	{ 0, "permission-mode", "MODE", "how commands are permitted" },
	{ 0, "resume", "ID", "go on with the conversation ID" },
	{ 0, "session-id", "ID", "give the conversation the id ID" },
	{ 0, "settings", "JSON", "hooks and permissions: an object or a file" },
	{ 0, "version", NULL, "print the version" },
};

/* What was given of a repeatable option. */
static size_t
values(const struct opts *o, const char *name, const char *to[REPEAT_MAX])
{
	size_t i, n = opts_count(o, name);

	if (n > REPEAT_MAX)
		n = REPEAT_MAX;
	for (i = 0; i < n; i++)
		to[i] = opts_get_at(o, name, i);
	return n;
}

static int
talk(const struct opts *o)
{
	const char *settings[REPEAT_MAX], *dirs[REPEAT_MAX];
	struct talk_options t = { 0 };
	struct strv words = { 0 };
	char *task = NULL, *cause = NULL;
	int i, status;

	t.resume = opts_has(o, "resume");
	t.id = opts_get(o, t.resume ? "resume" : "session-id");
	t.name = opts_get(o, "name");
	t.model = opts_get(o, "model");
	t.mode = opts_get(o, "permission-mode");
	t.agent = opts_get(o, "agent");
	t.settings = settings;
	t.nsettings = values(o, "settings", settings);
	t.dirs = dirs;
	t.ndirs = values(o, "add-dir", dirs);
	t.no_report = opts_has(o, "no-report");
	t.no_title = opts_has(o, "no-title");
	t.no_progress = opts_has(o, "no-progress");
	t.no_hooks = opts_has(o, "no-hooks");
	for (i = 0; i < opts_argc(o); i++)
		strv_add(&words, opts_argv(o)[i]);
	if (words.n > 0)
		t.task = task = strv_join(&words, " ");
	status = talk_run(&t, &cause);
	if (status == -1) {
		fprintf(stderr, "bgmux-sh: %s\n", cause);
		status = 1;
	}
	free(cause);
	free(task);
	strv_clear(&words);
	return status;
}

int
main(int argc, char **argv)
{
	struct opts *o;
	char *cause = NULL;
	int status = 0;

	o = opts_parse(options, nitems(options), argc, argv, false, &cause);
	if (o == NULL) {
		fprintf(stderr, "bgmux-sh: %s\n", cause);
		free(cause);
		return 2;
	}
	if (opts_has(o, "version"))
		printf("bgmux-sh %s\n", PACKAGE_VERSION);
	else
		status = talk(o);
	opts_free(o);
	return status;
}
