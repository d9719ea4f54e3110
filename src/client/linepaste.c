/* SPDX-License-Identifier: ISC */
/* linepaste: pastes in an input, the long ones as labels, and the whole text
 * with and without them. */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/lineedit_internal.h"
#include "client/linehist.h"

#define LABEL_MAX 40

char *
linepaste_clean(const char *s, size_t n, size_t max, size_t *len)
{
	const uint8_t *p = (const uint8_t *)s;
	struct buf b = { 0 };
	char bytes[4];
	uint32_t cp;
	size_t k;
	int took;

	for (; n > 0; p += took, n -= (size_t)took) {
		took = utf8_decode(p, n, &cp);
		if (took == 0)
			took = -(int)n;
		took = abs(took);
		/* A return is a newline, with the newline after it or alone. */
		if (cp == '\r' && n > 1 && p[1] == '\n')
			continue;
		if (cp == '\r')
			cp = '\n';
		if ((cp < ' ' && cp != '\n' && cp != '\t') ||
		    (cp >= 0x7f && cp < 0xa0))
			continue;
		k = utf8_encode(cp, bytes);
		if (b.len + k > max)
			break;
		buf_put(&b, bytes, k);
	}
	*len = b.len;
	return buf_steal(&b, NULL);
}

size_t
linepaste_whole(const struct lineedit *e)
{
	const struct linefold *f;
	size_t n = e->text.len;
	unsigned i;

	for (i = 0; i < e->text.nfolds; i++) {
		f = &e->text.folds[i];
		n = n - f->len + e->pastes[f->paste].n;
	}
	return n;
}

void
linepaste_save(const struct lineedit *e, struct linesaved *out)
{
	const struct linetext *t = &e->text;
	const struct linefold *f;
	struct buf b = { 0 };
	size_t at = 0;
	unsigned i;

	memset(out, 0, sizeof *out);
	if (t->nfolds > 0)
		out->pastes = xcalloc(t->nfolds, sizeof *out->pastes);
	for (i = 0; i < t->nfolds; i++) {
		f = &t->folds[i];
		buf_put(&b, t->s + at, f->at - at);
		out->pastes[i].at = b.len;
		out->pastes[i].len = e->pastes[f->paste].n;
		buf_put(&b, e->pastes[f->paste].s, e->pastes[f->paste].n);
		at = f->at + f->len;
	}
	if (t->len > at)
		buf_put(&b, t->s + at, t->len - at);
	out->npastes = t->nfolds;
	out->s = buf_steal(&b, &out->len);
}

char *
lineedit_text(const struct lineedit *e)
{
	struct linesaved s;

	linepaste_save(e, &s);
	free(s.pastes);
	return s.s;
}

void
linepaste_forget(struct lineedit *e, unsigned n)
{
	while (e->npastes > n)
		free(e->pastes[--e->npastes].s);
}

/* Keep a paste: its label into t at at. */
static void
add_fold(struct lineedit *e, struct linetext *t, size_t at, const char *s,
    size_t n)
{
	char label[LABEL_MAX];

	e->pastes[e->npastes].s = xstrndup(s, n);
	e->pastes[e->npastes].n = n;
	xsnprintf(label, sizeof label, "[Pasted text #%u]", e->npastes + 1);
	linetext_insert_fold(t, at, label, e->npastes);
	e->npastes++;
}

bool
linepaste_load(struct lineedit *e, const struct linesaved *s,
    struct linetext *t)
{
	const struct linepart *p;
	size_t at = 0, whole = s->len;
	unsigned i;

	for (i = 0; i < s->npastes; i++)
		whole -= s->pastes[i].len;
	if (whole + s->npastes * LABEL_MAX > LINEEDIT_MAX)
		return false;
	if (e->npastes + s->npastes > PASTE_MAX)
		return false;
	for (i = 0; i < s->npastes; i++) {
		p = &s->pastes[i];
		linetext_replace(t, t->len, t->len, s->s + at, p->at - at);
		add_fold(e, t, t->len, s->s + p->at, p->len);
		at = p->at + p->len;
	}
	linetext_replace(t, t->len, t->len, s->s + at, s->len - at);
	return true;
}

/* Whether a text is long enough for a label. */
static bool
is_long(const char *s, size_t n)
{
	size_t chars = 0, lines = 1, i;

	for (i = 0; i < n; i++) {
		chars += ((uint8_t)s[i] & 0xc0) != 0x80;
		lines += s[i] == '\n' && i + 1 < n;
	}
	return chars > LINEEDIT_FOLD_CHARS || lines > LINEEDIT_FOLD_LINES;
}

/* Whether it is what the label before the cursor stands for, pasted right
 * before. */
static bool
is_again(const struct lineedit *e, const char *s, size_t n)
{
	const struct linefold *f;
	const struct paste *p;

	if (e->last != EDIT_PASTE)
		return false;
	f = linetext_fold(&e->text, e->folded);
	if (f == NULL || f->at + f->len != e->cursor)
		return false;
	p = &e->pastes[f->paste];
	return p->n == n && memcmp(p->s, s, n) == 0;
}

static enum lineedit_did
put_paste(struct lineedit *e, size_t from, const char *s, size_t n, bool fold)
{
	struct linetext with = { 0 };
	enum lineedit_did did;

	if (fold)
		add_fold(e, &with, 0, s, n);
	else
		linetext_replace(&with, 0, 0, s, n);
	did = lineedit_put(e, EDIT_PASTE, from, e->cursor, &with);
	if (did != LINEEDIT_CHANGED && fold)
		free(e->pastes[--e->npastes].s);
	linetext_clear(&with);
	return did;
}

enum lineedit_did
lineedit_paste(struct lineedit *e, const char *s, size_t n)
{
	size_t len, room, from = e->cursor;
	enum lineedit_did did;
	bool again, fold;
	char *text;

	room = LINEEDIT_WHOLE_MAX - linepaste_whole(e);
	text = linepaste_clean(s, n, LINEEDIT_WHOLE_MAX + 1, &len);
	again = is_again(e, text, len);
	fold = !again && is_long(text, len);
	if (len == 0)
		did = LINEEDIT_MOVED;
	else if (!again && (len > room || (fold && e->npastes == PASTE_MAX)))
		did = LINEEDIT_FULL;
	else {
		did = put_paste(e, again ? e->folded : from, text, len, fold);
		if (did == LINEEDIT_CHANGED) {
			e->folded = from;
			e->last = fold ? EDIT_PASTE : EDIT_OTHER;
		}
	}
	e->has_goal = false;
	free(text);
	return did;
}
