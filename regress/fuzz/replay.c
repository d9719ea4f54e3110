/* SPDX-License-Identifier: ISC */
/* replay: runs a fuzz target over files: those named, all of the folders named,
 * or else the target's own corpus. With libFuzzer it only sees to the last. */

#include <sys/stat.h>

#include <dirent.h>
#include <err.h>
#include <stdarg.h>

#include "base/atomic.h"
#include "base/path.h"
#include "base/xmalloc.h"

#include "fuzz.h"

#define INPUT_MAX (4u << 20) /* bytes */

#ifdef FUZZ
int LLVMFuzzerInitialize(int *, char ***);
#endif

void
fuzz_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

void
fuzz_same(const char *what, const char *a, const char *b)
{
	if (strcmp(a, b) != 0)
		fuzz_fail("%s: first\n%s\nthen\n%s", what, a, b);
}

/* corpus/TARGET of the source tree, for the program TARGET. */
static char *
own_corpus(const char *program)
{
	const char *name = strrchr(program, '/');

	return xasprintf("%s/regress/fuzz/corpus/%s", ABS_SRCDIR,
	    name == NULL ? program : name + 1);
}

#ifdef FUZZ
/* Run by itself, as the tests do, it replays its corpus and ends. */
int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static char *args[4];
	static char runs[] = "-runs=0";

	if (*argc != 1)
		return 0;
	args[0] = (*argv)[0];
	args[1] = runs;
	args[2] = own_corpus(args[0]);
	*argc = 3;
	*argv = args;
	return 0;
}
#else
static size_t
replay_file(const char *path)
{
	size_t n;
	char *bytes = atomic_read(path, INPUT_MAX, &n);

	if (bytes == NULL)
		err(99, "%s", path);
	fprintf(stderr, "%s\n", path);
	LLVMFuzzerTestOneInput((const uint8_t *)bytes, n);
	free(bytes);
	return 1;
}

static size_t
replay(const char *path)
{
	struct dirent *e;
	struct stat st;
	size_t n = 0;
	char *file;
	DIR *d;

	if (stat(path, &st) != 0)
		err(99, "%s", path);
	if (!S_ISDIR(st.st_mode))
		return replay_file(path);
	if ((d = opendir(path)) == NULL)
		err(99, "%s", path);
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		file = path_join(path, e->d_name);
		n += replay_file(file);
		free(file);
	}
	closedir(d);
	return n;
}

int
main(int argc, char **argv)
{
	char *corpus;
	size_t n = 0;
	int i;

	for (i = 1; i < argc; i++)
		n += replay(argv[i]);
	if (argc == 1) {
		corpus = own_corpus(argv[0]);
		n = replay(corpus);
		free(corpus);
	}
	if (n == 0)
		errx(99, "no inputs");
	printf("%zu inputs\n", n);
	return 0;
}
#endif
