/* SPDX-License-Identifier: ISC */
/* out: the terminal as it is written: its modes, the lines that scroll away,
 * and the panel that stays below them. */

#include <sys/ioctl.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>

#include "base/buf.h"
#include "base/monotime.h"
#include "base/sock.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/out.h"

#define WRITE_MS 5000
#define SYNC_ON	 "\033[?2026h"
#define SYNC_OFF "\033[?2026l"
#define TAKE	 "\033[?2004h"
#define GIVE	 "\033[?2004l\033[?25h"
/* What a program that was killed has left: the alternate screen, the mouse,
 * keys, then all that a soft reset ends. */
#define MEND                                                                   \
	"\033[?1047l\033[?1000l\033[?1002l\033[?1003l\033[?1006l"              \
	"\033[?1004l\033[<u\033[!p"

static void
out_measure(struct out *o)
{
	struct winsize ws;

	o->cols = 80;
	o->lines = 24;
	if (o->tty && ioctl(o->fd, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0 &&
	    ws.ws_row > 0) {
		o->cols = ws.ws_col;
		o->lines = ws.ws_row;
	}
	/* Nothing can be drawn in less. */
	if (o->cols < 8)
		o->cols = 8;
	if (o->lines < 2)
		o->lines = 2;
}

void
out_open(struct out *o)
{
	const char *term = getenv("TERM_PROGRAM");
	int fd;

	memset(o, 0, sizeof *o);
	o->fd = STDOUT_FILENO;
	o->fancy =
	    utf8_locale() || (term != NULL && strcmp(term, "bgmux") == 0);
	o->tty = isatty(STDOUT_FILENO) &&
	    tcgetattr(STDIN_FILENO, &o->saved) == 0 &&
	    tcgetpgrp(STDIN_FILENO) == getpgrp();
	if (o->tty) {
		/* Of our own, so that it may be non-blocking for us alone. */
		fd = open("/dev/tty",
		    O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		if (fd != -1)
			o->fd = fd;
	}
#ifdef IUTF8
	if (o->fancy)
		o->saved.c_iflag |= IUTF8;
#endif
	out_measure(o);
}

void
out_close(struct out *o)
{
	panel_remove(o);
	out_give(o);
	strv_clear(&o->drawn);
	if (o->fd > STDERR_FILENO)
		close(o->fd);
	o->fd = STDOUT_FILENO;
}

void
out_take(struct out *o)
{
	struct termios t = o->saved;

	if (!o->tty || o->raw)
		return;
	/* Output processing stays: what tasks write has bare newlines. */
	t.c_iflag &= ~(tcflag_t)(IXON | IXOFF | ICRNL | INLCR | IGNCR | ISTRIP |
	    INPCK | BRKINT);
	t.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	t.c_oflag |= OPOST | ONLCR;
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &t);
	out_write(o, TAKE, sizeof TAKE - 1);
	o->raw = true;
}

void
out_mend(struct out *o)
{
	if (o->tty)
		out_write(o, MEND, sizeof MEND - 1);
}

void
out_give(struct out *o)
{
	if (!o->raw)
		return;
	out_write(o, GIVE, sizeof GIVE - 1);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &o->saved);
	o->raw = false;
}

/* The rows that one of cols columns takes in a terminal of width. */
static int
out_wrapped(int cols, int width)
{
	return cols <= width ? 1 : (cols + width - 1) / width;
}

bool
out_resize(struct out *o)
{
	int cols = o->cols, lines = o->lines, i, row = 0;

	out_measure(o);
	if (o->cols == cols && o->lines == lines)
		return false;
	for (i = 0; i < o->row && i < (int)o->drawn.n; i++)
		row += out_wrapped(panel_columns(o->drawn.v[i]), o->cols);
	o->row = row + o->col / o->cols;
	return true;
}

