/* SPDX-License-Identifier: ISC */
/* cmdconf: the settings, as commands read them. */

#include <stdbool.h>
#include <stdlib.h>

#include "base/jv.h"
#include "base/xmalloc.h"
#include "client/bind.h"
#include "cmd/cmd.h"
#include "cmd/cmdconf.h"
#include "cmd/super.h"
#include "conf/conf.h"
#include "conf/options.h"
#include "term/key.h"

static bool
is_key(const char *name)
{
	struct key key;

	return key_parse(name, &key) == 0;
}

struct conf *
cmdconf_load(const struct cmd_call *c, const char *dir)
{
	struct conf_place place;
	struct conf *conf;

	conf_place_init(&place, c->state);
	place.is_key = is_key;
	conf = conf_load(&place, dir);
	conf_place_clear(&place);
	return conf;
}

void
cmdconf_warn(const struct conf *conf)
{
	size_t i;

	for (i = 0; i < conf_errors(conf); i++)
		cmd_fail("%s", conf_error(conf, i));
}

void
cmdconf_check(const struct cmd_call *c, const char *dir)
{
	struct conf *conf = cmdconf_load(c, dir);

	cmdconf_warn(conf);
	conf_free(conf);
}

const char **
cmdconf_strings(const struct conf *conf, const char *name, size_t *n)
{
	const struct jv *list = conf_value(conf, name);
	const char **strings;
	size_t i;

	*n = jv_count(list);
	strings = xcalloc(*n + 1, sizeof *strings);
	for (i = 0; i < *n; i++)
		strings[i] = jv_string_at(list, i);
	return strings;
}

static void
say_error(const char *text, void *arg)
{
	(void)arg;
	cmd_fail("%s", text);
}

void
cmdconf_keys(const struct conf *conf, void (*error)(const char *, void *),
    void *arg)
{
	const char **rows;
	size_t n;

	rows = cmdconf_strings(conf, "keys", &n);
	if (n > 0)
		bind_configure(rows, n, error != NULL ? error : say_error, arg);
	free(rows);
}

int
cmdconf_stop_ms(const struct cmd_call *c, const char *dir)
{
	struct conf *conf = cmdconf_load(c, dir);
	int64_t grace = conf_int(conf, "stop.graceSeconds");

	conf_free(conf);
	return SUPER_REQUEST_MS + 1000 * (int)grace;
}

int
cmdconf_stop_most_ms(void)
{
	return SUPER_REQUEST_MS +
	    1000 * (int)options_find("stop.graceSeconds")->max;
}
