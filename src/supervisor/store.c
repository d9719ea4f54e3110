/* SPDX-License-Identifier: ISC */
/* store: the records of the sessions on disk, jobs/ID/state.json, one writer,
 * by rename; and what a host has left there of its end. */

/*
 * What a kill at any moment leaves. A record is written to a file beside it and
 * renamed, so there is the old one or the new one. A job's directory is made
 * before its record: a directory without a record is nobody's session, and is
 * swept a day later (not at once: the state directory may be shared with
 * another machine, which may be between the two steps now). A job is removed
 * record first, so that what is left half removed is such a directory too. What
 * is prepared for the next session has a name of this supervisor's own, and is
 * removed by the next one.
 */

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "supervisor/journal.h"
#include "supervisor/lock.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/store.h"

#define RECORD_MAX   (4u << 20) /* bytes */
#define EXIT_MAX     (64u << 10)
#define RECORDS_MAX  50000
#define ASIDES_MAX   100
#define SWEEP_AGE    (24 * 3600) /* seconds */
#define LATE_MS	     300	 /* a new session may change by then */
#define LATE_MOST_MS 2000

/* In jobs/, and in what is prepared there. */
#define NEXT  ".next"
#define AHEAD "state.json.ahead"

/* A record that could not be written, or is to be written soon. */
struct unsaved {
	LIST_ENTRY(unsaved) entry;
	char id[SESSION_ID_LEN + 1];
	bool failed;
};

LIST_HEAD(unsaved_list, unsaved);

struct store {
	char *jobs; /* owned */
	char
	    *next; /* owned: where the prepared directory is, if there is one */
	bool ahead;			   /* there is */
	char prepared[SESSION_ID_LEN + 1]; /* who has got it last */
	struct unsaved_list unsaved;
	size_t nunsaved; /* that could not be written */
	size_t nbroken;
	struct loop_timer *timer; /* owned; NULL: nothing is retried */
	struct loop_timer *late;  /* owned; NULL as well */
	monotime first_late;	  /* when that was started first */
	struct journal *journal;  /* owned; NULL as well */
	struct registry *reg;	  /* borrowed */
};

struct store *
store_create(const char *state, char **cause)
{
	struct store *st = xcalloc(1, sizeof *st);
	char *daemon = path_join(state, "daemon"), *name = lock_name(NEXT);

	LIST_INIT(&st->unsaved);
	st->jobs = path_join(state, "jobs");
	st->next = path_join(st->jobs, name);
	if (path_private_dir(daemon, cause) != 0 ||
	    path_private_dir(st->jobs, cause) != 0) {
		store_destroy(st);
		st = NULL;
	} else {
		atomic_sweep(daemon, "roster.json", SWEEP_AGE);
		(void)path_remove_tree(st->next);
	}
	free(daemon);
	free(name);
	return st;
}

void
store_destroy(struct store *st)
{
	struct unsaved *u;

	if (st == NULL)
		return;
	while ((u = LIST_FIRST(&st->unsaved)) != NULL) {
		LIST_REMOVE(u, entry);
		free(u);
	}
	store_unprepare(st);
	loop_timer_destroy(st->timer);
	loop_timer_destroy(st->late);
	journal_destroy(st->journal);
	free(st->next);
	free(st->jobs);
	free(st);
}

static struct unsaved *
find_unsaved(struct store *st, const char *id)
{
	struct unsaved *u;

	LIST_FOREACH(u, &st->unsaved, entry)
	if (strcmp(u->id, id) == 0)
		break;
	return u;
}

/* It is written, or is not to be any more. */
static void
drop_unsaved(struct store *st, const char *id)
{
	struct unsaved *u = find_unsaved(st, id);

	if (u == NULL)
		return;
	LIST_REMOVE(u, entry);
	st->nunsaved -= u->failed;
	free(u);
}

static struct unsaved *
add_unsaved(struct store *st, const char *id)
{
	struct unsaved *u = find_unsaved(st, id);

	if (u != NULL)
		return u;
	u = xcalloc(1, sizeof *u);
	strlcpy(u->id, id, sizeof u->id);
	LIST_INSERT_HEAD(&st->unsaved, u, entry);
	return u;
}

