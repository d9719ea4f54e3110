/* SPDX-License-Identifier: ISC */
/* test_ttymode: what attach sets on a terminal, and that all of it is taken
 * back: the bytes are fed into a terminal that is looked at before and after.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sys/wait.h>

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "term/key.h"
#include "term/modes.h"
#include "term/screen.h"
#include "term/vt.h"
#include "tty/caps.h"
#include "tty/ttymode.h"

static struct buf replies;

static void
on_reply(const void *p, size_t n, void *arg)
{
	(void)arg;
	buf_put(&replies, p, n);
}

static const struct vt_callbacks callbacks = { .reply = on_reply };

/* Every mode that can be asked for, and more that cannot. */
static const char questions[] =
    "\033[?1$p\033[?5$p\033[?6$p\033[?7$p\033[?9$p\033[?12$p\033[?25$p"
    "\033[?45$p\033[?47$p\033[?66$p\033[?67$p\033[?69$p\033[?1000$p"
    "\033[?1002$p\033[?1003$p\033[?1004$p\033[?1005$p\033[?1006$p"
    "\033[?1007$p\033[?1015$p\033[?1016$p\033[?1047$p\033[?1049$p"
    "\033[?2004$p\033[?2026$p\033[?2031$p\033[?2048$p\033[4$p\033[20$p"
    "\033[?u\033[?4m\033P$q q\033\\\033P$qm\033\\\033P$qr\033\\\033[6n";

static char *
state_of(struct vt *vt)
{
	char *s;

	buf_reset(&replies);
	vt_feed(vt, questions, sizeof questions - 1);
	buf_printf(&replies, " title %s", vt_title(vt));
	s = calloc(1, replies.len + 1);
	assert_non_null(s);
	memcpy(s, replies.data, replies.len);
	return s;
}

static int
open_pty(int *master)
{
	const char *name;
	int fd;

	*master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(*master != -1);
	assert_int_equal(grantpt(*master), 0);
	assert_int_equal(unlockpt(*master), 0);
	name = ptsname(*master);
	assert_non_null(name);
	fd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	assert_true(fd != -1);
	return fd;
}

static const struct caps full = {
	.colours = COLOURS_TRUE,
	.alt_screen = true,
	.csr = true,
	.links = true,
	.title = true,
	.title_stack = true,
	.cursor_shape = true,
	.queries = true,
	.keys = true,
	.other_keys = true,
	.sync = true,
	.kitty = true,
	.pixels = true,
	.theme = true,
};

#define ALL_FLAGS                                                              \
	(MODE_APP_CURSOR | MODE_APP_KEYPAD | MODE_PASTE | MODE_FOCUS |         \
	    MODE_REVERSE | MODE_THEME | MODE_ALT_SCROLL | MODE_ALT_SCREEN |    \
	    MODE_RESIZE | MODE_INSERT | MODE_ORIGIN | MODE_NEWLINE |           \
	    MODE_BACKARROW | MODE_SYNC | MODE_WIN32_INPUT)

static const struct modes wanted[] = {
	{ .flags = 0 },
	{ .flags = ALL_FLAGS },
	{ .flags = MODE_PASTE, .mouse = 9 },
	{ .flags = MODE_PASTE, .mouse = 1000, .mouse_enc = 1005 },
	{ .mouse = 1002, .mouse_enc = 1006 },
	{ .mouse = 1003, .mouse_enc = 1016, .kitty = 1 },
	{ .mouse = 1003, .mouse_enc = 1015, .kitty = 31 },
	{ .flags = MODE_APP_CURSOR, .modify_keys = 1 },
	{ .flags = ALL_FLAGS,
	    .mouse = 1003,
	    .mouse_enc = 1016,
	    .kitty = 31,
	    .modify_keys = 2 },
	{ .flags = MODE_FOCUS, .mouse = 7, .kitty = 255, .modify_keys = 9 },
};

/* The person's own settings; nothing of them may be lost. */
static const char *const before[] = {
	"",
	"$ ls\r\n$ \033]2;a shell\033\\\033[>1u\033[>5u\033[?1007l",
};

