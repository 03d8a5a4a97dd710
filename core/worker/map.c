/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * map.c - rows on their way through the script.
 *
 * Rows go through the maps a batch at a time, since the first batch says how
 * columns are read, so that a field has one type throughout.
 */
#include <stdlib.h>
#include <string.h>

#include "lua_doc.h"
#include "lua_map.h"
#include "map_impl.h"
#include "mem.h"
#include "names.h"
#include "pack.h"
#include "plugin.h"

struct mapper *
mapper_new(struct worker *w)
{
	struct mapper	*p;

	if (w->pipeline->n_maps == 0 && !pipeline_varies(w->pipeline))
		return NULL;
	p = xcalloc(1, sizeof(*p));
	p->w = w;
	rows_init(&p->rows);
	return p;
}

void
mapper_forget(struct mapper *p)
{
	if (p == NULL)
		return;
	for (uint32_t i = 0; i < p->n_passages; i++) {
		if (p->passages[i]->mapped)
			mapping_end(&p->passages[i]->m);
		free(p->passages[i]->columns);
		free(p->passages[i]->varied);
		free(p->passages[i]->facts);
	}
	emits_forget(p);
	p->n_passages = 0;
	p->records = 0;
	p->next_issue = p->rejects = 0;
	rows_reset(&p->rows);
}

struct ps_rows *
mapper_rows(struct mapper *p)
{
	return &p->rows;
}

bool
map_has_ended(const struct mapper *p, const struct sheet *h)
{
	return !h->added && h->number < p->rows.main;
}

/* Those of the pipeline that are for this table. */
static void
find_maps(struct mapper *p, struct passage *q)
{
	const struct pipeline	*pl = p->w->pipeline;
	const struct map	**maps = arena_alloc(p->w->arena,
				    pl->n_maps * sizeof(*maps));
	struct selected		 d = {
		.doc = p->w->doc, .table = q->m.table,
		.format = p->w->verdict.format->plugin.name,
		.magic = p->w->magic, .n_magic = p->w->n_magic
	};

	q->m.maps = maps;
	for (uint32_t i = 0; i < pl->n_maps; i++)
		if (selector_matches(&pl->maps[i].select, &d))
			maps[q->m.n_maps++] = &pl->maps[i];
	q->mapped = q->m.n_maps > 0;
}

struct passage *
map_new_passage(struct mapper *p, const struct sheet *h, uint32_t to)
{
	struct passage	*q = arena_alloc(p->w->arena, sizeof(*q));

	GROW(p->passages, p->n_passages, p->passages_room);
	p->passages[p->n_passages++] = q;
	q->to = to;
	if (map_has_ended(p, h))
		return q;
	q->m = (struct mapping){ .script = p->w->pipeline->script,
	    .arena = p->w->arena, .doc = p->w->doc, .out = &p->w->rows,
	    .emit = map_emit, .arg = p, .table = wished_name(p->w, h) };
	wished_find(p->w, h, &q->wished);
	if (q->wished.rule != NULL && q->wished.rule->name != NULL)
		q->m.table = q->wished.rule->name;
	find_maps(p, q);
	if (q->mapped)
		mapping_begin(&q->m);
	return q;
}

static struct ps_table
as_announced(const struct sheet *h)
{
	return (struct ps_table){ .name = h->name, .flags = h->flags };
}

struct sheet *
mapper_open(struct mapper *p, const struct ps_table *t)
{
	const struct sheet	*h = rows_open(&p->rows, t);
	struct ps_table		 table = as_announced(h);
	struct sheet		*to = rows_open(&p->w->rows, &table);

	while (p->n_passages < h->number)
		(void)map_new_passage(p, p->rows.sheets[p->n_passages], 0);
	(void)map_new_passage(p, h, to->number);
	return to;
}

void
map_follow_tables(struct mapper *p)
{
	while (p->n_passages < p->rows.n_sheets) {
		const struct sheet	*h = p->rows.sheets[p->n_passages];
		struct ps_table		 table = as_announced(h);

		(void)map_new_passage(p, h, rows_add_table(&p->w->rows,
		    &table));
	}
}

/* A value that goes elsewhere says nothing of how its column is read. */
static bool
goes_elsewhere(const struct mapper *p, const struct wished *x, uint32_t column,
    const struct ps_slice *s)
{
	return x->rule != NULL && x->rule->drift != DRIFT_EVOLVE &&
	    column < x->n_columns && x->types[column] != NULL &&
	    !wished_fits(p->w, x->types[column], s);
}

