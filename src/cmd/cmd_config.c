/* SPDX-License-Identifier: ISC */
/* cmd_config: the settings in effect, where they come from, and what is wrong
 * with them. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/bind.h"
#include "cmd/cmd.h"
#include "cmd/cmdconf.h"
#include "cmd/cmdtable.h"
#include "cmd/super.h"
#include "conf/conf.h"
#include "conf/options.h"
#include "wire/call.h"

static const struct opt config_opts[] = {
	{ 0, "json", NULL, "print JSON" },
};

/* The value in effect; caller frees. The prefix key's default depends on what
 * this terminal is in. */
static struct jv *
value_of(const struct conf *conf, const char *name)
{
	struct jv *holder, *v;

	if (strcmp(name, "prefix") != 0 ||
	    conf_source(conf, name, NULL) != CONF_DEFAULT)
		return jv_copy(conf_value(conf, name));
	holder = jv_object();
	jv_set_string(holder, name, bind_default_prefix());
	v = jv_copy(jv_get(holder, name));
	jv_free(holder);
	return v;
}

/* "default", or the layer and its file; caller frees. */
static char *
where(const struct conf *conf, const char *name)
{
	enum conf_source source;
	char *shown, *clean, *text;
	const char *file;

	source = conf_source(conf, name, &file);
	if (file == NULL)
		return xstrdup(conf_source_name(source));
	shown = path_display(file);
	clean = utf8_clean(shown, strlen(shown), 4096);
	text = xasprintf("%s, %s", conf_source_name(source), clean);
	free(shown);
	free(clean);
	return text;
}

static void
print_row(const struct conf *conf, const struct option *o)
{
	struct jv *v = value_of(conf, o->name);
	char *value = options_show(v), *from = where(conf, o->name);

	printf("%-22s  %s  (%s)\n", o->name, value, from);
	jv_free(v);
	free(value);
	free(from);
}

static struct jv *
row_object(const struct conf *conf, const struct option *o)
{
	struct jv *row = jv_object();
	char *what = options_describe(o);
	enum conf_source source;
	const char *file;

	source = conf_source(conf, o->name, &file);
	jv_set_string(row, "name", o->name);
	jv_set(row, "value", value_of(conf, o->name));
	jv_set_string(row, "source", conf_source_name(source));
	jv_set_string(row, "file", file);
	jv_set(row, "default", options_default(o));
	jv_set_string(row, "type", what);
	jv_set_string(row, "text", o->text);
	free(what);
	return row;
}

/* What the supervisor, if one runs, found wrong and we did not: it may have
 * been started where the person's files are elsewhere. */
static void
add_supervisors(struct cmd_call *c, const struct conf *conf, struct strv *out)
{
	struct jv *status = NULL, *list;
	struct call *call;
	char *cause = NULL;
	const char *line;
	size_t i, j;

	if ((call = super_open_running(c, &cause)) != NULL) {
		status = call_ask(call, MSG_DAEMON_STATUS, NULL,
		    monotime_add(monotime_now(), SUPER_ANSWER_MS), &cause);
		call_close(call);
	}
	free(cause);
	list = jv_get_array(status, "settingsErrors");
	for (i = 0; i < jv_count(list); i++) {
		if ((line = jv_string_at(list, i)) == NULL)
			continue;
		for (j = 0; j < conf_errors(conf); j++)
			if (strcmp(conf_error(conf, j), line) == 0)
				break;
		if (j == conf_errors(conf))
			strv_take(out, utf8_clean(line, strlen(line), 600));
	}
	jv_free(status);
}

static void
print_all(const struct conf *conf)
{
	const struct option *o;
	size_t i;

	for (i = 0; (o = options_at(i)) != NULL; i++)
		print_row(conf, o);
}

static void
print_all_json(const struct conf *conf, const struct strv *others)
{
	struct jv *all = jv_object(), *rows = jv_array(), *errors = jv_array();
	const struct option *o;
	size_t i;

	for (i = 0; (o = options_at(i)) != NULL; i++)
		jv_append(rows, row_object(conf, o));
	for (i = 0; i < conf_errors(conf); i++)
		jv_append_string(errors, conf_error(conf, i));
	for (i = 0; i < others->n; i++)
		jv_append_string(errors, others->v[i]);
	jv_set(all, "options", rows);
	jv_set(all, "errors", errors);
	cmd_print_json(all);
	jv_free(all);
}

static int
config_all(struct cmd_call *c, const struct conf *conf)
{
	struct strv others = { 0 };
	size_t i;
	int status;

	add_supervisors(c, conf, &others);
	if (opts_has(c->opts, "json"))
		print_all_json(conf, &others);
	else
		print_all(conf);
	cmdconf_warn(conf);
	for (i = 0; i < others.n; i++)
		cmd_fail("the supervisor: %s", others.v[i]);
	status = conf_errors(conf) > 0 || others.n > 0 ? EXIT_FAILED : EXIT_OK;
	strv_clear(&others);
	return status;
}

static int
config_one(struct cmd_call *c, const struct conf *conf, const char *name)
{
	const struct option *o = options_find(name);
	struct jv *row;
	char *what;

	if (o == NULL)
		return cmd_fail("there is no option '%s'; bgmux config lists "
				"all",
		    name);
	if (opts_has(c->opts, "json")) {
		row = row_object(conf, o);
		cmd_print_json(row);
		jv_free(row);
		return EXIT_OK;
	}
	print_row(conf, o);
	what = options_describe(o);
	printf("It may be: %s.\n%s\n", what, o->text);
	free(what);
	return EXIT_OK;
}

static int
config_run(struct cmd_call *c)
{
	struct conf *conf = cmdconf_load(c, ".");
	int status;

	if (opts_argc(c->opts) == 1)
		status = config_one(c, conf, opts_argv(c->opts)[0]);
	else
		status = config_all(c, conf);
	conf_free(conf);
	return status;
}

const struct cmd cmd_config = {
	.name = "config",
	.opts = config_opts,
	.nopts = nitems(config_opts),
	.tail = "[NAME]",
	.summary = "Show the settings, and where they come from",
	.max_operands = 1,
	.run = config_run,
};
