/* SPDX-License-Identifier: ISC */
/* test_tty: a terminal in our hands, and a client on it: what it is asked and
 * when, answers that come late, and what it has been given back. */

#include <sys/ioctl.h>
#include <sys/wait.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "term/intern.h"
#include "term/key.h"
#include "term/modes.h"
#include "term/row.h"
#include "tty/frame.h"
#include "tty/tty.h"

#define WAIT_MS	 20000
#define QUIET_MS 800

struct row_of_answers {
	const char *locale;
	const char *answers;
	int late; /* ms until they come */
	bool hurry;
	bool cut;	    /* after each ESC there is a pause */
	const char *has;    /* of what the terminal got after its answers */
	const char *hasnot; /* may be NULL */
};

static const struct row_of_answers rows[] = {
	/* The wheel as it was. */
	{ "C.UTF-8", "\033[?1007;1$y\033[?62c", 0, false, false, "\033[?1007h",
	    "1007r" },
	{ "C.UTF-8", "\033[?1007;2$y\033[?62c", 0, false, false, "\033[?1007l",
	    "1007r" },
	{ "C.UTF-8", "\033[?1007;0$y\033[?62c", 0, false, false, "\033[?1007r",
	    NULL },
	{ "C.UTF-8", "\033[?62c", 0, false, false, "\033[?1007r", NULL },
	{ "C.UTF-8", "\033P>|Konsole 22.12.3\033\\\033[?62c", 0, false, false,
	    "\033[?1007h", "1007r" },
	/* The cursor's shape. */
	{ "C.UTF-8", "\033P1$r4 q\033\\\033[?62c", 0, false, false, "\033[4 q",
	    "\033[0 q" },
	{ "C.UTF-8", "\033P0$r\033\\\033[?62c", 0, false, false, "\033[0 q",
	    NULL },
	/* What was written for another terminal is written again. */
	{ "C.UTF-8", "\033P>|kitty(0.26.5)\033\\\033[?62c", 0, false, false,
	    "\033[2J", NULL },
	{ "C.UTF-8", "\033P>|other(1)\033\\\033[?62c", 0, false, false,
	    "\033[23;0t", "\033[2J" },
	/* What two bytes are to the terminal, whatever the locale says. */
	{ "C", "\033[2;2R\033[?62c", 0, false, false, "\303\251", NULL },
	{ "C", "\033[?62c", 0, false, false, "", "\303\251" },
	{ "C.UTF-8", "\033[2;3R\033[?62c", 0, false, false, "?", "\303\251" },
	{ "C.UTF-8", "\033[2;3R\033[?62c", 0, false, false, "\033\\\033[m",
	    NULL },
	/* Parts of answers are no keys. */
	{ "C.UTF-8", "\033[2;2R\033]11;rgb:ff/ff/ff\033\\\033[?62c", 0, false,
	    true, "", NULL },
	/* The client has gone before the answers are here. */
	{ "C.UTF-8",
	    "\033[2;2R\033[?0u\033[?2026;2$y\033]10;rgb:0/0/0\033\\"
	    "\033]11;rgb:ffff/ffff/ffff\033\\\033P>|XTerm(379)\033\\\033[?62c",
	    300, true, false, "", NULL },
	{ "C.UTF-8", "\033]11;rgb:ffff/ffff/ffff\033\\\033[?64;1;9;15c", 450,
	    true, false, "", NULL },
};

static void
on_key(const struct key *key, void *arg)
{
	(void)key;
	(void)arg;
	_exit(97);
}

/* In the child: how many bytes were left for who reads the terminal next. */

static void
leave_rest(void)
{
	struct termios t;
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	char bytes[256];
	ssize_t n = 0;

	assert_int_equal(tcgetattr(STDIN_FILENO, &t), 0);
	cfmakeraw(&t);
	assert_int_equal(tcsetattr(STDIN_FILENO, TCSANOW, &t), 0);
	if (poll(&p, 1, QUIET_MS) == 1)
		n = read(STDIN_FILENO, bytes, sizeof bytes);
	_exit(n > 0 ? (int)(n < 90 ? n : 90) : 0);
}

static void
client(const struct row_of_answers *r)
{
	static const struct tty_handler handler = { .in.key = on_key };
	static const struct modes modes = { .flags = MODE_PASTE };
	struct loop *loop = loop_create();
	struct intern *in = intern_create();
	char *cause = NULL;
	struct tty *t;
	struct row *row;
	int i;

	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", r->locale, 1);
	unsetenv("SSH_TTY");
	unsetenv("KONSOLE_VERSION");
	t = tty_create(loop, in, &handler, NULL, &cause);
	if (t == NULL)
		_exit(99);
	row = &tty_frame(t)->row[0];
	row_reserve(row, 1)[0].text = intern_text(in, "\303\251", 2);
	tty_set_modes(t, &modes);
	if (tty_start(t, &cause) == -1)
		_exit(98);
	for (i = 0; i < (r->hurry ? 1 : r->cut ? 100 : 40); i++)
		loop_turn(loop, 10);
	tty_stop(t);
	tty_destroy(t);
	leave_rest();
}

