/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_bid.c - which dialect, if any.
 *
 * Every dialect that the bytes allow is tried, likely ones first, and given
 * up as soon as it costs more than the best so far.  One text column is tried
 * like all others.
 */
#include <stdio.h>
#include <string.h>

#include "delimited_probe.h"

/* Delimiters, likely ones first. */
struct candidate {
	char	c;
	double	prior;		/* bits, once */
	double	handicap;	/* times all others */
	bool	rare;		/* only if on every second line */
};

static const struct candidate candidates[] = {
	{ ',', 1, 1, false }, { ';', 2.5, 1, false },
	{ '\t', 2.5, 1, false }, { '|', 3.5, 1, false },
	{ ' ', 15, 1.12, true }, { ':', 22.5, 1.25, true },
	{ '#', 25, 1.05, true }, { '*', 30, 1.05, true },
	{ '^', 15, 1.05, true }, { '~', 15, 1.05, true },
	{ '\x01', 7.5, 1, true }, { '\x1f', 7.5, 1, true },
};

enum { N_CANDIDATES = sizeof(candidates) / sizeof(candidates[0]) };

static const struct candidate no_delimiter = { '\0', 24, 1.08, false };

static double
with_handicaps(const struct judge *j, const struct candidate *c,
    const struct trial *t, double bits)
{
	bits *= c->handicap;
	if (t->d.n_delim > 0 && t->k == 1)
		bits *= 1.2;
	if (t->d.quote == '\'')
		bits *= 1.02;
	bits += c->prior;
	if (t->d.quote == '"')
		return bits + 0.5;
	if (t->d.quote == '\'')
		return bits + 10;
	return bits + (j->quotes ? 15 : 1);
}

/* Single quotes are apostrophes unless they are used well. */
static bool
is_sound(const struct trial *t)
{
	return t->d.quote != '\'' || (t->quoted >= 3 && t->bare == 0 &&
	    t->junk == 0);
}

static void
try_dialect(struct judge *j, const struct candidate *c, struct trial *t)
{
	double	limit = 1e18;

	if (j->best.rows > 0)
		limit = (j->best.bits * 1.02 + 50) / c->handicap;
	if (!trial_run(j, t, limit) || t->rows == 0 || !is_sound(t))
		return;
	t->bits = with_handicaps(j, c, t, (double)t->cost / BIT);
	if (j->best.rows == 0 || t->bits < j->best.bits) {
		j->second = j->best;
		j->best = *t;
		memcpy(j->pace, j->paced, sizeof(j->pace));
	} else if (j->second.rows == 0 || t->bits < j->second.bits)
		j->second = *t;
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

static struct trial
make_trial(const struct judge *j, char delim, char quote)
{
	struct trial	t = { .d = { .quote = quote, .delim = { delim } } };

	t.d.n_delim = delim != '\0';
	t.d.eol = j->s->scan->histogram['\n'] == 0 &&
	    j->s->scan->histogram['\r'] > 0 ? '\r' : '\n';
	if (delim != '#' && j->s->scan->histogram['#'] > 0) {
		t.d.comment[0] = '#';
		t.d.n_comment = 1;
	}
	return t;
}

static void
try_quote(struct judge *j, char quote)
{
	const uint32_t	*h = j->s->scan->histogram;
	uint32_t	 lines = j->s->scan->n_lines;

	for (int i = 0; i < N_CANDIDATES; i++) {
		const struct candidate	*c = &candidates[i];
		uint32_t		 n = h[(uint8_t)c->c];
		struct trial		 t = make_trial(j, c->c, quote);

		if (n == 0 || (c->rare && n * 2 < lines) ||
		    (c->c == '#' && begins_lines(j, '#')))
			continue;
		try_dialect(j, c, &t);
		if (c->c == ' ' && j->wide_blanks) {
			t = make_trial(j, c->c, quote);
			t.d.runs = true;
			try_dialect(j, c, &t);
		}
	}
	if (quote != '\'') {
		struct trial	t = make_trial(j, '\0', quote);

		try_dialect(j, &no_delimiter, &t);
	}
}

static bool
has_pair(const struct judge *j, char a, char b)
{
	for (size_t i = 1; i < j->n; i++)
		if (j->text[i] == b && j->text[i - 1] == a)
			return true;
	return false;
}

/* Would backslashes before quotes explain it better? */
static void
try_escape(struct judge *j)
{
	struct trial	t = make_trial(j, j->best.d.delim[0],
			    j->best.d.quote);

	if (t.d.quote == '\0' || j->s->scan->histogram['\\'] == 0 ||
	    !has_pair(j, '\\', t.d.quote))
		return;
	t.d = j->best.d;
	t.d.escape = '\\';
	if (trial_run(j, &t, 1e18) && t.cost < j->best.cost) {
		t.bits = j->best.bits * (double)t.cost /
		    (double)j->best.cost;
		j->best = t;
	}
}

/* Are nearly all double quotes used well?  Then they are no text. */
static bool
explains_quotes(const struct judge *j)
{
	const struct trial	*t = &j->best;
	uint64_t		 used = 2 * (uint64_t)(t->quoted + t->doubled);
	uint64_t		 all = 0;

	if (t->d.quote != '"' || t->quoted < 2 || t->bare + t->junk > 0)
		return false;
	for (size_t i = 0; i < j->n; i++)
		all += j->text[i] == '"';
	return used * 10 >= all * 9;
}

void
judge_all(struct judge *j)
{
	const uint32_t	*h = j->s->scan->histogram;

	j->best = j->second = (struct trial){ .rows = 0 };
	j->quotes = h['"'] >= 2;
	j->wide_blanks = h[' '] * 2 >= j->s->scan->n_lines &&
	    has_pair(j, ' ', ' ');
	try_quote(j, j->quotes ? '"' : '\0');
	if (j->quotes && !explains_quotes(j))
		try_quote(j, '\0');
	if (h['\''] >= 2 && h['\''] * 3 >= j->s->scan->n_lines)
		try_quote(j, '\'');
	if (j->best.rows > 0)
		try_escape(j);
	if (!j->quotes)
		j->best.d.quote = '"';
}
