/* SPDX-License-Identifier: ISC */
/* test_change: what people change of a session: all or nothing, checked. How it
 * is kept and told: test_superproc and e2e/organise. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "supervisor/change.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

static struct session *
add(struct registry *r, const char *id, const char *name)
{
	struct session *s = session_create(id);
	struct jv *v = jv_object();

	jv_set_string(v, "name", name);
	session_fill(s, v);
	jv_free(v);
	s->announced = true;
	registry_add(r, s, false);
	return s;
}

static int
change(struct registry *r, struct session *s, const char *text, char **cause)
{
	struct jv *set = jv_parse(text, strlen(text), cause);
	int ret;

	if (set == NULL)
		fail_msg("%s: %s", text, *cause);
	ret = change_fields(r, s, set, cause);
	jv_free(set);
	return ret;
}

/* The session's tags after a change, joined by commas. */
static void
expect_tags(struct registry *r, struct session *s, const char *set,
    const char *want)
{
	char *cause = NULL, *text;

	if (change(r, s, set, &cause) == -1)
		fail_msg("%s: %s", set, cause);
	text = jv_text(jv_get(s->fields, "tags"), false);
	assert_string_equal(text, want);
	free(text);
}

static void
test_tags(void **state)
{
	static const char *const bad[] = { "", "a b", "+a", "a/b", "\xc3\xa9",
		"123456789012345678901234567890123" };
	struct registry *r = registry_create();
	struct session *s = add(r, "00000001", "a");
	char *cause = NULL;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(bad); i++)
		assert_false(change_is_tag(bad[i]));
	assert_false(change_is_tag(NULL));
	assert_true(change_is_tag("12345678901234567890123456789012"));
	assert_true(change_is_tag("A-z_0.9"));
	expect_tags(r, s, "{\"tagsAdd\":[\"x\",\"y\",\"x\"]}", "[\"x\",\"y\"]");
	expect_tags(r, s, "{\"tagsAdd\":[\"z\"],\"tagsRemove\":[\"x\",\"q\"]}",
	    "[\"y\",\"z\"]");
	assert_int_equal(change(r, s, "{\"tagsAdd\":[\"y\"]}", &cause), 0);
	assert_int_equal(change(r, s,
			     "{\"tagsAdd\":[\"ok\",\"not ok\"],"
			     "\"name\":\"other\",\"pinned\":true}",
			     &cause),
	    -1);
	assert_non_null(strstr(cause, "'not ok' is no tag"));
	free(cause);
	cause = NULL;
	assert_string_equal(session_string(s, "name"), "a");
	assert_false(session_is_pinned(s));
	assert_int_equal(change(r, s,
			     "{\"tagsAdd\":[\"1\",\"2\",\"3\",\"4\",\"5\","
			     "\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\","
			     "\"13\",\"14\",\"15\"]}",
			     &cause),
	    -1);
	assert_string_equal(cause, "more than 16 tags");
	free(cause);
	expect_tags(r, s, "{}", "[\"y\",\"z\"]");
	assert_int_equal(change(r, s, "{\"tagsRemove\":[\"y\",\"z\"]}", &cause),
	    1);
	assert_null(jv_get(s->fields, "tags"));
	registry_destroy(r);
}

static void
expect_name(struct registry *r, struct session *s, const char *given,
    const char *want)
{
	struct jv *set = jv_object();
	char *cause = NULL;

	jv_set_string(set, "name", given);
	if (change_fields(r, s, set, &cause) == -1)
		fail_msg("%s", cause);
	assert_string_equal(session_string(s, "name"), want);
	jv_free(set);
}

static void
test_names(void **state)
{
	struct registry *r = registry_create();
	struct session *s = add(r, "00000001", "a"), *t;
	char *cause = NULL, longest[401];

	(void)state;
	t = add(r, "00000002", "b");
	expect_name(r, s, "a", "a");
	expect_name(r, s, "b", "b (2)");
	expect_name(r, s, "b", "b (2)");
	expect_name(r, t, "b (2)", "b (2) (2)");
	expect_name(r, s, "b", "b");
	expect_name(r, s, " x\033[1m  \xe2\x80\xaey ", "x[1m y");
	memset(longest, 'n', sizeof longest);
	longest[400] = '\0';
	expect_name(r, s, longest, longest + 200);
	assert_int_equal(change(r, s, "{\"name\":\" \\u0007 \"}", &cause), -1);
	free(cause);
	registry_destroy(r);
}

static void
test_flags(void **state)
{
	struct registry *r = registry_create();
	struct session *s = add(r, "00000001", "a");
	char *cause = NULL;

	(void)state;
	assert_int_equal(change(r, s, "{\"pinned\":true}", &cause), 1);
	assert_int_equal(change(r, s, "{\"pinned\":true}", &cause), 0);
	assert_int_equal(change(r, s, "{\"archived\":true}", &cause), 1);
	assert_true(session_is_pinned(s));
	assert_true(session_is_archived(s));
	assert_int_equal(change(r, s, "{\"unknown\":1}", &cause), 0);
	assert_int_equal(change(r, s, "{\"pinned\":false,\"archived\":false}",
			     &cause),
	    1);
	assert_null(jv_get(s->fields, "pinned"));
	assert_null(jv_get(s->fields, "archived"));
	registry_destroy(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_flags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
