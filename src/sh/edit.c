/* SPDX-License-Identifier: ISC */
/* edit: the text that is being typed, with its cursor and its history. */

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/edit.h"

#define TAB_COLUMNS 4

void
edit_init(struct edit *e)
{
	memset(e, 0, sizeof *e);
	buf_init(&e->text, EDIT_MAX);
}

void
edit_clear(struct edit *e)
{
	buf_clear(&e->text);
	strv_clear(&e->history);
	free(e->draft);
	edit_init(e);
}

const char *
edit_text(struct edit *e)
{
	uint8_t *end = buf_reserve(&e->text, 1);

	/* Full to the last byte: edit_insert leaves room for this one. */
	if (end == NULL)
		return "";
	*end = '\0';
	return (const char *)e->text.data;
}

bool
edit_empty(const struct edit *e)
{
	return e->text.len == 0;
}

void
edit_set(struct edit *e, const char *text)
{
	buf_reset(&e->text);
	e->at = 0;
	edit_insert(e, text, strlen(text));
}

char *
edit_take(struct edit *e)
{
	char *text = xstrdup(edit_text(e));

	buf_reset(&e->text);
	e->at = 0;
	e->shown = e->history.n;
	free(e->draft);
	e->draft = NULL;
	return text;
}

void
edit_remember(struct edit *e, const char *text)
{
	struct strv *h = &e->history;

	if (*text == '\0' || (h->n > 0 && strcmp(h->v[h->n - 1], text) == 0)) {
		e->shown = h->n;
		return;
	}
	if (h->n == EDIT_HISTORY_MAX) {
		free(h->v[0]);
		memmove(h->v, h->v + 1, h->n * sizeof *h->v);
		h->n--;
	}
	strv_add(h, text);
	e->shown = h->n;
}

/* Put n clean bytes at the cursor. */
static bool
edit_put(struct edit *e, const char *bytes, size_t n)
{
	uint8_t *p;

	if (e->text.len + n >= EDIT_MAX || buf_reserve(&e->text, n) == NULL)
		return false;
	p = e->text.data + e->at;
	memmove(p + n, p, e->text.len - e->at);
	memcpy(p, bytes, n);
	buf_add(&e->text, n);
	e->at += n;
	return true;
}

/* Whether a code point may stand in the text. Format characters are no text
 * but for those that make clusters: what is seen is what is run. */
static bool
edit_allowed(uint32_t cp)
{
	char bytes[5] = { 0 }, *clean;
	bool ok;

	if (cp == '\n' || cp == '\t')
		return true;
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return false;
	if (cp < 0x7f)
		return true;
	utf8_encode(cp, bytes);
	clean = utf8_clean(bytes, strlen(bytes), sizeof bytes);
	ok = *clean != '\0';
	free(clean);
	return ok;
}

bool
edit_insert(struct edit *e, const char *bytes, size_t n)
{
	const uint8_t *p = (const uint8_t *)bytes;
	struct buf clean = { 0 };
	char out[4];
	uint32_t cp;
	size_t i = 0;
	bool ok;
	int r;

	while (i < n) {
		r = utf8_decode(p + i, n - i, &cp);
		if (r <= 0) {
			i += r < 0 ? (size_t)-r : n - i;
			continue;
		}
		i += (size_t)r;
		if (cp == '\r') {
			if (i < n && p[i] == '\n')
				continue;
			cp = '\n';
		}
		if (edit_allowed(cp))
			buf_put(&clean, out, utf8_encode(cp, out));
	}
	n = clean.len;
	if (e->text.len + n >= EDIT_MAX) {
		n = EDIT_MAX - 1 - e->text.len;
		while (n > 0 && (clean.data[n] & 0xc0) == 0x80)
			n--;
	}
	ok = n == clean.len;
	if (n > 0)
		edit_put(e, (const char *)clean.data, n);
	buf_clear(&clean);
	return ok;
}

/* Where the cluster at byte i ends. */
static size_t
edit_after(const struct edit *e, size_t i)
{
	const uint8_t *p = e->text.data;
	size_t n = e->text.len;
	uint32_t a, b;
	int32_t state = 0;
	int r;

	if (i >= n)
		return n;
	r = utf8_decode(p + i, n - i, &a);
	for (i += r > 0 ? (size_t)r : 1; i < n; i += (size_t)r, a = b) {
		r = utf8_decode(p + i, n - i, &b);
		if (r <= 0 || utf8_break(a, b, &state))
			break;
	}
	return i;
}

/* Where the cluster before byte i begins. A line is enough to look back. */
static size_t
edit_before(const struct edit *e, size_t i)
{
	size_t from, next;

	if (i == 0)
		return 0;
	for (from = i - 1; from > 0 && e->text.data[from - 1] != '\n'; from--)
		continue;
	while ((next = edit_after(e, from)) < i)
		from = next;
	return from;
}

static void
edit_cut(struct edit *e, size_t from, size_t to)
{
	if (from == to)
		return;
	memmove(e->text.data + from, e->text.data + to, e->text.len - to);
	e->text.len -= to - from;
	e->at = from;
}

static bool
edit_is_space(const struct edit *e, size_t i)
{
	return e->text.data[i] <= ' ';
}

