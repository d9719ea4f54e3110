/* SPDX-License-Identifier: ISC */
/* test_proto: messages recorded from released protocol versions still decode
 * to what they meant. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/xmalloc.h"
#include "wire/codec.h"
#include "wire/msg.h"
#include "wire/pack_term.h"

#define FILE_MAX (1u << 20)

static int
nibble(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = c == '\0' ? NULL : strchr(digits, c);

	return p == NULL ? -1 : (int)(p - digits);
}

static int
from_hex(struct buf *b, const char *hex)
{
	int hi, lo;

	for (; *hex != '\0'; hex += 2) {
		hi = nibble(hex[0]);
		lo = hi == -1 ? -1 : nibble(hex[1]);
		if (lo == -1)
			return -1;
		buf_put_u8(b, (uint8_t)(hi << 4 | lo));
	}
	return 0;
}

static void
put_hex(struct buf *out, const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		buf_printf(out, "%02x", p[i]);
}

static int
dump_frame(struct buf *out, struct reader *r)
{
	struct frame_head h;
	const uint8_t *p;
	uint16_t index;
	char *title;
	size_t n;
	int i;

	if (frame_get_head(r, &h, &title) != 0)
		return -1;
	buf_printf(out,
	    "seq=%u size=%ux%u flags=%u cursor=%u,%u,%u,%u modes=%08x "
	    "mouse=%u,%u kitty=%u modify=%u",
	    h.seq, h.cols, h.rows, h.flags, h.cursor_row, h.cursor_col,
	    h.cursor_flags, h.cursor_shape, h.modes, h.mouse, h.mouse_enc,
	    h.kitty, h.modify_keys);
	for (i = 0; i < h.nscrolls; i++)
		buf_printf(out, " scroll=%u,%u,%d", h.scrolls[i].top,
		    h.scrolls[i].bottom, h.scrolls[i].n);
	if (title != NULL)
		buf_printf(out, " title=%s", title);
	free(title);
	for (i = 0; i < h.nrows; i++) {
		if (frame_get_row(r, &index, &p, &n) != 0)
			return -1;
		buf_printf(out, " row=%u:", index);
		put_hex(out, p, n);
	}
	return 0;
}

static int
dump_input(struct buf *out, struct reader *r, uint16_t type)
{
	struct input_key k;
	struct input_mouse m;

	if (type == MSG_VIEW_KEY) {
		if (input_get_key(r, &k) != 0)
			return -1;
		buf_printf(out, "key %x %x %x %x %u%s%s", k.code, k.shifted,
		    k.base, k.mods, k.event, k.text[0] == '\0' ? "" : " ",
		    k.text);
		if (k.form != 0)
			buf_printf(out, " form %u", k.form);
		return 0;
	}
	if (input_get_mouse(r, &m) != 0)
		return -1;
	buf_printf(out, "mouse %u %u %u %u %u %u %u", m.event, m.button, m.mods,
	    m.row, m.col, m.py, m.px);
	return 0;
}

static int
dump_two(struct buf *out, struct reader *r, uint16_t type)
{
	char *a, *b;

	if ((type == MSG_VIEW_CLIPBOARD ? clipboard_get : notify_get)(r, &a,
		&b) != 0)
		return -1;
	buf_printf(out, "texts %s|%s", a, b);
	free(a);
	free(b);
	return 0;
}

static int
dump_lines(struct buf *out, struct reader *r)
{
	struct lines_head h;
	const uint8_t *p;
	unsigned i;
	size_t n;

	if (lines_get_head(r, &h) != 0)
		return -1;
	buf_printf(out, "lines %llu %llu %llu %llu",
	    (unsigned long long)h.first, (unsigned long long)h.screen,
	    (unsigned long long)h.end, (unsigned long long)h.start);
	for (i = 0; i < h.n; i++) {
		if (lines_get_row(r, &p, &n) != 0)
			return -1;
		buf_printf(out, " row=");
		put_hex(out, p, n);
	}
	return 0;
}

static int
dump_history(struct buf *out, struct reader *r, uint16_t type)
{
	struct search s;
	struct found f;
	uint64_t from;
	uint16_t count;
	char *text;

	switch (type) {
	case MSG_VIEW_LINES:
		return dump_lines(out, r);
	case MSG_VIEW_HISTORY:
		if (lines_get_ask(r, &from, &count) != 0)
			return -1;
		buf_printf(out, "ask %llu %u", (unsigned long long)from, count);
		return 0;
	case MSG_VIEW_SEARCH:
		if (search_get(r, &s, &text) != 0)
			return -1;
		buf_printf(out, "search %llu %u %llu %u %s",
		    (unsigned long long)s.line, s.col,
		    (unsigned long long)s.stop, s.flags, text);
		free(text);
		return 0;
	}
	if (found_get(r, &f) != 0)
		return -1;
	buf_printf(out, "found %u %llu %u %llu %u", f.found,
	    (unsigned long long)f.line, f.col, (unsigned long long)f.end_line,
	    f.end_col);
	return 0;
}

static int
dump_json(struct buf *out, const struct msg *msg)
{
	struct jv *v;
	char *cause = NULL, *text;

	v = jv_parse((const char *)msg->body, msg->len, &cause);
	free(cause);
	if (v == NULL)
		return -1;
	text = jv_text(v, false);
	buf_put(out, text, strlen(text));
	free(text);
	jv_free(v);
	return 0;
}

/* The message as one line of text. */
static int
dump(struct buf *out, const struct msg *msg)
{
	struct reader r;

	reader_init(&r, msg->body, msg->len);
	switch (msg->type) {
	case MSG_VIEW_FRAME:
		return dump_frame(out, &r);
	case MSG_VIEW_KEY:
	case MSG_VIEW_MOUSE:
		return dump_input(out, &r, msg->type);
	case MSG_VIEW_CLIPBOARD:
	case MSG_VIEW_NOTIFY:
		return dump_two(out, &r, msg->type);
	case MSG_VIEW_HISTORY:
	case MSG_VIEW_LINES:
	case MSG_VIEW_SEARCH:
	case MSG_VIEW_FOUND:
		return dump_history(out, &r, msg->type);
	case MSG_VIEW_ACK:
	case MSG_VIEW_BELL:
	case MSG_VIEW_PASTE:
	case MSG_VIEW_FOCUS:
	case MSG_VIEW_RESIZE:
	case MSG_VIEW_COLOURS:
	case MSG_LOGS_DATA:
		buf_printf(out, "bytes ");
		put_hex(out, msg->body, msg->len);
		return 0;
	}
	return dump_json(out, msg);
}

