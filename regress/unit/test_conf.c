/* SPDX-License-Identifier: ISC */
/* test_conf: which file wins, what a project may not say, and what is said of
 * bad files. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "conf/checked.h"
#include "conf/conf.h"
#include "conf/trust.h"

/* A home with a project, "home/src/p", and its directory "home/src/p/in". */
struct box {
	char *dir;
	struct conf_place place;
	char *project;
	char *inner;
};

static bool
is_key(const char *name)
{
	return strncmp(name, "C-", 2) == 0;
}

static int
setup(void **state)
{
	struct box *b = xcalloc(1, sizeof *b);
	char dir[] = "/tmp/bgmux-conf.XXXXXX";

	assert_non_null(mkdtemp(dir));
	b->dir = path_absolute(dir);
	b->place.managed = path_join(b->dir, "etc/settings.json");
	b->place.user = path_join(b->dir, "config/settings.json");
	b->place.home = path_join(b->dir, "home");
	b->place.state = path_join(b->dir, "state");
	b->place.is_key = is_key;
	b->project = path_join(b->dir, "home/src/p");
	b->inner = path_join(b->dir, "home/src/p/in");
	assert_int_equal(path_mkdirs(b->inner), 0);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct box *b = *state;

	path_remove_tree(b->dir);
	conf_place_clear(&b->place);
	free(b->dir);
	free(b->project);
	free(b->inner);
	free(b);
	return 0;
}

/* Write a file below the box, its directory made. */
static void
put(struct box *b, const char *name, const char *text)
{
	char *path = path_join(b->dir, name), *dir;

	dir = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	assert_int_equal(path_mkdirs(dir), 0);
	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
	free(dir);
	free(path);
}

#define PROJECT "home/src/p/.bgmux/settings.json"
#define INNER	"home/src/p/in/.bgmux/settings.json"

/* The one error there must be: the file's path, then the text. */
static void
only_error(struct box *b, const struct conf *c, const char *file,
    const char *text)
{
	char *want = xasprintf("%s/%s: %s", b->dir, file, text);

	if (conf_errors(c) != 1 || strcmp(conf_error(c, 0), want) != 0)
		fail_msg("%zu errors, %s, not %s", conf_errors(c),
		    conf_errors(c) > 0 ? conf_error(c, 0) : "none", want);
	free(want);
}

static void
test_defaults(void **state)
{
	struct box *b = *state;
	struct conf *c = conf_load(&b->place, b->inner);
	const char *file = "";

	assert_int_equal(conf_errors(c), 0);
	assert_null(conf_error(c, 0));
	assert_int_equal(conf_int(c, "attach.silentSeconds"), 60);
	assert_string_equal(conf_string(c, "prefix"), "C-b");
	assert_int_equal(conf_source(c, "prefix", &file), CONF_DEFAULT);
	assert_null(file);
	assert_int_equal(jv_count(conf_value(c, "environment.update")), 4);
	conf_free(c);
}

/* managed > inner directory > outer directory > person. */
static void
test_layers(void **state)
{
	struct box *b = *state;
	struct conf *c;
	const char *file;

	put(b, "config/settings.json",
	    "{\"attach\": {\"silentSeconds\": 1}, \"stop.graceSeconds\": 1,"
	    " \"scrollback\": {\"bytes\": 1}, \"prefix\": \"C-a\"}");
	put(b, PROJECT,
	    "{\"stop\": {\"graceSeconds\": 2}, \"scrollback.bytes\": 2}");
	put(b, INNER, "{\"scrollback.bytes\": 3}");
	c = conf_load(&b->place, b->inner);
	assert_int_equal(conf_errors(c), 0);
	assert_int_equal(conf_int(c, "attach.silentSeconds"), 1);
	assert_int_equal(conf_int(c, "stop.graceSeconds"), 2);
	assert_int_equal(conf_int(c, "scrollback.bytes"), 3);
	assert_string_equal(conf_string(c, "prefix"), "C-a");
	assert_int_equal(conf_source(c, "scrollback.bytes", &file),
	    CONF_PROJECT);
	assert_non_null(strstr(file, INNER));
	assert_int_equal(conf_source(c, "prefix", NULL), CONF_USER);
	conf_free(c);

	put(b, "etc/settings.json", "{\"scrollback.bytes\": 4}");
	c = conf_load(&b->place, b->inner);
	assert_int_equal(conf_int(c, "scrollback.bytes"), 4);
	assert_int_equal(conf_source(c, "scrollback.bytes", NULL),
	    CONF_MANAGED);
	conf_free(c);

	/* Of no project. */
	c = conf_load(&b->place, NULL);
	assert_int_equal(conf_int(c, "stop.graceSeconds"), 1);
	conf_free(c);
}

