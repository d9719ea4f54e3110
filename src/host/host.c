/* SPDX-License-Identifier: ISC */
/* host: one session's life: its worker, terminal, screen and viewers; see
 * hostend for how it ends. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "agent/status.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/reaper.h"
#include "base/xmalloc.h"
#include "host/conn.h"
#include "host/host.h"
#include "host/host_internal.h"
#include "host/hostahead.h"
#include "host/hostend.h"
#include "host/hostenv.h"
#include "host/hostevent.h"
#include "host/hostevidence.h"
#include "host/hosthooks.h"
#include "host/hosttell.h"
#include "host/hostlogs.h"
#include "host/hostsend.h"
#include "host/hostsummary.h"
#include "host/lead.h"
#include "host/hostwords.h"
#include "host/prompt.h"
#include "host/pty.h"
#include "host/report.h"
#include "host/stop.h"
#include "host/viewer.h"
#include "host/watch.h"
#include "term/screen.h"
#include "term/vt.h"
#include "term/vtkey.h"

#define HOST_RESIZE_MS	50
#define HOST_SUMMARY_MS 1000

int
host_report(struct host *h, const struct jv *body, char **cause)
{
	if (said_take(&h->said, body, wall_ms(), cause) != 0)
		return -1;
	if (jv_string(body, "summary") != NULL)
		h->evidence.sums_up = false;
	hostevidence_said(h);
	hostevent_tell(h, CHANGE_SUMMARY);
	return 0;
}

bool
host_summarize(struct host *h)
{
	const struct status_record *r = status_main(h->evidence.status);
	const char *own = r != NULL ? r->msg : NULL;
	char *line;

	h->summarized = monotime_now();
	loop_timer_stop(h->summary_timer);
	line = own != NULL ? xstrdup(own) : hostwords_get(h);
	if (strcmp(line, h->summary) == 0) {
		free(line);
		return false;
	}
	free(h->summary);
	h->summary = line;
	h->summary_new = h->state == STATE_WORKING && !h->boot->exec;
	return true;
}

bool
host_turn_ended(struct host *h)
{
	hostsummary_look(h->by_command, true);
	return host_summarize(h);
}

static void
host_summary_fire(void *arg)
{
	struct host *h = arg;

	if (h->phase != HOST_UP)
		return;
	if (h->state == STATE_WORKING)
		hostsummary_look(h->by_command, false);
	if (host_summarize(h))
		hostevent_tell(h, CHANGE_SUMMARY);
}

/* What an agent shows is not its row's line at once: that would never rest. */
static void
host_summarize_soon(struct host *h)
{
	int64_t each = h->boot->exec ? HOST_SUMMARY_MS : HOSTSUMMARY_EACH_MS;
	int64_t left = each - monotime_diff(h->summarized, monotime_now());

	if (left <= 0)
		host_summary_fire(h);
	else if (!loop_timer_running(h->summary_timer))
		loop_timer_start(h->summary_timer, left);
}

/* There is something to see; quiet: or it has been busy for a while. */
static void
host_look(void *arg, bool quiet)
{
	struct host *h = arg;

	if (h->phase != HOST_UP)
		return;
	hostevidence_look(h, quiet);
	if (quiet)
		h->looked = true;
	hostsend_look(h);
	if (!quiet)
		return;
	if (prseen_look(h))
		hostevent_tell(h, CHANGE_SAID);
	host_summarize_soon(h);
}

static void
host_output(const void *data, size_t n, void *arg)
{
	struct host *h = arg;

	hostevidence_output(h);
	vt_feed(h->vt, data, n);
}

static void
host_settled(void *arg)
{
	struct host *h = arg;
	struct conn *c;
	int left;

	hostevidence_fed(h);
	prompt_look(h);
	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL)
			viewer_kick(c->viewer);
	hostlogs_kick(h);
	if (h->phase == HOST_UP)
		watch_stir(h->watch);
	else if (h->phase == HOST_DRAINING) {
		left = monotime_left(h->drain_until);
		loop_timer_start(h->drain_timer,
		    left < HOSTEND_QUIET_MS ? left : HOSTEND_QUIET_MS);
	}
}

static void
host_eof(void *arg)
{
	struct host *h = arg;

	if (h->phase == HOST_DRAINING)
		hostend_drained(h);
}

/* The worker has taken of its input. */
static void
host_room(void *arg)
{
	struct host *h = arg;
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry)
		conn_retry(c);
}

