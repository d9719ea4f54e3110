/* SPDX-License-Identifier: ISC */
/* adapter: finds adapter files and the programs they name; adapterfile reads
 * them, starting a program is launch's part. */

#include <dirent.h>
#include <errno.h>

#include "agent/adapter.h"
#include "agent/adapterfile.h"
#include "agent/dialog.h"
#include "agent/hooks.h"
#include "agent/pattern.h"
#include "agent/promptline.h"
#include "agent/rules.h"
#include "base/atomic.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/spawn.h"
#include "base/xmalloc.h"

#define FILE_MAX (256u << 10)

/* The order in which "auto" looks. */
static const char *const preferred[] = { "claude", "codex", "gemini",
	"opencode", "pi", "qwen", "copilot", "cursor", "amp", "aider" };

static const char *env_get(const struct strv *, const char *);
static char *person_dir(const struct strv *);
static char *adapter_path(const char *, const struct strv *);
static struct adapter *find_auto(const struct strv *, char **);
static void add_names(struct strv *, const char *);
static int compare(const void *, const void *);

bool
adapter_valid_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return n > 0 && n <= ADAPTER_NAME_MAX && s[n] == '\0' && s[0] != '-';
}

struct adapter *
adapter_parse(const char *text, size_t n, const char *path, char **cause)
{
	struct adapter *a;
	struct jv *root;
	char *why = NULL;

	root = jv_parse(text, n, &why);
	if (root == NULL) {
		*cause = xasprintf("%s: %s", path, why);
		free(why);
		return NULL;
	}
	a = xcalloc(1, sizeof *a);
	a->path = xstrdup(path);
	why = adapterfile_read(a, root);
	jv_free(root);
	if (why == NULL)
		return a;
	*cause = xasprintf("%s: %s", path, why);
	free(why);
	adapter_destroy(a);
	return NULL;
}

struct adapter *
adapter_load(const char *path, char **cause)
{
	struct adapter *a;
	char *text;
	size_t n;

	text = atomic_read(path, FILE_MAX, &n);
	if (text == NULL) {
		*cause = xasprintf("%s: %s", path, strerror(errno));
		return NULL;
	}
	a = adapter_parse(text, n, path, cause);
	free(text);
	return a;
}

void
adapter_destroy(struct adapter *a)
{
	size_t i;

	if (a == NULL)
		return;
	free(a->name);
	free(a->title);
	free(a->path);
	free(a->tried_version);
	strv_clear(&a->binary);
	strv_clear(&a->version);
	strv_clear(&a->start);
	strv_clear(&a->start_with_prompt);
	strv_clear(&a->resume);
	strv_clear(&a->resume_with_prompt);
	strv_clear(&a->preset_id);
	for (i = 0; i < ADAPTER_NOPTIONS; i++)
		strv_clear(&a->options[i]);
	for (i = 0; i < a->nmodes; i++) {
		free(a->modes[i].name);
		strv_clear(&a->modes[i].words);
	}
	strv_clear(&a->risky);
	strv_clear(&a->env_set);
	strv_clear(&a->env_unset);
	strv_clear(&a->logout);
	strv_clear(&a->claims);
	strv_clear(&a->interrupt);
	free(a->transcript);
	free(a->worktrees);
	free(a->quit_text);
	strv_clear(&a->quit_keys);
	pattern_destroy(a->resume_hint);
	pattern_destroy(a->limit);
	pattern_destroy(a->words);
	slash_clear(&a->commands);
	rules_destroy(a->rules);
	promptline_destroy(a->prompt);
	dialogs_destroy(a->dialogs);
	hooks_destroy(a->hooks);
	free(a);
}

static const char *
env_get(const struct strv *env, const char *name)
{
	const char *value;

	value = env == NULL ? getenv(name) : strv_getenv(env, name);
	return value != NULL && *value != '\0' ? value : NULL;
}

/* NULL if there is no home. */
static char *
person_dir(const struct strv *env)
{
	const char *dir = env_get(env, "XDG_CONFIG_HOME");

	if (dir != NULL && *dir == '/')
		return xasprintf("%s/bgmux/adapters", dir);
	dir = env_get(env, "HOME");
	if (dir == NULL)
		return NULL;
	return xasprintf("%s/.config/bgmux/adapters", dir);
}

