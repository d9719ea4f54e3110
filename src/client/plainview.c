/* SPDX-License-Identifier: ISC */
/* plainview: the agent view as lines of text. What a line that is typed means
 * is told by its first word; another one is a task. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/jv.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "client/agentrow.h"
#include "client/agentview.h"
#include "client/agentrow.h"
#include "client/compose.h"
#include "client/list.h"
#include "client/model.h"
#include "client/plainview.h"
#include "client/requestid.h"
#include "client/superlink.h"
#include "client/trustask.h"
#include "conf/conf.h"
#include "conf/customs.h"
#include "wire/msg.h"

#define LINE_MAX_BYTES (64u << 10)
#define ALL_ROWS       1000000u
#define ROWS	       40 /* of new sessions' terminals */
#define COLS	       120

struct plainview {
	const struct agentview_options *options; /* borrowed */
	struct loop *loop;			 /* owned, as what follows */
	struct superlink *super;
	struct model *model;
	struct list *list;
	struct customs customs;
	struct trustask *trust; /* is asked; NULL: nothing is */
	struct loop_fd *input;
	struct buf typed;
	char *open;
	bool listed;
	bool lost;
	bool over;
};

static void
finish(struct plainview *p)
{
	p->over = true;
	loop_stop(p->loop);
}

/* Printing. */

static void print_line(const char *fmt, ...)
    __attribute__((__format__(printf, 1, 2)));

static void
print_line(const char *fmt, ...)
{
	char *text, *clean;
	va_list ap;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	clean = utf8_clean(text, strlen(text), LINE_MAX_BYTES);
	puts(clean);
	(void)fflush(stdout);
	free(text);
	free(clean);
}

/* ", 40 percent, PR #12" and the like; caller frees. */
static char *
more_of(const struct plainview *p, const struct entry *e)
{
	const struct entry *parent = model_parent(p->model, e);
	int64_t asleep;
	struct buf b = { 0 };
	char label[32];

	if (e->items_total > 0)
		buf_printf(&b, ", %u of %u done", e->items_done,
		    e->items_total);
	if (e->progress >= 0)
		buf_printf(&b, ", %d percent", e->progress);
	if (e->runs >= 0)
		buf_printf(&b, ", %d runs", e->runs);
	if ((asleep = model_asleep(e, wall_ms())) > 0) {
		agentrow_age(asleep, label, sizeof label);
		buf_printf(&b, ", again in %s", label);
	}
	model_pr_label(e, label, sizeof label);
	if (*label != '\0')
		buf_printf(&b, ", %s", label);
	if (parent != NULL)
		buf_printf(&b, ", started from %s", parent->name);
	if (model_lost_name(p->model, e))
		buf_printf(&b, ", id %s", e->id);
	return buf_steal(&b, NULL);
}

static void
print_entry(const struct plainview *p, const char *head, const struct entry *e)
{
	const char *text = model_text(e);
	char *more = more_of(p, e);

	print_line("%s%s, %s%s%s%s", head, e->name, model_state_name(e->state),
	    more, *text != '\0' ? ": " : "", text);
	free(more);
}

static void
print_list(struct plainview *p)
{
	const struct list_line *line;
	char head[24];
	unsigned n = 0;
	size_t i;

	list_layout(p->list, p->model, NULL, ALL_ROWS);
	print_line("%u need input, %u to review, %u working, %u completed",
	    list_needs(p->list, LIST_INPUT), list_needs(p->list, LIST_REVIEW),
	    list_needs(p->list, LIST_WORKING),
	    list_needs(p->list, LIST_COMPLETED));
	for (i = 0; (line = list_at(p->list, i)) != NULL; i++) {
		if (line->kind == LIST_HEADER)
			print_line("%s:", line->group);
		if (line->entry == NULL)
			continue;
		xsnprintf(head, sizeof head, "%u. ", ++n);
		print_entry(p, head, line->entry);
	}
	print_line("Type help and Enter for what can be typed.");
}

