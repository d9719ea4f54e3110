/* SPDX-License-Identifier: ISC */
/* test_store: records on disk, hostile ones, what hosts leave, the roster. */

#include <sys/stat.h>

#include <fcntl.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "supervisor/lock.h"
#include "supervisor/registry.h"
#include "supervisor/roster.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/store.h"

#define ID "0123abcd"

struct box {
	char dir[64];
	struct store *st;
	struct registry *reg;
};

static int
setup(void **state)
{
	struct box *b = xcalloc(1, sizeof *b);
	char *cause = NULL;

	strlcpy(b->dir, "/tmp/bgmux-store.XXXXXX", sizeof b->dir);
	assert_non_null(mkdtemp(b->dir));
	log_open(NULL, LOG_ERROR);
	b->st = store_create(b->dir, &cause);
	assert_non_null(b->st);
	b->reg = registry_create();
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct box *b = *state;

	registry_destroy(b->reg);
	store_destroy(b->st);
	path_remove_tree(b->dir);
	free(b);
	return 0;
}

static struct session *
make(const char *id, int64_t started)
{
	struct session *s = session_create(id);
	struct jv *v = jv_object(), *argv = jv_array();

	jv_append_string(argv, "true");
	jv_set_string(v, "name", "a name");
	jv_set_string(v, "kind", "job");
	jv_set_string(v, "state", "working");
	jv_set_string(v, "cwd", "/tmp");
	jv_set_int(v, "startedAt", started);
	jv_set(v, "argv", argv);
	session_fill(s, v);
	jv_free(v);
	s->life = LIFE_UP;
	return s;
}

static void
save(struct box *b, const char *id, int64_t started)
{
	struct session *s = make(id, started);

	assert_int_equal(store_make(b->st, id), 0);
	assert_int_equal(store_save(b->st, s, true), 0);
	session_destroy(s);
}

static char *
file(struct box *b, const char *id, const char *name)
{
	return xasprintf("%s/jobs/%s/%s", b->dir, id, name);
}

static bool
exists(struct box *b, const char *id, const char *name)
{
	char *path = file(b, id, name);
	bool is = access(path, F_OK) == 0;

	free(path);
	return is;
}

static void
put(struct box *b, const char *id, const char *name, const void *p, size_t n)
{
	char *path = file(b, id, name);

	assert_int_equal(atomic_write(path, p, n, false), 0);
	free(path);
}

static void
test_save_and_load(void **state)
{
	struct box *b = *state;
	struct stat sb;
	char *path;

	save(b, "00000001", 10);
	save(b, "00000002", 30);
	save(b, "00000003", 20);
	assert_true(exists(b, "00000001", "tmp"));
	path = file(b, "00000001", "state.json");
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_mode & 0777, 0600);
	free(path);
	assert_int_equal(store_load(b->st, b->reg), 3);
	assert_string_equal(session_id(registry_first(b->reg)), "00000002");
	assert_string_equal(session_string(registry_get(b->reg, "00000003"),
				"name"),
	    "a name");
	store_remove(b->st, "00000001");
	assert_false(exists(b, "00000001", ""));
}

static void
test_foreign_is_not_written(void **state)
{
	struct box *b = *state;
	struct session *s = make(ID, 1);

	assert_int_equal(store_make(b->st, ID), 0);
	s->home = SESSION_FOREIGN;
	assert_int_equal(store_save(b->st, s, true), 0);
	assert_false(exists(b, ID, "state.json"));
	session_destroy(s);
}

struct row {
	const char *what;
	const char *text;
};

#define GOOD "\"machine\":\"m\",\"startedAt\":1"

