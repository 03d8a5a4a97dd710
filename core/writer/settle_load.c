/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle_load.c - rows, readings and kept texts of a table, from the ledger.
 *
 * Readings repeat from document to document: each is kept once, and a
 * document has a number for each changed column.
 */
#include <stdlib.h>

#include "mem.h"
#include "settle_rows.h"

#define TEXTS_MAX	((size_t)4 << 30)

static enum ps_status
take_span(void *arg, const struct ps_value *v, uint32_t n)
{
	struct work	*k = arg;

	(void)n;
	GROW(k->spans, k->n_spans, k->spans_room);
	k->spans[k->n_spans++] = (struct span){ .id = v[0].integer,
	    .first = v[1].integer, .last = v[2].integer };
	return PS_OK;
}

static int
compare_docs(const void *a, const void *b)
{
	const struct settled_doc	*x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static void
number_documents(struct work *k)
{
	size_t	n = 0;

	k->documents = xcalloc(k->n_spans, sizeof(*k->documents));
	for (size_t i = 0; i < k->n_spans; i++)
		k->documents[i].id = k->spans[i].id;
	qsort(k->documents, k->n_spans, sizeof(*k->documents), compare_docs);
	for (size_t i = 0; i < k->n_spans; i++)
		if (n == 0 || k->documents[n - 1].id != k->documents[i].id)
			k->documents[n++] = k->documents[i];
	k->n_documents = n;
	for (size_t i = 0; i < k->n_spans; i++) {
		struct span	*s = &k->spans[i];

		(void)settled_document(k, s->id, &s->document);
		s->ordinal = k->documents[s->document].rows + 1;
		k->documents[s->document].rows += s->last - s->first + 1;
	}
}

bool
settled_document(const struct work *k, int64_t id, uint32_t *at)
{
	struct settled_doc	 want = { id, 0 };
	const struct settled_doc *found;

	found = k->n_documents == 0 ? NULL : bsearch(&want, k->documents,
	    k->n_documents, sizeof(want), compare_docs);
	*at = found == NULL ? 0 : (uint32_t)(found - k->documents);
	return found != NULL;
}

static void
number_columns(struct work *k)
{
	k->slot = xcalloc(k->table->n_columns, sizeof(*k->slot));
	for (uint32_t i = 0; i < k->table->n_columns; i++)
		if (k->changed[i])
			k->slot[i] = k->n_slots++;
	k->which = xcalloc(k->n_documents * k->n_slots, sizeof(*k->which));
}

static uint32_t
hash_pair(const struct pair *p)
{
	const unsigned char	*b = (const unsigned char *)&p->was;
	uint64_t		 h = p->column + 0xcbf29ce484222325;

	for (size_t i = 0; i < 3 * sizeof(p->was); i++)
		h = (h ^ b[i]) * 0x100000001b3;
	return (uint32_t)(h ^ h >> 32);
}

static bool
is_same(const struct pair *a, const struct pair *b)
{
	return a->column == b->column &&
	    memcmp(&a->was, &b->was, 3 * sizeof(a->was)) == 0;
}

static uint32_t *
place(struct work *k, const struct pair *p)
{
	uint32_t	i = hash_pair(p) & (k->index_room - 1);

	while (k->index[i] != 0 && !is_same(&k->pairs[k->index[i] - 1], p))
		i = (i + 1) & (k->index_room - 1);
	return &k->index[i];
}

/* The number of the pair, from 1.  The first three readings name it. */
static uint32_t
intern(struct work *k, const struct pair *p)
{
	uint32_t	*at;

	if (2 * (k->n_pairs + 1) > k->index_room) {
		free(k->index);
		k->index_room = k->index_room == 0 ? 64 : 2 * k->index_room;
		k->index = xcalloc(k->index_room, sizeof(*k->index));
		for (uint32_t i = 0; i < k->n_pairs; i++)
			*place(k, &k->pairs[i]) = i + 1;
	}
	at = place(k, p);
	if (*at == 0) {
		GROW(k->pairs, k->n_pairs, k->pairs_room);
		k->pairs[k->n_pairs] = *p;
		*at = ++k->n_pairs;
	}
	return *at;
}

/* document, column, reading, wanted, open, facts, min, max, sample */
static enum ps_status
take_reading(void *arg, const struct ps_value *v, uint32_t n)
{
	struct work	*k = arg;
	struct pair	 p;
	struct facts	 own;
	uint32_t	 at;
	int32_t		 i = table_column_of(k->table, &v[1]);

	(void)n;
	memset(&p, 0, sizeof(p));
	if (i < 0 || !k->changed[i] ||
	    !settled_document(k, v[0].integer, &at) ||
	    !reading_take(&p.was, &v[2]))
		return PS_OK;
	p.column = (uint32_t)i;
	if (!reading_take(&p.own, &v[3]))
		p.own = p.was;
	p.is = p.own;
	if (v[4].integer != 0 && facts_take(&own, &v[5], &v[6]))
		(void)settle_open(&p.is, &own, &k->table->columns[i]);
	/* Where types stay, a text says nothing of how the others are read. */
	if (k->coerce && p.own.type == PS_TEXT)
		p.is = p.own = p.was;
	p.old = reading_as(p.was, k->table->sql[i].type);
	p.new = reading_as(p.is, k->new[i].type);
	p.refuse = k->coerce && k->new[i].type != PS_TEXT &&
	    (reading_order_open(&p.is) ||
	    !facts_same_unit(&k->table->columns[i].joined, &p.is));
	k->which[(size_t)at * k->n_slots + k->slot[i]] = intern(k, &p);
	return PS_OK;
}

/* document, row, column, line, text: the row counts in the document. */
static enum ps_status
take_text(void *arg, const struct ps_value *v, uint32_t n)
{
	struct work	*k = arg;
	struct text	*t;
	uint32_t	 at;
	int32_t		 i = table_column_of(k->table, &v[2]);

	(void)n;
	if (i < 0 || !k->changed[i] || v[4].type != PS_TEXT ||
	    !settled_document(k, v[0].integer, &at))
		return PS_OK;
	GROW(k->texts, k->n_texts, k->texts_room);
	t = &k->texts[k->n_texts++];
	*t = (struct text){ .document = at, .ordinal = v[1].integer,
	    .line = v[3].integer, .column = (uint32_t)i,
	    .length = v[4].length, .at = k->bytes.n };
	buf_add(&k->bytes, v[4].text, v[4].length);
	return k->bytes.full ? PS_FAIL : PS_OK;
}

static int
compare_by_document(const void *a, const void *b)
{
	const struct text	*x = a, *y = b;

	if (x->document != y->document)
		return x->document < y->document ? -1 : 1;
	return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static int
compare_by_row(const void *a, const void *b)
{
	const struct text	*x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

static int
compare_spans(const void *a, const void *b)
{
	const struct span	*x = a, *y = b;

	if (x->document != y->document)
		return x->document < y->document ? -1 : 1;
	return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* Ordinals in documents become rows of the table. */
static void
number_texts(struct work *k)
{
	struct span	*by;
	size_t		 s = 0;

	if (k->n_texts == 0)
		return;
	by = xcalloc(k->n_spans, sizeof(*by));
	memcpy(by, k->spans, k->n_spans * sizeof(*by));
	qsort(by, k->n_spans, sizeof(*by), compare_spans);
	qsort(k->texts, k->n_texts, sizeof(*k->texts), compare_by_document);
	for (size_t i = 0; i < k->n_texts; i++) {
		struct text	*t = &k->texts[i];

		while (s + 1 < k->n_spans && (by[s].document < t->document ||
		    by[s].ordinal + (by[s].last - by[s].first) < t->ordinal))
			s++;
		t->row = by[s].first + (t->ordinal - by[s].ordinal);
		t->document = by[s].id;
	}
	qsort(k->texts, k->n_texts, sizeof(*k->texts), compare_by_row);
	free(by);
}

enum ps_status
work_load(struct settler *s, struct work *k)
{
	struct ledger	*l = s->tables->ledger;
	struct ps_value	 v = str_value(k->table->name);
	enum ps_status	 st = ledger_flush(l);

	buf_init(&k->bytes, TEXTS_MAX);
	buf_init(&k->kept_bytes, TEXTS_MAX);
	if (st != PS_OK ||
	    (st = ledger_index(l, RANGES_BY_TABLE)) != PS_OK ||
	    (st = ledger_index(l, FACTS_BY_TABLE)) != PS_OK ||
	    (st = ledger_index(l, FACTS_BY_DOCUMENT)) != PS_OK ||
	    (st = ledger_index(l, CELLS_BY_TABLE)) != PS_OK)
		return st;
	st = ledger_query(l, "SELECT document, first_row, last_row FROM "
	    "_ps_ranges WHERE table_name = ?1 ORDER BY first_row", &v, 1,
	    take_span, k);
	number_documents(k);
	number_columns(k);
	if (st == PS_OK)
		st = ledger_query(l, "SELECT document, \"column\", reading, "
		    "wanted, open, facts, \"min\", \"max\", sample FROM "
		    "_ps_facts WHERE table_name = ?1", &v, 1, take_reading,
		    k);
	if (st == PS_OK)
		st = ledger_query(l, "SELECT document, \"row\", \"column\", "
		    "line, text FROM _ps_cells WHERE table_name = ?1", &v, 1,
		    take_text, k);
	number_texts(k);
	return st;
}

void
work_free(struct work *k)
{
	free(k->spans);
	free(k->documents);
	free(k->slot);
	free(k->which);
	free(k->pairs);
	free(k->index);
	free(k->texts);
	free(k->kept);
	buf_free(&k->bytes);
	buf_free(&k->kept_bytes);
}