static void
print_help(void)
{
	static const char *const lines[] = {
		"list, or nothing: the list again",
		"open SESSION: its terminal, until it is detached",
		"reply SESSION TEXT: answer it",
		"stop SESSION, delete SESSION",
		"quit: leave; sessions go on",
		"! COMMAND: run a shell command as a session",
		"anything else: a task for a new session",
		"SESSION is its number in the list, its id or its name.",
	};
	size_t i;

	for (i = 0; i < nitems(lines); i++)
		print_line("%s", lines[i]);
}

/* Sessions by what was typed. */

static const struct entry *
nth(struct plainview *p, unsigned n)
{
	const struct list_line *line;
	size_t i;

	list_layout(p->list, p->model, NULL, ALL_ROWS);
	for (i = 0; (line = list_at(p->list, i)) != NULL; i++)
		if (line->entry != NULL && --n == 0)
			return line->entry;
	return NULL;
}

/* The session that n bytes of text mean; NULL and it is said. */
static const struct entry *
find(struct plainview *p, const char *text, size_t n)
{
	const struct entry *e = NULL;
	size_t i;

	if (n > 0 && n < 6 && strspn(text, "0123456789") >= n)
		e = nth(p, (unsigned)strtoul(text, NULL, 10));
	for (i = 0; e == NULL && i < model_count(p->model); i++) {
		e = model_at(p->model, i);
		if ((strncmp(e->id, text, n) != 0 || n < 4) &&
		    (strncmp(e->name, text, n) != 0 || e->name[n] != '\0'))
			e = NULL;
	}
	if (e == NULL)
		print_line("There is no session %.*s.", (int)n, text);
	return e;
}

/* Requests. */

struct job {
	const char *done;
	char *name; /* owned */
};

static void
on_done(const struct jv *result, const char *why, void *arg)
{
	struct job *j = arg;
	const char *receipt = jv_string(result, "receipt");
	const char *reason = jv_string(result, "reason");

	if (why != NULL)
		print_line("%s: %s", j->name, why);
	else if (receipt != NULL)
		print_line("%s: %s%s%s", j->name, receipt,
		    reason != NULL ? ": " : "", reason != NULL ? reason : "");
	else if (result != NULL && j->done != NULL)
		print_line("%s %s", j->name, j->done);
	free(j->name);
	free(j);
}

static struct job *
new_job(const char *name, const char *done)
{
	struct job *j = xcalloc(1, sizeof *j);

	j->done = done;
	j->name = xstrdup(name);
	return j;
}

/* Takes body. */
static void
ask(struct plainview *p, uint16_t type, struct jv *body, const char *name,
    const char *done)
{
	superlink_ask(p->super, type, body, SUPERLINK_ASK_MS, on_done,
	    new_job(name, done));
	jv_free(body);
}

/* The same with an id of the request's own as the member key. */
static void
ask_again(struct plainview *p, uint16_t type, struct jv *body, const char *key,
    const char *name, const char *done)
{
	char id[REQUESTID_SIZE];

	requestid_new(id);
	jv_set_string(body, key, id);
	superlink_ask_again(p->super, type, body, SUPERLINK_ASK_MS, on_done,
	    new_job(name, done));
	jv_free(body);
}

static struct jv *
body_of(const struct entry *e)
{
	struct jv *body = jv_object();

	jv_set_string(body, "id", e->id);
	return body;
}

static void
do_open(struct plainview *p, const struct entry *e, const char *rest)
{
	(void)rest;
	p->open = xstrdup(e->id);
	finish(p);
}

static void
do_stop(struct plainview *p, const struct entry *e, const char *rest)
{
	(void)rest;
	ask(p, MSG_SESSION_STOP, body_of(e), e->name, NULL);
}

static void
do_delete(struct plainview *p, const struct entry *e, const char *rest)
{
	(void)rest;
	ask(p, MSG_SESSION_REMOVE, body_of(e), e->name, NULL);
}

