/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_column.c - columns: which there are, their names, and those made of
 * links.
 *
 * A column in which nothing stands, or nothing but what reaches over from its
 * left, is none.  Where at least half of a column's cells lead somewhere, and
 * not all to one place, the targets get a column of their own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html_format.h"

static const struct cell *
cell_at(const struct grid_row *r, uint32_t c)
{
	return c < r->n ? r->slots[c] : NULL;
}

static bool
is_needed(const struct grid *g, uint32_t c)
{
	for (uint32_t i = g->first; i < g->n_rows; i++) {
		const struct cell	*x = cell_at(&g->rows[i], c);

		if (x == NULL || (c > 0 && cell_at(&g->rows[i], c - 1) == x))
			continue;
		if (x->n > 0 || x->link != NULL || x->image != NULL)
			return true;
	}
	return false;
}

/* The texts above it, from the top; of a cell over several rows, once. */
static const char *
name_of(struct html *h, struct grid *g, uint32_t c)
{
	const struct cell	*x, *last = NULL;
	size_t			 n = 1, at = 0;
	char			*to;

	for (uint32_t i = g->first; i < g->body; i++)
		if ((x = cell_at(&g->rows[i], c)) != NULL)
			n += x->n + 1;
	if ((to = html_alloc(h, &g->names, n)) == NULL)
		return "";
	for (uint32_t i = g->first; i < g->body; i++) {
		x = cell_at(&g->rows[i], c);
		if (x == NULL || x == last || x->n == 0 || i == g->units ||
		    (g->body > g->first + 1 &&
		    grid_is_whole(&g->rows[i], g->n_columns)))
			continue;
		if (at > 0)
			to[at++] = ' ';
		memcpy(to + at, x->text, x->n);
		at += x->n;
		last = x;
	}
	to[at] = '\0';
	return to;
}

struct targets {
	uint32_t	 cells, n;
	const char	*first;
	uint32_t	 n_first;
	bool		 differ, tell;	/* from each other; from the text */
};

static void
count_target(struct targets *t, const struct cell *x, const char *p,
    uint32_t n)
{
	if (p == NULL)
		return;
	if (t->n++ == 0) {
		t->first = p;
		t->n_first = n;
	}
	t->differ |= n != t->n_first || memcmp(p, t->first, n) != 0;
	t->tell |= n != x->n || memcmp(p, x->text, n) != 0;
}

static bool
pays(const struct targets *t)
{
	return t->n > 0 && t->n * 2 >= t->cells && t->tell &&
	    (t->differ || t->cells == 1);
}

static const char *
name_behind(struct html *h, struct grid *g, const char *name, const char *what)
{
	size_t	 n = strlen(name), room = n + strlen(what) + 2;
	char	*to = html_alloc(h, &g->names, room);

	if (to == NULL)
		return what;
	snprintf(to, room, "%s%s%s", name, n > 0 ? "_" : "", what);
	return to;
}

static void
find_targets(struct grid *g, uint32_t c)
{
	struct targets	 links = { .n = 0 }, images = { .n = 0 };
	struct column	*k = &g->columns[c];

	for (uint32_t i = g->body; i < g->n_rows && i < g->tail; i++) {
		const struct cell	*x = cell_at(&g->rows[i], c);

		if (x == NULL || grid_is_whole(&g->rows[i], g->n_columns))
			continue;
		links.cells += x->n > 0 || x->link != NULL;
		images.cells += x->n > 0 || x->image != NULL;
		count_target(&links, x, x->link, x->n_link);
		count_target(&images, x, x->image, x->n_image);
	}
	k->link = pays(&links) ? g->n_out++ : NO_COLUMN;
	k->image = pays(&images) ? g->n_out++ : NO_COLUMN;
}

static bool
room_for(struct html *h, struct grid *g, uint32_t n)
{
	uint32_t	 room = g->columns_room;
	void		*p = html_longer(h, g->columns, &room, n,
			    sizeof(*g->columns));

	if (p == NULL)
		return false;
	g->columns = p;
	g->columns_room = room;
	return true;
}

