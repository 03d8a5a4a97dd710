/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_doc.c - a document from its first frame to its ledger row.
 *
 * All of it or nothing: rows and ledger row stand in one transaction, and
 * whatever goes wrong on the way ends in undo_document().
 */
#include <stdio.h>
#include <string.h>

#include "bid.h"
#include "mem.h"
#include "str.h"
#include "writer.h"

#define HUGE_BYTES	(64 << 20)

static const char *
keep(struct writer *w, const char *s)
{
	return arena_strdup(w->arena, s);
}

static void
take_document(struct writer *w, const struct ps_doc *d)
{
	struct ps_doc	*to = &w->doc.doc;

	*to = *d;
	to->address = keep(w, d->address);
	to->root = keep(w, d->root);
	to->name = keep(w, d->name);
	to->mime = keep(w, d->mime);
	to->etag = keep(w, d->etag);
}

static void
reset(struct writer *w)
{
	struct document	*d = &w->doc;
	struct doc_table *tables = d->tables;
	uint32_t	 room = d->room;

	arena_reset(w->arena);
	memset(d, 0, sizeof(*d));
	d->tables = tables;
	d->room = room;
	buf_clear(&w->notes);
	w->n_kept = w->kept_used = 0;
	w->kept_sorted = true;
	w->pieces = 0;
	w->n_taken = 0;
}

/* Its ledger id, and whether an old version of it is there. */
static enum ps_status
identify(struct writer *w, bool known)
{
	struct ledger		*l = w->ledger;
	struct known_doc	 k = { .id = 0 };
	enum ps_status		 st = PS_OK;
	bool			 seen;

	if (l == NULL)
		return PS_OK;
	seen = ledger_seen_address(l, w->doc.doc.address);
	if (known || seen || l->known > 0) {
		st = ledger_flush_one(l, L_DOCUMENTS);
		if (st == PS_OK)
			st = ledger_find(l, w->doc.doc.address, NULL, &k);
	}
	if (st != PS_OK)
		return st;
	w->doc.known = k.id != 0;
	w->doc.has_rows = k.rows > 0;
	w->doc.id = k.id != 0 ? k.id : l->next_id++;
	if (k.id != 0 && ledger_touched(l, k.id))
		w->doc.state = DOC_AGAIN;
	return PS_OK;
}

/* Between documents: what is due before the next. */
static enum ps_status
make_room(struct writer *w, int64_t size)
{
	enum ps_status	st = PS_OK;

	if (size >= HUGE_BYTES && w->uncommitted > 0)
		st = writer_commit(w);
	if (st == PS_OK && w->ledger != NULL && w->pipeline->dedupe)
		st = ledger_flush_one(w->ledger, L_DOCUMENTS);
	return st == PS_OK ? tables_shrink(&w->tables) : st;
}

enum ps_status
on_begin(struct writer *w, struct frame *f)
{
	struct ps_doc	d;
	uint64_t	seq = get_u64(f);
	enum ps_status	st;
	bool		known;

	if (!get_doc(f, &d) || w->doc.state != DOC_NONE)
		return writer_broken(w, "a document begins out of turn");
	known = get_u8(f) != 0;
	if ((st = make_room(w, d.size)) != PS_OK)
		return st;
	reset(w);
	take_document(w, &d);
	w->doc.seq = seq;
	w->doc.parent = keep(w, get_text(f));
	w->doc.state = DOC_OPEN;
	ledger_now(w->doc.started);
	if ((st = identify(w, known)) != PS_OK || w->doc.state == DOC_AGAIN)
		return st;
	if (w->doc.known && (st = prepare_old(w)) != PS_OK)
		return st;
	st = w->sink->begin(&w->self, &w->doc.doc);
	if (st == PS_OK && w->doc.known)
		st = remove_old(w);
	return st == PS_OK ? PS_OK : lose_document(w, st, NULL);
}

