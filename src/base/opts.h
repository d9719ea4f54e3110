/* SPDX-License-Identifier: ISC */
/* opts: command-line options by a table. */

#ifndef BASE_OPTS_H
#define BASE_OPTS_H

#include <stdbool.h>
#include <stddef.h>

struct opt {
	char		 letter;	/* 0: none */
	const char	*name;		/* without "--"; NULL: none */
	const char	*arg;		/* what its argument is called; NULL: none */
	const char	*help;
};

struct opts;				/* what was given */

/* Parse argv[1 ...] (options and operands mixed unless strict; all after "--" are
 * operands; with strict the first operand ends the options). NULL and *cause
 * ("unknown option '--foo'", caller frees). argv must outlive it. */
struct opts *opts_parse(const struct opt *table, size_t n, int argc,
	     char **argv, bool strict, char **cause);
void	 opts_free(struct opts *);
bool	 opts_has(const struct opts *, const char *name);
/* The last value given, else NULL; borrowed. name is the long name, or the
 * letter as a string where it has no long name. */
const char *opts_get(const struct opts *, const char *name);
/* The i-th value given of a repeatable option, else NULL. */
const char *opts_get_at(const struct opts *, const char *name, size_t i);
size_t	 opts_count(const struct opts *, const char *name);
/* Operands. */
int	 opts_argc(const struct opts *);
char	**opts_argv(const struct opts *);	/* terminated by NULL */
/* How many of the operands came after "--"; 0 if it was not given. */
int	 opts_after_dashes(const struct opts *);

/* A whole decimal number in [min, max]; -1 and *cause, which names what. */
int	 opts_number(const char *what, const char *text, long long min,
	     long long max, long long *out, char **cause);

#endif