static void
note_failed(struct store *st, const char *id)
{
	struct unsaved *u = add_unsaved(st, id);

	st->nunsaved += !u->failed;
	u->failed = true;
	if (st->timer != NULL && !loop_timer_running(st->timer))
		loop_timer_start(st->timer, STORE_RETRY_MS);
}

/* As long as the disk refuses one, it would refuse the others. */
static void
save_all(struct store *st)
{
	struct unsaved *u, *next;
	struct session *s;

	for (u = LIST_FIRST(&st->unsaved); u != NULL; u = next) {
		next = LIST_NEXT(u, entry);
		if ((s = registry_get(st->reg, u->id)) == NULL)
			drop_unsaved(st, u->id);
		else if (store_save(st, s, u->failed) != 0)
			return;
	}
	if (st->journal != NULL)
		journal_clear(st->journal);
}

static void
on_timer(void *arg)
{
	save_all(arg);
}

/* One in a turn of the loop, so that nobody waits for all of them. */
static void
on_late(void *arg)
{
	struct store *st = arg;
	struct unsaved *u;
	struct session *s;

	LIST_FOREACH(u, &st->unsaved, entry)
	if (!u->failed)
		break;
	if (u != NULL) {
		if ((s = registry_get(st->reg, u->id)) == NULL)
			drop_unsaved(st, u->id);
		else
			(void)store_save(st, s, false);
		loop_timer_start(st->late, 0);
	} else if (LIST_EMPTY(&st->unsaved))
		journal_clear(st->journal);
}

void
store_keep_trying(struct store *st, struct loop *loop, struct registry *reg,
    const char *runtime)
{
	st->reg = reg;
	st->timer = loop_timer_create(loop, on_timer, st);
	st->late = loop_timer_create(loop, on_late, st);
	st->journal = journal_create(runtime);
}

void
store_later(struct store *st, const struct session *s)
{
	if (st->journal == NULL ||
	    journal_note(st->journal, s->id, &s->worker) != 0) {
		store_save(st, s, false);
		return;
	}
	(void)add_unsaved(st, s->id);
	if (!loop_timer_running(st->late))
		st->first_late = monotime_now();
	/* Again from now: more may come; but not for ever. */
	if (monotime_diff(st->first_late, monotime_now()) < LATE_MOST_MS)
		loop_timer_start(st->late, LATE_MS);
}

void
store_settle(struct store *st)
{
	if (st != NULL && st->reg != NULL)
		save_all(st);
}

static void
note_replayed(struct session *s, void *arg)
{
	struct store *st = arg;

	(void)add_unsaved(st, s->id);
	loop_timer_start(st->late, 0);
}

void
store_replay(struct store *st)
{
	journal_replay(st->journal, st->reg, note_replayed, st);
}

size_t
store_unsaved(const struct store *st)
{
	return st->nunsaved;
}

size_t
store_broken(const struct store *st)
{
	return st->nbroken;
}

static char *
job_path(struct store *st, const char *id, const char *file)
{
	if (file == NULL)
		return path_join(st->jobs, id);
	return xasprintf("%s/%s/%s", st->jobs, id, file);
}

/* What is in the directory of a new job: its own folder, and if ahead the file
 * that its first record is written to. */
static int
fill_dir(const char *dir, bool ahead)
{
	char *tmp = path_join(dir, "tmp"), *file = path_join(dir, AHEAD);
	int r = mkdir(tmp, 0700), fd, saved;

	if (r == 0 && ahead) {
		fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd != -1)
			close(fd);
	}
	saved = errno;
	free(tmp);
	free(file);
	errno = saved;
	return r;
}

void
store_prepare(struct store *st)
{
	if (st->ahead)
		return;
	if (mkdir(st->next, 0700) != 0)
		return;
	st->ahead = true;
	if (fill_dir(st->next, true) != 0)
		store_unprepare(st);
}