enum ps_status
on_open(struct writer *w, struct frame *f)
{
	struct document	*d = &w->doc;
	const char	*name, *value;
	uint32_t	 n;

	if (get_u64(f) != d->seq || d->state == DOC_NONE)
		return writer_broken(w, "a format without a document");
	d->format = keep(w, get_text(f));
	d->encoding = keep(w, get_text(f));
	(void)get_u8(f);
	d->confidence = get_f64(f);
	d->options = keep(w, get_text(f));
	d->why = keep(w, get_text(f));
	(void)get_text(f);
	(void)get_text(f);
	for (n = get_u32(f); n > 0 && !f->bad; n--) {
		name = get_text(f);
		value = get_text(f);
		if (name != NULL && value != NULL &&
		    strcmp(name, "delimiter") == 0)
			d->semicolons = strcmp(value, ";") == 0;
	}
	return PS_OK;
}

/*
 * Tables this document made are none, columns it added are not there.  Those
 * made last stand last.
 */
static void
forget_tables(struct writer *w)
{
	uint32_t	made = 0;

	for (uint32_t i = 0; i < w->doc.n_tables; i++) {
		struct doc_table *t = &w->doc.tables[i];

		if (t->table == NULL)
			continue;
		made += t->is_new;
		t->table->anew |= t->joined;
		if (!t->is_new && t->table->n_columns > t->had_columns)
			table_cut_columns(t->table, t->had_columns);
	}
	while (made-- > 0)
		tables_remove_last(&w->tables);
	w->doc.n_tables = 0;
}

enum ps_status
undo_document(struct writer *w)
{
	enum ps_status	st;

	if (w->doc.state != DOC_OPEN)
		return PS_OK;
	w->doc.state = DOC_LOST;
	st = w->sink->end(&w->self, false);
	if (w->ledger != NULL)
		gather_end_document(w->ledger, false);
	forget_tables(w);
	w->n_taken = 0;
	return st;
}

enum ps_status
lose_document(struct writer *w, enum ps_status st, const char *why)
{
	if (st == PS_EOF || st == PS_FATAL || st == PS_RETRY)
		return st == PS_RETRY ? PS_FATAL : st;
	snprintf(w->doc.lost, sizeof(w->doc.lost), "%s",
	    why != NULL ? why : w->host.message);
	return undo_document(w);
}

static enum ps_status
add_entry(struct writer *w, const char *status, const char *message)
{
	static const struct counts	none;
	const struct document		*d = &w->doc;
	struct entry			 e;
	char				 now[32];

	e = (struct entry){ .id = d->id, .doc = &d->doc, .parent = d->parent,
	    .format = d->format, .encoding = d->encoding,
	    .options = d->options, .why = d->why,
	    .confidence = d->confidence, .counts = &none,
	    .status = status, .message = message, .started = d->started,
	    .finished = ledger_now(now) };
	if (outcome_named(status) <= WAS_EMPTY)
		e.counts = &d->counts;
	memcpy(e.hash, d->hash, sizeof(e.hash));
	return ledger_add(w->ledger, &e);
}

static void
count_outcome(struct writer *w, const char *status, const char *message)
{
	enum outcome	o = outcome_named(status);

	w->totals.documents++;
	w->totals.outcomes[o]++;
	w->uncommitted++;
	if (o == WAS_FAILED)
		lines_add(&w->totals.failed, "%s: %s",
		    shown_str(w->doc.doc.address),
		    message == NULL ? "failed" : message);
	if (o == WAS_SKIPPED)
		totals_unread(&w->totals, w->doc.doc.name);
}

/* Its old rows go, where a document that has none takes their place. */
static enum ps_status
drop_old(struct writer *w)
{
	enum ps_status	st = prepare_old(w);

	if (st == PS_OK)
		st = w->sink->begin(&w->self, &w->doc.doc);
	if (st == PS_OK)
		st = remove_old(w);
	if (st == PS_OK)
		st = w->sink->end(&w->self, true);
	if (st == PS_OK)
		count_taken(w);
	return st;
}

/*
 * The document leaves no rows: only its ledger row.  Where a later version
 * cannot be read, the rows of the last good one stay.
 */
static enum ps_status
record(struct writer *w, const char *status, const char *message)
{
	enum ps_status	st = PS_OK;
	bool		failed = outcome_named(status) == WAS_FAILED;

