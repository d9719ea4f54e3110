/* SPDX-License-Identifier: ISC */
/* scan: a terminal's input taken apart into text, controls, sequences and
 * strings. */

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "term/scan.h"
#include "term/vt.h"

/*
 * The states are those of a VT500 without the ones that only ignore: a
 * malformed sequence is gathered as others are and marked odd. Text is handed
 * out in place, as long as it goes; of a character cut by the end of the bytes
 * the beginning is kept in tail. C1 controls come as code points (U+0080 to
 * U+009F) and stand for ESC and the byte 0x40 below.
 *
 * Strings end at the ESC of ESC \, so that nothing has to wait for the
 * backslash, which then is an escape sequence that does nothing.
 */

enum scan_state {
	STATE_TEXT,
	STATE_ESCAPE,
	STATE_CSI,
	STATE_STRING,
};

#define ESC 0x1b
#define CAN 0x18
#define SUB 0x1a
#define DEL 0x7f

#define SCAN_COMMON 32 /* parameters of a common sequence */

#define ONES  0x0101010101010101u /* in each byte */
#define HIGHS (ONES << 7)

/* Kept between strings; what is larger is freed. */
#define STRING_KEEP 16384

void
scan_init(struct scan *s)
{
	memset(s, 0, sizeof *s);
	buf_init(&s->string, VT_CLIPBOARD_MAX + 64);
}

void
scan_clear(struct scan *s)
{
	buf_clear(&s->string);
}

static void
scan_enter(struct scan *s, enum scan_state state)
{
	s->state = state;
	s->leader = s->inter = 0;
	s->odd = s->query = false;
	s->nargs = 0;
	if (state == STATE_TEXT)
		s->pending = 0;
}

static void
scan_enter_string(struct scan *s, uint8_t kind)
{
	scan_enter(s, STATE_STRING);
	s->kind = kind;
	s->over = s->c2 = false;
	buf_reset(&s->string);
	s->string.overflow = 0;
}

static void
scan_end_escape(struct scan *s, uint8_t b, struct scan_event *ev)
{
	memset(ev, 0, sizeof *ev);
	ev->type = SCAN_ESCAPE;
	ev->final = b;
	ev->inter = s->inter;
	ev->odd = s->odd;
	scan_enter(s, STATE_TEXT);
}

/* The byte after ESC, or the one that a C1 control stands for. */
static void
scan_escape(struct scan *s, uint8_t b, struct scan_event *ev)
{
	switch (b) {
	case '[':
		scan_enter(s, STATE_CSI);
		return;
	case STRING_OSC:
	case STRING_DCS:
	case STRING_APC:
	case STRING_PM:
	case STRING_SOS:
		scan_enter_string(s, b);
		return;
	}
	scan_end_escape(s, b, ev);
}

static void
scan_in_escape(struct scan *s, uint8_t b, struct scan_event *ev)
{
	if (b < 0x30) {
		s->odd |= s->inter != 0;
		s->inter = b;
	} else if (s->inter != 0)
		scan_end_escape(s, b, ev);
	else
		scan_escape(s, b, ev);
}

/* The number that four bytes begin with, if it has at most three digits: how
 * many digits it has, else 4. All at once, since lengths cannot be guessed. */