static void
host_drained(void *arg)
{
	hostsend_drained(arg);
}

static const struct pty_handler host_pty_handler = {
	.output = host_output,
	.settled = host_settled,
	.room = host_room,
	.drained = host_drained,
	.eof = host_eof,
};

static void
host_vt_reply(const void *data, size_t n, void *arg)
{
	struct host *h = arg;

	if (h->pty != NULL && pty_write(h->pty, data, n) != 0)
		log_debug("an answer of the terminal is dropped");
}

static void
host_note_modes(struct host *h)
{
	const struct modes *m = vt_modes(h->vt);
	struct conn *c;
	bool asked;

	asked = (m->flags & MODE_FOCUS) != 0;
	if (asked && !h->focus_asked) {
		/* It may be drawn for nobody: say so. */
		h->focus_asked = true;
		h->focused = true;
		host_tell_focus(h);
	}
	h->focus_asked = asked;
	if (m->flags & MODE_SYNC)
		return;
	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL)
			viewer_synced(c->viewer);
}

static void
host_vt_note(const struct term_note *note, void *arg)
{
	struct host *h = arg;

	hosttell_note(h, note);
	hostevidence_note(h, note);
	if (note->type == NOTE_TITLE || note->type == NOTE_RESET ||
	    note->type == NOTE_CWD || note->type == NOTE_PROGRESS)
		h->title_gen++;
	else if (note->type == NOTE_MODES)
		host_note_modes(h);
}

static const struct vt_callbacks host_vt_callbacks = {
	.reply = host_vt_reply,
	.note = host_vt_note,
};

int
host_input(struct host *h, const struct buf *b)
{
	if (!host_alive(h)) {
		errno = EIO;
		return -1;
	}
	watch_stir(h->watch);
	h->active = monotime_now();
	return pty_write(h->pty, b->data, b->len);
}

bool
host_alive(const struct host *h)
{
	return h->phase == HOST_UP;
}

void
host_tell_focus(struct host *h)
{
	struct buf bytes;
	struct conn *c;
	bool focused;

	focused = false;
	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL && viewer_focused(c->viewer))
			focused = true;
	if (focused == h->focused)
		return;
	h->focused = focused;
	if (!host_alive(h) || !(vt_modes(h->vt)->flags & MODE_FOCUS))
		return;
	buf_init(&bytes, 0);
	vtkey_focus(&bytes, vt_modes(h->vt), focused);
	pty_write(h->pty, bytes.data, bytes.len);
	buf_clear(&bytes);
}

/* The viewer that drives, or NULL. */
static struct viewer *
host_driver(struct host *h)
{
	struct conn *c;

	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL && viewer_drives(c->viewer))
			return c->viewer;
	return NULL;
}

void
host_apply_size(struct host *h)
{
	struct screen *s = vt_screen(h->vt);
	struct viewer *v;
	struct conn *c;
	unsigned rows, cols;
	int64_t since;

	if (!host_alive(h) || (v = host_driver(h)) == NULL)
		return;
	viewer_get_size(v, &rows, &cols);
	if (rows == screen_rows(s) && cols == screen_cols(s))
		return;
	/* A storm of sizes would reflow the history for each. */
	since = monotime_diff(h->resized, monotime_now());
	if (since < HOST_RESIZE_MS) {
		loop_timer_start(h->size_timer, HOST_RESIZE_MS - since);
		return;
	}
	h->resized = monotime_now();
	vt_resize(h->vt, rows, cols);
	pty_resize(h->pty, rows, cols);
	hostevent_tell(h, CHANGE_SIZE);
	TAILQ_FOREACH(c, &h->conns, entry)
		if (c->viewer != NULL)
			viewer_kick(c->viewer);
}

static void
host_size_fire(void *arg)
{
	host_apply_size(arg);
}

