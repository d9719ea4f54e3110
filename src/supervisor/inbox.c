/* SPDX-License-Identifier: ISC */
/* inbox: the replies to one session that wait for its agent, on disk and in
 * their order, and the receipts of the last ones; it sends nothing. */

/*
 * jobs/ID/inbox/NUMBER.json is a reply that waits, receipts.json the list of
 * what became of the last ones. What a kill at any moment leaves:
 *
 * A reply is promised once its file is there. Before it goes to a host, the
 * file says to which one: if that host is gone when the file is read, nobody
 * knows whether it typed the reply. A receipt is written before its reply is
 * removed: a reply whose receipt is there is what such a kill left, and goes.
 */

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>

#include "base/atomic.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "supervisor/inbox.h"

#define FILE_MAX   (2u << 20) /* bytes */
#define REASON_MAX 512
#define SEQ_MAX	   ((int64_t)1 << 52)
#define SEQ_DIGITS 16
#define SUFFIX	   ".json"

TAILQ_HEAD(inbox_list, inbox_reply);

struct inbox {
	char *dir; /* owned */
	struct inbox_list list;
	size_t n;
	size_t bytes;
	int64_t last_seq;
	struct jv *receipts; /* owned: an array, the oldest first */
	struct jv *behind;   /* owned: files whose receipt is not on disk */
};

static void
free_reply(struct inbox_reply *r)
{
	loop_timer_destroy(r->timer);
	jv_free(r->body);
	free(r->why);
	free(r);
}

static void
drop(struct inbox *in, struct inbox_reply *r)
{
	TAILQ_REMOVE(&in->list, r, entry);
	in->n--;
	in->bytes -= r->size;
	free_reply(r);
}

void
inbox_close(struct inbox *in)
{
	struct inbox_reply *r;

	if (in == NULL)
		return;
	while ((r = TAILQ_FIRST(&in->list)) != NULL)
		drop(in, r);
	jv_free(in->receipts);
	jv_free(in->behind);
	free(in->dir);
	free(in);
}

