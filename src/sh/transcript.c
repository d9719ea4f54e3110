/* SPDX-License-Identifier: ISC */
/* transcript: the file of a conversation; what it looks like on a terminal is
 * not its business. */

#include <errno.h>
#include <fcntl.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "sh/transcript.h"

#define FILE_MAX (64u << 20)
#define ID_MAX	 64

struct transcript {
	char *id;   /* owned */
	char *path; /* owned */
	int fd;	    /* -1 before begin and after a failure */
};

static bool valid_id(const char *);
static char *transcript_dir(const char *, char **);

/* The id becomes part of a path. */
static bool
valid_id(const char *id)
{
	size_t n;

	n = strspn(id,
	    "abcdefghijklmnopqrstuvwxyz0123456789-"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	return n > 0 && n <= ID_MAX && id[n] == '\0';
}

static char *
transcript_dir(const char *id, char **cause)
{
	const char *job = getenv("BGMUX_JOB_DIR");
	char *state, *dir;

	if (job != NULL && *job == '/')
		return xstrdup(job);
	state = path_state(cause);
	if (state == NULL)
		return NULL;
	dir = xasprintf("%s/sh/%s", state, id);
	free(state);
	return dir;
}

struct transcript *
transcript_create(const char *id, char **cause)
{
	struct transcript *t;
	char *dir;

	if (!valid_id(id)) {
		*cause = xasprintf("an id has 1 to %d letters, digits and '-'",
		    ID_MAX);
		return NULL;
	}
	dir = transcript_dir(id, cause);
	if (dir == NULL)
		return NULL;
	if (path_mkdirs(dir) != 0) {
		*cause = xasprintf("%s: %s", dir, strerror(errno));
		free(dir);
		return NULL;
	}
	t = xcalloc(1, sizeof *t);
	t->id = xstrdup(id);
	t->path = path_join(dir, "transcript.jsonl");
	t->fd = -1;
	free(dir);
	return t;
}

void
transcript_destroy(struct transcript *t)
{
	if (t == NULL)
		return;
	if (t->fd != -1)
		close(t->fd);
	free(t->id);
	free(t->path);
	free(t);
}

const char *
transcript_path(const struct transcript *t)
{
	return t->path;
}

bool
transcript_read(struct transcript *t, void (*cb)(const struct jv *, void *arg),
    void *arg)
{
	struct jv *v;
	char *text, *line, *next, *cause;
	const char *id;
	size_t n;
	bool ours = false, found = false;

	text = atomic_read(t->path, FILE_MAX, &n);
	for (line = text; line != NULL && *line != '\0'; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		v = jv_parse(line, strlen(line), &cause);
		if (v == NULL) {
			free(cause);
			continue;
		}
		id = jv_string(v, "id");
		if (id != NULL)
			ours = strcmp(id, t->id) == 0;
		found = found || ours;
		if (ours)
			cb(v, arg);
		jv_free(v);
	}
	free(text);
	return found;
}

int
transcript_begin(struct transcript *t, bool resumed, char **cause)
{
	struct jv *v;

	t->fd = open(t->path,
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (t->fd == -1) {
		*cause = xasprintf("%s: %s", t->path, strerror(errno));
		return -1;
	}
	v = transcript_entry(resumed ? "resumed" : "session");
	jv_set_string(v, "id", t->id);
	return transcript_add(t, v, cause);
}

struct jv *
transcript_entry(const char *type)
{
	struct jv *v = jv_object();

	jv_set_string(v, "type", type);
	jv_set_int(v, "at", wall_ms());
	return v;
}

int
transcript_add(struct transcript *t, struct jv *v, char **cause)
{
	struct buf b = { 0 };
	char *text = jv_text(v, false);
	int r = 0;

	buf_printf(&b, "%s\n", text);
	if (t->fd != -1 && write(t->fd, b.data, b.len) != (ssize_t)b.len) {
		*cause = xasprintf("%s: %s", t->path, strerror(errno));
		close(t->fd);
		t->fd = -1;
		r = -1;
	}
	buf_clear(&b);
	free(text);
	jv_free(v);
	return r;
}
