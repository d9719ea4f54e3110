/* SPDX-License-Identifier: ISC */
/* dialog: reads questions and options; the keys are sent elsewhere.
 *
 * The option's pattern is tried on every row of the region, several times in a
 * row if it does not begin with '^'. Options belong together while at most
 * GAP_MAX rows without one lie between them (descriptions, wrapped labels); the
 * last such run is the dialog. The question is what its pattern matches, or
 * the nearest paragraph above. */

#include "agent/dialog.h"
#include "agent/member.h"
#include "agent/pattern.h"
#include "agent/region.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#define GAP_MAX	     4
#define PARAGRAPH    4 /* rows */
#define QUESTION_MAX 2048
#define KEY_TEXT_MAX 16

struct dialog {
	char *name; /* owned */
	const char *kind;
	struct region region;
	struct pattern *option; /* owned */
	bool lit;		/* the selected option is lit */
	enum dialog_answer answer;
	struct strv confirm;
	struct strv cancel;
	struct region question_region;
	struct pattern *question; /* owned, may be NULL */
	struct pattern *allow;	  /* the same */
	struct pattern *deny;	  /* the same */
};

struct dialogs {
	struct dialog v[DIALOG_MAX];
	size_t n;
};

static const char *const dialog_kinds[] = { "permission", "question", "trust",
	"auth" };

static const char *const dialog_answers[] = {
	[DIALOG_DIGIT] = "digit",
	[DIALOG_ARROWS] = "arrows",
	[DIALOG_KEY] = "key",
	[DIALOG_LEFT_RIGHT] = "left-right",
};

/* The one of the n words that the member is; the first if there is none. */
static char *
parse_word(const struct jv *v, const char *key, const char *const *words,
    size_t n, size_t *index)
{
	char *why, *text = NULL;

	*index = 0;
	why = member_text(v, key, false, &text);
	if (text == NULL)
		return why;
	while (*index < n && strcmp(text, words[*index]) != 0)
		++*index;
	if (*index == n)
		why = xasprintf(".%s: there is no '%s'", key, text);
	free(text);
	return why;
}

static char *
parse_question(const struct jv *v, struct dialog *d)
{
	static const char *const names[] = { "region", "re" };
	struct jv *question = jv_get(v, "question");
	char *why;

	d->question_region = d->region;
	if (question == NULL)
		return NULL;
	why = member_only(question, names, nitems(names));
	if (why == NULL)
		why = member_region(question, "region", &d->question_region);
	if (why == NULL)
		why = member_re(question, "re", true, &d->question);
	return member_in(why, ".question");
}

static char *
parse_selected(const struct jv *v, struct dialog *d)
{
	static const char *const words[] = { "mark", "lit" };
	size_t index;
	char *why;

	why = parse_word(v, "selected", words, nitems(words), &index);
	if (why == NULL)
		d->lit = index == 1;
	return why;
}

static char *
parse_dialog(const struct jv *v, struct dialog *d)
{
	static const char *const names[] = { "kind", "region", "option",
		"selected", "answer", "confirm", "cancel", "question", "allow",
		"deny" };
	size_t kind = 0, answer = 0;
	char *why;

	why = member_only(v, names, nitems(names));
	if (why == NULL)
		why = parse_word(v, "kind", dialog_kinds, nitems(dialog_kinds),
		    &kind);
	if (why == NULL)
		why = member_region(v, "region", &d->region);
	if (why == NULL && region_is_outside(&d->region))
		why = xstrdup(".region: is not of the screen");
	if (why == NULL)
		why = member_re(v, "option", true, &d->option);
	if (why == NULL && pattern_ngroups(d->option) < 3)
		why = xstrdup(".option: has no three groups "
			      "(mark, key, label)");
	if (why == NULL)
		why = parse_selected(v, d);
	if (why == NULL)
		why = parse_word(v, "answer", dialog_answers,
		    nitems(dialog_answers), &answer);
	if (why == NULL)
		why = member_words(v, "confirm", DIALOG_KEYS_MAX, &d->confirm);
	if (why == NULL)
		why = member_words(v, "cancel", DIALOG_KEYS_MAX, &d->cancel);
	if (why == NULL)
		why = parse_question(v, d);
	if (why == NULL)
		why = member_re(v, "allow", false, &d->allow);
	if (why == NULL)
		why = member_re(v, "deny", false, &d->deny);
	if (why == NULL) {
		d->kind = dialog_kinds[kind];
		d->answer = (enum dialog_answer)answer;
		if (d->confirm.n == 0 &&
		    (d->answer == DIALOG_ARROWS ||
			d->answer == DIALOG_LEFT_RIGHT))
			strv_add(&d->confirm, "Enter");
	}
	return why;
}

struct dialogs_parsing {
	struct dialogs *dialogs;
	char *why; /* owned, may be NULL */
};

