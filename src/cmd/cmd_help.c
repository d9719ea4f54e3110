/* SPDX-License-Identifier: ISC */
/* cmd_help: the commands in a line each, and what tests check the man page
 * against. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/opts.h"
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
	size_t i;

	if (cmd == NULL)
		return cmd_fail("no command '%s'", name);
	cmd_print_usage(cmd, 0);
	printf("%s.\n", cmd->summary);
	for (i = 0; i < cmd->nopts; i++) {
		const struct opt *o = &cmd->opts[i];
		char left[64];
		int n = 0;

		if (o->letter != 0)
			n = snprintf(left, sizeof(left), "-%c%s", o->letter,
			    o->name != NULL ? ", " : "");
		if (o->name != NULL)
			n += snprintf(left + n, sizeof(left) - (size_t)n,
			    "--%s", o->name);
		if (o->arg != NULL)
			snprintf(left + n, sizeof(left) - (size_t)n, " %s",
			    o->arg);
		printf("  %-26s %s\n", left, o->help);
	}
	return EXIT_OK;
}

static int
help_run(struct cmd_call *c)
{
	const struct cmd *cmd;
	const char *what = opts_get(c->opts, "dump");
	size_t i;

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
	printf("usage: bgmux COMMAND [ARG ...]\n\n");
	for (i = 0; (cmd = cmdtable_get(i)) != NULL; i++)
		printf("  %-8s %s\n", cmd->name, cmd->summary);
	printf("\nbgmux help COMMAND tells more; bgmux(1) is the manual.\n");
	return EXIT_OK;
}

const struct cmd cmd_help = {
	.name = "help",
	.opts = help_opts,
	.nopts = nitems(help_opts),
	.tail = "[COMMAND]",
	.summary = "Say what commands there are",
	.max_operands = 1,
	.run = help_run,
};
