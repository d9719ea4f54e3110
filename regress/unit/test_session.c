/* SPDX-License-Identifier: ISC */
/* test_session: fields from hosts and records, the object, the record. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/procid.h"
#include "base/xmalloc.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"

static struct jv *
parse(const char *text)
{
	char *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

static bool
merge(struct session *s, const char *text)
{
	struct jv *v = parse(text);
	bool changed = session_merge(s, v);

	jv_free(v);
	return changed;
}

static struct session *
make(void)
{
	struct session *s = session_create("0123abcd");
	struct jv *v;

	v = parse("{\"name\":\"n\",\"kind\":\"job\",\"state\":\"working\","
		  "\"status\":\"busy\",\"cwd\":\"/tmp\",\"startedAt\":5,"
		  "\"exec\":true,\"argv\":[\"sh\",\"-c\",\"x\"],"
		  "\"pid\":7,\"hostPid\":6,\"socket\":\"/s\"}");
	session_fill(s, v);
	jv_free(v);
	s->life = LIFE_UP;
	return s;
}

static void
expect_object(const struct session *s, const char *want)
{
	struct jv *o = session_object(s);
	char *text = jv_text(o, false);
	struct buf b = { 0 };

	assert_string_equal(text, want);
	session_put(s, SESSION_WHOLE, &b);
	buf_put_u8(&b, '\0');
	assert_string_equal((char *)b.data, want);
	buf_clear(&b);
	free(text);
	jv_free(o);
}

static void
test_object(void **state)
{
	struct session *s = make();

	(void)state;
	expect_object(s,
	    "{\"id\":\"0123abcd\",\"name\":\"n\",\"kind\":\"job\","
	    "\"state\":\"working\",\"status\":\"busy\",\"cwd\":\"/tmp\","
	    "\"startedAt\":5,\"pid\":7,\"hostPid\":6,\"socket\":\"/s\","
	    "\"exec\":true,\"argv\":[\"sh\",\"-c\",\"x\"],\"schema\":1}");
	assert_true(merge(s,
	    "{\"state\":\"failed\",\"endedAt\":9,\"signal\":\"SIGTERM\"}"));
	s->life = LIFE_DOWN;
	/* The worker's and, without a link, the host's are gone. */
	expect_object(s,
	    "{\"id\":\"0123abcd\",\"name\":\"n\",\"kind\":\"job\","
	    "\"state\":\"failed\",\"cwd\":\"/tmp\",\"startedAt\":5,"
	    "\"endedAt\":9,\"signal\":\"SIGTERM\",\"exec\":true,"
	    "\"argv\":[\"sh\",\"-c\",\"x\"],\"schema\":1}");
	session_destroy(s);
}

static const char *const refused[] = {
	"{\"state\":\"dancing\"}",
	"{\"state\":5}",
	"{\"state\":[\"working\"]}",
	"{\"status\":\"\"}",
	"{\"endedAt\":\"soon\"}",
	"{\"endedAt\":9223372036854775807}",
	"{\"endedAt\":-9223372036854775807}",
	"{\"exitCode\":1.5}",
	"{\"name\":\"renamed\"}",
	"{\"kind\":\"dream\"}",
	"{\"id\":\"ffffffff\"}",
	"{\"cwd\":\"/elsewhere\"}",
	"{\"argv\":[\"rm\"]}",
	"{\"startedAt\":1}",
	"{\"unknown\":1}",
	"{\"name\":null,\"kind\":null,\"summary\":null}",
	"{\"state\":\"working\"}",
	"[]",
	"7",
};

static void
test_host_may_not(void **state)
{
	struct session *s = make();
	struct jv *before = session_object(s), *after;
	char *a, *b;
	size_t i;

	(void)state;
	a = jv_text(before, false);
	for (i = 0; i < nitems(refused); i++)
		if (merge(s, refused[i]))
			fail_msg("taken: %s", refused[i]);
	after = session_object(s);
	b = jv_text(after, false);
	assert_string_equal(a, b);
	free(a);
	free(b);
	jv_free(before);
	jv_free(after);
	session_destroy(s);
}

