/* SPDX-License-Identifier: ISC */
/* agentfile: a custom agent: a file with instructions, and a head of settings.
 */

#include <stdbool.h>

#include "base/atomic.h"
#include "base/buf.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/agentfile.h"

#define FILE_MAX  (256u << 10)
#define NAME_MAX  64
#define VALUE_MAX 1000
#define LINE_MAX  4000
#define DEPTH_MAX 64 /* directories above the current one */

/* The value of a line "key: value", cleaned and without quotes; NULL if it is
 * another. Caller frees. */
static char *
agentfile_value(const char *line, size_t n, const char *key)
{
	size_t len = strlen(key);

	if (n <= len || memcmp(line, key, len) != 0 || line[len] != ':')
		return NULL;
	line += len + 1;
	n -= len + 1;
	while (n > 0 && (*line == ' ' || *line == '\t')) {
		line++;
		n--;
	}
	while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\r'))
		n--;
	if (n >= 2 && (*line == '"' || *line == '\'') && line[n - 1] == *line) {
		line++;
		n -= 2;
	}
	return utf8_clean(line, n, VALUE_MAX);
}

/* Keep the first value of a key. */
static void
agentfile_take(char **to, const char *line, size_t n, const char *key)
{
	if (*to == NULL)
		*to = agentfile_value(line, n, key);
}

/* Whether a line is the "---" before or after the head. */
static bool
agentfile_is_mark(const char *line, size_t n)
{
	return n >= 3 && memcmp(line, "---", 3) == 0 &&
	    (n == 3 || (n == 4 && line[3] == '\r'));
}

struct agentfile *
agentfile_parse(const char *path, const char *text, size_t left)
{
	struct agentfile *a = xcalloc(1, sizeof *a);
	struct buf b = { 0 };
	const char *end;
	char *clean;
	size_t n, line;
	bool head = false;

	a->path = xstrdup(path);
	for (line = 0; left > 0; line++) {
		end = memchr(text, '\n', left);
		n = end != NULL ? (size_t)(end - text) : left;
		if (agentfile_is_mark(text, n) && (line == 0 || head))
			head = !head;
		else if (head) {
			agentfile_take(&a->description, text, n, "description");
			agentfile_take(&a->model, text, n, "model");
			agentfile_take(&a->mode, text, n, "permissionMode");
		} else {
			clean = utf8_clean(text, n, LINE_MAX);
			buf_printf(&b, "%s\n", clean);
			free(clean);
		}
		n += end != NULL;
		text += n;
		left -= n;
	}
	a->text = buf_steal(&b, NULL);
	return a;
}

void
agentfile_destroy(struct agentfile *a)
{
	if (a == NULL)
		return;
	free(a->path);
	free(a->description);
	free(a->model);
	free(a->mode);
	free(a->text);
	free(a);
}

static struct agentfile *
agentfile_in(const char *dir, const char *name)
{
	static const char *const folders[] = { ".bgmux", ".claude" };
	struct agentfile *a = NULL;
	char *path, *text;
	size_t i, n;

	for (i = 0; i < nitems(folders) && a == NULL; i++) {
		path = xasprintf("%s/%s/agents/%s.md", dir, folders[i], name);
		text = atomic_read(path, FILE_MAX, &n);
		if (text != NULL)
			a = agentfile_parse(path, text, n);
		free(text);
		free(path);
	}
	return a;
}

struct agentfile *
agentfile_find(const char *name, char **cause)
{
	struct agentfile *a = NULL;
	char *dir, *slash;
	size_t n = strlen(name);
	int depth;

	/* It becomes part of a path. */
	if (n == 0 || n > NAME_MAX || *name == '.' || strchr(name, '/')) {
		*cause = xasprintf("'%s' is no name of an agent", name);
		return NULL;
	}
	dir = path_absolute(".");
	for (depth = 0; dir != NULL && a == NULL && depth < DEPTH_MAX;
	     depth++) {
		a = agentfile_in(dir, name);
		slash = strrchr(dir, '/');
		if (slash == NULL || slash == dir)
			break;
		*slash = '\0';
	}
	free(dir);
	if (a == NULL && path_home() != NULL)
		a = agentfile_in(path_home(), name);
	if (a == NULL)
		*cause = xasprintf("there is no agent '%s' in .bgmux/agents or "
				   ".claude/agents",
		    name);
	return a;
}
