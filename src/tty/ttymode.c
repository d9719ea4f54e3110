/* SPDX-License-Identifier: ISC */
/* ttymode: what has been set on the terminal and how it is taken back. It
 * decides nothing: the attached program's modes are told to it. */

/*
 * Whatever is about to be set is first added to the bytes that would take it
 * back. Those lie ready in one of two static buffers, so that a handler of a
 * fatal signal finds a whole one at any moment.
 */

#include <sys/ioctl.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/xmalloc.h"
#include "term/cell.h"
#include "term/key.h"
#include "tty/caps.h"
#include "tty/ttymode.h"

#define UNDO_MAX 320

#define KITTY_DISAMBIGUATE 1

/* One process has one terminal; a signal handler has no argument. */
static struct {
	int fd;
	const struct caps *caps; /* borrowed */
	struct termios saved;
	bool entered;
	bool kitty_pushed;
	struct modes modes; /* as set on the terminal */
	char undo[2][UNDO_MAX];
	size_t undo_len[2];
	_Atomic int current; /* of undo */
	_Atomic bool active;
} tm;

/* Flags that are set by DECSET here, in the order of their setting. */
static const struct {
	uint32_t flag;
	const char *on;
	const char *off;
} flag_modes[] = {
	{ MODE_APP_CURSOR, "\033[?1h", "\033[?1l" },
	{ MODE_APP_KEYPAD, "\033=", "\033>" },
	{ MODE_PASTE, "\033[?2004h", "\033[?2004l" },
	{ MODE_FOCUS, "\033[?1004h", "\033[?1004l" },
	{ MODE_REVERSE, "\033[?5h", "\033[?5l" },
	{ MODE_THEME, "\033[?2031h", "\033[?2031l" },
	{ MODE_ALT_SCROLL, "\033[?1007h", "\033[?1007l" },
};

/* By the program's mouse mode. All but X10's have an encoding, see
 * mouse_enc. */
static const struct {
	uint16_t mouse;
	const char *on;
	const char *off;
} mouse_modes[] = {
	{ 9, "\033[?9h", "\033[?9l" },
	{ 1000, "\033[?1000h", "\033[?1000l" },
	{ 1002, "\033[?1002h", "\033[?1002l" },
	{ 1003, "\033[?1003h", "\033[?1003l" },
};

/* Signals that end a process and that nobody else watches. */
static const int fatal_signals[] = {
	SIGQUIT,
	SIGABRT,
	SIGALRM,
	SIGUSR1,
	SIGUSR2,
	SIGVTALRM,
	SIGPROF,
	SIGXCPU,
	SIGXFSZ,
	SIGSYS,
	SIGTRAP,
#ifndef __SANITIZE_ADDRESS__
	SIGSEGV,
	SIGBUS,
	SIGFPE,
	SIGILL,
#endif
};

static void
put(struct buf *b, const char *s)
{
	if (s != NULL)
		buf_put(b, s, strlen(s));
}

/* Where the encoding's mode is set or reset with the mouse's. */
static void
put_mouse(struct buf *b, const struct modes *m, bool on)
{
	size_t i;

	for (i = 0; i < nitems(mouse_modes); i++) {
		if (mouse_modes[i].mouse != m->mouse)
			continue;
		put(b, on ? mouse_modes[i].on : mouse_modes[i].off);
		if (m->mouse_enc == 1016)
			put(b, on ? "\033[?1016h" : "\033[?1016l");
		else if (m->mouse_enc != 0)
			put(b, on ? "\033[?1006h" : "\033[?1006l");
	}
}

/* Not all terminals can save a mode (XTSAVE), and not all of those that cannot
 * tell it (DECRQM). */
static const char *
wheel_undo(void)
{
	switch (tm.caps->wheel) {
	case WHEEL_KEYS:
		return "\033[?1007h";
	case WHEEL_NO_KEYS:
		return "\033[?1007l";
	default:
		return "\033[?1007r";
	}
}