static void
test_cleaned(void **state)
{
	struct session *s = make();
	struct jv *v = jv_object();
	char *big = xmalloc(100001);

	(void)state;
	assert_true(merge(s, "{\"summary\":\"a\\u001b[2Jb\\u202ec\"}"));
	assert_string_equal(session_string(s, "summary"), "a[2Jbc");
	memset(big, 'x', 100000);
	big[100000] = '\0';
	jv_set_string(v, "summary", big);
	assert_true(session_merge(s, v));
	assert_int_equal(strlen(session_string(s, "summary")), 512);
	jv_free(v);
	free(big);
	assert_true(merge(s, "{\"summary\":null}"));
	assert_string_equal(session_string(s, "summary"), "");
	session_destroy(s);
}

static void
test_long_argv(void **state)
{
	struct session *s = session_create("0123abcd");
	struct jv *v = jv_object(), *argv = jv_array(), *o;
	struct buf b = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 10000; i++)
		jv_append_string(argv, "0123456789");
	jv_set(v, "argv", argv);
	session_fill(s, v);
	jv_free(v);
	session_put(s, SESSION_WHOLE, &b);
	assert_true(b.len < 2 * SESSION_ARGV_SHOWN);
	buf_clear(&b);
	/* Of all that, what was asked for. */
	v = jv_array();
	jv_append_string(v, "id");
	jv_append_string(v, "nothing of ours");
	session_put(s, session_mask(v), &b);
	buf_put_u8(&b, '\0');
	assert_string_equal((char *)b.data, "{\"id\":\"0123abcd\"}");
	buf_clear(&b);
	jv_free(v);
	o = session_record(s);
	assert_int_equal(jv_count(jv_get_array(o, "argv")), 10000);
	jv_free(o);
	session_destroy(s);
}

/* What a newer version wrote comes back as it was. */
static void
test_round_trip(void **state)
{
	struct session *s = make(), *t;
	struct jv *r;
	char *cause = NULL;

	(void)state;
	s->host.pid = 6;
	s->host.start = 99;
	s->worker.pid = 7;
	s->worker.start = 100;
	r = session_record(s);
	jv_set(r, "future", parse("{\"a\":[1,{\"b\":null}]}"));
	t = session_from_record(r, "0123abcd", &cause);
	assert_non_null(t);
	jv_free(r);
	assert_int_equal(t->home, SESSION_OURS);
	assert_int_equal(t->life, LIFE_UP);
	assert_int_equal(t->host.pid, 6);
	assert_int_equal(t->worker.start, 100);
	r = session_record(t);
	assert_int_equal(jv_count(jv_get_array(jv_get_object(r, "future"),
			     "a")),
	    2);
	assert_string_equal(jv_string(r, "name"), "n");
	jv_free(r);
	session_destroy(s);
	session_destroy(t);
}

static void
test_homes(void **state)
{
	struct session *s = make(), *t;
	struct jv *r = session_record(s), *o;
	char *cause = NULL, *a;

	(void)state;
	jv_set_string(r, "boot", "another");
	t = session_from_record(r, "0123abcd", &cause);
	assert_int_equal(t->home, SESSION_BEFORE_BOOT);
	assert_false(session_is_live(t));
	assert_int_equal(t->worker.pid, 0);
	session_destroy(t);

	jv_set_string(r, "boot", procid_boot());
	jv_set_string(r, "pidns", "pid:[1]");
	t = session_from_record(r, "0123abcd", &cause);
	assert_int_equal(t->home, SESSION_FOREIGN);
	session_destroy(t);

	jv_set_string(r, "machine", "1234");
	jv_set_string(r, "machineName", "far away");
	t = session_from_record(r, "0123abcd", &cause);
	assert_int_equal(t->home, SESSION_FOREIGN);
	o = session_object(t);
	assert_string_equal(jv_string(o, "machine"), "far away");
	assert_null(jv_get(o, "pid"));
	assert_null(jv_get(o, "socket"));
	a = jv_text(o, false);
	expect_object(t, a);
	free(a);
	jv_free(o);
	session_destroy(t);
	jv_free(r);
	session_destroy(s);
}

