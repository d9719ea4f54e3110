/* SPDX-License-Identifier: ISC */
/* textrun: the simple characters that some UTF-8 begins with, as runs. */

#ifndef TERM_TEXTRUN_H
#define TERM_TEXTRUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "term/rowtext.h"

#define TEXTRUN_RUNS 24		/* at once */

/* What is known of widths so far; {0} at first. */
struct textrun_widths {
	uint8_t		 blocks[2048];	/* of each 64 code points */
	uint32_t	 others[256];	/* a cache: code point << 2 | columns */
};

struct textrun {
	struct rowrun	 run[TEXTRUN_RUNS];
	unsigned	 nruns;		/* 0: there are no characters */
	unsigned	 cols;
	size_t		 used;		/* bytes */
	uint32_t	 last;		/* the last character */
};

/* The simple characters (utf8_simple_width; ASCII only if ascii) that n bytes of
 * text without controls begin with, as many as fit in cols columns and into
 * runs, which get the style. */
void	 textrun_get(struct textrun *, struct textrun_widths *,
	     const uint8_t *, size_t n, unsigned cols, bool ascii,
	     uint32_t style);

#endif
