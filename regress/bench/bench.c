/* SPDX-License-Identifier: ISC */
/* bench: bgmux and its peers, measured in turns. See bgmux-bench(7). */

#include <sys/resource.h>
#include <sys/utsname.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/opts.h"
#include "base/path.h"
#include "base/spawn.h"
#include "base/xmalloc.h"
#include "bench.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED
#endif

static const char *const measure_names[] = { "detached", "attached", "echo",
	"flood", "attach", "start", "list", "memory", "rest",
	"view" };

static char *to_remove;
static volatile sig_atomic_t interrupted;

static void
on_interrupt(int signo)
{
	(void)signo;
	interrupted = 1;
}

static void
clean_up(void)
{
	if (to_remove != NULL)
		path_remove_tree(to_remove);
}

void
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "bench: ");
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, "\n");
	va_end(ap);
	exit(1);
}

int64_t
now_ns(void)
{
	struct timespec ts;

	/* Everything that waits looks at the time. */
	if (interrupted)
		die("interrupted");
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

void
nap_ms(int ms)
{
	(void)poll(NULL, 0, ms);
}

void
put_file(const char *path, const void *data, size_t n)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fwrite(data, 1, n, f) != n || fclose(f) != 0)
		die("cannot write %s: %s", path, strerror(errno));
}

/* Processes. */

