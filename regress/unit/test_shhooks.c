/* SPDX-License-Identifier: ISC */
/* test_shhooks: the built-in agent's hooks: settings, what they are told, what
 * they decide, and those that hang, flood or cannot be run. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "sh/hooks.h"
#include "sh/io.h"
#include "sh/permit.h"

static struct io io;
static char dir[64];

static struct hooks *
load(const char *settings)
{
	struct hooks *h = hooks_create();
	struct permit p = { 0 };
	char *cause = NULL;

	assert_int_equal(hooks_load(h, settings, &p, &cause), 0);
	permit_clear(&p);
	return h;
}

/* Hooks of one command for PreToolUse. */
static struct hooks *
one(const char *command, int timeout)
{
	struct jv *v = jv_object(), *hooks = jv_object(), *hook = jv_object();
	struct jv *matcher = jv_object(), *list = jv_array(), *in = jv_array();
	struct hooks *h;
	char *text;

	jv_set_string(hook, "type", "command");
	jv_set_string(hook, "command", command);
	jv_set_int(hook, "timeout", timeout);
	jv_append(in, hook);
	jv_set(matcher, "hooks", in);
	jv_set_string(matcher, "matcher", "Bash");
	jv_append(list, matcher);
	jv_set(hooks, "PreToolUse", list);
	jv_set(v, "hooks", hooks);
	text = jv_text(v, false);
	h = load(text);
	free(text);
	jv_free(v);
	return h;
}

/* What a hook decides, that is told so much. */
static enum hooks_decision
run(struct hooks *h, size_t payload, char **reason)
{
	struct hooks_run r;
	struct io_event e;
	struct jv *v = jv_object();
	char *big = xcalloc(1, payload + 1);
	enum hooks_decision d;
	monotime until;

	memset(big, 'x', payload);
	jv_set_string(v, "prompt", big);
	free(big);
	hooks_start(h, &r, &io, "PreToolUse", "Bash", v);
	while (!hooks_done(&r)) {
		until = hooks_until(&r);
		io_wait(&io, &until, &e);
		hooks_event(&r, &e);
	}
	d = r.decision;
	*reason = r.reason != NULL ? xstrdup(r.reason) : NULL;
	hooks_leave(&r);
	assert_int_equal(io.nfds, 0);
	hooks_destroy(h);
	return d;
}

static void
decides(const char *command, enum hooks_decision want, const char *reason)
{
	char *why;

	assert_int_equal(run(one(command, 600), 10, &why), want);
	if (reason != NULL)
		assert_string_equal(why, reason);
	else
		assert_null(why);
	free(why);
}

static void
settings(void **state)
{
	struct hooks *h = hooks_create();
	struct permit p = { 0 };
	char *cause = NULL, *path = path_join(dir, "s.json");
	const char *text = "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"command\":"
			   "\"true\"}]}],\"X\":5,\"Y\":[5,{\"hooks\":[5]}]},"
			   "\"permissions\":{\"allow\":[\"Bash(ls)\",5]}}";

	(void)state;
	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
	assert_int_equal(hooks_load(h, path, &p, &cause), 0);
	assert_true(hooks_any(h, "Stop", NULL));
	assert_false(hooks_any(h, "Y", NULL));
	assert_int_equal(p.allowed.n, 1);
	assert_int_equal(hooks_load(h, "{", &p, &cause), -1);
	free(cause);
	assert_int_equal(hooks_load(h, "/nonexistent", &p, &cause), -1);
	free(cause);
	hooks_destroy(h);
	permit_clear(&p);
	h = one("true", 1);
	assert_true(hooks_any(h, "PreToolUse", "Bash"));
	assert_false(hooks_any(h, "PreToolUse", "BashOutput"));
	assert_false(hooks_any(h, "PostToolUse", "Bash"));
	hooks_destroy(h);
	free(path);
}

static void
decisions(void **state)
{
	(void)state;
	decides("true", HOOKS_NONE, NULL);
	decides("exit 1", HOOKS_NONE, NULL);
	decides("echo no way >&2; exit 2", HOOKS_DENY, "no way ");
	decides("echo nonsense", HOOKS_NONE, NULL);
	decides("echo '{\"decision\":\"block\",\"reason\":\"r\"}'", HOOKS_DENY,
	    "r");
	decides("echo '{\"hookSpecificOutput\":{\"permissionDecision\":"
		"\"allow\"}}'",
	    HOOKS_ALLOW, NULL);
	decides("echo '{\"hookSpecificOutput\":{\"decision\":{\"behavior\":"
		"\"deny\",\"message\":\"m\"}}}'",
	    HOOKS_DENY, "m");
	decides("echo '[]'", HOOKS_NONE, NULL);
	decides("/no/such/program 2>/dev/null", HOOKS_NONE, NULL);
}

/* It gets all of what it is told, and has no terminal. */
static void
told(void **state)
{
	char *path = path_join(dir, "in"), *text, *why, *cause, *command;
	struct jv *v;
	size_t n;

	(void)state;
	command =
	    xasprintf("cat >%s; (: </dev/tty) 2>/dev/null && exit 2; :", path);
	assert_int_equal(run(one(command, 600), 200000, &why), HOOKS_NONE);
	free(why);
	text = atomic_read(path, 1u << 20, &n);
	assert_non_null(text);
	v = jv_parse(text, n, &cause);
	assert_int_equal(strlen(jv_string(v, "prompt")), 200000);
	jv_free(v);
	free(text);
	free(command);
	free(path);
}

/* What hangs is ended, what floods is bounded, what does not listen hurts
 * nobody, what it leaves behind does not hold us. */
static void
hostile(void **state)
{
	char *why;

	(void)state;
	assert_int_equal(run(one("sleep 1000", 1), 10, &why), HOOKS_NONE);
	free(why);
	assert_int_equal(run(one("head -c 2000000 /dev/zero", 600), 10, &why),
	    HOOKS_NONE);
	free(why);
	assert_int_equal(run(one("exec <&-; exit 2", 600), 300000, &why),
	    HOOKS_DENY);
	free(why);
	assert_int_equal(run(one("sleep 5 & exit 0", 600), 10, &why),
	    HOOKS_NONE);
	free(why);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings),
		cmocka_unit_test(decisions),
		cmocka_unit_test(told),
		cmocka_unit_test(hostile),
	};
	int r;

	xsnprintf(dir, sizeof dir, "/tmp/test_shhooks.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return 99;
	io_init(&io);
	r = cmocka_run_group_tests(tests, NULL, NULL);
	path_remove_tree(dir);
	return r;
}