/* What takes back the modes that are set now. */
static void
put_undo(struct buf *b)
{
	size_t i;

	put_mouse(b, &tm.modes, false);
	if (tm.kitty_pushed)
		put(b, "\033[<u");
	if (tm.modes.modify_keys != 0)
		put(b, "\033[>4m");
	for (i = 0; i < nitems(flag_modes); i++)
		if (tm.modes.flags & flag_modes[i].flag)
			put(b, flag_modes[i].off);
	if (!tm.entered)
		return;
	if (tm.caps->sync)
		put(b, "\033[?2026l");
	if (tm.caps->keys)
		put(b, wheel_undo());
	put(b, "\033[m\033[?7h\033[?25h");
	if (tm.caps->links)
		put(b, "\033]8;;\033\\");
	if (tm.caps->csr)
		put(b, "\033[r");
	if (tm.caps->cursor_shape)
		buf_printf(b, "\033[%u q", tm.caps->shape);
	if (tm.caps->title)
		put(b, tm.caps->title_stack ? "\033[23;0t" : "\033]2;\033\\");
	if (tm.caps->progress)
		put(b, "\033]9;4;0\033\\");
	put(b, tm.caps->alt_screen ? "\033[?1049l" : "\033[999H\r\n\033[K");
}

static void
update_undo(void)
{
	struct buf b;
	int next;

	next = !atomic_load(&tm.current);
	buf_init(&b, UNDO_MAX);
	put_undo(&b);
	if (b.len > 0)
		memcpy(tm.undo[next], b.data, b.len);
	tm.undo_len[next] = b.len;
	buf_clear(&b);
	atomic_store(&tm.current, next);
}

static void
fatal_signal(int signo)
{
	int saved_errno = errno;

	ttymode_restore();
	errno = saved_errno;
	/* SA_RESETHAND has put the default back. */
	raise(signo);
}

static void
watch_signals(bool on)
{
	struct sigaction sa, old;
	size_t i;

	memset(&sa, 0, sizeof sa);
	sigemptyset(&sa.sa_mask);
	sa.sa_flags = (int)SA_RESETHAND;
	for (i = 0; i < nitems(fatal_signals); i++) {
		if (sigaction(fatal_signals[i], NULL, &old) == -1)
			continue;
		/* What was ignored or is another's stays so. */
		if (old.sa_handler != (on ? SIG_DFL : fatal_signal))
			continue;
		sa.sa_handler = on ? fatal_signal : SIG_DFL;
		sigaction(fatal_signals[i], &sa, NULL);
	}
}

static void
make_raw(struct termios *t)
{
	t->c_iflag &= (tcflag_t) ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR |
	    IGNCR | ICRNL | IXON | IXOFF);
	t->c_oflag &= (tcflag_t)~OPOST;
	t->c_lflag &= (tcflag_t) ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	t->c_cflag &= (tcflag_t) ~(CSIZE | PARENB);
	t->c_cflag |= CS8;
	t->c_cc[VMIN] = 1;
	t->c_cc[VTIME] = 0;
}

/* Our own description of the terminal: O_NONBLOCK on the shell's would stay
 * after us. */
