/* SPDX-License-Identifier: ISC */
/* hooks: the commands that are to be run at events of the conversation. */

#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <regex.h>
#include <signal.h>

#include "base/jv.h"
#include "base/spawn.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/hooks.h"
#include "sh/io.h"
#include "sh/permit.h"

#define HOOKS_MAX   256
#define TIMEOUT	    600	 /* s, of a hook that names none */
#define TIMEOUT_END 1500 /* ms, at the end of the conversation */
#define SAID_MAX    (64u << 10)

struct hook {
	char *event;	 /* owned */
	char *matcher;	 /* owned; may be NULL */
	char *command;	 /* owned */
	int64_t timeout; /* ms */
};

struct hooks {
	struct hook hook[HOOKS_MAX];
	size_t n;
};

struct adding {
	struct hooks *hooks;
	const char *event;
	const char *matcher;
};

struct hooks *
hooks_create(void)
{
	return xcalloc(1, sizeof(struct hooks));
}

void
hooks_destroy(struct hooks *h)
{
	size_t i;

	if (h == NULL)
		return;
	for (i = 0; i < h->n; i++) {
		free(h->hook[i].event);
		free(h->hook[i].matcher);
		free(h->hook[i].command);
	}
	free(h);
}

/* One {"type": "command", "command": ...}. */
static void
hooks_add(struct hooks *h, const char *event, const char *matcher,
    const struct jv *v)
{
	const char *type = jv_string(v, "type");
	const char *command = jv_string(v, "command");
	int64_t timeout = jv_int(v, "timeout", TIMEOUT);
	struct hook *k;

	if (command == NULL || h->n == HOOKS_MAX ||
	    (type != NULL && strcmp(type, "command") != 0))
		return;
	if (timeout < 1 || timeout > TIMEOUT)
		timeout = TIMEOUT;
	k = &h->hook[h->n++];
	k->event = xstrdup(event);
	k->matcher = matcher != NULL ? xstrdup(matcher) : NULL;
	k->command = xstrdup(command);
	k->timeout = timeout * 1000;
	if (strcmp(event, "SessionEnd") == 0)
		k->timeout = TIMEOUT_END;
}

/* The matchers of one event. */
static void
hooks_add_event(const char *event, struct jv *v, void *arg)
{
	struct hooks *h = arg;
	struct jv *matcher, *list;
	size_t i, j;

	for (i = 0; i < jv_count(v); i++) {
		matcher = jv_at(v, i);
		list = jv_get_array(matcher, "hooks");
		for (j = 0; list != NULL && j < jv_count(list); j++)
			hooks_add(h, event, jv_string(matcher, "matcher"),
			    jv_at(list, j));
	}
}

int
hooks_load(struct hooks *h, const char *settings, struct permit *permit,
    char **cause)
{
	struct jv *v, *list;
	size_t i;

	if (settings[strspn(settings, " \t\n")] == '{')
		v = jv_parse(settings, strlen(settings), cause);
	else
		v = jv_load(settings, cause);
	if (v == NULL)
		return -1;
	list = jv_get_object(v, "hooks");
	if (list != NULL)
		jv_each(list, hooks_add_event, h);
	list = jv_get_array(jv_get_object(v, "permissions"), "allow");
	for (i = 0; list != NULL && i < jv_count(list); i++) {
		if (jv_string_at(list, i) != NULL)
			strv_add(&permit->allowed, jv_string_at(list, i));
	}
	jv_free(v);
	return 0;
}

/* A matcher is empty, "*", or an extended pattern of the whole tool's name. */
static bool
hooks_match(const struct hook *k, const char *event, const char *tool)
{
	char *whole;
	regex_t re;
	bool ok;

	if (strcmp(k->event, event) != 0)
		return false;
	if (k->matcher == NULL || tool == NULL || *k->matcher == '\0' ||
	    strcmp(k->matcher, "*") == 0)
		return true;
	whole = xasprintf("^(%s)$", k->matcher);
	ok = regcomp(&re, whole, REG_EXTENDED | REG_NOSUB) == 0;
	free(whole);
	if (!ok)
		return false;
	ok = regexec(&re, tool, 0, NULL, 0) == 0;
	regfree(&re);
	return ok;
}

