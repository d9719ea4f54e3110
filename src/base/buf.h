/* SPDX-License-Identifier: ISC */
/* buf: a byte buffer that grows up to a maximum, and a reader over bytes.
 * Numbers are big-endian. */

#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

/* Embedded or on the stack; {0} is an empty buffer without a maximum. */
struct buf {
	uint8_t	*data;		/* owned; NULL while cap is 0 */
	size_t	 len;
	size_t	 cap;
	size_t	 max;		/* 0: no maximum */
	int	 overflow;	/* a put went past max and was dropped whole */
};

void	 buf_init(struct buf *, size_t max);
void	 buf_clear(struct buf *);	/* frees; {0} again but for max */
void	 buf_reset(struct buf *);	/* len = 0, memory kept */
/* n more writable bytes at the end, not counted in len until buf_add. NULL
 * and overflow if past max. */
uint8_t	*buf_reserve(struct buf *, size_t n);
void	 buf_add(struct buf *, size_t n);
/* Drop n bytes at the front. */
void	 buf_drain(struct buf *, size_t n);

void	 buf_put(struct buf *, const void *, size_t);
void	 buf_put_u8(struct buf *, uint8_t);
void	 buf_put_u16(struct buf *, uint16_t);
void	 buf_put_u32(struct buf *, uint32_t);
void	 buf_put_u64(struct buf *, uint64_t);
/* LEB128, at most 10 bytes. */
void	 buf_put_varint(struct buf *, uint64_t);
/* u32 length, then the bytes; NULL is the empty string. */
void	 buf_put_string(struct buf *, const char *);
void	 buf_put_bytes(struct buf *, const void *, size_t);
void	 buf_printf(struct buf *, const char *fmt, ...)
	     __attribute__((__format__(printf, 2, 3)));
/* Give the bytes, terminated by a NUL that len does not count, to the caller,
 * who frees; the buffer is empty then. Never NULL. */
char	*buf_steal(struct buf *, size_t *len);

/* A reader borrows the bytes. Each get returns 0, or -1 when they are cut
 * short or do not fit; the position is then unspecified. */
struct reader {
	const uint8_t	*p;
	size_t		 left;
};

void	 reader_init(struct reader *, const void *, size_t);
int	 reader_u8(struct reader *, uint8_t *);
int	 reader_u16(struct reader *, uint16_t *);
int	 reader_u32(struct reader *, uint32_t *);
int	 reader_u64(struct reader *, uint64_t *);
int	 reader_varint(struct reader *, uint64_t *);
/* n bytes in place: *p borrows. */
int	 reader_take(struct reader *, size_t n, const uint8_t **p);
/* A u32 length and bytes in place; longer than max is refused. */
int	 reader_bytes(struct reader *, size_t max, const uint8_t **p,
	     size_t *n);
/* As reader_bytes, copied and terminated; bytes with a NUL are refused.
 * Caller frees. */
int	 reader_string(struct reader *, size_t max, char **);

#endif
