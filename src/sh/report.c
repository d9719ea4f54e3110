/* SPDX-License-Identifier: ISC */
/* report: tells the terminal how the conversation is. */

#include "base/base64.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/keys.h"
#include "sh/out.h"
#include "sh/report.h"

#define MESSAGE_MAX 2048 /* bytes of a msg before base64 */
#define NAME_MAX    192
#define ITEMS_MAX   64
#define ST	    "\033\\"

/* DA1 is asked after it: who answers that and not this knows no OSC 7501. */
#define QUERY "\033]7501;?" ST "\033[c"

static const char *const words[] = {
	[REPORT_IDLE] = "idle",
	[REPORT_WORKING] = "working",
	[REPORT_DONE] = "done",
	[REPORT_BLOCKED] = "blocked",
	[REPORT_ERROR] = "error",
};

const char *
report_word(enum report_state state)
{
	return words[state];
}

static void
report_write(struct report *r, const struct buf *b)
{
	if (r->out->tty)
		out_write(r->out, b->data, b->len);
}

/* Tell the record of the whole conversation, which replaces the last. */
static void
report_send(struct report *r)
{
	const char *topic = r->topic != NULL ? r->topic : r->name;
	struct buf b = { 0 };

	if (!r->status || !r->answered)
		return;
	buf_printf(&b, "\033]7501;state=%s:app=bgmux-sh", words[r->state]);
	/* The protocol has no word for trust. */
	if (r->state == REPORT_BLOCKED && r->kind != NULL)
		buf_printf(&b, ":kind=%s",
		    strcmp(r->kind, "trust") == 0 ? "permission" : r->kind);
	if (r->state == REPORT_WORKING && r->percent >= 0)
		buf_printf(&b, ":progress=%d", r->percent);
	if (topic != NULL) {
		buf_printf(&b, ":title=");
		base64_put(&b, topic, strlen(topic));
	}
	if (r->message != NULL) {
		buf_printf(&b, ":msg=");
		base64_put(&b, r->message, strlen(r->message));
	}
	buf_printf(&b, "%s", ST);
	report_write(r, &b);
	buf_clear(&b);
}

/* The sign of what it waits for. */
static const char *
report_need(const struct report *r)
{
	const char *kind = r->kind != NULL ? r->kind : "";

	if (strcmp(kind, "permission") == 0)
		return out_sign(r->out, "\342\227\206", "!");
	if (strcmp(kind, "auth") == 0)
		return out_sign(r->out, "\342\226\262", "@");
	if (strcmp(kind, "trust") == 0)
		return out_sign(r->out, "\342\226\240", "#");
	return out_sign(r->out, "\342\227\217", "?");
}

void
report_title(struct report *r)
{
	struct buf b = { 0 };
	const char *sign;

	if (!r->title)
		return;
	sign = out_sign(r->out, "\342\227\213", "-");
	if (r->state == REPORT_WORKING)
		sign = out_sign(r->out, "\342\227\220", "*");
	if (r->state == REPORT_BLOCKED)
		sign = report_need(r);
	buf_printf(&b, "\033]0;%s %s\a", sign, r->name);
	report_write(r, &b);
	buf_clear(&b);
}

void
report_begin(struct report *r, const char *name)
{
	struct buf b = { 0 };

	r->percent = -1;
	r->name = utf8_clean(name, strlen(name), NAME_MAX);
	report_title(r);
	if (!r->status)
		return;
	buf_printf(&b, "%s", QUERY);
	report_write(r, &b);
	buf_clear(&b);
}

void
report_end(struct report *r)
{
	struct buf b = { 0 };

	report_measure(r, -1);
	if (r->status && r->answered) {
		buf_printf(&b, "\033]7501;state=clear%s", ST);
		report_write(r, &b);
		buf_clear(&b);
	}
	free(r->kind);
	free(r->message);
	free(r->name);
	free(r->topic);
	memset(r, 0, sizeof *r);
}

bool
report_answer(struct report *r, const struct keys_event *e)
{
	if (e->what == KEYS_ATTRIBUTES) {
		r->fenced = true;
		return true;
	}
	if (e->what != KEYS_ANSWER)
		return false;
	if (strcmp(e->text, "7501;?") == 0 && !r->answered) {
		r->answered = true;
		report_send(r);
	}
	return true;
}

void
report_set(struct report *r, enum report_state state, const char *kind,
    const char *message)
{
	bool other = r->state != state;

	free(r->kind);
	free(r->message);
	r->state = state;
	r->kind = kind != NULL ? xstrdup(kind) : NULL;
	r->message = message != NULL ?
	    utf8_clean(message, strlen(message), MESSAGE_MAX) :
	    NULL;
	report_send(r);
	if (other)
		report_title(r);
}

void
report_topic(struct report *r, const char *topic)
{
	free(r->topic);
	r->topic = utf8_clean(topic, strlen(topic), NAME_MAX);
}

void
report_name(struct report *r, const char *name)
{
	free(r->name);
	r->name = utf8_clean(name, strlen(name), NAME_MAX);
	report_send(r);
	report_title(r);
}

void
report_measure(struct report *r, int percent)
{
	struct buf b = { 0 };

	if (r->percent == percent)
		return;
	r->percent = percent;
	report_send(r);
	if (!r->measure)
		return;
	if (percent < 0)
		buf_printf(&b, "\033]9;4;0;0\a");
	else
		buf_printf(&b, "\033]9;4;1;%d\a", percent);
	report_write(r, &b);
	buf_clear(&b);
}

void
report_items(struct report *r, int done, int total)
{
	struct buf b = { 0 };
	int i;

	if (!r->status || !r->answered)
		return;
	if (total > ITEMS_MAX)
		total = ITEMS_MAX;
	for (i = 1; i <= total || i <= r->items; i++)
		buf_printf(&b, "\033]7501;id=item/%d:state=%s%s", i,
		    i > total	  ? "clear" :
			i <= done ? "done" :
				    "working",
		    ST);
	r->items = total;
	report_write(r, &b);
	buf_clear(&b);
}
