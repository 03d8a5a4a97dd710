/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_facts.c - what was found out of one column of one document.
 *
 * Joined facts of a column leave out documents whose reading is open: what
 * those add depends on what the others agree on, and is asked for when the
 * column is settled.
 */
#include "facts_text.h"
#include "mem.h"
#include "settle.h"

#define PACKED_READING	256
#define PACKED_READINGS	256u

bool
reading_is_open(const struct reading *r)
{
	return (r->flags & READING_OPEN) != 0;
}

int
reading_kind(const struct reading *r)
{
	return r->type == PS_DATE || r->type == PS_TIMESTAMP ||
	    r->type == PS_TIMESTAMPTZ ? KIND_DATED : KIND_NUMBER;
}

bool
reading_differs(const struct reading *a, const struct reading *b)
{
	return a->number != b->number || a->date != b->date ||
	    a->time != b->time || a->boolean != b->boolean ||
	    a->tokens != b->tokens ||
	    memcmp(&a->words, &b->words, sizeof(a->words)) != 0;
}

/* Readings repeat from document to document: their texts are remembered. */
struct packed {
	struct reading	reading;
	char		text[PACKED_READING];
};

static void
put_reading(struct ledger *l, const struct reading *r)
{
	const unsigned char	*b = (const unsigned char *)r;
	uint32_t		 h = 0x811c9dc5;
	struct packed		*p;

	if (l->packed == NULL)
		l->packed = xcalloc(PACKED_READINGS, sizeof(*l->packed));
	for (size_t i = 0; i < sizeof(*r); i++)
		h = (h ^ b[i]) * 0x01000193;
	p = &l->packed[(h ^ h >> 16) % PACKED_READINGS];
	if (p->text[0] == '\0' || memcmp(&p->reading, r, sizeof(*r)) != 0) {
		p->reading = *r;
		reading_pack(r, p->text, sizeof(p->text));
	}
	gather_str(l, L_FACTS, p->text);
}

static void
put_fact_text(struct ledger *l, const struct fact_text *t)
{
	gather_text(l, L_FACTS, t->text, fact_text_length(t));
}

/* In the order of facts_columns in ledger_rows.c. */
enum ps_status
facts_insert(struct ledger *l, const char *table, const struct fact_row *r)
{
	const struct reading	*last = r->wanted ? r->wanted : r->reading;
	char			 text[FACTS_TEXT_MAX];

	gather_int(l, L_FACTS, r->document);
	gather_str(l, L_FACTS, table);
	gather_str(l, L_FACTS, r->column);
	gather_int(l, L_FACTS, (int64_t)r->facts->cells);
	gather_int(l, L_FACTS, (int64_t)facts_nulls(r->facts, true));
	gather_int(l, L_FACTS, r->facts->fits);
	put_fact_text(l, &r->facts->min);
	put_fact_text(l, &r->facts->max);
	put_fact_text(l, &r->facts->sample);
	put_reading(l, r->reading);
	if (r->wanted != NULL)
		put_reading(l, r->wanted);
	else
		gather_null(l, L_FACTS);
	gather_int(l, L_FACTS, reading_is_open(last));
	gather_text(l, L_FACTS, text, facts_pack(r->facts, text));
	return gather_end_row(l, L_FACTS);
}

/* Where types stay, cells of another unit are none of the column's. */
void
column_join(struct column *c, const struct facts *f, const struct reading *r,
    bool coerce)
{
	uint32_t	units = c->joined.units;

	if (reading_is_open(r)) {
		c->open++;
		return;
	}
	c->decided[reading_kind(r)] |= reading_decided(r);
	coerce = coerce && !facts_same_unit(&c->joined, r);
	facts_join(&c->joined, f, r);
	if (coerce)
		c->joined.units = units;
}

struct joining {
	struct table	*table;
	bool		 coerce;
};

/* column, reading, wanted, facts, min, max, sample */
static enum ps_status
take_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct joining	*j = arg;
	struct table	*t = j->table;
	struct facts	 f;
	struct reading	 r, old;
	int32_t		 i = table_column_of(t, &v[0]);
	bool		 wanted = reading_take(&r, &v[2]);

	(void)n;
	if (i < 0 || !reading_take(wanted ? &old : &r, &v[1]) ||
	    !facts_take(&f, &v[3], &v[4]))
		return PS_OK;
	column_join(&t->columns[i], &f, &r, j->coerce);
	t->columns[i].dirty |= wanted && !reading_is_open(&r) &&
	    reading_differs(&old, &r);
	return PS_OK;
}

static enum ps_status
take_pending(void *arg, const struct ps_value *v, uint32_t n)
{
	struct table	*t = arg;
	int32_t		 i = table_column_of(t, &v[0]);

	(void)n;
	if (i >= 0)
		t->columns[i].pending = (uint64_t)v[1].integer;
	return PS_OK;
}

enum ps_status
table_join(struct tables *all, struct table *t)
{
	struct ledger	*l = all->ledger;
	struct ps_value	 v = str_value(t->name);
	struct joining	 j = { t, all->coerce };
	enum ps_status	 st = ledger_flush(l);

	for (uint32_t i = 0; i < t->n_columns; i++) {
		struct column *c = &t->columns[i];

		facts_start(&c->joined);
		memset(c->decided, 0, sizeof(c->decided));
		c->open = 0;
		c->pending = 0;
		c->dirty = false;
	}
	if (st != PS_OK || (st = ledger_index(l, FACTS_BY_TABLE)) != PS_OK ||
	    (st = ledger_index(l, CELLS_BY_TABLE)) != PS_OK)
		return st;
	st = ledger_query(l, "SELECT \"column\", reading, wanted, facts, "
	    "\"min\", \"max\", sample FROM _ps_facts WHERE table_name = ?1",
	    &v, 1, take_row, &j);
	if (st == PS_OK)
		st = ledger_query(l, "SELECT \"column\", count(*) FROM "
		    "_ps_cells WHERE table_name = ?1 AND pending = 1 "
		    "GROUP BY \"column\"", &v, 1, take_pending, t);
	t->anew = false;
	t->unsaved = true;
	return st;
}
