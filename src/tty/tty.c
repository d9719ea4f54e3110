/* SPDX-License-Identifier: ISC */
/* tty: the terminal's descriptor in the loop, with its painter and its input.
 * What is drawn and what keys mean is the views' business. */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/sock.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/key.h"
#include "term/modes.h"
#include "tty/caps.h"
#include "tty/frame.h"
#include "tty/paint.h"
#include "tty/tty.h"
#include "tty/ttyask.h"
#include "tty/ttymode.h"
#include "tty/ttyname.h"
#include "tty/ttytell.h"

/* How long to wait for the terminal to take what restores it. */
#define LEAVE_MS 500
/* Between two parts of an answer. */
#define REST_MS 300

#define READ_SIZE 4096
/* A terminal that has so much to take yet is not told more. */
#define TELL_MAX (1u << 20)

struct tty {
	struct loop *loop;     /* borrowed */
	struct intern *intern; /* borrowed */
	struct tty_handler handler;
	void *arg;
	int fd; /* a description of its own: non-blocking */
	struct caps caps;
	struct loop_fd *watch;	    /* owned, while started */
	struct loop_signal *resize; /* owned, while started */
	struct loop_timer *timer;   /* owned: ttyin's patience */
	struct ttyin *in;	    /* owned */
	struct painter *painter;    /* owned */
	struct frame *frame;	    /* owned */
	struct modes modes;	    /* wanted */
	struct buf out;
	bool started;
	bool dirty; /* frame or modes wait to be written */
	bool cut;   /* the terminal has a part of out */
	bool gone_told;
	bool paused; /* input stays where it is */
	bool asked;  /* and no answer to the last query yet */
	monotime asked_at;
	unsigned cell_width; /* in pixels; 0: not known */
	unsigned cell_height;
	struct ttyask_colours colours;
	bool recoloured; /* and not told to the view yet */
};

/* Replies. */

/* The view is told once all answers are here. */
static void
tell_colours(struct tty *t)
{
	if (!t->recoloured || t->asked)
		return;
	t->recoloured = false;
	if (t->handler.colours != NULL)
		t->handler.colours(t->arg);
}

static void
note_asked(struct tty *t)
{
	t->asked = true;
	t->asked_at = monotime_now();
}

/* It is dark now, or light. */
static void
ask_colours(struct tty *t)
{
	if (!t->started || !t->caps.queries)
		return;
	buf_put(&t->out, ttyask_about_colours, strlen(ttyask_about_colours));
	note_asked(t);
	tty_show(t);
}

static void
on_reply(const struct ttyin_reply *r, void *arg)
{
	struct tty *t = arg;

	if (ttyask_told(&t->caps, r)) {
		/* What it got of UTF-8 may have begun a string. */
		buf_put(&t->out, "\033\\", 2);
		painter_forget(t->painter);
	}
	t->caps.pixels = t->caps.pixels && t->cell_width > 0;
	if (ttyask_colours_told(&t->colours, r)) {
		t->recoloured = true;
		tell_colours(t);
	} else if (r->type != REPLY_CSI || r->leader != '?')
		return;
	else if (r->final == 'c') {
		t->asked = false;
		tell_colours(t);
		tty_show(t); /* the modes may be possible now */
	} else if (r->final == 'n' && r->params[0] == 997)
		ask_colours(t);
}

/* Input goes to the view's handler, with its own argument; but what was read
 * before a handler stopped us is for nobody, since others have the terminal. */

static void
on_key(const struct key *key, void *arg)
{
	struct tty *t = arg;
	struct key k = *key;

	if (!t->started || t->handler.in.key == NULL)
		return;
	/* Konsole tells Shift+Enter so; the keypad's Enter is another key only
	 * where that was asked for. */
	if (k.code == KEY_KP_ENTER && k.mods == 0 && k.form != KEY_FORM_CSI_U &&
	    !(t->modes.flags & MODE_APP_KEYPAD)) {
		k.code = KEY_ENTER;
		k.mods = KEY_MOD_SHIFT;
	}
	if (!ttymode_keys_follow(&t->modes))
		k.form = KEY_FORM_NONE;
	t->handler.in.key(&k, t->arg);
}

static void
on_paste(const char *s, size_t n, void *arg)
{
	struct tty *t = arg;

	if (t->started && t->handler.in.paste != NULL)
		t->handler.in.paste(s, n, t->arg);
}

static void
on_mouse(const struct mouse *m, void *arg)
{
	struct tty *t = arg;
	struct mouse cell = *m;

	ttymode_mouse(&cell, t->cell_width, t->cell_height);
	if (t->started && t->handler.in.mouse != NULL)
		t->handler.in.mouse(&cell, t->arg);
}

static void
on_focus(bool in, void *arg)
{
	struct tty *t = arg;

	if (t->started && t->handler.in.focus != NULL)
		t->handler.in.focus(in, t->arg);
}

