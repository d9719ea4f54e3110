/* SPDX-License-Identifier: ISC */
/* roster: the order of the rows on disk, daemon/roster.json. */

/*
 * The roster holds an order and nothing else. A kill before it is written
 * loses no session: records that it lacks are put in front, newest first, and
 * ids without a record are dropped.
 */

#include <errno.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "supervisor/registry.h"
#include "supervisor/roster.h"
#include "supervisor/session.h"

#define SAVE_MS	 200  /* rows that come together are written together */
#define RETRY_MS 5000 /* after the disk refused */

struct roster {
	char *path;		  /* owned */
	struct registry *reg;	  /* borrowed */
	struct jv *kept;	  /* owned: the file, for members of a newer
				   * version */
	struct loop_timer *timer; /* owned: a write that waits, or failed */
	bool waiting;		  /* there is something to write */
};

static void
on_timer(void *arg)
{
	(void)roster_save(arg);
}

struct roster *
roster_create(const char *state, struct registry *reg, struct loop *loop)
{
	struct roster *r = xcalloc(1, sizeof *r);

	r->path = path_join(state, "daemon/roster.json");
	r->reg = reg;
	r->kept = jv_object();
	r->timer = loop_timer_create(loop, on_timer, r);
	return r;
}

int
roster_save(struct roster *r)
{
	struct jv *order = jv_array();
	struct session *s;
	int saved;

	r->waiting = false;
	loop_timer_stop(r->timer);
	for (s = registry_first(r->reg); s != NULL; s = registry_next(s))
		jv_append_string(order, session_id(s));
	jv_set_int(r->kept, "schema", 1);
	jv_set(r->kept, "order", order);
	if (atomic_write_jv(r->path, r->kept, false) == 0)
		return 0;
	saved = errno;
	log_warn("%s", r->path);
	loop_timer_start(r->timer, RETRY_MS);
	errno = saved;
	return -1;
}

void
roster_destroy(struct roster *r)
{
	if (r == NULL)
		return;
	if (r->waiting)
		(void)roster_save(r);
	loop_timer_destroy(r->timer);
	jv_free(r->kept);
	free(r->path);
	free(r);
}

void
roster_load(struct roster *r)
{
	struct jv *file, *order;
	struct session *s;
	char *cause = NULL;
	const char *id;
	size_t i;

	errno = 0;
	file = jv_load(r->path, &cause);
	if (file == NULL && errno != ENOENT)
		log_warnx("%s", cause);
	free(cause);
	registry_settle(r->reg);
	if (file == NULL || jv_type(file) != JV_OBJECT) {
		jv_free(file);
		return;
	}
	order = jv_get_array(file, "order");
	for (i = 0; i < jv_count(order); i++) {
		if ((id = jv_string_at(order, i)) == NULL ||
		    (s = registry_get(r->reg, id)) == NULL)
			continue;
		registry_remove(r->reg, s);
		registry_add(r->reg, s, false);
	}
	registry_settle(r->reg);
	jv_free(r->kept);
	r->kept = file;
}

void
roster_touch(struct roster *r)
{
	if (r->waiting)
		return;
	r->waiting = true;
	loop_timer_start(r->timer, SAVE_MS);
}
