/* SPDX-License-Identifier: ISC */
/* conf: the settings as they are in one directory. What settings there are is
 * in options. */

/*
 * Files are read one after the other, those that count less first, and what a
 * later one says replaces what was said before: the person's, the project's
 * from the outermost directory to the innermost, the managed one.
 *
 * A project is the directory and its parents up to the one with a .git, or
 * else those below the home directory; elsewhere it is the directory alone. The
 * home directory itself is never part of one: it is the person's, who has a
 * file of their own. So nobody who can write in a shared directory above has a
 * say.
 */

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/log.h"
#include "base/path.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "conf/checked.h"
#include "conf/conf.h"
#include "conf/options.h"
#include "conf/trust.h"

#define MANAGED	    "/etc/bgmux/settings.json"
#define ERRORS_MAX  32
#define ERROR_MAX   600 /* bytes */
#define PROJECT_MAX 64	/* directories */

/* All zero: the default, which is parsed when it is asked for. */
struct value {
	struct jv *v; /* owned; NULL: not parsed yet */
	enum conf_source source;
	char *file; /* owned; NULL: default */
};

struct conf {
	struct value *values; /* owned; by the option's number */
	struct strv errors;
	size_t faults;			  /* those of them that come first */
	struct conf_untrusted *untrusted; /* owned */
	size_t nuntrusted;
	size_t dropped; /* errors beyond the bound */
};

/* One file that is being read. */
struct reading {
	struct conf *conf;
	const struct conf_place *place;
	const char *file;
	const char *dir; /* of the project; else NULL */
	enum conf_source source;
	bool trusted;
	bool *seen;	   /* options that this file has set */
	const char *group; /* "attach."; "" at the top */
};

void
conf_place_init(struct conf_place *p, const char *state)
{
	char *dir = path_config();
	const char *home = path_home();

	memset(p, 0, sizeof *p);
	p->managed = xstrdup(MANAGED);
	if (dir != NULL)
		p->user = path_join(dir, "settings.json");
	if (home != NULL)
		p->home = path_absolute(home);
	if (state != NULL)
		p->state = xstrdup(state);
	free(dir);
}

void
conf_place_clear(struct conf_place *p)
{
	free(p->managed);
	free(p->user);
	free(p->home);
	free(p->state);
	memset(p, 0, sizeof *p);
}

/* Takes the sentence. */
static void
add_error(struct conf *c, char *sentence)
{
	if (c->errors.n < ERRORS_MAX)
		strv_take(&c->errors,
		    utf8_clean(sentence, strlen(sentence), ERROR_MAX));
	else
		c->dropped++;
	free(sentence);
}

static void
set_value(struct conf *c, const struct option *o, struct jv *v,
    enum conf_source source, const char *file)
{
	struct value *to = &c->values[options_index(o)];

	jv_free(to->v);
	free(to->file);
	to->v = v;
	to->source = source;
	to->file = file != NULL ? xstrdup(file) : NULL;
}

/* NULL, or why this file may not set this option so; caller frees. */
static char *
refusal(const struct reading *r, const struct option *o, const struct jv *v)
{
	if (r->seen[options_index(o)])
		return xstrdup("is set twice");
	if (r->source == CONF_PROJECT && (o->flags & OPTION_PERSON))
		return xstrdup("cannot be set for a project");
	return options_check(o, v, r->place->is_key);
}

/* It waits for the person's trust. */
static void
add_untrusted(const struct reading *r, const struct option *o,
    const struct jv *v)
{
	struct conf *c = r->conf;
	struct conf_untrusted *u;

	c->untrusted = xreallocarray(c->untrusted, c->nuntrusted + 1,
	    sizeof(*c->untrusted));
	u = &c->untrusted[c->nuntrusted++];
	u->dir = xstrdup(r->dir);
	u->file = xstrdup(r->file);
	u->option = o->name;
	u->value = options_show(v);
}

static void
take_option(struct reading *r, const struct option *o, const struct jv *v)
{
	char *why = refusal(r, o, v);

	r->seen[options_index(o)] = true;
	if (why != NULL)
		add_error(r->conf,
		    xasprintf("%s: %s %s", r->file, o->name, why));
	else if (r->source == CONF_PROJECT && (o->flags & OPTION_TRUST) &&
	    !r->trusted)
		add_untrusted(r, o, v);
	else
		set_value(r->conf, o, jv_copy(v), r->source, r->file);
	free(why);
}

static void
take_member(const char *key, struct jv *v, void *arg)
{
	struct reading *r = arg, inner = *r;
	const struct option *o;
	char *name = xasprintf("%s%s", r->group, key), *group;

	if ((o = options_find(name)) != NULL)
		take_option(r, o, v);
	else if (!options_is_group(name))
		add_error(r->conf,
		    xasprintf("%s: there is no option '%.100s'", r->file,
			name));
	else if (jv_type(v) != JV_OBJECT)
		add_error(r->conf,
		    xasprintf("%s: '%s' must be an object", r->file, name));
	else {
		group = xasprintf("%s.", name);
		inner.group = group;
		jv_each(v, take_member, &inner);
		free(group);
	}
	free(name);
}

static void
load_file(struct conf *c, const struct conf_place *place, const char *file,
    const char *dir, enum conf_source source, bool trusted)
{
	struct reading r = { c, place, file, dir, source, trusted, NULL, "" };
	char *cause;
	struct jv *v;

	if (file == NULL)
		return;
	v = checked_load(file, &cause);
	if (cause != NULL)
		add_error(c, cause);
	if (v == NULL)
		return;
	r.seen = xcalloc(options_count(), sizeof *r.seen);
	jv_each(v, take_member, &r);
	free(r.seen);
	jv_free(v);
}