int
ttymode_open(char **cause)
{
	char name[256];
	int fd;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		*cause = xstrdup("standard input and output are no terminal");
		return -1;
	}
	fd = -1;
	if (ttyname_r(STDIN_FILENO, name, sizeof name) == 0)
		fd = open(name, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		fd = open("/dev/tty",
		    O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		*cause =
		    xasprintf("cannot open the terminal: %s", strerror(errno));
	return fd;
}

void
ttymode_size(int fd, unsigned *rows, unsigned *cols)
{
	struct winsize ws;

	*rows = 24;
	*cols = 80;
	if (ioctl(fd, TIOCGWINSZ, &ws) == -1)
		return;
	if (ws.ws_row > 0)
		*rows = ws.ws_row < TERM_MAX_ROWS ? ws.ws_row : TERM_MAX_ROWS;
	if (ws.ws_col > 0)
		*cols = ws.ws_col < TERM_MAX_COLS ? ws.ws_col : TERM_MAX_COLS;
}

void
ttymode_cell(int fd, unsigned *width, unsigned *height)
{
	struct winsize ws;

	*width = *height = 0;
	if (ioctl(fd, TIOCGWINSZ, &ws) == -1 || ws.ws_row == 0 ||
	    ws.ws_col == 0 || ws.ws_xpixel < ws.ws_col ||
	    ws.ws_ypixel < ws.ws_row)
		return;
	*width = ws.ws_xpixel / ws.ws_col;
	*height = ws.ws_ypixel / ws.ws_row;
}

int
ttymode_start(int fd, const struct caps *caps)
{
	struct termios raw;

	if (tcgetattr(fd, &tm.saved) == -1)
		return -1;
	raw = tm.saved;
	make_raw(&raw);
	tm.fd = fd;
	tm.caps = caps;
	tm.entered = tm.kitty_pushed = false;
	memset(&tm.modes, 0, sizeof tm.modes);
	update_undo();
	atomic_store(&tm.active, true);
	watch_signals(true);
	log_set_fatal_hook(ttymode_restore);
	if (tcsetattr(fd, TCSANOW, &raw) == -1) {
		ttymode_stop();
		return -1;
	}
	return 0;
}

void
ttymode_enter(struct buf *b, const char *questions)
{
	tm.entered = true;
	update_undo();
	if (tm.caps->alt_screen)
		put(b, "\033[?1049h");
	if (tm.caps->title_stack)
		put(b, "\033[22;0t");
	put(b, questions);
	/* Many terminals make keys of the wheel there unless told not to. */
	if (tm.caps->keys)
		put(b, "\033[?1007s\033[?1007l");
}

static void
follow_mouse(struct buf *b, const struct modes *from, const struct modes *to)
{
	if (from->mouse == to->mouse && from->mouse_enc == to->mouse_enc)
		return;
	put_mouse(b, from, false);
	put_mouse(b, to, true);
}

static void
follow_keys(struct buf *b, const struct modes *from, const struct modes *to,
    bool pushed)
{
	char s[24];

	if (tm.kitty_pushed && !pushed) {
		snprintf(s, sizeof s, "\033[>%uu", to->kitty);
		put(b, s);
	} else if (!tm.kitty_pushed && pushed)
		put(b, "\033[<u");
	else if (pushed && from->kitty != to->kitty) {
		snprintf(s, sizeof s, "\033[=%u;1u", to->kitty);
		put(b, s);
	}
	if (from->modify_keys == to->modify_keys)
		return;
	if (to->modify_keys == 0)
		put(b, "\033[>4m");
	else {
		snprintf(s, sizeof s, "\033[>4;%um", to->modify_keys);
		put(b, s);
	}
}

/* The mouse as the terminal is to tell it: in the best encoding, whatever the
 * program's own is. The wheel is cursor keys only where it is so for the
 * program: the whole session is on the terminal's alternate screen. */
static void
allow_mouse(struct modes *m)
{
	size_t i;

	for (i = 0; i < nitems(mouse_modes); i++)
		if (mouse_modes[i].mouse == m->mouse)
			break;
	if (i == nitems(mouse_modes))
		m->mouse = 0;
	if (m->mouse <= 9)
		m->mouse_enc = 0;
	else if (m->mouse_enc != 1016 || !tm.caps->pixels)
		m->mouse_enc = 1006;
	if (m->mouse != 0 || !tm.caps->keys || !(m->flags & MODE_ALT_SCREEN))
		m->flags &= ~MODE_ALT_SCROLL;
}

/* Of two protocols for the keyboard a terminal may have the other one: what it
 * tells by that is translated for the program. */
static void
allow_keys(struct modes *m)
{
	const struct caps *c = tm.caps;

	m->kitty &= 0x1f;
	if (m->modify_keys > 2)
		m->modify_keys = 0;
	if (m->kitty != 0 && !c->kitty) {
		m->kitty = 0;
		m->modify_keys = 2;
	} else if (m->modify_keys != 0 && !c->other_keys && c->kitty &&
	    m->kitty == 0)
		m->kitty = KITTY_DISAMBIGUATE;
	if (!c->other_keys)
		m->modify_keys = 0;
}

/* What this terminal is trusted with. */
static struct modes
allowed(const struct modes *wanted)
{
	struct modes m;

	m = *wanted;
	allow_keys(&m);
	allow_mouse(&m);
	/* We want to know of a change ourselves. */
	m.flags &= ~MODE_THEME;
	if (tm.caps->theme)
		m.flags |= MODE_THEME;
	return m;
}

void
ttymode_follow(struct buf *b, const struct modes *wanted)
{
	struct modes from, to;
	uint32_t changed;
	bool pushed;
	size_t i;

	if (!atomic_load(&tm.active))
		return;
	from = tm.modes;
	pushed = tm.kitty_pushed;
	to = allowed(wanted);
	tm.modes = to;
	tm.kitty_pushed = to.kitty != 0;
	update_undo();
	changed = from.flags ^ to.flags;
	for (i = 0; i < nitems(flag_modes); i++)
		if (changed & flag_modes[i].flag)
			put(b,
			    to.flags & flag_modes[i].flag ? flag_modes[i].on :
							    flag_modes[i].off);
	follow_mouse(b, &from, &to);
	follow_keys(b, &from, &to, pushed);
}

/* A place in pixels of cells that have from, in those of cells that have to. */
static uint16_t
scale(unsigned at, unsigned from, unsigned to)
{
	return (uint16_t)(at / from * to + at % from * to / from);
}

void
ttymode_mouse(struct mouse *m, unsigned width, unsigned height)
{
	unsigned x = m->col, y = m->row;

	if (tm.modes.mouse_enc != 1016 || width == 0 || height == 0)
		return;
	m->col = (uint16_t)(x / width);
	m->row = (uint16_t)(y / height);
	m->px = scale(x, width, CELL_PX_WIDTH);
	m->py = scale(y, height, CELL_PX_HEIGHT);
}

bool
ttymode_keys_follow(const struct modes *wanted)
{
	return tm.modes.kitty == wanted->kitty &&
	    tm.modes.modify_keys == wanted->modify_keys;
}

void
ttymode_leave(struct buf *b)
{
	if (!atomic_load(&tm.active))
		return;
	put_undo(b);
	tm.entered = tm.kitty_pushed = false;
	memset(&tm.modes, 0, sizeof tm.modes);
}

/* In the background (stopped unawares, then told to end) the terminal is the
 * shell's, which has set it for itself, and we would be stopped for it. */
static bool
in_front(void)
{
	pid_t foreground = tcgetpgrp(tm.fd);

	return foreground == -1 || foreground == getpgrp();
}

static void
put_settings(void)
{
	if (in_front())
		tcsetattr(tm.fd, TCSANOW, &tm.saved);
}

void
ttymode_stop(void)
{
	if (!atomic_exchange(&tm.active, false))
		return;
	put_settings();
	watch_signals(false);
	log_set_fatal_hook(NULL);
}

void
ttymode_restore(void)
{
	const char *s;
	size_t left;
	ssize_t n;
	int i, flags;

	if (!atomic_exchange(&tm.active, false))
		return;
	flags = fcntl(tm.fd, F_GETFL);
	if (flags != -1)
		fcntl(tm.fd, F_SETFL, flags | O_NONBLOCK);
	/* What the terminal has not taken yet would stand in the way; a
	 * sequence cut in the middle is ended. */
	if (in_front())
		tcflush(tm.fd, TCOFLUSH);
	n = write(tm.fd, "\033\\", 2);
	i = atomic_load(&tm.current);
	s = tm.undo[i];
	for (left = tm.undo_len[i]; left > 0; left -= (size_t)n, s += n)
		if ((n = write(tm.fd, s, left)) <= 0)
			break;
	put_settings();
	/* The description is our own (tty.c), but leave it as it was. */
	if (flags != -1)
		fcntl(tm.fd, F_SETFL, flags);
}
