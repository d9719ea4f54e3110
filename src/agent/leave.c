/* SPDX-License-Identifier: ISC */
/* leave: which keys and words at an agent's prompt are the person's way out of
 * its session. */

/*
 * The screen tells, but it is late: a key may be here before the echo of those
 * before it. So what was typed is followed too, as long as that is simple, and
 * where both differ the key waits for the echo. What is followed alone never
 * decides that a prompt is empty, or what stands there.
 */

#include <string.h>

#include "agent/leave.h"

static const struct {
	const char *word;
	enum leave_verdict verdict;
} words[] = {
	{ "/exit", LEAVE_AGENTS },
	{ "/bg", LEAVE_BACKGROUND },
	{ "/background", LEAVE_BACKGROUND },
	{ "/stop", LEAVE_END },
};

bool
leave_needs_look(const struct leave *l, enum leave_key key, const char *text)
{
	if (key == LEAVE_KEY_TEXT)
		return *text == '/' || (l->n == 0 && !l->lost);
	return key != LEAVE_KEY_CTRL_Z && key != LEAVE_KEY_OTHER;
}

void
leave_forget(struct leave *l)
{
	l->n = 0;
	l->text[0] = '\0';
	l->lost = true;
	l->armed = 0;
}

/* The prompt is empty from here on. */
static void
start_again(struct leave *l)
{
	l->n = 0;
	l->text[0] = '\0';
	l->lost = false;
	l->armed = 0;
}

/* The first of a text, and what may begin a command, is followed from here on
 * if it is typed at an empty prompt. */
static void
follow_text(struct leave *l, const char *text, const struct leave_look *look)
{
	size_t n = strlen(text);

	if (leave_needs_look(l, LEAVE_KEY_TEXT, text)) {
		if (look->found && look->empty &&
		    (l->n == 0 || l->lost || l->text[0] != '/'))
			start_again(l);
		else if (!look->found)
			leave_forget(l);
	}
	l->armed = 0;
	if (l->lost)
		return;
	if (n > LEAVE_TEXT_MAX - l->n) {
		leave_forget(l);
		return;
	}
	memcpy(l->text + l->n, text, n + 1);
	l->n += n;
}

static void
follow_backspace(struct leave *l)
{
	while (l->n > 0 && ((unsigned char)l->text[l->n - 1] & 0xc0) == 0x80)
		l->n--;
	if (l->n > 0)
		l->n--;
	l->text[l->n] = '\0';
}

/* A key that deletes: ours come only some time after it. */
static void
follow_delete(struct leave *l, enum leave_key key,
    const struct leave_look *look, int64_t now)
{
	l->armed = 0;
	if (l->n > 0 || (look->found && !look->empty))
		l->deleted = now;
	if (key == LEAVE_KEY_BACKSPACE)
		follow_backspace(l);
	else
		leave_forget(l);
}

/* The command that a text is, and what follows it. */
static enum leave_verdict
read_word(const char *text, const char **rest)
{
	size_t i, n;

	*rest = "";
	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		n = strlen(words[i].word);
		if (strncmp(text, words[i].word, n) != 0)
			continue;
		if (text[n] == '\0')
			return words[i].verdict;
		if (text[n] != ' ' || words[i].verdict != LEAVE_BACKGROUND)
			continue;
		*rest = text + n + strspn(text + n, " ");
		return LEAVE_BACKGROUND;
	}
	return LEAVE_PASS;
}

/* As far as blanks at their ends. */
static bool
is_same(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);

	while (n > 0 && a[n - 1] == ' ')
		n--;
	while (m > 0 && b[m - 1] == ' ')
		m--;
	return n == m && strncmp(a, b, n) == 0;
}

static enum leave_verdict
judge_enter(struct leave *l, const struct leave_look *look, bool late,
    const char **send)
{
	enum leave_verdict typed, verdict = LEAVE_PASS;
	const char *rest = "";
	bool known = !l->lost && l->n > 0, followed = false;

	typed = known ? read_word(l->text, &rest) : LEAVE_PASS;
	if (look->found) {
		verdict = read_word(look->typed, send);
		if (typed != LEAVE_PASS && !is_same(l->text, look->typed) &&
		    !look->cut && !late)
			return LEAVE_WAIT;
		/* More rows of it than one: what was typed has it all. */
		if (look->cut && verdict != LEAVE_PASS) {
			if (typed == verdict &&
			    strncmp(l->text, look->typed,
				strlen(look->typed)) == 0) {
				*send = rest;
				followed = true;
			} else
				verdict = LEAVE_PASS;
		}
	} else if (typed != LEAVE_PASS && !late)
		return LEAVE_WAIT;
	if (followed) {
		/* It stays readable: only what is followed starts again. */
		l->lost = true;
		l->n = 0;
		l->armed = 0;
	} else
		start_again(l);
	return verdict;
}

/* Keys that leave at an empty prompt; twice: only the second. */
static enum leave_verdict
judge_empty(struct leave *l, enum leave_key key, const struct leave_look *look,
    int64_t now, bool late)
{
	bool twice = key != LEAVE_KEY_LEFT;

	if (!look->found || !look->empty || (twice && look->busy)) {
		if (twice && look->found && !look->empty)
			l->deleted = now;
		leave_forget(l);
		return LEAVE_PASS;
	}
	if (!l->lost && l->n > 0) {
		if (!late)
			return LEAVE_WAIT;
		/* The program has taken it away, or has yet to show it. */
		start_again(l);
		l->deleted = now;
		if (twice)
			return LEAVE_PASS;
	}
	if (l->armed != 0 && l->first == key &&
	    now - l->armed < LEAVE_GUARD_MS) {
		start_again(l);
		return LEAVE_AGENTS;
	}
	if (!twice && (l->deleted == 0 || now - l->deleted >= LEAVE_GUARD_MS)) {
		start_again(l);
		return LEAVE_AGENTS;
	}
	l->armed = now;
	l->first = key;
	return LEAVE_HINT;
}

enum leave_verdict
leave_judge(struct leave *l, enum leave_key key, const char *text,
    const struct leave_look *look, int64_t now, bool late, const char **send)
{
	*send = "";
	switch (key) {
	case LEAVE_KEY_TEXT:
		follow_text(l, text, look);
		return LEAVE_PASS;
	case LEAVE_KEY_BACKSPACE:
	case LEAVE_KEY_DELETE:
		follow_delete(l, key, look, now);
		return LEAVE_PASS;
	case LEAVE_KEY_ENTER:
		return judge_enter(l, look, late, send);
	case LEAVE_KEY_LEFT:
	case LEAVE_KEY_CTRL_C:
	case LEAVE_KEY_CTRL_D:
		return judge_empty(l, key, look, now, late);
	case LEAVE_KEY_CTRL_Z:
		return LEAVE_SHELL;
	case LEAVE_KEY_OTHER:
		break;
	}
	leave_forget(l);
	return LEAVE_PASS;
}
