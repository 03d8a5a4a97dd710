/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_rows.c - the first row of a table, and the header above it.
 *
 * Where columns have types, the first record that fits them is the first row,
 * and text above it is the header; where all is text, the first full record
 * is put to the test.
 */
#include "delimited_probe.h"

/* The median of filled cells among records of nearly the usual width. */
static uint32_t
typical_fill(const struct sheet *sheet)
{
	uint32_t	count[SHEET_LINES], n = 0, less;

	for (uint32_t i = 0; i < sheet->n; i++)
		if (is_filled(&sheet->lines[i]) &&
		    sheet->lines[i].n + 1 >= sheet->k)
			count[n++] = sheet->lines[i].filled;
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
	return sheet->k;
}

/* Tokens for "nothing" in typed columns, beside a label. */
static uint32_t
count_nothings(const struct sheet *sheet, uint32_t at)
{
	const struct line	*l = &sheet->lines[at];
	uint32_t		 n = 0;

	if (l->values[0] == VALUE_EMPTY || is_nothing(l->cells[0]))
		return 0;
	for (uint32_t c = 1; c < l->n && c < sheet->k; c++)
		n += l->values[c] != VALUE_EMPTY && is_nothing(l->cells[c]) &&
		    sheet->columns[c].type >= COLUMN_NUMBERS &&
		    sheet->columns[c].type <= COLUMN_DATES;
	return n;
}

/* Full enough to be a row or a header rather than a title. */
static bool
is_full(const struct sheet *sheet, const struct line *l, uint32_t typical)
{
	if (!is_filled(l))
		return false;
	if (sheet->k == 1)
		return true;
	if (sheet->k == 2)
		return !is_lone(l);
	return l->filled >= 2 && l->filled * 2 >= typical;
}

static uint32_t
first_full(const struct sheet *sheet)
{
	uint32_t	typical = typical_fill(sheet), lone = 0;

	for (uint32_t i = 0; i < sheet->n; i++)
		if (is_full(sheet, &sheet->lines[i], typical))
			return i;
	while (lone < sheet->n && !is_filled(&sheet->lines[lone]))
		lone++;
	return lone < sheet->n ? lone : 0;
}

/* One cell of several, and a year where the column has none. */
static bool
is_lone_year(const struct sheet *sheet, uint32_t at)
{
	return sheet->lines[at].filled == 1 && sheet->k > 2 &&
	    count_years(sheet, at) == 1;
}

/*
 * The first line from `from` on whose cells fit their columns.  Tokens for
 * "nothing" fit anywhere, and ask for no number beside them.
 */
static uint32_t
first_fit(const struct sheet *sheet, uint32_t from)
{
	uint32_t	fit, misfit, nothing;

	for (uint32_t i = from; i < sheet->n; i++) {
		if (!is_filled(&sheet->lines[i]) ||
		    is_units_line(&sheet->lines[i]) ||
		    is_lone_year(sheet, i))
			continue;
		sheet_fit(sheet, i, &fit, &misfit);
		nothing = count_nothings(sheet, i);
		if (fit + (nothing > 1) > misfit &&
		    fit * 3 + nothing >= sheet->typed)
			return i;
	}
	return sheet->n;
}

static uint32_t
count_filled_lines(const struct sheet *sheet, uint32_t from, uint32_t to)
{
	uint32_t	n = 0;

	for (uint32_t i = from; i < to; i++)
		n += is_filled(&sheet->lines[i]);
	return n;
}

static void
set_header(const struct sheet *sheet, struct layout *l, uint32_t top,
    uint32_t bottom)
{
	l->skip = top;
	l->header = count_filled_lines(sheet, top, bottom + 1);
	l->header_line = sheet->lines[top].number;
}

/* The line after the first quarter of those that hold something. */
static uint32_t
after_quarter(const struct sheet *sheet, uint32_t first)
{
	uint32_t	all = count_filled_lines(sheet, first, sheet->n);
	uint32_t	i = first;

	for (uint32_t n = 0; i < sheet->n; i++) {
		n += is_filled(&sheet->lines[i]);
		if (n > 1 + all / 4)
			break;
	}
	return i < sheet->n ? i : first;
}

/* Does every row from `from` on, three at least, fill the first column? */
static bool
begins_filled(const struct sheet *sheet, uint32_t from)
{
	uint32_t	n = 0;

	for (uint32_t i = from; i < sheet->n; i++) {
		if (!is_filled(&sheet->lines[i]))
			continue;
		if (sheet->lines[i].values[0] == VALUE_EMPTY)
			return false;
		n++;
	}
	return n >= 3;
}

