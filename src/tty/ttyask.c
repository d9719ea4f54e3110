/* SPDX-License-Identifier: ISC */
/* ttyask: questions for the person's terminal and its answers. When to ask is
 * tty's business. */

#include <stdlib.h>
#include <string.h>

#include "tty/caps.h"
#include "tty/ttyask.h"
#include "tty/ttyin.h"

#define COLOURS                                                                \
	"\033]10;?\033\\\033]11;?\033\\"                                       \
	"\033]4;1;?\033\\\033]4;2;?\033\\\033]4;3;?\033\\"                     \
	"\033]4;5;?\033\\\033]4;6;?\033\\"

/* How many columns two bytes of UTF-8 take: on the second row, since a report
 * of the first would look like F3 with Alt. */
const char ttyask_all[] = "\033[2;1H\303\251\033[6n"
			  "\033[?u"	 /* kitty keyboard */
			  "\033[?2026$p" /* synchronized updates */
			  "\033[?1016$p" /* the mouse in pixels */
			  "\033[?1007$p" /* whether the wheel is keys */
			  "\033[?2031$p" /* light or dark, when that changes */
			  "\033P$q q\033\\" /* the cursor\'s shape */
    COLOURS "\033[>q"			    /* name and version */
			  "\033[c";

const char ttyask_about_colours[] = COLOURS "\033[c";

#define SILENT_MS     1000
#define SILENT_FAR_MS 3000

int
ttyask_patience(caps_env_cb env)
{
	const char *tty = env("SSH_TTY");

	return tty != NULL && *tty != '\0' ? SILENT_FAR_MS : SILENT_MS;
}

/* Two hex digits of a component that has 1-4. */
static int
colour_part(const char **s, uint32_t *out)
{
	unsigned long v;
	char *end;
	long n;

	v = strtoul(*s, &end, 16);
	n = end - *s;
	if (n < 1 || n > 4)
		return -1;
	*out = (uint32_t)(v * 255 / ((1ul << (4 * n)) - 1));
	*s = end;
	return 0;
}

static uint32_t
colour(const char *s)
{
	uint32_t r, g, b;

	/* foot has rgba where its background is transparent. */
	if (strncmp(s, "rgb:", 4) == 0)
		s += 4;
	else if (strncmp(s, "rgba:", 5) == 0)
		s += 5;
	else
		return 0;
	if (colour_part(&s, &r) == -1 || *s++ != '/' ||
	    colour_part(&s, &g) == -1 || *s++ != '/' ||
	    colour_part(&s, &b) == -1)
		return 0;
	return TTYASK_KNOWN | r << 16 | g << 8 | b;
}

bool
ttyask_colours_told(struct ttyask_colours *c, const struct ttyin_reply *r)
{
	const char *s = r->text;

	if (r->type != REPLY_OSC)
		return false;
	if (r->params[0] == 10)
		c->fg = colour(s);
	else if (r->params[0] == 11)
		c->bg = colour(s);
	else if (r->params[0] == 4 && *s >= '0' && *s < '0' + TTYASK_PALETTE &&
	    s[1] == ';')
		c->palette[*s - '0'] = colour(s + 2);
	else
		return false;
	return true;
}

/* DECRQM's answers: 1 set, 2 not, 0 unknown, 3 and 4 for ever. */
static void
mode_told(struct caps *c, unsigned mode, unsigned value)
{
	bool has = value == 1 || value == 2;

	if (mode == 2026)
		c->sync = has;
	else if (mode == 2031)
		c->theme = has;
	else if (mode == 1016)
		c->pixels = has;
	else if (mode == 1007 && has)
		c->wheel = value == 1 ? WHEEL_KEYS : WHEEL_NO_KEYS;
}

/* Where the cursor stood after two bytes of UTF-8: whatever the locale says,
 * that is what the terminal makes of them. */
static bool
place_told(struct caps *c, unsigned row, unsigned col)
{
	bool utf8 = col == 2;

	if (row != 2 || (col != 2 && col != 3) || utf8 == c->utf8)
		return false;
	c->utf8 = utf8;
	return true;
}

static bool
name_told(struct caps *c, const char *name)
{
	struct caps was = *c;

	caps_version(c, name);
	return c->colours != was.colours || c->ul_styles != was.ul_styles;
}

/* DECRQSS, of the cursor's shape. */
static void
shape_told(struct caps *c, const char *s)
{
	if (strncmp(s, "1$r", 3) == 0 && s[3] >= '0' && s[3] <= '6' &&
	    strcmp(s + 4, " q") == 0)
		c->shape = (unsigned)(s[3] - '0');
}

bool
ttyask_told(struct caps *c, const struct ttyin_reply *r)
{
	if (r->type == REPLY_DCS && strncmp(r->text, ">|", 2) == 0)
		return name_told(c, r->text + 2);
	if (r->type == REPLY_DCS)
		shape_told(c, r->text);
	if (r->type != REPLY_CSI)
		return false;
	if (r->leader == 0 && r->final == 'R')
		return place_told(c, r->params[0], r->params[1]);
	if (r->leader != '?')
		return false;
	if (r->final == 'u')
		c->kitty = true;
	else if (r->final == 'y' && r->inter == '$')
		mode_told(c, r->params[0], r->params[1]);
	return false;
}
