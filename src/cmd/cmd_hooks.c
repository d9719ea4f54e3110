/* SPDX-License-Identifier: ISC */
/* cmd_hooks: hooks in files of the agents' own, put there and taken out because
 * a person says so, and never otherwise. */

/*
 * Most agents get their hooks at each start, without a file of theirs being
 * touched. Where that is not possible a person can have them installed. What
 * was in the file before, and what it was made, is first written to
 * STATE/hooks/NAME.json: taking them out restores the file byte by byte if it
 * is still as it was made, else takes out no more than what was put in.
 */

#include <sys/stat.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/adapter.h"
#include "agent/hookfile.h"
#include "agent/hookfill.h"
#include "agent/hooks.h"
#include "base/atomic.h"
#include "base/buf.h"
#include "base/dirlock.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/cmdtable.h"
#include "cmd/linediff.h"

#define LOCK_MS 5000

static const struct opt hooks_opts[] = {
	{ 0, "dry-run", NULL, "show what would change, and change nothing" },
	{ 0, "json", NULL, "print as JSON" },
};

/* What is known of one agent's file. */
struct place {
	struct adapter *adapter; /* owned */
	char *path;		 /* owned: of the agent's file, no link */
	char *kept;		 /* owned: path of the record */
	struct jv *record;	 /* owned: of what was done; NULL: nothing */
	char *now;		 /* owned: the file's text; NULL: no file */
	size_t n;
	mode_t mode;
};

static void
place_clear(struct place *p)
{
	adapter_destroy(p->adapter);
	free(p->path);
	free(p->kept);
	jv_free(p->record);
	free(p->now);
	memset(p, 0, sizeof *p);
}

/* Where links lead, so that they stay; what is not there yet as it is. */
static char *
resolve(char *path)
{
	char *real = path_absolute(path);

	if (real == NULL)
		return path;
	free(path);
	return real;
}

/* The file as it is, if it is the person's own. */
static int
read_now(struct place *p, char **cause)
{
	struct stat st;

	p->mode = 0600;
	if (stat(p->path, &st) != 0) {
		if (errno == ENOENT && lstat(p->path, &st) != 0)
			return 0;
		*cause = xasprintf("%s: %s", p->path, strerror(errno));
		return -1;
	}
	if (!S_ISREG(st.st_mode) || st.st_uid != getuid()) {
		*cause = xasprintf("%s: is no file of yours", p->path);
		return -1;
	}
	p->mode = st.st_mode & 0777;
	p->now = atomic_read(p->path, HOOKFILE_MAX, &p->n);
	if (p->now == NULL || strlen(p->now) != p->n) {
		*cause = xasprintf("%s: %s", p->path,
		    p->now != NULL ? "is no text" : strerror(errno));
		return -1;
	}
	return 0;
}

/* What there is of an agent; -1 and *cause. Without a file of its own, path
 * stays NULL. */
static int
place_find(struct cmd_call *c, const char *name, struct place *p, char **cause)
{
	const struct hookfile *f;
	char *dir;

	memset(p, 0, sizeof *p);
	p->adapter = adapter_find(name, NULL, cause);
	if (p->adapter == NULL)
		return -1;
	f = hooks_install(p->adapter->hooks);
	if (f == NULL)
		return 0;
	if ((p->path = hookfile_path(f, cause)) == NULL)
		return -1;
	p->path = resolve(p->path);
	dir = path_join(c->state, "hooks");
	p->kept = xasprintf("%s/%s.json", dir, p->adapter->name);
	free(dir);
	p->record = jv_load(p->kept, cause);
	if (p->record == NULL && errno != ENOENT)
		return -1;
	free(*cause);
	*cause = NULL;
	return read_now(p, cause);
}

/* One at a time reads a file and its record, and writes both: the lock, on the
 * directory of the records; -1 and *cause. */
static int
lock(const char *state, char **cause)
{
	char *dir = path_join(state, "hooks");
	int fd = -1;

	if (path_private_dir(dir, cause) == 0)
		fd = dirlock_take(dir, LOCK_MS, cause);
	free(dir);
	return fd;
}

/* The bytes that are to be in the file; NULL: it is to go. */
static int
write_now(const struct place *p, const char *text, char **cause)
{
	char *slash, *dir;
	int r;

	if (text == NULL)
		r = unlink(p->path) == 0 || errno == ENOENT ? 0 : -1;
	else {
		dir = xstrdup(p->path);
		if ((slash = strrchr(dir, '/')) != NULL && slash != dir)
			*slash = '\0';
		r = path_mkdirs(dir);
		free(dir);
		if (r == 0)
			r = atomic_write(p->path, text, strlen(text), true);
		if (r == 0)
			r = chmod(p->path, p->mode);
	}
	if (r != 0)
		*cause = xasprintf("%s: %s", p->path, strerror(errno));
	return r;
}

