/* SPDX-License-Identifier: ISC */
/* scan: a terminal's input taken apart into text, controls, sequences and
 * strings, exactly the same however the bytes are cut. It knows the syntax and
 * no meaning. */

#ifndef TERM_SCAN_H
#define TERM_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define SCAN_ARGS	256	/* parameters kept of one CSI, parts counted */
#define SCAN_ARG_MAX	32767	/* larger ones are clamped */
#define SCAN_ARG_NONE	(-1)

enum scan_type {
	SCAN_NONE,		/* no whole event in these bytes */
	SCAN_TEXT,		/* text, n, nascii: printable UTF-8, perhaps
				 * invalid */
	SCAN_CONTROL,		/* byte: a C0 control, not ESC CAN SUB DEL */
	SCAN_ESCAPE,		/* inter, final */
	SCAN_CSI,		/* leader, arg, inter, final */
	SCAN_STRING,		/* byte: its kind, text, n: its body */
};

/* Kinds of strings, by the second byte of what begins them. */
#define STRING_OSC ']'
#define STRING_DCS 'P'
#define STRING_APC '_'
#define STRING_PM  '^'
#define STRING_SOS 'X'

/* Only what is named with its type above is set, and all of an escape
 * sequence's. */
struct scan_event {
	enum scan_type	 type;
	uint8_t		 byte;
	uint8_t		 leader;	/* one of <=>? or 0 */
	uint8_t		 inter;		/* an intermediate or 0 */
	uint8_t		 final;
	bool		 odd;		/* CSI that is malformed but for query: two
					 * leaders or intermediates, too many */
	bool		 query;		/* CSI with a ? among its parameters */
	bool		 bel;		/* the string was ended by BEL */
	const uint8_t	*text;		/* borrowed until the next call; strings
					 * end with a NUL that n does not count */
	size_t		 n;
	size_t		 nascii;	/* so many bytes that text begins with
					 * are ASCII, and none else */
	const int16_t	*arg;		/* values, SCAN_ARG_NONE when left out */
	const bool	*part;		/* arg[i] follows arg[i - 1] by a colon */
	unsigned	 nargs;		/* 0 when there are none */
};

struct scan {
	int		 state;
	uint8_t		 tail[4];	/* of a character that is not whole */
	unsigned	 ntail;
	uint8_t		 out[4];
	uint8_t		 leader;
	uint8_t		 inter;
	uint8_t		 kind;
	bool		 odd;
	bool		 query;
	bool		 over;		/* the string is too long */
	bool		 c2;		/* a string's last byte was C2 */
	int16_t		 arg[SCAN_ARGS];
	bool		 part[SCAN_ARGS];
	unsigned	 nargs;
	size_t		 pending;	/* bytes of what is not whole */
	uint64_t	 dropped;	/* strings swallowed, too long */
	struct buf	 string;
};

void	 scan_init(struct scan *);
void	 scan_clear(struct scan *);
/* Take bytes up to and with the next event: how many, at least 1 of n > 0
 * unless an event of the bytes before comes first. */
size_t	 scan_next(struct scan *, const uint8_t *, size_t n,
	     struct scan_event *);
/* Bytes taken of a sequence, string or character that is not whole yet. */
static inline size_t
scan_pending(const struct scan *s)
{
	return s->pending;
}

#endif
