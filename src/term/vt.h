/* SPDX-License-Identifier: ISC */
/* vt: a terminal: bytes from a program in, a screen, modes, replies and notes
 * out. No I/O, no clock: fed whole, split anywhere or byte by byte it ends up
 * the same. */

#ifndef TERM_VT_H
#define TERM_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "term/modes.h"

struct about;
struct buf;
struct screen;
struct vt;

/* What a program told besides drawing. Texts are borrowed for the call, bounded,
 * valid UTF-8, not yet cleaned of controls. */
enum term_note_type {
	NOTE_BELL,
	NOTE_TITLE,		/* text: the window title (OSC 0, 2) */
	NOTE_ICON_NAME,		/* text (OSC 0, 1) */
	NOTE_CWD,		/* text: a file URI (OSC 7) */
	NOTE_NOTIFY,		/* text, title may be NULL (OSC 9, 777, 99) */
	NOTE_PROGRESS,		/* a: 0-4 as in OSC 9;4, b: percent */
	NOTE_STATUS,		/* text: the body of an OSC 7501 report */
	NOTE_PROMPT,		/* a: 'A' 'B' 'C' 'D', b: exit status or -1 (OSC 133) */
	NOTE_CLIPBOARD,		/* title: selections, text: base64 (OSC 52) */
	NOTE_MODES,		/* vt_modes() has changed */
	NOTE_RESET,		/* RIS */
};

struct term_note {
	enum term_note_type	 type;
	const char		*text;
	const char		*title;
	int			 a;
	int			 b;
};

struct vt_callbacks {
	/* Bytes that answer a query, in the order asked. */
	void	(*reply)(const void *, size_t, void *arg);
	void	(*note)(const struct term_note *, void *arg);
};

/* The longest string (OSC, DCS, APC ...) that is kept; longer ones are
 * swallowed whole and counted. OSC 52 may reach VT_CLIPBOARD_MAX. */
#define VT_STRING_MAX	 8192
#define VT_CLIPBOARD_MAX (256u << 10)

/* scrollback: bytes, see scrollback.h. Callbacks may be NULL one by one;
 * they must not feed. */
struct vt *vt_create(unsigned rows, unsigned cols, size_t scrollback,
	     const struct vt_callbacks *, void *arg);
void	 vt_destroy(struct vt *);
/* Any bytes, any number. Never fails. */
void	 vt_feed(struct vt *, const void *, size_t);
/* Clamped to TERM_MIN_* and TERM_MAX_*. Sends the in-band report if the
 * program asked for it. */
void	 vt_resize(struct vt *, unsigned rows, unsigned cols);
struct screen *vt_screen(struct vt *);
const struct modes *vt_modes(const struct vt *);
/* Never NULL. */
const char *vt_title(const struct vt *);
/* What the program has told of itself; notes NOTE_CWD, NOTE_PROGRESS and
 * NOTE_RESET come after a change. The vt's. */
const struct about *vt_about(const struct vt *);
/* Colours (0xrrggbb) with which colour queries are answered: those of the
 * last terminal that looked. */
void	 vt_set_colours(struct vt *, uint32_t fg, uint32_t bg);
/* Whether text may go past libvterm where that can make no difference (true
 * in a new terminal); for tests of just that. */
void	 vt_set_textpath(struct vt *, bool);
/* Of a sequence that is not complete yet, the bytes so far; so that a
 * snapshot between two feeds can be told from one inside a sequence. */
size_t	 vt_pending(const struct vt *);

#endif
