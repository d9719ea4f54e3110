/* SPDX-License-Identifier: ISC */
/* prseen: the pull requests whose addresses a session has printed. What becomes
 * of them is others' business. */

#include <string.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/prseen.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "term/screen.h"
#include "term/scrollback.h"
#include "term/text.h"
#include "term/vt.h"

#define LINES_MAX  1000 /* looked at in one go: what flooded by is nobody's */
#define LINE_MAX   8192 /* bytes; a longer one is looked at in parts */
#define DIGITS_MAX 9
#define URL_MAX	   400 /* bytes */
/* What ends so near to the right edge may go on in the next row. */
#define EDGE_COLS 4

void
prseen_clear(struct prseen *p)
{
	strv_clear(&p->urls);
}

/* Addresses. */

static bool
is_url_char(char c)
{
	return c > ' ' && c <= '~' && strchr("\"'<>\\^`{|}", c) == NULL;
}

static bool
is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
	    c == '_';
}

/* The bytes of a number that is not part of a longer word. */
static size_t
number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	if (n > DIGITS_MAX || s[0] == '0' || is_word_char(s[n]))
		return 0;
	return n;
}

/* Whether a path has an owner and a repository before its end. */
static bool
has_repository(const char *path, const char *end)
{
	unsigned parts = 0;
	const char *s;

	for (s = path; s < end; s++)
		if (*s != '/' && (s == path || s[-1] == '/'))
			parts++;
	return parts >= 2;
}

size_t
prseen_url(const char *s)
{
	static const char *const kinds[] = { "/-/merge_requests/", "/pull/",
		"/pulls/" };
	const char *host, *path, *p;
	size_t i, n, len;

	if (strncmp(s, "https://", 8) == 0)
		host = s + 8;
	else if (strncmp(s, "http://", 7) == 0)
		host = s + 7;
	else
		return 0;
	for (n = 0; n < URL_MAX && is_url_char(s[n]);)
		n++;
	path = memchr(host, '/', n - (size_t)(host - s));
	if (path == NULL || path == host)
		return 0;
	for (p = path; p < s + n; p++)
		for (i = 0; i < nitems(kinds); i++) {
			len = strlen(kinds[i]);
			if (strncmp(p, kinds[i], len) != 0 ||
			    !has_repository(path, p))
				continue;
			if ((len += number(p + len)) > strlen(kinds[i]))
				return (size_t)(p - s) + len;
		}
	return 0;
}

static bool
add(struct prseen *p, const char *s, size_t n)
{
	char *url;
	size_t i;

	for (i = 0; i < p->urls.n; i++)
		if (strlen(p->urls.v[i]) == n &&
		    memcmp(p->urls.v[i], s, n) == 0)
			return false;
	if (p->urls.n == SAID_PRS_MAX)
		return false;
	url = xstrndup(s, n);
	strv_take(&p->urls, url);
	return true;
}

/* Looking. */

/* A whole line, which is dropped. */
static bool
look_at(struct prseen *p, struct buf *line, unsigned cols)
{
	const char *s, *text;
	bool more = false;
	size_t n;

	buf_put_u8(line, '\0');
	text = (const char *)line->data;
	for (s = text; (s = strstr(s, "http")) != NULL; s += 4) {
		n = prseen_url(s);
		if (n == 0 ||
		    (s[n] == '\0' &&
			(unsigned)utf8_columns(text) + EDGE_COLS > cols))
			continue;
		if (add(p, s, n))
			more = true;
	}
	buf_reset(line);
	return more;
}

static bool
look_at_links(struct prseen *p, const struct row *row, const struct intern *in)
{
	const char *uri;
	uint16_t link, last = 0;
	bool more = false;
	unsigned i;
	size_t n;

	for (i = 0; i < row->used; i++) {
		link = intern_get_style(in, row->cells[i].style)->link;
		if (link == last)
			continue;
		last = link;
		uri = intern_get_link(in, link, NULL);
		if (uri != NULL && (n = prseen_url(uri)) > 0 && add(p, uri, n))
			more = true;
	}
	return more;
}

static bool
look_at_scrollback(struct prseen *p, const struct scrollback *sb,
    struct buf *line, unsigned cols)
{
	uint64_t total = scrollback_total(sb);
	size_t count = scrollback_count(sb), i, n;
	uint64_t fresh = total > p->line ? total - p->line : 0;
	const uint8_t *packed;
	bool more = false;
	int wrapped;

	if (fresh > LINES_MAX)
		fresh = LINES_MAX;
	i = fresh < count ? count - (size_t)fresh : 0;
	for (; i < count; i++) {
		packed = scrollback_get(sb, i, &n);
		wrapped = 0;
		if (packed != NULL)
			(void)rowcode_text(line, packed, n, &wrapped);
		if ((!wrapped || line->len > LINE_MAX) &&
		    look_at(p, line, cols))
			more = true;
	}
	p->line = total;
	return more;
}

bool
prseen_look(struct host *h)
{
	struct screen *s = vt_screen(h->vt);
	const struct intern *in = screen_intern(s);
	unsigned i, cols = screen_cols(s);
	struct prseen *p = &h->prseen;
	struct buf line = { 0 };
	const struct row *row;
	bool more;

	more = look_at_scrollback(p, screen_scrollback(s), &line, cols);
	for (i = 0; i < screen_rows(s); i++) {
		row = screen_row(s, i);
		if (look_at_links(p, row, in))
			more = true;
		text_row(&line, row, in, false);
		if (((row->flags & ROW_WRAPPED) == 0 || line.len > LINE_MAX) &&
		    look_at(p, &line, cols))
			more = true;
	}
	if (look_at(p, &line, cols))
		more = true;
	buf_clear(&line);
	return more;
}

void
prseen_put(const struct prseen *p, struct jv *to)
{
	const char *url;
	size_t i, k, n;

	for (i = 0; i < p->urls.n && jv_count(to) < SAID_PRS_MAX; i++) {
		n = strlen(p->urls.v[i]);
		for (k = 0; k < jv_count(to); k++) {
			url = jv_string_at(to, k);
			if (url != NULL && prseen_url(url) == n &&
			    strncmp(url, p->urls.v[i], n) == 0)
				break;
		}
		if (k == jv_count(to))
			jv_append_string(to, p->urls.v[i]);
	}
}
