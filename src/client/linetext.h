/* SPDX-License-Identifier: ISC */
/* linetext: text that is being typed, as units that a cursor steps over:
 * grapheme clusters, newlines and folded pastes. Pure. */

#ifndef CLIENT_LINETEXT_H
#define CLIENT_LINETEXT_H

#include <stdbool.h>
#include <stddef.h>

/* A paste that is shown as a label: len bytes of the text at at. */
struct linefold {
	size_t		 at;
	size_t		 len;
	unsigned	 paste;		/* whose text it stands for */
};

/* {0} is empty. Positions are bytes, and always between units. */
struct linetext {
	char		*s;		/* owned, NULL or terminated; UTF-8 */
	size_t		 len;
	struct linefold	*folds;		/* owned, in the order of the text */
	unsigned	 nfolds;
};

void	 linetext_clear(struct linetext *);
/* The terminated text, never NULL. */
const char *linetext_string(const struct linetext *);
/* [from, to) becomes n bytes of text. */
void	 linetext_replace(struct linetext *, size_t from, size_t to,
	     const char *, size_t n);
/* As it, with the text and folds of another one. */
void	 linetext_splice(struct linetext *, size_t from, size_t to,
	     const struct linetext *);
/* The text put at a position is a fold from there on. */
void	 linetext_insert_fold(struct linetext *, size_t at, const char *label,
	     unsigned paste);
/* [from, to) into out, which is cleared first. */
void	 linetext_copy(struct linetext *out, const struct linetext *,
	     size_t from, size_t to);
/* NULL if no fold begins there. */
const struct linefold *linetext_fold(const struct linetext *, size_t at);

/* Where the unit at a position ends, and where that before it begins. */
size_t	 linetext_next(const struct linetext *, size_t);
size_t	 linetext_prev(const struct linetext *, size_t);
/* The line's first position, and that of its newline or the end. */
size_t	 linetext_line(const struct linetext *, size_t);
size_t	 linetext_line_end(const struct linetext *, size_t);
/* The end of the word at or after a position, and the begin of that before it.
 * Words are letters and digits; with spaces all that is no space. A fold is a
 * word. */
size_t	 linetext_word_end(const struct linetext *, size_t, bool spaces);
size_t	 linetext_word(const struct linetext *, size_t, bool spaces);

/* Where the units are on the screen, from the first one on. The last of cols
 * columns is left for the cursor. */
struct linewalk {
	const struct linetext *t;
	unsigned	 width;		/* of the rows, without that column */
	size_t		 at;		/* the unit, or the end */
	size_t		 next;
	unsigned	 row;
	unsigned	 col;
	unsigned	 cols;		/* that it takes; 0: a newline or the
					 * end */
};

/* At the first unit. */
void	 linewalk_init(struct linewalk *, const struct linetext *,
	     unsigned cols);
/* On to the next unit; false, and nothing else, at the end. */
bool	 linewalk_step(struct linewalk *);

#endif
