/* SPDX-License-Identifier: ISC */
/* filter: which sessions a typed line means. What is done with them is the
 * list's business. */

#include <stdlib.h>

#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/filter.h"
#include "client/model.h"

#define WORDS_MAX 16 /* in one line */
#define WORD_MAX  1024

struct word {
	char kind; /* a letter of kinds, or '#' for a pull request */
	char *text;
	struct model_pr pr; /* url NULL: any of that number */
};

struct filter {
	struct word words[WORDS_MAX];
	unsigned n;
};

static const char kinds[] = "asnot";

/* Words for states that are more than one, or not told as one. */
enum special {
	SPECIAL_NONE,
	SPECIAL_READY,
	SPECIAL_COMPLETED,
	SPECIAL_PINNED,
	SPECIAL_ARCHIVED,
};

static const struct {
	const char *word;
	int state; /* -1: special */
	enum special special;
} words[] = {
	{ "queued", MODEL_QUEUED, SPECIAL_NONE },
	{ "working", MODEL_WORKING, SPECIAL_NONE },
	{ "blocked", MODEL_BLOCKED, SPECIAL_NONE },
	{ "needs", MODEL_BLOCKED, SPECIAL_NONE },
	{ "idle", MODEL_IDLE, SPECIAL_NONE },
	{ "done", MODEL_DONE, SPECIAL_NONE },
	{ "failed", MODEL_FAILED, SPECIAL_NONE },
	{ "stopped", MODEL_STOPPED, SPECIAL_NONE },
	{ "ready", -1, SPECIAL_READY },
	{ "review", -1, SPECIAL_READY },
	{ "completed", -1, SPECIAL_COMPLETED },
	{ "pinned", -1, SPECIAL_PINNED },
	{ "archived", -1, SPECIAL_ARCHIVED },
};

/* Parsing. */

static bool
parse_pr(struct word *w, const char *s, size_t n)
{
	char *end, *text;
	bool is;

	if (*s == '#') {
		if (n < 2 || strspn(s + 1, "0123456789") < n - 1 || n > 10)
			return false;
		w->pr.number = (unsigned)strtoul(s + 1, &end, 10);
		w->kind = '#';
		return true;
	}
	text = xstrndup(s, n);
	is = model_pr_parse(text, &w->pr);
	if (is) {
		w->kind = '#';
		w->pr.url = text;
		text = NULL;
	}
	free(text);
	return is;
}

static bool
parse_word(struct word *w, const char *s, size_t n)
{
	if (n > WORD_MAX)
		return false;
	if (n < 2 || s[1] != ':' || strchr(kinds, s[0]) == NULL)
		return parse_pr(w, s, n);
	w->kind = s[0];
	w->text = xstrndup(s + 2, n - 2);
	return true;
}

struct filter *
filter_parse(const char *s)
{
	struct filter *f = xcalloc(1, sizeof *f);
	size_t n;

	for (s += strspn(s, " "); *s != '\0'; s += n, s += strspn(s, " ")) {
		n = strcspn(s, " ");
		if (f->n == WORDS_MAX || !parse_word(&f->words[f->n], s, n)) {
			filter_free(f);
			return NULL;
		}
		f->n++;
	}
	if (f->n > 0)
		return f;
	free(f);
	return NULL;
}

void
filter_free(struct filter *f)
{
	unsigned i;

	if (f == NULL)
		return;
	for (i = 0; i < f->n; i++) {
		free(f->words[i].text);
		free(f->words[i].pr.url);
	}
	free(f);
}

bool
filter_is_pr(const struct filter *f)
{
	return f != NULL && f->n == 1 && f->words[0].kind == '#';
}

/* Matching. Letters of either case are the same. */

static size_t
decode(const char *s, uint32_t *cp)
{
	int n = utf8_decode((const uint8_t *)s, strnlen(s, 4), cp);

	*cp = utf8_lower(*cp);
	return n > 0 ? (size_t)n : 1;
}

/* The bytes of text that its begin has of what is looked for; 0 if it has
 * another one. */
