/* SPDX-License-Identifier: ISC */
/* opts: command-line options by a table. */

#include <ctype.h>

#include "base/opts.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

struct given {
	const struct opt *opt; /* borrowed: a row of the table */
	const char *value;     /* borrowed; NULL if it takes none */
};

struct opts {
	struct given *given; /* owned */
	size_t n;
	char **argv; /* owned, the strings borrowed */
	int argc;
	int after; /* operands after "--" */
};

/* One parse: what is read and where it stands. */
struct parse {
	const struct opt *table;
	size_t n;
	char **argv;
	int argc;
	int at; /* the argument being read */
	struct opts *opts;
	char **cause;
};

/* "option '--name'" and the like, for a row. */
static char *
opts_name(const struct opt *opt)
{
	if (opt->name != NULL)
		return xasprintf("--%s", opt->name);
	return xasprintf("-%c", opt->letter);
}

static int
opts_refuse(struct parse *p, const char *arg)
{
	char *clean;

	clean = utf8_clean(arg, strlen(arg), 200);
	*p->cause = xasprintf("unknown option '%s'", clean);
	free(clean);
	return -1;
}

static void
opts_give(struct parse *p, const struct opt *opt, const char *value)
{
	struct opts *o = p->opts;

	o->given = xreallocarray(o->given, o->n + 1, sizeof *o->given);
	o->given[o->n].opt = opt;
	o->given[o->n].value = value;
	o->n++;
}

/* An option that takes an argument: the rest of its word, or the next word. */
static int
opts_give_arg(struct parse *p, const struct opt *opt, const char *rest)
{
	char *name;

	if (rest == NULL && p->at + 1 < p->argc)
		rest = p->argv[++p->at];
	if (rest == NULL) {
		name = opts_name(opt);
		*p->cause = xasprintf("option '%s' needs an argument: %s", name,
		    opt->arg);
		free(name);
		return -1;
	}
	opts_give(p, opt, rest);
	return 0;
}

static int
opts_long(struct parse *p, const char *arg)
{
	size_t i, n = strcspn(arg + 2, "=");
	const struct opt *opt = NULL;
	const char *value;

	for (i = 0; i < p->n && opt == NULL; i++) {
		if (p->table[i].name != NULL && strlen(p->table[i].name) == n &&
		    strncmp(p->table[i].name, arg + 2, n) == 0)
			opt = &p->table[i];
	}
	if (opt == NULL)
		return opts_refuse(p, arg);
	value = arg[2 + n] == '=' ? arg + 2 + n + 1 : NULL;
	if (opt->arg != NULL)
		return opts_give_arg(p, opt, value);
	if (value != NULL) {
		*p->cause =
		    xasprintf("option '--%s' takes no argument", opt->name);
		return -1;
	}
	opts_give(p, opt, NULL);
	return 0;
}

static const struct opt *
opts_letter(const struct parse *p, char letter)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		if (p->table[i].letter == letter)
			return &p->table[i];
	}
	return NULL;
}

/* "-abc", "-nVALUE", "-n VALUE" */
static int
opts_short(struct parse *p, const char *arg)
{
	const struct opt *opt;
	char one[3] = "-";
	const char *c;

	for (c = arg + 1; *c != '\0'; c++) {
		opt = opts_letter(p, *c);
		if (opt == NULL) {
			one[1] = *c;
			return opts_refuse(p,
			    isprint((unsigned char)*c) ? one : arg);
		}
		if (opt->arg != NULL)
			return opts_give_arg(p, opt,
			    c[1] != '\0' ? c + 1 : NULL);
		opts_give(p, opt, NULL);
	}
	return 0;
}

/* All that is left are operands. */
static void
opts_rest(struct parse *p)
{
	while (p->at < p->argc)
		p->opts->argv[p->opts->argc++] = p->argv[p->at++];
}

static int
opts_read(struct parse *p, bool strict)
{
	const char *arg;
	int r;

	for (p->at = 1; p->at < p->argc; p->at++) {
		arg = p->argv[p->at];
		if (strcmp(arg, "--") == 0) {
			p->at++;
			p->opts->after = p->argc - p->at;
			opts_rest(p);
			return 0;
		}
		if (arg[0] != '-' || arg[1] == '\0') {
			if (strict) {
				opts_rest(p);
				return 0;
			}
			p->opts->argv[p->opts->argc++] = p->argv[p->at];
			continue;
		}
		r = arg[1] == '-' ? opts_long(p, arg) : opts_short(p, arg);
		if (r == -1)
			return -1;
	}
	return 0;
}

struct opts *
opts_parse(const struct opt *table, size_t n, int argc, char **argv,
    bool strict, char **cause)
{
	struct parse p = { .table = table, .n = n };
	struct opts *o;

	*cause = NULL;
	o = xcalloc(1, sizeof *o);
	/* Operands are never more than the words, and end in a NULL. */
	o->argv = xcalloc((size_t)(argc > 0 ? argc : 0) + 1, sizeof *o->argv);
	p.argc = argc;
	p.argv = argv;
	p.opts = o;
	p.cause = cause;
	if (opts_read(&p, strict) == -1) {
		opts_free(o);
		return NULL;
	}
	return o;
}

void
opts_free(struct opts *o)
{
	if (o == NULL)
		return;
	free(o->given);
	free(o->argv);
	free(o);
}

static bool
opts_is(const struct opt *opt, const char *name)
{
	if (opt->name != NULL)
		return strcmp(opt->name, name) == 0;
	return opt->letter == name[0] && name[0] != '\0' && name[1] == '\0';
}

size_t
opts_count(const struct opts *o, const char *name)
{
	size_t i, count = 0;

	for (i = 0; i < o->n; i++) {
		if (opts_is(o->given[i].opt, name))
			count++;
	}
	return count;
}

bool
opts_has(const struct opts *o, const char *name)
{
	return opts_count(o, name) != 0;
}

const char *
opts_get_at(const struct opts *o, const char *name, size_t at)
{
	size_t i;

	for (i = 0; i < o->n; i++) {
		if (opts_is(o->given[i].opt, name) && at-- == 0)
			return o->given[i].value;
	}
	return NULL;
}

const char *
opts_get(const struct opts *o, const char *name)
{
	size_t count = opts_count(o, name);

	return count != 0 ? opts_get_at(o, name, count - 1) : NULL;
}

int
opts_argc(const struct opts *o)
{
	return o->argc;
}

char **
opts_argv(const struct opts *o)
{
	return o->argv;
}

int
opts_after_dashes(const struct opts *o)
{
	return o->after;
}

int
opts_number(const char *what, const char *text, long long min, long long max,
    long long *out, char **cause)
{
	const char *error = "invalid", *p = text;
	char *clean;

	*cause = NULL;
	/* strtonum would also take blanks and a plus. */
	if (*p == '-')
		p++;
	if (isdigit((unsigned char)*p))
		*out = strtonum(text, min, max, &error);
	if (error == NULL)
		return 0;
	clean = utf8_clean(text, strlen(text), 100);
	*cause = xasprintf("%s must be a number from %lld to %lld, not '%s'",
	    what, min, max, clean);
	free(clean);
	return -1;
}
