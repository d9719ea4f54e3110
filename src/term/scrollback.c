/* SPDX-License-Identifier: ISC */
/* scrollback: packed lines in blocks; knows no screen. */

#include <stdbool.h>

#include "base/buf.h"
#include "base/xmalloc.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "term/rowcode_internal.h"
#include "term/rowtext.h"
#include "term/scrollback.h"

/*
 * A block holds some hundred lines back to back and where each begins. The
 * first is small and grows; full ones are cut to their size. What is
 * over the bound goes by whole blocks, at most an eighth of it at once. Line
 * numbers are kept in the blocks and never change, so that finding a line is
 * a search over blocks, and mostly the block of the last one found.
 */

#define BLOCK_MAX   65536u /* bytes; a longer line has a block of its own */
#define BLOCK_MIN   512u
#define BLOCK_FIRST 4096u
#define LINES_FIRST 32u

struct block {
	uint8_t *data;	  /* owned, cap bytes, len in use */
	uint16_t *starts; /* owned, of each line; room for cap_lines */
	size_t len;
	size_t cap;
	uint32_t nlines;
	uint32_t cap_lines;
	uint64_t first; /* number of its first line */
};

struct scrollback {
	size_t max;
	size_t block;	      /* bytes of a full block */
	size_t bytes;	      /* of all blocks */
	uint64_t total;	      /* number of the line to come */
	struct block *blocks; /* owned; oldest first from head on */
	size_t head;
	size_t nblocks;
	size_t cap;
	size_t found;	    /* block of the last line found, from head on */
	struct buf scratch; /* the line being packed */
};

struct scrollback *
scrollback_create(size_t max)
{
	struct scrollback *sb = xcalloc(1, sizeof *sb);

	sb->max = max;
	sb->block = max / 8;
	if (sb->block > BLOCK_MAX)
		sb->block = BLOCK_MAX;
	if (sb->block < BLOCK_MIN)
		sb->block = BLOCK_MIN;
	return sb;
}

static size_t
block_bytes(const struct block *b)
{
	return b->cap + b->cap_lines * sizeof *b->starts + sizeof *b;
}

static void
block_clear(struct scrollback *sb, struct block *b)
{
	sb->bytes -= block_bytes(b);
	free(b->data);
	free(b->starts);
}

void
scrollback_clear(struct scrollback *sb)
{
	size_t i;

	for (i = 0; i < sb->nblocks; i++)
		block_clear(sb, &sb->blocks[sb->head + i]);
	free(sb->blocks);
	sb->blocks = NULL;
	sb->head = sb->nblocks = sb->cap = sb->found = 0;
	buf_clear(&sb->scratch);
}

void
scrollback_destroy(struct scrollback *sb)
{
	if (sb == NULL)
		return;
	scrollback_clear(sb);
	free(sb);
}

static struct block *
newest(const struct scrollback *sb)
{
	return sb->nblocks == 0 ? NULL :
				  &sb->blocks[sb->head + sb->nblocks - 1];
}

static void
block_resize(struct scrollback *sb, struct block *b, size_t cap,
    uint32_t cap_lines)
{
	sb->bytes -= block_bytes(b);
	if (cap != b->cap)
		b->data = xrealloc(b->data, cap);
	if (cap_lines != b->cap_lines)
		b->starts =
		    xreallocarray(b->starts, cap_lines, sizeof *b->starts);
	b->cap = cap;
	b->cap_lines = cap_lines;
	sb->bytes += block_bytes(b);
}

static struct block *
block_add(struct scrollback *sb)
{
	struct block *b;

	if ((b = newest(sb)) != NULL)
		block_resize(sb, b, b->len, b->nlines);
	if (sb->head > 0 && sb->head + sb->nblocks == sb->cap) {
		memmove(sb->blocks, sb->blocks + sb->head,
		    sb->nblocks * sizeof *sb->blocks);
		sb->head = 0;
	}
	if (sb->nblocks == sb->cap) {
		sb->cap = sb->cap == 0 ? 4 : sb->cap * 2;
		sb->blocks =
		    xreallocarray(sb->blocks, sb->cap, sizeof *sb->blocks);
	}
	b = &sb->blocks[sb->head + sb->nblocks++];
	memset(b, 0, sizeof *b);
	b->first = sb->total;
	sb->bytes += sizeof *b;
	return b;
}

/* Make room for one more line of n bytes. */
static void
block_grow(struct scrollback *sb, struct block *b, size_t n)
{
	size_t cap = b->cap;
	uint32_t lines = b->cap_lines;

	while (cap < b->len + n)
		cap = cap == 0 ? BLOCK_FIRST : cap * 2;
	if (cap > sb->block)
		cap = b->len + n > sb->block ? b->len + n : sb->block;
	if (b->nlines == lines)
		lines = lines == 0 ? LINES_FIRST : lines * 2;
	if (cap != b->cap || lines != b->cap_lines)
		block_resize(sb, b, cap, lines);
}

static void
drop_newest(struct scrollback *sb)
{
	block_clear(sb, newest(sb));
	sb->nblocks--;
}

static void
drop_oldest(struct scrollback *sb)
{
	block_clear(sb, &sb->blocks[sb->head]);
	sb->head++;
	sb->nblocks--;
	if (sb->found > 0)
		sb->found--;
}