static size_t
starts(const char *text, const char *what)
{
	uint32_t a, b;
	size_t at = 0;

	while (*what != '\0') {
		if (text[at] == '\0')
			return 0;
		at += decode(text + at, &a);
		what += decode(what, &b);
		if (a != b)
			return 0;
	}
	return at;
}

static bool
find(const char *text, const char *what, size_t *from, size_t *to)
{
	uint32_t cp;
	size_t at, n;

	if (*what == '\0')
		return false;
	for (at = 0; text[at] != '\0'; at += decode(text + at, &cp)) {
		if ((n = starts(text + at, what)) == 0)
			continue;
		*from = at;
		*to = at + n;
		return true;
	}
	return false;
}

static bool
has(const char *text, const char *what)
{
	size_t from, to;

	return *what == '\0' || (text != NULL && find(text, what, &from, &to));
}

static bool
is_completed(const struct entry *e)
{
	return e->state == MODEL_DONE || e->state == MODEL_FAILED ||
	    e->state == MODEL_STOPPED || e->state == MODEL_IDLE;
}

static bool
is_special(const struct entry *e, enum special special)
{
	switch (special) {
	case SPECIAL_READY:
		return e->nprs > 0;
	case SPECIAL_COMPLETED:
		return is_completed(e);
	case SPECIAL_PINNED:
		return e->pinned;
	case SPECIAL_ARCHIVED:
		return e->archived;
	case SPECIAL_NONE:
		break;
	}
	return false;
}

/* As far as it is typed: "s:b" is "s:blocked" already. */
static bool
match_state(const struct entry *e, const char *what)
{
	size_t i;

	if (*what == '\0')
		return true;
	for (i = 0; i < nitems(words); i++) {
		if (starts(words[i].word, what) == 0)
			continue;
		if (words[i].state == -1 ? is_special(e, words[i].special) :
					   (int)e->state == words[i].state)
			return true;
	}
	return false;
}

static bool
match_agent(const struct entry *e, const char *what)
{
	return has(e->adapter, what) || has(e->agent, what) ||
	    (e->exec && has("shell", what));
}

static bool
match_tag(const struct entry *e, const char *what)
{
	unsigned i;

	for (i = 0; i < e->ntags; i++)
		if (starts(e->tags[i], what) > 0 || *what == '\0')
			return true;
	return false;
}

static bool
match_pr(const struct entry *e, const struct word *w)
{
	unsigned i;

	for (i = 0; i < e->nprs; i++) {
		if (e->prs[i].number != w->pr.number)
			continue;
		if (w->pr.url == NULL ||
		    strncmp(e->prs[i].url, w->pr.url, strlen(w->pr.url)) == 0)
			return true;
	}
	return false;
}

static bool
match_word(const struct entry *e, const struct word *w)
{
	switch (w->kind) {
	case 'a':
		return match_agent(e, w->text);
	case 's':
		return match_state(e, w->text);
	case 'n':
		return has(e->name, w->text) || has(e->task, w->text);
	case 'o':
		return *model_text(e) != '\0' && has(model_text(e), w->text);
	case 't':
		return match_tag(e, w->text);
	default:
		return match_pr(e, w);
	}
}

static bool
wants_archived(const struct filter *f)
{
	unsigned i;

	for (i = 0; i < f->n; i++)
		if (f->words[i].kind == 's' && f->words[i].text[0] != '\0' &&
		    starts("archived", f->words[i].text) > 0)
			return true;
	return false;
}

bool
filter_match(const struct filter *f, const struct entry *e)
{
	unsigned i;

	if (e->interactive)
		return false;
	if (e->archived && (f == NULL || !wants_archived(f)))
		return false;
	for (i = 0; f != NULL && i < f->n; i++)
		if (!match_word(e, &f->words[i]))
			return false;
	return true;
}

bool
filter_find(const struct filter *f, enum filter_in in, const char *text,
    size_t *from, size_t *to)
{
	char kind = in == FILTER_NAME ? 'n' : 'o';
	unsigned i;

	for (i = 0; f != NULL && i < f->n; i++)
		if (f->words[i].kind == kind &&
		    find(text, f->words[i].text, from, to))
			return true;
	return false;
}
