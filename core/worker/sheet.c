/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sheet.c - the tables of a document while it is read: announced, added amid
 * the rows of others, made wider.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rows.h"

/* Memory of an earlier document's table of this number is used again. */
static struct sheet *
next_sheet(struct ps_rows *r)
{
	struct sheet	*h;
	uint32_t	 had = r->sheets_room;

	GROW(r->sheets, r->n_sheets, r->sheets_room);
	if (r->sheets_room > had)
		memset(r->sheets + had, 0, (r->sheets_room - had) *
		    sizeof(*r->sheets));
	if ((h = r->sheets[r->n_sheets]) == NULL)
		h = r->sheets[r->n_sheets] = xcalloc(1, sizeof(*h));
	h->number = r->n_sheets++;
	h->n_source = h->n_columns = h->kept = h->stride = h->n_rows = 0;
	h->added = false;
	return h;
}

/* One more cell in each row, and room for as many again as there are. */
static void
restride(struct sheet *h, uint32_t stride)
{
	struct ps_slice	*to = xcalloc((size_t)(h->n_rows + 1) * stride,
			    sizeof(*to));

	for (uint32_t row = 0; row < h->n_rows; row++) {
		memcpy(to + (size_t)row * stride, h->cells +
		    (size_t)row * h->stride, h->stride * sizeof(*to));
		for (uint32_t i = h->stride; i < stride; i++)
			to[(size_t)row * stride + i] = (struct ps_slice){
			    .p = "", .flags = PS_ABSENT };
	}
	free(h->cells);
	h->cells = to;
	h->cells_room = (size_t)(h->n_rows + 1) * stride;
	h->stride = stride;
}

static void
add_column(struct ps_rows *r, struct sheet *h, const struct ps_column *c)
{
	struct ps_column	*to;

	GROW(h->columns, h->n_source, h->columns_room);
	to = &h->columns[h->n_source++];
	*to = *c;
	to->name = arena_strdup(r->arena, c->name == NULL ? "" : c->name);
	to->unit = c->unit == NULL ? NULL : arena_strdup(r->arena, c->unit);
}

/* A table that is too wide at once keeps less than one that becomes so. */
static void
set_width(struct sheet *h)
{
	if (h->kept < h->n_columns)
		return;
	if (h->n_source <= COLUMNS_MAX)
		h->kept = h->n_columns = h->n_source;
	else {
		h->kept = h->n_columns == 0 ? COLUMNS_KEPT : COLUMNS_MAX;
		h->n_columns = h->kept + 1;
	}
}

bool
sheet_is_empty(const struct sheet *h, uint32_t column)
{
	for (uint32_t row = 0; row < h->n_rows; row++)
		if (sheet_slice(h, row, column)->n > 0)
			return false;
	return true;
}

void
sheet_keep(struct sheet *h, uint32_t n)
{
	h->kept = n;
	h->n_columns = h->stride = n + 1;
}

void
sheet_order(struct sheet *h, const uint32_t *from)
{
	uint32_t		 n = h->n_columns;
	struct ps_column	*columns = xcalloc(n + 1, sizeof(*columns));
	struct ps_slice		*was = xcalloc(n + 1, sizeof(*was)), *row;

	memcpy(columns, h->columns, n * sizeof(*columns));
	for (uint32_t i = 0; i < n; i++)
		h->columns[i] = columns[from[i]];
	for (uint32_t k = 0; k < h->n_rows; k++) {
		row = h->cells + (size_t)k * h->stride;
		memcpy(was, row, n * sizeof(*was));
		for (uint32_t i = 0; i < n; i++)
			row[i] = was[from[i]];
	}
	free(columns);
	free(was);
}

static struct sheet *
begin(struct ps_rows *r, const struct ps_table *t)
{
	struct sheet	*h = next_sheet(r);

	h->name = t->name == NULL ? NULL : arena_strdup(r->arena, t->name);
	h->flags = t->flags;
	for (uint32_t i = 0; i < t->n_columns; i++)
		add_column(r, h, &t->columns[i]);
	set_width(h);
	h->stride = h->n_columns;
	return h;
}

/* The memory of a table that is at its end goes to the next. */
static void
hand_over(struct sheet *from, struct sheet *to)
{
	struct sheet	was = *to;

	if (from->n_rows > 0 || to->cells_room >= from->cells_room)
		return;
	to->cells = from->cells;
	to->cells_room = from->cells_room;
	to->rows = from->rows;
	to->rows_room = from->rows_room;
	from->cells = was.cells;
	from->cells_room = was.cells_room;
	from->rows = was.rows;
	from->rows_room = was.rows_room;
}

struct sheet *
rows_open(struct ps_rows *r, const struct ps_table *t)
{
	r->at = begin(r, t);
	if (r->at->number > r->main)
		hand_over(r->sheets[r->main], r->at);
	r->main = r->at->number;
	return r->at;
}

uint32_t
rows_add_table(struct ps_rows *r, const struct ps_table *t)
{
	struct sheet	*h = begin(r, t);

	h->added = true;
	return h->number;
}

void
rows_add_columns(struct ps_rows *r, uint32_t table, const struct ps_column *c,
    uint32_t n)
{
	struct sheet	*h = table < r->n_sheets ? r->sheets[table] : NULL;

	if (h == NULL)
		return;
	for (uint32_t i = 0; i < n; i++)
		add_column(r, h, &c[i]);
	set_width(h);
	if (h->n_columns > h->stride)
		restride(h, h->n_columns > COLUMNS_MAX ? h->n_columns :
		    2 * h->n_columns);
}

void
rows_into(struct ps_rows *r, uint32_t table)
{
	if (table < r->n_sheets)
		r->at = r->sheets[table];
}