static const struct row broken[] = {
	{ "empty", "" },
	{ "no JSON", "hello" },
	{ "cut", "{\"id\":\"" ID "\",\"life\":\"up\",\"kind\"" },
	{ "array", "[]" },
	{ "number", "7" },
	{ "null", "null" },
	{ "no members", "{}" },
	{ "no id", "{\"life\":\"up\",\"kind\":\"job\"," GOOD "}" },
	{ "other id",
	    "{\"id\":\"ffffffff\",\"life\":\"up\",\"kind\":\"job\"," GOOD "}" },
	{ "id a number",
	    "{\"id\":1,\"life\":\"up\",\"kind\":\"job\"," GOOD "}" },
	{ "no life", "{\"id\":\"" ID "\",\"kind\":\"job\"," GOOD "}" },
	{ "life a list",
	    "{\"id\":\"" ID "\",\"life\":[],\"kind\":\"job\"," GOOD "}" },
	{ "no kind", "{\"id\":\"" ID "\",\"life\":\"up\"," GOOD "}" },
	{ "no machine",
	    "{\"id\":\"" ID "\",\"life\":\"up\",\"kind\":\"job\","
	    "\"startedAt\":1}" },
	{ "start negative",
	    "{\"id\":\"" ID "\",\"life\":\"up\",\"kind\":\"job\","
	    "\"machine\":\"m\",\"startedAt\":-1}" },
	{ "start text",
	    "{\"id\":\"" ID "\",\"life\":\"up\",\"kind\":\"job\","
	    "\"machine\":\"m\",\"startedAt\":\"1\"}" },
};

static void
test_broken(void **state)
{
	struct box *b = *state;
	size_t i;

	assert_int_equal(store_make(b->st, ID), 0);
	save(b, "99999999", 5);
	for (i = 0; i < nitems(broken); i++) {
		put(b, ID, "state.json", broken[i].text,
		    strlen(broken[i].text));
		registry_destroy(b->reg);
		b->reg = registry_create();
		if (store_load(b->st, b->reg) != 1 ||
		    registry_get(b->reg, "99999999") == NULL)
			fail_msg("%s: loaded", broken[i].what);
		if (exists(b, ID, "state.json") ||
		    !exists(b, ID, "state.json.broken"))
			fail_msg("%s: not set aside", broken[i].what);
	}
}

static void
test_too_large(void **state)
{
	struct box *b = *state;
	char *path;
	int fd;

	assert_int_equal(store_make(b->st, ID), 0);
	path = file(b, ID, "state.json");
	fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_int_equal(ftruncate(fd, 64 << 20), 0);
	close(fd);
	free(path);
	assert_int_equal(store_load(b->st, b->reg), 0);
	assert_true(exists(b, ID, "state.json.broken"));
}

static void
test_deep(void **state)
{
	struct box *b = *state;
	char *text = xmalloc(100000);

	memset(text, '[', 100000);
	assert_int_equal(store_make(b->st, ID), 0);
	put(b, ID, "state.json", text, 100000);
	assert_int_equal(store_load(b->st, b->reg), 0);
	free(text);
}

/* One hostile form of a good record: whatever it gives, it is whole. */
static void
try(struct box *b, const char *text, size_t n)
{
	struct session *s;
	struct jv *o;

	put(b, ID, "state.json", text, n);
	registry_destroy(b->reg);
	b->reg = registry_create();
	store_load(b->st, b->reg);
	if ((s = registry_get(b->reg, ID)) == NULL)
		return;
	o = session_object(s);
	assert_string_equal(jv_string(o, "id"), ID);
	jv_free(o);
	o = session_record(s);
	jv_free(o);
}

static char *
good_text(size_t *n)
{
	struct session *s = make(ID, 1);
	struct jv *r = session_record(s);
	char *text = jv_text(r, false);

	*n = strlen(text);
	jv_free(r);
	session_destroy(s);
	return text;
}

static void
test_cuts(void **state)
{
	size_t n, i;
	char *text = good_text(&n);

	assert_int_equal(store_make(((struct box *)*state)->st, ID), 0);
	for (i = 0; i <= n; i++)
		try(*state, text, i);
	assert_non_null(registry_get(((struct box *)*state)->reg, ID));
	free(text);
}

static void
test_flips(void **state)
{
	size_t n, i;
	char *text = good_text(&n);

	assert_int_equal(store_make(((struct box *)*state)->st, ID), 0);
	for (i = 0; i < n * 8; i++) {
		text[i / 8] ^= (char)(1 << (i % 8));
		try(*state, text, n);
		text[i / 8] ^= (char)(1 << (i % 8));
	}
	free(text);
}

