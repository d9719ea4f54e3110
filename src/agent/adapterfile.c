/* SPDX-License-Identifier: ISC */
/* adapterfile: reads and checks an adapter's file, strictly: what is not known
 * is an error that names it. The parts with a grammar of their own (rules,
 * prompt, dialogs, hooks) are read by the files of those names. */

#include "agent/adapter.h"
#include "agent/adapterfile.h"
#include "agent/dialog.h"
#include "agent/hooks.h"
#include "agent/member.h"
#include "agent/pattern.h"
#include "agent/promptline.h"
#include "agent/rules.h"
#include "agent/slash.h"
#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

/* Placeholders, as bits. */
#define P_PROGRAM 0x01u
#define P_TASK	  0x02u
#define P_ID	  0x04u
#define P_NAME	  0x08u
#define P_MODEL	  0x10u
#define P_OPTIONS 0x20u
#define P_VALUE	  0x40u
#define P_ANY	  0x80u /* the words are no template */

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
	{ "value", P_VALUE },
};

enum member_kind {
	TEXT,
	FLAG,
	WORDS,
	EXPRESSION,
	PART /* read by a function of its own */
};

/* What is wrong, as member.h has it. */
typedef char *(*part_cb)(struct adapter *, const struct jv *);

static char *read_modes(struct adapter *, const struct jv *);
static char *read_env(struct adapter *, const struct jv *);
static char *read_prompt(struct adapter *, const struct jv *);
static char *read_dialogs(struct adapter *, const struct jv *);
static char *read_rules(struct adapter *, const struct jv *);
static char *read_hooks(struct adapter *, const struct jv *);
static char *read_commands(struct adapter *, const struct jv *);

/* The members of a file. Those of an object have a dot in their name. */
static const struct member {
	const char *name;
	enum member_kind kind;
	bool required;
	size_t offset;
	unsigned needs; /* placeholders that a template must have */
	unsigned allows;
	part_cb read; /* of a part */
} members[] = {
#define FIELD(f) offsetof(struct adapter, f)
#define OPTION(name, o, bits)                                                  \
	{                                                                      \
		"options." name, WORDS, false, FIELD(options[o]), bits, 0,     \
		    NULL                                                       \
	}
	{ "name", TEXT, true, FIELD(name), 0, 0, NULL },
	{ "title", TEXT, true, FIELD(title), 0, 0, NULL },
	{ "tried", FLAG, true, FIELD(tried), 0, 0, NULL },
	{ "triedVersion", TEXT, false, FIELD(tried_version), 0, 0, NULL },
	{ "builtin", FLAG, false, FIELD(builtin), 0, 0, NULL },
	{ "binary", WORDS, true, FIELD(binary), 0, P_ANY, NULL },
	{ "version", WORDS, false, FIELD(version), P_PROGRAM, 0, NULL },
	{ "start", WORDS, true, FIELD(start), P_PROGRAM, P_OPTIONS, NULL },
	{ "startWithPrompt", WORDS, false, FIELD(start_with_prompt),
	    P_PROGRAM | P_TASK, P_OPTIONS, NULL },
	{ "resume", WORDS, false, FIELD(resume), P_PROGRAM, P_ID | P_OPTIONS,
	    NULL },
	{ "resumeWithPrompt", WORDS, false, FIELD(resume_with_prompt),
	    P_PROGRAM | P_TASK, P_ID | P_OPTIONS, NULL },
	{ "resumeHint", EXPRESSION, false, FIELD(resume_hint), 0, 0, NULL },
	{ "presetId", WORDS, false, FIELD(preset_id), P_ID, 0, NULL },
	OPTION("name", ADAPTER_OPT_NAME, P_NAME),
	OPTION("model", ADAPTER_OPT_MODEL, P_MODEL),
	OPTION("fallbackModel", ADAPTER_OPT_FALLBACK_MODEL, P_VALUE),
	OPTION("effort", ADAPTER_OPT_EFFORT, P_VALUE),
	OPTION("permissionMode", ADAPTER_OPT_PERMISSION_MODE, P_VALUE),
	OPTION("agent", ADAPTER_OPT_AGENT, P_VALUE),
	OPTION("addDir", ADAPTER_OPT_ADD_DIR, P_VALUE),
	OPTION("tmpDir", ADAPTER_OPT_TMP_DIR, P_VALUE),
	OPTION("settings", ADAPTER_OPT_SETTINGS, P_VALUE),
	OPTION("pluginDir", ADAPTER_OPT_PLUGIN_DIR, P_VALUE),
	OPTION("mcpConfig", ADAPTER_OPT_MCP_CONFIG, P_VALUE),
	OPTION("strictMcpConfig", ADAPTER_OPT_STRICT_MCP_CONFIG, 0),
	OPTION("allowDangerous", ADAPTER_OPT_ALLOW_DANGEROUS, 0),
	OPTION("dangerous", ADAPTER_OPT_DANGEROUS, 0),
	{ "permissionModes", PART, false, 0, 0, 0, read_modes },
	{ "risky", WORDS, false, FIELD(risky), 0, P_ANY, NULL },
	{ "env", PART, false, 0, 0, 0, read_env },
	{ "logout", WORDS, false, FIELD(logout), P_PROGRAM, 0, NULL },
	{ "claims", WORDS, false, FIELD(claims), 0, P_ANY, NULL },
	{ "interrupt", WORDS, false, FIELD(interrupt), 0, P_ANY, NULL },
	{ "bang", FLAG, false, FIELD(bang), 0, 0, NULL },
	{ "idleAfterTurn", FLAG, false, FIELD(idle_after_turn), 0, 0, NULL },
	{ "transcript", TEXT, false, FIELD(transcript), 0, 0, NULL },
	{ "worktrees", TEXT, false, FIELD(worktrees), 0, 0, NULL },
	{ "quit.text", TEXT, false, FIELD(quit_text), 0, 0, NULL },
	{ "quit.keys", WORDS, false, FIELD(quit_keys), 0, P_ANY, NULL },
	{ "limit", EXPRESSION, false, FIELD(limit), 0, 0, NULL },
	{ "words", EXPRESSION, false, FIELD(words), 0, 0, NULL },
	{ "prompt", PART, false, 0, 0, 0, read_prompt },
	{ "dialogs", PART, false, 0, 0, 0, read_dialogs },
	{ "rules", PART, false, 0, 0, 0, read_rules },
	{ "hooks", PART, false, 0, 0, 0, read_hooks },
	{ "commands", PART, false, 0, 0, 0, read_commands },
#undef OPTION
#undef FIELD
};

