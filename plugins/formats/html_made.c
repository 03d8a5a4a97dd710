/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_made.c - tables that no <table> is behind.
 */
#include <stdlib.h>
#include <string.h>

#include "html_dom.h"

struct grid *
html_made_new(struct html *h, const char *caption)
{
	struct grid	*g = calloc(1, sizeof(*g));

	if (g == NULL) {
		h->wrong = "no memory for it";
		return NULL;
	}
	html_name(g->heading, caption, strlen(caption));
	g->judged = g->data = g->ended = g->headed = true;
	g->tail = g->units = UINT32_MAX;
	return g;
}

uint32_t
html_made_column(struct html *h, struct grid *g, const char *name)
{
	uint32_t	 n = g->n_known;
	struct column	*to = html_longer(h, g->columns, &g->columns_room,
			    n + 1, sizeof(*to));

	if (to == NULL)
		return 0;
	g->columns = to;
	to[n] = (struct column){ html_copy(h, &g->names, name, strlen(name)),
	    NULL, n, NO_COLUMN, NO_COLUMN };
	g->n_known = g->n_out = g->n_columns = n + 1;
	return n;
}

struct grid_row *
html_made_row(struct html *h, struct grid *g, uint64_t line)
{
	struct grid_row	*rows = html_longer(h, g->rows, &g->rows_room,
			    g->n_rows + 1, sizeof(*rows));
	struct cell	**slots = html_alloc(h, &g->pool, g->n_known *
			    sizeof(*slots) + 1);

	if (rows == NULL || slots == NULL)
		return NULL;
	g->rows = rows;
	rows[g->n_rows] = (struct grid_row){ .slots = slots,
	    .n = g->n_known, .own = g->n_known, .line = line,
	    .part = PART_BODY };
	return &rows[g->n_rows++];
}

void
html_made_cell(struct html *h, struct grid *g, uint32_t column, const char *p,
    size_t n)
{
	struct grid_row	*r = g->n_rows == 0 ? NULL : &g->rows[g->n_rows - 1];
	struct cell	*c;

	if (r == NULL || column >= r->n ||
	    (c = html_alloc(h, &g->pool, sizeof(*c))) == NULL)
		return;
	p = html_trim(p, &n);
	c->text = html_copy(h, &g->pool, p, n);
	c->n = c->text == NULL ? 0 : (uint32_t)n;
	r->slots[column] = c;
}

void
html_made_end(struct html *h, struct grid *g)
{
	if (g->n_rows == 0 || g->n_known == 0) {
		grid_free(g);
		return;
	}
	*h->last_ready = g;
	h->last_ready = &g->next;
}
