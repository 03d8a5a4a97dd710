/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_layout.c - the first records of the sample as a sheet of cells,
 * and how wide the table in it is.
 */
#include <string.h>

#include "delimited_probe.h"

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
		l->filled += l->values[i] != VALUE_EMPTY;
	}
	sheet->used += n;
	sheet->n++;
	return true;
}

static struct sheet *
make_sheet(struct judge *j)
{
	struct sheet	*sheet = ps_alloc(j->self, sizeof(*sheet));
	size_t		 most = j->n + SHEET_LINES < SHEET_CELLS ?
				    j->n + SHEET_LINES : SHEET_CELLS;

	sheet->n = sheet->used = sheet->typed = sheet->k = 0;
	sheet->cells = ps_alloc(j->self, most * sizeof(*sheet->cells));
	sheet->values = ps_alloc(j->self, most);
	return sheet;
}

/* Read the sample again, now knowing how wide its records should be. */
static void
fill_sheet(struct judge *j, struct sheet *sheet)
{
	struct splitter	s;
	struct record	r = { .cells = j->cells, .room = JUDGED_COLUMNS };
	uint32_t	number = 1;

	splitter_init(&s, &j->best.d, j->text, j->text + j->n, true);
	s.k = j->best.k;
	while (split_next(&s, &r) == STEP_RECORD &&
	    add_line(sheet, &r, number))
		number += r.lines;
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

/*
 * Columns: as many as most records have, without empty ones at the right; or
 * more, where that would leave out cells of more than a few records.
 */
static void
find_columns(const struct judge *j, const struct sheet *sheet,
    struct layout *l)
{
	uint32_t	k = j->best.k, most = 0, usual = 0, wide = 0, rows = 0;

	for (uint32_t i = 0; i < sheet->n; i++) {
		const struct line	*line = &sheet->lines[i];
		uint32_t		 n = used_width(line);

		if (line->kind != RECORD_CELLS || n == 0)
			continue;
		rows++;
		wide += n > k;
		if (n > most)
			most = n;
		if (n > usual && line->n <= k)
			usual = n;
	}
	l->width = l->k = k;
	if (wide * 20 > rows || (wide > 0 && rows < 20))
		l->width = l->k = most;
	else if (usual > 1 && usual < k && (k - usual == 1 || (j->eof &&
	    j->n == j->s->length)))
		l->k = usual;
}

static void
count_rows(const struct sheet *sheet, struct layout *l)
{
	uint32_t	n = 0, shorter = 0;

	for (uint32_t i = l->skip; i < sheet->n; i++) {
		const struct line	*line = &sheet->lines[i];

		if (line->kind != RECORD_CELLS || line->filled == 0 ||
		    n++ < l->header)
			continue;
		l->rows++;
		l->rows_ok += line->n == l->k || line->n == l->width;
		shorter += line->n < l->k && line->filled > 1;
	}
	l->ragged = shorter * 10 >= l->rows && shorter >= 3;
}

/* One name too few, since the first column has none. */
static bool
lacks_first_name(const struct sheet *sheet, const struct layout *l)
{
	const struct line	*h = &sheet->lines[l->skip];

	return l->header == 1 && l->k > 2 && h->n + 1 == l->k &&
	    h->filled == h->n && l->rows_ok == l->rows &&
	    l->width == l->k;
}

void
layout_find(struct judge *j, struct layout *l)
{
	struct sheet	*sheet = make_sheet(j);

	l->comments = j->best.d.n_comment > 0;
	fill_sheet(j, sheet);
	find_columns(j, sheet, l);
	sheet->k = l->k;
	sheet->columns = ps_alloc(j->self, l->k * sizeof(*sheet->columns));
	table_find(sheet, l);
	count_rows(sheet, l);
	l->index = lacks_first_name(sheet, l);
	if (l->header == 1) {
		const struct line	*h = &sheet->lines[l->skip];

		l->repeated = h->start;
		l->n_repeated = (size_t)(h->stop - h->start);
	}
}