static void
parse_member(const char *key, struct jv *value, void *arg)
{
	struct dialogs_parsing *p = arg;
	struct dialog *d;
	char *name;

	if (p->why != NULL)
		return;
	name = utf8_clean(key, strlen(key), 32);
	if (strcmp(name, key) != 0 || *name == '\0') {
		p->why = xasprintf(": '%s' cannot be a name", name);
		free(name);
		return;
	}
	d = &p->dialogs->v[p->dialogs->n++];
	d->name = name;
	p->why = member_in(parse_dialog(value, d), ".%s", name);
}

struct dialogs *
dialogs_parse(const struct jv *v, char **why)
{
	struct dialogs_parsing p = { NULL, NULL };

	*why = NULL;
	if (jv_type(v) != JV_OBJECT)
		*why = xstrdup(": is no object");
	else if (jv_count(v) > DIALOG_MAX)
		*why = xasprintf(": has more than %d dialogs", DIALOG_MAX);
	if (*why != NULL)
		return NULL;
	p.dialogs = xcalloc(1, sizeof *p.dialogs);
	jv_each(v, parse_member, &p);
	if (p.why == NULL)
		return p.dialogs;
	*why = p.why;
	dialogs_destroy(p.dialogs);
	return NULL;
}

void
dialogs_destroy(struct dialogs *dialogs)
{
	struct dialog *d;
	size_t i;

	if (dialogs == NULL)
		return;
	for (i = 0; i < dialogs->n; i++) {
		d = &dialogs->v[i];
		free(d->name);
		pattern_destroy(d->option);
		pattern_destroy(d->question);
		pattern_destroy(d->allow);
		pattern_destroy(d->deny);
		strv_clear(&d->confirm);
		strv_clear(&d->cancel);
	}
	free(dialogs);
}

static const struct dialog *
find(const struct dialogs *dialogs, const char *name)
{
	size_t i;

	for (i = 0; dialogs != NULL && i < dialogs->n; i++)
		if (strcmp(dialogs->v[i].name, name) == 0)
			return &dialogs->v[i];
	return NULL;
}

int
dialogs_find(const struct dialogs *dialogs, const char *name,
    struct dialog_spec *out)
{
	const struct dialog *d = find(dialogs, name);

	if (d == NULL)
		return -1;
	out->name = d->name;
	out->kind = d->kind;
	out->answer = d->answer;
	out->confirm = &d->confirm;
	out->cancel = &d->cancel;
	out->allow = d->allow;
	out->deny = d->deny;
	return 0;
}

const char *
dialog_answer_name(enum dialog_answer answer)
{
	return dialog_answers[answer];
}

static void
clear_options(struct dialog_seen *seen)
{
	size_t i;

	for (i = 0; i < seen->n; i++) {
		free(seen->options[i].label);
		free(seen->options[i].key);
	}
	free(seen->options);
	seen->options = NULL;
	seen->n = 0;
}

void
dialog_clear(struct dialog_seen *seen)
{
	clear_options(seen);
	free(seen->question);
	memset(seen, 0, sizeof *seen);
}

static char *
group_text(const char *text, const struct pattern_span *g, size_t max)
{
	char *clean;
	size_t n;

	if (g->start == -1)
		return NULL;
	clean = utf8_clean(text + g->start, (size_t)(g->end - g->start), max);
	for (n = strlen(clean); n > 0 && clean[n - 1] == ' '; n--)
		clean[n - 1] = '\0';
	if (*clean != '\0')
		return clean;
	free(clean);
	return NULL;
}

/* What the option is called. In "(Y)es" the key is the label's beginning. */
static char *
label_text(const char *text, const struct pattern_span *g)
{
	char *label, *key, *both;

	label = group_text(text, &g[3], DIALOG_TEXT_MAX);
	if (label == NULL || g[2].start < 1 || text[g[2].start - 1] != '(' ||
	    g[3].start != g[2].end + 1 || text[g[2].end] != ')' ||
	    text[g[3].start] == ' ' ||
	    (key = group_text(text, &g[2], KEY_TEXT_MAX)) == NULL)
		return label;
	both = xasprintf("%s%s", key, label);
	free(key);
	free(label);
	return both;
}

/* An option that was matched at text, which begins at byte base of the row. */
static void
add_option(const struct dialog *d, const struct shown_screen *s, size_t row,
    size_t base, const struct pattern_span *g, struct dialog_seen *seen)
{
	const char *text = s->rows[row].text + base;
	struct dialog_option *o;
	char *label, *mark;

	label = label_text(text, g);
	if (label == NULL || seen->n == DIALOG_OPTIONS_MAX) {
		free(label);
		return;
	}
	seen->options =
	    xreallocarray(seen->options, seen->n + 1, sizeof *seen->options);
	o = &seen->options[seen->n++];
	o->label = label;
	o->key = group_text(text, &g[2], KEY_TEXT_MAX);
	o->row = row;
	mark = group_text(text, &g[1], KEY_TEXT_MAX);
	o->selected = mark != NULL;
	free(mark);
	if (d->lit)
		o->selected = false; /* see select_lit */
	o->look = shown_look(&s->rows[row], base + (size_t)g[3].start);
}

