/* SPDX-License-Identifier: ISC */
/* agentscreen: screens for the tests of those who read them. */

#ifndef REGRESS_AGENTSCREEN_H
#define REGRESS_AGENTSCREEN_H

#include <string.h>

#include "base/shown.h"
#include "base/xmalloc.h"

/* Rows from text with newlines. '|' is the cursor and goes, what stands between
 * '{' and '}' is dim, between '[' and ']' lit, between two '~' lit in another
 * way. */
static inline void
agentscreen_make(struct shown_screen *s, const char *text)
{
	size_t n = 1, row, at, from = 0;
	bool other = false;
	const char *p;

	for (p = text; *p != '\0'; p++)
		n += *p == '\n';
	shown_init(s, n);
	for (p = text, row = 0; row < n; row++, p++) {
		s->rows[row].text = xcalloc(strlen(p) + 1, 1);
		for (at = 0; *p != '\0' && *p != '\n'; p++) {
			if (*p == '|') {
				s->cursor_row = row;
				s->cursor = at;
			} else if (*p == '{' || *p == '[' ||
			    (*p == '~' && !other)) {
				from = at;
				other = *p == '~';
			} else if (*p == '}')
				shown_add_span(&s->rows[row].dim, from, at, 0);
			else if (*p == ']' || *p == '~') {
				shown_add_span(&s->rows[row].lit, from, at,
				    other ? 2 : 1);
				other = false;
			} else
				s->rows[row].text[at++] = *p;
		}
	}
}

#endif
