/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle_store.c - after the values, the ledger: readings they were read by,
 * and the texts they do not give back.
 */
#include <stdlib.h>

#include "settle_rows.h"

#define PACKED_READING	256

/*
 * What a document says itself is kept beside what others made of it, since an
 * open question is asked again.  Where both agree the ledger looks as if
 * nobody had been asked.
 */
static enum ps_status
store_reading(struct work *k, int64_t document, const struct pair *p)
{
	bool		own = !reading_is_open(&p->own) ||
			    !reading_differs(&p->is, &p->own);
	const struct reading *is = own ? &p->own : &p->is;
	char		text[PACKED_READING], wanted[PACKED_READING];

	if (memcmp(&p->was, is, sizeof(p->was)) == 0)
		return PS_OK;
	reading_pack(is, text, sizeof(text));
	reading_pack(&p->own, wanted, sizeof(wanted));
	return ledger_sql(k->ledger, "UPDATE _ps_facts SET reading = ?4, "
	    "wanted = ?5 WHERE document = ?1 AND table_name = ?2 AND "
	    "\"column\" = ?3", (struct ps_value[]){ int_value(document),
	    str_value(k->table->name),
	    str_value(k->table->sql[p->column].name), str_value(text),
	    str_value(own ? NULL : wanted) }, 5);
}

static enum ps_status
store_readings(struct work *k)
{
	enum ps_status	st = PS_OK;

	for (size_t i = 0; i < k->n_documents * k->n_slots && st == PS_OK; i++)
		if (k->which[i] != 0)
			st = store_reading(k, k->documents[i / k->n_slots].id,
			    &k->pairs[k->which[i] - 1]);
	return st;
}

static int
compare_kept(const void *a, const void *b)
{
	const struct text	*x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* A sink may ask for a value more than once. */
static void
drop_repeated(struct work *k)
{
	size_t	n = 0;

	if (k->n_kept > 0)
		qsort(k->kept, k->n_kept, sizeof(*k->kept),
		    compare_kept);
	for (size_t i = 0; i < k->n_kept; i++)
		if (n == 0 || k->kept[n - 1].row != k->kept[i].row ||
		    k->kept[n - 1].column != k->kept[i].column)
			k->kept[n++] = k->kept[i];
	k->n_kept = n;
}

static enum ps_status
forget_texts(struct work *k)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < k->table->n_columns && st == PS_OK; i++) {
		if (!k->changed[i])
			continue;
		k->table->columns[i].pending = 0;
		if (k->n_texts > 0)
			st = ledger_sql(k->ledger, "DELETE FROM _ps_cells "
			    "WHERE table_name = ?1 AND \"column\" = ?2",
			    (struct ps_value[]){ str_value(k->table->name),
			    str_value(k->table->sql[i].name) }, 2);
	}
	return st;
}

/* In the order of cell_columns in ledger_rows.c. */
static enum ps_status
store_text(struct work *k, const struct text *t)
{
	struct ledger	*l = k->ledger;

	gather_int(l, L_CELLS, t->document);
	gather_str(l, L_CELLS, k->table->name);
	gather_int(l, L_CELLS, t->ordinal);
	if (t->line > 0)
		gather_int(l, L_CELLS, t->line);
	else
		gather_null(l, L_CELLS);
	gather_str(l, L_CELLS, k->table->sql[t->column].name);
	gather_int(l, L_CELLS, t->pending);
	gather_text(l, L_CELLS, k->kept_bytes.p + t->at, t->length);
	k->table->columns[t->column].pending += t->pending;
	return gather_end_row(l, L_CELLS);
}

enum ps_status
work_store(struct work *k)
{
	enum ps_status	st = store_readings(k);

	if (st == PS_OK)
		st = forget_texts(k);
	drop_repeated(k);
	for (size_t i = 0; i < k->n_kept && st == PS_OK; i++)
		st = store_text(k, &k->kept[i]);
	return st == PS_OK ? ledger_flush(k->ledger) : st;
}
