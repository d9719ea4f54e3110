/* SPDX-License-Identifier: ISC */
/* ttyin: the bytes of a terminal as events. It holds what is not complete yet;
 * when to give up waiting is the caller's to say. */

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "term/key.h"
#include "tty/ttyin.h"
#include "tty/ttyin_internal.h"

#define ESC 0x1b
#define BEL 0x07
#define CAN 0x18
#define SUB 0x1a

/* How long to wait for the rest, in ms: of what may be a key, of what no
 * person types, of a paste. */
#define WAIT_KEY   25
#define WAIT_REST  500
#define WAIT_PASTE 5000

#define SS3_MAX 12

static const char paste_end[] = "\033[201~";
#define PASTE_END_LEN (sizeof paste_end - 1)

struct ttyin *
ttyin_create(const struct ttyin_handler *handler, void *arg)
{
	struct ttyin *t;

	t = xcalloc(1, sizeof *t);
	t->handler = *handler;
	t->arg = arg;
	buf_init(&t->paste, 0);
	return t;
}

void
ttyin_destroy(struct ttyin *t)
{
	if (t == NULL)
		return;
	ttyin_destroy(t->inner);
	buf_clear(&t->paste);
	free(t);
}

void
ttyin_key(struct ttyin *t, uint32_t code, uint8_t mods)
{
	struct key key = { 0 };

	key.code = code;
	key.mods = mods | t->alt;
	key.event = KEY_PRESS;
	key.form = KEY_FORM_BYTES;
	if (t->handler.key != NULL)
		t->handler.key(&key, t->arg);
}

/* Pieces of input. Each takes bytes at p and returns how many, 0 if it needs
 * more than there are. */

static void
control_key(struct ttyin *t, uint8_t c)
{
	switch (c) {
	case 0:
		ttyin_key(t, ' ', KEY_MOD_CTRL);
		break;
	case KEY_TAB:
	case KEY_ENTER:
	case KEY_ESCAPE:
		ttyin_key(t, c, 0);
		break;
	default:
		/* C-a ... C-z, then C-\ C-] C-^ C-_ */
		ttyin_key(t, c <= 26 ? c + 0x60u : c + 0x40u, KEY_MOD_CTRL);
		break;
	}
}

static size_t
take_char(struct ttyin *t, const uint8_t *p, size_t n)
{
	uint32_t cp;
	int r;

	if (p[0] < ' ') {
		control_key(t, p[0]);
		return 1;
	}
	if (p[0] <= 0x7f) {
		ttyin_key(t, p[0], 0);
		return 1;
	}
	r = utf8_decode(p, n, &cp);
	if (r == 0)
		return 0;
	/* C1 controls typed as UTF-8 are no text. */
	if (r < 0 || cp < 0xa0)
		cp = UTF8_REPLACEMENT;
	ttyin_key(t, cp, 0);
	return (size_t)(r < 0 ? -r : r);
}

/* After ESC [; SIZE_MAX if no sequence begins there. */
static size_t
take_csi(struct ttyin *t, const uint8_t *p, size_t n)
{
	size_t i;

	if (n > 0 && p[0] == '[') { /* the Linux console's F1 ... F5 */
		if (n < 2)
			return 0;
		if (p[1] >= 'A' && p[1] <= 'E')
			ttyin_key(t, KEY_F1 + (p[1] - 'A'), 0);
		return p[1] == ESC ? 1 : 2;
	}
	for (i = 0; i < n && i < TTYIN_CSI_MAX; i++) {
		/* rxvt ends with what is no final byte elsewhere. */
		if (p[i] == '$' && i > 0 && p[0] >= '0' && p[0] <= '9' &&
		    memchr(p, ';', i) == NULL)
			break;
		if (p[i] < ' ' || p[i] > '~')
			return i > 0 ? i : SIZE_MAX;
		if (p[i] >= '@')
			break;
	}
	if (i == TTYIN_CSI_MAX) {
		t->swallow = SWALLOW_CSI;
		return i;
	}
	if (i == n)
		return 0;
	if (i == 0 && p[0] == 'M') {
		if (n < 4)
			return 0;
		ttyin_mouse_x10(t, p + 1);
		return 4;
	}
	ttyin_csi(t, p, i + 1);
	return i + 1;
}

