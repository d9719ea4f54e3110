/* SPDX-License-Identifier: ISC */
/* start: a request for a new session, out of a command's options. */

#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/adapter.h"
#include "agent/asked.h"
#include "agent/hookjoin.h"
#include "agent/hooks.h"
#include "agent/launch.h"
#include "base/envlist.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/opts.h"
#include "base/path.h"
#include "base/slice.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "client/compose.h"
#include "client/requestid.h"
#include "cmd/cmd.h"
#include "cmd/cmdconf.h"
#include "cmd/start.h"
#include "cmd/super.h"
#include "wire/msg.h"

#define DEFAULT_COLS  120
#define DEFAULT_ROWS  40
#define SIZE_MAX_COLS 2000
#define SIZE_MAX_ROWS 1000
#define TASK_MAX      (1u << 20)

extern char **environ;

/* "COLSxROWS". */
static int
parse_size(const char *text, unsigned *cols, unsigned *rows, char **cause)
{
	const char *x = strchr(text, 'x');
	long long c, r;
	char *left;
	int bad;

	if (x == NULL) {
		*cause = xasprintf("size '%s' is not COLSxROWS", text);
		return -1;
	}
	left = xstrndup(text, (size_t)(x - text));
	bad = opts_number("columns", left, 2, SIZE_MAX_COLS, &c, cause) == -1 ||
	    opts_number("rows", x + 1, 1, SIZE_MAX_ROWS, &r, cause) == -1;
	free(left);
	if (bad)
		return -1;
	*cols = (unsigned)c;
	*rows = (unsigned)r;
	return 0;
}

static int
set_size(struct opts *o, struct jv *body, char **cause)
{
	unsigned cols = DEFAULT_COLS, rows = DEFAULT_ROWS;
	const char *size = opts_get(o, "size");

	if (size == NULL)
		(void)cmd_terminal_size(&cols, &rows);
	else if (parse_size(size, &cols, &rows, cause) == -1)
		return -1;
	jv_set_int(body, "cols", cols);
	jv_set_int(body, "rows", rows);
	return 0;
}

static int
set_cwd(struct opts *o, struct jv *body, char **cause)
{
	const char *dir = opts_get(o, "cwd");
	struct stat st;
	char *path;

	if (dir == NULL)
		dir = ".";
	path = path_absolute(dir);
	if (path == NULL || stat(path, &st) == -1) {
		*cause = xasprintf("%s: %s", dir, strerror(errno));
		free(path);
		return -1;
	}
	if (!S_ISDIR(st.st_mode)) {
		*cause = xasprintf("%s: %s", dir, strerror(ENOTDIR));
		free(path);
		return -1;
	}
	jv_set_string(body, "cwd", path);
	free(path);
	return 0;
}

static void
set_argv(struct jv *body, const struct strv *argv)
{
	struct jv *list = jv_array();
	size_t i;

	for (i = 0; i < argv->n; i++)
		jv_append_string(list, argv->v[i]);
	jv_set(body, "argv", list);
}

static void
set_exec(struct jv *body, const struct strv *argv)
{
	jv_set_string(body, "kind", "job");
	jv_set_bool(body, "exec", true);
	set_argv(body, argv);
}

/* A shell job: "sh -c COMMAND", or the words after "--". */
static int
set_job(struct opts *o, struct jv *body, char **cause)
{
	const char *command = opts_get(o, "exec");
	int words = opts_after_dashes(o), i;
	struct strv argv = { 0 };

	if (*command != '\0' && opts_argc(o) > 0) {
		*cause = xstrdup("--exec takes one command; quote it, or write "
				 "--exec -- WORD ...");
		return -1;
	}
	if (*command == '\0' && (words == 0 || opts_argc(o) != words)) {
		*cause = xstrdup("--exec: no command");
		return -1;
	}
	if (*command != '\0') {
		strv_add(&argv, "sh");
		strv_add(&argv, "-c");
		strv_add(&argv, command);
	} else {
		for (i = 0; i < words; i++)
			strv_add(&argv, opts_argv(o)[i]);
	}
	set_exec(body, &argv);
	strv_clear(&argv);
	return 0;
}

