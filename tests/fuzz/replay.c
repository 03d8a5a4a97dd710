/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * replay.c - a fuzz target without libFuzzer: seeds, findings of the past and
 * some thousands of mutations of them, the same in every run.
 *
 * PS_MUTATIONS says how many; the files below ACCURACY_CORPORA are seeds, too,
 * each behind four bytes that say how to read it.
 *
 * A target that fails ends the process; the input it fails on is kept in
 * replay-failure (sanitizers must end by abort() for that).
 */
#include <dirent.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEEDS_MAX	2000
#define SEED_HEAD	4	/* of a file of the corpora */
#define BYTES_MAX	(65536 + SEED_HEAD)
#define MUTATIONS	4000u		/* a hundred times more with PS_LONG */
#define TOO_LONG	60u		/* seconds for one input */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

struct seed {
	uint8_t	*p;
	size_t	 n;
};

static struct seed	seeds[SEEDS_MAX];
static size_t		n_seeds;
static uint8_t		input[BYTES_MAX];
static size_t		n_input;

static void
add_seed(const char *path)
{
	struct seed	*s = &seeds[n_seeds];
	FILE		*f = fopen(path, "rb");

	if (f == NULL)
		return;
	s->p = malloc(BYTES_MAX);
	s->n = s->p == NULL ? 0 : fread(s->p, 1,
	    BYTES_MAX - SEED_HEAD, f);
	fclose(f);
	n_seeds++;
}

