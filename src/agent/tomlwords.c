/* SPDX-License-Identifier: ISC */
/* tomlwords: one list of strings out of a TOML file, which is another
 * program's; whatever else is in it is passed over. */

#include "agent/tomlwords.h"
#include "base/buf.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define WORD_MAX 4096 /* bytes */

struct toml {
	const char *p;
	const char *end;
};

static bool
at(const struct toml *t, const char *s)
{
	size_t n = strlen(s);

	return (size_t)(t->end - t->p) >= n && memcmp(t->p, s, n) == 0;
}

/* Blanks and, with lines, newlines and comments. */
static void
skip_blanks(struct toml *t, bool lines)
{
	while (t->p < t->end) {
		if (*t->p == ' ' || *t->p == '\t' ||
		    (lines && (*t->p == '\n' || *t->p == '\r'))) {
			t->p++;
		} else if (lines && *t->p == '#') {
			while (t->p < t->end && *t->p != '\n')
				t->p++;
		} else
			return;
	}
}

static int
hex(struct toml *t, int digits, uint32_t *out)
{
	const char *digit;

	*out = 0;
	for (; digits > 0; digits--) {
		if (t->p == t->end || *t->p == '\0' ||
		    (digit = strchr("0123456789abcdef",
			 *t->p >= 'A' && *t->p <= 'F' ? *t->p + 32 : *t->p)) ==
			NULL)
			return -1;
		*out = *out << 4 | (uint32_t)(digit - "0123456789abcdef");
		t->p++;
	}
	return 0;
}

static int
put_escape(struct toml *t, struct buf *b)
{
	static const char from[] = "btnfre\"\\", to[] = "\b\t\n\f\r\033\"\\";
	const char *which;
	char bytes[8];
	uint32_t code;
	char c;

	if (t->p == t->end || *t->p == '\0')
		return -1;
	c = *t->p++;
	if ((which = strchr(from, c)) != NULL) {
		buf_put_u8(b, (uint8_t)to[which - from]);
		return 0;
	}
	if ((c != 'u' && c != 'U') || hex(t, c == 'u' ? 4 : 8, &code) != 0 ||
	    code == 0 || code > 0x10ffff)
		return -1;
	buf_put(b, bytes, utf8_encode(code, bytes));
	return 0;
}

/* A string, from its first quote on. b (may be NULL) gets what it is; in those
 * of more lines that is not exact, since none of them is a word. */
static int
read_string(struct toml *t, struct buf *b)
{
	struct buf none = { 0 };
	char quote = *t->p;
	const char *mark = quote == '"' ? "\"\"\"" : "'''";
	bool lines = at(t, mark);
	int r = -1;

	t->p += lines ? 3 : 1;
	while (t->p < t->end && (lines || *t->p != '\n')) {
		if (lines ? at(t, mark) : *t->p == quote) {
			t->p += lines ? 3 : 1;
			r = lines && b != NULL ? -1 : 0;
			break;
		}
		if (*t->p == '\\' && quote == '"') {
			t->p++;
			if (lines && t->p < t->end)
				t->p++;
			else if (put_escape(t, b != NULL ? b : &none) != 0)
				break;
		} else if (b != NULL)
			buf_put_u8(b, (uint8_t)*t->p++);
		else
			t->p++;
	}
	buf_clear(&none);
	return r;
}

/* Any value: to the end of its line, where no bracket is open. */
static int
skip_value(struct toml *t)
{
	int depth = 0;

	while (t->p < t->end) {
		switch (*t->p) {
		case '"':
		case '\'':
			if (read_string(t, NULL) != 0)
				return -1;
			continue;
		case '#':
			while (t->p < t->end && *t->p != '\n')
				t->p++;
			continue;
		case '[':
		case '{':
			depth++;
			break;
		case ']':
		case '}':
			depth--;
			break;
		case '\n':
			if (depth <= 0)
				return 0;
			break;
		default:
			break;
		}
		t->p++;
	}
	return 0;
}

static int
read_words(struct toml *t, struct strv *out)
{
	struct buf b;
	int r;

	if (t->p == t->end || *t->p++ != '[')
		return -1;
	for (;;) {
		skip_blanks(t, true);
		if (t->p < t->end && *t->p == ']')
			return out->n > 0 ? 0 : -1;
		if (t->p == t->end || (*t->p != '"' && *t->p != '\'') ||
		    out->n == TOMLWORDS_MAX)
			return -1;
		buf_init(&b, WORD_MAX);
		r = read_string(t, &b);
		buf_put_u8(&b, '\0');
		if (r == 0 && !b.overflow &&
		    strlen((const char *)b.data) == b.len - 1)
			strv_add(out, (const char *)b.data);
		else
			r = -1;
		buf_clear(&b);
		if (r != 0)
			return -1;
		skip_blanks(t, true);
		if (t->p < t->end && *t->p == ',')
			t->p++;
		else if (t->p == t->end || *t->p != ']')
			return -1;
	}
}

/* A key up to its '=': *same tells whether it is this one. */
static int
read_key(struct toml *t, const char *key, bool *same)
{
	const char *start = t->p;
	size_t n = strlen(key);

	*same = false;
	if (*t->p == '"' || *t->p == '\'') {
		if (read_string(t, NULL) != 0)
			return -1;
		*same = (size_t)(t->p - start) == n + 2 &&
		    memcmp(start + 1, key, n) == 0;
	} else {
		while (t->p < t->end && *t->p != '\0' &&
		    strchr(" \t\n=.", *t->p) == NULL)
			t->p++;
		*same =
		    (size_t)(t->p - start) == n && memcmp(start, key, n) == 0;
	}
	skip_blanks(t, false);
	while (t->p < t->end && *t->p != '=' && *t->p != '\n') {
		*same = false; /* it goes on: "a.b" */
		t->p++;
	}
	if (t->p == t->end || *t->p != '=')
		return -1;
	t->p++;
	skip_blanks(t, false);
	return 0;
}

int
tomlwords_get(const char *text, size_t n, const char *key, struct strv *out)
{
	struct toml t = { text, text + n };
	struct strv words = { 0 };
	bool same = false;
	size_t i;
	int r = -1;

	for (;;) {
		skip_blanks(&t, true);
		/* At a table, the top has ended. */
		if (t.p == t.end || *t.p == '[' ||
		    read_key(&t, key, &same) != 0)
			break;
		if (same) {
			r = read_words(&t, &words);
			break;
		}
		if (skip_value(&t) != 0)
			break;
	}
	for (i = 0; r == 0 && i < words.n; i++)
		strv_add(out, words.v[i]);
	strv_clear(&words);
	return r;
}
