/* SPDX-License-Identifier: ISC */
/* caps: what the person's terminal can show. The only place that knows
 * terminfo; what to write is the painter's business. */

#include <ctype.h>
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

#include "base/xmalloc.h"
#include "term/cell.h"
#include "tty/caps.h"
#include "tty/ttyname.h"

/* curses.h and term.h define plain words as macros. */
#undef columns
#undef lines
#undef bell

#define TERM_NAME_MAX 64

/*
 * What terminfo cannot tell, or tells only by extensions that most entries
 * lack. A family is a prefix of $TERM up to its end, '-' or a digit.
 */
#define FAMILY_MODERN  0x01u /* links, styled underlines, titles, queries */
#define FAMILY_TRUE    0x02u /* direct colour without saying so */
#define FAMILY_TITLE   0x04u /* titles, nothing else */
#define FAMILY_KITTY   0x08u /* kitty's keyboard protocol, not xterm's */
#define FAMILY_CONSOLE 0x10u /* fonts of text and lines alone */
#define FAMILY_WHEEL   0x20u /* ?1007 is on, and cannot be saved or asked for */
#define FAMILY_ST      0x40u /* editing keys of their own, see ttyin */

static const struct {
	const char *name;
	unsigned flags;
} families[] = {
	{ "alacritty",
	    FAMILY_MODERN | FAMILY_TRUE | FAMILY_KITTY | FAMILY_WHEEL },
	{ "ansi", FAMILY_CONSOLE },
	{ "cons", FAMILY_CONSOLE },
	{ "contour", FAMILY_MODERN | FAMILY_TRUE },
	{ "foot", FAMILY_MODERN | FAMILY_TRUE },
	{ "ghostty", FAMILY_MODERN | FAMILY_TRUE },
	{ "iterm", FAMILY_MODERN | FAMILY_TRUE },
	{ "kitty", FAMILY_MODERN | FAMILY_TRUE | FAMILY_KITTY },
	{ "konsole", FAMILY_MODERN | FAMILY_TRUE },
	{ "linux", FAMILY_CONSOLE },
	{ "mintty", FAMILY_MODERN | FAMILY_TRUE },
	{ "rio", FAMILY_MODERN | FAMILY_TRUE | FAMILY_KITTY },
	{ "rxvt", FAMILY_TITLE },
	{ "screen", FAMILY_TITLE },
	{ "st", FAMILY_TITLE | FAMILY_TRUE | FAMILY_ST },
	{ "stterm", FAMILY_TITLE | FAMILY_TRUE | FAMILY_ST },
	{ "tmux", FAMILY_MODERN },
	{ "vt", FAMILY_CONSOLE },
	{ "vte", FAMILY_MODERN | FAMILY_TRUE },
	{ "wezterm", FAMILY_MODERN | FAMILY_TRUE },
	{ "wsvt", FAMILY_CONSOLE },
	{ "xterm-ghostty", FAMILY_MODERN | FAMILY_TRUE },
	{ "xterm-kitty", FAMILY_MODERN | FAMILY_TRUE | FAMILY_KITTY },
	{ "xterm", FAMILY_MODERN },
};

/* Variables by which terminals with a borrowed $TERM are known to have direct
 * colour. value: the whole value, NULL for any. */
static const struct {
	const char *name;
	const char *value;
} true_env[] = {
	{ "COLORTERM", "truecolor" },
	{ "COLORTERM", "24bit" },
	{ "KITTY_WINDOW_ID", NULL },
	{ "KONSOLE_VERSION", NULL },
	{ "TERM_PROGRAM", "WezTerm" },
	{ "TERM_PROGRAM", "ghostty" },
	{ "TERM_PROGRAM", "iTerm.app" },
	{ "TERM_PROGRAM", "vscode" },
	{ "WT_SESSION", NULL },
};

