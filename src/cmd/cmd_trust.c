/* SPDX-License-Identifier: ISC */
/* cmd_trust: the directories whose settings are trusted. */

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "conf/trust.h"

static const struct opt trust_opts[] = {
	{ 0, "list", NULL, "print the trusted directories" },
	{ 0, "remove", NULL, "trust the directory no more" },
};

static void
print_dir(const char *before, const char *dir)
{
	char *clean = utf8_clean(dir, strlen(dir), 4096);

	printf("%s%s\n", before, clean);
	free(clean);
}

static int
list(struct cmd_call *c)
{
	struct strv dirs = { 0 };
	char *cause = NULL;
	size_t i;

	if (trust_load(c->state, &dirs, &cause) == -1)
		return cmd_fail_cause(cause);
	for (i = 0; i < dirs.n; i++)
		print_dir("", dirs.v[i]);
	strv_clear(&dirs);
	return EXIT_OK;
}

/* NULL and *cause. A directory that has gone can still be removed. */
static char *
find_dir(const char *given, bool must_exist, char **cause)
{
	char *dir = path_absolute(given);
	struct stat st;

	if (dir == NULL || (must_exist && stat(dir, &st) == -1))
		*cause = xasprintf("%s: %s", given, strerror(errno));
	else if (must_exist && !S_ISDIR(st.st_mode))
		*cause = xasprintf("%s: %s", given, strerror(ENOTDIR));
	else
		return dir;
	free(dir);
	return NULL;
}

static int
change(struct cmd_call *c, const char *given, bool remove)
{
	char *cause = NULL, *dir;
	int r;

	if ((dir = find_dir(given, !remove, &cause)) == NULL)
		return cmd_fail_cause(cause);
	r = remove ? trust_remove(c->state, dir, &cause) :
		     trust_add(c->state, dir, &cause);
	if (r == 1)
		print_dir(remove ? "not trusted any more: " : "trusted: ", dir);
	else if (r == 0 && !remove)
		print_dir("trusted already: ", dir);
	else if (r == 0)
		cause =
		    xasprintf("%s is not among the trusted directories", given);
	free(dir);
	return cause != NULL ? cmd_fail_cause(cause) : EXIT_OK;
}

static int
trust_run(struct cmd_call *c)
{
	bool remove = opts_has(c->opts, "remove");
	const char *given = ".";

	if (opts_argc(c->opts) == 1)
		given = opts_argv(c->opts)[0];
	if (!opts_has(c->opts, "list"))
		return change(c, given, remove);
	if (remove || opts_argc(c->opts) == 1)
		return cmd_usage(c->cmd, "trust: --list stands alone");
	return list(c);
}

const struct cmd cmd_trust = {
	.name = "trust",
	.opts = trust_opts,
	.nopts = nitems(trust_opts),
	.tail = "[DIR]",
	.summary = "Trust the settings of a directory",
	.max_operands = 1,
	.run = trust_run,
};
