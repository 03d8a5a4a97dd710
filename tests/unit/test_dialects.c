/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_dialects.c - the probe's answer is the same in whatever order dialects
 * are tried, and whatever a neighbour is said to have had.
 *
 * Documents are the seeds of the fuzzers and made ones: tables in all kinds of
 * dialects, two in one document, with titles, prose and damage, so that many
 * dialects come near each other and the lead changes late.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../plugins/formats/delimited_probe.h"
#include "fake_host.h"
#include "tap.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);

#ifdef __SANITIZE_ADDRESS__
enum { MADE = 80 };
#else
enum { MADE = 400 };
#endif
enum { ROOM = 64 << 10, ORDERS = 6, ANSWER = 32 << 10 };

/* What each probe of this test is asked to do. */
static const uint8_t	*order;
static const char	*hint;

static const char *const hints[] = {
	"delimiter=,\nruns=false\nrest=false\n",
	"delimiter=;\nquote=\"\nruns=false\nrest=false\n",
	"delimiter=\\t\nruns=false\nrest=false\n",
	"delimiter= \nruns=true\nrest=false\n",
	"delimiter= \nruns=true\nrest=true\n",
	"delimiter=\nruns=false\nrest=false\n",
	"delimiter=||\nruns=false\nrest=false\n",
	"xdelimiter=,\nrepeated=delimiter=;\n",
	"",
};

static uint32_t
next(uint32_t *state, uint32_t n)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 8) % n;
}

static enum ps_status
probe_so(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct ps_sample	hinted = *s;

	hinted.sibling = hint;
	return delimited_probe_in(self, &hinted, guess, bid, order);
}

/* All that the probe says of it, as text. */
static void
answer(char *out, const char *name, const char *text, size_t n, bool whole)
{
	struct fake		*f = fake_new(delimited_LTX_ps_plugin());
	struct ps_format	 format = *f->format;
	const struct ps_bid	*b = &f->bid;
	size_t			 at;

	format.probe = probe_so;
	f->format = &format;
	if (whole)
		fake_probe(f, name, text, n);
	else
		fake_probe_head(f, name, text, n);
	at = (size_t)snprintf(out, ANSWER, "%d %a %a %u %u %u %a %s\n",
	    (int)b->tier, b->bits_saved, b->bits_margin, b->records,
	    b->records_ok, b->bytes_explained, b->layout_margin,
	    b->runner_up);
	for (uint32_t i = 0; i < f->n_suggested && at < ANSWER; i++)
		at += (size_t)snprintf(out + at, ANSWER - at, "%s=%s\n",
		    f->suggested[i].name, f->suggested[i].value);
	for (uint32_t i = 0; i < f->n_reasons && at < ANSWER; i++)
		at += (size_t)snprintf(out + at, ANSWER - at, "%s\n",
		    f->reasons[i]);
	fake_free(f);
}

/* The first one turned round, the others shuffled. */
static void
make_order(uint8_t *to, uint32_t which)
{
	uint32_t	state = which;

	for (uint32_t i = 0; i < MOST_RUNNERS; i++)
		to[i] = (uint8_t)(MOST_RUNNERS - 1 - i);
	for (uint32_t i = MOST_RUNNERS; which > 0 && i > 1; i--) {
		uint32_t	k = next(&state, i);
		uint8_t		was = to[k];

		to[k] = to[i - 1];
		to[i - 1] = was;
	}
}

/* Answers that differ from the first. */
static uint32_t
count_other(const char *name, const char *text, size_t n, bool whole)
{
	static char	first[ANSWER], other[ANSWER];
	uint8_t		shuffled[MOST_RUNNERS];
	uint32_t	bad = 0;

	order = NULL;
	hint = NULL;
	answer(first, name, text, n, whole);
	for (uint32_t i = 0; i < ORDERS; i++) {
		make_order(shuffled, i);
		order = shuffled;
		answer(other, name, text, n, whole);
		bad += strcmp(first, other) != 0;
		if (bad == 1)
			printf("# order %u\n# %s# %s", i, first, other);
	}
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		order = i % 2 == 0 ? NULL : shuffled;
		hint = hints[i];
		answer(other, name, text, n, whole);
		bad += strcmp(first, other) != 0;
	}
	return bad;
}

struct page {
	char	*p;
	size_t	 n;
};

static void
put(struct page *t, const char *s)
{
	size_t	n = strlen(s);

	if (n > ROOM - t->n)
		n = ROOM - t->n;
	memcpy(t->p + t->n, s, n);
	t->n += n;
}