static void
do_reply(struct plainview *p, const struct entry *e, const char *rest)
{
	struct jv *body = body_of(e);

	jv_set_string(body, "text", rest);
	jv_set_bool(body, "submit", true);
	jv_set_string(body, "from", getenv("BGMUX_SESSION"));
	jv_set(body, "env", p->options->environment(p->options->arg));
	ask_again(p, MSG_SESSION_REPLY, body, "reply", e->name, NULL);
}

static void
start(struct plainview *p, const char *line)
{
	struct compose c;
	struct jv *body;
	char *cause = NULL;

	compose_parse(line, &p->customs, &c);
	if (c.kind == COMPOSE_EXIT)
		finish(p);
	else if (c.kind == COMPOSE_BAD || c.kind == COMPOSE_MODEL)
		print_line("%s",
		    c.cause != NULL ? c.cause :
				      "Say --model where the view is opened.");
	else if (c.kind != COMPOSE_NOTHING) {
		body = p->options->request(&c, ROWS, COLS, &cause,
		    p->options->arg);
		if (body == NULL)
			print_line("Not started: %s", cause);
		else
			ask_again(p, MSG_SESSION_START, body, "start",
			    "A session", "is started");
		free(cause);
	}
	compose_clear(&c);
}

/* The settings of the project. */

static void
print_question(const struct plainview *p)
{
	const struct strv *lines;
	size_t i;

	if (p->trust == NULL)
		return;
	lines = trustask_lines(p->trust);
	for (i = 0; i < lines->n; i++)
		print_line("%s", lines->v[i]);
	print_line("Type yes or no, or go on: it is asked again next time.");
}

/* Whether a line was an answer. */
static bool
take_answer(struct plainview *p, const char *line)
{
	char *said, *cause = NULL;
	bool yes, more;

	if (p->trust == NULL || !trustask_is_answer(line, &yes))
		return false;
	said = trustask_answer(p->trust, yes, &more, &cause);
	if (said == NULL)
		print_line("Not remembered: %s", cause);
	else
		print_line("%s", said);
	if (said != NULL && !more) {
		trustask_destroy(p->trust);
		p->trust = NULL;
	}
	if (said != NULL)
		print_question(p);
	free(said);
	free(cause);
	return true;
}

/* What is typed. */

static const struct {
	const char *word;
	void (*run)(struct plainview *, const struct entry *, const char *);
	bool text; /* it must have some after the session */
} verbs[] = {
	{ "open", do_open, false },
	{ "reply", do_reply, true },
	{ "stop", do_stop, false },
	{ "delete", do_delete, false },
};

static void
run_line(struct plainview *p, const char *line)
{
	const struct entry *e;
	const char *what;
	size_t i, n = strcspn(line, " "), len;

	if (take_answer(p, line))
		return;
	if (*line == '\0' || strcmp(line, "list") == 0) {
		print_list(p);
		return;
	}
	if (strcmp(line, "help") == 0) {
		print_help();
		return;
	}
	if (strcmp(line, "quit") == 0) {
		finish(p);
		return;
	}
	for (i = 0; i < nitems(verbs); i++)
		if (strlen(verbs[i].word) == n &&
		    strncmp(verbs[i].word, line, n) == 0 && line[n] == ' ')
			break;
	if (i == nitems(verbs)) {
		start(p, line);
		return;
	}
	what = line + n + strspn(line + n, " ");
	len = verbs[i].text ? strcspn(what, " ") : strlen(what);
	line = what + len + strspn(what + len, " ");
	if ((e = find(p, what, len)) == NULL)
		return;
	if (verbs[i].text && *line == '\0')
		print_line("Type the text after the session.");
	else
		verbs[i].run(p, e, line);
}

