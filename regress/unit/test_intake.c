/* SPDX-License-Identifier: ISC */
/* test_intake: requests to start a session, good and bad. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "supervisor/intake.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"

static const struct intake_place place = { "/state", "/runtime" };

static struct jv *
parse(const char *text)
{
	char *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

static void
test_job(void **state)
{
	struct registry *r = registry_create();
	struct jv *v, *boot = NULL;
	struct session *s;
	char *cause = NULL;

	(void)state;
	v = parse("{\"kind\":\"job\",\"exec\":true,\"cwd\":\"/tmp\","
		  "\"argv\":[\"sh\",\"-c\",\"make it\"],"
		  "\"env\":[\"SECRET=1\"],\"cols\":90,\"rows\":0}");
	s = intake_session(r, v, &place, &boot, &cause);
	assert_non_null(s);
	assert_string_equal(session_string(s, "name"), "make it");
	assert_string_equal(session_string(s, "state"), "working");
	assert_string_equal(session_string(s, "terminal"), "90x40");
	assert_string_equal(jv_string(boot, "id"), session_id(s));
	assert_string_equal(jv_string(boot, "stateDir"), "/state");
	assert_int_equal(strlen(jv_string(boot, "token")), 32);
	assert_int_equal(jv_count(jv_get_array(boot, "env")), 1);
	jv_free(boot);
	jv_free(v);

	/* The environment and the token are on no record. */
	v = session_record(s);
	assert_null(jv_get(v, "env"));
	assert_null(jv_get(v, "token"));
	jv_free(v);
	session_destroy(s);
	registry_destroy(r);
}

/* Bytes that JSON cannot carry, and a parent that there is. */
static void
test_env(void **state)
{
	struct registry *r = registry_create();
	struct jv *v, *boot = NULL, *env;
	struct session *s;
	char *cause = NULL;

	(void)state;
	registry_add(r, session_create("0123abcd"), true);
	v = parse("{\"kind\":\"job\",\"exec\":true,\"cwd\":\"/tmp\","
		  "\"argv\":[\"a\"],\"env\":[{\"b64\":\"Qj3/\"},"
		  "\"BGMUX_SESSION=0123abcd\"]}");
	s = intake_session(r, v, &place, &boot, &cause);
	assert_non_null(s);
	assert_string_equal(session_string(s, "parent"), "0123abcd");
	env = jv_get_array(boot, "env");
	assert_string_equal(jv_string(jv_at(env, 0), "b64"), "Qj3/");
	session_destroy(s);
	jv_free(boot);
	jv_free(v);
	v = parse("{\"kind\":\"job\",\"exec\":true,\"cwd\":\"/tmp\","
		  "\"argv\":[\"a\"],\"env\":[\"BGMUX_SESSION=0123abce\"]}");
	s = intake_session(r, v, &place, &boot, &cause);
	assert_non_null(s);
	assert_string_equal(session_string(s, "parent"), "");
	session_destroy(s);
	jv_free(boot);
	jv_free(v);
	registry_destroy(r);
}

/* Each boot message is of the session as it is, with a token of its own. */
static void
test_boot(void **state)
{
	struct registry *r = registry_create();
	struct jv *v, *boot = NULL, *again;
	struct session *s;
	char *cause = NULL;

	(void)state;
	v = parse("{\"kind\":\"background\",\"adapter\":\"sh\","
		  "\"cwd\":\"/tmp\",\"argv\":[\"a\",\"b\"],\"env\":[],"
		  "\"task\":\"do it\",\"model\":\"m\",\"args\":[\"-x\"],"
		  "\"cols\":71,\"rows\":21}");
	s = intake_session(r, v, &place, &boot, &cause);
	assert_non_null(s);
	jv_free(v);
	again = intake_boot(s, &place);
	assert_int_equal(jv_int(again, "cols", 0), 71);
	assert_int_equal(jv_int(again, "rows", 0), 21);
	assert_string_equal(jv_string(again, "adapter"), "sh");
	assert_int_equal(jv_count(jv_get_array(again, "argv")), 2);
	assert_string_not_equal(jv_string(again, "token"),
	    jv_string(boot, "token"));
	jv_free(again);
	jv_free(boot);

	/* What its next start needs is on record; the task and the person's
	 * own arguments are for nobody else. */
	v = session_record(s);
	assert_string_equal(jv_string(v, "task"), "do it");
	assert_int_equal(jv_count(jv_get_array(v, "args")), 1);
	jv_free(v);
	v = session_object(s);
	assert_string_equal(jv_string(v, "model"), "m");
	assert_null(jv_get(v, "task"));
	assert_null(jv_get(v, "args"));
	jv_free(v);
	session_destroy(s);
	registry_destroy(r);
}

