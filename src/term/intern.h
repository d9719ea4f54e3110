/* SPDX-License-Identifier: ISC */
/* intern: the tables behind cells: styles, clusters and links, each with an
 * id while any cell uses it. One per host and one per client. */

#ifndef TERM_INTERN_H
#define TERM_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "term/cell.h"

/* Bounds: what does not fit falls back (a default style, the first code point of
 * the cluster, no link) and is counted. */
#define CLUSTER_MAX_BYTES	64	/* of UTF-8 in one cell */
#define LINK_MAX_BYTES		2083	/* of a URI */
#define LINK_ID_MAX_BYTES	250	/* of its id= parameter */

struct intern;

struct intern *intern_create(void);
void	 intern_destroy(struct intern *);

/* The id of a style; never fails, 0 at worst. */
uint32_t intern_style(struct intern *, const struct style *);
/* The style of an id; unknown ids give the default. Borrowed until the next
 * intern_style. */
const struct style *intern_get_style(const struct intern *, uint32_t id);

/* The text field for a cell that shows n bytes of valid UTF-8 (one cluster):
 * the code point itself if it is one, else CELL_CLUSTER | id. Without
 * CELL_WIDE. */
uint32_t intern_text(struct intern *, const char *, size_t n);
/* The UTF-8 of a cell's text field, *n bytes, not terminated; tmp is used for
 * single code points. Erased cells and tails give 0 bytes. */
const char *intern_get_text(const struct intern *, uint32_t text, char tmp[4],
	     size_t *n);

/* The id of a link (uri and, NULL for none, its id= parameter); 0 when empty, too
 * long or too many. */
uint16_t intern_link(struct intern *, const char *uri, const char *id);
/* NULL for 0 and unknown ids; *id may be NULL. Borrowed. */
const char *intern_get_link(const struct intern *, uint16_t, const char **id);

/* What holds ids tells so here: when tables have grown, each root's mark is
 * called and calls intern_mark_style / intern_mark_text for all it holds; the
 * rest is freed. This happens only inside intern_style, intern_text and
 * intern_link; an id just returned lives until the next call of its kind, so put it
 * in a cell first. */
typedef void (*intern_mark_cb)(struct intern *, void *arg);
void	 intern_add_root(struct intern *, intern_mark_cb, void *arg);
void	 intern_remove_root(struct intern *, void *arg);
void	 intern_mark_style(struct intern *, uint32_t id);
void	 intern_mark_text(struct intern *, uint32_t text);
void	 intern_mark_link(struct intern *, uint16_t id);

/* How often something did not fit and fell back. */
uint64_t intern_misses(const struct intern *);

#endif
