/* SPDX-License-Identifier: ISC */
/* cmd_agents: agents and ls, the lists of sessions. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/opts.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "cmd/attaching.h"
#include "cmd/cmd.h"
#include "cmd/cmdconf.h"
#include "cmd/cmdtable.h"
#include "cmd/lookup.h"
#include "cmd/show.h"
#include "cmd/start.h"
#include "cmd/viewing.h"
#include "conf/conf.h"
#include "conf/customs.h"

static const struct opt ls_opts[] = {
	{ 0, "json", NULL, "print JSON" },
	{ 'a', "all", NULL, "ended, archived and interactive sessions too" },
	{ 0, "tag", "TAG", "those with this tag (repeatable: all of them)" },
};

static const struct opt agents_opts[] = {
	{ 0, "json", NULL, "print JSON" },
	{ 'a', "all", NULL, "ended, archived and interactive sessions too" },
	{ 0, "plain", NULL, "lines of text, for screen readers" },
	{ 0, "cwd", "DIR", "sessions below DIR, and new ones there" },
	{ 0, "tag", "TAG",
	    "those with this tag, and new ones get it "
	    "(repeatable)" },
	START_AGENT_OPTS,
};

/* What runs in the foreground of another terminal is seen there. */
static bool
is_listed(const struct jv *session, void *arg)
{
	const char *kind = jv_string(session, "kind");

	(void)arg;
	return kind == NULL || strcmp(kind, "interactive") != 0;
}

static bool
has_tag(const struct jv *session, const char *tag)
{
	const struct jv *tags = jv_get_array(session, "tags");
	size_t i;

	for (i = 0; i < jv_count(tags); i++)
		if (jv_string_at(tags, i) != NULL &&
		    strcmp(jv_string_at(tags, i), tag) == 0)
			return true;
	return false;
}

/* Whether a session has all the tags asked for. */
static bool
has_tags(const struct jv *session, void *arg)
{
	const struct opts *o = arg;
	size_t i, n = opts_count(o, "tag");

	for (i = 0; i < n; i++)
		if (!has_tag(session, opts_get_at(o, "tag", i)))
			return false;
	return true;
}

static bool
is_below(const struct jv *session, void *arg)
{
	const char *cwd = jv_string(session, "cwd"), *dir = arg;
	size_t n = strlen(dir);

	return cwd != NULL && strncmp(cwd, dir, n) == 0 &&
	    (cwd[n] == '\0' || cwd[n] == '/' || n == 1);
}

/* Those below the directory asked for. Takes the list. NULL and *cause. */
static struct jv *
narrow(const struct opts *o, struct jv *list, char **cause)
{
	const char *given = opts_get(o, "cwd");
	char *dir;

	if (given == NULL)
		return list;
	if ((dir = path_absolute(given)) == NULL) {
		*cause = xasprintf("%s: %s", given, strerror(errno));
		jv_free(list);
		return NULL;
	}
	list = jv_filter(list, is_below, dir);
	free(dir);
	return list;
}

/* What the table shows, and what the options choose by. */
static struct jv *
shown_members(void)
{
	static const char *const names[] = { "id", "name", "kind", "state",
		"signal", "exitCode", "progress", "startedAt", "endedAt",
		"message", "waitingFor", "summary", "reason", "tags", "cwd" };
	struct jv *members = jv_array();
	size_t i;

	for (i = 0; i < nitems(names); i++)
		jv_append_string(members, names[i]);
	return members;
}

static int
list_run(struct cmd_call *c)
{
	struct jv *list;
	char *cause = NULL, *note;
	bool direct;

	list = lookup_list(c, opts_has(c->opts, "all"),
	    opts_has(c->opts, "json") ? NULL : shown_members(), &note, &cause);
	if (list == NULL)
		return cmd_fail_cause(cause);
	direct = note != NULL;
	if (direct)
		fprintf(stderr, "bgmux: %s\n", note);
	free(note);
	if (!opts_has(c->opts, "json") && !opts_has(c->opts, "all"))
		list = jv_filter(list, is_listed, NULL);
	if (opts_count(c->opts, "tag") > 0)
		list = jv_filter(list, has_tags, c->opts);
	if ((list = narrow(c->opts, list, &cause)) == NULL)
		return cmd_fail_cause(cause);
	if (opts_has(c->opts, "json"))
		cmd_print_json(list);
	else if (jv_count(list) == 0)
		puts(direct ? "no live session has answered" :
			      "no sessions; start one with: bgmux --bg --exec "
			      "'COMMAND'");
	else
		show_table(list);
	jv_free(list);
	return EXIT_OK;
}

static bool
is_disabled(struct cmd_call *c)
{
	const char *value = getenv("BGMUX_DISABLE_AGENT_VIEW");
	struct conf *conf;
	bool disabled;

	if (value != NULL && *value != '\0' && strcmp(value, "0") != 0)
		return true;
	conf = cmdconf_load(c, NULL);
	disabled = conf_bool(conf, "disableAgentView");
	conf_free(conf);
	return disabled;
}

static void
print_customs(struct cmd_call *c)
{
	struct conf_place place;
	struct customs customs = { 0 };
	const char *dir = opts_get(c->opts, "cwd");
	char *cwd = path_absolute(dir != NULL ? dir : ".");
	size_t i;

	conf_place_init(&place, c->state);
	customs_load(&place, cwd, &customs);
	for (i = 0; i < customs.n; i++)
		printf("  %s\n", customs.list[i].name);
	customs_clear(&customs);
	conf_place_clear(&place);
	free(cwd);
}

/* Where there is to be no view. */
static int
count_run(struct cmd_call *c)
{
	struct jv *list;
	char *cause = NULL;
	size_t n;

	list = lookup_list(c, false, NULL, NULL, &cause);
	if (list == NULL)
		return cmd_fail_cause(cause);
	n = jv_count(list);
	printf("%zu session%s; the agent view is turned off (bgmux ls lists "
	       "them)\n",
	    n, n == 1 ? "" : "s");
	print_customs(c);
	jv_free(list);
	return EXIT_OK;
}

/* The view on a terminal, else the list as ls has it. */
static int
agents_run(struct cmd_call *c)
{
	bool plain = opts_has(c->opts, "plain");

	if (opts_has(c->opts, "json") || opts_has(c->opts, "all") ||
	    (!plain && !attaching_can()))
		return list_run(c);
	if (is_disabled(c))
		return count_run(c);
	return viewing_run(c, NULL);
}

const struct cmd cmd_agents = {
	.name = "agents",
	.opts = agents_opts,
	.nopts = nitems(agents_opts),
	.summary = "Open the agent view, or list sessions as JSON",
	.run = agents_run,
};

const struct cmd cmd_ls = {
	.name = "ls",
	.opts = ls_opts,
	.nopts = nitems(ls_opts),
	.summary = "List sessions as a table",
	.run = list_run,
};
