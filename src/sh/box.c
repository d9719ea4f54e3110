/* SPDX-License-Identifier: ISC */
/* box: how the conversation looks: the prompt box with the indicator above and
 * the footer below, and what was said before. */

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/box.h"
#include "sh/talk_internal.h"

#define SIGN_COLUMNS 2
#define PLACEHOLDER  "type a shell command, or /help"
#define ROW_MAX	     1000 /* bytes of a cleaned row */

static const char *
box_sign(const struct talk *t)
{
	return out_sign(&t->out, "\342\235\257", ">");
}

/* A row of text, cut where the terminal ends. */
static void
box_line(struct talk *t, struct panel *p, const char *style, const char *text)
{
	char *clean = utf8_clean(text, strlen(text), ROW_MAX);
	char *cut = utf8_cut(clean, t->out.cols - 3,
	    out_sign(&t->out, "\342\200\246", "..."));

	panel_add(p, "%s%s%s", style, cut, OUT_PLAIN);
	free(cut);
	free(clean);
}

/* What runs, for how long, and the line that it has begun. */
static void
box_indicator(struct talk *t, struct panel *p)
{
	struct buf *partial = t->running != NULL ? &t->running->partial : NULL;
	long long seconds = monotime_diff(t->since, monotime_now()) / 1000;
	char *text;

	if (partial != NULL && partial->len > 0) {
		text = xstrndup((const char *)partial->data,
		    partial->len < ROW_MAX ? partial->len : ROW_MAX);
		box_line(t, p, "", text);
		free(text);
	}
	panel_add(p, "%s", "");
	text = xasprintf("%s %s%s (%llds %s esc to interrupt)",
	    out_sign(&t->out, "\342\234\275", "*"), t->doing,
	    out_sign(&t->out, "\342\200\246", "..."), seconds,
	    out_sign(&t->out, "\302\267", "-"));
	box_line(t, p, "", text);
	free(text);
}

static void
box_footer(struct talk *t, struct panel *p)
{
	const char *dot = out_sign(&t->out, "\302\267", "-");
	char *text;

	if (t->notice != NULL)
		text = xasprintf("  %s", t->notice);
	else if (t->running != NULL && t->running->asked > 0)
		text = xstrdup("  asked to end, esc again to end it for sure");
	else if (t->queue.n > 0)
		text = xasprintf("  %zu queued %s esc to interrupt", t->queue.n,
		    dot);
	else if (t->doing != NULL)
		text = xstrdup("  esc to interrupt");
	else
		text = xasprintf("  %s mode (shift+tab to cycle)%s%s%s%s %s "
				 "/help",
		    permit_name(t->permit.mode), t->model != NULL ? " " : "",
		    t->model != NULL ? dot : "", t->model != NULL ? " " : "",
		    t->model != NULL ? t->model : "", dot);
	box_line(t, p, OUT_DIM, text);
	free(text);
}

/* The text with the prompt sign; dim what stands there while it is empty. */
static void
box_text(struct talk *t, struct panel *p)
{
	struct strv rows = { 0 };
	size_t i;
	int row, col;
	char *clean, *cut;

	edit_rows(&t->edit, t->out.cols - SIGN_COLUMNS - 1, &rows, &row, &col);
	p->row = (int)p->rows.n + row;
	p->col = SIGN_COLUMNS + col;
	if (edit_empty(&t->edit) && t->doing == NULL) {
		clean = utf8_clean(t->suggestion != NULL ? t->suggestion :
							   PLACEHOLDER,
		    strlen(t->suggestion != NULL ? t->suggestion : PLACEHOLDER),
		    ROW_MAX);
		cut = utf8_cut(clean, t->out.cols - SIGN_COLUMNS - 1,
		    out_sign(&t->out, "\342\200\246", "..."));
		panel_add(p, "%s %s%s%s", box_sign(t), OUT_DIM, cut, OUT_PLAIN);
		free(cut);
		free(clean);
	} else {
		for (i = 0; i < rows.n; i++)
			panel_add(p, "%s %s", i == 0 ? box_sign(t) : " ",
			    rows.v[i]);
	}
	strv_clear(&rows);
}

void
box_draw(struct talk *t, struct panel *p)
{
	if (t->doing != NULL) {
		box_indicator(t, p);
		panel_add(p, "%s", "");
	}
	panel_rule(p, &t->out);
	box_text(t, p);
	panel_rule(p, &t->out);
	box_footer(t, p);
}

void
box_show_task(struct talk *t, const char *text)
{
	const char *end, *sign = box_sign(t);
	char *clean;

	for (; text != NULL; text = end) {
		end = strchr(text, '\n');
		clean = utf8_clean(text,
		    end != NULL ? (size_t)(end - text) : strlen(text), 4096);
		talk_say(t, "%s %s", sign, clean);
		free(clean);
		sign = " ";
		if (end != NULL)
			end++;
	}
}

void
box_show_result(struct talk *t, int code, int signo, int seconds)
{
	const char *good = out_sign(&t->out, "\342\234\223", "ok:");
	const char *bad = out_sign(&t->out, "\342\234\227", "failed:");
	char *took = seconds > 0 ? xasprintf(" (%ds)", seconds) : xstrdup("");

	if (signo != 0)
		talk_say(t, "%s exit %d (%s)%s\n", bad, code, strsignal(signo),
		    took);
	else if (code != 0)
		talk_say(t, "%s exit %d%s\n", bad, code, took);
	else
		talk_say(t, "%s done%s\n", good, took);
	free(took);
}

void
box_show_old(struct talk *t, const struct jv *v)
{
	const char *type = jv_string(v, "type"), *text = jv_string(v, "text");
	int signo = (int)jv_int(v, "signal", 0);
	char *clean;

	if (strcmp(type, "task") == 0 && text != NULL)
		box_show_task(t, text);
	else if ((strcmp(type, "message") == 0 ||
		     strcmp(type, "denied") == 0) &&
	    text != NULL) {
		clean = utf8_clean(text, strlen(text), 4096);
		talk_say(t, "%s %s\n", out_sign(&t->out, "\342\227\217", "*"),
		    clean);
		free(clean);
	} else if (strcmp(type, "result") == 0)
		box_show_result(t,
		    signo != 0 ? 128 + signo : (int)jv_int(v, "exitCode", 0),
		    signo, -1);
}