void
conf_project_dirs(const struct conf_place *place, const char *dir,
    struct strv *out)
{
	char *p = path_absolute(dir), *git, *slash;
	bool whole = false;

	while (p != NULL && p[0] == '/' && p[1] != '\0' && !whole &&
	    out->n < PROJECT_MAX) {
		if (place->home != NULL && strcmp(p, place->home) == 0) {
			whole = true;
			break;
		}
		strv_add(out, p);
		git = path_join(p, ".git");
		whole = access(git, F_OK) == 0;
		free(git);
		slash = strrchr(p, '/');
		*slash = '\0';
	}
	free(p);
	while (!whole && out->n > 1)
		free(out->v[--out->n]);
	if (out->v != NULL)
		out->v[out->n] = NULL;
}

static void
load_project(struct conf *c, const struct conf_place *place, const char *dir)
{
	struct strv dirs = { 0 }, trusted = { 0 };
	char *file, *cause = NULL;
	size_t i;

	conf_project_dirs(place, dir, &dirs);
	if (dirs.n > 0 && place->state != NULL &&
	    trust_load(place->state, &trusted, &cause) == -1)
		add_error(c, cause);
	for (i = dirs.n; i-- > 0;) {
		file = xasprintf("%s/.bgmux/settings.json", dirs.v[i]);
		load_file(c, place, file, dirs.v[i], CONF_PROJECT,
		    trust_covers(&trusted, dirs.v[i]));
		free(file);
	}
	strv_clear(&dirs);
	strv_clear(&trusted);
}

void
conf_project_files(const struct conf_place *place, const char *dir,
    struct strv *out)
{
	struct strv dirs = { 0 };
	size_t i;

	conf_project_dirs(place, dir, &dirs);
	for (i = dirs.n; i-- > 0;)
		strv_addf(out, "%s/.bgmux/settings.json", dirs.v[i]);
	strv_clear(&dirs);
}

void
conf_files(const struct conf_place *place, const char *dir, struct strv *out)
{
	if (place->user != NULL)
		strv_add(out, place->user);
	if (dir != NULL)
		conf_project_files(place, dir, out);
	if (place->managed != NULL)
		strv_add(out, place->managed);
}

struct conf *
conf_load(const struct conf_place *place, const char *dir)
{
	struct conf *c = xcalloc(1, sizeof *c);
	size_t i;

	c->values = xcalloc(options_count(), sizeof *c->values);
	load_file(c, place, place->user, NULL, CONF_USER, true);
	if (dir != NULL)
		load_project(c, place, dir);
	load_file(c, place, place->managed, NULL, CONF_MANAGED, true);
	c->faults = c->errors.n;
	for (i = 0; i < c->nuntrusted; i++)
		add_error(c,
		    xasprintf("%s: %s is taken only where the directory is "
			      "trusted (bgmux trust)",
			c->untrusted[i].file, c->untrusted[i].option));
	if (c->dropped > 0)
		strv_addf(&c->errors, "the settings have %zu more errors",
		    c->dropped);
	return c;
}

void
conf_free(struct conf *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < options_count(); i++) {
		jv_free(c->values[i].v);
		free(c->values[i].file);
	}
	free(c->values);
	for (i = 0; i < c->nuntrusted; i++) {
		free(c->untrusted[i].dir);
		free(c->untrusted[i].file);
		free(c->untrusted[i].value);
	}
	free(c->untrusted);
	strv_clear(&c->errors);
	free(c);
}

static const struct value *
get(const struct conf *c, const char *name)
{
	const struct option *o = options_find(name);
	struct value *value;

	if (o == NULL)
		fatalx("there is no option %s", name);
	value = &c->values[options_index(o)];
	if (value->v == NULL)
		value->v = options_default(o);
	return value;
}

static const struct jv *
get_typed(const struct conf *c, const char *name, enum jv_type type)
{
	const struct jv *v = get(c, name)->v;

	if (jv_type(v) != type)
		fatalx("option %s is of another type", name);
	return v;
}

bool
conf_bool(const struct conf *c, const char *name)
{
	return jv_as_bool(get_typed(c, name, JV_BOOL), false);
}

int64_t
conf_int(const struct conf *c, const char *name)
{
	return jv_as_int(get_typed(c, name, JV_INT), 0);
}

const char *
conf_string(const struct conf *c, const char *name)
{
	return jv_as_string(get_typed(c, name, JV_STRING));
}

const struct jv *
conf_value(const struct conf *c, const char *name)
{
	return get(c, name)->v;
}

enum conf_source
conf_source(const struct conf *c, const char *name, const char **file)
{
	const struct value *v = get(c, name);

	if (file != NULL)
		*file = v->file;
	return v->source;
}

const char *
conf_source_name(enum conf_source source)
{
	static const char *const names[] = {
		[CONF_DEFAULT] = "default",
		[CONF_USER] = "user",
		[CONF_PROJECT] = "project",
		[CONF_MANAGED] = "managed",
	};

	return names[source];
}

size_t
conf_errors(const struct conf *c)
{
	return c->errors.n;
}

const char *
conf_error(const struct conf *c, size_t i)
{
	return i < c->errors.n ? c->errors.v[i] : NULL;
}

size_t
conf_faults(const struct conf *c)
{
	return c->faults;
}

const struct conf_untrusted *
conf_untrusted(const struct conf *c, size_t i)
{
	return i < c->nuntrusted ? &c->untrusted[i] : NULL;
}
