/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_cost.c - how many bits a sample costs under one dialect.
 *
 * Each cell is told by its kind and by how it differs from the cell above it.
 * The right dialect makes columns that repeat themselves, and rows of one
 * width; a wrong one pays for every break.
 */
#include <stdlib.h>
#include <string.h>

#include "delimited_probe.h"

/* In eighths of a bit. */
enum {
	SAME_BYTES	= 14,
	TIME		= 8,	/* bytes of 00:00:00 */
	SAME_TIME	= 17 * BIT,
	KIND_NEW	= 8,
	KIND_SAME	= 2,
	KIND_EMPTY	= 12,	/* from or to an empty cell */
	KIND_CHANGE	= 32,
	QUOTED_NEW	= 4,
	QUOTED_CHANGE	= 16,
	QUOTED_EMPTY	= 4,
	WIDTH_SAME	= 1,
	WIDTH_FIRST	= 24,
	WIDTH_CHANGE	= 160,
	WIDTH_STEP	= 24,	/* for each cell more or less, */
	WIDTH_STEPS	= 30,	/* and this many at most */
	BLANK_LINE	= 16,
	COMMENT_LINE	= 80,
	COMMENT_BYTE	= 36,
	DOUBLED		= 16,
	INNER_LINE	= 40,
	JUNK		= 96,
	BARE		= 160,
	STRAY		= 60,
	SLACK		= 400 * BIT
};

/* What a cell costs less for its likeness to the one above. */
static uint32_t
likeness(const struct trace *t, const struct ps_slice *c)
{
	uint32_t	n = c->n < t->n ? c->n : t->n, head = 0, tail = 0;
	uint32_t	saved = 0, pay;

	while (head < n && t->p[head] == c->p[head])
		saved += byte_cost[(uint8_t)c->p[head++]];
	while (tail < n - head && t->p[t->n - 1 - tail] ==
	    c->p[c->n - 1 - tail])
		saved += byte_cost[(uint8_t)c->p[c->n - 1 - tail++]];
	pay = 32 + head + tail;
	return head + tail >= 3 && saved > pay ? saved - pay : 0;
}

static uint32_t
kind_change(enum value was, enum value is)
{
	if (was == N_VALUES)
		return KIND_NEW;
	if (was == is)
		return KIND_SAME;
	return was == VALUE_EMPTY || is == VALUE_EMPTY ? KIND_EMPTY :
	    KIND_CHANGE;
}

static uint32_t
cell_cost(struct trace *t, const struct ps_slice *c)
{
	uint8_t		quoted = (c->flags & PS_QUOTED) != 0;
	enum value	kind = t->kind;
	uint32_t	cost, saved;

	if (c->n == t->n && c->n > 0 && kind != N_VALUES &&
	    memcmp(t->p, c->p, c->n) == 0) {
		cost = kind == VALUE_EMPTY ? KIND_SAME : SAME_BYTES;
	} else {
		kind = value_of(c->p, c->n, &cost);
		if (kind >= VALUE_WORD && t->n > 0 &&
		    (saved = likeness(t, c)) > 0)
			cost = cost > saved + BIT ? cost - saved : BIT;
		if (kind == VALUE_STAMP && c->n == t->n && c->n > TIME &&
		    memcmp(c->p + c->n - TIME, t->p + t->n - TIME, TIME) == 0)
			cost = SAME_TIME;
	}
	cost += kind_change(t->kind, kind);
	if (t->quoted == 2)
		cost += QUOTED_NEW;
	else if (t->quoted != quoted)
		cost += kind == VALUE_EMPTY ? QUOTED_EMPTY : QUOTED_CHANGE;
	t->kind = (uint8_t)kind;
	t->p = c->p;
	t->n = c->n;
	if (kind != VALUE_EMPTY)
		t->quoted = quoted;
	return cost;
}

static uint32_t
width_cost(uint32_t was, uint32_t is)
{
	uint32_t	step = was > is ? was - is : is - was;

	if (was == 0)
		return WIDTH_FIRST;
	if (step == 0)
		return WIDTH_SAME;
	return WIDTH_CHANGE + WIDTH_STEP * (step > WIDTH_STEPS ? WIDTH_STEPS :
	    step);
}