static void
on_input(int fd, unsigned events, void *arg)
{
	struct plainview *p = arg;
	char bytes[4096], *end, *line;
	ssize_t n;

	(void)events;
	n = read(fd, bytes, sizeof bytes);
	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		finish(p);
		return;
	}
	if (p->typed.len + (size_t)n > LINE_MAX_BYTES)
		buf_reset(&p->typed);
	buf_put(&p->typed, bytes, (size_t)n);
	while (!p->over &&
	    (end = memchr(p->typed.data, '\n', p->typed.len)) != NULL) {
		line = utf8_clean((char *)p->typed.data,
		    (size_t)(end - (char *)p->typed.data), LINE_MAX_BYTES);
		buf_drain(&p->typed, (size_t)(end - (char *)p->typed.data) + 1);
		run_line(p, line);
		free(line);
	}
}

/* News. */

static void
on_state(const struct entry *e, enum model_state was, void *arg)
{
	struct plainview *p = arg;

	(void)was;
	if (p->listed && list_has(p->list, e) && !e->interactive)
		print_entry(p, "", e);
}

static void
on_list(const struct jv *result, void *arg)
{
	struct plainview *p = arg;

	list_forget(p->list);
	model_list(p->model, result);
	if (!p->listed) {
		print_list(p);
		print_question(p);
	}
	p->listed = true;
}

/* Whether a text is worth a line of its own: not of what works or idles. */
static bool
is_said(const struct entry *e)
{
	return e->state == MODEL_BLOCKED || e->state == MODEL_DONE ||
	    e->state == MODEL_FAILED;
}

static void
on_event(const char *event, const struct jv *session, bool tell, void *arg)
{
	struct plainview *p = arg;
	const char *id = jv_string(session, "id");
	const struct entry *e = id != NULL ? model_find(p->model, id) : NULL;
	enum model_state was = e != NULL ? e->state : MODEL_STATES;
	char *name, *text;

	(void)tell;
	name = e != NULL ? xstrdup(e->name) : NULL;
	text = e != NULL ? xstrdup(model_text(e)) : NULL;
	list_forget(p->list);
	(void)model_event(p->model, event, session);
	e = id != NULL ? model_find(p->model, id) : NULL;
	if (name != NULL && e == NULL)
		print_line("%s is deleted", name);
	else if (e == NULL || !list_has(p->list, e) || e->interactive)
		;
	else if (name == NULL)
		print_entry(p, "New: ", e);
	else if (e->state == was && is_said(e) &&
	    strcmp(text, model_text(e)) != 0)
		print_entry(p, "", e);
	free(name);
	free(text);
}

static void
on_super(bool up, void *arg)
{
	struct plainview *p = arg;

	if (up && p->lost)
		print_line("The supervisor is there again.");
	else if (!up)
		print_line("The supervisor is away; sessions go on.");
	p->lost = !up;
}

static void
on_start(void *arg)
{
	struct plainview *p = arg;

	if (p->options->start != NULL)
		(void)p->options->start(p->options->arg);
}

void
plainview_run(const struct agentview_options *o, char **open)
{
	static const struct superlink_handler handler = {
		.list = on_list,
		.event = on_event,
		.state = on_super,
	};
	static const struct model_handler states = { .state = on_state };
	struct plainview p = { .options = o };
	struct conf_place place;

	p.loop = loop_create();
	p.model = model_create(&states, &p);
	p.list = list_create();
	list_set_order(p.list, o->groups, o->ngroups);
	list_set_scope(p.list, o->scope);
	conf_place_init(&place, o->state);
	customs_load(&place, o->cwd, &p.customs);
	conf_place_clear(&place);
	p.trust = trustask_create(o->state, o->cwd);
	buf_init(&p.typed, 0);
	p.super = superlink_create(p.loop, o->socket, on_start, &handler, &p);
	p.input = loop_fd_add(p.loop, STDIN_FILENO, LOOP_READ, on_input, &p);
	loop_run(p.loop);
	*open = p.open;
	loop_fd_remove(p.input);
	superlink_destroy(p.super);
	buf_clear(&p.typed);
	customs_clear(&p.customs);
	trustask_destroy(p.trust);
	list_destroy(p.list);
	model_destroy(p.model);
	loop_destroy(p.loop);
}
