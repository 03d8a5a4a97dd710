/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_end.c - questions about documents, and the end of the run: columns
 * settle, documents that are no longer there are marked, sums are written.
 */
#include <stdlib.h>

#include "mem.h"
#include "proc.h"
#include "settle.h"
#include "str.h"
#include "writer.h"

#define SUMMARY_MAX	(4u << 20)

struct lookup {
	struct ps_doc	*docs;
	uint64_t	*seqs;
	int64_t		*ids;
	uint8_t		*verdicts;
	uint32_t	 n;
};

static enum ps_status
take_questions(struct writer *w, struct lookup *q, struct frame *f)
{
	q->docs = xcalloc(q->n + 1, sizeof(*q->docs));
	q->seqs = xcalloc(q->n + 1, sizeof(*q->seqs));
	q->ids = xcalloc(q->n + 1, sizeof(*q->ids));
	q->verdicts = xcalloc(q->n + 1, sizeof(*q->verdicts));
	for (uint32_t i = 0; i < q->n; i++) {
		q->seqs[i] = get_u64(f);
		q->docs[i].address = secret_masked(w->arena, get_text(f));
		q->docs[i].size = (int64_t)get_u64(f);
		q->docs[i].mtime = (int64_t)get_u64(f);
		q->docs[i].etag = get_text(f);
		if (f->bad || q->docs[i].address == NULL)
			return writer_broken(w, "a question is cut off");
	}
	return PS_OK;
}

static void
answer(struct writer *w, const struct lookup *q)
{
	struct buf	*b = frame_begin(w->channel, M_LOOKED);

	put_u32(b, q->n);
	for (uint32_t i = 0; i < q->n; i++) {
		put_u64(b, q->seqs[i]);
		put_u8(b, q->verdicts[i]);
		put_u64(b, (uint64_t)q->ids[i]);
	}
	frame_end(w->channel);
}

enum ps_status
on_lookup(struct writer *w, struct frame *f)
{
	struct lookup	q = { .n = get_u32(f) };
	enum ps_status	st;

	if (q.n > FRAME_MAX / (3 * sizeof(uint64_t)))
		return writer_broken(w, "a question is cut off");
	st = take_questions(w, &q, f);
	if (st == PS_OK && w->ledger != NULL)
		st = ledger_look_up(w->ledger, q.docs, q.n, q.verdicts,
		    q.ids);
	for (uint32_t i = 0; i < q.n && st == PS_OK; i++)
		if (q.verdicts[i] == 1)
			st = said_tell(w, q.seqs[i], q.ids[i]);
	if (st == PS_OK)
		answer(w, &q);
	free(q.docs);
	free(q.seqs);
	free(q.ids);
	free(q.verdicts);
	return st;
}

enum ps_status
on_seen(struct writer *w, struct frame *f)
{
	uint32_t	 n = get_u32(f);
	const char	*address;
	enum ps_status	 st = PS_OK;

	for (; n > 0 && !f->bad && st == PS_OK; n--) {
		int64_t id = (int64_t)get_u64(f);

		w->totals.unchanged++;
		if (w->ledger != NULL)
			ledger_unchanged(w->ledger, id);
		st = said_seen(w, id, f);
		address = secret_masked(w->arena, get_text(f));
		if (st == PS_OK && address != NULL && w->ledger != NULL)
			st = visits_document(w, address);
		w->uncommitted += address != NULL;
	}
	return st;
}

enum ps_status
on_root(struct writer *w, struct frame *f)
{
	const char	*root = secret_masked(w->arena, get_text(f));

	if (get_u8(f) == 0 || root == NULL)
		return PS_OK;
	GROW(w->roots, w->n_roots, w->roots_room);
	w->roots[w->n_roots++] = xstrdup(root);
	return PS_OK;
}

static enum ps_status
mark_gone(struct writer *w)
{
	struct gone	g;
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < w->n_roots && st == PS_OK; i++) {
		g.ids = NULL;
		st = ledger_gone(w->ledger, w->roots[i], w->pipeline->prune,
		    &g);
		if (st == PS_OK && w->ledger->history && !g.refused)
			st = past_gone(w, g.ids, g.missing);
		free(g.ids);
		if (st != PS_OK || g.missing == 0)
			continue;
		if (g.refused)
			lines_add(&w->totals.refused, "%s: %llu of %llu "
			    "documents are not there; --prune marks them",
			    shown_str(w->roots[i]),
			    (unsigned long long)g.missing,
			    (unsigned long long)g.documents);
		else
			w->totals.outcomes[WAS_GONE] += g.missing;
	}
	return st;
}

