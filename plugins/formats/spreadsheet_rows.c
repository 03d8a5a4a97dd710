/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_rows.c - a row as a reader tells it: its filled cells, brought
 * into order, on to the survey or to the text.
 */
#include <stdlib.h>

#include "spreadsheet.h"

void
ss_row_begin(struct ss_book *b, uint32_t number)
{
	b->row.number = number;
	b->row.cells.n = 0;
	b->row.text.n = 0;
}

void
ss_row_cell(struct ss_book *b, uint32_t column, size_t at, bool text)
{
	struct ss_row	*r = &b->row;
	struct ss_cell	*c;

	if (r->text.n == at || b->wrong[0] != '\0')
		return;
	if (column >= SS_COLUMNS)
		(void)ss_wrong(b, "row %u: a cell beyond the last column of a "
		    "sheet", r->number + 1);
	else if (r->text.n > SS_ROW_BYTES)
		(void)ss_wrong(b, "row %u: more than %d MiB in one row",
		    r->number + 1, SS_ROW_BYTES >> 20);
	else if ((c = SS_MORE(r->cells)) == NULL || r->text.lost)
		(void)ss_wrong(b, "no memory");
	else
		*c = (struct ss_cell){ column, text, at, r->text.n - at };
}

static int
by_column(const void *x, const void *y)
{
	const struct ss_cell	*a = x, *b = y;

	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* Of two cells in one place the later one stays. */
static void
bring_into_order(struct ss_row *r)
{
	struct ss_cell	*c = r->cells.p;
	uint32_t	 n = 0;
	bool		 ordered = true;

	for (uint32_t i = 1; i < r->cells.n && ordered; i++)
		ordered = c[i - 1].column < c[i].column;
	if (ordered)
		return;
	qsort(c, r->cells.n, sizeof(*c), by_column);
	for (uint32_t i = 0; i < r->cells.n; i++) {
		if (n > 0 && c[n - 1].column == c[i].column)
			n--;
		c[n++] = c[i];
	}
	r->cells.n = n;
}

void
ss_row_told(struct ss_book *b, uint32_t times)
{
	struct ss_row	*r = &b->row;
	bool		 beyond;

	if (r->cells.n == 0 || b->wrong[0] != '\0')
		return;
	if (r->number < b->next_row) {
		(void)ss_wrong(b, "row %u comes after row %u", r->number + 1,
		    b->next_row);
		return;
	}
	if (r->number >= SS_ROWS) {
		(void)ss_wrong(b, "a row beyond the last of a sheet");
		return;
	}
	beyond = times > SS_ROWS - r->number;
	if (beyond)
		times = SS_ROWS - r->number;
	bring_into_order(r);
	b->next_row = r->number + times;
	if (b->surveying)
		ss_survey_row(b, times);
	else
		ss_output_row(b, times);
	r->cells.n = 0;
	if (beyond)
		(void)ss_wrong(b, "rows beyond the last of a sheet");
}
