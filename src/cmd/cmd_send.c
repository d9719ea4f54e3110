/* SPDX-License-Identifier: ISC */
/* cmd_send: text and keys into a session, with a receipt. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/envlist.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/random.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/lookup.h"
#include "cmd/super.h"
#include "term/key.h"
#include "wire/call.h"

#define TEXT_MAX (1000u << 10) /* bytes */
#define TRIES	 8
#define WAIT_MS	 2000 /* for the receipt, before it is "queued" */

extern char **environ;

static const struct opt send_opts[] = {
	{ 0, "key", "NAME",
	    "a key after the text (repeatable): Enter, C-c, Up" },
	{ 0, "submit", NULL,
	    "Enter after the text, once the agent can take it" },
	{ 0, "option", "N",
	    "answer the dialog shown by its option N, or by its label" },
	{ 0, "id", "SENDID", "what was sent under it before is not repeated" },
	{ 0, "json", NULL, "print the receipt as JSON" },
};

/* All of stdin without a newline at its end; NULL and *cause. */
static char *
read_stdin(char **cause)
{
	struct buf b = { 0 };
	char chunk[8192];
	ssize_t n;

	buf_init(&b, 0);
	while ((n = read(STDIN_FILENO, chunk, sizeof chunk)) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			*cause =
			    xasprintf("standard input: %s", strerror(errno));
			break;
		}
		if (memchr(chunk, '\0', (size_t)n) != NULL) {
			*cause = xstrdup("the text has a NUL byte");
			break;
		}
		buf_put(&b, chunk, (size_t)n);
		if (b.len > TEXT_MAX) {
			*cause = xasprintf("the text is longer than %u bytes",
			    TEXT_MAX);
			break;
		}
	}
	if (*cause != NULL) {
		buf_clear(&b);
		return NULL;
	}
	if (b.len > 0 && b.data[b.len - 1] == '\n')
		b.len--;
	return buf_steal(&b, NULL);
}

/* The operands after the session, or stdin for "-"; NULL if there are none,
 * and with *cause if it cannot be read. */
static char *
text_of(struct opts *o, char **cause)
{
	struct strv words = { 0 };
	char *text;
	int i;

	if (opts_argc(o) == 1)
		return NULL;
	if (opts_argc(o) == 2 && strcmp(opts_argv(o)[1], "-") == 0)
		return read_stdin(cause);
	for (i = 1; i < opts_argc(o); i++)
		strv_add(&words, opts_argv(o)[i]);
	text = strv_join(&words, " ");
	strv_clear(&words);
	return text;
}

static void
set_id(struct opts *o, struct jv *body)
{
	char text[17];

	if (opts_has(o, "id")) {
		jv_set_string(body, "reply", opts_get(o, "id"));
		return;
	}
	random_hex(text, 8);
	jv_set_string(body, "reply", text);
}

/* N, or what an option says. */
static void
set_option(struct opts *o, struct jv *body)
{
	const char *option = opts_get(o, "option"), *error;
	long long n;

	if (option == NULL)
		return;
	n = strtonum(option, 1, 99, &error);
	if (error == NULL)
		jv_set_int(body, "option", n);
	else
		jv_set_string(body, "label", option);
}

/* NULL and *cause if the text cannot be read. */
static struct jv *
request(struct opts *o, char **cause)
{
	struct jv *body = jv_object(), *keys;
	char *text = text_of(o, cause);
	size_t i;

	if (*cause != NULL) {
		jv_free(body);
		return NULL;
	}
	jv_set_string(body, "text", text);
	free(text);
	keys = jv_array();
	for (i = 0; i < opts_count(o, "key"); i++)
		jv_append_string(keys, opts_get_at(o, "key", i));
	jv_set(body, "keys", keys);
	set_option(o, body);
	if (opts_has(o, "submit"))
		jv_set_bool(body, "submit", true);
	set_id(o, body);
	jv_set_string(body, "from", getenv("BGMUX_SESSION"));
	return body;
}

/* A receipt that the host did not give; takes reason. */
static struct jv *
receipt(const char *word, char *reason, const struct jv *body)
{
	struct jv *r = jv_object();

	jv_set_string(r, "receipt", word);
	jv_set_string(r, "reason", reason);
	jv_set_string(r, "reply", jv_string(body, "reply"));
	free(reason);
	return r;
}