	w->doc.state = DOC_NONE;
	count_outcome(w, status, message);
	if (w->ledger == NULL)
		return PS_OK;
	ledger_touch(w->ledger, w->doc.id);
	if (failed && w->doc.known && w->doc.has_rows)
		return ledger_mark(w->ledger, w->doc.id, status, message);
	if (w->doc.known)
		st = drop_old(w);
	if (st == PS_OK)
		st = add_entry(w, status, message);
	gather_end_document(w->ledger, true);
	return st;
}

enum ps_status
on_record(struct writer *w, struct frame *f)
{
	struct ps_doc	d;
	uint64_t	seq = get_u64(f);
	const char	*status, *message;
	enum ps_status	st;

	if (!get_doc(f, &d) || w->doc.state != DOC_NONE)
		return writer_broken(w, "a document is recorded out of turn");
	reset(w);
	take_document(w, &d);
	w->doc.seq = seq;
	ledger_now(w->doc.started);
	status = keep(w, get_text(f));
	message = keep(w, get_text(f));
	w->doc.parent = keep(w, get_text(f));
	if (status == NULL)
		return writer_broken(w, "a document without a status");
	if ((st = identify(w, true)) != PS_OK)
		return st;
	if (w->doc.state == DOC_AGAIN) {
		w->doc.state = DOC_NONE;
		return PS_OK;
	}
	return record(w, status, message);
}

enum ps_status
on_abort(struct writer *w, struct frame *f)
{
	uint64_t	seq = get_u64(f);
	const char	*message = get_text(f);
	bool		again = w->doc.state == DOC_AGAIN;
	enum ps_status	st;

	if (w->doc.state == DOC_NONE)
		return PS_OK;
	if (seq != w->doc.seq)
		return writer_broken(w, "another document was given up");
	if ((st = undo_document(w)) != PS_OK)
		return st;
	if (message != NULL && !again)
		return record(w, "failed", message);
	w->doc.state = DOC_NONE;
	return PS_OK;
}

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
	}
	return st;
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
	}
	w->totals.rows += d->counts.rows;
	w->totals.issues += d->counts.issues;
	w->totals.rejected += d->counts.rejected;
	w->totals.bytes += d->bytes;
	kinds_join(&w->totals.rules, &d->rules);
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
	return d->written > 0 || d->counts.emitted > 0 || d->has_members;
}

static enum ps_status
keep_document(struct writer *w)
{
	const struct document	*d = &w->doc;
	const char		*status = is_loaded(d) ? "loaded" : "empty";
	enum ps_status		 st = PS_OK;

	if (w->ledger != NULL)
		st = store_tables(w);
	if (st == PS_OK && w->ledger != NULL)
		st = add_entry(w, status, NULL);
	if (st == PS_OK)
		st = w->sink->end(&w->self, true);
	if (st != PS_OK) {
		st = lose_document(w, st, NULL);
		return st != PS_OK ? st : record(w, "failed", w->doc.lost);
	}
	count_document(w);
	count_outcome(w, status, NULL);
	w->acked_documents += is_loaded(d);
	if (w->ledger != NULL) {
		gather_end_document(w->ledger, true);
		ledger_touch(w->ledger, d->id);
	}
	w->doc.state = DOC_NONE;
	return settle_early(w);
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

static enum ps_status
end_document(struct writer *w, enum ps_status result, const char *message)
{
	struct document	*d = &w->doc;
	enum ps_status	 st;
	bool		 copy = false;

	if (d->state == DOC_AGAIN) {
		d->state = DOC_NONE;
		return PS_OK;
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
	if (d->state == DOC_LOST)
		return record(w, "failed", d->lost);
	if (result >= PS_OK && (st = find_copy(w, &copy)) != PS_OK)
		return st;
	if (result >= PS_OK && !copy)
		return keep_document(w);
	message = keep(w, message);
	if ((st = undo_document(w)) != PS_OK)
		return st;
	return record(w, copy ? "duplicate" : result == PS_SKIP ? "skipped" :
	    "failed", copy ? d->lost : message);
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
	message = get_text(f);
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
	return end_document(w, result, message);
}
