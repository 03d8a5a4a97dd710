/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_find.c - which lines are a table, by its gutters.
 *
 * A gutter is blank in all lines, or nearly, that go on behind it.  That could
 * be chance, as words have blanks between them: each line tells bits against
 * it.  From the last line upwards, the table begins where all gutters together
 * have most bits; titles would break them.
 */
#include <string.h>

#include "fixed.h"

enum {
	TOP_LINES	= 40,	/* in which the table begins */
	ENDS		= 4,	/* where it may end, that are tried */
	NOTES		= 12,	/* lines below it */
	/* Tenths of a bit: of a place blank by chance, before words, between */
	/* two, in a wider gap; against, where there is ink. */
	BEFORE		= 5,
	SINGLE		= 23,
	WIDE		= 40,
	INKED		= 60,
	LEAST		= 40,	/* of a gutter */
	MEASURED	= 200	/* lines */
};

/* What the lines say of each place. */
struct places {
	uint32_t	width, n;		/* n: lines */
	uint32_t	bits[FIXED_INK];	/* that it is blank by intent */
	uint16_t	inked[FIXED_INK];
	uint16_t	beyond[FIXED_INK];	/* lines that go on behind */
};

static void
add_line(struct places *x, const struct fixed_row *r)
{
	uint32_t	n = r->line.width < FIXED_INK ? r->line.width :
			    FIXED_INK, run = 0;

	x->n++;
	for (uint32_t i = 0; i < r->first && i < n; i++) {
		x->bits[i] += BEFORE;
		x->beyond[i]++;
	}
	for (uint32_t i = r->first; i < n; i++) {
		x->beyond[i]++;
		if (fixed_inked(r, i)) {
			x->inked[i]++;
			run = 0;
			continue;
		}
		x->bits[i] += run++ == 0 && i + 1 < n &&
		    fixed_inked(r, i + 1) ? SINGLE : WIDE;
	}
}

/* Bits of the place as one of a gutter, or 0. */
static uint32_t
gutter_bits(const struct places *x, uint32_t i)
{
	uint32_t	against = (uint32_t)INKED * x->inked[i];

	return x->inked[i] * 50u > x->n || x->bits[i] < against + LEAST ? 0 :
	    x->bits[i] - against;
}

/* All gutters together; runs of places are one. */
static uint64_t
all_bits(const struct places *x, uint32_t from)
{
	uint64_t	sum = 0;
	uint32_t	best = 0, b;

	for (uint32_t i = from; i < x->width; i++) {
		if ((b = gutter_bits(x, i)) > best)
			best = b;
		if (b == 0) {
			sum += best;
			best = 0;
		}
	}
	return sum;
}

/* Places where no line has begun yet part nothing. */
static uint32_t
left_edge(const struct fixed_text *t, uint32_t from, uint32_t to)
{
	uint32_t	edge = FIXED_INK;

	for (uint32_t i = from; i < to; i++)
		if (t->rows[i].kind == LINE_TEXT && t->rows[i].first < edge)
			edge = t->rows[i].first;
	return edge;
}

struct best {
	uint64_t	bits;
	uint32_t	from, to;
};

/* Up from the line before `to`: where is the best first line? */
static void
climb(const struct fixed_text *t, struct places *x, uint32_t to,
    struct best *best)
{
	uint32_t	edge = FIXED_INK;
	uint64_t	bits;

	memset(x, 0, sizeof(*x));
	x->width = t->width;
	for (uint32_t i = to; i-- > 0;) {
		const struct fixed_row	*r = &t->rows[i];

		if (r->kind != LINE_TEXT)
			continue;
		add_line(x, r);
		edge = r->first < edge ? r->first : edge;
		if (i > TOP_LINES || x->n < 2)
			continue;
		bits = all_bits(x, edge);
		if (bits >= best->bits && bits > 0)
			*best = (struct best){ bits, i, to };
	}
}

/* Five words and more, and but a blank between them. */
static bool
is_sentence(const struct fixed_row *r)
{
	uint32_t	words = 0, run = 0;

	for (uint32_t i = r->first; i < r->line.width && i < FIXED_INK; i++) {
		if (!fixed_inked(r, i)) {
			if (++run > 1)
				return false;
			continue;
		}
		words += i == r->first || run > 0;
		run = 0;
	}
	return words >= 5;
}

/* Sentences below a gap, at the end, where other lines are none: notes. */
static uint32_t
above_notes(const struct fixed_text *t)
{
	uint32_t	i = t->n, end, sentences = 0, others = 0;

	while (i > 0 && (t->rows[i - 1].kind == LINE_BLANK ||
	    (t->rows[i - 1].kind == LINE_TEXT &&
	    is_sentence(&t->rows[i - 1]))))
		i--;
	for (end = i; end < t->n && t->rows[end].kind != LINE_BLANK;)
		end++;
	if (i > 0 && t->rows[i - 1].kind == LINE_RULE)
		end = i;
	for (uint32_t k = 0; k < i; k++)
		if (t->rows[k].kind == LINE_TEXT)
			*(is_sentence(&t->rows[k]) ? &sentences : &others) +=
			    1;
	return end > 0 && others > sentences ? end : t->n;
}

