/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_cut.c - a line cut into the cells of its columns.
 *
 * Where a gutter is blank it is cut there.  Where a cell goes on into it, it
 * is cut at the blanks that are left; where there are none, whole words go to
 * the column that they begin or end with.
 */
#include <string.h>

#include "fixed.h"

/* A line that is being cut. */
struct cutter {
	const struct fixed_cuts	*c;
	const struct fixed_line	*l;
	uint32_t		 bad;		/* gutters that are not blank */
	uint32_t		 hard;		/* ... and no cell just wider */
	uint32_t		 covered;	/* gutters within the line */
	uint32_t		 touching;
};

static struct ps_slice
slice(const struct fixed_line *l, uint32_t from, uint32_t to)
{
	size_t	a = fixed_byte(l, from);
	size_t	b = to == FIXED_OPEN ? l->n : fixed_byte(l, to);

	return ps_trimmed((struct ps_slice){ .p = l->p + a,
	    .n = b > a ? (uint32_t)(b - a) : 0 });
}

/* The word over the whole gutter behind column i: where is the edge? */
static uint32_t
part_word(struct cutter *k, uint32_t i, uint32_t from)
{
	const struct fixed_span	*left = &k->c->at[i], *right = left + 1;
	uint32_t		 a = left->to, b = right->from;
	bool			 ends, begins;

	k->bad++;
	k->hard++;
	while (a > from && !fixed_is_blank(k->l, a - 1))
		a--;
	while (b < k->l->width && !fixed_is_blank(k->l, b))
		b++;
	ends = b == right->to || (right->to == FIXED_OPEN && a > left->from);
	begins = a <= left->from;
	if (!begins && (ends || k->c->kinds[i + 1] == 'n'))
		return a;
	if (b < right->to && (!ends || begins) && b < k->l->width)
		return b;
	k->touching++;
	return left->to;
}

static bool
are_blank(const struct fixed_line *l, uint32_t from, uint32_t to)
{
	while (from < to && fixed_is_blank(l, from))
		from++;
	return from == to;
}

/* Where the cell of column i + 1 begins, at the earliest. */
static uint32_t
edge_behind(struct cutter *k, uint32_t i, uint32_t from)
{
	const struct fixed_line	*l = k->l;
	uint32_t		 g = k->c->at[i].to, h = k->c->at[i + 1].from;
	uint32_t		 first = g, last = h;

	if (g < from)
		g = first = from;
	if (g >= l->width)
		return g;
	k->covered++;
	while (first < h && g > from && !fixed_is_blank(l, g - 1) &&
	    !fixed_is_blank(l, first))
		first++;
	if (first == h)
		return h <= g ? g : part_word(k, i, from);
	while (last > first && !fixed_is_blank(l, h) &&
	    !fixed_is_blank(l, last - 1))
		last--;
	if (!are_blank(l, first, last)) {	/* a word between columns */
		k->bad++;
		k->hard++;
		return k->c->kinds[i] == 't' || are_blank(l, from, first) ?
		    last : first;
	}
	k->bad += first > g || last < h;
	return first > g ? first : last > g ? last - 1 : g;
}

static void
cut_places(struct cutter *k, struct ps_slice *cells)
{
	uint32_t	from = 0;

	for (uint32_t i = 0; i + 1 < k->c->n; i++) {
		uint32_t	to = edge_behind(k, i, from);

		cells[i] = slice(k->l, from, to);
		from = to;
	}
	cells[k->c->n - 1] = slice(k->l, from, FIXED_OPEN);
}

/* Columns of numbers and dates that hold something else. */
static uint32_t
misfits(struct ps_self *self, const struct fixed_cuts *c,
    const struct ps_slice *cells)
{
	uint32_t	n = 0, cost;

	for (uint32_t i = 0; i < c->n; i++)
		if (c->kinds[i] != 't' && cells[i].n > 0)
			n += ps_look_of(self, cells[i].p, cells[i].n, &cost) >=
			    PS_LOOK_WORD;
	return n;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* Word by word, the last of n cells takes the rest; how many there are. */
static uint32_t
cut_words(const char *p, const char *e, uint32_t n, struct ps_slice *cells)
{
	const char	*q;
	uint32_t	 filled = 0;

	for (uint32_t i = 0; i < n; i++) {
		while (p < e && is_space(*p))
			p++;
		for (q = p; q < e && !is_space(*q);)
			q++;
		filled += p < e;
		if (i + 1 == n)
			q = e;
		cells[i] = ps_trimmed((struct ps_slice){ .p = p,
		    .n = (uint32_t)(q - p) });
		p = q;
	}
	return filled;
}

/* Words as the option says. */
static enum fixed_fit
cut_by_words(const struct fixed_cuts *c, const struct fixed_line *l,
    struct ps_slice *cells)
{
	const char	*p = l->p, *e = p + l->n, *mark = e;
	uint32_t	 n = c->n;

	if (c->words == WORDS_REMARK && n > 1) {
		for (mark = p; mark < e && !(*mark == '#' && (mark == p ||
		    is_space(mark[-1])));)
			mark++;
		cells[--n] = ps_trimmed((struct ps_slice){ .p = mark + (mark <
		    e), .n = (uint32_t)(mark < e ? e - mark - 1 : 0) });
	}
	(void)cut_words(p, mark, n, cells);
	return FIT_WHOLE;
}

/* Nothing fits: all of the line is in the first cell. */
static void
keep_whole(const struct fixed_cuts *c, const struct fixed_line *l,
    struct ps_slice *cells)
{
	for (uint32_t i = 0; i < c->n; i++)
		cells[i] = (struct ps_slice){ .p = l->p, .flags = PS_ABSENT };
	cells[0] = slice(l, 0, FIXED_OPEN);
}

static enum fixed_fit
mend(struct ps_self *self, struct cutter *k, struct ps_slice *cells)
{
	uint32_t	bad = misfits(self, k->c, cells);
	struct ps_slice	words[FIXED_COLUMNS];

	if ((bad > 0 || k->touching > 0) && cut_words(k->l->p,
	    k->l->p + k->l->n, k->c->n, words) == k->c->n &&
	    misfits(self, k->c, words) < bad + k->touching) {
		memcpy(cells, words, k->c->n * sizeof(*cells));
		return FIT_MENDED;
	}
	if (k->bad * 2 > k->covered && (k->bad > 1 || k->c->n == 2) &&
	    (bad > 0 || strspn(k->c->kinds, "t") >= k->c->n)) {
		keep_whole(k->c, k->l, cells);
		return FIT_NONE;
	}
	return k->touching > 0 ? FIT_TOUCHING : k->hard > 0 || bad > 0 ?
	    FIT_MENDED : FIT_WHOLE;
}

static void
cut_packed(const struct fixed_cuts *c, const struct fixed_line *l,
    struct ps_slice *cells)
{
	for (uint32_t i = 0; i < c->n; i++)
		cells[i] = slice(l, i == 0 ? 0 : c->at[i].from, i + 1 < c->n ?
		    c->at[i + 1].from : FIXED_OPEN);
}

enum fixed_fit
fixed_cut(struct ps_self *self, const struct fixed_cuts *c,
    const struct fixed_line *l, struct ps_slice *cells)
{
	struct cutter	k = { .c = c, .l = l };

	if (c->words != WORDS_NONE)
		return cut_by_words(c, l, cells);
	if (c->packed) {
		cut_packed(c, l, cells);
		return FIT_WHOLE;
	}
	cut_places(&k, cells);
	if (k.hard == 0 && k.bad * 2 <= k.covered)
		return FIT_WHOLE;
	return mend(self, &k, cells);
}
