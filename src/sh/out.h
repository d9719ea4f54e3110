/* SPDX-License-Identifier: ISC */
/* out: the terminal as it is written: its modes, the lines that scroll away, and
 * the panel (prompt box, dialog, indicator) that stays below them. What it all
 * means is not its business. */

#ifndef SH_OUT_H
#define SH_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "base/strv.h"

#define OUT_DIM	  "\033[2m"
#define OUT_BOLD  "\033[1m"
#define OUT_PLAIN "\033[m"

/* The rows of a panel, made anew for each time it is drawn. */
struct panel {
	struct strv	 rows;	/* no row is wider than the terminal */
	int		 row;	/* the cursor's place */
	int		 col;
};

struct out {
	int		 fd;	/* the terminal, our own description of it, or
				 * standard output if there is none */
	bool		 tty;
	bool		 fancy;	/* it shows UTF-8 */
	bool		 raw;	/* its keys are ours */
	int		 cols;
	int		 lines;
	struct termios	 saved;	/* as it was when we came */
	struct strv	 drawn;	/* the panel's rows on the screen */
	int		 row;	/* where the cursor is in it */
	int		 col;
};

/* Learn what standard input and output are; their modes stay as they are. */
void	 out_open(struct out *);
/* Leave the terminal as it was; the panel is removed. */
void	 out_close(struct out *);
/* Take the terminal's keys, and give them back. */
void	 out_take(struct out *);
void	 out_give(struct out *);
/* End the modes that another program has left behind. */
void	 out_mend(struct out *);
/* Ask for the size again: true if it is another. A panel on the screen is
 * taken as wrapped as terminals do it. */
bool	 out_resize(struct out *);

/* Bytes as they are: for titles, queries and a program's own output. A
 * terminal that takes nothing for 5 s loses them. */
void	 out_write(struct out *, const void *, size_t n);
/* Text for the scrolling part: the panel is removed first, and has to be drawn
 * again. */
void	 out_print(struct out *, const char *fmt, ...)
	     __attribute__((__format__(printf, 2, 3)));
/* What is in fancy, or where the terminal shows no UTF-8, in plain. */
const char *out_sign(const struct out *, const char *fancy, const char *plain);

/* A row of text that may hold SGR sequences. */
void	 panel_add(struct panel *, const char *fmt, ...)
	     __attribute__((__format__(printf, 2, 3)));
/* A line across. */
void	 panel_rule(struct panel *, const struct out *);
/* Remove the panel from the screen, if it is there. */
void	 panel_remove(struct out *);
/* Draw the panel in place of the one before; its rows are taken. */
void	 panel_draw(struct out *, struct panel *);
/* Columns of a row with SGR sequences. */
int	 panel_columns(const char *);

#endif
