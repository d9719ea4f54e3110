/* SPDX-License-Identifier: ISC */
/* cmd_explain: why a session's row says what it says. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/hosts.h"
#include "cmd/lookup.h"
#include "cmd/show.h"
#include "cmd/super.h"
#include "wire/call.h"

static const struct opt explain_opts[] = {
	{ 0, "json", NULL, "print as JSON" },
};

/* "LABEL  text", if there is a text. */
static void
print_text(const char *label, const struct jv *v, const char *key)
{
	char *text = show_clean(v, key, 2048);

	if (*text != '\0')
		printf("%-10s %s\n", label, text);
	free(text);
}

static void
print_age(const struct jv *v, const char *key)
{
	int64_t ms = jv_int(v, key, 0);

	if (ms < 10000)
		printf("%lld.%llds", (long long)(ms / 1000),
		    (long long)(ms % 1000 / 100));
	else {
		char *age = show_age(ms);

		printf("%s", age);
		free(age);
	}
}

/* "  * osc 7501  working      12.0s  rule, region: message" */
static void
print_item(const struct jv *v, const char *believed)
{
	char *source = show_clean(v, "source", 16);
	char *state = show_clean(v, "state", 16);
	char *rule = show_clean(v, "rule", 128);
	char *region = show_clean(v, "region", 32);
	char *message = show_clean(v, "message", 256);
	char *waiting = show_clean(v, "waitingFor", 64);

	printf("  %c %-9s %-8s ", strcmp(source, believed) == 0 ? '*' : ' ',
	    source, state);
	print_age(v, "sinceMs");
	printf(" (said ");
	print_age(v, "ageMs");
	printf(" ago)");
	if (*waiting != '\0')
		printf(", %s", waiting);
	if (*rule != '\0')
		printf(", %s '%s'",
		    strcmp(source, "hook") == 0		? "event" :
			strcmp(source, "osc 7501") == 0 ? "record" :
							  "rule",
		    rule);
	if (*region != '\0')
		printf(" in %s", region);
	if (jv_bool(v, "yielded", false))
		printf(", has yielded to what came after it");
	if (*message != '\0')
		printf(": %s", message);
	printf("\n");
	free(source);
	free(state);
	free(rule);
	free(region);
	free(message);
	free(waiting);
}

static void
print_adapter(const struct jv *adapter)
{
	char *path = show_clean(adapter, "path", 1024);
	char *version = show_clean(adapter, "triedVersion", 64);

	if (*path != '\0')
		printf("%-10s %s (%s)\n", "adapter", path,
		    jv_bool(adapter, "tried", false) ? "tried" : "not tried");
	if (*version != '\0')
		printf("%-10s %s\n", "tried with", version);
	print_text("problem", adapter, "problem");
	free(path);
	free(version);
}

static void
print_all(const struct jv *session, const struct jv *explain)
{
	const struct jv *list = jv_get_array(explain, "evidence");
	char *name = show_clean(session, "name", 256);
	char *state = show_state(session);
	char *source = show_clean(explain, "source", 16);
	size_t i;

	printf("%s %s: %s, by %s%s%s\n", jv_string(session, "id"), name, state,
	    source,
	    jv_bool(explain, "begins", false) ?
		", since it has a task and has not come to it" :
		"",
	    jv_bool(explain, "borrowed", false) ?
		" (a dialog on it, over a 'working' that is old)" :
		"");
	print_text("waits for", session, "waitingFor");
	print_text("message", session, "message");
	print_text("reason", session, "reason");
	if (jv_get(explain, "outputMs") != NULL) {
		printf("%-10s ", "output");
		print_age(explain, "outputMs");
		printf(" ago\n");
	}
	if (jv_count(list) > 0)
		printf("evidence, the strongest first (* is believed)\n");
	for (i = 0; i < jv_count(list); i++)
		print_item(jv_at(list, i), source);
	print_adapter(jv_get_object(explain, "adapter"));
	free(name);
	free(state);
	free(source);
}

/* What the host says; for a session without one, what is on record. */
static struct jv *
ask(const struct jv *session, char **cause)
{
	const char *path = jv_string(session, "socket");
	monotime deadline = monotime_add(monotime_now(), SUPER_ANSWER_MS);
	struct jv *body = jv_object(), *result = NULL, *explain;
	struct call *call;

	if (path == NULL) {
		explain = jv_object();
		jv_set_string(explain, "source",
		    jv_int(session, "endedAt", 0) > 0 ? "exit" : "record");
		jv_set(body, "session", jv_copy(session));
		jv_set(body, "explain", explain);
		return body;
	}
	call = hosts_open(session, SUPER_ANSWER_MS, cause);
	if (call != NULL)
		result =
		    call_ask(call, MSG_HOST_EXPLAIN, body, deadline, cause);
	call_close(call);
	jv_free(body);
	return result;
}

static int
explain_run(struct cmd_call *c)
{
	struct jv *session, *result = NULL;
	char *cause = NULL;

	session = lookup_find(c, opts_argv(c->opts)[0], true, &cause);
	if (session != NULL)
		result = ask(session, &cause);
	if (result == NULL) {
		jv_free(session);
		return cmd_fail_cause(cause);
	}
	if (opts_has(c->opts, "json"))
		cmd_print_json(result);
	else {
		print_all(jv_get_object(result, "session"),
		    jv_get_object(result, "explain"));
		print_text("stays up", session, "staysUp");
	}
	jv_free(session);
	jv_free(result);
	return EXIT_OK;
}

const struct cmd cmd_explain = {
	.name = "explain",
	.opts = explain_opts,
	.nopts = nitems(explain_opts),
	.tail = "ID",
	.summary = "Say why a session's row says what it says",
	.min_operands = 1,
	.max_operands = 1,
	.run = explain_run,
};
