/* SPDX-License-Identifier: ISC */
/* codec: turns messages into bytes and back; what a body holds is not its
 * business. */

#include "base/buf.h"
#include "base/log.h"
#include "wire/codec.h"
#include "wire/msg.h"

void
codec_put(struct buf *b, uint16_t type, uint32_t id, const void *body, size_t n)
{
	char tmp[8];

	if (n > msg_limit(type))
		fatalx("message %s of %zu bytes", msg_name(type, tmp), n);
	buf_put_u32(b, (uint32_t)n);
	buf_put_u16(b, type);
	buf_put_u16(b, 0);
	buf_put_u32(b, id);
	buf_put(b, body, n);
}

long
codec_get(const uint8_t *p, size_t n, struct msg *msg)
{
	struct reader r;
	uint32_t len;

	memset(msg, 0, sizeof *msg);
	if (n < MSG_HEADER_SIZE)
		return WIRE_SHORT;
	reader_init(&r, p, n);
	if (reader_u32(&r, &len) != 0 || reader_u16(&r, &msg->type) != 0 ||
	    reader_u16(&r, &msg->flags) != 0 || reader_u32(&r, &msg->id) != 0)
		return WIRE_SHORT;
	msg->len = len;
	if (len > MSG_MAX_BODY || len > msg_limit(msg->type))
		return WIRE_TOO_LONG;
	if (reader_take(&r, len, &msg->body) != 0) {
		msg->body = NULL;
		return WIRE_SHORT;
	}
	return (long)MSG_HEADER_SIZE + (long)len;
}
