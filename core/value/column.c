/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * column.c - a column's cells, by the shortest way that its facts and its
 * reading allow.
 */
#include "column_impl.h"

#define KEEP(n)								\
	{ (n) >= 16 ? UINT64_MAX : (n) <= 8 ? 0 :			\
	    UINT64_MAX << 8 * (16 - (n)) % 64,				\
	  (n) >= 8 ? UINT64_MAX : (n) == 0 ? 0 :			\
	    UINT64_MAX << 8 * (8 - (n)) % 64 }

const uint64_t last_bytes[17][2] = {
	KEEP(0), KEEP(1), KEEP(2), KEEP(3), KEEP(4), KEEP(5), KEEP(6), KEEP(7),
	KEEP(8), KEEP(9), KEEP(10), KEEP(11), KEEP(12), KEEP(13), KEEP(14),
	KEEP(15), KEEP(16)
};

/* Bytes that the canonical text may have more than the source. */
uint32_t
column_room(const struct reading *r)
{
	switch (r->type) {
	case PS_DECIMAL:
		return 2;
	case PS_DATE: case PS_TIME: case PS_TIMESTAMP: case PS_TIMESTAMPTZ:
		return 40;
	default:
		return 0;
	}
}

const char *
column_cell(const struct reading *r, struct facts *f,
    const struct ps_slice *s, struct ps_cell *c, char *buf)
{
	const char	*text;
	enum parsed	 st;

	if (f != NULL)
		facts_add(f, s->p, s->n, s->flags, (enum ps_type)s->type);
	st = reading_parse(r, s->p, s->n, s->flags, c, &text, buf);
	if (st == MISFIT) {
		*c = (struct ps_cell){ .type = PS_NULL };
		text = NULL;
	}
	if (st != PARSED)
		c->flags |= CELL_ODD;
	return text;
}

void
column_long(struct strip *x, size_t row)
{
	struct ps_cell	*c = x->out + row * x->out_step;
	char		 buf[CELL_TEXT_MAX];
	const char	*text = column_cell(x->reading, x->facts,
			    x->in + row * x->in_step, c, buf);

	x->odd += (c->flags & CELL_ODD) != 0;
	if (text == NULL)
		return;
	x->text -= c->length;
	c->value.offset = x->text;
	if (c->length > 0)
		memcpy(x->base + x->text, text, c->length);
}

enum { MOST_TRIES = 8 };

/* All texts are kept to 35 bytes at least (facts_narrow.c). */
enum { WHOLE_TEXT = 35 };

void
gather_start(struct gathered *g, struct facts *f)
{
	*g = (struct gathered){ .facts = f };
}

void
gather_tell(struct gathered *g)
{
	struct facts	*f = g->facts;

	f->cells += g->cells;
	f->longest = g->longest > f->longest ? g->longest : f->longest;
	if (g->min != NULL)
		facts_extreme(f, g->min->p, g->min->n);
	if (g->max != NULL)
		facts_extreme(f, g->max->p, g->max->n);
	gather_start(g, f);
}

/*
 * Below 0, 0 or above as s is less than, the same as or greater than what was
 * the extreme; alike in their first 16 bytes.
 */
static int
compare_rest(struct gathered *g, const struct ps_slice *s,
    const struct ps_slice *t)
{
	uint32_t	n = s->n < t->n ? s->n : t->n;
	int		c;

	if (s->n > WHOLE_TEXT || t->n > WHOLE_TEXT) {
		facts_extreme(g->facts, s->p, s->n);
		return 0;
	}
	c = n > 16 ? memcmp(s->p + 16, t->p + 16, n - 16) : 0;
	return c != 0 ? c : (int)s->n - (int)t->n;
}

void
gather_extreme(struct gathered *g, const struct ps_slice *s)
{
	uint64_t	a = ordered_word(s, 0), b = ordered_word(s, 1);

	if (g->min == NULL || a < g->low[0] || (a == g->low[0] &&
	    (b < g->low[1] || (b == g->low[1] &&
	    compare_rest(g, s, g->min) < 0)))) {
		g->low[0] = a;
		g->low[1] = b;
		g->min = s;
	}
	if (g->max == NULL || a > g->high[0] || (a == g->high[0] &&
	    (b > g->high[1] || (b == g->high[1] &&
	    compare_rest(g, s, g->max) > 0)))) {
		g->high[0] = a;
		g->high[1] = b;
		g->max = s;
	}
	g->between = g->high[0] > g->low[0] ? g->high[0] - g->low[0] - 1 : 0;
}

/* The short way of such a reading, or NULL; none knows what NULL is told. */
static size_t (*
short_way(const struct reading *r))(struct strip *, size_t)
{
	if (r->words.n > 0 && r->type != PS_TEXT)
		return NULL;
	if (reading_is_plain(r))
		return column_numbers;
	switch (r->type) {
	case PS_DATE: case PS_TIMESTAMP: case PS_TIMESTAMPTZ:
		return column_dates;
	case PS_BOOL:
		return column_bools;
	case PS_TEXT:
		return column_texts;
	default:
		return NULL;
	}
}

void
column_add(struct strip *x)
{
	size_t	(*way)(struct strip *, size_t) = short_way(x->reading);
	size_t	row = 0;

	if (way == NULL || x->facts == NULL || x->high - x->low <= 64 ||
	    x->facts->words.n != x->reading->words.n)
		way = NULL;
	/* The first cells of facts that begin must go the long way. */
	for (unsigned tries = 0; row < x->n; row++, tries++) {
		if (way != NULL && tries < MOST_TRIES &&
		    (row = way(x, row)) == x->n)
			break;
		column_long(x, row);
	}
}
