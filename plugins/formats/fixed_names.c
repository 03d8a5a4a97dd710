/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_names.c - a line of names over columns that it does not quite fit.
 *
 * A name may begin left of its column or end right of it, and may be several
 * words.  A word belongs to the column that most of it stands over; one that
 * stands over none, to its neighbour if one blank parts them, else to the
 * column that is nearest.
 */
#include "fixed.h"

struct word {
	uint32_t	from, to;
};

static bool
next_word(const struct fixed_line *l, uint32_t at, struct word *w)
{
	while (at < l->width && fixed_is_blank(l, at))
		at++;
	w->from = at;
	while (at < l->width && !fixed_is_blank(l, at))
		at++;
	w->to = at;
	return w->to > w->from;
}

static uint32_t
over(const struct fixed_span *s, const struct word *w)
{
	uint32_t	a = w->from > s->from ? w->from : s->from;
	uint32_t	b = w->to < s->to ? w->to : s->to;

	return b > a ? b - a : 0;
}

static uint32_t
distance(const struct fixed_span *s, const struct word *w)
{
	return w->from >= s->to ? w->from - s->to + 1 :
	    w->to <= s->from ? s->from - w->to + 1 : 0;
}

/* The column that most of the word is over, from `least` on; or n. */
static uint32_t
column_over(const struct fixed_cuts *c, uint32_t least, const struct word *w)
{
	uint32_t	best = c->n, most = 0, n;

	for (uint32_t i = least; i < c->n && c->at[i].from < w->to; i++)
		if ((n = over(&c->at[i], w)) > most) {
			most = n;
			best = i;
		}
	return best;
}

static uint32_t
nearest(const struct fixed_cuts *c, uint32_t least, const struct word *w)
{
	uint32_t	best = least, n = UINT32_MAX, d;

	for (uint32_t i = least; i < c->n; i++)
		if ((d = distance(&c->at[i], w)) < n) {
			n = d;
			best = i;
		}
	return best;
}

/* The column of the word before or behind, if one blank parts it; or n. */
static uint32_t
neighbour(const struct fixed_cuts *c, const struct fixed_line *l,
    uint32_t last, const struct word *before, const struct word *w)
{
	bool		near = before != NULL && w->from - before->to == 1;
	uint32_t	next = c->n;
	struct word	after;

	if (next_word(l, w->to, &after))
		next = column_over(c, last, &after);
	if (next > last + 1 && next < c->n && before != NULL)
		return last + 1;	/* it has no other name */
	if (next == c->n || next == last)
		return near ? last : next;
	if (after.from - w->to > 1)
		return near ? last : c->n;
	return near && distance(&c->at[last], w) <
	    distance(&c->at[next], w) ? last : next;
}

uint32_t
fixed_cut_names(const struct fixed_cuts *c, const struct fixed_line *l,
    struct ps_slice *cells)
{
	struct word	w, before = { 0, 0 };
	uint32_t	last = 0, filled = 0, i;
	size_t		a = 0, b;

	for (i = 0; i < c->n; i++)
		cells[i] = (struct ps_slice){ .p = l->p, .n = 0 };
	for (uint32_t at = 0; next_word(l, at, &w); at = w.to, before = w) {
		bool	begun = filled > 0;

		i = column_over(c, last, &w);
		if (i == c->n)
			i = neighbour(c, l, last, begun ? &before : NULL, &w);
		if (i == c->n)
			i = nearest(c, last + (begun && last + 1 < c->n), &w);
		if (cells[i].n == 0) {
			a = fixed_byte(l, w.from);
			filled++;
		}
		b = fixed_byte(l, w.to);
		cells[i].p = l->p + a;
		cells[i].n = (uint32_t)(b - a);
		last = i;
	}
	if (l->width == FIXED_PLACES && filled > 0)
		cells[last].n = (uint32_t)(l->n - a);
	return filled;
}
