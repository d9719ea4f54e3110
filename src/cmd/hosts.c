/* SPDX-License-Identifier: ISC */
/* hosts: what the hosts themselves say, where the supervisor does not answer.
 */

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/hosts.h"
#include "wire/call.h"

#define HOSTS_MAX  10000
#define HOSTS_ONCE 128	/* that are asked at once */
#define HOSTS_MS   1000 /* for the answers of those */
#define NAMED_MAX  8	/* ids in a message */
#define ID_LEN	   8

/* One that is asked. */
struct asked {
	char *id; /* owned */
	struct call *call;
	uint32_t request;
};

struct batch {
	struct asked hosts[HOSTS_ONCE];
	unsigned n;
	struct jv *sessions; /* borrowed */
	struct jv *silent;   /* borrowed */
};

/* The question is on its way: true, or false and errno. */
static bool
ask(struct asked *a, const char *path)
{
	char *cause = NULL;
	int saved;

	/* One that has no room for a connection does not get more time. */
	a->request = 0;
	a->call = call_begin(path, ROLE_CLIENT, monotime_now(), &cause);
	if (a->call != NULL)
		a->request = call_send(a->call, MSG_HOST_STATUS, NULL,
		    monotime_now(), &cause);
	saved = errno;
	if (a->request == 0) {
		call_close(a->call);
		a->call = NULL;
	}
	free(cause);
	errno = saved;
	return a->call != NULL;
}

/* What one has said until the deadline. */
static void
hear(struct batch *b, struct asked *a, monotime deadline)
{
	struct jv *result = NULL;
	char *cause = NULL;

	if (call_greet(a->call, deadline, &cause) == 0)
		result = call_answer(a->call, a->request, deadline, &cause);
	if (result == NULL && errno == ETIMEDOUT)
		jv_append_string(b->silent, a->id);
	else if (jv_get_object(result, "session") != NULL)
		jv_append(b->sessions,
		    jv_copy(jv_get_object(result, "session")));
	jv_free(result);
	free(cause);
	call_close(a->call);
	free(a->id);
}

static void
hear_all(struct batch *b)
{
	monotime deadline = monotime_add(monotime_now(), HOSTS_MS);
	unsigned i;

	for (i = 0; i < b->n; i++)
		hear(b, &b->hosts[i], deadline);
	b->n = 0;
}

static void
ask_one(struct batch *b, const char *dir, const char *id)
{
	struct asked *a = &b->hosts[b->n];
	char *path = path_join(dir, id);
	bool asked = ask(a, path);

	/* Those that were asked have the descriptors. */
	if (!asked && errno == EMFILE && b->n > 0) {
		hear_all(b);
		a = &b->hosts[0];
		asked = ask(a, path);
	}
	if (asked) {
		a->id = xstrdup(id);
		b->n++;
	} else if (errno == ETIMEDOUT)
		jv_append_string(b->silent, id);
	free(path);
	if (b->n == HOSTS_ONCE)
		hear_all(b);
}

/* Sockets that are being made have other names. */
static bool
is_id(const char *s)
{
	return strlen(s) == ID_LEN && strspn(s, "0123456789abcdef") == ID_LEN;
}

void
hosts_ask(struct cmd_call *c, struct jv *sessions, struct jv *silent)
{
	struct batch b = { .sessions = sessions, .silent = silent };
	char *dir = path_join(c->runtime, "h");
	struct dirent *e;
	DIR *d = opendir(dir);
	int n = 0;

	while (d != NULL && n++ < HOSTS_MAX && (e = readdir(d)) != NULL)
		if (is_id(e->d_name))
			ask_one(&b, dir, e->d_name);
	hear_all(&b);
	if (d != NULL)
		closedir(d);
	free(dir);
}

char *
hosts_silent(const struct jv *silent)
{
	size_t i, n = jv_count(silent), len;
	struct buf b = { 0 };

	if (n == 0)
		return NULL;
	buf_printf(&b, "%zu session%s not answer: ", n,
	    n == 1 ? " does" : "s do");
	for (i = 0; i < n && i < NAMED_MAX; i++)
		buf_printf(&b, "%s%s", i > 0 ? ", " : "",
		    jv_string_at(silent, i));
	if (n > NAMED_MAX)
		buf_printf(&b, " and %zu more", n - NAMED_MAX);
	return buf_steal(&b, &len);
}

struct call *
hosts_open(const struct jv *session, int ms, char **cause)
{
	monotime deadline = monotime_add(monotime_now(), ms);
	struct call *call;

	call = call_open(jv_string(session, "socket"), ROLE_CLIENT, deadline,
	    cause);
	if (call == NULL && errno == ETIMEDOUT) {
		free(*cause);
		*cause = xasprintf("the host of %s does not answer",
		    jv_string(session, "id"));
		errno = ETIMEDOUT;
	}
	return call;
}