/* The file of an adapter that has a valid name; NULL if there is none. */
static char *
adapter_path(const char *name, const struct strv *env)
{
	char *dir = person_dir(env), *path = NULL, *file;

	file = xasprintf("adapters/%s.json", name);
	if (dir != NULL)
		path = xasprintf("%s/%s.json", dir, name);
	if (path == NULL || access(path, F_OK) != 0) {
		free(path);
		path = path_data(file);
	}
	if (access(path, F_OK) != 0) {
		free(path);
		path = NULL;
	}
	free(file);
	free(dir);
	return path;
}

char *
adapter_file(const char *name, const struct strv *env)
{
	return adapter_valid_name(name) ? adapter_path(name, env) : NULL;
}

/* Whether the program of an adapter's file is there, by what the file says of
 * that alone: most have none, and to read the rest takes long. What cannot be
 * read is told by who reads it whole. */
static bool
may_have_program(const char *path, const struct strv *env)
{
	struct adapter a = { 0 };
	char *text, *program = NULL, *why = NULL;
	struct jv *root;
	bool may = true;
	size_t n;

	text = atomic_read(path, FILE_MAX, &n);
	root = text != NULL ? jv_parse(text, n, &why) : NULL;
	free(why);
	why = NULL;
	if (root != NULL && adapterfile_binary(&a, root)) {
		a.title = xstrdup(path);
		program = adapter_program(&a, env, &why);
		may = program != NULL;
	}
	free(program);
	free(why);
	free(a.title);
	strv_clear(&a.binary);
	jv_free(root);
	free(text);
	return may;
}

static struct adapter *
find_auto(const struct strv *env, char **cause)
{
	struct adapter *a;
	char *program, *why, *path;
	size_t i;

	for (i = 0; i < nitems(preferred); i++) {
		path = adapter_path(preferred[i], env);
		if (path == NULL)
			continue;
		if (!may_have_program(path, env)) {
			free(path);
			continue;
		}
		a = adapter_load(path, cause);
		free(path);
		if (a == NULL)
			return NULL;
		why = NULL;
		program = adapter_program(a, env, &why);
		free(program);
		free(why);
		if (program != NULL)
			return a;
		adapter_destroy(a);
	}
	return adapter_find("sh", env, cause);
}

struct adapter *
adapter_find(const char *name, const struct strv *env, char **cause)
{
	struct adapter *a;
	char *path;

	if (strcmp(name, "auto") == 0)
		return find_auto(env, cause);
	path = adapter_valid_name(name) ? adapter_path(name, env) : NULL;
	if (path == NULL) {
		*cause = xasprintf("no adapter '%s'", name);
		return NULL;
	}
	a = adapter_load(path, cause);
	if (a != NULL && strcmp(a->name, name) != 0) {
		*cause = xasprintf("%s: name: is '%s', not '%s'", path, a->name,
		    name);
		adapter_destroy(a);
		a = NULL;
	}
	free(path);
	return a;
}

char *
adapter_program(const struct adapter *a, const struct strv *env, char **cause)
{
	char *path, *names;
	size_t i;

	for (i = 0; i < a->binary.n; i++) {
		if (a->builtin)
			path = path_program(a->binary.v[i]);
		else
			path = spawn_find(a->binary.v[i],
			    env == NULL ? NULL : env->v);
		if (path != NULL && access(path, X_OK) == 0)
			return path;
		free(path);
	}
	names = strv_join(&a->binary, ", ");
	*cause =
	    xasprintf("%s is not installed (%s not found)", a->title, names);
	free(names);
	return NULL;
}

/* Add the names of the files of a directory that may be adapters. */
static void
add_names(struct strv *names, const char *path)
{
	struct dirent *entry;
	DIR *dir;
	char *name;
	size_t n;

	dir = opendir(path);
	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		n = strlen(entry->d_name);
		if (n <= 5 || strcmp(entry->d_name + n - 5, ".json") != 0)
			continue;
		name = xstrndup(entry->d_name, n - 5);
		if (adapter_valid_name(name) && strcmp(name, "auto") != 0)
			strv_add(names, name);
		free(name);
	}
	closedir(dir);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
adapter_names(struct strv *out, const struct strv *env)
{
	struct strv names = { 0 };
	char *dir;
	size_t i;

	dir = person_dir(env);
	if (dir != NULL)
		add_names(&names, dir);
	free(dir);
	dir = path_data("adapters");
	add_names(&names, dir);
	free(dir);
	if (names.n > 0)
		qsort(names.v, names.n, sizeof *names.v, compare);
	for (i = 0; i < names.n; i++)
		if (i == 0 || strcmp(names.v[i], names.v[i - 1]) != 0)
			strv_add(out, names.v[i]);
	strv_clear(&names);
}
