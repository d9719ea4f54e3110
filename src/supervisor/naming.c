/* SPDX-License-Identifier: ISC */
/* naming: what a session is called when nobody named it; knows no session. */

#include "base/jv.h"
#include "base/strv.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "supervisor/naming.h"

#define LOOKED_AT 1024 /* bytes of a text that can matter */
#define ID_MIN	  4
#define ID_MAX	  8

/* Without blanks at either end, and one where there were several. */
static void
squeeze(char *s)
{
	char *from = s, *to = s;

	for (; *from != '\0'; from++)
		if (*from != ' ' || (to != s && to[-1] != ' '))
			*to++ = *from;
	if (to != s && to[-1] == ' ')
		to--;
	*to = '\0';
}

static char *
clean(const char *text, size_t max)
{
	char *s = utf8_clean(text, strnlen(text, max), max);

	squeeze(s);
	return s;
}

bool
naming_is_id(const char *s)
{
	size_t n = strspn(s, "0123456789abcdefABCDEF");

	return s[n] == '\0' && n >= ID_MIN && n <= ID_MAX;
}

char *
naming_given(const char *text, char **cause)
{
	char *s = clean(text, NAMING_BYTES);

	if (*s == '\0')
		*cause = xstrdup("nothing is left of that name");
	else if (naming_is_id(s))
		*cause = xasprintf("'%s' would be read as the start of an id; "
				   "choose another name",
		    s);
	else
		return s;
	free(s);
	return NULL;
}

static char *
cut(const char *text)
{
	char *s = clean(text, LOOKED_AT), *out;

	out = utf8_cut(s, NAMING_COLUMNS, "\xe2\x80\xa6");
	free(s);
	return out;
}

static bool
is_shell_command(const struct jv *argv)
{
	const char *file = jv_string_at(argv, 0), *flag = jv_string_at(argv, 1);

	return jv_count(argv) == 3 && file != NULL && flag != NULL &&
	    strcmp(file, "sh") == 0 && strcmp(flag, "-c") == 0;
}

char *
naming_command(const struct jv *argv)
{
	struct strv words = { 0 };
	char *text, *name;
	size_t i;

	for (i = is_shell_command(argv) ? 2 : 0; i < jv_count(argv); i++)
		if (jv_string_at(argv, i) != NULL)
			strv_add(&words, jv_string_at(argv, i));
	text = strv_join(&words, " ");
	name = cut(text);
	strv_clear(&words);
	free(text);
	if (*name == '\0') {
		free(name);
		return xstrdup("job");
	}
	return name;
}

/* The longest run of whole words that fits; a first word that does not fit is
 * cut. */
char *
naming_task(const char *task)
{
	char *s = clean(task != NULL ? task : "", LOOKED_AT), *end, *out;

	if (*s == '\0') {
		free(s);
		return xstrdup("new session");
	}
	out = utf8_cut(s, NAMING_COLUMNS, "");
	if (strlen(out) < strlen(s) && s[strlen(out)] != ' ' &&
	    (end = strrchr(out, ' ')) != NULL)
		*end = '\0';
	free(s);
	squeeze(out);
	return out;
}
