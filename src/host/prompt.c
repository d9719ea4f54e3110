/* SPDX-License-Identifier: ISC */
/* prompt: keys of a view that are the person's way out of an agent's session,
 * judged on the true screen. What they mean is agent/leave's. */

#include <stdlib.h>
#include <string.h>

#include "agent/adapter.h"
#include "agent/leave.h"
#include "agent/promptline.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/conn.h"
#include "host/host_internal.h"
#include "host/hostend.h"
#include "host/hostmsg.h"
#include "host/hostsend.h"
#include "host/prompt.h"
#include "term/key.h"
#include "term/plain.h"
#include "term/screen.h"
#include "term/vt.h"
#include "wire/peer.h"

/* Columns at the end of a prompt's row that make it one that may go on. */
#define PROMPT_EDGE 8

struct prompt {
	struct conn *conn; /* borrowed */
	struct leave leave;
	bool left;	/* the left arrow leaves */
	struct key key; /* that waits */
	bool waiting;
	struct loop_timer *timer; /* owned */
};

static const struct {
	uint32_t code;
	uint8_t mods;
	enum leave_key key;
	const char *name; /* as an adapter claims it; NULL: it cannot */
} prompt_keys[] = {
	{ KEY_ENTER, 0, LEAVE_KEY_ENTER, NULL },
	{ KEY_KP_ENTER, 0, LEAVE_KEY_ENTER, NULL },
	{ KEY_BACKSPACE, 0, LEAVE_KEY_BACKSPACE, NULL },
	{ 'h', KEY_MOD_CTRL, LEAVE_KEY_BACKSPACE, NULL },
	{ KEY_BACKSPACE, KEY_MOD_ALT, LEAVE_KEY_DELETE, NULL },
	{ KEY_BACKSPACE, KEY_MOD_CTRL, LEAVE_KEY_DELETE, NULL },
	{ KEY_DELETE, 0, LEAVE_KEY_DELETE, NULL },
	{ KEY_ESCAPE, 0, LEAVE_KEY_DELETE, NULL },
	{ 'k', KEY_MOD_CTRL, LEAVE_KEY_DELETE, NULL },
	{ 'u', KEY_MOD_CTRL, LEAVE_KEY_DELETE, NULL },
	{ 'w', KEY_MOD_CTRL, LEAVE_KEY_DELETE, NULL },
	{ KEY_LEFT, 0, LEAVE_KEY_LEFT, "Left" },
	{ 'c', KEY_MOD_CTRL, LEAVE_KEY_CTRL_C, "C-c" },
	{ 'd', KEY_MOD_CTRL, LEAVE_KEY_CTRL_D, "C-d" },
	{ 'z', KEY_MOD_CTRL, LEAVE_KEY_CTRL_Z, "C-z" },
};

static bool
prompt_claims(const struct host *h, const char *name)
{
	const struct adapter *a = h->evidence.adapter;
	size_t i;

	for (i = 0; a != NULL && name != NULL && i < a->claims.n; i++)
		if (strcmp(a->claims.v[i], name) == 0)
			return true;
	return false;
}

/* What a key types, in UTF-8; "" if nothing. */
static void
prompt_text(const struct key *key, char text[KEY_TEXT_MAX])
{
	char bytes[4];
	size_t n;

	text[0] = '\0';
	if (key->mods & ~(KEY_MOD_SHIFT | KEY_MOD_CAPS | KEY_MOD_NUM))
		return;
	if (key->text[0] != '\0') {
		strlcpy(text, key->text, KEY_TEXT_MAX);
		return;
	}
	if (key->code < ' ' || key->code == KEY_BACKSPACE ||
	    key->code >= KEY_BASE)
		return;
	n = utf8_encode(key->code, bytes);
	memcpy(text, bytes, n);
	text[n] = '\0';
}

static enum leave_key
prompt_classify(const struct prompt *p, const struct key *key,
    char text[KEY_TEXT_MAX])
{
	uint8_t mods = key->mods & (uint8_t) ~(KEY_MOD_CAPS | KEY_MOD_NUM);
	size_t i;

	prompt_text(key, text);
	for (i = 0; i < nitems(prompt_keys); i++) {
		if (key->code != prompt_keys[i].code ||
		    mods != prompt_keys[i].mods)
			continue;
		if (prompt_claims(p->conn->host, prompt_keys[i].name) ||
		    (prompt_keys[i].key == LEAVE_KEY_LEFT && !p->left))
			return LEAVE_KEY_OTHER;
		return prompt_keys[i].key;
	}
	return *text != '\0' ? LEAVE_KEY_TEXT : LEAVE_KEY_OTHER;
}

static void prompt_fire(void *);

struct prompt *
prompt_create(struct conn *c, const struct jv *start)
{
	struct prompt *p;

	if (c->host->boot->exec || !jv_bool(start, "leaveKeys", false))
		return NULL;
	p = xcalloc(1, sizeof *p);
	p->conn = c;
	p->left = jv_bool(start, "leaveByLeft", true);
	p->timer = loop_timer_create(c->host->loop, prompt_fire, p);
	return p;
}

void
prompt_destroy(struct prompt *p)
{
	if (p == NULL)
		return;
	loop_timer_destroy(p->timer);
	free(p);
}

