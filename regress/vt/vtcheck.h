/* SPDX-License-Identifier: ISC */
/* vtcheck: what tests of terminals share: two screens compared, states as
 * words, strings with escapes. */

#ifndef VTCHECK_H
#define VTCHECK_H

#include <stddef.h>
#include <stdint.h>

struct intern;
struct modes;
struct vt;

/* Redraw vt into a fresh terminal: NULL if that has the same screen and state, else
 * what differs, borrowed until the next call. */
const char *vtcheck_redraw(struct vt *);
/* Each row packed and unpacked is the same. */
const char *vtcheck_rowcode(struct vt *);
/* NULL if two terminals of one size look the same. */
const char *vtcheck_same(struct vt *, struct vt *);
/* The same, and their rows' flags, scrollbacks and damage are equal, too: for
 * terminals that were given the same and compared at the same moments. */
const char *vtcheck_equal(struct vt *, struct vt *);

/* "bold fg=1 bg=#010203 ul=curly ulc=4 link=URI"; "plain". Caller frees. */
char	*vtcheck_style(const struct intern *, uint32_t id);
/* "paste mouse=1003 enc=1006 kitty=5 modify=2"; "usual" for those of a fresh
 * terminal. Caller frees. */
char	*vtcheck_modes(const struct modes *);

/* Undo the escapes \e \r \n \t \b \a \\ \" \xHH of a string in place, up to its
 * closing quote: where the line goes on, *n the length; NULL if it has none. */
char	*vtcheck_unescape(char *, size_t *n);
/* Bytes with escapes. Caller frees. */
char	*vtcheck_visible(const void *, size_t);

#endif
