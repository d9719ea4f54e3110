/* SPDX-License-Identifier: ISC */
/* theme: the looks and the signs of the views. Which one is shown where is the
 * views' business; what the terminal cannot show, the tty leaves out. */

#include <stdlib.h>

#include "base/xmalloc.h"
#include "client/theme.h"
#include "term/cell.h"
#include "term/intern.h"

#define RED	(COLOUR_INDEXED | 1)
#define GREEN	(COLOUR_INDEXED | 2)
#define YELLOW	(COLOUR_INDEXED | 3)
#define MAGENTA (COLOUR_INDEXED | 5)
#define CYAN	(COLOUR_INDEXED | 6)

/* The palette's yellow can hardly be read on white: brown, which a terminal
 * without 256 colours makes its yellow or red again. */
#define BROWN (COLOUR_INDEXED | 130)

#define UNDERLINED (UL_SINGLE << ATTR_UL_SHIFT)

static const struct {
	uint32_t dark;
	uint32_t light;
	uint16_t attr;
} looks[] = {
	[LOOK_PLAIN] = { 0, 0, 0 },
	[LOOK_DIM] = { 0, 0, ATTR_DIM },
	[LOOK_STRONG] = { 0, 0, ATTR_BOLD },
	[LOOK_MARKED] = { 0, 0, ATTR_BOLD | ATTR_INVERSE },
	[LOOK_POINT] = { CYAN, CYAN, ATTR_BOLD },
	[LOOK_WORKING] = { CYAN, CYAN, 0 },
	[LOOK_NEED] = { YELLOW, BROWN, 0 },
	[LOOK_DONE] = { GREEN, GREEN, 0 },
	[LOOK_FAILED] = { RED, RED, 0 },
	[LOOK_STOPPED] = { 0, 0, ATTR_DIM },
	[LOOK_IDLE] = { 0, 0, ATTR_DIM },
	[LOOK_MERGED] = { MAGENTA, MAGENTA, 0 },
	[LOOK_MATCH] = { 0, 0, ATTR_BOLD | UNDERLINED },
	[LOOK_WARN] = { YELLOW, BROWN, ATTR_BOLD },
};

_Static_assert(nitems(looks) == LOOK_COUNT, "a look is not told");

static const struct {
	const char *utf8;
	const char *ascii;
} signs[] = {
	[SIGN_POINT] = { "❯", ">" },
	[SIGN_FIND] = { "⌕", "/" },
	[SIGN_ALIVE] = { "✻", "*" },
	[SIGN_GONE] = { "∙", "." },
	[SIGN_ASLEEP] = { "✢", "+" },
	[SIGN_ELLIPSIS] = { "…", "~" },
	[SIGN_DOT] = { "·", "-" },
	[SIGN_RULE] = { "─", "-" },
	[SIGN_RULE_DOWN] = { "│", "|" },
	[SIGN_LEFT] = { "←", "<" },
	[SIGN_RIGHT] = { "→", ">" },
	[SIGN_UP] = { "↑", "^" },
	[SIGN_DOWN] = { "↓", "v" },
};

_Static_assert(nitems(signs) == SIGN_COUNT, "a sign is not told");

static const char *const working_utf8[THEME_STEPS] = { "✽", "✶", "✳", "✶" };
static const char *const working_ascii[THEME_STEPS] = { "|", "/", "-", "\\" };

struct theme {
	struct intern *intern; /* borrowed */
	bool utf8;
	bool light;
	bool plain;		  /* no colours */
	uint32_t ids[LOOK_COUNT]; /* 0: not asked for yet, or the default */
};

static void
mark(struct intern *in, void *arg)
{
	const struct theme *t = arg;
	unsigned i;

	for (i = 0; i < LOOK_COUNT; i++)
		intern_mark_style(in, t->ids[i]);
}

struct theme *
theme_create(struct intern *in, bool utf8)
{
	struct theme *t = xcalloc(1, sizeof *t);
	const char *no = getenv("NO_COLOR");

	t->intern = in;
	t->utf8 = utf8;
	t->plain = no != NULL && *no != '\0';
	intern_add_root(in, mark, t);
	return t;
}

void
theme_destroy(struct theme *t)
{
	if (t == NULL)
		return;
	intern_remove_root(t->intern, t);
	free(t);
}

void
theme_set_light(struct theme *t, bool light)
{
	if (t->light != light)
		memset(t->ids, 0, sizeof t->ids);
	t->light = light;
}

bool
theme_is_light(uint32_t bg)
{
	unsigned r = bg >> 16 & 0xff, g = bg >> 8 & 0xff, b = bg & 0xff;

	/* As bright as the eye sees it, of 1000 * 255. */
	return 299 * r + 587 * g + 114 * b > 140000;
}

bool
theme_utf8(const struct theme *t)
{
	return t->utf8;
}

static struct style
style_of(const struct theme *t, enum look look)
{
	struct style s = { 0 };

	if (!t->plain)
		s.fg = t->light ? looks[look].light : looks[look].dark;
	s.attr = looks[look].attr;
	return s;
}

uint32_t
theme_look(struct theme *t, enum look look)
{
	struct style s;

	if (look == LOOK_PLAIN)
		return 0;
	if (t->ids[look] == 0) {
		s = style_of(t, look);
		t->ids[look] = intern_style(t->intern, &s);
	}
	return t->ids[look];
}

uint32_t
theme_link(struct theme *t, enum look look, const char *uri)
{
	struct style s = style_of(t, look);

	s.link = intern_link(t->intern, uri, NULL);
	return intern_style(t->intern, &s);
}

const char *
theme_sign(const struct theme *t, enum sign sign)
{
	return t->utf8 ? signs[sign].utf8 : signs[sign].ascii;
}

const char *
theme_working(const struct theme *t, unsigned step)
{
	step %= THEME_STEPS;
	return t->utf8 ? working_utf8[step] : working_ascii[step];
}
