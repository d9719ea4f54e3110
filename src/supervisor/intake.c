/* SPDX-License-Identifier: ISC */
/* intake: makes a session and its boot message of what a client asks to have
 * started; it starts nothing. */

#include <sys/stat.h>

#include <errno.h>
#include <limits.h>

#include "agent/asked.h"
#include "base/envlist.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/random.h"
#include "base/strv.h"
#include "base/xmalloc.h"
#include "supervisor/change.h"
#include "supervisor/inbox.h"
#include "supervisor/intake.h"
#include "supervisor/naming.h"
#include "supervisor/registry.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/sessionenv.h"

#define DEFAULT_COLS   120
#define DEFAULT_ROWS   40
#define SIZE_MAX_CELLS 2000
#define LINGER_MS      (5 * 60 * 1000)

static int
check_strings(const struct jv *list, const char *what, size_t max, char **cause)
{
	const char *text;
	size_t i, used = 0;

	if (list == NULL) {
		*cause = xasprintf("the request has no %s", what);
		return -1;
	}
	for (i = 0; i < jv_count(list); i++) {
		text = jv_string_at(list, i);
		if (text == NULL) {
			*cause = xasprintf("the request's %s is broken", what);
			return -1;
		}
		used += strlen(text) + 1;
	}
	if (used > max) {
		*cause = xasprintf("the %s is too long", what);
		return -1;
	}
	return 0;
}

static int
check_env(const struct jv *request, char **cause)
{
	const struct jv *list = jv_get_array(request, "env");
	struct strv env = { 0 };
	int r = -1;

	if (list == NULL)
		*cause = xstrdup("the request has no environment");
	else if (envlist_strv(list, SESSIONENV_MAX, &env) != 0)
		*cause = xstrdup("the request's environment is broken or too "
				 "long");
	else
		r = 0;
	strv_clear(&env);
	return r;
}

int
intake_check_cwd(const char *cwd, char **cause)
{
	struct stat sb;
	const char *why = NULL;

	if (cwd == NULL || *cwd != '/' || strlen(cwd) >= PATH_MAX) {
		*cause = xstrdup("the directory must be an absolute path");
		return -1;
	}
	if (stat(cwd, &sb) != 0)
		why = strerror(errno);
	else if (!S_ISDIR(sb.st_mode))
		why = strerror(ENOTDIR);
	if (why == NULL)
		return 0;
	*cause = xasprintf("cannot use %s: %s", cwd, why);
	return -1;
}

