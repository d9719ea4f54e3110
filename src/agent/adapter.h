/* SPDX-License-Identifier: ISC */
/* adapter: what is known about one kind of agent, read from a data file. */

#ifndef AGENT_ADAPTER_H
#define AGENT_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"

#define ADAPTER_NAME_MAX 32	/* bytes: a-z, 0-9, '-' and '_' */
#define ADAPTER_WORDS_MAX 64	/* of a template or list */
#define ADAPTER_TEXT_MAX 4096	/* bytes of a string */

/*
 * Templates are argument vectors. {program}, {task}, {id} (of the agent's
 * conversation), {name} and {model} are replaced wherever they stand in a
 * word; the word {options} becomes the words of the options that are asked
 * for and the person's own arguments.
 */
struct adapter {
	char		*name;
	char		*title;		/* for display */
	char		*path;		/* the file it is from */
	bool		 tried;		/* seen to work with the real program */
	bool		 builtin;	/* binary is a program of bgmux */
	struct strv	 binary;	/* names to look for, the best first */
	struct strv	 start;
	struct strv	 start_with_prompt; /* empty: it takes none */
	struct strv	 resume;	/* empty: it cannot */
	struct strv	 preset_id;	/* options; empty: it chooses its id */
	struct strv	 name_option;	/* options; empty: it has no names */
	struct strv	 model_option;
	char		*quit_text;	/* typed at its prompt; may be NULL */
	struct strv	 quit_keys;	/* names as term/key.h has them */
};

/* From a file, or from n bytes that came from path. NULL and *cause (caller
 * frees): "PATH: line 3, column 7: ...", "PATH: start[2]: ...", "PATH: unknown
 * member 'x'". */
struct adapter *adapter_load(const char *path, char **cause);
struct adapter *adapter_parse(const char *, size_t n, const char *path,
	     char **cause);
void	 adapter_destroy(struct adapter *);

/* The adapter called name: the person's own ($XDG_CONFIG_HOME/bgmux/adapters/
 * NAME.json), else the shipped one. "auto" is the first whose program is found,
 * at worst "sh". env (NULL: ours) says where to look. NULL and *cause. */
struct adapter *adapter_find(const char *name, const struct strv *env,
	     char **cause);
/* Where its program is: an absolute path (caller frees), or NULL and *cause. */
char	*adapter_program(const struct adapter *, const struct strv *env,
	     char **cause);
/* Add the names of all adapters there are, sorted, each once. */
void	 adapter_names(struct strv *, const struct strv *env);

#endif
