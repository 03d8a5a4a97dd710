/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * map_plan.c - maps over the ranges of a split document: what stands before
 * them and how it goes on behind them, from one worker to another.
 *
 * The sheets behind the maps are told by plan.c; here are those that formats
 * fill, how their columns are read, and which fields there have been.  All
 * that a range can add to is counted, so that it is known when a plan is old.
 */
#include <stdio.h>
#include <string.h>

#include "map_impl.h"
#include "mem.h"
#include "plugin.h"

#define FIELDS_MAX	3000u	/* a record's: twice what a map may make */

/* Only a map that is for no table at all may be none for this document. */
bool
mapper_splits(const struct worker *w)
{
	const struct pipeline	*pl = w->pipeline;
	struct selected		 d = {
		.doc = w->doc, .format = w->verdict.format->plugin.name,
		.magic = w->magic, .n_magic = w->n_magic
	};

	/* Columns for values of other types come whenever they come. */
	if (pipeline_varies(pl))
		return false;
	for (uint32_t i = 0; i < pl->n_maps; i++) {
		struct selector	select = pl->maps[i].select;

		select.globs[SELECT_TABLE] = NULL;
		select.met = NULL;
		if (pl->maps[i].whole && selector_matches(&select, &d))
			return false;
	}
	return true;
}

uint32_t
mapper_size(const struct mapper *p)
{
	uint32_t	n = p == NULL ? 0 : p->n_passages + p->n_made;

	for (uint32_t i = 0; p != NULL && i < p->n_passages; i++)
		n += p->passages[i]->m.n + p->passages[i]->n_out;
	for (uint32_t i = 0; p != NULL && i < p->n_made; i++)
		n += p->made[i].n;
	return n;
}

static uint32_t
column_of(const struct passage *q, uint32_t i)
{
	return i < q->n_columns ? q->columns[i] : NO_COLUMN;
}

static void
put_passage(const struct passage *q, bool ended, struct buf *b)
{
	uint32_t	n_source = ended ? 0 : q->m.n_source;
	uint32_t	n = ended ? 0 : q->m.n;

	put_u32(b, q->to);
	put_u32(b, q->n_out);
	put_u8(b, q->given);
	put_u32(b, n_source);
	for (uint32_t i = 0; i < n_source; i++)
		put_text(b, q->m.names[i]);
	put_raw(b, q->m.readings, n_source * sizeof(*q->m.readings));
	put_u32(b, n);
	for (uint32_t i = 0; i < n; i++) {
		put_text(b, q->m.fields[i].name);
		put_text(b, q->m.fields[i].called);
		put_u32(b, q->m.fields[i].source);
		put_u32(b, column_of(q, i));
	}
}

void
mapper_put(struct mapper *p, struct buf *b)
{
	map_follow_tables(p);
	put_u32(b, p->rows.main);
	put_u32(b, p->rows.n_sheets);
	for (uint32_t i = 0; i < p->rows.n_sheets; i++) {
		plan_put_sheet(b, &p->rows, p->rows.sheets[i]);
		put_passage(p->passages[i], map_has_ended(p,
		    p->rows.sheets[i]), b);
	}
	put_u32(b, p->n_made);
	for (uint32_t i = 0; i < p->n_made; i++) {
		put_text(b, p->made[i].name);
		put_u32(b, p->made[i].number);
		put_u32(b, p->made[i].n);
		for (uint32_t k = 0; k < p->made[i].n; k++)
			put_text(b, p->made[i].columns[k]);
	}
}

static bool
get_names(struct mapper *p, struct passage *q, struct frame *f)
{
	uint32_t	 n = q->m.n_source;
	struct reading	*readings = arena_alloc(p->w->arena,
			    n * sizeof(*readings) + 1);
	const char	*name;

	q->m.names = arena_alloc(p->w->arena, n * sizeof(*q->m.names) + 1);
	for (uint32_t i = 0; i < n; i++) {
		if ((name = get_text(f)) == NULL)
			return false;
		snprintf(q->m.names[i], sizeof(q->m.names[i]), "%s", name);
	}
	q->m.readings = readings;
	return get_raw(f, readings, n * sizeof(*readings));
}

static bool
get_fields(struct mapper *p, struct passage *q, struct frame *f)
{
	uint32_t	 n = get_u32(f);
	struct field	*x, *fields;

	if (f->bad || n > FIELDS_MAX || (n > 0 && !q->mapped))
		return false;
	fields = arena_alloc(p->w->arena, n * sizeof(*fields) + 1);
	for (uint32_t i = 0; i < n; i++) {
		x = &fields[i];
		x->name = get_text(f);
		x->called = get_text(f);
		x->source = get_u32(f);
		GROW(q->columns, q->n_columns, q->columns_room);
		q->columns[q->n_columns] = get_u32(f);
		if (f->bad || x->name == NULL || (x->source != NO_SOURCE &&
		    x->source >= q->m.n_source) ||
		    (q->columns[q->n_columns] != NO_COLUMN &&
		    q->columns[q->n_columns] >= q->n_out))
			return false;
		q->n_columns++;
	}
	if (q->mapped)
		mapping_restore(&q->m, fields, n);
	return true;
}

static bool
get_passage(struct mapper *p, const struct sheet *h, struct frame *f)
{
	struct passage	*q = map_new_passage(p, h, get_u32(f));

	q->n_out = get_u32(f);
	q->given = get_u8(f) != 0;
	q->m.n_source = get_u32(f);
	if (f->bad || q->to >= p->w->rows.n_sheets ||
	    q->n_out > p->w->rows.sheets[q->to]->n_columns ||
	    q->m.n_source > h->n_columns || !get_names(p, q, f))
		return false;
	map_know_originals(p, q, h, q->m.n_source);
	wished_types(p->w, &q->wished, h, q->m.n_source);
	return get_fields(p, q, f);
}

static bool
get_made(struct mapper *p, struct frame *f)
{
	const char	*name = get_text(f);
	uint32_t	 number = get_u32(f), n = get_u32(f);
	struct made	*t;

	if (f->bad || name == NULL || number >= p->w->rows.n_sheets ||
	    n > COLUMNS_MAX)
		return false;
	t = emits_add_table(p, name, number);
	for (uint32_t i = 0; i < n; i++) {
		if ((name = get_text(f)) == NULL)
			return false;
		emits_add_column(p, t, name);
	}
	return true;
}

bool
mapper_get(struct mapper *p, struct frame *f)
{
	uint32_t	 main = get_u32(f), n = get_u32(f);
	struct sheet	*h;

	if (f->bad || n > TABLES_MAX || main >= n)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		h = plan_get_sheet(&p->rows, p->w->arena, f);
		p->rows.main = main;
		if (h == NULL || !get_passage(p, h, f))
			return false;
	}
	if (p->rows.sheets[main]->added)
		return false;
	p->rows.at = p->rows.sheets[main];
	n = get_u32(f);
	for (uint32_t i = 0; i < n; i++)
		if (f->bad || !get_made(p, f))
			return false;
	return !f->bad;
}
