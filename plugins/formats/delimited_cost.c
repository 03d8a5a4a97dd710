/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_cost.c - how many bits a sample costs under one dialect.
 *
 * Each cell is told by its kind and by how it differs from the cell above it.
 * The right dialect makes columns that repeat themselves, and rows of one
 * width; a wrong one pays for every break.
 */
#include <string.h>

#include "delimited_probe.h"

/* In eighths of a bit. */
enum {
	SAME_BYTES	= 14,
	DAY		= 16 * PS_BIT,	/* of a moment, */
	CLOCK		= 17 * PS_BIT,	/* and its time */
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
	STRAY		= 60
};

/* What a cell costs less for its likeness to the one above. */
static uint32_t
likeness(const uint8_t costs[256], const struct trace *t,
    const struct ps_slice *c)
{
	uint32_t	n = c->n < t->n ? c->n : t->n, head = 0, tail = 0;
	uint32_t	saved = 0, pay;

	while (head < n && t->p[head] == c->p[head])
		saved += costs[(uint8_t)c->p[head++]];
	while (tail < n - head && t->p[t->n - 1 - tail] ==
	    c->p[c->n - 1 - tail])
		saved += costs[(uint8_t)c->p[c->n - 1 - tail++]];
	pay = 32 + head + tail;
	return head + tail >= 3 && saved > pay ? saved - pay : 0;
}

static uint32_t
kind_change(enum ps_look was, enum ps_look is)
{
	if (was == PS_LOOKS)
		return KIND_NEW;
	if (was == is)
		return KIND_SAME;
	return was == PS_LOOK_EMPTY || is == PS_LOOK_EMPTY ? KIND_EMPTY :
	    KIND_CHANGE;
}

static size_t
day_length(const char *p, size_t n)
{
	const char	*blank = memchr(p, ' ', n);

	if (blank == NULL)
		blank = memchr(p, 'T', n);
	return blank == NULL ? n : (size_t)(blank - p);
}

/* Day and time are no dearer together than in columns of their own. */
static uint32_t
stamp_cost(const struct trace *t, const struct ps_slice *c)
{
	size_t		n = day_length(c->p, c->n), m = day_length(t->p, t->n);
	uint32_t	cost = DAY + CLOCK;

	if (n == m && memcmp(c->p, t->p, n) == 0)
		cost -= DAY - SAME_BYTES;
	if (c->n - n == t->n - m &&
	    memcmp(c->p + n, t->p + m, c->n - n) == 0)
		cost -= CLOCK - SAME_BYTES;
	return cost;
}

