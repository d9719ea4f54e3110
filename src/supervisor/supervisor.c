/* SPDX-License-Identifier: ISC */
/* supervisor: owns all that the supervisor has, from the loop to the listening
 * socket; what happens to a session is action's business. */

#include <sys/stat.h>

#include <errno.h>
#include <signal.h>

#include "base/helpers.h"
#include "base/jv.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/monotime.h"
#include "base/path.h"
#include "base/reaper.h"
#include "base/sock.h"
#include "base/xmalloc.h"
#include "supervisor/action.h"
#include "supervisor/adopt.h"
#include "supervisor/agentsock.h"
#include "supervisor/bus.h"
#include "supervisor/control.h"
#include "supervisor/envstore.h"
#include "supervisor/hostlink.h"
#include "supervisor/namer.h"
#include "supervisor/queue.h"
#include "supervisor/registry.h"
#include "supervisor/replies.h"
#include "supervisor/rest.h"
#include "supervisor/roster.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/settings.h"
#include "supervisor/spare.h"
#include "supervisor/store.h"
#include "supervisor/supervisor.h"
#include "supervisor/supervisor_internal.h"
#include "supervisor/viewfile.h"

#define FAREWELL_MS 1000 /* for answers that are on their way */
#define ACCEPT_MS   1000 /* until accepting is tried again */
#define ACCEPTS_MAX 16	 /* in one turn */

static void
on_client_message(struct subscriber *client, const struct msg *msg, void *arg)
{
	control_message(arg, client, msg);
}

static void
on_clients_changed(void *arg)
{
	supervisor_changed(arg);
}

static void
on_accept(int fd, unsigned events, void *arg)
{
	struct supervisor *sup = arg;
	int i, client;

	(void)events;
	for (i = 0; i < ACCEPTS_MAX; i++) {
		if ((client = sock_accept(fd)) != -1) {
			bus_accept(sup->bus, client);
			continue;
		}
		if (errno == EINTR || errno == ECONNABORTED)
			continue;
		if (errno != EAGAIN && errno != EWOULDBLOCK) {
			/* Out of descriptors: it would come again at once. */
			log_warn("accept");
			loop_fd_set(sup->listen, 0);
			loop_timer_start(sup->accept_again, ACCEPT_MS);
		}
		return;
	}
}

static void
on_accept_again(void *arg)
{
	struct supervisor *sup = arg;

	if (sup->listen != NULL)
		loop_fd_set(sup->listen, LOOP_READ);
}

static int
start_listening(struct supervisor *sup, char **cause)
{
	struct stat st;

	if ((sup->listen_fd = sock_listen(sup->socket, cause)) == -1)
		return -1;
	sup->listen =
	    loop_fd_add(sup->loop, sup->listen_fd, LOOP_READ, on_accept, sup);
	if (lstat(sup->socket, &st) == 0) {
		sup->socket_dev = st.st_dev;
		sup->socket_ino = st.st_ino;
	}
	return 0;
}

/* Whether the path still leads to the socket that we listen on. */
static bool
is_bound(const struct supervisor *sup)
{
	struct stat st;

	return sup->listen_fd != -1 && lstat(sup->socket, &st) == 0 &&
	    S_ISSOCK(st.st_mode) && st.st_dev == sup->socket_dev &&
	    st.st_ino == sup->socket_ino;
}

static void
stop_listening(struct supervisor *sup)
{
	if (sup->listen_fd == -1)
		return;
	loop_fd_remove(sup->listen);
	close(sup->listen_fd);
	sup->listen = NULL;
	sup->listen_fd = -1;
}

/* The socket's file has gone (a cleaned /tmp): bind it again. Those of the
 * hosts, who have had no client to tell them, have gone with it. */
