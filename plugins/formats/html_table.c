/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_table.c - is a table one of data, or does it only lay out the page?
 *
 * Who writes <th>, <thead> or <caption> means data.  Of other tables, those of
 * one column or one row, those with forms or tables in their cells, and those
 * whose cells are paragraphs are layout.
 */
#include <string.h>

#include "html_dom.h"

/* One cell stands in all of its slots. */
bool
grid_is_whole(const struct grid_row *r, uint32_t n)
{
	if (n < 2 || r->n < n || r->own != 1 || r->slots[0] == NULL)
		return false;
	for (uint32_t i = 1; i < n; i++)
		if (r->slots[i] != r->slots[0])
			return false;
	return r->slots[0]->n > 0;
}

bool
grid_is_blank(const struct grid_row *r)
{
	for (uint32_t i = 0; i < r->n; i++)
		if (r->slots[i] != NULL && r->slots[i]->n > 0)
			return false;
	return true;
}

static bool
is_declared(const struct grid *g)
{
	bool	head = false;

	for (uint32_t i = 0; i < g->n_rows && i < HEADER_ROWS; i++)
		head |= g->rows[i].part == PART_HEAD;
	return head || g->n_heads > 0 || g->caption[0] != '\0';
}

/* Of the cells with something in them, and the limit of `share` percent. */
static bool
is_more(const struct grid *g, uint32_t n, uint32_t share)
{
	return n > 0 && (uint64_t)n * 100 > (uint64_t)g->n_filled * share;
}

/* Columns in which at least two rows have something. */
static uint32_t
count_columns(const struct grid *g)
{
	uint32_t	columns = 0;

	for (uint32_t c = 0; c < g->n_columns && columns < 2; c++) {
		uint32_t	n = 0;

		for (uint32_t i = 0; i < g->n_rows && n < 2; i++) {
			const struct grid_row	*r = &g->rows[i];

			n += c < r->n && r->slots[c] != NULL &&
			    r->slots[c]->n > 0 && (c == 0 ||
			    r->slots[c] != r->slots[c - 1]);
		}
		columns += n >= 2 || (n == 1 && g->n_heads > 0);
	}
	return columns;
}

static bool
is_layout(const struct grid *g)
{
	uint32_t	rows = 0;

	for (uint32_t i = 0; i < g->n_rows && rows < 2; i++)
		rows += !grid_is_blank(&g->rows[i]);
	if (g->presentation || rows == 0 || is_more(g, g->n_long, 50))
		return true;
	if (count_columns(g) < 2)
		return g->n_heads == 0 || g->n_columns > 1 || rows < 2 ||
		    g->n_nested > 0 || g->n_forms > 0;
	if (is_declared(g))
		return (uint64_t)g->n_nested * 5 > (uint64_t)g->n_cells * 2 ||
		    is_more(g, g->n_forms, 50);
	return rows < 2 || g->n_forms > 0 || g->n_nested > 0;
}

/* The notes below the last row of data. */
static uint32_t
find_tail(const struct grid *g)
{
	uint32_t	n = g->n_rows;

	while (n > g->body && g->ended && (grid_is_whole(&g->rows[n - 1],
	    g->n_columns) || grid_is_blank(&g->rows[n - 1])))
		n--;
	return n == g->body || !g->ended ? UINT32_MAX : n;
}

void
grid_judge(struct html *h, struct grid *g)
{
	g->judged = true;
	g->data = !is_layout(g) && h->queued < HTML_TEXT_MAX;
	if (!g->data)
		return;
	html_dom_release(h, &g->mark);
	if (!g->ended) {		/* nothing of it is kept from now on */
		h->open[h->depth - 1].node = NULL;
		h->dom_off++;
	}
	grid_find_header(h, g);
	g->headed = g->body > g->first;
	g->tail = find_tail(g);
	grid_name_columns(h, g);
	g->weight = g->pool.bytes;
	h->queued += g->weight;
	*h->last_ready = g;
	h->last_ready = &g->next;
}
