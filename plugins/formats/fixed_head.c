/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_head.c - which lines name the columns, and what they say of them.
 *
 * Gutters show too many columns, where words happen to begin in one place.
 * A column that has no name, or shares a word of the header with another, is
 * part of its neighbour.
 */
#include <string.h>

#include "fixed.h"

enum {
	LOOKED_AT	= 80,	/* lines, for the layout */
	ABOVE		= 30,	/* of these above the table */
	CERTAIN		= 160,	/* tenths of a bit, of a gutter */
	HARDLY		= 300,	/* where it is but a blank between words */
	LIKELY		= 100,
	OFTEN		= 60	/* %, of gutters that are one blank */
};

/* The lines of names within the text. */
struct heading {
	uint32_t	lines[FIXED_HEADER], n;
	bool		told;		/* by a rule, or by capitals */
};

struct words {
	uint32_t	n, values, letters, capitals;
	uint32_t	gap;		/* the widest between two */
};

static void
count_words(struct ps_self *self, const struct fixed_line *l, struct words *w)
{
	uint32_t	gap = 0, cost;
	const char	*p = l->p, *e = p + l->n, *q;
	enum ps_look	look;

	*w = (struct words){ 0, 0, 0, 0, 0 };
	for (; p < e; p = q) {
		for (gap = 0; p < e && (*p == ' ' || *p == '\t'); p++)
			gap += *p == ' ' ? 1 : 2;
		for (q = p; q < e && *q != ' ' && *q != '\t'; q++) {
			w->letters += (*q | 0x20) >= 'a' &&
			    (*q | 0x20) <= 'z';
			w->capitals += *q >= 'A' && *q <= 'Z';
		}
		if (w->n++ > 0 && gap > w->gap)
			w->gap = gap;
		look = ps_look_of(self, p, (size_t)(q - p), &cost);
		w->values += look < PS_LOOK_WORD || (*p >= '0' && *p <= '9');
	}
}

/* NAME  MAJ:MIN  %CPU: commands write their headers so. */
static bool
is_capitals(const struct words *w)
{
	return w->n >= 3 && w->values == 0 && w->capitals == w->letters &&
	    w->letters >= 2 * w->n;
}

static uint32_t
next_text(const struct fixed_text *t, uint32_t i)
{
	do
		i++;
	while (i < t->n && t->rows[i].kind != LINE_TEXT);
	return i;
}

/* A rule right below a line, and no other text between; not at the end. */
static bool
is_ruled(const struct fixed_text *t, uint32_t i)
{
	return i + 2 < t->n && t->rows[i + 1].kind == LINE_RULE &&
	    t->rows[i + 2].kind != LINE_RULE && next_text(t, i) < t->n;
}

/* Numbers and dates stand where the columns have them. */
static bool
is_like_rows(const struct fixed_text *t, const struct fixed_table *table,
    uint32_t i, const struct ps_slice *cells)
{
	const struct fixed_cuts	*c = &table->cuts;
	uint32_t		 fits = 0, cost;

	if (t->rows[i].kind != LINE_TEXT)
		return false;
	for (uint32_t k = 0; k < c->n; k++) {
		if (c->kinds[k] == 't' || cells[k].n == 0)
			continue;
		if (ps_look_of(t->self, cells[k].p, cells[k].n, &cost) >=
		    PS_LOOK_WORD)
			return false;
		fits++;
	}
	return fits > 1;
}

/* In a line above the rows, what is one? */
struct above {
	const struct fixed_text	*t;
	const struct fixed_table *table;
	bool			 top;	/* no row has come */
	bool			 ruled;	/* a rule parted names from rows */
	bool			 capitals;
};

/*
 * Words with but a blank between them, that do not reach to the last column,
 * stand over gutters, or stand above wider gaps: a sentence.
 */
static bool
is_title(const struct above *a, uint32_t at, const struct words *w,
    const struct ps_slice *cells)
{
	const struct fixed_cuts	*c = &a->table->cuts;
	const struct fixed_line	*l = &a->t->rows[at].line;
	uint32_t		 over = 0, next = next_text(a->t, at);
	struct words		 below = { .n = 0 };

	if (w->gap > 1 || w->n < 3)
		return w->n == 1 && c->n > 3 && cells[0].n > 0;
	while (next < a->t->n) {	/* other titles between */
		count_words(a->t->self, &a->t->rows[next].line, &below);
		if (below.n < 4 || below.gap > 1)
			break;
		next = next_text(a->t, next);
	}
	if (w->n > 3 && (below.gap > 1 || next > at + 1) &&
	    below.values == 0)
		return true;
	for (uint32_t i = 0; i + 1 < c->n; i++) {
		uint32_t	p = c->at[i].to;

		while (p < c->at[i + 1].from && !fixed_is_blank(l, p))
			p++;
		over += p == c->at[i + 1].from;
	}
	return over > 0 || cells[c->n - 1].n == 0;
}

