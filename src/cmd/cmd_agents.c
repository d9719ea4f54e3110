/* SPDX-License-Identifier: ISC */
/* cmd_agents: agents and ls, the lists of sessions. */

#include <stdio.h>

#include "base/jv.h"
#include "base/opts.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/lookup.h"
#include "cmd/show.h"

static const struct opt agents_opts[] = {
	{ 0, "json", NULL, "print JSON" },
	{ 'a', "all", NULL, "ended sessions too" },
};

static int
agents_run(struct cmd_call *c)
{
	struct jv *list;
	char *cause = NULL;
	bool direct;

	list = lookup_list(c, opts_has(c->opts, "all"), &direct, &cause);
	if (list == NULL)
		return cmd_fail_cause(cause);
	if (direct)
		fputs("bgmux: the supervisor does not answer; asked the "
		      "sessions themselves\n",
		    stderr);
	if (opts_has(c->opts, "json"))
		cmd_print_json(list);
	else if (jv_count(list) == 0)
		puts(
		    "no sessions; start one with: bgmux --bg --exec 'COMMAND'");
	else
		show_table(list);
	jv_free(list);
	return EXIT_OK;
}

const struct cmd cmd_agents = {
	.name = "agents",
	.opts = agents_opts,
	.nopts = nitems(agents_opts),
	.summary = "List sessions, as JSON or as a table",
	.run = agents_run,
};

const struct cmd cmd_ls = {
	.name = "ls",
	.opts = agents_opts,
	.nopts = nitems(agents_opts),
	.summary = "List sessions as a table",
	.run = agents_run,
};