static uint32_t
row_cost(struct judge *j, const struct record *r, uint32_t *seen)
{
	uint32_t	cost = 0, n = r->n < r->room ? r->n : r->room;

	while (*seen < n && *seen < TRACED_COLUMNS)
		j->trace[(*seen)++] = (struct trace){ .kind = N_VALUES,
		    .quoted = 2 };
	for (uint32_t i = 0; i < n; i++)
		cost += cell_cost(&j->trace[i < TRACED_COLUMNS ? i :
		    TRACED_COLUMNS - 1], &r->cells[i]);
	cost += r->doubled * DOUBLED + r->junk * JUNK + r->bare * BARE;
	if (r->lines > 1)
		cost += (r->lines - 1) * INNER_LINE + (r->lines > 4 ? 24 : 8);
	return cost;
}

static void
count_record(struct trial *t, const struct record *r, uint16_t *widths)
{
	t->rows++;
	t->quoted += r->quoted;
	t->doubled += r->doubled;
	t->escaped += r->escaped;
	t->junk += r->junk;
	t->bare += r->bare;
	widths[r->n < JUDGED_COLUMNS ? r->n : JUDGED_COLUMNS]++;
	if (r->n > t->widest)
		t->widest = r->n;
}

static void
find_width(struct trial *t, const uint16_t *widths)
{
	t->k = 1;
	for (uint32_t i = 2; i <= t->widest && i <= JUDGED_COLUMNS; i++)
		if (widths[i] > widths[t->k])
			t->k = i;
	if (t->fixed > 0 && t->fixed <= JUDGED_COLUMNS)
		t->k = t->fixed;
	t->n_k = widths[t->k];
}

/* Quotes that neither open nor close nor stand for one. */
static uint64_t
stray_cost(const struct judge *j, const struct trial *t)
{
	uint64_t	known = 2 * (uint64_t)t->quoted + t->junk +
			    2 * (uint64_t)t->doubled - t->escaped, all = 0;

	if (t->d.quote != '"')
		return 0;
	for (const char *p = j->text, *e = p + j->n; (p = memchr(p, '"',
	    (size_t)(e - p))) != NULL; p++)
		all++;
	return all > known ? (all - known) * STRAY : 0;
}

/*
 * Far behind the best at the same place?  A wrong dialect mostly shows within
 * a few lines; titles at the start must not decide, hence the slack.
 */
static bool
is_behind(struct judge *j, const struct trial *t, size_t at, uint32_t *pace)
{
	bool	behind = false;

	for (; *pace < PACES && (*pace + 1) * STRIDE <= at; (*pace)++) {
		uint64_t	best = j->best.rows > 0 ? j->pace[*pace] : 0;

		behind = best > 0 && t->cost > best + best / 8 + SLACK;
		j->paced[*pace] = t->cost;
	}
	return behind;
}

static void
add_record(struct judge *j, struct trial *t, const struct record *r,
    uint32_t *seen, uint32_t *was)
{
	if (r->kind == RECORD_BLANK) {
		t->cost += BLANK_LINE;
		return;
	}
	if (r->kind == RECORD_COMMENT) {
		t->cost += COMMENT_LINE + COMMENT_BYTE *
		    (uint64_t)(r->stop - r->start);
		return;
	}
	t->cost += row_cost(j, r, seen) + width_cost(*was, r->n);
	*was = r->n;
	count_record(t, r, j->widths);
}

static bool
run_records(struct judge *j, struct trial *t, uint64_t most)
{
	struct splitter	s;
	struct record	r = { .cells = j->cells, .room = JUDGED_COLUMNS };
	uint32_t	seen = 0, was = 0, pace = 0;

	splitter_init(&s, &t->d, j->text, j->text + j->n, true);
	s.k = t->fixed;
	while (split_next(&s, &r) == STEP_RECORD) {
		add_record(j, t, &r, &seen, &was);
		if (t->cost > most ||
		    is_behind(j, t, (size_t)(s.p - j->text), &pace))
			return false;
	}
	return true;
}

bool
trial_run(struct judge *j, struct trial *t, double limit)
{
	bool	done;

	memset(j->paced, 0, sizeof(j->paced));
	done = run_records(j, t, limit < 1e15 ? (uint64_t)(limit * BIT) :
	    UINT64_MAX);
	if (done) {
		t->cost += stray_cost(j, t);
		find_width(t, j->widths);
	}
	memset(j->widths, 0, sizeof(j->widths[0]) * (t->widest <
	    JUDGED_COLUMNS ? t->widest + 1 : JUDGED_COLUMNS + 1));
	return done;
}
