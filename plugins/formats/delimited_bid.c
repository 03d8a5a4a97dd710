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

static const struct candidate no_delimiter = { "", 0, 24, 1.08, false };

/* Bits that a cell in single quotes speaks for them. */
static const double QUOTED_GAIN = 3;

static double
with_handicaps(const struct judge *j, const struct candidate *c,
    const struct trial *t, double bits)
{
	bits *= c->handicap;
	if (t->d.n_delim > 0 && t->k == 1)
		bits *= 1.2;
	bits += c->prior;
	if (t->d.quote == '"')
		return bits + 0.5;
	if (t->d.quote == '\0')
		return bits + (j->quotes ? 15 : 1);
	if (2 * (t->quoted + t->doubled) < j->s->scan->histogram['\''] *
	    (double)j->n / (double)j->s->length * 0.95)
		return bits * 1.02 + 10;
	return bits + 10 - QUOTED_GAIN * t->quoted;
}

/*
 * Single quotes are apostrophes unless they are used well: two cells do
 * where no other apostrophe is left.
 */
static bool
is_sound(const struct judge *j, const struct trial *t)
{
	if (t->d.quote != '\'')
		return true;
	if (t->quoted >= 3)
		return 10 * (t->bare + t->junk) <= t->quoted;
	return t->quoted == 2 && t->bare + t->junk == 0 &&
	    count_text(j, "'", 1) == 4;
}

static bool
cuts_alike(const struct dialect *a, const struct dialect *b)
{
	return a->n_delim == b->n_delim && a->runs == b->runs &&
	    memcmp(a->delim, b->delim, a->n_delim) == 0;
}

static void
try_dialect(struct judge *j, const struct candidate *c, struct trial *t)
{
	double	limit = 1e18;
	bool	same;

	if (j->best.rows > 0)
		limit = (j->best.bits * 1.02 + 50) / c->handicap;
	if (j->best.rows > 0 && t->d.quote == '\'')
		limit += QUOTED_GAIN / 2 * count_text(j, "'", 1);
	if (!trial_run(j, t, limit) || t->rows == 0 || !is_sound(j, t))
		return;
	t->bits = with_handicaps(j, c, t, (double)t->cost / BIT);
	same = cuts_alike(&j->best.d, &t->d);
	if (j->best.rows == 0 || t->bits < j->best.bits) {
		if (!same)
			j->second = j->best;
		j->best = *t;
		memcpy(j->pace, j->paced, sizeof(j->pace));
	} else if (!same && (j->second.rows == 0 ||
	    t->bits < j->second.bits))
		j->second = *t;
}

static bool
has_pair(const struct judge *j, char a, char b)
{
	for (size_t i = 1; i < j->n && i < FIRST_LOOK; i++)
		if (j->text[i] == b && j->text[i - 1] == a)
			return true;
	return false;
}

static struct trial
make_trial(const struct judge *j, const struct candidate *c, char quote)
{
	struct trial	t = { .d = { .quote = quote, .n_delim = c->n } };

	memcpy(t.d.delim, c->bytes, sizeof(t.d.delim));
	t.d.eol = j->any ? '\n' : j->eol;
	t.d.any = j->any;
	if (c->bytes[0] != '#' && j->s->scan->histogram['#'] > 0) {
		t.d.comment[0] = '#';
		t.d.n_comment = 1;
	}
	return t;
}

/* Cells of the first record. */
static uint32_t
first_width(struct judge *j, const struct trial *t)
{
	struct splitter	s;
	struct record	r = { .cells = j->cells, .room = JUDGED_COLUMNS };

	splitter_init(&s, &t->d, j->text, j->text + j->n, true);
	while (split_next(&s, &r) == STEP_RECORD)
		if (r.kind == RECORD_CELLS)
			return r.n;
	return 0;
}

/* Runs of blanks; then with a last column that takes the rest of the line. */
static void
try_runs(struct judge *j, const struct candidate *c, char quote)
{
	struct trial	t = make_trial(j, c, quote), rest;
	uint32_t	first;

	t.d.runs = true;
	rest = t;
	first = first_width(j, &t);
	try_dialect(j, c, &t);
	rest.d.rest = true;
	rest.fixed = first >= 3 && first < t.widest ? first : t.k;
	if (rest.fixed >= 3 && rest.fixed < t.widest)
		try_dialect(j, c, &rest);
}

/* With this delimiter, and blanks in runs as well. */
static void
try_delimiter(struct judge *j, const struct candidate *c, char quote)
{
	struct trial	t = make_trial(j, c, quote);

	try_dialect(j, c, &t);
	if (c->n == 1 && c->bytes[0] == ' ' && j->wide_blanks)
		try_runs(j, c, quote);
}

