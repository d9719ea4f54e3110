/* SPDX-License-Identifier: ISC */
/* codec: the framing of messages. */

#ifndef WIRE_CODEC_H
#define WIRE_CODEC_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct msg;

/* Append a message: u32 length of the body, u16 type, u16 flags, u32 id,
 * body. A body over the type's limit is a bug: fatal. */
void	codec_put(struct buf *, uint16_t type, uint32_t id, const void *body,
	    size_t n);
/* Take one message from the n bytes at p: fills msg (borrows p) and returns
 * the bytes it takes (> 0), WIRE_SHORT, or WIRE_TOO_LONG. When it is short or
 * too long, type, id and len are set if the header is whole (type is else 0),
 * and body is NULL. */
long	codec_get(const uint8_t *p, size_t n, struct msg *);

#endif
