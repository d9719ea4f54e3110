/* SPDX-License-Identifier: ISC */
/* test_editor: a text in an editor that has the terminal: it comes back as it was
 * left, or not at all, with the reason; the file is private and goes. */

#include <sys/stat.h>
#include <sys/wait.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomic.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/reaper.h"
#include "base/xmalloc.h"
#include "client/editor.h"
#include "client/lineedit.h"
#include "term/intern.h"
#include "tty/tty.h"

#define WAIT_MS 20000

/* In the child that has the terminal. */
struct scene {
	struct loop *loop;
	struct reaper *reaper;
	struct intern *intern;
	struct tty *tty;
	struct editor *editor;
	char *text;
	char *why;
	bool ended;
};

static const struct tty_handler tty_handler;

static void
on_end(char *text, const char *why, void *arg)
{
	struct scene *s = arg;

	s->text = text;
	s->why = why != NULL ? xstrdup(why) : NULL;
	s->ended = true;
}

static bool
has_files(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	bool found = false;

	while (d != NULL && (e = readdir(d)) != NULL)
		found = found || strncmp(e->d_name, "prompt-", 7) == 0;
	if (d != NULL)
		closedir(d);
	return found;
}

/* Exit status: 0, or the number of what was wrong. */
static int
edit(const char *dir, const char *text, const char *want, const char *want_why,
    bool stop)
{
	monotime end = monotime_add(monotime_now(), WAIT_MS);
	struct scene s = { 0 };
	char *cause = NULL;
	int bad = 0;

	s.loop = loop_create();
	s.reaper = reaper_create(s.loop);
	s.intern = intern_create();
	s.tty = tty_create(s.loop, s.intern, &tty_handler, &s, &cause);
	if (s.tty == NULL || tty_start(s.tty, &cause) == -1)
		return 10;
	s.editor =
	    editor_start(s.reaper, s.tty, dir, text, on_end, &s, &cause);
	if (s.editor == NULL) {
		bad = want_why == NULL || strstr(cause, want_why) == NULL;
		goto out;
	}
	while (!stop && !s.ended && monotime_left(end) > 0)
		loop_turn(s.loop, 100);
	editor_stop(s.editor);
	if (stop)
		bad = s.ended ? 11 : 0;
	else if (!s.ended)
		bad = 12;
	else if (want == NULL ? s.text != NULL :
				s.text == NULL || strcmp(s.text, want) != 0)
		bad = 13;
	else if (want_why == NULL ?
		    s.why != NULL :
		    s.why == NULL || strstr(s.why, want_why) == NULL)
		bad = 14;
	else if (has_files(dir))
		bad = 15;
out:
	free(cause);
	free(s.text);
	free(s.why);
	tty_stop(s.tty);
	tty_destroy(s.tty);
	reaper_destroy(s.reaper);
	intern_destroy(s.intern);
	loop_destroy(s.loop);
	return bad;
}

/* Run it on a terminal of its own, and read that. */
static void
run(const char *editor, const char *dir, const char *text, const char *want,
    const char *why, bool stop)
{
	struct winsize ws = { .ws_row = 6, .ws_col = 20 };
	char bytes[4096];
	int master, status;
	ssize_t n;
	pid_t pid;

	setenv("TERM", "xterm", 1);
	unsetenv("EDITOR");
	setenv("VISUAL", editor, 1);
	pid = forkpty(&master, NULL, NULL, &ws);
	assert_int_not_equal(pid, -1);
	if (pid == 0)
		_exit(edit(dir, text, want, why, stop));
	do {
		n = read(master, bytes, sizeof bytes);
	} while (n > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(master);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) != 0)
		fail_msg("%s: %d", editor, WEXITSTATUS(status));
}

static int
setup(void **state)
{
	char *dir = xstrdup("/tmp/bgmux-editor.XXXXXX");

	assert_non_null(mkdtemp(dir));
	*state = dir;
	return 0;
}

static int
teardown(void **state)
{
	path_remove_tree(*state);
	free(*state);
	return 0;
}

static void
test_text(void **state)
{
	const char *dir = *state;

	run("true", dir, "as it was", "as it was", NULL, false);
	run("true", dir, "", "", NULL, false);
	run("true", dir, "a\n\n", "a", NULL, false);
	run("sed -i s/was/is/", dir, "as it was", "as it is", NULL, false);
	/* It is a command line, and the name a word of it. */
	run("f() { printf '\\n\\nlast' >>\"$1\"; }; f", dir, "a", "a\n\n\nlast",
	    NULL, false);
	/* It has the terminal, and may write what it likes. */
	run("test -t 0 && test -t 1 && printf '\\033[?1049hx' && true", dir,
	    "x", "x", NULL, false);
	/* By rename, as many do. */
	run("f() { echo new >\"$1.x\" && mv \"$1.x\" \"$1\"; }; f", dir, "old",
	    "new", NULL, false);
	run("f() { [ \"$(stat -c %a \"$1\")\" = 600 ]; }; f", dir, "x", "x",
	    NULL, false);
}

static void
test_refused(void **state)
{
	const char *dir = *state;

	run("false", dir, "x", NULL, "ended with status 1", false);
	run("exit 7;", dir, "x", NULL, "ended with status 7", false);
	run("kill -TERM $$;", dir, "x", NULL, "ended by signal 15", false);
	run("/nonexistent/editor", dir, "x", NULL,
	    "cannot run the editor '/nonexistent/editor'", false);
	run("rm", dir, "x", NULL, "No such file", false);
	run("f() { rm \"$1\"; mkfifo \"$1\"; }; f", dir, "x", NULL,
	    "no file any more", false);
	run("f() { rm \"$1\"; ln -s /etc/passwd \"$1\"; }; f", dir, "x", NULL,
	    "prompt-", false);
	run("truncate -s 2M", dir, "x", NULL, "longer than", false);
	run("true", "/nonexistent", "x", NULL, "/nonexistent", false);
}

/* A view that has to end does not wait for the person. */
static void
test_stopped(void **state)
{
	monotime from = monotime_now();

	run("exec sleep 600 #", *state, "x", NULL, NULL, true);
	run("trap '' HUP; exec sleep 600 #", *state, "x", NULL, NULL, true);
	assert_true(monotime_diff(from, monotime_now()) < WAIT_MS);
	assert_false(has_files(*state));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_text),
		TEST(test_refused),
		TEST(test_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