bool
hooks_any(const struct hooks *h, const char *event, const char *tool)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		if (hooks_match(&h->hook[i], event, tool))
			return true;
	}
	return false;
}

/* A pipe whose end of ours does not block. */
static bool
hooks_pipe(int fds[2], int ours)
{
	if (pipe(fds) == -1)
		return false;
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	fcntl(fds[ours], F_SETFL, O_NONBLOCK);
	return true;
}

static void
hooks_close(struct io *io, int *fd)
{
	if (*fd == -1)
		return;
	io_unwatch(io, *fd);
	close(*fd);
	*fd = -1;
}

/* Write what its pipe takes; SIGPIPE is ignored. */
static void
hooks_write(struct hooks_run *r, struct hooks_process *p)
{
	ssize_t n;

	if (p->in == -1)
		return;
	n = write(p->in, r->payload + p->written, r->len - p->written);
	if (n > 0)
		p->written += (size_t)n;
	else if (errno == EAGAIN || errno == EINTR)
		return;
	if (n <= 0 || p->written == r->len) {
		close(p->in);
		p->in = -1;
	}
}

static bool
hooks_spawn(struct hooks_run *r, const struct hook *k)
{
	struct hooks_process *p = &r->process[r->n];
	char *argv[] = { (char *)"sh", (char *)"-c", k->command, NULL };
	char *cause = NULL;
	int in[2], out[2], err[2];
	struct spawn s;

	if (!hooks_pipe(in, 1))
		return false;
	if (!hooks_pipe(out, 0)) {
		close(in[0]);
		close(in[1]);
		return false;
	}
	if (!hooks_pipe(err, 0)) {
		close(in[0]);
		close(in[1]);
		close(out[0]);
		close(out[1]);
		return false;
	}
	spawn_init(&s);
	s.file = "sh";
	s.argv = argv;
	s.fds[0] = in[0];
	s.fds[1] = out[1];
	s.fds[2] = err[1];
	s.setsid = true; /* away from our terminal, which it could write to */
	memset(p, 0, sizeof *p);
	buf_init(&p->said, SAID_MAX);
	buf_init(&p->cause, SAID_MAX);
	p->pid = spawn_start(&s, &cause);
	free(cause);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	p->in = in[1];
	p->out = out[0];
	p->err = err[0];
	p->until = monotime_add(monotime_now(), k->timeout);
	if (p->pid == -1 || !io_watch(r->io, p->out)) {
		close(p->in);
		close(p->out);
		close(p->err);
		if (p->pid != -1)
			kill(-p->pid, SIGKILL);
		return false;
	}
	if (!io_watch(r->io, p->err)) {
		close(p->err);
		p->err = -1;
	}
	r->n++;
	hooks_write(r, p);
	return true;
}

void
hooks_start(struct hooks *h, struct hooks_run *r, struct io *io,
    const char *event, const char *tool, struct jv *payload)
{
	size_t i;

	memset(r, 0, sizeof *r);
	r->io = io;
	r->payload = jv_text(payload, false);
	r->len = strlen(r->payload);
	jv_free(payload);
	for (i = 0; i < h->n && r->n < HOOKS_RUN_MAX; i++) {
		if (hooks_match(&h->hook[i], event, tool))
			hooks_spawn(r, &h->hook[i]);
	}
}

/* The strictest of what they decide holds. */
static void
hooks_decide(struct hooks_run *r, enum hooks_decision d, const char *reason)
{
	if (d <= r->decision)
		return;
	r->decision = d;
	free(r->reason);
	r->reason =
	    reason != NULL ? utf8_clean(reason, strlen(reason), 500) : NULL;
}