/* "NAME HEX" must decode to want. */
static void
check(int line, char *text, const char *want)
{
	struct buf b = { 0 }, out = { 0 };
	struct msg msg;
	char *hex = strchr(text, ' '), *got, tmp[8];

	if (hex == NULL)
		fail_msg("line %d: no message", line);
	*hex++ = '\0';
	if (from_hex(&b, hex) != 0)
		fail_msg("line %d: no hex", line);
	if (codec_get(b.data, b.len, &msg) != (long)b.len)
		fail_msg("line %d: not one whole message", line);
	if (strcmp(msg_name(msg.type, tmp), text) != 0)
		fail_msg("line %d: %s is called %s", line, text,
		    msg_name(msg.type, tmp));
	if (dump(&out, &msg) != 0)
		fail_msg("line %d: %s does not decode", line, text);
	got = buf_steal(&out, NULL);
	if (strcmp(got, want) != 0)
		fail_msg("line %d: %s: got\n%s\nnot\n%s", line, text, got,
		    want);
	free(got);
	buf_clear(&b);
}

static void
version(int n)
{
	char *path, *text, *line, *next, *message = NULL;
	int number = 0, count = 0;
	size_t len;

	path = xasprintf("%s/regress/proto/%d.hex", ABS_SRCDIR, n);
	text = atomic_read(path, FILE_MAX, &len);
	if (text == NULL)
		fail_msg("%s: %s", path, strerror(errno));
	for (line = text; line != NULL && *line != '\0'; line = next) {
		number++;
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		if (*line == '#')
			continue;
		if (strncmp(line, "= ", 2) != 0) {
			message = line;
			continue;
		}
		if (message == NULL)
			fail_msg("%s:%d: no message before it", path, number);
		check(number, message, line + 2);
		message = NULL;
		count++;
	}
	assert_null(message);
	assert_true(count > 0);
	free(text);
	free(path);
}

static void
versions(void **state)
{
	int n;

	(void)state;
	for (n = PROTOCOL_MIN; n <= PROTOCOL_MAX; n++)
		version(n);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
