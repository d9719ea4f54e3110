/* SPDX-License-Identifier: ISC */
/* test_sessionfield: what hosts tell of a session, checked and cleaned. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/jv.h"
#include "base/procid.h"
#include "base/xmalloc.h"
#include "supervisor/sessionfield.h"

static struct jv *
parse(const char *text)
{
	char *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

/* v as text is want (NULL: there is none). Takes v. */
static void
expect(const char *from, struct jv *v, const char *want)
{
	char *text;

	if (want == NULL) {
		assert_null(v);
		return;
	}
	if (v == NULL)
		fail_msg("%s: nothing", from);
	text = jv_text(v, false);
	if (strcmp(text, want) != 0)
		fail_msg("%s: %s, not %s", from, text, want);
	free(text);
	jv_free(v);
}

static void
test_copies(void **state)
{
	static const struct {
		struct jv *(*copy)(const struct jv *);
		const char *from;
		const char *want;
	} rows[] = {
		{ sessionfield_array, "[]", "[]" },
		{ sessionfield_array, "[\"a\",\"\"]", "[\"a\",\"\"]" },
		{ sessionfield_array, "[\"a\",1]", NULL },
		{ sessionfield_array, "[[\"a\"]]", NULL },
		{ sessionfield_object, "{}", "{}" },
		{ sessionfield_object, "{\"a\":\"x\\u001by\",\"n\":1}",
		    "{\"a\":\"xy\",\"n\":1}" },
		{ sessionfield_object, "{\"o\":{\"a\":\"\\u202ex\"}}",
		    "{\"o\":{\"a\":\"x\"}}" },
		/* Bare strings in arrays are nobody's. */
		{ sessionfield_object, "{\"l\":[{\"a\":\"\\u0007\"},\"b\",2]}",
		    "{\"l\":[{\"a\":\"\"},2]}" },
	};
	struct jv *v;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		v = parse(rows[i].from);
		expect(rows[i].from, rows[i].copy(v), rows[i].want);
		jv_free(v);
	}
}

/* Nothing is told that is longer than it may be. */
static void
test_bounds(void **state)
{
	char *text = xmalloc(SESSIONFIELD_OBJECT_MAX + 1);
	struct jv *o = jv_object(), *a = jv_array(), *v;
	char key[16];
	int i;

	(void)state;
	memset(text, 'x', SESSIONFIELD_OBJECT_MAX);
	text[SESSIONFIELD_OBJECT_MAX] = '\0';
	for (i = 0; i < 16; i++) {
		snprintf(key, sizeof key, "k%d", i);
		jv_set_string(o, key, text);
	}
	assert_null(sessionfield_object(o));
	for (i = 0; i < 63; i++)
		jv_append_string(a, text);
	v = sessionfield_array(a);
	assert_non_null(v);
	jv_free(v);
	jv_append_string(a, text);
	assert_null(sessionfield_array(a));
	v = sessionfield_short(a, SESSIONFIELD_OBJECT_MAX * 3);
	assert_in_range(jv_count(v), 1, 3);
	jv_free(v);
	jv_free(o);
	jv_free(a);
	free(text);
}

static void
test_procid(void **state)
{
	static const char *const bad[] = { "{}", "{\"p\":1}",
		"{\"p\":{\"pid\":-1,\"start\":1}}",
		"{\"p\":{\"pid\":\"7\",\"start\":1}}",
		"{\"p\":{\"pid\":99999999999,\"start\":1}}" };
	struct procid id = { 7, 11 };
	struct jv *v = jv_object();
	size_t i;

	(void)state;
	sessionfield_put_procid(v, "p", &id);
	memset(&id, 0, sizeof id);
	sessionfield_get_procid(v, "p", &id);
	assert_int_equal(id.pid, 7);
	assert_int_equal(id.start, 11);
	jv_free(v);
	for (i = 0; i < nitems(bad); i++) {
		v = parse(bad[i]);
		id.pid = 5;
		sessionfield_get_procid(v, "p", &id);
		if (id.pid != 0)
			fail_msg("%s: %d", bad[i], (int)id.pid);
		jv_free(v);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_procid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