/* A cell that more than one dialect can make something of. */
static void
put_cell(struct page *t, uint32_t *state, char quote)
{
	static const char *const	words[] = {
		"a, b", "x; y", "1|2", "p q r", "it's", "5\" pipe", "12,5",
		"", "plain", "12:30:05", "2024-01-02 03:04", "#7", "a  b",
		"1,234.5", "~", "x^2", "http://e.org/?a=1&b=2", "it''s"
	};
	const char	q[2] = { quote, '\0' };
	char		number[16];

	put(t, q);
	if (next(state, 2) == 0) {
		snprintf(number, sizeof(number), "%u", next(state, 5000));
		put(t, number);
	} else
		put(t, words[next(state, sizeof(words) / sizeof(*words))]);
	put(t, q);
}

static void
put_table(struct page *t, uint32_t *state, size_t most)
{
	static const char *const	delims[] = {
		",", ";", "\t", "|", " ", ":", "#", "*", "^", "~", "||",
		"::", "   ", " , "
	};
	const char	*d = delims[next(state, sizeof(delims) /
			    sizeof(*delims))];
	char		 quote = "\"'\0\0"[next(state, 4)];
	uint32_t	 k = 1 + next(state, 7), late = next(state, 60);

	for (uint32_t row = 0; t->n < most; row++) {
		for (uint32_t i = 0; i < k; i++) {
			put(t, i > 0 ? d : "");
			put_cell(t, state, row >= late ? quote : '\0');
		}
		if (next(state, 9) == 0)
			put(t, d);
		put(t, "\n");
	}
}

static void
put_prose(struct page *t, uint32_t *state, size_t most)
{
	static const char *const	lines[] = {
		"This, then, is text; and it isn't a table.\n", "\n",
		"# a comment: with a colon\n", "Table 1: sales, by region\n",
		"it's 'quoted' - \"so\" | what\n", "one two  three\n"
	};

	while (t->n < most)
		put(t, lines[next(state, sizeof(lines) / sizeof(*lines))]);
}

static void
make(struct page *t, uint32_t seed)
{
	static const size_t	sizes[] = { 40, 300, 900, 3000, 9000, 30000 };
	uint32_t		state = seed * 7919 + 1;
	size_t			most = sizes[next(&state, 6)];

	t->n = 0;
	if (next(&state, 3) == 0)
		put_prose(t, &state, next(&state, 2500));
	put_table(t, &state, t->n + most / 2);
	if (next(&state, 3) == 0)
		put_prose(t, &state, t->n + next(&state, 400));
	if (next(&state, 2) == 0)
		put_table(t, &state, t->n + most / 2);
	for (uint32_t i = next(&state, 4) * 3; i > 0; i--)
		t->p[next(&state, (uint32_t)t->n)] =
		    "\",;'\n\t |\\"[next(&state, 9)];
}

static void
test_made(struct page *t)
{
	static const char *const	names[] = { "a.csv", "a.txt", "a" };

	for (uint32_t i = 0; i < MADE; i++) {
		make(t, i);
		ok(count_other(names[i % 3], t->p, t->n, i % 4 != 0) == 0,
		    "made document %u: one answer", i);
	}
}

static void
test_seeds(struct page *t, const char *folder)
{
	DIR		*d = opendir(folder);
	struct dirent	*e;
	char		 path[4300];
	FILE		*f;

	while (d != NULL && (e = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		if (e->d_name[0] == '.' || (f = fopen(path, "rb")) == NULL)
			continue;
		t->n = fread(t->p, 1, ROOM, f);
		fclose(f);
		ok(t->n == 0 || count_other(e->d_name, t->p, t->n,
		    true) == 0, "seed %s: one answer", e->d_name);
	}
	if (d != NULL)
		closedir(d);
}

/* Cases in which who runs first once decided. */
static void
test_cases(struct page *t)
{
	static const char *const	cases[] = {
		"a;b,c\nx;y,z\nu;v,w\n", "a,b;c\n1,2;3\n",
		"'a';'b'\n'1';'2'\n", "1,5;2,5\n3,5;4,5\n",
		"a b  c\n1 2  3\nx y  z and more\n", "a||b\n1||2\n",
		"\"a;b\",\"c;d\"\n\"e;f\",\"g;h\"\n", "it's\n\"so\"\n",
		"1^2~3\n4^5~6\n7^8~9\n1^3~5\n2^4~6\n3^5~7\n4^6~8\n5^7~9\n",
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		t->n = 0;
		put(t, cases[i]);
		ok(count_other("a.csv", t->p, t->n, true) == 0,
		    "case %zu: one answer", i);
	}
}

int
main(void)
{
	const char	*source = getenv("PS_SOURCE");
	char		 folder[4000];
	struct page	 t = { .p = malloc(ROOM) };

	if (t.p == NULL)
		return 1;
	test_cases(&t);
	test_made(&t);
	snprintf(folder, sizeof(folder), "%s/tests/fuzz/seeds",
	    source != NULL ? source : ".");
	test_seeds(&t, folder);
	free(t.p);
	done_testing();
}