static const struct ttyin_handler input_handler = {
	.key = on_key,
	.paste = on_paste,
	.mouse = on_mouse,
	.focus = on_focus,
	.reply = on_reply,
};

/* Creation. */

static void
on_timer(void *arg)
{
	struct tty *t = arg;

	ttyin_timeout(t->in);
}

struct tty *
tty_create(struct loop *loop, struct intern *in, const struct tty_handler *h,
    void *arg, char **cause)
{
	struct tty *t;
	unsigned rows, cols;

	t = xcalloc(1, sizeof *t);
	t->loop = loop;
	t->intern = in;
	if (h != NULL)
		tty_set_handler(t, h, arg);
	t->fd = ttymode_open(cause);
	if (t->fd == -1 || caps_load(&t->caps, caps_env, cause) == -1) {
		if (t->fd != -1)
			close(t->fd);
		free(t);
		return NULL;
	}
	buf_init(&t->out, 0);
	t->in = ttyin_create(&input_handler, t);
	ttyin_st_keys(t->in, t->caps.st_keys);
	t->timer = loop_timer_create(loop, on_timer, t);
	t->caps.utf8 = utf8_locale();
	t->painter = painter_create(&t->caps, in);
	tty_size(t, &rows, &cols);
	t->frame = frame_create(in, rows, cols);
	return t;
}

void
tty_destroy(struct tty *t)
{
	if (t == NULL)
		return;
	tty_stop(t);
	loop_timer_destroy(t->timer);
	ttyin_destroy(t->in);
	painter_destroy(t->painter);
	frame_destroy(t->frame);
	buf_clear(&t->out);
	caps_clear(&t->caps);
	close(t->fd);
	free(t);
}

void
tty_set_handler(struct tty *t, const struct tty_handler *h, void *arg)
{
	t->handler = *h;
	t->arg = arg;
}

void
tty_size(const struct tty *t, unsigned *rows, unsigned *cols)
{
	ttymode_size(t->fd, rows, cols);
}

/* Output. */

static void
lost(struct tty *t)
{
	loop_fd_set(t->watch, 0);
	if (t->gone_told)
		return;
	t->gone_told = true;
	if (t->handler.gone != NULL)
		t->handler.gone(t->arg);
}

/* Write what there is: -1 if the terminal is gone. */
static int
write_some(struct tty *t)
{
	ssize_t n;

	while (t->out.len > 0) {
		n = write(t->fd, t->out.data, t->out.len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return 0;
		if (n <= 0)
			return -1;
		buf_drain(&t->out, (size_t)n);
		t->cut = t->out.len > 0;
	}
	return 0;
}

static void
watch(struct tty *t)
{
	loop_fd_set(t->watch,
	    (t->paused ? 0 : LOOP_READ) | (t->out.len > 0 ? LOOP_WRITE : 0));
}

static void
follow_modes(struct tty *t)
{
	ttymode_follow(&t->out, &t->modes);
	ttyin_split_escape(t->in,
	    t->modes.modify_keys == 2 && t->modes.kitty == 0 &&
		ttymode_keys_follow(&t->modes));
}

/* The newest frame goes out when all before it has. */
static void
flush(struct tty *t)
{
	if (!t->started)
		return;
	while (t->out.len == 0 && t->dirty) {
		t->dirty = false;
		follow_modes(t);
		painter_paint(t->painter, &t->out, t->frame);
		if (write_some(t) == -1) {
			t->dirty = false;
			/* The reading side tells. */
			buf_reset(&t->out);
			break;
		}
	}
	watch(t);
}

struct frame *
tty_frame(struct tty *t)
{
	return t->frame;
}

void
tty_show(struct tty *t)
{
	t->dirty = true;
	flush(t);
}

void
tty_redraw(struct tty *t)
{
	painter_forget(t->painter);
	tty_show(t);
}

static void
send_out(struct tty *t)
{
	if (write_some(t) == -1)
		buf_reset(&t->out);
	watch(t);
}

void
tty_tell(struct tty *t, const struct told *told)
{
	if (!t->started || t->out.len > TELL_MAX)
		return;
	ttytell_put(&t->out, &t->caps, told);
	send_out(t);
}

void
tty_set_notify(struct tty *t, const char *word)
{
	ttyname_set(&t->caps, word);
}

void
tty_set_modes(struct tty *t, const struct modes *m)
{
	t->modes = *m;
	t->dirty = true;
}

/* Input. */

/* An ESC may be the first byte of an answer whose rest is still under way, not
 * the Escape key: while there are answers to come, that is waited for. */
static int
wait_ms(const struct tty *t)
{
	int ms = ttyin_wait_ms(t->in);

	if (ms > 0 && ms < REST_MS && t->asked &&
	    monotime_diff(t->asked_at, monotime_now()) <
		ttyask_patience(caps_env))
		return REST_MS;
	return ms;
}

static void
read_input(struct tty *t)
{
	char bytes[READ_SIZE];
	ssize_t n;
	int ms;

	n = read(t->fd, bytes, sizeof bytes);
	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		lost(t);
		return;
	}
	ttyin_feed(t->in, bytes, (size_t)n);
	ms = wait_ms(t);
	if (ms > 0)
		loop_timer_start(t->timer, ms);
	else
		loop_timer_stop(t->timer);
}

