/* SPDX-License-Identifier: ISC */
/* customs: reads the files of custom agents. What an agent does with them is
 * its own business. */

#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "conf/conf.h"
#include "conf/customs.h"

#define READ_MAX  (16u << 10) /* bytes of a file: its front matter */
#define FILES_MAX 1024	      /* looked at in a directory */

void
customs_clear(struct customs *c)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		free(c->list[i].name);
		free(c->list[i].text);
		free(c->list[i].path);
	}
	free(c->list);
	memset(c, 0, sizeof *c);
}

const struct custom *
customs_find(const struct customs *c, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (strlen(c->list[i].name) == n &&
		    memcmp(c->list[i].name, name, n) == 0)
			return &c->list[i];
	return NULL;
}

/* Front matter. */

/* The line at p, without its end; the next one. */
static const char *
take_line(const char *p, const char *end, size_t *n)
{
	const char *nl = memchr(p, '\n', (size_t)(end - p));

	*n = (size_t)((nl != NULL ? nl : end) - p);
	if (*n > 0 && p[*n - 1] == '\r')
		--*n;
	return nl != NULL ? nl + 1 : end;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void
trim(const char **p, size_t *n)
{
	for (; *n > 0 && is_blank(**p); --*n)
		++*p;
	while (*n > 0 && is_blank((*p)[*n - 1]))
		--*n;
}

/* What a quoted value says. */
static void
unquote(struct buf *b)
{
	char quote = b->len > 1 ? (char)b->data[0] : 0, c;
	struct buf out = { 0 };
	size_t i;

	if ((quote != '"' && quote != '\'') ||
	    b->data[b->len - 1] != (uint8_t)quote)
		return;
	for (i = 1; i + 1 < b->len; i++) {
		c = (char)b->data[i];
		if (quote == '"' && c == '\\' && i + 2 < b->len) {
			c = (char)b->data[++i];
			c = c == 'n' || c == 't' ? ' ' : c;
		} else if (quote == '\'' && c == '\'' && i + 2 < b->len &&
		    b->data[i + 1] == '\'')
			i++;
		buf_put_u8(&out, (uint8_t)c);
	}
	buf_clear(b);
	*b = out;
}

static void
add_words(struct buf *b, const char *p, size_t n)
{
	trim(&p, &n);
	if (n == 0)
		return;
	if (b->len > 0)
		buf_put_u8(b, ' ');
	buf_put(b, p, n);
}

/* The value that begins behind the colon and goes on in indented lines. */
static char *
read_value(const char *p, size_t n, const char *next, const char *end)
{
	struct buf b = { 0 };
	char *clean;
	bool block;

	trim(&p, &n);
	block = n > 0 && n <= 3 && (*p == '|' || *p == '>');
	if (!block)
		add_words(&b, p, n);
	while (next < end) {
		p = next;
		next = take_line(p, end, &n);
		if (n > 0 && !is_blank(*p))
			break;
		add_words(&b, p, n);
	}
	unquote(&b);
	clean = utf8_clean((const char *)b.data, b.len, CUSTOMS_TEXT_MAX);
	buf_clear(&b);
	return clean;
}

char *
customs_value(const char *text, size_t len, const char *key)
{
	const char *end = text + len, *p, *next;
	size_t n, k = strlen(key);

	/* A mark of the byte order. */
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	next = take_line(text, end, &n);
	if (n != 3 || memcmp(text, "---", 3) != 0)
		return NULL;
	while (next < end) {
		p = next;
		next = take_line(p, end, &n);
		if (n == 3 && memcmp(p, "---", 3) == 0)
			return NULL;
		if (n > k && memcmp(p, key, k) == 0 && p[k] == ':')
			return read_value(p + k + 1, n - k - 1, next, end);
	}
	return NULL;
}

/* Files. */

static bool
is_name(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= CUSTOMS_NAME_MAX && *s != '.' && *s != '-' &&
	    strspn(s,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789._-") == n;
}

/* The begin of a regular file; NULL if it cannot be read. */
static char *
read_begin(const char *path, size_t *n)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	ssize_t got = 0;
	char *text;

	*n = 0;
	if (fd == -1)
		return NULL;
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		close(fd);
		return NULL;
	}
	text = xmalloc(READ_MAX);
	while (*n < READ_MAX && (got = read(fd, text + *n, READ_MAX - *n)) > 0)
		*n += (size_t)got;
	close(fd);
	return text;
}

/* With named the front matter may have another name than the file. Takes the
 * path. */
static void
add_file(struct customs *c, char *path, const char *file, bool named,
    bool project)
{
	struct custom *new;
	char *text, *name;
	size_t n;

	text = read_begin(path, &n);
	name = text != NULL && named ? customs_value(text, n, "name") : NULL;
	if (text != NULL && name == NULL)
		name = xstrndup(file, strlen(file) - strlen(".md"));
	if (name == NULL || !is_name(name) ||
	    customs_find(c, name, strlen(name)) != NULL) {
		free(name);
		free(path);
	} else {
		c->list = xreallocarray(c->list, c->n + 1, sizeof *c->list);
		new = &c->list[c->n++];
		new->name = name;
		new->text = customs_value(text, n, "description");
		if (new->text == NULL)
			new->text = xstrdup("");
		new->path = path;
		new->project = project;
	}
	free(text);
}

/* Those in a directory. Takes dir. */
static void
add_dir(struct customs *c, char *dir, bool named, bool project)
{
	DIR *d = opendir(dir);
	const char *file;
	struct dirent *e;
	size_t n;
	int i;

	for (i = 0; d != NULL && i < FILES_MAX; i++) {
		if (c->n == CUSTOMS_MAX || (e = readdir(d)) == NULL)
			break;
		file = e->d_name;
		n = strlen(file);
		if (n > 3 && strcmp(file + n - 3, ".md") == 0)
			add_file(c, path_join(dir, file), file, named, project);
	}
	if (d != NULL)
		closedir(d);
	free(dir);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct custom *)a)->name,
	    ((const struct custom *)b)->name);
}

/* Those in a folder of the project's and the person's: ".claude" is that of
 * $CLAUDE_CONFIG_DIR if there is one. */
static void
add_all(struct customs *c, const struct conf_place *place, const char *dir,
    const char *top, const char *folder, bool named)
{
	const char *claude = getenv("CLAUDE_CONFIG_DIR");
	bool other =
	    strcmp(top, ".claude") == 0 && claude != NULL && *claude == '/';
	char *below = path_join(top, folder);
	struct strv dirs = { 0 };
	size_t i;

	if (dir != NULL)
		conf_project_dirs(place, dir, &dirs);
	for (i = 0; i < dirs.n; i++)
		add_dir(c, path_join(dirs.v[i], below), named, true);
	strv_clear(&dirs);
	if (other)
		add_dir(c, path_join(claude, folder), named, false);
	else if (place->home != NULL)
		add_dir(c, path_join(place->home, below), named, false);
	free(below);
}

static void
sort(struct customs *c)
{
	if (c->n > 1)
		qsort(c->list, c->n, sizeof *c->list, compare);
}

void
customs_load(const struct conf_place *place, const char *dir,
    struct customs *out)
{
	customs_clear(out);
	add_all(out, place, dir, ".bgmux", "agents", true);
	add_all(out, place, dir, ".claude", "agents", true);
	sort(out);
}

void
customs_load_commands(const struct conf_place *place, const char *dir,
    struct customs *out)
{
	customs_clear(out);
	add_all(out, place, dir, ".claude", "commands", false);
	sort(out);
}
