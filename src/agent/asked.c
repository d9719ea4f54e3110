/* SPDX-License-Identifier: ISC */
/* asked: options of an agent's start, to JSON and back. */

#include "agent/asked.h"
#include "base/jv.h"
#include "base/xmalloc.h"

static const struct {
	const char *name;
	bool value;
} asked_rows[ADAPTER_NOPTIONS] = {
	[ADAPTER_OPT_NAME] = { "name", true },
	[ADAPTER_OPT_MODEL] = { "model", true },
	[ADAPTER_OPT_FALLBACK_MODEL] = { "fallbackModel", true },
	[ADAPTER_OPT_EFFORT] = { "effort", true },
	[ADAPTER_OPT_PERMISSION_MODE] = { "permissionMode", true },
	[ADAPTER_OPT_AGENT] = { "agent", true },
	[ADAPTER_OPT_ADD_DIR] = { "addDir", true },
	[ADAPTER_OPT_TMP_DIR] = { "tmpDir", true },
	[ADAPTER_OPT_SETTINGS] = { "settings", true },
	[ADAPTER_OPT_PLUGIN_DIR] = { "pluginDir", true },
	[ADAPTER_OPT_MCP_CONFIG] = { "mcpConfig", true },
	[ADAPTER_OPT_STRICT_MCP_CONFIG] = { "strictMcpConfig", false },
	[ADAPTER_OPT_ALLOW_DANGEROUS] = { "allowDangerous", false },
	[ADAPTER_OPT_DANGEROUS] = { "dangerous", false },
};

const char *
asked_name(enum adapter_option option)
{
	return asked_rows[option].name;
}

void
asked_put(struct jv *list, enum adapter_option option, const char *value)
{
	char *one;

	if (value == NULL) {
		jv_append_string(list, asked_rows[option].name);
		return;
	}
	one = xasprintf("%s=%s", asked_rows[option].name, value);
	jv_append_string(list, one);
	free(one);
}

static char *
read_one(const char *one, struct launch_option *out)
{
	const char *name = one == NULL ? "" : one, *value = strchr(name, '=');
	size_t n = value == NULL ? strlen(name) : (size_t)(value - name), i;

	if (value != NULL)
		value++;
	for (i = 0; i < nitems(asked_rows); i++)
		if (strlen(asked_rows[i].name) == n &&
		    memcmp(name, asked_rows[i].name, n) == 0)
			break;
	if (i == nitems(asked_rows))
		return xstrdup("an option of the agent is not known");
	if (asked_rows[i].value != (value != NULL) ||
	    (value != NULL &&
		(*value == '\0' || strlen(value) > ASKED_VALUE_MAX)))
		return xasprintf("the agent's option %s is broken",
		    asked_rows[i].name);
	out->option = (enum adapter_option)i;
	out->value = value;
	return NULL;
}

int
asked_read(const struct jv *list, struct asked *a, char **cause)
{
	size_t i;

	*cause = NULL;
	a->n = 0;
	if (list == NULL)
		return 0;
	if (jv_type(list) != JV_ARRAY || jv_count(list) > ASKED_MAX)
		*cause =
		    xasprintf("more than %d options of the agent", ASKED_MAX);
	for (i = 0; *cause == NULL && i < jv_count(list); i++) {
		*cause = read_one(jv_string_at(list, i), &a->v[i]);
		a->n = i + 1;
	}
	if (*cause == NULL)
		return 0;
	a->n = 0;
	return -1;
}

const char *
asked_get(const struct asked *a, enum adapter_option option)
{
	size_t i;

	for (i = a->n; i > 0; i--)
		if (a->v[i - 1].option == option)
			return a->v[i - 1].value;
	return NULL;
}