static void
on_ready(int fd, unsigned events, void *arg)
{
	struct tty *t = arg;

	(void)fd;
	if (events & LOOP_WRITE) {
		if (write_some(t) == -1) {
			buf_reset(&t->out);
			lost(t);
			return;
		}
		flush(t);
	}
	if (events & LOOP_READ)
		read_input(t);
}

static void
fit_frame(struct tty *t)
{
	unsigned rows, cols;

	ttymode_cell(t->fd, &t->cell_width, &t->cell_height);
	if (t->cell_width == 0)
		t->caps.pixels = false;
	tty_size(t, &rows, &cols);
	if (rows == t->frame->rows && cols == t->frame->cols)
		return;
	frame_resize(t->frame, rows, cols);
	if (t->handler.resize != NULL)
		t->handler.resize(t->arg);
}

static void
on_winch(int signo, void *arg)
{
	struct tty *t = arg;

	(void)signo;
	/* Terminals move their text about when their size changes. */
	painter_forget(t->painter);
	fit_frame(t);
	tty_show(t);
}

/* Start and stop. */

int
tty_start(struct tty *t, char **cause)
{
	if (t->started)
		return 0;
	if (ttymode_start(t->fd, &t->caps) == -1) {
		*cause = xasprintf("cannot set up the terminal: %s",
		    strerror(errno));
		return -1;
	}
	t->started = true;
	t->watch = loop_fd_add(t->loop, t->fd, LOOP_READ, on_ready, t);
	t->resize = loop_signal_add(t->loop, SIGWINCH, on_winch, t);
	/* With the first frame in one write, and the questions before it: it
	 * clears away what they leave on the screen. */
	ttymode_enter(&t->out, t->caps.queries ? ttyask_all : NULL);
	if (t->caps.queries)
		note_asked(t);
	painter_forget(t->painter);
	fit_frame(t);
	follow_modes(t);
	painter_paint(t->painter, &t->out, t->frame);
	if (write_some(t) == -1)
		buf_reset(&t->out);
	flush(t);
	return 0;
}

/* Write the rest, at most ms. */
static void
drain(struct tty *t, int ms)
{
	monotime deadline;

	deadline = monotime_add(monotime_now(), ms);
	while (write_some(t) == 0 && t->out.len > 0)
		if (sock_wait(t->fd, POLLOUT, deadline) != 1)
			break;
}

/* Take the answers that are on their way. */
static void
await_reply(struct tty *t)
{
	monotime deadline;

	deadline = monotime_add(t->asked_at, ttyask_patience(caps_env));
	while (t->asked && sock_wait(t->fd, POLLIN, deadline) == 1) {
		read_input(t);
		if (t->gone_told)
			break;
	}
}

void
tty_stop(struct tty *t)
{
	if (!t->started)
		return;
	t->started = false;
	loop_fd_set(t->watch, 0);
	/* A frame that the terminal has a part of is cut off. */
	buf_reset(&t->out);
	if (t->cut)
		buf_put(&t->out, "\033\\", 2);
	t->cut = false;
	ttymode_leave(&t->out);
	drain(t, LEAVE_MS);
	if (t->out.len > 0)
		ttymode_restore();
	else if (!t->gone_told)
		await_reply(t);
	ttymode_stop();
	buf_reset(&t->out);
	loop_timer_stop(t->timer);
	loop_signal_remove(t->resize);
	t->resize = NULL;
	loop_fd_remove(t->watch);
	t->watch = NULL;
}

void
tty_pause(struct tty *t, bool pause)
{
	if (t->paused == pause)
		return;
	t->paused = pause;
	if (t->started)
		watch(t);
}

static bool
known(uint32_t c, uint32_t *rgb)
{
	*rgb = c & 0xffffff;
	return c & TTYASK_KNOWN;
}

bool
tty_colours(const struct tty *t, uint32_t *fg, uint32_t *bg)
{
	bool has = known(t->colours.fg, fg);

	return known(t->colours.bg, bg) && has;
}

bool
tty_has_cube(const struct tty *t)
{
	return t->caps.colours >= 256;
}

bool
tty_has_signs(const struct tty *t)
{
	return t->caps.utf8 && t->caps.signs;
}

bool
tty_background(const struct tty *t, uint32_t *bg)
{
	if (known(t->colours.bg, bg))
		return true;
	*bg = 0xffffff;
	return t->caps.light;
}

bool
tty_palette(const struct tty *t, unsigned i, uint32_t *c)
{
	return known(i < TTYASK_PALETTE ? t->colours.palette[i] : 0, c);
}

void
tty_copy(struct tty *t, const void *p, size_t n)
{
	if (!t->started)
		return;
	ttytell_copy(&t->out, p, n);
	send_out(t);
}
