/* SPDX-License-Identifier: ISC */
/* caps: what the person's terminal can show, from terminfo and the
 * environment. */

#ifndef TTY_CAPS_H
#define TTY_CAPS_H

#include <stdbool.h>

#define COLOURS_TRUE (1 << 24)

/* How the person is notified. */
enum notify_form {
	NOTIFY_OFF,
	NOTIFY_BELL,
	NOTIFY_OSC9,
	NOTIFY_OSC777,
	NOTIFY_OSC99,
};

/* How ?1007 was before us: the wheel as cursor keys on the alternate screen. */
enum wheel_keys {
	WHEEL_UNKNOWN,
	WHEEL_KEYS,
	WHEEL_NO_KEYS,
};

/* Plain data; caps_clear frees. The terminal is known to understand ECMA-48
 * cursor addressing. */
struct caps {
	char	*term;		/* owned: $TERM */
	int	 colours;	/* 0, 8, 16, 256 or COLOURS_TRUE */
	bool	 alt_screen;
	bool	 bce;		/* erasing paints the background colour */
	bool	 ech;
	bool	 csr;		/* scroll regions */
	bool	 scroll;	/* SU and SD; else only by lines at an edge */
	bool	 el;
	bool	 attr_off;	/* single attributes can be turned off */
	bool	 dim;
	bool	 italic;	/* and SGR 3 is not taken for standout */
	bool	 blink;
	bool	 conceal;
	bool	 strike;
	bool	 overline;
	bool	 ul_styles;	/* 4:n */
	bool	 ul_colour;	/* 58:2::R:G:B, 58:5:N */
	bool	 links;		/* OSC 8 */
	bool	 title;		/* OSC 2 */
	bool	 title_stack;	/* 22 t and 23 t; else it is emptied */
	bool	 cursor_shape;	/* DECSCUSR */
	bool	 queries;	/* may be asked by DA1, DECRQM ... */
	bool	 keys;		/* xterm's modes of mice, wheels and the like */
	bool	 other_keys;	/* modifyOtherKeys */
	bool	 st_keys;	/* keys as st tells them */
	bool	 progress;	/* OSC 9;4 */
	enum notify_form notify;
	bool	 notify_set;	/* by the person: stays so */
	bool	 utf8;		/* else it is shown ASCII alone */
	bool	 light;		/* its background, as COLORFGBG has it */
	bool	 signs;		/* its fonts have more than text and lines */
	/* Told by the terminal itself, later. */
	bool	 sync;		/* ?2026 */
	bool	 kitty;		/* the kitty keyboard protocol */
	bool	 pixels;	/* the mouse in pixels, ?1016 */
	bool	 theme;		/* tells of light and dark, ?2031 */
	enum wheel_keys wheel;
	unsigned shape;		/* DECSCUSR as it was; 0: as by default */
};

/* Looks up a variable as getenv(3). */
typedef const char *(*caps_env_cb)(const char *name);
/* One that does: our own environment. */
const char *caps_env(const char *name);

/* 0, or -1 and *cause (caller frees): TERM is not set, is "dumb", is unknown
 * or has no cursor addressing. A terminal of a known family whose terminfo
 * entry is not installed is taken for what that family can do. */
int	 caps_load(struct caps *, caps_env_cb env, char **cause);
void	 caps_clear(struct caps *);
/* The name and version that the terminal gave (XTVERSION); may add to what it
 * can do. */
void	 caps_version(struct caps *, const char *);

/* Colour c (of cell.h) as this terminal can show it: unchanged, an indexed
 * one, or the default. */
unsigned caps_colour(const struct caps *, unsigned c);
/* What colour i of 256 usually is: 0xrrggbb. */
unsigned caps_rgb(unsigned i);

#endif
