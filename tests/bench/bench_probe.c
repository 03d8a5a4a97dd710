/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_probe.c - how long it takes to know what a delimited document is.
 *
 *     bench_probe [-l] [-n RUNS] FILE|FOLDER...
 *
 * In one process, without reading or forking: finding the encoding, scanning
 * the sample and the delimited format's probe (dialect, header, types), each
 * document RUNS times, of which the fastest counts.  Prints microseconds.
 * -l: one line a file instead, with the dialect that was found.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../../core/input/bid.h"
#include "../../core/input/charset.h"
#include "../../core/input/input.h"
#include "../fake_host.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);

enum { MOST_FILES = 100000, FIRST_SAMPLE = 8 << 10, DEPTH = 16 };

struct timing {
	size_t	size;
	double	charset, scan, probe;
};

struct bench {
	bool		 list;
	int		 runs;
	struct fake	*fake;
	struct ps_input	*in;
	struct ps_scan	 scan;
	uint32_t	*lines, room;
	struct timing	*t;
	size_t		 n;
};

static double
now(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
keep_least(double *least, double took)
{
	if (*least <= 0 || took < *least)
		*least = took;
}

/* What was suggested is an option now: each run has a host of its own. */
static void
run_once(struct bench *b, struct timing *t, const struct ps_sample *s)
{
	struct fake	*f = b->fake;
	double		 start, scanned;

	if (f != NULL)
		fake_free(f);
	b->fake = f = fake_new(delimited_LTX_ps_plugin());
	start = now();
	scan_sample(s->text, s->length, &b->scan, &b->lines, &b->room);
	scanned = now();
	keep_least(&t->scan, scanned - start);
	fake_probe_sample(f, s);
	keep_least(&t->probe, now() - scanned);
}

static const char *
found(const struct bench *b, const char *option)
{
	const char	*v = fake_suggested(b->fake, option);

	return v != NULL && b->fake->bid.tier != PS_NO ? v : "";
}

static void
show(const struct bench *b, const char *path)
{
	printf("%s\t%s\t%s\t%s\t%.1f\t%.1f\n", path, found(b, "delimiter"),
	    found(b, "quote"), found(b, "escape"), b->fake->bid.bits_saved,
	    b->fake->bid.bits_margin);
}

static void
measure(struct bench *b, const char *path, size_t size)
{
	struct timing		*t = &b->t[b->n];
	struct charset		 c;
	struct ps_doc		 doc = { .name = path };
	struct ps_sample	 s = { .doc = &doc, .scan = &b->scan };
	const char		*raw, *slash = strrchr(path, '/');
	size_t			 n;
	bool			 whole;
	double			 start;

	doc.name = slash != NULL ? slash + 1 : path;
	if (input_sample(b->in, &raw, &n, &whole) < PS_SKIP)
		return;
	*t = (struct timing){ .size = size };
	for (int i = 0; i < b->runs; i++) {
		start = now();
		charset_guess(raw, n, whole, &c);
		keep_least(&t->charset, now() - start);
	}
	if (c.binary || !input_decode(b->in, c.name, NULL, c.bom) ||
	    input_text(b->in, FIRST_SAMPLE, &s.text, &s.length,
	    &s.whole) < PS_SKIP || s.length == 0)
		return;
	for (int i = 0; i < b->runs; i++)
		run_once(b, t, &s);
	if (b->list)
		show(b, path);
	b->n++;
}

static void
visit(struct bench *b, const char *path, int depth)
{
	struct stat	 st;
	struct dirent	*e;
	DIR		*d;
	char		 below[4096];
	int		 fd;

	if (stat(path, &st) == -1 || b->n == MOST_FILES || depth > DEPTH)
		return;
	if (S_ISREG(st.st_mode) && (fd = open(path, O_RDONLY)) != -1) {
		input_open(b->in, fd, 0, UINT64_MAX);
		measure(b, path, (size_t)st.st_size);
		input_close(b->in);
	}
	if (!S_ISDIR(st.st_mode) || (d = opendir(path)) == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(below, sizeof(below), "%s/%s", path, e->d_name);
		visit(b, below, depth + 1);
	}
	closedir(d);
}

static int
compare(const void *x, const void *y)
{
	double	a = *(const double *)x, b = *(const double *)y;

	return a < b ? -1 : a > b;
}

/* One row: the median, mean and 95th percentile of what `at` points to. */
static void
print_row(const struct bench *b, const char *name, size_t at, size_t least,
    size_t most)
{
	double	*v = malloc((b->n + 1) * sizeof(*v)), sum = 0;
	size_t	 n = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct timing	*t = &b->t[i];

		if (t->size < least || t->size > most)
			continue;
		v[n] = at == 0 ? t->charset : at == 1 ? t->scan :
		    at == 2 ? t->probe : t->scan + t->probe;
		sum += v[n++];
	}
	qsort(v, n, sizeof(*v), compare);
	if (n > 0)
		printf("  %-14s %8.1f %8.1f %8.1f\n", name, v[n / 2],
		    sum / (double)n, v[n * 95 / 100]);
	free(v);
}

static void
print_all(const struct bench *b)
{
	static const struct {
		const char	*name;
		size_t		 least, most;
	} sizes[] = {
		{ "all sizes", 0, SIZE_MAX },
		{ "4 KB to 6 KB", 4096, 6144 },
		{ "8 KB and more", 8192, SIZE_MAX },
	};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		size_t	n = 0;

		for (size_t k = 0; k < b->n; k++)
			n += b->t[k].size >= sizes[i].least &&
			    b->t[k].size <= sizes[i].most;
		printf("%s, %zu documents; us: median, mean, p95\n",
		    sizes[i].name, n);
		print_row(b, "encoding", 0, sizes[i].least, sizes[i].most);
		print_row(b, "scan", 1, sizes[i].least, sizes[i].most);
		print_row(b, "probe", 2, sizes[i].least, sizes[i].most);
		print_row(b, "scan + probe", 3, sizes[i].least,
		    sizes[i].most);
	}
}

int
main(int argc, char **argv)
{
	struct bench	b = { .runs = 9 };
	int		c;

	while ((c = getopt(argc, argv, "ln:")) != -1) {
		if (c == 'l')
			b.list = true;
		else if (c == 'n' && optarg[0] >= '1' && optarg[0] <= '9')
			b.runs = optarg[0] - '0';
		else
			return 2;
	}
	b.runs = b.list ? 1 : b.runs;
	b.in = input_new();
	b.t = calloc(MOST_FILES + 1, sizeof(*b.t));
	for (int i = optind; i < argc; i++)
		visit(&b, argv[i], 0);
	if (!b.list)
		print_all(&b);
	if (b.fake != NULL)
		fake_free(b.fake);
	input_free(b.in);
	free(b.lines);
	free(b.t);
	return 0;
}
