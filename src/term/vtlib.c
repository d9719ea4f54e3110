/* SPDX-License-Identifier: ISC */
/* vtlib: libvterm's state layer behind an interface that is the same for all
 * of its versions. */

#include <vterm.h>

#include "base/xmalloc.h"
#include "term/screen.h"
#include "term/vtlib.h"

/*
 * libvterm 0.1 and 0.3 differ in the callbacks for resizing and for strings and
 * in their structures' sizes. Strings never reach libvterm, so the resize is
 * all that is left to tell apart. Without a callback for it 0.3 keeps its
 * line information at the old number of rows and then writes past it: there
 * must be one, and it must do that work.
 *
 * What it calls back with can lie outside of the screen after a resize in
 * some versions; everything is clamped here.
 */

/* Text is put on libvterm's stack a run at a time, four times its size. */
#define WRITE_MAX 4096

struct vtlib {
	VTerm *vterm;	   /* owned */
	VTermState *state; /* vterm's */
	const struct vtlib_ops *ops;
	void *arg;
	int rows;
	int cols;
	bool muted;
};

static int
vtlib_clamp(int v, int max)
{
	return v < 0 ? 0 : v > max ? max : v;
}

/* False if nothing is left of it. */
static bool
vtlib_rect(const struct vtlib *l, VTermRect from, struct rect *to)
{
	to->top = vtlib_clamp(from.start_row, l->rows);
	to->bottom = vtlib_clamp(from.end_row, l->rows);
	to->left = vtlib_clamp(from.start_col, l->cols);
	to->right = vtlib_clamp(from.end_col, l->cols);
	return to->top < to->bottom && to->left < to->right;
}

static int
vtlib_putglyph(VTermGlyphInfo *info, VTermPos pos, void *arg)
{
	struct vtlib *l = arg;

	if (l->muted || pos.row < 0 || pos.row >= l->rows || pos.col < 0 ||
	    pos.col >= l->cols)
		return 1;
	l->ops->put(info->chars[0], info->width, pos.row, pos.col, l->arg);
	return 1;
}

static int
vtlib_scrollrect(VTermRect rect, int down, int right, void *arg)
{
	struct vtlib *l = arg;
	struct rect r;

	if (!l->muted && vtlib_rect(l, rect, &r))
		l->ops->scroll(r, down, right, l->arg);
	return 1;
}

static int
vtlib_erase(VTermRect rect, int selective, void *arg)
{
	struct vtlib *l = arg;
	struct rect r;

	if (!l->muted && vtlib_rect(l, rect, &r))
		l->ops->erase(r, selective != 0, l->arg);
	return 1;
}

static int
vtlib_settermprop(VTermProp prop, VTermValue *val, void *arg)
{
	(void)prop;
	(void)val;
	(void)arg;
	return 1;
}

/* libvterm's memory: cleared, and never refused. */
static void *
vtlib_malloc(size_t size, void *arg)
{
	(void)arg;
	return xcalloc(1, size);
}

static void
vtlib_free(void *p, void *arg)
{
	(void)arg;
	free(p);
}

#ifdef HAVE_VTERMSTATEFIELDS
/* Nothing in the line information is used: double width never reaches it. */
static int
vtlib_resized(int rows, int cols, VTermStateFields *fields, void *arg)
{
	size_t i;

	(void)cols;
	for (i = 0; i < nitems(fields->lineinfos); i++) {
		if (fields->lineinfos[i] == NULL)
			continue;
		vtlib_free(fields->lineinfos[i], arg);
		fields->lineinfos[i] =
		    vtlib_malloc((size_t)rows * sizeof *fields->lineinfos[i],
			arg);
	}
	return 1;
}
#endif

static VTermAllocatorFunctions allocator = {
	.malloc = vtlib_malloc,
	.free = vtlib_free,
};

static const VTermStateCallbacks callbacks = {
#ifdef HAVE_VTERMSTATEFIELDS
	.resize = vtlib_resized,
#endif
	.putglyph = vtlib_putglyph,
	.scrollrect = vtlib_scrollrect,
	.erase = vtlib_erase,
	.settermprop = vtlib_settermprop,
};

struct vtlib *
vtlib_create(unsigned rows, unsigned cols, const struct vtlib_ops *ops,
    void *arg)
{
	struct vtlib *l = xcalloc(1, sizeof *l);

	VTERM_CHECK_VERSION;
	l->ops = ops;
	l->arg = arg;
	l->rows = rows;
	l->cols = cols;
	l->vterm = vterm_new_with_allocator(rows, cols, &allocator, NULL);
	vterm_set_utf8(l->vterm, 1);
	l->state = vterm_obtain_state(l->vterm);
	vterm_state_set_callbacks(l->state, &callbacks, l);
	vtlib_reset(l);
	return l;
}

void
vtlib_destroy(struct vtlib *l)
{
	if (l == NULL)
		return;
	vterm_free(l->vterm);
	free(l);
}

void
vtlib_write(struct vtlib *l, const char *p, size_t n)
{
	if (n <= WRITE_MAX)
		vterm_input_write(l->vterm, p, n);
}

void
vtlib_mute(struct vtlib *l, bool muted)
{
	l->muted = muted;
}

void
vtlib_get_cursor(struct vtlib *l, unsigned *row, unsigned *col)
{
	VTermPos pos;

	vterm_state_get_cursorpos(l->state, &pos);
	*row = vtlib_clamp(pos.row, l->rows - 1);
	*col = vtlib_clamp(pos.col, l->cols - 1);
}

void
vtlib_resize(struct vtlib *l, unsigned rows, unsigned cols)
{
	static const char home[] = "\033[?69l\033[r\033[H";

	vtlib_write(l, home, sizeof home - 1);
	l->rows = rows;
	l->cols = cols;
	vterm_set_size(l->vterm, rows, cols);
	vtlib_write(l, home, sizeof home - 1);
}

void
vtlib_reset(struct vtlib *l)
{
	l->muted = true;
	vterm_state_reset(l->state, 1);
	l->muted = false;
}
