/* SPDX-License-Identifier: ISC */
/* keys: the bytes of a terminal as keys, pastes and answers to queries. */

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/keys.h"

#define IN_MAX	     (256u << 10)
#define SEQUENCE_MAX 64	  /* bytes of a CSI sequence */
#define STRING_MAX   4096 /* bytes of an OSC, DCS, APC ... string */
#define PASTE_END    "\033[201~"

#define PATIENCE_ESC	50 /* ms: as an escape-time of a slow line */
#define PATIENCE_STRING 500
#define PATIENCE_PASTE	5000

struct csi {
	char private; /* '?', '>', '<', '=' or 0 */
	unsigned param[3];
	size_t n;
	char final;
};

/* The control bytes that are keys. */
static const uint8_t controls[32] = {
	[0x01] = KEYS_HOME,
	[0x02] = KEYS_LEFT,
	[0x03] = KEYS_CTRL_C,
	[0x04] = KEYS_CTRL_D,
	[0x05] = KEYS_END,
	[0x06] = KEYS_RIGHT,
	[0x08] = KEYS_BACKSPACE,
	[0x09] = KEYS_TAB,
	[0x0a] = KEYS_NEWLINE,
	[0x0b] = KEYS_KILL_END,
	[0x0c] = KEYS_CTRL_L,
	[0x0d] = KEYS_ENTER,
	[0x0e] = KEYS_DOWN,
	[0x10] = KEYS_UP,
	[0x15] = KEYS_KILL_LINE,
	[0x17] = KEYS_KILL_WORD,
};

void
keys_init(struct keys *k)
{
	memset(k, 0, sizeof *k);
	buf_init(&k->in, IN_MAX);
	buf_init(&k->paste, KEYS_PASTE_MAX);
}

void
keys_clear(struct keys *k)
{
	buf_clear(&k->in);
	buf_clear(&k->paste);
	buf_clear(&k->text);
}

void
keys_feed(struct keys *k, const void *bytes, size_t n)
{
	buf_put(&k->in, bytes, n);
}

/* Make n bytes the text of an event. */
static void
keys_text(struct keys *k, const void *bytes, size_t n, struct keys_event *e)
{
	buf_reset(&k->text);
	buf_put(&k->text, bytes, n);
	buf_put_u8(&k->text, 0);
	e->text = (const char *)k->text.data;
	e->len = n;
}

static void
keys_add_paste(struct keys *k, size_t n)
{
	size_t room = KEYS_PASTE_MAX - k->paste.len;

	buf_put(&k->paste, k->in.data, n < room ? n : room);
	buf_drain(&k->in, n);
}

/* More of a paste; true at its end. */
static bool
keys_in_paste(struct keys *k, bool whole, struct keys_event *e)
{
	size_t tail = sizeof PASTE_END - 1;
	uint8_t *at;

	at = k->in.len > 0 ? memmem(k->in.data, k->in.len, PASTE_END, tail) :
			     NULL;
	if (at != NULL) {
		keys_add_paste(k, (size_t)(at - k->in.data));
		buf_drain(&k->in, tail);
	} else if (whole)
		keys_add_paste(k, k->in.len);
	else {
		if (k->in.len >= tail)
			keys_add_paste(k, k->in.len - (tail - 1));
		return false;
	}
	k->pasting = false;
	keys_text(k, k->paste.data != NULL ? (char *)k->paste.data : "",
	    k->paste.len, e);
	buf_reset(&k->paste);
	e->what = KEYS_PASTE;
	return true;
}

/* A key with a number, as CSI number ; modifiers u has it. */
static enum keys_what
keys_numbered(unsigned code, unsigned mods)
{
	bool ctrl = ((mods - 1) & 4u) != 0;

	switch (code) {
	case 9:
		return mods == 2 ? KEYS_BACKTAB : KEYS_TAB;
	case 13:
		return mods > 1 ? KEYS_NEWLINE : KEYS_ENTER;
	case 27:
		return KEYS_ESC;
	case 127:
		return mods > 1 ? KEYS_KILL_WORD : KEYS_BACKSPACE;
	default:
		if (ctrl && code >= 'a' && code <= 'z')
			return controls[code & 0x1f];
		return KEYS_NONE;
	}
}

static enum keys_what
keys_tilde(const struct csi *c)
{
	switch (c->param[0]) {
	case 1:
	case 7:
		return KEYS_HOME;
	case 3:
		return KEYS_DELETE;
	case 4:
	case 8:
		return KEYS_END;
	case 27:
		return keys_numbered(c->param[2], c->param[1]);
	default:
		return KEYS_NONE;
	}
}

static enum keys_what
keys_of_csi(const struct csi *c)
{
	if (c->private == '?' && c->final == 'c')
		return KEYS_ATTRIBUTES;
	if (c->private != 0)
		return KEYS_NONE;
	switch (c->final) {
	case 'A':
		return KEYS_UP;
	case 'B':
		return KEYS_DOWN;
	case 'C':
		return c->param[1] > 1 ? KEYS_WORD_RIGHT : KEYS_RIGHT;
	case 'D':
		return c->param[1] > 1 ? KEYS_WORD_LEFT : KEYS_LEFT;
	case 'H':
		return KEYS_HOME;
	case 'F':
		return KEYS_END;
	case 'Z':
		return KEYS_BACKTAB;
	case 'u':
		return keys_numbered(c->param[0],
		    c->param[1] != 0 ? c->param[1] : 1);
	case '~':
		return keys_tilde(c);
	default:
		return KEYS_NONE;
	}
}