/* What would be, as a diff. */
static void
show(const struct place *p, const char *text)
{
	struct buf b = { 0 };

	buf_printf(&b, "--- %s\n+++ %s\n",
	    p->now != NULL ? p->path : "/dev/null",
	    text != NULL ? p->path : "/dev/null");
	linediff_put(&b, p->now != NULL ? p->now : "",
	    text != NULL ? text : "");
	cmd_write(b.data, b.len);
	buf_clear(&b);
}

static int
keep_record(const struct place *p, const char *text, const struct jv *entries,
    char **cause)
{
	struct jv *r = jv_object();
	int result = 0;

	jv_set_string(r, "path", p->path);
	jv_set_string(r, "before", p->now);
	jv_set_string(r, "after", text);
	jv_set(r, "entries", jv_copy(entries));
	if (atomic_write_jv(p->kept, r, true) != 0) {
		*cause = xasprintf("%s: %s", p->kept, strerror(errno));
		result = -1;
	}
	jv_free(r);
	return result;
}

/* Bytes that JSON cannot hold could not be restored. */
static int
check_text(const struct place *p, char **cause)
{
	struct jv *v = jv_object();
	int r;

	jv_set_string(v, "text", p->now != NULL ? p->now : "");
	r = p->now == NULL || strcmp(jv_string(v, "text"), p->now) == 0 ? 0 :
									  -1;
	if (r != 0)
		*cause = xasprintf("%s: is no UTF-8", p->path);
	jv_free(v);
	return r;
}

static int
install(const struct place *p, bool dry, char **cause)
{
	char *hook = hookfill_command(), *text = NULL, *why = NULL;
	struct jv *entries =
	    hookfile_entries(hooks_install(p->adapter->hooks), hook);
	int r = -1;

	if (p->record != NULL)
		*cause = xasprintf("the hooks are installed; 'bgmux hooks "
				   "uninstall %s' takes them out",
		    p->adapter->name);
	else if (p->now != NULL && hookfile_has(p->now, p->n, entries))
		*cause =
		    xasprintf("%s: has the hooks, and not from here", p->path);
	else if (check_text(p, cause) == 0) {
		text = hookfile_add(p->now, p->n, entries, &why);
		if (text == NULL)
			*cause = xasprintf("%s: %s", p->path, why);
		else if (dry) {
			show(p, text);
			r = 0;
		} else if (keep_record(p, text, entries, cause) == 0) {
			r = write_now(p, text, cause);
			if (r != 0)
				(void)unlink(p->kept);
		}
	}
	if (r == 0 && !dry)
		printf("installed in %s\n", p->path);
	free(why);
	free(hook);
	free(text);
	jv_free(entries);
	return r;
}

/* What is to be in the file without the hooks, in *text: NULL if it is to go.
 */
static int
without(const struct place *p, char **text, char **cause)
{
	const char *before = jv_string(p->record, "before");
	const char *after = jv_string(p->record, "after");
	char *why = NULL;

	*text = NULL;
	if (p->now == NULL)
		return 0;
	/* Who was to put them in, or has taken them out, was killed then. */
	if (before != NULL && strcmp(p->now, before) == 0) {
		*text = xstrdup(before);
		return 0;
	}
	if (after != NULL && strcmp(p->now, after) == 0) {
		*text = before != NULL ? xstrdup(before) : NULL;
		return 0;
	}
	if (hookfile_remove(p->now, p->n, jv_get(p->record, "entries"), text,
		&why) == 0) {
		if (*text == NULL && before != NULL)
			*text = xstrdup("{}\n");
		return 0;
	}
	*cause =
	    xasprintf("%s has changed, and is left alone: %s", p->path, why);
	free(why);
	return -1;
}