void
store_unprepare(struct store *st)
{
	if (st->ahead && path_remove_tree(st->next) != 0 && errno != ENOENT)
		log_warn("%s", st->next);
	st->ahead = false;
}

/* Whether dir is now what was prepared. */
static bool
take_prepared(struct store *st, const char *dir, const char *id)
{
	if (!st->ahead)
		return false;
	if (rename(st->next, dir) != 0) {
		store_unprepare(st);
		return false;
	}
	strlcpy(st->prepared, id, sizeof st->prepared);
	st->ahead = false;
	return true;
}

int
store_make(struct store *st, const char *id)
{
	char *dir = job_path(st, id, NULL);
	int r, saved;

	if (take_prepared(st, dir, id)) {
		free(dir);
		return 0;
	}
	r = mkdir(dir, 0700);
	if (r != 0 && errno == ENOENT && mkdir(st->jobs, 0700) == 0)
		r = mkdir(dir, 0700);
	if (r == 0 && (r = fill_dir(dir, false)) != 0) {
		saved = errno;
		(void)rmdir(dir);
		errno = saved;
	}
	saved = errno;
	free(dir);
	errno = saved;
	return r;
}

/* Its first record, if the file for that was made ahead. */
static int
save_first(struct store *st, const char *id, const char *path,
    const struct jv *r)
{
	char *temp, *text;
	int ret, saved;

	if (strcmp(id, st->prepared) != 0)
		return -1;
	*st->prepared = '\0';
	temp = job_path(st, id, AHEAD);
	text = jv_text(r, true);
	ret = atomic_write_by(temp, path, text, strlen(text));
	saved = errno;
	free(text);
	free(temp);
	errno = saved;
	return ret;
}

int
store_save(struct store *st, const struct session *s, bool sync)
{
	char *path;
	struct jv *r;
	int ret, saved;

	if (s->home == SESSION_FOREIGN)
		return 0;
	path = job_path(st, s->id, "state.json");
	r = session_record(s);
	ret = sync ? -1 : save_first(st, s->id, path, r);
	if (ret != 0)
		ret = atomic_write_jv(path, r, sync);
	saved = errno;
	if (ret != 0) {
		log_warn("%s", path);
		note_failed(st, s->id);
	} else
		drop_unsaved(st, s->id);
	jv_free(r);
	free(path);
	errno = saved;
	return ret;
}

void
store_remove(struct store *st, const char *id)
{
	char *dir = job_path(st, id, NULL);
	char *record = job_path(st, id, "state.json");

	drop_unsaved(st, id);
	if (unlink(record) != 0 && errno != ENOENT)
		log_warn("%s", record);
	if (path_remove_tree(dir) != 0 && errno != ENOENT)
		log_warn("%s", dir);
	free(record);
	free(dir);
}

/* Out of the way, so that it is complained of once and is not lost. */
static void
set_aside(struct store *st, const char *path, const char *why)
{
	char *aside = xasprintf("%s.broken", path);
	struct stat sb;
	int i;

	/* A directory takes no file's place, nor a file a directory's. */
	for (i = 1; i < ASIDES_MAX && lstat(aside, &sb) == 0; i++) {
		free(aside);
		aside = xasprintf("%s.broken.%d", path, i);
	}
	st->nbroken++;
	log_warnx("broken record %s: %s (kept as %s)", path, why, aside);
	if (rename(path, aside) != 0)
		log_warn("%s", aside);
	free(aside);
}

static struct session *
load_one(struct store *st, const char *id)
{
	char *path = job_path(st, id, "state.json"), *text, *cause = NULL;
	struct session *s = NULL;
	struct jv *r = NULL;
	size_t n;

	if ((text = atomic_read(path, RECORD_MAX, &n)) == NULL) {
		if (errno == EFBIG)
			set_aside(st, path, "too large");
		else if (errno == EISDIR || errno == EINVAL || errno == ENXIO ||
		    errno == ELOOP)
			set_aside(st, path, "not a file");
		else if (errno != ENOENT) {
			st->nbroken++;
			log_warn("%s", path);
		}
		free(path);
		return NULL;
	}
	if ((r = jv_parse(text, n, &cause)) != NULL)
		s = session_from_record(r, id, &cause);
	if (s == NULL)
		set_aside(st, path, cause);
	jv_free(r);
	free(cause);
	free(text);
	free(path);
	return s;
}

