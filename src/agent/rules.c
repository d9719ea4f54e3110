/* SPDX-License-Identifier: ISC */
/* rules: reads rules and judges a screen by them; what a verdict is worth
 * beside other evidence is for evidence. */

#include "agent/member.h"
#include "agent/pattern.h"
#include "agent/promptline.h"
#include "agent/rules.h"
#include "base/jv.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

struct condition {
	struct pattern *pattern; /* owned */
	size_t region;		 /* index */
};

struct conditions {
	struct condition v[RULES_PATTERNS];
	size_t n;
};

enum prompt_wish {
	PROMPT_ANY,   /* no condition */
	PROMPT_EMPTY, /* there is one, and nothing is typed */
	PROMPT_SEEN,  /* there is one */
};

struct rule {
	char *name; /* owned */
	bool keep;
	enum agent_state state;
	const char *waiting_for; /* may be NULL */
	char *dialog;		 /* owned, may be NULL */
	int priority;
	size_t region; /* index */
	struct conditions all, any, none;
	enum prompt_wish prompt;
	struct condition message; /* pattern may be NULL */
	bool last;		  /* of several matches, the last one's */
};

struct rules {
	struct rule *v; /* owned */
	size_t n;
	struct region regions[RULES_REGIONS];
	size_t nregions;
};

/* One look at a screen: each region's text is made once. */
struct look {
	const struct rules *rules;
	const struct shown_screen *screen;
	const struct promptline *prompts;
	char *texts[RULES_REGIONS]; /* owned, NULL: not yet */
	struct promptline_seen prompt;
	bool prompted;
};

/* The index of a region, which is added if it is new. */
static char *
add_region(struct rules *rules, const struct region *r, size_t *index)
{
	size_t i;

	for (i = 0; i < rules->nregions; i++)
		if (rules->regions[i].kind == r->kind &&
		    rules->regions[i].n == r->n) {
			*index = i;
			return NULL;
		}
	if (i == RULES_REGIONS)
		return xasprintf(": there are more than %d regions",
		    RULES_REGIONS);
	rules->regions[i] = *r;
	rules->nregions++;
	*index = i;
	return NULL;
}

/* A string, or {"re": ..., "in": ...} or {"text": ..., "in": ...}. */
static char *
parse_condition(struct rules *rules, const struct jv *v, size_t region,
    struct condition *out)
{
	static const char *const names[] = { "re", "text", "in" };
	struct region r = rules->regions[region];
	const char *s = jv_as_string(v);
	char *why = NULL, *text = NULL, *bad = NULL;

	out->region = region;
	if (s == NULL) {
		why = member_only(v, names, nitems(names));
		if (why == NULL)
			why = member_region(v, "in", &r);
		if (why == NULL)
			why = add_region(rules, &r, &out->region);
		if (why == NULL)
			why = member_re(v, "re", false, &out->pattern);
		if (why == NULL && out->pattern != NULL)
			return NULL;
		if (why == NULL)
			why = member_text(v, "text", true, &text);
		if (why != NULL)
			return why;
		s = text;
	}
	out->pattern = pattern_create(s, true, &bad);
	if (out->pattern == NULL)
		why = xasprintf(": %s", bad);
	free(bad);
	free(text);
	return why;
}

static char *
parse_conditions(struct rules *rules, const struct jv *v, const char *key,
    size_t region, struct conditions *out)
{
	struct jv *list = jv_get(v, key);
	char *why = NULL;
	size_t i;

	if (list == NULL)
		return NULL;
	if (jv_type(list) != JV_ARRAY)
		return xasprintf(".%s: is no array", key);
	if (jv_count(list) == 0 || jv_count(list) > RULES_PATTERNS)
		return xasprintf(".%s: has %zu patterns, not 1 to %d", key,
		    jv_count(list), RULES_PATTERNS);
	for (i = 0; i < jv_count(list) && why == NULL; i++) {
		out->n = i + 1;
		why =
		    parse_condition(rules, jv_at(list, i), region, &out->v[i]);
		why = member_in(why, ".%s[%zu]", key, i);
	}
	return why;
}

static char *
parse_state(const struct jv *v, struct rule *rule)
{
	char *why, *state = NULL, *waiting = NULL;

	rule->state = AGENT_NONE;
	why = member_flag(v, "keep", &rule->keep);
	if (why == NULL)
		why = member_text(v, "state", !rule->keep, &state);
	if (why == NULL)
		why = member_text(v, "waitingFor", false, &waiting);
	if (why == NULL && state != NULL) {
		rule->state = agent_state_find(state);
		if (rule->state == AGENT_NONE)
			why =
			    xasprintf(".state: there is no state '%s'", state);
		else if (rule->keep)
			why = xstrdup(".state: a rule that keeps has none");
	}
	if (why == NULL && waiting != NULL) {
		rule->waiting_for = agent_waiting_find(waiting);
		if (rule->waiting_for == NULL)
			why =
			    xasprintf(".waitingFor: there is no '%s'", waiting);
		else if (rule->state != AGENT_BLOCKED)
			why = xstrdup(".waitingFor: only what is blocked "
				      "waits");
	}
	if (rule->state == AGENT_BLOCKED && rule->waiting_for == NULL)
		rule->waiting_for = agent_waiting_find("input needed");
	free(state);
	free(waiting);
	return why;
}