/* The delimiter that the user or the first line says, or any. */
static void
try_quote(struct judge *j, char quote)
{
	struct candidate	c = { .n = j->by_user.n_delim, .handicap = 1 };

	if (j->told) {
		memcpy(c.bytes, j->by_user.delim, sizeof(c.bytes));
		try_delimiter(j, &c, quote);
		return;
	}
	if (j->declared.n > 0) {
		try_delimiter(j, &j->declared, quote);
		return;
	}
	for (uint32_t i = 0; i < j->n_delims; i++)
		try_delimiter(j, &j->delims[i], quote);
	if (quote != '\'') {
		struct trial	t = make_trial(j, &no_delimiter, quote);

		try_dialect(j, &no_delimiter, &t);
	}
}

/* Would backslashes before quotes explain it better? */
static void
try_escape(struct judge *j)
{
	struct trial	t = { .d = j->best.d };

	if (t.d.quote == '\0' || j->s->scan->histogram['\\'] == 0 ||
	    !has_pair(j, '\\', t.d.quote))
		return;
	t.d.escape = '\\';
	if (trial_run(j, &t, 1e18) && t.cost < j->best.cost) {
		t.bits = j->best.bits * (double)t.cost /
		    (double)j->best.cost;
		j->best = t;
	}
}

/* Every quote has a backslash before it: whoever wrote so, quotes by it. */
static bool
all_escaped(const struct judge *j, char quote)
{
	const char	*p = j->s->text, *end = p + j->s->length;

	while ((p = memchr(p, quote, (size_t)(end - p))) != NULL) {
		if (p == j->s->text || p[-1] != '\\')
			return false;
		p++;
	}
	return true;
}

/* Is there a blank after each delimiter, and not because cells are aligned? */
static bool
is_spaced(const struct judge *j, const struct dialect *d)
{
	const char	*p = j->text, *end = p + j->n;
	uint32_t	 n = 0, other = 0;

	if (d->n_delim == 0 || is_space(d->delim[0]))
		return false;
	while ((p = memmem(p, (size_t)(end - p), d->delim, d->n_delim)) !=
	    NULL && (p += d->n_delim) < end) {
		n++;
		other += *p != ' ' || (p + 1 < end && p[1] == ' ');
	}
	return n >= 4 && other * 50 <= n;
}

/* Are nearly all double quotes used well?  Then they are no text. */
static bool
explains_quotes(const struct judge *j)
{
	const struct trial	*t = &j->best;
	uint64_t		 used = 2 * (uint64_t)(t->quoted + t->doubled);
	uint64_t		 all;

	if (t->d.quote != '"' || t->quoted < 2 || t->bare + t->junk > 0)
		return false;
	all = j->n == j->s->length ? j->s->scan->histogram['"'] :
	    count_text(j, "\"", 1);
	return used * 10 >= all * 9;
}

static void
try_quotes(struct judge *j)
{
	const uint32_t	*h = j->s->scan->histogram;

	try_quote(j, j->quotes ? '"' : '\0');
	if (j->quotes && !explains_quotes(j))
		try_quote(j, '\0');
	if (h['\''] >= 2 && (h['\''] * 3 >= j->s->scan->n_lines ||
	    *j->text == '\''))
		try_quote(j, '\'');
}

/* Each delimiter with each quote, and each line end where they differ. */
static void
try_all(struct judge *j)
{
	char	most = j->eol;

	j->any = false;
	j->best = j->second = (struct trial){ .rows = 0 };
	delims_find(j);
	try_quotes(j);
	if (!j->mixed)
		return;
	j->eol = most == '\n' ? '\r' : '\n';
	try_quotes(j);
	j->eol = most;
	j->any = true;
	try_quotes(j);
	j->any = false;
}

void
judge_all(struct judge *j)
{
	const uint32_t	*h = j->s->scan->histogram;

	j->quotes = h['"'] >= 2;
	j->wide_blanks = h[' '] * 2 >= j->s->scan->n_lines &&
	    has_pair(j, ' ', ' ');
	try_all(j);
	if (j->best.rows == 0)
		return;
	try_escape(j);
	j->best.d.trim = is_spaced(j, &j->best.d);
	if (j->quotes || j->best.d.quote != '\0')
		return;
	j->best.d.quote = '"';
	if (h['\''] >= 2 && all_escaped(j, '\'')) {
		j->best.d.quote = '\'';
		j->best.d.escape = '\\';
	}
}
