/* SPDX-License-Identifier: ISC */
/* test_hookjoin: the person's settings for a launch and those that inject hooks
 * become one, in which the person's stay; what cannot be settings is refused by
 * name. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/asked.h"
#include "agent/hookjoin.h"
#include "base/atomic.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/xmalloc.h"

static struct jv *
json(const char *text)
{
	char *cause = NULL;
	struct jv *v = jv_parse(text, strlen(text), &cause);

	if (v == NULL)
		fail_msg("%s: %s", text, cause);
	return v;
}

static void
adds(void **state)
{
	static const struct {
		const char *to;
		const char *from;
		bool wins;
		const char *want; /* NULL: bad is what does not fit */
		const char *bad;
	} rows[] = {
		{ "{}", "{\"a\":1}", false, "{\"a\":1}", NULL },
		{ "{\"a\":1}", "{}", false, "{\"a\":1}", NULL },
		{ "{\"a\":1}", "{\"a\":2,\"b\":3}", false, "{\"a\":1,\"b\":3}",
		    NULL },
		{ "{\"a\":1}", "{\"a\":2}", true, "{\"a\":2}", NULL },
		{ "{\"a\":1}", "{\"a\":\"x\"}", false, "{\"a\":1}", NULL },
		{ "{\"h\":{\"Stop\":[1]}}",
		    "{\"h\":{\"Stop\":[2,3],\"Start\":[4]}}", false,
		    "{\"h\":{\"Stop\":[1,2,3],\"Start\":[4]}}", NULL },
		{ "{\"h\":{\"Stop\":[1]}}", "{\"h\":{\"Stop\":[2]}}", true,
		    "{\"h\":{\"Stop\":[1,2]}}", NULL },
		{ "{\"h\":{\"Stop\":1}}", "{\"h\":{\"Stop\":[2]}}", false, NULL,
		    "h.Stop" },
		{ "{\"h\":{\"Stop\":1}}", "{\"h\":{\"Stop\":[2]}}", true, NULL,
		    "h.Stop" },
		{ "{\"h\":[]}", "{\"h\":{}}", false, NULL, "h" },
		{ "{\"h\":null}", "{\"h\":{}}", false, NULL, "h" },
		{ "{\"h\":{}}", "{\"h\":true}", true, NULL, "h" },
	};
	struct jv *to, *from;
	char *text, *bad;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		to = json(rows[i].to);
		from = json(rows[i].from);
		bad = hookjoin_add(to, from, rows[i].wins);
		text = jv_text(to, false);
		if (rows[i].want == NULL)
			assert_string_equal(bad, rows[i].bad);
		else {
			assert_null(bad);
			assert_string_equal(text, rows[i].want);
		}
		free(bad);
		free(text);
		jv_free(to);
		jv_free(from);
	}
}

static void
expect_refused(const char *value, const char *want)
{
	char *cause = NULL;

	assert_null(hookjoin_read(value, &cause));
	assert_non_null(cause);
	if (strstr(cause, want) == NULL)
		fail_msg("'%s' is not '%s'", cause, want);
	free(cause);
}

static void
reads(void **state)
{
	char dir[] = "/tmp/bgjoin.XXXXXX", *path, *cause = NULL;
	char *big = xmalloc(HOOKJOIN_MAX + 16);
	struct jv *v;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = path_join(dir, "mine.json");
	v = hookjoin_read(" \n{\"a\":1}", &cause);
	assert_int_equal(jv_int(v, "a", 0), 1);
	jv_free(v);
	assert_int_equal(atomic_write(path, "{\"b\":2}\n", 8, false), 0);
	v = hookjoin_read(path, &cause);
	assert_int_equal(jv_int(v, "b", 0), 2);
	jv_free(v);

	expect_refused("{\"a\":", "the settings: line 1");
	expect_refused("{\"a\":1,\"a\":2}", "the settings: ");
	expect_refused("", "No such file");
	expect_refused("no\033such", "nosuch: No such");
	expect_refused(dir, "directory");
	expect_refused("/dev/zero", "is no regular file");
	assert_int_equal(atomic_write(path, "[1]", 3, false), 0);
	expect_refused(path, "mine.json: is no JSON object");
	assert_int_equal(atomic_write(path, "{\n x}", 5, false), 0);
	expect_refused(path, "mine.json: line 2");

	memset(big, ' ', HOOKJOIN_MAX + 15);
	big[0] = '{';
	big[HOOKJOIN_MAX + 15] = '\0';
	expect_refused(big, "longer than");
	assert_int_equal(atomic_write(path, big, HOOKJOIN_MAX + 1, false), 0);
	expect_refused(path, "mine.json: ");
	assert_int_equal(unlink(path), 0);
	/* A pipe does not block. */
	assert_int_equal(mkfifo(path, 0600), 0);
	expect_refused(path, "is no regular file");
	path_remove_tree(dir);
	free(path);
	free(big);
}

static void
all(void **state)
{
	struct jv *list = jv_array(), *ours, *v;
	struct asked asked;
	char *cause = NULL, *text;

	(void)state;
	asked_put(list, ADAPTER_OPT_SETTINGS,
	    "{\"model\":\"x\",\"hooks\":{\"Stop\":[\"theirs\"]}}");
	asked_put(list, ADAPTER_OPT_EFFORT, "{\"model\":\"no settings\"}");
	asked_put(list, ADAPTER_OPT_SETTINGS, "{\"model\":\"y\"}");
	assert_int_equal(asked_read(list, &asked, &cause), 0);
	ours = json("{\"model\":\"z\",\"hooks\":{\"Stop\":[\"ours\"]}}");
	v = hookjoin_all(&asked, ours, &cause);
	assert_non_null(v);
	text = jv_text(v, false);
	assert_string_equal(text,
	    "{\"model\":\"y\",\"hooks\":{\"Stop\":[\"theirs\",\"ours\"]}}");
	free(text);
	jv_free(v);
	v = hookjoin_all(&asked, NULL, &cause);
	assert_string_equal(jv_string(v, "model"), "y");
	jv_free(v);

	asked_put(list, ADAPTER_OPT_SETTINGS, "{\"hooks\":{\"Stop\":{}}}");
	assert_int_equal(asked_read(list, &asked, &cause), 0);
	assert_null(hookjoin_all(&asked, ours, &cause));
	assert_non_null(strstr(cause, "hooks.Stop"));
	free(cause);
	asked_put(list, ADAPTER_OPT_SETTINGS, "nowhere");
	asked.n = 0;
	v = hookjoin_all(&asked, ours, &cause);
	assert_string_equal(jv_string(v, "model"), "z");
	jv_free(v);
	jv_free(list);
	jv_free(ours);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adds),
		cmocka_unit_test(reads),
		cmocka_unit_test(all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