static void
bind_again(struct supervisor *sup)
{
	char *cause = NULL, *dir;
	struct session *s;

	if (sup->ended || is_bound(sup))
		return;
	dir = path_join(sup->runtime, "h");
	stop_listening(sup);
	if (path_private_dir(sup->runtime, &cause) != 0 ||
	    path_private_dir(dir, &cause) != 0 ||
	    start_listening(sup, &cause) != 0)
		log_errorx("%s", cause);
	else
		log_info("bound %s again", sup->socket);
	free(cause);
	free(dir);
	for (s = registry_first(sup->registry); s != NULL; s = registry_next(s))
		hostlink_call_back(s->link);
}

static void
on_signal(int signo, void *arg)
{
	struct supervisor *sup = arg;

	log_info("signal %d", signo);
	if (signo == SIGUSR1)
		bind_again(sup);
	else if (signo == SIGHUP)
		settings_reload(sup->settings);
	else
		supervisor_end(sup, true);
}

/* Nobody has needed it for the whole time. */
static void
on_idle(void *arg)
{
	log_info("idle");
	supervisor_end(arg, true);
}

static void
on_end(void *arg)
{
	struct supervisor *sup = arg;

	loop_stop(sup->loop);
}

/* Finished jobs' screens go with the supervisor that was told to stop all. */
static void
release_hosts(struct supervisor *sup)
{
	struct session *s;

	for (s = registry_first(sup->registry); s != NULL;
	     s = registry_next(s)) {
		if (s->life != LIFE_DOWN || s->link == NULL)
			continue;
		hostlink_release(s->link, false);
		s->link = NULL;
	}
}

/* First the socket goes, so that who is told of the end and connects anew
 * starts the next one, which waits for our lock. */
static void
farewell(struct supervisor *sup)
{
	if (sup->ended)
		return;
	sup->ended = true;
	log_info("ending");
	if (unlink(sup->socket) != 0 && errno != ENOENT)
		log_warn("%s", sup->socket);
	stop_listening(sup);
	bus_answer_end(sup->bus, sup->stopped);
	bus_finish(sup->bus, FAREWELL_MS);
	loop_timer_start(sup->end,
	    bus_count(sup->bus) == 0 ? 0 : 2 * FAREWELL_MS);
}

void
supervisor_end(struct supervisor *sup, bool keep)
{
	struct session *s, *next;

	if (keep) {
		sup->ending = true;
		farewell(sup);
		return;
	}
	if (!sup->ending) {
		sup->ending = true;
		for (s = registry_first(sup->registry); s != NULL; s = next) {
			next = registry_next(s);
			if (!session_is_live(s) && s->life != LIFE_QUEUED)
				continue;
			sup->stopped++;
			action_event(s, LIFE_EV_STOP, NULL);
		}
	}
	supervisor_changed(sup);
}

void
supervisor_changed(struct supervisor *sup)
{
	size_t live;

	if (sup->ended) {
		if (bus_count(sup->bus) == 0)
			loop_timer_start(sup->end, 0);
		return;
	}
	queue_changed(sup->queue);
	live = registry_live(sup->registry);
	if (sup->ending && live == 0) {
		release_hosts(sup);
		bus_tell(sup->bus, "ending", NULL);
		farewell(sup);
	} else if (live > 0 || bus_count(sup->bus) > 0)
		loop_timer_stop(sup->idle);
	else if (!loop_timer_running(sup->idle))
		loop_timer_start(sup->idle, settings_idle_ms(sup->settings));
}

void
supervisor_settings(struct supervisor *sup)
{
	rest_settings(sup->rest);
	queue_changed(sup->queue);
	loop_timer_stop(sup->idle);
	supervisor_changed(sup);
}

char *
supervisor_host_path(const struct supervisor *sup, const char *id)
{
	return xasprintf("%s/h/%s", sup->runtime, id);
}