static void
put_answers(int master, const struct row_of_answers *r)
{
	const char *s, *end;
	size_t n;

	for (s = r->answers; *s != '\0'; s += n) {
		end = strchr(s, '\033');
		n = end == NULL ? strlen(s) : (size_t)(end - s) + 1;
		if (!r->cut)
			n = strlen(s);
		assert_int_equal(write(master, s, n), (ssize_t)n);
		if (r->cut)
			usleep(40000);
	}
}

/* All that the terminal gets until there is no client; answers once it has been
 * asked. Where in it the answers were given. */
static size_t
play(int master, const struct row_of_answers *r, struct buf *out)
{
	monotime end = monotime_add(monotime_now(), WAIT_MS);
	monotime due = { 0 };
	struct pollfd p = { .fd = master, .events = POLLIN };
	size_t answered = 0;
	char bytes[4096];
	ssize_t n;

	while (monotime_left(end) > 0) {
		if (poll(&p, 1, 5) == 1) {
			n = read(master, bytes, sizeof bytes);
			if (n <= 0)
				return answered;
			buf_put(out, bytes, (size_t)n);
		}
		if (due.ms == 0 && out->len > 0 &&
		    memmem(out->data, out->len, "\033[c", 3) != NULL)
			due = monotime_add(monotime_now(), r->late);
		if (due.ms == 0 || answered > 0 || monotime_left(due) > 0)
			continue;
		answered = out->len;
		put_answers(master, r);
	}
	fail_msg("the client does not end");
	return 0;
}

static bool
has(const struct buf *b, size_t from, const char *what)
{
	return *what == '\0' ||
	    memmem(b->data + from, b->len - from, what, strlen(what)) != NULL;
}

static void
test_answers(void **state)
{
	struct winsize ws = { .ws_row = 10, .ws_col = 40 };
	struct buf out;
	const uint8_t *asked, *cleared;
	size_t i, from;
	int master, status;
	pid_t pid;

	(void)state;
	for (i = 0; i < nitems(rows); i++) {
		buf_init(&out, 0);
		pid = forkpty(&master, NULL, NULL, &ws);
		assert_int_not_equal(pid, -1);
		if (pid == 0)
			client(&rows[i]);
		from = play(master, &rows[i], &out);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		close(master);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			fail_msg("row %zu: %x: answers were left to be typed",
			    i, status);
		if (!has(&out, from, rows[i].has) ||
		    (rows[i].hasnot != NULL && has(&out, from, rows[i].hasnot)))
			fail_msg("row %zu: %.*s", i, (int)(out.len - from),
			    out.data + from);
		/* What questions leave on the screen is cleared away. */
		asked = memmem(out.data, out.len, "\033[c", 3);
		cleared = memmem(out.data, out.len, "\033[2J", 4);
		assert_non_null(asked);
		assert_non_null(cleared);
		assert_true(asked < cleared);
		buf_clear(&out);
	}
}

/* A client that gives its terminal away at a key. */

struct giver {
	struct tty *t;
	int keys;
	int pastes;
};

static void
on_key_give(const struct key *key, void *arg)
{
	struct giver *g = arg;

	(void)key;
	g->keys++;
	tty_stop(g->t);
}

static void
on_paste_give(const char *s, size_t n, void *arg)
{
	struct giver *g = arg;

	(void)s;
	(void)n;
	g->pastes++;
}

static void
give(void)
{
	static const struct tty_handler handler = { .in.key = on_key_give,
		.in.paste = on_paste_give };
	struct loop *loop = loop_create();
	struct giver g = { 0 };
	char *cause = NULL;
	int i;

	setenv("TERM", "xterm-256color", 1);
	unsetenv("SSH_TTY");
	g.t = tty_create(loop, intern_create(), &handler, &g, &cause);
	if (g.t == NULL || tty_start(g.t, &cause) == -1)
		_exit(99);
	while (g.keys == 0)
		loop_turn(loop, 10);
	for (i = 0; i < 10; i++)
		loop_turn(loop, 10);
	if (g.keys != 1 || g.pastes != 0)
		_exit(95);
	leave_rest();
}

/* Read until the terminal has got what. */
static void
await(int master, struct buf *out, const char *what)
{
	char bytes[4096];
	ssize_t n;

	do {
		n = read(master, bytes, sizeof bytes);
		assert_true(n > 0);
		buf_put(out, bytes, (size_t)n);
	} while (!has(out, 0, what));
}

/* What was typed ahead is not told once the terminal is another's, and the
 * answers, which come meanwhile, are taken. */
static void
test_given_away(void **state)
{
	static const struct row_of_answers typed[] = {
		{ .answers = "ab\r\033[200~more\033[201~" },
		{ .answers = "cd\033]11;rgb:ffff/ffff/ffff\033\\\033[?62c" },
	};
	struct winsize ws = { .ws_row = 10, .ws_col = 40 };
	struct buf out;
	int master, status;
	pid_t pid;

	(void)state;
	pid = forkpty(&master, NULL, NULL, &ws);
	assert_int_not_equal(pid, -1);
	if (pid == 0)
		give();
	buf_init(&out, 0);
	await(master, &out, "\033[c");
	put_answers(master, &typed[0]);
	/* It has left the screen, and waits. */
	await(master, &out, "\033[?1049l");
	put_answers(master, &typed[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(master);
	buf_clear(&out);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_given_away),
		cmocka_unit_test(test_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
