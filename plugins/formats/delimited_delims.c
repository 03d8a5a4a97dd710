/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_delims.c - what may part the cells of this document.
 *
 * Single bytes and signs stand in a table.  Delimiters of several bytes are
 * found: a run of punctuation that comes again and again, and whose bytes
 * stand nowhere else.
 */
#include <string.h>

#include "delimited_probe.h"

/* Of two that cost the same, the first. */
static const struct candidate candidates[] = {
	{ ",", 1, 1, 1, false }, { ";", 1, 2.5, 1, false },
	{ "\t", 1, 2.5, 1, false }, { "|", 1, 3.5, 1, false },
	{ " ", 1, 15, 1.12, true }, { ":", 1, 22.5, 1.25, true },
	{ "#", 1, 25, 1.05, true }, { "*", 1, 30, 1.05, true },
	{ "^", 1, 15, 1.05, true }, { "~", 1, 15, 1.05, true },
	{ "\x01", 1, 7.5, 1, true }, { "\x1f", 1, 7.5, 1, true },
	/* section sign, broken bar */
	{ "\xc2\xa7", 2, 12, 1, true }, { "\xc2\xa6", 2, 12, 1, true },
};

enum { N_CANDIDATES = sizeof(candidates) / sizeof(candidates[0]) };
_Static_assert(N_CANDIDATES + MOST_RUNS <= MOST_DELIMS, "room for all");

/* Bytes that delimiters of several bytes are made of. */
static const bool in_run[256] = {
	['|'] = true, [':'] = true, [';'] = true, [','] = true, ['~'] = true,
	['^'] = true, ['#'] = true, ['*'] = true, ['@'] = true, ['$'] = true,
	['%'] = true, ['&'] = true, ['!'] = true, ['+'] = true
};

/* In blocks of a fixed size, which the compiler makes the most of. */
static uint32_t
count_byte(const char *p, size_t n, char c)
{
	uint32_t	count = 0;

	for (; n >= BLOCK; n -= BLOCK, p += BLOCK) {
		uint8_t	in = 0;

		for (int i = 0; i < BLOCK; i++)
			in = (uint8_t)(in + (p[i] == c));
		count += in;
	}
	for (; n > 0; n--)
		count += *p++ == c;
	return count;
}

uint32_t
count_text(const struct judge *j, const char *what, size_t n)
{
	const char	*p = j->text, *end = p + j->n;
	uint32_t	 count = 0;

	if (n == 1)
		return j->n == j->s->length ?
		    j->s->scan->histogram[(uint8_t)*what] :
		    count_byte(p, j->n, *what);
	while ((p = memmem(p, (size_t)(end - p), what, n)) != NULL) {
		count++;
		p += n;
	}
	return count;
}

/* Lines that begin with the byte: a comment mark is no delimiter. */
static bool
begins_lines(const struct judge *j, char c)
{
	uint32_t	n = j->n > 0 && j->text[0] == c;

	for (size_t i = 1; i < j->n; i++)
		n += j->text[i] == c && j->text[i - 1] == '\n';
	return n * 5 > j->lines;
}

/* Do the bytes of the sample allow it? */
static bool
may_be(const struct judge *j, const struct candidate *c)
{
	const uint32_t	*h = j->s->scan->histogram;
	uint32_t	 n = h[(uint8_t)c->bytes[0]], lines = j->lines;

	if (n > 0 && c->n > 1) {
		n = count_text(j, c->bytes, c->n);
		lines = count_text(j, &j->eol, 1);
	}
	if (n == 0 || (c->rare && (n * 2 < lines || j->lines < 2)))
		return false;
	return c->bytes[0] != '#' || !begins_lines(j, '#');
}

/*
 * Is the byte never in a run whose length n does not divide?  Those that are
 * no delimiters alone may be, in times or prices, but less often.
 */
static bool
comes_in(const struct judge *j, char c, uint32_t n)
{
	const char	*p = j->text, *end = p + j->n, *start;
	bool		 strict = memchr(",;|", c, 3) != NULL;
	size_t		 in = 0, out = 0;

	while ((p = memchr(p, c, (size_t)(end - p))) != NULL) {
		for (start = p; p < end && *p == c;)
			p++;
		if ((size_t)(p - start) % n == 0)
			in += (size_t)(p - start);
		else
			out += (size_t)(p - start);
		if (strict && out > 0)
			return false;
	}
	return in >= out;
}

static bool
is_one_byte(const struct candidate *c)
{
	for (uint32_t i = 1; i < c->n; i++)
		if (c->bytes[i] != c->bytes[0])
			return false;
	return true;
}

/* No more often than this can it be here. */
static uint32_t
most_often(const struct judge *j, const struct candidate *c)
{
	uint32_t	least = UINT32_MAX;

	for (uint32_t i = 0; i < c->n; i++) {
		uint32_t	in = 0, all = count_text(j, &c->bytes[i], 1);

		for (uint32_t k = 0; k < c->n; k++)
			in += c->bytes[k] == c->bytes[i];
		if (all / in < least)
			least = all / in;
	}
	return least;
}

/*
 * On every line, as it were, and its bytes hardly elsewhere: nine tenths of
 * the rarest.
 */
static bool
parts_lines(const struct judge *j, const struct candidate *c)
{
	uint32_t	lines = count_text(j, &j->eol, 1);
	uint32_t	most = most_often(j, c), n;

	if (most < lines || most < 2)
		return false;
	if (is_one_byte(c) && !comes_in(j, c->bytes[0], c->n))
		return false;
	n = count_text(j, c->bytes, c->n);
	return n >= lines && n >= 2 && (is_one_byte(c) || n * 10 >= most * 9);
}

/* Has this run been looked at? */
static bool
is_known(const struct candidate *seen, uint32_t n, const char *p, size_t len)
{
	for (uint32_t i = 0; i < n; i++)
		if (seen[i].n == len && memcmp(seen[i].bytes, p, len) == 0)
			return true;
	return false;
}

/*
 * The delimiters of several bytes among the first runs of punctuation.  No
 * run of two can be stepped over by looking at every second byte.
 */
static uint32_t
find_runs(const struct judge *j, struct candidate *out)
{
	const char		*p = j->text, *end = p + j->n, *start;
	struct candidate	 seen[SEEN_RUNS];
	uint32_t		 n_seen = 0, n = 0;

	while (n_seen < SEEN_RUNS && n < MOST_RUNS) {
		for (; end - p > 1 && !in_run[(uint8_t)p[1]]; p += 2)
			;
		if (end - p < 2)
			break;
		p += !in_run[(uint8_t)*p];
		for (start = p; p < end && in_run[(uint8_t)*p];)
			p++;
		if (p - start < 2 || p - start > MAX_DELIM ||
		    is_known(seen, n_seen, start, (size_t)(p - start)))
			continue;
		seen[n_seen] = (struct candidate){ .n = (uint8_t)(p - start),
		    .prior = 10, .handicap = 1, .rare = true };
		memcpy(seen[n_seen].bytes, start, seen[n_seen].n);
		if (parts_lines(j, &seen[n_seen]))
			out[n++] = seen[n_seen];
		n_seen++;
	}
	return n;
}

void
delims_find(struct judge *j)
{
	j->n_delims = 0;
	for (int i = 0; i < N_CANDIDATES; i++)
		if (may_be(j, &candidates[i]))
			j->delims[j->n_delims++] = candidates[i];
	j->n_delims += find_runs(j, j->delims + j->n_delims);
}
