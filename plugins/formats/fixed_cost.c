/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_cost.c - what the columns hold, and how many bits the rows cost.
 *
 * The costs are those of the delimited format: a cell by its looks, less if it
 * is as the one above, more if its kind is another.
 */
#include <string.h>

#include "fixed.h"

enum {
	SAME_BYTES	= 14,	/* in eighths of a bit */
	KIND_NEW	= 8,
	KIND_SAME	= 2,
	KIND_EMPTY	= 12,
	KIND_CHANGE	= 32,
	ROW		= 1,
	ODD_ROW		= 160,
	LINES		= 300	/* that are judged */
};

/* A column on the way down. */
struct trace {
	struct ps_slice	 last;
	uint8_t		 look;
	uint32_t	 filled, numbers, moments, same, words;
};

static uint32_t
change(uint8_t was, enum ps_look is)
{
	if (was == PS_LOOKS)
		return KIND_NEW;
	if (was == is)
		return KIND_SAME;
	return was == PS_LOOK_EMPTY || is == PS_LOOK_EMPTY ? KIND_EMPTY :
	    KIND_CHANGE;
}

static uint32_t
words_of(struct ps_slice c)
{
	uint32_t	n = c.n > 0;

	for (uint32_t i = 1; i < c.n; i++)
		n += (c.p[i - 1] == ' ' || c.p[i - 1] == '\t') &&
		    c.p[i] != ' ' && c.p[i] != '\t';
	return n;
}

/* What the bytes cost that are not as at the ends of the one above. */
static uint32_t
unlike(const struct ps_self *self, struct ps_slice was, struct ps_slice c,
    uint32_t cost)
{
	const uint8_t	*costs = ps_text_costs(self);
	uint32_t	 n = c.n < was.n ? c.n : was.n, head = 0, tail = 0;
	uint32_t	 saved = 0, pay;

	while (head < n && was.p[head] == c.p[head])
		saved += costs[(uint8_t)c.p[head++]];
	while (tail < n - head && was.p[was.n - 1 - tail] ==
	    c.p[c.n - 1 - tail])
		saved += costs[(uint8_t)c.p[c.n - 1 - tail++]];
	pay = 32 + head + tail;
	if (head + tail < 3 || saved <= pay)
		return cost;
	saved -= pay;
	return cost > saved + PS_BIT ? cost - saved : PS_BIT;
}

static uint32_t
cell_cost(const struct ps_self *self, struct trace *t, struct ps_slice c)
{
	enum ps_look	look;
	uint32_t	cost;

	if (c.n > 0 && c.n == t->last.n && memcmp(c.p, t->last.p, c.n) == 0) {
		look = t->look;
		cost = SAME_BYTES;
		t->same++;
	} else {
		look = ps_look_of(self, c.p, c.n, &cost);
		if (look >= PS_LOOK_WORD && t->last.n > 0)
			cost = unlike(self, t->last, c, cost);
	}
	cost += change(t->look, look);
	t->look = (uint8_t)look;
	t->last = c;
	t->filled += look != PS_LOOK_EMPTY;
	t->numbers += look == PS_LOOK_INT || look == PS_LOOK_NUMBER;
	t->moments += look >= PS_LOOK_DATE && look <= PS_LOOK_ADDRESS;
	t->words += words_of(c);
	return cost;
}

/* Would runs of blanks part the same cells? */
static bool
is_plain(const struct ps_slice *cells, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (cells[i].n == 0 || (i + 1 < n && words_of(cells[i]) > 1))
			return false;
	return true;
}

static struct trace *
trace_rows(const struct fixed_text *t, struct fixed_table *table,
    struct fixed_cost *cost)
{
	const struct fixed_cuts	*c = &table->cuts;
	struct trace		*x = ps_alloc(t->self, c->n * sizeof(*x));
	struct ps_slice		 cells[FIXED_COLUMNS];
	uint64_t		 sum = 0;
	enum fixed_fit		 fit;

	for (uint32_t i = 0; i < c->n; i++)
		x[i] = (struct trace){ .look = PS_LOOKS };
	for (uint32_t i = table->first; i < table->end &&
	    cost->rows < LINES; i++) {
		const struct fixed_row	*r = &t->rows[i];

		if (r->kind != LINE_TEXT)
			continue;
		fit = fixed_cut(t->self, c, &r->line, cells);
		cost->rows++;
		cost->ok += fit == FIT_WHOLE;
		cost->bytes += r->line.n + 1;
		cost->plain += is_plain(cells, c->n);
		sum += fit == FIT_WHOLE ? ROW : ODD_ROW;
		for (uint32_t k = 1; k < c->n; k++)
			cost->gaps += cells[k].n > 0 && cells[k].p - 1 >
			    r->line.p && cells[k].p[-2] == ' ';
		for (uint32_t k = 0; k < c->n; k++)
			sum += cell_cost(t->self, &x[k], cells[k]);
	}
	cost->bits = (double)sum / PS_BIT;
	return x;
}

void
fixed_kinds(const struct fixed_text *t, struct fixed_table *table)
{
	struct fixed_cost	 cost;
	struct trace		*x;

	memset(table->cuts.kinds, 't', sizeof(table->cuts.kinds));
	memset(&cost, 0, sizeof(cost));
	x = trace_rows(t, table, &cost);
	for (uint32_t i = 0; i < table->cuts.n; i++)
		if (x[i].filled > 0)
			table->cuts.kinds[i] = x[i].numbers * 5 >=
			    x[i].filled * 4 ? 'n' : x[i].moments * 5 >=
			    x[i].filled * 4 ? 'd' : 't';
}

void
fixed_cost(const struct fixed_text *t, struct fixed_table *table,
    struct fixed_cost *cost)
{
	const struct trace	*x, *last;
	uint32_t		 n = table->cuts.n;

	memset(cost, 0, sizeof(*cost));
	x = trace_rows(t, table, cost);
	for (uint32_t i = 0; i < n; i++) {
		cost->typed += table->cuts.kinds[i] != 't';
		cost->steady += table->cuts.kinds[i] != 't' ||
		    (x[i].filled > 0 && x[i].same * 2 >= x[i].filled);
	}
	last = &x[n - 1];
	cost->words = last->filled > 0 ? (double)last->words / last->filled :
	    0;
}
