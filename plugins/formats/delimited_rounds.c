/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_rounds.c - the best of many dialects, whatever their order.
 *
 * All run over the first bytes of the sample, those that are still near the
 * best over twice as many, and so on; who is left runs to the end.  Who is
 * out is decided by the costs of a whole round, never by who ran first.  Only
 * what is certain to end so is stopped amid a round: costs do but grow.
 */
#include <string.h>

#include "delimited_probe.h"

/* Bits that a cell in single quotes speaks for them. */
static const double	QUOTED_GAIN = 3;
/* Out are those behind the best of a round by an eighth and so many bits, */
static const double	SLACK = 400;
/* and at the end those behind by this share and so many bits. */
static const double	NEAR = 1.02, NEAR_BITS = 50;

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

/* The bits of a trial of n eighths, with handicaps. */
static double
weigh(const struct judge *j, const struct runner *x, double n, bool narrow)
{
	const struct trial	*t = &x->t;
	double			 bits = n / PS_BIT * x->handicap;

	if (t->d.n_delim > 0 && narrow)
		bits *= 1.2;
	bits += x->prior;
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
 * A first line of names, as many as the rows have cells, speaks for what cuts
 * it: a title is rarely cut so, and rows of another width below names are not.
 */
static const double	NAMED = 0.93, NAMED_BITS = 30;

static bool
is_name(const struct judge *j, const char *p, size_t n)
{
	bool		letter = false;
	uint32_t	cost;

	for (size_t i = 0; i < n && !letter; i++)
		letter = p[i] >= 'A' || (unsigned char)p[i] >= 0x80;
	return letter && ps_look_of(j->self, p, n, &cost) >= PS_LOOK_WORD;
}

/* How many names the first line is cut into; 0: not into names. */
static uint32_t
count_names(const struct judge *j, const struct dialect *d)
{
	const char	*p = j->text, *end = j->text + j->n, *at, *e;
	uint32_t	 n = 0;

	while (p < end && (*p == '\n' || *p == '\r'))
		p++;
	for (e = p; e < end && *e != '\n' && *e != '\r';)
		e++;
	if (d->n_delim == 0 || d->runs)
		return 0;
	for (;; p = at + d->n_delim) {
		at = memmem(p, (size_t)(e - p), d->delim, d->n_delim);
		if (!is_name(j, p, (size_t)((at == NULL ? e : at) - p)))
			return 0;
		n++;
		if (at == NULL)
			return n;
	}
}

/* Nearly all rows have a cell for each name. */
static bool
is_named(const struct runner *x)
{
	return x->names > 1 && x->names == x->t.k &&
	    x->widths[x->t.k] * 20 >= x->t.rows * 19;
}

static double
favour(double bits)
{
	return bits * NAMED - NAMED_BITS;
}

/* At least so many will they be, however it goes on. */
static double
weigh_least(const struct judge *j, const struct runner *x, double n)
{
	double	bits = n / PS_BIT * x->handicap + x->prior;

	if (x->t.d.quote == '\'')
		bits += 10 - QUOTED_GAIN * x->t.quoted;
	else
		bits += x->t.d.quote == '"' ? 0.5 : j->quotes ? 15 : 1;
	return x->names > 1 ? favour(bits) : bits;
}

static bool
is_better(const struct trial *a, const struct trial *b)
{
	return b->rows == 0 || a->bits < b->bits || (a->bits == b->bits &&
	    a->rank < b->rank);
}

/* The best two of different delimiters. */
static void
keep_best(struct trial *best, struct trial *second, const struct trial *t)
{
	bool	same = cuts_alike(&best->d, &t->d);

	if (is_better(t, best)) {
		if (!same)
			*second = *best;
		*best = *t;
	} else if (!same && is_better(t, second))
		*second = *t;
}

/*
 * Of those that are out, the two that were in for longest.  Of two trials of
 * one delimiter either may be met here, so its place decides, not theirs.
 */
static void
keep_late(struct judge *j, const struct trial *x, int round)
{
	const struct trial	t = {
		.d = x->d, .rows = 1, .rank = x->rank % MOST_RUNNERS,
		.bits = -round
	};

	keep_best(&j->late[0], &j->late[1], &t);
}

/* Eighths of a bit at which more than `bits` are certain. */
static uint64_t
most_for(const struct runner *x, double bits)
{
	double	most;

	if (x->names > 1)
		bits = (bits + NAMED_BITS) / NAMED;
	most = ((bits - x->prior) / x->handicap + x->gain) * PS_BIT;

	return most < 0 ? 0 : most < 1e15 ? (uint64_t)most : UINT64_MAX;
}

static double
bound(double best, int round)
{
	return round < ROUNDS ? best + best / 8 + SLACK :
	    best * NEAR + NEAR_BITS;
}

/*
 * Text that is not cut makes little of titles and headers that break lines,
 * and single quotes may prove unsound: these are behind others, not before.
 */
static bool
sets_pace(const struct dialect *d)
{
	return d->n_delim > 0 && d->quote != '\'';
}

/* All of them up to byte `until`; who is far behind then is out. */
static void
run_round(struct judge *j, int round, size_t until)
{
	double		*best = &j->pace[round];
	struct runner	*x;
	uint32_t	 n = 0;

	for (uint32_t i = 0; i < j->n_runners; i++) {
		double	bits;

		x = j->runners[i];
		if (!runner_go(j, x, until, most_for(x, bound(*best, round)))) {
			keep_late(j, &x->t, round);
			continue;
		}
		j->runners[i] = j->runners[n];
		j->runners[n++] = x;
		bits = weigh(j, x, runner_cost(x, until),
		    x->widths[1] >= x->most_wide);
		if (bits < *best && sets_pace(&x->t.d))
			*best = bits;
	}
	j->n_runners = n;
	n = 0;
	for (uint32_t i = 0; i < j->n_runners; i++) {
		x = j->runners[i];
		x->t.bits = weigh_least(j, x, runner_cost(x, until));
		if (x->t.bits > bound(*best, round)) {
			keep_late(j, &x->t, round);
			continue;
		}
		j->runners[i] = j->runners[n];
		j->runners[n++] = x;
	}
	j->n_runners = n;
}

/* The likeliest first: the limit that it sets stops others soon. */
static void
sort_runners(struct judge *j)
{
	for (uint32_t i = 1; i < j->n_runners; i++) {
		struct runner	*x = j->runners[i];
		uint32_t	 at = i;

		for (; at > 0 && x->t.bits < j->runners[at - 1]->t.bits; at--)
			j->runners[at] = j->runners[at - 1];
		j->runners[at] = x;
	}
}

static void
run_out(struct judge *j, struct runner *x)
{
	double	limit = j->best.rows > 0 ? bound(j->best.bits, ROUNDS) : 1e18;

	if (!runner_go(j, x, j->n, most_for(x, limit))) {
		x->t.bits = 1e18;
		return;
	}
	runner_end(j, x);
	x->t.bits = weigh(j, x, (double)x->t.cost, x->t.k == 1);
	if (is_named(x))
		x->t.bits = favour(x->t.bits);
	if (x->t.rows > 0 && is_sound(j, &x->t))
		keep_best(&j->best, &j->second, &x->t);
}

/* The end is a round like others: who is far behind is out. */
static void
run_all_out(struct judge *j)
{
	double	limit;

	for (uint32_t i = 0; i < j->n_runners; i++)
		run_out(j, j->runners[i]);
	limit = j->best.rows > 0 ? bound(j->best.bits, ROUNDS) : 1e18;
	for (uint32_t i = 0; i < j->n_runners; i++)
		if (j->runners[i]->t.bits > limit)
			keep_late(j, &j->runners[i]->t, ROUNDS);
	if (j->second.rows > 0 && j->second.bits > limit) {
		keep_late(j, &j->second, ROUNDS);
		j->second.rows = 0;
	}
}

const struct trial *
rounds_second(const struct judge *j, double *lead)
{
	const struct trial	*t = &j->late[0];
	double			 pace = j->best.bits;
	int			 round;

	if (j->second.rows > 0) {
		*lead = j->second.bits - j->best.bits;
		return &j->second;
	}
	t += cuts_alike(&t->d, &j->best.d);
	round = (int)-t->bits;
	if (round < ROUNDS)
		pace = j->pace[round];
	*lead = j->best.bits * (bound(pace, round) / pace - 1);
	return t->rows > 0 ? t : NULL;
}

_Static_assert(MOST_DELIMS + 3 <= MOST_RUNNERS, "blanks in runs, twice, "
    "and one column, too");

struct runner *
rounds_add(struct judge *j)
{
	struct runner	**x = &j->runners[j->n_runners];

	if (*x == NULL) {
		*x = ps_alloc(j->self, sizeof(**x));
		(*x)->room = 0;
	}
	(*x)->t = (struct trial){ .rank = j->heats * MOST_RUNNERS +
	    j->n_runners++ };
	(*x)->gain = 0;
	(*x)->names = 0;
	return *x;
}

void
rounds_run(struct judge *j)
{
	size_t	until = FIRST_ROUND;

	order_runners(j);
	for (uint32_t i = 0; i < j->n_runners; i++) {
		struct runner	*x = j->runners[i];

		if (x->t.d.quote == '\'')
			x->gain = QUOTED_GAIN / 2 * count_text(j, "'", 1);
		x->names = count_names(j, &x->t.d);
		runner_start(j, x);
	}
	for (int r = 0; r < ROUNDS && until < j->n; r++, until *= 2)
		run_round(j, r, until);
	sort_runners(j);
	run_all_out(j);
	j->n_runners = 0;
	j->heats++;
}
