/* SPDX-License-Identifier: ISC */
/* adapter: reads and checks adapter files and finds the programs they name;
 * starting one is launch's part. */

#include <ctype.h>
#include <dirent.h>
#include <errno.h>

#include "agent/adapter.h"
#include "base/atomic.h"
#include "base/jv.h"
#include "base/path.h"
#include "base/spawn.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define FILE_MAX (256u << 10)

/* Placeholders, as bits. */
#define P_PROGRAM 0x01u
#define P_TASK	  0x02u
#define P_ID	  0x04u
#define P_NAME	  0x08u
#define P_MODEL	  0x10u
#define P_OPTIONS 0x20u

static const struct {
	const char *name;
	unsigned bit;
} placeholders[] = {
	{ "program", P_PROGRAM },
	{ "task", P_TASK },
	{ "id", P_ID },
	{ "name", P_NAME },
	{ "model", P_MODEL },
	{ "options", P_OPTIONS },
};

enum member_kind {
	TEXT,
	FLAG,
	WORDS
};

/* The members of a file. Those of an object have a dot in their name. */
static const struct member {
	const char *name;
	enum member_kind kind;
	bool required;
	size_t offset;
	unsigned needs; /* placeholders that a template must have */
	unsigned allows;
} members[] = {
#define FIELD(f) offsetof(struct adapter, f)
	{ "name", TEXT, true, FIELD(name), 0, 0 },
	{ "title", TEXT, true, FIELD(title), 0, 0 },
	{ "tried", FLAG, true, FIELD(tried), 0, 0 },
	{ "builtin", FLAG, false, FIELD(builtin), 0, 0 },
	{ "binary", WORDS, true, FIELD(binary), 0, 0 },
	{ "start", WORDS, true, FIELD(start), P_PROGRAM, P_OPTIONS },
	{ "startWithPrompt", WORDS, false, FIELD(start_with_prompt),
	    P_PROGRAM | P_TASK, P_OPTIONS },
	{ "resume", WORDS, false, FIELD(resume), P_PROGRAM, P_ID | P_OPTIONS },
	{ "presetId", WORDS, false, FIELD(preset_id), P_ID, 0 },
	{ "options.name", WORDS, false, FIELD(name_option), P_NAME, 0 },
	{ "options.model", WORDS, false, FIELD(model_option), P_MODEL, 0 },
	{ "quit.text", TEXT, false, FIELD(quit_text), 0, 0 },
	{ "quit.keys", WORDS, false, FIELD(quit_keys), 0, 0 },
#undef FIELD
};

/* The order in which "auto" looks. */
static const char *const preferred[] = { "claude", "codex", "gemini",
	"opencode", "pi", "qwen", "copilot", "cursor", "amp", "aider" };

/* The search for members that nobody knows. */
struct stranger {
	const char *prefix; /* "quit." or "" */
	char *found;	    /* owned, NULL if none */
};

static bool valid_name(const char *);
static char *check_text(const char *);
static char *check_words(const struct member *, const struct strv *);
static unsigned word_placeholders(const char *, char **);
static char *read_text(struct jv *, char **);
static char *read_words(const struct member *, struct jv *, struct strv *);
static char *read_member(struct adapter *, const struct member *,
    const struct jv *);
static char *read_all(struct adapter *, const struct jv *);
static struct jv *member_get(const struct jv *, const char *);
static void member_check(const char *, struct jv *, void *);
static char *find_stranger(const struct jv *);
static const char *env_get(const struct strv *, const char *);
static char *person_dir(const struct strv *);
static char *adapter_path(const char *, const struct strv *);
static struct adapter *find_auto(const struct strv *, char **);
static void add_names(struct strv *, const char *);
static int compare(const void *, const void *);

static bool
valid_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return n > 0 && n <= ADAPTER_NAME_MAX && s[n] == '\0' && s[0] != '-';
}

/* NULL, or what is wrong with a string (caller frees). */
static char *
check_text(const char *s)
{
	size_t n = strlen(s);

	if (n == 0)
		return xstrdup("is empty");
	if (n > ADAPTER_TEXT_MAX)
		return xasprintf("is longer than %d bytes", ADAPTER_TEXT_MAX);
	for (; *s != '\0'; s++)
		if (iscntrl((unsigned char)*s))
			return xstrdup("has a control character");
	return NULL;
}

/* The placeholders of a word; *bad is one that does not exist (caller
 * frees). Braces round anything but small letters stand for themselves. */
static unsigned
word_placeholders(const char *word, char **bad)
{
	const char *p;
	unsigned found = 0;
	size_t i, n;

	for (p = strchr(word, '{'); p != NULL; p = strchr(p + 1, '{')) {
		n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz");
		if (n == 0 || p[n + 1] != '}')
			continue;
		for (i = 0; i < nitems(placeholders); i++)
			if (strlen(placeholders[i].name) == n &&
			    memcmp(placeholders[i].name, p + 1, n) == 0)
				break;
		if (i == nitems(placeholders)) {
			*bad = xstrndup(p, n + 2);
			return found;
		}
		found |= placeholders[i].bit;
	}
	return found;
}

/* NULL, or what is wrong with a template (caller frees). */
static char *
check_words(const struct member *m, const struct strv *words)
{
	unsigned bits, found = 0;
	char *bad = NULL, *why;
	size_t i;

	for (i = 0; i < words->n; i++) {
		bits = word_placeholders(words->v[i], &bad);
		if (bad != NULL) {
			why = xasprintf("%s[%zu]: there is no %s", m->name, i,
			    bad);
			free(bad);
			return why;
		}
		if (bits & ~(m->needs | m->allows))
			return xasprintf("%s[%zu]: '%s' has no meaning here",
			    m->name, i, words->v[i]);
		if ((bits & P_OPTIONS) && strcmp(words->v[i], "{options}") != 0)
			return xasprintf("%s[%zu]: {options} must stand alone",
			    m->name, i);
		found |= bits;
	}
	for (i = 0; i < nitems(placeholders); i++)
		if (placeholders[i].bit & m->needs & ~found)
			return xasprintf("%s: lacks {%s}", m->name,
			    placeholders[i].name);
	return NULL;
}