static int
check_kind(const char *kind, char **cause)
{
	static const char *const kinds[] = { "background", "interactive",
		"job" };
	size_t i;

	for (i = 0; kind != NULL && i < nitems(kinds); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return 0;
	*cause = xstrdup("the request's kind is not one of background, "
			 "interactive, job");
	return -1;
}

static int
check_tags(const struct jv *list, char **cause)
{
	struct jv *tags = change_tags(list, cause);

	jv_free(tags);
	return tags != NULL ? 0 : -1;
}

static int
check_name(const char *given, char **cause)
{
	char *name = given != NULL ? naming_given(given, cause) : NULL;

	free(name);
	return given == NULL || name != NULL ? 0 : -1;
}

static int
check_options(const struct jv *request, char **cause)
{
	struct asked asked;

	return asked_read(jv_get(request, "options"), &asked, cause);
}

static int
check_start(const struct jv *request, char **cause)
{
	if (jv_get(request, "start") == NULL ||
	    inbox_is_id(jv_string(request, "start")))
		return 0;
	*cause = xasprintf("the request's own id is not 1 to %d letters, "
			   "digits and '._-'",
	    INBOX_ID_MAX);
	return -1;
}

static int
check_request(const struct jv *request, char **cause)
{
	const struct jv *argv = jv_get_array(request, "argv");
	const char *file = jv_string_at(argv, 0);

	if (check_kind(jv_string(request, "kind"), cause) != 0 ||
	    check_strings(argv, "command", INTAKE_ARGV_MAX, cause) != 0 ||
	    check_env(request, cause) != 0 ||
	    intake_check_cwd(jv_string(request, "cwd"), cause) != 0)
		return -1;
	if (check_tags(jv_get_array(request, "tags"), cause) != 0 ||
	    check_name(jv_string(request, "name"), cause) != 0 ||
	    check_options(request, cause) != 0 ||
	    check_start(request, cause) != 0)
		return -1;
	if (file == NULL || *file == '\0') {
		*cause = xstrdup("no command was given");
		return -1;
	}
	return 0;
}

static int
size_of(const struct jv *request, const char *key, int def)
{
	int64_t n = jv_int(request, key, def);

	return n < 1 || n > SIZE_MAX_CELLS ? def : (int)n;
}

static char *
name_of(struct registry *reg, const struct jv *request)
{
	const char *given = jv_string(request, "name");
	char *cause = NULL, *name = NULL, *unique;

	if (given != NULL)
		name = naming_given(given, &cause);
	free(cause);
	if (name == NULL && jv_bool(request, "exec", false))
		name = naming_command(jv_get_array(request, "argv"));
	else if (name == NULL)
		name = naming_task(jv_string(request, "task"));
	unique = registry_unique_name(reg, name, NULL);
	free(name);
	return unique;
}

/* Checked already; without repetitions. */
static void
put_tags(struct jv *v, const struct jv *list)
{
	char *cause = NULL;
	struct jv *tags = change_tags(list, &cause);

	free(cause);
	if (jv_count(tags) > 0)
		jv_set(v, "tags", tags);
	else {
		jv_unset(v, "tags");
		jv_free(tags);
	}
}

/* The session's fields: what the client said, as far as it is known. */
static void
fill(struct session *s, const struct jv *request, const char *name, int cols,
    int rows)
{
	static const char *const taken[] = { "kind", "cwd", "adapter", "exec",
		"argv", "tags", "sessionId", "model", "agent", "task", "args",
		"options", "permissionMode", "umask", "start" };
	struct jv *v = jv_object(), *member;
	char *terminal = xasprintf("%dx%d", cols, rows);
	size_t i;

	for (i = 0; i < nitems(taken); i++)
		if ((member = jv_get(request, taken[i])) != NULL)
			jv_set(v, taken[i], jv_copy(member));
	if (jv_get(v, "tags") != NULL)
		put_tags(v, jv_get_array(v, "tags"));
	if (jv_string(request, "task") == NULL &&
	    !jv_bool(request, "exec", false) &&
	    !jv_bool(request, "resume", false))
		jv_set_bool(v, "unprompted", true);
	jv_set_string(v, "name", name);
	jv_set_string(v, "state", "working");
	jv_set_string(v, "status", "busy");
	jv_set_string(v, "terminal", terminal);
	jv_set_int(v, "startedAt", wall_ms());
	session_fill(s, v);
	jv_free(v);
	free(terminal);
}

/* Who started it, where that was another session of ours. */
static void
set_parent(struct session *s, struct registry *reg, const struct jv *request)
{
	struct jv *v = jv_object();
	struct strv env = { 0 };
	const char *id;

	envlist_strv(jv_get_array(request, "env"), SESSIONENV_MAX, &env);
	id = strv_getenv(&env, "BGMUX_SESSION");
	if (session_is_id(id) && registry_get(reg, id) != NULL) {
		jv_set_string(v, "parent", id);
		session_fill(s, v);
	}
	strv_clear(&env);
	jv_free(v);
}

/* The launch's secret: 128 random bits. It is in no record. */
static void
put_token(struct jv *boot)
{
	char text[33];

	random_hex(text, 16);
	jv_set_string(boot, "token", text);
}

/* "120x40"; where that cannot be, the default. */
static void
get_size(const struct session *s, int *cols, int *rows)
{
	if (sscanf(session_string(s, "terminal"), "%4dx%4d", cols, rows) != 2) {
		*cols = DEFAULT_COLS;
		*rows = DEFAULT_ROWS;
	}
}

struct jv *
intake_boot(const struct session *s, const struct intake_place *place)
{
	struct jv *b = jv_object();
	int cols, rows;

	get_size(s, &cols, &rows);
	jv_set_string(b, "id", session_id(s));
	jv_set_string(b, "name", session_string(s, "name"));
	jv_set_string(b, "kind", session_string(s, "kind"));
	jv_set_string(b, "adapter", jv_string(s->fields, "adapter"));
	jv_set_string(b, "sessionId", jv_string(s->fields, "sessionId"));
	jv_set_bool(b, "exec", jv_bool(s->fields, "exec", false));
	jv_set(b, "argv", jv_copy(jv_get_array(s->fields, "argv")));
	if (jv_get_array(s->fields, "options") != NULL)
		jv_set(b, "options", jv_copy(jv_get(s->fields, "options")));
	jv_set_string(b, "cwd", session_string(s, "cwd"));
	jv_set_int(b, "cols", cols);
	jv_set_int(b, "rows", rows);
	if (jv_get(s->fields, "umask") != NULL)
		jv_set_int(b, "umask", session_int(s, "umask"));
	jv_set_string(b, "stateDir", place->state);
	jv_set_string(b, "runtimeDir", place->runtime);
	jv_set_int(b, "startedAt", session_int(s, "startedAt"));
	jv_set_int(b, "lingerMs", LINGER_MS);
	put_token(b);
	return b;
}

/* The id: the first digits of the agent's own, where it is preset and they are
 * free, so that a person knows one by the other. */
static char *
id_of(struct registry *reg, const struct jv *request)
{
	const char *own = jv_string(request, "sessionId");
	char *id;

	if (own != NULL && strlen(own) > SESSION_ID_LEN) {
		id = xstrndup(own, SESSION_ID_LEN);
		if (session_is_id(id) && registry_get(reg, id) == NULL)
			return id;
		free(id);
	}
	return registry_new_id(reg);
}

/* A conversation has one session at a time. */
static int
check_conversation(struct registry *reg, const struct jv *request, char **cause)
{
	const char *id = jv_string(request, "sessionId");
	struct session *s;

	if (id == NULL || !jv_bool(request, "resume", false))
		return 0;
	for (s = registry_first(reg); s != NULL; s = registry_next(s)) {
		if (strcmp(session_string(s, "sessionId"), id) != 0)
			continue;
		*cause = xasprintf("session %s has this conversation; 'bgmux "
				   "attach %s' goes on with it",
		    session_id(s), session_id(s));
		return -1;
	}
	return 0;
}

struct session *
intake_started(struct registry *reg, const struct jv *request)
{
	const char *id = jv_string(request, "start");
	struct session *s;

	if (id == NULL || *id == '\0')
		return NULL;
	for (s = registry_first(reg); s != NULL; s = registry_next(s))
		if (strcmp(session_string(s, "start"), id) == 0)
			return s;
	return NULL;
}

struct session *
intake_session(struct registry *reg, const struct jv *request,
    const struct intake_place *place, struct jv **boot, char **cause)
{
	struct session *s;
	char *id, *name;
	int cols, rows;

	if (check_request(request, cause) != 0 ||
	    check_conversation(reg, request, cause) != 0)
		return NULL;
	cols = size_of(request, "cols", DEFAULT_COLS);
	rows = size_of(request, "rows", DEFAULT_ROWS);
	id = id_of(reg, request);
	name = name_of(reg, request);
	s = session_create(id);
	fill(s, request, name, cols, rows);
	set_parent(s, reg, request);
	*boot = intake_boot(s, place);
	jv_set_string(*boot, "task", jv_string(request, "task"));
	if (jv_bool(s->fields, "unprompted", false))
		jv_set_bool(*boot, "unprompted", true);
	jv_set_int(*boot, "hooksAt", jv_int(request, "hooksAt", -1));
	jv_set(*boot, "env", jv_copy(jv_get_array(request, "env")));
	free(id);
	free(name);
	return s;
}
