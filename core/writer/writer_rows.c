/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_rows.c - a slot of rows, from the worker's memory into the sink.
 */
#include "mem.h"
#include "str.h"
#include "writer.h"

/* The batch begins with room for a slot; pieces stand behind it. */
static bool
reserve(struct writer *w)
{
	w->batch.n = 0;
	if (buf_space(&w->batch, SLOT_BYTES + w->pieces) == NULL)
		return false;
	w->batch.n = SLOT_BYTES + w->pieces;
	return true;
}

enum ps_status
on_piece(struct writer *w, struct frame *f)
{
	uint64_t	 seq = get_u64(f);
	const char	*p;
	size_t		 n;

	(void)get_u32(f);
	p = get_bytes(f, &n);
	if (w->doc.state != DOC_OPEN)
		return PS_OK;
	if (seq != w->doc.seq || f->bad)
		return writer_broken(w, "a piece of another document");
	if (!reserve(w))
		return writer_broken(w, "no room for a slot");
	buf_add(&w->batch, p, n);
	if (w->batch.full) {
		w->batch.full = false;
		return lose_document(w, PS_FAIL, "a batch of its rows holds "
		    "more text than memory does");
	}
	w->pieces += n;
	return PS_OK;
}

static void
free_slot(struct writer *w, uint32_t worker, uint32_t slot)
{
	struct buf	*b = frame_begin(w->channel, M_FREED);

	put_u32(b, worker);
	put_u32(b, slot);
	frame_end(w->channel);
	w->freed++;
}

/*
 * The map of the table's columns to those of rows with n columns.  A range that
 * was read before all that came before it was known has fewer.
 */
static const int32_t *
map_of(struct writer *w, const struct doc_table *t, uint32_t n)
{
	uint32_t	all = t->table->n_columns;

	if (n == t->n_columns)
		return t->map;
	if (all > w->narrow_room) {
		w->narrow = xrealloc(w->narrow, all, sizeof(*w->narrow));
		w->narrow_room = all;
	}
	for (uint32_t i = 0; i < all; i++)
		w->narrow[i] = t->map[i] < (int32_t)n ? t->map[i] : -1;
	return w->narrow;
}

static enum ps_status
write_rows(struct writer *w, struct doc_table *t, uint32_t n_rows,
    const int64_t *hashes)
{
	const struct slot_rows	*h = (const void *)w->batch.p;
	struct ps_table		 sql;
	struct ps_batch		 b;
	int64_t			 first = 0;
	enum ps_status		 st;

	sql = table_sql(t->table, w->pipeline->provenance);
	b = (struct ps_batch){ .n_rows = n_rows, .n_columns = h->n_columns,
	    .cells = (const void *)(w->batch.p + h->cells),
	    .line = (const void *)(w->batch.p + sizeof(*h)),
	    .line_base = w->doc.line_base, .document = w->doc.id,
	    .map = map_of(w, t, h->n_columns), .n_map = t->table->n_columns,
	    .bytes = w->batch.p, .n_bytes = w->batch.n, .hash = hashes,
	    .run = w->ledger == NULL ? 0 : w->ledger->run };
	if ((st = w->sink->write(&w->self, &sql, &b, &first)) != PS_OK)
		return st;
	if (t->rows > 0 && first != t->last + 1 &&
	    (st = store_range(w, t)) != PS_OK)
		return st;
	if (t->rows == 0 || first != t->last + 1)
		t->first = first;
	t->last = first + n_rows - 1;
	t->rows += n_rows;
	w->doc.written += n_rows;
	return PS_OK;
}

static enum ps_status
take_rows(struct writer *w, uint32_t number, uint32_t n_rows,
    const void *slot)
{
	struct doc_table	*t = doc_table_at(w, number);
	const int64_t		*hashes = NULL;
	const char		*wrong;
	enum ps_status		 st = PS_OK;

	if (t == NULL || t->table == NULL)
		return lose_document(w, PS_FAIL,
		    "its worker sent rows of no table");
	if (!reserve(w))
		return writer_broken(w, "no room for a slot");
	if ((wrong = check_slot(w, t, n_rows, slot)) != NULL)
		return lose_document(w, PS_FAIL, wrong);
	if (w->n_kept > w->kept_used)
		st = keep_texts(w, t, number);
	if (st == PS_OK && parents_move(w, t))
		st = move_parents(w, t);
	if (st == PS_OK && w->tables.history)
		hashes = hash_rows(w, t, number);
	if (st == PS_OK && t->converts)
		st = convert_batch(w, t, number);
	if (st == PS_OK)
		st = write_rows(w, t, n_rows, hashes);
	forget_kept(w);
	return st == PS_OK ? PS_OK : lose_document(w, st, NULL);
}

enum ps_status
on_rows(struct writer *w, struct frame *f)
{
	uint64_t	 seq = get_u64(f);
	uint32_t	 number, index, n_rows, worker;
	const void	*slot;
	enum ps_status	 st = PS_OK;

	(void)get_u32(f);
	number = get_u32(f);
	index = get_u32(f);
	n_rows = get_u32(f);
	worker = get_u32(f);
	slot = pool_slot(w->pool, worker, index);
	if (f->bad || slot == NULL)
		return writer_broken(w, "rows in no slot");
	if (w->doc.state == DOC_OPEN && seq == w->doc.seq)
		st = take_rows(w, number, n_rows, slot);
	free_slot(w, worker, index);
	return st;
}
