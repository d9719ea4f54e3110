/* SPDX-License-Identifier: ISC */
/* adapter: what is known about one kind of agent, read from a data file. */

#ifndef AGENT_ADAPTER_H
#define AGENT_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>

#include "agent/slash.h"
#include "base/strv.h"

#define ADAPTER_NAME_MAX 32	/* bytes: a-z, 0-9, '-' and '_' */
#define ADAPTER_WORDS_MAX 64	/* of a template or list */
#define ADAPTER_TEXT_MAX 4096	/* bytes of a string */
#define ADAPTER_MODES_MAX 16

struct dialogs;
struct hooks;
struct pattern;
struct promptline;
struct rules;

/* What can be asked for at a start. The order is that of their words. */
enum adapter_option {
	ADAPTER_OPT_NAME,
	ADAPTER_OPT_MODEL,
	ADAPTER_OPT_FALLBACK_MODEL,
	ADAPTER_OPT_EFFORT,
	ADAPTER_OPT_PERMISSION_MODE,	/* see modes */
	ADAPTER_OPT_AGENT,
	ADAPTER_OPT_ADD_DIR,
	ADAPTER_OPT_TMP_DIR,		/* may be written without asking */
	ADAPTER_OPT_SETTINGS,
	ADAPTER_OPT_PLUGIN_DIR,
	ADAPTER_OPT_MCP_CONFIG,
	ADAPTER_OPT_STRICT_MCP_CONFIG,	/* no value */
	ADAPTER_OPT_ALLOW_DANGEROUS,	/* no value */
	ADAPTER_OPT_DANGEROUS,		/* no value */
	ADAPTER_NOPTIONS,
};

/* A permission mode that the agent calls by other words. */
struct adapter_mode {
	char		*name;		/* as bgmux has it */
	struct strv	 words;
};

/*
 * Templates are argument vectors. {program}, {task}, {id} (of the agent's
 * conversation), {name}, {model} and {value} (of another option) are replaced
 * wherever they stand in a word; the word {options} becomes the words of the
 * options that are asked for and the person's own arguments. bgmux-adapter(5)
 * has it all.
 */
struct adapter {
	char		*name;
	char		*title;		/* for display */
	char		*path;		/* the file it is from */
	bool		 tried;		/* seen to work with the real program */
	char		*tried_version;	/* of it; may be NULL */
	bool		 builtin;	/* binary is a program of bgmux */
	struct strv	 binary;	/* names to look for, the best first */
	struct strv	 version;	/* prints it; empty: nothing does */
	struct strv	 start;
	struct strv	 start_with_prompt; /* empty: it takes none */
	struct strv	 resume;	/* empty: it cannot */
	struct strv	 resume_with_prompt; /* empty: it takes none then */
	struct strv	 preset_id;	/* options; empty: it chooses its id */
	struct strv	 options[ADAPTER_NOPTIONS]; /* empty: it has none such */
	struct adapter_mode modes[ADAPTER_MODES_MAX];
	size_t		 nmodes;
	struct strv	 risky;		/* modes to be accepted once */
	struct strv	 env_set;	/* "NAME=value" for the worker */
	struct strv	 env_unset;
	struct strv	 logout;	/* a command line; empty: none */
	struct strv	 claims;	/* keys that are the agent's own */
	struct strv	 interrupt;	/* keys */
	bool		 bang;		/* "!" at its prompt runs a command */
	bool		 idle_after_turn; /* its report of idle after done or error
					 * says just that it is ready */
	char		*transcript;	/* a pattern of its path; may be NULL */
	char		*worktrees;	/* below a repository; may be NULL */
	char		*quit_text;	/* typed at its prompt; may be NULL */
	struct strv	 quit_keys;	/* names as term/key.h has them */
	struct pattern	*resume_hint;	/* group 1 is the conversation's id in
					 * its last words; may be NULL */
	struct pattern	*limit;		/* group 1 is the notice of a rate limit;
					 * may be NULL */
	struct pattern	*words;		/* group 1 is what it says, last on its
					 * screen; may be NULL */
	struct slashes	 commands;	/* at its prompt */
	/* How its screen is read; each may be NULL. */
	struct rules	*rules;
	struct promptline *prompt;
	struct dialogs	*dialogs;
	struct hooks	*hooks;
};

/* Whether s can be the name of an adapter. */
bool	 adapter_valid_name(const char *);
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
/* The file of the adapter called name; NULL if there is none. Caller frees. */
char	*adapter_file(const char *name, const struct strv *env);
/* Where its program is: an absolute path (caller frees), or NULL and *cause. */
char	*adapter_program(const struct adapter *, const struct strv *env,
	     char **cause);
/* Add the names of all adapters there are, sorted, each once. */
void	 adapter_names(struct strv *, const struct strv *env);

#endif
