/* SPDX-License-Identifier: ISC */
/* ttymode: what has been set on the terminal and how it is taken back. It
 * decides nothing: the attached program's modes are told to it. */

/*
 * Whatever is about to be set is first added to the bytes that would take it
 * back. Those lie ready in one of two static buffers, so that a handler of a
 * fatal signal finds a whole one at any moment.
 */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "tty/caps.h"
#include "tty/ttymode.h"

#define UNDO_MAX 320

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

static const char *
mouse_on(uint16_t mouse)
{
	switch (mouse) {
	case 9:
		return "\033[?9h";
	case 1000:
		return "\033[?1000h";
	case 1002:
		return "\033[?1002h";
	case 1003:
		return "\033[?1003h";
	default:
		return NULL;
	}
}

static const char *
mouse_off(uint16_t mouse)
{
	switch (mouse) {
	case 9:
		return "\033[?9l";
	case 1000:
		return "\033[?1006l\033[?1000l";
	case 1002:
		return "\033[?1006l\033[?1002l";
	case 1003:
		return "\033[?1006l\033[?1003l";
	default:
		return NULL;
	}
}

static void
put(struct buf *b, const char *s)
{
	if (s != NULL)
		buf_put(b, s, strlen(s));
}

/* What takes back the modes that are set now. */
static void
put_undo(struct buf *b)
{
	size_t i;

	put(b, mouse_off(tm.modes.mouse));
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
	put(b, "\033[m\033[?7h\033[?25h");
	if (tm.caps->links)
		put(b, "\033]8;;\033\\");
	if (tm.caps->csr)
		put(b, "\033[r");
	if (tm.caps->cursor_shape)
		put(b, "\033[0 q");
	if (tm.caps->title)
		put(b, "\033[23;0t");
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
ttymode_enter(struct buf *b)
{
	tm.entered = true;
	update_undo();
	if (tm.caps->alt_screen)
		put(b, "\033[?1049h");
	if (tm.caps->title)
		put(b, "\033[22;0t");
}

static void
follow_mouse(struct buf *b, uint16_t from, uint16_t to)
{
	if (from == to)
		return;
	put(b, mouse_off(from));
	put(b, mouse_on(to));
	/* The best encoding, whatever the program's own is. */
	if (to >= 1000 && mouse_on(to) != NULL)
		put(b, "\033[?1006h");
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

/* What this terminal is trusted with. */
static struct modes
allowed(const struct modes *wanted)
{
	struct modes m;

	m = *wanted;
	m.kitty = tm.caps->kitty ? m.kitty & 0x1f : 0;
	if (!tm.caps->keys || m.modify_keys > 2)
		m.modify_keys = 0;
	if (mouse_on(m.mouse) == NULL)
		m.mouse = 0;
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
	follow_mouse(b, from.mouse, to.mouse);
	follow_keys(b, &from, &to, pushed);
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

void
ttymode_stop(void)
{
	if (!atomic_exchange(&tm.active, false))
		return;
	tcsetattr(tm.fd, TCSANOW, &tm.saved);
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
	tcflush(tm.fd, TCOFLUSH);
	n = write(tm.fd, "\033\\", 2);
	i = atomic_load(&tm.current);
	s = tm.undo[i];
	for (left = tm.undo_len[i]; left > 0; left -= (size_t)n, s += n)
		if ((n = write(tm.fd, s, left)) <= 0)
			break;
	tcsetattr(tm.fd, TCSANOW, &tm.saved);
	/* The description is our own (tty.c), but leave it as it was. */
	if (flags != -1)
		fcntl(tm.fd, F_SETFL, flags);
}
