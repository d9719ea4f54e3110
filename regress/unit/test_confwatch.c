/* SPDX-License-Identifier: ISC */
/* test_confwatch: changes of files are told however they come about. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "conf/confwatch.h"

#define DEADLINE_MS 10000

struct box {
	struct loop *loop;
	struct confwatch *w;
	char *dir;
	char *file; /* "a/b/settings.json"; nothing of it is there */
	int told;
};

static void
on_change(void *arg)
{
	struct box *b = arg;

	b->told++;
}

static int
setup(void **state)
{
	struct box *b = xcalloc(1, sizeof *b);
	char dir[] = "/tmp/bgmux-watch.XXXXXX";

#ifndef HAVE_SYS_INOTIFY_H
	skip();
#endif
	assert_non_null(mkdtemp(dir));
	b->dir = xstrdup(dir);
	b->file = path_join(dir, "a/b/settings.json");
	b->loop = loop_create();
	b->w = confwatch_create(b->loop, on_change, b);
	confwatch_add(b->w, b->file);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct box *b = *state;

	confwatch_destroy(b->w);
	loop_destroy(b->loop);
	path_remove_tree(b->dir);
	free(b->dir);
	free(b->file);
	free(b);
	return 0;
}

/* Until it is told, which is once for all that came before. */
static void
must_tell(struct box *b, const char *what)
{
	monotime deadline = monotime_add(monotime_now(), DEADLINE_MS);

	while (b->told == 0 && monotime_left(deadline) > 0)
		loop_turn(b->loop, monotime_left(deadline));
	if (b->told == 0)
		fail_msg("not told: %s", what);
	b->told = 0;
}

static void
put(const char *path, const char *text)
{
	assert_int_equal(atomic_write(path, text, strlen(text), false), 0);
}

static void
test_life(void **state)
{
	struct box *b = *state;
	char *a = path_join(b->dir, "a"), *ab = path_join(b->dir, "a/b");
	char *aside = path_join(b->dir, "aside");

	assert_int_equal(mkdir(a, 0700), 0);
	must_tell(b, "the first directory comes");
	assert_int_equal(mkdir(ab, 0700), 0);
	must_tell(b, "the second directory comes");
	put(b->file, "1");
	must_tell(b, "the file comes");
	put(b->file, "2");
	must_tell(b, "the file is replaced");
	assert_int_equal(chmod(b->file, 0666), 0);
	must_tell(b, "its mode changes");
	assert_int_equal(unlink(b->file), 0);
	must_tell(b, "it goes");
	assert_int_equal(rename(a, aside), 0);
	must_tell(b, "a directory above goes");
	assert_int_equal(path_mkdirs(ab), 0);
	must_tell(b, "another one is in its place");
	put(b->file, "3");
	must_tell(b, "the file is there again");
	free(a);
	free(ab);
	free(aside);
}

/* A link's target may be in another directory. */
static void
test_link(void **state)
{
	struct box *b = *state;
	char *ab = path_join(b->dir, "a/b"), *far = path_join(b->dir, "far");

	put(far, "1");
	assert_int_equal(path_mkdirs(ab), 0);
	assert_int_equal(symlink(far, b->file), 0);
	must_tell(b, "the link comes");
	put(far, "2");
	must_tell(b, "what it is a link to is replaced");
	free(ab);
	free(far);
}

static void
on_timer(void *arg)
{
	*(bool *)arg = true;
}

/* What else happens in the directory is not told, nor what was told off. */
static void
test_others(void **state)
{
	struct box *b = *state;
	char *ab = path_join(b->dir, "a/b"), *other;
	struct loop_timer *t;
	bool passed = false;

	assert_int_equal(path_mkdirs(ab), 0);
	must_tell(b, "the directories come");
	other = path_join(ab, "other.json");
	put(other, "1");
	put(other, "2");
	t = loop_timer_create(b->loop, on_timer, &passed);
	loop_timer_start(t, 200);
	while (!passed)
		loop_turn(b->loop, DEADLINE_MS);
	assert_int_equal(b->told, 0);

	confwatch_clear(b->w);
	put(b->file, "1");
	passed = false;
	loop_timer_start(t, 200);
	while (!passed)
		loop_turn(b->loop, DEADLINE_MS);
	assert_int_equal(b->told, 0);
	confwatch_add(b->w, b->file);
	put(b->file, "2");
	must_tell(b, "after it was added again");
	loop_timer_destroy(t);
	free(ab);
	free(other);
}

#define IN_BOX(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_BOX(test_life),
		IN_BOX(test_link),
		IN_BOX(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
