/* SPDX-License-Identifier: ISC */
/* codec_fuzz: bytes of a peer, taken apart by all that reads a message; what
 * was read packs again to the same. */

#include "base/buf.h"
#include "base/jv.h"
#include "base/xmalloc.h"
#include "wire/codec.h"
#include "wire/hello.h"
#include "wire/msg.h"
#include "wire/pack_term.h"

#include "fuzz.h"

static void
frame(const struct msg *m)
{
	struct frame_head h, again;
	struct buf b = { 0 };
	const uint8_t *row;
	struct reader r;
	char *title, *copy = NULL;
	uint16_t i, index;
	size_t n;

	reader_init(&r, m->body, m->len);
	if (frame_get_head(&r, &h, &title) != 0)
		return;
	frame_put_head(&b, &h);
	for (i = 0; i < h.nrows && frame_get_row(&r, &index, &row, &n) == 0;
	     i++)
		frame_put_row(&b, index, row, n);
	reader_init(&r, b.data, b.len);
	if (frame_get_head(&r, &again, &copy) != 0)
		fuzz_fail("a frame that was put is malformed");
	fuzz_same("title", title == NULL ? "" : title,
	    copy == NULL ? "" : copy);
	h.title = again.title = NULL;
	if (memcmp(&h, &again, sizeof h) != 0)
		fuzz_fail("a frame that was put differs");
	for (; i > 0; i--)
		if (frame_get_row(&r, &index, &row, &n) != 0)
			fuzz_fail("a row that was put is malformed");
	free(title);
	free(copy);
	buf_clear(&b);
}

static void
input(const struct msg *m)
{
	struct input_mouse mouse, mouse_again;
	struct input_key key, key_again;
	struct buf b = { 0 };
	struct reader r;

	reader_init(&r, m->body, m->len);
	if (input_get_key(&r, &key) == 0) {
		input_put_key(&b, &key);
		reader_init(&r, b.data, b.len);
		if (input_get_key(&r, &key_again) != 0 ||
		    memcmp(&key, &key_again, sizeof key) != 0)
			fuzz_fail("a key that was put differs");
	}
	buf_reset(&b);
	reader_init(&r, m->body, m->len);
	if (input_get_mouse(&r, &mouse) == 0) {
		input_put_mouse(&b, &mouse);
		reader_init(&r, b.data, b.len);
		if (input_get_mouse(&r, &mouse_again) != 0 ||
		    memcmp(&mouse, &mouse_again, sizeof mouse) != 0)
			fuzz_fail("a mouse event that was put differs");
	}
	buf_clear(&b);
}

static void
json(const struct msg *m)
{
	char *cause = NULL, *once, *twice;
	enum role role;
	struct jv *v;

	jv_free(hello_parse(m->body, m->len, &role, &cause));
	free(cause);
	cause = NULL;
	v = jv_parse((const char *)m->body, m->len, &cause);
	if ((v == NULL) != (cause != NULL))
		fuzz_fail("no value and no cause, or both");
	free(cause);
	if (v == NULL)
		return;
	once = jv_text(v, false);
	jv_free(v);
	if ((v = jv_parse(once, strlen(once), &cause)) == NULL)
		fuzz_fail("JSON that was written is none: %s: %s", cause, once);
	twice = jv_text(v, false);
	fuzz_same("JSON", once, twice);
	free(once);
	free(twice);
	jv_free(v);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct msg m;
	char name[8];
	long took;

	while (n > 0 && (took = codec_get(p, n, &m)) > 0) {
		if (m.len > msg_limit(m.type) || (size_t)took > n ||
		    (size_t)took != MSG_HEADER_SIZE + m.len)
			fuzz_fail("%s: bad bounds", msg_name(m.type, name));
		frame(&m);
		input(&m);
		json(&m);
		p += took;
		n -= (size_t)took;
	}
	return 0;
}