/* How many look so: options, and the first one's row for the most part. */
static size_t
count_look(const struct dialog_seen *seen, uint64_t row, uint64_t look)
{
	size_t i, n = row == look;

	for (i = 0; i < seen->n; i++)
		n += seen->options[i].look == look;
	return n;
}

/* The selected option is the one that looks another way than the others. If
 * more do, none is known to be selected. */
static void
select_lit(const struct shown_screen *s, struct dialog_seen *seen)
{
	struct dialog_option *o = seen->options, *odd = NULL;
	uint64_t row = shown_row_look(&s->rows[o[0].row]), usual = row;
	size_t i;

	for (i = 0; i < seen->n; i++)
		if (count_look(seen, row, o[i].look) >
		    count_look(seen, row, usual))
			usual = o[i].look;
	for (i = 0; i < seen->n; i++) {
		if (o[i].look == usual)
			continue;
		if (odd != NULL)
			return;
		odd = &o[i];
	}
	if (odd != NULL)
		odd->selected = true;
}

/* Add the options of a row. */
static void
read_row(const struct dialog *d, const struct shown_screen *s, size_t row,
    struct dialog_seen *seen)
{
	struct pattern_span g[PATTERN_GROUPS];
	const char *text = s->rows[row].text;
	size_t base = 0;
	bool some = false;

	if (text == NULL || !pattern_match(d->option, text, g))
		return;
	do {
		if (!some && seen->n > 0 &&
		    row - seen->options[seen->n - 1].row > GAP_MAX + 1)
			clear_options(seen);
		add_option(d, s, row, base, g, seen);
		some = true;
		if (g[0].end == g[0].start)
			break;
		base += (size_t)g[0].end;
	} while (pattern_match_on(d->option, text + base, g));
}

/* The nearest rows with text above row, which are one paragraph. */
static char *
read_paragraph(const struct shown_screen *s, size_t first, size_t row)
{
	struct buf b = { 0 };
	size_t i, end;
	const char *text;
	char *all, *clean;

	for (end = row; end > first; end--)
		if (s->rows[end - 1].text != NULL &&
		    *s->rows[end - 1].text != '\0')
			break;
	for (i = end; i > first && end - i < PARAGRAPH; i--)
		if (s->rows[i - 1].text == NULL || *s->rows[i - 1].text == '\0')
			break;
	for (; i < end; i++) {
		text = s->rows[i].text;
		text += strspn(text, " ");
		buf_put(&b, text, strlen(text));
		if (i + 1 < end)
			buf_put_u8(&b, ' ');
	}
	all = buf_steal(&b, NULL);
	clean = utf8_clean(all, strlen(all), QUESTION_MAX);
	free(all);
	return clean;
}

static char *
read_question(const struct dialog *d, const struct shown_screen *s,
    size_t first, size_t row)
{
	struct pattern_span g[PATTERN_GROUPS];
	char *text, *question = NULL;

	if (d->question == NULL)
		return read_paragraph(s, first, row);
	text = region_text(s, &d->question_region);
	if (pattern_match(d->question, text, g))
		question = group_text(text, g[1].start != -1 ? &g[1] : &g[0],
		    QUESTION_MAX);
	free(text);
	return question == NULL ? xstrdup("") : question;
}

int
dialogs_read(const struct dialogs *dialogs, const char *name,
    const struct shown_screen *s, struct dialog_seen *seen)
{
	const struct dialog *d = find(dialogs, name);
	size_t i, first, end;

	memset(seen, 0, sizeof *seen);
	if (d == NULL) {
		seen->question = xstrdup("");
		return -1;
	}
	region_rows(s, &d->region, &first, &end);
	for (i = first; i < end; i++)
		read_row(d, s, i, seen);
	if (d->lit && seen->n > 0)
		select_lit(s, seen);
	seen->question = read_question(d, s, first,
	    seen->n > 0 ? seen->options[0].row : end);
	return seen->n > 0 ? 0 : -1;
}

bool
dialog_same(const struct dialog_seen *a, const struct dialog_seen *b)
{
	size_t i;

	if (a->n != b->n || a->question == NULL || b->question == NULL ||
	    strcmp(a->question, b->question) != 0)
		return false;
	for (i = 0; i < a->n; i++)
		if (strcmp(a->options[i].label, b->options[i].label) != 0)
			return false;
	return true;
}