/* Newest first; ids break ties, so that the order is the same each time. */
static int
compare(const void *a, const void *b)
{
	const struct session *s = *(struct session *const *)a;
	const struct session *t = *(struct session *const *)b;
	int64_t d = session_int(t, "startedAt") - session_int(s, "startedAt");

	if (d != 0)
		return d < 0 ? -1 : 1;
	return strcmp(s->id, t->id);
}

size_t
store_load(struct store *st, struct registry *reg)
{
	struct session **all = NULL, *s;
	struct dirent *e;
	size_t n = 0, i, cap = 0;
	DIR *d;

	if ((d = opendir(st->jobs)) == NULL) {
		log_warn("%s", st->jobs);
		return 0;
	}
	while (n < RECORDS_MAX && (e = readdir(d)) != NULL) {
		if (!session_is_id(e->d_name) ||
		    (s = load_one(st, e->d_name)) == NULL)
			continue;
		if (n == cap) {
			cap = cap == 0 ? 64 : cap * 2;
			all = xreallocarray(all, cap, sizeof *all);
		}
		all[n++] = s;
	}
	closedir(d);
	if (n == RECORDS_MAX)
		log_warnx("only %d records are loaded", RECORDS_MAX);
	if (n > 0)
		qsort(all, n, sizeof *all, compare);
	for (i = 0; i < n; i++)
		registry_add(reg, all[i], false);
	free(all);
	return n;
}

struct jv *
store_exit(struct store *st, const char *id)
{
	char *path = job_path(st, id, "exit.json"), *text, *cause = NULL;
	const char *theirs;
	struct jv *v = NULL;
	size_t n;

	if ((text = atomic_read(path, EXIT_MAX, &n)) == NULL) {
		if (errno != ENOENT)
			log_warn("%s", path);
	} else if ((v = jv_parse(text, n, &cause)) == NULL)
		log_warnx("%s: %s", path, cause);
	else if ((theirs = jv_string(v, "id")) == NULL ||
	    strcmp(theirs, id) != 0 || jv_int(v, "endedAt", 0) <= 0 ||
	    jv_string(v, "state") == NULL) {
		log_warnx("%s: id, endedAt or state is not right", path);
		jv_free(v);
		v = NULL;
	}
	free(cause);
	free(text);
	free(path);
	return v;
}

void
store_forget_exit(struct store *st, const char *id)
{
	char *path = job_path(st, id, "exit.json");

	if (unlink(path) != 0 && errno != ENOENT)
		log_warn("%s", path);
	free(path);
}

static bool
is_left_behind(struct store *st, const char *id)
{
	char *record = job_path(st, id, "state.json");
	char *broken = job_path(st, id, "state.json.broken");
	char *dir = job_path(st, id, NULL);
	struct stat sb;
	bool left;

	left = lstat(record, &sb) != 0 && errno == ENOENT &&
	    lstat(broken, &sb) != 0 && errno == ENOENT &&
	    lstat(dir, &sb) == 0 && S_ISDIR(sb.st_mode) &&
	    sb.st_mtime < time(NULL) - SWEEP_AGE;
	free(record);
	free(broken);
	free(dir);
	return left;
}

void
store_sweep(struct store *st, struct registry *reg)
{
	struct dirent *e;
	DIR *d;

	if ((d = opendir(st->jobs)) == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		if (!session_is_id(e->d_name) ||
		    registry_get(reg, e->d_name) != NULL ||
		    !is_left_behind(st, e->d_name))
			continue;
		log_info("%s: left behind, removed", e->d_name);
		store_remove(st, e->d_name);
	}
	closedir(d);
}
