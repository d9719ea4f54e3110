/* SPDX-License-Identifier: ISC */
/* corpus: what the programs write, made up: the same bytes each time. */

#include <string.h>

#include "bench.h"

struct dice {
	uint32_t state;
};

static unsigned
roll(struct dice *d, unsigned sides)
{
	d->state = d->state * 1664525u + 1013904223u;
	return (d->state >> 8) % sides;
}

static const char *const words[] = { "the", "build", "of", "module", "error",
	"warning", "request", "in", "src/main.c", "took", "ms", "with", "node",
	"cache", "miss", "user", "id", "session", "closed", "for", "retry",
	"connection", "from", "10.0.3.17", "worker", "queue", "finished", "at",
	"returned", "status", "200", "GET", "/api/v1/items", "null" };

static void
put_words(struct buf *b, struct dice *d, size_t n)
{
	const char *w;
	size_t start = b->len;

	while (b->len - start < n) {
		w = words[roll(d, nitems(words))];
		buf_put(b, w, strlen(w));
		buf_put_u8(b, ' ');
	}
	b->len = start + n;
}

static void
put_stamp(struct buf *b, unsigned i)
{
	buf_printf(b, "2026-01-%02u %02u:%02u:%02u.%03u ", i % 28 + 1, i % 24,
	    i % 60, i * 7 % 60, i % 1000);
}

static void
make_ascii(struct buf *b, size_t n)
{
	struct dice d = { 1 };
	unsigned i;

	for (i = 0; b->len < n; i++) {
		put_stamp(b, i);
		put_words(b, &d, 30 + roll(&d, 90));
		buf_put_u8(b, '\n');
	}
}

static void
make_sgr(struct buf *b, size_t n)
{
	struct dice d = { 2 };
	unsigned i;

	while (b->len < n) {
		for (i = 0; i < 8; i++) {
			buf_printf(b, "\033[38;2;%u;%u;%um", roll(&d, 256),
			    roll(&d, 256), roll(&d, 256));
			if (roll(&d, 4) == 0)
				buf_printf(b, "\033[1;48;5;%um",
				    roll(&d, 256));
			put_words(b, &d, 3 + roll(&d, 12));
			buf_printf(b, "\033[0m");
		}
		buf_put_u8(b, '\n');
	}
}

static void
make_utf8(struct buf *b, size_t n)
{
	static const char *const parts[] = {
		"\xe6\xbc\xa2\xe5\xad\x97\xe3\x81\xa8",
		"\xed\x95\x9c\xea\xb5\xad\xec\x96\xb4", "\xf0\x9f\x9a\x80",
		"\xf0\x9f\x98\x80", "Gr\303\274\303\237e",
		"\xce\xbb\xcf\x8c\xce\xb3\xce\xbf\xcf\x82",
		"\xd1\x81\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe",
		"\xe2\x94\x80\xe2\x94\x80\xe2\x96\x88", "plain",
		"e\xcc\x81t\xc3\xa9" };
	struct dice d = { 3 };
	const char *p;
	unsigned i;

	while (b->len < n) {
		for (i = 0; i < 14; i++) {
			p = parts[roll(&d, nitems(parts))];
			buf_put(b, p, strlen(p));
			buf_put_u8(b, ' ');
		}
		buf_put_u8(b, '\n');
	}
}

/* An agent's interface: moves up, writes its lines again, some in colour. */
static void
make_redraw(struct buf *b, size_t n)
{
	static const char *const star[] = { "\xc2\xb7", "\xe2\x9c\xbb",
		"\xe2\x9c\xbd", "\xe2\x9c\xb6" };
	struct dice d = { 4 };
	unsigned i, line;

	for (i = 0; b->len < n; i++) {
		buf_printf(b, "\033[?25l\033[12A\r");
		for (line = 0; line < 12; line++) {
			buf_printf(b, "\033[2K\033[38;5;%um%s\033[39m ",
			    174 + line % 3, star[i % nitems(star)]);
			buf_printf(b, "\033[2m");
			put_words(b, &d, 40 + roll(&d, 60));
			buf_printf(b, "\033[22m\r\n");
		}
		buf_printf(b, "\033[?25h");
		if (i % 20 == 19) {
			put_words(b, &d, 60);
			buf_put_u8(b, '\n');
		}
	}
}

/* A program on the alternate screen that writes here and there. */
static void
make_alt(struct buf *b, size_t n)
{
	struct dice d = { 5 };
	unsigned i;

	buf_printf(b, "\033[?1049h\033[2J");
	for (i = 0; b->len < n; i++) {
		buf_printf(b, "\033[%u;%uH\033[%um", roll(&d, BENCH_ROWS) + 1,
		    roll(&d, 120) + 1, 30 + roll(&d, 8));
		put_words(b, &d, 20 + roll(&d, 40));
		buf_printf(b, "\033[m\033[K");
		if (i % 400 == 399)
			buf_printf(b, "\033[H\033[2J");
	}
	buf_printf(b, "\033[?1049l");
}

/* A pager: lines within margins, up and down. */
static void
make_scroll(struct buf *b, size_t n)
{
	struct dice d = { 6 };
	unsigned i;

	buf_printf(b, "\033[2;%ur", BENCH_ROWS - 1);
	for (i = 0; b->len < n; i++) {
		if (i % 100 < 70)
			buf_printf(b, "\033[%u;1H\n", BENCH_ROWS - 1);
		else
			buf_printf(b, "\033[2;1H\033M");
		put_words(b, &d, 40 + roll(&d, 80));
	}
	buf_printf(b, "\033[r\033[%u;1H", BENCH_ROWS);
}

static void
make_long(struct buf *b, size_t n)
{
	struct dice d = { 7 };

	while (b->len < n) {
		put_words(b, &d, 900 + roll(&d, 3000));
		buf_put_u8(b, '\n');
	}
}

static void
make_mixed(struct buf *b, size_t n)
{
	struct dice d = { 8 };
	unsigned i;

	for (i = 0; b->len < n; i++) {
		buf_printf(b, "\033[32m[%3u%%]\033[0m ", i % 101);
		buf_printf(b, "Building C object src/%u/file%u.c.o ", i % 37,
		    i % 991);
		put_words(b, &d, roll(&d, 60));
		buf_put_u8(b, '\n');
		if (i % 9 == 0) {
			buf_printf(b, "\033[1mfile%u.c:%u:%u: \033[35mwarning:"
				"\033[0m ", i % 991, roll(&d, 900),
			    roll(&d, 70));
			put_words(b, &d, 50);
			buf_printf(b, "\n\t    %u |\t\tif (x == 0)\n", i);
		}
		if (i % 31 == 0)
			buf_printf(b, "\r\xe2\xa0\x8b linking\033[K\r");
	}
}

static void
make_short(struct buf *b, size_t n)
{
	unsigned i;

	for (i = 0; b->len < n; i++)
		buf_printf(b, "%u\n", i % 10);
}

const struct corpus corpora[NCORPORA] = {
	{ "ascii", "log lines", 8, make_ascii },
	{ "sgr", "words in 24-bit colours", 8, make_sgr },
	{ "utf8", "other scripts, wide characters, emoji", 6, make_utf8 },
	{ "redraw", "an agent's interface, drawn again and again", 8,
	    make_redraw },
	{ "alt", "a full-screen program", 8, make_alt },
	{ "scroll", "scrolling within margins, up and down", 8, make_scroll },
	{ "long", "lines of 900 to 3900 characters", 8, make_long },
	{ "mixed", "the log of a build", 8, make_mixed },
	{ "short", "lines of one character", 1, make_short },
};
