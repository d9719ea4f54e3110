/* SPDX-License-Identifier: ISC */
/* saved: the screen that an ended agent session left on disk, as text.
 *
 * The file is the body of a VIEW_FRAME with all rows, then a u32 number of
 * lines of the scrollback, oldest first, each a u32 length and its packed form.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/saved.h"
#include "term/intern.h"
#include "term/modes.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "term/text.h"
#include "wire/pack_term.h"

#define SAVED_MAX	(64u << 20)
#define SAVED_MAX_LINES 1000000

/* Packed rows, in the order they are read from top to bottom. */
struct packed {
	const uint8_t *p;
	size_t n;
};

struct saved {
	struct packed *rows; /* owned; of the screen */
	size_t nrows;
	struct packed *lines; /* owned; of the scrollback */
	size_t nlines;
	bool alt;
};

static int
read_rows(struct reader *r, struct saved *s)
{
	struct frame_head head;
	char *title = NULL;
	uint16_t index;
	size_t i;

	if (frame_get_head(r, &head, &title) != 0)
		return -1;
	free(title);
	s->alt = (head.modes & MODE_ALT_SCREEN) != 0;
	s->rows = xcalloc(head.rows + 1u, sizeof(*s->rows));
	s->nrows = head.rows;
	for (i = 0; i < head.nrows; i++) {
		const uint8_t *p;
		size_t n;

		if (frame_get_row(r, &index, &p, &n) != 0 || index >= head.rows)
			return -1;
		s->rows[index].p = p;
		s->rows[index].n = n;
	}
	return 0;
}

static int
read_lines(struct reader *r, struct saved *s)
{
	uint32_t count, i;

	if (reader_u32(r, &count) == -1 || count > SAVED_MAX_LINES)
		return -1;
	s->lines = xcalloc(count + 1u, sizeof(*s->lines));
	s->nlines = count;
	for (i = 0; i < count; i++) {
		if (reader_bytes(r, SAVED_MAX, &s->lines[i].p,
			&s->lines[i].n) == -1)
			return -1;
	}
	return 0;
}

/* Append a row; a newline before it unless the one above goes on in it. */
static int
add_row(struct buf *out, const struct packed *row, bool ansi, struct intern *in,
    int *wrapped)
{
	struct row decoded = { 0 };
	int r = 0;

	if (row->p == NULL) {
		buf_put_u8(out, '\n');
		*wrapped = 0;
		return 0;
	}
	if (!ansi)
		r = rowcode_text(out, row->p, row->n, wrapped);
	else {
		r = rowcode_get(&decoded, in, row->p, row->n, TERM_MAX_COLS);
		text_row(out, &decoded, in, true);
		*wrapped = (decoded.flags & ROW_WRAPPED) != 0;
		row_clear(&decoded);
	}
	if (!*wrapped)
		buf_put_u8(out, '\n');
	return r;
}

static int
to_text(const struct saved *s, bool ansi, struct buf *out)
{
	struct intern *in = intern_create();
	int wrapped = 0, r = 0;
	size_t i;

	for (i = 0; r == 0 && !s->alt && i < s->nlines; i++)
		r = add_row(out, &s->lines[i], ansi, in, &wrapped);
	for (i = 0; r == 0 && i < s->nrows; i++)
		r = add_row(out, &s->rows[i], ansi, in, &wrapped);
	if (wrapped)
		buf_put_u8(out, '\n');
	intern_destroy(in);
	return r;
}

/* Cut blank lines at the end, and all but the last lines ones. */
static void
cut(struct buf *b, size_t lines)
{
	size_t start;

	while (b->len > 1 && b->data[b->len - 1] == '\n' &&
	    b->data[b->len - 2] == '\n')
		b->len--;
	if (b->len == 1 && b->data[0] == '\n')
		b->len = 0;
	if (lines == 0 || b->len == 0)
		return;
	for (start = b->len - 1; start > 0; start--) {
		if (b->data[start - 1] == '\n' && --lines == 0)
			break;
	}
	buf_drain(b, start);
}

static char *
load(struct cmd_call *c, const char *id, size_t *n, char **cause)
{
	char *jobs = path_join(c->state, "jobs"), *job = path_join(jobs, id);
	char *path = path_join(job, "screen"), *data;

	data = atomic_read(path, SAVED_MAX, n);
	if (data == NULL && errno == ENOENT)
		*cause =
		    xasprintf("%s has ended, and its output is not kept", id);
	else if (data == NULL)
		*cause = xasprintf("%s: %s", path, strerror(errno));
	free(path);
	free(job);
	free(jobs);
	return data;
}

int
saved_logs(struct cmd_call *c, struct jv *session, size_t lines, bool ansi,
    struct buf *out, char **cause)
{
	const char *id = jv_string(session, "id");
	struct saved s = { 0 };
	struct buf text = { 0 };
	struct reader r;
	size_t n;
	char *data;
	int status = -1;

	data = load(c, id != NULL ? id : "", &n, cause);
	if (data == NULL)
		return -1;
	reader_init(&r, data, n);
	if (read_rows(&r, &s) == 0 && read_lines(&r, &s) == 0 &&
	    to_text(&s, ansi, &text) == 0) {
		cut(&text, lines);
		if (out != NULL)
			buf_put(out, text.data, text.len);
		else
			cmd_write(text.data, text.len);
		status = 0;
	} else
		*cause = xasprintf("%s: its saved screen is broken", id);
	buf_clear(&text);
	free(s.rows);
	free(s.lines);
	free(data);
	return status;
}
