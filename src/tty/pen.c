/* SPDX-License-Identifier: ISC */
/* pen: the terminal's writing state, and the shortest ways to change it. What
 * is written is the painter's business. */

#include <string.h>

#include "base/buf.h"
#include "term/intern.h"
#include "tty/caps.h"
#include "tty/pen.h"
#include "tty/style.h"

static const struct style plain_style;

void
pen_reset(struct pen *p)
{
	p->style = plain_style;
	p->style_id = 0;
	p->link = 0;
	p->wrap_off = false;
	p->row = p->col = 0;
}

static void
change_style(struct pen *p, const struct style *to)
{
	style_change(p->out, p->caps, &p->style, to);
	p->style = *to;
	p->style_id = PEN_UNKNOWN;
}

void
pen_set_style(struct pen *p, uint32_t id)
{
	struct style s;

	if (id == p->style_id)
		return;
	s = style_reduce(p->caps, intern_get_style(p->intern, id));
	change_style(p, &s);
	pen_set_link(p, s.link);
	p->style_id = id;
}

void
pen_set_erase(struct pen *p, uint32_t id)
{
	struct style s = plain_style;

	s.bg = style_reduce(p->caps, intern_get_style(p->intern, id)).bg;
	if (p->style.bg == s.bg && p->style.attr == 0)
		return;
	change_style(p, &s);
}

/* Only schemes that cannot do anything by being clicked, and only bytes that a
 * URI may have. */
static bool
link_allowed(const char *uri)
{
	static const char *const schemes[] = {
		"http:", "https:", "file:", "mailto:"
	};
	const unsigned char *s;
	size_t i;

	for (s = (const unsigned char *)uri; *s != '\0'; s++)
		if (*s <= ' ' || *s >= 0x7f)
			return false;
	for (i = 0; i < nitems(schemes); i++)
		if (strncasecmp(uri, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

void
pen_set_link(struct pen *p, uint16_t link)
{
	const char *uri = NULL, *id;

	if (link == p->link)
		return;
	if (link != 0) {
		uri = intern_get_link(p->intern, link, &id);
		if (uri == NULL || !link_allowed(uri))
			link = 0;
	}
	if (link == p->link)
		return;
	/* The program's own id= stays inside: ours tells links apart. */
	if (link == 0)
		buf_put(p->out, "\033]8;;\033\\", 7);
	else
		buf_printf(p->out, "\033]8;id=bgmux-%u;%s\033\\", link, uri);
	p->link = link;
	p->style_id = PEN_UNKNOWN;
}

void
pen_set_wrap(struct pen *p, bool off)
{
	if (off == p->wrap_off)
		return;
	buf_put(p->out, off ? "\033[?7l" : "\033[?7h", 5);
	p->wrap_off = off;
}

void
pen_move(struct pen *p, unsigned row, unsigned col)
{
	if (p->row == row && p->col == col)
		return;
	if (p->row == row && col == 0)
		buf_put_u8(p->out, '\r');
	else if (p->row == row && col == p->col + 1)
		buf_put(p->out, "\033[C", 3);
	else if (p->row == row && col > p->col)
		buf_printf(p->out, "\033[%uC", col - p->col);
	else if (p->row != PEN_UNKNOWN && p->row + 1 == row && col == 0)
		buf_put(p->out, "\r\n", 2);
	else if (col == 0)
		buf_printf(p->out, "\033[%uH", row + 1);
	else
		buf_printf(p->out, "\033[%u;%uH", row + 1, col + 1);
	p->row = row;
	p->col = col;
}

void
pen_lose_place(struct pen *p)
{
	p->row = p->col = PEN_UNKNOWN;
}