static void
files_are(struct box *b, const char *dir, const char *want)
{
	struct strv files = { 0 };
	char *got, *p, *at;

	conf_project_files(&b->place, dir, &files);
	got = files.n > 0 ? strv_join(&files, " ") : xstrdup("");
	while ((at = strstr(got, b->dir)) != NULL) {
		p = at + strlen(b->dir);
		memmove(at, p, strlen(p) + 1);
	}
	assert_string_equal(got, want);
	free(got);
	strv_clear(&files);
}

static void
test_project(void **state)
{
	struct box *b = *state;
	char *git = path_join(b->project, ".git"), *out;

	files_are(b, b->inner,
	    "/home/src/.bgmux/settings.json "
	    "/home/src/p/.bgmux/settings.json "
	    "/home/src/p/in/.bgmux/settings.json");
	files_are(b, b->place.home, "");
	files_are(b, "/", "");
	files_are(b, "/no/such/bgmux-directory",
	    "/no/such/bgmux-directory/.bgmux/settings.json");
	assert_int_equal(mkdir(git, 0700), 0);
	files_are(b, b->inner,
	    "/home/src/p/.bgmux/settings.json "
	    "/home/src/p/in/.bgmux/settings.json");
	/* Neither in a repository nor below the home: itself alone. */
	out = path_join(b->dir, "out/of/it");
	assert_int_equal(path_mkdirs(out), 0);
	files_are(b, out, "/out/of/it/.bgmux/settings.json");
	free(git);
	free(out);
}

static void
test_trust(void **state)
{
	struct box *b = *state;
	struct conf *c;
	char *cause = NULL;

	put(b, PROJECT, "{\"environment\": {\"store\": \"memory\"}}");
	c = conf_load(&b->place, b->inner);
	only_error(b, c, PROJECT,
	    "environment.store is taken only where the directory is trusted "
	    "(bgmux trust)");
	assert_string_equal(conf_string(c, "environment.store"), "auto");
	assert_int_equal(conf_faults(c), 0);
	assert_string_equal(conf_untrusted(c, 0)->dir, b->project);
	assert_string_equal(conf_untrusted(c, 0)->option, "environment.store");
	assert_string_equal(conf_untrusted(c, 0)->value, "memory");
	assert_null(conf_untrusted(c, 1));
	conf_free(c);

	/* What is wrong in itself comes first, and trust would not mend it. */
	put(b, PROJECT,
	    "{\"clipboard.set\":\"off\",\"environment.store\":\"x\","
	    "\"environment.update\":[\"A\",\"B\"]}");
	c = conf_load(&b->place, b->inner);
	assert_int_equal(conf_errors(c), 3);
	assert_int_equal(conf_faults(c), 1);
	assert_non_null(strstr(conf_error(c, 0), "environment.store must be"));
	assert_non_null(strstr(conf_error(c, 1), "clipboard.set is taken"));
	assert_string_equal(conf_untrusted(c, 1)->value, "A, B");
	assert_null(conf_untrusted(c, 2));
	conf_free(c);
	put(b, PROJECT, "{\"environment\": {\"store\": \"memory\"}}");

	/* The trust of a directory below is not that of the file's. */
	assert_int_equal(trust_add(b->place.state, b->inner, &cause), 1);
	c = conf_load(&b->place, b->inner);
	assert_int_equal(conf_errors(c), 1);
	conf_free(c);

	assert_int_equal(trust_add(b->place.state, b->project, &cause), 1);
	c = conf_load(&b->place, b->inner);
	assert_int_equal(conf_errors(c), 0);
	assert_string_equal(conf_string(c, "environment.store"), "memory");
	conf_free(c);

	/* Not even trust lets a project change what is the person's. */
	put(b, PROJECT, "{\"prefix\": \"C-a\"}");
	c = conf_load(&b->place, b->inner);
	only_error(b, c, PROJECT, "prefix cannot be set for a project");
	conf_free(c);
}

struct row {
	const char *text;
	const char *error;
};

/* The rest still works: each has stop.graceSeconds 5 where it can be read. */
static const struct row rows[] = {
	{ "{\n  \"prefix\": \"C-a\",\n  oops\n}",
	    "line 3, column 6: string or '}' expected near 'oops'" },
	{ "[]", "line 1, column 1: an object must be here" },
	{ "{\"stop.graceSeconds\":5,\"colour\":1}",
	    "there is no option 'colour'" },
	{ "{\"stop.graceSeconds\":5,\"colour\":{\"a\":{\"b\":1}}}",
	    "there is no option 'colour'" },
	{ "{\"stop\":{\"graceSeconds\":5,\"x\":2}}",
	    "there is no option 'stop.x'" },
	{ "{\"stop.graceSeconds\":5,\"attach\":1}",
	    "'attach' must be an object" },
	{ "{\"stop.graceSeconds\":5,\"attach\":{\"silentSeconds\":\"1\"}}",
	    "attach.silentSeconds must be a whole number from 0 to 86400" },
	{ "{\"stop.graceSeconds\":5,\"attach.silentSeconds\":86401}",
	    "attach.silentSeconds must be a whole number from 0 to 86400" },
	{ "{\"stop.graceSeconds\":5,\"log.level\":\"loud\"}",
	    "log.level must be one of error, warn, info, debug" },
	{ "{\"stop.graceSeconds\":5,\"prefix\":\"b\"}",
	    "prefix must be a key's name" },
	{ "{\"stop.graceSeconds\":5,\"terminal.term\":\"no-such-term\"}",
	    "terminal.term must be a name of an installed terminal "
	    "description" },
	{ "{\"stop.graceSeconds\":5,\"stop\":{\"graceSeconds\":6}}",
	    "stop.graceSeconds is set twice" },
	{ "{\"stop.graceSeconds\":5,\"a\\u001b[2J\":1}",
	    "there is no option 'a[2J'" },
};