/* How the columns from `had` on are read: their facts in this batch say it. */
static struct reading *
read_columns(struct mapper *p, struct passage *q, const struct sheet *h,
    uint32_t had)
{
	uint32_t		 n = h->n_columns;
	struct preferences	 prefer = pack_preferences(p->w);
	struct facts		*facts = xcalloc(n, sizeof(*facts));
	struct reading		*r = arena_alloc(p->w->arena,
				    n * sizeof(*r) + 1);

	for (uint32_t i = had; i < n; i++) {
		facts_start(&facts[i]);
		facts_told(&facts[i], &prefer.words);
		facts_named(&facts[i], q->m.names[i]);
		wished_facts(&q->wished, i, &facts[i]);
		for (uint32_t row = 0; row < h->n_rows; row++) {
			const struct ps_slice *s = sheet_slice(h, row, i);

			if (!goes_elsewhere(p, &q->wished, i, s))
				facts_add(&facts[i], s->p, s->n, s->flags,
				    (enum ps_type)s->type);
		}
	}
	if (had > 0)
		memcpy(r, q->m.readings, had * sizeof(*r));
	readings_choose(facts + had, n - had, &prefer, r + had);
	if (had == 0)
		q->facts = facts;
	else
		free(facts);
	return r;
}

struct ps_column
map_column(const struct sheet *h, uint32_t i)
{
	if (i < h->kept)
		return h->columns[i];
	return (struct ps_column){ .name = "more_columns" };
}

void
map_know_originals(struct mapper *p, struct passage *q, const struct sheet *h,
    uint32_t n)
{
	const char	**originals = arena_alloc(p->w->arena,
			    n * sizeof(*originals) + 1);

	for (uint32_t i = 0; i < n; i++)
		originals[i] = map_column(h, i).name;
	q->m.originals = originals;
	q->m.has_parent = h->added && n > 0 &&
	    strcmp(originals[0], PARENT) == 0;
}

/* The columns of the document that were not there before. */
static void
know_columns(struct mapper *p, struct passage *q, const struct sheet *h)
{
	uint32_t	  had = q->m.n_source, n = h->n_columns;
	char		(*names)[64];

	if (n == had)
		return;
	map_know_originals(p, q, h, n);
	names = arena_alloc(p->w->arena, n * sizeof(*names));
	if (had > 0)
		memcpy(names, q->m.names, had * sizeof(*names));
	wished_columns(p->w, &q->wished, h, had, n, names);
	q->m.names = names;
	q->m.readings = read_columns(p, q, h, had);
	mapping_widen(&q->m, n);
}

void
map_clear_cells(struct mapper *p, uint32_t from, uint32_t n)
{
	if (n >= p->cells_room) {
		p->cells_room = 2 * n + 16;
		p->cells = xrealloc(p->cells, p->cells_room,
		    sizeof(*p->cells));
	}
	for (uint32_t i = from; i < n; i++)
		p->cells[i] = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
}

/* A table that no map is for: its rows as they are. */
static void
copy_rows(struct mapper *p, struct passage *q, const struct sheet *h)
{
	for (; q->n_out < h->n_columns; q->n_out++) {
		struct ps_column	c = map_column(h, q->n_out);

		vary_column(p, q, &c);
	}
	for (uint32_t row = 0; row < h->n_rows; row++)
		vary_add(p, q, sheet_slice(h, row, 0), h->n_columns,
		    h->rows[row].line);
}

/* What the format set aside and said. */
static void
pass_notes(struct mapper *p)
{
	struct ps_rows	*from = &p->rows, *to = &p->w->rows;

	for (uint32_t i = 0; i < from->n_asides; i++)
		rows_aside(to, from->asides[i].class, from->asides[i].line,
		    from->asides[i].p, from->asides[i].n);
	for (uint32_t i = 0; i < from->n_issues; i++)
		rows_issue(to, from->issues[i].severity, from->issues[i].line,
		    from->issues[i].rule, from->issues[i].reason,
		    from->issues[i].p, from->issues[i].n);
}

static enum ps_status
pass_table(struct mapper *p, uint32_t i, bool last)
{
	struct passage		*q = p->passages[i];
	struct sheet		*h = p->rows.sheets[i];
	enum ps_status		 st = PS_OK;

	if (!q->mapped) {
		copy_rows(p, q, h);
		return PS_OK;
	}
	free(q->facts);
	q->facts = NULL;
	know_columns(p, q, h);
	if (p->w->refused == NULL)
		wished_sift(p->w, &q->wished, h, false);
	if (p->w->refused != NULL)
		return ps_fail(&p->w->self, PS_FAIL, 0, "%s", p->w->refused);
	if (h->n_rows > 0)
		st = map_table(p, q, h);
	if (last && i == p->rows.main && !q->given && !h->added)
		map_show_columns(p, q, h);
	return st;
}

enum ps_status
mapper_pass(struct mapper *p, bool last)
{
	enum ps_status	st = PS_OK;

	map_follow_tables(p);
	pass_notes(p);
	p->w->script->in_ranges = p->w->splits;
	mapping_arm(p->w->pipeline->script,
	    SCRIPT_SHARE * p->w->pipeline->deadline);
	for (uint32_t i = 0; i < p->n_passages && st >= PS_SKIP; i++)
		st = pass_table(p, i, last);
	mapping_disarm(p->w->pipeline->script);
	p->records = p->rows.counts.records - p->rows.counts.set_aside;
	p->next_issue = p->rejects = 0;
	return st;
}