static char *
parse_prompt(const struct jv *v, struct rule *rule)
{
	char *why, *wish = NULL;

	why = member_text(v, "prompt", false, &wish);
	if (wish == NULL)
		return why;
	if (strcmp(wish, "empty") == 0)
		rule->prompt = PROMPT_EMPTY;
	else if (strcmp(wish, "seen") == 0)
		rule->prompt = PROMPT_SEEN;
	else
		why = xstrdup(".prompt: is neither empty nor seen");
	free(wish);
	return why;
}

static char *
parse_message(struct rules *rules, const struct jv *v, struct rule *rule)
{
	static const char *const names[] = { "region", "re", "last" };
	struct jv *message = jv_get(v, "message");
	struct region r = rules->regions[rule->region];
	char *why;

	if (message == NULL)
		return NULL;
	why = member_only(message, names, nitems(names));
	if (why == NULL)
		why = member_region(message, "region", &r);
	if (why == NULL)
		why = add_region(rules, &r, &rule->message.region);
	if (why == NULL)
		why = member_re(message, "re", true, &rule->message.pattern);
	if (why == NULL)
		why = member_flag(message, "last", &rule->last);
	return member_in(why, ".message");
}

static char *
parse_rule(struct rules *rules, const struct jv *v, struct rule *rule)
{
	static const char *const names[] = { "name", "state", "waitingFor",
		"region", "all", "any", "not", "prompt", "priority", "keep",
		"message", "dialog" };
	struct region r = { REGION_WHOLE, 0 };
	char *why;

	why = member_only(v, names, nitems(names));
	if (why == NULL)
		why = member_text(v, "name", true, &rule->name);
	if (why == NULL)
		why = parse_state(v, rule);
	if (why == NULL)
		why = member_region(v, "region", &r);
	if (why == NULL)
		why = add_region(rules, &r, &rule->region);
	if (why == NULL)
		why =
		    parse_conditions(rules, v, "all", rule->region, &rule->all);
	if (why == NULL)
		why =
		    parse_conditions(rules, v, "any", rule->region, &rule->any);
	if (why == NULL)
		why = parse_conditions(rules, v, "not", rule->region,
		    &rule->none);
	if (why == NULL)
		why = parse_prompt(v, rule);
	if (why == NULL && rule->all.n == 0 && rule->any.n == 0 &&
	    rule->none.n == 0 && rule->prompt == PROMPT_ANY)
		why = xstrdup(": has no all, any, not or prompt");
	if (why == NULL)
		why = member_int(v, "priority", -1000, 1000, &rule->priority);
	if (why == NULL)
		why = parse_message(rules, v, rule);
	if (why == NULL)
		why = member_text(v, "dialog", false, &rule->dialog);
	return why;
}

static char *
check_names(const struct rules *rules)
{
	size_t i, j;

	for (i = 0; i < rules->n; i++)
		for (j = 0; j < i; j++)
			if (strcmp(rules->v[i].name, rules->v[j].name) == 0)
				return xasprintf("[%zu].name: '%s' is that of "
						 "rule %zu",
				    i, rules->v[i].name, j);
	return NULL;
}

struct rules *
rules_parse(const struct jv *v, char **why)
{
	struct rules *rules;
	size_t i, n = jv_count(v);

	*why = NULL;
	if (jv_type(v) != JV_ARRAY)
		*why = xstrdup(": is no array");
	else if (n > RULES_MAX)
		*why = xasprintf(": has %zu rules, more than %d", n, RULES_MAX);
	if (*why != NULL)
		return NULL;
	rules = xcalloc(1, sizeof *rules);
	rules->v = xcalloc(n == 0 ? 1 : n, sizeof *rules->v);
	for (i = 0; i < n && *why == NULL; i++) {
		rules->n = i + 1;
		*why = member_in(parse_rule(rules, jv_at(v, i), &rules->v[i]),
		    "[%zu]", i);
	}
	if (*why == NULL)
		*why = check_names(rules);
	if (*why == NULL)
		return rules;
	rules_destroy(rules);
	return NULL;
}

static void
clear_conditions(struct conditions *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		pattern_destroy(c->v[i].pattern);
}

void
rules_destroy(struct rules *rules)
{
	struct rule *rule;
	size_t i;

	if (rules == NULL)
		return;
	for (i = 0; i < rules->n; i++) {
		rule = &rules->v[i];
		free(rule->name);
		free(rule->dialog);
		clear_conditions(&rule->all);
		clear_conditions(&rule->any);
		clear_conditions(&rule->none);
		pattern_destroy(rule->message.pattern);
	}
	free(rules->v);
	free(rules);
}