bool
prompt_waits(const struct prompt *p)
{
	return p != NULL && p->waiting;
}

void
prompt_pasted(struct prompt *p)
{
	if (p != NULL)
		leave_forget(&p->leave);
}

/* Deeds. */

static void
prompt_tell(struct prompt *p, const char *to, const char *text)
{
	struct jv *v = jv_object();

	jv_set_string(v, "to", to);
	jv_set_string(v, "text", text);
	peer_send_jv(p->conn->peer, MSG_VIEW_LEAVE, 0, v);
	jv_free(v);
}

/* Take back what was typed at the prompt, as a person would. */
static void
prompt_erase(struct host *h, const char *typed)
{
	struct key key = { .code = KEY_BACKSPACE, .event = KEY_PRESS };
	const char *s;

	for (s = typed; *s != '\0'; s++)
		if (((unsigned char)*s & 0xc0) != 0x80)
			hostsend_key(h, &key);
}

static void
prompt_hint(struct prompt *p, enum leave_key key)
{
	prompt_tell(p, NULL,
	    key == LEAVE_KEY_LEFT ? "press \xe2\x86\x90 again to leave; the "
				    "session goes on" :
		key == LEAVE_KEY_CTRL_C ? "press Ctrl+C again to leave; the "
					  "session goes on" :
					  "press Ctrl+D again to leave; the "
					  "session goes on");
}

static void
prompt_do(struct prompt *p, enum leave_verdict verdict, enum leave_key key,
    const char *typed, const char *send)
{
	struct host *h = p->conn->host;

	switch (verdict) {
	case LEAVE_HINT:
		prompt_hint(p, key);
		break;
	case LEAVE_AGENTS:
		prompt_erase(h, typed);
		prompt_tell(p, "agents", NULL);
		break;
	case LEAVE_SHELL:
		prompt_tell(p, "shell", NULL);
		break;
	case LEAVE_BACKGROUND:
		prompt_erase(h, typed);
		if (*send != '\0')
			hostsend_text(h, send);
		prompt_tell(p, "shell", NULL);
		break;
	case LEAVE_END:
		prompt_erase(h, typed);
		prompt_tell(p, "end", NULL);
		hostend_stop(h, h->boot->grace_ms);
		break;
	case LEAVE_PASS:
	case LEAVE_WAIT:
		break;
	}
}

/* Judging. */

/* Whether the typed text may go on in a row below. */
static bool
prompt_is_cut(const struct host *h, const struct promptline_seen *seen)
{
	int cols = seen->typed != NULL ? utf8_columns(seen->typed) : 0;

	return seen->found &&
	    cols + PROMPT_EDGE >= (int)screen_cols(vt_screen(h->vt));
}

static void
prompt_see(struct host *h, struct promptline_seen *seen,
    struct leave_look *look)
{
	const struct adapter *a = h->evidence.adapter;
	struct shown_screen s;

	memset(seen, 0, sizeof *seen);
	if (a != NULL && a->prompt != NULL) {
		plain_screen(h->vt, &s);
		promptline_find(a->prompt, &s, seen);
		shown_clear(&s);
	}
	look->found = seen->found;
	look->empty = seen->empty;
	look->typed = seen->typed;
	look->cut = prompt_is_cut(h, seen);
	look->busy = h->state == STATE_WORKING;
}

static enum leave_verdict
prompt_judge(struct prompt *p, const struct key *key, bool late)
{
	struct host *h = p->conn->host;
	struct promptline_seen seen = { 0 };
	struct leave_look look = { 0 };
	enum leave_verdict verdict;
	char text[KEY_TEXT_MAX];
	enum leave_key what;
	const char *send;

	what = prompt_classify(p, key, text);
	if (leave_needs_look(&p->leave, what, text))
		prompt_see(h, &seen, &look);
	verdict = leave_judge(&p->leave, what, text, &look,
	    monotime_now().ms + 1, late, &send);
	prompt_do(p, verdict, what, seen.typed != NULL ? seen.typed : "", send);
	promptline_clear(&seen);
	return verdict;
}

bool
prompt_takes(struct prompt *p, const struct key *key)
{
	enum leave_verdict verdict;

	if (p == NULL || key->event == KEY_RELEASE)
		return false;
	verdict = prompt_judge(p, key, false);
	if (verdict == LEAVE_WAIT) {
		p->key = *key;
		p->waiting = true;
		loop_timer_start(p->timer, LEAVE_ECHO_MS);
		peer_pause(p->conn->peer, true);
	}
	return verdict != LEAVE_PASS;
}

static void
prompt_again(struct prompt *p, bool late)
{
	struct conn *c = p->conn;
	enum leave_verdict verdict = prompt_judge(p, &p->key, late);

	if (verdict == LEAVE_WAIT)
		return;
	p->waiting = false;
	loop_timer_stop(p->timer);
	if (verdict == LEAVE_PASS)
		hostmsg_pass(c, &p->key);
	if (c->held.len == 0)
		peer_pause(c->peer, false);
}

static void
prompt_fire(void *arg)
{
	prompt_again(arg, true);
}

void
prompt_look(struct host *h)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry)
		if (!c->closing && prompt_waits(c->prompt))
			prompt_again(c->prompt, false);
}
