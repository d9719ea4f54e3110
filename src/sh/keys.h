/* SPDX-License-Identifier: ISC */
/* keys: the bytes of a terminal as keys, pastes and answers to queries. Pure:
 * it reads nothing itself and knows no time. */

#ifndef SH_KEYS_H
#define SH_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define KEYS_PASTE_MAX (64u << 10) /* bytes of a paste; the rest is dropped */

enum keys_what {
	KEYS_NONE,
	KEYS_TEXT,		/* text: printable, valid UTF-8, as typed */
	KEYS_PASTE,		/* text: as it came, any bytes */
	KEYS_ENTER,
	KEYS_NEWLINE,		/* Ctrl+J, Alt+Enter, Shift+Enter */
	KEYS_ESC,
	KEYS_TAB,
	KEYS_BACKTAB,
	KEYS_BACKSPACE,
	KEYS_DELETE,
	KEYS_UP,
	KEYS_DOWN,
	KEYS_LEFT,
	KEYS_RIGHT,
	KEYS_WORD_LEFT,
	KEYS_WORD_RIGHT,
	KEYS_HOME,
	KEYS_END,
	KEYS_KILL_END,		/* Ctrl+K */
	KEYS_KILL_LINE,		/* Ctrl+U */
	KEYS_KILL_WORD,		/* Ctrl+W, Alt+Backspace */
	KEYS_CTRL_C,
	KEYS_CTRL_D,
	KEYS_CTRL_L,
	KEYS_ANSWER,		/* text: the body of an OSC sequence */
	KEYS_ATTRIBUTES,	/* the answer to DA1 */
};

/* {0} must be followed by keys_init. */
struct keys {
	struct buf	 in;	/* fed and not yet decoded */
	struct buf	 paste;
	struct buf	 text;	/* of the last event */
	bool		 pasting;
	bool		 cooked; /* what is there was typed in the line mode of
				  * the terminal: '\n' was Enter */
};

struct keys_event {
	enum keys_what	 what;
	const char	*text;	/* terminated, may hold NUL bytes if pasted;
				 * borrowed until the next call */
	size_t		 len;
};

void	 keys_init(struct keys *);
void	 keys_clear(struct keys *);
/* Bytes past the bound (a flood that nobody decodes) are dropped. */
void	 keys_feed(struct keys *, const void *, size_t n);
/* The next event, false if there is none yet. With whole nothing more is
 * coming for what is cut: a lone ESC is the key, an open paste ends. */
bool	 keys_next(struct keys *, bool whole, struct keys_event *);
/* How long to wait for the rest of what is cut, in ms; -1 if nothing is. */
int	 keys_patience(const struct keys *);

#endif
