/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_old.c - a changed document: its old version makes room.
 *
 * Rows go by their numbers, so that it costs no more than they are.  Columns
 * they had shaped are judged anew when they are settled.
 */
#include <stdlib.h>

#include "mem.h"
#include "writer.h"

static struct table *
find_table(struct writer *w, const struct ps_value *v)
{
	char		*name = xstrndup(v->text, v->length);
	struct table	*t = tables_find(&w->tables, name);

	free(name);
	return t;
}

static enum ps_status
take_range(void *arg, const struct ps_value *v, uint32_t n)
{
	struct writer	*w = arg;
	struct table	*t = NULL;

	(void)n;
	if (v[0].type == PS_TEXT)
		t = find_table(w, &v[0]);
	if (t == NULL)
		return PS_OK;
	GROW(w->old, w->n_old, w->old_room);
	w->old[w->n_old++] = (struct old_rows){ t, v[1].integer,
	    v[2].integer };
	return PS_OK;
}

static enum ps_status
take_shaped(void *arg, const struct ps_value *v, uint32_t n)
{
	struct table	*t = NULL;

	(void)n;
	if (v[0].type == PS_TEXT)
		t = find_table(arg, &v[0]);
	if (t != NULL)
		t->anew = t->again = t->touched = t->unsaved = true;
	return PS_OK;
}

static enum ps_status
remove_range(struct writer *w, const struct old_rows *r)
{
	struct ps_table	sql;
	enum ps_status	st;

	if ((st = table_load(&w->tables, r->table)) != PS_OK)
		return st;
	sql = table_sql(r->table, w->pipeline->provenance);
	st = w->sink->remove(&w->self, &sql, r->first, r->last);
	if (st != PS_OK)
		return st;
	GROW(w->taken, w->n_taken, w->taken_room);
	w->taken[w->n_taken++] = (struct taken){ .table = r->table,
	    .rows = (uint64_t)(r->last - r->first + 1) };
	return PS_OK;
}

enum ps_status
load_old(struct writer *w, int64_t id)
{
	struct ps_value	v = int_value(id);

	return ledger_query(w->ledger, "SELECT table_name, first_row, last_row "
	    "FROM _ps_ranges WHERE document = ?1", &v, 1, take_range, w);
}

/* Before the document begins: what must not be undone with it. */
enum ps_status
prepare_old(struct writer *w)
{
	enum ps_status	st = ledger_flush(w->ledger);

	return st == PS_OK ? ledger_index_documents(w->ledger) : st;
}

enum ps_status
remove_old(struct writer *w)
{
	struct ledger	*l = w->ledger;
	struct ps_value	 id = int_value(w->doc.id);
	enum ps_status	 st;

	w->n_taken = w->n_old = 0;
	st = load_old(w, w->doc.id);
	if (st == PS_OK)
		st = ledger_query(l, "SELECT DISTINCT table_name FROM "
		    "_ps_facts WHERE document = ?1", &id, 1, take_shaped, w);
	if (st == PS_OK && l->history)
		st = past_begin(w);
	for (uint32_t i = 0; i < w->n_old && st == PS_OK && !l->history; i++)
		st = remove_range(w, &w->old[i]);
	return st == PS_OK ? ledger_forget(l, w->doc.id) : st;
}

void
count_taken(struct writer *w)
{
	for (uint32_t i = 0; i < w->n_taken; i++) {
		struct table *t = w->taken[i].table;
		bool	      again = false;

		/* A table may have had several ranges of it. */
		for (uint32_t j = 0; j < i && !again; j++)
			again = w->taken[j].table == t;
		t->rows -= w->taken[i].rows;
		t->replaced += w->taken[i].ended;
		t->run_ended += w->taken[i].ended;
		t->run_same += t->history ? w->taken[i].rows : 0;
		t->documents -= again ? 0 : 1;
	}
	w->n_taken = 0;
}