struct row {
	const char *cause;
	const char *request;
};

#define ENV "\"env\":[]"

static const struct row rows[] = {
	{ "kind", "{\"exec\":true}" },
	{ "kind", "{\"kind\":\"pet\"}" },
	{ "no command", "{\"kind\":\"job\"}" },
	{ "no command was given",
	    "{\"kind\":\"job\",\"argv\":[],\"cwd\":\"/\"," ENV "}" },
	{ "no command was given",
	    "{\"kind\":\"job\",\"argv\":[\"\"],\"cwd\":\"/\"," ENV "}" },
	{ "command is broken",
	    "{\"kind\":\"job\",\"argv\":[1],\"cwd\":\"/\"," ENV "}" },
	{ "no environment",
	    "{\"kind\":\"job\",\"argv\":[\"a\"],\"cwd\":\"/\"}" },
	{ "environment is broken",
	    "{\"kind\":\"job\",\"argv\":[\"a\"],\"cwd\":\"/\","
	    "\"env\":[\"A\"]}" },
	{ "environment is broken",
	    "{\"kind\":\"job\",\"argv\":[\"a\"],\"cwd\":\"/\","
	    "\"env\":[{\"b64\":\"=\"}]}" },
	{ "absolute path", "{\"kind\":\"job\",\"argv\":[\"a\"]," ENV "}" },
	{ "absolute path",
	    "{\"kind\":\"job\",\"argv\":[\"a\"],\"cwd\":\"tmp\"," ENV "}" },
	{ "cannot use /no/such: No such file",
	    "{\"kind\":\"job\",\"argv\":[\"a\"],\"cwd\":\"/no/such\"," ENV
	    "}" },
	{ "Not a directory",
	    "{\"kind\":\"job\",\"argv\":[\"a\"],\"cwd\":\"/dev/null\"," ENV
	    "}" },
};

static void
test_refused(void **state)
{
	struct registry *r = registry_create();
	struct jv *v, *boot = NULL;
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		cause = NULL;
		v = parse(rows[i].request);
		assert_null(intake_session(r, v, &place, &boot, &cause));
		if (strstr(cause, rows[i].cause) == NULL)
			fail_msg("row %zu: %s", i, cause);
		free(cause);
		jv_free(v);
	}
	registry_destroy(r);
}

static void
test_too_long(void **state)
{
	struct registry *r = registry_create();
	char *big = xmalloc(INTAKE_ARGV_MAX + 1), *cause = NULL;
	struct jv *v, *boot = NULL, *argv = jv_array();

	(void)state;
	v = parse("{\"kind\":\"job\",\"cwd\":\"/\"," ENV "}");
	memset(big, 'x', INTAKE_ARGV_MAX);
	big[INTAKE_ARGV_MAX] = '\0';
	jv_append_string(argv, big);
	jv_set(v, "argv", argv);
	assert_null(intake_session(r, v, &place, &boot, &cause));
	assert_string_equal(cause, "the command is too long");
	free(cause);
	free(big);
	jv_free(v);
	registry_destroy(r);
}

static void
test_names(void **state)
{
	struct registry *r = registry_create();
	struct jv *v, *boot = NULL;
	struct session *s;
	char *cause = NULL;

	(void)state;
	v = parse("{\"kind\":\"background\",\"cwd\":\"/\",\"argv\":[\"a\"],"
		  "\"task\":\"fix it\"," ENV "}");
	s = intake_session(r, v, &place, &boot, &cause);
	assert_string_equal(session_string(s, "name"), "fix it");
	jv_free(boot);
	registry_add(r, s, true);
	s = intake_session(r, v, &place, &boot, &cause);
	assert_string_equal(session_string(s, "name"), "fix it (2)");
	jv_free(boot);
	session_destroy(s);
	jv_set_string(v, "name", " given\n");
	s = intake_session(r, v, &place, &boot, &cause);
	assert_string_equal(session_string(s, "name"), "given");
	jv_free(boot);
	session_destroy(s);
	jv_unset(v, "name");
	jv_unset(v, "task");
	s = intake_session(r, v, &place, &boot, &cause);
	assert_string_equal(session_string(s, "name"), "new session");
	jv_free(boot);
	session_destroy(s);
	jv_free(v);
	registry_destroy(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_job),
		cmocka_unit_test(test_env),
		cmocka_unit_test(test_boot),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
