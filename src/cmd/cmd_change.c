/* SPDX-License-Identifier: ISC */
/* cmd_change: rename, pin, unpin, archive, unarchive and tag, what people
 * change of sessions. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/opts.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/lookup.h"
#include "cmd/show.h"
#include "cmd/super.h"
#include "wire/msg.h"

/* Set some members of a session: the session as it is then (caller frees), or
 * NULL and *cause. Takes set. */
static struct jv *
change(struct cmd_call *c, const char *what, struct jv *set, char **cause)
{
	struct jv *session, *body, *result;

	session = lookup_find(c, what, false, cause);
	if (session == NULL) {
		jv_free(set);
		return NULL;
	}
	body = jv_object();
	jv_set_string(body, "id", jv_string(session, "id"));
	jv_set(body, "set", set);
	jv_free(session);
	result =
	    super_ask(c, MSG_SESSION_CHANGE, body, SUPER_REQUEST_MS, cause);
	jv_free(body);
	if (result == NULL)
		return NULL;
	session = jv_copy(jv_get_object(result, "session"));
	jv_free(result);
	return session;
}

static int
rename_run(struct cmd_call *c)
{
	struct jv *set = jv_object(), *session;
	char *cause = NULL, *name;

	jv_set_string(set, "name", opts_argv(c->opts)[1]);
	session = change(c, opts_argv(c->opts)[0], set, &cause);
	if (session == NULL)
		return cmd_fail_cause(cause);
	name = show_clean(session, "name", 256);
	printf("renamed %s %s\n", jv_string(session, "id"), name);
	free(name);
	jv_free(session);
	return EXIT_OK;
}

/* Set or take back a flag of each session named. */
static int
set_all(struct cmd_call *c, const char *flag, bool on, const char *done)
{
	struct jv *set, *session;
	char *cause = NULL;
	int i, status = EXIT_OK;

	for (i = 0; i < opts_argc(c->opts); i++) {
		set = jv_object();
		jv_set_bool(set, flag, on);
		session = change(c, opts_argv(c->opts)[i], set, &cause);
		if (session != NULL)
			printf("%s %s\n", done, jv_string(session, "id"));
		else {
			status = cmd_fail_cause(cause);
			cause = NULL;
		}
		jv_free(session);
	}
	return status;
}

static int
pin_run(struct cmd_call *c)
{
	return set_all(c, "pinned", true, "pinned");
}

static int
unpin_run(struct cmd_call *c)
{
	return set_all(c, "pinned", false, "unpinned");
}

static int
archive_run(struct cmd_call *c)
{
	return set_all(c, "archived", true, "archived");
}

static int
unarchive_run(struct cmd_call *c)
{
	return set_all(c, "archived", false, "unarchived");
}

/* "-TAG" is no option: it becomes "!TAG", which no tag can begin with. */
static int
tag_prepare(int argc, char **argv)
{
	int i, operands = 0;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (argv[i][0] != '-')
			operands++;
		else if (operands > 0 && argv[i][1] != '-' &&
		    argv[i][1] != '\0')
			argv[i][0] = '!';
	}
	return argc;
}

static struct jv *
tag_request(struct opts *o)
{
	struct jv *set = jv_object(), *add = jv_array(), *gone = jv_array();
	const char *word;
	int i;

	for (i = 1; i < opts_argc(o); i++) {
		word = opts_argv(o)[i];
		if (*word == '!' || *word == '-')
			jv_append_string(gone, word + 1);
		else
			jv_append_string(add, *word == '+' ? word + 1 : word);
	}
	jv_set(set, "tagsAdd", add);
	jv_set(set, "tagsRemove", gone);
	return set;
}

static int
tag_run(struct cmd_call *c)
{
	struct jv *session, *tags;
	char *cause = NULL;
	size_t i;

	if (opts_argc(c->opts) == 1)
		session = lookup_find(c, opts_argv(c->opts)[0], false, &cause);
	else
		session = change(c, opts_argv(c->opts)[0], tag_request(c->opts),
		    &cause);
	if (session == NULL)
		return cmd_fail_cause(cause);
	tags = jv_get_array(session, "tags");
	for (i = 0; i < jv_count(tags); i++)
		if (jv_string_at(tags, i) != NULL)
			puts(jv_string_at(tags, i));
	jv_free(session);
	return EXIT_OK;
}

const struct cmd cmd_rename = {
	.name = "rename",
	.tail = "ID NAME",
	.summary = "Give a session another name",
	.min_operands = 2,
	.max_operands = 2,
	.run = rename_run,
};

const struct cmd cmd_pin = {
	.name = "pin",
	.tail = "ID ...",
	.summary = "Keep sessions on top of the list",
	.min_operands = 1,
	.max_operands = -1,
	.run = pin_run,
};

const struct cmd cmd_unpin = {
	.name = "unpin",
	.tail = "ID ...",
	.summary = "Take pins back",
	.min_operands = 1,
	.max_operands = -1,
	.run = unpin_run,
};

const struct cmd cmd_tag = {
	.name = "tag",
	.tail = "ID [[+]TAG | -TAG ...]",
	.summary = "Give a session tags, take them, list them",
	.min_operands = 1,
	.max_operands = -1,
	.run = tag_run,
	.prepare = tag_prepare,
};

const struct cmd cmd_archive = {
	.name = "archive",
	.tail = "ID ...",
	.summary = "List sessions no more, but with --all",
	.min_operands = 1,
	.max_operands = -1,
	.run = archive_run,
};

const struct cmd cmd_unarchive = {
	.name = "unarchive",
	.tail = "ID ...",
	.summary = "List archived sessions again",
	.min_operands = 1,
	.max_operands = -1,
	.run = unarchive_run,
};
