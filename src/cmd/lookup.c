/* SPDX-License-Identifier: ISC */
/* lookup: the sessions that a command is about. */

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/lookup.h"
#include "cmd/super.h"
#include "wire/call.h"

#define HOST_MS	  1000 /* for one host's answer */
#define HOSTS_MAX 10000
#define SOCKET_MS 10 /* between two looks for a socket */

/* The session that the host at path says it has, or NULL. */
static struct jv *
ask_host(const char *path)
{
	monotime deadline = monotime_add(monotime_now(), HOST_MS);
	struct jv *result, *session = NULL;
	struct call *call;
	char *cause = NULL;

	call = call_open(path, ROLE_CLIENT, deadline, &cause);
	if (call == NULL) {
		free(cause);
		return NULL;
	}
	result = call_ask(call, MSG_HOST_STATUS, NULL, deadline, &cause);
	if (result != NULL && jv_get_object(result, "session") != NULL)
		session = jv_copy(jv_get_object(result, "session"));
	free(cause);
	jv_free(result);
	call_close(call);
	return session;
}

/* Ask every host whose socket is there. A host that does not answer is left
 * out: nothing is known of it but its id. */
static struct jv *
ask_hosts(struct cmd_call *c)
{
	char *dir = path_join(c->runtime, "h"), *path;
	struct jv *list = jv_array(), *session;
	struct dirent *e;
	DIR *d = opendir(dir);
	int n = 0;

	while (d != NULL && n++ < HOSTS_MAX && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		path = path_join(dir, e->d_name);
		session = ask_host(path);
		if (session != NULL)
			jv_append(list, session);
		free(path);
	}
	if (d != NULL)
		closedir(d);
	free(dir);
	return list;
}

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

struct jv *
lookup_list(struct cmd_call *c, bool all, struct jv *members, bool *direct,
    char **cause)
{
	struct jv *body = jv_object(), *result, *list = NULL;

	if (direct != NULL)
		*direct = false;
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
	list = ask_hosts(c);
	if (jv_count(list) == 0) {
		jv_free(list);
		return NULL;
	}
	free(*cause);
	*cause = NULL;
	if (direct != NULL)
		*direct = true;
	result = arrange(list, all);
	jv_free(list);
	return result;
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

static struct jv *
find_in(struct jv *list, const char *what, bool part, char **cause)
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
	if (n == 1)
		return jv_copy(found);
	if (n == 0 && !part)
		*cause = xasprintf("no session matching '%s'", what);
	else if (n > 1)
		*cause = xasprintf("'%s' is ambiguous", what);
	return NULL;
}

/* A host whose socket was cleaned away has been told to bind it again. */
static void
await_socket(struct jv *session)
{
	monotime deadline = monotime_add(monotime_now(), HOST_MS);
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

/* Takes the request's body. */
static struct jv *
find(struct cmd_call *c, struct jv *body, const char *what, bool part,
    char **cause)
{
	struct jv *result, *list, *session = NULL;

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
	list = ask_hosts(c);
	if (jv_count(list) > 0) {
		free(*cause);
		*cause = NULL;
		session = find_in(list, what, false, cause);
		if (session == NULL && part && !looks_like_id(what)) {
			free(*cause);
			*cause = NULL;
			session = find_in(list, what, true, cause);
		}
		if (session == NULL && *cause == NULL)
			*cause = xasprintf("no session matching '%s'", what);
	}
	jv_free(list);
	return session;
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
