/* SPDX-License-Identifier: ISC */
/* confwatch: says when files have changed, come or gone. It reads none of
 * them. */

/*
 * Files are replaced by rename, made anew, or are links to somewhere else, so
 * it is directories that are watched: that of the file, that of what it is a
 * link to, and, as long as there is no such directory, the nearest one above
 * that exists, for the name of the next; and those above for being moved.
 * Whatever happens there to such a name sets all watches anew and is told a
 * moment later: editors write in steps.
 */

#ifdef HAVE_SYS_INOTIFY_H
#include <sys/inotify.h>
#endif

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "conf/confwatch.h"

#define SETTLE_MS 50
#define STEPS_MAX 64 /* directories above a file */
#define TRIES_MAX 4  /* where they are being made just now */

/* A name in a directory that is looked out for. */
struct place {
	int wd;
	char *name; /* owned; "": only that the directory is moved */
};

struct confwatch {
	struct loop_fd *fdw; /* owned */
	int fd;		     /* -1: the system cannot tell */
	confwatch_cb cb;
	void *arg;
	struct strv files;
	struct place *places; /* owned */
	size_t n;
	struct loop_timer *settle; /* owned */
};

#ifdef HAVE_SYS_INOTIFY_H

#define EVENTS                                                                 \
	(IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE |            \
	    IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF |            \
	    IN_ONLYDIR)
#define EVENTS_ABOVE (IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_MASK_ADD)

/* Take a name to look out for (taken). */
static void
add_place(struct confwatch *w, int wd, char *name)
{
	w->places = xreallocarray(w->places, w->n + 1, sizeof *w->places);
	w->places[w->n].wd = wd;
	w->places[w->n++].name = name;
}

/* Cut the last name of a path off; *name is it, in place. Whether there was
 * one. */
static bool
cut_name(char *path, char **name)
{
	char *slash = strrchr(path, '/');

	if (slash == NULL)
		return false;
	*slash = '\0';
	*name = slash + 1;
	return true;
}

static int
watch_dir(struct confwatch *w, const char *dir, uint32_t events)
{
	return inotify_add_watch(w->fd, *dir != '\0' ? dir : "/", events);
}

/* Watch a path's directory, or the nearest above it, for the name below, and
 * those above for being moved. Whether that must be done again, since the name
 * has just come. */
static bool
watch_nearest(struct confwatch *w, const char *path)
{
	char *dir = xstrdup(path), *name;
	int wd = -1, steps = 0;
	bool again = false;

	while (wd == -1 && cut_name(dir, &name) && steps++ < STEPS_MAX) {
		wd = watch_dir(w, dir, EVENTS);
		if (wd == -1 && errno != ENOENT && errno != ENOTDIR)
			break;
	}
	if (wd == -1) {
		log_warn("changes of %s are not seen", path);
	} else {
		add_place(w, wd, xstrdup(name));
		name[-1] = '/';
		again = steps > 1 && access(dir, F_OK) == 0;
		name[-1] = '\0';
	}
	while (wd != -1 && cut_name(dir, &name) && *dir != '\0' &&
	    steps++ < STEPS_MAX)
		if ((wd = watch_dir(w, dir, EVENTS_ABOVE)) != -1)
			add_place(w, wd, xstrdup(""));
	free(dir);
	return again;
}

static void
watch_path(struct confwatch *w, const char *path)
{
	int i;

	for (i = 0; i < TRIES_MAX; i++)
		if (!watch_nearest(w, path))
			break;
}

static void
watch_file(struct confwatch *w, const char *file)
{
	char *real;

	if (w->fd == -1)
		return;
	watch_path(w, file);
	real = realpath(file, NULL);
	if (real != NULL && strcmp(real, file) != 0)
		watch_path(w, real);
	free(real);
}

static bool
is_ours(const struct confwatch *w, const struct inotify_event *e)
{
	size_t i;

	if (e->mask & IN_Q_OVERFLOW)
		return true;
	for (i = 0; i < w->n; i++) {
		if (w->places[i].wd != e->wd)
			continue;
		if ((e->mask & (IN_DELETE_SELF | IN_MOVE_SELF)) ||
		    (e->len > 0 && strcmp(e->name, w->places[i].name) == 0))
			return true;
	}
	return false;
}

static void
on_events(int fd, unsigned events, void *arg)
{
	_Alignas(struct inotify_event) char bytes[4096];
	const struct inotify_event *e;
	struct confwatch *w = arg;
	bool ours = false;
	ssize_t got;
	char *p;

	(void)events;
	got = read(fd, bytes, sizeof bytes);
	for (p = bytes; got > 0 && p < bytes + got; p += sizeof *e + e->len) {
		e = (const struct inotify_event *)(void *)p;
		ours = is_ours(w, e) || ours;
	}
	if (ours && !loop_timer_running(w->settle))
		loop_timer_start(w->settle, SETTLE_MS);
}

static int
open_fd(void)
{
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	if (fd == -1)
		log_warn("changes of settings are not seen");
	return fd;
}

static void
unwatch(struct confwatch *w, int wd)
{
	(void)inotify_rm_watch(w->fd, wd);
}

#else

static void
watch_file(struct confwatch *w, const char *file)
{
	(void)w;
	(void)file;
}

static void
on_events(int fd, unsigned events, void *arg)
{
	(void)fd;
	(void)events;
	(void)arg;
}

static int
open_fd(void)
{
	return -1;
}

static void
unwatch(struct confwatch *w, int wd)
{
	(void)w;
	(void)wd;
}

#endif

/* Take all watches away. */
static void
unwatch_all(struct confwatch *w)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		unwatch(w, w->places[i].wd);
		free(w->places[i].name);
	}
	free(w->places);
	w->places = NULL;
	w->n = 0;
}

/* The watches come first: what changes after them is told again. */
static void
on_settle(void *arg)
{
	struct confwatch *w = arg;
	size_t i;

	unwatch_all(w);
	for (i = 0; i < w->files.n; i++)
		watch_file(w, w->files.v[i]);
	w->cb(w->arg);
}

struct confwatch *
confwatch_create(struct loop *loop, confwatch_cb cb, void *arg)
{
	struct confwatch *w = xcalloc(1, sizeof *w);

	w->cb = cb;
	w->arg = arg;
	w->settle = loop_timer_create(loop, on_settle, w);
	if ((w->fd = open_fd()) != -1)
		w->fdw = loop_fd_add(loop, w->fd, LOOP_READ, on_events, w);
	return w;
}

void
confwatch_destroy(struct confwatch *w)
{
	if (w == NULL)
		return;
	confwatch_clear(w);
	loop_fd_remove(w->fdw);
	if (w->fd != -1)
		close(w->fd);
	loop_timer_destroy(w->settle);
	free(w);
}

void
confwatch_add(struct confwatch *w, const char *file)
{
	size_t i;

	for (i = 0; i < w->files.n; i++)
		if (strcmp(w->files.v[i], file) == 0)
			return;
	if (w->files.n >= CONFWATCH_MAX) {
		log_info("changes of %s are not seen: too many files", file);
		return;
	}
	strv_add(&w->files, file);
	watch_file(w, file);
}

void
confwatch_clear(struct confwatch *w)
{
	unwatch_all(w);
	strv_clear(&w->files);
}