/* The line as a record of k cells, or of one: a title. */
static uint32_t
cut_line(struct above *a, uint32_t i, struct ps_slice *cells, bool *told)
{
	const struct fixed_cuts	*c = &a->table->cuts;
	const struct fixed_line	*l = &a->t->rows[i].line;
	struct words		 w;
	uint32_t		 next = next_text(a->t, i), filled;

	*told = false;
	count_words(a->t->self, l, &w);
	(void)fixed_cut(a->t->self, c, l, cells);
	if (i >= a->table->first + FIXED_HEADER ||
	    is_like_rows(a->t, a->table, i, cells))
		a->top = false;
	if (!a->top)
		return fixed_cut(a->t->self, c, l, cells) == FIT_NONE ? 1 :
		    c->n;
	filled = fixed_cut_names(c, l, cells);
	if (!is_title(a, i, &w, cells)) {
		*told = w.values == 0 && w.n > 1 && filled > 1 &&
		    !a->ruled && is_ruled(a->t, i);
		if (is_capitals(&w) && filled == c->n && next < a->t->n) {
			count_words(a->t->self, &a->t->rows[next].line, &w);
			a->capitals = !is_capitals(&w);
			*told = *told || a->capitals;
		}
		return c->n;
	}
	cells[0] = ps_trimmed((struct ps_slice){ .p = l->p,
	    .n = (uint32_t)l->n });
	return 1;
}

/* Where the table is, as the layout of its cells has it. */
static void
find_layout(const struct fixed_text *t, struct fixed_table *table,
    struct heading *h)
{
	struct ps_layout	*lay;
	struct ps_slice		 cells[FIXED_COLUMNS];
	struct ps_record	 r;
	struct ps_layout_options o = { .columns = table->cuts.n };
	struct ps_top		 top;
	struct above		 a = { .t = t, .table = table, .top = true };
	uint32_t		 line[LOOKED_AT], n = 0, i, k;
	bool			 told;

	lay = ps_layout_new(t->self, NULL, LOOKED_AT * table->cuts.n);
	i = table->first > ABOVE ? table->first - ABOVE : 0;
	for (; i < table->end && n < LOOKED_AT; i++) {
		if (t->rows[i].kind == LINE_RULE ||
		    t->rows[i].kind == LINE_COMMENT)
			continue;
		r = (struct ps_record){ .cells = cells, .line = i + 1,
		    .raw = t->rows[i].line.p, .n_raw = t->rows[i].line.n,
		    .kind = PS_RECORD_BLANK };
		if (t->rows[i].kind == LINE_TEXT) {
			r.kind = PS_RECORD_CELLS;
			r.n = cut_line(&a, i, cells, &told);
			r.names = told;
			a.ruled = a.ruled || is_ruled(t, i);
		}
		h->told = h->told || r.names;
		if (!ps_layout_add(t->self, lay, &r))
			break;
		line[n++] = i;
	}
	ps_layout_find(t->self, lay, &o, &top);
	h->n = 0;
	for (k = top.skip; k < n && h->n < top.header + top.units &&
	    h->n < FIXED_HEADER; k++)
		if (t->rows[line[k]].kind == LINE_TEXT)
			h->lines[h->n++] = line[k];
	table->units = top.units;
	table->header = h->n > top.units ? h->n - top.units : 0;
	table->skip = top.skip < n ? line[top.skip] : table->first;
	table->score = top.score;
	table->capitals = a.capitals;
	while (k < n && t->rows[line[k]].kind != LINE_TEXT)
		k++;
	if (k < n)
		table->first = line[k];
	h->n = table->header;
}

/* Columns i and i + 1 are one. */
static void
merge(struct fixed_table *t, uint32_t i)
{
	struct fixed_cuts	*c = &t->cuts;
	uint32_t		 n = c->n - i - 2;

	c->at[i].to = c->at[i + 1].to;
	t->sure[i] = t->sure[i + 1];
	t->single[i] = t->single[i + 1];
	memmove(&c->at[i + 1], &c->at[i + 2], n * sizeof(c->at[0]));
	memmove(&t->sure[i + 1], &t->sure[i + 2], n * sizeof(t->sure[0]));
	memmove(&t->single[i + 1], &t->single[i + 2], n);
	memmove(&c->kinds[i], &c->kinds[i + 1], n + 1);
	c->kinds[i] = 't';
	c->n--;
}

/* One word of the line stands over both columns. */
static bool
is_over_both(const struct fixed_row *r, const struct fixed_cuts *c, uint32_t i)
{
	for (uint32_t p = c->at[i].to - 1u; p <= c->at[i + 1].from; p++)
		if (p >= r->line.width || fixed_is_blank(&r->line, p))
			return false;
	return true;
}

