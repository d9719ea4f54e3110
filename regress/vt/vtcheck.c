/* SPDX-License-Identifier: ISC */
/* vtcheck: what tests of terminals share: two screens compared, states as
 * words, strings with escapes. */

#include <stdbool.h>

#include "base/buf.h"
#include "base/xmalloc.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/modes.h"
#include "term/redraw.h"
#include "term/row.h"
#include "term/rowcode.h"
#include "term/screen.h"
#include "term/scrollback.h"
#include "term/vt.h"

#include "vtcheck.h"

static char why[512];

static void
put_colour(struct buf *b, const char *name, uint32_t c)
{
	if (COLOUR_KIND(c) == COLOUR_RGB)
		buf_printf(b, " %s=#%06x", name, c & 0xffffff);
	else if (COLOUR_KIND(c) == COLOUR_INDEXED)
		buf_printf(b, " %s=%u", name, c & 255);
}

/* Words with a space before each; the default is one word. */
static char *
join_words(struct buf *b, const char *otherwise)
{
	if (b->len == 0)
		buf_printf(b, " %s", otherwise);
	buf_drain(b, 1);
	return buf_steal(b, NULL);
}

char *
vtcheck_style(const struct intern *in, uint32_t id)
{
	static const char *const attrs[] = { "bold", "dim", "italic", "blink",
		"inverse", "conceal", "strike", "overline", "protected" };
	static const char *const uls[] = { "", " ul", " ul=double", " ul=curly",
		" ul=dotted", " ul=dashed" };
	const struct style st = *intern_get_style(in, id);
	struct buf b = { 0 };
	const char *uri, *link_id;
	unsigned i;

	for (i = 0; i < nitems(attrs); i++) {
		if (st.attr & 1u << i)
			buf_printf(&b, " %s", attrs[i]);
	}
	buf_printf(&b, "%s", uls[ATTR_UL(st.attr)]);
	put_colour(&b, "fg", st.fg);
	put_colour(&b, "bg", st.bg);
	put_colour(&b, "ulc", st.ul);
	uri = intern_get_link(in, st.link, &link_id);
	if (uri != NULL)
		buf_printf(&b, " link=%s", uri);
	if (uri != NULL && link_id != NULL)
		buf_printf(&b, " id=%s", link_id);
	return join_words(&b, "plain");
}

char *
vtcheck_modes(const struct modes *m)
{
	static const char *const names[] = { "app-cursor", "app-keypad",
		"paste", "focus", "sync", "alt", "alt-scroll", "reverse",
		"newline", "backarrow", "insert", "autowrap", "origin",
		"graphemes", "theme", "resize", "reverse-wrap", "lr-margins",
		"win32" };
	uint32_t usual = MODE_AUTOWRAP | MODE_ALT_SCROLL | MODE_GRAPHEMES;
	struct buf b = { 0 };
	unsigned i;

	for (i = 0; i < nitems(names); i++) {
		if ((m->flags ^ usual) & 1u << i)
			buf_printf(&b, " %s%s", usual & 1u << i ? "no-" : "",
			    names[i]);
	}
	if (m->mouse != 0)
		buf_printf(&b, " mouse=%u", m->mouse);
	if (m->mouse_enc != 0)
		buf_printf(&b, " enc=%u", m->mouse_enc);
	if (m->kitty != 0)
		buf_printf(&b, " kitty=%u", m->kitty);
	if (m->modify_keys != 0)
		buf_printf(&b, " modify=%u", m->modify_keys);
	return join_words(&b, "usual");
}

/* A cell as words; erased looks like a space. */
static char *
cell_words(const struct intern *in, struct cell c)
{
	char *style = vtcheck_style(in, c.style), *all, tmp[4];
	const char *s;
	size_t n;

	s = intern_get_text(in, c.text, tmp, &n);
	all = xasprintf("'%.*s'%s %s", (int)(n > 0 ? n : 1), n > 0 ? s : " ",
	    c.text & CELL_TAIL	   ? " tail" :
		c.text & CELL_WIDE ? " wide" :
				     "",
	    style);
	free(style);
	return all;
}

/* Cells that need no words to be compared: no cluster, no link. */
static bool
plain_same(const struct intern *ia, struct cell a, const struct intern *ib,
    struct cell b)
{
	const struct style *sa, *sb;

