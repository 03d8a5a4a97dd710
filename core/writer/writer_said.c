/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_said.c - the facts of the document at hand, those it inherits and
 * those that were told of it, on their way into the ledger.
 */
#include <stdlib.h>

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
	said_forget(w);
	(void)get_said(f, &w->above);
	hide_secrets(&w->above);
}

void
said_forget(struct writer *w)
{
	said_clear(&w->own);
	for (uint32_t i = 0; i < w->n_links; i++)
		said_free(&w->links[i].facts);
	w->n_links = 0;
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

/* An issue that stands whether or not the document leaves rows. */
static enum ps_status
note(struct writer *w, const char *rule, const char *reason, const char *raw)
{
	struct ledger	*l = w->ledger;

	gather_int(l, L_ISSUES, w->doc.id);
	gather_null(l, L_ISSUES);
	gather_null(l, L_ISSUES);
	gather_null(l, L_ISSUES);
	gather_str(l, L_ISSUES, severity_names[PS_NOTE]);
	gather_str(l, L_ISSUES, rule);
	gather_str(l, L_ISSUES, reason);
	gather_bytes(l, L_ISSUES, raw, strlen(raw));
	w->doc.noted++;
	w->totals.issues++;
	kinds_add(&w->totals.rules, rule, strlen(rule), 1);
	return gather_end_row(l, L_ISSUES);
}

static enum ps_status
make_columns(struct writer *w, const struct said *s)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < s->n && st == PS_OK; i++)
		if (!ledger_said_column(w->ledger, s->facts[i].name))
			st = note(w, "fact", "the database has facts of 100 "
			    "names already: this one has no column",
			    s->facts[i].name);
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
	for (uint32_t i = 0; i < w->n_links && st == PS_OK; i++) {
		const struct told_link	*k = &w->links[i];

		st = ledger_told(w->ledger, w->doc.id, k->position,
		    k->address, &k->facts);
		if (st == PS_OK && k->why != NULL)
			st = note(w, "follow", k->why, k->address);
	}
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

enum ps_status
on_follow(struct writer *w, struct frame *f)
{
	struct said	 facts = { 0 };
	uint64_t	 seq = get_u64(f);
	uint32_t	 position = get_u32(f);
	const char	*link = get_text(f);

	if (seq != w->doc.seq || w->doc.state == DOC_NONE)
		return writer_broken(w, "a link of another document");
	if (!get_said(f, &facts) || link == NULL) {
		said_free(&facts);
		return writer_broken(w, "a link is garbled");
	}
	GROW(w->links, w->n_links, w->links_room);
	w->links[w->n_links++] = (struct told_link){ position,
	    writer_keep(w, link), writer_keep(w, get_text(f)), facts };
	return PS_OK;
}

struct telling {
	struct writer	*writer;
	uint64_t	 seq;
};

static enum ps_status
tell_row(void *arg, const struct ps_value *v, uint32_t n)
{
	const struct telling	*t = arg;
	struct said		 facts = { 0 };
	char			*link = NULL;
	struct buf		*b;

	(void)n;
	if (v[1].type == PS_TEXT)
		link = xstrndup(v[1].text, v[1].length);
	if (v[2].type == PS_TEXT)
		said_unpack(&facts, v[2].text, v[2].length);
	b = frame_begin(t->writer->channel, M_TOLD);
	put_u64(b, t->seq);
	put_u32(b, (uint32_t)v[0].integer);
	put_text(b, link);
	put_said(b, &facts);
	frame_end(t->writer->channel);
	free(link);
	said_free(&facts);
	return PS_OK;
}

enum ps_status
said_tell(struct writer *w, uint64_t seq, int64_t id)
{
	struct telling	t = { w, seq };
	struct ps_value	v = int_value(id);
	enum ps_status	st;

	if (!ledger_has_told(w->ledger))
		return PS_OK;
	st = ledger_index(w->ledger, TOLD_BY_DOCUMENT);
	return st == PS_OK ? ledger_query(w->ledger, "SELECT position, link, "
	    "facts FROM _ps_told WHERE document = ?1 ORDER BY position", &v,
	    1, tell_row, &t) : st;
}

enum ps_status
said_seen(struct writer *w, int64_t id, struct frame *f)
{
	const char	*parent = get_text(f);
	struct said	 above = { 0 };

	if (get_said(f, &above) && w->ledger != NULL)
		ledger_place(w->ledger, id, parent, &above);
	said_free(&above);
	return f->bad ? writer_broken(w, "documents that were seen are cut") :
	    PS_OK;
}
