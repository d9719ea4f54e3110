/* SPDX-License-Identifier: ISC */
/* ttyin_internal: what the decoder of bytes and that of control sequences
 * share. */

#ifndef TTY_TTYIN_INTERNAL_H
#define TTY_TTYIN_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "tty/ttyin.h"

#define TTYIN_SUBS_MAX	 8
/* The longest control sequence and string that are looked at. */
#define TTYIN_CSI_MAX	 256
#define TTYIN_STRING_MAX 2048

enum ttyin_swallow {
	SWALLOW_NONE,
	SWALLOW_CSI,		/* until a final byte */
	SWALLOW_STRING,		/* until BEL or ST */
};

struct ttyin {
	struct ttyin_handler	 handler;
	void			*arg;
	uint8_t			 in[2 * TTYIN_STRING_MAX];
	size_t			 n;
	enum ttyin_swallow	 swallow;
	bool			 pasting;
	struct buf		 paste;
	bool			 paste_parts;	/* some of it was told */
	bool			 split;	/* ESC before a key is Escape */
	bool			 st_keys;
	uint8_t			 alt;	/* KEY_MOD_ALT after an ESC, else 0 */
	uint8_t			 button; /* last pressed, for old mice */
	bool			 busy;	/* a handler may be running */
	struct ttyin		*inner;	/* owned; NULL: nothing came meanwhile */
};

/* A control sequence taken apart. */
struct csi {
	char		 leader;
	char		 inter;
	char		 final;
	unsigned	 n;
	struct {
		uint32_t v[TTYIN_SUBS_MAX];
		unsigned n;
	} p[TTYIN_PARAMS_MAX];
};

/* Event of a key with its Alt. */
void	ttyin_key(struct ttyin *, uint32_t code, uint8_t mods);
/* Act on a whole control sequence of n bytes without its ESC [. */
void	ttyin_csi(struct ttyin *, const uint8_t *, size_t n);
/* ESC O and n more bytes, the last of which is final: whether it is a key. */
bool	ttyin_ss3(struct ttyin *, const uint8_t *, size_t n);
/* Three bytes of an X10 mouse. */
void	ttyin_mouse_x10(struct ttyin *, const uint8_t *);

#endif
