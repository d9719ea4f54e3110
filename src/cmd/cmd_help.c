/* SPDX-License-Identifier: ISC */
/* cmd_help: the commands in a line each, and what tests check the man page
 * against. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/opts.h"
#include "base/xmalloc.h"
#include "client/action.h"
#include "client/bind.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "conf/options.h"

static const struct opt help_opts[] = {
	{ 0, "dump", "WHAT",
	    "print a table for programs: commands, options, keys" },
};

static void
dump_commands(void)
{
	const struct cmd *cmd;
	size_t i, j;

	for (i = 0; (cmd = cmdtable_get(i)) != NULL; i++) {
		printf("%s\n", cmd->name);
		for (j = 0; j < cmd->nopts; j++) {
			const struct opt *o = &cmd->opts[j];

			if (o->letter != 0)
				printf("%s -%c\n", cmd->name, o->letter);
			if (o->name != NULL)
				printf("%s --%s\n", cmd->name, o->name);
		}
	}
}

static void
dump_options(void)
{
	const struct option *o;
	char *what, *def;
	struct jv *v;
	size_t i;

	for (i = 0; (o = options_at(i)) != NULL; i++) {
		what = options_describe(o);
		v = options_default(o);
		def = options_show(v);
		printf("%s: %s; default %s\n", o->name, what, def);
		jv_free(v);
		free(what);
		free(def);
	}
}

static void
dump_keys(void)
{
	const struct binding *b;
	size_t i;

	for (i = 0; (b = bind_at(i)) != NULL; i++)
		printf("%s\t%s\t%s\t%s\n", bind_view_name(b->view), b->key,
		    action_name(b->action), b->note);
}

static int
help_one(const char *name)
{
	const struct cmd *cmd = cmdtable_find(name);
	char *dashes;

	if (cmd == NULL) {
		dashes = xasprintf("--%s", name);
		cmd = cmdtable_find(dashes);
		free(dashes);
	}
	if (cmd == NULL)
		return cmd_fail("no command '%s'", name);
	cmd_print_help(cmd);
	return EXIT_OK;
}

/* The commands, and what a name alone does not tell. */
static void
help_all(void)
{
	const struct cmd *cmd;
	size_t i;

	printf("usage: bgmux [FLAG ...] | COMMAND [ARG ...]\n"
	       "       bgmux --help | --version\n\n"
	       "Without a command, bgmux does what agents does.\n\n");
	for (i = 0; (cmd = cmdtable_get(i)) != NULL; i++)
		printf("  %-10s %s\n", cmd->name, cmd->summary);
	printf("\nbgmux COMMAND --help tells more; bgmux(1) is the manual.\n");
}

/* "--bg" is a command, not an option of ours; help_one finds "bg". */
static int
help_prepare(int argc, char **argv)
{
	if (argc == 2 && strncmp(argv[1], "--", 2) == 0 &&
	    cmdtable_find(argv[1]) != NULL)
		argv[1] += 2;
	return argc;
}

static int
help_run(struct cmd_call *c)
{
	const char *what = opts_get(c->opts, "dump");

	if (what != NULL) {
		if (strcmp(what, "commands") == 0)
			dump_commands();
		else if (strcmp(what, "options") == 0)
			dump_options();
		else if (strcmp(what, "keys") == 0)
			dump_keys();
		else
			return cmd_usage(c->cmd, "no table '%s'", what);
		return EXIT_OK;
	}
	if (opts_argc(c->opts) == 1)
		return help_one(opts_argv(c->opts)[0]);
	help_all();
	return EXIT_OK;
}

const struct cmd cmd_help = {
	.name = "help",
	.opts = help_opts,
	.nopts = nitems(help_opts),
	.tail = "[COMMAND]",
	.summary = "Say what commands there are",
	.max_operands = 1,
	.placeless = true,
	.run = help_run,
	.prepare = help_prepare,
};
