/* SPDX-License-Identifier: ISC */
/* change: what people change of a session: its name, tags, pin, archive and
 * place in the order. */

#include <errno.h>

#include "base/jv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "supervisor/awaiting.h"
#include "supervisor/bus.h"
#include "supervisor/change.h"
#include "supervisor/hostlink.h"
#include "supervisor/naming.h"
#include "supervisor/registry.h"
#include "supervisor/roster.h"
#include "supervisor/session.h"
#include "supervisor/session_internal.h"
#include "supervisor/store.h"
#include "supervisor/supervisor_internal.h"

#define TAG_MAX 32 /* bytes */

bool
change_is_tag(const char *tag)
{
	size_t n;

	if (tag == NULL)
		return false;
	n = strspn(tag,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789_.-");
	return n >= 1 && n <= TAG_MAX && tag[n] == '\0';
}

static bool
has(const struct jv *list, const char *tag)
{
	size_t i;

	for (i = 0; i < jv_count(list); i++)
		if (strcmp(jv_string_at(list, i), tag) == 0)
			return true;
	return false;
}

/* Add those of a list that are not there. */
static int
add_tags(struct jv *to, const struct jv *list, char **cause)
{
	const char *tag;
	char *shown;
	size_t i;

	for (i = 0; i < jv_count(list); i++) {
		tag = jv_string_at(list, i);
		if (!change_is_tag(tag)) {
			shown = utf8_clean(tag != NULL ? tag : "",
			    tag != NULL ? strlen(tag) : 0, 80);
			*cause = xasprintf("'%s' is no tag: 1 to %d letters, "
					   "digits and ._-",
			    shown, TAG_MAX);
			free(shown);
			return -1;
		}
		if (!has(to, tag))
			jv_append_string(to, tag);
	}
	if (jv_count(to) <= CHANGE_TAGS_MAX)
		return 0;
	*cause = xasprintf("more than %d tags", CHANGE_TAGS_MAX);
	return -1;
}

struct jv *
change_tags(const struct jv *list, char **cause)
{
	struct jv *tags = jv_array();

	if (add_tags(tags, list, cause) == 0)
		return tags;
	jv_free(tags);
	return NULL;
}

/* Those of the session without some and with others. */
static struct jv *
new_tags(const struct session *s, const struct jv *set, char **cause)
{
	const struct jv *old = jv_get_array(s->fields, "tags");
	const struct jv *gone = jv_get_array(set, "tagsRemove");
	struct jv *tags = jv_array();
	size_t i;

	for (i = 0; i < jv_count(gone); i++)
		if (jv_string_at(gone, i) == NULL) {
			*cause = xstrdup("what is no word is no tag");
			jv_free(tags);
			return NULL;
		}
	for (i = 0; i < jv_count(old); i++)
		if (!has(gone, jv_string_at(old, i)))
			jv_append_string(tags, jv_string_at(old, i));
	if (add_tags(tags, jv_get_array(set, "tagsAdd"), cause) == 0)
		return tags;
	jv_free(tags);
	return NULL;
}

static void
set_flag(struct session *s, const struct jv *set, const char *key)
{
	bool on = jv_bool(s->fields, key, false);

	if (jv_bool(set, key, on))
		jv_set_bool(s->fields, key, true);
	else
		jv_unset(s->fields, key);
}

/* *name is NULL if none is given. */
static int
new_name(struct registry *reg, const struct session *s, const struct jv *set,
    char **name, char **cause)
{
	const char *given = jv_string(set, "name");
	char *clean;

	*name = NULL;
	if (given == NULL)
		return 0;
	if ((clean = naming_given(given, cause)) == NULL)
		return -1;
	*name = registry_unique_name(reg, clean, s);
	free(clean);
	return 0;
}

int
change_fields(struct registry *reg, struct session *s, const struct jv *set,
    char **cause)
{
	struct jv *tags;
	char *name, *was, *is;
	int r;

	if (new_name(reg, s, set, &name, cause) != 0)
		return -1;
	if ((tags = new_tags(s, set, cause)) == NULL) {
		free(name);
		return -1;
	}
	was = jv_text(s->fields, false);
	jv_set_string(s->fields, "name", name);
	set_flag(s, set, "pinned");
	set_flag(s, set, "archived");
	if (jv_count(tags) > 0)
		jv_set(s->fields, "tags", tags);
	else {
		jv_unset(s->fields, "tags");
		jv_free(tags);
	}
	is = jv_text(s->fields, false);
	r = strcmp(was, is) != 0;
	free(was);
	free(is);
	free(name);
	return r;
}

static int
unwritten(const char *what, char **cause)
{
	*cause = xasprintf("cannot write %s: %s", what, strerror(errno));
	return -1;
}

static void
tell(struct supervisor *sup, struct session *s)
{
	if (!session_is_shown(s))
		return;
	bus_tell(sup->bus, "state", s);
	awaiting_follow(s, false);
}

/* The answer says that it is on record, so the order is written at once as
 * well; where that fails a pin still holds. */
int
change_session(struct supervisor *sup, struct session *s, const struct jv *set,
    char **cause)
{
	struct jv *old = jv_copy(s->fields);
	bool pinned = session_is_pinned(s);
	int r;

	r = change_fields(sup->registry, s, set, cause);
	if (r == 1 && store_save(sup->store, s, true) != 0) {
		r = unwritten("its record", cause);
		jv_free(s->fields);
		s->fields = old;
		return r;
	}
	jv_free(old);
	if (r != 1)
		return r;
	if (session_is_pinned(s) != pinned) {
		registry_replace(sup->registry, s);
		(void)roster_save(sup->roster);
	}
	if (s->link != NULL)
		hostlink_rename(s->link, session_string(s, "name"));
	tell(sup, s);
	return 0;
}

int
change_place(struct supervisor *sup, struct session *s, const struct jv *body,
    char **cause)
{
	const char *id = jv_string(body, "before"), *to = jv_string(body, "to");
	struct session *before = NULL;

	if (id != NULL &&
	    (!session_is_id(id) ||
		(before = registry_get(sup->registry, id)) == NULL)) {
		*cause = xasprintf("no session matching '%.40s'", id);
		return -1;
	}
	if (id == NULL &&
	    (to == NULL ||
		(strcmp(to, "first") != 0 && strcmp(to, "last") != 0))) {
		*cause = xstrdup("it is not said where to");
		return -1;
	}
	if (registry_move(sup->registry, s, before,
		to != NULL && strcmp(to, "first") == 0) != 0) {
		*cause = xstrdup("pinned sessions stay in front of the others");
		return -1;
	}
	if (roster_save(sup->roster) != 0)
		return unwritten("the order", cause);
	bus_tell(sup->bus, "moved", s);
	return 0;
}