/* Names that XTVERSION gives and that all have direct colour. */
static const char *const true_versions[] = {
	"kitty",
	"WezTerm",
	"foot",
	"ghostty",
	"iTerm2",
	"contour",
	"xterm.js",
	"Konsole",
	"VTE",
	"mintty",
	"alacritty",
	"rio",
};

static unsigned
family_flags(const char *term, bool *known)
{
	size_t i, n;

	*known = false;
	for (i = 0; i < nitems(families); i++) {
		n = strlen(families[i].name);
		if (strncmp(term, families[i].name, n) != 0)
			continue;
		if (isalpha((unsigned char)term[n]))
			continue;
		*known = families[i].flags != FAMILY_CONSOLE;
		return families[i].flags;
	}
	return 0;
}

static bool
says_true_colour(caps_env_cb env)
{
	const char *value;
	size_t i;

	for (i = 0; i < nitems(true_env); i++) {
		value = env(true_env[i].name);
		if (value == NULL || *value == '\0')
			continue;
		if (true_env[i].value == NULL ||
		    strcmp(value, true_env[i].value) == 0)
			return true;
	}
	return false;
}

/* terminfo's own names are char *; tiget* give (char *)-1 for a wrong type. */
static const char *
info_string(const char *name)
{
	char *s;

	s = tigetstr((char *)(uintptr_t)name);
	return s == (char *)-1 ? NULL : s;
}

static bool
info_flag(const char *name)
{
	return tigetflag((char *)(uintptr_t)name) > 0;
}

/* Cursor addressing as ECMA-48 has it: we write it ourselves. */
static bool
info_cup_is_ansi(void)
{
	const char *s;

	s = info_string("cup");
	return s != NULL && strncmp(s, "\033[", 2) == 0 &&
	    strchr(s, 'H') != NULL;
}

static void
read_attributes(struct caps *c)
{
	const char *s;

	c->dim = info_string("dim") != NULL;
	s = info_string("sitm");
	c->italic = s != NULL && strstr(s, "[3m") != NULL;
	c->blink = info_string("blink") != NULL;
	c->conceal = info_string("invis") != NULL;
	c->strike = info_string("smxx") != NULL;
	c->overline = info_string("Smol") != NULL;
	c->ul_styles = info_string("Smulx") != NULL || info_flag("Su");
	c->ul_colour = info_string("Setulc") != NULL || info_flag("Su");
	c->cursor_shape = info_string("Ss") != NULL;
}

static void
read_terminfo(struct caps *c)
{
	int n;

	n = tigetnum((char *)(uintptr_t) "colors");
	c->colours = n >= 256 ? 256 : n >= 16 ? 16 : n >= 8 ? 8 : 0;
	if (n > 256 || info_flag("Tc") || info_flag("RGB"))
		c->colours = COLOURS_TRUE;
	c->alt_screen = info_string("smcup") != NULL;
	c->bce = info_flag("bce");
	c->ech = info_string("ech") != NULL;
	c->csr = info_string("csr") != NULL;
	c->scroll = info_string("indn") != NULL && info_string("rin") != NULL;
	c->el = info_string("el") != NULL;
	c->attr_off = n >= 8;
	read_attributes(c);
}

/* A family's entry may be missing on this machine, far from where its
 * terminal runs. */
static void
assume_modern(struct caps *c)
{
	c->colours = 256;
	c->alt_screen = c->ech = c->csr = c->el = c->attr_off = true;
	c->scroll = true;
	c->dim = c->italic = c->blink = c->conceal = c->strike = true;
}