/* The search for members that nobody knows. */
struct stranger {
	const char *prefix; /* "quit." or "" */
	char *found;	    /* owned, NULL if none */
};

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

/* What is wrong with a template, as member.h has it. */
static char *
check_words(const struct strv *words, unsigned needs, unsigned allows)
{
	unsigned bits, found = 0;
	char *bad = NULL, *why;
	size_t i;

	for (i = 0; i < words->n; i++) {
		bits = word_placeholders(words->v[i], &bad);
		if (bad != NULL) {
			why = xasprintf("[%zu]: there is no %s", i, bad);
			free(bad);
			return why;
		}
		if (bits & ~(needs | allows))
			return xasprintf("[%zu]: '%s' has no meaning here", i,
			    words->v[i]);
		if ((bits & P_OPTIONS) && strcmp(words->v[i], "{options}") != 0)
			return xasprintf("[%zu]: {options} must stand alone",
			    i);
		found |= bits;
	}
	for (i = 0; i < nitems(placeholders); i++)
		if (placeholders[i].bit & needs & ~found)
			return xasprintf(": lacks {%s}", placeholders[i].name);
	return NULL;
}

struct modes_reading {
	struct adapter *adapter;
	char *why; /* owned, may be NULL */
};

static void
read_mode(const char *key, struct jv *value, void *arg)
{
	struct modes_reading *r = arg;
	struct adapter_mode *mode;
	struct jv *wrap;

	if (r->why != NULL)
		return;
	if (strlen(key) > ADAPTER_NAME_MAX ||
	    r->adapter->nmodes == ADAPTER_MODES_MAX) {
		r->why = xasprintf(": has more than %d modes, or long names",
		    ADAPTER_MODES_MAX);
		return;
	}
	mode = &r->adapter->modes[r->adapter->nmodes++];
	mode->name = xstrdup(key);
	/* No words at all: it is what the agent does by itself. */
	if (jv_type(value) == JV_ARRAY && jv_count(value) == 0)
		return;
	wrap = jv_object();
	jv_set(wrap, key, jv_copy(value));
	r->why = member_words(wrap, key, ADAPTER_WORDS_MAX, &mode->words);
	jv_free(wrap);
}

static char *
read_modes(struct adapter *a, const struct jv *v)
{
	struct modes_reading r = { a, NULL };

	if (jv_type(v) != JV_OBJECT)
		return xstrdup(": is no object");
	jv_each(v, read_mode, &r);
	return r.why;
}

static void
read_variable(const char *key, struct jv *value, void *arg)
{
	struct modes_reading *r = arg;
	const char *text = jv_as_string(value);

	if (r->why != NULL)
		return;
	if (text == NULL || strlen(text) > ADAPTER_TEXT_MAX || *key == '\0' ||
	    strchr(key, '=') != NULL ||
	    r->adapter->env_set.n == ADAPTER_WORDS_MAX)
		r->why = xasprintf(".set.%s: is no variable", key);
	else
		strv_addf(&r->adapter->env_set, "%s=%s", key, text);
}

static char *
read_env(struct adapter *a, const struct jv *v)
{
	static const char *const names[] = { "set", "unset" };
	struct modes_reading r = { a, NULL };
	struct jv *set = jv_get(v, "set");
	char *why;

	why = member_only(v, names, nitems(names));
	if (why == NULL && set != NULL && jv_type(set) != JV_OBJECT)
		why = xstrdup(".set: is no object");
	if (why == NULL && set != NULL) {
		jv_each(set, read_variable, &r);
		why = r.why;
	}
	if (why == NULL)
		why =
		    member_words(v, "unset", ADAPTER_WORDS_MAX, &a->env_unset);
	return why;
}