/* The ends of the table: of the text, or above what stands below a gap. */
static uint32_t
find_ends(const struct fixed_text *t, uint32_t ends[ENDS])
{
	uint32_t	n = 0, i;

	i = ends[n++] = t->whole ? above_notes(t) : t->n;
	if (!t->whole || i < t->n)
		return n;
	for (uint32_t k = 0; i-- > 1 && k < NOTES && n < ENDS; k++)
		if (t->rows[i].kind != LINE_TEXT &&
		    t->rows[i - 1].kind >= LINE_TEXT)
			ends[n++] = i;
	return n;
}

/* A run of places that part two columns. */
static void
add_gutter(struct fixed_table *t, uint32_t from, uint32_t to)
{
	struct fixed_cuts	*c = &t->cuts;

	if (c->n == FIXED_COLUMNS || from <= c->at[c->n - 1].from)
		return;
	c->at[c->n - 1].to = (uint16_t)from;
	c->at[c->n++] = (struct fixed_span){ (uint16_t)to, FIXED_OPEN };
}

/*
 * Within a run of places, which may have a little ink, those that have none;
 * if there are none of these, the run as it is.
 */
static void
take_run(const struct places *x, struct fixed_table *t, uint32_t from,
    uint32_t to)
{
	uint32_t	start;
	bool		any = false;

	while (from > 0 && x->inked[from - 1] == 0)
		from--;
	while (to < x->width && x->inked[to] == 0)
		to++;
	for (uint32_t i = from; i < to; i++) {
		if (x->inked[i] > 0)
			continue;
		for (start = i; i < to && x->inked[i] == 0;)
			i++;
		add_gutter(t, start, i);
		any = true;
	}
	if (!any)
		add_gutter(t, from, to);
}

static void
take_gutters(const struct places *x, uint32_t edge, struct fixed_table *t)
{
	uint32_t	i = edge, start;

	t->cuts.n = 1;
	t->cuts.packed = false;
	t->cuts.at[0] = (struct fixed_span){ (uint16_t)edge, FIXED_OPEN };
	while (i < x->width) {
		if (gutter_bits(x, i) == 0 || x->beyond[i] == 0) {
			i++;
			continue;
		}
		for (start = i; i < x->width && gutter_bits(x, i) > 0;)
			i++;
		take_run(x, t, start, i);
		while (i < x->width && x->inked[i] == 0)
			i++;
	}
}

/* The blanks before the first ink of the line from this place on, up to 2. */
static uint32_t
blanks_before(const struct fixed_row *r, uint32_t from, uint32_t to)
{
	uint32_t	p = from, n = 0;

	if (to > r->line.width)
		to = r->line.width;
	if (to > FIXED_INK)
		to = FIXED_INK;
	while (p < to && !fixed_inked(r, p))
		p++;
	if (p >= to)
		return 0;
	while (n < 2 && p > n && !fixed_inked(r, p - n - 1))
		n++;
	return n;
}

void
fixed_measure(const struct fixed_text *t, struct fixed_table *table)
{
	const struct fixed_cuts	*c = &table->cuts;
	uint32_t		 single, wide, touching, n, lines;

	for (uint32_t i = 0; i + 1 < c->n; i++) {
		single = wide = touching = lines = 0;
		for (uint32_t k = table->first; k < table->end &&
		    lines < MEASURED; k++) {
			const struct fixed_row	*r = &t->rows[k];

			if (r->kind != LINE_TEXT)
				continue;
			n = blanks_before(r, c->at[i + 1].from,
			    c->at[i + 1].to);
			lines++;
			single += n == 1;
			wide += n == 2;
			touching += n == 0 && c->at[i + 1].from <
			    r->line.width && fixed_inked(r,
			    c->at[i + 1].from);
		}
		n = single * SINGLE + wide * WIDE;
		table->sure[i] = n > touching * INKED ? n - touching * INKED :
		    0;
		table->single[i] = (uint8_t)(single + wide == 0 ? 0 :
		    100 * single / (single + wide));
	}
}

void
fixed_gutters(const struct fixed_text *t, struct fixed_table *table)
{
	struct places	*x = ps_alloc(t->self, sizeof(*x));

	memset(x, 0, sizeof(*x));
	x->width = t->width;
	for (uint32_t i = table->first; i < table->end; i++)
		if (t->rows[i].kind == LINE_TEXT)
			add_line(x, &t->rows[i]);
	take_gutters(x, left_edge(t, table->first, table->end), table);
	memset(table->cuts.kinds, 't', sizeof(table->cuts.kinds));
	fixed_measure(t, table);
}

bool
fixed_find(const struct fixed_text *t, struct fixed_table *table)
{
	struct places	*x = ps_alloc(t->self, sizeof(*x));
	struct best	 best = { 0, 0, 0 };
	uint32_t	 ends[ENDS], n = find_ends(t, ends);

	if (t->n_text < 2)
		return false;
	for (uint32_t i = 0; i < n; i++)
		climb(t, x, ends[i], &best);
	if (best.bits == 0)
		return false;
	table->first = best.from;
	table->end = best.to;
	fixed_gutters(t, table);
	return table->cuts.n > 1;
}