static char *
read_text(struct jv *v, char **out)
{
	const char *s = jv_as_string(v);
	char *why;

	if (s == NULL)
		return xstrdup("is no string");
	why = check_text(s);
	if (why == NULL)
		*out = xstrdup(s);
	return why;
}

static char *
read_words(const struct member *m, struct jv *v, struct strv *out)
{
	char *why, *named, *text;
	size_t i;

	if (jv_type(v) != JV_ARRAY)
		return xasprintf("%s: is no array", m->name);
	if (jv_count(v) == 0 || jv_count(v) > ADAPTER_WORDS_MAX)
		return xasprintf("%s: has %zu words, not 1 to %d", m->name,
		    jv_count(v), ADAPTER_WORDS_MAX);
	for (i = 0; i < jv_count(v); i++) {
		text = NULL;
		why = read_text(jv_at(v, i), &text);
		if (why != NULL) {
			named = xasprintf("%s[%zu]: %s", m->name, i, why);
			free(why);
			return named;
		}
		strv_take(out, text);
	}
	if (m->needs == 0)
		return NULL;
	return check_words(m, out);
}

/* "quit.keys" is the member keys of the object quit. */
static struct jv *
member_get(const struct jv *root, const char *name)
{
	const char *dot = strchr(name, '.');
	struct jv *v;
	char *outer;

	if (dot == NULL)
		return jv_get(root, name);
	outer = xstrndup(name, (size_t)(dot - name));
	v = jv_get_object(root, outer);
	free(outer);
	return v == NULL ? NULL : jv_get(v, dot + 1);
}

/* NULL, or what is wrong with the member (caller frees). */
static char *
read_member(struct adapter *a, const struct member *m, const struct jv *root)
{
	struct jv *v = member_get(root, m->name);
	void *field = (char *)a + m->offset;
	char *why, *named;

	if (v == NULL)
		return m->required ? xasprintf("lacks member '%s'", m->name) :
				     NULL;
	switch (m->kind) {
	case FLAG:
		if (jv_type(v) != JV_BOOL)
			return xasprintf("%s: is not true or false", m->name);
		*(bool *)field = jv_bool(root, m->name, false);
		return NULL;
	case WORDS:
		return read_words(m, v, field);
	case TEXT:
		break;
	}
	why = read_text(v, field);
	if (why == NULL)
		return NULL;
	named = xasprintf("%s: %s", m->name, why);
	free(why);
	return named;
}

/* A callback of jv_each: note the first member that no row is for. */
static void
member_check(const char *key, struct jv *value, void *arg)
{
	struct stranger *s = arg, inner;
	char *clean = utf8_clean(key, strlen(key), ADAPTER_NAME_MAX);
	char *full = xasprintf("%s%s", s->prefix, clean), *prefix;
	size_t i, n = strlen(full);

	for (i = 0; s->found == NULL && i < nitems(members); i++) {
		if (strchr(key, '.') != NULL)
			continue;
		if (strcmp(members[i].name, full) == 0)
			break;
		if (strncmp(members[i].name, full, n) != 0 ||
		    members[i].name[n] != '.')
			continue;
		inner.prefix = prefix = xasprintf("%s.", full);
		inner.found = NULL;
		if (jv_type(value) == JV_OBJECT)
			jv_each(value, member_check, &inner);
		else
			inner.found = xasprintf("%s: is no object", full);
		free(prefix);
		s->found = inner.found;
		break;
	}
	if (i == nitems(members) && s->found == NULL)
		s->found = xasprintf("unknown member '%s'", full);
	free(full);
	free(clean);
}

static char *
find_stranger(const struct jv *root)
{
	struct stranger s = { "", NULL };

	jv_each(root, member_check, &s);
	return s.found;
}

/* NULL, or what is wrong with the file (caller frees). */
static char *
read_all(struct adapter *a, const struct jv *root)
{
	char *why;
	size_t i;

	if (jv_type(root) != JV_OBJECT)
		return xstrdup("is no object");
	why = find_stranger(root);
	for (i = 0; why == NULL && i < nitems(members); i++)
		why = read_member(a, &members[i], root);
	if (why != NULL)
		return why;
	if (!valid_name(a->name) || strcmp(a->name, "auto") == 0)
		return xasprintf("name: '%s' cannot be a name", a->name);
	for (i = 0; i < a->binary.n; i++)
		if (strchr(a->binary.v[i], '/') != NULL && a->builtin)
			return xasprintf("binary[%zu]: has a '/'", i);
	return NULL;
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
	why = read_all(a, root);
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
	if (a == NULL)
		return;
	free(a->name);
	free(a->title);
	free(a->path);
	strv_clear(&a->binary);
	strv_clear(&a->start);
	strv_clear(&a->start_with_prompt);
	strv_clear(&a->resume);
	strv_clear(&a->preset_id);
	strv_clear(&a->name_option);
	strv_clear(&a->model_option);
	free(a->quit_text);
	strv_clear(&a->quit_keys);
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
	path = valid_name(name) ? adapter_path(name, env) : NULL;
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
		if (valid_name(name) && strcmp(name, "auto") != 0)
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
