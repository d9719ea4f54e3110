/* SPDX-License-Identifier: ISC */
/* cmd_send: text and keys into a session, with a receipt. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/lookup.h"
#include "cmd/super.h"
#include "wire/call.h"

static const struct opt send_opts[] = {
	{ 0, "key", "NAME",
	    "a key after the text (repeatable): Enter, C-c, Up" },
	{ 0, "json", NULL, "print the receipt as JSON" },
};

static struct jv *
request(struct opts *o)
{
	struct jv *body = jv_object(), *keys;
	struct strv words = { 0 };
	char *text;
	size_t i;

	for (i = 1; i < (size_t)opts_argc(o); i++)
		strv_add(&words, opts_argv(o)[i]);
	if (words.n > 0) {
		text = strv_join(&words, " ");
		jv_set_string(body, "text", text);
		free(text);
	}
	strv_clear(&words);
	keys = jv_array();
	for (i = 0; i < opts_count(o, "key"); i++)
		jv_append_string(keys, opts_get_at(o, "key", i));
	jv_set(body, "keys", keys);
	return body;
}

static int
send_to(struct cmd_call *c, struct jv *session)
{
	monotime deadline = monotime_add(monotime_now(), SUPER_REQUEST_MS);
	struct jv *body, *result = NULL;
	struct call *call;
	char *cause = NULL;

	if (jv_string(session, "socket") == NULL)
		return cmd_fail_cause(lookup_no_host(session));
	call = call_open(jv_string(session, "socket"), ROLE_CLIENT, deadline,
	    &cause);
	if (call == NULL)
		return cmd_fail_cause(cause);
	body = request(c->opts);
	result = call_ask(call, MSG_HOST_SEND, body, deadline, &cause);
	jv_free(body);
	call_close(call);
	if (result == NULL)
		return cmd_fail_cause(cause);
	jv_unset(result, "ok");
	if (opts_has(c->opts, "json"))
		cmd_print_json(result);
	else if (jv_string(result, "receipt") != NULL)
		puts(jv_string(result, "receipt"));
	jv_free(result);
	return EXIT_OK;
}

static int
send_run(struct cmd_call *c)
{
	struct jv *session;
	char *cause = NULL;
	int status;

	if (opts_argc(c->opts) == 1 && opts_count(c->opts, "key") == 0)
		return cmd_usage(c->cmd, "send: nothing to send");
	session = lookup_find(c, opts_argv(c->opts)[0], false, &cause);
	if (session == NULL)
		return cmd_fail_cause(cause);
	status = send_to(c, session);
	jv_free(session);
	return status;
}

const struct cmd cmd_send = {
	.name = "send",
	.opts = send_opts,
	.nopts = nitems(send_opts),
	.tail = "ID [TEXT ...]",
	.summary = "Type text and keys into a session",
	.min_operands = 1,
	.max_operands = -1,
	.run = send_run,
};