/* The order of changes is by seed. */
static void
one(const struct caps *caps, const char *settings, unsigned seed, bool killed)
{
	struct buf b = { 0 };
	struct vt *vt;
	char *was, *is, bytes[4096];
	int master, fd, i;
	ssize_t n;

	vt = vt_create(24, 80, 0, &callbacks, NULL);
	vt_feed(vt, settings, strlen(settings));
	was = state_of(vt);
	fd = open_pty(&master);
	assert_int_equal(ttymode_start(fd, caps), 0);
	ttymode_enter(&b, NULL);
	for (i = 0; i < 6; i++) {
		ttymode_follow(&b, &wanted[seed % nitems(wanted)]);
		seed = seed * 7 + 3;
		buf_printf(&b, "\033[?25l\033[2 q\033]2;t%d\033\\\033[1;4m", i);
	}
	if (killed) {
		vt_feed(vt, b.data, b.len);
		buf_reset(&b);
		ttymode_restore();
		/* All of it, and then EIO. */
		close(fd);
		fd = -1;
		while ((n = read(master, bytes, sizeof bytes)) > 0)
			buf_put(&b, bytes, (size_t)n);
	} else {
		ttymode_leave(&b);
		ttymode_stop();
	}
	vt_feed(vt, b.data, b.len);
	is = state_of(vt);
	if (caps->alt_screen)
		assert_string_equal(was, is);
	free(was);
	free(is);
	vt_destroy(vt);
	buf_clear(&b);
	if (fd != -1)
		close(fd);
	close(master);
}

static void
test_taken_back(void **state)
{
	unsigned seed, i;

	(void)state;
	for (i = 0; i < nitems(before); i++)
		for (seed = 0; seed < 40; seed++) {
			one(&full, before[i], seed, false);
			one(&full, before[i], seed, true);
		}
	buf_clear(&replies);
}

struct follow_row {
	struct modes modes;
	const char *has;    /* in what is written from nothing */
	const char *hasnot; /* or NULL */
};

static const struct follow_row follows[] = {
	{ { .kitty = 5 }, "\033[>5u", NULL },
	{ { .modify_keys = 2 }, "\033[>4;2m", NULL },
	{ { .mouse = 1002 }, "\033[?1002h\033[?1006h", "1016" },
	{ { .mouse = 1002, .mouse_enc = 1016 }, "\033[?1016h", NULL },
	{ { .mouse = 9 }, "\033[?9h", NULL },
	{ { .flags = 0 }, "\033[?2031h", "1007" },
	{ { .flags = MODE_ALT_SCROLL }, "", "1007" },
	{ { .flags = MODE_ALT_SCROLL | MODE_ALT_SCREEN }, "\033[?1007h", NULL },
	{ { .flags = MODE_ALT_SCROLL | MODE_ALT_SCREEN, .mouse = 1000 },
	    "\033[?1000h", "1007" },
	{ { .flags = MODE_RESIZE }, "", "2048" },
};

static void
test_follow(void **state)
{
	struct buf b = { 0 };
	int master, fd;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(follows); i++) {
		fd = open_pty(&master);
		assert_int_equal(ttymode_start(fd, &full), 0);
		ttymode_follow(&b, &follows[i].modes);
		buf_put_u8(&b, 0);
		assert_non_null(strstr((char *)b.data, follows[i].has));
		if (follows[i].hasnot != NULL)
			assert_null(strstr((char *)b.data, follows[i].hasnot));
		buf_reset(&b);
		ttymode_follow(&b, &follows[i].modes);
		assert_int_equal(b.len, 0);
		ttymode_leave(&b);
		ttymode_stop();
		buf_reset(&b);
		close(fd);
		close(master);
	}
	buf_clear(&b);
}