static int
by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void
add_seeds(const char *directory)
{
	const char	*root = getenv("PS_SOURCE");
	char		 path[PATH_MAX];
	struct dirent	**list;
	int		 n;

	snprintf(path, sizeof(path), "%s/%s", root == NULL ? "." : root,
	    directory);
	n = scandir(path, &list, NULL, by_bytes);
	for (int i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s/%s", root == NULL ? "." :
		    root, directory, list[i]->d_name);
		if (list[i]->d_name[0] != '.' && n_seeds < SEEDS_MAX)
			add_seed(path);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

static uint64_t	next(void);

/* Four bytes before it: fuzz_delimited.c asks the probe where one is odd. */
static int
add_corpus(const char *path, const struct stat *st, int type, struct FTW *w)
{
	struct seed	*s = &seeds[n_seeds];

	(void)st;
	(void)w;
	if (type != FTW_F || n_seeds == SEEDS_MAX)
		return 0;
	add_seed(path);
	if (s->p == NULL || s != &seeds[n_seeds - 1])
		return 0;
	memmove(s->p + SEED_HEAD, s->p, s->n);
	for (int i = 0; i < SEED_HEAD; i++)
		s->p[i] = (uint8_t)next();
	s->p[SEED_HEAD - 1] |= next() % 4 != 0;
	s->n += SEED_HEAD;
	return 0;
}

static uint64_t
next(void)
{
	static uint64_t	state = 0x9e3779b97f4a7c15u;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> 11;
}

static size_t
place(void)
{
	return n_input == 0 ? 0 : next() % n_input;
}

/* Bytes that mean something to some format. */
static const char telling[] = "\n\r\t\"',;|\\ :={}[]<>&#-+.0/\x1f\xef\xbb\xbf";

static void
cut_out(size_t at, size_t n)
{
	memmove(input + at, input + at + n, n_input - at - n);
	n_input -= n;
}

static void
put_in(size_t at, const void *p, size_t n)
{
	if (n > BYTES_MAX - n_input)
		return;
	memmove(input + at + n, input + at, n_input - at);
	memcpy(input + at, p, n);
	n_input += n;
}

/* The line around `at`, with its end. */
static size_t
line_at(size_t *at)
{
	size_t	e = *at;

	while (*at > 0 && input[*at - 1] != '\n')
		(*at)--;
	while (e < n_input && input[e] != '\n')
		e++;
	return e + (e < n_input) - *at;
}

static void
mutate_line(void)
{
	static uint8_t	line[BYTES_MAX];
	size_t		at = place(), to = place(), n = line_at(&at);

	memcpy(line, input + at, n);
	switch (next() % 3) {
	case 0:
		cut_out(at, n);
		break;
	case 1:
		put_in(at, line, n);
		break;
	default:
		cut_out(at, n);
		to = to < n_input ? to : n_input;
		line_at(&to);
		put_in(to, line, n);
	}
}

/* All line ends become those of another system. */
static void
mutate_ends(void)
{
	static const char *const ends[] = { "\n", "\r", "\r\n" };
	static uint8_t	text[BYTES_MAX];
	const char	*end = ends[next() % 3];
	size_t		 n = n_input, at = 0;

	memcpy(text, input, n);
	n_input = 0;
	while (at < n) {
		if (text[at] != '\n' && text[at] != '\r') {
			put_in(n_input, &text[at++], 1);
			continue;
		}
		put_in(n_input, end, strlen(end));
		at += text[at] == '\r' && at + 1 < n &&
		    text[at + 1] == '\n' ? 2 : 1;
	}
}

static void
splice(void)
{
	const struct seed	*s = &seeds[next() % n_seeds];
	size_t			 n = s->n < 4096 ? s->n : 4096;

	n_input = place();
	if (n > 0)
		put_in(n_input, s->p + s->n - n, n);
}

/* What becomes of texts by hand, by mail and by other programs. */
static void
mutate_text(void)
{
	static const char	marks[] = ",;\t|\"'";
	size_t			at = place();

	switch (next() % 6) {
	case 0:
		mutate_ends();
		break;
	case 1:
		splice();
		break;
	case 2:
		put_in(at, &marks[next() % 6], 1);
		break;
	case 3:
		while (at < n_input && input[at] != '"')
			at++;
		put_in(at, "\"", 1);
		break;
	case 4:
		if (n_input >= SEED_HEAD + 3 &&
		    memcmp(input + SEED_HEAD, "\xef\xbb\xbf", 3) == 0)
			cut_out(SEED_HEAD, 3);
		break;
	default:
		mutate_line();
	}
}

static void
mutate(void)
{
	size_t	at = place(), from = place(), n = next() % 64 + 1;

	if (next() % 9 < 4) {
		mutate_text();
		return;
	}
	switch (next() % 5) {
	case 0:
		if (n_input > 0)
			input[at] = (uint8_t)next();
		break;
	case 1:
		if (n_input > 0)
			input[at] = (uint8_t)telling[next() % sizeof(telling)];
		break;
	case 2:
		n = n < n_input - at ? n : n_input - at;
		cut_out(at, n);
		break;
	case 3:
		n = n < n_input - from ? n : n_input - from;
		if (n_input + n <= BYTES_MAX) {
			memmove(input + at + n, input + at, n_input - at);
			memmove(input + at, input + (from < at ? from : 0), n);
			n_input += n;
		}
		break;
	default:
		if (next() % 8 == 0)
			n_input = at;
	}
}

/* What the target is looking at, for whoever has to find out why. */
static void
keep(int signal_number)
{
	FILE	*f = fopen("replay-failure", "wb");

	if (f != NULL) {
		fwrite(input, 1, n_input, f);
		fclose(f);
	}
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void
try(const char *what, size_t number)
{
	/* At its exact size, so that reading past it is noticed. */
	uint8_t	*exact = malloc(n_input > 0 ? n_input : 1);

	if (exact == NULL)
		return;
	memcpy(exact, input, n_input);
	alarm(TOO_LONG);
	LLVMFuzzerTestOneInput(exact, n_input);
	free(exact);
	if (number % 1000 == 0)
		printf("# %s %zu\n", what, number);
}

static size_t
count_runs(void)
{
	const char	*wanted = getenv("PS_LONG");
	const char	*number = getenv("PS_MUTATIONS");

	if (number != NULL && *number != '\0')
		return strtoul(number, NULL, 10);
	return wanted != NULL && *wanted != '\0' ? 100 * MUTATIONS :
	    MUTATIONS;
}

int
main(int argc, char **argv)
{
	const char	*corpora = getenv("ACCURACY_CORPORA");
	size_t		 runs = count_runs();

	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	signal(SIGABRT, keep);
	signal(SIGALRM, keep);
	for (int i = 1; i < argc && n_seeds < SEEDS_MAX; i++)
		add_seed(argv[i]);
	if (argc < 2) {
		add_seeds("tests/fuzz/seeds");
		add_seeds("examples");
		seeds[n_seeds++] = (struct seed){ malloc(1), 0 };
		if (corpora != NULL && *corpora != '\0')
			nftw(corpora, add_corpus, 16, FTW_PHYS);
	}
	for (size_t i = 0; i < n_seeds; i++) {
		memcpy(input, seeds[i].p, n_input = seeds[i].n);
		try("seed", i);
	}
	printf("ok 1 - %zu seeds\n", n_seeds);
	for (size_t i = 0; i < runs && n_seeds > 0; i++) {
		const struct seed	*s = &seeds[next() % n_seeds];

		memcpy(input, s->p, n_input = s->n < 4096 ? s->n :
		    next() % s->n);
		for (size_t k = next() % 8 + 1; k > 0; k--)
			mutate();
		try("mutation", i);
	}
	printf("ok 2 - %zu mutations\n1..2\n", runs);
	for (size_t i = 0; i < n_seeds; i++)
		free(seeds[i].p);
	return 0;
}
