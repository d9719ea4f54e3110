/* SPDX-License-Identifier: ISC */
/* theme: the looks and the signs of the views. */

#ifndef CLIENT_THEME_H
#define CLIENT_THEME_H

#include <stdbool.h>
#include <stdint.h>

struct intern;
struct theme;

/* Colours come from the person's own palette as far as they can be read, text
 * and background stay as the terminal has them. None is the only sign of what
 * it stands for. */
enum look {
	LOOK_PLAIN,
	LOOK_DIM,
	LOOK_STRONG,		/* headings, names of what is selected */
	LOOK_MARKED,		/* a heading that is selected */
	LOOK_POINT,		/* the sign of what is selected */
	LOOK_WORKING,
	LOOK_NEED,		/* needs input; waits for checks or review */
	LOOK_DONE,
	LOOK_FAILED,
	LOOK_STOPPED,
	LOOK_IDLE,
	LOOK_MERGED,
	LOOK_MATCH,		/* what a filter has found */
	LOOK_WARN,		/* what to look at before going on */
	LOOK_COUNT
};

enum sign {
	SIGN_POINT,		/* in front of what is selected, of an input */
	SIGN_FIND,		/* of a filter */
	SIGN_ALIVE,		/* the process is alive */
	SIGN_GONE,		/* it has exited */
	SIGN_ASLEEP,		/* a loop between two runs */
	SIGN_ELLIPSIS,
	SIGN_DOT,		/* between two things */
	SIGN_TIMES,		/* how often */
	SIGN_CHILD,		/* what another session has started */
	SIGN_RULE,
	SIGN_RULE_DOWN,
	SIGN_LEFT,
	SIGN_RIGHT,
	SIGN_UP,
	SIGN_DOWN,
	SIGN_COUNT
};

#define THEME_PALETTE 8
#define THEME_KNOWN   0x80000000u

/* Colours are 0xrrggbb. */
struct theme_ground {
	bool		 known;
	bool		 few;	/* the terminal has no 256 colours */
	uint32_t	 bg;
	uint32_t	 palette[THEME_PALETTE];	/* | THEME_KNOWN, or 0 */
};

/* Steps of the sign of a session at work. */
#define THEME_STEPS 4

/* With utf8 false only ASCII is shown; with NO_COLOR in the environment there
 * are no colours. A root of intern, which must outlive it. */
struct theme *theme_create(struct intern *, bool utf8);
void	 theme_destroy(struct theme *);	/* NULL is fine */
/* ASCII alone from now on. */
void	 theme_set_ascii(struct theme *);
/* What the terminal has told of its colours: those of the palette that cannot
 * be read on its background give way to others. */
void	 theme_set_ground(struct theme *, const struct theme_ground *);
/* Of two colours (0xrrggbb) as WCAG 2 has it: 1 to 21. */
double	 theme_contrast(uint32_t, uint32_t);
bool	 theme_utf8(const struct theme *);
/* The style of a look, valid as long as the theme. */
uint32_t theme_look(struct theme *, enum look);
/* The same with a link, to be put into a cell at once. The URI must be clean. */
uint32_t theme_link(struct theme *, enum look, const char *uri);
/* One column wide, never NULL. */
const char *theme_sign(const struct theme *, enum sign);
const char *theme_working(const struct theme *, unsigned step);

#endif