/* The operands before "--" are the task. NULL if it has no words. */
static char *
task_of(struct opts *o)
{
	int n = opts_argc(o) - opts_after_dashes(o), i;
	struct strv words = { 0 };
	char *task = NULL;

	for (i = 0; i < n; i++)
		strv_add(&words, opts_argv(o)[i]);
	if (words.n > 0)
		task = strv_join(&words, " ");
	strv_clear(&words);
	if (task != NULL && task[strspn(task, " \t\r\n")] == '\0') {
		free(task);
		task = NULL;
	}
	return task;
}

/* The person's own arguments for the agent, which each start gets. */
static void
set_args(struct jv *body, char *const *extra)
{
	struct jv *list = jv_array();

	for (; *extra != NULL; extra++)
		jv_append_string(list, *extra);
	if (jv_count(list) > 0)
		jv_set(body, "args", list);
	else
		jv_free(list);
}

/* With what an agent starts. */
struct choice {
	const char *task; /* may be NULL, as all that follows */
	const char *model;
	const char *agent;  /* a custom one */
	const char *resume; /* the id of a conversation to go on with */
};

/* The options of a command that are the agent's. */
static const struct {
	const char *name;
	enum adapter_option option;
	bool value;
	bool path; /* of a directory or file: may be relative */
} start_options[] = {
	{ "fallback-model", ADAPTER_OPT_FALLBACK_MODEL, true, false },
	{ "effort", ADAPTER_OPT_EFFORT, true, false },
	{ "permission-mode", ADAPTER_OPT_PERMISSION_MODE, true, false },
	{ "add-dir", ADAPTER_OPT_ADD_DIR, true, true },
	{ "settings", ADAPTER_OPT_SETTINGS, true, true },
	{ "plugin-dir", ADAPTER_OPT_PLUGIN_DIR, true, true },
	{ "mcp-config", ADAPTER_OPT_MCP_CONFIG, true, true },
	{ "strict-mcp-config", ADAPTER_OPT_STRICT_MCP_CONFIG, false, false },
	{ "allow-dangerously-skip-permissions", ADAPTER_OPT_ALLOW_DANGEROUS,
	    false, false },
	{ "dangerously-skip-permissions", ADAPTER_OPT_DANGEROUS, false, false },
};

/* A path that is there is made absolute: the agent may run elsewhere. What is
 * none (settings may be JSON) stays. */
static void
put_option(struct jv *list, size_t row, const char *value)
{
	char *path = NULL;

	if (start_options[row].path && access(value, F_OK) == 0)
		path = path_absolute(value);
	asked_put(list, start_options[row].option, path != NULL ? path : value);
	free(path);
}

/* What was asked for of the agent; caller frees. */
static struct jv *
options_of(struct opts *o)
{
	struct jv *list = jv_array();
	const char *name;
	size_t i, j;

	for (i = 0; i < nitems(start_options); i++) {
		name = start_options[i].name;
		if (!start_options[i].value && opts_has(o, name))
			asked_put(list, start_options[i].option, NULL);
		for (j = 0; start_options[i].value && j < opts_count(o, name);
		     j++)
			put_option(list, i, opts_get_at(o, name, j));
	}
	return list;
}

/* The mode that a start with these options needs the person's word for; NULL:
 * none. */
static const char *
risky_mode(const struct adapter *a, const struct asked *asked)
{
	const char *mode = asked_get(asked, ADAPTER_OPT_PERMISSION_MODE);
	size_t i;

	for (i = 0; i < asked->n; i++)
		if (asked->v[i].option == ADAPTER_OPT_DANGEROUS ||
		    asked->v[i].option == ADAPTER_OPT_ALLOW_DANGEROUS)
			return "bypassPermissions";
	for (i = 0; mode != NULL && i < a->risky.n; i++)
		if (strcmp(a->risky.v[i], mode) == 0)
			return a->risky.v[i];
	return NULL;
}

static void
set_options(struct jv *body, const struct adapter *a, const struct asked *asked,
    struct jv *list)
{
	const char *risky = risky_mode(a, asked);

	jv_set_string(body, "permissionMode",
	    asked_get(asked, ADAPTER_OPT_PERMISSION_MODE));
	jv_set_string(body, "risky", risky);
	if (jv_count(list) > 0)
		jv_set(body, "options", jv_copy(list));
}

/* Settings that go into the hooks' file must be as they can: at a later start
 * nobody is there to be told. */
static int
check_settings(const struct adapter *a, const struct asked *asked, char **cause)
{
	struct jv *all, *ours;

	if (!hooks_joins(a->hooks))
		return 0;
	ours = hooks_json(a->hooks, "");
	all = hookjoin_all(asked, ours, cause);
	jv_free(ours);
	jv_free(all);
	return all != NULL ? 0 : -1;
}

