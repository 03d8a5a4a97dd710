/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_facts.c - a document's table is complete: its facts and row numbers
 * go into the ledger.
 *
 * The worker chose the readings from the first batch.  Where there were more,
 * all facts may choose otherwise; the values stand as they were read until the
 * column is settled, and the ledger keeps both readings till then.
 */
#include "mem.h"
#include "writer.h"

enum ps_status
store_range(struct writer *w, struct doc_table *t)
{
	struct ledger	*l = w->ledger;

	if (l == NULL || t->last < t->first || t->rows == 0)
		return PS_OK;
	gather_int(l, L_RANGES, w->doc.id);
	gather_str(l, L_RANGES, t->table->name);
	gather_int(l, L_RANGES, t->first);
	gather_int(l, L_RANGES, t->last);
	if (l->history) {
		GROW(w->new, w->n_new, w->new_room);
		w->new[w->n_new++] = (struct old_rows){ t->table, t->first,
		    t->last };
	}
	t->first = 0;
	t->last = -1;
	return gather_end_row(l, L_RANGES);
}

/* What the whole document says; NULL: there is nothing new in it. */
static const struct reading *
choose_again(struct writer *w, const struct doc_table *t)
{
	struct preferences	 p = w->pipeline->prefer;
	struct reading		*r;

	if (t->batches < 2 && t->misfits == 0)
		return NULL;
	p.decimal_hint = w->doc.semicolons;
	r = arena_alloc(w->arena, t->n_columns * sizeof(*r));
	readings_choose(t->facts, t->n_columns, &p, r);
	return r;
}

/*
 * Of a column that came late only the rows from its batch on were counted: the
 * others lack it, too, wherever batches and ranges ended.
 */
static void
count_absent(struct doc_table *t)
{
	for (uint32_t i = 0; i < t->n_columns && t->batches > 0; i++) {
		struct facts	*f = &t->facts[i];

		if (f->cells >= t->rows)
			continue;
		f->tokens[TOKEN_EMPTY] += t->rows - f->cells;
		f->cells = t->rows;
	}
}

enum ps_status
store_facts(struct writer *w, struct doc_table *t)
{
	const struct reading	*again, *wanted;
	enum ps_status		 st = PS_OK;

	count_absent(t);
	again = choose_again(w, t);
	for (uint32_t i = 0; i < t->n_columns && st == PS_OK; i++) {
		const struct reading	*r = &t->readings[i];
		struct column		*c;

		if (t->to[i] == NO_COLUMN)
			continue;
		c = &t->table->columns[t->to[i]];
		wanted = again != NULL && memcmp(&again[i], r, sizeof(*r)) !=
		    0 ? &again[i] : NULL;
		st = facts_insert(w->ledger, t->table->name,
		    &(struct fact_row){ w->doc.id,
		    t->table->sql[t->to[i]].name, &t->facts[i], r, wanted });
		column_join(c, &t->facts[i], wanted != NULL ? wanted : r,
		    w->tables.coerce);
		c->pending += t->pending[i];
		c->dirty |= wanted != NULL && reading_differs(r, wanted);
	}
	t->joined = true;
	t->table->unsaved = true;
	return st;
}
