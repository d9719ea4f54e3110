/* SPDX-License-Identifier: ISC */
/* termname: whether a terminal's description is installed, by its name. What
 * is in the description is not looked at. */

#include <unistd.h>

#include "base/termname.h"
#include "base/xmalloc.h"

/* Where compiled terminal descriptions are kept. */
static const char *const places[] = {
	"/etc/terminfo",
	"/lib/terminfo",
	"/usr/lib/terminfo",
	"/usr/share/terminfo",
	"/usr/local/share/terminfo",
	"/usr/share/lib/terminfo",
};

bool
termname_valid(const char *name)
{
	static const char ok[] = "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
	size_t n;

	if (name == NULL)
		return false;
	n = strlen(name);
	return n > 0 && n <= TERMNAME_MAX && name[0] != '.' &&
	    strspn(name, ok) == n;
}

static bool
is_in(const char *place, const char *name)
{
	char *path;
	bool found;

	path = xasprintf("%s/%c/%s", place, name[0], name);
	found = access(path, R_OK) == 0;
	free(path);
	if (found)
		return true;
	/* Where file names do not tell case, letters are in hex. */
	path = xasprintf("%s/%x/%s", place, (unsigned)name[0], name);
	found = access(path, R_OK) == 0;
	free(path);
	return found;
}

bool
termname_installed(const char *name, const char *home)
{
	bool found = false;
	char *place;
	size_t i;

	if (!termname_valid(name))
		return false;
	if (home != NULL && *home == '/') {
		place = xasprintf("%s/.terminfo", home);
		found = is_in(place, name);
		free(place);
	}
	for (i = 0; i < nitems(places) && !found; i++)
		found = is_in(places[i], name);
	return found;
}