static void
add_signals(struct supervisor *sup)
{
	static const int signos[nitems(sup->signals)] = { SIGTERM, SIGINT,
		SIGHUP, SIGUSR1 };
	size_t i;

	signal(SIGPIPE, SIG_IGN);
	for (i = 0; i < nitems(sup->signals); i++)
		sup->signals[i] =
		    loop_signal_add(sup->loop, signos[i], on_signal, sup);
}

struct supervisor *
supervisor_create(const char *state, const char *runtime, int log_level,
    char **cause)
{
	static const struct bus_handler handler = {
		.message = on_client_message,
		.changed = on_clients_changed,
	};
	struct supervisor *sup = xcalloc(1, sizeof *sup);

	sup->listen_fd = -1;
	sup->state = xstrdup(state);
	sup->runtime = xstrdup(runtime);
	sup->socket = path_join(runtime, "s");
	sup->program = path_program("bgmux-host");
	sup->log_level = log_level;
	sup->started_at = wall_ms();
	sup->loop = loop_create();
	sup->reaper = reaper_create(sup->loop);
	sup->registry = registry_create();
	sup->roster = roster_create(state, sup->registry, sup->loop);
	sup->bus = bus_create(sup->loop, &handler, sup);
	sup->idle = loop_timer_create(sup->loop, on_idle, sup);
	sup->end = loop_timer_create(sup->loop, on_end, sup);
	sup->accept_again = loop_timer_create(sup->loop, on_accept_again, sup);
	sup->settings = settings_create(sup);
	sup->viewfile = viewfile_create(state);
	add_signals(sup);
	if ((sup->store = store_create(state, cause)) == NULL)
		goto fail;
	sup->spare =
	    spare_create(sup->loop, sup->program, sup->runtime, sup->store);
	sup->envstore = envstore_create(runtime, NULL);
	store_keep_trying(sup->store, sup->loop, sup->registry, sup->runtime);
	sup->rest = rest_create(sup);
	sup->queue = queue_create(sup);
	sup->namer = namer_create(sup);
	sup->notifiers = helpers_create(sup->loop, sup->reaper);
	sup->adopt = adopt_create(sup);
	if (start_listening(sup, cause) != 0)
		goto fail;
	/* Who has us started is likely to start a session. */
	spare_begin(sup->spare);
	supervisor_changed(sup);
	return sup;
fail:
	supervisor_destroy(sup);
	return NULL;
}

static void
destroy_sessions(struct supervisor *sup)
{
	struct session *s;

	for (s = registry_first(sup->registry); s != NULL;
	     s = registry_next(s)) {
		action_detach(s);
		replies_close(s);
	}
}

void
supervisor_destroy(struct supervisor *sup)
{
	size_t i;

	if (sup == NULL)
		return;
	stop_listening(sup);
	if (sup->ended && registry_live(sup->registry) == 0)
		agentsock_remove(sup->runtime);
	adopt_destroy(sup->adopt);
	store_settle(sup->store);
	destroy_sessions(sup);
	rest_destroy(sup->rest);
	queue_destroy(sup->queue);
	namer_destroy(sup->namer);
	helpers_destroy(sup->notifiers);
	spare_destroy(sup->spare);
	roster_destroy(sup->roster);
	bus_destroy(sup->bus);
	jv_free(sup->missed);
	settings_destroy(sup->settings);
	viewfile_destroy(sup->viewfile);
	registry_destroy(sup->registry);
	store_destroy(sup->store);
	envstore_destroy(sup->envstore);
	loop_timer_destroy(sup->idle);
	loop_timer_destroy(sup->end);
	loop_timer_destroy(sup->accept_again);
	for (i = 0; i < nitems(sup->signals); i++)
		loop_signal_remove(sup->signals[i]);
	reaper_destroy(sup->reaper);
	loop_destroy(sup->loop);
	free(sup->state);
	free(sup->runtime);
	free(sup->socket);
	free(sup->program);
	free(sup);
}

void
supervisor_run(struct supervisor *sup)
{
	loop_run(sup->loop);
}