static inline unsigned
scan_short_number(const uint8_t *p, int *v)
{
	uint32_t digits, others;
	unsigned n;

	/* Four bytes, the first one lowest. */
	digits = ((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
		     (uint32_t)p[3] << 24) ^
	    0x30303030u;
	others =
	    (((digits & 0x7f7f7f7fu) + 0x76767676u) | digits) & 0x80808080u;
	if (others == 0)
		return 4;
	n = (unsigned)__builtin_ctz(others) >> 3;
	/* The last digit highest, and 0 before the first. */
	digits = (uint32_t)((uint64_t)digits << (32 - n * 8));
	*v = (int)((digits >> 8 & 0xff) * 100 + (digits >> 16 & 0xff) * 10 +
	    (digits >> 24));
	return n;
}

/* One more digit of a number, or of one that is not there yet. */
static int
scan_digit(int v, uint8_t b)
{
	v = (v == SCAN_ARG_NONE ? 0 : v * 10) + b - '0';
	return v > SCAN_ARG_MAX ? SCAN_ARG_MAX : v;
}

/* The parameter k, from 1 on, is v. */
static void
scan_set_param(struct scan *s, unsigned k, int v)
{
	if (k <= SCAN_ARGS)
		s->arg[k - 1] = (int16_t)v;
}

/* Parameters of a CSI, n > 0 bytes, as far as they go: how many bytes. Past the
 * maximum nargs stays one too large: what comes is not kept. */
static size_t
scan_params(struct scan *s, const uint8_t *p, size_t n)
{
	unsigned k = s->nargs, len;
	int v = SCAN_ARG_NONE;
	size_t i = 0;

	if (k == 0) {
		k = 1;
		s->part[0] = false;
	} else if (k <= SCAN_ARGS)
		v = s->arg[k - 1];
	while (i < n) {
		if (v == SCAN_ARG_NONE && n - i >= 4 &&
		    (len = scan_short_number(p + i, &v)) < 4) {
			i += len;
			if (len == 0)
				v = SCAN_ARG_NONE;
		}
		for (; i < n && p[i] >= '0' && p[i] <= '9'; i++)
			v = scan_digit(v, p[i]);
		if (i == n || (p[i] != ';' && p[i] != ':'))
			break;
		scan_set_param(s, k, v);
		if (k <= SCAN_ARGS && ++k <= SCAN_ARGS)
			s->part[k - 1] = p[i] == ':';
		v = SCAN_ARG_NONE;
		i++;
	}
	scan_set_param(s, k, v);
	s->nargs = k;
	s->pending += i;
	return i;
}

static void
scan_in_csi(struct scan *s, uint8_t b, struct scan_event *ev)
{
	if (b < 0x30) {
		s->odd |= s->inter != 0;
		s->inter = b;
	} else if (b >= 0x40) {
		ev->type = SCAN_CSI;
		ev->leader = s->leader;
		ev->inter = s->inter;
		ev->final = b;
		ev->odd = s->odd;
		ev->query = s->query;
		ev->arg = s->arg;
		ev->part = s->part;
		ev->nargs = s->nargs > SCAN_ARGS ? SCAN_ARGS : s->nargs;
		scan_enter(s, STATE_TEXT);
	} else if (s->inter != 0)
		s->odd = true;
	else if (s->leader == 0 && s->nargs == 0)
		s->leader = b;
	else {
		s->odd = true;
		s->query |= b == '?';
	}
}

static void
scan_end_string(struct scan *s, bool bel, struct scan_event *ev)
{
	if (s->over) {
		s->dropped++;
	} else {
		ev->type = SCAN_STRING;
		ev->byte = s->kind;
		ev->bel = bel;
		ev->n = s->string.len;
		buf_put_u8(&s->string, 0);
		ev->text = s->string.data;
	}
	scan_enter(s, STATE_TEXT);
}

static size_t
scan_string_max(const struct scan *s)
{
	if (s->kind == STRING_OSC && s->string.len >= 3 &&
	    memcmp(s->string.data, "52;", 3) == 0)
		return VT_CLIPBOARD_MAX;
	return VT_STRING_MAX;
}

/* How many bytes of a string go on without anything that could end it. */
static size_t
scan_string_run(const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (p[i] < 0x20 || p[i] == 0x9c)
			break;
	}
	return i;
}

static size_t
scan_in_string(struct scan *s, const uint8_t *p, size_t n,
    struct scan_event *ev)
{
	size_t run = scan_string_run(p, n);

	if (run > 0) {
		s->c2 = p[run - 1] == 0xc2;
		if (!s->over) {
			buf_put(&s->string, p, run < 3 ? run : 3);
			if (s->string.len + run - (run < 3 ? run : 3) >
			    scan_string_max(s))
				s->over = true;
			else if (run > 3)
				buf_put(&s->string, p + 3, run - 3);
		}
		s->pending += run;
		return run;
	}
	s->pending++;
	if (*p == 0x9c) {
		if (s->c2) { /* U+009C */
			if (s->string.len > 0)
				s->string.len--;
			scan_end_string(s, false, ev);
		} else if (!s->over) {
			buf_put_u8(&s->string, *p);
			s->over = s->string.len > scan_string_max(s);
		}
		s->c2 = false;
	} else if (*p == 0x07 && s->kind == STRING_OSC)
		scan_end_string(s, true, ev);
	else if (*p == CAN || *p == SUB)
		scan_enter(s, STATE_TEXT);
	else if (*p == ESC) {
		scan_end_string(s, false, ev);
		scan_enter(s, STATE_ESCAPE);
		s->pending = 1;
	}
	return 1;
}

