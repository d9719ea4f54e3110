/* SPDX-License-Identifier: ISC */
/* attachhistory: what ties the history view and the help to an attached
 * session: its link, its terminal, its keys. */

#include <stdlib.h>
#include <string.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "client/attachhistory.h"
#include "client/attachview_internal.h"
#include "client/bind.h"
#include "client/clip.h"
#include "client/helpview.h"
#include "client/history.h"
#include "client/link.h"
#include "client/mirror.h"
#include "term/modes.h"
#include "tty/frame.h"
#include "tty/tty.h"

#define SAVED_MAX (64u << 20) /* bytes */

void
attachhistory_lines(const void *body, size_t n, void *arg)
{
	struct attachview *v = arg;

	history_lines(v->history, body, n);
}

void
attachhistory_found(uint32_t id, const struct found *f, void *arg)
{
	struct attachview *v = arg;

	history_found(v->history, id, f);
}

static bool
ask_lines(uint64_t from, unsigned count, void *arg)
{
	struct attachview *v = arg;

	return link_history(v->link, from, count);
}

static uint32_t
ask_search(const struct search *s, const char *text, void *arg)
{
	struct attachview *v = arg;

	return link_search(v->link, s, text);
}

static void
on_copy(const void *p, size_t n, void *arg)
{
	struct attachview *v = arg;

	tty_copy(v->tty, p, n);
	clip_run(v->clip, p, n);
}

static void
on_changed(void *arg)
{
	attachview_show(arg);
}

static void
history_size(unsigned *rows, unsigned *cols, void *arg)
{
	struct attachview *v = arg;

	tty_size(v->tty, rows, cols);
}

static const struct history_handler history_handler = {
	.ask = ask_lines,
	.search = ask_search,
	.copy = on_copy,
	.changed = on_changed,
	.size = history_size,
};

struct history *
attachhistory_create(struct attachview *v)
{
	return history_create(v->intern, &history_handler, v,
	    v->options->history_vi);
}

void
attachhistory_gone(struct attachview *v)
{
	const char *file = v->options->saved;
	char *data = NULL;
	size_t n;

	if (file != NULL && history_shown(v->history))
		data = atomic_read(file, SAVED_MAX, &n);
	if (data != NULL)
		history_saved(v->history, data, n);
	free(data);
	history_gone(v->history);
}

void
attachhistory_enter(struct attachview *v, enum action action)
{
	const struct cursor *c = mirror_cursor(v->mirror);

	history_enter(v->history, c->row, c->col, action);
}

void
attachhistory_started(struct attachview *v, const struct jv *result)
{
	const struct jv *claims = jv_get_array(result, "claims");

	jv_free(v->claims);
	v->claims = claims != NULL ? jv_copy(claims) : NULL;
}

static bool
is_claimed(const struct attachview *v, const char *name)
{
	const char *s;
	size_t i;

	for (i = 0; i < jv_count(v->claims); i++)
		if ((s = jv_string_at(v->claims, i)) != NULL &&
		    strcmp(s, name) == 0)
			return true;
	return false;
}

bool
attachhistory_mouse(const struct attachview *v)
{
	return v->options->history_mouse && attachhistory_may(v) &&
	    !is_claimed(v, "wheel");
}

bool
attachhistory_may(const struct attachview *v)
{
	const struct modes *m = mirror_modes(v->mirror);

	return !(m->flags & MODE_ALT_SCREEN) && m->mouse == 0;
}

/* Any key leads to the next page of the help, or away. */
void
attachhistory_leaf(struct attachview *v, const struct key *key)
{
	v->page++;
	v->help = key->code != 'q' && key->code != KEY_ESCAPE &&
	    helpview_draw(tty_frame(v->tty), v->page, "",
		v->options->history_vi);
	attachview_show(v);
}

/* Keys of the history, or that lead to it. */
bool
attachhistory_takes(struct attachview *v, const struct key *key)
{
	enum action action;
	char name[32];

	if (history_shown(v->history)) {
		history_key(v->history, key);
		return true;
	}
	if (!attachhistory_may(v) || mirror_modes(v->mirror)->kitty != 0 ||
	    mirror_rows(v->mirror) == 0)
		return false;
	action = bind_find(VIEW_LIVE, key, NULL);
	if (action == ACTION_NONE ||
	    is_claimed(v, key_name(key, name, sizeof name)))
		return false;
	if (key->event == KEY_PRESS)
		attachhistory_enter(v, action);
	return true;
}

void
attachhistory_draw(struct attachview *v, struct frame *f)
{
	char prefix[32];

	f->nhints = 0;
	if (!v->help)
		history_draw(v->history, f);
	else
		helpview_draw(f, v->page,
		    key_name(&v->prefix, prefix, sizeof prefix),
		    v->options->history_vi);
}