	if (a.text != b.text || (a.text & CELL_CLUSTER))
		return false;
	sa = intern_get_style(ia, a.style);
	sb = intern_get_style(ib, b.style);
	return sa->link == 0 && memcmp(sa, sb, sizeof *sa) == 0;
}

/* Of the second half of a wide character nothing but that counts. */
static bool
same_cell(const struct intern *ia, struct cell a, const struct intern *ib,
    struct cell b, unsigned row, unsigned col)
{
	char *wa, *wb;
	bool same;

	if ((a.text & b.text & CELL_TAIL) || plain_same(ia, a, ib, b))
		return true;
	wa = cell_words(ia, a);
	wb = cell_words(ib, b);
	same = strcmp(wa, wb) == 0;
	if (!same)
		snprintf(why, sizeof why, "row %u col %u: %s, then %s", row,
		    col, wa, wb);
	free(wa);
	free(wb);
	return same;
}

static bool
same_cursor(const struct cursor *a, const struct cursor *b)
{
	if (a->row == b->row && a->col == b->col && a->wrap == b->wrap &&
	    a->visible == b->visible && a->blink == b->blink &&
	    a->shape == b->shape)
		return true;
	snprintf(why, sizeof why,
	    "cursor %u %u %d %d %d %d, then "
	    "%u %u %d %d %d %d",
	    a->row, a->col, a->wrap, a->visible, a->blink, a->shape, b->row,
	    b->col, b->wrap, b->visible, b->blink, b->shape);
	return false;
}

static bool
same_modes(struct vt *a, struct vt *b)
{
	char *ma = vtcheck_modes(vt_modes(a)), *mb = vtcheck_modes(vt_modes(b));
	bool same = strcmp(ma, mb) == 0;

	if (!same)
		snprintf(why, sizeof why, "modes %s, then %s", ma, mb);
	free(ma);
	free(mb);
	return same;
}

const char *
vtcheck_same(struct vt *a, struct vt *b)
{
	struct screen *sa = vt_screen(a), *sb = vt_screen(b);
	const struct intern *ia = screen_intern(sa), *ib = screen_intern(sb);
	unsigned y, x;

	for (y = 0; y < screen_rows(sa); y++) {
		for (x = 0; x < screen_cols(sa); x++) {
			if (!same_cell(ia, row_get(screen_row(sa, y), x), ib,
				row_get(screen_row(sb, y), x), y, x))
				return why;
			if (!same_cell(ia, row_get(screen_main_row(sa, y), x),
				ib, row_get(screen_main_row(sb, y), x), y, x))
				return why;
		}
	}
	if (!same_cursor(screen_cursor(sa), screen_cursor(sb)) ||
	    !same_modes(a, b))
		return why;
	if (strcmp(vt_title(a), vt_title(b)) == 0)
		return NULL;
	snprintf(why, sizeof why, "title");
	return why;
}

static bool
equal_rows(const struct row *a, const struct row *b, const char *what,
    unsigned y)
{
	if (a->flags == b->flags && a->gen == b->gen)
		return true;
	snprintf(why, sizeof why,
	    "%s %u: flags %x generation %llu, then %x %llu", what, y, a->flags,
	    (unsigned long long)a->gen, b->flags, (unsigned long long)b->gen);
	return false;
}

/* The newest lines, which is enough if they are compared often. */
static bool
equal_scrollbacks(const struct scrollback *a, const struct scrollback *b)
{
	size_t n = scrollback_count(a), i, na, nb;
	const uint8_t *pa, *pb;

	if (n != scrollback_count(b) ||
	    scrollback_total(a) != scrollback_total(b)) {
		snprintf(why, sizeof why, "scrollback %zu lines, then %zu", n,
		    scrollback_count(b));
		return false;
	}
	for (i = n > 2000 ? n - 2000 : 0; i < n; i++) {
		pa = scrollback_get(a, i, &na);
		pb = scrollback_get(b, i, &nb);
		if (na == nb && memcmp(pa, pb, na) == 0)
			continue;
		snprintf(why, sizeof why, "line %zu of the scrollback", i);
		return false;
	}
	return true;
}

static bool
equal_scrolls(const struct screen *a, const struct screen *b, uint64_t gen)
{
	struct scroll sa[64], sb[64];
	int n = screen_scrolls(a, gen, sa, nitems(sa)), i;

	if (n != screen_scrolls(b, gen, sb, nitems(sb)))
		return false;
	for (i = 0; i < n; i++)
		if (sa[i].top != sb[i].top || sa[i].bottom != sb[i].bottom ||
		    sa[i].n != sb[i].n)
			return false;
	return true;
}

