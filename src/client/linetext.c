/* SPDX-License-Identifier: ISC */
/* linetext: units of typed text, and their places. It edits nothing by
 * itself. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/linetext.h"

#define TAB_COLS 8

void
linetext_clear(struct linetext *t)
{
	free(t->s);
	free(t->folds);
	memset(t, 0, sizeof *t);
}

const char *
linetext_string(const struct linetext *t)
{
	return t->s != NULL ? t->s : "";
}

static void
replace_folds(struct linetext *t, size_t from, size_t to, size_t n,
    const struct linetext *with)
{
	unsigned more = with != NULL ? with->nfolds : 0, k = 0, i;
	struct linefold *f;

	if (t->nfolds + more == 0)
		return;
	f = xcalloc(t->nfolds + more, sizeof *f);
	for (i = 0; i < t->nfolds && t->folds[i].at < from; i++)
		f[k++] = t->folds[i];
	for (; more > 0 && k < i + more; k++) {
		f[k] = with->folds[k - i];
		f[k].at += from;
	}
	for (; i < t->nfolds; i++) {
		if (t->folds[i].at < to)
			continue;
		f[k] = t->folds[i];
		f[k++].at += n - (to - from);
	}
	free(t->folds);
	t->folds = f;
	t->nfolds = k;
}

static void
replace(struct linetext *t, size_t from, size_t to, const char *s, size_t n,
    const struct linetext *with)
{
	size_t len = t->len - (to - from) + n;
	char *p = xmalloc(len + 1);

	if (from > 0)
		memcpy(p, t->s, from);
	if (n > 0)
		memcpy(p + from, s, n);
	if (t->len > to)
		memcpy(p + from + n, t->s + to, t->len - to);
	p[len] = '\0';
	replace_folds(t, from, to, n, with);
	free(t->s);
	t->s = p;
	t->len = len;
}

void
linetext_replace(struct linetext *t, size_t from, size_t to, const char *s,
    size_t n)
{
	replace(t, from, to, s, n, NULL);
}

void
linetext_splice(struct linetext *t, size_t from, size_t to,
    const struct linetext *with)
{
	replace(t, from, to, with->s, with->len, with);
}

void
linetext_insert_fold(struct linetext *t, size_t at, const char *label,
    unsigned paste)
{
	struct linefold fold = { 0, strlen(label), paste };
	struct linetext with = { 0 };

	with.s = xstrdup(label);
	with.len = fold.len;
	with.folds = &fold;
	with.nfolds = 1;
	linetext_splice(t, at, at, &with);
	free(with.s);
}

void
linetext_copy(struct linetext *out, const struct linetext *t, size_t from,
    size_t to)
{
	unsigned i;

	linetext_clear(out);
	out->len = to - from;
	out->s = xmalloc(out->len + 1);
	if (out->len > 0)
		memcpy(out->s, t->s + from, out->len);
	out->s[out->len] = '\0';
	if (t->nfolds == 0)
		return;
	out->folds = xcalloc(t->nfolds, sizeof *out->folds);
	for (i = 0; i < t->nfolds; i++) {
		if (t->folds[i].at < from || t->folds[i].at >= to)
			continue;
		out->folds[out->nfolds] = t->folds[i];
		out->folds[out->nfolds++].at -= from;
	}
}

const struct linefold *
linetext_fold(const struct linetext *t, size_t at)
{
	unsigned i;

	for (i = 0; i < t->nfolds; i++)
		if (t->folds[i].at == at)
			return &t->folds[i];
	return NULL;
}

/* Units. */

/* The code point at a position of valid text, and its bytes. */
static size_t
decode(const struct linetext *t, size_t at, uint32_t *cp)
{
	int n = utf8_decode((const uint8_t *)t->s + at, t->len - at, cp);

	return n > 0 ? (size_t)n : 1;
}