/* Room for one more line of n bytes, in a new block if need be. */
static struct block *
block_for(struct scrollback *sb, size_t n)
{
	struct block *b = newest(sb);

	if (b == NULL || (b->nlines > 0 && b->len + n > sb->block))
		b = block_add(sb);
	if (b->len + n > b->cap || b->nlines == b->cap_lines)
		block_grow(sb, b, n);
	return b;
}

/* Most lines are packed where they stay. */
static bool
push_plain(struct scrollback *sb, const struct row *row)
{
	unsigned extent =
	    row->flags & ROW_WRAPPED ? row->used : row_extent(row);
	struct block *b;
	size_t n;

	if (extent == 0 || extent > TERM_MAX_COLS || row->cells[0].style != 0)
		return false;
	b = block_for(sb, extent + ROWCODE_HEAD);
	if ((n = rowcode_put_plain(b->data + b->len, row, extent)) == 0)
		return false;
	b->starts[b->nlines++] = (uint16_t)b->len;
	b->len += n;
	return true;
}

/* A row that is text. */
static bool
push_text(struct scrollback *sb, const struct row *row, const struct intern *in)
{
	uint8_t head[ROWCODE_HEADS_MAX];
	size_t n = rowcode_put_heads(head, row, in);
	struct block *b;

	if (n == 0)
		return false;
	b = block_for(sb, n + row->text->len);
	memcpy(b->data + b->len, head, n);
	memcpy(b->data + b->len + n, row->text->bytes, row->text->len);
	b->starts[b->nlines++] = (uint16_t)b->len;
	b->len += n + row->text->len;
	return true;
}

static void
push_packed(struct scrollback *sb, const struct row *row,
    const struct intern *in)
{
	struct block *b;
	size_t n;

	buf_reset(&sb->scratch);
	rowcode_put(&sb->scratch, row, in);
	n = sb->scratch.len;
	b = block_for(sb, n);
	memcpy(b->data + b->len, sb->scratch.data, n);
	b->starts[b->nlines++] = (uint16_t)b->len;
	b->len += n;
	if (sb->scratch.cap > BLOCK_MAX)
		buf_clear(&sb->scratch);
}

void
scrollback_push(struct scrollback *sb, struct row *row, struct intern *in)
{
	if (sb->max == 0) {
		sb->total++;
		return;
	}
	if (row->form != ROW_TEXT || !push_text(sb, row, in)) {
		rowtext_end(row, in);
		if (!push_plain(sb, row))
			push_packed(sb, row, in);
	}
	sb->total++;
	while (sb->nblocks > 0 && sb->bytes > sb->max)
		drop_oldest(sb);
}

static uint8_t *
newest_line(const struct scrollback *sb, size_t *n)
{
	struct block *b = newest(sb);
	size_t start;

	if (b == NULL)
		return NULL;
	start = b->starts[b->nlines - 1];
	*n = b->len - start;
	return b->data + start;
}

int
scrollback_pop(struct scrollback *sb, struct row *row, struct intern *in,
    unsigned cols)
{
	struct block *b = newest(sb);
	uint8_t *line;
	size_t n;

	if ((line = newest_line(sb, &n)) == NULL)
		return -1;
	rowcode_get(row, in, line, n, cols);
	b->len -= n;
	sb->total--;
	if (--b->nlines == 0)
		drop_newest(sb);
	return 0;
}

void
scrollback_cut(struct scrollback *sb)
{
	uint8_t *line;
	size_t n;

	if ((line = newest_line(sb, &n)) != NULL)
		line[0] &= (uint8_t)~ROW_WRAPPED;
}

int
scrollback_wrapped(const struct scrollback *sb)
{
	const uint8_t *line;
	size_t n;

	line = newest_line(sb, &n);
	return line != NULL && (line[0] & ROW_WRAPPED) != 0;
}

size_t
scrollback_count(const struct scrollback *sb)
{
	if (sb->nblocks == 0)
		return 0;
	return (size_t)(sb->total - sb->blocks[sb->head].first);
}

uint64_t
scrollback_total(const struct scrollback *sb)
{
	return sb->total;
}

size_t
scrollback_bytes(const struct scrollback *sb)
{
	return sb->bytes;
}

/* The block, from head on, of line number i, which is held. */
static size_t
find_block(const struct scrollback *sb, uint64_t i)
{
	const struct block *b = sb->blocks + sb->head;
	size_t low = 0, high = sb->nblocks, mid, f = sb->found;

	/* The last one, or a neighbour of it. */
	if (f + 1 < high && i >= b[f].first + b[f].nlines)
		f++;
	else if (f > 0 && f < high && i < b[f].first)
		f--;
	if (f < high && i >= b[f].first && i < b[f].first + b[f].nlines)
		return f;
	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (b[mid].first <= i)
			low = mid;
		else
			high = mid;
	}
	return low;
}

const uint8_t *
scrollback_get(const struct scrollback *csb, size_t i, size_t *n)
{
	/* Where the last line was found is no part of the value. */
	struct scrollback *sb = (struct scrollback *)(uintptr_t)csb;
	const struct block *b;
	size_t at, end;

	*n = 0;
	if (i >= scrollback_count(sb))
		return NULL;
	at = sb->blocks[sb->head].first + i;
	sb->found = find_block(sb, at);
	b = &sb->blocks[sb->head + sb->found];
	at -= b->first;
	end = at + 1 < b->nlines ? b->starts[at + 1] : b->len;
	*n = end - b->starts[at];
	return b->data + b->starts[at];
}