static void
find_named(const struct fixed_text *t, const struct fixed_cuts *c,
    const struct heading *h, bool *named)
{
	struct ps_slice	cells[FIXED_COLUMNS];

	memset(named, 0, c->n * sizeof(*named));
	for (uint32_t k = 0; k < h->n; k++) {
		(void)fixed_cut_names(c, &t->rows[h->lines[k]].line, cells);
		for (uint32_t i = 0; i < c->n; i++)
			named[i] = named[i] || cells[i].n > 0;
	}
}

/* The blanks of the line that parts the names of i and i + 1. */
static uint32_t
gap_of(const struct fixed_row *r, const struct fixed_cuts *c, uint32_t i)
{
	uint32_t	from = c->at[i].to, gap = 0, most = 0;

	while (from > c->at[i].from && fixed_is_blank(&r->line, from - 1))
		from--;
	for (uint32_t p = from; p < r->line.width &&
	    p < c->at[i + 1].from + 1u; p++) {
		gap = fixed_is_blank(&r->line, p) ? gap + 1 : 0;
		most = gap > most ? gap : most;
	}
	return most;
}

static bool
begins_at(const struct fixed_row *r, uint32_t place)
{
	return place > 0 && place < r->line.width &&
	    fixed_is_blank(&r->line, place - 1) &&
	    !fixed_is_blank(&r->line, place);
}

/* Hardly more than blanks between words. */
static bool
is_doubtful(const struct fixed_table *table, uint32_t i)
{
	return table->single[i] >= OFTEN || table->sure[i] < CERTAIN;
}

/* Which gutter has to go, seen from the names?  Or n. */
static uint32_t
unnamed_gutter(const struct fixed_text *t, const struct fixed_table *table,
    const struct heading *h, const bool *named)
{
	const struct fixed_cuts	*c = &table->cuts;
	const struct fixed_row	*last = &t->rows[h->lines[h->n - 1]];

	for (uint32_t i = 0; i + 1 < c->n; i++)
		if (is_over_both(last, c, i))
			return i;
	if (!named[c->n - 1] && (!named[c->n - 2] || is_doubtful(table,
	    c->n - 2) || c->kinds[c->n - 2] == 't'))
		return c->n - 2;
	for (uint32_t i = 1; i + 1 < c->n; i++) {
		if (named[i])
			continue;
		if (c->kinds[i - 1] == 't' && (c->kinds[i] == 't' ||
		    is_doubtful(table, i - 1)))
			return i - 1;
		if (is_doubtful(table, i))
			return i;
		if (is_doubtful(table, i - 1))
			return i - 1;
	}
	for (uint32_t i = 0; i + 1 < c->n && !h->told; i++)
		if (table->sure[i] < LIKELY && table->single[i] >= OFTEN &&
		    c->kinds[i] == 't' && c->kinds[i + 1] == 't' &&
		    gap_of(last, c, i) < 2 && !begins_at(last,
		    c->at[i + 1].from))
			return i;
	return c->n;
}

/* Which one, where there are no names?  Or n. */
static uint32_t
doubtful_gutter(const struct fixed_table *table)
{
	const struct fixed_cuts	*c = &table->cuts;

	for (uint32_t i = 0; i + 1 < c->n; i++)
		if (table->sure[i] < CERTAIN ||
		    (table->sure[i] < HARDLY && table->single[i] >= 80 &&
		    c->kinds[i] == 't' && c->kinds[i + 1] == 't'))
			return i;
	return c->n;
}

static void
prune(const struct fixed_text *t, struct fixed_table *table,
    const struct heading *h)
{
	bool		named[FIXED_COLUMNS];
	uint32_t	i;

	while (table->cuts.n > 1) {
		if (h->n > 0)
			find_named(t, &table->cuts, h, named);
		i = h->n > 0 ? unnamed_gutter(t, table, h, named) :
		    doubtful_gutter(table);
		if (i >= table->cuts.n - 1)
			break;
		merge(table, i);
		fixed_measure(t, table);
	}
}

/*
 * Lines right above are rows, too, if they look so: the gutters that they
 * break were chance.
 */
static bool
reach_up(const struct fixed_text *t, struct fixed_table *table)
{
	struct ps_slice	cells[FIXED_COLUMNS];
	uint32_t	first = table->first;

	while (table->first > 0) {
		(void)fixed_cut(t->self, &table->cuts,
		    &t->rows[table->first - 1].line, cells);
		if (!is_like_rows(t, table, table->first - 1, cells))
			break;
		table->first--;
	}
	return table->first < first;
}

void
fixed_head(const struct fixed_text *t, struct fixed_table *table)
{
	struct heading	h = { .n = 0 };
	uint32_t	first = table->first;

	fixed_kinds(t, table);
	if (reach_up(t, table)) {
		first = table->first;
		fixed_gutters(t, table);
		fixed_kinds(t, table);
	}
	find_layout(t, table, &h);
	fixed_gutters(t, table);
	fixed_kinds(t, table);
	prune(t, table, &h);
	table->first = first;
	fixed_kinds(t, table);
	find_layout(t, table, &h);
}