size_t
linetext_next(const struct linetext *t, size_t at)
{
	const struct linefold *f = linetext_fold(t, at);
	uint32_t last, cp;
	int32_t state = 0;
	size_t n;

	if (at >= t->len)
		return t->len;
	if (f != NULL)
		return at + f->len;
	at += decode(t, at, &last);
	while (at < t->len && linetext_fold(t, at) == NULL) {
		n = decode(t, at, &cp);
		if (utf8_break(last, cp, &state))
			break;
		at += n;
		last = cp;
	}
	return at;
}

size_t
linetext_prev(const struct linetext *t, size_t at)
{
	size_t p, next;

	if (at == 0)
		return 0;
	p = linetext_line(t, at);
	if (p == at)
		return at - 1;
	while ((next = linetext_next(t, p)) < at)
		p = next;
	return p;
}

size_t
linetext_line(const struct linetext *t, size_t at)
{
	while (at > 0 && t->s[at - 1] != '\n')
		at--;
	return at;
}

size_t
linetext_line_end(const struct linetext *t, size_t at)
{
	while (at < t->len && t->s[at] != '\n')
		at++;
	return at;
}

static bool
is_word(const struct linetext *t, size_t at, bool spaces)
{
	uint32_t cp;

	if (linetext_fold(t, at) != NULL)
		return true;
	(void)decode(t, at, &cp);
	if (spaces)
		return cp > ' ' && cp != 0xa0 && cp != 0x3000;
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
		    (cp >= 'a' && cp <= 'z') || cp == '_';
	/* Spaces and punctuation of Latin-1, of all scripts, of CJK. */
	return cp > 0xbf && cp != 0xd7 && cp != 0xf7 &&
	    !(cp >= 0x2000 && cp <= 0x206f) && !(cp >= 0x3000 && cp <= 0x303f);
}

size_t
linetext_word_end(const struct linetext *t, size_t at, bool spaces)
{
	while (at < t->len && !is_word(t, at, spaces))
		at = linetext_next(t, at);
	while (at < t->len && is_word(t, at, spaces)) {
		if (linetext_fold(t, at) != NULL)
			return linetext_next(t, at);
		at = linetext_next(t, at);
	}
	return at;
}

size_t
linetext_word(const struct linetext *t, size_t at, bool spaces)
{
	size_t p;

	while (at > 0 && !is_word(t, p = linetext_prev(t, at), spaces))
		at = p;
	while (at > 0 && is_word(t, p = linetext_prev(t, at), spaces)) {
		if (linetext_fold(t, p) != NULL)
			return p;
		at = p;
	}
	return at;
}

/* Places. */

static unsigned
columns(const struct linetext *t, size_t at, size_t next, unsigned col)
{
	char *text, *clean;
	int n;

	if (t->s[at] == '\t')
		return TAB_COLS - col % TAB_COLS;
	if (next - at == 1)
		return 1;
	text = xstrndup(t->s + at, next - at);
	clean = utf8_clean(text, next - at, next - at);
	n = utf8_columns(clean);
	free(clean);
	free(text);
	return n > 0 ? (unsigned)n : 1;
}

static void
walk_place(struct linewalk *w)
{
	w->next = w->at;
	w->cols = 0;
	if (w->at >= w->t->len)
		return;
	w->next = linetext_next(w->t, w->at);
	if (w->t->s[w->at] == '\n')
		return;
	w->cols = columns(w->t, w->at, w->next, w->col);
	if (w->cols > w->width - w->col && w->col > 0) {
		w->row++;
		w->col = 0;
		w->cols = columns(w->t, w->at, w->next, w->col);
	}
	if (w->cols > w->width)
		w->cols = w->width;
}

void
linewalk_init(struct linewalk *w, const struct linetext *t, unsigned cols)
{
	memset(w, 0, sizeof *w);
	w->t = t;
	w->width = cols > 1 ? cols - 1 : 1;
	walk_place(w);
}

bool
linewalk_step(struct linewalk *w)
{
	if (w->at >= w->t->len)
		return false;
	if (w->t->s[w->at] == '\n') {
		w->row++;
		w->col = 0;
	} else
		w->col += w->cols;
	w->at = w->next;
	walk_place(w);
	return true;
}