static int
uninstall(const struct place *p, bool dry, char **cause)
{
	const char *path = jv_string(p->record, "path");
	char *text = NULL, *real;
	bool other;
	int r;

	if (p->record == NULL) {
		*cause = xasprintf("no hooks are installed for %s",
		    p->adapter->title);
		return -1;
	}
	real = path != NULL ? resolve(xstrdup(path)) : NULL;
	other = real == NULL || strcmp(real, p->path) != 0;
	free(real);
	if (other) {
		*cause =
		    xasprintf("the hooks are installed in another file: %s",
			path != NULL ? path : "?");
		return -1;
	}
	r = without(p, &text, cause);
	if (r == 0 && dry)
		show(p, text);
	else if (r == 0 && (p->now != NULL || text != NULL))
		r = write_now(p, text, cause);
	if (r == 0 && !dry && unlink(p->kept) != 0) {
		*cause = xasprintf("%s: %s", p->kept, strerror(errno));
		r = -1;
	}
	if (r == 0 && !dry)
		printf("%s %s\n", text != NULL ? "taken out of" : "removed",
		    p->path);
	free(text);
	return r;
}

/* In a word or two, how an agent gets its hooks. */
static const char *
describe(const struct place *p)
{
	const struct jv *entries = jv_get(p->record, "entries");

	if (p->adapter->hooks == NULL)
		return "none";
	if (p->path == NULL)
		return hooks_injects(p->adapter->hooks) ? "at each start" :
							  "none";
	if (p->record == NULL)
		return "not installed";
	if (p->now == NULL || !hookfile_has(p->now, p->n, entries))
		return "installed, but changed since";
	return "installed";
}

static struct jv *
status_of(struct cmd_call *c, const char *name)
{
	struct jv *o = jv_object();
	struct place p;
	char *cause = NULL;

	jv_set_string(o, "name", name);
	if (place_find(c, name, &p, &cause) != 0)
		jv_set_string(o, "problem", cause);
	else
		jv_set_string(o, "hooks", describe(&p));
	jv_set_string(o, "path", p.path);
	place_clear(&p);
	free(cause);
	return o;
}

static void
print_status(const struct jv *o)
{
	const char *path = jv_string(o, "path");
	const char *problem = jv_string(o, "problem");
	char *clean;

	if (path == NULL || problem != NULL) {
		printf("%-10s %s\n", jv_string(o, "name"),
		    problem != NULL ? problem : jv_string(o, "hooks"));
		return;
	}
	clean = utf8_clean(path, strlen(path), PATH_MAX);
	printf("%-10s %s: %s\n", jv_string(o, "name"), jv_string(o, "hooks"),
	    clean);
	free(clean);
}

static int
status(struct cmd_call *c, const char *name)
{
	struct jv *all = jv_array();
	struct strv names = { 0 };
	size_t i;

	if (name != NULL)
		strv_add(&names, name);
	else
		adapter_names(&names, NULL);
	for (i = 0; i < names.n; i++)
		jv_append(all, status_of(c, names.v[i]));
	if (opts_has(c->opts, "json"))
		cmd_print_json(all);
	else
		for (i = 0; i < jv_count(all); i++)
			print_status(jv_at(all, i));
	strv_clear(&names);
	jv_free(all);
	return EXIT_OK;
}

static int
change(struct cmd_call *c, const char *name, bool in)
{
	bool dry = opts_has(c->opts, "dry-run");
	char *cause = NULL;
	struct place p = { 0 };
	int fd = -1;

	if (!dry && (fd = lock(c->state, &cause)) == -1)
		;
	else if (place_find(c, name, &p, &cause) != 0)
		;
	else if (p.path == NULL)
		cause = xasprintf(hooks_injects(p.adapter->hooks) ?
			"%s gets its hooks at each start: there is nothing to "
			"install" :
			"%s has no hooks",
		    p.adapter->title);
	else if (in)
		(void)install(&p, dry, &cause);
	else
		(void)uninstall(&p, dry, &cause);
	place_clear(&p);
	if (fd != -1)
		close(fd);
	return cause != NULL ? cmd_fail_cause(cause) : EXIT_OK;
}

static int
hooks_run(struct cmd_call *c)
{
	char **words = opts_argv(c->opts);
	int n = opts_argc(c->opts);

	if (strcmp(words[0], "status") == 0 && !opts_has(c->opts, "dry-run"))
		return status(c, n > 1 ? words[1] : NULL);
	if (n == 2 && !opts_has(c->opts, "json")) {
		if (strcmp(words[0], "install") == 0)
			return change(c, words[1], true);
		if (strcmp(words[0], "uninstall") == 0)
			return change(c, words[1], false);
	}
	return cmd_usage(c->cmd, "hooks: wrong operands");
}

const struct cmd cmd_hooks = {
	.name = "hooks",
	.opts = hooks_opts,
	.nopts = nitems(hooks_opts),
	.tail = "install|uninstall|status [AGENT]",
	.summary = "Put hooks into an agent's own file, and take them out",
	.min_operands = 1,
	.max_operands = 2,
	.run = hooks_run,
};
