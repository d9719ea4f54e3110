/* SPDX-License-Identifier: ISC */
/* pack_term: frames and input as bytes. Rows are packed by the ends
 * (term/rowcode) and only carried here. */

#ifndef WIRE_PACK_TERM_H
#define WIRE_PACK_TERM_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct reader;

#define FRAME_FULL	0x01u	/* all rows follow; forget what you have */
#define FRAME_TITLE	0x02u	/* a title follows */
#define FRAME_ABOUT	0x04u	/* progress and folder follow */

#define FRAME_CURSOR_VISIBLE 0x01u
#define FRAME_CURSOR_BLINK   0x02u
#define FRAME_CURSOR_WRAP    0x04u

#define FRAME_TITLE_MAX 4096
#define FRAME_FOLDER_MAX 1024	/* as ABOUT_FOLDER_MAX */
#define FRAME_MAX_SCROLLS 16
/* As TERM_MAX_ROWS and TERM_MAX_COLS: a larger screen is refused. */
#define FRAME_MAX_ROWS 1000
#define FRAME_MAX_COLS 2000
#define FRAME_HEAD_MAX 16384	/* bytes, with what later versions add */

struct frame_scroll {
	uint16_t	top;
	uint16_t	bottom;
	int32_t		n;
};

/* What stands before a frame's rows. */
struct frame_head {
	uint32_t	 seq;		/* to be acknowledged */
	uint16_t	 rows;		/* of the whole screen */
	uint16_t	 cols;
	uint8_t		 flags;
	uint8_t		 cursor_flags;
	uint8_t		 cursor_shape;	/* DECSCUSR pairs: 0 default, 1 block,
					 * 2 underline, 3 bar */
	uint16_t	 cursor_row;
	uint16_t	 cursor_col;
	uint32_t	 modes;		/* flags of term/modes.h */
	uint16_t	 mouse;
	uint16_t	 mouse_enc;
	uint8_t		 kitty;
	uint8_t		 modify_keys;
	uint8_t		 nscrolls;	/* carried out before the rows */
	uint16_t	 nrows;		/* rows that follow */
	struct frame_scroll scrolls[FRAME_MAX_SCROLLS];
	const char	*title;		/* with FRAME_TITLE; put borrows */
	/* With FRAME_ABOUT, as in struct about (term/about.h). */
	uint8_t		 progress;
	uint8_t		 percent;
	char		 folder[FRAME_FOLDER_MAX + 1];
};

/* put appends; get reads what put wrote, checks every bound and returns 0 or
 * WIRE_BAD. frame_get_head gives title as a copy that the caller frees (NULL
 * without one and on error; put cuts a title at FRAME_TITLE_MAX bytes), and a
 * cursor shape that it does not know as 0. frame_get_row cannot know the
 * screen: the caller checks index against rows. */
void	frame_put_head(struct buf *, const struct frame_head *);
void	frame_put_row(struct buf *, uint16_t index, const void *, size_t);
int	frame_get_head(struct reader *, struct frame_head *, char **title);
int	frame_get_row(struct reader *, uint16_t *index, const uint8_t **,
	    size_t *);

/* As struct key and struct mouse of term/key.h. */
struct input_key {
	uint32_t	code;
	uint32_t	shifted;
	uint32_t	base;
	uint8_t		mods;
	uint8_t		event;
	char		text[32];
	uint8_t		form;
};

struct input_mouse {
	uint8_t		event;
	uint8_t		button;
	uint8_t		mods;
	uint16_t	row;
	uint16_t	col;
	uint16_t	py;
	uint16_t	px;
};

void	input_put_key(struct buf *, const struct input_key *);
int	input_get_key(struct reader *, struct input_key *);
void	input_put_mouse(struct buf *, const struct input_mouse *);
int	input_get_mouse(struct reader *, struct input_mouse *);
/* What a program puts on the clipboard: selections as OSC 52 names them ("c",
 * "p", "s", "0" ...; "" for its default) and base64. get gives copies that the
 * caller frees, of the right characters only. */
#define CLIPBOARD_NAMES_MAX 16
#define CLIPBOARD_MAX	    (256u << 10)
void	clipboard_put(struct buf *, const char *selections, const char *base64);
int	clipboard_get(struct reader *, char **selections, char **base64);
/* A notification; title may be NULL and "". get as above. */
#define NOTIFY_TEXT_MAX 4096
void	notify_put(struct buf *, const char *title, const char *text);
int	notify_get(struct reader *, char **title, char **text);

/* The colours of a terminal's text and background, 0xrrggbb. */
void	input_put_colours(struct buf *, uint32_t fg, uint32_t bg);
int	input_get_colours(struct reader *, uint32_t *fg, uint32_t *bg);

/*
 * History. Lines have numbers that stay theirs: those of the scrollback end
 * where those of the screen begin. A line that is not kept any more or not yet
 * there is left out of the answer.
 */
#define LINES_END   UINT64_MAX	/* from: the last count lines */
#define LINES_MAX   500		/* lines asked for at once */

struct lines_head {
	uint64_t	first;		/* the oldest line kept */
	uint64_t	screen;		/* that of the screen's top */
	uint64_t	end;		/* one past the last */
	uint64_t	start;		/* of the lines that follow */
	uint16_t	n;		/* so many, each as lines_get_row gives */
};

#define SEARCH_BACK  0x01u
#define SEARCH_REGEX 0x02u	/* POSIX extended */
#define SEARCH_TEXT_MAX 1024	/* bytes */

/* Matches that start at or after a place (with SEARCH_BACK before it) in lines
 * up to stop, which is one past the last (with SEARCH_BACK: the first). */
struct search {
	uint64_t	line;
	uint16_t	col;
	uint64_t	stop;
	uint8_t		flags;
};

struct found {
	uint8_t		found;		/* 0: the rest means nothing */
	uint64_t	line;
	uint16_t	col;
	uint64_t	end_line;
	uint16_t	end_col;	/* included */
};

void	lines_put_ask(struct buf *, uint64_t from, uint16_t count);
int	lines_get_ask(struct reader *, uint64_t *from, uint16_t *count);
void	lines_put_head(struct buf *, const struct lines_head *);
int	lines_get_head(struct reader *, struct lines_head *);
int	lines_get_row(struct reader *, const uint8_t **, size_t *);
/* The text is a copy that the caller frees; NULL on error. */
void	search_put(struct buf *, const struct search *, const char *text);
int	search_get(struct reader *, struct search *, char **text);
void	found_put(struct buf *, const struct found *);
int	found_get(struct reader *, struct found *);

#endif