/* Every member in turn is of every wrong type. */
static void
test_types(void **state)
{
	static const char *const values[] = { "null", "true", "-1", "1e300",
		"9223372036854775807", "\"\"", "\"\\ud83d\\ude00\"", "[]",
		"[1,[2]]", "{}", "{\"pid\":-5,\"start\":-5}",
		"{\"pid\":\"x\",\"start\":1e9}",
		"{\"pid\":99999999999,\"start\":1}" };
	static const char *const keys[] = { "id", "name", "kind", "state",
		"status", "cwd", "startedAt", "endedAt", "pid", "argv", "tags",
		"schema", "life", "machine", "boot", "pidns", "hostProc",
		"workerProc" };
	size_t n, i, j;
	char *text = good_text(&n), *cause = NULL, *bad;
	struct jv *r = jv_parse(text, n, &cause), *c, *v;

	assert_int_equal(store_make(((struct box *)*state)->st, ID), 0);
	for (i = 0; i < nitems(keys); i++) {
		for (j = 0; j < nitems(values); j++) {
			c = jv_copy(r);
			v = jv_parse(values[j], strlen(values[j]), &cause);
			assert_non_null(v);
			jv_set(c, keys[i], v);
			bad = jv_text(c, false);
			try(*state, bad, strlen(bad));
			free(bad);
			jv_free(c);
		}
	}
	jv_free(r);
	free(text);
}

/* What is no directory of a job is nobody's. */
static void
test_odd_names(void **state)
{
	struct box *b = *state;
	char *path = xasprintf("%s/jobs/notanid", b->dir);
	char *link = xasprintf("%s/jobs/aaaaaaaa", b->dir);

	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(symlink("nowhere", link), 0);
	assert_int_equal(store_load(b->st, b->reg), 0);
	free(path);
	free(link);
}

static const struct row exits[] = {
	{ "nothing", NULL },
	{ "empty", "" },
	{ "array", "[]" },
	{ "other id",
	    "{\"id\":\"ffffffff\",\"endedAt\":5,\"state\":\"done\"}" },
	{ "no time", "{\"id\":\"" ID "\",\"state\":\"done\"}" },
	{ "no state", "{\"id\":\"" ID "\",\"endedAt\":5}" },
};

static void
test_exit(void **state)
{
	static const char good[] = "{\"id\":\"" ID "\",\"endedAt\":5,"
				   "\"state\":\"failed\",\"exitCode\":7}";
	struct box *b = *state;
	struct jv *v;
	size_t i;

	assert_int_equal(store_make(b->st, ID), 0);
	for (i = 0; i < nitems(exits); i++) {
		if (exits[i].text != NULL)
			put(b, ID, "exit.json", exits[i].text,
			    strlen(exits[i].text));
		if (store_exit(b->st, ID) != NULL)
			fail_msg("%s: taken", exits[i].what);
	}
	put(b, ID, "exit.json", good, strlen(good));
	v = store_exit(b->st, ID);
	assert_int_equal(jv_int(v, "exitCode", 0), 7);
	jv_free(v);
}

static void
test_sweep(void **state)
{
	static const struct timespec old[2] = { { 1000, 0 }, { 1000, 0 } };
	struct box *b = *state;
	char *path;

	save(b, "00000001", 1);
	assert_int_equal(store_make(b->st, "00000002"), 0);
	assert_int_equal(store_make(b->st, "00000003"), 0);
	path = file(b, "00000001", "");
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	free(path);
	path = file(b, "00000002", "");
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	free(path);
	store_sweep(b->st, b->reg);
	assert_true(exists(b, "00000001", "state.json"));
	assert_false(exists(b, "00000002", "tmp"));
	assert_true(exists(b, "00000003", "tmp"));
}

