/* SPDX-License-Identifier: ISC */
/* starting: executes the hosts of sessions, the first time and again, and
 * clears away what is left of the last one; what becomes of that it tells by
 * events. */

#include <errno.h>
#include <signal.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "supervisor/action.h"
#include "supervisor/dispatch.h"
#include "supervisor/ending.h"
#include "supervisor/hostlink.h"
#include "supervisor/respawn.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/spare.h"
#include "supervisor/starting.h"
#include "supervisor/store.h"
#include "supervisor/supervisor_internal.h"
#include "wire/peer.h"

static void
on_booted(struct dispatch *d, const char *error, pid_t worker, void *arg)
{
	struct session *s = arg;
	struct jv *v;
	char *path;

	s->host = *dispatch_host(d);
	s->ready = error == NULL ? dispatch_take(d) : NULL;
	dispatch_destroy(d);
	s->boot = NULL;
	if (error != NULL) {
		action_event(s, LIFE_EV_REFUSED, error);
		return;
	}
	spare_prepare(s->sup->spare);
	path = supervisor_host_path(s->sup, s->id);
	v = jv_object();
	jv_set_int(v, "pid", worker);
	jv_set_int(v, "hostPid", s->host.pid);
	jv_set_string(v, "socket", path);
	session_merge(s, v);
	jv_free(v);
	free(path);
	action_event(s, LIFE_EV_READY, NULL);
	peer_destroy(s->ready);
	s->ready = NULL;
}

/* A host without its boot message has no session: so it is executed first, and
 * booted when it is on record. */
void
starting_execute(struct session *s, const struct jv *boot)
{
	struct supervisor *sup = s->sup;
	char *cause = NULL;

	s->boot = spare_take(sup->spare, &cause);
	if (s->boot != NULL) {
		s->host = *dispatch_host(s->boot);
		if (store_save(sup->store, s, false) == 0 &&
		    dispatch_boot(s->boot, boot, on_booted, s, &cause) == 0)
			return;
		if (cause == NULL)
			cause = xasprintf("cannot write its record: %s",
			    strerror(errno));
	}
	action_event(s, LIFE_EV_REFUSED, cause);
	free(cause);
}

/* Host first: it would write down the end of its worker. */
void
starting_kill(struct session *s)
{
	dispatch_destroy(s->boot);
	s->boot = NULL;
	hostlink_destroy(s->link);
	s->link = NULL;
	if (s->host.pid > 0)
		procid_kill(&s->host, SIGKILL);
	ending_create(s->sup->loop, &s->worker, 0, NULL, NULL);
}

/* What may still run of the last worker. One that is on record as ended leaves
 * its host, which may still have to show that to viewers, and goes by itself.
 */
static void
clear_away(struct session *s)
{
	struct jv *ended = store_exit(s->sup->store, s->id);

	if (ended == NULL) {
		starting_kill(s);
	} else {
		hostlink_release(s->link, true);
		s->link = NULL;
		if (s->ending != NULL)
			ending_create(s->sup->loop, &s->worker, 0, NULL, NULL);
	}
	ending_destroy(s->ending);
	s->ending = NULL;
	jv_free(ended);
}

struct jv *
starting_again(struct session *s, char **cause)
{
	struct jv *boot = s->next;

	clear_away(s);
	s->next = NULL;
	s->booted_with = 0;
	if (boot == NULL)
		boot = respawn_boot(s->sup, s, NULL, cause);
	if (boot == NULL)
		return NULL;
	store_forget_exit(s->sup->store, s->id);
	session_restart(s, jv_get_array(boot, "argv"),
	    jv_string(boot, "reason"));
	return boot;
}
