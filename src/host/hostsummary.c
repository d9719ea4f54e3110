/* SPDX-License-Identifier: ISC */
/* hostsummary: the line that a session's row has, where the person's command
 * makes it of the screen. */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/helpers.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "host/host_internal.h"
#include "host/hostevent.h"
#include "host/hostsummary.h"
#include "term/screen.h"
#include "term/text.h"
#include "term/vt.h"

struct hostsummary {
	struct host *host;	 /* borrowed */
	struct helpers *helpers; /* owned: the command, if it runs */
	bool wanted;		 /* a turn has ended meanwhile */
	bool over;		 /* no more */
	monotime begun;
	char *text; /* owned, may be NULL */
};

static void start(struct hostsummary *);

/* Take the first line of what it has said; whether that is another one. */
static bool
take(struct hostsummary *s, const char *said)
{
	char *clean = utf8_clean(said, strcspn(said, "\n"), SAID_TEXT_MAX);

	if (*clean == '\0' ||
	    (s->text != NULL && strcmp(s->text, clean) == 0)) {
		free(clean);
		return false;
	}
	free(s->text);
	s->text = clean;
	return true;
}

static void
on_over(const char *said, const char *problem, void *arg)
{
	struct hostsummary *s = arg;

	if (problem != NULL)
		log_info("summary.command: %s", problem);
	else if (take(s, said))
		hostevent_tell(s->host, CHANGE_SUMMARY);
	if (s->wanted && !s->over)
		start(s);
}

/* With the end of the screen's text. */
static void
start(struct hostsummary *s)
{
	struct helpers_run run = { .command = s->host->boot->summary_command,
		.ms = HOSTSUMMARY_MOST_MS };
	struct buf b;
	char *cause = NULL;
	size_t from;

	s->wanted = false;
	s->begun = monotime_now();
	buf_init(&b, 0);
	text_logs(&b, vt_screen(s->host->vt), 0, false, true);
	from = b.len > HELPERS_INPUT_MAX ? b.len - HELPERS_INPUT_MAX : 0;
	run.input = b.len > 0 ? (const char *)b.data + from : "";
	run.len = b.len - from;
	if (helpers_start(s->helpers, &run, on_over, s, &cause) != 0)
		log_warnx("summary.command: %s", cause);
	free(cause);
	buf_clear(&b);
}

struct hostsummary *
hostsummary_create(struct host *h)
{
	struct hostsummary *s = xcalloc(1, sizeof *s);

	s->host = h;
	s->begun = monotime_add(monotime_now(), -HOSTSUMMARY_EACH_MS);
	s->helpers = helpers_create(h->loop, h->reaper);
	return s;
}

void
hostsummary_destroy(struct hostsummary *s)
{
	if (s == NULL)
		return;
	s->over = true;
	helpers_destroy(s->helpers);
	free(s->text);
	free(s);
}

void
hostsummary_end(struct hostsummary *s)
{
	s->over = true;
	helpers_end(s->helpers);
}

void
hostsummary_look(struct hostsummary *s, bool ended)
{
	const char *command = s->host->boot->summary_command;

	if (s->host->boot->exec || command == NULL || *command == '\0') {
		free(s->text);
		s->text = NULL;
		return;
	}
	if (helpers_count(s->helpers) > 0 || s->over) {
		s->wanted = s->wanted || ended;
		return;
	}
	if (ended ||
	    monotime_diff(s->begun, monotime_now()) >= HOSTSUMMARY_EACH_MS)
		start(s);
}

const char *
hostsummary_text(const struct hostsummary *s)
{
	return s->text;
}
