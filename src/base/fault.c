/* SPDX-License-Identifier: ISC */
/* fault: makes the system refuse, in builds for tests alone. */

/*
 * A test cannot take all pseudo-terminals or processes away from the machine
 * that it runs on. It writes a file instead, named by BGMUX_TEST_FAULTS, which
 *is read at each point, so that what was refused can be granted again:
 *
 *	POINT WHAT ERRNO	as in "write exit.json ENOSPC"
 *
 * WHAT is a part of the path or word that the point gives, * any.
 */

#include <errno.h>
#include <fcntl.h>

#include "base/fault.h"

#ifdef TEST_HOOKS

#define FAULTS_MAX 1024 /* bytes of the file */

static const struct fault_error {
	const char *name;
	int number;
} fault_errors[] = {
	{ "EAGAIN", EAGAIN },
	{ "EIO", EIO },
	{ "EMFILE", EMFILE },
	{ "ENFILE", ENFILE },
	{ "ENOMEM", ENOMEM },
	{ "ENOSPC", ENOSPC },
	{ "EROFS", EROFS },
};

static int
fault_number(const char *name)
{
	size_t i;

	for (i = 0; i < nitems(fault_errors); i++)
		if (strcmp(name, fault_errors[i].name) == 0)
			return fault_errors[i].number;
	return 0;
}

static bool
fault_read(char text[FAULTS_MAX])
{
	const char *path = getenv("BGMUX_TEST_FAULTS");
	ssize_t n;
	int fd;

	if (path == NULL || (fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	n = read(fd, text, FAULTS_MAX - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n > 0;
}

bool
fault_at(const char *point, const char *what)
{
	char text[FAULTS_MAX], at[32], part[64], name[32], *line, *rest = text;
	int saved = errno, number;

	if (fault_read(text)) {
		while ((line = strsep(&rest, "\n")) != NULL) {
			if (sscanf(line, "%31s %63s %31s", at, part, name) !=
				3 ||
			    strcmp(at, point) != 0 ||
			    (strcmp(part, "*") != 0 &&
				strstr(what, part) == NULL) ||
			    (number = fault_number(name)) == 0)
				continue;
			errno = number;
			return true;
		}
	}
	errno = saved;
	return false;
}

#endif