static size_t
edit_word_left(const struct edit *e)
{
	size_t i = e->at;

	while (i > 0 && edit_is_space(e, i - 1))
		i--;
	while (i > 0 && !edit_is_space(e, i - 1))
		i--;
	return i;
}

static size_t
edit_word_right(const struct edit *e)
{
	size_t i = e->at;

	while (i < e->text.len && edit_is_space(e, i))
		i++;
	while (i < e->text.len && !edit_is_space(e, i))
		i++;
	return i;
}

static size_t
edit_line_start(const struct edit *e, size_t i)
{
	while (i > 0 && e->text.data[i - 1] != '\n')
		i--;
	return i;
}

static size_t
edit_line_end(const struct edit *e, size_t i)
{
	while (i < e->text.len && e->text.data[i] != '\n')
		i++;
	return i;
}

/* Show another text of the history. */
static void
edit_recall(struct edit *e, size_t which)
{
	char *text;

	if (e->shown == e->history.n) {
		free(e->draft);
		e->draft = xstrdup(edit_text(e));
	}
	e->shown = which;
	text = xstrdup(which < e->history.n ? e->history.v[which] :
		e->draft != NULL	    ? e->draft :
					      "");
	edit_set(e, text);
	free(text);
}

static void
edit_vertical(struct edit *e, bool up)
{
	size_t start = edit_line_start(e, e->at), end = edit_line_end(e, e->at);
	size_t column = e->at - start, to;

	if (up && start == 0) {
		if (e->shown > 0)
			edit_recall(e, e->shown - 1);
		return;
	}
	if (!up && end == e->text.len) {
		if (e->shown < e->history.n)
			edit_recall(e, e->shown + 1);
		return;
	}
	start = up ? edit_line_start(e, start - 1) : end + 1;
	end = edit_line_end(e, start);
	to = start;
	while (to < end && to - start < column)
		to = edit_after(e, to);
	e->at = to;
}

/* The keys that delete. */
static bool
edit_delete(struct edit *e, enum keys_what what)
{
	size_t at = e->at, end = edit_line_end(e, at);

	switch (what) {
	case KEYS_BACKSPACE:
		edit_cut(e, edit_before(e, at), at);
		return true;
	case KEYS_DELETE:
		edit_cut(e, at, edit_after(e, at));
		return true;
	case KEYS_KILL_WORD:
		edit_cut(e, edit_word_left(e), at);
		return true;
	case KEYS_KILL_LINE:
		edit_cut(e, edit_line_start(e, at), at);
		return true;
	case KEYS_KILL_END:
		edit_cut(e, at, end == at ? edit_after(e, at) : end);
		return true;
	default:
		return false;
	}
}

static bool
edit_move(struct edit *e, enum keys_what what)
{
	switch (what) {
	case KEYS_LEFT:
		e->at = edit_before(e, e->at);
		return true;
	case KEYS_RIGHT:
		e->at = edit_after(e, e->at);
		return true;
	case KEYS_WORD_LEFT:
		e->at = edit_word_left(e);
		return true;
	case KEYS_WORD_RIGHT:
		e->at = edit_word_right(e);
		return true;
	case KEYS_HOME:
		e->at = edit_line_start(e, e->at);
		return true;
	case KEYS_END:
		e->at = edit_line_end(e, e->at);
		return true;
	case KEYS_UP:
	case KEYS_DOWN:
		edit_vertical(e, what == KEYS_UP);
		return true;
	default:
		return false;
	}
}

bool
edit_key(struct edit *e, const struct keys_event *k)
{
	switch (k->what) {
	case KEYS_TEXT:
	case KEYS_PASTE:
		edit_insert(e, k->text, k->len);
		return true;
	case KEYS_NEWLINE:
		edit_insert(e, "\n", 1);
		return true;
	default:
		return edit_move(e, k->what) || edit_delete(e, k->what);
	}
}

/* The columns of the cluster in bytes [i, end). */
static int
edit_width(const struct edit *e, size_t i, size_t end)
{
	char cluster[64];
	size_t n = end - i;

	if (e->text.data[i] == '\t')
		return TAB_COLUMNS;
	if (n >= sizeof cluster)
		return 2;
	memcpy(cluster, e->text.data + i, n);
	cluster[n] = '\0';
	return utf8_columns(cluster);
}

void
edit_rows(struct edit *e, int cols, struct strv *rows, int *row, int *col)
{
	struct buf line = { 0 };
	size_t i, next, first = rows->n;
	int width, used = 0;

	for (i = 0;; i = next) {
		if (i == e->at) {
			*row = (int)(rows->n - first);
			*col = used;
		}
		if (i >= e->text.len)
			break;
		next = edit_after(e, i);
		if (e->text.data[i] == '\n') {
			strv_take(rows, buf_steal(&line, NULL));
			used = 0;
			continue;
		}
		width = edit_width(e, i, next);
		if (used + width > cols && used > 0) {
			strv_take(rows, buf_steal(&line, NULL));
			used = 0;
			if (i == e->at) {
				*row = (int)(rows->n - first);
				*col = 0;
			}
		}
		if (e->text.data[i] == '\t')
			buf_put(&line, "    ", TAB_COLUMNS);
		else
			buf_put(&line, e->text.data + i, next - i);
		used += width;
	}
	strv_take(rows, buf_steal(&line, NULL));
}