/* Two protocols for the keyboard, and terminals that lack them. */
static void
test_keyboards(void **state)
{
	static const struct {
		bool kitty;
		bool other_keys;
		struct modes modes;
		const char *want;
		bool same;
	} rows[] = {
		{ true, true, { .kitty = 3 }, "\033[>3u", true },
		{ true, true, { .modify_keys = 1 }, "\033[>4;1m", true },
		{ true, false, { .modify_keys = 1 }, "\033[>1u", false },
		{ false, true, { .kitty = 3 }, "\033[>4;2m", false },
		{ false, true, { .modify_keys = 2 }, "\033[>4;2m", true },
		{ false, false, { .kitty = 3 }, "", false },
		{ false, false, { .modify_keys = 2 }, "", false },
		{ false, false, { .kitty = 0 }, "", true },
	};
	struct caps caps = { .colours = 8 };
	struct buf b = { 0 };
	int master, fd;
	size_t i;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		caps.kitty = rows[i].kitty;
		caps.other_keys = rows[i].other_keys;
		fd = open_pty(&master);
		assert_int_equal(ttymode_start(fd, &caps), 0);
		ttymode_follow(&b, &rows[i].modes);
		buf_put_u8(&b, 0);
		assert_string_equal((char *)b.data, rows[i].want);
		assert_int_equal(ttymode_keys_follow(&rows[i].modes),
		    rows[i].same);
		ttymode_leave(&b);
		ttymode_stop();
		buf_reset(&b);
		close(fd);
		close(master);
	}
	buf_clear(&b);
}

/* The mouse in pixels of the terminal's cells, 10x20. */
static void
test_pixels(void **state)
{
	static const struct modes m = { .mouse = 1003, .mouse_enc = 1016 };
	struct mouse at = { .col = 25, .row = 59 };
	struct buf b = { 0 };
	int master, fd;

	(void)state;
	fd = open_pty(&master);
	assert_int_equal(ttymode_start(fd, &full), 0);
	ttymode_follow(&b, &m);
	ttymode_mouse(&at, 10, 20);
	assert_int_equal(at.col, 2);
	assert_int_equal(at.row, 2);
	assert_int_equal(at.px, 20);
	assert_int_equal(at.py, 47);
	ttymode_leave(&b);
	ttymode_stop();
	buf_clear(&b);
	close(fd);
	close(master);
}

/* A client that was stopped unawares; a shell has the terminal, and tells it to
 * end. */
static void
background(bool killed)
{
	struct buf b = { 0 };
	struct caps caps = { .colours = 8 };

	signal(SIGTTOU, SIG_IGN); /* to be in front, as the shell has it */
	setpgid(0, 0);
	tcsetpgrp(STDIN_FILENO, getpid());
	signal(SIGTTOU, SIG_DFL);
	if (ttymode_start(STDIN_FILENO, &caps) == -1)
		_exit(2);
	raise(SIGSTOP);
	if (killed)
		ttymode_restore();
	else {
		ttymode_leave(&b);
		ttymode_stop();
	}
	_exit(0);
}

static void
shell(bool killed)
{
	struct termios t;
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0)
		background(killed);
	if (waitpid(pid, &status, WUNTRACED) != pid || !WIFSTOPPED(status))
		_exit(10);
	signal(SIGTTOU, SIG_IGN);
	tcsetpgrp(STDIN_FILENO, getpgrp());
	tcgetattr(STDIN_FILENO, &t);
	t.c_cc[VMIN] = 7;
	tcsetattr(STDIN_FILENO, TCSANOW, &t);
	kill(pid, SIGCONT);
	if (waitpid(pid, &status, WUNTRACED) != pid || !WIFEXITED(status)) {
		kill(pid, SIGKILL);
		_exit(11);
	}
	tcgetattr(STDIN_FILENO, &t);
	_exit(t.c_cc[VMIN] == 7 ? WEXITSTATUS(status) : 12);
}

static void
test_background(void **state)
{
	int i, master, status;
	pid_t pid;

	(void)state;
	for (i = 0; i < 2; i++) {
		pid = forkpty(&master, NULL, NULL, NULL);
		assert_int_not_equal(pid, -1);
		if (pid == 0)
			shell(i > 0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
		close(master);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_taken_back),
		cmocka_unit_test(test_follow),
		cmocka_unit_test(test_keyboards),
		cmocka_unit_test(test_pixels),
		cmocka_unit_test(test_background),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
