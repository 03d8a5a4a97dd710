/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_layout.c - which of the first records are titles, which the
 * header, and how wide the table is.
 */
#include <string.h>

#include "delimited_probe.h"

static uint32_t
count_filled(const struct line *l)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < l->n; i++)
		n += l->values[i] != VALUE_EMPTY;
	return n;
}

/* Keep a record of the sample, with the kinds of its cells. */
static bool
add_line(struct sheet *sheet, const struct record *r, uint32_t number)
{
	struct line	*l = &sheet->lines[sheet->n];
	uint32_t	 n = r->n < r->room ? r->n : r->room, cost;

	if (sheet->n == SHEET_LINES || sheet->used + n > SHEET_CELLS)
		return false;
	*l = (struct line){ .cells = sheet->cells + sheet->used,
	    .values = sheet->values + sheet->used, .n = n,
	    .number = number, .kind = (uint8_t)r->kind, .start = r->start,
	    .stop = r->stop };
	for (uint32_t i = 0; i < n; i++) {
		l->cells[i] = r->cells[i];
		l->values[i] = (uint8_t)value_of(r->cells[i].p,
		    r->cells[i].n, &cost);
	}
	l->filled = count_filled(l);
	sheet->used += n;
	sheet->n++;
	return true;
}

static struct sheet *
make_sheet(struct judge *j)
{
	struct sheet	*sheet = ps_alloc(j->self, sizeof(*sheet));
	size_t		 most = j->n + 2 < SHEET_CELLS ? j->n + 2 :
				    SHEET_CELLS;

	memset(sheet, 0, offsetof(struct sheet, lines));
	sheet->n = sheet->used = 0;
	sheet->cells = ps_alloc(j->self, most * sizeof(*sheet->cells));
	sheet->values = ps_alloc(j->self, most);
	return sheet;
}

/* Read the sample again, now knowing how wide its records should be. */
static void
fill_sheet(struct judge *j, struct sheet *sheet, uint32_t k, bool comments)
{
	struct splitter	s;
	struct record	r = { .cells = j->cells, .room = JUDGED_COLUMNS };
	struct dialect	d = j->best.d;
	uint32_t	number = 1;

	if (!comments)
		d.n_comment = 0;
	splitter_init(&s, &d, j->text, j->text + j->n, true);
	s.k = k;
	while (split_next(&s, &r) == STEP_RECORD &&
	    add_line(sheet, &r, number))
		number += r.lines;
}

static uint32_t
count_width(const struct sheet *sheet, uint32_t k, bool *trailing)
{
	uint32_t	n = 0, empty = 0;

	for (uint32_t i = 0; i < sheet->n; i++) {
		const struct line	*l = &sheet->lines[i];

		if (l->kind != RECORD_CELLS || l->n != k)
			continue;
		n++;
		empty += l->values[k - 1] == VALUE_EMPTY;
	}
	*trailing = k > 2 && n > 1 && empty == n;
	return n;
}

/* Cells up to the last that holds something. */
static uint32_t
used_width(const struct line *l)
{
	uint32_t	n = l->n;

	while (n > 0 && l->values[n - 1] == VALUE_EMPTY)
		n--;
	return n;
}

/* Rows that need more columns than most rows have. */
static uint32_t
widen(const struct sheet *sheet, uint32_t k, uint32_t from)
{
	uint32_t	wide = 0, rows = 0, most = k;

	for (uint32_t i = from; i < sheet->n; i++) {
		const struct line	*l = &sheet->lines[i];
		uint32_t		 n = used_width(l);

		if (l->kind != RECORD_CELLS)
			continue;
		rows++;
		wide += n > k;
		if (n > most)
			most = n;
	}
	return wide * 20 > rows || (wide > 0 && rows < 20) ? most : k;
}

/* Full enough to be a row or a header rather than a title. */
static bool
is_full(const struct sheet *sheet, const struct line *l, uint32_t typical)
{
	if (l->kind != RECORD_CELLS || l->filled == 0)
		return false;
	if (sheet->k < 3)
		return l->filled >= sheet->k || l->n >= sheet->k;
	return l->filled >= 2 && l->filled * 2 >= typical;
}

/* The median of filled cells among records of the usual width. */
static uint32_t
typical_fill(const struct sheet *sheet)
{
	uint32_t	count[JUDGED_COLUMNS + 1] = { 0 }, n = 0, sum = 0;

	for (uint32_t i = 0; i < sheet->n; i++) {
		const struct line	*l = &sheet->lines[i];

		if (l->kind != RECORD_CELLS || l->n + 1 < sheet->k)
			continue;
		count[l->filled]++;
		n++;
	}
	for (uint32_t i = 0; i <= JUDGED_COLUMNS; i++)
		if ((sum += count[i]) * 2 >= n && n > 0)
			return i;
	return sheet->k;
}

static uint32_t
first_full(const struct sheet *sheet)
{
	uint32_t	typical = typical_fill(sheet);

	for (uint32_t i = 0; i < sheet->n; i++)
		if (is_full(sheet, &sheet->lines[i], typical))
			return i;
	return 0;
}

/* Text over columns of numbers: more of the header. */
static bool
is_more_header(const struct sheet *sheet, uint32_t at)
{
	const struct line	*l = &sheet->lines[at];
	uint32_t		 fit, misfit;

	if (l->kind != RECORD_CELLS || l->filled * 2 < sheet->k)
		return false;
	sheet_fit(sheet, at, &fit, &misfit);
	return misfit > 0 && fit == 0;
}

static void
find_header(struct sheet *sheet, struct layout *l)
{
	uint32_t	first = first_full(sheet), at;

	l->skip = first;
	sheet_type(sheet, first + 1 < sheet->n ? first + 1 : first);
	if (first + 1 >= sheet->n)
		return;
	l->score = header_score(sheet, first);
	if (l->score <= 0)
		return;
	l->header = 1;
	l->header_line = sheet->lines[first].number;
	for (at = first + 1; at + 1 < sheet->n && l->header < 8; at++) {
		if (!is_more_header(sheet, at))
			break;
		l->header++;
	}
}

static void
count_rows(const struct sheet *sheet, struct layout *l)
{
	for (uint32_t i = l->skip + l->header; i < sheet->n; i++) {
		const struct line	*line = &sheet->lines[i];

		if (line->kind != RECORD_CELLS)
			continue;
		l->rows++;
		l->rows_ok += line->n == l->k + l->trailing;
	}
}

void
layout_find(struct judge *j, struct layout *l)
{
	struct sheet	*sheet = make_sheet(j);
	uint32_t	 k = j->best.k;

	l->comments = j->best.d.n_comment > 0;
	fill_sheet(j, sheet, k, l->comments);
	count_width(sheet, k, &l->trailing);
	k -= l->trailing;
	sheet->k = k = widen(sheet, k, 0);
	sheet->columns = ps_alloc(j->self, k * sizeof(*sheet->columns));
	l->k = k;
	find_header(sheet, l);
	count_rows(sheet, l);
	if (l->header == 1) {
		const struct line	*h = &sheet->lines[l->skip];

		l->repeated = h->start;
		l->n_repeated = (size_t)(h->stop - h->start);
	}
}