static uint32_t
cell_cost(const struct ps_self *self, struct trace *t,
    const struct ps_slice *c)
{
	uint8_t		quoted = (c->flags & PS_QUOTED) != 0;
	enum ps_look	kind = t->kind;
	uint32_t	cost, saved;

	if (c->n == t->n && c->n > 0 && kind != PS_LOOKS &&
	    t->p[c->n - 1] == c->p[c->n - 1] &&
	    memcmp(t->p, c->p, c->n) == 0) {
		cost = kind == PS_LOOK_EMPTY ? KIND_SAME : SAME_BYTES;
	} else {
		kind = ps_look_of(self, c->p, c->n, &cost);
		if (kind >= PS_LOOK_WORD && t->n > 0 &&
		    (saved = likeness(ps_text_costs(self), t, c)) > 0)
			cost = cost > saved + PS_BIT ? cost - saved : PS_BIT;
		if (kind == PS_LOOK_STAMP && t->kind == PS_LOOK_STAMP)
			cost = stamp_cost(t, c);
	}
	cost += kind_change(t->kind, kind);
	if (t->quoted == 2)
		cost += QUOTED_NEW;
	else if (t->quoted != quoted)
		cost += kind == PS_LOOK_EMPTY ? QUOTED_EMPTY : QUOTED_CHANGE;
	t->kind = (uint8_t)kind;
	t->p = c->p;
	t->n = c->n;
	if (kind != PS_LOOK_EMPTY)
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

/* Room for n columns and what is counted of them; few samples need more. */
static void
make_room(struct judge *j, struct runner *x, uint32_t n)
{
	struct trace	*trace = x->trace;
	uint16_t	*widths = x->widths;
	uint32_t	 room = x->room == 0 ? USUAL_COLUMNS : x->room;

	if (n > JUDGED_COLUMNS)
		n = JUDGED_COLUMNS;
	if (n < x->room)
		return;
	while (room <= n)
		room *= 2;
	x->trace = ps_alloc(j->self, (room < TRACED_COLUMNS ? room :
	    TRACED_COLUMNS) * sizeof(*trace));
	x->widths = ps_alloc(j->self, room * sizeof(*widths));
	if (x->room > 0) {
		memcpy(x->trace, trace, x->seen * sizeof(*trace));
		memcpy(x->widths, widths, (x->high + 1) * sizeof(*widths));
	}
	x->room = room;
}

static uint32_t
row_cost(const struct ps_self *self, struct runner *x,
    const struct record *r)
{
	uint32_t	cost = 0, n = r->n < r->room ? r->n : r->room;

	while (x->seen < n && x->seen < TRACED_COLUMNS)
		x->trace[x->seen++] = (struct trace){ .kind = PS_LOOKS,
		    .quoted = 2 };
	for (uint32_t i = 0; i < n; i++)
		cost += cell_cost(self, &x->trace[i < TRACED_COLUMNS ? i :
		    TRACED_COLUMNS - 1], &r->cells[i]);
	cost += r->doubled * DOUBLED + r->junk * JUNK + r->bare * BARE;
	if (r->lines > 1)
		cost += (r->lines - 1) * INNER_LINE + (r->lines > 4 ? 24 : 8);
	return cost;
}

static void
count_width(struct runner *x, uint32_t n)
{
	uint32_t	w = n < JUDGED_COLUMNS ? n : JUDGED_COLUMNS;

	while (x->high < w)
		x->widths[++x->high] = 0;
	x->widths[w]++;
	if (w != 1 && x->widths[w] > x->most_wide)
		x->most_wide = x->widths[w];
	if (n > x->t.widest)
		x->t.widest = n;
}

static void
count_record(struct runner *x, const struct record *r)
{
	struct trial	*t = &x->t;

	t->rows++;
	t->quoted += r->quoted;
	t->doubled += r->doubled;
	t->escaped += r->escaped;
	t->junk += r->junk;
	t->bare += r->bare;
	count_width(x, r->n);
}

static void
find_width(struct runner *x)
{
	struct trial	*t = &x->t;

	t->k = 1;
	for (uint32_t i = 2; i <= x->high; i++)
		if (x->widths[i] > x->widths[t->k])
			t->k = i;
	if (t->fixed > 0 && t->fixed <= JUDGED_COLUMNS)
		t->k = t->fixed;
}

/* Quotes that neither open nor close nor stand for one. */
static uint64_t
stray_cost(const struct judge *j, const struct trial *t)
{
	uint64_t	known = 2 * (uint64_t)t->quoted + t->junk +
			    2 * (uint64_t)t->doubled - t->escaped, all = 0;

	if (t->d.quote != '"')
		return 0;
	all = count_text(j, "\"", 1);
	return all > known ? (all - known) * STRAY : 0;
}

static void
add_record(struct judge *j, struct runner *x, const struct record *r)
{
	if (r->kind == PS_RECORD_BLANK) {
		x->t.cost += BLANK_LINE;
		return;
	}
	if (r->kind == PS_RECORD_COMMENT) {
		x->t.cost += COMMENT_LINE + COMMENT_BYTE *
		    (uint64_t)(r->stop - r->start);
		return;
	}
	make_room(j, x, r->n);
	x->t.cost += row_cost(j->self, x, r) + width_cost(x->was, r->n);
	x->was = r->n;
	count_record(x, r);
}

void
runner_start(struct judge *j, struct runner *x)
{
	make_room(j, x, 1);
	x->seen = x->was = x->most_wide = 0;
	x->at = x->from = 0;
	x->spent = 0;
	x->high = 1;
	x->widths[0] = x->widths[1] = 0;
	splitter_init(&x->s, &x->t.d, j->text, j->text + j->n, true);
	x->s.k = x->t.fixed;
}

bool
runner_go(struct judge *j, struct runner *x, size_t until, uint64_t most)
{
	struct record	r = { .cells = j->cells, .room = JUDGED_COLUMNS };

	while (x->at < until && split_next(&x->s, &r) == STEP_RECORD) {
		x->from = x->at;
		x->at = (size_t)(x->s.p - j->text);
		x->spent = x->t.cost;
		add_record(j, x, &r);
		if (x->t.cost > most && (x->at <= until || until == j->n))
			return false;
	}
	return true;
}

/*
 * Of a record that goes on beyond `until` its share up to there: so dialects
 * whose records end elsewhere can be compared.
 */
double
runner_cost(const struct runner *x, size_t until)
{
	double	spent = (double)x->spent, cost = (double)x->t.cost;

	if (x->at <= until)
		return cost;
	return spent + (cost - spent) * (double)(until - x->from) /
	    (double)(x->at - x->from);
}

void
runner_end(const struct judge *j, struct runner *x)
{
	x->t.cost += stray_cost(j, &x->t);
	find_width(x);
}

void
runner_widths(struct judge *j, struct runner *x)
{
	struct record	r = { .cells = j->cells, .room = JUDGED_COLUMNS };

	runner_start(j, x);
	while (split_next(&x->s, &r) == STEP_RECORD)
		if (r.kind == PS_RECORD_CELLS) {
			make_room(j, x, r.n);
			count_width(x, r.n);
		}
	find_width(x);
}
