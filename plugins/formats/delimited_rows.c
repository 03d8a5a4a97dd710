/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_rows.c - the first row of a table, and the header above it.
 *
 * Where columns have types, the first record that fits them is the first row,
 * and text above it is the header; where all is text, the first full record
 * is put to the test.
 */
#include "delimited_probe.h"

/* Blank lines between the header and the data, or within the header. */
enum { MOST_HEADER = 12, MOST_GAP = 8, MOST_BLANK = 4 };

static bool
is_filled(const struct line *l)
{
	return l->kind == RECORD_CELLS && l->filled > 0;
}

/* Its only cell stands first: a title, a note, a group. */
static bool
is_lone(const struct line *l)
{
	return l->filled == 1 && l->values[0] != VALUE_EMPTY;
}

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

/* The first line from `from` on whose cells fit their columns. */
static uint32_t
first_fit(const struct sheet *sheet, uint32_t from)
{
	uint32_t	fit, misfit;

	for (uint32_t i = from; i < sheet->n; i++) {
		if (!is_filled(&sheet->lines[i]) ||
		    is_units_line(&sheet->lines[i]))
			continue;
		sheet_fit(sheet, i, &fit, &misfit);
		if (fit > misfit && fit * 3 >= sheet->typed)
			return i;
	}
	return sheet->n;
}

/*
 * Two cells, a word and what it is set to, are no header of a wide table;
 * unless the header line below lacks one of them.
 */
static bool
is_pair(const struct sheet *sheet, const struct line *l,
    const struct line *below)
{
	if (sheet->k <= 3 || l->filled != 2 || l->n < 2 ||
	    l->values[0] == VALUE_EMPTY || l->values[1] == VALUE_EMPTY)
		return false;
	return below == NULL || (below->values[0] != VALUE_EMPTY &&
	    below->n > 1 && below->values[1] != VALUE_EMPTY);
}

/* Numbers that are no years, and dates: hardly names. */
static bool
has_values(const struct sheet *sheet, uint32_t at)
{
	const struct line	*l = &sheet->lines[at];
	uint32_t		 n = 0;

	for (uint32_t c = 0; c < l->n; c++)
		n += l->values[c] >= VALUE_INT && l->values[c] < VALUE_WORD;
	n -= count_years(sheet, at);
	return n >= 2 && n * 4 >= l->filled;
}

/* `below`: the header line found before, or NULL. */
static bool
is_header_line(const struct sheet *sheet, uint32_t at,
    const struct line *below)
{
	const struct line	*l = &sheet->lines[at];
	uint32_t		 fit, misfit;

	if (is_lone(l) || is_pair(sheet, l, below))
		return sheet->k == 1;
	if (has_values(sheet, at))
		return false;
	sheet_fit(sheet, at, &fit, &misfit);
	return misfit >= fit || (below != NULL && count_years(sheet, at) > 0);
}

/* Sentences over names are a title: one cell, or two. */
static bool
is_title_over(const struct line *above, const struct line *header)
{
	uint32_t	a = (uint32_t)(above->stop - above->start);
	uint32_t	h = (uint32_t)(header->stop - header->start);

	return above->filled <= 2 && above->values[0] != VALUE_EMPTY &&
	    a / (above->filled + 1) > 20 && a > 3 * h;
}

/*
 * Up from the first row: header lines, perhaps with blank ones between, and
 * one lone cell if more header stands above it.  The topmost, or `data`.
 */
static uint32_t
walk_up(const struct sheet *sheet, uint32_t data, uint32_t *lowest,
    uint32_t *units)
{
	uint32_t		 top = data, blanks = 0, n = 0;
	const struct line	*below;

	*lowest = *units = data;
	for (uint32_t i = data; i-- > 0 && n < MOST_HEADER;) {
		const struct line	*l = &sheet->lines[i];

		if (!is_filled(l)) {
			if (++blanks > (top < data ? MOST_BLANK :
			    MOST_GAP) ||
			    l->kind == RECORD_COMMENT)
				break;
			continue;
		}
		if (top == data && *units == data && is_units_line(l)) {
			*units = i;
			blanks = 0;
			continue;
		}
		if (is_lone(l) && sheet->k > 1 &&
		    (top < data || blanks == 0)) {
			blanks++;
			continue;
		}
		below = top < data ? &sheet->lines[*lowest] : NULL;
		if (!is_header_line(sheet, i, below) || (below != NULL &&
		    is_title_over(l, below)))
			break;
		if (top == data)
			*lowest = i;
		top = i;
		blanks = 0;
		n++;
	}
	return top;
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
		set_header(sheet, l, first, first);
}

void
table_find(struct sheet *sheet, struct layout *l)
{
	uint32_t	first = first_full(sheet), data, top, lowest, units;

	sheet_type(sheet, after_quarter(sheet, first));
	data = sheet->typed > 0 ? first_fit(sheet, 0) : sheet->n;
	if (data < sheet->n) {
		sheet_type(sheet, data);
		data = first_fit(sheet, 0);
	}
	if (data == sheet->n || data <= first) {
		test_first(sheet, l, first);
		return;
	}
	top = walk_up(sheet, data, &lowest, &units);
	if (top == data || (l->score = header_score(sheet, lowest)) <= 0) {
		test_first(sheet, l, first);
		return;
	}
	l->units = units < data;
	set_header(sheet, l, top, units < data ? units - 1 : lowest);
}