/* Bytes of a sequence. */
static size_t
scan_in_sequence(struct scan *s, const uint8_t *p, size_t n,
    struct scan_event *ev)
{
	uint8_t b = *p;

	if (s->state == STATE_CSI && s->inter == 0 && b >= '0' && b <= ';')
		return scan_params(s, p, n);
	s->pending++;
	if (b == ESC) {
		scan_enter(s, STATE_ESCAPE);
		s->pending = 1;
	} else if (b == CAN || b == SUB)
		scan_enter(s, STATE_TEXT);
	else if (b < 0x20) {
		ev->type = SCAN_CONTROL;
		ev->byte = b;
	} else if (b >= 0x80) {
		scan_enter(s, STATE_TEXT); /* and take it as text */
		return 0;
	} else if (b == DEL)
		;
	else if (s->state == STATE_CSI)
		scan_in_csi(s, b, ev);
	else
		scan_in_escape(s, b, ev);
	return 1;
}

static void
scan_c1(struct scan *s, uint8_t b, struct scan_event *ev)
{
	scan_enter(s, STATE_ESCAPE);
	s->pending = 2;
	scan_escape(s, b - 0x40, ev);
}

/* One more byte for the character of which the beginning is in tail. */
static size_t
scan_in_tail(struct scan *s, uint8_t b, struct scan_event *ev)
{
	uint32_t cp;
	int k;

	s->tail[s->ntail] = b;
	k = utf8_decode(s->tail, s->ntail + 1, &cp);
	if (k == 0) {
		s->ntail++;
		s->pending = s->ntail;
		return 1;
	}
	if (k > 0 && cp >= 0x80 && cp < 0xa0) {
		s->ntail = 0;
		scan_c1(s, cp, ev);
		return 1;
	}
	if (k < 0)
		k = s->ntail;
	ev->type = SCAN_TEXT;
	ev->n = k;
	ev->nascii = 0;
	memcpy(s->out, s->tail, k);
	ev->text = s->out;
	k = k > (int)s->ntail;
	s->ntail = 0;
	s->pending = 0;
	return k;
}

/* The length of an incomplete character at the end of n bytes. */
static size_t
scan_tail(const uint8_t *p, size_t n)
{
	size_t back;
	uint32_t cp;

	for (back = 1; back <= 3 && back <= n; back++) {
		if (p[n - back] < 0x80)
			return 0;
		if (p[n - back] >= 0xc0)
			return utf8_decode(p + n - back, back, &cp) == 0 ?
			    back :
			    0;
	}
	return 0;
}