static enum hooks_decision
hooks_word(const char *word)
{
	if (word == NULL)
		return HOOKS_NONE;
	if (strcmp(word, "allow") == 0)
		return HOOKS_ALLOW;
	if (strcmp(word, "ask") == 0)
		return HOOKS_ASK;
	if (strcmp(word, "deny") == 0 || strcmp(word, "block") == 0)
		return HOOKS_DENY;
	return HOOKS_NONE;
}

/* What a hook has said: exit code 2, or an object. */
static void
hooks_judge(struct hooks_run *r, struct hooks_process *p, int status)
{
	struct jv *v, *special, *decision;
	const char *reason;
	char *cause = NULL;

	buf_put_u8(&p->cause, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		hooks_decide(r, HOOKS_DENY, (const char *)p->cause.data);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || p->said.len == 0)
		return;
	v = jv_parse((const char *)p->said.data, p->said.len, &cause);
	free(cause);
	special = jv_get_object(v, "hookSpecificOutput");
	decision = jv_get_object(special, "decision");
	reason = jv_string(v, "reason");
	hooks_decide(r, hooks_word(jv_string(v, "decision")), reason);
	reason = jv_string(special, "permissionDecisionReason");
	hooks_decide(r, hooks_word(jv_string(special, "permissionDecision")),
	    reason);
	reason = jv_string(decision, "message");
	hooks_decide(r, hooks_word(jv_string(decision, "behavior")), reason);
	jv_free(v);
}

static void
hooks_read(struct hooks_run *r, int *fd, struct buf *to)
{
	uint8_t chunk[4096];
	ssize_t n = read(*fd, chunk, sizeof chunk);

	if (n > 0)
		buf_put(to, chunk, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		hooks_close(r->io, fd);
}

bool
hooks_event(struct hooks_run *r, const struct io_event *e)
{
	struct hooks_process *p;
	size_t i;

	for (i = 0; i < r->n && e->what == IO_FD; i++) {
		p = &r->process[i];
		if (e->fd == p->out)
			hooks_read(r, &p->out, &p->said);
		else if (e->fd == p->err)
			hooks_read(r, &p->err, &p->cause);
		else
			continue;
		return true;
	}
	return false;
}

/* A hook is done when it has ended; what it has left behind may hold its
 * output open. */
static bool
hooks_ended(struct hooks_run *r, struct hooks_process *p)
{
	int status;

	if (p->pid == -1)
		return true;
	hooks_write(r, p);
	if (monotime_left(p->until) == 0)
		kill(-p->pid, SIGKILL);
	if (waitpid(p->pid, &status, WNOHANG) != p->pid)
		return false;
	p->pid = -1;
	if (p->out != -1)
		hooks_read(r, &p->out, &p->said);
	if (p->err != -1)
		hooks_read(r, &p->err, &p->cause);
	hooks_judge(r, p, status);
	return true;
}

bool
hooks_done(struct hooks_run *r)
{
	bool done = true;
	size_t i;

	for (i = 0; i < r->n; i++)
		done = hooks_ended(r, &r->process[i]) && done;
	return done;
}

monotime
hooks_until(const struct hooks_run *r)
{
	monotime first = monotime_add(monotime_now(), TIMEOUT * 1000);
	size_t i;

	for (i = 0; i < r->n; i++) {
		if (r->process[i].pid == -1)
			continue;
		/* Its pipe is not watched for writing: look again soon. */
		if (r->process[i].in != -1)
			return monotime_add(monotime_now(), 20);
		if (monotime_diff(r->process[i].until, first) > 0)
			first = r->process[i].until;
	}
	return first;
}

void
hooks_leave(struct hooks_run *r)
{
	struct hooks_process *p;
	size_t i;

	for (i = 0; i < r->n; i++) {
		p = &r->process[i];
		if (p->pid != -1)
			kill(-p->pid, SIGTERM);
		if (p->in != -1)
			close(p->in);
		hooks_close(r->io, &p->out);
		hooks_close(r->io, &p->err);
		buf_clear(&p->said);
		buf_clear(&p->cause);
	}
	free(r->payload);
	free(r->reason);
	memset(r, 0, sizeof *r);
}