static void
test_newer_life(void **state)
{
	struct session *s = make(), *t;
	struct jv *r = session_record(s);
	char *cause = NULL;

	(void)state;
	jv_set_string(r, "life", "hibernating");
	t = session_from_record(r, "0123abcd", &cause);
	assert_int_equal(t->life, LIFE_UP);
	session_destroy(t);
	jv_set_int(r, "endedAt", 5);
	t = session_from_record(r, "0123abcd", &cause);
	assert_int_equal(t->life, LIFE_DOWN);
	session_destroy(t);
	jv_free(r);
	session_destroy(s);
}

/* What cannot be kept is refused or replaced, so that it loads again. */
static void
test_newer_kind(void **state)
{
	struct session *s = make(), *t, *u;
	struct jv *r = session_record(s), *again;
	char *cause = NULL;

	(void)state;
	jv_set_string(r, "kind", "dream");
	t = session_from_record(r, "0123abcd", &cause);
	assert_string_equal(session_string(t, "kind"), "background");
	again = session_record(t);
	u = session_from_record(again, "0123abcd", &cause);
	assert_non_null(u);
	session_destroy(u);
	session_destroy(t);
	jv_free(again);
	jv_set_int(r, "startedAt", INT64_MAX);
	assert_null(session_from_record(r, "0123abcd", &cause));
	free(cause);
	jv_free(r);
	session_destroy(s);
}

static void
test_ends(void **state)
{
	struct session *s = make();

	(void)state;
	assert_false(session_has_ended(s));
	session_end(s, "failed", "its host was killed");
	assert_true(session_has_ended(s));
	assert_string_equal(session_string(s, "state"), "failed");
	assert_string_equal(session_string(s, "reason"), "its host was killed");
	session_revive(s);
	assert_false(session_has_ended(s));
	assert_string_equal(session_string(s, "reason"), "");
	session_destroy(s);
}

static void
test_restart(void **state)
{
	struct session *s = make();
	struct jv *argv = parse("[\"sh\",\"--resume\",\"x\"]");

	(void)state;
	s->host.pid = s->worker.pid = 7;
	session_end(s, "failed", "why");
	session_restart(s, argv, NULL);
	s->life = LIFE_RESTARTING;
	assert_int_equal(s->host.pid, 0);
	assert_int_equal(s->worker.pid, 0);
	/* Where its socket is going to be is known. */
	expect_object(s,
	    "{\"id\":\"0123abcd\",\"name\":\"n\",\"kind\":\"job\","
	    "\"state\":\"working\",\"status\":\"busy\",\"cwd\":\"/tmp\","
	    "\"startedAt\":5,\"socket\":\"/s\",\"exec\":true,"
	    "\"argv\":[\"sh\",\"--resume\",\"x\"],\"schema\":1}");
	session_restart(s, argv, "not kept");
	assert_string_equal(session_string(s, "reason"), "not kept");
	jv_free(argv);
	session_destroy(s);
}

static void
test_ids(void **state)
{
	(void)state;
	assert_true(session_is_id("0123abcd"));
	assert_false(session_is_id("0123ABCD"));
	assert_false(session_is_id("0123abc"));
	assert_false(session_is_id("0123abcde"));
	assert_false(session_is_id("../../.."));
	assert_false(session_is_id(""));
	assert_false(session_is_id(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_object),
		cmocka_unit_test(test_host_may_not),
		cmocka_unit_test(test_cleaned),
		cmocka_unit_test(test_long_argv),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_homes),
		cmocka_unit_test(test_newer_life),
		cmocka_unit_test(test_newer_kind),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_restart),
		cmocka_unit_test(test_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