/* After ESC O; SIZE_MAX if that is no key. */
static size_t
take_ss3(struct ttyin *t, const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n && i < SS3_MAX; i++)
		if (p[i] != ';' && (p[i] < '0' || p[i] > '9'))
			break;
	if (i == n && i < SS3_MAX)
		return 0;
	if (i < SS3_MAX && ttyin_ss3(t, p, i + 1))
		return i + 1;
	return SIZE_MAX;
}

static void
string_reply(struct ttyin *t, const uint8_t *p, size_t n)
{
	struct ttyin_reply r = { .type = REPLY_DCS };
	char text[TTYIN_STRING_MAX + 1];
	const char *s;

	if (memchr(p, '\0', n) != NULL)
		return;
	memcpy(text, p + 1, n - 1);
	text[n - 1] = '\0';
	s = text;
	if (p[0] == ']') {
		r.type = REPLY_OSC;
		r.nparams = 1;
		for (; *s >= '0' && *s <= '9'; s++)
			if (r.params[0] < 100000)
				r.params[0] =
				    r.params[0] * 10 + (uint32_t)(*s - '0');
		if (*s == ';')
			s++;
	}
	r.text = s;
	if (t->handler.reply != NULL)
		t->handler.reply(&r, t->arg);
}

/* From ] or P on. */
static size_t
take_string(struct ttyin *t, const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 1; i < n && i < TTYIN_STRING_MAX; i++) {
		if (p[i] == BEL) {
			string_reply(t, p, i);
			return i + 1;
		}
		if (p[i] == CAN || p[i] == SUB)
			return i + 1;
		if (p[i] != ESC)
			continue;
		if (i + 1 == n)
			return 0;
		if (p[i + 1] != '\\')
			return i; /* another sequence cuts it */
		string_reply(t, p, i);
		return i + 2;
	}
	if (i < TTYIN_STRING_MAX)
		return 0;
	t->swallow = SWALLOW_STRING;
	return i;
}

static bool
starts_string(uint8_t kind, uint8_t next)
{
	if (kind == ']')
		return next >= '0' && next <= '9';
	return next != 0 && strchr("01>!$+", next) != NULL;
}

/* Alt and a character. */
static size_t
take_alt(struct ttyin *t, const uint8_t *p, size_t n)
{
	uint32_t cp;
	size_t r;

	if (t->split) {
		if (p[0] >= 0x80 && utf8_decode(p, n, &cp) == 0)
			return 0;
		ttyin_key(t, KEY_ESCAPE, 0);
		return take_char(t, p, n);
	}
	t->alt = KEY_MOD_ALT;
	r = take_char(t, p, n);
	t->alt = 0;
	return r;
}

/* After an ESC: n > 0. */
static size_t
take_escape(struct ttyin *t, const uint8_t *p, size_t n)
{
	size_t r;

	switch (p[0]) {
	case '[':
		r = take_csi(t, p + 1, n - 1);
		if (r == 0)
			return 0;
		return r == SIZE_MAX ? take_alt(t, p, n) : r + 1;
	case 'O':
		if (n < 2)
			return 0;
		r = take_ss3(t, p + 1, n - 1);
		if (r == 0)
			return 0;
		return r == SIZE_MAX ? take_alt(t, p, n) : r + 1;
	case ']':
	case 'P':
		if (n < 2)
			return 0;
		if (starts_string(p[0], p[1]))
			return take_string(t, p, n);
		break;
	default:
		break;
	}
	return take_alt(t, p, n);
}

