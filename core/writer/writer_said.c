/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_said.c - the facts of the document at hand, those it inherits and
 * those that were told of it, on their way into the ledger.
 */
#include "mem.h"
#include "str.h"
#include "writer.h"

static void
hide_secrets(struct said *s)
{
	for (uint32_t i = 0; i < s->n; i++) {
		struct said_fact *f = &s->facts[i];

		f->n = (uint32_t)secret_mask(f->text, f->n, f->n);
		f->text[f->n] = '\0';
	}
}

void
said_begin(struct writer *w, struct frame *f)
{
	said_clear(&w->own);
	(void)get_said(f, &w->above);
	hide_secrets(&w->above);
}

enum ps_status
on_said(struct writer *w, struct frame *f)
{
	if (get_u64(f) != w->doc.seq || w->doc.state == DOC_NONE)
		return writer_broken(w, "facts of another document");
	(void)get_u32(f);
	if (!get_said(f, &w->own))
		return writer_broken(w, "the facts of a document are garbled");
	hide_secrets(&w->own);
	return PS_OK;
}

/* A fact that finds no column any more is an issue of its document. */
static enum ps_status
note_left_out(struct writer *w, const char *name)
{
	struct ledger	*l = w->ledger;

	gather_int(l, L_ISSUES, w->doc.id);
	gather_null(l, L_ISSUES);
	gather_null(l, L_ISSUES);
	gather_null(l, L_ISSUES);
	gather_str(l, L_ISSUES, "note");
	gather_str(l, L_ISSUES, "fact");
	gather_str(l, L_ISSUES, "the database has facts of 100 names "
	    "already: this one has no column");
	gather_str(l, L_ISSUES, name);
	w->doc.counts.issues++;
	return gather_end_row(l, L_ISSUES);
}

static enum ps_status
make_columns(struct writer *w, const struct said *s)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < s->n && st == PS_OK; i++)
		if (!ledger_said_column(w->ledger, s->facts[i].name))
			st = note_left_out(w, s->facts[i].name);
	return st;
}

enum ps_status
said_entry(struct writer *w, bool own)
{
	enum ps_status	st = make_columns(w, &w->above);

	if (st != PS_OK || !own)
		return st;
	st = make_columns(w, &w->own);
	if (st == PS_OK && w->own.n > 0)
		st = ledger_told(w->ledger, w->doc.id, 0, NULL, &w->own);
	return st;
}

enum ps_status
said_ended(struct writer *w, bool own)
{
	struct said	all = { 0 };

	if (w->above.n == 0 && (w->own.n == 0 || !own))
		return PS_OK;
	if (own)
		said_add(&all, &w->own);
	said_inherit(&all, &w->above);
	return ledger_say(w->ledger, w->doc.id, &all);
}
