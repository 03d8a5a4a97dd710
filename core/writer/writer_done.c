/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_done.c - the end of a document: it is kept if its counts match and
 * nothing went wrong, and its ledger row says what became of it.
 */
#include <stdio.h>
#include <string.h>

#include "bid.h"
#include "mem.h"
#include "settle.h"
#include "str.h"
#include "writer.h"

static enum ps_status
store_tables(struct writer *w)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < w->doc.n_tables && st == PS_OK; i++) {
		struct doc_table *t = &w->doc.tables[i];

		if (t->table == NULL)
			continue;
		st = store_range(w, t);
		if (st == PS_OK)
			st = store_facts(w, t);
		if (st == PS_OK)
			st = key_promise(&w->tables, t->table, false);
	}
	return st == PS_OK ? past_end(w) : st;
}

/* Counted in memory only once the sink has let the document stand. */
static void
count_document(struct writer *w)
{
	const struct document	*d = &w->doc;

	count_taken(w);
	for (uint32_t i = 0; i < d->n_tables; i++) {
		struct table *t = d->tables[i].table;

		if (t == NULL)
			continue;
		t->documents += d->tables[i].rows > 0;
		t->rows += d->tables[i].rows;
		t->run_documents++;
		t->run_rows += d->tables[i].rows;
		if (w->ledger != NULL)
			(void)key_promise(&w->tables, t, true);
	}
	w->totals.rows += d->counts.rows;
	w->totals.issues += d->counts.issues;
	w->totals.rejected += d->counts.rejected;
	w->totals.bytes += d->bytes;
	kinds_join(&w->totals.rules, &d->rules);
	objections_join(&w->totals.said, &w->doc.said);
	if (d->format != NULL && d->confidence < DOUBTFUL) {
		w->totals.doubts++;
		lines_add(&w->totals.doubtful, "%s: %s, %.0f %% sure",
		    shown_str(d->doc.address), d->format, 100 * d->confidence);
	}
	w->acked_rows += d->counts.rows;
}

static bool
is_loaded(const struct document *d)
{
	return d->written > 0 || d->counts.emitted > 0 ||
	    d->counts.rejected > 0 || d->has_members;
}

static enum ps_status
keep_document(struct writer *w)
{
	const struct document	*d = &w->doc;
	const char		*status = is_loaded(d) ? "loaded" : "empty";
	enum ps_status		 st = PS_OK;

	st = tell_unfits(w);
	if (st == PS_OK && w->ledger != NULL)
		st = store_tables(w);
	if (st == PS_OK && w->ledger != NULL)
		st = document_entry(w, status, NULL);
	if (st == PS_OK)
		st = w->sink->end(&w->self, true);
	if (st != PS_OK) {
		st = lose_document(w, st, NULL);
		return st != PS_OK ? st :
		    document_record(w, "failed", w->doc.lost);
	}
	count_document(w);
	document_outcome(w, status, NULL);
	w->acked_documents += is_loaded(d);
	if (w->ledger != NULL) {
		gather_end_document(w->ledger, true);
		ledger_touch(w->ledger, d->id);
		st = said_ended(w, true);
	}
	w->doc.state = DOC_NONE;
	if (st == PS_OK && w->ledger != NULL)
		st = visits_document(w, d->doc.address);
	return st == PS_OK ? settle_early(w) : st;
}

/* With --dedupe a document that was loaded from elsewhere leaves no rows. */
static enum ps_status
find_copy(struct writer *w, bool *is_copy)
{
	struct buf	 address;
	enum ps_status	 st;

	*is_copy = false;
	if (w->ledger == NULL || !w->pipeline->dedupe ||
	    w->doc.written == 0)
		return PS_OK;
	buf_init(&address, 1u << 20);
	st = ledger_copy_of(w->ledger, w->doc.hash, w->doc.id, &address);
	if (st == PS_OK && address.n > 0) {
		*is_copy = true;
		snprintf(w->doc.lost, sizeof(w->doc.lost), "a copy of %s",
		    buf_cstr(&address));
	}
	buf_free(&address);
	return st;
}

/* A table must have the columns that its rows are to be known by. */
static enum ps_status
check_keys(struct writer *w)
{
	struct document	*d = &w->doc;

	for (uint32_t i = 0; i < d->n_tables; i++) {
		const struct table	*t = d->tables[i].table;
		const char		*lacks = t == NULL ? NULL :
					    key_lacks(t);
		char			 why[300];

		if (lacks == NULL)
			continue;
		snprintf(why, sizeof(why), "%s: shape: key: there is no "
		    "column '%s' in table '%s'; name columns that it has",
		    t->wish->place, lacks, t->name);
		return lose_document(w, PS_FAIL, why);
	}
	return PS_OK;
}

static enum ps_status
end_document(struct writer *w, enum ps_status result, const char *message)
{
	struct document	*d = &w->doc;
	enum ps_status	 st;
	bool		 copy = false;

	if (d->state == DOC_AGAIN) {
		d->state = DOC_NONE;
		return visits_document(w, d->doc.address);
	}
	if (d->state == DOC_OPEN && result >= PS_OK &&
	    (!counts_balance(&d->counts) || d->counts.rows != d->written ||
	    w->n_kept != w->kept_used)) {
		w->totals.mismatches++;
		st = lose_document(w, PS_FAIL, "its counts do not match; "
		    "please report this");
		if (st != PS_OK)
			return st;
	}
	if (d->state == DOC_OPEN && result >= PS_OK &&
	    (st = check_keys(w)) != PS_OK)
		return st;
	if (d->state == DOC_LOST)
		return document_record(w, "failed", d->lost);
	if (result >= PS_OK && (st = find_copy(w, &copy)) != PS_OK)
		return st;
	if (result >= PS_OK && !copy)
		return keep_document(w);
	message = writer_keep(w, message);
	if ((st = undo_document(w)) != PS_OK)
		return st;
	return document_record(w, copy ? "duplicate" : result == PS_SKIP ?
	    "skipped" : "failed", copy ? d->lost : message);
}

enum ps_status
on_done(struct writer *w, struct frame *f)
{
	struct document	*d = &w->doc;
	struct counts	 c;
	enum ps_status	 result;
	const char	*message;
	uint64_t	 lines;
	enum done_part	 part;

	if (get_u64(f) != d->seq || d->state == DOC_NONE)
		return writer_broken(w, "the end of another document");
	(void)get_u32(f);
	result = (enum ps_status)get_u32(f);
	message = secret_masked(w->arena, get_text(f));
	(void)get_counts(f, &c);
	lines = get_u64(f);
	(void)get_u64(f);
	(void)get_u64(f);
	d->hash[0] = get_u64(f);
	d->hash[1] = get_u64(f);
	d->bytes = get_u64(f);
	counts_add(&d->counts, &c);
	d->line_base += lines;
	for (uint32_t i = 0; i < d->n_tables; i++)
		d->tables[i].range_rows = d->tables[i].rows;
	part = (enum done_part)get_u8(f);
	if (f->bad)
		return writer_broken(w, "the end of a document is cut");
	if (part == DONE_RANGE)
		return PS_OK;
	d->has_members = part == DONE_MEMBERS;
	if (d->doc.size < 0 && (d->hash[0] | d->hash[1]) != 0)
		d->doc.size = (int64_t)d->bytes;	/* of a stream */
	return end_document(w, result, message);
}
