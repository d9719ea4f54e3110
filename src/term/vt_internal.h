/* SPDX-License-Identifier: ISC */
/* vt_internal: the state of a terminal, shared by the files that carry out what
 * a program writes: vt, glyph, csi, decmode, query and osc. */

#ifndef TERM_VT_INTERNAL_H
#define TERM_VT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "term/about.h"
#include "term/cell.h"
#include "term/intern.h"
#include "term/modes.h"
#include "term/scan.h"
#include "term/screen.h"
#include "term/textrun.h"
#include "term/vt.h"

struct vtlib;

#define TITLE_MAX	1024	/* bytes */
#define TITLE_STACK_MAX	16
#define KITTY_STACK_MAX	16
#define NOTIFY_MAX	2048	/* bytes of a notification in parts */

#define COLOUR_UNKNOWN	UINT32_MAX

/* Character sets: the four designated ones by their final byte, and which
 * is in use. */
struct charsets {
	uint8_t		 set[4];
	uint8_t		 left;		/* index of the one in use */
	uint8_t		 single;	/* for one character; 0: none */
};

/* What DECSC keeps. */
struct saved_cursor {
	struct cursor	 at;		/* its place is meant; the main screen's
					 * moves along when that is resized */
	struct style	 pen;
	struct charsets	 charsets;
	bool		 origin;
};

/* Text on its way into libvterm and the last glyph that came out. */
struct glyphs {
	char		 out[4096];
	size_t		 nout;
	uint32_t	 held[512];	/* what the holders in out stand for */
	unsigned	 nheld;
	bool		 last;		/* the fields below are meant: nothing
					 * happened since that glyph */
	unsigned	 row;
	unsigned	 col;
	unsigned	 width;
	uint32_t	 cp;		/* its last code point */
	bool		 simple;	/* cp is (utf8_simple_width) */
	int32_t		 state;		/* of utf8_break */
	char		 text[CLUSTER_MAX_BYTES];
	size_t		 ntext;
	uint32_t	 joined;	/* text, interned; kept alive */
	bool		 flushing;	/* libvterm is placing text */
	bool		 wrapped;	/* libvterm's wrap is pending */
	struct textrun_widths widths;	/* textpath's */
};

struct kitty_stack {
	uint8_t		 flags[KITTY_STACK_MAX];
	unsigned	 n;		/* the current ones are not on it */
	uint8_t		 now;
};

struct title_stack {
	char		*title[TITLE_STACK_MAX]; /* owned */
	unsigned	 n;
};

struct vt {
	struct vt_callbacks	 cbs;
	void			*arg;
	struct scan		 scan;
	struct vtlib		*lib;	/* owned */
	unsigned		 lib_row; /* where its cursor is */
	unsigned		 lib_col;
	struct intern		*intern; /* owned, as the next two */
	struct scrollback	*scrollback;
	struct screen		*screen;
	struct cursor		*cursor; /* screen's */
	unsigned		 rows;
	unsigned		 cols;
	struct rect		 margins;
	struct rect		 other_margins; /* of the screen not shown */
	struct modes		 modes;
	struct modes		 told;	/* those last noted */
	uint32_t		 kept_flags; /* XTSAVE */

	struct style		 pen;
	uint32_t		 pen_id;
	uint32_t		 blank_id; /* the pen's background alone */
	bool			 pen_stale; /* the ids are of another pen */
	bool			 textpath; /* text may go past libvterm */
	struct charsets		 charsets;
	struct saved_cursor	 saved[2]; /* of main and alternate screen */
	uint8_t			 tabs[(TERM_MAX_COLS + 7) / 8];
	struct glyphs		 glyphs;
	struct kitty_stack	 kitty[2];

	struct about		 about;
	char			*window; /* title; owned, never NULL */
	char			*icon;	/* the same */
	struct title_stack	 windows;
	struct title_stack	 icons;
	uint32_t		 fg;	/* of the terminal that looks on */
	uint32_t		 bg;
	uint32_t		 set_fg; /* by the program, COLOUR_UNKNOWN if not */
	uint32_t		 set_bg;
	uint32_t		 set_cursor;
	uint32_t		*palette; /* owned, 256 as set; may be NULL */
	struct buf		 notify_title; /* OSC 99 in parts */
	struct buf		 notify_body;
};

/* vt.c: what all others use. */

void	 vt_reply(struct vt *, const char *fmt, ...)
	     __attribute__((__format__(printf, 2, 3)));
void	 vt_note(struct vt *, enum term_note_type, const char *text,
	     const char *title, int a, int b);
/* Move the cursor, clamped to the screen; ends a pending wrap. */
void	 vt_move(struct vt *, int row, int col);
/* The pen has been changed. */
void	 vt_pen_changed(struct vt *);
/* Interned ids of the pen and of what erasing leaves. */
uint32_t vt_pen(struct vt *);
uint32_t vt_blank(struct vt *);
/* Have a whole control sequence of less than 64 bytes carried out by libvterm
 * at the cursor, and take over where it leaves the cursor. */
void	 vt_lib(struct vt *, const char *fmt, ...)
	     __attribute__((__format__(printf, 2, 3)));
/* Put libvterm's cursor where ours is, a pending wrap included. */
void	 vt_lib_sync(struct vt *);
void	 vt_set_margins(struct vt *, unsigned top, unsigned bottom);
void	 vt_set_side_margins(struct vt *, unsigned left, unsigned right);
/* Have the margins of the other screen. */
void	 vt_swap_margins(struct vt *);
void	 vt_save_cursor(struct vt *);
void	 vt_restore_cursor(struct vt *);
void	 vt_soft_reset(struct vt *);
void	 vt_hard_reset(struct vt *);
void	 vt_set_title(struct vt *, const char *window, const char *icon);

/* vt_scroll.c: as screen_scroll and screen_erase, with the pen's background; soft
 * wraps across what moved or went away end. */

void	 vt_scroll(struct vt *, struct rect, int down, int right, bool push);
void	 vt_erase(struct vt *, struct rect, bool selective);
void	 vt_linefeed(struct vt *);
void	 vt_reverse_linefeed(struct vt *);

static inline bool
vt_mode(const struct vt *vt, uint32_t flag)
{
	return (vt->modes.flags & flag) != 0;
}

#endif