static void
test_bad(void **state)
{
	struct box *b = *state;
	struct conf *c;
	size_t i;

	for (i = 0; i < nitems(rows); i++) {
		put(b, "config/settings.json", rows[i].text);
		c = conf_load(&b->place, NULL);
		only_error(b, c, "config/settings.json", rows[i].error);
		if (strstr(rows[i].text, ":5") != NULL)
			assert_int_equal(conf_int(c, "stop.graceSeconds"), 5);
		assert_string_equal(conf_string(c, "prefix"), "C-b");
		conf_free(c);
	}
}

/* Cut anywhere, it harms nothing and is named. */
static void
test_cut(void **state)
{
	static const char text[] =
	    "{\"attach\":{\"silentSeconds\":7},\"log.level\":\"warn\"}";
	struct box *b = *state;
	struct conf *c;
	char *cut;
	size_t n;

	for (n = 0; n < sizeof text - 1; n++) {
		cut = xstrndup(text, n);
		put(b, "config/settings.json", cut);
		c = conf_load(&b->place, NULL);
		assert_int_equal(conf_errors(c), 1);
		assert_non_null(strstr(conf_error(c, 0), "line 1, column "));
		assert_int_equal(conf_int(c, "attach.silentSeconds"), 60);
		conf_free(c);
		free(cut);
	}
}

static void
test_files(void **state)
{
	struct box *b = *state;
	struct conf *c;
	char *text;

	put(b, "config/settings.json", "{\"stop.graceSeconds\":5}");
	assert_int_equal(chmod(b->place.user, 0646), 0);
	c = conf_load(&b->place, NULL);
	only_error(b, c, "config/settings.json",
	    "others can write it (chmod go-w would mend that)");
	assert_int_equal(conf_int(c, "stop.graceSeconds"), 3);
	conf_free(c);

	if (geteuid() == 0) {
		assert_int_equal(chmod(b->place.user, 0644), 0);
		assert_int_equal(chown(b->place.user, 12345, 12345), 0);
		c = conf_load(&b->place, NULL);
		only_error(b, c, "config/settings.json",
		    "it belongs to another user");
		conf_free(c);
		assert_int_equal(chown(b->place.user, 0, 12345), 0);
		assert_int_equal(chmod(b->place.user, 0664), 0);
		c = conf_load(&b->place, NULL);
		assert_int_equal(conf_errors(c), 1);
		conf_free(c);
	}

	text = xmalloc(CHECKED_MAX + 8192);
	memset(text, ' ', CHECKED_MAX + 8191);
	text[CHECKED_MAX + 8191] = '\0';
	put(b, "config/settings.json", text);
	c = conf_load(&b->place, NULL);
	only_error(b, c, "config/settings.json", "it is larger than 256 KiB");
	conf_free(c);
	free(text);

	/* A pipe does not hang us; a missing file is no error. */
	unlink(b->place.user);
	assert_int_equal(mkfifo(b->place.user, 0600), 0);
	c = conf_load(&b->place, NULL);
	only_error(b, c, "config/settings.json", "it is not a regular file");
	conf_free(c);
	unlink(b->place.user);
	c = conf_load(&b->place, NULL);
	assert_int_equal(conf_errors(c), 0);
	conf_free(c);
}

/* However many errors there are, a bounded number is told. */
static void
test_many(void **state)
{
	struct box *b = *state;
	struct conf *c;
	struct jv *v = jv_object();
	char name[16], *text;
	int i;

	for (i = 0; i < 1000; i++) {
		xsnprintf(name, sizeof name, "x%d", i);
		jv_set_int(v, name, i);
	}
	text = jv_text(v, false);
	put(b, "config/settings.json", text);
	c = conf_load(&b->place, NULL);
	assert_int_equal(conf_errors(c), 33);
	assert_string_equal(conf_error(c, 32),
	    "the settings have 968 more errors");
	conf_free(c);
	free(text);
	jv_free(v);
}

#define IN_BOX(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_BOX(test_defaults),
		IN_BOX(test_layers),
		IN_BOX(test_project),
		IN_BOX(test_trust),
		IN_BOX(test_bad),
		IN_BOX(test_cut),
		IN_BOX(test_files),
		IN_BOX(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