bool
inbox_is_id(const char *s)
{
	size_t n;

	if (s == NULL)
		return false;
	n = strspn(s,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789._-");
	return n > 0 && n <= INBOX_ID_MAX && s[n] == '\0';
}

static char *
reply_path(const struct inbox *in, int64_t seq)
{
	return xasprintf("%s/%0*" PRId64 SUFFIX, in->dir, SEQ_DIGITS, seq);
}

/* The number in a file's name; -1 if it is no reply's. */
static int64_t
name_seq(const char *name)
{
	size_t n = strspn(name, "0123456789");
	int64_t seq;

	if (n != SEQ_DIGITS || strcmp(name + n, SUFFIX) != 0)
		return -1;
	seq = strtoll(name, NULL, 10);
	return seq > 0 && seq < SEQ_MAX ? seq : -1;
}

/* What a writer of the last supervisor has left that was killed. */
static bool
is_left_behind(const char *name)
{
	size_t n = strspn(name, "0123456789");

	return n == SEQ_DIGITS && strncmp(name + n, SUFFIX ".", 6) == 0 &&
	    strcmp(name + n, SUFFIX ".broken") != 0;
}

static struct jv *
reply_jv(const struct inbox_reply *r)
{
	struct jv *v = jv_object(), *host;

	jv_set_string(v, "reply", r->id);
	jv_set_int(v, "at", r->at);
	jv_set_int(v, "starts", r->starts);
	if (r->handed) {
		host = jv_object();
		jv_set_int(host, "pid", r->host.pid);
		jv_set_int(host, "start", (int64_t)r->host.start);
		jv_set(v, "handed", host);
	}
	jv_set(v, "body", jv_copy(r->body));
	return v;
}

int
inbox_save(struct inbox *in, const struct inbox_reply *r)
{
	struct jv *v = reply_jv(r);
	char *path = reply_path(in, r->seq);
	int ret, saved;

	ret = atomic_write_jv(path, v, true);
	saved = errno;
	if (ret != 0)
		log_warn("%s", path);
	free(path);
	jv_free(v);
	errno = saved;
	return ret;
}

/* Loading. */

static size_t
body_size(const struct jv *body)
{
	char *text = jv_text(body, false);
	size_t n = strlen(text);

	free(text);
	return n;
}

static const char *
reply_fill(struct inbox_reply *r, const struct jv *v)
{
	const struct jv *body = jv_get_object(v, "body");
	const struct jv *host = jv_get_object(v, "handed");
	int64_t pid = jv_int(host, "pid", 0);

	if (!inbox_is_id(jv_string(v, "reply")))
		return "reply is no id";
	if (body == NULL)
		return "body is missing";
	strlcpy(r->id, jv_string(v, "reply"), sizeof r->id);
	r->at = jv_int(v, "at", 0);
	r->starts = jv_int(v, "starts", 0);
	r->handed = jv_get(v, "handed") != NULL;
	/* Of nobody who could be asked, if that is broken. */
	if (pid > 1 && pid <= INT_MAX) {
		r->host.pid = (pid_t)pid;
		r->host.start = (uint64_t)jv_int(host, "start", 0);
	}
	r->body = jv_copy(body);
	r->size = body_size(body);
	return NULL;
}

static void
set_aside(const char *path, const char *why)
{
	char *aside = xasprintf("%s.broken", path);

	log_warnx("broken reply %s: %s (kept as %s)", path, why, aside);
	if (rename(path, aside) != 0)
		log_warn("%s", aside);
	free(aside);
}

static struct jv *
load_jv(const char *path)
{
	char *text, *cause = NULL;
	struct jv *v = NULL;
	size_t n;

	text = atomic_read(path, FILE_MAX, &n);
	if (text == NULL && errno == ENOENT)
		return NULL;
	if (text == NULL) {
		cause = xstrdup(strerror(errno));
	} else
		v = jv_parse(text, n, &cause);
	if (v == NULL)
		set_aside(path, cause);
	free(cause);
	free(text);
	return v;
}

static void
insert(struct inbox *in, struct inbox_reply *r)
{
	struct inbox_reply *before;

	TAILQ_FOREACH_REVERSE(before, &in->list, inbox_list, entry)
	if (before->seq < r->seq)
		break;
	if (before != NULL)
		TAILQ_INSERT_AFTER(&in->list, before, r, entry);
	else
		TAILQ_INSERT_HEAD(&in->list, r, entry);
	in->n++;
	in->bytes += r->size;
	if (r->seq > in->last_seq)
		in->last_seq = r->seq;
}

static void
load_one(struct inbox *in, int64_t seq)
{
	char *path = reply_path(in, seq);
	struct jv *v = load_jv(path);
	struct inbox_reply *r;
	const char *why;

	if (v == NULL) {
		free(path);
		return;
	}
	r = xcalloc(1, sizeof *r);
	r->seq = seq;
	if ((why = reply_fill(r, v)) != NULL) {
		set_aside(path, why);
		free_reply(r);
	} else if (inbox_receipt(in, r->id) != NULL) {
		(void)unlink(path);
		free_reply(r);
	} else if (inbox_find(in, r->id) != NULL) {
		set_aside(path, "its id is taken");
		free_reply(r);
	} else
		insert(in, r);
	jv_free(v);
	free(path);
}

static char *
receipts_path(const struct inbox *in)
{
	return path_join(in->dir, "receipts.json");
}

static bool
is_receipt(const struct jv *v)
{
	return inbox_is_id(jv_string(v, "reply")) &&
	    jv_string(v, "receipt") != NULL;
}

static void
load_receipts(struct inbox *in)
{
	char *path = receipts_path(in);
	struct jv *v = load_jv(path);
	size_t i, n;

	if (v != NULL && jv_type(v) != JV_ARRAY)
		set_aside(path, "no array");
	else {
		n = jv_count(v);
		i = n > INBOX_RECEIPTS ? n - INBOX_RECEIPTS : 0;
		for (; i < n; i++)
			if (is_receipt(jv_at(v, i)))
				jv_append(in->receipts, jv_copy(jv_at(v, i)));
	}
	jv_free(v);
	free(path);
}

struct inbox *
inbox_open(const char *dir)
{
	struct inbox *in = xcalloc(1, sizeof *in);
	struct dirent *e;
	int64_t seq;
	DIR *d;

	in->dir = xstrdup(dir);
	TAILQ_INIT(&in->list);
	in->receipts = jv_array();
	in->behind = jv_array();
	if ((d = opendir(dir)) == NULL) {
		if (errno != ENOENT)
			log_warn("%s", dir);
		return in;
	}
	load_receipts(in);
	while (in->n < INBOX_WAITING && (e = readdir(d)) != NULL)
		if ((seq = name_seq(e->d_name)) != -1)
			load_one(in, seq);
		else if (is_left_behind(e->d_name))
			(void)unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
	return in;
}

/* Finding. */

struct inbox_reply *
inbox_first(const struct inbox *in)
{
	return TAILQ_FIRST(&in->list);
}

size_t
inbox_count(const struct inbox *in)
{
	return in->n;
}

struct inbox_reply *
inbox_find(const struct inbox *in, const char *id)
{
	struct inbox_reply *r;

	TAILQ_FOREACH(r, &in->list, entry)
		if (strcmp(r->id, id) == 0)
			return r;
	return NULL;
}

const struct jv *
inbox_receipt(const struct inbox *in, const char *id)
{
	const struct jv *v;
	size_t i;

	for (i = jv_count(in->receipts); i > 0; i--) {
		v = jv_at(in->receipts, i - 1);
		if (strcmp(jv_string(v, "reply"), id) == 0)
			return v;
	}
	return NULL;
}

/* Changing. */

struct inbox_reply *
inbox_add(struct inbox *in, const char *id, struct jv *body, char **cause)
{
	struct inbox_reply *r = xcalloc(1, sizeof *r);

	strlcpy(r->id, id, sizeof r->id);
	r->body = body;
	r->size = body_size(body);
	r->at = wall_ms();
	r->seq = in->last_seq + 1;
	if (in->n >= INBOX_WAITING || r->size > INBOX_BYTES - in->bytes)
		*cause = xstrdup("too many replies wait for it");
	else if (mkdir(in->dir, 0700) != 0 && errno != EEXIST)
		*cause = xasprintf("it cannot be kept: %s", strerror(errno));
	else if (inbox_save(in, r) != 0)
		*cause = xasprintf("it cannot be kept: %s", strerror(errno));
	if (*cause != NULL) {
		free_reply(r);
		return NULL;
	}
	insert(in, r);
	return r;
}

static void
add_receipt(struct inbox *in, const char *id, const char *receipt,
    const char *reason)
{
	struct jv *v = jv_object(), *list;
	size_t i, n;
	char *clean;

	jv_set_string(v, "reply", id);
	jv_set_string(v, "receipt", receipt);
	if (reason != NULL) {
		clean = utf8_clean(reason, strlen(reason), REASON_MAX);
		jv_set_string(v, "reason", clean);
		free(clean);
	}
	jv_set_int(v, "at", wall_ms());
	jv_append(in->receipts, v);
	if ((n = jv_count(in->receipts)) <= INBOX_RECEIPTS)
		return;
	list = jv_array();
	for (i = n - INBOX_RECEIPTS; i < n; i++)
		jv_append(list, jv_copy(jv_at(in->receipts, i)));
	jv_free(in->receipts);
	in->receipts = list;
}

void
inbox_finish(struct inbox *in, struct inbox_reply *r, const char *receipt,
    const char *reason)
{
	char *path = reply_path(in, r->seq), *receipts = receipts_path(in);
	size_t i;

	add_receipt(in, r->id, receipt, reason);
	jv_append_string(in->behind, path);
	drop(in, r);
	if (atomic_write_jv(receipts, in->receipts, true) != 0)
		log_warn("%s", receipts);
	else {
		for (i = 0; i < jv_count(in->behind); i++)
			(void)unlink(jv_string_at(in->behind, i));
		jv_free(in->behind);
		in->behind = jv_array();
	}
	free(receipts);
	free(path);
}
