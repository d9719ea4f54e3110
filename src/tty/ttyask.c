/* SPDX-License-Identifier: ISC */
/* ttyask: questions for the person's terminal and its answers. When to ask is
 * tty's business. */

#include <stdlib.h>
#include <string.h>

#include "tty/ttyask.h"

const char ttyask_all[] = "\033[?u"	 /* kitty keyboard */
			  "\033[?2026$p" /* synchronized updates */
			  "\033[?1016$p" /* the mouse in pixels */
			  "\033[?2031$p" /* light or dark, when that changes */
			  "\033]10;?\033\\" /* colours */
			  "\033]11;?\033\\"
			  "\033[>q" /* name and version */
			  "\033[c";

const char ttyask_colours[] = "\033]10;?\033\\"
			      "\033]11;?\033\\"
			      "\033[c";

/* Two hex digits of a component that has 1-4. */
static int
colour_part(const char **s, uint32_t *out)
{
	unsigned long v;
	char *end;
	long n;

	v = strtoul(*s, &end, 16);
	n = end - *s;
	if (n < 1 || n > 4)
		return -1;
	*out = (uint32_t)(v * 255 / ((1ul << (4 * n)) - 1));
	*s = end;
	return 0;
}

uint32_t
ttyask_colour(const char *s)
{
	uint32_t r, g, b;

	if (strncmp(s, "rgb:", 4) != 0)
		return 0;
	s += 4;
	if (colour_part(&s, &r) == -1 || *s++ != '/' ||
	    colour_part(&s, &g) == -1 || *s++ != '/' ||
	    colour_part(&s, &b) == -1)
		return 0;
	return TTYASK_KNOWN | r << 16 | g << 8 | b;
}
