/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_bid.c - which dialect, if any.
 *
 * Every dialect that the bytes allow is tried, in up to three heats: by how
 * cells are quoted.  One text column is tried like all others.
 */
#include <stdio.h>
#include <string.h>

#include "delimited_probe.h"

static const struct candidate no_delimiter = { "", 0, 24, 1.08, false };

/* In blocks of a fixed size, which the compiler makes the most of. */
static bool
has_pair(const struct judge *j, char a, char b)
{
	size_t	n = j->n < FIRST_LOOK ? j->n : FIRST_LOOK, i = 0;

	for (; i + BLOCK < n; i += BLOCK) {
		uint8_t	found = 0;

		for (int k = 0; k < BLOCK; k++)
			found |= (j->text[i + k] == a) &
			    (j->text[i + k + 1] == b);
		if (found != 0)
			return true;
	}
	for (; i + 1 < n; i++)
		if (j->text[i] == a && j->text[i + 1] == b)
			return true;
	return false;
}

static struct trial
make_trial(const struct judge *j, const struct candidate *c, char quote)
{
	struct trial	t = { .d = { .quote = quote, .escape = j->escape,
			    .n_delim = c->n } };

	memcpy(t.d.delim, c->bytes, sizeof(t.d.delim));
	t.d.eol = j->any ? '\n' : j->eol;
	t.d.any = j->any;
	if (c->bytes[0] != j->comment &&
	    j->s->scan->histogram[(uint8_t)j->comment] > 0) {
		t.d.comment[0] = j->comment;
		t.d.n_comment = 1;
	}
	return t;
}

static struct runner *
enter(struct judge *j, const struct candidate *c, const struct trial *t)
{
	struct runner	*x = rounds_add(j);
	uint32_t	 rank = x->t.rank;

	x->t = *t;
	x->t.rank = rank;
	x->handicap = c->handicap;
	x->prior = c->prior;
	return x;
}

/* Cells of the first record. */
static uint32_t
first_width(struct judge *j, const struct trial *t)
{
	struct splitter	s;
	struct record	r = { .cells = j->cells, .room = JUDGED_COLUMNS };

	splitter_init(&s, &t->d, j->text, j->text + j->n, true);
	while (split_next(&s, &r) == STEP_RECORD)
		if (r.kind == PS_RECORD_CELLS)
			return r.n;
	return 0;
}

/* Runs of blanks; then with a last column that takes the rest of the line. */
static void
enter_runs(struct judge *j, const struct candidate *c, char quote)
{
	struct trial	 t = make_trial(j, c, quote);
	struct runner	*x;
	uint32_t	 first, k, widest;

	t.d.runs = true;
	x = enter(j, c, &t);
	first = first_width(j, &t);
	runner_widths(j, x);
	k = x->t.k;
	widest = x->t.widest;
	x->t.k = x->t.widest = 0;
	t.d.rest = true;
	t.fixed = first >= 3 && first < widest ? first : k;
	if (t.fixed >= 3 && t.fixed < widest)
		enter(j, c, &t);
}

/* With this delimiter, and blanks in runs as well. */
static void
enter_delimiter(struct judge *j, const struct candidate *c, char quote)
{
	struct trial	t = make_trial(j, c, quote);

	if (c->n == 1 && quote != '\0' && c->bytes[0] == quote)
		return;
	enter(j, c, &t);
	if (c->n == 1 && c->bytes[0] == ' ' && j->wide_blanks)
		enter_runs(j, c, quote);
}

/* The delimiter that the user or the first line says, or any. */
static void
enter_all(struct judge *j, char quote)
{
	struct candidate	c = { .n = j->by_user.n_delim, .handicap = 1 };

	if (j->told) {
		memcpy(c.bytes, j->by_user.delim, sizeof(c.bytes));
		enter_delimiter(j, &c, quote);
		return;
	}
	if (j->declared.n > 0) {
		enter_delimiter(j, &j->declared, quote);
		return;
	}
	for (uint32_t i = 0; i < j->n_delims; i++)
		enter_delimiter(j, &j->delims[i], quote);
	if (quote != '\'') {
		struct trial	t = make_trial(j, &no_delimiter, quote);

		enter(j, &no_delimiter, &t);
	}
}

static void
try_quote(struct judge *j, char quote)
{
	enter_all(j, quote);
	rounds_run(j);
}

/* Would backslashes before quotes explain it better? */
static void
try_escape(struct judge *j)
{
	struct runner	*x;
	char		 quote = j->best.d.quote;

	if (quote == '\0' || j->best.d.escape != '\0' ||
	    j->s->scan->histogram['\\'] == 0 ||
	    !has_pair(j, '\\', quote))
		return;
	x = rounds_add(j);
	j->n_runners = 0;
	x->t.d = j->best.d;
	x->t.d.escape = '\\';
	runner_start(j, x);
	if (!runner_go(j, x, j->n, j->best.cost))
		return;
	runner_end(j, x);
	if (x->t.cost < j->best.cost) {
		x->t.bits = j->best.bits * (double)x->t.cost /
		    (double)j->best.cost;
		j->best = x->t;
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
	uint32_t	 n, other = 0;

	if (d->n_delim == 0 || is_space(d->delim[0]))
		return false;
	n = count_text(j, d->delim, d->n_delim);
	while (other * 50 <= n && (p = memmem(p, (size_t)(end - p), d->delim,
	    d->n_delim)) != NULL && (p += d->n_delim) < end)
		other += *p != ' ' || (p + 1 < end && p[1] == ' ');
	return n >= 4 && other * 50 <= n;
}

/* Are nearly all double quotes used well?  Then they are no text. */
static bool
explains_quotes(const struct judge *j)
{
	const struct trial	*t = &j->best;
	uint64_t		 used = 2 * (uint64_t)(t->quoted + t->doubled);

	if (t->d.quote != '"' || t->quoted < 2 || t->bare + t->junk > 0)
		return false;
	return used * 10 >= 9 * (uint64_t)count_text(j, "\"", 1);
}

static void
try_quotes(struct judge *j)
{
	const uint32_t	*h = j->s->scan->histogram;

	if (j->unquoted || j->told_quote) {
		try_quote(j, j->told_quote ? j->by_user.quote : '\0');
		return;
	}
	try_quote(j, j->quotes ? '"' : '\0');
	if (j->quotes && has_pair(j, '\\', '"')) {
		j->escape = '\\';
		try_quote(j, '"');
		j->escape = '\0';
	}
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
	j->escape = '\0';
	j->best = j->second = (struct trial){ .rows = 0 };
	j->late[0] = j->late[1] = j->best;
	j->heats = 0;
	for (int i = 0; i < ROUNDS; i++)
		j->pace[i] = 1e18;
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
	if (j->attributes > 0 && j->best.quoted == 0) {
		j->best.d.quote = '\'';
		j->best.d.escape = has_pair(j, '\\', '\'') ? '\\' : '\0';
		return;
	}
	if (h['\\'] > 0 && letters_find(j)) {
		j->best.d.quote = '\0';
		j->best.d.escape = '\\';
		j->best.d.letters = true;
		return;
	}
	if (j->quotes || j->unquoted || j->best.d.quote != '\0')
		return;
	j->best.d.quote = '"';
	if (h['\''] >= 2 && all_escaped(j, '\'')) {
		j->best.d.quote = '\'';
		j->best.d.escape = '\\';
	}
}
