/* SPDX-License-Identifier: ISC */
/* lookup: the sessions that a command is about. */

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/hosts.h"
#include "cmd/lookup.h"
#include "cmd/super.h"
#include "wire/msg.h"

#define BIND_MS	  1000 /* for a host to bind its socket again */
#define SOCKET_MS 10   /* between two looks for it */

/* Newest first. */
static int
by_start(const void *a, const void *b)
{
	int64_t x = jv_int(*(struct jv *const *)a, "startedAt", 0);
	int64_t y = jv_int(*(struct jv *const *)b, "startedAt", 0);

	return x < y ? 1 : x > y ? -1 : 0;
}

/* The list that the supervisor would give, of what the hosts said. */
static struct jv *
arrange(const struct jv *said, bool all)
{
	struct jv *list = jv_array(), **rows;
	size_t i, n = jv_count(said), live = 0;

	rows = xcalloc(n + 1, sizeof *rows);
	for (i = 0; i < n; i++)
		if (all || jv_int(jv_at(said, i), "endedAt", 0) == 0)
			rows[live++] = jv_at(said, i);
	qsort(rows, live, sizeof *rows, by_start);
	for (i = 0; i < live; i++)
		jv_append(list, jv_copy(rows[i]));
	free(rows);
	return list;
}

/* The list of those that answer, since the supervisor cannot be asked: *cause.
 * NULL, if there is none; *cause has those too that do not answer. */
static struct jv *
list_directly(struct cmd_call *c, bool all, char **note, char **cause)
{
	struct jv *said = jv_array(), *silent = jv_array(), *list = NULL;
	char *others, *why;

	hosts_ask(c, said, silent);
	others = hosts_silent(silent);
	if (jv_count(said) > 0) {
		list = arrange(said, all);
		*note = xasprintf("%s; asked the sessions themselves%s%s",
		    *cause, others != NULL ? "; " : "",
		    others != NULL ? others : "");
		free(*cause);
		*cause = NULL;
	} else if (others != NULL) {
		why = *cause;
		*cause = xasprintf("%s; %s", why, others);
		free(why);
	}
	free(others);
	jv_free(said);
	jv_free(silent);
	return list;
}

struct jv *
lookup_list(struct cmd_call *c, bool all, struct jv *members, char **note,
    char **cause)
{
	struct jv *body = jv_object(), *result, *list = NULL;
	char *own = NULL;

	if (note != NULL)
		*note = NULL;
	jv_set_bool(body, "all", all);
	if (members != NULL)
		jv_set(body, "members", members);
	result = super_ask(c, MSG_SESSION_LIST, body, SUPER_ANSWER_MS, cause);
	jv_free(body);
	if (result != NULL) {
		list = jv_get_array(result, "sessions") != NULL ?
		    jv_take(result, "sessions") :
		    jv_array();
		jv_free(result);
		return list;
	}
	if (errno == 0) /* it answered: no */
		return NULL;
	list = list_directly(c, all, &own, cause);
	if (note != NULL)
		*note = own;
	else
		free(own);
	return list;
}

/* What can be the start of an id is not read as a name. */
static bool
looks_like_id(const char *what)
{
	size_t n = strlen(what);

	return n >= 4 && n <= 8 && strspn(what, "0123456789abcdef") == n;
}

static bool
matches(struct jv *session, const char *what, bool id, bool part)
{
	const char *s = jv_string(session, id ? "id" : "name");

	if (s == NULL)
		return false;
	if (id)
		return strncmp(s, what, strlen(what)) == 0;
	return part ? strstr(s, what) != NULL : strcmp(s, what) == 0;
}

/* The one that matches; NULL: there is none, or *ambiguous. */
static struct jv *
find_in(struct jv *list, const char *what, bool part, bool *ambiguous)
{
	struct jv *found = NULL, *session;
	bool id = looks_like_id(what);
	size_t i, n = 0;

	for (i = 0; i < jv_count(list); i++) {
		session = jv_at(list, i);
		if (matches(session, what, id, part)) {
			found = session;
			n++;
		}
	}
	*ambiguous = n > 1;
	return n == 1 ? jv_copy(found) : NULL;
}

/* A host whose socket was cleaned away has been told to bind it again. */
static void
await_socket(struct jv *session)
{
	monotime deadline = monotime_add(monotime_now(), BIND_MS);
	const char *path = jv_string(session, "socket");

	while (path != NULL && access(path, F_OK) != 0 && errno == ENOENT &&
	    monotime_left(deadline) > 0)
		poll(NULL, 0, SOCKET_MS);
}

char *
lookup_no_host(struct jv *session)
{
	const char *machine = jv_string(session, "machine");

	if (machine != NULL)
		return xasprintf("%s runs on another machine (%s)",
		    jv_string(session, "id"), machine);
	return xasprintf("%s has ended", jv_string(session, "id"));
}

/* Why none was found, where some may not have answered. */
static char *
not_found(const struct jv *silent, const char *what)
{
	char *others = hosts_silent(silent), *cause;
	const char *id;
	size_t i;

	for (i = 0; looks_like_id(what) && i < jv_count(silent); i++) {
		id = jv_string_at(silent, i);
		if (strncmp(id, what, strlen(what)) == 0) {
			free(others);
			return xasprintf("the host of %s does not answer", id);
		}
	}
	cause = xasprintf("no session matching '%s'%s%s", what,
	    others != NULL ? "; " : "", others != NULL ? others : "");
	free(others);
	return cause;
}

/* By what the hosts say; *cause is set, and stays if there is none. */
static struct jv *
find_directly(struct cmd_call *c, const char *what, bool part, char **cause)
{
	struct jv *said = jv_array(), *silent = jv_array(), *session = NULL;
	bool ambiguous = false;

	hosts_ask(c, said, silent);
	if (jv_count(said) + jv_count(silent) > 0) {
		session = find_in(said, what, false, &ambiguous);
		if (session == NULL && !ambiguous && part &&
		    !looks_like_id(what))
			session = find_in(said, what, true, &ambiguous);
		free(*cause);
		*cause = NULL;
		if (ambiguous)
			*cause = xasprintf("'%s' is ambiguous", what);
		else if (session == NULL)
			*cause = not_found(silent, what);
	}
	jv_free(said);
	jv_free(silent);
	return session;
}

/* Takes the request's body. */
static struct jv *
find(struct cmd_call *c, struct jv *body, const char *what, bool part,
    char **cause)
{
	struct jv *result, *session;

	jv_set_string(body, "what", what);
	jv_set_bool(body, "part", part);
	result = super_ask(c, MSG_SESSION_FIND, body, SUPER_ANSWER_MS, cause);
	jv_free(body);
	if (result != NULL) {
		session = jv_copy(jv_get_object(result, "session"));
		jv_free(result);
		await_socket(session);
		return session;
	}
	if (errno == 0)
		return NULL;
	return find_directly(c, what, part, cause);
}

struct jv *
lookup_find(struct cmd_call *c, const char *what, bool part, char **cause)
{
	return find(c, jv_object(), what, part, cause);
}

struct jv *
lookup_attach(struct cmd_call *c, const char *what, char **cause)
{
	struct jv *body = jv_object();

	jv_set_string(body, "sshAuthSock", getenv("SSH_AUTH_SOCK"));
	return find(c, body, what, true, cause);
}
