/* SPDX-License-Identifier: ISC */
/* cmdtable: the list of commands, and the way from argv to one of them. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"

static const struct cmd *const commands[] = {
	&cmd_bg,
	&cmd_run,
	&cmd_agents,
	&cmd_ls,
	&cmd_attach,
	&cmd_logs,
	&cmd_send,
	&cmd_report,
	&cmd_hook,
	&cmd_hooks,
	&cmd_explain,
	&cmd_adapters,
	&cmd_stop,
	&cmd_respawn,
	&cmd_rm,
	&cmd_wait,
	&cmd_watch,
	&cmd_rename,
	&cmd_tag,
	&cmd_pin,
	&cmd_unpin,
	&cmd_archive,
	&cmd_unarchive,
	&cmd_config,
	&cmd_trust,
	&cmd_daemon,
	&cmd_help,
};

const struct cmd *
cmdtable_find(const char *name)
{
	size_t i;

	for (i = 0; i < nitems(commands); i++) {
		if (strcmp(name, commands[i]->name) == 0)
			return commands[i];
		if (commands[i]->alias != NULL &&
		    strcmp(name, commands[i]->alias) == 0)
			return commands[i];
	}
	return NULL;
}

const struct cmd *
cmdtable_get(size_t i)
{
	return i < nitems(commands) ? commands[i] : NULL;
}

static int
check_operands(const struct cmd *cmd, int n)
{
	if (n < cmd->min_operands)
		return cmd_usage(cmd, "%s: too few arguments", cmd->name);
	if (cmd->max_operands != -1 && n > cmd->max_operands)
		return cmd_usage(cmd, "%s: too many arguments", cmd->name);
	return EXIT_OK;
}

/* The command's options and, where it has none such, -h and --help: caller
 * frees. */
static struct opt *
with_help(const struct cmd *cmd, size_t *n)
{
	struct opt *table = xcalloc(cmd->nopts + 1, sizeof *table);
	struct opt *help = &table[cmd->nopts];
	size_t i;

	help->letter = 'h';
	help->name = "help";
	for (i = 0; i < cmd->nopts; i++) {
		table[i] = cmd->opts[i];
		if (table[i].letter == 'h')
			help->letter = 0;
	}
	*n = cmd->nopts + 1;
	return table;
}

static int
call_command(struct cmd_call *call)
{
	char *cause = NULL;

	if (call->cmd->placeless)
		return call->cmd->run(call);
	call->state = path_state(&cause);
	if (call->state != NULL)
		call->runtime = path_runtime(call->state, &cause);
	if (call->runtime == NULL)
		return cmd_fail_cause(cause);
	return call->cmd->run(call);
}

/* argv[0] is the command's name. */
static int
run(const struct cmd *cmd, int argc, char **argv)
{
	struct cmd_call call = { .cmd = cmd };
	struct opt *table;
	char *cause = NULL;
	size_t n;
	int status;

	if (cmd->prepare != NULL)
		argc = cmd->prepare(argc, argv);
	table = with_help(cmd, &n);
	call.opts = opts_parse(table, n, argc, argv, false, &cause);
	if (call.opts == NULL) {
		status = cmd_usage(cmd, "%s: %s", cmd->name, cause);
		free(cause);
	} else if (opts_has(call.opts, "help")) {
		cmd_print_help(cmd);
		status = EXIT_OK;
	} else {
		status = check_operands(cmd, opts_argc(call.opts));
		if (status == EXIT_OK)
			status = call_command(&call);
	}
	opts_free(call.opts);
	free(table);
	free(call.state);
	free(call.runtime);
	return status;
}

/* No command but options: those of agents, or of --bg if it is among them. */
static int
run_options(int argc, char **argv)
{
	int i;

	for (i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--bg") == 0) {
			memmove(argv + i, argv + i + 1,
			    (size_t)(argc - i) * sizeof *argv);
			return run(cmdtable_find("--bg"), argc - 1, argv);
		}
	return run(&cmd_agents, argc, argv);
}

int
cmdtable_main(int argc, char **argv)
{
	const struct cmd *cmd;
	char name[] = "agents", *agents[] = { name, NULL };
	int status;

	if (argc < 2)
		status = run(&cmd_agents, 1, agents);
	else if (strcmp(argv[1], "--version") == 0 ||
	    strcmp(argv[1], "-V") == 0) {
		puts("bgmux " PACKAGE_VERSION);
		status = EXIT_OK;
	} else if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		status = run(&cmd_help, argc - 1, argv + 1);
	else if ((cmd = cmdtable_find(argv[1])) != NULL)
		status = run(cmd, argc - 1, argv + 1);
	else if (argv[1][0] == '-')
		status = run_options(argc, argv);
	else {
		cmd_fail("no command '%s'; see bgmux help", argv[1]);
		status = EXIT_USAGE;
	}
	/* What was lost on the way to stdout is no success. */
	if (fflush(stdout) == EOF && status == EXIT_OK)
		status = cmd_fail("standard output: %s", strerror(errno));
	return status;
}