/* What its host said, asked without a supervisor; NULL: nobody is there. */
static struct jv *
ask_host(const struct jv *session, const struct jv *body)
{
	monotime deadline = monotime_add(monotime_now(), SUPER_REQUEST_MS);
	const char *path = jv_string(session, "socket"), *word;
	struct jv *own, *result = NULL;
	struct call *call;
	char *cause = NULL;

	if (path == NULL ||
	    (call = call_open(path, ROLE_CLIENT, deadline, &cause)) == NULL) {
		free(cause);
		return NULL;
	}
	own = jv_copy(body);
	jv_set_bool(own, "inside", jv_string(body, "from") != NULL);
	result = call_ask(call, MSG_HOST_REPLY, own, deadline, &cause);
	jv_free(own);
	call_close(call);
	word = jv_string(result, "receipt");
	if (result == NULL && errno == 0)
		return receipt("refused", cause, body);
	if (result == NULL)
		return receipt("unknown", cause, body);
	if (word != NULL && strcmp(word, "later") == 0) {
		/* Without a supervisor nobody keeps it. */
		jv_set_string(result, "receipt", "refused");
	}
	return result;
}

/* The supervisor keeps it and brings it to its host; a lost connection says
 * nothing of what it has, so it is asked again under the same id. */
static struct jv *
deliver(struct cmd_call *c, const struct jv *session, const struct jv *body)
{
	struct jv *result, *direct;
	char *cause = NULL;
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		free(cause);
		cause = NULL;
		result = super_ask(c, MSG_SESSION_REPLY, body,
		    WAIT_MS + SUPER_ANSWER_MS, &cause);
		if (jv_bool(result, "unkept", false) &&
		    (direct = ask_host(session, body)) != NULL) {
			/* It cannot be promised, but it can be typed now. */
			jv_free(result);
			return direct;
		}
		if (result != NULL)
			return result;
		if (errno == 0 || errno == EMSGSIZE)
			return receipt("refused", cause, body);
		if (errno == ETIMEDOUT)
			break;
	}
	result = ask_host(session, body);
	if (result == NULL)
		return receipt("unknown", cause, body);
	free(cause);
	return result;
}

/* A name that is no key's is refused before anything is kept. */
static struct jv *
check_keys(struct opts *o, const struct jv *body)
{
	struct key key;
	size_t i;

	for (i = 0; i < opts_count(o, "key"); i++)
		if (key_parse(opts_get_at(o, "key", i), &key) != 0)
			return receipt("refused",
			    xasprintf("unknown key '%s'",
				opts_get_at(o, "key", i)),
			    body);
	return NULL;
}

static int
print_receipt(struct opts *o, struct jv *r)
{
	const char *word = jv_string(r, "receipt");
	const char *reason = jv_string(r, "reason");
	bool taken;

	if (word == NULL)
		return cmd_fail("the host answers nonsense");
	taken = strcmp(word, "refused") != 0 && strcmp(word, "unknown") != 0;
	jv_unset(r, "ok");
	if (opts_has(o, "json"))
		cmd_print_json(r);
	else if (taken)
		puts(word);
	if (taken)
		return EXIT_OK;
	return cmd_fail("%s: %s", word, reason != NULL ? reason : "?");
}

static int
send_run(struct cmd_call *c)
{
	struct jv *session, *body, *r;
	char *cause = NULL;
	int status;

	if (opts_argc(c->opts) == 1 && opts_count(c->opts, "key") == 0 &&
	    !opts_has(c->opts, "option"))
		return cmd_usage(c->cmd, "send: nothing to send");
	session = lookup_find(c, opts_argv(c->opts)[0], false, &cause);
	if (session == NULL)
		return cmd_fail_cause(cause);
	if ((body = request(c->opts, &cause)) == NULL) {
		jv_free(session);
		return cmd_fail_cause(cause);
	}
	if ((r = check_keys(c->opts, body)) != NULL)
		;
	else if (jv_string(session, "machine") != NULL)
		r = receipt("refused", lookup_no_host(session), body);
	else {
		jv_set_string(body, "id", jv_string(session, "id"));
		jv_set_int(body, "waitMs", WAIT_MS);
		if (jv_string(session, "socket") == NULL)
			jv_set(body, "env", envlist_jv(environ));
		r = deliver(c, session, body);
	}
	status = print_receipt(c->opts, r);
	jv_free(r);
	jv_free(body);
	jv_free(session);
	return status;
}

const struct cmd cmd_send = {
	.name = "send",
	.opts = send_opts,
	.nopts = nitems(send_opts),
	.tail = "ID [TEXT ... | -]",
	.summary = "Type text and keys into a session",
	.min_operands = 1,
	.max_operands = -1,
	.run = send_run,
};
