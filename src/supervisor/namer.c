/* SPDX-License-Identifier: ISC */
/* namer: runs the command that names sessions; the session does not wait for
 * it. */

#include <stdlib.h>
#include <string.h>

#include "base/helpers.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/xmalloc.h"
#include "supervisor/change.h"
#include "supervisor/namer.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/settings.h"
#include "supervisor/supervisor_internal.h"

struct naming {
	struct namer *namer;
	char id[SESSION_ID_LEN + 1]; /* of the session */
	char *was;		     /* owned: its name when it began */
};

struct namer {
	struct supervisor *sup;	 /* borrowed */
	struct helpers *helpers; /* owned */
};

static void
give(struct naming *n, const char *name)
{
	struct session *s = registry_get(n->namer->sup->registry, n->id);
	struct jv *set;
	char *cause = NULL;

	if (s == NULL || strcmp(session_string(s, "name"), n->was) != 0)
		return;
	set = jv_object();
	jv_set_string(set, "name", name);
	if (change_session(n->namer->sup, s, set, &cause) != 0)
		log_info("%s: name.command: %s", s->id, cause);
	free(cause);
	jv_free(set);
}

/* The first line of what it says counts, if that is not nothing. */
static void
on_over(const char *said, const char *problem, void *arg)
{
	struct naming *n = arg;
	char *name;

	if (problem != NULL)
		log_info("name.command: %s", problem);
	else if (*said != '\0') {
		name = xstrndup(said, strcspn(said, "\r\n"));
		give(n, name);
		free(name);
	}
	free(n->was);
	free(n);
}

static void
execute(struct namer *namer, const struct session *s, const char *command,
    const char *task)
{
	struct helpers_run run = { .command = command, .ms = NAMER_MOST_MS };
	struct naming *n = xcalloc(1, sizeof *n);
	char *input, *cause = NULL;

	n->namer = namer;
	strlcpy(n->id, s->id, sizeof n->id);
	n->was = xstrdup(session_string(s, "name"));
	run.input = input = xasprintf("%.*s\n", NAMER_TASK_MAX, task);
	run.len = strlen(input);
	if (helpers_start(namer->helpers, &run, on_over, n, &cause) != 0) {
		log_warnx("name.command: %s", cause);
		free(n->was);
		free(n);
	}
	free(cause);
	free(input);
}

void
namer_start(struct namer *namer, const struct session *s,
    const struct jv *request)
{
	const char *task = jv_string(request, "task");
	char *command;

	if (task == NULL || jv_string(request, "name") != NULL ||
	    helpers_count(namer->helpers) >= NAMER_MAX)
		return;
	command = settings_name_command(namer->sup->settings);
	if (*command != '\0')
		execute(namer, s, command, task);
	free(command);
}

struct namer *
namer_create(struct supervisor *sup)
{
	struct namer *namer = xcalloc(1, sizeof *namer);

	namer->sup = sup;
	namer->helpers = helpers_create(sup->loop, sup->reaper);
	return namer;
}

void
namer_destroy(struct namer *namer)
{
	if (namer == NULL)
		return;
	helpers_destroy(namer->helpers);
	free(namer);
}
