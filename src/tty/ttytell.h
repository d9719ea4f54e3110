/* SPDX-License-Identifier: ISC */
/* ttytell: a program's bells, notifications and clipboards as the bytes that
 * tell the person's terminal. Pure. */

#ifndef TTY_TTYTELL_H
#define TTY_TTYTELL_H

#include <stddef.h>

struct buf;
struct caps;

enum told_type {
	TOLD_BELL,
	TOLD_CLIPBOARD,		/* name: selections, text: base64 */
	TOLD_NOTIFY,		/* name: a title or "", text */
};

/* Texts are borrowed. */
struct told {
	enum told_type	 type;
	const char	*name;
	const char	*text;
};

/* Append it; nothing where the terminal would show it as text. */
void	 ttytell_put(struct buf *, const struct caps *, const struct told *);
/* Append what sets the clipboard to n bytes of text (OSC 52). */
void	 ttytell_copy(struct buf *, const void *, size_t n);

#endif
