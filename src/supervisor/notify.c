/* SPDX-License-Identifier: ISC */
/* notify: who tells the person of a change. How it is told is the client's
 * business. */

/*
 * Each session remembers the state that clients were told last. A change of it
 * to one of those that the settings name goes to one client that can tell the
 * person, with a mark; so a change is told once, however many look on, and the
 * next one is told by another if that client goes.
 */

#include <stdlib.h>

#include "base/helpers.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "supervisor/awaiting.h"
#include "supervisor/bus.h"
#include "supervisor/notify.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/settings.h"
#include "supervisor/supervisor_internal.h"

#define COMMANDS_MAX	8     /* at once */
#define COMMAND_MOST_MS 60000 /* of one */

extern char **environ;

static bool
is_wanted(const struct settings *st, const char *state)
{
	struct jv *on = settings_notify_on(st);
	bool wanted = false;
	size_t i;

	for (i = 0; i < jv_count(on); i++)
		if (strcmp(jv_string_at(on, i), state) == 0)
			wanted = true;
	jv_free(on);
	return wanted;
}

/* Whether its state is another one than clients were told, and is to be told.
 */
static bool
is_news(struct session *s)
{
	const char *state = session_string(s, "state");
	bool first = s->told[0] == '\0', same = strcmp(s->told, state) == 0;

	strlcpy(s->told, state, sizeof s->told);
	/* Who has just started a session knows that it waits for them. */
	if ((first && strcmp(state, "failed") != 0) || same ||
	    session_is_archived(s) ||
	    strcmp(session_string(s, "kind"), "interactive") == 0)
		return false;
	return is_wanted(s->sup->settings, state);
}

static void
on_ended(const char *said, const char *problem, void *arg)
{
	(void)said;
	(void)arg;
	if (problem != NULL)
		log_info("notify.command: %s", problem);
}

static void
set_variable(struct strv *env, const char *name, const char *value)
{
	char *text = xasprintf("%s=%s", name, value);

	strv_add(env, text);
	free(text);
}

static const char *
message_of(const struct session *s)
{
	static const char *const keys[] = { "message", "waitingFor", "summary",
		"reason" };
	const char *text = "";
	size_t i;

	for (i = 0; i < nitems(keys) && *text == '\0'; i++)
		text = session_string(s, keys[i]);
	return text;
}

static void
run_command(struct supervisor *sup, const struct session *s,
    const char *command)
{
	struct helpers_run run = {
		.command = command, .ms = COMMAND_MOST_MS, .leaves = true
	};
	struct strv env = { 0 };
	char *cause = NULL;
	size_t i;

	for (i = 0; environ[i] != NULL; i++)
		strv_add(&env, environ[i]);
	set_variable(&env, "BGMUX_NOTIFY_ID", session_id(s));
	set_variable(&env, "BGMUX_NOTIFY_NAME", session_string(s, "name"));
	set_variable(&env, "BGMUX_NOTIFY_STATE", session_string(s, "state"));
	set_variable(&env, "BGMUX_NOTIFY_MESSAGE", message_of(s));
	run.envp = env.v;
	if (helpers_start(sup->notifiers, &run, on_ended, NULL, &cause) != 0)
		log_warnx("notify.command: %s", cause);
	free(cause);
	strv_clear(&env);
}

static void
tell_news(struct session *s, const char *event)
{
	struct supervisor *sup = s->sup;
	char *command;

	if (bus_tell_news(sup->bus, event, s))
		return;
	command = settings_notify_command(sup->settings);
	if (*command != '\0' && helpers_count(sup->notifiers) < COMMANDS_MAX)
		run_command(sup, s, command);
	free(command);
}

void
notify_tell(struct session *s, const char *event)
{
	if (is_news(s))
		tell_news(s, event);
	else
		bus_tell(s->sup->bus, event, s);
	awaiting_follow(s, strcmp(event, "removed") == 0);
}