/* The length of the CSI sequence at p: 0 if it is cut. What is none is passed
 * over up to the byte that shows it. */
static size_t
keys_csi(const uint8_t *p, size_t n, struct csi *c)
{
	size_t i, field = 0;
	bool sub = false;

	memset(c, 0, sizeof *c);
	for (i = 2; i < n; i++) {
		if (i >= SEQUENCE_MAX || p[i] < 0x20 || p[i] > 0x7e)
			return i;
		if (p[i] >= 0x40) {
			c->final = (char)p[i];
			return i + 1;
		}
		if (i == 2 && p[i] >= '<' && p[i] <= '?')
			c->private = (char)p[i];
		else if (p[i] == ';') {
			field++;
			sub = false;
		} else if (p[i] == ':')
			sub = true;
		else if (p[i] >= '0' && p[i] <= '9' && !sub &&
		    field < nitems(c->param) && c->param[field] < 100000)
			c->param[field] =
			    c->param[field] * 10 + (unsigned)(p[i] - '0');
	}
	return n >= SEQUENCE_MAX ? n : 0;
}

/* The length of the string sequence at p with its end: 0 if it is cut. */
static size_t
keys_string(const uint8_t *p, size_t n, size_t *body)
{
	size_t i;

	for (i = 2; i < n; i++) {
		*body = i - 2;
		if (p[i] == '\a')
			return i + 1;
		if (p[i] == 033)
			return i + 1 == n ? 0 : p[i + 1] == '\\' ? i + 2 : i;
		if (i >= STRING_MAX)
			return i;
	}
	return 0;
}

/* What begins with ESC: its length, 0 if it is cut. */
static size_t
keys_escape(struct keys *k, bool whole, struct keys_event *e)
{
	const uint8_t *p = k->in.data;
	size_t n = k->in.len, used = 2, body = 0;
	struct csi c;

	if (n == 1) {
		e->what = whole ? KEYS_ESC : KEYS_NONE;
		return whole ? 1 : 0;
	}
	if (p[1] == '[' || p[1] == 'O') {
		used = keys_csi(p, n, &c);
		if (used == 0)
			return whole ? n : 0;
		k->pasting =
		    c.final == '~' && c.private == 0 && c.param[0] == 200;
		e->what = keys_of_csi(&c);
	} else if (strchr("]P_^X", p[1]) != NULL && p[1] != '\0') {
		used = keys_string(p, n, &body);
		if (used == 0)
			return whole ? n : 0;
		if (p[1] == ']') {
			keys_text(k, p + 2, body, e);
			e->what = KEYS_ANSWER;
		}
	} else if (p[1] == 033) {
		e->what = KEYS_ESC;
		used = 1;
	} else if (p[1] == '\r' || p[1] == '\n')
		e->what = KEYS_NEWLINE;
	else if (p[1] == 0x7f || p[1] == '\b')
		e->what = KEYS_KILL_WORD;
	else if (p[1] == 'b')
		e->what = KEYS_WORD_LEFT;
	else if (p[1] == 'f')
		e->what = KEYS_WORD_RIGHT;
	return used;
}

/* Printable text: its length, 0 if it is cut; invalid bytes are passed over. */
static size_t
keys_plain(struct keys *k, bool whole, struct keys_event *e)
{
	const uint8_t *p = k->in.data;
	size_t n = 0;
	uint32_t cp;
	int r;

	while (n < k->in.len && p[n] >= 0x20 && p[n] != 0x7f) {
		r = utf8_decode(p + n, k->in.len - n, &cp);
		if (r <= 0 || (cp >= 0x80 && cp < 0xa0))
			break;
		n += (size_t)r;
	}
	if (n > 0) {
		keys_text(k, p, n, e);
		e->what = KEYS_TEXT;
		return n;
	}
	r = utf8_decode(p, k->in.len, &cp);
	if (r == 0)
		return whole ? k->in.len : 0;
	return (size_t)(r < 0 ? -r : r);
}

bool
keys_next(struct keys *k, bool whole, struct keys_event *e)
{
	size_t used;
	uint8_t c;

	for (;;) {
		memset(e, 0, sizeof *e);
		if (k->pasting)
			return keys_in_paste(k, whole, e);
		if (k->in.len == 0) {
			k->cooked = false;
			return false;
		}
		c = k->in.data[0];
		used = 1;
		if (c == 033)
			used = keys_escape(k, whole, e);
		else if (c == 0x7f)
			e->what = KEYS_BACKSPACE;
		else if (c == '\n' && k->cooked)
			e->what = KEYS_ENTER;
		else if (c < 0x20)
			e->what = controls[c];
		else
			used = keys_plain(k, whole, e);
		if (used == 0)
			return false;
		buf_drain(&k->in, used);
		if (e->what != KEYS_NONE)
			return true;
	}
}

int
keys_patience(const struct keys *k)
{
	if (k->pasting)
		return PATIENCE_PASTE;
	if (k->in.len == 0)
		return -1;
	if (k->in.len > 1 && k->in.data[0] == 033)
		return PATIENCE_STRING;
	return PATIENCE_ESC;
}
