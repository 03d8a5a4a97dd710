/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_header.c - which rows of a table name its columns.
 *
 * Those in <thead>, else the first rows made of <th>.  Where there are none,
 * the first row if it is set in bold type; none if rows have headers of their
 * own, else what the core finds in cells of any origin.
 */
#include <string.h>

#include "html_format.h"

enum { LOOK_ROWS = 100 };

static bool
is_filled(const struct grid_row *r, uint32_t c)
{
	return c < r->n && r->slots[c] != NULL && r->slots[c]->n > 0;
}

/* Nothing but <th> and what is empty; a lone one heads a row of nothing. */
static bool
is_header(const struct grid_row *r, uint32_t width)
{
	uint32_t	heads = 0;

	for (uint32_t c = 0; c < r->n; c++) {
		const struct cell	*x = r->slots[c];

		if (x == NULL || (x->n == 0 && !x->head))
			continue;
		if (!x->head)
			return false;
		heads++;
	}
	return heads * 2 >= width;
}

static bool
is_bold(const struct grid *g, uint32_t row)
{
	const struct grid_row	*r = &g->rows[row];
	uint32_t		 n = 0;

	for (uint32_t c = 0; c < r->n; c++) {
		if (!is_filled(r, c))
			continue;
		if (!r->slots[c]->bold)
			return false;
		n++;
	}
	return n * 2 >= g->n_columns;
}

/*
 * Who heads a row with <th> would have headed the columns with it, too; and a
 * colon speaks of what stands behind it.
 */
static bool
heads_row(const struct grid_row *r)
{
	if (!is_filled(r, 0) || (!r->slots[0]->head &&
	    r->slots[0]->text[r->slots[0]->n - 1] != ':'))
		return false;
	for (uint32_t c = 1; c < r->n; c++)
		if (r->slots[c] != NULL && r->slots[c]->head &&
		    r->slots[c] != r->slots[0])
			return false;
	return true;
}

/* A row as the core's search for headers knows it. */
static bool
add_record(struct html *h, struct grid *g, uint32_t row)
{
	const struct grid_row	*r = &g->rows[row];
	struct ps_record	 record = { .line = r->line,
				    .n = g->n_columns };
	struct ps_slice		*cells = html_longer(h, g->cells,
				    &g->cells_room, g->n_columns + 1,
				    sizeof(*cells));

	if (cells == NULL)
		return false;
	g->cells = cells;
	for (uint32_t c = 0; c < g->n_columns; c++)
		cells[c] = is_filled(r, c) ? (struct ps_slice){
		    .p = r->slots[c]->text, .n = r->slots[c]->n } :
		    (struct ps_slice){ .p = "" };
	record.cells = cells;
	record.kind = grid_is_blank(r) ? PS_RECORD_BLANK : PS_RECORD_CELLS;
	return ps_layout_add(h->self, h->layout, &record);
}

/* Without a word of the page's author. */
static uint32_t
guess_header(struct html *h, struct grid *g)
{
	struct ps_layout_options o = { .columns = g->n_columns,
				    .names_alone = g->ended };
	struct ps_top		 top;
	uint32_t		 i = g->first;

	if (i + 1 >= g->n_rows)
		return i;
	if (is_bold(g, i) && !is_bold(g, i + 1))
		return i + 1;
	if (heads_row(&g->rows[i]) && heads_row(&g->rows[i + 1]))
		return i;
	h->layout = ps_layout_new(h->self, h->layout, 0);
	while (i < g->n_rows && i < g->first + LOOK_ROWS &&
	    add_record(h, g, i))
		i++;
	ps_layout_find(h->self, h->layout, &o, &top);
	if (top.header == 0)
		return g->first;
	g->first += top.skip;
	for (i = g->first; i < g->n_rows && top.header + top.units > 0; i++)
		if (!grid_is_blank(&g->rows[i]) && top.header > 0)
			top.header--;
		else if (!grid_is_blank(&g->rows[i])) {
			g->units = i;
			top.units = 0;
		}
	return i;
}

/* Rows of one cell above all others say what the table is. */
static uint32_t
skip_titles(struct grid *g)
{
	uint32_t	i = 0;

	while (i + 1 < g->n_rows && i < HEADER_ROWS &&
	    (grid_is_whole(&g->rows[i], g->n_columns) ||
	    grid_is_blank(&g->rows[i]))) {
		const struct cell	*c = g->rows[i].n > 0 ?
					    g->rows[i].slots[0] : NULL;

		if (g->caption[0] == '\0' && c != NULL && c->n > 0)
			html_name(g->caption, c->text, c->n);
		i++;
	}
	return i;
}

void
grid_find_header(struct html *h, struct grid *g)
{
	uint32_t	i = skip_titles(g);

	g->first = g->body = i;
	g->units = UINT32_MAX;
	while (i < g->n_rows && i < g->first + HEADER_ROWS &&
	    g->rows[i].part == PART_HEAD)
		i++;
	if (i == g->first)
		while (i < g->n_rows && i < g->first + HEADER_ROWS &&
		    is_header(&g->rows[i], g->n_columns))
			i++;
	/* All of it is <th>: then the first row heads the others. */
	if (i == g->n_rows && i > g->first + 1 &&
	    g->rows[i - 1].part != PART_HEAD)
		i = g->first + 1;
	g->body = i > g->first ? i : guess_header(h, g);
}
