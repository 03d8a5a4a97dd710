/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_rows.c - the first row of a table, and the header above it.
 *
 * Where columns have types, the first record that fits them is the first row,
 * and text above it is the header; where all is text, the first full record
 * is put to the test.
 */
#include "layout_impl.h"

/* The median of filled cells among records of nearly the usual width. */
static uint32_t
typical_fill(const struct ps_layout *lay)
{
	uint32_t	count[LAYOUT_LINES], n = 0, less;

	for (uint32_t i = 0; i < lay->n; i++)
		if (is_filled(&lay->lines[i]) &&
		    lay->lines[i].n + 1 >= lay->k)
			count[n++] = lay->lines[i].filled;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t	same = 0;

		less = 0;
		for (uint32_t j = 0; j < n; j++) {
			less += count[j] < count[i];
			same += count[j] == count[i];
		}
		if (less * 2 <= n && (less + same) * 2 >= n)
			return count[i];
	}
	return lay->k;
}

/* Tokens for "nothing" in typed columns, beside a label. */
static uint32_t
count_nothings(const struct ps_layout *lay, uint32_t at)
{
	const struct ps_record	*l = &lay->lines[at];
	uint32_t		 n = 0;

	if (l->looks[0] == PS_LOOK_EMPTY || is_nothing(l->cells[0]))
		return 0;
	for (uint32_t c = 1; c < l->n && c < lay->k; c++)
		n += l->looks[c] != PS_LOOK_EMPTY && is_nothing(l->cells[c]) &&
		    lay->columns[c].type >= COLUMN_NUMBERS &&
		    lay->columns[c].type <= COLUMN_DATES;
	return n;
}

/* Full enough to be a row or a header rather than a title. */
static bool
is_full(const struct ps_layout *lay, const struct ps_record *l,
    uint32_t typical)
{
	if (!is_filled(l))
		return false;
	if (lay->k == 1)
		return true;
	if (lay->k == 2)
		return !is_lone(l);
	return l->filled >= 2 && l->filled * 2 >= typical;
}

static uint32_t
first_full(const struct ps_layout *lay)
{
	uint32_t	typical = typical_fill(lay), lone = 0;

	for (uint32_t i = 0; i < lay->n; i++)
		if (is_full(lay, &lay->lines[i], typical))
			return i;
	while (lone < lay->n && !is_filled(&lay->lines[lone]))
		lone++;
	return lone < lay->n ? lone : 0;
}

/* One cell of several, and a year where the column has none. */
static bool
is_lone_year(const struct ps_layout *lay, uint32_t at)
{
	return lay->lines[at].filled == 1 && lay->k > 2 &&
	    count_years(lay, at) == 1;
}

/*
 * The first line from `from` on whose cells fit their columns.  Tokens for
 * "nothing" fit anywhere, and ask for no number beside them.
 */
static uint32_t
first_fit(const struct ps_layout *lay, uint32_t from)
{
	uint32_t	fit, misfit, nothing;

	for (uint32_t i = from; i < lay->n; i++) {
		if (!is_filled(&lay->lines[i]) ||
		    is_units_line(&lay->lines[i]) ||
		    is_lone_year(lay, i))
			continue;
		layout_fit(lay, i, &fit, &misfit);
		nothing = count_nothings(lay, i);
		if (fit + (nothing > 1) > misfit &&
		    fit * 3 + nothing >= lay->typed)
			return i;
	}
	return lay->n;
}

static uint32_t
count_filled_lines(const struct ps_layout *lay, uint32_t from, uint32_t to)
{
	uint32_t	n = 0;

	for (uint32_t i = from; i < to; i++)
		n += is_filled(&lay->lines[i]);
	return n;
}

static void
set_header(const struct ps_layout *lay, struct ps_top *t, uint32_t top,
    uint32_t bottom)
{
	t->skip = top;
	t->header = count_filled_lines(lay, top, bottom + 1);
	t->header_line = lay->lines[top].line;
}

/* The line after the first quarter of those that hold something. */
static uint32_t
after_quarter(const struct ps_layout *lay, uint32_t first)
{
	uint32_t	all = count_filled_lines(lay, first, lay->n);
	uint32_t	i = first;

	for (uint32_t n = 0; i < lay->n; i++) {
		n += is_filled(&lay->lines[i]);
		if (n > 1 + all / 4)
			break;
	}
	return i < lay->n ? i : first;
}