static int
launch(struct opts *o, struct adapter *a, const struct choice *what,
    struct jv *body, char **cause)
{
	struct jv *list = options_of(o);
	struct asked asked;
	char id[LAUNCH_ID_SIZE];
	struct strv argv = { 0 };
	struct launch l = { 0 };
	size_t hooks_at = 0;
	char *program;
	int r;

	if (what->agent != NULL)
		asked_put(list, ADAPTER_OPT_AGENT, what->agent);
	program = adapter_program(a, NULL, cause);
	if (program == NULL || asked_read(list, &asked, cause) != 0 ||
	    check_settings(a, &asked, cause) != 0) {
		free(program);
		jv_free(list);
		return -1;
	}
	launch_new_id(NULL, id);
	l.adapter = a;
	l.program = program;
	l.task = what->task;
	l.id = what->resume != NULL ? what->resume : id;
	l.resume = what->resume != NULL;
	l.name = opts_get(o, "name");
	l.model = what->model;
	l.options = asked.v;
	l.noptions = asked.n;
	l.hooks_at = &hooks_at;
	l.extra = opts_argv(o) + (opts_argc(o) - opts_after_dashes(o));
	r = launch_argv(&l, &argv, cause);
	if (r == 0) {
		jv_set_string(body, "kind", "background");
		jv_set_bool(body, "exec", false);
		jv_set_string(body, "adapter", a->name);
		/* The id of a conversation that chose its own is not known. */
		if (l.resume || a->preset_id.n > 0)
			jv_set_string(body, "sessionId", l.id);
		if (l.resume)
			jv_set_bool(body, "resume", true);
		jv_set_string(body, "model", l.model);
		jv_set_string(body, "agent", what->agent);
		jv_set_string(body, "task", what->task);
		set_options(body, a, &asked, list);
		if (hooks_at > 0)
			jv_set_int(body, "hooksAt", (int64_t)hooks_at);
		set_args(body, l.extra);
		set_argv(body, &argv);
	}
	strv_clear(&argv);
	free(program);
	jv_free(list);
	return r;
}

static struct adapter *
find_adapter(struct opts *o, char **cause)
{
	const char *with = opts_get(o, "with");

	return adapter_find(with != NULL ? with : "auto", NULL, cause);
}

static int
set_agent(struct opts *o, const struct choice *what, struct jv *body,
    char **cause)
{
	struct adapter *a = find_adapter(o, cause);
	int r;

	if (a == NULL)
		return -1;
	if (what->task != NULL && strlen(what->task) > TASK_MAX) {
		*cause =
		    xasprintf("the task is longer than %u bytes", TASK_MAX);
		r = -1;
	} else
		r = launch(o, a, what, body, cause);
	adapter_destroy(a);
	return r;
}

/* An agent by a command's options and operands. */
static int
set_asked(struct opts *o, struct jv *body, char **cause)
{
	char *task = task_of(o);
	struct choice what = { 0 };
	int r;

	what.task = task;
	what.model = opts_get(o, "model");
	what.agent = opts_get(o, "agent");
	what.resume = opts_get(o, "resume");
	r = set_agent(o, &what, body, cause);
	free(task);
	return r;
}

int
start_prepare(int argc, char **argv)
{
	int i;

	for (i = 1; i + 1 < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--exec") == 0 &&
		    strcmp(argv[i + 1], "--") == 0)
			argv[i] = (char *)"--exec=";
	}
	return argc;
}

static void
set_tags(struct opts *o, struct jv *body)
{
	struct jv *tags = jv_array();
	size_t i;

	for (i = 0; i < opts_count(o, "tag"); i++)
		jv_append_string(tags, opts_get_at(o, "tag", i));
	jv_set(body, "tags", tags);
}

/* Files that the session makes have the caller's mode, not ours. */
static void
set_umask(struct jv *body)
{
	mode_t mask = umask(077);

	(void)umask(mask);
	jv_set_int(body, "umask", (int64_t)mask);
}