static enum ps_status
take_copy(void *arg, const struct ps_value *v, uint32_t n)
{
	struct writer	*w = arg;
	struct buf	 b;

	(void)n;
	if (v[0].type != PS_TEXT || v[1].type != PS_TEXT)
		return PS_OK;
	buf_init(&b, 4096);
	show(&b, v[0].text, v[0].length, 300);
	buf_str(&b, " = ");
	show(&b, v[1].text, v[1].length, 300);
	lines_add(&w->totals.copies, "%s", buf_cstr(&b));
	buf_free(&b);
	return PS_OK;
}

/* Documents of this run whose bytes another loaded document has, too. */
static enum ps_status
find_copies(struct writer *w)
{
	struct ps_value	v = int_value(w->ledger->run);

	if (w->pipeline->dedupe || w->totals.outcomes[WAS_LOADED] == 0)
		return PS_OK;
	return ledger_query(w->ledger, "SELECT d.address, h.address FROM "
	    "_ps_documents d JOIN (SELECT hash, min(address) AS address, "
	    "count(*) AS n FROM _ps_documents WHERE status = 'loaded' AND "
	    "hash IS NOT NULL GROUP BY hash HAVING count(*) > 1) h "
	    "ON h.hash = d.hash WHERE d.run = ?1 AND d.status = 'loaded' AND "
	    "d.address <> h.address ORDER BY d.address", &v, 1, take_copy, w);
}

static struct settler
settler_of(struct writer *w)
{
	return (struct settler){ .tables = &w->tables, .sink = w->sink,
	    .self = &w->self, .provenance = w->pipeline->provenance,
	    .coerce = w->pipeline->coerce, .widened = &w->totals.widened,
	    .totals = &w->totals };
}

/* Each table settles in a transaction of its own. */
static enum ps_status
settle_all(struct writer *w)
{
	struct settler	s = settler_of(w);
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < w->tables.n && st == PS_OK; i++) {
		struct table *t = w->tables.all[i];

		if (!t->touched)
			continue;
		st = settle_table(&s, t);
		if (st == PS_OK)
			st = settle_key(&s, t);
		if (st == PS_OK && now_seconds() - w->committed > 1)
			st = writer_commit(w);
		if (st == PS_OK)
			st = tables_shrink(&w->tables);
	}
	return st;
}

/* Between documents: a column in which too many cells wait. */
enum ps_status
settle_early(struct writer *w)
{
	struct settler	s = settler_of(w);
	enum ps_status	st = PS_OK;

	if (w->ledger == NULL || w->pipeline->coerce)
		return PS_OK;
	s.widened = NULL;	/* told at the end */
	for (uint32_t i = 0; i < w->doc.n_tables && st == PS_OK; i++) {
		struct table *t = w->doc.tables[i].table;

		if (t != NULL && settle_is_due(t))
			st = settle_table(&s, t);
	}
	return st;
}

static enum ps_status
end_run(struct writer *w, bool whole)
{
	const struct totals	*t = &w->totals;

	return ledger_run_end(w->ledger, (struct ps_value[]){
	    str_value(whole ? "done" : "interrupted"),
	    int_value((int64_t)t->documents),
	    int_value((int64_t)t->unchanged), int_value((int64_t)t->rows),
	    int_value((int64_t)t->issues), int_value((int64_t)t->bytes) }, 6);
}

static enum ps_status
end_ledger(struct writer *w, bool whole)
{
	enum ps_status	st = ledger_flush(w->ledger);

	if (st == PS_OK)
		st = visits_end(w, whole);
	if (st == PS_OK && whole)
		st = settle_all(w);
	if (st == PS_OK && whole)
		st = mark_gone(w);
	if (st == PS_OK && whole)
		st = find_copies(w);
	if (st == PS_OK)
		st = tables_save(&w->tables);
	if (st == PS_OK && w->ledger->history && whole)
		st = past_nulls(w);
	return st == PS_OK ? end_run(w, whole) : st;
}

static void
tell_summary(struct writer *w)
{
	struct buf	text, *b;

	buf_init(&text, SUMMARY_MAX);
	summary_write(&text, &w->totals, &w->tables, w->opened.where,
	    w->ledger != NULL);
	b = frame_begin(w->channel, M_SUMMARY);
	put_text(b, buf_cstr(&text));
	frame_end(w->channel);
	buf_free(&text);
}

enum ps_status
on_end(struct writer *w, struct frame *f)
{
	bool		whole = get_u8(f) != 0;
	enum ps_status	st = undo_document(w);

	if (st == PS_OK && w->ledger != NULL)
		st = end_ledger(w, whole);
	if (st == PS_OK)
		st = writer_commit(w);
	if (st == PS_OK)
		st = w->sink->finish(&w->self, whole);
	if (st != PS_OK)
		return st;
	w->ended = true;
	tell_summary(w);
	return PS_OK;
}
