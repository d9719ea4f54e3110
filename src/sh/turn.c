/* SPDX-License-Identifier: ISC */
/* turn: one text of the person, from its Enter to the next prompt. */

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "sh/box.h"
#include "sh/talk_internal.h"
#include "sh/transcript.h"

/* Without the spaces around it; caller frees. */
static char *
turn_trim(const char *text)
{
	size_t n;

	text += strspn(text, " \t\n");
	n = strlen(text);
	while (n > 0 && strchr(" \t\n", text[n - 1]) != NULL)
		n--;
	return xstrndup(text, n);
}

void
turn_end(struct talk *t, enum report_state state, const char *message)
{
	const char *event = state == REPORT_ERROR ? "StopFailure" : "Stop";
	struct jv *v;

	report_set(&t->report, state, NULL, message);
	/* A task without this was broken off, and is offered again. */
	if (io_quitting() != 0)
		return;
	v = transcript_entry("turn");
	jv_set_string(v, "state", report_word(state));
	jv_set_string(v, "message", message);
	talk_note(t, v);
	/* What the person ended has no hook: so it is with other agents. */
	if (state != REPORT_DONE && state != REPORT_ERROR)
		return;
	v = talkhook_payload(t, event);
	jv_set_string(v, "last_assistant_message", t->last);
	if (state == REPORT_ERROR)
		jv_set_string(v, "error", "unknown");
	else
		jv_set_bool(v, "stop_hook_active", false);
	talkhook_run(t, event, NULL, v, NULL);
}

/* Whether the hooks let a text through. */
static bool
turn_let(struct talk *t, const char *text)
{
	struct jv *v = talkhook_payload(t, "UserPromptSubmit");
	char *reason = NULL;
	bool ok;

	jv_set_string(v, "prompt", text);
	ok =
	    talkhook_run(t, "UserPromptSubmit", NULL, v, &reason) != HOOKS_DENY;
	if (!ok) {
		talk_say(t, "Stopped by a hook%s%s\n",
		    reason != NULL ? ": " : "", reason != NULL ? reason : "");
		report_set(&t->report, REPORT_IDLE, NULL, NULL);
	}
	free(reason);
	return ok;
}

void
turn_take(struct talk *t, const char *raw)
{
	char *text = turn_trim(raw);
	struct jv *v;

	talk_set(&t->notice, NULL);
	if (*text == '\0') {
		free(text);
		return;
	}
	edit_remember(&t->edit, text);
	talk_set(&t->suggestion, NULL);
	box_show_task(t, text);
	if (*text == '/' && slash_take(t, text)) {
		free(text);
		return;
	}
	v = transcript_entry("task");
	jv_set_string(v, "text", text);
	talk_note(t, v);
	report_topic(&t->report, text);
	report_set(&t->report, REPORT_WORKING, NULL, NULL);
	if (turn_let(t, text)) {
		if (*text == '!')
			command_run(t, text + 1, true);
		else if (!play_take(t, text)) {
			text = ask_meaning(t, text);
			if (text != NULL)
				command_run(t, text, false);
			else
				turn_end(t, REPORT_IDLE, NULL);
		}
	}
	free(text);
}
