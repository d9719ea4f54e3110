/* SPDX-License-Identifier: ISC */
/* cmd_adapters: the adapters that there are, and a tester of their rules. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/adapter.h"
#include "agent/launch.h"
#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "cmd/agentversion.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/playing.h"

#define RECORDING_MAX (64u << 20) /* bytes */

static const struct opt adapters_opts[] = {
	{ 0, "json", NULL, "print as JSON" },
	{ 0, "versions", NULL, "ask each program for its version" },
};

/* v is NULL, or gets how the program is asked for its version. */
static struct jv *
describe(const char *name, struct agentversion *v)
{
	struct jv *o = jv_object();
	struct adapter *a;
	char *cause = NULL, *program;

	jv_set_string(o, "name", name);
	a = adapter_find(name, NULL, &cause);
	if (a == NULL) {
		jv_set_string(o, "problem", cause);
		free(cause);
		return o;
	}
	program = adapter_program(a, NULL, &cause);
	jv_set_string(o, "title", a->title);
	jv_set_string(o, "path", a->path);
	jv_set_string(o, "program", program);
	jv_set_bool(o, "tried", a->tried);
	jv_set_string(o, "triedVersion", a->tried_version);
	jv_set_bool(o, "rules", a->rules != NULL);
	jv_set_bool(o, "hooks", a->hooks != NULL);
	if (v != NULL && program != NULL && a->version.n > 0)
		launch_version(a, program, &v->argv);
	free(program);
	free(cause);
	adapter_destroy(a);
	return o;
}

/* The found version beside the tried one. */
static const char *
compare(const struct jv *o)
{
	const char *found = jv_string(o, "version");
	const char *tried = jv_string(o, "triedVersion");

	if (found == NULL)
		return jv_string(o, "versionProblem");
	if (tried == NULL || strcmp(found, tried) == 0)
		return NULL;
	return "not the tried one";
}

static void
print_one(const struct jv *o, bool versions)
{
	const char *program = jv_string(o, "program");
	const char *problem = jv_string(o, "problem");
	const char *version = jv_string(o, "triedVersion");

	if (problem != NULL) {
		printf("%-10s broken: %s\n", jv_string(o, "name"), problem);
		return;
	}
	printf("%-10s %-20s %-9s ", jv_string(o, "name"), jv_string(o, "title"),
	    !jv_bool(o, "tried", false) ? "not tried" :
		version != NULL		? version :
					  "tried");
	if (versions)
		printf("%-12s ",
		    jv_string(o, "version") != NULL ? jv_string(o, "version") :
						      "-");
	printf("%s", program != NULL ? program : "not found");
	if (versions && program != NULL && compare(o) != NULL)
		printf(" (%s)", compare(o));
	putchar('\n');
}

/* What the programs have said, in the objects. */
static void
put_versions(struct jv *all, struct agentversion *v)
{
	size_t i, n = jv_count(all);

	agentversion_ask(v, n, AGENTVERSION_MS);
	for (i = 0; i < n; i++) {
		jv_set_string(jv_at(all, i), "version", v[i].text);
		jv_set_string(jv_at(all, i), "versionProblem", v[i].problem);
		agentversion_clear(&v[i]);
	}
}

static int
list(struct cmd_call *c)
{
	bool versions = opts_has(c->opts, "versions");
	struct agentversion *v = NULL;
	struct jv *all = jv_array();
	struct strv names = { 0 };
	size_t i;

	adapter_names(&names, NULL);
	if (versions)
		v = xcalloc(names.n + 1, sizeof *v);
	for (i = 0; i < names.n; i++)
		jv_append(all, describe(names.v[i], v != NULL ? &v[i] : NULL));
	if (versions)
		put_versions(all, v);
	free(v);
	if (opts_has(c->opts, "json"))
		cmd_print_json(all);
	else
		for (i = 0; i < jv_count(all); i++)
			print_one(jv_at(all, i), versions);
	strv_clear(&names);
	jv_free(all);
	return EXIT_OK;
}

static void
print_line(const char *line, void *arg)
{
	(void)arg;
	printf("%s\n", line);
}

/* A file, or the name of an adapter. */
static struct adapter *
load(const char *what, char **cause)
{
	if (strchr(what, '/') == NULL && strchr(what, '.') == NULL)
		return adapter_find(what, NULL, cause);
	return adapter_load(what, cause);
}

/* Standard input, whole. NULL with errno. */
static char *
read_input(size_t *n)
{
	struct buf b;
	ssize_t got = 1;

	buf_init(&b, RECORDING_MAX);
	while (got > 0 && buf_reserve(&b, 65536) != NULL) {
		got = read(STDIN_FILENO, b.data + b.len, 65536);
		if (got > 0)
			buf_add(&b, (size_t)got);
	}
	if (got == 0)
		return buf_steal(&b, n);
	if (got > 0)
		errno = EFBIG;
	buf_clear(&b);
	return NULL;
}

static int
test(const char *file, const char *recording)
{
	struct adapter *a;
	char *text, *why = NULL, *cause = NULL;
	size_t n;

	a = load(file, &cause);
	if (a == NULL)
		return cmd_fail_cause(cause);
	text = strcmp(recording, "-") == 0 ?
	    read_input(&n) :
	    atomic_read(recording, RECORDING_MAX, &n);
	if (text == NULL)
		cause = xasprintf("%s: %s", recording, strerror(errno));
	else if (n > 2 && memcmp(text, "\037\213", 2) == 0)
		cause =
		    xasprintf("%s: is packed: pipe it through gzip -dc, to -",
			recording);
	else if (playing_run(a, text, n, print_line, NULL, &why) != 0)
		cause = xasprintf("%s: %s", recording, why);
	free(why);
	free(text);
	adapter_destroy(a);
	return cause == NULL ? EXIT_OK : cmd_fail_cause(cause);
}

static int
adapters_run(struct cmd_call *c)
{
	char **words = opts_argv(c->opts);
	int n = opts_argc(c->opts);

	if (n == 0)
		return list(c);
	if (n == 3 && strcmp(words[0], "test") == 0)
		return test(words[1], words[2]);
	return cmd_usage(c->cmd, "adapters: wrong operands");
}

const struct cmd cmd_adapters = {
	.name = "adapters",
	.opts = adapters_opts,
	.nopts = nitems(adapters_opts),
	.tail = "[test FILE RECORDING]",
	.summary = "List the adapters, or try one's rules on a recording",
	.min_operands = 0,
	.max_operands = 3,
	.run = adapters_run,
};