static struct ps_slice
unit_of(const struct grid *g, uint32_t c)
{
	const struct cell	*x = g->units >= g->n_rows ? NULL :
				    cell_at(&g->rows[g->units], c);

	return x == NULL ? (struct ps_slice){ .p = "" } :
	    (struct ps_slice){ .p = x->text, .n = x->n };
}

/* Units in brackets, and those of the row below the names. */
static void
find_units(struct html *h, struct grid *g)
{
	uint32_t		 n = g->n_columns;
	bool			 row = g->units < g->n_rows;
	struct ps_slice		*cells = html_alloc(h, &g->names, 2 * n *
				    sizeof(*cells) + 1);
	struct ps_column	*to = html_alloc(h, &g->names, n *
				    sizeof(*to) + 1);
	struct ps_slice		*rows[2] = { cells, cells == NULL ? NULL :
				    cells + n };

	if (cells == NULL || to == NULL || !g->headed)
		return;
	for (uint32_t c = 0; c < n; c++) {
		cells[c] = (struct ps_slice){ .p = g->columns[c].name,
		    .n = (uint32_t)strlen(g->columns[c].name) };
		cells[n + c] = unit_of(g, c);
	}
	ps_name_columns(h->self, rows, 1 + row, row, n, to);
	for (uint32_t c = 0; c < n; c++) {
		g->columns[c].unit = to[c].unit;
		if (to[c].name != NULL && g->columns[c].name[0] != '\0')
			g->columns[c].name = to[c].name;
	}
}

void
grid_name_columns(struct html *h, struct grid *g)
{
	if (!room_for(h, g, g->n_columns))
		return;
	for (uint32_t c = 0; c < g->n_columns; c++) {
		g->columns[c] = (struct column){ "", NULL, NO_COLUMN,
		    NO_COLUMN, NO_COLUMN };
		if (!is_needed(g, c))
			continue;
		g->columns[c].out = g->n_out++;
		g->columns[c].name = name_of(h, g, c);
		find_targets(g, c);
	}
	find_units(h, g);
	g->n_known = g->n_columns;
}

/* As announced: each column, then its links and images. */
uint32_t
grid_columns(struct html *h, struct grid *g, struct ps_column *to)
{
	uint32_t	n = 0;

	for (uint32_t c = 0; c < g->n_known; c++) {
		const struct column	*k = &g->columns[c];

		if (k->out == NO_COLUMN)
			continue;
		to[n++] = (struct ps_column){ .name = k->name,
		    .unit = k->unit };
		if (k->link != NO_COLUMN)
			to[n++] = (struct ps_column){ .name = name_behind(h,
			    g, k->name, "link") };
		if (k->image != NO_COLUMN)
			to[n++] = (struct ps_column){ .name = name_behind(h,
			    g, k->name, "image") };
	}
	return n;
}

static void
add_column(struct html *h, struct grid *g, uint32_t c)
{
	struct ps_column	 x = { .name = g->columns[c].name };

	g->columns[c].out = g->n_out++;
	ps_add_columns(h->self, h->out, g->number, &x, 1);
}

void
grid_widen(struct html *h, struct grid *g, const struct grid_row *r)
{
	if (r->n > g->n_known) {
		if (!room_for(h, g, r->n))
			return;
		for (; g->n_known < r->n; g->n_known++)
			g->columns[g->n_known] = (struct column){ "",
			    NULL, NO_COLUMN, NO_COLUMN, NO_COLUMN };
	}
	for (uint32_t c = 0; c < r->n; c++) {
		const struct cell	*x = r->slots[c];

		if (g->columns[c].out == NO_COLUMN && x != NULL && x->n > 0 &&
		    (c == 0 || r->slots[c - 1] != x))
			add_column(h, g, c);
	}
}
