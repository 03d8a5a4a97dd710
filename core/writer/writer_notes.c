/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_notes.c - what is said beside the rows: records set aside, issues,
 * and source texts that values do not give back.
 */
#include <stdlib.h>

#include "mem.h"
#include "rows.h"
#include "str.h"
#include "writer.h"

void
gather_bytes(struct ledger *l, enum gathered which, const char *p, size_t n)
{
	struct buf	b;

	if (utf8_valid(p, n) == n) {
		gather_text(l, which, p, n);
		return;
	}
	buf_init(&b, SIZE_MAX / 2);
	show(&b, p, n, SIZE_MAX / 8);
	gather_text(l, which, b.p, b.n);
	buf_free(&b);
}

static void
gather_line(struct writer *w, enum gathered which, uint64_t line)
{
	if (line == 0)
		gather_null(w->ledger, which);
	else
		gather_int(w->ledger, which,
		    (int64_t)(w->doc.line_base + line));
}

static enum ps_status
note_line(struct writer *w, struct frame *f)
{
	uint32_t	 class = get_u32(f);
	uint64_t	 line = get_u64(f);
	size_t		 n;
	const char	*text = get_bytes(f, &n);

	if (w->ledger == NULL || f->bad)
		return PS_OK;
	gather_int(w->ledger, L_LINES, w->doc.id);
	gather_line(w, L_LINES, line);
	gather_str(w->ledger, L_LINES,
	    class_names[class < N_CLASS_NAMES ? class : PS_OTHER]);
	gather_bytes(w->ledger, L_LINES, text, n);
	return gather_end_row(w->ledger, L_LINES);
}

/* A script says so. */
static bool
is_script_rule(const char *rule)
{
	return strcmp(rule, MAP_RULE) == 0 || strcmp(rule, LUA_RULE) == 0;
}

/* Lines and records count from the start of the range. */
static void
note_objection(struct writer *w, const char *rule, const char *reason,
    struct objection s)
{
	const struct counts	*c = &w->doc.counts;

	s.line += w->doc.line_base;
	if (s.record > 0)
		s.record += c->records - c->set_aside;
	objections_add(&w->doc.said, rule, reason == NULL ? "" : reason,
	    w->doc.doc.address, &s);
}

static enum ps_status
note_issue(struct writer *w, struct frame *f)
{
	uint32_t	 severity = get_u32(f);
	const struct doc_table *t = doc_table_at(w, get_u32(f));
	uint64_t	 line = get_u64(f), place = get_u64(f);
	uint64_t	 record = get_u64(f);
	const char	*rule = get_text(f), *reason = secret_masked(w->arena,
			    get_text(f)), *raw;
	struct ledger	*l = w->ledger;
	size_t		 n;

	raw = get_bytes(f, &n);
	if (f->bad)
		return PS_OK;
	if (rule == NULL)
		rule = "issue";
	kinds_add(&w->doc.rules, rule, strlen(rule), 1);
	if (severity == PS_REJECTED && is_script_rule(rule))
		note_objection(w, rule, reason, (struct objection){
		    .line = line, .place = place, .record = record });
	if (l == NULL)
		return PS_OK;
	gather_int(l, L_ISSUES, w->doc.id);
	gather_str(l, L_ISSUES, t == NULL ? NULL : t->name);
	gather_line(w, L_ISSUES, line);
	if (place > INT64_MAX)
		gather_null(l, L_ISSUES);
	else
		gather_int(l, L_ISSUES, (int64_t)place);
	gather_str(l, L_ISSUES, severity_names[severity < N_SEVERITY_NAMES ?
	    severity : PS_NOTE]);
	gather_bytes(l, L_ISSUES, rule, strlen(rule));
	gather_bytes(l, L_ISSUES, reason == NULL ? "" : reason,
	    reason == NULL ? 0 : strlen(reason));
	gather_bytes(l, L_ISSUES, raw, n);
	return gather_end_row(l, L_ISSUES);
}

static int
compare(const struct kept *a, const struct kept *b)
{
	if (a->table != b->table)
		return a->table < b->table ? -1 : 1;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return a->column < b->column ? -1 : a->column > b->column;
}

static int
compare_kept(const void *a, const void *b)
{
	return compare(a, b);
}