const char *
vtcheck_equal(struct vt *a, struct vt *b)
{
	struct screen *sa = vt_screen(a), *sb = vt_screen(b);
	uint64_t gen = screen_mark(sa), g;
	unsigned y;

	if (vtcheck_same(a, b) != NULL)
		return why;
	for (y = 0; y < screen_rows(sa); y++) {
		if (!equal_rows(screen_row(sa, y), screen_row(sb, y), "row",
			y) ||
		    !equal_rows(screen_main_row(sa, y), screen_main_row(sb, y),
			"main row", y))
			return why;
	}
	if (!equal_scrollbacks(screen_scrollback(sa), screen_scrollback(sb)))
		return why;
	if (screen_mark(sb) != gen)
		return "generations";
	for (g = gen > 4 ? gen - 4 : 0; g <= gen; g++)
		if (!equal_scrolls(sa, sb, g) ||
		    screen_changed(sa, g) != screen_changed(sb, g))
			return "scrolls";
	return NULL;
}

const char *
vtcheck_redraw(struct vt *vt)
{
	struct screen *s = vt_screen(vt);
	struct vt *fresh =
	    vt_create(screen_rows(s), screen_cols(s), 0, NULL, NULL);
	struct buf b = { 0 };
	const char *what;

	redraw(&b, vt);
	vt_feed(fresh, b.data, b.len);
	what = vtcheck_same(vt, fresh);
	vt_destroy(fresh);
	buf_clear(&b);
	return what;
}

static bool
same_packed(const struct row *r, struct intern *in, unsigned cols, unsigned y)
{
	struct row copy = { 0 };
	struct buf b = { 0 };
	unsigned x;
	bool same = true;

	rowcode_put(&b, r, in);
	if (rowcode_get(&copy, in, b.data, b.len, cols) != 0) {
		snprintf(why, sizeof why, "row %u is malformed", y);
		same = false;
	}
	for (x = 0; same && x < cols; x++)
		same =
		    same_cell(in, row_get(r, x), in, row_get(&copy, x), y, x);
	if (same && copy.flags != r->flags) {
		snprintf(why, sizeof why, "flags of row %u", y);
		same = false;
	}
	row_clear(&copy);
	buf_clear(&b);
	return same;
}

const char *
vtcheck_rowcode(struct vt *vt)
{
	struct screen *s = vt_screen(vt);
	unsigned y;

	for (y = 0; y < screen_rows(s); y++) {
		if (!same_packed(screen_row(s, y), screen_intern(s),
			screen_cols(s), y))
			return why;
	}
	return NULL;
}

static int
unescape_one(char **p)
{
	static const char from[] = "ernbta\\\"0", to[] = "\033\r\n\b\t\a\\\"\0";
	char *s = *p, hex[3] = { 0 };
	const char *at;

	if (*s == 'x' && s[1] != '\0' && s[2] != '\0') {
		memcpy(hex, s + 1, 2);
		*p = s + 3;
		return strtoul(hex, NULL, 16);
	}
	if (*s == '\0' || (at = strchr(from, *s)) == NULL)
		return -1;
	*p = s + 1;
	return to[at - from];
}

char *
vtcheck_unescape(char *s, size_t *n)
{
	/* Not shorter than what stands for it. */
	static const char version[] = "@VERSION@";
	char *start = s, *out = s;
	int c;

	while (*s != '"') {
		if (*s == '\0')
			return NULL;
		if (strncmp(s, version, strlen(version)) == 0) {
			s += strlen(version);
			out = mempcpy(out, PACKAGE_VERSION,
			    strlen(PACKAGE_VERSION));
			continue;
		}
		c = *s++;
		if (c == '\\' && (c = unescape_one(&s)) < 0)
			return NULL;
		*out++ = c;
	}
	*out = '\0';
	*n = out - start;
	return s + 1;
}

char *
vtcheck_visible(const void *p, size_t n)
{
	const uint8_t *s = p;
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] == 0x1b)
			buf_printf(&b, "\\e");
		else if (s[i] < 0x20 || s[i] == 0x7f)
			buf_printf(&b, "\\x%02x", s[i]);
		else
			buf_put_u8(&b, s[i]);
	}
	return buf_steal(&b, NULL);
}