static char *
proc_text(pid_t pid, const char *file)
{
	static char text[16384];
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd == -1 ? 0 : read(fd, text, sizeof text - 1);
	if (fd != -1)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

static int64_t
proc_field(pid_t pid, const char *file, const char *field)
{
	const char *at = strstr(proc_text(pid, file), field);

	return at == NULL ? 0 : strtoll(at + strlen(field), NULL, 10);
}

int64_t
proc_cpu(pid_t pid)
{
	return strtoll(proc_text(pid, "schedstat"), NULL, 10);
}

int64_t
proc_pss(pid_t pid)
{
	return proc_field(pid, "smaps_rollup", "\nPss:");
}

int64_t
proc_switches(pid_t pid)
{
	return proc_field(pid, "status", "\nvoluntary_ctxt_switches:") +
	    proc_field(pid, "status", "\nnonvoluntary_ctxt_switches:");
}

/* Options. */

static const struct opt options[] = {
	{ 'b', "bgmux", "PATH", "the client" },
	{ 'w', "worker", "PATH", "bench-worker" },
	{ 'o', "only", "WORDS", "corpora, measures, peers" },
	{ 'r', "runs", "N", "how often" },
	{ 's', "size", "PERCENT", "of the usual amounts" },
	{ 'j', "json", "PATH", "where the numbers go" },
};

/* One word of ONLY: its bit among the names, or 0. */
static unsigned
bit_of(const char *word, const char *const *name, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (strcmp(word, name[i]) == 0)
			return 1u << i;
	return 0;
}

static void
take_word(struct bench *b, const char *word)
{
	const char *peer[NPEERS], *corpus[NCORPORA];
	unsigned i, m, p, c;

	for (i = 0; i < NPEERS; i++)
		peer[i] = peer_name(i);
	for (i = 0; i < NCORPORA; i++)
		corpus[i] = corpora[i].name;
	m = bit_of(word, measure_names, nitems(measure_names));
	p = bit_of(word, peer, NPEERS);
	c = bit_of(word, corpus, NCORPORA);
	if ((m | p | c) == 0)
		die("%s is no corpus, measure or peer", word);
	b->measures |= m;
	b->peers |= p;
	b->corpora |= c;
}

static void
take_only(struct bench *b, const char *only)
{
	char *copy = xstrdup(only == NULL ? "" : only), *rest = copy, *word;

	while ((word = strsep(&rest, " ,")) != NULL)
		if (*word != '\0')
			take_word(b, word);
	free(copy);
	if (b->measures == 0)
		b->measures = (1u << nitems(measure_names)) - 1;
	if (b->peers == 0)
		b->peers = (1u << NPEERS) - 1;
	if (b->corpora == 0)
		b->corpora = (1u << NCORPORA) - 1;
}

static unsigned
take_number(const struct opts *o, const char *name, unsigned def)
{
	long long n;
	char *cause = NULL;

	if (opts_get(o, name) == NULL || *opts_get(o, name) == '\0')
		return def;
	if (opts_number(name, opts_get(o, name), 1, 10000, &n, &cause) != 0)
		die("%s", cause);
	return (unsigned)n;
}

/* The beginning: what this is, and what is there. */

static void
print_machine(void)
{
	struct utsname u;
	double load[3] = { 0 };

	if (uname(&u) == 0)
		printf("machine: %ld processors, %s %s %s", sysconf(
		    _SC_NPROCESSORS_ONLN), u.sysname, u.release, u.machine);
	if (getloadavg(load, 3) > 0)
		printf(", load %.2f", load[0]);
	printf("\nbuild: %s, %s\n", BENCH_CC, BENCH_CFLAGS);
#if !defined(__OPTIMIZE__) || defined(SANITIZED)
	printf("build: NOT optimized, or with sanitizers: "
	       "these numbers say nothing\n");
#endif
#ifdef TEST_HOOKS
	printf("build: with test hooks\n");
#endif
}

static void
find_peers(struct bench *b)
{
	unsigned peer;
	char *version;

	for (peer = 0; peer < NPEERS; peer++) {
		if (!(b->peers & 1u << peer))
			continue;
		version = peer_version(b, peer);
		if (version == NULL) {
			printf("skipped: %s is not installed\n",
			    peer_name(peer));
			b->peers &= ~(1u << peer);
		} else
			printf("peer: %s (%s)\n", peer_name(peer), version);
		free(version);
	}
}

static void
make_corpora(struct bench *b)
{
	struct buf buf = { 0 };
	unsigned i;

	for (i = 0; i < NCORPORA; i++) {
		b->corpus_path[i] =
		    xasprintf("%s/%s.txt", b->dir, corpora[i].name);
		if (!(b->corpora & 1u << i))
			continue;
		buf_reset(&buf);
		corpora[i].make(&buf,
		    (size_t)corpora[i].mb * 10000 * b->percent);
		put_file(b->corpus_path[i], buf.data, buf.len);
		b->corpus_len[i] = buf.len;
	}
	buf_clear(&buf);
}

static bool
wants(const struct bench *b, unsigned measure)
{
	return (b->measures & measure) != 0;
}

static void
run_once(struct bench *b, unsigned run)
{
	unsigned i;

	fprintf(stderr, "bench: run %u of %u", run + 1, b->runs);
	for (i = 0; i < NCORPORA; i++) {
		if (!(b->corpora & 1u << i))
			continue;
		if (wants(b, MEASURE_DETACHED))
			speed_run(b, i, false);
		if (wants(b, MEASURE_ATTACHED))
			speed_run(b, i, true);
		fprintf(stderr, ".");
	}
	if (wants(b, MEASURE_ECHO))
		echo_run(b, false);
	if (wants(b, MEASURE_FLOOD))
		echo_run(b, true);
	if (wants(b, MEASURE_ATTACH))
		attach_run(b);
	if (wants(b, MEASURE_START))
		start_run(b);
	fprintf(stderr, ".");
	if (wants(b, MEASURE_LIST))
		list_run(b);
	if (wants(b, MEASURE_MEMORY))
		memory_run(b);
	if (wants(b, MEASURE_REST))
		rest_run(b);
	if (wants(b, MEASURE_VIEW))
		view_run(b);
	fprintf(stderr, "\n");
}

static void
make_dir(struct bench *b)
{
	const char *tmp = getenv("TMPDIR");

	b->dir = xasprintf("%s/bgbench.XXXXXX", tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(b->dir) == NULL)
		die("cannot make %s: %s", b->dir, strerror(errno));
	to_remove = b->dir;
	atexit(clean_up);
}

int
main(int argc, char **argv)
{
	struct bench b = { 0 };
	struct opts *o;
	char *cause = NULL;
	unsigned run;

	o = opts_parse(options, nitems(options), argc, argv, false, &cause);
	if (o == NULL || opts_argc(o) != 0 || opts_get(o, "bgmux") == NULL ||
	    opts_get(o, "worker") == NULL)
		die("%s", cause != NULL ? cause : "run it by 'make bench'");
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, on_interrupt);
	signal(SIGTERM, on_interrupt);
	rlimit_raise();
	b.bgmux = opts_get(o, "bgmux");
	b.worker = opts_get(o, "worker");
	b.runs = take_number(o, "runs", 3);
	b.percent = take_number(o, "size", 100);
	take_only(&b, opts_get(o, "only"));
	make_dir(&b);
	print_machine();
	find_peers(&b);
	fflush(stdout);
	make_corpora(&b);
	ctl_listen(&b);
	for (run = 0; run < b.runs; run++)
		run_once(&b, run);
	out_table(&b);
	if (opts_get(o, "json") != NULL)
		out_json(&b, opts_get(o, "json"));
	opts_free(o);
	for (run = 0; run < NCORPORA; run++)
		free(b.corpus_path[run]);
	free(b.listen_path);
	return 0;
}
