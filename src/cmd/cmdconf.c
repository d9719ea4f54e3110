/* SPDX-License-Identifier: ISC */
/* cmdconf: the settings, as commands read them. */

#include <stdbool.h>
#include <stdlib.h>

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