/* Eight bytes, the first one lowest. */
static inline uint64_t
scan_load(const uint8_t *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	    (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 |
	    (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* The high bit of each of eight bytes that is 0; above the lowest such byte
 * others may be marked, too. */
static inline uint64_t
scan_zeros(uint64_t w)
{
	return (w - ONES) & ~w & HIGHS;
}

/* The same for what is no printable ASCII. */
static inline uint64_t
scan_others(uint64_t w)
{
	return ((w - ONES * 0x20) | (w + ONES) | w) & HIGHS;
}

/* The same for a control and what may begin one. */
static inline uint64_t
scan_controls(uint64_t w)
{
	return ((w - ONES * 0x20) & ~w & HIGHS) | scan_zeros(w ^ ONES * DEL) |
	    scan_zeros(w ^ ONES * 0xc2);
}

/* Of eight bytes the first that is marked. */
static inline size_t
scan_first(uint64_t marks)
{
	return (size_t)__builtin_ctzll(marks) >> 3;
}

/* How many bytes are printable ASCII. */
static size_t
scan_ascii_run(const uint8_t *p, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; n - i >= 8; i += 8)
		if ((w = scan_others(scan_load(p + i))) != 0)
			return i + scan_first(w);
	for (; i < n && p[i] >= 0x20 && p[i] < DEL; i++)
		;
	return i;
}

/* How many bytes are text: up to a control, C0 or C1. */
static size_t
scan_text_run(const uint8_t *p, size_t n)
{
	size_t i = 0;
	uint64_t w;

	while (i < n) {
		if (n - i >= 8) {
			if ((w = scan_controls(scan_load(p + i))) == 0) {
				i += 8;
				continue;
			}
			i += scan_first(w);
		}
		if (p[i] < 0x20 || p[i] == DEL)
			break;
		if (p[i] == 0xc2 && i + 1 < n && p[i + 1] >= 0x80 &&
		    p[i + 1] < 0xa0)
			break;
		i++;
	}
	return i;
}

/* What follows ESC [, if it is a whole CSI of the common kind: how many bytes,
 * else 0, and it is gathered as any other sequence. */
static size_t
scan_common_csi(struct scan *s, const uint8_t *p, size_t n,
    struct scan_event *ev)
{
	unsigned k = 0, len;
	size_t i = 0;
	uint8_t leader = 0, b = 0;
	int v;

	if (n > 0 && p[0] >= '<' && p[0] <= '?')
		leader = p[i++];
	if (i < n && p[i] < 0x40) {
		do {
			if (n - i < 4 || k == SCAN_COMMON ||
			    (len = scan_short_number(p + i, &v)) == 4)
				return 0;
			s->part[k] = b == ':';
			s->arg[k++] = (int16_t)(len == 0 ? SCAN_ARG_NONE : v);
			i += len;
			b = p[i];
		} while ((b == ';' || b == ':') && ++i > 0);
	}
	if (i == n || p[i] < 0x40 || p[i] > 0x7e)
		return 0;
	ev->type = SCAN_CSI;
	ev->leader = leader;
	ev->inter = 0;
	ev->final = p[i];
	ev->odd = ev->query = false;
	ev->arg = s->arg;
	ev->part = s->part;
	ev->nargs = k;
	return i + 1;
}

static size_t
scan_in_text(struct scan *s, const uint8_t *p, size_t n, struct scan_event *ev)
{
	size_t run, cut = 0, ascii;

	if (*p == ESC && n > 1 && p[1] == '[' &&
	    (run = scan_common_csi(s, p + 2, n - 2, ev)) > 0)
		return run + 2;
	run = ascii = scan_ascii_run(p, n);
	if (run < n && p[run] >= 0x80)
		run += scan_text_run(p + run, n - run);
	if (run == 0) {
		if (*p == 0xc2) {
			scan_c1(s, p[1], ev);
			return 2;
		}
		if (*p == ESC) {
			scan_enter(s, STATE_ESCAPE);
			s->pending = 1;
			if (n == 1 || p[1] != '[')
				return 1;
			scan_enter(s, STATE_CSI);
			s->pending = 2;
			return 2;
		} else if (*p != DEL && *p != CAN && *p != SUB) {
			ev->type = SCAN_CONTROL;
			ev->byte = *p;
		}
		return 1;
	}
	if (run == n)
		cut = scan_tail(p, n);
	if (run > cut) {
		ev->type = SCAN_TEXT;
		ev->text = p;
		ev->n = run - cut;
		ev->nascii = ascii;
		return run - cut;
	}
	memcpy(s->tail, p, cut);
	s->ntail = cut;
	s->pending = cut;
	return cut;
}

size_t
scan_next(struct scan *s, const uint8_t *p, size_t n, struct scan_event *ev)
{
	size_t used = 0;

	ev->type = SCAN_NONE;
	if (s->string.cap > STRING_KEEP && s->state != STATE_STRING)
		buf_clear(&s->string);
	while (ev->type == SCAN_NONE && used < n) {
		if (s->ntail > 0)
			used += scan_in_tail(s, p[used], ev);
		else if (s->state == STATE_TEXT)
			used += scan_in_text(s, p + used, n - used, ev);
		else if (s->state == STATE_STRING)
			used += scan_in_string(s, p + used, n - used, ev);
		else
			used += scan_in_sequence(s, p + used, n - used, ev);
	}
	return used;
}