void
out_write(struct out *o, const void *bytes, size_t n)
{
	const char *p = bytes;
	monotime end = monotime_add(monotime_now(), WRITE_MS);
	ssize_t r;

	while (n > 0) {
		r = write(o->fd, p, n);
		if (r > 0) {
			p += r;
			n -= (size_t)r;
			end = monotime_add(monotime_now(), WRITE_MS);
		} else if (r == -1 && errno == EINTR)
			continue;
		else if (r == 0 || errno != EAGAIN ||
		    sock_wait(o->fd, POLLOUT, end) != 1)
			return;
	}
}

void
out_print(struct out *o, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	panel_remove(o);
	out_write(o, s, strlen(s));
	free(s);
}

const char *
out_sign(const struct out *o, const char *fancy, const char *plain)
{
	return o->fancy ? fancy : plain;
}

void
panel_add(struct panel *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strv_take(&p->rows, xvasprintf(fmt, ap));
	va_end(ap);
}

void
panel_rule(struct panel *p, const struct out *o)
{
	struct buf b = { 0 };
	int i;

	buf_printf(&b, "%s", OUT_DIM);
	for (i = 0; i < o->cols; i++)
		buf_printf(&b, "%s", out_sign(o, "\342\224\200", "-"));
	buf_printf(&b, "%s", OUT_PLAIN);
	strv_take(&p->rows, buf_steal(&b, NULL));
}

int
panel_columns(const char *s)
{
	struct buf b = { 0 };
	char *text;
	int cols;

	for (; *s != '\0'; s++) {
		if (*s != '\033') {
			buf_put_u8(&b, (uint8_t)*s);
			continue;
		}
		s += strcspn(s, "m");
		if (*s == '\0')
			break;
	}
	text = buf_steal(&b, NULL);
	cols = utf8_columns(text);
	free(text);
	return cols;
}

/* Go to the panel's first row, and clear from there on. */
static void
panel_rewind(const struct out *o, struct buf *b)
{
	if (o->row > 0)
		buf_printf(b, "\033[%dA", o->row);
	buf_printf(b, "\r\033[J");
}

void
panel_remove(struct out *o)
{
	struct buf b = { 0 };

	if (o->drawn.n == 0)
		return;
	panel_rewind(o, &b);
	out_write(o, b.data, b.len);
	buf_clear(&b);
	strv_clear(&o->drawn);
	o->row = o->col = 0;
}

/* Of a panel that is higher than the terminal, the rows about the cursor. */
static void
panel_fit(const struct out *o, struct panel *p)
{
	struct strv rows = { 0 };
	size_t i, from = 0, n = (size_t)o->lines;

	if (p->rows.n <= n)
		return;
	if ((size_t)p->row >= n)
		from = (size_t)p->row - n + 1;
	for (i = from; i < from + n; i++)
		strv_add(&rows, p->rows.v[i]);
	strv_clear(&p->rows);
	p->rows = rows;
	p->row -= (int)from;
}

void
panel_draw(struct out *o, struct panel *p)
{
	struct buf b = { 0 };
	size_t i;

	if (!o->raw || p->rows.n == 0) {
		strv_clear(&p->rows);
		return;
	}
	panel_fit(o, p);
	buf_printf(&b, "%s\033[?25l", SYNC_ON);
	if (o->drawn.n > 0)
		panel_rewind(o, &b);
	else
		buf_printf(&b, "\033[m\r");
	for (i = 0; i < p->rows.n; i++)
		buf_printf(&b, "%s%s", i > 0 ? "\r\n" : "", p->rows.v[i]);
	if ((size_t)p->row + 1 < p->rows.n)
		buf_printf(&b, "\033[%zuA", p->rows.n - 1 - (size_t)p->row);
	buf_printf(&b, "\r");
	if (p->col > 0)
		buf_printf(&b, "\033[%dC", p->col);
	buf_printf(&b, "\033[?25h%s", SYNC_OFF);
	out_write(o, b.data, b.len);
	buf_clear(&b);
	strv_clear(&o->drawn);
	o->drawn = p->rows;
	o->row = p->row;
	o->col = p->col;
	memset(p, 0, sizeof *p);
}
