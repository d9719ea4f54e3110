/* SPDX-License-Identifier: ISC */
/* cmd_hook: the hook of an agent in a session: what it is told goes to the
 * session's host.
 *
 * It stands in an agent's way: it ends with 0 whatever happens, and takes no
 * longer than HOOK_MS, even if the host is stopped. It prints nothing, but
 * where the agent asks for a permission and would take the answer from a hook,
 * while it shows its dialog: then it waits, and prints what the host says. Its
 * silence leaves the decision to the dialog. */

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/tomlwords.h"
#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/spawn.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "wire/call.h"

#define HOOK_MS	      1000
#define HOOK_WAIT_MS  590000	 /* for an answer: agents give hooks 600 s */
#define HOOK_INPUT    (4u << 20) /* bytes that are read */
#define HOOK_TEXT_MAX 4096	 /* of a string that are passed on */
#define HOOK_ITEMS    32	 /* of an array or object */

struct cutting {
	struct jv *out;
	size_t n;
};

static struct jv *cut(const struct jv *);

static void
cut_member(const char *key, struct jv *value, void *arg)
{
	struct cutting *c = arg;

	if (c->n++ < HOOK_ITEMS)
		jv_set(c->out, key, cut(value));
}

static struct jv *
cut_string(const char *s)
{
	struct jv *wrap = jv_array(), *out;
	char *text = xstrndup(s, HOOK_TEXT_MAX);

	jv_append_string(wrap, text);
	out = jv_copy(jv_at(wrap, 0));
	jv_free(wrap);
	free(text);
	return out;
}

/* A copy without what is long: files and outputs of tools are no news. */
static struct jv *
cut(const struct jv *v)
{
	struct cutting c = { NULL, 0 };
	size_t i;

	switch (jv_type(v)) {
	case JV_STRING:
		return cut_string(jv_as_string(v));
	case JV_ARRAY:
		c.out = jv_array();
		for (i = 0; i < jv_count(v) && i < HOOK_ITEMS; i++)
			jv_append(c.out, cut(jv_at(v, i)));
		return c.out;
	case JV_OBJECT:
		c.out = jv_object();
		jv_each(v, cut_member, &c);
		return c.out;
	default:
		return jv_copy(v);
	}
}

/* Standard input up to its end, within the deadline. */
static void
read_input(struct buf *b, monotime deadline)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
	uint8_t *room;
	ssize_t n;

	for (;;) {
		if (poll(&p, 1, monotime_left(deadline)) <= 0)
			return;
		room = buf_reserve(b, 16384);
		if (room == NULL)
			return;
		n = read(STDIN_FILENO, room, 16384);
		if (n <= 0)
			return;
		buf_add(b, (size_t)n);
	}
}

/* The event: from an operand that is JSON (Codex's notify), else from standard
 * input. NULL if there is none. */
static struct jv *
get_event(const char *operand, monotime deadline)
{
	struct buf b;
	struct jv *v;
	char *cause = NULL;

	if (operand != NULL && *operand == '{')
		v = jv_parse(operand, strlen(operand), &cause);
	else {
		buf_init(&b, HOOK_INPUT);
		read_input(&b, deadline);
		v = jv_parse(b.data == NULL ? "" : (const char *)b.data, b.len,
		    &cause);
		buf_clear(&b);
	}
	free(cause);
	return v;
}

/* The host's second answer: what to print; nothing if it does not come. */
static void
await(struct call *call)
{
	monotime deadline = monotime_add(monotime_now(), HOOK_WAIT_MS);
	struct jv *result = NULL;
	const char *text;
	char *cause = NULL;
	struct msg m;

	while (call_next(call, &m, deadline, &cause) == 1)
		if (m.type == MSG_RESULT) {
			result = jv_parse((const char *)m.body, m.len, &cause);
			break;
		}
	text = jv_string(result, "print");
	if (text != NULL)
		puts(text);
	free(cause);
	jv_free(result);
}

static void
tell(const char *path, const struct jv *body, monotime deadline)
{
	struct call *call;
	struct jv *result;
	char *cause = NULL;

	call = call_open(path, ROLE_REPORTER, deadline, &cause);
	if (call != NULL) {
		result = call_ask(call, MSG_HOST_HOOK, body, deadline, &cause);
		if (jv_bool(result, "waits", false))
			await(call);
		jv_free(result);
		call_close(call);
	}
	free(cause);
}

/* The person's own program for the same event, which ours stands in for: the
 * list KEY in the TOML file of "KEY=FILE", with the event as its last word.
 * Nobody waits for it. */
static void
chain(const char *where, const char *event)
{
	const char *eq = strchr(where, '=');
	struct strv argv = { 0 };
	char *key, *text, *cause = NULL;
	struct spawn sp;
	size_t n;

	if (eq == NULL || event == NULL)
		return;
	key = xstrndup(where, (size_t)(eq - where));
	text = atomic_read(eq + 1, TOMLWORDS_FILE_MAX, &n);
	if (text != NULL && tomlwords_get(text, n, key, &argv) == 0) {
		strv_add(&argv, event);
		spawn_init(&sp);
		sp.file = argv.v[0];
		sp.argv = argv.v;
		(void)spawn_start(&sp, &cause);
		free(cause);
	}
	strv_clear(&argv);
	free(text);
	free(key);
}

static int
hook_run(struct cmd_call *c)
{
	const char *path = getenv("BGMUX_SOCKET");
	const char *token = getenv("BGMUX_TOKEN");
	const char *operand = opts_argv(c->opts)[0];
	monotime deadline = monotime_add(monotime_now(), HOOK_MS);
	struct jv *event, *body;

	if (opts_has(c->opts, "chain"))
		chain(opts_get(c->opts, "chain"), operand);
	if (path == NULL || *path != '/' || token == NULL)
		return EXIT_OK;
	event = get_event(operand, deadline);
	if (jv_type(event) == JV_OBJECT) {
		body = jv_object();
		jv_set_string(body, "token", token);
		if (operand != NULL && *operand != '{')
			jv_set_string(body, "name", operand);
		if (operand == NULL || *operand != '{')
			jv_set_bool(body, "waits", true);
		jv_set(body, "event", cut(event));
		tell(path, body, deadline);
		jv_free(body);
	}
	jv_free(event);
	return EXIT_OK;
}

static const struct opt hook_opts[] = {
	{ 0, "chain", "KEY=FILE",
	    "then run the list KEY of a TOML file with the event" },
};

const struct cmd cmd_hook = {
	.name = "hook",
	.opts = hook_opts,
	.nopts = nitems(hook_opts),
	.tail = "[EVENT]",
	.summary = "Tell the session one is in of an agent's hook",
	.min_operands = 0,
	.max_operands = 1,
	.run = hook_run,
};
