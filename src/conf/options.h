/* SPDX-License-Identifier: ISC */
/* options: the settings that there are, and what each may be. */

#ifndef CONF_OPTIONS_H
#define CONF_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jv;

enum option_type {
	OPTION_BOOL,
	OPTION_INT,
	OPTION_STRING,
	OPTION_KEY,			/* a key's name */
	OPTION_WORD,			/* one of some words */
	OPTION_STRINGS,			/* an array of strings */
};

/* The person's own: a project's file cannot set it. */
#define OPTION_PERSON	0x1u
/* It could run commands or weaken what protects the person: taken from a
 * project's file only if the directory is trusted. */
#define OPTION_TRUST	0x2u

#define OPTION_WORDS_MAX   8
#define OPTION_STRING_MAX  1024	/* bytes of a string */
#define OPTION_STRINGS_MAX 64	/* strings of an array */

struct option {
	const char	*name;		/* "attach.silentSeconds" */
	enum option_type type;
	unsigned	 flags;
	int64_t		 min;		/* OPTION_INT: its range */
	int64_t		 max;
	const char	*words[OPTION_WORDS_MAX]; /* OPTION_WORD */
	/* Of a string, or of each in an array: whether it will do, and what it
	 * must be, in words. NULL: any string. */
	bool		(*good)(const char *);
	const char	*what;
	const char	*def;		/* as JSON */
	const char	*text;		/* one or two sentences */
};

/* In the order of the manual; NULL past the end. */
const struct option *options_at(size_t i);
size_t	 options_count(void);
/* NULL if there is none. */
const struct option *options_find(const char *name);
/* Whether options have names that begin with name and a dot. */
bool	 options_is_group(const char *name);
/* Its number, for options_at. */
size_t	 options_index(const struct option *);

/* NULL if the value will do, else what it must be, as the rest of a sentence
 * ("must be a whole number from 0 to 60"); caller frees. is_key tells names of
 * keys; NULL: any short string may be one. */
char	*options_check(const struct option *, const struct jv *,
	    bool (*is_key)(const char *));
/* What it may be: "whole number from 0 to 60"; caller frees. */
char	*options_describe(const struct option *);
/* The default; caller frees. */
struct jv *options_default(const struct option *);
/* A value for a person: words without quotes, arrays with commas, one clean
 * line. Caller frees. */
char	*options_show(const struct jv *);

#endif