static enum ps_status
note_kept(struct writer *w, struct frame *f)
{
	struct kept	 k = { .table = get_u32(f) };
	const char	*text;
	size_t		 n;

	k.row = get_u64(f);
	k.line = get_u64(f);
	k.column = get_u32(f);
	text = get_bytes(f, &n);
	if (f->bad || (w->ledger == NULL && !writer_shows(w)))
		return PS_OK;
	k.at = w->notes.n;
	k.length = (uint32_t)n;
	buf_add(&w->notes, text, n);
	if (w->notes.full)
		return ps_fail(&w->self, PS_FAIL, 0,
		    "more texts stay beside their values than memory holds");
	if (w->n_kept > 0 && compare(&w->kept[w->n_kept - 1], &k) >= 0)
		w->kept_sorted = false;
	GROW(w->kept, w->n_kept, w->kept_room);
	w->kept[w->n_kept++] = k;
	return PS_OK;
}

/* Previews and record numbers are for sniff. */
static enum ps_status
note_other(struct writer *w, struct frame *f, char kind)
{
	uint32_t	n;
	size_t		length;

	(void)w;
	(void)get_u32(f);
	n = get_u32(f);
	if (kind == 'R')
		(void)get_u64(f);
	else if (kind != 'P')
		f->bad = true;
	else
		for (; n > 0 && !f->bad; n--)
			(void)get_bytes(f, &length);
	return PS_OK;
}

static enum ps_status
take_notes(struct writer *w, struct frame *f)
{
	enum ps_status	st = PS_OK;
	char		kind;

	while (f->n > 0 && !f->bad && st == PS_OK) {
		kind = (char)get_u8(f);
		if (kind == 'L')
			st = note_line(w, f);
		else if (kind == 'I')
			st = note_issue(w, f);
		else if (kind == 'C')
			st = note_kept(w, f);
		else if (kind == 'T')
			st = note_unfit(w, f);
		else
			st = note_other(w, f, kind);
	}
	return st;
}

enum ps_status
on_notes(struct writer *w, struct frame *f)
{
	uint64_t	seq = get_u64(f);
	struct frame	notes = { .fd = -1 };
	enum ps_status	st;

	(void)get_u32(f);
	notes.p = get_bytes(f, &notes.n);
	if (w->doc.state != DOC_OPEN)
		return PS_OK;
	if (seq != w->doc.seq || f->bad)
		return writer_broken(w, "notes of another document");
	st = take_notes(w, &notes);
	if (st == PS_OK && !notes.bad)
		return PS_OK;
	return lose_document(w, st != PS_OK ? st : PS_FAIL,
	    st != PS_OK ? NULL : "its worker's notes are garbled");
}

/* Rows are counted anew in each range: what was used must not stay. */
void
forget_kept(struct writer *w)
{
	if (w->kept_used != w->n_kept)
		return;
	w->n_kept = w->kept_used = 0;
	w->kept_sorted = true;
	buf_clear(&w->notes);
}

uint32_t
kept_from(struct writer *w, uint32_t table, uint64_t row)
{
	struct kept	want = { .table = table, .row = row };
	uint32_t	low = 0, high = w->n_kept, middle;

	if (!w->kept_sorted)
		qsort(w->kept, w->n_kept, sizeof(*w->kept), compare_kept);
	w->kept_sorted = true;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare(&w->kept[middle], &want) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct kept *
kept_in_row(const struct writer *w, uint32_t from, uint32_t table,
    uint64_t row, uint32_t column)
{
	for (uint32_t i = from; i < w->n_kept; i++) {
		const struct kept *k = &w->kept[i];

		if (k->table != table || k->row != row)
			break;
		if (k->column == column)
			return k;
	}
	return NULL;
}

/* In the order of cell_columns in ledger_rows.c; `row` counts from 1. */
enum ps_status
store_kept(struct writer *w, const struct doc_table *t, uint64_t row,
    uint64_t line, uint32_t column, const char *p, size_t n, bool pending)
{
	struct ledger	*l = w->ledger;

	if (l == NULL || t->to[column] == NO_COLUMN)
		return PS_OK;
	gather_int(l, L_CELLS, w->doc.id);
	gather_str(l, L_CELLS, t->table->name);
	gather_int(l, L_CELLS, (int64_t)row);
	gather_int(l, L_CELLS, (int64_t)line);
	gather_str(l, L_CELLS, t->table->sql[t->to[column]].name);
	gather_int(l, L_CELLS, pending);
	gather_text(l, L_CELLS, p, n);
	if (pending)
		t->pending[column]++;
	return gather_end_row(l, L_CELLS);
}