static void
apply_family(struct caps *c, unsigned flags, caps_env_cb env)
{
	const char *program;

	if (flags & FAMILY_MODERN) {
		c->ul_styles = c->ul_colour = c->links = true;
		c->strike = c->overline = c->dim = true;
		c->title = c->title_stack = c->cursor_shape = true;
		c->queries = c->keys = true;
		c->other_keys = (flags & FAMILY_KITTY) == 0;
	}
	c->st_keys = (flags & FAMILY_ST) != 0;
	if (flags & FAMILY_WHEEL || env("KONSOLE_VERSION") != NULL)
		c->wheel = WHEEL_KEYS;
	if (flags & FAMILY_TITLE)
		c->title = true;
	if ((flags & FAMILY_TRUE) && c->colours >= 256)
		c->colours = COLOURS_TRUE;
	c->signs = (flags & FAMILY_CONSOLE) == 0;
	program = env("TERM_PROGRAM");
	if (program != NULL && strcmp(program, "Apple_Terminal") == 0)
		c->ul_styles = c->ul_colour = false;
	/* In GNU screen these variables are those of the terminal outside. */
	if (c->colours >= 8 && flags != FAMILY_TITLE && says_true_colour(env))
		c->colours = COLOURS_TRUE;
}

/* rxvt and Konsole set it: text;background, or with a word between them. Seven
 * and the bright ones but grey are light. */
static bool
says_light(caps_env_cb env)
{
	const char *s = env("COLORFGBG"), *last;

	if (s == NULL || env("TMUX") != NULL || env("STY") != NULL)
		return false;
	last = strrchr(s, ';');
	if (last == NULL)
		return false;
	last++;
	return strcmp(last, "7") == 0 || strcmp(last, "9") == 0 ||
	    (last[0] == '1' && last[1] >= '0' && last[1] <= '5' &&
		last[2] == '\0');
}

static bool
sane_name(const char *term)
{
	const char *p;

	for (p = term; *p != '\0'; p++)
		if (!isgraph((unsigned char)*p) || *p == '/')
			return false;
	return p - term <= TERM_NAME_MAX;
}

static int
load_entry(struct caps *c, bool known, char **cause)
{
	int error, ok;

	if (setupterm(c->term, STDOUT_FILENO, &error) != OK) {
		if (known) {
			assume_modern(c);
			return 0;
		}
		*cause = xasprintf("the terminal type '%s' is not known here",
		    c->term);
		return -1;
	}
	ok = info_cup_is_ansi();
	if (ok)
		read_terminfo(c);
	else
		*cause = xasprintf("a terminal of type '%s' cannot show "
				   "a screen",
		    c->term);
	del_curterm(cur_term);
	return ok ? 0 : -1;
}

int
caps_load(struct caps *c, caps_env_cb env, char **cause)
{
	const char *term;
	unsigned flags;
	bool known;

	memset(c, 0, sizeof *c);
	c->utf8 = true;
	term = env("TERM");
	if (term == NULL || *term == '\0') {
		*cause = xstrdup("TERM is not set");
		return -1;
	}
	if (!sane_name(term)) {
		*cause = xstrdup("TERM is not the name of a terminal type");
		return -1;
	}
	c->term = xstrdup(term);
	/* tmux may call itself screen; it is more able. */
	if (strncmp(term, "screen", 6) == 0 && env("TMUX") != NULL)
		term = "tmux";
	flags = family_flags(term, &known);
	if (load_entry(c, known, cause) == -1) {
		caps_clear(c);
		return -1;
	}
	apply_family(c, flags, env);
	c->light = says_light(env);
	ttyname_guess(c, env);
	return 0;
}

void
caps_clear(struct caps *c)
{
	free(c->term);
	memset(c, 0, sizeof *c);
}

void
caps_version(struct caps *c, const char *version)
{
	size_t i;

	ttyname_told(c, version);
	/* It cannot be asked: so it is unless something has changed it. */
	if (strncmp(version, "Konsole", 7) == 0 && c->wheel == WHEEL_UNKNOWN)
		c->wheel = WHEEL_KEYS;
	/* It takes what follows the colon for colours of the text. */
	if (strncmp(version, "XTerm(", 6) == 0)
		c->ul_styles = c->ul_colour = false;
	if (strncasecmp(version, "kitty", 5) == 0)
		c->other_keys = false;
	for (i = 0; i < nitems(true_versions); i++)
		if (strncasecmp(version, true_versions[i],
			strlen(true_versions[i])) == 0) {
			c->colours = COLOURS_TRUE;
			return;
		}
	/* Its name alone says eight. Those that had so few knew no such
	 * question. */
	if (strcmp(c->term, "xterm") == 0 && c->colours < 256)
		c->colours = 256;
}