const char *
rules_find_lost(const struct rules *rules, bool (*has)(const char *, void *),
    void *arg, size_t *index)
{
	size_t i;

	for (i = 0; i < rules->n; i++)
		if (rules->v[i].dialog != NULL &&
		    !has(rules->v[i].dialog, arg)) {
			*index = i;
			return rules->v[i].dialog;
		}
	return NULL;
}

static const char *
look_text(struct look *l, size_t region)
{
	if (l->texts[region] == NULL)
		l->texts[region] =
		    region_text(l->screen, &l->rules->regions[region]);
	return l->texts[region];
}

static bool
look_matches(struct look *l, const struct condition *c)
{
	struct pattern_span groups[PATTERN_GROUPS];

	return pattern_match(c->pattern, look_text(l, c->region), groups);
}

static bool
look_prompt(struct look *l, enum prompt_wish wish)
{
	if (wish == PROMPT_ANY)
		return true;
	if (!l->prompted)
		promptline_find(l->prompts, l->screen, &l->prompt);
	l->prompted = true;
	return l->prompt.found && (wish == PROMPT_SEEN || l->prompt.empty);
}

static bool
look_rule(struct look *l, const struct rule *rule)
{
	size_t i;

	for (i = 0; i < rule->all.n; i++)
		if (!look_matches(l, &rule->all.v[i]))
			return false;
	for (i = 0; i < rule->none.n; i++)
		if (look_matches(l, &rule->none.v[i]))
			return false;
	for (i = 0; i < rule->any.n; i++)
		if (look_matches(l, &rule->any.v[i]))
			break;
	if (rule->any.n > 0 && i == rule->any.n)
		return false;
	return look_prompt(l, rule->prompt);
}

static void
look_start(struct look *l, const struct rules *rules,
    const struct promptline *prompts, const struct shown_screen *s)
{
	memset(l, 0, sizeof *l);
	l->rules = rules;
	l->prompts = prompts;
	l->screen = s;
}

static void
look_end(struct look *l)
{
	size_t i;

	for (i = 0; i < nitems(l->texts); i++)
		free(l->texts[i]);
	if (l->prompted)
		promptline_clear(&l->prompt);
}

/* Group 1 of the message's pattern, or all that it matched. */
static char *
look_message(struct look *l, const struct rule *rule)
{
	struct pattern_span groups[PATTERN_GROUPS], *g = &groups[0];
	struct pattern_span found[PATTERN_GROUPS];
	const char *text, *next;
	char *clean;

	if (rule->message.pattern == NULL)
		return NULL;
	text = look_text(l, rule->message.region);
	if (!pattern_match(rule->message.pattern, text, groups))
		return NULL;
	for (next = text; rule->last; memcpy(groups, found, sizeof groups)) {
		text = next;
		next = strchr(text + groups[0].start, '\n');
		if (next == NULL ||
		    !pattern_match(rule->message.pattern, ++next, found))
			break;
	}
	if (groups[1].start != -1)
		g = &groups[1];
	if (rule->last &&
	    memchr(text + g->start, '\n', (size_t)(g->end - g->start)) != NULL)
		return NULL;
	clean = utf8_clean(text + g->start, (size_t)(g->end - g->start),
	    RULES_MESSAGE_MAX);
	if (*clean != '\0')
		return clean;
	free(clean);
	return NULL;
}

void
rules_judge(const struct rules *rules, const struct promptline *prompts,
    const struct shown_screen *s, bool outside, struct rules_verdict *out)
{
	const struct rule *rule, *best = NULL;
	struct look l;
	size_t i;

	memset(out, 0, sizeof *out);
	out->state = AGENT_NONE;
	if (rules == NULL)
		return;
	look_start(&l, rules, prompts, s);
	for (i = 0; i < rules->n; i++) {
		rule = &rules->v[i];
		if (region_is_outside(&rules->regions[rule->region]) !=
			outside ||
		    (best != NULL && rule->priority <= best->priority))
			continue;
		if (look_rule(&l, rule))
			best = rule;
	}
	if (best != NULL) {
		out->rule = best->name;
		out->keep = best->keep;
		out->state = best->state;
		out->waiting_for = best->waiting_for;
		out->dialog = best->dialog;
		out->region = rules->regions[best->region];
		out->message = look_message(&l, best);
	}
	look_end(&l);
}

bool
rules_holds(const struct rules *rules, const char *name,
    const struct promptline *prompts, const struct shown_screen *s)
{
	struct look l;
	bool holds = false;
	size_t i;

	if (rules == NULL)
		return false;
	look_start(&l, rules, prompts, s);
	for (i = 0; i < rules->n; i++)
		if (strcmp(rules->v[i].name, name) == 0)
			holds = look_rule(&l, &rules->v[i]);
	look_end(&l);
	return holds;
}

void
rules_clear(struct rules_verdict *v)
{
	free(v->message);
	memset(v, 0, sizeof *v);
	v->state = AGENT_NONE;
}