static void
test_roster(void **state)
{
	struct box *b = *state;
	struct loop *loop = loop_create();
	struct roster *r;
	struct jv *v;
	char *path = xasprintf("%s/daemon/roster.json", b->dir), *cause = NULL;
	struct session *s;
	static const char text[] =
	    "{\"order\":[\"00000001\",\"gone\",7,\"00000003\","
	    "\"00000001\"],\"future\":true}";

	save(b, "00000001", 1);
	save(b, "00000002", 2);
	save(b, "00000003", 3);
	store_load(b->st, b->reg);
	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
	r = roster_create(b->dir, b->reg, loop);
	roster_load(r);
	s = registry_first(b->reg);
	assert_string_equal(session_id(s), "00000002");
	assert_string_equal(session_id(registry_next(s)), "00000003");
	roster_touch(r);
	roster_touch(r);
	roster_destroy(r);
	loop_turn(loop, 0);
	v = jv_load(path, &cause);
	assert_true(jv_bool(v, "future", false));
	assert_int_equal(jv_count(jv_get_array(v, "order")), 3);
	assert_string_equal(jv_string_at(jv_get_array(v, "order"), 0),
	    "00000002");
	jv_free(v);
	/* A broken roster is no order. */
	assert_int_equal(atomic_write(path, "{", 1, false), 0);
	r = roster_create(b->dir, b->reg, loop);
	roster_load(r);
	assert_int_equal(registry_count(b->reg), 3);
	roster_destroy(r);
	loop_destroy(loop);
	free(path);
}

/* What is no file is put aside as well, beside what is there already. */
static void
test_aside(void **state)
{
	struct box *b = *state;
	char *path = file(b, ID, "state.json");
	int i;

	assert_int_equal(store_make(b->st, ID), 0);
	put(b, ID, "state.json.broken", "x", 1);
	for (i = 0; i < 2; i++) {
		assert_int_equal(mkdir(path, 0700), 0);
		assert_int_equal(store_load(b->st, b->reg), 0);
		assert_false(exists(b, ID, "state.json"));
	}
	assert_true(exists(b, ID, "state.json.broken.2"));
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(store_load(b->st, b->reg), 0);
	assert_true(exists(b, ID, "state.json.broken.3"));
	assert_int_equal(store_broken(b->st), 3);
	free(path);
}

/* What was made ahead becomes the next session's. */
static void
test_prepared(void **state)
{
	struct box *b = *state;
	struct session *s = make(ID, 1), *other = make("00000002", 1);
	char *cause = NULL, *name = lock_name(".next");
	struct store *next;

	registry_add(b->reg, s, true);
	registry_add(b->reg, other, true);
	store_prepare(b->st);
	store_prepare(b->st);
	assert_int_equal(store_make(b->st, ID), 0);
	assert_true(exists(b, ID, "tmp"));
	assert_true(exists(b, ID, "state.json.ahead"));
	/* The next one is made as ever. */
	assert_int_equal(store_make(b->st, "00000002"), 0);
	assert_true(exists(b, "00000002", "tmp"));
	assert_int_equal(store_save(b->st, other, false), 0);
	assert_int_equal(store_save(b->st, s, false), 0);
	assert_true(exists(b, ID, "state.json"));
	assert_false(exists(b, ID, "state.json.ahead"));
	assert_int_equal(store_save(b->st, s, false), 0);
	/* An id that is taken is refused, with it and without. */
	store_prepare(b->st);
	assert_int_equal(store_make(b->st, ID), -1);
	assert_int_equal(errno, EEXIST);
	assert_true(exists(b, ID, "state.json"));
	store_prepare(b->st);
	assert_true(exists(b, name, "tmp"));
	store_unprepare(b->st);
	assert_false(exists(b, name, ""));
	/* What a killed one has left goes. */
	store_prepare(b->st);
	next = store_create(b->dir, &cause);
	assert_non_null(next);
	assert_false(exists(b, name, ""));
	store_destroy(next);
	free(name);
}