static char *
read_prompt(struct adapter *a, const struct jv *v)
{
	char *why;

	a->prompt = promptline_parse(v, &why);
	return why;
}

static char *
read_dialogs(struct adapter *a, const struct jv *v)
{
	char *why;

	a->dialogs = dialogs_parse(v, &why);
	return why;
}

static char *
read_rules(struct adapter *a, const struct jv *v)
{
	char *why;

	a->rules = rules_parse(v, &why);
	return why;
}

static char *
read_hooks(struct adapter *a, const struct jv *v)
{
	char *why;

	a->hooks = hooks_parse(v, &why);
	return why;
}

static char *
read_commands(struct adapter *a, const struct jv *v)
{
	return slash_parse(v, &a->commands);
}

/* "quit.keys" is the member keys of the object quit: *outer is that object. */
static const char *
member_key(const struct jv *root, const char *name, const struct jv **outer)
{
	const char *dot = strchr(name, '.');
	char *key;

	*outer = root;
	if (dot == NULL)
		return name;
	key = xstrndup(name, (size_t)(dot - name));
	*outer = jv_get_object(root, key);
	free(key);
	return dot + 1;
}

/* What is wrong with the member, as member.h has it. */
static char *
read_member(struct adapter *a, const struct member *m, const struct jv *root)
{
	const struct jv *outer;
	const char *key = member_key(root, m->name, &outer);
	void *field = (char *)a + m->offset;
	char *why = NULL;

	if (outer == NULL || jv_get(outer, key) == NULL)
		return m->required ? xasprintf(": lacks member '%s'", m->name) :
				     NULL;
	switch (m->kind) {
	case FLAG:
		why = member_flag(outer, key, field);
		break;
	case TEXT:
		why = member_text(outer, key, false, field);
		break;
	case EXPRESSION:
		why = member_re(outer, key, false, field);
		break;
	case PART:
		why = m->read(a, jv_get(outer, key));
		why = member_in(why, ".%s", key);
		break;
	case WORDS:
		why = member_words(outer, key, ADAPTER_WORDS_MAX, field);
		if (why == NULL && !(m->allows & P_ANY)) {
			why = check_words(field, m->needs, m->allows);
			why = member_in(why, ".%s", key);
		}
		break;
	}
	if (why == NULL || outer == root)
		return why;
	return member_in(why, ".%.*s", (int)(key - m->name - 1), m->name);
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
			inner.found = xasprintf(".%s: is no object", full);
		free(prefix);
		s->found = inner.found;
		break;
	}
	if (i == nitems(members) && s->found == NULL)
		s->found = xasprintf(": unknown member '%s'", full);
	free(full);
	free(clean);
}

static bool
has_dialog(const char *name, void *arg)
{
	struct dialog_spec spec;

	return dialogs_find(arg, name, &spec) == 0;
}

/* What the members say of each other. */
static char *
check_all(const struct adapter *a)
{
	const char *lost = NULL;
	size_t i = 0;

	if (!adapter_valid_name(a->name) || strcmp(a->name, "auto") == 0)
		return xasprintf(".name: '%s' cannot be a name", a->name);
	for (i = 0; i < a->binary.n; i++)
		if (strchr(a->binary.v[i], '/') != NULL && a->builtin)
			return xasprintf(".binary[%zu]: has a '/'", i);
	if (a->rules != NULL)
		lost = rules_find_lost(a->rules, has_dialog, a->dialogs, &i);
	if (lost != NULL)
		return xasprintf(".rules[%zu].dialog: there is no dialog '%s'",
		    i, lost);
	if (a->worktrees != NULL &&
	    (a->worktrees[0] == '/' || strstr(a->worktrees, "..") != NULL))
		return xstrdup(".worktrees: leaves the repository");
	return NULL;
}

char *
adapterfile_read(struct adapter *a, const struct jv *root)
{
	struct stranger s = { "", NULL };
	char *why, *all;
	size_t i;

	if (jv_type(root) != JV_OBJECT)
		return xstrdup("is no object");
	jv_each(root, member_check, &s);
	why = s.found;
	for (i = 0; why == NULL && i < nitems(members); i++)
		why = read_member(a, &members[i], root);
	if (why == NULL)
		why = check_all(a);
	if (why == NULL)
		return NULL;
	/* The place begins with its first name. */
	all = xstrdup(why[0] == '.' ? why + 1 : why[0] == ':' ? why + 2 : why);
	free(why);
	return all;
}

bool
adapterfile_binary(struct adapter *a, const struct jv *root)
{
	char *why = member_flag(root, "builtin", &a->builtin);
	bool good;

	if (why == NULL)
		why =
		    member_words(root, "binary", ADAPTER_WORDS_MAX, &a->binary);
	good = why == NULL && a->binary.n > 0;
	free(why);
	return good;
}