struct jv *
start_request(struct cmd_call *c, int *usage, char **cause)
{
	struct opts *o = c->opts;
	struct jv *body = jv_object();
	int r;

	jv_set_string(body, "name", opts_get(o, "name"));
	set_tags(o, body);
	*usage = 1;
	r = set_size(o, body, cause);
	if (r == 0 && opts_has(o, "exec"))
		r = set_job(o, body, cause);
	if (r == 0) {
		*usage = 0;
		r = set_cwd(o, body, cause);
	}
	if (r == 0 && !opts_has(o, "exec"))
		r = set_asked(o, body, cause);
	if (r == -1) {
		jv_free(body);
		return NULL;
	}
	jv_set(body, "env", envlist_jv(environ));
	set_umask(body);
	return body;
}

/* A job that logs the agent out, where it knows how. */
static int
set_logout(struct opts *o, struct jv *body, char **cause)
{
	struct adapter *a = find_adapter(o, cause);
	struct strv argv = { 0 };
	char *program;
	size_t i;
	int r = -1;

	if (a == NULL)
		return -1;
	program = adapter_program(a, NULL, cause);
	if (program != NULL && a->logout.n == 0)
		*cause = xasprintf("%s has no logout", a->title);
	else if (program != NULL) {
		for (i = 0; i < a->logout.n; i++)
			strv_add(&argv,
			    strcmp(a->logout.v[i], "{program}") == 0 ?
				program :
				a->logout.v[i]);
		set_exec(body, &argv);
		r = 0;
	}
	strv_clear(&argv);
	free(program);
	adapter_destroy(a);
	return r;
}

static int
set_typed(struct opts *o, const struct compose *typed, struct jv *body,
    char **cause)
{
	struct strv argv = { 0 };
	struct choice what = { 0 };

	if (typed->kind == COMPOSE_LOGOUT)
		return set_logout(o, body, cause);
	if (typed->kind == COMPOSE_JOB) {
		strv_add(&argv, "sh");
		strv_add(&argv, "-c");
		strv_add(&argv, typed->command);
		set_exec(body, &argv);
		strv_clear(&argv);
		return 0;
	}
	what.task = typed->task;
	what.model = typed->model != NULL ? typed->model : opts_get(o, "model");
	what.agent = typed->agent != NULL ? typed->agent : opts_get(o, "agent");
	return set_agent(o, &what, body, cause);
}

struct jv *
start_typed(struct cmd_call *c, const struct compose *typed, unsigned rows,
    unsigned cols, char **cause)
{
	struct jv *body = jv_object();
	int r;

	set_tags(c->opts, body);
	jv_set_int(body, "cols", cols);
	jv_set_int(body, "rows", rows);
	r = set_cwd(c->opts, body, cause);
	if (r == 0)
		r = set_typed(c->opts, typed, body, cause);
	if (r == -1) {
		jv_free(body);
		return NULL;
	}
	jv_set(body, "env", envlist_jv(environ));
	set_umask(body);
	return body;
}

struct jv *
start_environment(void)
{
	return envlist_jv(environ);
}

/* What is wrong with the settings there. */
static void
warn_settings(struct cmd_call *c, const struct jv *body)
{
	cmdconf_check(c, jv_string(body, "cwd"));
}

/* A supervisor that went away before its answer may have started it or not: the
 * next one knows by the request's id. */
static struct jv *
ask_start(struct cmd_call *c, const struct jv *request, char **cause)
{
	struct jv *body = jv_copy(request), *result;
	char id[REQUESTID_SIZE];
	monotime deadline = monotime_add(monotime_now(), SUPER_REQUEST_MS);
	void (*meanwhile)(struct cmd_call *, const struct jv *) = warn_settings;

	slice_set(SLICE_CLIENT, false);
	requestid_new(id);
	jv_set_string(body, "start", id);
	for (;;) {
		result = super_ask_first(c, MSG_SESSION_START, body,
		    SUPER_REQUEST_MS, meanwhile, cause);
		meanwhile = NULL;
		if (result != NULL || errno != ECONNRESET ||
		    monotime_left(deadline) == 0)
			break;
		free(*cause);
		*cause = NULL;
	}
	slice_set(0, false);
	jv_free(body);
	return result;
}

struct jv *
start_session(struct cmd_call *c, const struct jv *body, char **cause)
{
	struct jv *result, *session;

	result = ask_start(c, body, cause);
	if (result == NULL)
		return NULL;
	session = jv_get_object(result, "session");
	if (session == NULL)
		*cause = xstrdup("the supervisor answers nonsense");
	else
		session = jv_copy(session);
	jv_free(result);
	return session;
}