/* A record that says that a session is up comes later. */
static void
test_later(void **state)
{
	struct box *b = *state;
	struct loop *loop = loop_create();
	struct session *s = make(ID, 1);
	char *journal = xasprintf("%s/workers", b->dir);

	store_keep_trying(b->st, loop, b->reg, b->dir);
	registry_add(b->reg, s, true);
	assert_int_equal(store_make(b->st, ID), 0);
	s->worker.pid = getpid();
	store_later(b->st, s);
	assert_false(exists(b, ID, "state.json"));
	assert_int_equal(access(journal, F_OK), 0);
	assert_int_equal(store_unsaved(b->st), 0);
	while (access(journal, F_OK) == 0)
		loop_turn(loop, 1000);
	assert_true(exists(b, ID, "state.json"));
	/* At the latest at the end. */
	assert_int_equal(store_make(b->st, "00000002"), 0);
	s = make("00000002", 1);
	registry_add(b->reg, s, true);
	store_later(b->st, s);
	store_settle(b->st);
	assert_true(exists(b, "00000002", "state.json"));
	assert_int_equal(access(journal, F_OK), -1);
	store_destroy(b->st);
	b->st = NULL;
	loop_destroy(loop);
	free(journal);
}

/* What could not be written is written when it can be. */
static void
test_again(void **state)
{
	struct box *b = *state;
	struct loop *loop = loop_create();
	struct session *s = make(ID, 1);
	char *dir = file(b, ID, ""), *away = file(b, "away", "");

	dir[strlen(dir) - 1] = '\0';
	away[strlen(away) - 1] = '\0';
	store_keep_trying(b->st, loop, b->reg, b->dir);
	registry_add(b->reg, s, true);
	assert_int_equal(store_make(b->st, ID), 0);
	assert_int_equal(rename(dir, away), 0);
	assert_int_equal(store_save(b->st, s, true), -1);
	assert_int_equal(store_save(b->st, s, true), -1);
	assert_int_equal(store_unsaved(b->st), 1);
	assert_int_equal(rename(away, dir), 0);
	while (store_unsaved(b->st) > 0)
		loop_turn(loop, STORE_RETRY_MS);
	assert_true(exists(b, ID, "state.json"));
	/* One that is removed is not written again. */
	assert_int_equal(rename(dir, away), 0);
	assert_int_equal(store_save(b->st, s, true), -1);
	assert_int_equal(rename(away, dir), 0);
	store_remove(b->st, ID);
	assert_int_equal(store_unsaved(b->st), 0);
	store_destroy(b->st);
	b->st = NULL;
	loop_destroy(loop);
	free(dir);
	free(away);
}

/* What a writer that was killed has left goes after a day, nothing else. */
static void
test_temps(void **state)
{
	static const char *const names[] = { "roster.json.abcdef",
		"roster.json.fresh0", "roster.json", "roster.json.abcdefg",
		"view.json.abcdef" };
	static const struct timespec old[2] = { { 1000, 0 }, { 1000, 0 } };
	struct box *b = *state;
	char *path, *cause = NULL;
	size_t i;

	for (i = 0; i < nitems(names); i++) {
		path = xasprintf("%s/daemon/%s", b->dir, names[i]);
		close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
		if (i != 1)
			assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
		free(path);
	}
	store_destroy(b->st);
	b->st = store_create(b->dir, &cause);
	for (i = 0; i < nitems(names); i++) {
		path = xasprintf("%s/daemon/%s", b->dir, names[i]);
		assert_int_equal(access(path, F_OK), i == 0 ? -1 : 0);
		free(path);
	}
}

/* Also where the folder of all jobs has gone. */
static void
test_make_again(void **state)
{
	struct box *b = *state;
	char *jobs = xasprintf("%s/jobs", b->dir);

	assert_int_equal(rmdir(jobs), 0);
	assert_int_equal(store_make(b->st, ID), 0);
	assert_true(exists(b, ID, "tmp"));
	assert_int_equal(store_make(b->st, ID), -1);
	free(jobs);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_save_and_load),
		CASE(test_foreign_is_not_written),
		CASE(test_broken),
		CASE(test_too_large),
		CASE(test_aside),
		CASE(test_prepared),
		CASE(test_later),
		CASE(test_again),
		CASE(test_make_again),
		CASE(test_temps),
		CASE(test_deep),
		CASE(test_cuts),
		CASE(test_flips),
		CASE(test_types),
		CASE(test_odd_names),
		CASE(test_exit),
		CASE(test_sweep),
		CASE(test_roster),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