/* Texts, the first cell empty: it goes on with the line above. */
static bool
goes_on(const struct line *l)
{
	if (!is_filled(l) || l->values[0] != VALUE_EMPTY)
		return false;
	for (uint32_t c = 1; c < l->n; c++)
		if (l->values[c] != VALUE_EMPTY && l->values[c] < VALUE_WORD)
			return false;
	return true;
}

/*
 * Where all is text, names go on in lines without a first cell if no row is
 * without one; and begin in the line above a header that lacks its first.
 */
static void
extend_header(const struct sheet *sheet, struct layout *l, uint32_t first)
{
	uint32_t		 top = first, bottom = first;
	const struct line	*above = &sheet->lines[first - (first > 0)];

	while (bottom + 1 < sheet->n && bottom - first < 3 &&
	    goes_on(&sheet->lines[bottom + 1]))
		bottom++;
	if (!begins_filled(sheet, bottom + 1))
		bottom = first;
	if (first > 0 && sheet->lines[first].values[0] == VALUE_EMPTY &&
	    is_filled(above) && above->filled > 1 &&
	    above->values[0] >= VALUE_WORD &&
	    begins_filled(sheet, bottom + 1))
		top--;
	set_header(sheet, l, top, bottom);
}

/* All is text, or the first full line fits: it alone may be the header. */
static void
test_first(struct sheet *sheet, struct layout *l, uint32_t first)
{
	l->skip = first;
	if (first + 1 >= sheet->n)
		return;
	sheet_type(sheet, first + 1);
	l->score = header_score(sheet, first);
	if (l->score > 0)
		extend_header(sheet, l, first);
}

/* The most that a line of the header says for its being one. */
static double
best_score(const struct sheet *sheet, const struct above *a)
{
	double	best = -1e9, score;

	for (uint32_t i = a->top; i <= a->lowest; i++) {
		if (!is_filled(&sheet->lines[i]))
			continue;
		score = header_score(sheet, i);
		if (score > best)
			best = score;
	}
	return best;
}

/* Texts in two cells or more, and one at least where numbers or dates are. */
static bool
is_named_line(const struct sheet *sheet, uint32_t at)
{
	const struct line	*l = &sheet->lines[at];
	uint32_t		 fit, misfit;

	if (!is_filled(l) || l->filled < 2)
		return false;
	sheet_fit(sheet, at, &fit, &misfit);
	return misfit > 0 && fit == 0;
}

/*
 * A header that comes again amid the rows says nothing of them, and nothing
 * against its being one: it is left out.
 */
static void
drop_repeated(struct sheet *sheet, uint32_t first)
{
	uint32_t	n, dropped = 0;

	for (uint32_t at = first; at < sheet->n && at < first + 4; at++) {
		if (!is_named_line(sheet, at))
			continue;
		n = at + 1;
		while (n < sheet->n && is_same_line(&sheet->lines[at],
		    &sheet->lines[n]))
			n++;
		for (uint32_t i = n; i < sheet->n; i++)
			if (sheet->lines[i].kind != RECORD_CELLS ||
			    !is_same_line(&sheet->lines[at],
			    &sheet->lines[i]))
				sheet->lines[n++] = sheet->lines[i];
		dropped += sheet->n - n;
		sheet->n = n;
	}
	if (dropped > 0)
		sheet_type(sheet, after_quarter(sheet, first));
}

void
table_find(struct sheet *sheet, struct layout *l)
{
	uint32_t	first = first_full(sheet), data;
	struct above	a;

	sheet_type(sheet, after_quarter(sheet, first));
	drop_repeated(sheet, first);
	data = sheet->typed > 0 ? first_fit(sheet, 0) : sheet->n;
	if (data < sheet->n) {
		sheet_type(sheet, data);
		data = first_fit(sheet, 0);
	}
	if (data == sheet->n || data <= first) {
		test_first(sheet, l, first);
		return;
	}
	above_find(sheet, data, &a);
	if (a.top == data || (l->score = best_score(sheet, &a)) <= 0) {
		test_first(sheet, l, first);
		return;
	}
	l->units = a.units < data;
	set_header(sheet, l, a.top, l->units ? a.units - 1 : a.lowest);
}