static size_t
take(struct ttyin *t, const uint8_t *p, size_t n)
{
	size_t r;

	if (p[0] != ESC)
		return take_char(t, p, n);
	if (n < 2)
		return 0;
	if (p[1] != ESC) {
		r = take_escape(t, p + 1, n - 1);
		return r == 0 ? 0 : r + 1;
	}
	/* Two: Escape twice, or Alt with a key that has an ESC itself. */
	if (n < 3)
		return 0;
	if (t->split || (p[2] != '[' && p[2] != 'O')) {
		ttyin_key(t, KEY_ESCAPE, 0);
		return 1;
	}
	t->alt = KEY_MOD_ALT;
	r = take_escape(t, p + 2, n - 2);
	t->alt = 0;
	return r == 0 ? 0 : r + 2;
}

/* Pastes. */

static void
paste_emit(struct ttyin *t, size_t n)
{
	struct buf clean;
	const uint8_t *p = t->paste.data;
	uint32_t cp;
	size_t i;
	int r;

	if (n == 0)
		return;
	if (utf8_valid(p, n)) {
		if (t->handler.paste != NULL)
			t->handler.paste((const char *)p, n, t->arg);
		return;
	}
	buf_init(&clean, 0);
	for (i = 0; i < n;) {
		r = utf8_decode(p + i, n - i, &cp);
		if (r > 0) {
			buf_put(&clean, p + i, (size_t)r);
			i += (size_t)r;
			continue;
		}
		buf_put(&clean, "\357\277\275", 3);
		i += r == 0 ? n - i : (size_t)-r;
	}
	if (t->handler.paste != NULL)
		t->handler.paste((const char *)clean.data, clean.len, t->arg);
	buf_clear(&clean);
}

/* The longest part of a full paste buffer that cuts no character. */
static size_t
paste_cut(const struct buf *b)
{
	size_t n, i;

	n = TTYIN_PASTE_MAX;
	for (i = 0; i < 3 && (b->data[n - i] & 0xc0) == 0x80; i++)
		;
	return (b->data[n - i] & 0xc0) == 0x80 ? n : n - i;
}

static void
paste_finish(struct ttyin *t, size_t n)
{
	paste_emit(t, n);
	buf_clear(&t->paste);
	t->pasting = t->paste_parts = false;
}

/* Take bytes of a paste: how many of n. */
static size_t
take_paste(struct ttyin *t, const uint8_t *p, size_t n)
{
	const uint8_t *end;
	size_t from, room, cut;

	from =
	    t->paste.len < PASTE_END_LEN ? 0 : t->paste.len - PASTE_END_LEN + 1;
	room = TTYIN_PASTE_MAX + PASTE_END_LEN - t->paste.len;
	if (n > room)
		n = room;
	buf_put(&t->paste, p, n);
	end = memmem(t->paste.data + from, t->paste.len - from, paste_end,
	    PASTE_END_LEN);
	if (end != NULL) {
		cut = (size_t)(end - t->paste.data);
		n -= t->paste.len - (cut + PASTE_END_LEN);
		/* Nothing: programs look for a picture then. */
		if (cut == 0 && !t->paste_parts && t->handler.paste != NULL)
			t->handler.paste("", 0, t->arg);
		paste_finish(t, cut);
	} else if (t->paste.len == TTYIN_PASTE_MAX + PASTE_END_LEN) {
		cut = paste_cut(&t->paste);
		paste_emit(t, cut);
		buf_drain(&t->paste, cut);
		t->paste_parts = true;
	}
	return n;
}

/* Sequences that are too long: skipped up to their end. */
static size_t
take_swallowed(struct ttyin *t, const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (p[i] == ESC) {
			/* ST, or something new: taken as Alt+\ it would be
			 * a key, so its ESC is looked at again with it. */
			if (i + 1 == n)
				return i > 0 ? i : 0;
			t->swallow = SWALLOW_NONE;
			return p[i + 1] == '\\' ? i + 2 : i > 0 ? i : SIZE_MAX;
		}
		if (p[i] == CAN || p[i] == SUB ||
		    (t->swallow == SWALLOW_STRING && p[i] == BEL) ||
		    (t->swallow == SWALLOW_CSI && p[i] >= '@' && p[i] <= '~')) {
			t->swallow = SWALLOW_NONE;
			return i + 1;
		}
	}
	return n;
}

