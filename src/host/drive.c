/* SPDX-License-Identifier: ISC */
/* drive: which viewer drives the size of a session. Pure. */

#include "base/xmalloc.h"
#include "host/drive.h"

void
drive_init(struct drive *d, int64_t silent_ms)
{
	memset(d, 0, sizeof(*d));
	d->silent_ms = silent_ms;
}

void
drive_clear(struct drive *d)
{
	free(d->views);
	drive_init(d, d->silent_ms);
}

static struct drive_view *
drive_find(struct drive *d, uint32_t id)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->views[i].id == id)
			return &d->views[i];
	return NULL;
}

bool
drive_attach(struct drive *d, uint32_t id, bool may, bool take_over,
    monotime now)
{
	struct drive_view *v;

	if (d->n == d->cap) {
		d->cap = d->cap == 0 ? 4 : d->cap * 2;
		d->views = xreallocarray(d->views, d->cap, sizeof(*d->views));
	}
	d->views[d->n++] = (struct drive_view){ id, may, now };
	if (!may)
		return false;
	v = drive_find(d, d->driver);
	if (v != NULL && !take_over &&
	    monotime_diff(v->active, now) < d->silent_ms)
		return false;
	d->driver = id;
	return true;
}

bool
drive_detach(struct drive *d, uint32_t id)
{
	struct drive_view *v, *best;
	size_t i;

	if ((v = drive_find(d, id)) == NULL)
		return false;
	*v = d->views[--d->n];
	if (d->driver != id)
		return false;
	best = NULL;
	for (i = 0; i < d->n; i++) {
		v = &d->views[i];
		if (!v->may)
			continue;
		if (best == NULL || monotime_diff(best->active, v->active) > 0)
			best = v;
	}
	d->driver = best != NULL ? best->id : 0;
	return true;
}

void
drive_active(struct drive *d, uint32_t id, monotime now)
{
	struct drive_view *v;

	if ((v = drive_find(d, id)) != NULL)
		v->active = now;
}
