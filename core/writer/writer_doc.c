/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_doc.c - a document from its first frame on; its end: writer_done.c.
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

static void
take_document(struct writer *w, const struct ps_doc *d)
{
	struct ps_doc	*to = &w->doc.doc;

	*to = *d;
	to->address = writer_told(w, d->address);
	to->root = writer_told(w, d->root);
	to->name = writer_told(w, d->name);
	to->mime = writer_keep(w, d->mime);
	to->etag = writer_keep(w, d->etag);
}

static void
reset(struct writer *w)
{
	struct document	*d = &w->doc;
	struct doc_table *tables = d->tables;
	uint32_t	 room = d->room;

	arena_reset(w->arena);
	objections_free(&d->said);
	memset(d, 0, sizeof(*d));
	d->tables = tables;
	d->room = room;
	buf_clear(&w->notes);
	w->n_kept = w->kept_used = 0;
	w->kept_sorted = true;
	w->pieces = 0;
	w->n_taken = 0;
	w->n_old = w->n_new = 0;
	w->version = 0;
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
		/* Only of this run can it be among those that wait. */
		if (seen)
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
	w->doc.parent = writer_told(w, get_text(f));
	said_begin(w, f);
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
	d->format = writer_keep(w, get_text(f));
	d->encoding = writer_keep(w, get_text(f));
	(void)get_u8(f);
	d->confidence = get_f64(f);
	d->options = writer_told(w, get_text(f));
	d->why = writer_told(w, get_text(f));
	(void)get_text(f);
	(void)get_text(f);
	for (n = get_u32(f); n > 0 && !f->bad; n--) {
		name = get_text(f);
		value = get_text(f);
		if (name != NULL && value != NULL &&
		    strcmp(name, "delimiter") == 0)
			d->semicolons = strcmp(value, ";") == 0;
	}
	d->seems = writer_keep(w, get_text(f));
	d->mime = writer_keep(w, get_text(f));
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

/* What was counted of it stands. */
static bool
has_counts(const char *status)
{
	return outcome_named(status) <= WAS_EMPTY;
}

/* What was skipped was looked at: a handler may have told of it. */
static bool
is_told(const char *status)
{
	return strcmp(status, "failed") != 0;
}

enum ps_status
document_entry(struct writer *w, const char *status, const char *message)
{
	const struct document		*d = &w->doc;
	struct counts			 counts = { 0 };
	struct entry			 e;
	char				 now[32];
	enum ps_status			 st;

	e = (struct entry){ .id = d->id, .doc = &d->doc, .parent = d->parent,
	    .format = d->format, .encoding = d->encoding,
	    .options = d->options, .why = d->why, .seems = d->seems,
	    .mime = d->mime,
	    .confidence = d->confidence, .counts = &counts,
	    .status = status, .message = message, .started = d->started,
	    .finished = ledger_now(now) };
	if (has_counts(status))
		counts = d->counts;
	memcpy(e.hash, d->hash, sizeof(e.hash));
	st = said_entry(w, is_told(status));
	counts.issues += d->noted;
	return st == PS_OK ? ledger_add(w->ledger, &e) : st;
}

void
document_outcome(struct writer *w, const char *status, const char *message)
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
		totals_skipped(&w->totals, w->doc.doc.address,
		    w->doc.seems, message);
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
		st = past_end(w);
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
enum ps_status
document_record(struct writer *w, const char *status, const char *message)
{
	enum ps_status	st = PS_OK;
	bool		failed = outcome_named(status) == WAS_FAILED;

	w->doc.state = DOC_NONE;
	document_outcome(w, status, message);
	if (w->ledger == NULL)
		return PS_OK;
	ledger_touch(w->ledger, w->doc.id);
	if ((st = visits_document(w, w->doc.doc.address)) != PS_OK)
		return st;
	if (failed && w->doc.known && w->doc.has_rows)
		return ledger_mark(w->ledger, w->doc.id, status, message);
	if (w->doc.known)
		st = drop_old(w);
	if (st == PS_OK)
		st = document_entry(w, status, message);
	gather_end_document(w->ledger, true);
	return st == PS_OK ? said_ended(w, is_told(status)) : st;
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
	status = writer_keep(w, get_text(f));
	message = writer_told(w, get_text(f));
	w->doc.parent = writer_told(w, get_text(f));
	said_begin(w, f);
	if (status == NULL)
		return writer_broken(w, "a document without a status");
	if ((st = identify(w, true)) != PS_OK)
		return st;
	if (w->doc.state == DOC_AGAIN) {
		w->doc.state = DOC_NONE;
		return visits_document(w, w->doc.doc.address);
	}
	return document_record(w, status, message);
}

enum ps_status
on_abort(struct writer *w, struct frame *f)
{
	uint64_t	seq = get_u64(f);
	const char	*message = secret_masked(w->arena, get_text(f));
	bool		again = w->doc.state == DOC_AGAIN;
	enum ps_status	st;

	if (w->doc.state == DOC_NONE)
		return PS_OK;
	if (seq != w->doc.seq)
		return writer_broken(w, "another document was given up");
	if ((st = undo_document(w)) != PS_OK)
		return st;
	if (message != NULL && !again)
		return document_record(w, "failed", message);
	w->doc.state = DOC_NONE;
	return message == NULL ? PS_OK :
	    visits_document(w, w->doc.doc.address);
}