/* The whole. */

static size_t
step(struct ttyin *t, const uint8_t *p, size_t n)
{
	size_t r;

	if (t->pasting)
		return take_paste(t, p, n);
	if (t->swallow != SWALLOW_NONE) {
		r = take_swallowed(t, p, n);
		if (r != SIZE_MAX)
			return r;
	}
	return take(t, p, n);
}

static void
run(struct ttyin *t)
{
	size_t done, r;

	done = 0;
	while (done < t->n) {
		r = step(t, t->in + done, t->n - done);
		if (r == 0)
			break;
		done += r;
	}
	memmove(t->in, t->in + done, t->n - done);
	t->n -= done;
}

/* What comes while a handler runs, which waits for the terminal's answers, is
 * for itself: our own bytes are still in use. */
static void
feed_inner(struct ttyin *t, const void *bytes, size_t n)
{
	if (t->inner == NULL) {
		t->inner = ttyin_create(&t->handler, t->arg);
		t->inner->split = t->split;
		t->inner->st_keys = t->st_keys;
	}
	ttyin_feed(t->inner, bytes, n);
}

/* The handlers have returned. What the inner one has a part of has lost its
 * rest to whoever had the terminal. */
static void
rest(struct ttyin *t)
{
	t->busy = false;
	ttyin_destroy(t->inner);
	t->inner = NULL;
}

void
ttyin_feed(struct ttyin *t, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	size_t part;

	if (t->busy) {
		feed_inner(t, bytes, n);
		return;
	}
	t->busy = true;
	while (n > 0) {
		part = sizeof t->in - t->n;
		if (part > n)
			part = n;
		memcpy(t->in + t->n, p, part);
		t->n += part;
		p += part;
		n -= part;
		run(t);
	}
	rest(t);
}

void
ttyin_split_escape(struct ttyin *t, bool split)
{
	t->split = split;
}

void
ttyin_st_keys(struct ttyin *t, bool st_keys)
{
	t->st_keys = st_keys;
}

int
ttyin_wait_ms(const struct ttyin *t)
{
	if (t->pasting)
		return WAIT_PASTE;
	if (t->swallow != SWALLOW_NONE)
		return WAIT_REST;
	if (t->n == 0)
		return 0;
	if (t->in[0] != ESC || t->n > 3 || (t->n == 3 && t->in[1] != ESC))
		return WAIT_REST;
	return WAIT_KEY;
}

void
ttyin_timeout(struct ttyin *t)
{
	if (t->busy) /* what is in is being taken */
		return;
	t->busy = true;
	if (t->pasting) {
		buf_put(&t->paste, t->in, t->n);
		paste_finish(t, t->paste.len);
	} else if (t->swallow != SWALLOW_NONE)
		t->swallow = SWALLOW_NONE;
	else if (t->n > 0 && t->in[0] != ESC)
		ttyin_key(t, UTF8_REPLACEMENT, 0);
	else if (t->n == 1)
		ttyin_key(t, KEY_ESCAPE, 0);
	else if (t->n == 2 && t->in[1] == ESC) {
		ttyin_key(t, KEY_ESCAPE, 0);
		ttyin_key(t, KEY_ESCAPE, 0);
	} else if (t->n == 2 && t->in[1] < 0x80)
		take_alt(t, t->in + 1, 1);
	else if (t->n == 3 && t->in[1] == ESC) {
		ttyin_key(t, KEY_ESCAPE, 0);
		take_alt(t, t->in + 2, 1);
	}
	t->n = 0;
	rest(t);
}
