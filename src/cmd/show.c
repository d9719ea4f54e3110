/* SPDX-License-Identifier: ISC */
/* show: sessions as text on stdout. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/jv.h"
#include "base/monotime.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cmd/cmd.h"
#include "cmd/show.h"

#define NAME_COLUMNS	28
#define STATE_COLUMNS	16
#define SUMMARY_COLUMNS 60 /* where stdout is no terminal */

char *
show_clean(const struct jv *j, const char *key, size_t max)
{
	const char *s = jv_string(j, key);

	return s == NULL ? xstrdup("") : utf8_clean(s, strlen(s), max);
}

char *
show_text(const struct jv *session)
{
	static const char *const keys[] = { "message", "waitingFor", "summary",
		"reason" };
	char *text = NULL;
	size_t i;

	for (i = 0; i < nitems(keys); i++) {
		free(text);
		text = show_clean(session, keys[i], 512);
		if (*text != '\0')
			break;
	}
	return text;
}

char *
show_age(int64_t ms)
{
	int64_t s = ms < 0 ? 0 : ms / 1000;

	if (s < 60)
		return xasprintf("%llds", (long long)s);
	if (s < 3600)
		return xasprintf("%lldm", (long long)(s / 60));
	if (s < 86400)
		return xasprintf("%lldh", (long long)(s / 3600));
	return xasprintf("%lldd", (long long)(s / 86400));
}

char *
show_state(const struct jv *session)
{
	const char *state = jv_string(session, "state");
	const char *signame = jv_string(session, "signal");
	int64_t code = jv_int(session, "exitCode", 0);
	int64_t percent = jv_int(session, "progress", -1);

	if (state == NULL)
		return xstrdup("?");
	if (strcmp(state, "failed") == 0 && signame != NULL)
		return xasprintf("failed (%s)", signame);
	if (strcmp(state, "failed") == 0 && code != 0)
		return xasprintf("failed (exit %lld)", (long long)code);
	if (percent >= 0 && percent <= 100)
		return xasprintf("%s (%lld%%)", state, (long long)percent);
	return xstrdup(state);
}

/* A session's age counts from its start; that of an ended one is its run. */
static char *
age_of(const struct jv *session)
{
	int64_t start = jv_int(session, "startedAt", 0);
	int64_t end = jv_int(session, "endedAt", 0);

	if (start == 0)
		return xstrdup("-");
	return show_age((end != 0 ? end : wall_ms()) - start);
}

/* Print text padded or cut to cols columns, and two spaces. */
static void
print_field(const char *text, int cols)
{
	char *cut = utf8_cut(text, cols, utf8_locale() ? "…" : "~");

	printf("%s%*s  ", cut, cols - utf8_columns(cut), "");
	free(cut);
}

static void
print_row(const struct jv *s, int summary_cols)
{
	char *id = show_clean(s, "id", 16), *name = show_clean(s, "name", 256);
	char *state = show_state(s), *age = age_of(s), *text = show_text(s);
	char *cut;

	print_field(id, 8);
	print_field(name, NAME_COLUMNS);
	print_field(state, STATE_COLUMNS);
	print_field(age, 4);
	cut = utf8_cut(text, summary_cols, utf8_locale() ? "…" : "~");
	printf("%s\n", cut);
	free(cut);
	free(id);
	free(name);
	free(state);
	free(age);
	free(text);
}

void
show_table(const struct jv *sessions)
{
	unsigned cols, rows;
	int left = SUMMARY_COLUMNS;
	size_t i;

	if (isatty(STDOUT_FILENO) && cmd_terminal_size(&cols, &rows) == 0) {
		left = (int)cols - 1 -
		    (8 + NAME_COLUMNS + STATE_COLUMNS + 4 + 4 * 2);
		if (left < 10)
			left = 10;
	}
	print_field("ID", 8);
	print_field("NAME", NAME_COLUMNS);
	print_field("STATE", STATE_COLUMNS);
	print_field("AGE", 4);
	printf("SUMMARY\n");
	for (i = 0; i < jv_count(sessions); i++)
		print_row(jv_at(sessions, i), left);
}

void
show_card(const struct jv *session, const char *note)
{
	char *id = show_clean(session, "id", 16);
	char *name = show_clean(session, "name", 256);
	char *state = show_clean(session, "state", 16);
	const char *word =
	    strcmp(state, "queued") == 0 ? "queued" : "backgrounded";

	printf("%s · %s · %s%s%s\n", word, id, name, note != NULL ? " · " : "",
	    note != NULL ? note : "");
	printf("  bgmux agents             list sessions\n");
	printf("  bgmux attach %s    open in this terminal\n", id);
	printf("  bgmux logs %s      show recent output\n", id);
	printf("  bgmux stop %s      stop this session\n", id);
	free(state);
	free(id);
	free(name);
}