struct host *
host_create(struct loop *loop, struct reaper *reaper, struct boot *boot,
    void (*on_left)(void *), void *arg)
{
	struct host *h;

	h = xcalloc(1, sizeof(*h));
	h->loop = loop;
	h->reaper = reaper;
	h->boot = boot;
	h->on_left = on_left;
	h->arg = arg;
	h->job_dir = boot_job_dir(boot);
	h->socket = boot_socket(boot);
	h->summary = xstrdup("");
	h->changed_at = boot->started_at;
	said_init(&h->said);
	recap_init(h);
	hostevidence_init(h);
	h->listen_fd = -1;
	TAILQ_INIT(&h->conns);
	TAILQ_INIT(&h->sends);
	drive_init(&h->drive, boot->silent_ms);
	h->resized = monotime_add(monotime_now(), -HOST_RESIZE_MS);
	h->summarized = monotime_add(monotime_now(), -HOSTSUMMARY_EACH_MS);
	h->vt = vt_create(boot->rows, boot->cols, boot->scrollback,
	    &host_vt_callbacks, h);
	h->watch = watch_create(loop, host_look, h);
	h->summary_timer = loop_timer_create(loop, host_summary_fire, h);
	h->by_command = hostsummary_create(h);
	watch_set_eager(h->watch, h->evidence.adapter != NULL);
	h->size_timer = loop_timer_create(loop, host_size_fire, h);
	h->drain_timer = loop_timer_create(loop, hostend_drain_fire, h);
	h->save_timer = loop_timer_create(loop, hostend_save, h);
	h->leave_timer = loop_timer_create(loop, hostend_leave_fire, h);
	h->fate_timer = loop_timer_create(loop, hostend_fate_fire, h);
	hostevent_note(h);
	return h;
}

void
host_destroy(struct host *h)
{
	struct conn *c;

	if (h == NULL)
		return;
	h->phase = HOST_GONE;
	while ((c = TAILQ_FIRST(&h->conns)) != NULL)
		conn_destroy(c);
	hostsend_end(h);
	hostsend_clear(h);
	conn_unlisten(h);
	if (h->worker != 0)
		reaper_unwatch(h->reaper, h->worker);
	stop_destroy(h->stop);
	pty_close(h->pty);
	watch_destroy(h->watch);
	hostsummary_destroy(h->by_command);
	loop_timer_destroy(h->summary_timer);
	hostevidence_clear(h);
	hostevent_clear(h);
	loop_timer_destroy(h->size_timer);
	loop_timer_destroy(h->drain_timer);
	loop_timer_destroy(h->save_timer);
	loop_timer_destroy(h->leave_timer);
	loop_timer_destroy(h->fate_timer);
	lead_stop(h);
	vt_destroy(h->vt);
	drive_clear(&h->drive);
	jv_free(h->left);
	boot_free(h->boot);
	free(h->job_dir);
	free(h->socket);
	said_clear(&h->said);
	prseen_clear(&h->prseen);
	free(h->summary);
	free(h->reason);
	free(h->unsaved);
	free(h);
}

static pid_t
host_start_worker(struct host *h, char **cause)
{
	struct strv argv = { 0 }, env = { 0 };
	pid_t pid;

	hostenv_build(&env, h->boot, h->job_dir, h->socket);
	hosthooks_prepare(h, &argv, &env);
	pid = pty_start(h->pty, argv.v, env.v, h->boot->cwd, h->boot->umask,
	    cause);
	strv_clear(&argv);
	strv_clear(&env);
	return pid;
}

int
host_start(struct host *h, struct hostahead *ahead, char **cause)
{
	if (conn_listen(h, ahead, cause) != 0)
		return -1;
	h->pty = pty_open(h->loop, &ahead->pty, h->boot->rows, h->boot->cols,
	    &host_pty_handler, h, cause);
	if (h->pty == NULL)
		goto fail;
	if ((h->worker = host_start_worker(h, cause)) == -1) {
		h->worker = 0;
		goto fail;
	}
	reaper_watch(h->reaper, h->worker, hostend_worker, h);
	h->phase = HOST_UP;
	lead_start(h);
	watch_stir(h->watch);
	log_debug("started %s as %d", h->boot->argv.v[0], (int)h->worker);
	return 0;
fail:
	pty_close(h->pty);
	h->pty = NULL;
	conn_unlisten(h);
	return -1;
}

pid_t
host_worker(const struct host *h)
{
	return h->worker;
}

const char *
host_socket(const struct host *h)
{
	return h->socket;
}

void
host_adopt(struct host *h, struct peer *p)
{
	conn_adopt(h, p);
}

void
host_quit(struct host *h)
{
	h->quitting = true;
	if (h->phase >= HOST_ENDED)
		hostend_release(h);
	else
		hostend_stop(h, h->boot->grace_ms);
}

void
host_rebind(struct host *h)
{
	conn_rebind(h);
}