/* The nearest level of the 6x6x6 cube. */
static unsigned
cube_level(unsigned v)
{
	if (v < 48)
		return 0;
	if (v < 115)
		return 1;
	return (v - 35) / 40;
}

static unsigned
distance(unsigned rgb, unsigned r, unsigned g, unsigned b)
{
	int dr, dg, db;

	dr = (int)(rgb >> 16 & 0xff) - (int)r;
	dg = (int)(rgb >> 8 & 0xff) - (int)g;
	db = (int)(rgb & 0xff) - (int)b;
	return (unsigned)(dr * dr + dg * dg + db * db);
}

static unsigned
rgb_to_256(unsigned rgb)
{
	static const unsigned levels[] = { 0, 95, 135, 175, 215, 255 };
	unsigned r, g, b, grey, step;

	r = cube_level(rgb >> 16 & 0xff);
	g = cube_level(rgb >> 8 & 0xff);
	b = cube_level(rgb & 0xff);
	grey = ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) / 3;
	step = grey < 8 ? 0 : grey > 238 ? 23 : (grey - 3) / 10;
	grey = 8 + step * 10;
	if (distance(rgb, grey, grey, grey) <
	    distance(rgb, levels[r], levels[g], levels[b]))
		return 232 + step;
	return 16 + 36 * r + 6 * g + b;
}

/* What the first 16 colours usually are. */
static const unsigned first16[] = { 0x000000, 0xcd0000, 0x00cd00, 0xcdcd00,
	0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
	0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff };

static unsigned
rgb_to_few(unsigned rgb, unsigned n)
{
	unsigned i, best, d, least;

	best = 0;
	least = ~0u;
	for (i = 0; i < n; i++) {
		d = distance(rgb, first16[i] >> 16, first16[i] >> 8 & 0xff,
		    first16[i] & 0xff);
		if (d < least) {
			least = d;
			best = i;
		}
	}
	return best;
}

unsigned
caps_rgb(unsigned i)
{
	static const unsigned levels[] = { 0, 95, 135, 175, 215, 255 };

	if (i < 16)
		return first16[i];
	if (i >= 232)
		return (8 + (i - 232) * 10) * 0x010101u;
	i -= 16;
	return levels[i / 36] << 16 | levels[i / 6 % 6] << 8 | levels[i % 6];
}

unsigned
caps_colour(const struct caps *caps, unsigned c)
{
	unsigned rgb, few;

	if (COLOUR_KIND(c) == COLOUR_DEFAULT || caps->colours == 0)
		return COLOUR_DEFAULT;
	if (COLOUR_KIND(c) == COLOUR_INDEXED) {
		if (caps->colours >= 256 || (c & 0xff) < 8)
			return COLOUR_INDEXED | (c & 0xff);
		if ((c & 0xff) < 16)
			return COLOUR_INDEXED |
			    (caps->colours >= 16 ? c & 0xff : c & 7);
		rgb = caps_rgb(c & 0xff);
	} else
		rgb = c & 0xffffff;
	if (caps->colours == COLOURS_TRUE)
		return COLOUR_RGB | rgb;
	if (caps->colours >= 256)
		return COLOUR_INDEXED | rgb_to_256(rgb);
	few = caps->colours >= 16 ? 16 : 8;
	return COLOUR_INDEXED | rgb_to_few(rgb, few);
}

const char *
caps_env(const char *name)
{
	return getenv(name);
}
