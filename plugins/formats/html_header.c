/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_header.c - which rows of a table name its columns.
 *
 * Those in <thead>, else the first rows made of <th>.  Where there are none,
 * the first row if it is set in bold type, or if it is text above columns of
 * numbers.
 */
#include <string.h>

#include "html_format.h"

enum { LOOK_ROWS = 200, LETTERS = 3 };

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

/* A number, a day, a share: digits, and hardly a letter. */
static bool
is_number(const struct cell *c)
{
	uint32_t	digits = 0, letters = 0;

	for (uint32_t i = 0; i < c->n; i++) {
		digits += c->text[i] >= '0' && c->text[i] <= '9';
		letters += (c->text[i] | 32) >= 'a' && (c->text[i] | 32) <= 'z';
	}
	return digits > 0 && letters <= LETTERS;
}

/* How much speaks for this row as the names of what is below it. */
static int
weigh(const struct grid *g, uint32_t row)
{
	const struct grid_row	*r = &g->rows[row];
	int			 typed = 0;

	for (uint32_t c = 0; c < g->n_columns; c++) {
		uint32_t	n = 0, numbers = 0, same = 0;

		if (!is_filled(r, c))
			continue;
		if (is_number(r->slots[c]))
			return -1;
		for (uint32_t i = row + 1; i < g->n_rows &&
		    i < row + LOOK_ROWS; i++) {
			const struct grid_row	*b = &g->rows[i];

			if (!is_filled(b, c))
				continue;
			n++;
			numbers += is_number(b->slots[c]);
			same += b->slots[c]->n == r->slots[c]->n &&
			    memcmp(b->slots[c]->text, r->slots[c]->text,
			    r->slots[c]->n) == 0;
		}
		if (same > 0)
			return -1;
		typed += n > 0 && numbers * 5 >= n * 4;
	}
	return typed;
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

/* Without a word of the page's author. */
static uint32_t
guess_header(const struct grid *g, uint32_t first)
{
	uint32_t	filled = 0;

	if (first + 1 >= g->n_rows)
		return first;
	for (uint32_t c = 0; c < g->n_columns; c++)
		filled += is_filled(&g->rows[first], c);
	if (filled * 2 < g->n_columns)
		return first;
	if (is_bold(g, first) && !is_bold(g, first + 1))
		return first + 1;
	return weigh(g, first) > 0 ? first + 1 : first;
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

	(void)h;
	g->first = g->body = i;
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
	g->body = i > g->first ? i : guess_header(g, g->first);
}