/* Does every row from `from` on, three at least, fill the first column? */
static bool
begins_filled(const struct ps_layout *lay, uint32_t from)
{
	uint32_t	n = 0;

	for (uint32_t i = from; i < lay->n; i++) {
		if (!is_filled(&lay->lines[i]))
			continue;
		if (lay->lines[i].looks[0] == PS_LOOK_EMPTY)
			return false;
		n++;
	}
	return n >= 3;
}

/* Texts, the first cell empty: it goes on with the line above. */
static bool
goes_on(const struct ps_record *l)
{
	if (!is_filled(l) || l->looks[0] != PS_LOOK_EMPTY)
		return false;
	for (uint32_t c = 1; c < l->n; c++)
		if (l->looks[c] != PS_LOOK_EMPTY && l->looks[c] < PS_LOOK_WORD)
			return false;
	return true;
}

/*
 * Where all is text, names go on in lines without a first cell if no row is
 * without one; and begin in the line above a header that lacks its first.
 */
static void
extend_header(const struct ps_layout *lay, struct ps_top *t, uint32_t first)
{
	uint32_t		 top = first, bottom = first;
	const struct ps_record	*above = &lay->lines[first - (first > 0)];

	while (bottom + 1 < lay->n && bottom - first < 3 &&
	    goes_on(&lay->lines[bottom + 1]))
		bottom++;
	if (!begins_filled(lay, bottom + 1))
		bottom = first;
	if (first > 0 && lay->lines[first].looks[0] == PS_LOOK_EMPTY &&
	    is_filled(above) && above->filled > 1 &&
	    above->looks[0] >= PS_LOOK_WORD &&
	    begins_filled(lay, bottom + 1))
		top--;
	set_header(lay, t, top, bottom);
}

/* All is text, or the first full line fits: it alone may be the header. */
static void
test_first(struct ps_layout *lay, struct ps_top *t, uint32_t first)
{
	t->skip = first;
	if (first + 1 >= lay->n)
		return;
	layout_type(lay, first + 1);
	t->score = header_score(lay, first);
	if (t->score > 0)
		extend_header(lay, t, first);
}

/* The most that a line of the header says for its being one. */
static double
best_score(const struct ps_layout *lay, const struct above *a)
{
	double	best = -1e9, score;

	for (uint32_t i = a->top; i <= a->lowest; i++) {
		if (!is_filled(&lay->lines[i]))
			continue;
		score = header_score(lay, i);
		if (score > best)
			best = score;
	}
	return best;
}

/* Texts in two cells or more, and one at least where numbers or dates are. */
static bool
is_named_line(const struct ps_layout *lay, uint32_t at)
{
	const struct ps_record	*l = &lay->lines[at];
	uint32_t		 fit, misfit;

	if (!is_filled(l) || l->filled < 2)
		return false;
	layout_fit(lay, at, &fit, &misfit);
	return misfit > 0 && fit == 0;
}

/*
 * A header that comes again amid the rows says nothing of them, and nothing
 * against its being one: it is left out.
 */
static void
drop_repeated(struct ps_layout *lay, uint32_t first)
{
	uint32_t	n, dropped = 0;

	for (uint32_t at = first; at < lay->n && at < first + 4; at++) {
		if (!is_named_line(lay, at))
			continue;
		n = at + 1;
		while (n < lay->n && layout_same(&lay->lines[at],
		    &lay->lines[n]))
			n++;
		for (uint32_t i = n; i < lay->n; i++)
			if (lay->lines[i].kind != PS_RECORD_CELLS ||
			    !layout_same(&lay->lines[at],
			    &lay->lines[i]))
				lay->lines[n++] = lay->lines[i];
		dropped += lay->n - n;
		lay->n = n;
	}
	if (dropped > 0)
		layout_type(lay, after_quarter(lay, first));
}

void
rows_find(struct ps_layout *lay, struct ps_top *t)
{
	uint32_t	first = first_full(lay), data;
	struct above	a;

	layout_type(lay, after_quarter(lay, first));
	drop_repeated(lay, first);
	data = lay->typed > 0 ? first_fit(lay, 0) : lay->n;
	if (data < lay->n) {
		layout_type(lay, data);
		data = first_fit(lay, 0);
	}
	if (data == lay->n || data <= first) {
		test_first(lay, t, first);
		return;
	}
	above_find(lay, data, &a);
	if (a.top == data || (t->score = best_score(lay, &a)) <= 0) {
		test_first(lay, t, first);
		return;
	}
	t->units = a.units < data;
	set_header(lay, t, a.top, t->units ? a.units - 1 : a.lowest);
}
