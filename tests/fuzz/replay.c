/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * replay.c - a fuzz target without libFuzzer: seeds, findings of the past and
 * some thousands of mutations of them, the same in every run.
 *
 * A target that fails ends the process; the input it fails on is kept in
 * replay-failure and its number is printed before it is tried.
 */
#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEEDS_MAX	500
#define BYTES_MAX	65536
#define MUTATIONS	4000u		/* a hundred times more with PS_LONG */

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
	s->n = s->p == NULL ? 0 : fread(s->p, 1, BYTES_MAX / 2, f);
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
mutate(void)
{
	size_t	at = place(), from = place(), n = next() % 64 + 1;

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
		memmove(input + at, input + at + n, n_input - at - n);
		n_input -= n;
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
	LLVMFuzzerTestOneInput(exact, n_input);
	free(exact);
	if (number % 1000 == 0)
		printf("# %s %zu\n", what, number);
}

int
main(int argc, char **argv)
{
	const char	*wanted = getenv("PS_LONG");
	size_t		 runs = wanted != NULL && *wanted != '\0' ?
			    100 * MUTATIONS : MUTATIONS;

	signal(SIGABRT, keep);
	for (int i = 1; i < argc && n_seeds < SEEDS_MAX; i++)
		add_seed(argv[i]);
	if (argc < 2) {
		add_seeds("tests/fuzz/seeds");
		add_seeds("examples");
		seeds[n_seeds++] = (struct seed){ malloc(1), 0 };
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
