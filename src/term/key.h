/* SPDX-License-Identifier: ISC */
/* key: a decoded key, mouse or focus event. Plain data. */

#ifndef TERM_KEY_H
#define TERM_KEY_H

#include <stddef.h>
#include <stdint.h>

#define KEY_MOD_SHIFT	0x01u
#define KEY_MOD_ALT	0x02u
#define KEY_MOD_CTRL	0x04u
#define KEY_MOD_SUPER	0x08u
#define KEY_MOD_HYPER	0x10u
#define KEY_MOD_META	0x20u
#define KEY_MOD_CAPS	0x40u
#define KEY_MOD_NUM	0x80u

/* Codes are Unicode code points (unshifted where the terminal tells), with
 * these for the rest. Tab, Enter, Escape, Backspace are 9, 13, 27, 127.
 * Numbers are part of the wire: never reuse one. */
enum key_code {
	KEY_TAB = 9,
	KEY_ENTER = 13,
	KEY_ESCAPE = 27,
	KEY_BACKSPACE = 127,
	KEY_BASE = 0x110000,
	KEY_UP,
	KEY_DOWN,
	KEY_RIGHT,
	KEY_LEFT,
	KEY_HOME,
	KEY_END,
	KEY_INSERT,
	KEY_DELETE,
	KEY_PGUP,
	KEY_PGDN,
	KEY_BEGIN,			/* keypad 5 without NumLock */
	KEY_F1 = KEY_BASE + 0x20,	/* F1 ... F35 in a row */
	KEY_F35 = KEY_F1 + 34,
	KEY_KP_0 = KEY_BASE + 0x50,	/* KP_0 ... KP_9 in a row */
	KEY_KP_9 = KEY_KP_0 + 9,
	KEY_KP_DECIMAL,
	KEY_KP_DIVIDE,
	KEY_KP_MULTIPLY,
	KEY_KP_SUBTRACT,
	KEY_KP_ADD,
	KEY_KP_ENTER,
	KEY_KP_EQUAL,
	KEY_KP_SEPARATOR,
	KEY_KITTY = KEY_BASE + 0x1000,	/* | a functional key's number in the
					 * kitty keyboard protocol less
					 * 57344: media and modifier keys */
};

enum key_event {
	KEY_PRESS = 1,
	KEY_REPEAT = 2,
	KEY_RELEASE = 3,
};

/* How the terminal told a key, while it was in the program's own modes: then
 * the program gets it so too, whatever other terminals would have sent. */
enum key_form {
	KEY_FORM_NONE,			/* not known, or in other modes */
	KEY_FORM_BYTES,			/* text and controls, ESC for Alt */
	KEY_FORM_OTHER,			/* CSI 27 ; modifiers ; code ~ */
	KEY_FORM_CSI_U,			/* CSI code ; modifiers u */
};

#define KEY_TEXT_MAX 32

struct key {
	uint32_t	code;
	uint32_t	shifted;	/* 0: unknown (kitty alternate keys) */
	uint32_t	base;		/* 0: unknown */
	uint8_t		mods;
	uint8_t		event;		/* enum key_event */
	char		text[KEY_TEXT_MAX]; /* what it types, UTF-8; "" if none
					 * or if it is just code */
	uint8_t		form;		/* enum key_form */
};

enum mouse_event {
	MOUSE_PRESS = 1,
	MOUSE_RELEASE = 2,
	MOUSE_MOTION = 3,		/* with button 0: none held */
};

/* The size of a cell in pixels, as programs are told it. */
#define CELL_PX_WIDTH	8
#define CELL_PX_HEIGHT	16

/* Buttons: 1 left, 2 middle, 3 right, 4 wheel up, 5 down, 6 left, 7 right,
 * 8-11 more. Positions count from 0, in cells and (both 0 if unknown) in such pixels. */
struct mouse {
	uint8_t		event;
	uint8_t		button;
	uint8_t		mods;
	uint16_t	row;
	uint16_t	col;
	uint16_t	py;
	uint16_t	px;
};

/* The name as bindings and the send command write it ("C-b", "M-Left", "F5",
 * "Enter", "S-Tab", "x") into a buffer; and back: 0, or -1 if there is none. */
const char *key_name(const struct key *, char *, size_t);
int	key_parse(const char *name, struct key *);

#endif
